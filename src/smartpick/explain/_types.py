"""What a list consists of: plain data that the command line, JSON, a spreadsheet and a page all read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from smartpick.estimate import Assumption, SpecialtyBasis
from smartpick.facts import SeasonCalendar
from smartpick.portfolio import Cost, ListOutcome, SignalBudget
from smartpick.programs import Program
from smartpick.vocabulary import Band, SignalTier, Stage

if TYPE_CHECKING:
    from smartpick.explain.look import Alternative, Curve, Question
    from smartpick.explain.season import AfterDeadline
    from smartpick.uncertainty import Estimate

__all__ = [
    "ApplicationList",
    "Dropped",
    "FindOut",
    "ListRequest",
    "ListedProgram",
    "Reason",
    "Route",
    "SpecialtyNote",
    "Summary",
]


@dataclass(frozen=True, slots=True)
class ListRequest:
    """What is asked for; None and empty leave it to the profile.

    Attributes
    ----------
    today
        Decides the stage of the season.
    season
        Year of the Match.
    seed
        The same seed gives the same bytes.
    max_programs, budget_usd
        Limits that replace the profile's.
    areas
        Only programs in one of these, all of them first area.
    specialties
        Specialties that replace the profile's, in order.
    forced, excluded
        NRMP codes of programs, or areas, that are in or out whatever they add.
    is_one_specialty_a_site
        Whether only one specialty may be applied to at an institution.
    least_outside
        Least share of the list outside the first area (0-1); None leaves it open.
    is_certified
        Whether to prove how far from the best the list can be, and to judge it in fresh scenarios.
    signal_change
        Signals more (or fewer, below 0) of each specialty's weakest kind than are published, to see what one is worth.
    """

    today: date
    season: int | None = None
    seed: int = 1
    max_programs: int | None = None
    budget_usd: float | None = None
    areas: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()
    forced: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    is_one_specialty_a_site: bool = False
    least_outside: float | None = None
    is_certified: bool = False
    signal_change: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for a program or against it: a text, what it is about, and the rows it rests on.

    Attributes
    ----------
    topic
        location, specialty, openness, record, signal, rotation, own_fact, stated (on the program's page) or program.
    effect
        Mean change in the log-odds of an interview offer against the average program; None where the chance does not
        know of it.
    """

    topic: str
    text: str
    fact_ids: tuple[str, ...]
    effect: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ListedProgram:
    """One program of the list.

    Attributes
    ----------
    tier
        1 the first area, 2 the second (a tie or a named area), 3 anywhere else she would go.
    p_interview
        Chance of an interview offer, her signal included.
    p_match_on_this_list
        Chance to end up there, given this whole list; these add up to the chance of matching.
    signal
        Suggested while signals can be given, else as the profile tells.
    marginal_gain
        What the chance of matching at all would lose without it, in points of probability (0-1).
    unknowns
        What is not known of it and could rule her out.
    """

    program: Program
    tier: int
    signal: SignalTier
    band: Band
    p_interview: Estimate
    p_match_on_this_list: Estimate
    marginal_gain: float
    marginal_gain_range: tuple[float, float]
    reasons: tuple[Reason, ...]
    unknowns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A program that is not on the list, and why.

    `kind` is ``ruled_out`` (a rule that is known), ``little_gain``, ``budget``, ``number`` or ``wishes``.
    """

    program: Program
    kind: str
    why: str
    fact_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """A list in a few figures. `outcome` is given that these applications are sent.

    Attributes
    ----------
    programs, by_specialty
        Applications, without those to first years.
    cost
        For all of it.
    first_years
        Applications to first years beside advanced positions.
    """

    programs: int
    by_specialty: Mapping[str, int]
    cost: Cost
    outcome: ListOutcome
    first_years: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class ListedYear:
    """A first year that the list holds beside its advanced positions.

    Attributes
    ----------
    why
        Why it is in its tier of liking.
    p_taken
        Chance that it interviews and takes her, given that she matches to an advanced position.
    record
        How often it left a position unfilled, in words; `fact_ids` carry it.
    """

    program: Program
    tier: int
    why: str
    p_taken: Estimate
    record: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ListedYears:
    """The first years of a list.

    Attributes
    ----------
    advanced
        Advanced positions on the list.
    p_any
        Chance that one of them takes her, given that she matches to an advanced position.
    share_without
        Share of the worth of an advanced position that is left without one (assumed).
    ranked_share
        Share of her group that matched to a first year of those who ranked one: `p_any` lies above it.
    usual
        Length of the list that the chances are solved for (assumed).
    """

    advanced: int
    programs: tuple[ListedYear, ...]
    p_any: Estimate
    share_without: float
    ranked_share: float
    usual: int
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindOut:
    """The unknown that would change the list most if she found it out.

    Attributes
    ----------
    topic, question
        What to ask, in words for the program; for the topic ``score`` it is her own exam that is unknown.
    programs
        Listed programs of which it is unknown, those that matter most first.
    assumed_share
        Share of programs that is assumed to say no; None for her own score.
    expected_changes
        Programs that would be replaced, on that assumption; None for her own score.
    """

    topic: str
    question: str
    programs: tuple[Program, ...]
    assumed_share: float | None
    expected_changes: float | None
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """A parallel route beside the list: another specialty, or a first year in the preferred area.

    Attributes
    ----------
    programs
        Programs of the route.
    added_usd
        What they add to the bill; None where the route is told without a list.
    p_match_with_list
        Matching on the list or on the route; None without a list, and once such applications would be late.
    """

    name: str
    text: str
    programs: int
    added_usd: float | None
    p_match_with_list: Estimate | None
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SpecialtyNote:
    """What the chances of one specialty rest on, with its base rate and its signals."""

    specialty: str
    name: str
    basis: SpecialtyBasis
    signals: SignalBudget


@dataclass(frozen=True, slots=True, eq=False)
class ApplicationList:
    """A personal list with everything that has to be said about it.

    Attributes
    ----------
    answer
        Three plain sentences.
    compared
        ``preferred_area_only``, ``tiers_1_2``, ``tiers_1_2_3`` → the best list of each under the same limits; None
        where she named no first area, or where there is no program. Empty, as are `routes` and all of `dropped` but
        what a rule takes out, where they were not asked for.
    dropped
        Programs of the longer list that she planned, or that is usual for her group, and programs ruled out. Once
        applications are in, only the latter.
    saved_usd
        What leaving the former out saves.
    lost
        What leaving them out costs in the chance of matching; None where nothing is left out.
    baseline
        What `dropped` and `saved_usd` are compared with.
    baseline_facts, advised_facts
        The rows that a published number of applications comes from: in `baseline`, and as advice in `notes`.
    fixed
        What can no longer be changed at this stage; empty while everything can.
    find_out, routes
        Advice; empty where it comes too late for this season.
    notes
        Further things to know, each a sentence.
    caveats
        Keys of caveats of the figures shown.
    curve, alternatives, questions
        What each further application is worth, lists that come to nearly the same, what to ask the programs; empty
        once applications are in, and where they were not asked for.
    request
        What was asked for.
    now
        What the season asks instead, once applications are in; None before.
    years
        First years beside its advanced positions; None where it holds none of these.
    fresh
        The chance of matching in scenarios that had no part in choosing the list; None where not asked for.
    beside
        The `notes` that have to stand wherever the figures are shown.
    before_paying
        The one of the `notes` that says what comes before any fee; empty where nothing does.
    open_programs
        Programs that are open to her where she would go, on the list or not.
    to_answer
        What she is asked, less what is private: planned days that have passed since, each with how it is read.
    """

    season: int
    directory_season: int
    stage: Stage
    calendar: SeasonCalendar
    today: date
    seed: int
    profile_hash: str
    facts_version: str
    answer: tuple[str, ...]
    fixed: str
    summary: Summary
    compared: Mapping[str, Summary | None]
    preferred_area: str | None
    programs: tuple[ListedProgram, ...]
    dropped: tuple[Dropped, ...]
    saved_usd: float
    lost: Estimate | None
    baseline: str
    find_out: FindOut | None
    routes: tuple[Route, ...]
    specialties: tuple[SpecialtyNote, ...]
    assumptions: tuple[Assumption, ...]
    notes: tuple[str, ...]
    caveats: tuple[str, ...]
    stopped_by: str
    is_img: bool
    curve: Curve | None = None
    alternatives: tuple[Alternative, ...] = ()
    questions: tuple[Question, ...] = ()
    request: ListRequest | None = None
    now: AfterDeadline | None = None
    years: ListedYears | None = None
    fresh: Estimate | None = None
    beside: tuple[str, ...] = ()
    before_paying: str = ""
    open_programs: int = 0
    to_answer: tuple[str, ...] = ()
    baseline_facts: tuple[str, ...] = ()
    advised_facts: tuple[str, ...] = ()

    @property
    def is_planning(self) -> bool:
        """True while applications and signals can still be chosen."""
        return self.stage in {Stage.PREPARING, Stage.OPEN}
