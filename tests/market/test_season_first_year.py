"""First years beside advanced positions: they add up, and equal those of one market with supplemental lists."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from smartpick.facts import open_facts
from smartpick.market import Market, Supplements, match_market, verify_matching
from smartpick.market.season._figures import figures_of
from smartpick.market.season._first_year import (
    FirstYears,
    advanced_of,
    first_year_of,
    first_year_values,
    first_years_of,
    is_advanced,
    supplemental,
    tastes,
)
from smartpick.market.season._fit import start_of
from smartpick.market.season._pool import Pool, pool_of
from smartpick.market.season._programs import Field, field_of
from smartpick.market.season._season import Parameters, Season, simulate_season

Drawn = tuple[Field, Parameters, Pool, Season, FirstYears]
SEED = 3


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    figures = figures_of(open_facts(), "dermatology", 2026)
    programs = field_of(open_facts(), figures)
    parameters, choice = start_of(figures, programs)
    parameters = parameters.but(not_ranked=0.0)
    pool = pool_of(figures, programs, choice, SEED)
    # The one market of all lists is built of single applicants here; couples have their own test.
    pool = replace(pool, partner=np.full_like(pool.partner, -1))
    season = simulate_season(pool, programs, parameters)
    return programs, parameters, pool, season, first_years_of(open_facts(), programs, 2026)


def scarce(first_years: FirstYears) -> FirstYears:
    """Return every third program only, with one position each: fewer than those who need one."""
    at = np.arange(0, len(first_years.codes), 3)
    codes, state, division = (
        tuple(each[p] for p in at) for each in (first_years.codes, first_years.state, first_years.division)
    )
    return FirstYears(codes, np.ones(len(at), np.int32), state, division)


def test_the_positions_are_the_specialtys_share_of_the_nations(drawn: Drawn) -> None:
    programs, first_years = drawn[0], drawn[4]
    offered = {row["nrmp_code"]: row for row in open_facts().rows("program_result", "season = 2026")}
    by_letter = {
        letter: sum(row["positions_offered"] for code, row in offered.items() if code[7] == letter)
        for letter in ("A", "P")
    }
    share = programs.quota[is_advanced(programs)].sum() / by_letter["A"]
    assert first_years.quota.sum() == pytest.approx(share * by_letter["P"], abs=1)
    assert (first_years.quota > 0).all()


def test_first_years_add_up(drawn: Drawn) -> None:
    programs, parameters, pool, season, full = drawn
    who = set(advanced_of(pool, programs, season).tolist())
    assert len(who) == season.filled[is_advanced(programs)].sum()
    for first_years in (full, scarce(full)):
        found = first_year_of(pool, programs, parameters, season, first_years, SEED)
        assert set(np.flatnonzero(found >= 0).tolist()) <= who
        counts = np.bincount(found[found >= 0], minlength=len(first_years.codes))
        assert (counts <= first_years.quota).all()
        assert counts.sum() > 100
    assert counts.sum() < len(who)


def test_the_first_years_are_those_of_the_whole_market_with_supplemental_lists(drawn: Drawn) -> None:
    programs, parameters, pool, season, full = drawn
    first_years = scarce(full)
    market = whole_market(drawn, first_years)
    matching = match_market(market).matching
    assert matching is not None
    found = first_year_of(pool, programs, parameters, season, first_years, SEED)
    placed = np.where(season.outcome < 0, -1, pool.program[season.outcome])
    assert np.array_equal(matching.program, placed)
    expected = np.where(found < 0, -1, found + len(programs.codes)).astype(np.int32)
    assert np.array_equal(matching.supplemental, expected)
    assert not verify_matching(market, replace(matching, supplemental=expected)).violations
    worse = expected.copy()
    worse[np.flatnonzero(expected >= 0)[0]] = -1
    assert verify_matching(market, replace(matching, supplemental=worse)).violations


def whole_market(drawn: Drawn, first_years: FirstYears) -> Market:
    """Return specialty and first years as one market, with a supplemental list on every advanced entry of a list."""
    programs, parameters, pool, season, _ = drawn
    n_programs, n_first = len(programs.codes), len(first_years.codes)
    advanced = is_advanced(programs)
    taste = tastes(pool, n_first, SEED)
    value = first_year_values(pool, parameters, n_first, SEED)
    wishes: list[list[int]] = [[] for _ in pool.kind]
    attached: list[int] = []
    lists: list[np.ndarray] = []
    known: dict[tuple[int, str], int] = {}
    ranked: list[list[tuple[float, int]]] = [[] for _ in range(n_programs + n_first)]
    for a in np.flatnonzero(season.attended):
        person, program = int(pool.owner[a]), int(pool.program[a])
        ranked[program].append((-float(season.value[a]), person))
        if pool.leaves[person]:
            continue
        wishes[person].append(program)
        state = programs.states[programs.state_of[program]]
        if advanced[program] and (person, state) not in known:
            known[person, state] = len(lists)
            lists.append(supplemental(first_years, state, taste[person]) + n_programs)
        attached.append(known[person, state] if advanced[program] else -1)
    for (person, _), number in known.items():
        for program in lists[number]:
            entry = (-float(value[person, program - n_programs]), person)
            if entry not in ranked[program]:
                ranked[program].append(entry)
    orders = [[person for _, person in sorted(each)] for each in ranked]
    return Market(
        quota=np.concatenate([programs.quota, first_years.quota]),
        list_start=np.cumsum([0, *map(len, wishes)]),
        list_program=np.array([j for row in wishes for j in row], np.int32),
        rank_start=np.cumsum([0, *map(len, orders)]),
        rank_person=np.array([i for row in orders for i in row], np.int32),
        supplements=Supplements(
            start=np.cumsum([0, *map(len, lists)]),
            program=np.concatenate(lists).astype(np.int32),
            attached=np.array(attached, np.int32),
        ),
    )


def test_same_seed_same_bytes_and_plain_python_agrees(drawn: Drawn) -> None:
    programs, parameters, pool, season, full = drawn
    first_years = scarce(full)
    runs = [
        first_year_of(pool, programs, parameters, season, first_years, seed, compiled=compiled)
        for seed, compiled in ((SEED, None), (SEED, None), (SEED, False), (SEED + 1, None))
    ]
    assert runs[0].tobytes() == runs[1].tobytes() == runs[2].tobytes()
    assert runs[0].tobytes() != runs[3].tobytes()


def test_a_list_goes_from_the_state_to_the_division_to_elsewhere() -> None:
    first_years = FirstYears(
        ("a", "b", "c", "d"),
        np.ones(4, np.int32),
        ("OH", "NY", "PA", "NY"),
        ("East North Central", "Middle Atlantic", "Middle Atlantic", "Middle Atlantic"),
    )
    even = np.zeros(4, np.float32)
    assert supplemental(first_years, "NY", even).tolist() == [1, 3, 2, 0]
    assert supplemental(first_years, "TX", even).tolist() == [0, 1, 2, 3]
    assert supplemental(first_years, "NY", np.array([3, 0, 0, 0], np.float32)).tolist() == [0, 1, 3, 2]


def test_without_advanced_positions_there_is_nothing(drawn: Drawn) -> None:
    programs, parameters, pool, season, first_years = drawn
    categorical = replace(programs, codes=tuple(code[:7] + "C0" for code in programs.codes))
    assert not len(advanced_of(pool, categorical, season))
    assert (first_year_of(pool, categorical, parameters, season, first_years, SEED) == -1).all()
