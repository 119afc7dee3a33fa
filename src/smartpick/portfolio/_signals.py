"""Which programs of a list get the preference signals? Each goes where it adds most to the whole list.

A signal belongs to an institution and a specialty: every track of that specialty there sees the same one. Where there
are few allocations all are looked at; elsewhere each signal goes where it adds most, and exchanges end.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.facts import Facts
from smartpick.portfolio._exact import halves
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.portfolio._objective import Objective

    Array = NDArray[np.float64]

__all__ = ["SignalBudget", "allocate_signals", "signal_budget"]

_BEST_FIRST = (SignalTier.GOLD, SignalTier.SINGLE, SignalTier.SILVER)
_LEAST = 1e-9
"""Utility from which on a signal adds something."""
_LEAST_EXCHANGE = 1e-7
_MOST_EXCHANGES = 60
_MOST_LOOKED_AT = 1 << 14
"""Allocations up to which all are looked at."""
_SURENESS = ("missing", "low", "derived", "assumption", "medium", "high")


@dataclass(frozen=True, slots=True)
class SignalBudget:
    """How many signals an applicant has in one specialty and season.

    Attributes
    ----------
    counts
        Signals by tier; empty where the specialty takes none or no number is published.
    season
        The season that the number is of; empty where none is published.
    is_carried_forward
        True when that is an earlier season.
    is_doubtful
        True when the number was read in one uncertain place.
    shared_with
        Other specialties that draw on the same signals.
    note
        What the publisher or the reading adds.
    without_home
        The rule by which home programs and those where she rotated get no signal (a fact id); empty where there is
        none.
    """

    specialty: str
    counts: dict[SignalTier, int]
    season: str
    is_carried_forward: bool
    is_doubtful: bool
    shared_with: tuple[str, ...]
    note: str
    fact_id: str
    without_home: str = ""

    @property
    def total(self) -> int:
        """All signals together."""
        return sum(self.counts.values())


def signal_budget(facts: Facts, specialty: str, season: int) -> SignalBudget:
    """Return the signals of one specialty: this season's, else the newest earlier season's, labelled so.

    A number for the specialty alone goes over one that it shares with others.
    """
    rows = [
        row
        for row in facts.rows("signal_count", "specialty_keys LIKE ?", (f"%;{specialty};%",))
        if row["season"].isdigit() and int(row["season"]) <= season
    ]
    if not rows:
        return SignalBudget(
            specialty, {}, "", is_carried_forward=False, is_doubtful=False, shared_with=(), note="", fact_id=""
        )
    newest = max(int(row["season"]) for row in rows)
    row = max(
        (row for row in rows if int(row["season"]) == newest),
        key=lambda row: (-row["specialty_keys"].count(";"), _SURENESS.index(row["confidence"]), row["fact_id"]),
    )
    return SignalBudget(
        specialty=specialty,
        counts={tier: row[str(tier)] for tier in _BEST_FIRST if row[str(tier)]},
        season=row["season"],
        is_carried_forward=newest != season,
        is_doubtful=_SURENESS.index(row["confidence"]) <= _SURENESS.index("low"),
        shared_with=tuple(key for key in row["specialty_keys"].strip(";").split(";") if key != specialty),
        note=row["note"],
        fact_id=row["fact_id"],
        without_home=next(
            (
                rule["fact_id"]
                for rule in facts.rows("rule", "item = 'home_away_signalled' AND applies_to = ?", (specialty,))
                if rule["value"].startswith("no:")
            ),
            "",
        ),
    )


def allocate_signals(
    objective: Objective,
    groups: Sequence[str],
    counts: Mapping[SignalTier, int],
    hit_with: Callable[[int, SignalTier], Array],
    start: Mapping[str, SignalTier] | None = None,
) -> dict[str, SignalTier]:
    """Return which group of programs gets which signal.

    Parameters
    ----------
    objective
        The list, without any of these signals; its order is that of `groups`.
    groups
        One name for each program: programs of one name share a signal. An empty name gets none.
    counts
        Signals to give, by tier.
    hit_with
        Returns the chance row of one program with a signal of a tier, shape (n_scenarios,).
    start
        Signals to begin from; never fewer than those of the counts, and none that the list does not hold.

    Notes
    -----
    Tier by tier, the strongest first, each signal goes where the expected utility rises most, given those already
    given; then two groups exchange what they have while that helps. A signal that adds nothing is kept.
    """
    members: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        if group:
            members.setdefault(group, []).append(index)
    tiers = [tier for tier in _BEST_FIRST if counts.get(tier)]
    if not members or not tiers:
        return {}
    table = _Table(objective, members, tiers, hit_with)
    room = [counts[tier] for tier in tiers]
    if (len(tiers) + 1.0) ** len(members) <= _MOST_LOOKED_AT:
        state = table.best_of_all(room)
    else:
        state = np.zeros(len(members), dtype=np.int64)
        for at, group in enumerate(members):
            tier = (start or {}).get(group)
            if tier in tiers and (state == tiers.index(tier) + 1).sum() < room[tiers.index(tier)]:
                state[at] = tiers.index(tier) + 1
        table.give(state, room)
        table.exchange(state)
    return {group: tiers[state[at] - 1] for at, group in enumerate(members) if state[at]}


class _Table:
    """Each group's part in each term, without a signal and with one of each tier.

    Attributes
    ----------
    factors
        Shape (n_tiers + 1, n_groups, n_terms, n_scenarios); the first tier is no signal. Terms of the objective that
        move together are one here, and those that no signal moves are left out.
    others
        The terms over the programs that get no signal whatever happens, times the coefficients and weights.
    """

    def __init__(
        self,
        objective: Objective,
        members: Mapping[str, Sequence[int]],
        tiers: Sequence[SignalTier],
        hit_with: Callable[[int, SignalTier], Array],
    ) -> None:
        inside = {index for indices in members.values() for index in indices}
        # Terms that the same of these programs take part in move together, and one with none of them never moves.
        levels = objective.member[[objective.level[index] for index in sorted(inside)]]
        kinds, kind_of = np.unique(levels, axis=1, return_inverse=True)
        moving = [kind for kind in range(kinds.shape[1]) if kinds[:, kind].any()]
        n_scenarios = objective.weights.size
        self.factors = np.ones((len(tiers) + 1, len(members), len(moving), n_scenarios))
        takes_part = dict(zip(sorted(inside), kinds[:, moving], strict=True))
        for at, indices in enumerate(members.values()):
            for index in indices:
                part = takes_part[index]
                self.factors[0, at, part] *= 1 - objective.hits[index]
                for number, tier in enumerate(tiers, start=1):
                    self.factors[number, at, part] *= 1 - hit_with(index, tier)
        np.maximum(self.factors, 1e-12, out=self.factors)
        rest = objective.survival([index for index in range(len(objective.level)) if index not in inside])
        scaled = rest * (objective.steps[:, None] * objective.weights[None, :])
        self.others = np.array([scaled[kind_of == kind].sum(axis=0) for kind in moving]).reshape(-1, n_scenarios)

    def best_of_all(self, room: Sequence[int]) -> NDArray[np.int64]:
        """Return the best allocation of all; of equals the one with fewest signals, then the first.

        Notes
        -----
        The groups are split into two halves, and the terms of an allocation are the products of those of its halves.
        Both are ordered by how many signals they give, so that what a half can stand beside is a block, and what no
        count allows is hardly multiplied at all.
        """
        n_options, n_groups = self.factors.shape[:2]
        products = [each.reshape(len(each), -1) for each in halves([self.factors[:, at] for at in range(n_groups)])]
        states = [_every_state(n_options, number) for number in ((n_groups + 1) // 2, n_groups // 2)]
        used = [np.array([(each == tier).sum(axis=1) for tier in range(1, n_options)]).T for each in states]
        order = [np.argsort(each.sum(axis=1), kind="stable") for each in used]
        first, second = (product[at] for product, at in zip(products, order, strict=True))
        first *= self.others.ravel()
        mine, theirs = (each[at] for each, at in zip(used, order, strict=True))
        best: tuple[float, int, int] = (np.inf, 0, 0)
        for count in np.unique(mine.sum(axis=1)):
            begin, end = np.searchsorted(mine.sum(axis=1), [count, count + 1])
            most = np.searchsorted(theirs.sum(axis=1), sum(room) - count, side="right")
            together = mine[begin:end, None] + theirs[None, :most]
            lost = first[begin:end] @ second[:most].T + _LEAST * together.sum(axis=2)
            lost[(together > np.array(room)).any(axis=2)] = np.inf
            at, other = np.unravel_index(int(np.argmin(lost)), lost.shape) if lost.size else (0, 0)
            if lost.size and lost[at, other] < best[0]:
                best = float(lost[at, other]), int(begin + at), int(other)
        return np.concatenate([states[half][order[half][at]] for half, at in enumerate(best[1:])])

    def give(self, state: NDArray[np.int64], room: Sequence[int]) -> None:
        """Give what is not given yet, in place."""
        for number, most in enumerate(room, start=1):
            if (state == number).sum() >= most:
                continue
            # What is still without a signal stays as it is until it gets this one.
            lost, now = self._lost(state)
            left = (self.factors[number] / now).reshape(len(state), -1)
            flat, less = lost.ravel(), 1 - left
            while (state == number).sum() < most:
                gain = less @ flat
                gain[state > 0] = -np.inf
                best = int(np.argmax(gain))
                if not gain[best] > _LEAST:
                    break
                state[best] = number
                flat = flat * left[best]

    def exchange(self, state: NDArray[np.int64]) -> None:
        """Let two groups exchange what they have while that helps, in place."""
        n_options, n_groups = self.factors.shape[:2]
        for _ in range(_MOST_EXCHANGES):
            lost, now = self._lost(state)
            # What a group's part becomes, against now, were it given each option.
            ratio = (self.factors / now[None]).reshape(n_options, n_groups, -1)
            flat, whole = lost.ravel(), float(lost.sum())
            gain = np.full((n_groups, n_groups), -np.inf)
            for mine in range(1, n_options):
                holders = np.flatnonzero(state == mine)
                # One may change with any group that has a weaker signal or none; each pair is looked at once.
                for theirs in (0, *range(mine + 1, n_options)):
                    others = np.flatnonzero(state == theirs)
                    if holders.size and others.size:
                        left = (ratio[theirs][holders] * flat) @ ratio[mine][others].T
                        gain[np.ix_(holders, others)] = whole - left
            one, other = np.unravel_index(int(np.argmax(gain)), gain.shape)
            if not gain[one, other] > _LEAST_EXCHANGE:
                return
            state[[one, other]] = state[[other, one]]

    def _lost(self, state: NDArray[np.int64]) -> tuple[Array, Array]:
        """Return the weighted terms of an allocation, and each group's part in them."""
        now = self.factors[state, np.arange(len(state))]
        return self.others * np.prod(now, axis=0), now


@functools.lru_cache(maxsize=32)
def _every_state(n_options: int, n_groups: int) -> NDArray[np.int64]:
    """Return every way to give some groups one option each, in the order of `halves`, shape (n_ways, n_groups)."""
    every = list(itertools.product(range(n_options), repeat=n_groups))
    return np.array(every, dtype=np.int64).reshape(len(every), n_groups)
