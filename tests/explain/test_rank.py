"""Rank order lists: what they come to, and that no order but her own is worth more."""

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.errors import RequestError
from smartpick.explain import ListRequest
from smartpick.explain.season import RankList, rank_list
from smartpick.facts import Facts
from smartpick.market import Interviews, Scenarios, match_scores
from smartpick.market._synthetic import synthetic_season
from smartpick.portfolio import list_outcome
from smartpick.profile import Profile
from smartpick.programs import Directory

LATE = date(2027, 2, 10)
Person = Callable[..., Profile]
Rank = Callable[..., RankList]


@pytest.fixture(scope="module")
def codes(directory: Directory) -> list[str]:
    programs = [each for each in directory.of(["emergency_medicine"]) if each.state == "CA"]
    return [each.program_code_nrmp for each in programs][:6]


@pytest.fixture(scope="module")
def rank(facts: Facts, directory: Directory) -> Rank:
    return lambda profile, codes=None: rank_list(facts, directory, profile, ListRequest(today=LATE), codes)


def test_the_ranks_add_up(rank: Rank, person: Person, codes: list[str]) -> None:
    made = rank(person(), codes)
    assert [each.program.program_code_nrmp for each in made.ranks] == codes
    assert sum(each.p_here.mean for each in made.ranks) == pytest.approx(made.p_match.mean, abs=2e-3)
    assert made.ranks[-1].p_by_here.mean == pytest.approx(made.p_match.mean, abs=1e-4)
    assert made.ranks[0].p_here.mean == pytest.approx(made.ranks[0].p_taken.mean, abs=1e-4)
    by_here = [each.p_by_here.mean for each in made.ranks]
    assert by_here == sorted(by_here)
    more = [made.p_match.mean, *(chance.mean for _, chance in made.more)]
    assert more == sorted(more)
    # Near one the mean can lie below the central 90 %; the median cannot.
    assert all(chance.low <= chance.median <= chance.high for _, chance in made.more)


def test_after_the_deadline_no_order_is_advised(
    facts: Facts, directory: Directory, person: Person, codes: list[str]
) -> None:
    shown = {}
    for day in (LATE, date(2027, 3, 8), date(2027, 3, 19), date(2027, 4, 10)):
        made = rank_list(facts, directory, person(), ListRequest(today=day), codes[1::-1])
        shown[day] = " ".join((*made.answer, *made.notes))
        assert ("no order has any effect any more" in made.answer[0]) == (day != LATE)
        assert ("chance of matching was" in made.answer[1]) == (day != LATE)
    assert "Rank in the order in which you would like to go" in shown[LATE]
    for day in set(shown) - {LATE}:
        for advice in ("Rank in the order", "keep it", "change it back", "rank only"):
            assert advice not in shown[day], f"{advice} on {day}"


def test_no_order_raises_matching_nor_a_preferred_program(rank: Rank, person: Person, codes: list[str]) -> None:
    hers = rank(person(), codes[:4])
    here = {each.program.program_code_nrmp: each.p_here.mean for each in hers.ranks}
    for order in itertools.permutations(codes[:4]):
        other = (
            rank(person(), list(order)) if order in {tuple(codes[3::-1]), (codes[1], codes[0], *codes[2:4])} else None
        )
        if other is None:
            continue
        assert other.p_match.mean == pytest.approx(hers.p_match.mean, abs=1e-4)
        there = {each.program.program_code_nrmp: each.p_here.mean for each in other.ranks}
        assert there[codes[0]] <= here[codes[0]] + 1e-4
        assert sum(there[code] for code in codes[:2]) <= sum(here[code] for code in codes[:2]) + 1e-4


@settings(max_examples=60, deadline=None)
@given(
    chances=st.lists(st.floats(0.01, 0.99), min_size=2, max_size=6),
    order=st.randoms(use_true_random=False),
    top=st.integers(1, 6),
)
def test_her_own_order_is_best_for_every_first_few(chances: list[float], order: Any, top: int) -> None:
    taken = np.array(chances)[:, None, None] * np.linspace(0.5, 1, 4)[None, None, :]
    weights = np.full(4, 0.25)
    first = list(range(len(chances)))
    shuffled = list(first)
    order.shuffle(shuffled)
    hers = list_outcome(np.ones_like(taken), taken, weights, [i < top for i in first])
    other = list_outcome(np.ones_like(taken), taken[shuffled], weights, [i < top for i in shuffled])
    assert other.p_match.mean == pytest.approx(hers.p_match.mean, abs=1e-4)
    assert other.p_match_preferred.mean <= hers.p_match_preferred.mean + 1e-4


