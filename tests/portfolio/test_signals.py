"""Signals go where they add most, one to an institution, never more than there are."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from smartpick.facts import Facts
from smartpick.portfolio import Objective, signal_budget
from smartpick.portfolio._signals import allocate_signals
from smartpick.vocabulary import SignalTier

Array = NDArray[np.float64]
GOLD, SILVER, SINGLE = SignalTier.GOLD, SignalTier.SILVER, SignalTier.SINGLE
BOOST = {GOLD: 5.0, SILVER: 2.0, SINGLE: 3.0}


class Case:
    """Programs with plain chances, and what each tier of signal makes of them."""

    def __init__(self, seed: int, n: int = 6, levels: int = 2, scenarios: int = 20) -> None:
        rng = np.random.default_rng(seed)
        self.plain = rng.uniform(0.01, 0.3, (n, scenarios))
        self.objective = Objective(
            self.plain, np.full(scenarios, 1 / scenarios), rng.integers(0, levels, n), np.linspace(1, 0.7, levels)
        )

    def hit_with(self, index: int, tier: SignalTier) -> Array:
        odds = self.plain[index] / (1 - self.plain[index]) * BOOST[tier]
        return np.asarray(odds / (1 + odds))

    def value(self, groups: list[str], given_to: dict[str, SignalTier]) -> float:
        hits = [
            self.hit_with(i, given_to[group]) if group in given_to else self.plain[i] for i, group in enumerate(groups)
        ]
        goal = Objective(np.stack(hits), self.objective.weights, self.objective.level, self.objective.utility)
        return goal.value(range(len(groups)))

    def best(self, groups: list[str], counts: dict[SignalTier, int]) -> float:
        """Return the worth of the best allocation, by trying them all."""
        names = sorted(set(groups) - {""})
        choices = itertools.product([None, *counts], repeat=len(names))
        return max(
            self.value(groups, {n: tier for n, tier in zip(names, choice, strict=True) if tier is not None})
            for choice in choices
            if all(choice.count(tier) <= number for tier, number in counts.items())
        )


@given(st.integers(0, 10_000), st.integers(0, 2), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_as_good_as_the_best_allocation_by_enumeration(seed: int, golds: int, silvers: int) -> None:
    case, groups = Case(seed), list("abcdef")
    counts = {GOLD: golds, SILVER: silvers}
    given_to = allocate_signals(case.objective, groups, counts, case.hit_with)
    assert case.value(groups, given_to) >= 0.99 * case.best(groups, counts)


@given(st.integers(0, 10_000), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_equal_to_the_best_where_the_gains_do_not_touch_each_other(seed: int, number: int) -> None:
    """One scenario in which each program alone can take her: gains add up, and greedy is exact."""
    rng = np.random.default_rng(seed)
    case = Case(seed, levels=1, scenarios=6)
    case.plain = np.diag(rng.uniform(0.05, 0.4, 6))
    case.objective = Objective(case.plain, case.objective.weights, case.objective.level, case.objective.utility)
    groups = list("abcdef")
    given_to = allocate_signals(case.objective, groups, {SINGLE: number}, case.hit_with)
    assert case.value(groups, given_to) == pytest.approx(case.best(groups, {SINGLE: number}), abs=1e-12)


@given(
    st.integers(0, 10_000),
    st.lists(st.sampled_from(["", "a", "b", "c", "d"]), min_size=6, max_size=6),
    st.integers(0, 3),
    st.integers(0, 3),
)
@settings(max_examples=60, deadline=None)
def test_never_more_than_there_are_and_never_two_for_one_institution(
    seed: int, groups: list[str], golds: int, silvers: int
) -> None:
    case = Case(seed)
    given_to = allocate_signals(case.objective, groups, {GOLD: golds, SILVER: silvers}, case.hit_with)
    assert given_to.keys() <= set(groups) - {""}
    spent = Counter(given_to.values())
    assert spent[GOLD] <= golds
    assert spent[SILVER] <= silvers
    # With a signal to spare every institution has one: they all help here.
    if golds + silvers >= len(set(groups) - {""}):
        assert given_to.keys() == set(groups) - {""}


def test_two_tracks_of_one_institution_share_a_signal_and_count_together() -> None:
    """Alone the third program gains most; together the two tracks of `a` gain more."""
    plain = np.array([[0.10], [0.10], [0.12]])
    case = Case(0, n=3, levels=1, scenarios=1)
    case.plain = plain
    case.objective = Objective(plain, np.ones(1), np.zeros(3, dtype=np.int64), np.ones(1))
    assert allocate_signals(case.objective, ["a", "a", "b"], {SINGLE: 1}, case.hit_with) == {"a": SINGLE}
    assert allocate_signals(case.objective, ["x", "y", "z"], {SINGLE: 1}, case.hit_with) == {"z": SINGLE}


def test_a_signal_that_adds_nothing_is_kept() -> None:
    case = Case(1)
    assert allocate_signals(case.objective, list("abcdef"), {GOLD: 2}, lambda i, _: case.plain[i]) == {}


def test_the_stronger_signal_goes_where_more_is_to_be_had() -> None:
    case = Case(2, n=2, levels=1, scenarios=1)
    case.plain = np.array([[0.02], [0.25]])
    case.objective = Objective(case.plain, np.ones(1), np.zeros(2, dtype=np.int64), np.ones(1))
    given_to = allocate_signals(case.objective, ["low", "high"], {GOLD: 1, SILVER: 1}, case.hit_with)
    assert given_to == {"high": GOLD, "low": SILVER}


@pytest.mark.parametrize(
    ("specialty", "counts"),
    [
        ("family_medicine", {SINGLE: 5}),
        ("internal_medicine", {GOLD: 3, SILVER: 12}),
        ("dermatology", {GOLD: 3, SILVER: 25}),
        ("nuclear_medicine", {}),
    ],
)
def test_how_many_signals_a_specialty_has(facts: Facts, specialty: str, counts: dict[SignalTier, int]) -> None:
    budget = signal_budget(facts, specialty, 2027)
    assert budget.counts == counts
    assert budget.total == sum(counts.values())
    assert (budget.season, budget.is_carried_forward) == ("2027", False)


def test_a_later_season_has_the_last_known_number_and_says_so(facts: Facts) -> None:
    budget = signal_budget(facts, "family_medicine", 2030)
    assert (budget.counts, budget.season, budget.is_carried_forward) == ({SINGLE: 5}, "2027", True)


def test_a_number_shared_by_two_specialties_reaches_both(facts: Facts) -> None:
    """Diagnostic and interventional radiology draw on the same signals; an own number would go over it."""
    shared = signal_budget(facts, "radiology_diagnostic", 2027)
    assert shared.counts == {GOLD: 6, SILVER: 9}
    assert shared.shared_with == ("interventional_radiology_integrated",)
    assert signal_budget(facts, "interventional_radiology_integrated", 2027).shared_with == ()


def test_a_specialty_without_a_row_is_unknown_not_zero(facts: Facts) -> None:
    budget = signal_budget(facts, "no_such_specialty", 2027)
    assert (budget.counts, budget.season) == ({}, "")
