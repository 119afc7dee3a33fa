"""Which two programs are near enough to live together?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.programs import Program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["AREA_MILES", "Nearness"]

_EARTH_RADIUS_MILES = 3958.8
AREA_MILES = 30.0
"""Assumed: programs of two counties no farther apart than this count as one metropolitan area."""
_GREATER_LOS_ANGELES = frozenset({"Los Angeles", "Orange", "Riverside", "San Bernardino", "Ventura"})


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """Distances between the programs of two partners.

    Attributes
    ----------
    miles : array of shape (n_first, n_second)
        Great-circle distance; NaN where a place is not known.
    is_near : array of the same shape
        Near enough by the couple's rule.
    is_possible : array of the same shape
        False where both name the same track and it has one position.
    """

    miles: Array
    is_near: NDArray[np.bool_]
    is_possible: NDArray[np.bool_]

    @classmethod
    def of(
        cls, first: Sequence[Program], second: Sequence[Program], most_miles: float, *, is_same_area: bool
    ) -> Nearness:
        """Return the distances of all pairs.

        Notes
        -----
        Two programs of one city are near each other even where no map knows the city. One metropolitan area: the same
        county, two of the five counties of Greater Los Angeles, or at most `AREA_MILES` miles.
        """
        miles = _miles_between(first, second)
        one, other = _numbers([(p.city, p.state) for p in first], [(p.city, p.state) for p in second])
        is_one_city = (one[:, None] == other[None, :]) & np.array([p.city is not None for p in first])[:, None]
        miles = np.where(is_one_city & np.isnan(miles), 0.0, miles)
        with np.errstate(invalid="ignore"):
            is_near = miles <= (AREA_MILES if is_same_area else most_miles)
        if is_same_area:
            one, other = _numbers([_area(p) for p in first], [_area(p) for p in second])
            is_near |= (one[:, None] == other[None, :]) & np.array([_area(p) is not None for p in first])[:, None]
        is_possible = np.ones(miles.shape, dtype=bool)
        at = {p.program_code_nrmp: j for j, p in enumerate(second)}
        for i, program in enumerate(first):
            j = at.get(program.program_code_nrmp)
            if j is not None and program.latest is not None and program.latest[1] < 2:
                is_possible[i, j] = False
        return cls(miles, is_near & is_possible, is_possible)


def _area(program: Program) -> str | None:
    if program.state == "CA" and program.county in _GREATER_LOS_ANGELES:
        return "greater-los-angeles"
    return program.fips


def _numbers(first: Sequence[object], second: Sequence[object]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    known: dict[object, int] = {}
    return (
        np.array([known.setdefault(each, len(known)) for each in first]),
        np.array([known.setdefault(each, len(known)) for each in second]),
    )


def _miles_between(first: Sequence[Program], second: Sequence[Program]) -> Array:
    """Return great-circle miles, shape (n_first, n_second); not a number where a place is not known."""

    def radians(programs: Sequence[Program]) -> Array:
        places = [(np.nan, np.nan) if p.lat is None or p.lon is None else (p.lat, p.lon) for p in programs]
        return np.asarray(np.radians(np.array(places, dtype=np.float64)))

    one, other = radians(first)[:, None, :], radians(second)[None, :, :]
    half = (
        np.sin((other[..., 0] - one[..., 0]) / 2) ** 2
        + np.cos(one[..., 0]) * np.cos(other[..., 0]) * np.sin((other[..., 1] - one[..., 1]) / 2) ** 2
    )
    return np.asarray(2 * _EARTH_RADIUS_MILES * np.arcsin(np.sqrt(np.minimum(half, 1.0))))
