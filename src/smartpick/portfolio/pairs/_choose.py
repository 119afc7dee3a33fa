"""Chooses the applications of two partners together: each alone is worth little until the other has one nearby."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.portfolio._choose import Fees
from smartpick.portfolio.pairs._state import PairState, PairWorth, sampled
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["PairChoice", "PairSide", "choose_pairs"]

_MOST_CANDIDATES, _MOST_OPENERS = 300, 100
_ROUNDING_USD = 1e-6
_PAIRS_AT_FIRST, _PAIRS_EVERY = 4, 12
_EVERY_SAMPLE = 6
_LEAST_SHARE = 0.1
_FEW, _BETTER, _MOST_STARTS = 16, 1e-6, 12
"""On short lists single choices weigh much: there applications are exchanged until nothing is gained."""
_BEST_FIRST = (SignalTier.GOLD, SignalTier.SINGLE, SignalTier.SILVER)

Group = tuple[str, str]
SignalCounts = Mapping[str, tuple[str, Mapping[SignalTier, int]]]


@dataclass(frozen=True, slots=True, eq=False)
class PairSide:
    """What one partner could apply to, and under which limits.

    Attributes
    ----------
    codes
        One for each program; the result does not depend on their order.
    groups
        Who sees one signal: institution and specialty of each program.
    hits : array of shape (n_programs, n_draws, n_nodes)
        Chance that a program interviews and would take this partner.
    budget_usd, max_programs
        Limits; None for none.
    signals
        Specialty → (name of the purse that they come from, signals to give by tier).
    hit_with
        Returns the chance of one program with a signal, shape (n_draws * n_nodes,).
    is_open
        Whether a program may still get a signal.
    """

    codes: Sequence[str]
    groups: Sequence[Group]
    hits: Array
    fees: Fees
    budget_usd: float | None
    max_programs: int | None
    signals: SignalCounts
    hit_with: Callable[[int, SignalTier], Array]
    is_open: Sequence[bool]


@dataclass(frozen=True, slots=True, eq=False)
class PairChoice:
    """Chosen applications of both, by code; the signals; what each adds; worth in the samples that chose."""

    chosen: tuple[tuple[int, ...], tuple[int, ...]]
    signals: tuple[Mapping[int, SignalTier], Mapping[int, SignalTier]]
    adds: tuple[Mapping[int, float], Mapping[int, float]]
    worth: float


def choose_pairs(
    sides: tuple[PairSide, PairSide],
    worth: PairWorth,
    seed: int,
    least_gain: float,
    fixed: tuple[Sequence[int] | None, Sequence[int] | None] = (None, None),
) -> PairChoice:
    """Return the applications of both partners that do most for the couple, within each one's own limits.

    Parameters
    ----------
    least_gain
        An application that adds less worth than this is not sent; where even the best first step of a partner
        adds little, a share of that.
    fixed
        Applications that are decided already; that side then gets no others.

    Notes
    -----
    Greedy by gain per dollar, over sampled answers: one more application of either, or one of each where a pair of
    places opens. Two applications may need each other, so the worth is not submodular and the greedy has no proven
    share of the optimum; tests hold it against enumeration. What the others made superfluous is taken out at the end.
    Short lists are begun from several pairs, and applications exchanged until nothing is gained.
    """
    could = _could(sides, worth)
    kept = tuple(_kept(sides[k].codes, could[k], _MOST_CANDIDATES, fixed[k]) for k in (0, 1))
    small = worth.part(kept[0], kept[1])
    codes = [[side.codes[i] for i in some] for side, some in zip(sides, kept, strict=True)]
    samples = [sampled(sides[k].hits[kept[k]], codes[k], seed, k) for k in (0, 1)]
    chances, answers = (samples[0][0], samples[1][0]), (samples[0][1], samples[1][1])
    bills = tuple(_Bill(sides[k], [sides[k].groups[i][1] for i in kept[k]]) for k in (0, 1))
    held = tuple(None if fixed[k] is None else [kept[k].index(i) for i in fixed[k] or ()] for k in (0, 1))
    state = PairState(chances, answers, small, (held[0] or (), held[1] or ()))
    free = tuple(each is None for each in held)
    openers = tuple(np.array(_kept(codes[k], could[k][kept[k]], _MOST_OPENERS), dtype=np.int64) for k in (0, 1))
    opening = float(state.pair_gains(openers[0], openers[1], _EVERY_SAMPLE).max(initial=0.0)) / 2
    first = [max(float(state.gains(k).max(initial=0.0)), opening) for k in (0, 1)]
    least = (min(least_gain, _LEAST_SHARE * first[0]), min(least_gain, _LEAST_SHARE * first[1]))
    for round_ in range(2):
        _grow(state, bills, free, (openers[0], openers[1]), least)
        if round_ == 0:
            state = _thinned(state, small, free, least)
    if sum(map(len, state.chosen)) <= _FEW:
        for start in _starts(state, small, bills, (openers[0], openers[1])) if all(free) else ():
            _grow(start, bills, free, (openers[0], openers[1]), least)
            state = start if start.mean > state.mean + _BETTER else state
        state = _exchanged(state, small, bills, free, (openers[0], openers[1]), least)
    signals = tuple(_signals(state, k, sides[k], kept[k]) for k in (0, 1))
    adds = tuple({kept[k][i]: gain for i, gain in state.margins(k).items()} for k in (0, 1))
    chosen = tuple(tuple(kept[k][i] for i in sorted(state.chosen[k])) for k in (0, 1))
    return PairChoice((chosen[0], chosen[1]), (signals[0], signals[1]), (adds[0], adds[1]), state.mean)


def _could(sides: tuple[PairSide, PairSide], worth: PairWorth) -> tuple[Array, Array]:
    """Return what each program could do at most: likely to take one, where the other could go."""
    mean = [side.hits.mean(axis=(1, 2)) for side in sides]
    near = (1 - np.exp(-(worth.both @ mean[1])), 1 - np.exp(-(mean[0] @ worth.both)))
    return mean[0] * (near[0] + worth.alone[0]), mean[1] * (near[1] + worth.alone[1])


def _kept(codes: Sequence[str], could: Array, most: int, fixed: Sequence[int] | None = None) -> list[int]:
    """Return the programs that could do most, or those that are fixed, by code."""
    order = sorted(range(len(codes)), key=lambda i: (-round(float(could[i]), 12), codes[i]))
    return sorted(order[:most] if fixed is None else fixed, key=lambda i: codes[i])


class _Bill:
    """What one partner's applications cost so far, within the limits."""

    def __init__(self, side: PairSide, specialties: Sequence[str]) -> None:
        self.fees, self.specialties = side.fees, specialties
        self.room = np.inf if side.max_programs is None else side.max_programs
        self.money = np.inf if side.budget_usd is None else side.budget_usd
        self._fixed: dict[tuple[str, ...], float] = {(): 0.0}
        self.reset(())

    def reset(self, chosen: Sequence[int]) -> None:
        """Start anew with some programs."""
        self.counts: Counter[str] = Counter()
        self.spent, self.number = 0.0, 0
        for index in chosen:
            self.take(index)

    def price(self, specialty: str) -> float:
        """Return what one more application in a specialty costs."""
        new = tuple(sorted({*self.counts, specialty}))
        step = self.fees.step_usd(specialty, self.counts[specialty] + 1)
        return self._once(new) - self._once(tuple(sorted(self.counts))) + step

    def take(self, index: int) -> None:
        """Pay for one more."""
        specialty = self.specialties[index]
        self.spent += self.price(specialty)
        self.counts[specialty] += 1
        self.number += 1

    def prices(self) -> Array:
        """Return the price of each program; infinite where there is no money or room for it."""
        prices = {}
        for specialty in dict.fromkeys(self.specialties):
            price = self.price(specialty)
            fits = self.number < self.room and self.spent + price <= self.money + _ROUNDING_USD
            prices[specialty] = max(price, 1.0) if fits else np.inf
        return np.array([prices[specialty] for specialty in self.specialties])

    def _once(self, specialties: tuple[str, ...]) -> float:
        if specialties not in self._fixed:
            self._fixed[specialties] = self.fees.fixed_usd(specialties)
        return self._fixed[specialties]


