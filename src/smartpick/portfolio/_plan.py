"""Chooses programs and signals together: each given the other, round after round, while the whole gains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from smartpick.portfolio._carry import Carrier
from smartpick.portfolio._choose import Choice, choose, has_spare
from smartpick.portfolio._exact import MOST_ENUMERATED
from smartpick.portfolio._greedy import in_order
from smartpick.portfolio._limits import Fees, Instance, Wishes
from smartpick.portfolio._objective import Objective
from smartpick.portfolio._signals import allocate_signals
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Group", "Plan", "Signalling", "plan"]

Group = tuple[str, str]
"""Who sees one signal: an institution and a specialty."""

_MOST_ROUNDS = 3
_MOST_CARRIED = 20
_MOST_WAYS = 2_000
_MOST_WORK = 5e7
"""Allocations times sets times scenarios up to which all of them are looked at."""
_LEAST = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Signalling:
    """The signals that can be given.

    Attributes
    ----------
    groups
        Who sees a signal to each program; None for a program that can be given none (any more).
    pools
        What each specialty draws its signals from; specialties that share signals name the same pool.
    counts
        Signals left to give, by pool and tier.
    hit_with
        Returns the chance row of one program with a signal of a tier, shape (n_scenarios,).
    """

    groups: Sequence[Group | None]
    pools: Mapping[str, str]
    counts: Mapping[str, Mapping[SignalTier, int]]
    hit_with: Callable[[int, SignalTier], Array]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A chosen set with its signals, and what it is worth in the scenarios that chose it."""

    choice: Choice
    signals: Mapping[Group, SignalTier]
    utility: float
    free: Mapping[Group, SignalTier] | None = None
    """Signals of the list that she would send without limits: the same under every limit; None where not looked for."""


@dataclass(frozen=True, eq=False)
class _Table:
    """What every step of a plan looks at; `rows` keeps the chances with signals that were asked for."""

    objective: Objective
    specialties: Sequence[str]
    fees: Fees
    least_gain: float
    signalling: Signalling
    rows: dict[tuple[int, SignalTier], Array] = field(default_factory=dict)

    def row(self, index: int, tier: SignalTier) -> Array:
        """Return the chances of one program with a signal."""
        key = index, tier
        if key not in self.rows:
            self.rows[key] = self.signalling.hit_with(index, tier)
        return self.rows[key]

    def with_(self, signals: Mapping[Group, SignalTier]) -> AbstractContextManager[Objective]:
        """Give the objective with some signals given, for as long as the block lasts."""
        rows = {
            index: self.row(index, signals[group])
            for index, group in enumerate(self.signalling.groups)
            if group is not None and group in signals
        }
        return self.objective.changed(rows)

    def allocate(
        self, picked: Sequence[int], held: Mapping[Group, SignalTier], *, again: bool
    ) -> dict[Group, SignalTier]:
        """Return the signals of a list.

        Parameters
        ----------
        held
            Signals given already.
        again
            Whether those may move; else only what is left is given.
        """
        found = dict(held)
        used: Counter[tuple[str, SignalTier]] = Counter()
        pools = self.signalling.pools
        for (_, specialty), tier in found.items():
            used[pools[specialty], tier] += 1
        for pool in dict.fromkeys(pools[key] for key in dict.fromkeys(self.specialties) if key in pools):
            of_pool = [
                group if group is not None and pools.get(group[1]) == pool and (again or group not in found) else None
                for group in (self.signalling.groups[i] for i in picked)
            ]
            names = ["" if group is None else "\0".join(group) for group in of_pool]
            before = {group: tier for group, tier in found.items() if group in of_pool}
            counts = {
                tier: max(0, number - (0 if again else used[pool, tier]))
                for tier, number in self.signalling.counts.get(pool, {}).items()
            }
            rest = {group: tier for group, tier in found.items() if group not in before}
            goal = self.small(picked, rest)
            given = allocate_signals(
                goal,
                names,
                counts,
                lambda at, tier: self.row(picked[at], tier),
                {"\0".join(group): tier for group, tier in before.items()},
            )
            back = {name: group for name, group in zip(names, of_pool, strict=True) if group is not None}
            found = rest | {back[name]: tier for name, tier in given.items()}
        return found

    def small(self, picked: Sequence[int], signals: Mapping[Group, SignalTier]) -> Objective:
        """Return the objective over the programs of a list alone, with signals."""
        hits = self.objective.hits[list(picked)]
        for at, index in enumerate(picked):
            group = self.signalling.groups[index]
            if group is not None and group in signals:
                hits[at] = self.row(index, signals[group])
        return replace(self.objective, hits=hits, level=self.objective.level[list(picked)])

    def net(self, picked: Sequence[int], signals: Mapping[Group, SignalTier]) -> float:
        """Return what a list with its signals is worth, less the least gain for each application."""
        return self.small(picked, signals).value(range(len(picked))) - self.least_gain * len(picked)


