"""Could a sentence stand in anybody's text, or praise any program or place?"""

from __future__ import annotations

import re

from smartpick.guidance.text.rules._abstract import abstract_share, is_anchored
from smartpick.guidance.text.rules._rule import Hit, found, rule

__all__ = ["generic_hits", "vague_hits"]

_MOSTLY = 0.62
"""Share of content words that fit any text, from which a sentence without an anchor says nothing of its own."""
_MOSTLY_PRAISE = 0.45
"""The same where a program or a place is spoken of: its own name counts as a word that says something."""

_OWN = (
    r"\b(?:i|we)\s(?:grew|was\sborn|have\s(?:lived|volunteered|worked|taught|driven)|worked|volunteered|rotated|"
    r"screened|"
    r"interpreted|went|ran|kept|built|organized|lobbied|counted|translated|coached|studied|moved|lived|served|"
    r"helped|wrote|"
    r"treated|taught|saw|learned|was\s(?:treated|a)|carried|passed|failed)\b|\bmy\s(?:grandmother|grandfather|"
    r"parents|mother|"
    r"father|husband|wife|wife's|brother|sister|uncle|aunt|family|son|daughter|spanish)\b|\b(?:19|20)\d\d\b|"
    r"\bmy\sspanish\b|"
    r"\bwhere\si\s(?:was|work|live|grew)"
)
"""A fact of one's own: then praise rests on something."""

_SHOWN = r"\d|\b(?:mr|ms|mrs|dr)\.|,\swhere\b|\bpractic(?:e|ing)\sin\b|\bstay\w*\b"
"""What shows something in the same sentence."""

