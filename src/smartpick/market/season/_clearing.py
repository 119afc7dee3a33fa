"""How does a simulated season clear? Its interviewed applicants and programs go through the project's Match engine.

Nothing here proposes or displaces: the lists are laid out as arrays for `smartpick.market._singles`, the same pass that
matches a national market.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smartpick.market._draws import defer_offers
from smartpick.market._singles import Offers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.market.season._pool import Pool

__all__ = ["clear", "lowest_ranked"]


def lowest_ranked(
    value: NDArray[np.float32], program: NDArray[np.int16], n_programs: int, not_ranked: float
) -> NDArray[np.float32]:
    """Return the rank value of the last that each program ranks; −inf where it interviewed nobody.

    Parameters
    ----------
    value, program
        Rank value and program of every attended interview.
    not_ranked
        Share of its interviewed that a program leaves off the end of its list.
    """
    order = np.lexsort((value, program))
    size = np.bincount(program, minlength=n_programs)
    first = np.cumsum(size) - size
    skipped = np.minimum((size * not_ranked).astype(np.int64), size - 1)
    bottom = np.full(n_programs, -np.inf, np.float32)
    some = size > 0
    bottom[some] = value[order[(first + skipped)[some]]]
    return bottom


def clear(
    pool: Pool,
    value: NDArray[np.float32],
    attended: NDArray[np.bool_],
    quota: NDArray[np.int32],
    not_ranked: float,
    *,
    compiled: bool,
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]:
    """Match single applicants; applicants rank every program that interviewed them, in the order of their wishes.

    Returns
    -------
    outcome
        The application each applicant matched by, −1 for none.
    cutoff
        Rank value of a full program's last admitted; of the last ranked where a position stays empty.
    filled
        Positions filled by program.
    """
    interviewed = np.flatnonzero(attended)
    bottom = lowest_ranked(value[interviewed], pool.program[interviewed], len(quota), not_ranked)
    edge = interviewed[value[interviewed] >= bottom[pool.program[interviewed]]]
    n_people = len(pool.kind)
    start = np.concatenate([[0], np.cumsum(np.bincount(pool.owner[edge], minlength=n_people))]).astype(np.int32)
    offers = Offers(
        start=start,
        program=pool.program[edge].astype(np.int32),
        utility=-np.arange(len(edge), dtype=np.float32),
        score=value[edge],
        number=np.arange(n_people, dtype=np.int32),
        is_sorted=np.ones(1, np.int32),
    )
    stays = np.flatnonzero(~pool.leaves).astype(np.int32)
    held = defer_offers(offers, quota.astype(np.int32), stays, compiled=compiled)
    outcome = np.full(n_people, -1, np.int64)
    matched = held.at >= 0
    outcome[matched] = edge[held.at[matched]]
    is_full = (held.filled == quota) & (quota > 0)
    return outcome, np.where(is_full, held.cut, bottom).astype(np.float32), held.filled.astype(np.int64)