def plan(
    objective: Objective,
    specialties: Sequence[str],
    fees: Fees,
    signalling: Signalling,
    *,
    budget_usd: float | None = None,
    max_programs: int | None = None,
    least_gain: float = 0.0,
    wishes: Wishes | None = None,
    start: Plan | None = None,
    is_quick: bool = False,
    free: Mapping[Group, SignalTier] | None = None,
    between: Callable[[], None] = lambda: None,
) -> Plan:
    """Return a set of programs with its signals.

    Parameters
    ----------
    is_quick
        Leave out the exchanges at the end, which take most of the time and add little.
    start
        An earlier plan, made better under the limits of now: quicker than beginning anew, and never worth less where a
        change only relaxes a limit.
    free
        `Plan.free` of a plan that differs in its limits alone, so that it need not be found again.
    between
        Called before each choice of a set; what it raises ends the work.

    Raises
    ------
    RequestError
        With every pair of wishes that cannot be kept together.

    Notes
    -----
    Signals are placed first on the list that she would send without limits; the list is then chosen with them, since a
    signal may be what makes a program worth its fee. What has no place on the limited list goes where it adds most
    there. Then signals move where they add more, and programs are exchanged given the signals, while the whole gains;
    at last a program and a signal move at once. Where both together are few, every allocation is tried with the best
    set for it instead.
    """
    table = _Table(objective, specialties, fees, least_gain, signalling)
    wished = wishes or Wishes()

    def chosen(signals: Mapping[Group, SignalTier], begin: Sequence[int] | None, *, is_limited: bool = True) -> Choice:
        between()
        with table.with_(signals) as goal:
            return choose(
                goal,
                specialties,
                fees,
                budget_usd if is_limited else None,
                max_programs if is_limited else None,
                least_gain=least_gain,
                wishes=wished,
                start=begin,
                is_quick=is_quick or not is_limited,
            )

    has_signals = any(any(counts.values()) for counts in signalling.counts.values())
    if has_signals and (every := _allocations(table, wished)) is not None:
        found = [(each, chosen(each, None)) for each in every]
        given, best = max(found, key=lambda pair: round(table.net(pair[1].picked, pair[0]), 12))
        held = {signalling.groups[i] for i in best.picked}
        given = {group: tier for group, tier in given.items() if group in held}
        return Plan(best, given, table.small(best.picked, given).value(range(len(best.picked))))
    signals: dict[Group, SignalTier] = {}
    if start is not None:
        signals = _kept(table, start.signals)
        choice = chosen(signals, start.choice.picked)
    else:
        if has_signals:
            if free is None:
                free = table.allocate(chosen(signals, None, is_limited=False).picked, {}, again=True)
            signals = dict(free)
        choice = chosen(signals, None)
    seen = {signalling.groups[i] for i in choice.picked}
    signals = {group: tier for group, tier in signals.items() if group in seen}
    if has_signals:
        chosen_with = signals
        signals = table.allocate(choice.picked, signals, again=False)
        value = table.net(choice.picked, signals)
        for _ in range(0 if is_quick else _MOST_ROUNDS):
            moved = table.allocate(choice.picked, signals, again=True)
            if moved != signals and table.net(choice.picked, moved) > value + _LEAST:
                signals, value = moved, table.net(choice.picked, moved)
            if signals == chosen_with:
                break
            chosen_with = signals
            next_, kept = _chosen_again(table, choice, signals, chosen)
            better = table.net(next_.picked, kept)
            if better <= value + _LEAST:
                break
            choice, signals, value = next_, kept, better
        if not is_quick:
            between()
            choice, signals = _with_carried(table, choice, signals, budget_usd, max_programs, wished)
            choice, signals = _without_spare(table, choice, signals, wished, chosen)
    return Plan(choice, signals, table.small(choice.picked, signals).value(range(len(choice.picked))), free)


