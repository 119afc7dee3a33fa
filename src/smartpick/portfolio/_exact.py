"""Looks at every set where there are few enough, and solves what has one scenario by dynamic programming."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.portfolio._limits import ROUNDING_USD, Instance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["MOST_ENUMERATED", "best_of_all", "best_of_independent", "halves"]

MOST_ENUMERATED = 16
"""Programs that are not decided already, up to which every set is looked at."""
_MOST_STATES = 20_000_000


def halves(options: Sequence[Array]) -> tuple[Array, Array]:
    """Return the products of every combination of options, for the first and the second half of the items.

    Parameters
    ----------
    options
        For each item its options' factors, each of shape (n_options, n_terms, n_scenarios).
    """
    middle = (len(options) + 1) // 2
    out = []
    for part in (options[:middle], options[middle:]):
        product = np.ones((1, *options[0].shape[1:]))
        for each in part:
            product = (product[:, None] * each[None]).reshape(-1, *each.shape[1:])
        out.append(product)
    return out[0], out[1]


def best_of_all(instance: Instance) -> list[int] | None:
    """Return the best allowed set, by looking at all; None where no set is allowed.

    Notes
    -----
    The programs are split into two halves. A term of a set is the product of those of its halves, so that the worth of
    all 2^n sets is one matrix product for each term: 2^(n/2) by scenarios by 2^(n/2). Of equals the shorter, then the
    first in the order of candidates, is taken.
    """
    goal = instance.objective
    forced = list(dict.fromkeys(instance.wishes.forced))
    free = [i for i in range(instance.size) if not instance.is_excluded[i] and i not in set(forced)]
    held = goal.survival(forced)
    if not free:
        return forced if instance.is_allowed(forced) else None
    options = []
    for index in free:
        factor = np.ones((2, goal.steps.size, goal.weights.size))
        factor[1, goal.member[goal.level[index]]] = 1 - goal.hits[index]
        options.append(factor)
    first, second = halves(options)
    first = first * (held * goal.weights)
    value = np.full((len(first), len(second)), goal.steps.sum())
    for term, step in enumerate(goal.steps):
        value -= step * (first[:, term] @ second[:, term].T)
    number = len(free)
    codes = np.arange(2**number)
    is_in = np.array([codes >> (number - 1 - at) & 1 for at in range(number)], dtype=np.int64)
    size = is_in.sum(axis=0) + len(forced)
    net = value.ravel() - instance.least_gain * size
    net[~_allowed(instance, forced, free, is_in, size)] = -np.inf
    top = net.max()
    if top == -np.inf:
        return None
    near = np.flatnonzero(net >= top - 1e-13)
    best = near[int(np.argmin(size[near]))]
    return forced + [index for at, index in enumerate(free) if is_in[at, best]]


def _allowed(
    instance: Instance, forced: list[int], free: list[int], is_in: NDArray[np.int64], size: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Return which sets keep every limit, shape (n_sets,)."""
    allowed = size <= instance.room
    base = instance.counts(forced)
    counts = [base[kind] + is_in[instance.specialty[free] == kind].sum(axis=0) for kind in range(len(instance.names))]
    used = np.zeros(size.size, dtype=np.int64)
    steps = np.zeros(size.size)
    for kind, (name, count) in enumerate(zip(instance.names, counts, strict=True)):
        allowed &= count <= instance.most[kind]
        used |= (count > 0).astype(np.int64) << kind
        if instance.budget_usd is not None:
            steps += np.array([instance.steps_usd(name, k) for k in range(int(count.max()) + 1)])[count]
    if instance.budget_usd is not None:
        seen, place = np.unique(used, return_inverse=True)
        fixed = [
            instance.fixed_usd([n for k, n in enumerate(instance.names) if code >> k & 1]) if code else 0.0
            for code in seen
        ]
        allowed &= steps + np.array(fixed)[place] <= instance.budget_usd + ROUNDING_USD
    if instance.wishes.sites:
        every = {index: is_in[at] for at, index in enumerate(free)} | {i: np.ones_like(size) for i in forced}
        for index, flag in every.items():
            for other, more in every.items():
                is_one_place = instance.site[index] == instance.site[other] >= 0
                if index < other and is_one_place and instance.specialty[index] != instance.specialty[other]:
                    allowed &= flag + more < 2
    outside = int(instance.is_outside[forced].sum()) + is_in[instance.is_outside[free]].sum(axis=0)
    allowed &= outside >= instance.wishes.least_outside * size - 1e-9
    return np.asarray(allowed)


