"""How does a simulated season clear? Its interviewed applicants and programs go through the project's Match engine.

Nothing here proposes or displaces: the lists, those of couples among them, are laid out as a market of the engine, or,
where nobody is half of a couple, for the pass in it that places single applicants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smartpick.market._draws import defer_offers
from smartpick.market._match import match_market
from smartpick.market._model import Market
from smartpick.market._singles import Offers
from smartpick.market.season._joint import couples_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.market.season._pool import Pool
    from smartpick.market.season._programs import Field

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
    programs: Field,
    value: NDArray[np.float32],
    attended: NDArray[np.bool_],
    not_ranked: float,
    *,
    compiled: bool,
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]:
    """Match applicants, who rank every program that interviewed them in the order of their wishes, and couples.

    Returns
    -------
    outcome
        The application each applicant matched by, −1 for none.
    cutoff
        Rank value of a full program's last admitted; of the last ranked where a position stays empty.
    filled
        Positions filled by program.

    Notes
    -----
    With couples there need not be a stable matching; where the engine finds none the couples are matched as single
    applicants, which has not been seen to happen in a season.
    """
    quota = programs.quota
    interviewed = np.flatnonzero(attended)
    bottom = lowest_ranked(value[interviewed], pool.program[interviewed], len(quota), not_ranked)
    edge = interviewed[value[interviewed] >= bottom[pool.program[interviewed]]]
    owner = pool.owner[edge]
    start = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(pool.kind)))]).astype(np.int32)
    program = pool.program[edge].astype(np.int32)
    place = None
    if (pool.partner >= 0).any():
        place = _together(pool, programs, start, program, value[edge], owner, compiled=compiled)
    if place is None:
        place = _alone(pool, start, program, value[edge], quota, compiled=compiled)
    outcome = np.full(len(pool.kind), -1, np.int64)
    matched = place >= 0
    outcome[matched] = edge[place[matched]]
    held = program[place[matched]]
    filled = np.bincount(held, minlength=len(quota))
    last = np.full(len(quota), np.inf, np.float32)
    np.minimum.at(last, held, value[outcome[matched]])
    is_full = (filled == quota) & (quota > 0)
    return outcome, np.where(is_full, last, bottom).astype(np.float32), filled.astype(np.int64)


def _alone(
    pool: Pool,
    start: NDArray[np.int32],
    program: NDArray[np.int32],
    value: NDArray[np.float32],
    quota: NDArray[np.int32],
    *,
    compiled: bool,
) -> NDArray[np.int32]:
    """Match everybody as a single applicant; return the entry of her list that each is matched by, −1 for none."""
    offers = Offers(
        start=start,
        program=program,
        utility=-np.arange(len(program), dtype=np.float32),
        score=value,
        number=np.arange(len(pool.kind), dtype=np.int32),
        is_sorted=np.ones(1, np.int32),
    )
    stays = np.flatnonzero(~pool.leaves).astype(np.int32)
    return np.asarray(defer_offers(offers, quota.astype(np.int32), stays, compiled=compiled).at, np.int32)


def _together(
    pool: Pool,
    programs: Field,
    start: NDArray[np.int32],
    program: NDArray[np.int32],
    value: NDArray[np.float32],
    owner: NDArray[np.int32],
    *,
    compiled: bool,
) -> NDArray[np.int32] | None:
    """Match with couples; None where no stable matching was found, else as `_alone`."""
    size = np.diff(start)
    is_single = (pool.partner < 0) & ~pool.leaves
    own = is_single[owner]
    order = np.lexsort((-value, program))
    market = Market(
        quota=programs.quota,
        list_start=np.concatenate([[0], np.cumsum(np.where(is_single, size, 0))]).astype(np.int32),
        list_program=program[own],
        rank_start=np.searchsorted(program[order], np.arange(len(programs.quota) + 1)).astype(np.int32),
        rank_person=owner[order].astype(np.int32),
        couples=couples_of(pool.partner, start, program, programs.state_of, programs.division),
    )
    matching = match_market(market, compiled=compiled).matching
    if matching is None:
        return None
    width = len(programs.quota)
    key = owner.astype(np.int64) * width + program
    sorter = np.argsort(key, kind="stable")
    at = np.full(len(pool.kind), -1, np.int32)
    matched = np.flatnonzero(matching.program >= 0)
    wanted = matched.astype(np.int64) * width + matching.program[matched]
    at[matched] = sorter[np.searchsorted(key, wanted, sorter=sorter)]
    return at