_VAGUE = (
    rule(
        "vague",
        "worn_phrase",
        "a phrase that stands in many texts",
        r"\bever\ssince\si\b|\bsince\s(?:my\s)?(?:early\s)?childhood\b|\balways\s(?:been\s)?(?:\w+\s)?(?:wanted|"
        r"dreamed|dreamt|"
        r"passionate|fascinated|known|loved|drawn|interested)\b",
        r"\bpassion(?:ate|ately)?\b|\blove\sof\s(?:medicine|learning|science|people)|\bi\slove\sthe\b|"
        r"\bcalling\b(?!\s(?:the|a|my|for|because|since)\b)",
        r"\bhard[\s-]?work(?:er|ing)\b|\bteam\splayer\b|\b(?:quick|fast)\slearner\b|\bfast-paced\b|\bwork\sethic\b",
        r"\bmak(?:e|ing)\sa\s(?:real\s|lasting\s)?difference\b|\bgiv(?:e|ing)\sback\b|\bbetter\splace\b|"
        r"\babove\sand\sbeyond\b",
        r"\bheart\sand\ssoul\b|\b(?:touched|changed)\s(?:many|countless|so\smany)\slives\b|\blife-?changing\b|"
        r"\bopened\smy\seyes\b",
        r"\bshaped\s(?:me|who)\b|\bsolidified\smy\b|\brewarding\s(?:experience|in)\b|\binvaluable\b|"
        r"\blifelong\slearn\w+\b",
        r"\blong\sand\swinding\b|\bmy\sjourney\b|\btrack\srecord\b|\btime\sand\s(?:time\s)?again\b|\bnever\sgave\sup\b",
        r"\ball\swalks\sof\slife\b|\bwide\s(?:variety|range|array)\b|\bpatient-cent(?:er|re)d\b|\bwhole\spatient\b",
        r"\bboth\san\sart\sand\b|\bart\sand\sa?\s?science\b|\bevery\spatient\sdeserves\b|\buniquely\s(?:qualified|"
        r"positioned)\b",
        r"\bhigh(?:est)?[\s-]quality\s(?:of\s)?care\b|\bbest\spossible\scare\b|\bmeaningful\sways?\b|"
        r"\bimportant\slessons\b",
        r"\bpositive\sattitude\b|\battention\sto\sdetail\b|\bwell-rounded\b|\ban\s(?:\w+\s)?asset\b|\b(?:perfect|"
        r"excellent|great|"
        r"ideal|natural)\sfit\b|\bfull(?:est)?\spotential\b|\bwhat\sit\stakes\b|\bwake-up\scall\b|"
        r"\bout\sof\smy\scomfort\szone\b",
        r"\btremendous(?:ly)?\b|\bmany\s(?:challenges|obstacles|hardships)\b|\bvalue\sof\s(?:perseverance|"
        r"hard\swork)\b",
        r"\bhuman\sbody\b|\bmakes\sme\sunique\b|\bdesire\sto\s(?:help|succeed|become|serve|learn)\b|"
        r"\bcame\sback\sstronger\b",
        r"\blearned\sso\smuch\b|\brealities\sof\smedicine\b|\bso\smany\sways\b|\beager\sto\slearn\b|\bfirm\sbeliever\b",
    ),
    rule(
        "vague",
        "trait",
        "claims a trait and shows nothing of it",
        r"\bi\s(?:am|'m|have\sbeen|feel)\s(?:\w+ly\s)?(?:dedicated|driven|motivated|determined|confident|compassionate|"
        r"empathetic|resilient|adaptable|uniquely|a\sfirm|an?\s(?:compassionate|dedicated|caring|natural|strong|resilient|"
        r"motivated))\b",
        r"\bi\s(?:possess|consider\smyself|pride\smyself|strive|thrive|embrace|demonstrate|have\s(?:strong|excellent|great|"
        r"outstanding|demonstrated|gained|developed|faced|a\s(?:strong|deep|proven|genuine|keen)))\b",
        r"\bmy\s(?:greatest\s)?(?:strengths|skills|qualities|experiences|abilities)\s(?:include|are|have|lie)\b",
        r"\bi\s(?:bring\sa|developed\sa\s(?:deep|strong))\b",
        unless=_SHOWN,
    ),
    rule(
        "vague",
        "conviction",
        "a conviction that any applicant could name; one act of yours that came of it would show it",
        r"\bi\s(?:care\sdeeply|value|believe\s(?:in|that)|enjoy\sworking|am\scommitted\sto)\b",
        unless=_SHOWN,
    ),
    rule(
        "vague",
        "wish",
        "a feeling or a wish that any applicant could have; say what of your own it rests on",
        r"\bi\s(?:am|'m|have\sbeen|feel)\s(?:\w+ly\s)?(?:excited|eager|blessed|ready\sto|honored|thrilled|looking\sfor)\b",
        r"\bi\s(?:aim\sto\sbe|wish\sto\sbe(?:come)?|hope\sto\smake|feel\sa|know\sthat\si\s(?:can|will)|want\sto\streat\s"
        r"the)\b",
        unless=_SHOWN,
    ),
    rule(
        "vague",
        "sums_up",
        "sums up experiences without telling one; one of them, told, says more",
        r"\bthese\sexperiences\b|\bthis\sexperience\s(?:has\s)?(?:taught|made|solid|confirm|changed)|\bexposed\sto\b",
        unless=_SHOWN,
    ),
)

_PRAISE = (
    r"(?:admire|drawn|attract\w*|impress\w*|inspir\w*|align\w*|resonat\w*|share|mirror|identify|renowned|ideal|"
    r"stands?\sout|"
    r"excellen\w+|values|known\sfor|perfect|evident|sets?\syou\sapart|moved|reputation|believe\sin|appreciate|"
    r"second\sto\snone|"
    r"commitment|dedication|emphasis|focus|fit\b|happy|offers|serves|fulfil\w*|see\syour|supportive|outstanding|"
    r"exactly|honor|"
    r"thrilled|enrich\w*)"
)
_MISSION = (
    r"(?:(?:medically\s)?under-?served|diverse|diversity|vulnerable|multicultural|urban|safety-net|county\shospital|"
    r"disadvantaged|marginalized|"
    r"those\sin\sneed|community\shealth|health\sequity|disparities|great\scity|big\scity|variety\sof|the\shomeless|"
    r"population|"
    r"populations|the\speople\sof|communities|the\scommunity)"
)
_WISH = (
    r"(?:want|would\s(?:love|like|be|enrich)|excited|passionate|look\sforward|important\sto\sme|hope|eager|honou?r|"
    r"opportunity|goal|"
    r"appeals?|drawn|dream\w*|always|close\sto\smy\sheart|attract\w*|confident|chance|thrilled|committed|"
    r"care\sdeeply|love|values?|"
    r"be\spart\sof|happy|passion|interested|drawn)"
)

