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
_WORDS = {"no": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_NUMBER = r"(\d{1,2}|one|two|three|four|five|six|seven|ten)"
_EXAMS = (
    ("minimum_step2_ck", re.compile(r"step\s*(?:2|ii)\b|\b(?:step\s*)?2\s*ck\b", re.IGNORECASE), (180, 300)),
    ("minimum_comlex2", re.compile(r"level\s*2|comlex", re.IGNORECASE), (350, 800)),
    ("minimum_step1", re.compile(r"step\s*(?:1|i)\b", re.IGNORECASE), (180, 300)),
)
_SCORE = re.compile(r"(?<![\d,.$-])(\d{3})(?![\d,-]|\.\d)")
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
    r"\b(?:no|not have|without|do not use)\b[^.]{0,30}\b(?:minimum|cut-?\s?offs?|limits?)\b", re.IGNORECASE
)
_FIRST = re.compile(r"\b(?:first|1st)[- ](?:attempt|try)s?\b", re.IGNORECASE)
_FAILS = re.compile(
    rf"\b(?:no more than|not more than|at most|maximum of|max\.?|up to)\s+{_NUMBER}\s+(failed\s+attempt|failure|fail|"
    r"attempt|try|tries)",
    re.IGNORECASE,
)
_NO_FAILS = re.compile(
    r"\bno (?:failed attempts?|failures?|fails?)\b|\bfail(?:ure|ed attempt)?s?\b[^.]{0,30}\bnot (?:be )?"
    r"(?:considered|accepted|reviewed)\b|\bwithout (?:any )?fail(?:ure|ed attempt)s?\b",
    re.IGNORECASE,
)
_ATTEMPTS = re.compile(r"\battempts?\b|\bfail(?:ure|ed|s)?\b", re.IGNORECASE)
_YEARS = re.compile(
    r"\b(?:within|in|last|past|than|most|maximum of|up to)\s+(?:the\s+)?(?:(?:last|past|previous)\s+)?"
    rf"{_NUMBER}\s+years?",
    re.IGNORECASE,
)
_YEARS_OF = re.compile(
    rf"\b{_NUMBER}\s+years?\s+(?:or less\s+)?(?:of|since|from|after)\s+(?:medical\s+(?:school\s+)?)?graduat",
    re.IGNORECASE,
)
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
    kind: Kind = "inferred" if _SOFT.search(sentence) else "stated"
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
    if not (_ASKS.search(sentence) or kind == "inferred"):
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
    if _NONE.search(sentence) and _ATTEMPTS.search(sentence):
        yield "max_failed_attempts", None, kind
    elif (match := _FAILS.search(sentence)) is not None:
        count = _count(match[1])
        # "At most two attempts" lets one be failed.
        yield "max_failed_attempts", max(0, count - (not match[2].lower().startswith("fail"))), kind
    elif _NO_FAILS.search(sentence) or (_FIRST.search(sentence) and re.search(r"\bpass", sentence, re.IGNORECASE)):
        yield "max_failed_attempts", 0, kind


def _years(sentence: str, kind: Kind) -> Iterator[tuple[str, int | None, Kind]]:
    if not _GRADUATION.search(sentence):
        return
    if _NONE.search(sentence):
        yield "max_years_since_graduation", None, kind
    elif (match := _YEARS_OF.search(sentence) or _YEARS.search(sentence)) is not None:
        yield "max_years_since_graduation", _count(match[1]), kind


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
