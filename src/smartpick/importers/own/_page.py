"""Reads what a program's page, pasted into a text file, says on scores, attempts and years; each with its own words.

*Stated* is what the page asks for. *Inferred* is a figure that is no rule: an average, a typical value, a wish. What is
not found is unknown, which is no sign that there is no rule. Of residents only counts by kind of school are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from smartpick.importers._decode import text_of
from smartpick.importers._file import content_of

__all__ = ["PageReading", "PageSaying", "ResidentCount", "page_of", "read_page", "residents_of"]

Kind = Literal["stated", "inferred"]
TOPICS = ("minimum_step1", "minimum_step2_ck", "minimum_comlex2", "max_failed_attempts", "max_years_since_graduation")
"""Fields of own facts that are looked for."""

_SENTENCE = re.compile(r"[^.;!?\n•]+(?:\.(?=\d)[^.;!?\n•]+)*")
_MOST_QUOTE = 240
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_NUMBER = r"(\d{1,2}|one|two|three|four|five|six|seven|ten)"
_EXAMS = (
    ("minimum_step2_ck", re.compile(r"step\s*(?:2|ii)\b|\b(?:step\s*)?2\s*ck\b", re.IGNORECASE), (180, 300)),
    ("minimum_comlex2", re.compile(r"level\s*2|comlex", re.IGNORECASE), (350, 800)),
    ("minimum_step1", re.compile(r"step\s*(?:1|i)\b", re.IGNORECASE), (180, 300)),
)
_SCORE = re.compile(
    r"(?<![\d,.$-])(\d{3})(?![\d,-]|\.\d|\s*[+%]|\s+(?:licensed\s+)?(?:beds?|patients?|visits?|applica\w+|residents?|hours?)\b)",
    re.IGNORECASE,
)
_BELOW = re.compile(r"\b(?:below|under|less than|lower than)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\bminimum\b|\bat least\b|\bcut-?\s?offs?\b|\brequire[sd]?\b|\bmust\b|\bor (?:higher|above|greater|better)\b"
    r"|\bno (?:less|lower) than\b|\bmore than\b|\babove\b",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\bprefer(?:red|ence|s|ably)?\b|\btypical(?:ly)?\b|\baverages?d?\b|\bmean\b|\bmedian\b|\brecommend(?:ed|s)?\b"
    r"|\bcompetitive\b|\busually\b|\bgenerally\b|\bideally\b|\bmost of our\b|\bencouraged?\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:no|not have|without|do(?:es)? not (?:use|require|set)|don't (?:use|require|have|set))\b[^.]{0,30}"
    r"\b(?:minimum|cut-?\s?offs?|limits?)\b|\bminimum\b[^.]{0,40}\b(?:not|n't) (?:be )?required\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"(?:\bnot|n't)\s+(?:\w+\s+)?(?:requir|necessar|need|have to|exclud|automatic|mean\b|disqualif|screen)"
    r"|\bneed not\b|\bno longer\b|\bany more\b|\banymore\b",
    re.IGNORECASE,
)
"""What makes a sentence say that something is no rule."""
_CONDITION = re.compile(
    r"\bunless\b|\bexcept\w*|\bcase[- ]by[- ]case\b|\bwaive\w*|\bmay be\b|\bif\b|\bin the (?:last|past)\b"
    r"|\bfor (?:\w+ )?(?:imgs?|fmgs?|international|foreign|osteopathic|dos?|mds?)\b",
    re.IGNORECASE,
)
"""What makes a rule one with conditions, or one for some applicants: no plain rule for everybody."""
_RECORD_OF_ITSELF = re.compile(
    r"\bour (?:\w+ ){0,2}(?:residents|graduates|alumni|fellows|interns)\b|\bgraduates of (?:our|the program|this)\b"
    r"|\bresidents must\b|\brates?\b|\bboards?\b|\bab(?:fm|im|p|os|ps)\b|\d\s?%|\bpercent\b|\bfellowships?\b"
    r"|\bfounded\b|\bstep\s*(?:3|iii)\b|\bwe are proud\b",
    re.IGNORECASE,
)
"""What a program tells of its own residents and graduates, in the words in which others state rules."""
_REFUSED = re.compile(
    r"(?:\bnot|n't|\bnever)\s+(?:be\s+)?(?:considered|accepted|reviewed|invited|eligible|consider|accept|review|invite)",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:first|1st)[- ](?:attempt|try)s?\b", re.IGNORECASE)
_COUNTED = r"(failed\s+(?:\w+\s+){0,2}attempt|failure|fail|attempt|try|tries)"
_FAILS = re.compile(
    rf"\b(?:no more than|not more than|at most|maximum of|max\.?|up to)\s+{_NUMBER}\s+{_COUNTED}",
    re.IGNORECASE,
)
_ABOVE = re.compile(rf"(?<!\bno )(?<!\bnot )\b(?:more than|over)\s+{_NUMBER}\s+{_COUNTED}", re.IGNORECASE)
_FROM = re.compile(rf"\b{_NUMBER}\s+or\s+more\s+{_COUNTED}", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:multiple|several|repeated)\s+(?:\w+\s+){0,2}(?:fail\w*|attempts?)", re.IGNORECASE)
_OF_A_NUMBER = re.compile(rf"\b{_NUMBER}\s+{_COUNTED}", re.IGNORECASE)
_NO_FAILS = re.compile(
    r"\bno (?:failed attempts?|failures?|fails?)\b|\bwithout (?:any )?fail(?:ure|ed attempt)s?\b"
    r"|\bnot accept (?:any )?fail(?:ures?|ed attempts?)\b",
    re.IGNORECASE,
)
_ANY_FAILS = re.compile(r"\b(?:with|has|have|had)\b[^.]{0,30}\bfail(?:ures?|ed attempts?|ed)\b", re.IGNORECASE)
_ATTEMPTS = re.compile(r"\battempts?\b|\bfail(?:ures?|ed|s)?\b", re.IGNORECASE)
_YEARS = re.compile(
    r"\b(?:within|in|last|past|than|over|most|maximum of|up to)\s+(?:the\s+)?(?:(?:last|past|previous)\s+)?"
    rf"{_NUMBER}\s+years?",
    re.IGNORECASE,
)
_YEARS_OF = re.compile(
    rf"\b{_NUMBER}\s+years?\s+(?:or less\s+)?(?:of|since|from|after)\s+(?:medical\s+(?:school\s+)?)?graduat",
    re.IGNORECASE,
)
_LONGER = re.compile(r"(?<!\bno )(?<!\bnot )\b(?:more than|over|older than)\s", re.IGNORECASE)
_GRADUATION = re.compile(r"\bgraduat\w*|\byear of graduation\b|\bYOG\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageSaying:
    """One thing a page says.

    Attributes
    ----------
    field
        Of own facts.
    value
        None where the page says that there is no such rule.
    kind
        ``stated`` for a rule, ``inferred`` for a figure that is none.
    quote, line
        The page's own words, and where they stand.
    """

    field: str
    value: int | None
    kind: Kind
    quote: str
    line: int


@dataclass(frozen=True, slots=True)
class ResidentCount:
    """Residents by kind of school, as counts only; `unplaced` named no school of the list, which may lie abroad."""

    us_md: int
    us_do: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a page says, and what it does not."""

    name: str
    said: tuple[PageSaying, ...]
    unknown: tuple[str, ...]


