"""Does a sentence speak of a weak result of the author's own, or own it?"""

from __future__ import annotations

import re

from smartpick.guidance.text.rules._rule import EXAM, rule

__all__ = ["MENTIONS", "OWNS", "is_denied"]

_WEAK = (
    r"(?:(?<!/)fail(?:s|ed|ing|ure|ures)?|(?:gone|went)\s(?:wrong|badly|poorly)|an\sf\b|not\sproud|\b(?:1[89]\d|"
    r"20\d|21\d)|unsuccessful\w*|(?:not|n't|never|without)\s(?:\w+\s){0,2}(?:pass(?:ed|ing)?|successful|succeed|"
    r"do\sas\swell|go\swell|go\sas|reach|meet)|low(?:er|est)?|weak(?:er|est|ly|ness)?|poor(?:ly|er)?|disappoint\w+|"
    r"below|under\s(?:the|my)|"
    r"barely|second\s(?:attempt|try|time|sitting)|(?:two|three|four|multiple|several)\s(?:attempts|tries|sittings)|"
    r"twice|"
    r"re-?(?:take|took|taken|taking|sit|sat|test)|repeat(?:ed|ing)?|f[ae]ll\s(?:short|under|below|\w+\spoints)|"
    r"c[ao]me\sup\sshort|"
    r"short\sof|setback|blemish|stumbl\w+|struggl\w+|panicked|not\s(?:strong|great|good|stellar|ideal|what\s(?:i|"
    r"was))|suffered|"
    r"hurt|sub-?par|mediocre|under-?perform\w*|bomb\w*|badly|red\sflag|rough|regret\w*|embarrass\w*|nothing\sto\sbrag|"
    r"does?\snot\s(?:truly\s)?reflect|do\snot\s(?:truly\s)?reflect|doesn't\sreflect|don't\sreflect)"
)
_OTHERS = (
    r"heart\sfailure|kidney|renal|respiratory\sfailure|failed\s(?:outpatient|therapy|treatment|vein|its|marriage|"
    r"two|three|to\sreach)|"
    r"\b(?:he|she|his|her|him|patient|patients|their)\b(?!.*\bmy\s(?:score|result|exam|step|attempt))|apgar|\bgcs\b|"
    r"\bmeld\b|"
    r"\btutor(?:ed|ing)?\b|\bi\shelp\b|potassium|hemoglobin|blood\spressure|screening\stest|blood\ssugar|"
    r"physical\sexam|"
    r"neurologic\w*\sexam|exam\sof\sthe"
)
_SCORE = r"(?:1[89]\d|2[0-2]\d)"
_RESULT = r"(?:scores?|results?|performance|exam\sresults?|test\sscores?|numbers?|attempt|attempts|sitting)"

