"""What does a list of pairs come to, when each program answers each partner as it would answer one applicant alone?"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["JointOutcome", "both_take", "joint_outcome", "keyed_uniforms"]

REPLICATES = 8
_CHUNK = 6000
"""Samples worked on at once: few enough to stay in memory that is near."""


@dataclass(frozen=True, slots=True, eq=False)
class JointOutcome:
    """Chances of a list of pairs.

    Attributes
    ----------
    row : array of shape (n_draws, n_rows)
        Chance that the couple is matched by each row: all of it takes place and no row above does.
    takes : array of shape (n_draws, n_rows)
        Chance that all of a row takes place, whatever stands above it: both programs would take their partner, or,
        where one goes unmatched, the other's would. Of the same samples as `row`: the two can be set side by side.
    none : array of shape (n_draws,)
        Chance that no row comes about.
    """

    row: Array
    takes: Array
    none: Array

    def of(self, which: NDArray[np.bool_]) -> Array:
        """Return the chance that the couple is matched by one of some rows, shape (n_draws,)."""
        return np.asarray(self.row[:, which].sum(axis=1))


def joint_outcome(
    first: Array,
    second: Array,
    weights: tuple[Array, Array],
    rows: NDArray[np.int64],
    codes: Sequence[str],
    seed: int,
    replicates: int = REPLICATES,
) -> JointOutcome:
    """Return what a list of pairs comes to.

    Parameters
    ----------
    first : array of shape (n_first, n_draws, n_nodes)
        Chance that each program interviews the first partner and would take that partner.
    second : array of shape (n_second, n_draws, n_other_nodes)
        The same for the second partner, over the same draws.
    weights
        Weights of the nodes of each.
    rows : array of shape (n_rows, 2)
        Program numbers of both partners, the most preferred row first; -1 where that partner goes unmatched.
    codes
        Names of the first partner's programs; each has a stream of random numbers of its own, whatever its place.

    Notes
    -----
    Draws (the season, what is uncertain about the figures) are shared; the nodes (each one's own strength) are
    independent. Within a draw and a pair of nodes programs answer independently. The couple is matched by the first row
    of which both programs would take their partner; couples are too few to move a program's last place, which is what
    is taken for granted here and held against the engine in tests. The answers to the first partner are sampled
    (`replicates` times for each draw and node, evenly spread); given these, the answers to the second are exact.
    """
    n_first, n_draws, _ = first.shape
    n_second, n_rows = second.shape[0], len(rows)
    rank = np.full((n_first + 1, n_second + 1), n_rows, dtype=np.int32)
    # Numbers of -1 stand for the last line and column: unmatched.
    rank[rows[::-1, 0], rows[::-1, 1]] = np.arange(n_rows, dtype=np.int32)[::-1]
    rank[n_first, n_second] = n_rows
    is_taken = _answers(first, codes, seed, replicates)
    share = np.repeat(weights[0] / replicates, replicates)
    certain = np.ones((1, *second.shape[1:]))
    offered = np.ascontiguousarray(np.moveaxis(np.concatenate([second, certain]), 0, 1))
    found = np.zeros((n_draws, n_rows + 1))
    per_draw = is_taken.shape[1]
    step = max(1, _CHUNK // per_draw)
    for start in range(0, n_draws, step):
        draws = np.arange(start, min(start + step, n_draws))
        taken = is_taken[draws].reshape(len(draws) * per_draw, n_first)
        best = np.broadcast_to(rank[n_first], (len(taken), n_second + 1)).copy()
        for i in range(n_first):
            np.minimum(best, rank[i], out=best, where=taken[:, i, None])
        order = np.argsort(best, axis=1, kind="stable")
        at = np.repeat(draws, per_draw)
        chance = offered[at[:, None], order]
        free = np.cumprod(1 - chance, axis=1)
        chance[:, 1:] *= free[:, :-1]
        landed = (chance @ weights[1]) * np.tile(share, len(draws))[:, None]
        key = (at[:, None] - start) * (n_rows + 1) + np.take_along_axis(best, order, axis=1)
        counted = np.bincount(key.ravel(), landed.ravel(), minlength=len(draws) * (n_rows + 1))
        found[draws] = counted.reshape(len(draws), n_rows + 1)
    takes = _both(is_taken, second, weights, rows)
    return JointOutcome(found[:, :-1], takes, np.clip(found[:, -1], 0.0, 1.0))


def both_take(
    first: Array,
    second: Array,
    weights: tuple[Array, Array],
    rows: NDArray[np.int64],
    codes: Sequence[str],
    seed: int,
    replicates: int = REPLICATES,
) -> Array:
    """Return `JointOutcome.takes` alone; of the same samples, so that larger chances never come out smaller.

    Parameters
    ----------
    first, second, weights, rows, codes, seed, replicates
        As in `joint_outcome`.
    """
    return _both(_answers(first, codes, seed, replicates), second, weights, rows)


def _answers(first: Array, codes: Sequence[str], seed: int, replicates: int) -> NDArray[np.bool_]:
    """Return sampled answers to the first partner, shape (n_draws, n_nodes * replicates, n_first)."""
    n_first, n_draws, n_nodes = first.shape
    answers = np.zeros((n_draws, n_nodes, replicates, n_first), dtype=bool)
    for i, code in enumerate(codes):
        uniform = keyed_uniforms(seed, code, n_draws * n_nodes, replicates).reshape(answers.shape[:-1])
        answers[..., i] = uniform < first[i][:, :, None]
    return answers.reshape(n_draws, n_nodes * replicates, n_first)


def _both(is_taken: NDArray[np.bool_], second: Array, weights: tuple[Array, Array], rows: NDArray[np.int64]) -> Array:
    """Return the chance that all of each row takes place, shape (n_draws, n_rows)."""
    replicates = is_taken.shape[1] // len(weights[0])
    share = np.repeat(weights[0] / replicates, replicates)
    alone = np.einsum("dsi,s->di", is_taken, share), (second @ weights[1]).T
    # Numbers of -1 stand for the last column: going unmatched is always possible.
    yes = [np.concatenate([each, np.ones((len(each), 1))], axis=1)[:, rows[:, k]] for k, each in enumerate(alone)]
    return np.asarray(np.minimum(yes[0] * yes[1], 1.0))


def keyed_uniforms(seed: int, key: str, n: int, replicates: int) -> Array:
    """Return numbers in (0, 1), shape (n, replicates), decided by seed and key alone; each line is evenly spread."""
    generator = np.random.default_rng([seed, zlib.crc32(key.encode())])
    place = np.argsort(generator.random((n, replicates)), axis=1)
    return np.asarray((place + generator.random((n, replicates))) / replicates)
