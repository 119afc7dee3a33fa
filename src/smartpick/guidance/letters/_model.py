"""What is said about letters: writers with their points, gaps, whom to ask, who goes where, and sheets of facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from smartpick.guidance._points import has_unknown, known_points
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.guidance._finding import Finding
    from smartpick.guidance.letters._free_words import Held

__all__ = ["Assignment", "LetterPlan", "NextAsk", "Points", "Rule", "Sheet", "Strength", "Target", "Writer"]


@dataclass(frozen=True, slots=True)
class Target:
    """A program that letters may go to, as the list has it."""

    program_code_nrmp: str
    name: str
    specialty: str
    state: str


@dataclass(frozen=True, slots=True)
class Points:
    """One part of a writer's points; None where the profile does not tell."""

    key: str
    points: float | None
    most: float
    why: str


@dataclass(frozen=True, slots=True)
class Writer:
    """One letter of the profile, by its number there, with the parts of its points.

    Attributes
    ----------
    specialty
        As the profile has it; `specialty_key` where it is one of hers.
    """

    number: int
    role: str
    specialty: str | None
    specialty_key: str | None
    weeks: float | None
    place: str | None
    state: str | None
    status: str | None
    has_title: bool
    is_standardized: bool
    parts: tuple[Points, ...]

    @property
    def points(self) -> float:
        """The sum of what is known: a lower bound while a part is unknown."""
        return known_points(self.parts)

    @property
    def is_lower_bound(self) -> bool:
        """True while a part is unknown."""
        return has_unknown(self.parts)


@dataclass(frozen=True, slots=True)
class NextAsk:
    """Somebody who could be asked, and which gaps that would close.

    `is_ahead` where the work together still lies ahead.
    """

    who: str
    closes: tuple[str, ...]
    fields: tuple[str, ...]
    weeks: float | None
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which letters go to which programs of one specialty.

    Attributes
    ----------
    states
        States of the programs; empty for all of them.
    programs
        Of her list; empty where no list was at hand.
    letters
        Numbers of letters, those she prefers first, then the strongest; those in `pending` only once they are agreed.
    left_out
        Number of a letter → why it does not go there.
    """

    specialty: str
    name: str
    service: str
    states: tuple[str, ...]
    programs: tuple[Target, ...]
    letters: tuple[int, ...]
    pending: tuple[int, ...]
    left_out: tuple[tuple[int, str], ...]
    most: int | None
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strength:
    """One of the four strengths a writer can be asked to speak to, with facts that she may recall."""

    key: str
    name: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of facts for one writer, which is handed over.

    Attributes
    ----------
    held
        Free text that was left off it, with the reason: for the applicant's own eyes.
    """

    number: int
    to: str
    context: tuple[str, ...]
    strengths: tuple[Strength, ...]
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A published rule on letters, in a sentence."""

    text: str
    fact_id: str


@dataclass(frozen=True, slots=True)
class LetterPlan:
    """Everything about her letters: three sentences first.

    Attributes
    ----------
    own_words
        What is published on help with texts: sentence and fact id.
    benchmarks
        Benchmark key → value, fact id, whether it is her own.
    """

    season: int
    today: date
    stage: Stage
    answer: tuple[str, ...]
    writers: tuple[Writer, ...]
    findings: tuple[Finding, ...]
    next_asks: tuple[NextAsk, ...]
    assignments: tuple[Assignment, ...]
    sheets: tuple[Sheet, ...]
    rules: tuple[Rule, ...]
    own_words: tuple[Rule, ...]
    benchmarks: Mapping[str, tuple[float, str, bool]]
