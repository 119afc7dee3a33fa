"""How much of a sentence says nothing that can be pictured? Words that fit any text, against facts that anchor it."""

from __future__ import annotations

import functools
import re

__all__ = ["abstract_share", "is_anchored"]

_ABSTRACT = (
    "abilit above accomplish achiev adaptab adversity age always ambitio analytic anything apart applicant "
    "appreciat approach art aspir asset attention attitude back background became become being belief believe "
    "believer belong best better beyond bigger bless bond bring brings calling candidate capabilit care cared "
    "career caring certain challeng chang chapter child childhood clinician collaborat commit communicat communit "
    "compass compassion complex confidence confident connect connection consistently constantly continue "
    "continuing continuously contribut critical crucial cultur curios curious dedicat deep deeply deliver desire "
    "detail determin develop devot difference difficult disparit divers diverse doctor dream driv dynamic eager "
    "educat effort empath enjoy enthusias environment equal equip equity essential ethic ever every everything "
    "evolve exceed excel excellen excellent exceptional excit experienc expertise expos exposed exposure "
    "extremely eye eyes fascinat fast fast-paced feel felt firm first-hand fit flexib forward foundation fulfil "
    "fulfilling full fullest future gave genuine give giving goal good grateful great grown growth guide hand "
    "hard hardship hardworking heal healer healing health healthcare healthy heart help helped helping high "
    "highest highly holistic honesty honor hope human humanity humbl humility ideal impact important impress "
    "impression improv incredibly independent individual influence innate inspir instill integrity intellectual "
    "interest interested interperson invaluable journey justice keen kindness knowledge lead leader "
    "leadership learn learner lend lende lesson life lifelong limit listener lives look lookin looking lot love "
    "made make makes making many meaningful medical medicine mentor mind mission mold motivat much multicultural "
    "myself natural needy never new next noble obstacle open opportunit optimis other others outstanding pace "
    "part passion path pathology patient patient-centered patients people perfect perseveran person personal "
    "perspective physician player positive possibilit potential powerful prepare prepared pressure privileg "
    "privilege problem profession professional professionally profound program prove proven provide providing "
    "purpose push qualified qualities quality quick range reach ready realiz really recogniz relationship "
    "residency resident resilien respect reward rewarding right road role rounded scien science self selfless "
    "serv servic sets setting shap significant sincere skill society solid solidif solve solving something soul "
    "special spirit step stories story strength strive strong stronger strove succeed success support sure talent "
    "task taught teach teacher teaches team teammate teamwork thing things thrill thrive time touch track train "
    "training trait transform treat treatment true truly trust truth ultimate ultimately underserved understand "
    "understood unique uniquely valuable value values variety version vision vital vulnerable walk want wanted "
    "way ways weakness well-rounded wide willing willingness wisdom wish work worked worker working world young "
)
_PREFIXES = tuple(sorted({word for word in _ABSTRACT.split() if len(word) >= 5}))
_WHOLE = frozenset(_ABSTRACT.split())
_FUNCTION = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "nor",
        "so",
        "yet",
        "if",
        "when",
        "while",
        "as",
        "because",
        "that",
        "which",
        "who",
        "whom",
        "whose",
        "what",
        "where",
        "how",
        "than",
        "then",
        "there",
        "here",
        "this",
        "these",
        "those",
        "it",
        "its",
        "i",
        "me",
        "my",
        "mine",
        "we",
        "us",
        "our",
        "you",
        "your",
        "he",
        "him",
        "his",
        "she",
        "her",
        "they",
        "them",
        "their",
        "am",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "do",
        "does",
        "did",
        "done",
        "have",
        "has",
        "had",
        "having",
        "will",
        "would",
        "shall",
        "should",
        "can",
        "could",
        "may",
        "might",
        "must",
        "not",
        "no",
        "to",
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "about",
        "into",
        "over",
        "after",
        "before",
        "through",
        "during",
        "between",
        "under",
        "without",
        "within",
        "up",
        "down",
        "out",
        "off",
        "again",
        "also",
        "just",
        "only",
        "both",
        "each",
        "all",
        "any",
        "some",
        "more",
        "most",
        "such",
        "own",
        "same",
        "too",
        "very",
        "one",
        "oneself",
        "myself",
        "yourself",
        "themselves",
        "i'm",
        "i've",
        "i'd",
        "am",
        "it's",
        "that's",
        "along",
        "during",
        "toward",
        "towards",
        "upon",
        "per",
        "via",
        "until",
        "since",
        "against",
        "among",
        "around",
        "throughout",
    ]
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_ANCHOR = re.compile(
    r"\d|\b(?:he|she|his|him|hers?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|"
    r"forty|fifty|"
    r"hundred|dozen|thousand)\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:january|february|april|june|"
    r"july|august|"
    r"september|october|november|december)\b|\"",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?<=[a-z,;] )(?!I\b|I'|Medicine|Internal|Family|Step|USMLE|COMLEX|IMG|ERAS|PGY|MD|DO|US)[A-Z][\w'.-]+"
)


def is_anchored(sentence: str) -> bool:
    """Return whether a sentence holds a number, a day, a name, or a certain person.

    Examples
    --------
    >>> is_anchored("She kept her pills in an egg box."), is_anchored("I love helping people.")
    (True, False)
    """
    return bool(_ANCHOR.search(sentence) or _NAME.search(sentence))


def abstract_share(sentence: str) -> tuple[float, int]:
    """Return the share of content words that fit any text, and how many content words there are.

    Examples
    --------
    >>> abstract_share("I am passionate about helping people.")
    (1.0, 3)
    >>> abstract_share("I keep bees.")
    (0.0, 2)
    """
    words = [word for word in (each.lower() for each in _WORD.findall(sentence)) if word not in _FUNCTION]
    if not words:
        return 0.0, 0
    return sum(map(_is_abstract, words)) / len(words), len(words)


@functools.lru_cache(maxsize=4096)
def _is_abstract(word: str) -> bool:
    bare = word.removesuffix("'s")
    return bare in _WHOLE or bare.removesuffix("s") in _WHOLE or bare.startswith(_PREFIXES)
