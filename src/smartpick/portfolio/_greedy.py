"""Builds a set program by program: the next is the one that adds most, per dollar or in itself."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.portfolio._limits import ROUNDING_USD, Instance, Wishes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["greedy", "in_order"]


def greedy(
    instance: Instance,
    start: Sequence[int],
    allowed: Sequence[str],
    among: NDArray[np.bool_],
    *,
    per_dollar: bool,
) -> list[int]:
    """Return a set grown from `start`, in the order in which its programs were taken.

    Parameters
    ----------
    allowed
        Specialties to take programs of. What they all have to be paid once is set aside at the beginning.
    among
        Whether each program may be taken, shape (n_programs,).

    Notes
    -----
    Lazy: gains only fall and prices mostly rise, so that an entry of the heap which is still first after being looked
    at anew is best. Where that does not hold (a step that is cheaper than the one before, or first years beside
    advanced positions, which make each other worth more), the heap is built anew.
    """
    goal, hits, level = instance.objective, instance.objective.hits, instance.objective.level
    picked = list(start)
    survival = goal.survival(picked)
    worth = goal.worth(survival)
    counts = instance.counts(picked)
    clash = instance.clashes(picked) > 0
    place = {name: at for at, name in enumerate(instance.names)}
    usable = {place[name] for name in allowed}
    used = sorted({*allowed, *(instance.specialties[index] for index in picked)})
    money = instance.money - instance.fixed_usd(used)
    money -= sum(instance.steps_usd(name, int(count)) for name, count in zip(instance.names, counts, strict=True))
    prices = [instance.steps_usd(n, int(c) + 1) - instance.steps_usd(n, int(c)) for n, c in _with(instance, counts)]
    of = instance.specialty
    open_ = among & ~clash & np.isin(of, sorted(usable))
    open_[picked] = False

    def fresh(indices: NDArray[np.int64]) -> list[tuple[float, int]]:
        gains = _gains(hits, level, worth, indices)
        if per_dollar:
            gains = gains / np.maximum(prices, 1.0)[of[indices]]
        heap = list(zip((-gains).tolist(), indices.tolist(), strict=True))
        heapq.heapify(heap)
        return heap

    heap = fresh(np.flatnonzero(open_))
    kind_of, level_of, room = of.tolist(), level.tolist(), instance.room
    while heap and len(picked) < room:
        _, index = heapq.heappop(heap)
        at = kind_of[index]
        # Money only falls, and a price changes only when something is taken at it: what cannot be paid now never can.
        if clash[index] or counts[at] >= instance.most[at] or prices[at] > money + ROUNDING_USD:
            continue
        gain = float(hits[index] @ worth[level_of[index]])
        price = max(prices[at], 1.0) if per_dollar else 1.0
        if heap and gain / price < -heap[0][0] - 1e-15:
            heapq.heappush(heap, (-gain / price, index))
            continue
        if gain < instance.least_gain:
            # With prices that differ, one further down may still be worth it, unless even the dearest adds too little.
            dearest = max(1.0, *(prices[kind] for kind in usable)) if per_dollar else 1.0
            if (gain / price + 1e-15) * dearest < instance.least_gain:
                break
            continue
        picked.append(index)
        money -= prices[at]
        counts[at] += 1
        before, name = prices[at], instance.names[at]
        prices[at] = instance.steps_usd(name, int(counts[at]) + 1) - instance.steps_usd(name, int(counts[at]))
        survival[goal.parts[level[index]]] *= 1 - hits[index]
        worth = goal.worth(survival)
        if instance.site[index] >= 0:
            clash |= (instance.site == instance.site[index]) & (of != at)
        if prices[at] < before or not goal.is_submodular:
            heap = fresh(np.array(sorted(i for _, i in heap), dtype=np.int64))
    return picked


def in_order(instance: Instance, chosen: Sequence[int]) -> tuple[list[int], list[float], list[float]]:
    """Return a set in the order of what each adds for its price, forced programs first, with gains and prices."""
    goal = instance.objective
    forced = [index for index in dict.fromkeys(instance.wishes.forced) if index in set(chosen)]
    per_dollar = instance.budget_usd is not None or instance.max_programs is None
    free = Instance(goal, instance.specialties, instance.fees, None, None, -np.inf, Wishes(tuple(forced)))
    among = np.zeros(instance.size, dtype=bool)
    among[list(chosen)] = True
    order = greedy(free, forced, instance.names, among, per_dollar=per_dollar)
    survival, counts = goal.survival(()), instance.counts(())
    gains: list[float] = []
    costs: list[float] = []
    for index in order:
        kind, level = int(instance.specialty[index]), int(goal.level[index])
        weight = (survival * goal.steps[:, None])[goal.parts[level]].sum(axis=0) * goal.weights
        gains.append(float(goal.hits[index] @ weight))
        name, number = instance.names[kind], int(counts[kind])
        costs.append(instance.steps_usd(name, number + 1) - instance.steps_usd(name, number))
        counts[kind] += 1
        survival[goal.parts[level]] *= 1 - goal.hits[index]
    return order, gains, costs


def _with(instance: Instance, counts: NDArray[np.int64]) -> list[tuple[str, int]]:
    return [(name, int(count)) for name, count in zip(instance.names, counts, strict=True)]


def _gains(
    hits: NDArray[np.float64], level: NDArray[np.int64], worth: NDArray[np.float64], indices: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return what each program adds, shape of `indices`."""
    rows = hits if indices.size == len(hits) else hits[indices]
    return np.asarray((rows @ worth.T)[np.arange(indices.size), level[indices]])