def _grow(
    state: PairState,
    bills: tuple[_Bill, ...],
    free: tuple[bool, ...],
    openers: tuple[NDArray[np.int64], NDArray[np.int64]],
    least: tuple[float, float],
    barred: Sequence[tuple[int, int]] = (),
) -> None:
    """Add applications while one is worth it and affordable; `openers` may come in as one of each at once."""
    step = 0
    for k in (0, 1):
        bills[k].reset(state.chosen[k])
    while any(free):
        gains, prices = [], []
        for k in (0, 1):
            gain = state.gains(k).astype(np.float64)
            price = bills[k].prices() if free[k] else np.full(len(gain), np.inf)
            price[[*state.chosen[k], *(i for side, i in barred if side == k)]] = np.inf
            gains.append(gain)
            prices.append(price)
        best = (0.0, -1, -1)
        for k in (0, 1):
            rate = np.where(gains[k] >= least[k], gains[k], 0.0) / prices[k]
            at = int(np.argmax(np.round(rate, 15)))
            if rate[at] > best[0]:
                best = (float(rate[at]), *((at, -1) if k == 0 else (-1, at)))
        if all(free) and (step < _PAIRS_AT_FIRST or step % _PAIRS_EVERY == 0 or best[0] == 0.0):
            one, other = openers
            both = state.pair_gains(one, other, _EVERY_SAMPLE) + gains[0][one, None] + gains[1][None, other]
            rate = np.where(both >= sum(least), both, 0.0) / (prices[0][one, None] + prices[1][None, other])
            i, j = np.unravel_index(int(np.argmax(np.round(rate, 15))), rate.shape)
            if rate[i, j] > best[0]:
                best = (float(rate[i, j]), int(one[i]), int(other[j]))
        if best[0] <= 0.0:
            return
        for k, index in enumerate(best[1:]):
            if index >= 0:
                state.add(k, index)
                bills[k].take(index)
        step += 1