_GENERIC = (
    rule(
        "generic",
        "praises_program",
        "praise that fits any program; say what you saw there, or what of your own answers it",
        rf"\b(?:your|this)\s(?:\w+[\s']){{0,3}}?(?:program|institution|hospital|mission|values|commitment|emphasis|"
        rf"focus|reputation|"
        rf"faculty|vision|dedication|training|team|department|city|work|renowned)\b[^.]*\b{_PRAISE}",
        rf"\b{_PRAISE}\b[^.]*\b(?:your|this)\s(?:\w+[\s']){{0,3}}?(?:program|institution|hospital|mission|values|"
        rf"commitment|emphasis|"
        rf"focus|reputation|faculty|vision|dedication|city|team|department)\b",
        r"\byour\s(?:commitment|mission|dedication|emphasis|renowned|reputation)\b|\bstate-of-the-art\b|"
        r"\bwork\sthat\syou\sdo\b",
        r"\bprograms?\sthat\s(?:values?|puts?|prioriti)\b|\bstrong\ssense\sof\scommunity\b|\bcollegial\b",
        unless=_OWN,
    ),
    rule(
        "generic",
        "mission_claim",
        "a mission that anybody could claim; set one dated act of your own beside it",
        rf"\b{_WISH}\b[^.]*\b{_MISSION}\b",
        rf"\b{_MISSION}\b[^.]*\b{_WISH}\b",
        unless=_OWN,
    ),
    rule(
        "generic",
        "praises_place",
        "praise of a place that any visitor could give; say what binds you to it",
        r"(?-i:\b[A-Z]\w+)(?:\s\w+){0,3}\s(?:is|are)\s(?:an?\s|the\s)?(?:\w+\s)?(?:vibrant|diverse|wonderful|"
        r"beautiful|dynamic|great|"
        r"melting|hub|center|centre|rich|amazing|exciting|unique|place\swhere\si\scould|city|where\si\shave\salways)\b",
        r"\boffers\s(?:\w+\s)?(?:unmatched|unparalleled|so\smuch|diversity|everything)|\bso\smuch\sto\soffer\b|"
        r"\bfew\splaces\soffer\b",
        r"\bmelting\spot\b|\b(?:no|few)\sbetter\splaces?\b|\bsunny\b|\bbeaches\b|\bweather\sand\b|"
        r"\bcity's\s(?:energy|culture|spirit)",
        r"\b(?:always\s(?:wanted|dreamed)|dreamed|would\s(?:love|be\s(?:thrilled|happy|honored))|"
        r"excited)\b[^.]*\b(?:liv(?:e|ing)\sin|"
        r"home|to\strain\sin|to\sbe\sin|city)\b",
        r"\b(?:everything|all)\s(?:that\s)?i\s(?:am\slooking\sfor|want|need|could)\b|\bdream\scome\strue\b|"
        r"\bevery\scorner\sof\sthe\sworld\b|\b(?:could|can)\ssee\smyself\b|\bwhere\si\shave\salways\swanted\b|"
        r"\bas\sdynamic\sas\b",
        r"\bdiversity\sof\s(?-i:[A-Z])|\bdiverse\s(?:communities|population|patients)\sof\b",
        unless=_OWN,
    ),
)

