"""Holds one applicant's chances, wishes and fees together, and finds the best list in any set of candidates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate import Applicant, Chances
from smartpick.explain._candidates import Placed
from smartpick.explain._types import Summary
from smartpick.explain._worth import levels_of, setting
from smartpick.portfolio import (
    FeeSchedule,
    ListOutcome,
    Objective,
    SignalBudget,
    allocate_signals,
    choose,
    list_outcome,
)
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Bench", "Picked"]

Group = tuple[str, str]
"""Who sees one signal: an institution code and a specialty."""

Signals = Mapping[Group, SignalTier]


@dataclass(frozen=True, slots=True)
class Picked:
    """A chosen set: candidate numbers in the order in which she would rank them, their signals, why it stopped."""

    order: tuple[int, ...]
    signals: tuple[SignalTier, ...]
    stopped_by: str


class Bench:
    """Candidates with their chances, levels of liking, fees and signals.

    Parameters
    ----------
    placed
        The candidates, in the order of `chances`.
    specialties
        In her order.
    budgets
        Signals to give, by specialty; empty when none can be given any more.
    """

    def __init__(
        self,
        placed: Sequence[Placed],
        chances: Chances,
        applicant: Applicant,
        specialties: Sequence[str],
        where_over_whether: float,
        fees: FeeSchedule,
        budgets: Mapping[str, SignalBudget],
        *,
        budget_usd: float | None,
        max_programs: int | None,
    ) -> None:
        self.placed, self.chances, self.fees = tuple(placed), chances, fees
        self.budgets, self.budget_usd, self.max_programs = budgets, budget_usd, max_programs
        self.level, self.utility = levels_of(placed, specialties, where_over_whether)
        self.given = [
            applicant.signals.get((p.program.institution_code, p.program.specialty), SignalTier.NONE) for p in placed
        ]
        # Signals count against her number wherever they went, on this list or not.
        self.spent = Counter((specialty, tier) for (_, specialty), tier in applicant.signals.items())
        self.hits: Array = chances.hits().reshape(len(placed), -1)
        for index, tier in enumerate(self.given):
            if tier is not SignalTier.NONE:
                self.hits[index] = self.hit_with(index, tier)
        n_draws = chances.interview.shape[1]
        self.weights: Array = np.tile(chances.weights / n_draws, n_draws)

    def hit_with(self, index: int, tier: SignalTier) -> Array:
        """Return the chance that a program interviews and takes her, with a signal of a tier, over all scenarios."""
        offered = self.chances.interview_with_signal(index, tier)
        return np.asarray((offered * self.chances.accept_with_signal(index, tier)).ravel())

    def best(self, among: Sequence[int]) -> Picked:
        """Return the best list among some candidates, under the applicant's limits, with its signals.

        Notes
        -----
        Signals are placed first, on the list that she would send without limits; the list is then chosen with them,
        since a signal may be what makes a program worth its fee. So more money or a larger number never moves a signal
        away from where it does most. What has no place on the limited list goes where it adds most there.
        """
        signals = self._free_signals(among)
        picked, stopped_by = self._choose(among, signals)
        seen = {self._group(i) for i in picked}
        if not signals.keys() <= seen:
            signals = self._signals(picked, {group: tier for group, tier in signals.items() if group in seen})
        place = {index: at for at, index in enumerate(picked)}
        order = sorted(picked, key=lambda i: (self.level[i], place[i]))
        return Picked(tuple(order), tuple(self._tier(i, signals) for i in order), stopped_by)

    def sent(self, order: Sequence[int]) -> Picked:
        """Return a set that is decided already, whatever it adds, with the signals that do most for it."""
        signals = self._signals(order)
        worth = self.hits @ self.weights
        ranked = sorted(order, key=lambda i: (self.level[i], -worth[i], i))
        return Picked(tuple(ranked), tuple(self._tier(i, signals) for i in ranked), "number")

    def _free_signals(self, among: Sequence[int]) -> Signals:
        """Return the signals to give on the best list without limits: the better of two rounds."""
        if not any(budget.counts for budget in self.budgets.values()):
            return {}
        first = self._signals(self._choose(among, {}, is_limited=False)[0])
        if not first:
            return first
        picked, _ = self._choose(among, first, is_limited=False)
        second = self._signals(picked)
        if second == first:
            return first
        every = range(len(picked))
        values = [self._objective(picked, signals).value(every) for signals in (first, second)]
        return second if values[1] > values[0] + 1e-9 else first

    def longer(self, picked: Picked, number: int) -> tuple[tuple[int, bool], ...]:
        """Return what would come next if she sent `number` applications in all, without a limit on money.

        With each goes whether it would still add enough to be recommended.
        """
        if number <= len(picked.order):
            return ()
        chosen = choose(
            self._objective(
                range(len(self.placed)),
                {self._group(i): tier for i, tier in zip(picked.order, picked.signals, strict=True)},
            ),
            [each.program.specialty for each in self.placed],
            self.fees,
            max_programs=number,
            forced=picked.order,
        )
        is_worth_it = [gain >= setting("least_gain") for gain in chosen.gains]
        return tuple(zip(chosen.picked, is_worth_it, strict=True))[len(picked.order) :]

    def outcome(self, picked: Picked) -> ListOutcome:
        """Return what a list comes to, given that these applications are sent."""
        order = list(picked.order)
        interview = np.stack(
            [self.chances.interview_with_signal(i, tier) for i, tier in zip(order, picked.signals, strict=True)]
        )
        accept = np.stack(
            [self.chances.accept_with_signal(i, tier) for i, tier in zip(order, picked.signals, strict=True)]
        )
        caveats = tuple(
            dict.fromkeys(key for i in order for key in self.chances.basis[self.placed[i].program.specialty].caveats)
        )
        is_preferred = [self.placed[i].tier == 1 for i in order]
        return list_outcome(interview, accept, self.chances.weights, is_preferred, caveats, self.chances.cap)

    def summary(self, picked: Picked, outcome: ListOutcome | None = None) -> Summary:
        """Return a list in a few figures; every bill covers the ranks that registration includes."""
        counts = self.counts(picked.order)
        found = outcome if outcome is not None else self.outcome(picked)
        return Summary(len(picked.order), counts, self.fees.cost(counts), found)

    def counts(self, order: Sequence[int]) -> dict[str, int]:
        """Return applications by specialty, in the order of the candidates' levels."""
        return dict(Counter(self.placed[i].program.specialty for i in order))

    def _group(self, index: int) -> Group:
        program = self.placed[index].program
        return program.institution_code, program.specialty

    def _tier(self, index: int, signals: Signals) -> SignalTier:
        """Return the signal that a program sees: one that is decided already, else one of `signals`."""
        given = self.given[index]
        return given if given is not SignalTier.NONE else signals.get(self._group(index), SignalTier.NONE)

    def _objective(self, among: Sequence[int], signals: Signals) -> Objective:
        changed = {at: tier for at, i in enumerate(among) if (tier := self._tier(i, signals)) is not self.given[i]}
        is_everything = list(among) == list(range(len(self.placed)))
        hits = self.hits if is_everything and not changed else self.hits[list(among)]
        for at, tier in changed.items():
            hits[at] = self.hit_with(among[at], tier)
        return Objective(hits, self.weights, self.level[list(among)], self.utility)

    def _least_gain(self, objective: Objective) -> float:
        """Return what an application has to add; less where even the best one adds little."""
        alone = (objective.hits @ self.weights) * self.utility[objective.level]
        return min(setting("least_gain"), setting("least_share_of_best") * float(alone.max(initial=0.0)))

    def _choose(self, among: Sequence[int], signals: Signals, *, is_limited: bool = True) -> tuple[list[int], str]:
        objective = self._objective(among, signals)
        chosen = choose(
            objective,
            [self.placed[i].program.specialty for i in among],
            self.fees,
            budget_usd=self.budget_usd if is_limited else None,
            max_programs=self.max_programs if is_limited else None,
            least_gain=self._least_gain(objective),
        )
        return [among[i] for i in chosen.picked], chosen.stopped_by

    def _signals(self, picked: Sequence[int], held: Signals | None = None) -> dict[Group, SignalTier]:
        """Return the signals to give on a list, `held` among them; those decided already count against the number."""
        found: dict[Group, SignalTier] = dict(held or {})
        # Two specialties may draw on the same signals: what one has given the other has no more.
        used: Counter[tuple[str, SignalTier]] = Counter()
        for specialty, budget in self.budgets.items():
            used.update({(budget.fact_id, tier): self.spent[specialty, tier] for tier in budget.counts})
            used.update((budget.fact_id, tier) for (_, key), tier in found.items() if key == specialty)
        for specialty, budget in self.budgets.items():
            counts = {tier: max(0, number - used[budget.fact_id, tier]) for tier, number in budget.counts.items()}
            groups = [
                institution
                if key == specialty and self.given[i] is SignalTier.NONE and (institution, key) not in found
                else ""
                for i, (institution, key) in ((i, self._group(i)) for i in picked)
            ]
            allocated = allocate_signals(
                self._objective(picked, found),
                groups,
                counts,
                lambda at, tier: self.hit_with(picked[at], tier),
            )
            used.update((budget.fact_id, tier) for tier in allocated.values())
            found |= {(institution, specialty): tier for institution, tier in allocated.items()}
        return found
