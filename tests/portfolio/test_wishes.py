"""Wishes are kept, contradictions are named, more freedom never hurts, and exact answers equal other exact answers."""

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.errors import RequestError
from smartpick.portfolio import FirstYear, Objective, Plan, Signalling, Wishes, _plan, certify, choose, plan
from smartpick.portfolio._choose import best_set
from smartpick.portfolio._exact import best_of_independent
from smartpick.portfolio._greedy import greedy
from smartpick.portfolio._limits import Instance, contradictions
from smartpick.portfolio._swaps import improve
from smartpick.vocabulary import SignalTier

from .test_choose import SPECIALTIES, FlatFees, TableFees, best_of_all, objective, tables

GOLD, SILVER = SignalTier.GOLD, SignalTier.SILVER
BOOST = {GOLD: 4.0, SILVER: 2.0}


def sets(number: int) -> list[tuple[int, ...]]:
    return [some for size in range(number + 1) for some in itertools.combinations(range(number), size)]


def best_by_hand(
    goal: Objective, fees: TableFees, budget: float | None, most: int | None, least: float, wishes: Wishes
) -> float:
    """Return the best net worth, by rules written again here."""
    best = -np.inf
    for some in sets(len(goal.level)):
        kinds = [SPECIALTIES[i] for i in some]
        clash = wishes.sites and any(
            wishes.sites[i] and wishes.sites[i] == wishes.sites[j] and SPECIALTIES[i] != SPECIALTIES[j]
            for i, j in itertools.combinations(some, 2)
        )
        outside = len(set(some) & set(wishes.outside))
        if (
            (budget is None or not some or fees.bill(kinds) <= budget + 1e-9)
            and (most is None or len(some) <= most)
            and set(wishes.forced) <= set(some)
            and not set(wishes.excluded) & set(some)
            and all(kinds.count(key) <= number for key, number in wishes.most_by_specialty.items())
            and not clash
            and outside >= wishes.least_outside * len(some) - 1e-9
        ):
            best = max(best, goal.value(some) - least * len(some))
    return best


wished = st.builds(
    Wishes,
    forced=st.lists(st.integers(0, 7), max_size=2, unique=True).map(tuple),
    excluded=st.lists(st.integers(0, 7), max_size=2, unique=True).map(tuple),
    most_by_specialty=st.dictionaries(st.sampled_from(["fm", "im"]), st.integers(1, 3), max_size=2),
    sites=st.just(()) | st.lists(st.sampled_from(["", "a", "b"]), min_size=8, max_size=8),
    outside=st.lists(st.integers(0, 7), max_size=5, unique=True).map(tuple),
    least_outside=st.sampled_from([0.0, 0.0, 0.3, 0.5]),
)


@given(
    st.integers(0, 10_000),
    tables,
    st.none() | st.floats(30, 300),
    st.none() | st.integers(1, 6),
    st.sampled_from([0.0, 0.01, 0.05]),
    wished,
)
@settings(max_examples=60, deadline=None)
def test_the_best_of_all_by_enumeration_under_every_wish(
    seed: int, fees: TableFees, budget: float | None, most: int | None, least: float, wishes: Wishes
) -> None:
    goal = objective(seed, n=8, scenarios=10)
    expected = best_by_hand(goal, fees, budget, most, least, wishes)
    try:
        chosen = choose(goal, SPECIALTIES[:8], fees, budget, most, least_gain=least, wishes=wishes)
    except RequestError:
        assert expected == -np.inf
        return
    if expected == -np.inf:
        # Nothing fits, and no two wishes alone are to blame: what is forced in comes back and no more.
        assert set(chosen.picked) == set(wishes.forced)
        return
    assert chosen.is_exact
    assert goal.value(chosen.picked) - least * len(chosen.picked) == pytest.approx(expected, abs=1e-10)
    assert set(wishes.forced) <= set(chosen.picked)


