"""Which places does a sentence name, does it bind the author to one, and does it say that she means to stay?

A capitalized name counts as a place after a word like "in" or "from", and anywhere when the caller knows it. What the
rules cannot tell: a hospital's name from a town's, and a town from another of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from smartpick.guidance.text._clauses import calmed
from smartpick.guidance.text.rules._rule import rule

__all__ = ["KIN", "STAY", "TIE", "IsPlace", "PlaceName", "places_in"]

IsPlace = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place that is named, with its offsets in the sentence."""

    name: str
    start: int
    end: int


_NAME = re.compile(r"\b(?:St\.\s)?[A-Z][\w'’]*\w(?:(?:[ -]|\sof\s|\sde\s|\sdel\s)[A-Z][\w'’]*\w)*")
_BEFORE = re.compile(
    r"\b(?:in|to|from|near|of|around|outside|through|across|left|leave|within|call|called|serve|serving|between|toward|"
    r"home\sto|in\sthe|of\sthe|from\sthe|to\sthe|the\srural|rural|downtown|unincorporated|into)\s(?:the\s|a\s|an\s|"
    r"my\s)?$",
    re.IGNORECASE,
)
_NOT = frozenset(
    [
        "i",
        "i'm",
        "i've",
        "my",
        "we",
        "our",
        "the",
        "a",
        "an",
        "after",
        "before",
        "as",
        "at",
        "in",
        "on",
        "when",
        "while",
        "since",
        "if",
        "it",
        "this",
        "that",
        "these",
        "those",
        "for",
        "from",
        "he",
        "she",
        "they",
        "there",
        "here",
        "with",
        "and",
        "but",
        "so",
        "because",
        "instead",
        "every",
        "each",
        "one",
        "two",
        "three",
        "four",
        "now",
        "then",
        "although",
        "though",
        "during",
        "having",
        "being",
        "upon",
        "once",
        "until",
        "not",
        "no",
        "nobody",
        "your",
        "his",
        "her",
        "its",
        "what",
        "who",
        "where",
        "why",
        "how",
        "all",
        "some",
        "many",
        "most",
        "few",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mondays",
        "tuesdays",
        "wednesdays",
        "thursdays",
        "fridays",
        "saturdays",
        "sundays",
        "christmas",
        "thanksgiving",
        "easter",
        "ramadan",
        "english",
        "spanish",
        "korean",
        "tagalog",
        "mandarin",
        "cantonese",
        "armenian",
        "vietnamese",
        "russian",
        "arabic",
        "farsi",
        "hindi",
        "chinese",
        "french",
        "portuguese",
        "german",
        "japanese",
        "mexican",
        "american",
        "filipino",
        "latino",
        "latina",
        "hispanic",
        "black",
        "asian",
        "african",
        "afghan",
        "step",
        "level",
        "usmle",
        "comlex",
        "nbme",
        "nrmp",
        "eras",
        "ecfmg",
        "mcat",
        "honors",
        "pass",
        "ck",
        "cs",
        "ce",
        "img",
        "medicare",
        "medicaid",
        "medi-cal",
        "family",
        "internal",
        "medicine",
        "emergency",
        "psychiatry",
        "pediatrics",
        "surgery",
        "general",
        "neurology",
        "pathology",
        "radiology",
        "anesthesiology",
        "dermatology",
        "obstetrics",
        "gynecology",
        "urology",
        "orthopedics",
        "physical",
        "preventive",
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "god",
        "navy",
        "army",
        "air",
        "force",
        "marine",
        "corps",
        "bible",
        "internet",
        "covid",
        "covid-19",
        "hiv",
        "additional",
        "information",
        "spring",
        "summer",
        "fall",
        "winter",
        "math",
        "biology",
        "chemistry",
    ]
)
_FIRST_WORDS = re.compile(r"^(?:(?:I|My|We|Our|The|In|At|As|When|While|Since|After|From|And|But|He|She)\s)+")

