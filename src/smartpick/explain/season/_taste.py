"""In which order would she like to go? Her own wishes alone, and no chance among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smartpick.explain._candidates import places_of
from smartpick.explain._situation import Situation
from smartpick.profile import Profile
from smartpick.programs import Program

__all__ = ["USUAL_WEIGHTS", "Taste", "taste_of"]

USUAL_WEIGHTS = {"desire": 5.0, "location": 3.0, "specialty": 3.0, "ties": 1.0}
"""Used where the profile's priorities say nothing; `desire` is what she wrote about the program itself."""

_TIER = {1: 1.0, 2: 0.6, 3: 0.2, 0: 0.0}
_WORDS = {1: "first area", 2: "second area", 3: "elsewhere", 0: "outside the areas where you would go"}
_MIDDLE = 3


@dataclass(frozen=True, slots=True)
class Taste:
    """Her wishes about some programs: points, tiers and words in their order, and the weights behind them.

    `unwanted` holds those where she said that she would not go. Tier 0 is outside all areas.
    """

    points: tuple[float, ...]
    tiers: tuple[int, ...]
    why: tuple[str, ...]
    weights: dict[str, float]
    unwanted: tuple[int, ...]


def taste_of(scene: Situation, profile: Profile, programs: Sequence[Program]) -> Taste:
    """Return her wishes about some programs.

    Parameters
    ----------
    profile
        As she wrote it; the situation may look wider.

    Notes
    -----
    The priority `chance` has no weight here, whatever she gave it: in a rank order list it can only cost her.
    """
    given = profile.goals.priorities
    weights = {name: float(given.get(name, usual)) for name, usual in USUAL_WEIGHTS.items()}
    wishes = {wish.program_code_nrmp: wish for wish in profile.goals.programs}
    places = places_of(scene.facts, profile, ())
    number = max(len(scene.specialties), 1)
    points, tiers, why, unwanted = [], [], [], []
    for at, program in enumerate(programs):
        wish = wishes.get(program.program_code_nrmp)
        tier = next((k for k, areas in enumerate(places.tiers, 1) if any(a.contains(program) for a in areas)), 0)
        is_unwanted = any(area.contains(program) for area in places.never)
        tier = 3 if tier == 0 and places.anywhere and not is_unwanted else 0 if is_unwanted else tier
        has_tie = bool(scene.applicant.tie_states.get(program.state))
        desire = wish.desire if wish is not None and wish.desire is not None else _MIDDLE
        parts = {
            "desire": (desire - 1) / 4,
            "location": _TIER[tier],
            "specialty": 1 - scene.specialties.index(program.specialty) / number,
            "ties": float(has_tie),
        }
        points.append(sum(weights[name] * parts[name] for name in weights))
        said = [_WORDS[tier]]
        if wish is not None and wish.desire is not None:
            said.insert(0, f"you gave it {wish.desire} of 5")
        if has_tie:
            said.append(f"a tie to {program.state}")
        tiers.append(tier)
        why.append(", ".join(said))
        if is_unwanted or (wish is not None and wish.is_never):
            unwanted.append(at)
    return Taste(tuple(points), tuple(tiers), tuple(why), weights, tuple(unwanted))
