"""How old is an own fact: current, ageing or stale?"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from smartpick.estimate._assumptions import Assumptions

__all__ = ["Age", "Ages", "age_of", "ages_in"]


class Age(StrEnum):
    """How far a fact can still be relied on."""

    CURRENT = "current"
    AGEING = "ageing"
    STALE = "stale"


class Ages(NamedTuple):
    """The day of asking, and the days after which a fact is ageing and stale."""

    today: date
    current_days: float
    stale_days: float


def ages_in(assumptions: Assumptions, today: date) -> Ages:
    """Return the limits of age, which are assumptions that a profile may change."""
    return Ages(today, assumptions.get("own_fact_current_days").mean, assumptions.get("own_fact_stale_days").mean)


def age_of(found_on: date, ages: Ages | None) -> Age:
    """Return how old a fact is; without limits it does not age.

    Examples
    --------
    >>> age_of(date(2025, 3, 1), Ages(date(2026, 9, 1), 365, 730))
    <Age.AGEING: 'ageing'>
    """
    if ages is None:
        return Age.CURRENT
    days = (ages.today - found_on).days
    if days > ages.stale_days:
        return Age.STALE
    return Age.AGEING if days > ages.current_days else Age.CURRENT