KIN = (
    r"(?:mother|father|mom|dad|parents|grand\w+|siblings?|sisters?|brothers?|husband|wife|partner|fianc\S+|sons?|"
    r"daughters?|children|kids|"
    r"in-laws|cousins?|aunts?|uncles?|family|families|godson|goddaughter|(?:closest|best|oldest)\sfriends|spouse|"
    r"girlfriend|boyfriend|"
    r"family's|wife's|husband's|grandmother's|grandparents'|parents'|relatives|community)"
)
_NOT_BOUND = (
    r"(?:present\w*|interview(?:ed)?\sin|train(?:ed)?\sa|read|heard|appl(?:y|ied)|flew|visit(?:ed)?|chang(?:e|ed)|"
    r"matched|publish\w*|bought\smy|travel\w*|stay(?:ed)?|"
    r"took\smy|compared|admire|know|believe|think|saw|see|look|drove\sthrough|hope|want|plan|wish|would|could|will|"
    r"dream\w*|love|am\sdrawn|"
    r"remain|long|like|need|intend|cannot|have\snever|have\salways|told|learned\sthat|learned\sof|studied\show|"
    r"wrote\sabout|am\s(?:excited|"
    r"attracted|eager|confident|certain|committed|determined|interested|drawn|moving|planning|going)|met\s(?:him|"
    r"her|a|an|the)|feel|might|"
    r"may|attend(?:ed)?\s(?:a|the)\s(?:lecture|conference|meeting|talk)|ran\sthe\smarathon|failed|passed|heard|"
    r"watched|thank|committed|remember\s"
    r"(?:his|her)|interviewed|found|noticed|treated|examined|admitted|called|transferred)"
)
_ARE_NOT = (
    r"\s(?:(?:do|does|did|has|have|had|is|are|was|were)(?:n't|\s(?:not|never))|no\slonger|never)\s(?:\w+ly\s|ever\s|even\s)?"
    r"(?:liv|lived|resid|work|com(?:e|ing)\b|came\b|grew\b|grow|settl|mov|stay|in\b|from\b|near\b|born\b|raised\b|own)"
)
"""What undoes a bond where it follows the people; that they never learned English undoes none."""
_WISH = (
    r"\bi(?:'d|\swould|\scould|\swill|\shope|\swant|\splan|\swish|\sdream|\slook\sforward|\sintend)\b"
    r"(?![^.]*\b(?:where\si\s(?:was|grew|live|lived|work)|grew|born|raised|as\sit\swas)\b)"
)

TIE = (
    rule(
        "tie",
        "own_bond",
        "binds you to a place",
        rf"\b(?:i|i've|i'm|we|we've)\s(?:\w+ly\s|also\s|still\s|once\s|then\s|first\s)?(?!{_NOT_BOUND}\b)(?:\w+ed\b|"
        rf"am\b|was\b|were\b|have\b|grew\b|"
        r"come\b|came\b|live\b|lived\b|went\b|did\b|spent\b|taught\b|own\b|rent\b|run\b|ran\b|drove\b|drive\b|"
        r"call\b|hold\b|built\b|kept\b|work\b|"
        r"volunteer\b|serve\b|teach\b|interpret\b|coach\b|hail\b|belong\b|learned\b|got\b|made\b|left\b|began\b|"
        r"started\b|raised\b|attend\b|study\b|"
        r"been\b|lead\b|led\b|sang\b|took\scare\b|met\b|bought\sa\b)",
        r"(?<!was\s)(?<!were\s)(?<!is\s)(?<!who\s)\b(?:having\s)?(?:growing\sup|grown\sup|born\s(?:and\sraised\s)?|"
        r"raised|educated|living|based)\sin\b[^.]*\b(?:i|my|me)\b",
        rf"\bwhere\s(?:i|my\s(?:\w+\s){{0,2}}{KIN})\s(?:grew|was|were|live|lived|went|have|studied|work|worked|still)\b",
        r"\bmy\s(?:\w+\sand\s)?(?:i|we)\s(?:have\s)?(?:moved|live|lived|bought|settled|rent|own|met)\b|"
        r"\bmy\s\w+\sand\si\s(?:have\s)?(?:moved|live|lived|"
        r"bought|settled|rent|own|met)\b",
        r"\bmy\s(?:\w+\s)?(?:roots|childhood|home|training|schooling|clerkships?|hometown|neighborhood|alma\smater|"
        r"church|parish)\b[^.]*\b(?:is|are|was|"
        r"were|stands|took\splace|lie)\b|\bmy\schildhood\b|\band\sso\swas\si\b|\bas\sa\schild\si\b",
        r"\b(?:is|was|has\s(?:always\s)?been|remains)\s(?:my|our)\s(?:home|hometown|birthplace)\b|\braised\sme\b|"
        r"\b(?:family|deep|strong|close|lifelong)\sties\sin\b",
        r"\b(?:i|i've|we|we've)\s(?:have\s)?(?:never|not)\s(?:\w+ly\s)?left\b",
        unless=_WISH,
    ),
    rule(
        "tie",
        "family",
        "binds you to a place through people close to you",
        rf"(?<!of\s)\bmy\s(?:\w+\s){{0,3}}{KIN}\b(?!\scan\b)(?!{_ARE_NOT})[^.]*\b(?:lives?|lived|works?|worked|teach(?:es)?|taught|ha(?:s|"
        rf"ve|d)|is|are|was|were|stands?|"
        rf"settled|still|moved|goes|go|runs?|owns?|cleaned|drove|buried|shop|house|raised|came|emigrated|immigrated|"
        rf"fled|farm\w*|reside\w*|opened|"
        rf"practice\w*|bought|stay(?:ed)?|returned|grew\sup|never\sleft|calls?|drives?|owned|\w+ed|\w+s)\b",
        unless=_WISH
        + r"|\bmy\s(?:\w+\s)?(?:patient|patient's|attending|mentor|author|advisor)\b|\bmy\sbrother\swill\b",
    ),
)

