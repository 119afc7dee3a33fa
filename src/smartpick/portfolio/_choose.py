"""Chooses the set of applications that does most for the applicant, under fees, a budget and a maximum number.

A set is worth the expected utility of where she ends up: matched at the best-liked program that takes her. Programs are
grouped into levels of liking; within a scenario and a strength θ programs answer independently, so that the chance of
no match at level t or better is a product over programs. That makes the worth submodular: what a program adds falls
as the list grows, and a lazy greedy never has to look at most candidates twice.
"""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Choice", "Fees", "Objective", "choose"]

_ROUNDING_USD = 1e-6
"""Sums of dollars that differ by less are the same."""


class Fees(Protocol):
    """What applications cost."""

    def fixed_usd(self, specialties: Sequence[str]) -> float:
        """Return what has to be paid once to apply in these specialties, whatever the number of programs."""
        ...

    def step_usd(self, specialty: str, number: int) -> float:
        """Return what the `number`-th application (from 1) of one specialty adds to that."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Objective:
    """What the applicant wants, over shared scenarios.

    Attributes
    ----------
    hits
        Chance that a program interviews and takes her, shape (n_programs, n_scenarios); scenarios are all pairs of
        draw and θ node.
    weights
        Weight of each scenario, shape (n_scenarios,), adding up to one.
    level
        Level of liking of each program, 0 the best, shape (n_programs,).
    utility
        Worth of a match at each level, falling, shape (n_levels,); no match is worth 0.
    """

    hits: Array
    weights: Array
    level: NDArray[np.int64]
    utility: Array

    def value(self, chosen: Sequence[int]) -> float:
        """Return the expected utility of a set."""
        return float(self.steps @ (1 - self.survival(chosen) @ self.weights))

    @property
    def steps(self) -> Array:
        """Return what matching at level t or better adds over t + 1 or better."""
        return np.asarray(self.utility - np.append(self.utility[1:], 0.0))

    def survival(self, chosen: Sequence[int]) -> Array:
        """Return the chance of no match at level t or better, shape (n_levels, n_scenarios)."""
        survival = np.ones((self.utility.size, self.weights.size))
        for index in chosen:
            survival[self.level[index] :] *= 1 - self.hits[index]
        return survival

    def worth(self, survival: Array) -> Array:
        """Return, per level, the weight of each scenario for one more program at that level."""
        return np.asarray(np.cumsum((survival * self.steps[:, None])[::-1], axis=0)[::-1] * self.weights[None, :])


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen set.

    Attributes
    ----------
    picked
        Indices in the order in which they were picked: the first are worth most for their price.
    gains
        Utility that each added when it was picked.
    costs_usd
        What each cost when it was picked, without what is paid once.
    stopped_by
        Why there are not more: ``gain`` when any further program would add next to nothing, ``budget`` or ``number``
        when one that is worth it has no room, ``candidates`` when there is none left.
    """

    picked: tuple[int, ...]
    gains: tuple[float, ...]
    costs_usd: tuple[float, ...]
    stopped_by: str


def choose(
    objective: Objective,
    specialties: Sequence[str],
    fees: Fees,
    budget_usd: float | None = None,
    max_programs: int | None = None,
    forced: Sequence[int] = (),
    least_gain: float = 0.0,
) -> Choice:
    """Return a greedy choice: by gain per dollar, and by gain where the number is limited.

    Parameters
    ----------
    specialties
        Specialty of each program: fees count per specialty.
    budget_usd
        All application money, what is paid once included; None for no limit.
    forced
        Programs that are in whatever they add; they count against budget and number.
    least_gain
        A program that adds less utility than this is not picked.

    Notes
    -----
    By gain per dollar, more money never makes a list worth less: where a larger budget first lets a program in, that
    program alone gains more than all that the smaller one could still buy, since gains fall and prices rise. Where
    specialties have something of their own to be paid first (another application service), lists without them are tried
    as well; where the number is limited too, both orders are. Neither greedy is the optimum in general; tests hold it
    against enumeration. A program is never dropped for being unknown.
    """
    every = tuple(sorted(set(specialties)))
    table = _Table(objective, specialties, fees, forced, least_gain)
    if budget_usd is None:
        return _greedy(table, every, np.inf, max_programs, per_dollar=max_programs is None)
    runs = []
    for allowed in _allowed(fees, every, {specialties[index] for index in forced}):
        money = budget_usd - fees.fixed_usd(allowed)
        runs.append(_greedy(table, allowed, money, max_programs, per_dollar=True))
        if max_programs is not None:
            runs.append(_greedy(table, allowed, money, max_programs, per_dollar=False))
    return runs[0] if len(runs) == 1 else max(runs, key=lambda run: round(objective.value(run.picked), 12))


