"""What a check of texts returns: plain records, each with its place in the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from smartpick.guidance._finding import Condition
from smartpick.guidance.text._sentences import Document

__all__ = ["Address", "Checked", "Clash", "LineCheck", "Mark", "Passage", "Seen", "TextReport", "ThemeClaim", "TieRow"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text that a rule points at.

    Attributes
    ----------
    family, rule
        Which rule of which family.
    severity
        ``concern`` for what a reader may stop at, ``watch`` for what is worth a look.
    start, end
        Offsets in the document, the end excluded.
    quote
        The words there; `sentence` holds the whole sentence.
    """

    family: str
    rule: str
    severity: str
    line: int
    start: int
    end: int
    quote: str
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that the passage about a weak result should hold, and the sentence that holds it; empty for none."""

    key: str
    text: str
    quote: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences that speak of a weak result.

    Attributes
    ----------
    parts
        Ownership, change, later result and residency, in this order.
    is_right_length
        Whether it keeps to the rule of two to four sentences.
    """

    document: str
    first_line: int
    last_line: int
    sentences: int
    words: int
    is_right_length: bool
    parts: tuple[Seen, ...]
    defensive: int


@dataclass(frozen=True, slots=True)
class Checked:
    """One document read."""

    document: Document
    marks: tuple[Mark, ...]
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Address:
    """Should the weak result be addressed, where, and what the texts do.

    Attributes
    ----------
    verdict
        The same word that `ask` gives for the same profile.
    addressed_in
        Documents that speak of it.
    lines
        What follows, the most important first.
    prompts
        Four questions to answer in one's own words, with the facts of the profile behind each; no sentences.
    """

    verdict: str
    conditions: tuple[Condition, ...]
    addressed_in: tuple[str, ...]
    lines: tuple[str, ...]
    prompts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TieRow:
    """One tie or language of the profile, and how each document shows it.

    Attributes
    ----------
    shown
        Document → ``bound`` (said of you), ``other`` (the place is, by another bond), ``named`` (the name alone),
        ``near`` (only the wider place) or ``no``.
    suggestion
        Where it would belong; never words.
    """

    name: str
    what: str
    shown: Mapping[str, str]
    suggestion: str
    is_private: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """Two statements that do not go together, or one that the profile does not bear out."""

    key: str
    severity: str
    text: str
    one: tuple[str, int, str]
    other: tuple[str, int, str] | None


@dataclass(frozen=True, slots=True)
class ThemeClaim:
    """A theme that a document claims, and the dated experience of the profile behind it.

    Attributes
    ----------
    backed_by
        The experience in the applicant's words, with its dates; empty where none fits.
    by_words
        The words by which the experience was found.
    """

    theme: str
    document: str
    line: int
    quote: str
    backed_by: str
    is_dated: bool
    by_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineCheck:
    """The applicant's one line about herself, against her profile and each document.

    Attributes
    ----------
    line
        As she wrote it; empty where she gave none.
    problems
        What to mend in it.
    parts
        Part (specialty, place, theme, setback) → what the line says of it, the fact behind it or empty, and the
        documents that say it too.
    prompts
        What of the profile such a line could stand on, where none is given.
    """

    line: str
    problems: tuple[str, ...]
    parts: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextReport:
    """The whole answer: three sentences first."""

    season: int
    today: date
    answer: tuple[str, ...]
    documents: tuple[Checked, ...]
    address: Address
    ties: tuple[TieRow, ...]
    other_places: tuple[tuple[str, str, int], ...]
    clashes: tuple[Clash, ...]
    themes: tuple[ThemeClaim, ...]
    line: LineCheck
    limits: tuple[str, ...]
    fact_ids: tuple[str, ...]
