"""Applications of a couple: near the best by enumeration, within budgets; joint chances as the engine finds them."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from smartpick.market import Couples, Market, match_market
from smartpick.portfolio.pairs import (
    PairChoice,
    PairSide,
    PairWorth,
    attended_hits,
    both_take,
    chance_attended,
    choose_pairs,
    joint_outcome,
)
from smartpick.portfolio.pairs._outcome import JointOutcome
from smartpick.vocabulary import SignalTier

Array = NDArray[np.float64]

# Two Monte-Carlo errors of the sampled half, for 40 draws of 4 nodes.
SAMPLED = 0.012


class Prices:
    """A price for each application of a specialty, rising by one dollar each, and an amount once for each specialty."""

    def __init__(self, step: float = 10.0, once: float = 20.0) -> None:
        self.step, self.once = step, once

    def fixed_usd(self, specialties: Sequence[str]) -> float:
        return self.once * len(set(specialties))

    def step_usd(self, specialty: str, number: int) -> float:
        del specialty
        return self.step + number

    def bill(self, specialties: Sequence[str]) -> float:
        counts = Counter(specialties)
        return self.fixed_usd(list(counts)) + sum(
            self.step_usd(key, n + 1) for key, count in counts.items() for n in range(count)
        )


def exact(first: Array, second: Array, rows: Sequence[tuple[int, int]]) -> tuple[Array, Array]:
    """Return the chance of each row and of none, by enumeration of all answers; equal weights of nodes."""
    n_draws = first.shape[1]
    found, none = np.zeros((n_draws, len(rows))), np.zeros(n_draws)
    for d, k, m in itertools.product(range(n_draws), range(first.shape[2]), range(second.shape[2])):
        weight = 1 / first.shape[2] / second.shape[2]
        for mine in itertools.product((0, 1), repeat=len(first)):
            for yours in itertools.product((0, 1), repeat=len(second)):
                p = np.prod([h if a else 1 - h for h, a in zip(first[:, d, k], mine, strict=True)])
                p *= np.prod([h if a else 1 - h for h, a in zip(second[:, d, m], yours, strict=True)])
                at = next(
                    (r for r, (i, j) in enumerate(rows) if (i < 0 or mine[i]) and (j < 0 or yours[j])),
                    None,
                )
                if at is None:
                    none[d] += weight * p
                else:
                    found[d, at] += weight * p
    return found, none


def uniform(n: int) -> Array:
    return np.full(n, 1 / n)


def judged(first: Array, second: Array, rows: Sequence[tuple[int, int]], replicates: int = 200) -> JointOutcome:
    weights = (uniform(first.shape[2]), uniform(second.shape[2]))
    codes = [f"p{i}" for i in range(len(first))]
    return joint_outcome(first, second, weights, np.array(rows).reshape(-1, 2), codes, 5, replicates)


def test_joint_chances_are_those_of_enumeration() -> None:
    rng = np.random.default_rng(3)
    first, second = rng.random((3, 6, 2)), rng.random((3, 6, 3))
    rows = [(0, 1), (1, 1), (2, 0), (0, 2), (1, -1), (-1, 2), (-1, 0)]
    made = judged(first, second, rows, 2000)
    by_row, none = exact(first, second, rows)
    assert np.abs(made.row - by_row).max() < 0.03
    assert np.abs(made.row.mean(axis=0) - by_row.mean(axis=0)).max() < SAMPLED
    assert np.abs(made.none - none).max() < 0.03
    assert np.allclose(made.row.sum(axis=1) + made.none, 1)


@st.composite
def small_couples(draw: st.DrawFn) -> tuple[Array, Array, list[tuple[int, int]]]:
    """Return hits of both and a list of pairs, the first of them of two programs, in any order after it."""
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    scale = draw(st.sampled_from([0.02, 0.3, 1.0]))
    every = list(itertools.product(range(-1, n), range(-1, m)))[1:]
    rows = draw(st.lists(st.sampled_from(every), min_size=1, max_size=len(every), unique=True))
    return scale * generator.random((n, 6, 2)), generator.random((m, 6, 3)), rows


@given(small_couples())
@settings(max_examples=150, deadline=None)
def test_chances_of_rows_follow_from_one_another(case_: tuple[Array, Array, list[tuple[int, int]]]) -> None:
    """Matched by a row: all of it takes place, and no row above."""
    first, second, rows = case_
    made = judged(first, second, rows, 16)
    above = np.cumsum(made.row, axis=1) - made.row
    assert np.allclose(made.row[:, 0], made.takes[:, 0], atol=1e-12)
    assert (made.row <= made.takes + 1e-12).all()
    assert (made.row >= made.takes - above - 1e-12).all()
    assert np.allclose(made.row.sum(axis=1) + made.none, 1)
    # A row at the end takes nothing from those above and only adds to the chance of any match.
    for number in range(1, len(rows)):
        shorter = judged(first, second, rows[:number], 16)
        assert np.allclose(shorter.row, made.row[:, :number], atol=1e-12)
        assert (shorter.none >= made.none - 1e-12).all()
    # What stands first is had whenever it takes place.
    for at, row in enumerate(rows):
        moved = judged(first, second, [row, *rows[:at], *rows[at + 1 :]], 16)
        assert np.allclose(moved.row[:, 0], made.takes[:, at], atol=1e-12)


def test_both_take_is_that_of_enumeration_and_grows_with_each_chance() -> None:
    rng = np.random.default_rng(6)
    first, second = 0.6 * rng.random((3, 6, 2)), 0.6 * rng.random((3, 6, 3))
    rows = [(0, 1), (2, 0), (1, -1), (-1, 2)]
    made = judged(first, second, rows, 2000)
    for at, row in enumerate(rows):
        assert np.abs(made.takes[:, at] - exact(first, second, [row])[0][:, 0]).max() < 0.03
    weights, codes = (uniform(2), uniform(3)), ["p0", "p1", "p2"]
    few = both_take(first, second, weights, np.array(rows), codes, 5)
    assert np.allclose(few, judged(first, second, rows, 8).takes, atol=1e-12)
    assert (both_take(1.5 * first, 1.5 * second, weights, np.array(rows), codes, 5) >= few).all()


def test_what_is_certain_is_found_exactly() -> None:
    """Answers of 0 and 1 leave nothing to chance: the first row of which both would take their partner."""
    rng = np.random.default_rng(4)
    first, second = (rng.integers(0, 2, (4, 50, 1)).astype(float) for _ in range(2))
    rows = [(0, 0), (1, 2), (3, 3), (2, -1), (-1, 1)]
    made = judged(first, second, rows, 1)
    by_row, none = exact(first, second, rows)
    assert (made.row == by_row).all()
    assert (made.none == none).all()


def test_an_impossible_row_changes_nothing_and_no_program_of_one_is_in_order() -> None:
    second = np.full((2, 3, 2), 0.4)
    made = judged(np.zeros((0, 3, 2)), second, [(-1, 0), (-1, 1)])
    assert np.allclose(made.none, 0.36)


def test_the_order_of_programs_changes_no_joint_chance() -> None:
    rng = np.random.default_rng(8)
    first, second = rng.random((4, 5, 2)), rng.random((3, 5, 2))
    rows = np.array([(0, 1), (3, 2), (2, 0), (1, -1), (-1, 2)])
    codes = ["a", "b", "c", "d"]
    weights = (uniform(2), uniform(2))
    plain = joint_outcome(first, second, weights, rows, codes, 1)
    order, other = np.array([2, 0, 3, 1]), np.array([1, 2, 0])
    place, seat = np.append(np.argsort(order), -1), np.append(np.argsort(other), -1)
    moved_rows = np.stack([place[rows[:, 0]], seat[rows[:, 1]]], axis=1)
    moved = joint_outcome(first[order], second[other], weights, moved_rows, [codes[i] for i in order], 1)
    assert np.allclose(plain.row, moved.row, atol=1e-12)


def test_a_limit_on_interviews_only_takes_away() -> None:
    rng = np.random.default_rng(1)
    interview, accept = rng.random((2, 9, 4, 2))
    assert (attended_hits(interview, accept, None) == interview * accept).all()
    assert (attended_hits(interview, accept, np.full(4, 3.0)) <= interview * accept).all()


def test_time_for_an_interview_is_what_those_above_leave() -> None:
    """One that is not on the list is placed as if it alone came to it; one with nothing above is always attended."""
    rng = np.random.default_rng(2)
    interview, accept = rng.random((2, 9, 4, 2))
    cap = np.array([2.0, 3.0, 4.0, 5.0])
    among = [1, 4, 5, 8]
    share = chance_attended(interview, accept, cap, among)
    assert np.allclose(share[among], chance_attended(interview[among], accept[among], cap))
    for i in sorted(set(range(9)) - set(among)):
        whole = [*among, i]
        assert np.allclose(share[i], chance_attended(interview[whole], accept[whole], cap)[-1])
    assert (chance_attended(interview, accept, cap, []) == 1).all()


# --- held to the engine -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """How often each kind came about, near / apart / one / none, by cutoffs and by the engine; how often both agree."""

    cutoffs: Array
    engine: Array
    agreed: float
    markets: int


def played(markets: int, *, is_one_specialty: bool, seed: int) -> Seen:
    """Return what a couple's list comes to in random markets: from the cutoffs without it, and in the market."""
    rng = np.random.default_rng(seed)
    n, n_programs, quota = 60, 12, 4
    half = n_programs // 2
    mine = list(range(n_programs if is_one_specialty else half))
    yours = list(range(0 if is_one_specialty else half, n_programs))
    near = [(i, j) for i, j in itertools.product(mine, yours) if i != j and i % 3 == j % 3]
    apart = [(i, j) for i, j in itertools.product(mine, yours) if i != j and i % 3 != j % 3]
    near, apart = ([group[k] for k in rng.permutation(len(group))] for group in (near, apart))
    one = [(i, -1) for i in mine] + [(-1, j) for j in yours]
    pairs = [*near[:12], *apart[:6], *one]
    kind = np.array([0] * 12 + [1] * min(6, len(apart)) + [2] * len(one))
    answers = np.zeros((2, n_programs, markets, 1))
    engine = np.full(markets, 3)
    is_found = np.ones(markets, dtype=bool)
    for m in range(markets):
        strength = rng.standard_normal(n + 2)
        strength[n:] *= 0.8
        groups = [range(n_programs)] if is_one_specialty else [range(half), range(half, n_programs)]
        lists = [rng.permutation(groups[who % len(groups)])[:6].tolist() for who in range(n)]
        score = strength[None, :] + rng.standard_normal((n_programs, n + 2))
        alone = _market(score[:, :n], lists, quota)
        cutoff = match_market(alone).cutoff
        for side in (0, 1):
            above = (score[:, :n] > score[:, n + side, None]).sum(axis=1)
            answers[side, :, m, 0] = 0.5 - above > cutoff
        couple = Couples(np.array([[n, n + 1]]), np.array([0, len(pairs)]), np.array(pairs))
        whole = replace(_market(score, [*lists, [], []], quota), couples=couple)
        found = match_market(whole).matching
        if found is None:
            is_found[m] = False
            continue
        held = (int(found.program[n]), int(found.program[n + 1]))
        if held != (-1, -1):
            engine[m] = kind[pairs.index(held)]
    seat = np.array(yours)
    rows = np.array([(mine.index(i) if i >= 0 else -1, yours.index(j) if j >= 0 else -1) for i, j in pairs])
    made = joint_outcome(
        answers[0][mine], answers[1][seat], (uniform(1), uniform(1)), rows, [str(i) for i in mine], 1, 1
    )
    by_kind = np.stack([made.of(kind == k) for k in range(3)] + [made.none], axis=1)[is_found]
    shares = np.bincount(engine[is_found], minlength=4) / is_found.sum()
    agreed = float((by_kind.argmax(axis=1) == engine[is_found]).mean())
    return Seen(by_kind.mean(axis=0), shares, agreed, int(is_found.sum()))