@given(st.integers(0, 10_000), tables, st.none() | st.floats(60, 300), st.none() | st.integers(2, 6), wished)
@settings(max_examples=40, deadline=None)
def test_swaps_keep_every_limit_and_never_lower_the_worth(
    seed: int, fees: TableFees, budget: float | None, most: int | None, wishes: Wishes
) -> None:
    """What is used where there are too many programs to look at every list, here where every list can be."""
    goal = objective(seed, n=8, scenarios=10)
    instance = Instance(goal, SPECIALTIES[:8], fees, budget, most, 0.0, wishes)
    if contradictions(instance):
        return
    begun = greedy(instance, wishes.forced, instance.names, ~instance.is_excluded, per_dollar=True)
    if not instance.is_allowed(begun):
        return
    better = improve(instance, begun)
    assert instance.is_allowed(better)
    assert goal.value(better) >= goal.value(begun) - 1e-12
    assert goal.value(better) <= best_by_hand(goal, fees, budget, most, 0.0, wishes) + 1e-10


@given(st.integers(0, 10_000), st.floats(60, 250))
@settings(max_examples=30, deadline=None)
def test_greedy_and_swaps_alone_come_within_one_in_a_hundred_of_the_best(seed: int, budget: float) -> None:
    fees = TableFees({key: [11, 11, 11, 30] for key in ("fm", "im", "em")}, {"fm": 20, "im": 0, "em": 40})
    goal = objective(seed, n=8, scenarios=10)
    instance = Instance(goal, SPECIALTIES[:8], fees, budget, None, 0.0, Wishes())
    found = max(
        goal.value(improve(instance, greedy(instance, (), allowed, ~instance.is_excluded, per_dollar=True)))
        for allowed in instance.allowed_specialties()
    )
    assert found >= 0.99 * best_by_hand(goal, fees, budget, None, 0.0, Wishes())


@given(st.integers(0, 10_000), st.floats(40, 250), st.integers(1, 7))
@settings(max_examples=25, deadline=None)
def test_more_money_number_or_candidates_never_hurt_where_it_is_exact(seed: int, budget: float, most: int) -> None:
    fees = TableFees({key: [11, 11, 30, 5] for key in ("fm", "im", "em")}, {"fm": 20, "im": 0, "em": 40})
    goal = objective(seed, scenarios=10)

    def worth(money: float, number: int, without: Sequence[int] = ()) -> float:
        wishes = Wishes(excluded=tuple(without))
        return goal.value(choose(goal, SPECIALTIES, fees, money, number, wishes=wishes).picked)

    here = worth(budget, most)
    assert worth(budget + 17, most) >= here - 1e-12
    assert worth(budget, most + 1) >= here - 1e-12
    assert worth(budget, most, without=(0, 5)) <= here + 1e-12


@given(st.integers(0, 10_000), st.integers(3, 12))
@settings(max_examples=15, deadline=None)
def test_an_earlier_list_is_never_made_worse_by_a_change_that_relaxes(seed: int, most: int) -> None:
    """Forty candidates: too many to look at every list."""
    goal = objective(seed, n=40)
    names = [SPECIALTIES[i % 10] for i in range(40)]
    fees = TableFees({key: [11, 11, 30] for key in ("fm", "im", "em")}, {"fm": 20, "im": 0, "em": 40})
    first = choose(goal, names, fees, 200, most, wishes=Wishes(excluded=(1, 2)))
    for budget, number, out in ((230, most, (1, 2)), (200, most + 2, (1, 2)), (200, most, ())):
        later = choose(goal, names, fees, budget, number, wishes=Wishes(excluded=out), start=first.picked)
        assert goal.value(later.picked) >= goal.value(first.picked) - 1e-12
        assert fees.bill([names[i] for i in later.picked]) <= budget + 1e-9
        assert len(later.picked) <= number
    tighter = choose(goal, names, fees, 120, 3, wishes=Wishes(forced=(7,)), start=first.picked)
    assert 7 in tighter.picked
    assert fees.bill([names[i] for i in tighter.picked]) <= 120 + 1e-9


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_many_candidates_does_not_matter(seed: int, shuffler: object) -> None:
    goal = objective(seed, n=30)
    order = list(range(30))
    shuffler.shuffle(order)  # type: ignore[attr-defined]
    names = [SPECIALTIES[i % 10] for i in range(30)]
    shuffled = Objective(goal.hits[order], goal.weights, goal.level[order], goal.utility)
    fees = TableFees({key: [11, 11, 30] for key in ("fm", "im", "em")}, {"fm": 20, "im": 0, "em": 40})
    plain = choose(goal, names, fees, 200)
    other = choose(shuffled, [names[i] for i in order], fees, 200)
    assert {order[i] for i in other.picked} == set(plain.picked)


