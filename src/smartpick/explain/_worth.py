"""What is a match worth to her, by area tier and specialty? Taste, not fact: every number here can be argued with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import isclose
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from smartpick.explain._candidates import Placed
from smartpick.vocabulary import Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.profile import Profile

__all__ = [
    "MIDDLE",
    "SETTINGS",
    "Setting",
    "Weighing",
    "levels_of",
    "place_worth",
    "priorities_said",
    "setting",
    "weighing_of",
]

MIDDLE = 3
"""A desire or a priority that moves nothing."""


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
    Setting("most_loss", 0.95, "the most that a place can lose, whatever the priority `location`: the third area's"),
    Setting("tie_step", 0.03, "worth gained in a state with a tie by each step of the priority `ties` above 3"),
    Setting("cost_step", 1.5, "what an application has to add, times this for each step of the priority `cost` from 3"),
    Setting(
        "least_outside", 0.3, "share outside the first area below which a list of a low score is warned of; assumed"
    ),
    Setting("low_step2_ck", 230, "Step 2 CK score below which that holds; assumed"),
    Setting("least_gain", 0.0005, "an application that adds less worth than this (0-1) is not recommended"),
    Setting("least_share_of_best", 0.1, "… unless the best one adds so little that this share of it is less"),
)


_VALUES = {each.name: each.value for each in SETTINGS}


def setting(name: str) -> float:
    """Return the value of a constant of taste."""
    return _VALUES[name]


class Weighing(NamedTuple):
    """How much her wishes weigh against each other.

    Parameters
    ----------
    places
        Part of the loss by a further area that counts: the dial, times the priority `location` over the priority
        `chance`, up to where the third area has lost `most_loss`. Each priority is 3 where she gave none.
    specialty
        Times the loss by each place down the order of specialties.
    cost
        Times what an application has to add.
    tie
        Worth gained, as a part of it, in the states of `tied`.
    tied
        States where she has a tie.
    """

    places: float
    specialty: float = 1.0
    cost: float = 1.0
    tie: float = 0.0
    tied: frozenset[str] = frozenset()


def weighing_of(profile: Profile, tied: Iterable[str]) -> Weighing:
    """Return how much an applicant's wishes weigh, by her dial and her priorities.

    Parameters
    ----------
    tied
        States where she has a tie.
    """
    said = profile.goals.priorities
    middle = float(MIDDLE)
    tie = setting("tie_step") * max(0, said.get("ties", MIDDLE) - MIDDLE)
    return Weighing(
        min(
            _most_places(), profile.goals.where_over_whether * said.get("location", middle) / said.get("chance", middle)
        ),
        said.get("specialty", middle) / middle,
        setting("cost_step") ** (said.get("cost", MIDDLE) - MIDDLE),
        tie,
        frozenset(tied) if tie else frozenset(),
    )


def _most_places() -> float:
    """Return the weight of places from which on the third area has lost all that it can."""
    return setting("most_loss") / setting("third_tier_loss")


def priorities_said(profile: Profile) -> Iterator[str]:
    """Return in words what her priorities do to the choice, one part for each that moves something."""
    said = profile.goals.priorities
    weighing = weighing_of(profile, ())
    dial = profile.goals.where_over_whether
    if dial and not isclose(weighing.places, dial):
        given = [f"{name} {said[name]}" for name in ("location", "chance") if name in said]
        yield f"{' and '.join(given)} of 5: where you match counts {_times(weighing.places / dial)} as much as usual"
    if weighing.specialty != 1 and len(profile.goals.specialties) > 1:
        yield f"specialty {said['specialty']}: their order counts {_times(weighing.specialty)} as much"
    if weighing.tie:
        yield f"ties {said['ties']}: a match in a state where you have one is worth {100 * weighing.tie:.0f} % more"
    if weighing.cost != 1:
        yield f"cost {said['cost']}: an application has to add {_times(weighing.cost)} as much to be on the list"


def _times(factor: float) -> str:
    """Return a factor in words.

    Examples
    --------
    >>> _times(5 / 3), _times(1 / 3)
    ('1.7 times', '0.33 times')
    """
    return f"{factor:.2g} times"


def place_worth(tier: int, number: int, weighing: Weighing, *, has_tie: bool) -> float:
    """Return the worth of a match by area tier (1-3) and place of the specialty in her order (0 the first).

    Examples
    --------
    >>> round(place_worth(2, 1, Weighing(0.5), has_tie=False), 3)
    0.76
    """
    lost = {1: 0.0, 2: setting("second_tier_loss"), 3: setting("third_tier_loss")}
    # Where the third area has lost all that it can, the second keeps its distance: more weight on places never makes
    # the two more alike.
    places = min(weighing.places, _most_places())
    step = setting("specialty_step_loss") * weighing.specialty
    worth = (1 - places * lost[tier]) * (1 - min(setting("most_loss"), step * number))
    return worth * (1 + weighing.tie * has_tie)


def levels_of(
    placed: Sequence[Placed], specialties: Sequence[str], weighing: Weighing
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the level of liking of each candidate (0 the best) and the worth of each level, falling.

    Parameters
    ----------
    specialties
        In her order.
    weighing
        Places at 0: a match anywhere is worth the same. At 1: the first area counts most.

    Notes
    -----
    Positions that begin with the second year have levels of their own, worth the same; programs that she marked with a
    desire too, worth a little more or less, and those in a state with a tie where she gives ties weight.

    Examples
    --------
    >>> levels_of([], ["family_medicine"], Weighing(0.5))[1].size
    0
    """
    kinds: dict[tuple[int, int, bool, int, bool], float] = {}
    kind_of = []
    for each in placed:
        number = specialties.index(each.program.specialty)
        liked = (each.desire or MIDDLE) - MIDDLE
        has_tie = each.program.state in weighing.tied
        kind = (each.tier, number, each.program.track is Track.ADVANCED, -liked, not has_tie)
        kind_of.append(kind)
        if kind not in kinds:
            worth = place_worth(each.tier, number, weighing, has_tie=has_tie)
            kinds[kind] = worth * (1 + setting("desire_step") * liked)
    # The worth of what is liked best is one: only what is worth how much more than what decides. A wish about places
    # or specialties of which she has one kind alone takes nothing from what an application adds.
    best = max(kinds.values(), default=1.0)
    kinds = {kind: worth / best for kind, worth in kinds.items()}
    # Equal worth: the nearer area is ranked first, then the more wanted specialty, then what needs no other first year.
    order = sorted(kinds, key=lambda kind: (-kinds[kind], kind))
    place = {kind: level for level, kind in enumerate(order)}
    level = np.array([place[kind] for kind in kind_of], dtype=np.int64)
    return level, np.array([kinds[kind] for kind in order])