def _market(score: Array, lists: Sequence[Sequence[int]], quota: int) -> Market:
    n_programs, n = score.shape
    start = np.concatenate([[0], np.cumsum([len(each) for each in lists])])
    return Market(
        quota=np.full(n_programs, quota),
        list_start=start,
        list_program=np.array([program for each in lists for program in each]),
        rank_start=np.arange(n_programs + 1) * n,
        rank_person=np.argsort(-score, axis=1, kind="stable").ravel().astype(np.int32),
    )


@pytest.mark.parametrize(("is_one_specialty", "most_apart", "least_agreed"), [(False, 0.02, 0.97), (True, 0.04, 0.95)])
def test_cutoffs_say_what_the_engine_finds_with_the_couple_in_it(
    is_one_specialty: bool,  # noqa: FBT001 -- from parametrize
    most_apart: float,
    least_agreed: float,
) -> None:
    """The couple is taken to move no program's last place; the engine, run with the couple, knows better."""
    seen = played(300, is_one_specialty=is_one_specialty, seed=17)
    assert seen.markets >= 290
    # Each kind comes about, so that something is compared.
    assert (seen.engine[[0, 2]] > 0.1).all()
    assert np.abs(seen.cutoffs - seen.engine).max() <= most_apart, (seen.cutoffs, seen.engine)
    assert seen.agreed >= least_agreed, seen