def _allowed(fees: Fees, every: Sequence[str], held: set[str]) -> list[tuple[str, ...]]:
    """Return the sets of specialties worth trying: all, and each smaller one that has less to be paid once."""
    kept: list[tuple[tuple[str, ...], float]] = []
    for size in range(len(every), 0, -1):
        for some in itertools.combinations(every, size):
            fixed = fees.fixed_usd(some)
            larger = [other for names, other in kept if set(some) < set(names)]
            if held <= set(some) and all(fixed < other - _ROUNDING_USD for other in larger):
                kept.append((some, fixed))
    return [some for some, _ in kept]


@dataclass(frozen=True, slots=True)
class _Table:
    """What a greedy run looks at."""

    objective: Objective
    specialties: Sequence[str]
    fees: Fees
    forced: Sequence[int]
    least_gain: float


def _greedy(
    table: _Table, allowed: Sequence[str], money: float, max_programs: int | None, *, per_dollar: bool
) -> Choice:
    """Return one greedy run over some specialties; `money` is what is left after all that is paid once."""
    objective, specialties, fees = table.objective, table.specialties, table.fees
    hits, level = objective.hits, objective.level
    survival = objective.survival(())
    worth = objective.worth(survival)
    counts: Counter[str] = Counter()
    prices = {specialty: fees.step_usd(specialty, 1) for specialty in allowed}
    room = np.inf if max_programs is None else max_programs
    picked: list[int] = []
    gains: list[float] = []
    costs: list[float] = []

    def gain(index: int) -> float:
        return float(hits[index] @ worth[level[index]])

    def take(index: int) -> bool:
        """Take a program; say whether the next of its specialty is cheaper, so that old rates are too low."""
        nonlocal money, worth
        specialty = specialties[index]
        price = prices[specialty]
        gains.append(gain(index))
        costs.append(price)
        picked.append(index)
        counts[specialty] += 1
        prices[specialty] = fees.step_usd(specialty, counts[specialty] + 1)
        money -= price
        survival[level[index] :] *= 1 - hits[index]
        worth = objective.worth(survival)
        return prices[specialty] < price

    for index in table.forced:
        take(index)
    held = set(table.forced)
    candidates = [i for i, specialty in enumerate(specialties) if specialty in prices and i not in held]
    at_first = hits @ worth.T
    heap = [(-_rate(at_first[i, level[i]], prices[specialties[i]], per_dollar=per_dollar), i) for i in candidates]
    heapq.heapify(heap)
    refused: list[int] = []
    while heap and len(picked) < room:
        _, index = heapq.heappop(heap)
        price, adds = prices[specialties[index]], gain(index)
        rate = _rate(adds, price, per_dollar=per_dollar)
        # Gains only fall and prices mostly rise, so an entry that is still first after being looked at anew is best.
        if heap and rate < -heap[0][0] - 1e-15:
            heapq.heappush(heap, (-rate, index))
        elif adds < table.least_gain:
            # With prices that differ, one further down may still be worth it.
            if not per_dollar:
                break
        elif price > money:
            refused.append(index)
        elif take(index):
            heap = [(-_rate(gain(i), prices[specialties[i]], per_dollar=per_dollar), i) for _, i in heap]
            heapq.heapify(heap)
    left = [*refused, *(i for _, i in heap), *(i for i, each in enumerate(specialties) if each not in prices)]
    stopped_by = "candidates" if len(picked) == len(specialties) else "gain"
    if any(gain(i) >= table.least_gain for i in left):
        stopped_by = "number" if len(picked) >= room else "budget"
    return Choice(tuple(picked), tuple(gains), tuple(costs), stopped_by)


def _rate(gain: float, price: float, *, per_dollar: bool) -> float:
    return gain / max(price, 1.0) if per_dollar else gain
