"""Does a sentence shift a weak result to others, to the exam, or to circumstances?"""

from __future__ import annotations

from smartpick.guidance.text.rules._rule import rule

__all__ = ["DEFENSIVE"]

_TEST = (
    r"(?:exams?|examinations?|tests?|scores?|numbers?|step\s?[123]|usmle|comlex|boards?|questions?|results?|grades?|"
    r"grading|curve|"
    r"testing|assessments?)"
)
_THEM = (
    r"(?:(?:my|our|the)\s)?(?:medical\s)?(?:schools?|college|university|deans?|advis[oe]rs?|professors|teachers|"
    r"tutors?|administration|"
    r"administrators|proctors?|faculty|test(?:ing)?\scenter|curriculum|they|nobody|no\sone|attendings?|preceptors?|"
    r"roommates?|system|"
    r"course|program|instructors?|mentors?|residents|clerkship\sdirector|prep\scompany)"
)
_OUTSIDE = (
    r"(?:schools?|college|university|dean(?:'s)?(?:\soffice)?|advis[oe]rs?|professors?|teachers?|tutors?|"
    r"administration|proctors?|faculty|cent(?:er|re)|"
    r"software|computers?|curriculum|they|nobody|no\sone|attendings?|preceptors?|evaluators?|roommates?|system|"
    r"course|instructors?|study\spartner|"
    r"parents|husband|wife|family|neighbors?|board|committee|registrar|office|pandemic|covid|questions|form|"
    r"exam\sformat|format|prep\scompany|"
    r"landlord|employer|boss)"
)
_HARM = (
    r"(?:mishandled|mismanaged|botched|crashed|froze|malfunctioned|pressured|pushed|rushed|forced|quit\son|"
    r"abandoned|let\s(?:me|us)\sdown|chaos|chaotic|"
    r"confus\w+|worded|unclear|misleading|tricky|noisy|too\sloud|unfair\w*|unjust\w*|incompetent|indifferent|"
    r"disliked?|did\snot\slike|didn't\slike|harsh\w*|"
    r"biased|hostile|unsupportive|misinformed|misadvised|discourag\w+|distract\w+|disrupt\w+|interrupt\w+|"
    r"cared\smore|compensated|no\shelp|"
    r"little\s(?:help|support|guidance)|sprang|dumped|overloaded|burden\w*|kept\sme\sfrom|prevented\sme|"
    r"made\sit\s(?:hard|difficult|impossible))"
)
_OWN_PART = (
    r"\band\s(?:that\sis\son\sme|i\s(?:did\snot|didn't|went|should|declined|fell|chose|took|read|never))\b|"
    r"\bthen\si\b|\bshe\swas\sright\b|"
    r"\bi\sshould\shave\b|\bbecause\si\b|\bdo\snot\sblame\b|\bmy\sown\b|\bthat\si\snever\sused\b|\band\si\sread\b"
)
_OF_THE_BODY = (
    r"\b(?:heart|cardiac|kidney|renal|liver|hepatic|respiratory|ventilatory|organ|marrow|graft|"
    r"treatment)\sfail\w*"
)
"""What fails there is a patient's, and no exam."""
_SELF = r"\b(?:i|me|my|us|we|our|mine)\b"
_NEG = r"(?:not|n't|never|cannot|hardly|barely|nothing)"

