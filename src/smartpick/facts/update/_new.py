"""A new season as it was read from the publisher's reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Gap", "NewSeason", "NewTrack"]


class Gap(NamedTuple):
    """A total that is printed and does not come out."""

    season: int
    what: str
    printed: int
    summed: int


@dataclass(frozen=True, slots=True)
class NewTrack:
    """One program of the report.

    Attributes
    ----------
    state
        Postal code.
    institution, city
        None where no line above the program tells it.
    results
        Season → (positions offered, positions filled); a season in which it was not in the Match is left out.
    """

    code: str
    state: str
    institution: str | None
    city: str | None
    program_name: str
    results: Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class NewSeason:
    """What a new season brings.

    Attributes
    ----------
    seasons
        All Matches of the program list, oldest first; the last one is the new one.
    gaps
        Totals of the list that do not come out; accepted by the reader, and said in the table.
    fills
        Rows of the kind ``fill_by_type`` of the new season; empty where that report is not given.
    read_on
        Month in which the files were read, 2027-04.
    """

    seasons: tuple[int, ...]
    tracks: tuple[NewTrack, ...]
    gaps: tuple[Gap, ...] = ()
    fills: tuple[Mapping[str, str], ...] = ()
    read_on: str = ""

    @property
    def season(self) -> int:
        """The newest Match."""
        return self.seasons[-1]