def _thinned(state: PairState, worth: PairWorth, free: tuple[bool, ...], least: tuple[float, float]) -> PairState:
    """Return the state without applications that the later ones made superfluous, the least useful first."""
    while True:
        margins = {(k, i): gain for k in (0, 1) if free[k] for i, gain in state.margins(k).items()}
        useless = sorted((gain, at) for at, gain in margins.items() if gain < least[at[0]] / 2)
        if not useless:
            return state
        # A few at a time: those that go together may each be what makes the other superfluous.
        gone = {at for _, at in useless[: max(1, len(useless) // 4)]}
        left = tuple([i for i in state.chosen[k] if (k, i) not in gone] for k in (0, 1))
        state = PairState(state.chances, state.answers, worth, (left[0], left[1]))


def _starts(
    state: PairState, worth: PairWorth, bills: tuple[_Bill, ...], openers: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> Iterator[PairState]:
    """Yield states with one application of each, for the pairs of places that are worth most by themselves."""
    empty = PairState(state.chances, state.answers, worth)
    gains = empty.pair_gains(*openers, 1)
    prices = []
    for k in (0, 1):
        bills[k].reset(())
        prices.append(bills[k].prices())
    for at in np.argsort(-np.round(gains, 12).ravel(), kind="stable")[:_MOST_STARTS]:
        one, other = (int(openers[k][i]) for k, i in enumerate(np.unravel_index(int(at), gains.shape)))
        if np.isfinite(prices[0][one]) and np.isfinite(prices[1][other]):
            yield PairState(state.chances, state.answers, worth, ((one,), (other,)))


def _exchanged(
    state: PairState,
    worth: PairWorth,
    bills: tuple[_Bill, ...],
    free: tuple[bool, ...],
    openers: tuple[NDArray[np.int64], NDArray[np.int64]],
    least: tuple[float, float],
) -> PairState:
    """Return a state in which taking one or two applications out and filling up with others gains nothing."""
    is_better = True
    while is_better:
        is_better = False
        held = [(k, i) for k in (0, 1) if free[k] for i in sorted(state.chosen[k])]
        for gone in (*itertools.combinations(held, 1), *itertools.combinations(held, 2)):
            left = [[i for i in state.chosen[k] if (k, i) not in gone] for k in (0, 1)]
            tried = PairState(state.chances, state.answers, worth, (left[0], left[1]))
            _grow(tried, bills, free, openers, least, gone)
            if tried.mean > state.mean + _BETTER:
                state, is_better = tried, True
                break
    return state


def _signals(state: PairState, k: int, side: PairSide, kept: Sequence[int]) -> dict[int, SignalTier]:
    """Return the signals of one partner: tier by tier, each goes where it adds most for the couple."""
    n_draws, n_nodes = side.hits.shape[1:]
    purse: Counter[tuple[str, SignalTier]] = Counter()
    for name, counts in side.signals.values():
        for tier, number in counts.items():
            purse[name, tier] = max(purse[name, tier], number)
    worth = state.adds(k)
    by_draw = {i: each.reshape(n_draws, -1).mean(axis=1) for i, each in worth.items()}
    found: dict[Group, SignalTier] = {}
    for tier in _BEST_FIRST:
        gains: Counter[Group] = Counter()
        for i, each in by_draw.items():
            index = kept[i]
            group = side.groups[index]
            name, counts = side.signals.get(group[1], ("", {}))
            if not name or not counts.get(tier) or group in found or not side.is_open[index]:
                continue
            more = side.hit_with(index, tier).reshape(n_draws, n_nodes) - side.hits[index]
            gains[group] += float(more.mean(axis=1) @ each) / n_draws
        for group, gain in sorted(gains.items(), key=lambda item: (-round(item[1], 15), item[0])):
            name = side.signals[group[1]][0]
            if gain > 1e-9 and purse[name, tier] > 0:
                purse[name, tier] -= 1
                found[group] = tier
    return {kept[i]: found[side.groups[kept[i]]] for i in worth if side.groups[kept[i]] in found}
