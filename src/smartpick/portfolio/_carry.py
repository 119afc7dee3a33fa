"""Moves a signal and a program at once: one leaves the list, and a newcomer comes with a signal that was elsewhere.

Exchanging programs at fixed signals, and signals on a fixed list, can both be at an end where this still helps: a
program that is only worth a place with a signal does not show in either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.portfolio._limits import Instance
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.portfolio._objective import Objective

    Array = NDArray[np.float64]

__all__ = ["carried"]

Group = tuple[str, str]

_LEAST = 1e-5
_NEAR = 48
"""Newcomers that are looked at with a signal: those that would add most without one."""
_FEW = 16
"""Up to so many candidates every program may leave; beyond, those that had the signal, and the weakest."""


def carried(
    instance: Instance,
    groups: Sequence[Group | None],
    picked: Sequence[int],
    signals: Mapping[Group, SignalTier],
    row: Callable[[int, SignalTier], Array],
    small: Callable[[Sequence[int], Mapping[Group, SignalTier]], Objective],
) -> tuple[list[int], dict[Group, SignalTier]] | None:
    """Return a better list with its signals after one such move; None where none helps.

    Parameters
    ----------
    instance
        Limits; its objective is the one without any of these signals.
    groups
        Who sees a signal to each candidate.
    row
        Returns the chances of a candidate with a signal, shape (n_scenarios,).
    small
        Returns the objective over the programs of a list alone, with signals.
    """
    least = instance.least_gain

    def net(some: Sequence[int], given: Mapping[Group, SignalTier]) -> float:
        return small(some, given).value(range(len(some))) - least * len(some)

    now = net(picked, signals)
    forced = set(instance.wishes.forced)
    for group, tier in signals.items():
        kind = instance.specialty[next(i for i in picked if groups[i] == group)]
        rest = {other: t for other, t in signals.items() if other != group}
        mine = [i for i in picked if instance.specialty[i] == kind and i not in forced]
        if instance.size > _FEW and mine:
            goal = small(picked, rest)
            worth = goal.worth(goal.without_each(range(len(picked))))
            loss = {i: float(goal.hits[at] @ worth[at, goal.level[at]]) for at, i in enumerate(picked)}
            weakest = min(mine, key=loss.__getitem__)
            mine = [i for i in mine if groups[i] == group or i == weakest]
        for out in mine:
            kept = [i for i in picked if i != out]
            newcomer = _newcomer(instance, groups, kept, rest, tier, int(kind), row, small)
            if newcomer is None or newcomer == out:
                continue
            owner = groups[newcomer]
            changed, given = [*kept, newcomer], dict(rest)
            if owner is not None:
                given[owner] = tier
            if instance.is_allowed(changed) and net(changed, given) > now + _LEAST:
                return changed, given
    return None


def _newcomer(
    instance: Instance,
    groups: Sequence[Group | None],
    kept: Sequence[int],
    signals: Mapping[Group, SignalTier],
    tier: SignalTier,
    kind: int,
    row: Callable[[int, SignalTier], Array],
    small: Callable[[Sequence[int], Mapping[Group, SignalTier]], Objective],
) -> int | None:
    """Return the candidate of a specialty that adds most to a list if it comes with the signal."""
    goal = small(kept, signals)
    worth = goal.worth(goal.survival(range(len(kept))))
    is_open = ~instance.is_excluded & (instance.specialty == kind)
    is_open[list(kept)] = False
    open_ = map(int, np.flatnonzero(is_open))
    pool = [i for i in open_ if (owner := groups[i]) is not None and owner not in signals]
    if not pool:
        return None
    everyone = instance.objective
    plain = np.einsum("is,is->i", everyone.hits[pool], worth[everyone.level[pool]])
    near = [pool[at] for at in np.argsort(-plain, kind="stable")[:_NEAR]]
    with_it = [float(row(i, tier) @ worth[everyone.level[i]]) for i in near]
    best: int = near[int(np.argmax(with_it))]
    return best
