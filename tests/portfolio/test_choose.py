"""The set that is chosen: near the best by enumeration, within money and number, whatever the order of candidates."""

import itertools
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from smartpick.portfolio._choose import Choice, Objective, choose
from smartpick.portfolio._greedy import greedy
from smartpick.portfolio._limits import Instance, Wishes
from smartpick.portfolio._outcome import list_outcome

Array = NDArray[np.float64]


class FlatFees:
    """Every application costs the same; those after the first `tier` may cost more."""

    def __init__(self, price: float = 10.0, tier: int = 1000, later: float = 10.0, fixed: float = 0.0) -> None:
        self.price, self.tier, self.later, self.fixed = price, tier, later, fixed

    def fixed_usd(self, specialties: object) -> float:
        del specialties
        return self.fixed

    def step_usd(self, specialty: str, number: int) -> float:
        del specialty
        return self.price if number <= self.tier else self.later

    def total(self, count: int) -> float:
        return sum(self.step_usd("", number + 1) for number in range(count))


class TableFees:
    """A price for each number of each specialty, and an amount once for each service that is used."""

    def __init__(self, steps: dict[str, list[float]], once: dict[str, float]) -> None:
        self.steps, self.once = steps, once

    def fixed_usd(self, specialties: Sequence[str]) -> float:
        return sum(self.once[specialty] for specialty in set(specialties))

    def step_usd(self, specialty: str, number: int) -> float:
        table = self.steps[specialty]
        return table[min(number, len(table)) - 1]

    def bill(self, specialties: Sequence[str]) -> float:
        counts = Counter(specialties)
        steps = sum(self.step_usd(key, n + 1) for key, count in counts.items() for n in range(count))
        return self.fixed_usd(list(counts)) + steps


prices = st.lists(st.floats(0, 60), min_size=1, max_size=4)
tables = st.builds(
    TableFees,
    st.fixed_dictionaries({"fm": prices, "im": prices, "em": prices}),
    st.fixed_dictionaries({"fm": st.just(20.0), "im": st.just(0.0), "em": st.floats(0, 99)}),
)
rising_tables = tables.map(lambda fees: TableFees({key: sorted(each) for key, each in fees.steps.items()}, fees.once))
SPECIALTIES = ["fm", "im", "em", "fm", "im", "em", "fm", "im", "em", "fm"]


def objective(seed: int, n: int = 10, scenarios: int = 40, levels: int = 3) -> Objective:
    rng = np.random.default_rng(seed)
    return Objective(
        hits=rng.uniform(0, 0.4, (n, scenarios)),
        weights=np.full(scenarios, 1 / scenarios),
        level=rng.integers(0, levels, n),
        utility=np.linspace(1, 0.6, levels),
    )


def best_of_all(goal: Objective, size: int) -> float:
    return max(goal.value(subset) for subset in itertools.combinations(range(len(goal.level)), size))


@given(st.integers(0, 10_000), st.integers(1, 5))
@settings(max_examples=25, deadline=None)
def test_near_the_best_of_all_sets_by_enumeration(seed: int, size: int) -> None:
    goal = objective(seed)
    chosen = choose(goal, ["fm"] * 10, FlatFees(), max_programs=size)
    assert len(chosen.picked) == size
    assert goal.value(chosen.picked) >= (1 - 1 / np.e) * best_of_all(goal, size)
    assert goal.value(chosen.picked) >= 0.98 * best_of_all(goal, size)


