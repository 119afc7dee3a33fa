"""Holds one applicant's chances, wishes and fees together, and finds the best list in any set of candidates."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate import Applicant, Chances
from smartpick.explain._candidates import Placed
from smartpick.explain._types import Summary
from smartpick.explain._worth import Weighing, levels_of, setting
from smartpick.explain._years import MOST_YEARS, YearPool, needs_year
from smartpick.portfolio import (
    Certificate,
    Choice,
    Cost,
    FeeSchedule,
    FirstYear,
    Group,
    ListOutcome,
    Objective,
    Plan,
    SignalBudget,
    Signalling,
    Wishes,
    certify,
    choose,
    list_outcome,
    plan,
)
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Bench", "Picked"]

_MOST_ROWS = 300
"""Chances with a signal that are kept, about 20 kB each."""
_MOST_FREE = 60
_MOST_LISTS = 20


@dataclass(frozen=True, slots=True)
class Picked:
    """A chosen set: candidate numbers in the order in which she would rank them, their signals, why it stopped."""

    order: tuple[int, ...]
    signals: tuple[SignalTier, ...]
    stopped_by: str
    years: tuple[int, ...] = ()
    """First years beside its advanced positions, by their numbers in the bench's `years`."""


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
    wishes
        Programs in or out and other wishes, by the numbers of `placed`.
    years
        First years that could stand beside advanced positions; None where there is nothing to choose.

    Attributes
    ----------
    unasked
        Programs that her specialty asks not to signal, since it is her home or she rotated there; with the rule.
    between
        Called between the steps of choosing a list: what it raises ends the work, and nothing half done is kept.
    shared
        All candidates' chances, once they were asked for; one for benches over the same chances.
    """

    def __init__(
        self,
        placed: Sequence[Placed],
        chances: Chances,
        applicant: Applicant,
        specialties: Sequence[str],
        weighing: Weighing,
        fees: FeeSchedule,
        budgets: Mapping[str, SignalBudget],
        *,
        budget_usd: float | None,
        max_programs: int | None,
        wishes: Wishes | None = None,
        years: YearPool | None = None,
        shared: dict[str, Array] | None = None,
    ) -> None:
        self.years = years
        self.between: Callable[[], None] = _go_on
        self.wishes = wishes or Wishes()
        self.placed, self.chances, self.fees = tuple(placed), chances, fees
        self.budgets, self.budget_usd, self.max_programs = budgets, budget_usd, max_programs
        self.weighing = weighing
        self.level, self.utility = levels_of(placed, specialties, weighing)
        self.given = [
            applicant.signals.get((p.program.institution_code, p.program.specialty), SignalTier.NONE) for p in placed
        ]
        self.unasked = self._unasked(applicant)
        # Signals count against her number wherever they went, on this list or not.
        self.spent = Counter((specialty, tier) for (_, specialty), tier in applicant.signals.items())
        n_draws = chances.shape[1]
        self.weights: Array = np.tile(chances.weights / n_draws, n_draws)
        self._found: dict[tuple[int, ...], Picked] = {}
        self._lists: dict[tuple[object, ...], dict[tuple[int, ...], Picked]] = {}
        self._free: dict[tuple[object, ...], Mapping[Group, SignalTier] | None] = {}
        self._rows: dict[tuple[int, SignalTier], Array] = {}
        self._every: list[Objective] = []
        has_signals = any(tier is not SignalTier.NONE for tier in self.given)
        # Chances with signals of her own are written over the plain ones, so these are not shared.
        self.shared: dict[str, Array] = {} if has_signals or shared is None else shared

    @property
    def rows(self) -> Array:
        """As `hits`, with room for first years after them: to set these beside them, all need not be copied."""
        if "rows" not in self.shared:
            n = len(self.placed)
            rows = self.chances.hits(MOST_YEARS).reshape(n + MOST_YEARS, -1)
            # Before any signal: the bar must not move with signals that are entered already.
            self.shared["alone"] = rows[:n] @ self.weights
            for index, tier in enumerate(self.given):
                if tier is not SignalTier.NONE:
                    rows[index] = self.hit_with(index, tier)
            self.shared["rows"] = rows
        return self.shared["rows"]

    @property
    def hits(self) -> Array:
        """Chance that each candidate interviews and takes her, over all scenarios; made when it is asked for."""
        return self.rows[: len(self.placed)]

    def limited(
        self, budget_usd: float | None, max_programs: int | None, wishes: Wishes, years: YearPool | None = None
    ) -> Bench:
        """Return the same under other limits and wishes; what does not depend on them is shared."""
        other = copy.copy(self)
        other.budget_usd, other.max_programs, other.wishes, other.years = budget_usd, max_programs, wishes, years
        if years is not None:
            # First years have a part in every choice, and are another question's own.
            other._found, other._free = {}, {}  # noqa: SLF001 -- its own copy
            return other
        key = budget_usd, max_programs, _wish_key(wishes)
        # What was found under these limits before serves again.
        other._found = self._lists.setdefault(key, {})  # noqa: SLF001 -- its own copy
        while len(self._lists) > _MOST_LISTS:
            del self._lists[next(iter(self._lists))]
        return other

    def let_go(self) -> None:
        """Let go what is quickly worked out of the chances again."""
        self._every.clear()

    def hit_with(self, index: int, tier: SignalTier) -> Array:
        """Return the chance that a program interviews and takes her, with a signal of a tier, over all scenarios."""
        key = index, tier
        if key not in self._rows:
            offered = self.chances.interview_with_signal(index, tier)
            row = np.asarray((offered * self.chances.accept_with_signal(index, tier)).ravel())
            if len(self._rows) >= _MOST_ROWS:
                return row
            self._rows[key] = row
        return self._rows[key]

    def best(self, among: Sequence[int], start: Picked | None = None, *, is_quick: bool = False) -> Picked:
        """Return the best list among some candidates, under the applicant's limits and wishes, with its signals.

        What was found among the same candidates before is not looked for again.

        Parameters
        ----------
        start
            An earlier list to make better, after a small change.
        is_quick
            Take a list that is nearly the best, for a comparison.

        Raises
        ------
        RequestError
            With every pair of wishes that cannot be kept together.
        """
        among = list(among)
        if start is None and tuple(among) in self._found:
            return self._found[tuple(among)]
        place = {index: at for at, index in enumerate(among)}
        begin = None
        if start is not None:
            kept = tuple(place[i] for i in start.order if i in place)
            kept += tuple(len(among) + i for i in start.years if self.has_years(among))
            given = {self.group(i): t for i, t in zip(start.order, start.signals, strict=True) if self._is_free(i, t)}
            begin = Plan(Choice(kept, (), (), start.stopped_by), given, 0.0)
        objective, wishes = self.objective_of(among), self.wishes_among(place)
        key = tuple(among), _wish_key(wishes)
        found = plan(
            self.with_years(objective, among),
            self.billed(among),
            self.fees,
            self.signalling(among),
            budget_usd=self.budget_usd,
            max_programs=self.max_programs,
            least_gain=self.least_gain,
            wishes=wishes,
            start=begin,
            is_quick=is_quick,
            free=self._free.get(key),
            between=self.between,
        )
        if start is None and len(self._free) < _MOST_FREE:
            self._free[key] = found.free
        picked = [among[i] for i in found.choice.picked if i < len(among)]
        years = tuple(sorted(i - len(among) for i in found.choice.picked if i >= len(among)))
        rank = {index: at for at, index in enumerate(picked)}
        order = sorted(picked, key=lambda i: (self.level[i], rank[i]))
        signals = tuple(self._tier(i, found.signals) for i in order)
        best = Picked(tuple(order), signals, found.choice.stopped_by, years)
        if start is None and not is_quick:
            self._found[tuple(among)] = best
        return best

    def sent(self, order: Sequence[int]) -> Picked:
        """Return a set that is decided already, whatever it adds, with the signals that do most for it."""
        order = list(order)
        found = plan(
            self.objective_of(order),
            [self.placed[i].program.specialty for i in order],
            self.fees,
            self.signalling(order),
            max_programs=len(order),
            wishes=Wishes(forced=tuple(range(len(order)))),
        )
        worth = self.hits @ self.weights
        ranked = sorted(order, key=lambda i: (self.level[i], -worth[i], i))
        return Picked(tuple(ranked), tuple(self._tier(i, found.signals) for i in ranked), "number")

    def certificate(self, picked: Picked) -> Certificate:
        """Return how far from the best of all lists, with whatever signals, this one can be."""
        every = range(len(self.placed))
        objective = self.objective_of(every)
        given = {self.group(i): t for i, t in zip(picked.order, picked.signals, strict=True) if self._is_free(i, t)}
        # First years stay as they are and are taken as found: what they do to the worth is not concave.
        years_usd = self.cost(picked).total_usd - self.cost(replace(picked, years=())).total_usd
        return certify(
            objective,
            [each.program.specialty for each in self.placed],
            self.fees,
            self.signalling(every),
            Plan(Choice(picked.order, (), (), picked.stopped_by), given, 0.0),
            budget_usd=None if self.budget_usd is None else self.budget_usd - years_usd,
            max_programs=None if self.max_programs is None else self.max_programs - len(picked.years),
            least_gain=self.least_gain,
            wishes=self.wishes,
        )

    def has_years(self, among: Sequence[int]) -> bool:
        """Tell whether first years can be chosen beside some candidates."""
        return self.years is not None and any(needs_year(self.placed[i]) for i in among)

    def with_years(self, objective: Objective, among: Sequence[int]) -> Objective:
        """Return what some candidates are worth with first years beside them, which come after them."""
        if self.years is None or not self.has_years(among):
            return objective
        n_nodes = self.chances.weights.size
        rows = np.repeat(self.years.hits, n_nodes, axis=1)
        level = np.append(objective.level, np.full(len(rows), objective.utility.size))
        needs = np.zeros(objective.utility.size, dtype=bool)
        needs[[objective.level[at] for at, i in enumerate(among) if needs_year(self.placed[i])]] = True
        without = FirstYear(needs, self.years.base.share_without)
        if objective.hits.base is self.rows.base:
            hits = self.rows[: len(self.hits) + len(rows)]
            hits[len(self.hits) :] = rows
            # It has its own in single precision, and both would be much.
            self.let_go()
        else:
            hits = np.vstack([objective.hits, rows])
        return replace(objective, hits=hits, level=level, first_year=without)

    def billed(self, among: Sequence[int]) -> list[str]:
        """Return the specialty that each of some candidates, and of the first years beside them, is billed under."""
        own = [self.placed[i].program.specialty for i in among]
        return own + [each.program.specialty for each in self._years_beside(among)]

    def _years_beside(self, among: Sequence[int]) -> tuple[Placed, ...]:
        return self.years.placed if self.years is not None and self.has_years(among) else ()

    def wishes_among(self, place: Mapping[int, int]) -> Wishes:
        """Return her wishes in the numbers of some candidates.

        What is forced in but not among them is left out, and so is a share outside her first area that they cannot
        give: the first area alone is compared with a list that has one.
        """

        def at(indices: Sequence[int]) -> tuple[int, ...]:
            return tuple(place[i] for i in indices if i in place)

        wished = self.wishes
        forced, outside = at(wished.forced), at(wished.outside)
        share = wished.least_outside
        inside = len(set(forced) - set(outside))
        beside = self._years_beside(list(place))
        if wished.outside:
            outside += tuple(len(place) + at for at, each in enumerate(beside) if each.tier > 1)
        is_possible = bool(outside) and (share >= 1 or inside * share / (1 - share) <= len(outside))
        return replace(
            wished,
            forced=forced,
            excluded=at(wished.excluded),
            outside=outside,
            least_outside=share if is_possible or len(place) == len(self.placed) else 0.0,
            sites=(*(wished.sites[i] for i in place), *("" for _ in beside)) if wished.sites else (),
            names=(*(wished.names[i] for i in place), *(each.program.name for each in beside)) if wished.names else (),
        )

    def signalling(self, among: Sequence[int]) -> Signalling:
        """Return the signals that can still be given to some candidates."""
        counts = {
            budget.fact_id: {
                tier: max(0, number - sum(self.spent[key, tier] for key in self._sharing(budget)))
                for tier, number in budget.counts.items()
            }
            for budget in self.budgets.values()
        }
        return Signalling(
            [
                *(None if i in self.unasked or self.given[i] is not SignalTier.NONE else self.group(i) for i in among),
                *(None for _ in self._years_beside(among)),
            ],
            {key: budget.fact_id for key, budget in self.budgets.items()},
            counts,
            lambda at, tier: self.hit_with(among[at], tier),
        )

    def _unasked(self, applicant: Applicant) -> dict[int, str]:
        """Return the programs that get no signal since she is known there, with the rule that says so (a fact id)."""
        rotated = {
            self.group(i)
            for i, each in enumerate(self.placed)
            if each.program.program_code_nrmp in applicant.rotated_at
        }
        found: dict[int, str] = {}
        for i, each in enumerate(self.placed):
            budget = self.budgets.get(each.program.specialty)
            is_known = each.program.institution_code in applicant.home_institutions or self.group(i) in rotated
            if budget is not None and budget.without_home and is_known:
                found[i] = budget.without_home
        return found

    def _sharing(self, budget: SignalBudget) -> list[str]:
        """Return the specialties that draw on the same signals."""
        return [key for key, other in self.budgets.items() if other.fact_id == budget.fact_id]

    def _is_free(self, index: int, tier: SignalTier) -> bool:
        return self.given[index] is SignalTier.NONE and tier is not SignalTier.NONE

    def longer(self, picked: Picked, number: int) -> tuple[tuple[int, bool], ...]:
        """Return what would come next if she sent `number` applications in all, without a limit on money.

        With each goes whether it would still add enough to be recommended.
        """
        if number <= len(picked.order):
            return ()
        self.between()
        every = range(len(self.placed))
        given = {self.group(i): tier for i, tier in zip(picked.order, picked.signals, strict=True)}
        signalled = {i: self.hit_with(i, tier) for i in every if (tier := self._tier(i, given)) is not self.given[i]}
        with self.objective_of(every).changed(signalled) as objective:
            chosen = choose(
                objective,
                [each.program.specialty for each in self.placed],
                self.fees,
                max_programs=number,
                forced=picked.order,
                wishes=replace(self.wishes, forced=(), least_outside=0.0),
            )
        is_worth_it = [gain >= self.least_gain for gain in chosen.gains]
        return tuple(zip(chosen.picked, is_worth_it, strict=True))[len(picked.order) :]

    def outcome(self, picked: Picked) -> ListOutcome:
        """Return what a list comes to, given that these applications are sent."""
        return self._outcome(self.chances, picked, list(picked.order))

    def outcome_in(self, chances: Chances, picked: Picked) -> ListOutcome:
        """Return what a list comes to in other scenarios; `chances` are those of its programs, in its order."""
        return self._outcome(chances, picked, list(range(len(picked.order))))

    def _outcome(self, chances: Chances, picked: Picked, rows: Sequence[int]) -> ListOutcome:
        given = list(zip(rows, picked.signals, strict=True))
        interview = np.stack([chances.interview_with_signal(row, tier) for row, tier in given])
        accept = np.stack([chances.accept_with_signal(row, tier) for row, tier in given])
        specialties = [self.placed[i].program.specialty for i in picked.order]
        caveats = tuple(dict.fromkeys(key for each in specialties for key in chances.basis[each].caveats))
        is_preferred = [self.placed[i].tier == 1 for i in picked.order]
        return list_outcome(interview, accept, chances.weights, is_preferred, caveats, chances.cap)

    def summary(self, picked: Picked, outcome: ListOutcome | None = None) -> Summary:
        """Return a list in a few figures; every bill covers the ranks that registration includes."""
        found = outcome if outcome is not None else self.outcome(picked)
        return Summary(len(picked.order), self.counts(picked.order), self.cost(picked), found, len(picked.years))

    def cost(self, picked: Picked) -> Cost:
        """Return the bill of a list, its first years among it."""
        years = () if self.years is None else (self.years.placed[i].program.specialty for i in picked.years)
        return self.fees.cost(dict(Counter(self.counts(picked.order)) + Counter(years)))

    def counts(self, order: Sequence[int]) -> dict[str, int]:
        """Return applications by specialty, in the order of the candidates' levels."""
        return dict(Counter(self.placed[i].program.specialty for i in order))

    def group(self, index: int) -> Group:
        """Return who sees a signal to a program."""
        program = self.placed[index].program
        return program.institution_code, program.specialty

    def _tier(self, index: int, signals: Mapping[Group, SignalTier]) -> SignalTier:
        """Return the signal that a program sees: one that is decided already, else one of `signals`."""
        given = self.given[index]
        return given if given is not SignalTier.NONE else signals.get(self.group(index), SignalTier.NONE)

    def objective_of(self, among: Sequence[int], signals: Mapping[Group, SignalTier] | None = None) -> Objective:
        """Return what some candidates are worth, with signals besides those that are decided already."""
        given = signals or {}
        changed = {at: tier for at, i in enumerate(among) if (tier := self._tier(i, given)) is not self.given[i]}
        if not changed and list(among) == list(range(len(self.placed))):
            # One for all questions: what it works out of the chances is kept with it.
            if not self._every:
                self._every.append(Objective(self.hits, self.weights, self.level, self.utility))
            return self._every[0]
        hits = self.hits[list(among)]
        for at, tier in changed.items():
            hits[at] = self.hit_with(among[at], tier)
        return Objective(hits, self.weights, self.level[list(among)], self.utility)

    @property
    def least_gain(self) -> float:
        """What an application has to add; less where even the best one, without a signal, adds little.

        More where money matters much to her.
        """
        worth = self.utility[self.level]
        best = float((self._alone * worth).max(initial=0.0))
        return self.weighing.cost * min(setting("least_gain"), setting("least_share_of_best") * best)

    @property
    def _alone(self) -> Array:
        """Chance that each candidate takes her, without any signal of hers, shape (n_candidates,)."""
        return self.shared["alone"] if self.rows.size else np.zeros(0)


def _go_on() -> None:
    """Let the work go on."""


def _wish_key(wishes: Wishes) -> tuple[object, ...]:
    return wishes.forced, wishes.excluded, tuple(wishes.sites), wishes.outside, wishes.least_outside