MENTIONS = (
    rule(
        "mentions",
        "weak_exam",
        "speaks of a weak or failed exam",
        rf"\b{EXAM}(?!\w)[^.;]*\b{_WEAK}\b",
        rf"\b{_WEAK}\b[^.;]*\b{EXAM}(?!\w)",
        rf"\b{EXAM}(?!\w)[^.;]*(?:n't|\bnot)\s(?:\w+\s)?(?:pass|go|do\b|succe)",
        rf"\b(?:bombed|flunked|retook|failed)\s(?:\w+\s)?{EXAM}(?!\w)",
        unless=_OTHERS,
    ),
    rule(
        "mentions",
        "failing_result",
        "speaks of a failed attempt or a failing result",
        r"\bfail(?:ed|ing)\s(?:\w+\s)?(?:score|result|report|attempt|exam\w*|grade\son\sthe)\b",
        r"\b(?:first|initial|earlier|my)\s(?:\w+\s){0,2}(?:attempt|try|sitting)\b[^.]*\b(?:unsuccessful|fail\w*|"
        r"did\snot|not\spass|short)",
        r"\b(?:unsuccessful|failed)\s(?:\w+\s){0,3}attempt\b[^.]*\b(?:exam|step|test|mine|i|my|record|transcript)\b",
        r"(?:\b(?:did|had|was|were)\snot|n't)\s(?:\w+\s)?(?:pass(?:ed|ing)?|reach\sthe\spassing)\b",
        r"\bi\s(?:had\s|have\s)?failed\b(?!\s(?:to\b|as\b|at\b|him|her|them|me\b|us\b|forward|my\s(?!first|second|"
        r"exam|boards?|step|test)))",
        r"\bfailures?\s(?:on|in)\smy\s(?:\w+\s)?(?:transcript|record|application|file)\b",
        rf"\b{EXAM}(?!\w)[^.;]*\b(?:not\s(?:\w+\s)?(?:competitive|where|high)|stands?\sout|i\swould\schange|"
        rf"concern\w*|raises?|"
        r"hoped|wished|wanted\sit)\b",
        rf"\b(?:not\s(?:achieve|get|earn|obtain|receive)|n't\s(?:achieve|get|earn)|would\schange|"
        rf"wish\si\scould)\b[^.;]*\b(?:score|{EXAM})(?!\w)",
        r"\b(?:board|boards|exam|licensing)\s(?:exam\s)?(?:failures?|fail)\b|"
        r"\bstruggled?\swith\s(?:the\s)?(?:standardized\stests|boards|standardized\sexams|licensing)",
        r"\bmissed\s(?:the\s)?(?:pass(?:ing)?\b|cut)|\b(?:separated|kept)\sme\sfrom\s(?:a\s)?pass|\b(?:two|three|"
        r"several)\sattempts\sat\b[^.]*\bexam|"
        r"\b(?:my|the)\sscores?\s(?:dropped|fell|declined|went\sdown|sank|slipped)\b",
        r"\b(?:explain|address|discuss|speak\sabout)\smy\s(?:\w+\s){0,2}(?:step\s?[123]|usmle|comlex|boards?|exam|"
        r"scores?|attempts?)\b",
        r"^i\s(?:only\s|just\s|barely\s)?failed(?:\.|\sby|\sbecause|\smy|\s(?:an?|the)\s(?:\w+\s)?(?:exam|test)|"
        r"\sin\s(?:\d|january|february|march|"
        r"april|may|june|july|august|september|october|november|december))",
        r"\b(?:as|with|one|a)\s(?:a\s)?fail\b|\b(?-i:FAIL)\b|\bred\sflag\sin\smy\b",
        r"\b(?:an?|the)\s(?:licens\w+\s)?(?:exam|examination|test|boards?)\s(?:that\s)?i\s(?:had\s)?failed\b",
        r"\bi\s(?:had\s)?failed\s(?:an?|the|my)\s(?:\w+\s){0,2}(?:exam\w*|test|boards?)\b",
        unless=_OTHERS,
    ),
    rule(
        "mentions",
        "low_score",
        "speaks of a low score",
        r"\b(?:low|lower|lowest|weak|poor|disappointing|failing|subpar|mediocre)\s(?:\w+\s){0,2}(?:scores?|results?|"
        r"number)\b",
        rf"\b(?:my|this|that|the)\s(?:\w+\s){{0,2}}{_RESULT}\b[^.]*\b(?:{_WEAK}|showed\sit|a\swarning|hoped\sfor)\b",
        rf"\b{_SCORE}\b[^.]*\b(?:on\smy\stranscript|raises\squestions|in\smy\sfile|brag|proud|disappoint\w*)",
        rf"\b(?:scored|score\sof|result\sof|my)\s(?:an?\s|only\s)?(?:{_SCORE}|3[0-9]\d)\b",
        r"\b(?:lower|below|weaker|less)\s(?:than\s)?(?:what\s)?(?:(?:many|most|your|some|other|the)\s)?(?:programs?|"
        r"residencies|average|mean|applicants)\b"
        r"(?=[^.]*(?:expect|want|look|prefer|accept|like|score|applicants|average|mean|require))",
        rf"\b{EXAM}(?!\w)[^.;]*\b(?:scored|score\sof|with\sa|a)\s(?:an?\s)?(?:1[89]\d|2[01]\d|3\d\d|4[0-4]\d)\b",
        r"\bone\sacademic\s(?:setback|misstep|failure)\b|\bsetback\s(?:on|in)\smy\b[^.]*\b(?:exam|boards?|test)",
        unless=_OTHERS + r"|questionnaire|scored\seach|soccer|winning\sgoal|survey|trial|study",
    ),
)

