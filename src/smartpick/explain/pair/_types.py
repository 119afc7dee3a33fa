"""What a couple's list consists of: plain data, both partners side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING

from smartpick.portfolio import Cost
from smartpick.programs import Program
from smartpick.vocabulary import SignalTier, Stage

if TYPE_CHECKING:
    from smartpick.uncertainty import Estimate

__all__ = ["PairList", "PairPartner", "PairProgram", "PairRequest", "PairRow", "RowKind"]


class RowKind(IntEnum):
    """What a row of the pair list would bring, in the order of liking."""

    NEAR = 0
    APART = 1
    ONE = 2

    @property
    def key(self) -> str:
        """The word in JSON and CSV."""
        return ("both_near", "both_apart", "one_unmatched")[self]


@dataclass(frozen=True, slots=True)
class PairRequest:
    """What is asked for; None leaves it to the profiles.

    Attributes
    ----------
    max_programs, budget_usd
        Limits for each partner, in place of each profile's.
    areas
        Only programs in one of these, for both.
    miles
        How far apart the two programs may be.
    is_same_area
        Ask for one metropolitan area instead.
    names
        What the partners are called: the names of their files.
    """

    today: date
    season: int | None = None
    seed: int = 1
    max_programs: int | None = None
    budget_usd: float | None = None
    areas: tuple[str, ...] = ()
    miles: float | None = None
    is_same_area: bool = False
    names: tuple[str, str] = ("first", "second")


@dataclass(frozen=True, slots=True, eq=False)
class PairProgram:
    """An application of one partner.

    Attributes
    ----------
    p_interview
        Chance of an interview offer.
    p_attend
        Chance to have the time for that interview, once it is offered: of more offers than one can attend, those where
        one would be taken most often are kept.
    p_take
        Chance of an interview offer and that the program would take this partner, who goes to the interview.
    adds
        Worth (0-1, see ``docs/couples.md``) that the couple's plan would lose without it.
    partners_near
        How many of the other's applications form a pair with it.
    """

    program: Program
    tier: int
    signal: SignalTier
    p_interview: Estimate
    p_attend: Estimate
    p_take: Estimate
    adds: float
    partners_near: int


@dataclass(frozen=True, slots=True, eq=False)
class PairPartner:
    """One partner's half.

    Attributes
    ----------
    cost
        The bill, the couples fee and further rank codes with it.
    p_match
        Matched as half of the couple.
    p_match_alone
        Matched with the same applications and signals, ranked alone.
    best_alone
        Programs on the list that this partner would have without the other, and the chance of matching with it; None
        where applications are decided already.
    offers
        Interview offers to be expected.
    attends_most
        Interviews that this partner is taken to attend at most; None for no limit, and where interviews are over.
    """

    name: str
    profile_hash: str
    specialties: tuple[str, ...]
    programs: tuple[PairProgram, ...]
    cost: Cost
    p_match: Estimate
    p_match_alone: Estimate
    best_alone: tuple[int, Estimate] | None
    offers: Estimate
    attends_most: float | None


@dataclass(frozen=True, slots=True, eq=False)
class PairRow:
    """One row of the pair list; a missing program means that this partner goes unmatched.

    Attributes
    ----------
    p_takes
        Chance that each program interviews and would take its partner, who goes to the interview.
    p_both_if_attended
        Chance that both would, if both go to the interviews there.
    p_both
        Chance that both would, with the interviews that each has time for. Where one goes unmatched, that the other's
        program would.
    p_row
        Chance that the couple is matched by this very row: `p_both`, and no row above comes about. For the first row
        the two are one; these add up to the chance of any match.
    """

    kind: RowKind
    programs: tuple[Program | None, Program | None]
    miles: float | None
    p_takes: tuple[Estimate | None, Estimate | None]
    p_both_if_attended: Estimate
    p_both: Estimate
    p_row: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class PairList:
    """A couple's plan with everything that has to be said about it.

    Attributes
    ----------
    answer
        Three plain sentences.
    near_text
        What counts as near, in words.
    rows
        The pair list, ready to enter.
    rows_possible
        Rows there would be without the limit.
    rows_limit
        Rows that a couple may list at most, and the row that says so; assumed where there is none.
    p_near, p_both, p_one, p_none
        Both matched near each other; both matched by any row; exactly one; none.
    p_near_alone, p_both_alone
        The same applications when each ranks alone: both matched and by luck near each other; both matched.
    miles_couple, miles_alone
        Mean distance when both match, in miles; None where it is not known.
    is_after_interviews
        True when the rows hold only programs that have invited.
    """

    season: int
    directory_season: int
    stage: Stage
    today: date
    seed: int
    facts_version: str
    answer: tuple[str, ...]
    fixed: str
    near_text: str
    is_same_area: bool
    miles: float
    accepts_one_unmatched: bool
    accepts_apart: bool
    partners: tuple[PairPartner, PairPartner]
    rows: tuple[PairRow, ...]
    rows_possible: int
    rows_limit: int
    rows_limit_fact: str | None
    p_near: Estimate
    p_both: Estimate
    p_one: Estimate
    p_none: Estimate
    p_near_alone: Estimate
    p_both_alone: Estimate
    miles_couple: float | None
    miles_alone: float | None
    is_after_interviews: bool
    notes: tuple[str, ...]
    caveats: tuple[str, ...]
    fact_ids: tuple[str, ...]
    settings: Mapping[str, float]