@given(st.integers(0, 10_000), st.floats(0, 200), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_budget_and_number_are_never_exceeded(seed: int, budget: float, most: int) -> None:
    fees = FlatFees(11, 3, 30, fixed=20)
    chosen = choose(objective(seed), ["fm"] * 10, fees, budget_usd=budget, max_programs=most)
    assert len(chosen.picked) <= most
    assert fees.fixed + fees.total(len(chosen.picked)) <= budget or not chosen.picked


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_more_budget_never_lowers_the_worth(seed: int) -> None:
    goal = objective(seed)
    values = [
        goal.value(choose(goal, ["fm"] * 10, FlatFees(), budget_usd=budget).picked) for budget in range(0, 120, 10)
    ]
    assert all(later >= earlier - 1e-12 for earlier, later in itertools.pairwise(values))


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_candidates_does_not_matter(seed: int, shuffler: object) -> None:
    goal = objective(seed)
    order = list(range(10))
    shuffler.shuffle(order)  # type: ignore[attr-defined]
    shuffled = Objective(goal.hits[order], goal.weights, goal.level[order], goal.utility)
    plain = choose(goal, ["fm"] * 10, FlatFees(), max_programs=4)
    other = choose(shuffled, ["fm"] * 10, FlatFees(), max_programs=4)
    assert {order[i] for i in other.picked} == set(plain.picked)


def test_forced_programs_stay_and_what_adds_nothing_is_left() -> None:
    goal = objective(3)
    goal.hits[2] = 0.0
    chosen = choose(goal, ["fm"] * 10, FlatFees(), forced=(2,), least_gain=1e-6)
    assert 2 in chosen.picked
    assert 2 not in choose(goal, ["fm"] * 10, FlatFees(), least_gain=1e-6).picked


def test_gains_fall_and_add_up_to_the_worth() -> None:
    goal = objective(5, levels=1)
    chosen: Choice = choose(goal, ["fm"] * 10, FlatFees())
    assert sum(chosen.gains) == pytest.approx(goal.value(chosen.picked))
    assert list(chosen.gains) == sorted(chosen.gains, reverse=True)


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_the_outcome_equals_enumeration_of_who_takes_her(seed: int) -> None:
    """Sum over all answers of five programs, one scenario and node at a time."""
    rng = np.random.default_rng(seed)
    interview, accept = rng.uniform(0, 1, (5, 3, 2)), rng.uniform(0, 1, (5, 3, 2))
    weights = np.array([0.4, 0.6])
    outcome = list_outcome(interview, accept, weights, [True, False, True, False, True])
    p_match = np.zeros(3)
    at: Array = np.zeros((5, 3))
    for answers in itertools.product([0, 1], repeat=5):
        chance = np.prod(
            [np.where(a, interview[j] * accept[j], 1 - interview[j] * accept[j]) for j, a in enumerate(answers)], axis=0
        )
        if any(answers):
            p_match += chance @ weights
            at[answers.index(1)] += chance @ weights
    assert outcome.p_match.draws == pytest.approx(np.clip(p_match, 0.001, 0.999))
    for j in range(5):
        assert outcome.match_at[j].draws == pytest.approx(at[j])
    # Kept from nothing, so that they add up.
    assert sum(each.draws for each in outcome.match_at) == pytest.approx(p_match)
    assert outcome.p_match_preferred.draws == pytest.approx(np.clip(at[[0, 2, 4]].sum(axis=0), 0.001, 0.999))
    assert outcome.expected_interviews.draws == pytest.approx(interview.sum(axis=0) @ weights)


@given(st.integers(0, 10_000), tables, st.floats(0, 400), st.none() | st.integers(1, 8))
@settings(max_examples=80, deadline=None)
def test_no_fee_table_makes_it_exceed_money_or_number(
    seed: int, fees: TableFees, budget: float, most: int | None
) -> None:
    """Whatever the prices do: rising, falling, jumping, or paid once for a service of its own."""
    chosen = choose(objective(seed), SPECIALTIES, fees, budget_usd=budget, max_programs=most)
    taken = [SPECIALTIES[i] for i in chosen.picked]
    assert not taken or fees.bill(taken) <= budget + 1e-9
    assert most is None or len(taken) <= most
    assert len(set(chosen.picked)) == len(chosen.picked) == len(chosen.gains) == len(chosen.costs_usd)


@given(st.integers(0, 10_000), rising_tables, st.lists(st.floats(0, 400), min_size=2, max_size=6))
@settings(max_examples=60, deadline=None)
def test_more_money_never_lowers_the_worth_where_prices_rise(seed: int, fees: TableFees, budgets: list[float]) -> None:
    goal = objective(seed)
    values = [goal.value(choose(goal, SPECIALTIES, fees, budget_usd=each).picked) for each in sorted(budgets)]
    values.append(goal.value(choose(goal, SPECIALTIES, fees).picked))
    assert all(later >= earlier - 1e-9 for earlier, later in itertools.pairwise(values))


@given(st.integers(0, 10_000), st.floats(60, 250))
@settings(max_examples=30, deadline=None)
def test_near_the_best_that_a_budget_can_buy_by_enumeration(seed: int, budget: float) -> None:
    """Eleven dollars for the first three of each specialty, thirty from then on, as the fees of 2026 are built."""
    fees = TableFees({key: [11, 11, 11, 30] for key in ("fm", "im", "em")}, {"fm": 20, "im": 0, "em": 40})
    goal = objective(seed)
    best = max(
        goal.value(some)
        for size in range(11)
        for some in itertools.combinations(range(10), size)
        if not some or fees.bill([SPECIALTIES[i] for i in some]) <= budget
    )
    assert goal.value(choose(goal, SPECIALTIES, fees, budget_usd=budget).picked) >= 0.97 * best


@given(st.integers(0, 10_000), st.floats(40, 250), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_candidates_does_not_matter_under_a_budget(seed: int, budget: float, shuffler: object) -> None:
    fees = TableFees({key: [11, 11, 30] for key in ("fm", "im", "em")}, {"fm": 20, "im": 0, "em": 40})
    goal = objective(seed)
    order = list(range(10))
    shuffler.shuffle(order)  # type: ignore[attr-defined]
    shuffled = Objective(goal.hits[order], goal.weights, goal.level[order], goal.utility)
    plain = choose(goal, SPECIALTIES, fees, budget_usd=budget)
    other = choose(shuffled, [SPECIALTIES[i] for i in order], fees, budget_usd=budget)
    assert {order[i] for i in other.picked} == set(plain.picked)


@given(st.integers(0, 10_000), st.integers(1, 9))
@settings(max_examples=30, deadline=None)
def test_at_equal_prices_it_is_the_plain_greedy_looked_at_anew_each_time(seed: int, size: int) -> None:
    """The lazy heap against a loop that computes every gain again before each pick."""
    goal = objective(seed)
    expected: list[int] = []
    for _ in range(size):
        rest = [i for i in range(10) if i not in expected]
        expected.append(max(rest, key=lambda i: goal.value([*expected, i])))
    for budget, most in ((None, size), (10.0 * size, None)):
        instance = Instance(goal, ["fm"] * 10, FlatFees(), budget, most, 0.0, Wishes())
        for per_dollar in (False, True):
            run = greedy(instance, (), ["fm"], np.ones(10, dtype=bool), per_dollar=per_dollar)
            assert list(run) == expected


@given(st.integers(0, 10_000), st.integers(1, 9))
@settings(max_examples=30, deadline=None)
def test_independent_programs_of_equal_price_are_chosen_by_their_chance(seed: int, size: int) -> None:
    """One scenario, one level: the best set is the programs with the highest chances (exact)."""
    goal = objective(seed, scenarios=1, levels=1)
    chosen = choose(goal, ["fm"] * 10, FlatFees(), max_programs=size)
    assert list(chosen.picked) == sorted(range(10), key=lambda i: -goal.hits[i, 0])[:size]
    assert goal.value(chosen.picked) == pytest.approx(best_of_all(goal, size))


def test_a_service_of_its_own_is_left_out_where_its_entry_price_buys_more_elsewhere() -> None:
    """Ninety-nine dollars open emergency medicine; the same money buys nine family medicine programs."""
    goal = objective(7, levels=1)
    goal.hits[:] = 0.1
    fees = TableFees({"fm": [11], "im": [11], "em": [0, 0, 0]}, {"fm": 0, "im": 0, "em": 99})
    chosen = choose(goal, SPECIALTIES, fees, budget_usd=100)
    assert {SPECIALTIES[i] for i in chosen.picked} == {"fm", "im"}
    rich = choose(goal, SPECIALTIES, fees, budget_usd=300)
    assert len(rich.picked) == 10


def test_it_says_truly_why_there_are_not_more() -> None:
    goal = objective(11)
    few = FlatFees(10)

    def why(budget_usd: float | None = None, max_programs: int | None = None, least_gain: float = 0.0) -> str:
        chosen = choose(goal, ["fm"] * 10, few, budget_usd, max_programs, least_gain=least_gain)
        return chosen.stopped_by

    assert why() == "candidates"
    assert why(max_programs=4) == "number"
    assert why(budget_usd=45) == "budget"
    assert why(budget_usd=45, max_programs=4) == "number"
    assert why(least_gain=0.9) == "gain"
    # Nothing that is left is worth its fee: neither money nor number is to blame.
    assert why(least_gain=0.9, budget_usd=5) == "gain"
    assert why(least_gain=0.9, max_programs=1) == "gain"


def test_no_candidates_and_no_money_give_an_empty_list() -> None:
    empty = Objective(np.zeros((0, 4)), np.full(4, 0.25), np.zeros(0, dtype=np.int64), np.ones(1))
    assert choose(empty, [], FlatFees()).picked == ()
    assert choose(objective(1), ["fm"] * 10, FlatFees(fixed=50), budget_usd=49).picked == ()


@given(st.integers(0, 10_000), st.sampled_from([0.3, 1.0]))
@settings(max_examples=25, deadline=None)
def test_what_is_left_without_each_is_what_multiplying_anew_gives(seed: int, one: float) -> None:
    goal = objective(seed, 6)
    goal.hits[2, 5] = one  # by a sure one nothing can be divided
    survival = goal.survival(range(6))
    losses = goal.losses(survival)
    for index in range(6):
        others = [at for at in range(6) if at != index]
        assert np.allclose(goal.without(survival, index), goal.survival(others), rtol=1e-12, atol=0)
        assert losses[index] == pytest.approx(goal.value(range(6)) - goal.value(others), abs=1e-12)


def test_chances_that_were_others_for_a_while_are_as_before_whatever_happens() -> None:
    goal = objective(3)
    before, half = goal.hits.copy(), goal.half.copy()
    rows = {4: np.full(40, 0.5), 7: np.full(40, 0.25)}
    with goal.changed(rows) as other:
        assert (other.hits[4] == 0.5).all()
        assert (other.half[7] == np.float32(0.25)).all()
    assert np.array_equal(goal.hits, before)

    def interrupted() -> None:
        with goal.changed(rows):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert np.array_equal(goal.hits, before)
    assert np.array_equal(goal.half, half)


def test_what_is_worked_out_while_chances_are_others_does_not_stay() -> None:
    goal = objective(5)
    with goal.changed({0: np.full(40, 0.5)}) as other:
        assert (other.half[0] == np.float32(0.5)).all()
    assert np.array_equal(goal.half, goal.hits.astype(np.float32))
