"""What the answers after the deadline consist of: plain data that text and JSON both read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from smartpick.facts import SeasonCalendar
from smartpick.portfolio import CostLine
from smartpick.programs import Program
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.explain.season._silence import Silence
    from smartpick.uncertainty import Estimate

__all__ = [
    "Affected",
    "AfterDeadline",
    "EarlierList",
    "Effect",
    "LogChange",
    "Published",
    "RankList",
    "Ranked",
    "Reapplication",
    "Rule",
    "Side",
    "SoapOutlook",
    "Step",
    "Unfilled",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """What the NRMP allows, forbids or counts, as the fact row has it."""

    item: str
    value: str
    note: str
    effective: str
    fact_id: str


@dataclass(frozen=True, slots=True)
class Published:
    """A published figure to hold a list against."""

    text: str
    value: float
    fact_id: str


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """One rank.

    Attributes
    ----------
    rank
        From 1, in the order that was given.
    preference
        Where it stands by her own wishes, from 1; equal wishes keep the order that was given.
    preference_points
        Sum of her own points behind `preference`; taste, no chance.
    p_taken
        Chance that the program would take her if she got as far down as this rank.
    p_here
        Chance to end up here; these add up to the chance of matching.
    p_by_here
        Chance to match here or higher up.
    gain
        What the chance of matching would lose without it (0-1).
    positions
        Positions it last offered; None when unknown.
    is_heard
        Whether her log says that it invited her; else the interview is taken for granted.
    """

    program: Program
    rank: int
    preference: int
    preference_points: float
    preference_why: str
    p_taken: Estimate
    p_here: Estimate
    p_by_here: Estimate
    gain: float
    positions: int | None
    is_heard: bool


@dataclass(frozen=True, slots=True, eq=False)
class RankList:
    """A rank order list with its chances, all given that she had an interview at every program of it.

    Attributes
    ----------
    p_top
        Chance to end up at one of the `top` programs that she likes best, in the order by her wishes.
    p_top_by_chance
        The same if she ranked by chance, the surest first.
    more
        Chance of matching with so many more interviews like the average one of the list: (number, chance).
    not_ranked
        Programs that invited her by her log and stand on no rank.
    """

    season: int
    stage: Stage
    calendar: SeasonCalendar
    today: date
    seed: int
    profile_hash: str
    facts_version: str
    answer: tuple[str, str, str]
    ranks: tuple[Ranked, ...]
    p_match: Estimate
    p_match_preferred: Estimate
    preferred_area: str | None
    top: int
    p_top: Estimate
    p_top_by_chance: Estimate
    more: tuple[tuple[int, Estimate], ...]
    published: tuple[Published, ...]
    weights: tuple[tuple[str, float], ...]
    extra_ranks: int
    extra_rank: CostLine
    rules: tuple[Rule, ...]
    notes: tuple[str, ...]
    specialty_names: tuple[tuple[str, str], ...]
    not_ranked: tuple[Program, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierList:
    """A season already applied in, beside this one.

    Attributes
    ----------
    repeated
        Programs of that season that stand on this season's list or log as well.
    weight
        How much its answers count against an answer of this season (0-1), in the middle.
    """

    season: int
    outcome: str
    applications: int | None
    interviews: int | None
    ranked: int | None
    programs: int
    repeated: tuple[Program, ...]
    only_then: int


@dataclass(frozen=True, slots=True, eq=False)
class Reapplication:
    """Last season against this one.

    Attributes
    ----------
    this_list
        Programs of this season: those in her log, else those that the list suggests.
    p_without, p_with
        Chance of matching on this season's list, without and with the earlier answers as evidence.
    weight
        How much an earlier answer counts against one of this season: mean and sd.
    """

    season: int
    today: date
    seed: int
    profile_hash: str
    facts_version: str
    answer: tuple[str, str, str]
    earlier: tuple[EarlierList, ...]
    this_list: int
    is_this_list_logged: bool
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    warning: str
    p_without: Estimate
    p_with: Estimate
    weight: tuple[float, float, str]


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """What a log comes to; everything is None where no chance is worked out.

    Attributes
    ----------
    p_match
        Matching at one of the programs of the log.
    interviews
        Interview offers expected from them, those already had among them.
    by_program
        Program code → (chance of an interview, chance to be interviewed and taken there).
    """

    p_match: Estimate | None
    interviews: Estimate | None
    by_program: dict[str, tuple[Estimate, Estimate]]

    def at(self, code: str) -> tuple[Estimate | None, Estimate | None]:
        """Return both chances at a program; None and None where none is worked out."""
        return self.by_program.get(code, (None, None))


@dataclass(frozen=True, slots=True, eq=False)
class Affected:
    """A program whose chances an entry moved; None on the side on which no chance is worked out.

    `is_own` is true where an entry is about it; else it moved because strength is shared by all applications.
    """

    program: Program
    is_own: bool
    interview: tuple[Estimate | None, Estimate | None]
    match: tuple[Estimate | None, Estimate | None]


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """Both sides of a change, over the programs that stand in the log before or after it.

    Attributes
    ----------
    p_match_change, interviews_change
        After less before, draw by draw; None where one side has no chance.
    affected
        Programs that entries are about first, then those that moved most.
    silence
        Applications without an answer that lowered the chance of matching; None where it did not fall, or not by that.
    """

    before: Side
    after: Side
    programs: tuple[Program, ...]
    p_match_change: Estimate | None
    interviews_change: Estimate | None
    affected: tuple[Affected, ...]
    silence: Silence | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LogChange:
    """Chances before and after an event, for its program and for all programs of the log together.

    Attributes
    ----------
    effect
        Both sides at length: interviews expected, and every program that moved.
    """

    program: Program
    event: str
    day: date | None
    is_removed: bool
    effect: Effect
    answer: tuple[str, str, str]

    @property
    def interview_before(self) -> Estimate | None:
        """Chance of an interview there; None when the program is not open to such an applicant."""
        return self.effect.before.at(self.program.program_code_nrmp)[0]

    @property
    def interview_after(self) -> Estimate | None:
        """Chance of an interview there, after the event."""
        return self.effect.after.at(self.program.program_code_nrmp)[0]

    @property
    def match_before(self) -> Estimate | None:
        """Chance to be interviewed there and taken; None when the program is not open to such an applicant."""
        return self.effect.before.at(self.program.program_code_nrmp)[1]

    @property
    def match_after(self) -> Estimate | None:
        """Chance to be interviewed there and taken, after the event."""
        return self.effect.after.at(self.program.program_code_nrmp)[1]

    @property
    def list_before(self) -> Estimate | None:
        """Chance of matching at one of the programs of the log; None while it names none."""
        return self.effect.before.p_match

    @property
    def list_after(self) -> Estimate | None:
        """Chance of matching at one of the programs of the log, after the event."""
        return self.effect.after.p_match

    @property
    def list_size(self) -> int:
        """Programs of the log after the event that have a chance."""
        return len(self.effect.after.by_program)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """Something that can be done now: a title, what to do, and the programs and rows behind it."""

    title: str
    text: str
    programs: tuple[tuple[Program, str], ...] = ()
    fact_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class AfterDeadline:
    """What the season asks now that the applications are sent: steps, the most pressing first."""

    stage: Stage
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Unfilled:
    """Positions that the Match left unfilled, by season, for one specialty or state.

    Attributes
    ----------
    by_season
        (season, positions unfilled, programs that had one), oldest first.
    wanted
        Of the newest season: positions in the areas where she would go.
    """

    key: str
    name: str
    by_season: tuple[tuple[int, int, int], ...]
    wanted: int
    fact_ids: tuple[str, ...]

    @property
    def mean(self) -> float:
        """Positions unfilled in an average one of these seasons."""
        return sum(count for _, count, _ in self.by_season) / len(self.by_season) if self.by_season else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class SoapOutlook:
    """What SOAP looked like in the last seasons.

    Attributes
    ----------
    totals
        (season, positions offered in SOAP, positions filled through it), as the NRMP gives them.
    hers
        Her specialties, in her order; an empty record says that nothing was left.
    others
        The specialties with the most positions left.
    states
        The states with the most positions left, all specialties.
    again
        Programs where she would go, of any of those specialties, that had a position left more than once.
    support
        Whom to call on a bad day.
    prepare
        What to have ready before Match Week's Monday; empty from then on.
    """

    season: int
    stage: Stage
    today: date
    profile_hash: str
    facts_version: str
    answer: tuple[str, str, str]
    totals: tuple[tuple[str, float, float | None, tuple[str, ...]], ...]
    hers: tuple[Unfilled, ...]
    others: tuple[Unfilled, ...]
    states: tuple[Unfilled, ...]
    again: tuple[tuple[Program, tuple[int, ...]], ...]
    rules: tuple[Rule, ...]
    notes: tuple[str, ...]
    calendar: SeasonCalendar
    support: tuple[Rule, ...]
    prepare: tuple[str, ...]