# --- the choice -------------------------------------------------------------------------------------------------------


def side(
    hits: Array, tag: str, *, budget: float | None = None, most: int | None = None, prices: Prices | None = None
) -> PairSide:
    n = len(hits)
    return PairSide(
        codes=[f"{tag}{i}" for i in range(n)],
        groups=[(f"{tag}{i}", "fm" if i % 2 else "im") for i in range(n)],
        hits=hits,
        fees=prices or Prices(),
        budget_usd=budget,
        max_programs=most,
        signals={"fm": ("purse", {SignalTier.SINGLE: 1}), "im": ("other", {SignalTier.GOLD: 1, SignalTier.SILVER: 1})},
        hit_with=lambda i, tier: np.minimum(1, hits[i] * (1.6 if tier is SignalTier.GOLD else 1.3)).ravel(),
        is_open=[True] * n,
    )


def worth_in(cities: tuple[Sequence[int], Sequence[int]], reach: float, liking: tuple[Array, Array]) -> PairWorth:
    gap = np.abs(np.subtract.outer(np.array(cities[0]), np.array(cities[1])))
    mean = (liking[0][:, None] + liking[1][None, :]) / 2
    return PairWorth(np.where(gap <= reach, 0.5 + 0.5 * mean, 0.0), (0.25 * liking[0], 0.25 * liking[1]))


