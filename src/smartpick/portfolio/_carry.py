"""Moves a signal and a program at once: one leaves the list, and a newcomer comes with a signal that was elsewhere.

Exchanging programs at fixed signals, and signals on a fixed list, can both be at an end where this still helps: a
program that is only worth a place with a signal does not show in either.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.portfolio._limits import Instance
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.portfolio._objective import Objective

    Array = NDArray[np.float64]

__all__ = ["Carrier"]

Group = tuple[str, str]

_LEAST = 1e-5
_NEAR = 48
"""Newcomers that are looked at with a signal: those that would add most without one."""
_FEW = 16
"""Up to so many candidates every program may leave; beyond, those that had the signal, and the weakest."""


@dataclass(frozen=True, slots=True, eq=False)
class _Pool:
    """The candidates of one specialty that can be given a signal, by level of liking: those of a level stand together.

    Attributes
    ----------
    index
        Which candidates, shape (n_pool,).
    hits
        Their chances without a signal, shape (n_pool, n_scenarios), in single precision: they tell who is looked at.
    levels
        Level, and where its candidates begin and end.
    """

    index: NDArray[np.int64]
    hits: NDArray[np.float32]
    levels: tuple[tuple[int, int, int], ...]


class Carrier:
    """What moves of a program and a signal at once look at, laid out once for all of them.

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

    def __init__(
        self,
        instance: Instance,
        groups: Sequence[Group | None],
        row: Callable[[int, SignalTier], Array],
        small: Callable[[Sequence[int], Mapping[Group, SignalTier]], Objective],
    ) -> None:
        self.instance, self.groups, self.row, self.small = instance, groups, row, small
        self._pools: dict[int, _Pool] = {}

    def moved(
        self, picked: Sequence[int], signals: Mapping[Group, SignalTier]
    ) -> tuple[list[int], dict[Group, SignalTier]] | None:
        """Return a better list with its signals after one such move; None where none helps."""
        instance, groups = self.instance, self.groups
        now = self._net(picked, signals)
        forced = set(instance.wishes.forced)
        for group, tier in signals.items():
            kind = int(instance.specialty[next(i for i in picked if groups[i] == group)])
            rest = {other: t for other, t in signals.items() if other != group}
            mine = [i for i in picked if instance.specialty[i] == kind and i not in forced]
            if not mine:
                continue
            goal = self.small(picked, rest)
            survival = goal.survival(range(len(picked)))
            if instance.size > _FEW:
                loss = dict(zip(picked, goal.losses(survival).tolist(), strict=True))
                weakest = min(mine, key=loss.__getitem__)
                mine = [i for i in mine if groups[i] == group or i == weakest]
            place = {i: at for at, i in enumerate(picked)}
            for out in mine:
                kept = [i for i in picked if i != out]
                worth = goal.worth(goal.without(survival, place[out]))
                newcomer = self._newcomer(worth, kept, rest, tier, kind)
                if newcomer is None or newcomer == out:
                    continue
                owner = groups[newcomer]
                changed, given = [*kept, newcomer], dict(rest)
                if owner is not None:
                    given[owner] = tier
                if instance.is_allowed(changed) and self._net(changed, given) > now + _LEAST:
                    return changed, given
        return None

    def _net(self, some: Sequence[int], given: Mapping[Group, SignalTier]) -> float:
        return self.small(some, given).value(range(len(some))) - self.instance.least_gain * len(some)

    def _pool(self, kind: int) -> _Pool:
        if kind not in self._pools:
            instance, level = self.instance, self.instance.objective.level
            is_open = ~instance.is_excluded & (instance.specialty == kind)
            index = np.array(
                [i for i in np.flatnonzero(is_open).tolist() if self.groups[i] is not None], dtype=np.int64
            )
            index = index[np.argsort(level[index], kind="stable")]
            found, begin = np.unique(level[index], return_index=True)
            ends = np.append(begin[1:], index.size)
            levels = tuple(zip(found.tolist(), begin.tolist(), ends.tolist(), strict=True))
            self._pools[kind] = _Pool(index, instance.objective.half[index], levels)
        return self._pools[kind]

    def _newcomer(
        self, worth: Array, kept: Sequence[int], signals: Mapping[Group, SignalTier], tier: SignalTier, kind: int
    ) -> int | None:
        """Return the candidate of a specialty that adds most to a list if it comes with the signal.

        Parameters
        ----------
        worth
            `Objective.worth` beside the list.
        """
        pool = self._pool(kind)
        half = worth.astype(np.float32)
        plain = np.concatenate([pool.hits[begin:end] @ half[level] for level, begin, end in pool.levels] or [[]])
        held = set(kept)
        order = pool.index[np.lexsort((pool.index, -plain))].tolist()
        free = (i for i in order if i not in held and self.groups[i] not in signals)
        near = list(itertools.islice(free, _NEAR))
        if not near:
            return None
        level = self.instance.objective.level
        with_it = [float(self.row(i, tier) @ worth[level[i]]) for i in near]
        best: int = near[int(np.argmax(with_it))]
        return best