_MEANS = (
    r"(?:plan|intend|want|hope|mean|will|would|wish|aim|aspire|see|committed|determined|promised|going\sto|"
    r"look(?:ing)?\sforward|envision|"
    r"planning|hoping|expect|dream|(?:long-term\s|ultimate\s|lifelong\s)?(?:goal|plan|hope|ambition|intention|"
    r"future|home|dream|wish|aim)\b)"
)
_FOR_GOOD = (
    r"(?:stay(?:ing)?\b|remain(?:ing)?\b|settle\b|settling\b|practi[cs]e\b(?!\s(?:test|exam|question))|"
    r"practi[cs]ing\b|careers?\b|for\sgood|roots|"
    r"permanent\w*|return(?:ing)?\b|come\s(?:back|home)|go\s(?:back|home)|live\b|living\b|lifetime|raise\b|grow\sup|"
    r"grow\sold|retire\b|open\sa|"
    r"lead\sa|run\s(?:a|my)|start\sa|work(?:ing)?\b|join\sa|take\scare\sof|caring\sfor|care\sfor|make\s(?:my|"
    r"our)\slife|make\s\w+\s(?:my|our)|"
    r"long\s(?:term|run)|long-term|decades|years\sto\scome|rest\sof\smy|build(?:ing)?\s(?:my|our|a)|"
    r"be(?:come)?\s(?:a|an|the)\s[^.]{0,40}(?:physician|"
    r"internist|pediatrician|psychiatrist|doctor|surgeon|hospitalist)|as\san?\s[^.]{0,30}(?:doctor|physician|"
    r"internist|psychiatrist|hospitalist)|"
    r"serv(?:e|ing)\b|future\sis|future\sin|years\sfrom\snow|bring\sup|dedicate|call\b[^.]*\bhome|home\b)"
)

STAY = (
    rule(
        "stay",
        "means_to_stay",
        "says that you mean to stay",
        rf"\b{_MEANS}\b[^.]*\b{_FOR_GOOD}",
        rf"\b{_FOR_GOOD}[^.]*\b(?:i|we)\s{_MEANS}\b",
        r"\b(?:is|be)\s(?:the\splace\s)?where\si\s(?:want|will|plan|hope|intend|see)\b[^.]*\b(?:practice|build|live|"
        r"stay|settle|work)\b",
        r"\bmoving\sto\b[^.]*\bfor\sgood\b|\bno\s(?:plans?|intention|wish|desire)\s(?:to|of)\sleav\w+|"
        r"\bi\ssee\smy\s(?:family|children|life|career)\b|\bdo\snot\smean\sto\sleave\b|\breason\sever\sto\sleave\b|"
        r"\bmy\sfuture\sis\sin\b",
        r"\b(?:i|we)\s(?:(?:will|would|do)(?:\snot|\snever|n't)|won't|never)\s(?:ever\s)?(?:(?:want|plan|intend|mean|"
        r"wish)\s(?:to\s)?(?:ever\s)?)?leav(?:e|ing)\s(?!my\b|him\b|her\b|them\b|an?\b|you\b)",
        r"\bmake\s(?-i:[A-Z])[\w\s]{1,30}?\s(?:my|our)\s(?:\w+\s)?home\b",
        needs=r"\b(?:i|we|my|our)\b",
        unless=r"\b(?:he|she|they|patient|her|his)\s(?:\w+\s)?(?:plans?|planned|will|wants?|wanted|hopes?|had|"
        r"settled|decided|plan\swas)\b|"
        r"\bthe\sfamily\sdecided|\b(?:hope|want|plan|intend|will|would\slove|like|look\sforward|"
        r"love)\s(?:to\s)?(?:\w+ing\s)?(?:to\s)?(?:train|match|"
        r"interview|visit|present|publish|run\sthe|apply|explore|give\sa|do\smy\sresidency|learn|attend|see\sthe|"
        r"start\sresidency)\w*\b|"
        r"\bmy\sbrother\swill|\bwill\s(?:start|interview|bring|be\sin)\b|\bthank\b|\blov(?:e|ed)\sto\slive\b|"
        r"\b(?:dreamed|dream)\sof\sliving\b|"
        r"\bcould\ssee\b|\bcall\s[^.]*\bthrilled|\bbe\sthrilled\b|\bserve\sthe\s(?:\w+\s)?(?:people|"
        r"communities)\sof\b(?![^.]*\b(?:career|life|good)\b)",
    ),
)


def places_in(sentence: str, is_place: IsPlace) -> tuple[PlaceName, ...]:
    """Return the places that a sentence names, in order."""
    names = []
    sentence = calmed(sentence, is_place)
    for match in _NAME.finditer(sentence):
        name, start = match.group(), match.start()
        lead = _FIRST_WORDS.match(f"{name} ")
        if lead:
            name, start = name[lead.end() :], start + lead.end()
        for ending in ("'s", "’s"):
            name = name.removesuffix(ending)
        words = name.lower().split()
        if not words or len(name) < 3 or words[0] in _NOT or words[-1] in _NOT or (name.isupper() and len(name) < 5):
            continue
        if sentence[start - 4 : start].rstrip().endswith(("Dr.", "Mr.", "Ms.", "rs.")):
            continue
        if is_place(name) or (start and _BEFORE.search(sentence[:start])):
            names.append(PlaceName(name, start, start + len(name)))
    return tuple(names)
