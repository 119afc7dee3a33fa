"""Does a sentence name something concrete that was changed, or join it to residency?"""

from __future__ import annotations

from smartpick.guidance.text.rules._rule import rule

__all__ = ["CHANGE", "RESIDENCY"]

_AID = (
    r"(?:tutor(?:s|ed|ing)?|question\sbanks?|q-?banks?|drills?|items|vision|glasses|strongest|explaining\sit|uworld|"
    r"amboss|anki|pathoma|sketchy|first\said|(?:practice|mock|missed|wrong|incorrect|"
    r"timed|board-style|random|more)\s(?:\w+\s)?(?:tests?|exams?|questions?|results|answers?|blocks?|items)|"
    r"questions|system\sfor|(?:my|of)\smistakes|test\sconditions|mindfulness|scored\swell|flash\s?cards?|cards?|decks?|"
    r"error\s(?:log|journal)|logs?|notebook|journal|(?:study|accountability|peer|question)\s(?:group|partner|buddy|"
    r"schedule|calendar|plan|space)|structured|weakest|over\s(?:video|zoom)|video\scalls?|so\s"
    r"that\si\scould\sstudy|learning\s(?:specialist|center|coach)|"
    r"specialist|schedule|calendar|tracker|spreadsheet|active[\s-](?:recall|learning)|spaced\srepetition|spaced|"
    r"timed|timer|"
    r"(?:review|prep|preparation)\s(?:course|program|class|session)s?|mentors?|coach|counselor|counsell?ing|"
    r"therap(?:y|ist)|advis[oe]r|"
    r"accommodations|extra\stime|treatment|medication|workshop|academic\s(?:support|success|skills|affairs)|"
    r"classmates?|partner|nbme|nbmes|comsae|"
    r"whiteboard|error|stem|passages|explanations?|outline|blank\spaper|from\smemory|biostatistics|physiology|app|"
    r"wall\schart|answer\schoices|the\schoices|forms?|"
    r"exam\sday|full-length|group\sof|blocks?|self-assessments?|percent\scorrect|resources?|library|"
    r"like\sa\s(?:full-time\s)?job|full[\s-]time|leave\sof\s"
    r"absence|from\s\w+\s(?:to|until)\s\w+|wrong\sanswers|incorrects?|podcasts?|pomodoro|checklists?|"
    r"weak(?:est)?\s(?:areas|topics|subjects|systems)|"
    r"faculty|peer|peers|dean|test-taking|routine|sleep|exercise|phone|office\shours|simulated|one-on-one|daily|weekly)"
)
_DID = (
    r"(?!(?:failed|passed|missed|learned\sfrom|earned|improved|interpreted|realized|wanted|wished|needed|liked|"
    r"loved|believed)\b)"
    r"(?:\w+ed|met|meet|finish|did|do|complete|kept|keep|switch|move|join|took|take|wrote|write|replace|began|begin|"
    r"start|built|build|ask|"
    r"study|sought|read|use|taught|teach|review|set|sat|went|go|made|make|saw|see|drew|draw|sent|attend|add|broke|"
    r"solve|learned|had|have|log|"
    r"swore|hung|wrote|quit|got|found|spent|put|gave|cut|chose|held|ran|work|works|rely|test|practice|plan|schedule|"
    r"track|treat|limit|map)"
)
_NEVER = (
    r"\b(?:skipped|avoided|ignored|neglected|too\sfew|without|did\snot|didn't|had\snot|never|should\shave|could\shave|"
    r"avoiding\sthem|kept\s(?:rereading|highlighting))\b(?!\s(?:until|only))"
)