def value_of(sides: tuple[PairSide, PairSide], worth: PairWorth, chosen: tuple[Sequence[int], Sequence[int]]) -> float:
    """Return the expected worth of a set, by a long sampling that shares nothing with the one that chooses."""
    first, second = (each.hits[list(some)] for each, some in zip(sides, chosen, strict=True))
    part = worth.part(chosen[0], chosen[1])
    rows = [(i, j, part.both[i, j]) for i, j in np.argwhere(part.both > 0).tolist()]
    rows += [(i, -1, w) for i, w in enumerate(part.alone[0])] + [(-1, j, w) for j, w in enumerate(part.alone[1])]
    rows.sort(key=lambda row: -row[2])
    if not rows:
        return 0.0
    made = judged(first, second, [(i, j) for i, j, _ in rows], 40)
    return float((made.row * np.array([w for *_, w in rows])).sum(axis=1).mean())


@dataclass(frozen=True)
class Case:
    sides: tuple[PairSide, PairSide]
    cities: tuple[list[int], list[int]]
    liking: tuple[Array, Array]

    def worth(self, reach: float) -> PairWorth:
        return worth_in(self.cities, reach, self.liking)


def case(seed: int, n: int = 6, budget: float | None = None, most: int | None = None) -> Case:
    rng = np.random.default_rng(seed)
    sides = tuple(side(0.6 * rng.random((n, 40, 4)) * rng.random((n, 1, 1)), t, budget=budget, most=most) for t in "ab")
    cities = (rng.integers(0, 8, n).tolist(), rng.integers(0, 8, n).tolist())
    liking = (rng.choice([0.6, 0.8, 1.0], n), rng.choice([0.6, 0.8, 1.0], n))
    return Case((sides[0], sides[1]), cities, liking)


