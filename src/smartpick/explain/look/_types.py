"""What a second look at a list consists of: plain data, from which text, JSON and a page are all made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from smartpick.vocabulary import Band, SignalTier, Stage

if TYPE_CHECKING:
    from smartpick.explain._types import Reason, Summary
    from smartpick.programs import Program
    from smartpick.uncertainty import Estimate

__all__ = [
    "Alike",
    "Alternative",
    "ChangedInput",
    "Curve",
    "CurvePoint",
    "EarlierList",
    "ListChanges",
    "ProgramLook",
    "Question",
    "UsualRange",
    "WhatIf",
    "WhatIfCase",
]


@dataclass(frozen=True, slots=True, eq=False)
class CurvePoint:
    """What a list comes to after one more application.

    Attributes
    ----------
    programs
        How many applications there are with it.
    program
        The one that is added.
    gain
        What it adds to the chance of matching, scenario by scenario, in points (0-1).
    cost_usd
        The bill of all of them.
    """

    programs: int
    program: Program
    is_on_list: bool
    p_match: Estimate
    gain: Estimate
    expected_interviews: Estimate
    cost_usd: float


@dataclass(frozen=True, slots=True)
class UsualRange:
    """A range of numbers that advice to applicants names, and for whom."""

    low: int
    high: int
    text: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The chance of matching as applications are added one by one, those that do most first.

    Attributes
    ----------
    points
        First the list itself, then what would come next without a limit on money or number. Each list holds the one
        before it, and all are judged on the same scenarios.
    flat_from
        Number of applications from which each further one adds less than `flat_gain` to the chance of matching; None
        where none so far does.
    usual
        Ranges of advice to hold it against.
    """

    points: tuple[CurvePoint, ...]
    flat_from: int | None
    flat_gain: float
    usual: tuple[UsualRange, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """Another list, and what it trades against the one recommended; differences are scenario by scenario.

    Attributes
    ----------
    kind
        fewer, state, area, specialty or other.
    summary
        What it comes to.
    p_match, p_match_preferred, expected_interviews, worth
        This list less the recommended one; `worth` in what she wants (0-1), by her own dial.
    p_match_in_first_specialty
        Matching in her first specialty, this list less the recommended one.
    shared
        Programs on both lists.
    is_near
        Whether it is within one point of the chance of matching, and of worth.
    """

    kind: str
    name: str
    summary: Summary
    p_match: Estimate
    p_match_preferred: Estimate
    p_match_in_first_specialty: Estimate
    expected_interviews: Estimate
    worth: Estimate
    shared: int
    is_near: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question to put to a program, and what hangs on the answer.

    Attributes
    ----------
    topic
        attempts, visa, graduation, comlex or score.
    assumed_share
        Share of programs that is assumed to say no; None where nothing is assumed.
    worth
        Points of the chance of matching (0-1) that rest on this program and are lost if it says no, times that share;
        None where no share is assumed.
    """

    program: Program
    topic: str
    text: str
    assumed_share: float | None
    worth: float | None
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """A program that would add as much as another, as far as the scenarios can tell.

    Attributes
    ----------
    difference
        What the other adds less what this one adds, in worth (0-1), scenario by scenario.
    """

    program: Program
    is_on_list: bool
    difference: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class ProgramLook:
    """One program seen by one applicant.

    Attributes
    ----------
    status
        on_list, ruled_out, little_gain, budget, number, wishes, outside, unwanted, not_open or not_in_list.
    why
        The status in words.
    tier
        None where she would not go.
    p_interview
        With its signal where it has one; None where a rule is known that she does not meet, or for a track that is not
        open to her. The same for what follows.
    base_rate, base_text, base_fact_ids
        Interview offers per application in her group, where the terms begin.
    adds
        What it adds to the chance of matching with this list (or would), in points.
    adds_worth, least_worth
        The same in what she wants, and the least that an application has to add.
    p_match_here
        Ending up there; None when it is not on the list.
    signal
        On the list, or decided.
    signal_why
        Why it has that signal, or none.
    alike
        Programs that cannot be told apart from it, the nearest first; at most a dozen. `alike_count` counts all.
    history
        Season → (offered, filled), newest first, with the row of each.
    """

    program: Program
    status: str
    why: str
    why_fact_ids: tuple[str, ...]
    tier: int | None
    band: Band | None
    p_interview: Estimate | None
    p_accept: Estimate | None
    base_rate: float | None
    base_text: str
    base_fact_ids: tuple[str, ...]
    reasons: tuple[Reason, ...]
    adds: Estimate | None
    adds_worth: float | None
    least_worth: float
    p_match_here: Estimate | None
    signal: SignalTier
    signal_why: str
    signal_fact_ids: tuple[str, ...]
    alike: tuple[Alike, ...]
    alike_count: int
    compared_count: int
    unknowns: tuple[str, ...]
    questions: tuple[Question, ...]
    history: tuple[tuple[int, int, int, str], ...]
    caveats: tuple[str, ...]
    season: int
    stage: Stage
    list_programs: int
    list_p_match: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class WhatIfCase:
    """The list after one change, against the list before it, on the same scenarios.

    Attributes
    ----------
    settings
        What was set, as typed.
    same_list
        Change of the chance of matching when the list stays as it is; None where a program on it would be out.
    p_match, p_match_preferred, expected_interviews
        New list less old list, scenario by scenario.
    cost_usd
        New bill less old bill.
    entering, leaving
        Programs, those that add most first.
    """

    settings: tuple[str, ...]
    summary: Summary
    same_list: Estimate | None
    p_match: Estimate
    p_match_preferred: Estimate
    expected_interviews: Estimate
    cost_usd: float
    entering: tuple[Program, ...]
    leaving: tuple[Program, ...]
    signals_moved: int


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """One or more changes tried."""

    season: int
    stage: Stage
    today: date
    seed: int
    facts_version: str
    profile_hash: str
    preferred_area: str | None
    before: Summary
    cases: tuple[WhatIfCase, ...]
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EarlierList:
    """A list that was saved as JSON: what has to be known of it to tell what changed.

    Attributes
    ----------
    programs
        Code → name.
    signals
        Code → signal.
    limits
        Limits and wishes of the request that made it, by its own names; None where the file does not say.
    """

    season: int
    today: date
    seed: int
    facts_version: str
    profile_hash: str
    programs: Mapping[str, str]
    signals: Mapping[str, str]
    cost_usd: float
    p_match: tuple[float, float, float]
    limits: Mapping[str, object] | None


@dataclass(frozen=True, slots=True, eq=False)
class ChangedInput:
    """One input that is not what it was, and what it does by itself.

    Attributes
    ----------
    name
        season, today, seed, facts, limits, or a table of the profile such as ``profile.exams``.
    p_match
        New list less the list with this one input as it was; None where it cannot be rerun (then `why_not` says why).
    entering, leaving
        What this input alone brings onto the list and takes off it.
    """

    name: str
    text: str
    p_match: Estimate | None
    cost_usd: float | None
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    why_not: str


@dataclass(frozen=True, slots=True, eq=False)
class ListChanges:
    """What changed between a saved list and the list of today."""

    earlier: EarlierList
    season: int
    today: date
    seed: int
    facts_version: str
    profile_hash: str
    summary: Summary
    entering: tuple[tuple[str, str], ...]
    leaving: tuple[tuple[str, str], ...]
    kept: int
    signals: tuple[tuple[str, str, str, str], ...]
    inputs: tuple[ChangedInput, ...]