DEFENSIVE = (
    rule(
        "defensive",
        "attacks_exam",
        "argues with the exam or the score instead of answering for it",
        rf"\b{_TEST}\b\s?(?:(?!i\b)\w+\s){{0,3}}(?:\w+n't|\w+\s{_NEG}|cannot|never)\s(?:\w+\s){{0,2}}"
        r"(?:measure|define|reflect|say|represent\w*|matter|show|predict|erase|tell|capture|determine|accurate|fair|"
        r"valid|designed|"
        r"make|prove|assess|account|convey|demonstrate|indicat\w+|everything|be\sthe|a\s(?:true|fair|good))",
        r"\b(?:it|this|that|which)\s(?:does|did)(?:\snot|n't)\s(?:\w+\s)?(?:reflect|define|represent|measure|"
        r"show)\b",
        r"\bnot\s(?:be\s)?(?:a\s)?(?:true|fair|accurate|representative|indicative)\s?(?:reflection|measure|picture|"
        r"of)?\b",
        r"\b(?:poor|bad|weak|flawed)\s(?:predictor|measure|indicator|reflection)\b|\b(?:poorly|badly)\s(?:written|"
        r"designed|run)\b",
        rf"\b(?:un-?fair(?:ly)?|not\sfair|biased|arbitrary|meaningless|rigged|absurd|ridiculous|frustrating|"
        rf"pointless|outdated)\b[^.]*\b{_TEST}\b",
        rf"\b{_TEST}\b[^.]*\b(?:unfair(?:ly)?|biased|arbitrary|meaningless|not\sfair|rigged|absurd|ridiculous|"
        rf"outdated|irrelevant)\b",
        rf"\b{_TEST}\b[^.]*\bfavou?rs?\b|\bbiased\sagainst\b|\bstacked\sagainst\b|\breduced?\sto\s(?:an?|"
        rf"one)\s(?:\w+\s)?{_TEST}",
        rf"\b{_TEST}\s(?:is|are|was|were)\s(?:\w+ly\s)?(?:misleading|inaccurate|unrepresentative|irrelevant|"
        rf"a\smatter\sof\sluck|mostly\s(?:\w+\s)?(?:\w+\s)?luck|subjective)\b|"
        r"\bread\stoo\smuch\sinto\b|\bi\s(?:resent|object\sto|reject)\b|\bbeing\sjudged\sby\b|\bif\sgrading\swere\b|"
        r"\breal\s(?:medicine|doctors|practice)\b[^.]*\b(?:exam|test)|"
        r"\b(?:exam|test)\b[^.]*\breal\s(?:medicine|doctors|patients)\b|\bin\sany\sother\s(?:country|school|year|"
        r"state)\b",
        r"\b(?:exam|test|questions|step\s[123])\s(?:was|were)\s(?:\w+\s)?(?:tricky|confusing|ridiculous|"
        r"unreasonable|impossible|nonsense|flawed)\b|"
        r"\b(?:score|result|number|grade)\sis\snot\s(?:me|who|what)\b|\b(?:many|plenty\sof|even|some|"
        r"countless)\s(?:\w+\s)?(?:doctors|physicians)\s(?:have\s)?"
        r"(?:failed|struggled)|\b(?:hard\stime|trouble|difficulty)\swith\s(?:standardized\s)?(?:tests|exams|"
        r"testing)[^.]*\bbut\b",
        r"\bnothing\sbut\s(?:\w+\s)?(?:memori|trivia)|\bobscure\squestions|\btrivia\b|\blittle\sto\sdo\swith\b",
        r"\b(?:scores?|tests?|exams?|it|numbers?)\s(?:is|are|was)\s(?:just|only|merely)\s(?:an?\s)?(?:numbers?|"
        r"tests?|exams?|one\b|\w+\sday)",
        r"\bhow\sarbitrary\b|\bthe\scurve\b|\bunfair\sto\sjudge|\bjudge\san?\sapplicant\b",
        rf"\b{_TEST}\s(?:itself\s)?must\shave\sbeen\b",
        r"\b(?:no|any|one)\s(?:\w+\s)?(?:exam|test|number|day)\s(?:can|should|could)\s",
        rf"(?:\bnot|n't)\s(?:think|believe|feel)\sthat\s(?:\w+\s)?{_TEST}",
        r"\bproblem\sis\s(?:how|that)\b[^.]*\b(?:tests?|exams?)\b",
        r"\b(?:score|result|exam|number|grade|test|attempt)\b[^.]*\b(?:means?|meant|proves?|says?)\s(?:nothing|little)\b|"
        r"\b(?:exams?|tests?|boards|step\s[123])\b[^.]*\bonly\s(?:tests?|measures?|rewards?)\b",
        unless=r"\b(?:i\s(?:read|studied|wrote)\sthe\squestions|clinic's|scan|chart|strong)\b|"
        r"\bno\s(?:\w+\s)?(?:test|exam)\s(?:can|could|should)\s(?:replace|substitute|stand\sin)\b[^.]*\b(?:patients?|listening)\b",
    ),
    rule(
        "defensive",
        "blames_people",
        "puts it on other people; what was your own part?",
        rf"\b{_THEM}\b(?!\s[^.]*\band\si\sdid\snot)(?:'s)?[^.,]*(?:\b(?:did|does|do|would|could|had|have|was|"
        rf"were)\snot|n't|\bnever|\brefused|\bfailed|\blacked)\s"
        r"(?:\w+\s)?(?:to\s)?(?:prepare\w*|teach|taught|tell|told|warn\w*|explain\w*|listen|help\w*|move|let|us|me|"
        r"give|gave|given|"
        r"allow\w*|offer\w*|support\w*|provide\w*|cover\w*|any|care|adequate\w*|enough|follow|respond)\b",
        rf"\b(?:nobody|no\sone)\s(?:ever\s|at\s\w+\s|in\s\w+\s\w+\s)?(?:told|taught|warned|helped|explained|"
        rf"prepared|offered|gave|supported)\b[^.]*{_SELF}",
        rf"\b{_THEM}\b\s(?:\w+\s)?(?:failed|disliked|ignored|robbed|misled|forced|made|let\sdown|cheated|punished|"
        rf"discriminated|sabotaged|"
        r"targeted|singled)\s(?:against\s)?(?:me|my|us)\b",
        rf"\b{_THEM}\b[^.]*\b(?:terrible|awful|bad|wrong|incompetent|useless|vindictive|hostile|unsupportive|unhelpful|"
        rf"unreasonable|"
        r"disorganized|chaotic|favou?rites)\b",
        r"\bpoor\s(?:teaching|instruction|support|advising)\b|\black\sof\s(?:\w+\s)?(?:support|guidance|resources|"
        r"preparation|advising)\b",
        r"\bi\sblame\b(?!\smyself)|\bblame\slies\b|\b(?:is|was|are|were)\sto\sblame\b|"
        r"\bthe\s(?:only\s)?reason\s(?:that\s)?i\s(?:failed|could\snot|couldn't|"
        r"did\snot)\b|\bwere\sthe\sreason\b",
        r"\bi\swas\s(?:\w+ly\s)?(?:forced|made\sto|robbed|refused|denied|misled|cheated|punished|singled\sout|"
        r"rushed\sinto|pressured)\b|"
        r"\bforced\sme\b|\bhad\s(?:liked|treated)\sme\b",
        r"\bi\swas\s(?:never|not)\s(?:\w+\s)?(?:given|allowed|told|taught|offered|permitted|warned|informed|"
        r"supported|shown)\b",
        r"\bwhich\sis\swhy\si\s(?:failed|did\snot\spass)|\bif\si\shad\sbeen\s(?:treated|given|allowed|told|taught|"
        r"better)",
        rf"\bbecause\s(?:of\s)?{_THEM}\b[^.]*\bi\s(?:failed|did\snot\spass|scored|could)",
        rf"\b{_THEM}\b[^.]*\bwould\snot\s(?:listen|let|move|help)|\bleft\sout\sentire\b|\bproctor\b[^.]*\b(?:late|"
        rf"rude|loud|wrong|noisy|careless|refused|interrupted)\b|"
        rf"\b{_THEM}\s(?:\w+\s){{0,4}}would\snot\slisten",
        rf"\bif\s(?:my|the|our)\s(?:\w+\s)?{_OUTSIDE}\s(?:had|were|was|would)\b[^.]*\b(?:i|my)\s(?:would|might)\b|"
        rf"\bhad\sit\sin\sfor\sme\b|\bout\sto\sget\sme\b|"
        r"\bwrong\sadvice\sand\si\ssuffered|\bi\s(?:suffered|paid)\sfor\s(?:it|that)\b|\b(?:product|result|fault|"
        r"consequence)\sof\s(?:an?\s|my\s)?(?:broken|bad|poor|failing|weak)\b|"
        r"\b(?:lecturers?|teachers?|professors?)\b[^.]*\b(?:had\s)?(?:skipped|omitted|left\sout)\b(?![^.]*\bi\shad)|"
        r"\b(?:and\s)?that\sis\swhy\si\s(?:failed|did\snot\spass|scored)",
        r"\bhad\smy\s\w+\sbeen\b[^.]*\bwould\b",
        rf"\b{_OUTSIDE}\b[^.]*\b{_HARM}\b[^.]*\b(?:me|us|my|mine|i)\b|\b(?:my|"
        rf"our)\s(?:\w+\s)?{_OUTSIDE}\b[^.]*\b{_HARM}\b|\b(?:exam|test|questions?)\b\s?"
        r"(?:\w+\s){0,2}(?:were|was|is|are)\s(?:\w+\s)?(?:confusing|badly\sworded|poorly\sworded|unclear|misleading|"
        r"tricky|unreasonable|unreasonably)",
        rf"\b(?:score|result|grade|exam|fail\w*|pass(?:ed)?|study|suffered)\b[^.]*\b(?:because|since|due\sto|"
        rf"thanks\sto|owing\sto|on\saccount\sof)\b(?:\sof)?\s"
        rf"(?:\w+\s)?(?:\w+\s)?{_OUTSIDE}\b",
        rf"\b(?:really|mostly|largely|entirely|partly)\s(?:my|the|our)\s{_OUTSIDE}'?s?\sfault|\b{_OUTSIDE}'s\sfault\b",
        r"\b(?:provided|gave|offered|left)\s(?:us|me)\s(?:with\s)?(?:no|little|few|almost\sno|hardly\sany)\b|"
        r"\b(?:grade[ds]?|evaluat\w+|scored)\s(?:me|us)\b[^.]*"
        r"\b(?:unfair|harsh|unkind|biased|low)|\bmade\sme\s(?:take|sit|register|test)\b",
        r"\bbecause\sno\s(?:\w+\s)?\w+\s(?:was|were)\s(?:ever\s)?(?:offered|given|provided|available)\b",
        r"\bcaused\sby\san?\s(?:attending|tutor|teacher|resident|advisor|dean|preceptor)|\bleft\sme\swith\sall\b",
        unless=_OWN_PART
        + rf"|{_OF_THE_BODY}"
        + r"|\b(?:he|she|his|her)\s(?!had\s(?:his|her)\sfav)(?:\w+\s)?(?:medicine|"
        r"insulin|pill|test|appointment|how)\b|\b(?:patient|patients|clinic|by\sname)\b|\buntil\si\b",
    ),
    rule(
        "defensive",
        "outside_control",
        "says that it could not be helped; state the circumstance plainly, or leave it out",
        r"(?:\bnot|n't|\bnever|\bhardly)\s(?:\w+ly\s|at\sall\s|all\s)?my\s(?:fault|responsibility|doing)\b(?!\s(?:alone|only)\b)|"
        r"\b(?:fault|blame)\s(?:was|is|lay|lies)(?:\snot|n't)\s(?:with\s)?(?:mine|me)\b|\bnone\sof\sit\swas\s(?:my\sfault|on\sme)\b|"
        r"\bi\s(?:was|am)\snot\s(?:to\sblame|responsible\sfor\s(?:\w+\s){0,2}(?:result|score|fail\w*|exam|grade))\b|"
        r"\b(?:do|can|did)\s?(?:not|n't)\sblame\smyself\b|\bi\s(?:take|accept)\sno\s(?:responsibility|blame)\b|"
        r"\bno\sfault\sof\smy\sown\b|\bout\sof\smy\shands|\b(?:outside|beyond|"
        r"out\sof)\s(?:of\s)?my\scontrol",
        r"\bi\s(?:had|have)\s(?:no|little)\s(?:control|say|choice|power)\b|\bforces\s(?:outside|beyond)\b",
        r"\bvictim\sof\s(?:circumstance|a\ssystem|the\ssystem|unfair|timing)",
        r"^(?!(?:he|she)\b)[^.]*\bbad\s(?:luck|timing)\b(?![^.]*\bdisease)|\bunlucky|"
        r"\bunfortunate(?:ly)?\b[^.]*\b(?:exam|test|questions?|score|date|"
        r"school|form|circumstances)\b",
        r"\bconspired\b|\bbad\shand\b|\bi\s(?:got|was)\sstuck\swith\b|\bhardest\s(?:version|form)\b|\b(?:no\sone|"
        r"nobody|anyone|anybody)\scould\s(?:not\s)?have\s(?:passed|succeeded|done|"
        r"managed|prepared|known|scored)\b|\bmeant\sthat\si\scould\snot\b|\b(?:a\s)?matter\sof\sluck\b|\bcursed\b|"
        r"\bperfect\sstorm\b",
        r"\bso\s(?:naturally|of\scourse|obviously|understandably|inevitably)\b[^.]*\bi\b|\bhard\sto\s(?:study|focus|"
        r"prepare|concentrate|pass)\s(?:when|with|while|in)\b|"
        r"\bi\swas\s(?:told|given|sent|assigned)\s(?:the\s|a\s)?(?:wrong|bad|false|incorrect)\b|"
        r"\bi\sshould\s(?:never|not)\shave\sbeen\s(?:put|placed|asked|made|forced)\b|"
        r"\bbecause\sof\b[^.]*\bi\s(?:was\s(?:not\sable|unable)|could\snot|couldn't|had\sno|failed|did\snot)\b|"
        r"\bpressure\sfrom\b[^.]*\bmade\sme\b|"
        rf"\b{_OUTSIDE}(?:'s|s')\s(?:decision|fault|idea|choice|mistake|error|policy)\b",
        r"\b(?:terrible|poor|bad|no|awful)\s(?:academic\s)?advising\b|\blow\sscores?\b[^.]*\b(?:are|became|make|"
        r"made)\s(?:\w+\s)?(?:excellent|great|good|fine)\b|"
        r"\bpoorly\stimed\b|\bother\sschools\b",
        r"\basked\b[^.]*\band\swas\s(?:refused|denied|ignored)\b",
        r"\bset\sup\sto\sfail\b|\b(?:not|can't|cannot|n't)\s(?:be\s)?(?:blamed|held\sresponsible)\b|"
        r"\bdid\severything\sright\b[^.]*\bfailed\b|\b(?:happened?|happen)\sto\s"
        r"(?:anyone|anybody)\b|\bhad\sit\snot\sbeen\sfor\b|\b(?:if|were\sit)\snot\sfor\b|\bno\s(?:surprise|"
        r"wonder)\sthat\b[^.]*\b(?:fail|score|struggl)",
        r"\bcould\snot\shelp\b|\bnever\shad\sa\s(?:fair\s)?chance|\bnot\sgiven\sa\s(?:fair\s)?chance",
        r"\bimpossible\s(?:for\sme\s)?to\s(?:study|prepare|concentrate|pass|focus)",
        r"\b(?:cost|costing)\sme\s(?:the|my)\b|\bruined\smy\b|\bwhich\shurt\sme|\bput\sme\sat\sa\b",
        r"\b(?:entirely|completely|wholly|solely|only|simply)\s(?:\w+\s)?by\smy\s(?:illness|anxiety|situation|family)",
        r"\b(?:due\sto|because\sof|owing\sto|thanks\sto|the\sresult\sof|"
        r"explained\sby)\s(?:the\sfact\sthat\s)?(?:\w+\s)?(?:my\sschool|circumstances?|"
        r"the\stest|poor\steaching|(?:external\s|many\s|several\s)?factors|others|the\ssystem|bad)",
        unless=r"(?<!of\s)\bmy\s(?:own|poor)\b|(?:\bcannot|\bnot|n't|\bnever)\s(?:say|pretend|claim|argue)\b",
    ),
    rule(
        "defensive",
        "plays_down",
        "plays it down; the result stands on the first page in any case",
        r"\bonly\s(?:failed|missed|fell\sshort|lost)\b|\b(?:failed|missed|short)\b[^.]*\bby\s(?:only|just|merely|"
        r"a\smere|barely|a\shair|(?:a|one)\s"
        r"single)\b|\bjust\s(?:a|one)\sbad\s(?:day|week)",
        r"(?:\b(?:was|were)\snot|n't)\sreally\s(?:a|my)\b|\bheld?\sagainst\sme|\blook\s(?:past|beyond)\sth|"
        r"\bmeaningless\b|\bsmall\sbump\b",
        rf"\b(?:one|a|an|single|three-digit)\s(?:\w+\s)?{_TEST}\s(?:should|does|cannot|can't|can|could|has\skept|"
        rf"keeps?)\b",
        r"\b(?:it's|it\sis|was|is)\s(?:only|just|merely)\s(?:one|an?)\s(?:\w+\s)?(?:exam|test|number|score|day)\b|"
        r"(?<!\bi\sput\s)(?<!\bi\sgave\s)\btoo\smuch\s(?:weight|emphasis|importance|stock)\b|"
        r"\btainted\b|\bthan\smy\s(?:score|number|result|grade)s?\b|\bdespite\s(?:what\s)?my\s(?:score|number)",
        r"\b(?:one|a\ssingle)\s(?:number|test|exam|score|day)\b[^.]*\b(?:erase|outweigh|overshadow|define)",
        r"\bi\s(?:really\s|still\s|clearly\s)?(?:knew|know)\s(?:the|all\sthe|this|"
        r"my)\smaterial\b(?![^.]*\bdid\snot)|\bdo\snot\sunderstand\swhy\si\b|\bi\s(?:\w+\s)?"
        r"deserved?\b",
        r"\b(?:has\sto|have\sto|must|should|needs?\sto)\sbe\s(?:seen|read|viewed|judged)\sin\s(?:\w+\s)?context\b|"
        r"\bshould\s(?:count|weigh|matter)\s(?:for\s)?(?:far\s|much\s)?(?:more|less)\sthan\b",
        r"\b(?:was|is|as|were)\s(?:(?:just|only|merely|simply|clearly)\s)?an?\s(?:\w+\s)?(?:fluke|aberration|anomaly)\b",
        r"\bpractice\s(?:scores?|tests?|exams?)\swere\s(?:fine|good|great|much|well)\b|\bsmart(?:er)?\s(?:than|"
        r"i\sam)\b|\bwho\si\s(?:really\s)?am\b(?=[^.]*$)"
        r"(?<=am)(?<!shaped\sme\sinto\swho\si\sam)(?!\stoday)",
    ),
    rule(
        "defensive",
        "would_have",
        "argues what would have happened otherwise; say what did happen",
        r"\bi\s(?:\w+\s)?(?:should|deserved\sto)\shave\spassed\b|"
        r"\bi\s(?:would|might|could)\s(?:\w+ly\s)?have\s(?:\w+\s){0,2}(?:passed|matched|scored|done|succeeded|"
        r"excelled|performed)(?!\smore)",
        r"\b(?:result|score|outcome|grade)\s(?:would|might)\shave\sbeen\b|\bwith\s(?:better|more|proper|decent|"
        r"adequate)\s\w+[^.]*\bi\swould\b|\bin\sa\sfair(?:er)?\s\w+\b",
        r"\b(?:anyone|anybody|everyone|everybody|most\s\w+|many\s\w+|any\sstudent)\b[^.]*\b(?:my\s(?:situation|"
        r"place|position|shoes|class)|would\shave\s"
        r"(?:failed|struggled|done|scored)|did\s(?:badly|poorly)|struggled\swith\sit|failed\stoo)\b",
        unless=r"\bi\scould\shave\sdone\smore\b|\bif\si\shad\sasked\b",
    ),
    rule(
        "defensive",
        "bad_tester",
        "explains it by a fixed trait; what did you change?",
        r"\b(?:bad|poor|terrible|weak|horrible|not\sa\sgood|not\sthe\sbest)\stest[\s-]?taker|\b(?:tests?|exams?|"
        r"testing)\s(?:have|has)\snever\sbeen\b",
        r"\bnever\sbeen\sgood\sat\s(?:standardized\s)?(?:tests|exams)|\b(?:not|n't)\s(?:\w+\s)?(?:good\sat|"
        r"test\swell|cut\sout\sfor)\b",
        r"\b(?:suffer|suffered)\sfrom\stest\sanxiety\b[^.]*\b(?:so|therefore|which)\b|\btests\sdo\snot\ssuit\b",
    ),
    rule(
        "defensive",
        "compares",
        "sets the luck of others against your own",
        r"\b(?:other|fellow)\s(?:students|applicants|classmates|schools)\b[^.]*\b(?:i\s(?:did|had|was|got)|"
        r"never\sgiven|we\s(?:did|had))\b",
        r"\b(?:other|fellow|most|many)\s(?:students|applicants|classmates)\s(?:have|had|got|get|could|can)\b[^.]*[;,]\s"
        r"(?:(?:while|but|and|whereas)\s)?(?:mine|i\s(?:had|have|did|could|got|was|am))\b",
        r"\b(?:classmates|many\sof\sthem|others|peers)\b[^.]*\b(?:that\s)?i\s(?:was\snever|never|did\snot|"
        r"could\snot)\b",
        r"\bthat\s(?:others|my\sclassmates|other\s\w+|american\s\w+)\s(?:had|got|received|enjoyed)\b",
        r"\bi\s(?:was|am)\s(?:\w+\s)?(?:better|stronger|smarter)\sthan\s(?:most|many|all|any|half|the\srest|other|my)"
        r"\b[^.]*\b(?:students|classmates|applicants|graduates|peers|interns|residents)\b",
        r"\bat\sa\sdisadvantage\b|\baverage\s(?:for|of|at)\smy\sschool\b|\bpassing\s(?:standard|score)\swas\sraised\b",
    ),
    rule(
        "defensive",
        "announces",
        "announces an excuse",
        r"\bnot\s(?:making|trying\sto\smake)\s(?:any\s)?excuses\b|\bin\smy\sdefen[sc]e\b|^to\sbe\sfair\b|"
        r"\bnot\san?\sexcuse,?\sbut\b|\bwithout\smaking\sexcuses\b",
    ),
)