def best_of(made: Case, worth: PairWorth, most: int) -> float:
    """Return the worth of the best sets of so many applications each, by enumeration."""
    n = len(made.sides[0].codes)
    some = list(itertools.combinations(range(n), most))
    return max(value_of(made.sides, worth, (one, other)) for one in some for other in some)


@pytest.mark.parametrize("seed", range(6))
def test_the_choice_is_near_the_best_by_enumeration(seed: int) -> None:
    made = case(seed, n=5, most=2)
    worth = made.worth(1.0)
    found = choose_pairs(made.sides, worth, 1, 1e-6)
    best = best_of(made, worth, 2)
    assert value_of(made.sides, worth, found.chosen) >= 0.9 * best - SAMPLED


@pytest.mark.parametrize("seed", range(4))
def test_a_larger_distance_never_lowers_the_joint_optimum(seed: int) -> None:
    made = case(seed, n=4)
    values = [best_of(made, made.worth(reach), 2) for reach in (0, 1, 3, 8)]
    assert all(late >= early - 1e-9 for early, late in itertools.pairwise(values)), values


@given(seed=st.integers(0, 10_000), money=st.floats(31, 300), most=st.none() | st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_no_budget_number_or_signal_is_overdrawn(seed: int, money: float, most: int | None) -> None:
    made = case(seed, n=7, budget=money, most=most)
    found = choose_pairs(made.sides, made.worth(2.0), 1, 1e-6)
    for k in (0, 1):
        specialties = [made.sides[k].groups[i][1] for i in found.chosen[k]]
        assert Prices().bill(specialties) <= money + 1e-6
        assert most is None or len(specialties) <= most
        assert len(set(found.chosen[k])) == len(specialties)
        given_ = Counter((made.sides[k].groups[i][1], tier) for i, tier in found.signals[k].items())
        assert all(number == 1 for number in given_.values()), given_
        assert set(found.signals[k]) <= set(found.chosen[k])


def test_the_order_of_candidates_changes_nothing() -> None:
    made = case(11, n=7, most=4)
    worth = made.worth(1.0)
    plain = choose_pairs(made.sides, worth, 1, 1e-6)
    order = np.array([3, 0, 6, 2, 5, 1, 4])
    first = made.sides[0]
    moved_side = replace(
        first,
        codes=[first.codes[i] for i in order],
        groups=[first.groups[i] for i in order],
        hits=first.hits[order],
        hit_with=lambda i, tier: first.hit_with(int(order[i]), tier),
    )
    moved_worth = PairWorth(worth.both[order], (worth.alone[0][order], worth.alone[1]))
    moved = choose_pairs((moved_side, made.sides[1]), moved_worth, 1, 1e-6)

    def told(choice: PairChoice, one: PairSide) -> object:
        return (
            sorted(one.codes[i] for i in choice.chosen[0]),
            choice.chosen[1],
            {one.codes[i]: tier for i, tier in choice.signals[0].items()},
        )

    assert told(plain, first) == told(moved, moved_side)


def test_two_applications_that_are_worth_something_only_together_are_found() -> None:
    """Nothing is worth anything alone, so that no single application adds a thing: the pair must be seen."""
    hits = np.full((3, 40, 4), 0.5)
    both = np.zeros((3, 3))
    both[2, 1] = 1.0
    found = choose_pairs((side(hits, "a"), side(hits, "b")), PairWorth(both, (np.zeros(3), np.zeros(3))), 1, 1e-6)
    assert found.chosen == ((2,), (1,))
    assert found.worth == pytest.approx(0.25, abs=0.05)


def test_decided_applications_stay() -> None:
    made = case(5)
    found = choose_pairs(made.sides, made.worth(1.0), 1, 1e-6, ((4, 1), None))
    assert found.chosen[0] == (1, 4)
    assert found.chosen[1]