@given(st.integers(0, 10_000), st.lists(st.integers(1, 9), min_size=20, max_size=20), st.integers(5, 60))
@settings(max_examples=25, deadline=None)
def test_independent_programs_of_whole_prices_equal_a_dynamic_program_over_dollars(
    seed: int, prices: list[int], budget: int
) -> None:
    """A recursion of its own over (program, dollars), one level of liking: each program has a price of its own."""
    rng = np.random.default_rng(seed)
    hits = rng.uniform(0.01, 0.5, 20)
    names = [f"p{i}" for i in range(20)]
    fees = TableFees(
        {name: [float(price)] for name, price in zip(names, prices, strict=True)}, dict.fromkeys(names, 0.0)
    )
    goal = Objective(hits[:, None], np.ones(1), np.zeros(20, dtype=np.int64), np.ones(1))
    none = np.ones(budget + 1)
    for hit, price in zip(hits, prices, strict=True):
        for dollars in range(budget, price - 1, -1):
            none[dollars] = min(none[dollars], none[dollars - price] * (1 - hit))
    instance = Instance(goal, names, fees, float(budget), None, 0.0, Wishes())
    chosen = best_of_independent(instance)
    assert chosen is not None
    assert instance.is_allowed(chosen)
    assert 1 - goal.value(chosen) == pytest.approx(none[budget])


@given(st.integers(0, 10_000), tables, st.floats(30, 300), st.none() | st.integers(1, 6))
@settings(max_examples=30, deadline=None)
def test_the_dynamic_program_equals_enumeration_over_any_fee_table(
    seed: int, fees: TableFees, budget: float, most: int | None
) -> None:
    goal = objective(seed, n=9, scenarios=1)
    instance = Instance(goal, SPECIALTIES[:9], fees, budget, most, 0.01, Wishes(excluded=(3,)))
    chosen = best_of_independent(instance)
    assert chosen is not None
    assert instance.net(chosen) == pytest.approx(
        best_by_hand(goal, fees, budget, most, 0.01, Wishes(excluded=(3,))), abs=1e-10
    )


@given(st.integers(0, 10_000), st.integers(1, 25))
@settings(max_examples=20, deadline=None)
def test_many_independent_programs_of_equal_price_are_the_greedy_ones(seed: int, size: int) -> None:
    goal = objective(seed, n=40, scenarios=1)
    chosen = choose(goal, ["fm"] * 40, FlatFees(), max_programs=size)
    expected: list[int] = []
    for _ in range(size):
        expected.append(max((i for i in range(40) if i not in expected), key=lambda i: goal.value([*expected, i])))
    assert chosen.is_exact
    assert goal.value(chosen.picked) == pytest.approx(goal.value(expected), abs=1e-12)


@pytest.mark.parametrize(
    ("wishes", "budget", "most", "words"),
    [
        (Wishes(forced=(0, 3, 6), excluded=(3,)), None, None, "forced in and forced out"),
        (Wishes(forced=(0, 3, 6)), None, 2, "at most 2 are allowed: 1 too many"),
        (Wishes(forced=(0, 3, 6)), 41.0, None, "cost $50, the budget is $41: $9 short"),
        (Wishes(forced=(0, 3, 6), most_by_specialty={"fm": 1}), None, None, "at most 1 are allowed there: 2 too many"),
        (Wishes(forced=(0, 1), sites=["a"] * 10), None, None, "only one specialty may be applied to"),
        (
            Wishes(forced=(0, 3, 6), outside=(1,), least_outside=0.5),
            None,
            None,
            "takes 3 programs there, and there is room for 1",
        ),
    ],
)
def test_wishes_that_contradict_are_named_with_how_much(
    wishes: Wishes, budget: float | None, most: int | None, words: str
) -> None:
    with pytest.raises(RequestError) as told:
        choose(objective(1), SPECIALTIES, FlatFees(fixed=20), budget, most, wishes=wishes)
    assert words in str(told.value)


