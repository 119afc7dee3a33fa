"""How far from the best of all lists can a chosen one be? A proven bound, found by another program (HiGHS).

With -log of the chance not to be taken as the size of an application, each term of the worth is one less the
exponential of a sum: concave in which programs are chosen. A tangent plane anywhere lies above it everywhere, and the
best list under a few hundred tangent planes is a linear program over yes-or-no choices. Its value is a bound on the
worth of every list, those nobody looked at included.
"""

from __future__ import annotations

import importlib
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from smartpick.errors import Problem, RequestError
from smartpick.portfolio._limits import Fees, Instance, Wishes
from smartpick.portfolio._objective import Objective
from smartpick.portfolio._plan import Plan, Signalling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Certificate", "certify"]

_BLOCKS = 24
"""Groups of terms and scenarios that have tangent planes of their own: more make fewer rounds, each dearer."""
_MOST_ROUNDS = 200
_SMALLEST = 1e-12
_ENOUGH = 5e-5
"""Gap in utility (0-1) at which the search ends: half a hundredth of a point."""

_TOLD = 0.005
"""Points from which on a better list is told of."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """How good a list is proven to be, in the scenarios that chose it.

    Attributes
    ----------
    utility
        What the list is worth, less the least gain for each application.
    bound
        No allowed list, with whatever signals, is worth more than this, less the same.
    best_found
        The best list that the search itself came across, in the same measure.
    seconds
        What it took.
    """

    utility: float
    bound: float
    best_found: float
    seconds: float

    @property
    def gap(self) -> float:
        """The most that any other list could be better by, in points of utility (0-100)."""
        return max(0.0, 100 * (self.bound - self.utility))

    @property
    def text(self) -> str:
        """The same in plain words."""
        if self.gap < 100 * _ENOUGH * 1.01:
            return (
                f"No other list under these limits does better by more than {max(self.gap, 0.01):.2f} points in 100:"
                " nothing is left to gain by choosing otherwise."
            )
        known = 100 * (self.best_found - self.utility)
        found = "that such a list exists is not said"
        if known >= _TOLD:
            found = (
                f"one that is better by {known:.2f} in these scenarios was found, which fresh ones need not bear out"
            )
        return f"No other list under these limits does better by more than {self.gap:.2f} points in 100; {found}."


def certify(
    objective: Objective,
    specialties: Sequence[str],
    fees: Fees,
    signalling: Signalling | None,
    made: Plan,
    *,
    budget_usd: float | None = None,
    max_programs: int | None = None,
    least_gain: float = 0.0,
    wishes: Wishes | None = None,
    seconds: float = 20.0,
) -> Certificate:
    """Return a bound on the worth of every list, and how far the one that was made lies below it.

    Parameters
    ----------
    seconds
        When to stop; the bound of that moment is returned. A bound is never wrong, only less close.

    Raises
    ------
    RequestError
        Where scipy, which brings HiGHS, is not installed.

    Notes
    -----
    Signals are choices too: each program counts in one of its states. First years beside advanced positions are not
    concave: there the bound takes them as found.
    """
    try:
        optimize, sparse = (importlib.import_module(f"scipy.{name}") for name in ("optimize", "sparse"))
    except ImportError:
        what, fix = "a proven bound needs scipy, which is not installed", "Install it: pip install scipy"
        raise RequestError([Problem("--certificate", what, fix=fix)]) from None
    begun = time.perf_counter()
    instance = Instance(objective, specialties, fees, budget_usd, max_programs, least_gain, wishes or Wishes())
    model = _Model(instance, signalling)
    own = model.point(made)
    utility = model.value(own) - least_gain * len(made.choice.picked)
    bound, best = np.inf, utility
    rows, tops = model.rows()
    tangents: list[tuple[Array, Array]] = [model.tangents(own), model.tangents(np.zeros(len(own)))]
    limits = optimize.Bounds(model.lower, model.upper)
    is_whole = False
    for _ in range(_MOST_ROUNDS):
        left = seconds - (time.perf_counter() - begun)
        if left <= 0 or bound - best <= _ENOUGH:
            break
        slopes = np.vstack([each for each, _ in tangents])
        heights = np.concatenate([each for _, each in tangents])
        blocks = sparse.vstack([sparse.eye(model.n_blocks)] * len(tangents))
        padding = sparse.csr_matrix((len(heights), model.n_rest))
        planes = sparse.hstack([sparse.csr_matrix(-slopes), padding, blocks])
        matrix = sparse.vstack([rows, planes]).tocsr()
        solved: Any = optimize.milp(
            model.costs,
            integrality=model.whole if is_whole else np.zeros_like(model.whole),
            bounds=limits,
            constraints=optimize.LinearConstraint(matrix, -np.inf, np.concatenate([tops, heights])),
            options={"time_limit": max(left, 0.1), "mip_rel_gap": 2e-5},
        )
        dual = getattr(solved, "mip_dual_bound", None)
        if solved.x is None:
            if is_whole and dual is not None and np.isfinite(dual):
                bound = min(bound, -float(dual))
            break
        if is_whole and dual is not None:
            bound = min(bound, -float(dual))
        elif solved.status == 0:
            bound = min(bound, -float(solved.fun))
        point = np.clip(solved.x[: model.n_states], 0.0, 1.0)
        worth = model.value(point)
        if is_whole:
            best = max(best, worth - least_gain * float(np.round(point).sum()))
        elif -float(solved.fun) - (worth - least_gain * float(point.sum())) <= _ENOUGH / 4:
            is_whole = True  # the planes fit well enough: now only whole programs
        tangents.append(model.tangents(point))
    return Certificate(utility, max(bound, utility), best, time.perf_counter() - begun)


class _Model:
    """The yes-or-no choices: one for each program and signal it may have, then money and signals, then the worth.

    Variables, in order: states (program × none or a tier), steps of money by specialty, sets of specialties, signals
    by group and tier, blocks of the worth.
    """

    def __init__(self, instance: Instance, signalling: Signalling | None) -> None:
        goal = instance.objective
        self.instance, self.signalling = instance, signalling
        self.states: list[tuple[int, Any]] = []
        self.groups: dict[tuple[Any, Any], int] = {}
        sizes: list[Array] = []
        taken = np.minimum(goal.hits, 1 - _SMALLEST)
        for index in range(instance.size):
            if instance.is_excluded[index]:
                continue
            self.states.append((index, None))
            sizes.append(-np.log1p(-taken[index]))
            group = signalling.groups[index] if signalling is not None else None
            if signalling is None or group is None:
                continue
            for tier, number in signalling.counts.get(signalling.pools.get(group[1], ""), {}).items():
                if number:
                    self.states.append((index, tier))
                    sizes.append(-np.log1p(-np.minimum(signalling.hit_with(index, tier), 1 - _SMALLEST)))
                    self.groups.setdefault((group, tier), len(self.groups))
        self.sizes = np.array(sizes)
        self.n_states = len(self.states)
        # First years are taken as found: the terms that they bring are left out.
        n_levels = goal.utility.size
        self.steps = goal.steps[:n_levels]
        self.level = goal.level[[index for index, _ in self.states]]
        self.of_term = [self.level <= term for term in range(n_levels)]
        n_terms, n_scenarios = n_levels, goal.weights.size
        # Scenarios go into blocks by how likely a match is in them: planes fit best where scenarios are alike.
        per_term = max(1, _BLOCKS // n_terms)
        rank = np.argsort(np.argsort(self.sizes.sum(axis=0), kind="stable"), kind="stable")
        self.block = rank * per_term // n_scenarios
        self.per_term = int(self.block.max()) + 1
        self.n_blocks = n_terms * self.per_term
        self._layout()

    def _layout(self) -> None:
        instance = self.instance
        self.counts = instance.counts([i for i in range(instance.size) if not instance.is_excluded[i]])
        self.sets = instance_sets(instance)
        self.money_at = self.n_states
        self.set_at = self.money_at + (int(self.counts.sum()) if instance.budget_usd is not None else 0)
        self.signal_at = self.set_at + (len(self.sets) if instance.budget_usd is not None else 0)
        self.block_at = self.signal_at + len(self.groups)
        self.n_rest = self.block_at - self.n_states
        total = self.block_at + self.n_blocks
        self.lower, self.upper = np.zeros(total), np.ones(total)
        self.upper[self.block_at :] = np.repeat(self.steps, self.per_term)
        self.whole = np.ones(total)
        self.whole[self.block_at :] = 0
        self.costs = np.zeros(total)
        self.costs[: self.n_states] = instance.least_gain
        self.costs[self.block_at :] = -1.0

    def point(self, made: Plan) -> Array:
        """Return a list in states."""
        picked = set(made.choice.picked)
        point = np.zeros(self.n_states)
        for at, (index, tier) in enumerate(self.states):
            group = self.signalling.groups[index] if self.signalling is not None else None
            given = made.signals.get(group) if group is not None else None
            point[at] = index in picked and tier == given
        return point

    def value(self, point: Array) -> float:
        """Return the worth of a point, whole or not."""
        return float(self._parts(point).sum())

    def _parts(self, point: Array) -> Array:
        weights = self.instance.objective.weights
        parts = np.zeros(self.n_blocks)
        for term, step in enumerate(self.steps):
            part = self.of_term[term]
            free = np.exp(-(point[part] @ self.sizes[part]))
            sums = np.bincount(self.block, step * weights * (1 - free), minlength=self.per_term)
            parts[term * self.per_term : (term + 1) * self.per_term] = sums
        return parts

    def tangents(self, point: Array) -> tuple[Array, Array]:
        """Return slopes, shape (n_blocks, n_states), and heights of the planes that touch the worth at a point."""
        weights = self.instance.objective.weights
        in_block = (self.block[:, None] == np.arange(self.per_term)).astype(float)
        slopes = np.zeros((self.n_blocks, self.n_states))
        for term, step in enumerate(self.steps):
            part = self.of_term[term]
            free = np.exp(-(point[part] @ self.sizes[part])) * weights * step
            slopes[term * self.per_term : (term + 1) * self.per_term, part] = (
                self.sizes[part] @ (free[:, None] * in_block)
            ).T
        return slopes, self._parts(point) - slopes @ point

    def rows(self) -> tuple[Any, Array]:  # noqa: C901, PLR0912 -- one limit after the other
        """Return the limits as rows that stay at or below their tops."""
        sparse = importlib.import_module("scipy.sparse")
        instance, entries, tops = self.instance, [], []
        total = self.block_at + self.n_blocks

        def row(parts: dict[int, float], top: float) -> None:
            entries.append(parts)
            tops.append(top)

        of: dict[int, list[int]] = {}
        for at, (index, _) in enumerate(self.states):
            of.setdefault(index, []).append(at)
        for index, ats in of.items():
            row(dict.fromkeys(ats, 1.0), 1.0)
            if index in instance.wishes.forced:
                row(dict.fromkeys(ats, -1.0), -1.0)
        if instance.max_programs is not None:
            row(dict.fromkeys(range(self.n_states), 1.0), float(instance.max_programs))
        wishes = instance.wishes
        if wishes.least_outside > 0:
            share = wishes.least_outside
            row({at: share - float(instance.is_outside[i]) for at, (i, _) in enumerate(self.states)}, 0.0)
        sites: dict[int, list[int]] = {}
        for index in of:
            if instance.site[index] >= 0:
                sites.setdefault(int(instance.site[index]), []).append(index)
        for inside in sites.values():
            for one in inside:
                for other in inside:
                    if one < other and instance.specialty[one] != instance.specialty[other]:
                        row(dict.fromkeys([*of[one], *of[other]], 1.0), 1.0)
        self._signal_rows(row)
        by_kind: list[list[int]] = [[] for _ in instance.names]
        for at, (index, _) in enumerate(self.states):
            by_kind[instance.specialty[index]].append(at)
        for kind, ats in enumerate(by_kind):
            if instance.most[kind] < self.counts[kind]:
                row(dict.fromkeys(ats, 1.0), float(instance.most[kind]))
        if instance.budget_usd is not None:
            self._money_rows(row, by_kind)
        data = [(r, c, v) for r, parts in enumerate(entries) for c, v in parts.items()]
        r, c, v = (np.array(each) for each in zip(*data, strict=True)) if data else (np.zeros(0),) * 3
        return sparse.csr_matrix((v, (r.astype(int), c.astype(int))), shape=(len(entries), total)), np.array(tops)

    def _signal_rows(self, row: Any) -> None:
        """One signal to a group, so many of a tier, and a program's state follows its group's."""
        if self.signalling is None:
            return
        by_group: dict[Any, list[int]] = {}
        by_pool: dict[Any, list[int]] = {}
        for (group, tier), at in self.groups.items():
            by_group.setdefault(group, []).append(self.signal_at + at)
            by_pool.setdefault((self.signalling.pools[group[1]], tier), []).append(self.signal_at + at)
        for ats in by_group.values():
            row(dict.fromkeys(ats, 1.0), 1.0)
        for (pool, tier), ats in by_pool.items():
            row(dict.fromkeys(ats, 1.0), float(self.signalling.counts[pool][tier]))
        for at, (index, tier) in enumerate(self.states):
            if tier is not None:
                row({at: 1.0, self.signal_at + self.groups[self.signalling.groups[index], tier]: -1.0}, 0.0)

    def _money_rows(self, row: Any, by_kind: list[list[int]]) -> None:
        """Climb steps in order, pay for a set of specialties once, and keep the whole within the budget."""
        instance = self.instance
        bill: dict[int, float] = {}
        at = self.money_at
        for kind, name in enumerate(instance.names):
            number = int(self.counts[kind])
            steps = list(range(at, at + number))
            at += number
            if not number:
                continue
            row({**dict.fromkeys(by_kind[kind], 1.0), **dict.fromkeys(steps, -1.0)}, 0.0)
            for one, later in itertools.pairwise(steps):
                row({later: 1.0, one: -1.0}, 0.0)
            for k, step in enumerate(steps):
                bill[step] = instance.steps_usd(name, k + 1) - instance.steps_usd(name, k)
            using = {self.set_at + s: -1.0 for s, (names, _) in enumerate(self.sets) if name in names}
            row({steps[0]: 1.0, **using}, 0.0)
        sets = range(self.set_at, self.set_at + len(self.sets))
        row(dict.fromkeys(sets, 1.0), 1.0)
        bill |= {self.set_at + s: fixed for s, (_, fixed) in enumerate(self.sets)}
        row(bill, float(instance.money))


def instance_sets(instance: Instance) -> list[tuple[tuple[str, ...], float]]:
    """Return every set of specialties with what it has to pay once."""
    found = []
    for code in range(1, 2 ** len(instance.names)):
        names = tuple(name for kind, name in enumerate(instance.names) if code >> kind & 1)
        found.append((names, instance.fixed_usd(names)))
    return found
