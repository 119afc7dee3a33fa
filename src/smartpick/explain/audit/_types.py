"""What an audit consists of: plain data that the command line and JSON both read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from smartpick.explain._types import Summary
from smartpick.importers import ListFile, RowMatch
from smartpick.portfolio import Cost
from smartpick.programs import Program
from smartpick.vocabulary import Band, SignalTier, Stage

if TYPE_CHECKING:
    from smartpick.uncertainty import Estimate

__all__ = ["Audit", "AuditLine", "LineState", "Missing"]


class LineState(StrEnum):
    """What becomes of a line of the list."""

    COUNTED = "counted"
    DUPLICATE = "duplicate"
    RULED_OUT = "ruled_out"
    ONE_YEAR = "one_year"
    NOT_OPEN = "not_open"
    ASK = "ask"
    NOT_FOUND = "not_found"
    CLOSED = "closed"
    OTHER_MATCH = "other_match"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, eq=False)
class AuditLine:
    """One line of the list.

    Attributes
    ----------
    same_as
        For a duplicate: the line that has the program first.
    why
        Why it is not counted, or empty.
    outside
        Why it lies outside what her profile names (area, specialty, a program that she would not go to); else empty.
    p_interview, p_match_here, gain
        As in a list of applications: on the whole list, given that it is sent; None where it is not counted.
    adds_little
        True where leaving it out, with the other such lines, costs next to nothing.
    """

    match: RowMatch
    state: LineState
    why: str = ""
    same_as: int | None = None
    outside: str = ""
    tier: int | None = None
    signal: SignalTier = SignalTier.NONE
    band: Band | None = None
    p_interview: Estimate | None = None
    p_match_here: Estimate | None = None
    gain: float | None = None
    adds_little: bool = False
    unknowns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fact_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Missing:
    """A program that is not on the list and would be on the best one of the same number and cost.

    `adds` is what it would add to the chance of matching if it came on top of her list.
    """

    program: Program
    tier: int
    why: str
    band: Band
    p_interview: Estimate
    adds: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """A list made elsewhere, with everything that has to be said about it.

    Attributes
    ----------
    answer
        Three plain sentences.
    cost
        The bill for every program found on the list, each once, those that rule her out included.
    summary
        The counted lines in a few figures; None when none is counted.
    ruled_out_usd
        What the programs that rule her out add to the bill.
    without_little, saved_usd, lost
        The list without the lines that add next to nothing, what that saves, and what it costs in the chance of
        matching; None where there is no such line, or once applications are in.
    recommended, gained
        The best list of the same number and cost, and its chance of matching less that of this list, on the same
        scenarios; None where there is nothing to compare.
    several_tracks
        Lines that name different tracks of one institution and specialty, told apart.
    """

    file: ListFile
    season: int
    directory_season: int
    stage: Stage
    today: date
    seed: int
    profile_hash: str
    facts_version: str
    is_planning: bool
    preferred_area: str | None
    answer: tuple[str, ...]
    fixed: str
    lines: tuple[AuditLine, ...]
    cost: Cost
    summary: Summary | None
    ruled_out_usd: float
    without_little: Summary | None
    saved_usd: float
    lost: Estimate | None
    recommended: Summary | None
    gained: Estimate | None
    missing: tuple[Missing, ...]
    several_tracks: tuple[tuple[int, ...], ...]
    names: Mapping[str, str]
    notes: tuple[str, ...]
    caveats: tuple[str, ...]

    def in_state(self, *states: LineState) -> tuple[AuditLine, ...]:
        """Return the lines in some states, in the order of the list."""
        return tuple(line for line in self.lines if line.state in states)