def _allocations(table: _Table, wishes: Wishes) -> list[dict[Group, SignalTier]] | None:
    """Return every way to give the signals, where list and signals together are few enough to look at all."""
    signalling = table.signalling
    groups = [group for group in dict.fromkeys(signalling.groups) if group is not None]
    undecided = len(signalling.groups) - len(set(wishes.excluded) | set(wishes.forced))
    if undecided > MOST_ENUMERATED:
        return None
    most = _MOST_WORK / (2.0**undecided * table.objective.weights.size)
    ways: list[dict[Group, SignalTier]] = [{}]
    for group in groups:
        pool = signalling.pools.get(group[1], "")
        tiers = [tier for tier, number in signalling.counts.get(pool, {}).items() if number]
        longer = list(ways)
        for way in ways:
            used = Counter(tier for other, tier in way.items() if signalling.pools.get(other[1]) == pool)
            longer += [{**way, group: tier} for tier in tiers if used[tier] < signalling.counts[pool][tier]]
        ways = longer
        if len(ways) > min(most, _MOST_WAYS):
            return None
    return ways


def _with_carried(
    table: _Table,
    choice: Choice,
    signals: dict[Group, SignalTier],
    budget_usd: float | None,
    max_programs: int | None,
    wishes: Wishes,
) -> tuple[Choice, dict[Group, SignalTier]]:
    """Return list and signals after moves of both at once."""
    picked = list(choice.picked)
    plain = Instance(table.objective, table.specialties, table.fees, budget_usd, max_programs, table.least_gain, wishes)
    carrier = Carrier(plain, table.signalling.groups, table.row, table.small)
    for _ in range(_MOST_CARRIED):
        moved = carrier.moved(picked, signals)
        if moved is None:
            break
        picked, signals = moved
        again = table.allocate(picked, signals, again=True)
        if again != signals and table.net(picked, again) > table.net(picked, signals) + _LEAST:
            signals = again
    if picked == list(choice.picked):
        return choice, signals
    with table.with_(signals):  # which `plain` looks at
        order, gains, costs = in_order(plain, picked)
    return Choice(tuple(order), tuple(gains), tuple(costs), choice.stopped_by, is_exact=False), signals


def _without_spare(
    table: _Table,
    choice: Choice,
    signals: dict[Group, SignalTier],
    wishes: Wishes,
    chosen: Callable[[Mapping[Group, SignalTier], Sequence[int]], Choice],
) -> tuple[Choice, dict[Group, SignalTier]]:
    """Return list and signals after what adds too little since the signals moved has gone, while the whole gains."""
    for _ in range(_MOST_ROUNDS):
        with table.with_(signals) as objective:
            instance = Instance(objective, table.specialties, table.fees, None, None, table.least_gain, wishes)
            is_enough = not has_spare(instance, choice.picked)
        if is_enough:
            break
        next_, kept = _chosen_again(table, choice, signals, chosen)
        if table.net(next_.picked, kept) <= table.net(choice.picked, signals) + _LEAST:
            break
        choice, signals = next_, kept
    return choice, signals


def _chosen_again(
    table: _Table,
    choice: Choice,
    signals: Mapping[Group, SignalTier],
    chosen: Callable[[Mapping[Group, SignalTier], Sequence[int]], Choice],
) -> tuple[Choice, dict[Group, SignalTier]]:
    """Return the list that is best with these signals, and the signals of what is on it, filled up."""
    next_ = chosen(signals, choice.picked)
    on_list = {table.signalling.groups[i] for i in next_.picked}
    kept = {group: tier for group, tier in signals.items() if group in on_list}
    return next_, table.allocate(next_.picked, kept, again=False)


def _kept(table: _Table, signals: Mapping[Group, SignalTier]) -> dict[Group, SignalTier]:
    """Return the signals of an earlier plan that there still are, in their order."""
    left = {pool: Counter(counts) for pool, counts in table.signalling.counts.items()}
    kept: dict[Group, SignalTier] = {}
    for group, tier in signals.items():
        pool = table.signalling.pools.get(group[1], "")
        if left.get(pool, Counter())[tier] > 0:
            left[pool][tier] -= 1
            kept[group] = tier
    return kept
