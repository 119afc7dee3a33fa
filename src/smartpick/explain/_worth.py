"""What is a match worth to her, by area tier and specialty? Taste, not fact: every number here can be argued with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from smartpick.explain._candidates import Placed
from smartpick.vocabulary import Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SETTINGS", "Setting", "levels_of", "setting"]

_MIDDLE = 3
"""A desire that moves nothing."""


class Setting(NamedTuple):
    """A constant of taste: its name, its value, and what it does."""

    name: str
    value: float
    help: str


SETTINGS = (
    Setting("second_tier_loss", 0.4, "worth lost by a match in the second area when where counts most (dial at 1)"),
    Setting("third_tier_loss", 0.8, "the same for the third area"),
    Setting("specialty_step_loss", 0.05, "worth lost by each place down the order of specialties"),
    Setting("desire_step", 0.05, "worth gained or lost by each step of desire (1-5) from 3, for a program she marked"),
    Setting(
        "least_outside", 0.3, "share outside the first area below which a list of a low score is warned of; assumed"
    ),
    Setting("low_step2_ck", 230, "Step 2 CK score below which that holds; assumed"),
    Setting("least_gain", 0.0005, "an application that adds less worth than this (0-1) is not recommended"),
    Setting("least_share_of_best", 0.1, "… unless the best one adds so little that this share of it is less"),
)


def setting(name: str) -> float:
    """Return the value of a constant of taste."""
    return next(each.value for each in SETTINGS if each.name == name)


def levels_of(
    placed: Sequence[Placed], specialties: Sequence[str], where_over_whether: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the level of liking of each candidate (0 the best) and the worth of each level, falling.

    Parameters
    ----------
    specialties
        In her order.
    where_over_whether
        0: a match anywhere is worth the same. 1: the first area counts most.

    Notes
    -----
    Positions that begin with the second year have levels of their own, worth the same; programs that she marked with a
    desire too, worth a little more or less.

    Examples
    --------
    >>> levels_of([], ["family_medicine"], 0.5)[1].size
    0
    """
    loss = {1: 0.0, 2: setting("second_tier_loss"), 3: setting("third_tier_loss")}
    kinds: dict[tuple[int, int, bool, int], float] = {}
    kind_of = []
    for each in placed:
        number = specialties.index(each.program.specialty)
        worth = (1 - where_over_whether * loss[each.tier]) * (1 - setting("specialty_step_loss") * number)
        liked = (each.desire or _MIDDLE) - _MIDDLE
        worth *= 1 + setting("desire_step") * liked
        kind_of.append((each.tier, number, each.program.track is Track.ADVANCED, -liked))
        kinds[kind_of[-1]] = worth
    # The worth of what is liked best is one: only what is worth how much more than what decides.
    most = max([1.0, *kinds.values()])
    kinds = {kind: worth / most for kind, worth in kinds.items()}
    # Equal worth: the nearer area is ranked first, then the more wanted specialty, then what needs no other first year.
    order = sorted(kinds, key=lambda kind: (-kinds[kind], kind))
    place = {kind: level for level, kind in enumerate(order)}
    level = np.array([place[kind] for kind in kind_of], dtype=np.int64)
    return level, np.array([kinds[kind] for kind in order])
