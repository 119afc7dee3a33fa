"""What one more applicant comes to, from cutoffs alone and with her in the market."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from market.cases import Shape, ints, list_of, market, random_market, ranks_of
from smartpick.market import Interviews, Market, Scenarios, match_market, match_scores, synthetic_market
from smartpick.market._synthetic import synthetic_season

Reals = NDArray[np.float64]


def test_a_cutoff_is_the_place_of_the_last_admitted() -> None:
    case = market([2, 2, 0], [[0], [0], [0, 1], [2]], [[2, 0, 1, 3], [2, 0], [3]])
    found = match_market(case)
    assert found.matching is not None
    assert found.matching.program.tolist() == [0, -1, 0, -1]
    assert found.cutoff.tolist() == [-1.0, -np.inf, np.inf]


def rerun(case: Market, programs: list[int], places: list[int]) -> int:
    """Return where on her list one more person is matched, with her in the market."""
    found = match_market(case.with_person(programs, places))
    assert found.matching is not None
    got = int(found.matching.program[-1])
    return programs.index(got) if got >= 0 else -1


def newcomer(rng: np.random.Generator, case: Market) -> tuple[list[int], list[int]]:
    programs = rng.permutation(case.n_programs)[: rng.integers(1, case.n_programs + 1)].tolist()
    return programs, [int(rng.integers(-1, len(ranks_of(case, p)) + 1)) for p in programs]


def scores_of(places: list[int]) -> list[float]:
    return [np.nan if place < 0 else 0.5 - place for place in places]


def test_cutoffs_never_promise_too_little_and_seldom_too_much() -> None:
    right = wrong = 0
    for seed in range(150):
        rng = np.random.default_rng(seed)
        case = random_market(rng, Shape(persons=30, programs=8, largest_quota=4))
        scenarios = Scenarios.collect([match_market(case).cutoff])
        programs, places = newcomer(rng, case)
        told = int(scenarios.first_admitted(programs, scores_of(places))[0])
        true = rerun(case, programs, places)
        assert true == -1 or 0 <= told <= true
        right += told == true
        wrong += told != true
    assert wrong <= right // 20


def test_with_couples_the_market_is_run_again() -> None:
    case = synthetic_market(400, seed=1, couples=0.1)
    program = int(np.argmax(case.quota))
    longer = case.with_person([program], [0])
    found = match_market(longer)
    assert found.matching is not None
    assert found.matching.program[-1] == program
    assert match_market(case.with_person([program], [-1])).is_stable
    with_all = synthetic_market(300, seed=1, has_variations=True).with_person([0, 1], [0, 0])
    assert with_all.n_persons == 301
    assert list_of(with_all, 300) == [0, 1]


def drawn(rng: np.random.Generator) -> tuple[Interviews, Reals, Reals]:
    n_persons, n_programs = int(rng.integers(1, 25)), int(rng.integers(1, 7))
    lists = [rng.permutation(n_programs)[: rng.integers(0, n_programs + 1)].tolist() for _ in range(n_persons)]
    start = np.concatenate([[0], np.cumsum([len(one) for one in lists])])
    interviews = Interviews(ints(rng.integers(0, 4, n_programs)), ints(start), ints([p for one in lists for p in one]))
    # Few different values, so that some are equal; some not ranked.
    utility, score = (np.round(rng.normal(size=start[-1]), 1) for _ in range(2))
    utility[rng.random(start[-1]) < 0.1] = np.nan
    score[rng.random(start[-1]) < 0.1] = np.nan
    return interviews, utility, score


def as_market(interviews: Interviews, utility: Reals, score: Reals) -> Market:
    """Return the lists that the scores stand for."""
    start, program = interviews.start, interviews.program
    person = np.repeat(np.arange(interviews.n_persons), np.diff(start))
    lists, ranks = [], []
    for who in range(interviews.n_persons):
        at = [i for i in range(start[who], start[who + 1]) if not np.isnan(utility[i])]
        lists.append([int(program[i]) for i in sorted(at, key=lambda i: (-utility[i], i))])
    for p in range(len(interviews.quota)):
        at = [i for i in range(len(program)) if program[i] == p and not np.isnan(score[i])]
        ranks.append([int(person[i]) for i in sorted(at, key=lambda i: (-score[i], person[i]))])
    return market(interviews.quota.tolist(), lists, ranks)


@given(st.integers(0, 100_000))
@example(307)  # an equal score at a program that is not on her list
@settings(max_examples=150, deadline=None)
def test_scores_give_what_the_lists_give_that_they_stand_for(seed: int) -> None:
    interviews, utility, score = drawn(np.random.default_rng(seed))
    by_lists = match_market(as_market(interviews, utility, score))
    by_scores = match_scores(interviews, utility, score, compiled=False)
    assert by_lists.matching is not None
    assert (by_scores.program == by_lists.matching.program).all()
    assert (np.isinf(by_scores.cutoff) == np.isinf(by_lists.cutoff)).all()
    at = by_scores.interview
    assert (np.append(interviews.program, -1)[at] == by_scores.program).all()


@given(st.integers(0, 100_000))
@example(6353)  # two programs that someone in the chain likes equally
@settings(max_examples=250, deadline=None)
def test_entry_scores_are_exact_for_any_list_of_one_more_person(seed: int) -> None:
    rng = np.random.default_rng(seed)
    interviews, utility, score = drawn(rng)
    found = match_scores(interviews, utility, score, with_entry=True, compiled=False)
    assert found.entry is not None
    assert (found.entry >= found.cutoff).all()
    programs = rng.permutation(len(interviews.quota))[: rng.integers(1, len(interviews.quota) + 1)]
    hers = np.round(rng.normal(size=len(programs)), 1).astype(np.float32)
    told = int(Scenarios.collect([found.entry]).first_admitted(programs, hers)[0])
    wider = interviews.with_person(programs)
    again = match_scores(
        wider,
        np.concatenate([utility, -np.arange(len(programs))]),
        np.concatenate([score, hers]),
        compiled=False,
    )
    got = int(again.program[-1])
    assert (int(programs[told]) if told >= 0 else -1) == got


def test_entry_scores_matter_where_there_is_one_position() -> None:
    """Person 0 sits in program 0 and would go to 1, whose only one, 1, would come to 0 and is liked better there.

    One more person who beats 0 in program 0 sets off the chain that puts her out again.
    """
    interviews = Interviews(ints([1, 1]), ints([0, 2, 4]), ints([0, 1, 1, 0]))
    utility, score = [2.0, 1.0, 2.0, 1.0], [0.1, 0.9, 0.5, 0.8]
    found = match_scores(interviews, utility, score, with_entry=True, compiled=False)
    assert found.program.tolist() == [0, 1]
    assert found.entry is not None
    assert found.cutoff.tolist() == pytest.approx([0.1, 0.5])
    assert found.entry.tolist() == pytest.approx([0.8, 0.9])


def test_matching_with_entry_scores_leaves_the_matching_alone() -> None:
    season = synthetic_season(800, 3)
    plain = match_scores(season.interviews, season.utility, season.score, compiled=False)
    more = match_scores(season.interviews, season.utility, season.score, with_entry=True, compiled=False)
    assert (plain.program == more.program).all()
    assert (plain.cutoff == more.cutoff).all()
    assert (plain.interview == more.interview).all()


def test_scenarios_take_scores_that_differ_and_lists_that_are_empty() -> None:
    scenarios = Scenarios.collect([[0.0, -np.inf], [2.0, 1.0], [np.inf, np.inf]])
    assert scenarios.first_admitted([], []).tolist() == [-1, -1, -1]
    assert scenarios.first_admitted([0, 1], [[1.0, 0.0], [1.0, 1.5], [9.0, 9.0]]).tolist() == [0, 1, -1]
    assert scenarios.first_admitted([0, 1], [np.nan, 0.0]).tolist() == [1, -1, -1]