_BAD = (
    r"(?:poor\w*|inadequate|insufficient|wrong|flawed|inefficient|at\sfault|lacking|careless|disorgani[sz]ed|weak|"
    r"bad|slipped|"
    r"unrealistic|too\s\w+|not\s(?:good|enough|disciplined|adequate|working|sound)|failed|lapsed|scattered|passive|"
    r"sloppy|rigid)"
)
_STUDY = (
    r"(?:preparation|plan|plans|planning|methods?|approach|strategy|habits|time\smanagement|schedule|studying|"
    r"technique|discipline|"
    r"study\s\w+|focus|effort|organi[sz]ation|judge?ment|priorities|pacing|attention|system|way\sof\sstudying)"
)
_ERR = (
    r"(?:underestimated|overestimated|misjudged|mismanaged|neglected|ignored|avoided|crammed|procrastinated|wasted|"
    r"skipped|"
    r"miscalculated|delayed|dismissed|overlooked|squandered|rushed(?!\sto\sthe\b)|hurried|drifted|stumbled\sthrough|"
    r"coasted|clung|"
    r"stuck\s(?:with|to)|"
    r"persisted|held\son|stayed\swith|assumed|hid|pretended|downplayed|disregarded|over-?relied|overcommitted|"
    r"overextended|"
    r"planned\sbadly|prepared\s(?:badly|poorly|too)|studied\s(?:badly|poorly|the\swrong|alone|passively|without)|"
    r"waited\s(?:too|until|for\sweeks)|let\s(?:my|other|everything|things|work|pride|fear|myself)|reread|"
    r"kept\s(?:rereading|re-reading|"
    r"highlighting|studying|reading|memorizing|working|watching|postponing|putting|telling\smyself|going\salone))"
)

_NOT = r"(?:\bnot|n't|\bnever|\bhardly|\bcannot|\bneither|\bnor)"
_BLAME = r"(?:responsibility|ownership|accountability|blame|fault)"
_DENIES = (
    # What is said not to be one's own: "it wasn't my fault", "none of it was on me", "I take no blame".
    rf"{_NOT}\s(?:\w+ly\s|at\sall\s|all\s)?(?:(?:the\sresult\sof|because\sof|due\sto|down\sto)\s)?my\s(?:own\s)?"
    r"(?:poor\s)?(?:fault|responsibility|doing|mistakes?|errors?|choices?|decisions?|failure)\b(?!\s(?:alone|only)\b)|"
    rf"{_NOT}\s(?:\w+ly\s|at\sall\s|all\s)?(?:mine|on\sme|up\sto\sme|of\smy\sown\smaking|accountable|responsible|"
    r"to\sblame|with\sme)\b(?!\s(?:alone|only|enough)\b)|"
    rf"{_NOT}\s(?:\w+ly\s)?blame\smyself\b|\b(?:(?:do|can|will|could|would)(?:\snot|n't)|cannot|won't|never|refuse\sto)\s"
    rf"(?:\w+ly\s)?(?:(?:take|accept|bear|assume|own)\s(?:\w+\s){{0,2}}{_BLAME}|accept\s(?:that|this|the|my)\s"
    r"(?:result|score|fail|failure|outcome|attempt))\b|"
    rf"\b(?:take|took|accept|bear|have|had|feel|felt|see)\sno\s(?:\w+\s)?{_BLAME}\b|\bno\s(?:fault|mistake)\sof\smy\sown\b|"
    r"\bnone\sof\s(?:it|this|that|the\s\w+)\s(?:was|is)\s(?:my|mine|on\sme|up\sto\sme)\b|"
    rf"{_NOT}\s(?:true\sthat|because|that|(?:think|believe|agree|feel)(?:\sthat)?)\s(?:it\swas\s)?(?:i|my)\b"
    r"(?!\s(?:could|would|had\sto|needed))|"
    rf"{_NOT}\s(?:\w+ly\s|at\sall\s)?(?:un-?prepared|under-?prepared|careless|undisciplined|over-?confident|complacent|"
    r"lazy|arrogant|distracted|unfocused|disorgani[sz]ed|reckless|sloppy|poor|inadequate|insufficient|flawed|lacking|"
    r"at\sfault)\b"
)
_MEANT = re.compile(rf"{_NOT}\s(?:\w+\s)?(?:say|pretend|claim|argue|deny)\b", re.IGNORECASE)
_DENIED = re.compile(_DENIES, re.IGNORECASE)