class TestFirstYears:
    """Programs 0 and 1 are advanced positions, 2 is categorical, 3 and 4 offer a first year alone."""

    def goal(self, share: float = 0.3) -> Objective:
        rng = np.random.default_rng(4)
        first = FirstYear(np.array([True, False]), share)
        return Objective(
            rng.uniform(0.1, 0.5, (5, 8)), np.full(8, 1 / 8), np.array([0, 0, 1, 2, 2]), np.array([1.0, 0.8]), first
        )

    @pytest.mark.parametrize("some", sets(5))
    def test_the_worth_is_that_of_every_answer_by_enumeration(self, some: tuple[int, ...]) -> None:
        goal = self.goal()
        total = 0.0
        for answers in itertools.product([False, True], repeat=5):
            chance = np.prod(np.where(np.array(answers)[:, None], goal.hits, 1 - goal.hits), axis=0) @ goal.weights
            takes = {i for i in some if answers[i]}
            has_year = bool(takes & {3, 4})
            advanced = (1.0 if has_year else 0.3) if takes & {0, 1} else 0.0
            # She ranks advanced positions first, whatever the first years do.
            total += chance * (advanced if takes & {0, 1} else 0.8 * (2 in takes))
        assert goal.value(some) == pytest.approx(total)

    def test_first_years_are_chosen_beside_advanced_positions_and_never_alone(self) -> None:
        names = ["derm", "derm", "im", "ty", "ty"]
        goal = self.goal()
        assert {3, 4} & set(choose(goal, names, FlatFees(), max_programs=4).picked)
        alone = choose(goal, names, FlatFees(), wishes=Wishes(excluded=(0, 1)), least_gain=1e-6)
        assert not {3, 4} & set(alone.picked)


def signalled(goal: Objective, counts: dict[SignalTier, int]) -> Signalling:
    def hit_with(index: int, tier: SignalTier) -> np.ndarray:
        odds = goal.hits[index] / (1 - goal.hits[index]) * BOOST[tier]
        return np.asarray(odds / (1 + odds))

    n = len(goal.level)
    groups = [(f"h{i // 2}", "fm") for i in range(n)]
    return Signalling(groups, {"fm": "pool"}, {"pool": counts}, hit_with)


def best_joint(
    goal: Objective, signalling: Signalling, most: int, counts: dict[SignalTier, int], least: float
) -> float:
    """Return the best net worth over every set and every allocation."""
    groups = sorted({group for group in signalling.groups if group is not None})
    best = 0.0
    for tiers in itertools.product([None, *counts], repeat=len(groups)):
        if any(tiers.count(tier) > number for tier, number in counts.items()):
            continue
        given_to = dict(zip(groups, tiers, strict=True))
        hits = goal.hits.copy()
        for i, group in enumerate(signalling.groups):
            tier = given_to[group] if group is not None else None
            if tier is not None:
                hits[i] = signalling.hit_with(i, tier)
        with_it = Objective(hits, goal.weights, goal.level, goal.utility)
        for some in itertools.combinations(range(len(goal.level)), most):
            best = max(best, with_it.value(some) - least * most)
    return best


@given(st.integers(0, 10_000), st.integers(0, 1), st.integers(0, 2), st.integers(2, 4))
@settings(max_examples=15, deadline=None)
def test_programs_and_signals_together_are_the_best_and_below_the_proven_bound(
    seed: int, golds: int, silvers: int, most: int
) -> None:
    goal = objective(seed, n=7, scenarios=8)
    counts = {GOLD: golds, SILVER: silvers}
    signalling = signalled(goal, counts)
    made = plan(goal, ["fm"] * 7, FlatFees(), signalling, max_programs=most)
    assert sum(tier is GOLD for tier in made.signals.values()) <= golds
    assert sum(tier is SILVER for tier in made.signals.values()) <= silvers
    best = best_joint(goal, signalling, most, counts, 0.0)
    assert made.utility == pytest.approx(best, abs=1e-9)
    proof = certify(goal, ["fm"] * 7, FlatFees(), signalling, made, max_programs=most)
    assert proof.utility == pytest.approx(made.utility)
    assert best - 1e-6 <= proof.bound <= best + 0.02
    assert proof.best_found <= best + 1e-6


