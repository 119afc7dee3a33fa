"""How far does a program's own share of residents like her move the chance, against the share of its state?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._applicant import GroupShare
from smartpick.estimate._openness import SHRINK_POSITIONS, openness_of
from smartpick.programs import Program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.estimate._ground import Case

__all__ = ["share_effect"]


def share_effect(case: Case, program: Program, own: GroupShare) -> NDArray[np.float64]:
    """Return the change in log-odds of an interview, shape (n_draws,); none where the state tables tell nothing.

    Notes
    -----
    The own share is drawn towards the nation as the state's is, by the same number of positions, with three residents
    to a position behind it (assumed). What the state's share did before is taken out again: the program's own says
    more. Both count as much as the assumption ``openness_weight`` says.
    """
    found = [openness_of(case.facts, [program], each, case.season).shares[0] for each in own.group]
    shares = [each for each in found if each is not None]
    nation = sum(each.national for each in shares)
    latest = program.latest
    if not shares or nation <= 0 or latest is None:
        return np.zeros_like(case.record)
    residents = case.assumptions.get("own_share_residents_per_position").mean * latest[1]
    shrunk = (own.share * residents + SHRINK_POSITIONS * nation) / (residents + SHRINK_POSITIONS)
    by_state = sum(each.share for each in shares)
    weight = case.assumptions.draw("openness_weight", case.seed, program.specialty, case.kind)
    return np.asarray(weight * (np.log(shrunk) - np.log(by_state)))