def read_page(path: Path) -> PageReading:
    """Return what a pasted page says.

    Raises
    ------
    RequestError
        When the file cannot be read, or is no text.
    """
    content, name = content_of(path, "a text file with the page's words")
    return page_of(text_of(content, name), name)


def page_of(text: str, name: str) -> PageReading:
    """Return what the words of a page say.

    Examples
    --------
    >>> found = page_of("Step 2 CK of at least 220 is required. We prefer graduates of the last 5 years.", "page.txt")
    >>> [(each.field, each.value, each.kind) for each in found.said]
    [('minimum_step2_ck', 220, 'stated'), ('max_years_since_graduation', 5, 'inferred')]
    >>> found.unknown
    ('minimum_step1', 'minimum_comlex2', 'max_failed_attempts')
    """
    found: dict[tuple[str, int | None, str], PageSaying] = {}
    for number, row in enumerate(text.splitlines(), 1):
        for match in _SENTENCE.finditer(row):
            quote = " ".join("".join(c if c.isprintable() else " " for c in match[0]).split())[:_MOST_QUOTE]
            for field, value, kind in _sayings(quote):
                found.setdefault((field, value, kind), PageSaying(field, value, kind, quote, number))
    said = tuple(found.values())
    told = {each.field for each in said}
    return PageReading(name, said, tuple(field for field in TOPICS if field not in told))


def _sayings(sentence: str) -> Iterator[tuple[str, int | None, Kind]]:
    is_plain = not (_SOFT.search(sentence) or _CONDITION.search(sentence) or _RECORD_OF_ITSELF.search(sentence))
    kind: Kind = "stated" if is_plain else "inferred"
    yield from _scores(sentence, kind)
    yield from _attempts(sentence, kind)
    yield from _years(sentence, kind)