CHANGE = (
    rule(
        "change",
        "with_what",
        "names what was done differently",
        rf"\b(?:i|we)\b(?:\s(?:now|then|also|have|even|only|first))?\s(?:\w+ly\s)?{_DID}\b[^.]*\b{_AID}\b",
        r"\bso\s(?:that\s)?i\scould\sstudy\b",
        rf"\bmy\s(?:new\s)?(?:plan|schedule|method|routine|days?|weeks?)\b[^.]*\b(?:questions?|rule|blocks?|hours|"
        rf"{_AID})\b",
        rf"\b{_AID}\b[^.]*\bwith\s(?:my|a)\s(?:dean|tutor|mentor|advis[oe]r|faculty|specialist|coach)",
        unless=_NEVER,
    ),
    rule(
        "change",
        "time",
        "names how the time was used anew",
        r"\bi\s(?:stopped|cut|dropped|deleted|gave\sup|quit|reduced|handed|postponed|resigned|swore\soff|paused|"
        r"declined|limited)\b(?!\scomparing)",
        r"\bi\s(?:moved|slept|planned|took|set\saside|freed|saved|blocked|repeated|spent|studied|"
        r"worked)\b[^.]*\b(?:hours?|weeks?|months?|days\b|"
        r"mornings?|evenings?|closer|five|six|seven|course)\b(?![^.]*\bback\shome\b)",
        r"\bi\s(?:was|got|have\sbeen)\s(?:evaluated|tested|diagnosed|treated)\b|\bi\s(?:began|"
        r"started)\s(?:treatment|medication|\w+ing)\b|"
        r"\btook\s(?:\w+\s)?time\soff\b|\bi\sasked\b[^.]*\bfor\s(?:advice|help|feedback)\b|\bi\spaid\sfor\b|"
        r"\bi\sre-?did\b",
        r"\bi\s(?:hired|paid|asked)\b[^.]*\b(?:children|quiz|hours?|weeks?|rounds)\b|"
        r"\bi\sbegan\sto\s\w+\b[^.]*\b(?:day|week)",
        r"\bchanged\s(?:to|from|how\si)\b|\bi\s(?:replaced|swapped|traded|substituted|exchanged|"
        r"switched)\b[^.]*\b(?:for|with|to|from)\b",
        r"\binstead\sof\s\w+ing\b[^.]*\bi\s(?:now\s)?(?:\w+ed|do|write|solve|teach|draw|test)\b",
        unless=_NEVER
        + r"|\b(?:patients?|clinic|ward|semester\saway|took\sthe\sexam|took\scare|day\sand\snight|in\smy\sstudies|"
        r"studied\sten\shours\sa)\b",
    ),
)

_PLACE = (
    r"(?:intern|interns|internship|residen\w+|in-training|wards?|rounds|rotations?|sub-?i(?:nternship)?s?|patients?|"
    r"patient's|patient\scare|attendings?|"
    r"bedside|charts?|hand-?(?:overs?|offs?)|sign-?out|clinic\sday|clinic|clinical\s\w+|step\s3|level\s3|discharge|"
    r"a\scode|codes|exam\sroom|doses?|"
    r"medications?|admissions?|admit|training|diagnosis|diagnoses|a\sdoctor|doctor|physician|senior|supervision|"
    r"clerkships?|my\sboards|"
    r"board\s(?:review|exam\w*|requirements|certification)|\w+\sboards|boards|ab[fips]m|abpn|your\sprogram|"
    r"my\sprogram|people\si\scare\sfor|on\scall|"
    r"night\sshift|team|workload|consults?|differential|procedures?|hospital|icu|evaluations|co-residents)"
)
_JOIN = (
    r"(?:now|today|use|uses|used|apply|applied|bring|brings|brought|carry|carried|carries|will|plan|intend|hope|"
    r"keep|keeps|habits?|same|taught|teaches|"
    r"learned|made|makes|became|become|since|ready|prepare\w*|expect|want|would|help|helps|helped|served?|serves|"
    r"showed?|shows|noted|mention|each|every|"
    r"lessons?|look|method|approach|discipline|these|bringing|recognize|matter|already|rely|still|more|better|"
    r"translat\w+|transfer\w*|mirror\w*|"
    r"improve[sd]?|equip\w*|benefit\w*)"
)

RESIDENCY = (
    rule(
        "residency",
        "joined",
        "joins it to residency or to patients",
        rf"\b{_JOIN}\b[^.]*\b{_PLACE}\b",
        rf"\b{_PLACE}\b[^.]*\b{_JOIN}\b",
        unless=r"\bfirst\sdoctor\sin\smy\sfamily\b|\bconsider\smy\sapplication\b|\bstudy\s(?:group|team)\b",
    ),
)