def best_of_independent(instance: Instance) -> list[int] | None:  # noqa: C901 -- one recursion, two kinds of state
    """Return the best set where programs answer independently, by dynamic programming; None where it does not apply.

    Notes
    -----
    With one scenario the worth follows from the least liked program up: with a better liked one in front,
    V' = h u + (1 - h) V. What a list costs depends on its numbers by specialty alone, so that these numbers are the
    state; where there are too many, but each program has one whole price and nothing differs in what is paid once,
    the number and the dollars are. It holds for any fee table of the first kind, rising or not.
    """
    goal, wishes = instance.objective, instance.wishes
    is_plain = not wishes.sites and wishes.least_outside <= 0 and goal.first_year is None
    if goal.weights.size != 1 or not is_plain:
        return None
    order = [i for i in np.argsort(-goal.level, kind="stable") if not instance.is_excluded[i]]
    room = int(min(instance.room, len(order)))
    available = instance.counts(order)
    sizes = np.minimum(np.minimum(available, instance.most), room) + 1
    prices: list[int] | None = None
    if float(np.prod(sizes.astype(float))) * len(order) > _MOST_STATES:
        prices = _whole_prices(instance)
        if prices is None:
            return None
        left = instance.money - instance.fixed_usd(instance.names)
        if left < 0:
            return None
        dollars = int(min(left + ROUNDING_USD, sum(prices[instance.specialty[i]] for i in order)))
        sizes = np.array([room + 1, dollars + 1])
        if float(np.prod(sizes.astype(float))) * len(order) > _MOST_STATES:
            return None
    best = np.full(tuple(sizes), -np.inf)
    best[(0,) * best.ndim] = 0.0
    taken = np.zeros((len(order), *best.shape), dtype=bool)
    moves = []
    for at, index in enumerate(order):
        kind = int(instance.specialty[index])
        move = tuple(int(k == kind) for k in range(len(sizes))) if prices is None else (1, prices[kind])
        moves.append(move)
        hit, worth = float(goal.hits[index, 0]), float(goal.utility[goal.level[index]])
        with_it = np.full_like(best, -np.inf)
        into = tuple(slice(step, None) for step in move)
        from_ = tuple(slice(0, max(size - step, 0)) for step, size in zip(move, best.shape, strict=True))
        with_it[into] = hit * worth + (1 - hit) * best[from_]
        taken[at] = np.ones_like(with_it, dtype=bool) if index in wishes.forced else with_it > best
        best = np.where(taken[at], with_it, best)
    number = np.indices(best.shape).sum(axis=0) if prices is None else np.indices(best.shape)[0]
    net = np.where(np.isfinite(best), best - instance.least_gain * number, -np.inf)
    if prices is None:
        for state in np.argwhere(np.isfinite(net)):
            if not instance.can_pay(state):
                net[tuple(state)] = -np.inf
    if net.max() == -np.inf:
        return None
    state = np.array(np.unravel_index(int(np.argmax(net)), net.shape))
    chosen = []
    for at in range(len(order) - 1, -1, -1):
        if taken[(at, *state)]:
            chosen.append(int(order[at]))
            state = state - np.array(moves[at])
    return chosen


def _whole_prices(instance: Instance) -> list[int] | None:
    """Return the one whole price of each specialty; None where prices change, are broken, or something differs once."""
    once = {round(instance.fixed_usd((name,)), 6) for name in instance.names}
    once.add(round(instance.fixed_usd(instance.names), 6))
    counts = instance.counts(range(instance.size))
    prices = []
    for name, count, most in zip(instance.names, counts, instance.most, strict=True):
        steps = np.diff([instance.steps_usd(name, k) for k in range(int(count) + 1)])
        if np.ptp(steps) > ROUNDING_USD or abs(steps[0] - round(steps[0])) > ROUNDING_USD or most < count:
            return None
        prices.append(round(steps[0]))
    return prices if len(once) == 1 else None
