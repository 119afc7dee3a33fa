"""The joint rank order lists of a season's couples: pairs of programs near each other first, one of them alone last.

A couple's partner stands in the same pool: what the NRMP publishes is how many couples there are, not in which
specialties, so that a partner in another specialty is stood in for by one in this (*assumed*).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.market._model import Couples

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["JOINT_ROWS", "couples_of", "partners_of"]

JOINT_ROWS = 300
"""Most rows of a joint list (*assumed* for a season; few couples have as many pairs)."""


def partners_of(is_coupled: NDArray[np.bool_], home: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return the partner of each person, shape (n_people,); −1 for none.

    Parameters
    ----------
    is_coupled
        Who applies as half of a couple; an odd one is left single.
    home
        Home state of each person, −1 for none. Partners are of one home state where its numbers allow (*assumed*).
    """
    partner = np.full(len(home), -1, np.int32)
    found = np.flatnonzero(is_coupled)
    found = found[np.argsort(home[found], kind="stable")]
    found = found[: len(found) // 2 * 2]
    partner[found[0::2]], partner[found[1::2]] = found[1::2], found[0::2]
    return partner


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """What one member of a couple could hold: programs in the order of her wishes, their states and divisions."""

    program: NDArray[np.int32]
    state: NDArray[np.int16]
    division: NDArray[np.int16]


def couples_of(
    partner: NDArray[np.int32],
    start: NDArray[np.int32],
    program: NDArray[np.int32],
    state_of: NDArray[np.int16],
    division: NDArray[np.int16],
) -> Couples:
    """Return the joint lists of all couples.

    Parameters
    ----------
    partner
        As `partners_of` returns it.
    start, program
        What each person could hold: those of person i are start[i] … start[i + 1] − 1, most wanted first.
    state_of
        State of each program; `division` the census division of each state.

    Notes
    -----
    Rows: both in one state, then both in one division, then both anywhere, then one of them alone; within each by the
    sum of the two places on their own lists (*assumed*).
    """
    first = np.flatnonzero((partner >= 0) & (partner > np.arange(len(partner))))
    member = np.column_stack([first, partner[first]]).astype(np.int32)

    def side(person: int) -> _Row:
        at = program[start[person] : start[person + 1]]
        states = state_of[at]
        return _Row(at, states, division[states])

    rows = [_joint(side(one), side(two)) for one, two in member.tolist()]
    ends = np.concatenate([[0], np.cumsum([len(each) for each in rows])]).astype(np.int32)
    pair = np.concatenate([np.zeros((0, 2), np.int32), *rows]).astype(np.int32)
    return Couples(member=member, start=ends, pair=pair)


def _joint(one: _Row, two: _Row) -> NDArray[np.int32]:
    n, m = len(one.program), len(two.program)
    i, j = (each.ravel() for each in np.indices((n, m)))
    is_near = one.state[i] == two.state[j]
    is_next = one.division[i] == two.division[j]
    tier = np.where(is_near, 0, np.where(is_next, 1, 2))
    order = np.lexsort((i, i + j, tier))
    both = np.column_stack([one.program[i[order]], two.program[j[order]]])
    place = np.concatenate([np.arange(n), np.arange(m)])
    alone = np.full((n + m, 2), -1, np.int32)
    alone[:n, 0], alone[n:, 1] = one.program, two.program
    alone = alone[np.argsort(place, kind="stable")]
    return np.concatenate([both[: max(JOINT_ROWS - len(alone), 0)], alone[:JOINT_ROWS]]).astype(np.int32)
