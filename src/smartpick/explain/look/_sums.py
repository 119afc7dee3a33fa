"""Sums over one bench that several looks need: worth, prefixes of a list, what a program adds in every draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smartpick.explain._bench import Bench, Picked
from smartpick.portfolio import ListOutcome, Objective
from smartpick.uncertainty import Estimate
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["by_gain", "draws_of", "objective_of", "picked_of", "share_in", "worth_of"]


def picked_of(
    bench: Bench, signals: dict[int, SignalTier], stopped_by: str = "gain", years: tuple[int, ...] = ()
) -> Picked:
    """Return a set of candidates with their signals as a list, in the order in which she would rank it.

    Programs of equal worth stand by what they add when picked one by one, as on any list.
    """
    order = by_gain(bench, signals)
    order = sorted(order, key=lambda i: bench.level[i])
    return Picked(tuple(order), tuple(signals[i] for i in order), stopped_by, years if bench.has_years(order) else ())


def objective_of(bench: Bench, signals: dict[int, SignalTier]) -> Objective:
    """Return what she wants, over all candidates, with these signals shown to the programs they go to."""
    hits = bench.hits.copy()
    for index, tier in signals.items():
        if tier is not bench.given[index]:
            hits[index] = bench.hit_with(index, tier)
    return Objective(hits, bench.weights, bench.level, bench.utility)


def by_gain(bench: Bench, signals: dict[int, SignalTier]) -> list[int]:
    """Return the programs of a list in the order in which each adds most to those before it."""
    order = list(signals)
    if not order:
        return []
    rows = np.stack([bench.hit_with(i, signals[i]) for i in order])
    level = bench.level[order]
    objective = Objective(rows, bench.weights, level, bench.utility)
    survival = objective.survival(())
    left = list(range(len(order)))
    found: list[int] = []
    while left:
        worth = objective.worth(survival)
        gains = np.einsum("ps,ps->p", rows[left], worth[level[left]])
        best = left[int(np.argmax(gains))]
        left.remove(best)
        found.append(order[best])
        survival[level[best] :] *= 1 - rows[best]
    return found


def worth_of(bench: Bench, picked: Picked, outcome: ListOutcome) -> Estimate:
    """Return the worth of a list to her, by her own dial, draw by draw."""
    rows = np.stack([each.draws for each in outcome.match_at])
    return Estimate(bench.utility[bench.level[list(picked.order)]] @ rows, "worth")


def share_in(bench: Bench, picked: Picked, outcome: ListOutcome, specialty: str) -> Estimate:
    """Return the chance of matching in one specialty, draw by draw."""
    rows = [
        each.draws
        for i, each in zip(picked.order, outcome.match_at, strict=True)
        if bench.placed[i].program.specialty == specialty
    ]
    return Estimate(np.sum(rows, axis=0) if rows else np.zeros_like(outcome.p_match.draws), "part of p_match")


def draws_of(bench: Bench, row: Array) -> Array:
    """Return the means over the nodes of each draw, for rows over all scenarios, shape (…, n_draws)."""
    nodes = bench.chances.weights
    return np.asarray(row.reshape(*row.shape[:-1], -1, nodes.size) @ nodes)
