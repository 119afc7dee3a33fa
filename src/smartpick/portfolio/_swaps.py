"""Makes a set better: adds, drops, one for one, and money moved between specialties, while anything helps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.portfolio._greedy import greedy
from smartpick.portfolio._limits import Instance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.portfolio._objective import Objective

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["LEAST_CHANGE", "improve", "repaired"]

LEAST_CHANGE = 1e-5
"""Utility by which a change has to help: a thousandth of a point is nothing to an applicant."""
_NEAR = 64
"""Candidates that are looked at again after a swap, before all are."""
_MOST_ROUNDS = 80
_MOVED = (1, 2, 4)


def improve(instance: Instance, start: Sequence[int]) -> list[int]:
    """Return a set that no single change makes better; never worth less than an allowed `start`.

    Notes
    -----
    What every swap would do is one matrix product: the gains of all candidates over the set without each of its
    members, (candidates × scenarios) times (scenarios × members). After a swap only the best candidates are looked at
    again; the search ends when a pass over all finds nothing.
    """
    chosen = list(start)
    open_ = ~instance.is_excluded
    near: Flags | None = None
    for _ in range(_MOST_ROUNDS):
        among = open_ if near is None else near
        changed, best = _one_change(instance, chosen, among)
        if changed is not None:
            chosen = changed
            near = best if near is None else near
        elif near is not None:
            near = None
        else:
            moved = _money_moved(instance, chosen)
            if moved is None:
                break
            chosen = moved
    return chosen


def repaired(instance: Instance, start: Sequence[int]) -> list[int]:
    """Return an earlier set brought within changed limits: forced programs in, the least worth its price out."""
    forced = list(dict.fromkeys(instance.wishes.forced))
    chosen = forced + [i for i in dict.fromkeys(start) if i not in forced and not instance.is_excluded[i]]
    goal = instance.objective
    while True:
        counts = instance.counts(chosen)
        clash = instance.clashes(chosen)
        outside = int(instance.is_outside[chosen].sum()) if chosen else 0
        is_paid, is_shared = instance.can_pay(counts), instance.is_share_kept(outside, len(chosen))
        if (is_paid and is_shared and not clash[chosen].any()) or len(chosen) == len(forced):
            return chosen
        rest = [at for at, index in enumerate(chosen) if index not in forced]
        if clash[chosen].any():
            rest = [at for at in rest if clash[chosen[at]]] or rest
        elif not is_shared and is_paid:
            rest = [at for at in rest if not instance.is_outside[chosen[at]]] or rest
        over = [
            at for at in rest if counts[instance.specialty[chosen[at]]] > instance.most[instance.specialty[chosen[at]]]
        ]
        lost = goal.losses_of(chosen)
        losses = [lost[at] / _saved(instance, counts, chosen[at]) for at in over or rest]
        del chosen[(over or rest)[int(np.argmin(losses))]]


def _saved(instance: Instance, counts: NDArray[np.int64], index: int) -> float:
    """Return what leaving out one program of a specialty saves; at least a dollar."""
    less = counts.copy()
    less[instance.specialty[index]] -= 1
    return max(instance.bill_usd(counts) - instance.bill_usd(less), 1.0) if instance.budget_usd is not None else 1.0


def _one_change(instance: Instance, chosen: list[int], among: Flags) -> tuple[list[int] | None, Flags]:
    """Return the set after the best single change, or None where none helps; and the candidates nearest to one."""
    goal, size = instance.objective, len(chosen)
    wanted = among.copy()
    wanted[chosen] = False
    worth, loss = goal.left_out(chosen)
    members = np.array(chosen, dtype=np.int64)
    if goal.is_submodular and size:
        # Without o a program adds at most 1 / (1 - h_o) of what it adds with it: most can never make up for any.
        most = 1 - goal.hits[members].max(axis=1)
        adds = _by_level(goal, worth[-1:], np.arange(instance.size))[:, 0]
        wanted &= adds > min(float((loss * most).min()), instance.least_gain) - 1e-12
    pool = np.flatnonzero(wanted)
    gains = _by_level(goal, worth, pool)
    forced = np.isin(members, instance.wishes.forced)
    fits = _fits(instance, members, pool, forced)
    delta = np.full((pool.size + 1, size + 1), -np.inf)
    delta[:-1, :-1] = gains[:, :-1] - loss
    delta[:-1, -1] = gains[:, -1] - instance.least_gain
    delta[-1, :-1] = instance.least_gain - loss
    delta[~fits] = -np.inf
    nearest = np.zeros(instance.size, dtype=bool)
    best_of = delta[:-1].max(axis=1, initial=-np.inf)
    nearest[pool[np.argsort(-best_of, kind="stable")[:_NEAR]]] = True
    nearest[chosen] = True
    row, column = np.unravel_index(int(np.argmax(delta)), delta.shape)
    if not delta[row, column] > LEAST_CHANGE:
        return None, nearest
    changed = [index for at, index in enumerate(chosen) if at != column]
    if row < pool.size:
        changed.append(int(pool[row]))
    return changed, nearest


def _by_level(goal: Objective, worth: NDArray[np.float32], pool: NDArray[np.int64]) -> Array:
    """Return what each of `pool` adds to each set of a stack of `Objective.worth`, shape (n_pool, n_sets).

    In single precision: a sum is off by a hundredth of `LEAST_CHANGE` at most, so no exchange is taken that does not
    help.
    """
    gains = np.empty((pool.size, len(worth)))
    for kind in np.unique(goal.level[pool]):
        rows = np.flatnonzero(goal.level[pool] == kind)
        hits = goal.half if rows.size == len(goal.half) else goal.half[pool[rows]]
        gains[rows] = hits @ worth[:, kind].T
    return gains


def _fits(instance: Instance, members: NDArray[np.int64], pool: NDArray[np.int64], forced: Flags) -> Flags:
    """Return which changes keep every limit, shape (n_pool + 1, n_members + 1); the last row and column are nothing."""
    counts = instance.counts(list(members))
    kinds = len(instance.names)
    table = np.zeros((kinds + 1, kinds + 1), dtype=bool)
    for into in range(kinds + 1):
        for out in range(kinds + 1):
            new = counts.copy()
            new[into : into + 1] += 1
            new[out : out + 1] -= 1
            table[into, out] = (into, out) != (kinds, kinds) and instance.can_pay(new)
    of_pool = np.append(instance.specialty[pool], kinds)
    of_members = np.append(instance.specialty[members], kinds)
    fits = table[of_pool[:, None], of_members[None, :]]
    fits[:, :-1] &= ~forced
    if instance.wishes.sites:
        clash = instance.clashes(list(members))[pool]
        same = (instance.site[pool][:, None] == instance.site[members]) & (instance.site[members] >= 0)
        pair = same & (instance.specialty[pool][:, None] != instance.specialty[members])
        fits[:-1, :-1] &= clash[:, None] - pair == 0
        fits[:-1, -1] &= clash == 0
    if instance.wishes.least_outside > 0:
        have = int(instance.is_outside[members].sum())
        into_ = np.append(instance.is_outside[pool].astype(int), 0)
        out_ = np.append(instance.is_outside[members].astype(int), 0)
        sizes = len(members) + np.append(np.ones(pool.size, int), 0)[:, None] - np.append(np.ones(members.size, int), 0)
        fits &= have + into_[:, None] - out_ >= instance.wishes.least_outside * sizes - 1e-9
    return np.asarray(fits)


def _money_moved(instance: Instance, chosen: list[int]) -> list[int] | None:
    """Return a better set in which a few applications of one specialty made room for others, if there is any."""
    if len(instance.names) < 2 or (instance.budget_usd is None and instance.max_programs is None):
        return None
    goal = instance.objective
    counts = instance.counts(chosen)
    if all(instance.can_pay(counts + np.eye(len(counts), dtype=np.int64)[kind]) for kind in range(len(counts))):
        return None  # neither money nor number is what keeps anything out
    now = instance.net(chosen)
    # What is not near to being worth adding now is not what freed money would buy.
    gains = goal.hits @ goal.worth(goal.survival(chosen)).T
    gains = np.where(instance.is_excluded, -np.inf, gains[np.arange(instance.size), goal.level])
    near = np.zeros(instance.size, dtype=bool)
    for kind in range(len(counts)):
        of_kind = np.flatnonzero(instance.specialty == kind)
        near[of_kind[np.argsort(-gains[of_kind], kind="stable")[:_NEAR]]] = True
    near &= ~instance.is_excluded
    loss = dict(zip(chosen, goal.losses_of(chosen).tolist(), strict=True))
    forced = set(instance.wishes.forced)
    best: tuple[float, list[int]] | None = None
    for kind, name in enumerate(instance.names):
        others = [each for each in instance.names if each != name]
        dropped = sorted((i for i in chosen if instance.specialty[i] == kind and i not in forced), key=loss.__getitem__)
        for number in sorted({*_MOVED, int(counts[kind])}):
            if number > len(dropped):
                break
            kept = [index for index in chosen if index not in dropped[:number]]
            tried = greedy(instance, kept, others, near, per_dollar=instance.budget_usd is not None)
            value = instance.net(tried)
            if value > now + LEAST_CHANGE and (best is None or value > best[0] + 1e-12) and instance.is_allowed(tried):
                best = value, tried
    return best[1] if best else None