@given(st.integers(0, 10_000), tables, st.floats(60, 300), wished)
@settings(max_examples=20, deadline=None)
def test_no_list_is_worth_more_than_the_proven_bound(seed: int, fees: TableFees, budget: float, wishes: Wishes) -> None:
    goal = objective(seed, n=8, scenarios=10)
    expected = best_by_hand(goal, fees, budget, None, 0.01, wishes)
    if expected == -np.inf:
        return
    chosen = choose(goal, SPECIALTIES[:8], fees, budget, least_gain=0.01, wishes=wishes)
    made = Plan(chosen, {}, goal.value(chosen.picked))
    names = SPECIALTIES[:8]
    proof = certify(goal, names, fees, None, made, budget_usd=budget, least_gain=0.01, wishes=wishes)
    assert proof.bound >= expected - 1e-6
    assert proof.gap <= 0.5
    assert "No other list" in proof.text


def test_a_plan_that_is_begun_from_an_earlier_one_is_never_worth_less() -> None:
    goal = objective(9, n=40)
    signalling = signalled(goal, {GOLD: 2, SILVER: 4})
    first = plan(goal, ["fm"] * 40, FlatFees(), signalling, budget_usd=100)
    later = plan(goal, ["fm"] * 40, FlatFees(), signalling, budget_usd=120, start=first)
    again = plan(goal, ["fm"] * 40, FlatFees(), signalling, budget_usd=100, start=first)
    assert later.utility >= first.utility - 1e-9
    assert again.utility >= first.utility - 1e-9
    assert again.signals.keys() <= {signalling.groups[i] for i in again.choice.picked}


def test_it_says_whether_every_list_was_looked_at() -> None:
    assert choose(objective(1), ["fm"] * 10, FlatFees(), max_programs=3).is_exact
    assert not choose(objective(1, n=40), ["fm"] * 40, FlatFees(), max_programs=3).is_exact
    instance = Instance(objective(2), ["fm"] * 10, FlatFees(), None, 3, 0.0, Wishes())
    assert objective(2).value(best_set(instance)[0]) == pytest.approx(best_of_all(objective(2), 3))


def test_where_not_all_is_looked_at_programs_and_signals_are_near_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_plan, "_MOST_WAYS", 0)
    shares = []
    for seed in range(60):
        goal = objective(seed, n=7, scenarios=8)
        counts = {GOLD: seed % 2, SILVER: 1 + seed % 3 // 2}
        signalling = signalled(goal, counts)
        made = plan(goal, ["fm"] * 7, FlatFees(), signalling, max_programs=3)
        shares.append(made.utility / best_joint(goal, signalling, 3, counts, 0.0))
    assert max(shares) <= 1 + 1e-9
    assert np.mean(shares) >= 0.995
    assert np.mean(np.array(shares) > 1 - 1e-9) >= 0.85


def test_a_share_outside_that_ends_a_list_is_not_called_money() -> None:
    goal = objective(3, n=30)
    wishes = Wishes(outside=(0, 1), least_outside=0.5)
    made = choose(goal, ["fm"] * 30, FlatFees(), 10_000, least_gain=1e-4, wishes=wishes)
    assert len(made.picked) == 4, "two outside, and as many inside"
    assert made.stopped_by == "wishes"
    free = choose(goal, ["fm"] * 30, FlatFees(), 10_000, max_programs=4, least_gain=1e-4)
    assert free.stopped_by == "number"
    poor = choose(goal, ["fm"] * 30, FlatFees(), 40, least_gain=1e-4)
    assert poor.stopped_by == "budget"