_PROGRAM = re.compile(
    r"\b(?:your|this)\s(?:[\w'-]+\s){0,3}?(?:residency|program|program's|hospital|hospital's|institution|department|"
    r"city|clinics?)\b",
    re.IGNORECASE,
)
_YOURS = re.compile(
    r"\byour\s(?:[\w'-]+\s){0,3}?(?:residency|programs?|program's|hospitals?|hospital's|institution|department|"
    r"curriculum|residents|faculty|training|"
    r"mission|values|team|culture|wellness|city)\b",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"\b(?:with|such\sas|like|as)\s(?:you|yours)\b|\bprogram\b[^.]*\byou\b|\b(?:from|"
    r"for)\speople\s(?:from\s)?all\sover\b|\bleft\sbehind\b|\byour\sinstitution\b|"
    r"\bfrom\sall\sover\sthe\sworld\b",
    re.IGNORECASE,
)
_MINE = re.compile(
    r"\bmy\s(?!goals?\b|values?\b|training|education|career|future|passion|interests?|full|dream|home\b|skills)\w+|"
    r"\bwhere\si\s(?:work|was|live|grew|am)\b|"
    r"\bwhen\si\swas\b|\bdr\.|\d|\b(?:with\swhom|last|since)\b",
    re.IGNORECASE,
)
_VALUED = re.compile(
    r"\b(?:look\w*|great|wonderful|excellent|strong|honored|honoured|confident|help\sme|goals|best|diverse|"
    r"diversity|culture|reputation|"
    r"values?|match\w*|draws?|drawn|join|love|admire|impress\w*|good|fit|supportive|opportunit\w+|outstanding|"
    r"backgrounds?|proud|offers?)\b",
    re.IGNORECASE,
)
_PLACE_PRAISE = re.compile(
    r"\b(?:love|energy|culture|a\slot\sto\soffer|lots?\sto\soffer|great\sfit|great\splace|exciting|perfect\splace|"
    r"beautiful|vibrant|"
    r"diversity|weather|great\scity|fits\sme|wonderful|dream\w*\sof)\b[^.]*(?-i:\b[A-Z][a-z]+)|"
    r"(?-i:\b(?!(?:My|The|Your|This|These|We|As|In|It|Its|There|Every|Each|When|While|After|During|Through|[A-Z]\w*ing)\b)"
    r"[A-Z][a-z]+)[^.]*\b(?:a\slot\sto\soffer|"
    r"great\sfit|great\splace|exciting|perfect\splace|beautiful|vibrant|diversity|wonderful|energy|fits\sme)\b",
    re.IGNORECASE,
)
_OWN_DEED = re.compile(_OWN, re.IGNORECASE)
_PLAIN_FACT = re.compile(
    r"\bi\s(?:failed|passed|speak|kept|ran|taught|wrote|worked|carried|interpreted|asked|apply|am\sapplying)\b",
    re.IGNORECASE,
)
_CLAIMED = re.compile(
    r"\b(?:i|my|me|we|our|medicine|every|each|being|these|this|it|helping|serving|patients?|physicians?|doctors?)\b",
    re.IGNORECASE,
)


def vague_hits(sentence: str) -> tuple[Hit, ...]:
    """Return where a sentence says what any applicant could say."""
    hits = found(_VAGUE, sentence)
    if hits:
        return hits
    share, words = abstract_share(sentence)
    if words >= 2 and share >= _MOSTLY and not is_anchored(sentence) and _CLAIMED.search(sentence):
        if _OWN_DEED.search(sentence) and not re.search(
            r"\b(?:i\s(?:learned|saw|grew)|my\s(?:experience|work))", sentence, re.IGNORECASE
        ):
            return ()
        reason = "nothing in it can be pictured: no person, place, number or act"
        return (Hit("vague", "nothing_to_picture", reason, 0, len(sentence)),)
    return ()


def generic_hits(sentence: str) -> tuple[Hit, ...]:
    """Return where a sentence praises a program, a place or a mission without a fact of the author's own."""
    hits = found(_GENERIC, sentence)
    if hits or _OWN_DEED.search(sentence) or _PLAIN_FACT.search(sentence):
        return hits
    yours = _YOURS.search(sentence)
    if yours and not _MINE.search(sentence) and not is_anchored(sentence):
        reason = "it speaks of any program; say what you saw there, or what of your own answers it"
        return (Hit("generic", "speaks_of_any_program", reason, yours.start(), yours.end()),)
    if _MINE.search(sentence):
        return ()
    addressed = _ADDRESSED.search(sentence)
    if addressed and not is_anchored(sentence):
        reason = "it speaks of any program; say what you saw there, or what of your own answers it"
        return (Hit("generic", "speaks_of_any_program", reason, addressed.start(), addressed.end()),)
    match = _PROGRAM.search(sentence)
    share, words = abstract_share(sentence)
    if match and _VALUED.search(sentence) and share >= _MOSTLY_PRAISE and not re.search(r"\d", sentence):
        reason = "praise that fits any program; say what you saw there, or what of your own answers it"
        return (Hit("generic", "praises_program", reason, match.start(), match.end()),)
    praise = _PLACE_PRAISE.search(sentence)
    if praise and words <= 12 and not is_anchored(re.sub(r"(?<=[a-z,;] )[A-Z]\w+", "", sentence)):
        reason = "praise of a place that any visitor could give; say what binds you to it"
        return (Hit("generic", "praises_place", reason, praise.start(), praise.end()),)
    return ()
