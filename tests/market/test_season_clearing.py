"""The clearing of a simulated season: the verifier accepts it, and nobody is placed whom a program does not rank."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from smartpick.facts import open_facts
from smartpick.market import Couples, Market, match_market, verify_matching
from smartpick.market.season._clearing import lowest_ranked
from smartpick.market.season._figures import figures_of
from smartpick.market.season._fit import start_of
from smartpick.market.season._joint import JOINT_ROWS, partners_of
from smartpick.market.season._pool import Pool, pool_of
from smartpick.market.season._programs import Field, field_of
from smartpick.market.season._season import Parameters, Season, simulate_season

Drawn = tuple[Field, Parameters, Pool, Season]


@pytest.fixture(scope="module", params=["child_neurology", "dermatology"])
def drawn(request: pytest.FixtureRequest) -> Drawn:
    figures = figures_of(open_facts(), request.param, 2026)
    programs = field_of(open_facts(), figures)
    parameters, choice = start_of(figures, programs)
    pool = pool_of(figures, programs, choice, 3)
    return programs, parameters, pool, simulate_season(pool, programs, parameters)


def market_of(drawn: Drawn) -> Market:
    """Return the season's certified lists, built row by row from its interviews."""
    programs, parameters, pool, season = drawn
    wishes: list[list[int]] = [[] for _ in pool.kind]
    ranked: list[list[tuple[float, int]]] = [[] for _ in programs.codes]
    for a in np.flatnonzero(season.attended):
        ranked[pool.program[a]].append((float(season.value[a]), int(pool.owner[a])))
        if not pool.leaves[pool.owner[a]]:
            wishes[pool.owner[a]].append(int(pool.program[a]))
    # What a program does not rank it cannot offer: joint lists are made of what is left.
    orders = []
    for each in ranked:
        kept = sorted(each)[min(int(len(each) * parameters.not_ranked), max(len(each) - 1, 0)) :]
        orders.append([person for _, person in reversed(kept)])
    held = [[j for j in row if person in orders[j]] for person, row in enumerate(wishes)]
    member, rows = [], []
    for one, two in enumerate(pool.partner.tolist()):
        if one < two:
            member.append((one, two))
            rows.append(joint_list(programs, held[one], held[two]))
            wishes[one], wishes[two] = [], []
    couples = Couples(
        member=np.array(member, np.int32).reshape(-1, 2),
        start=np.cumsum([0, *map(len, rows)]).astype(np.int32),
        pair=np.array([pair for row in rows for pair in row], np.int32).reshape(-1, 2),
    )
    return Market(
        quota=programs.quota,
        list_start=np.cumsum([0, *map(len, wishes)]),
        list_program=np.array([j for row in wishes for j in row], np.int32),
        rank_start=np.cumsum([0, *map(len, orders)]),
        rank_person=np.array([i for row in orders for i in row], np.int32),
        couples=couples,
    )


def joint_list(programs: Field, one: list[int], two: list[int]) -> list[tuple[int, int]]:
    """Return a joint list row by row: near pairs first, then pairs farther apart, then one of them alone."""

    def distance(i: int, j: int) -> int:
        a, b = programs.state_of[one[i]], programs.state_of[two[j]]
        return 0 if a == b else 1 if programs.division[a] == programs.division[b] else 2

    places = [(distance(i, j), i + j, i, j) for i in range(len(one)) for j in range(len(two))]
    both = [(one[i], two[j]) for *_, i, j in sorted(places)]
    alone = sorted([(i, 0, (j, -1)) for i, j in enumerate(one)] + [(i, 1, (-1, j)) for i, j in enumerate(two)])
    return [*both[: JOINT_ROWS - len(alone)], *(pair for _, _, pair in alone)]


def test_the_season_is_the_matching_of_the_engine_and_the_verifier_accepts_it(drawn: Drawn) -> None:
    _, _, pool, season = drawn
    market = market_of(drawn)
    matching = match_market(market, compiled=False).matching
    assert matching is not None
    programs = np.where(season.outcome < 0, -1, pool.program[season.outcome]).astype(np.int32)
    assert np.array_equal(matching.program, programs)
    assert not verify_matching(market, replace(matching, program=programs)).violations
    worse = programs.copy()
    worse[np.flatnonzero(programs >= 0)[0]] = -1
    assert verify_matching(market, replace(matching, program=worse)).violations
    assert (programs >= 0).sum() > 50


def test_plain_python_gives_the_same_matching(drawn: Drawn) -> None:
    programs, parameters, pool, season = drawn
    plain = simulate_season(pool, programs, parameters, compiled=False)
    assert plain.outcome.tobytes() == season.outcome.tobytes()
    assert plain.filled.tobytes() == season.filled.tobytes()


def test_the_lowest_of_the_interviewed_are_not_ranked() -> None:
    value = np.array([5, 1, 3, 2, 4, 9], np.float32)
    program = np.array([0, 0, 0, 0, 0, 2], np.int16)
    assert lowest_ranked(value, program, 3, 0.4).tolist() == [3, -np.inf, 9]
    assert lowest_ranked(value, program, 3, 1.0).tolist() == [5, -np.inf, 9]


def test_couples_are_the_nations_share_of_seniors_and_come_from_one_state(drawn: Drawn) -> None:
    _, _, pool, _ = drawn
    coupled = np.flatnonzero(pool.partner >= 0)
    assert (pool.partner[pool.partner[coupled]] == coupled).all()
    assert (pool.partner[coupled] != coupled).all()
    assert set(pool.kind[coupled].tolist()) <= {0, 1}
    assert pool.is_primary[coupled].all()
    share = figures_of(open_facts(), "dermatology", 2026).couple_share
    assert share == pytest.approx(2 * 1258 / (20934 + 8503))
    seniors = int((pool.is_primary & (pool.kind < 2)).sum())
    assert abs(len(coupled) - share * seniors) <= 4 * np.sqrt(share * seniors) + 1


def test_most_couples_end_near_each_other(drawn: Drawn) -> None:
    programs, _, pool, season = drawn
    matched = season.outcome >= 0
    first = np.flatnonzero((pool.partner >= 0) & matched & matched[pool.partner])
    state = programs.state_of[pool.program[season.outcome]]
    together = float((state[first] == state[pool.partner[first]]).mean())
    rng = np.random.default_rng(1)
    apart = float((state[first] == state[rng.permutation(np.flatnonzero(matched))[: len(first)]]).mean())
    assert together > apart + 0.2


def test_partners_are_mutual_and_an_odd_one_stays_single() -> None:
    partner = partners_of(np.array([True, False, True, True, True, True]), np.array([2, 2, -1, 2, 5, -1]))
    assert partner.tolist() == [3, -1, 5, 0, -1, 2]
