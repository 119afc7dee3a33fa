"""Which programs cannot be told apart from this one? Paired draws: the difference of two gains in every scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from smartpick.explain._bench import Bench
from smartpick.explain.look._sums import draws_of
from smartpick.explain.look._types import Alike
from smartpick.portfolio import Objective
from smartpick.uncertainty import CENTRAL, Estimate
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["MOST_ALIKE", "alike_of", "gains_in_draws"]

MOST_ALIKE = 12


def alike_of(bench: Bench, others: Mapping[int, SignalTier], index: int) -> tuple[tuple[Alike, ...], int, int]:
    """Return the programs that cannot be told apart from one, at most a dozen, how many there are, and among how many.

    Parameters
    ----------
    others
        The rest of the list with its signals.

    Notes
    -----
    Both programs are put in the same place: the rest of the list without either, and without a signal that is only
    suggested, since that could go to the other as well. What each adds in worth is taken in every draw, and two cannot
    be told apart when the central 90 % of the difference holds zero. A program in which the draws of the two never
    differ would be the same program.
    """
    mine, theirs = gains_in_draws(bench, others, index)
    difference = theirs - mine[None]
    low, high = np.quantile(difference, [(1 - CENTRAL) / 2, (1 + CENTRAL) / 2], axis=1)
    is_alike = (low <= 0) & (high >= 0)
    is_alike[index] = False
    mean = np.abs(difference.mean(axis=1))
    near = sorted(np.flatnonzero(is_alike).tolist(), key=lambda k: (mean[k], k))
    found = tuple(
        Alike(bench.placed[k].program, k in others, Estimate(difference[k], "worth")) for k in near[:MOST_ALIKE]
    )
    return found, len(near), len(bench.placed) - 1


def gains_in_draws(bench: Bench, others: Mapping[int, SignalTier], index: int) -> tuple[Array, Array]:
    """Return what one program adds in each draw, shape (n_draws,), and what each candidate would add in its place.

    The second has shape (n_candidates, n_draws). A candidate that is on the list is first taken off it; then what the
    one adds is worked out there too, so that the difference is told for the same rest.
    """
    rows = {i: bench.hit_with(i, tier) for i, tier in others.items()}
    objective = Objective(bench.hits, bench.weights, bench.level, bench.utility)
    survival = np.ones((bench.utility.size, bench.weights.size))
    for i, row in rows.items():
        survival[bench.level[i] :] *= 1 - row
    steps = objective.steps[:, None]

    def worth(left: Array) -> Array:
        return np.asarray(np.cumsum((left * steps)[::-1], axis=0)[::-1])

    here = worth(survival)
    mine = draws_of(bench, bench.hits[index] * here[bench.level[index]])
    theirs = np.empty((len(bench.placed), mine.size))
    for level in range(bench.utility.size):
        at = np.flatnonzero(bench.level == level)
        theirs[at] = draws_of(bench, bench.hits[at] * here[level])
    for k, row in rows.items():
        without = survival.copy()
        without[bench.level[k] :] /= np.maximum(1 - row, 1e-9)
        there = worth(without)
        # Shifted, so that the difference to `mine` is the difference without either on the list.
        gap = bench.hits[k] * there[bench.level[k]] - bench.hits[index] * there[bench.level[index]]
        theirs[k] = mine + draws_of(bench, gap)
    return mine, theirs