def _scores(sentence: str, kind: Kind) -> Iterator[tuple[str, int | None, Kind]]:
    named = [(field, words.search(sentence), ends) for field, words, ends in _EXAMS]
    if _NONE.search(sentence) and not _ATTEMPTS.search(sentence) and not _GRADUATION.search(sentence):
        for field, where, _ in named:
            if where is not None:
                yield field, None, kind
        return
    is_floor = _BELOW.search(sentence) and _REFUSED.search(sentence)
    if _TAKEN_BACK.search(sentence) or not (_ASKS.search(sentence) or is_floor or kind == "inferred"):
        return
    for match in _SCORE.finditer(sentence):
        value = int(match[1])
        # The exam named last before a number is the one it belongs to; else the first that is named after it.
        fitting = [(field, where.start()) for field, where, (low, high) in named if where and low <= value <= high]
        before = [each for each in fitting if each[1] < match.start()]
        chosen = (
            max(before, key=lambda each: each[1]) if before else min(fitting, key=lambda each: each[1], default=None)
        )
        if chosen is not None:
            yield chosen[0], value, kind


def _attempts(sentence: str, kind: Kind) -> Iterator[tuple[str, int | None, Kind]]:
    if not (_ATTEMPTS.search(sentence) or _FIRST.search(sentence)):
        return
    if _NONE.search(sentence):
        yield "max_failed_attempts", None, kind
        return
    # What residents did on their boards says nothing about applicants, not even by inference.
    if _RECORD_OF_ITSELF.search(sentence) or _TAKEN_BACK.search(sentence):
        return
    most = _most_failed(sentence, is_refused=_REFUSED.search(sentence) is not None)
    if most is not None:
        yield "max_failed_attempts", most, kind


def _most_failed(sentence: str, *, is_refused: bool) -> int | None:
    """Return how many failed attempts a sentence lets by; None where it names no number."""
    if (match := _FAILS.search(sentence)) is not None:
        return _failed(match, 0)
    if is_refused:
        # Refused are those above a number, from a number on, or with the number itself.
        for words, fewer in ((_ABOVE, 0), (_FROM, 1)):
            if (match := words.search(sentence)) is not None:
                return _failed(match, fewer)
        if _SEVERAL.search(sentence):
            return 1
        if (match := _OF_A_NUMBER.search(sentence)) is not None:
            return _failed(match, 1)
    is_first = _FIRST.search(sentence) and re.search(r"\bpass", sentence, re.IGNORECASE)
    is_none = _NO_FAILS.search(sentence) or (is_refused and _ANY_FAILS.search(sentence))
    return 0 if is_first or is_none else None


def _failed(match: re.Match[str], fewer: int) -> int:
    """Return how many may be failed: "at most two attempts" lets one be failed, "two or more failures" too."""
    return max(0, _count(match[1]) - fewer - (not match[2].lower().startswith("fail")))


def _years(sentence: str, kind: Kind) -> Iterator[tuple[str, int | None, Kind]]:
    if not _GRADUATION.search(sentence):
        return
    if _NONE.search(sentence):
        yield "max_years_since_graduation", None, kind
        return
    if _RECORD_OF_ITSELF.search(sentence) or _TAKEN_BACK.search(sentence):
        return
    # "More than five years" is a limit only where such applicants are refused.
    if _LONGER.search(sentence) and not _REFUSED.search(sentence):
        return
    if (match := _YEARS_OF.search(sentence) or _YEARS.search(sentence)) is not None:
        # The years are those of the limit, and no condition.
        is_plain = not (_SOFT.search(sentence) or _CONDITION.search(sentence.replace(match[0], " ")))
        yield "max_years_since_graduation", _count(match[1]), "stated" if is_plain else "inferred"


def _count(word: str) -> int:
    return _WORDS.get(word.lower(), int(word) if word.isdigit() else 0)


def residents_of(path: Path, schools: Mapping[str, str]) -> ResidentCount:
    """Return how many residents of a pasted list came from which kind of school; no name is kept.

    Parameters
    ----------
    schools
        Name → kind of school, ``US-MD`` or ``US-DO``.

    Raises
    ------
    RequestError
        When the file cannot be read, or is no text.
    """
    content, name = content_of(path, "a text file with one resident's school a line")
    plain = sorted(((_plain(school), kind) for school, kind in schools.items()), key=lambda each: -len(each[0]))
    counts = {"US-MD": 0, "US-DO": 0, "": 0}
    for row in text_of(content, name).splitlines():
        line = f" {_plain(row)} "
        if line.strip():
            counts[next((kind for school, kind in plain if school and f" {school} " in line), "")] += 1
    return ResidentCount(counts["US-MD"], counts["US-DO"], counts[""])


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("&", " and ")))
