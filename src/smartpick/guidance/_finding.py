"""What guidance says: findings that name the fields they rest on, and the small records built from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.estimate import SpecialtyBasis
    from smartpick.guidance.reading import ExamResult

__all__ = [
    "SEVERITIES",
    "Answer",
    "Assessment",
    "Concern",
    "Condition",
    "Finding",
    "ListFigures",
    "Offset",
    "Range",
    "Support",
    "filters_of",
]

SEVERITIES = ("serious", "concern", "watch", "unknown", "note", "strength")
"""From what a reader stops at to what speaks for the applicant; `unknown` is what the profile or the facts lack."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is true of this record, and what follows from it.

    Attributes
    ----------
    key
        Snake case; names the rule that fired.
    topic
        score, attempts, place, trend, pattern, recovery, grades, limits, gaps, record, route.
    severity
        One of `SEVERITIES`.
    fields
        Fields of the profile that it rests on.
    can_change
        What can still change about it; empty where nothing can.
    by
        Until when; None where no day is known.
    is_private
        Rests on something that the applicant keeps private: shown to her, in no export.
    """

    key: str
    topic: str
    severity: str
    text: str
    fields: tuple[str, ...]
    fact_ids: tuple[str, ...] = ()
    can_change: str = ""
    by: date | None = None
    is_private: bool = False

    def __post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            msg = f"severity is one of {', '.join(SEVERITIES)}, not '{self.severity}'"
            raise ValueError(msg)
        if not self.fields:
            msg = f"finding {self.key} names no field"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with its central 90 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Concern:
    """One of the four worries of a program director.

    Attributes
    ----------
    evidence
        The applicant's own; empty where there is none.
    gap
        What is missing; empty where nothing is.
    action
        What to do about it; empty where nothing is left to do.
    """

    key: str
    question: str
    evidence: tuple[Finding, ...]
    gap: str
    action: str
    by: date | None


@dataclass(frozen=True, slots=True)
class Offset:
    """A part of the record that weighs for or against it.

    Attributes
    ----------
    state
        ``have``, ``gap`` or ``against``.
    effect
        Factor on odds with its interval; None where nothing is published and no assumption made.
    about
        What the odds are of.
    basis
        Where the weight comes from: an assumption, a survey of directors, or a judgement.
    weight
        What it is ranked by among its like: the size in log-odds, or the share or mark of a survey.
    """

    key: str
    text: str
    state: str
    effect: Range | None
    about: str
    basis: str
    weight: float
    fields: tuple[str, ...]
    fact_ids: tuple[str, ...]
    can_change: str = ""
    by: date | None = None

    @property
    def is_changeable(self) -> bool:
        """True when something can still be done about it."""
        return bool(self.can_change)

    @property
    def has_evidence(self) -> bool:
        """True when a figure or a survey stands behind its weight, or it is a result that is still to come."""
        return self.effect is not None or bool(self.fact_ids) or self.key.endswith("_ahead")


_FILTERS = {"comlex_only"}
"""Effects that some programs sort by before anybody reads; visa and years since graduation are doubts of their own."""


def filters_of(weighed: Iterable[Offset]) -> tuple[Offset, ...]:
    """Return what weighs against a record at the door of some programs although it is no result of an exam."""
    return tuple(each for each in weighed if each.state == "against" and each.key in _FILTERS)


@dataclass(frozen=True, slots=True)
class Support:
    """A contact for a bad day, with its source."""

    name: str
    how: str
    fact_id: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """One record read: three sentences first, then everything behind them.

    Attributes
    ----------
    readers_eye
        What a reader sees in twenty seconds.
    doubts, replies
        The doubts said plainly, and what the record answers to them.
    offsets
        What can still change first, by effect; then what is fixed.
    benchmarks
        Benchmark key → threshold, of those that were used.
    results
        Every exam result that is in, each with its place among takers: what the trend is read from.
    to_answer
        What she is asked: planned days that have passed since, each with how it is read until she answers.
    """

    season: int
    today: date
    stage: Stage
    answer: tuple[str, ...]
    findings: tuple[Finding, ...]
    concerns: tuple[Concern, ...]
    readers_eye: tuple[str, ...]
    doubts: tuple[Finding, ...]
    replies: tuple[Finding, ...]
    offsets: tuple[Offset, ...]
    support: tuple[Support, ...]
    benchmarks: Mapping[str, tuple[float, str, bool]]
    results: tuple[ExamResult, ...] = ()
    to_answer: tuple[str, ...] = ()

    @property
    def filters(self) -> tuple[Offset, ...]:
        """What may end it at the door of some programs although it is no result of an exam."""
        return filters_of(self.offsets)

    def of(self, topic: str) -> tuple[Finding, ...]:
        """Return the findings of one topic."""
        return tuple(finding for finding in self.findings if finding.topic == topic)


@dataclass(frozen=True, slots=True)
class ListFigures:
    """The figures of an application list, as plain as they stand there.

    Attributes
    ----------
    p_match
        Matching, given that these applications are sent.
    smallest_gain
        What the program that adds least adds to it, in points of probability (0-1).
    area, area_programs, area_p_match
        The first area in words, the programs of the best list there alone, and its chance; None without one.
    usual
        Specialty → applications that are usual for the group.
    now
        What the season asks once applications are in, each with its title; the same steps as the list's.
    beside
        What the list says that has to stand with its figures, in its words.
    before_paying
        What the list says comes before any fee; empty where nothing does.
    open_programs
        Programs that are open to her where she would go; None where that is not told.
    """

    season: int
    stage: Stage
    is_planning: bool
    programs: int
    by_specialty: Mapping[str, int]
    expected_interviews: Range
    p_match: Range
    cost_usd: float
    is_cost_lower_bound: bool
    smallest_gain: float
    stopped_by: str
    area: str | None
    area_programs: int | None
    area_p_match: Range | None
    usual: Mapping[str, float]
    basis: Mapping[str, SpecialtyBasis] = field(default_factory=dict)
    now: tuple[tuple[str, str], ...] = ()
    beside: tuple[str, ...] = ()
    before_paying: str = ""
    open_programs: int | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that an answer depends on, and how the profile stands to it: ``met``, ``not met`` or ``unknown``."""

    text: str
    state: str
    fields: tuple[str, ...]
    why: str
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one question, for this profile.

    Attributes
    ----------
    verdict
        One word or two: yes, worth it, maybe, no, too late …
    lines
        Plain sentences, the answer first.
    figures
        Name → figure, the same as the list's.
    """

    key: str
    question: str
    verdict: str
    lines: tuple[str, ...]
    conditions: tuple[Condition, ...]
    next_action: str
    by: date | None
    figures: Mapping[str, Range | float | int | str]
    fact_ids: tuple[str, ...]
    support: tuple[Support, ...] = ()