def is_denied(sentence: str) -> bool:
    """Return whether a sentence says that something was not its author's own doing.

    Examples
    --------
    >>> is_denied("It wasn't my fault."), is_denied("I cannot say that it was not my fault.")
    (True, False)
    """
    return bool(_DENIED.search(sentence)) and not _MEANT.search(sentence)


OWNS = (
    rule(
        "owns",
        "takes_responsibility",
        "takes responsibility",
        r"\bi\s(?:\w+\s)?(?:take|took|accept|accepted|bear|assume|have\staken)\s(?:\w+\s){0,2}(?:responsibility|"
        r"ownership|"
        r"accountability|blame)\s(?:for|of)\s(?:that|this|the|it|my|what|not)\b(?!\s(?:ward|clinic|patients?|"
        r"patient's|team|brother|sister|\w+'s))",
        r"\bi\s(?:\w+\s)?bear\sthe\sresponsibility\b|\bi\shold\smyself\b|\b(?:only|but)\s(?:to\s)?blame\smyself|"
        r"\bto\sblame\sbut\smyself",
        r"\bi\s(?:fully\s)?(?:own|accept)\s(?:that|this|the|my|it|what)\b(?:\s\w+){0,2}\s?(?:result|score|failure|"
        r"mistake|"
        r"fail|outcome|attempt|was|says|part)\b",
        r"\bi\s(?:fully\s)?own\s(?:it|that|this)\b|\bblame\smyself\b",
        r"\bi\s(?:am|was)\s(?:fully\s|solely\s|alone\s)?(?:accountable|responsible)\sfor\s(?:it|that|this|my|"
        r"the\s(?:plan|result|"
        r"score|fail\w*|outcome|date|decision|preparation))\b",
        r"\bi\sanswer\sfor\b|\b(?:was|is|were)\s(?:all\s|entirely\s)?(?:mine|my\sown|my\s(?:decision|choice|fault|"
        r"doing|"
        r"mistake|responsibility)|up\sto\sme|on\sme)\b|\bon\smy\s(?:own\s)?part\b|\bof\smy\sown\smaking\b",
        r"\b(?:fault|blame|responsibility)\s(?:lay|lies|was|is)\s(?:in\show\si|with\sme|mine)\b|"
        r"\bi\swas\sthe\sone\swho\b",
        r"\bmy\s(?:own\s)?(?:poor\s)?(?:choices|decision|decisions|mistakes?|error|errors|fault|failure)\b",
        unless=r"\bnot\s(?:\w+\s)?my\sfault\b|\bmy\sdecision\sto\s(?:become|pursue|apply|study\smedicine)",
    ),
    rule(
        "owns",
        "own_error",
        "names one's own error",
        rf"\bi\s(?:had\s|badly\s|greatly\s|also\s|simply\s|then\s)?{_ERR}\b",
        r"\bi\s(?:did\snot|didn't|had\snot|hadn't|never|failed\sto)\s(?:yet\s|truly\s|fully\s)?(?:prepare|ask|asked|"
        r"study|studied|"
        r"question|questioned|seek|sought|adjust|adjusted|take|taken|learn|learned|practiced?|plan|planned|manage|"
        r"use|used|reach|"
        r"tell|told|test|tested|move|postpone|give|have\sa|respect|appreciate|understand\show|reali[sz]e|"
        r"recogni[sz]e|budget|"
        r"listen|heed|keep|stop|allow|leave|make\stime|build|change|admit|know\show|pace|review|put)\b(?!\s(?:we|"
        r"a\svictim|up))",
        r"\bi\sdid\stoo\s(?:few|little)\b|,?\sand\s(?:i\s)?did\snot\sask\b|,\sand\si\s(?:did\snot|was\snot|"
        r"should\shave)\b",
        r"\bi\sshould\s(?:never\s|not\s)?have\b|\bi\scould\shave\s(?:used|asked|moved|postponed|sought|told|started|"
        r"gone)\b|\bi\sought\sto\shave",
        r"\bi\s(?:was|went\sin|sat\sit|felt|came|had\sbeen|arrived)\s(?:\w+\s){0,3}?(?:un-?prepared|under-?prepared|"
        r"careless|undisciplined|"
        r"not\sready|disorgani[sz]ed|over-?confident|complacent|stubborn|impatient|naive|arrogant|inefficient|"
        r"scattered|too\sproud)\b",
        r"\bi\swas\snot\s(?:yet\s)?(?:ready|prepared|disciplined|honest)|\bdisciplined\senough|"
        r"\bwhen\si\swas\snot\sready",
        rf"\bmy\s(?:own\s)?(?:\w+\s)?{_STUDY}\s(?:was|were|had\sbeen|had|lacked|suffered|"
        rf"did\snot)?\s?(?:\w+\s)?(?:{_BAD}|lacked|"
        r"suffered|did\snot)\b",
        rf"\b(?:inefficient|poor|ineffective|passive|bad|wrong|unfocused)\s(?:\w+\s)?{_STUDY}\b",
        r"\bi\s(?:started|began|asked)\s(?:far\s|much\s|for\shelp\s)?too\slate|\bi\sput\soff\b|\bi\sfell\sbehind\b",
        r"\bi\sspread\smyself|\bi\stook\son\stoo\b|\bi\slacked\b|\bi\s(?:gave|put)\b[^.]*\bless\b|\bi\smade\s(?:a|"
        r"the|several)\s"
        r"(?:\w+\s)?(?:mistakes?|errors?|decision|choice)\b(?!\said)",
        r"\bi\shad\sno\s(?:plan|structure|system|schedule|method)|\bi\s(?:used|chose|trusted|kept)\s(?:the\swrong|"
        r"a\smethod)",
        r"\bi\s(?:had\s)?(?:reli?ed|depended|leaned)\s(?:\w+\s){0,2}on\s(?:passive|re-?reading|reading|notes|"
        r"lectures?|memor|videos|the\s"
        r"same|highlight|old|what\shad|cramming)",
        r"\b(?:rather\sthan|instead\sof)\s\w+ing\b[^.]*\bi\s(?:kept|read|only|just|spent)\b|\bi\s(?:thought|"
        r"believed|told\smyself|figured|"
        r"assumed)\s(?:that\s)?(?:i|it|long|reading|hard|my|the)\b",
        r"\bi\s(?:was\swrong|treated\sthe\s(?:exam|test)|focused\son\smemori|prepared\sfor\sthe\sexam\sthat|"
        r"knew\sthat\si\swas\sbehind|"
        r"told\snobody|struggled\swith\s(?:\w+\s)?(?:habits|study|time|procrast|planning|focus))|"
        r"\band\si\swas\swrong\b",
        r"\bi\b[^.]*\b(?:poorly|too\s(?:few|little|late|long|thin|proud|quickly|casually)|far\sfewer|"
        r"wrong\s(?:material|way|method|things|approach|"
        r"resources)|more\sthan\si\scould|not\s(?:hard|carefully|seriously)\senough|more\slightly)\b",
        r"\bi\s(?:convinced|fooled|told|deceived|persuaded|allowed|paced|stretched)\smyself\b|\bto\smyself\b|"
        r"\bmy\s(?:own\s)?(?:pride|ego|stubbornness|"
        r"overconfidence|arrogance|complacency|procrastination|denial|avoidance|inexperience|carelessness)\b",
        r"\bi\s(?:placed|put|ranked|let)\b[^.]*\b(?:above|before|ahead\sof|over)\s(?:my\s)?(?:study\w*|preparation|"
        r"the\sexam|myself)|\breflects?\smy\s"
        r"(?:own\s)?(?:preparation|choices|effort|planning|decisions|habits)|\bi\s(?:refused|declined|turned\sdown|"
        r"resisted)\s(?:help|the\shelp|tutoring|it|advice)\b",
        r"\bi\s(?:mis(?!sed|s\b|sion)\w+ed|misread|mistook|misunderstood|cut\scorners|coasted|gambled|dabbled|"
        r"hoped\sfor\sthe\sbest|gave\sin\sto|leaned\son\smy|"
        r"studied\shard\sbut|did\swhat\swas\scomfortable)\b|\b(?:responsibility|fault|blame)\b[^.]*\b(?:rests|lies|"
        r"lay|sits|belongs)\s(?:\w+\s)?(?:with|to)\sme\b",
        r"\bi\s(?:was|had\s(?:been|grown|become)|became|felt|got|grew)\s(?:\w+ly\s|too\s|over)?(?:complacent|lazy|"
        r"distracted|unfocused|inconsistent|scared\sto|afraid\s(?:to|of\s(?:the\sexam|asking|failing|failure|"
        r"admitting|what))|passive|naive|reckless|disorgani[sz]ed|undisciplined|over-?confident|dishonest|sloppy)\b|"
        r"\bnot\s(?:where|what)\sit\s(?:needed|should)\b|"
        r"\band\s(?:i\s)?(?:did\snot|never)\suse[d]?\sthem\b|\bi\shad\sthe\s\w+\sand\s(?:did\snot|never)\b|"
        r"\band\sit\swas\snot\senough\b",
        r"\bi\s(?:did\snot|didn't|never|had\snot|hadn't)\s(?:\w+ly\s)?(?!(?:sleep|slept|pass|give|gave|match|"
        r"understand|know|let|expect|want|feel|felt|regret|quit|lose|have\s"
        r"enough|forget|forgot|receive|get|got|hear|see|speak|grow|stop|doubt|mind|like|love|need|hesitate|lost|met|"
        r"wanted|thought|leave|left|become|have|had|say|cry|"
        r"come|fit|look|believe)\b)\w+[^.]*\b(?:stud\w+|questions?|practice|plan|test\w*|exam\w*|help|material|time|"
        r"subjects?|schedule|method|review|weak\w*|tutor\w*|score|"
        r"resources?|advice|seriously|enough)\b",
        r"\bi\s(?:was|am|were)\s(?:not|n't)\s\w+ing\s(?:\w+\s)?(?:efficiently|effectively|enough|properly|"
        r"consistently|seriously|well)\b|"
        r"\breli?ed\s(?:far\s)?too\b|\bi\slost\s(?:sight|focus|discipline|track)\b|\b(?:my\s)?(?:biggest|main|"
        r"greatest|first|real)\smistake\s(?:was|were)\b|"
        r"\bi\b[^.]*\b(?:juggling|doing|taking\son)\stoo\s(?:much|many)\b|\bi\b[^.]*\band\sshould\shave\b|"
        r"\bmy\s(?:\w+\s){0,2}(?:methods?|habits|strateg\w+|approach|techniques?|"
        r"preparation)\b[^.]*\b(?:ineffective|inefficient|lacking|outdated)\b",
        r"\bi\sfailed\sto\b(?!\s(?:see|find|reach)\b)|\bi\s(?:studied|prepared|worked|"
        r"planned)\s(?:\w+\s)?(?:inefficiently|ineffectively|haphazardly|inconsistently|badly)\b|"
        r"\bmyself\sto\sblame\b|\bi\swas\snot\s(?:\w+ly\s)?\w+\senough\b|\bnot\srealistic\b[^.]*$(?<!budget\.)",
        r"\bthat\sis\son\sme\b|\band\si\sdeclined\b|\bi\stook\s(?:it|the\sexam|that\sexam|"
        r"step\s\d)\s(?:too\s)?lightly\b|\bi\sran\sout\sof\stime\sbecause\b",
        r"\bi\stried\sto\s(?:learn|do|study|cover|memorize|read)\severything|\btried\sto\sdo\sit\salone|\bi\sadmit\b",
        r"\bi\s(?:chose|decided|insisted|opted|continued)\b[^.]*\b(?:exam|date|sit|ready|test|nights)\b",
        r"\bi\b[^.]*\b(?:almost|nearly|hardly|barely)\s(?:no|any)\s(?:\w+\s)?(?:questions?|practice|tests?|help)\b|"
        r"\bi\s(?:went\s(?:in|ahead)|sat\s(?:it|the\sexam)|took\s(?:it|the\sexam))\b[^.]*\b(?:although|though|despite|against)\b",
        r"\b(?:nobody|no\sone)\selse\s(?:chose|made|set|decided|picked|forced)\b[^.]*\bi\s(?:did|chose|set|kept)\b",
        r"\bkept\smy\s(?:exam\s)?date\b|\bi\sset\sthat\sdate\b",
        r"\bbecause\si\s(?:had\s)?(?:read|skipped|studied|relied|memorized|avoided|did|thought|was|crammed|started|"
        r"put|left|"
        r"never|underestimated|reread|ran|spent|tried|waited)\b",
        unless=r"\bunprepared\sfor\s(?:his|her|their)\b|\brealize\sthat\s(?:he|she|they)\b|\bclinic's\sbudget\b|"
        r"\b(?:i\sshould\s(?:mention|add|note|say)|never\sgave\sup|i\snever\s(?:want|forget|will)|"
        r"because\si\swas\s(?:ill|sick|forced))\b",
    ),
)