def test_the_log_gives_the_list_in_the_order_of_her_wishes(rank: Rank, person: Person, codes: list[str]) -> None:
    log = [{"program_code_nrmp": code, "event": "invited"} for code in codes[:4]]
    log.append({"program_code_nrmp": codes[0], "event": "rejected"})
    wishes = [{"program_code_nrmp": codes[3], "desire": 5}, {"program_code_nrmp": codes[1], "desire": 1}]
    made = rank(person(season_log=log, goals={"programs": wishes}))
    assert {each.program.program_code_nrmp for each in made.ranks} == set(codes[1:4])
    assert made.ranks[0].program.program_code_nrmp == codes[3]
    assert [each.preference for each in made.ranks] == [1, 2, 3]
    assert all(each.is_heard for each in made.ranks)


def test_what_she_gives_chance_moves_no_rank(rank: Rank, person: Person, codes: list[str]) -> None:
    log = [{"program_code_nrmp": code, "event": "invited"} for code in codes]
    plain = rank(person(season_log=log))
    anxious = rank(person(season_log=log, goals={"priorities": {"chance": 5}}))
    assert [r.program.program_code_nrmp for r in plain.ranks] == [r.program.program_code_nrmp for r in anxious.ranks]


def test_ranks_beyond_those_included_are_counted(rank: Rank, person: Person, directory: Directory) -> None:
    many = [each.program_code_nrmp for each in directory.of(["emergency_medicine"])][:23]
    made = rank(person(), many)
    assert made.extra_ranks == 3
    assert any("3 ranks beyond" in note for note in made.notes)


@pytest.mark.parametrize("img_only", [True, False])
def test_published_lengths_stand_beside_it(
    rank: Rank, person: Person, codes: list[str], img: dict[str, Any], *, img_only: bool
) -> None:
    made = rank(person(**img) if img_only else person(), codes)
    assert made.published
    assert any("in a row" in each.text for each in made.published) is img_only


def test_everything_wrong_with_a_list_is_told_at_once(rank: Rank, person: Person, codes: list[str]) -> None:
    with pytest.raises(RequestError) as caught:
        rank(person(), [codes[0], "9999999C9", codes[0]])
    assert [each.where for each in caught.value.problems] == ["list, rank 2", "list, rank 3"]
    with pytest.raises(RequestError, match="names no program that invited"):
        rank(person())


def test_one_more_person_is_small_even_at_programs_of_one_or_two_positions() -> None:
    """Exact reruns take less than 1 in 100 from the chances that cutoffs alone give."""
    by_cutoff = by_entry = 0
    for seed in range(3):
        season = synthetic_season(4000, seed)
        found = match_scores(season.interviews, season.utility, season.score, with_entry=True, compiled=False)
        assert found.entry is not None
        program = season.interviews.program
        noise = np.random.default_rng(seed).normal(0, 1e-3, len(program))
        newcomer = np.asarray(season.score, np.float32) + noise
        small = season.interviews.quota[program] <= 2
        by_cutoff += int((newcomer > found.cutoff[program])[small].sum())
        by_entry += int((newcomer > found.entry[program])[small].sum())
    assert by_cutoff > 1000
    assert 0.99 * by_cutoff <= by_entry <= by_cutoff


def test_run_again_in_the_market_no_order_helps() -> None:
    """A newcomer is added to a season of small programs: her order decides where she goes, never whether."""
    season = synthetic_season(300, 5)
    plain = match_scores(season.interviews, season.utility, season.score, with_entry=True, compiled=False)
    assert plain.entry is not None
    small = np.argsort(season.interviews.quota, kind="stable")[:4]
    scenarios = Scenarios.collect([plain.entry])
    rng = np.random.default_rng(1)
    matched = 0
    for _ in range(25):
        score = rng.normal(1.0, 1.5, 4).astype(np.float32)
        ends = {}
        for order in itertools.permutations(range(4)):
            wishes = np.empty(4)
            wishes[list(order)] = np.arange(4, 0, -1)
            with_her: Interviews = season.interviews.with_person(small)
            again = match_scores(
                with_her,
                np.concatenate([season.utility, wishes]),
                np.concatenate([season.score, score]),
                compiled=False,
            )
            where = int(again.program[-1])
            ends[order] = where
            place = int(scenarios.first_admitted(small[list(order)], score[list(order)])[0])
            assert where == (-1 if place < 0 else small[list(order)][place])
        assert len({where < 0 for where in ends.values()}) == 1
        matched += ends[0, 1, 2, 3] >= 0
        # In the true order 0, 1, 2, 3 she gets the first of those that any order would give her.
        reached = [i for i in range(4) if any(where == small[i] for where in ends.values())]
        assert ends[0, 1, 2, 3] == (small[reached[0]] if reached else -1)
    assert matched > 0
