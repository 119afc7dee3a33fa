"""In which order would she like to go? Her own wishes alone, and no chance among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smartpick.explain._candidates import Places, place_of
from smartpick.explain._situation import Situation
from smartpick.explain._worth import MIDDLE, place_worth, setting, weighing_of
from smartpick.profile import Profile
from smartpick.programs import Program

__all__ = ["Taste", "taste_of"]

_DESIRE = 5.0
"""Points between the least and the greatest desire for a program itself."""
_PLACE = 6.0
"""Points of a match that is worth all that one can be by place and specialty."""
_SAME = 1e-6
"""Points between areas, and a tenth of it between specialties, that are worth the same: the nearer first."""
_WORDS = {1: "first area", 2: "second area", 3: "elsewhere", 0: "outside the areas where you would go"}


@dataclass(frozen=True, slots=True)
class Taste:
    """Her wishes about some programs: points, tiers and words in their order, and the weights behind them.

    `unwanted` holds those where she said that she would not go. Tier 0 is outside all areas. The weights are the points
    between the least and the greatest desire, between the first area and the third, between two specialties that follow
    each other, and for a state with a tie.
    """

    points: tuple[float, ...]
    tiers: tuple[int, ...]
    why: tuple[str, ...]
    weights: dict[str, float]
    unwanted: tuple[int, ...]


def taste_of(scene: Situation, profile: Profile, programs: Sequence[Program], places: Places) -> Taste:
    """Return her wishes about some programs.

    Parameters
    ----------
    profile
        As she wrote it; the situation may look wider.
    places
        Where that profile says that she would go.

    Notes
    -----
    Places, specialties and ties weigh as they do in the choice of a list (`smartpick.explain._worth`), so that the
    order of a list is no other than that of her ranks. The priority `chance` has no weight here, whatever she gave it:
    in a rank order list it can only cost her.
    """
    told = {name: given for name, given in profile.goals.priorities.items() if name != "chance"}
    calm = profile.model_copy(update={"goals": profile.goals.model_copy(update={"priorities": told})})
    weighing = weighing_of(calm, scene.applicant.tie_states)
    weights = {
        "desire": _DESIRE,
        "location": round(_PLACE * weighing.places * setting("third_tier_loss"), 9),
        "specialty": round(_PLACE * weighing.specialty * setting("specialty_step_loss"), 9),
        "ties": round(_PLACE * weighing.tie, 9),
    }
    wishes = {wish.program_code_nrmp: wish for wish in profile.goals.programs}
    points, tiers, why, unwanted = [], [], [], []
    for at, program in enumerate(programs):
        wish = wishes.get(program.program_code_nrmp)
        placed = place_of(program, places, scene.applicant)
        is_unwanted = any(area.contains(program) for area in places.never)
        tier = places.moved.get(program.program_code_nrmp, 0 if placed is None else placed.tier)
        tier = 0 if is_unwanted else tier
        has_tie = bool(scene.applicant.tie_states.get(program.state))
        desire = wish.desire if wish is not None and wish.desire is not None else MIDDLE
        number = scene.specialties.index(program.specialty)
        worth = place_worth(tier, number, weighing, has_tie=program.state in weighing.tied) if tier else 0.0
        same = _SAME * ((tier or 4) + number / 10)
        points.append(round(_DESIRE * (desire - 1) / 4 + _PLACE * worth - same, 9))
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
