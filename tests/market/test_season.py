"""The simulated season: cutoffs say who was invited and who matched, exactly; people and places add up."""

from __future__ import annotations

import numpy as np
import pytest

from smartpick.facts import open_facts
from smartpick.market.season._figures import TYPES, Figures, figures_of, status_of
from smartpick.market.season._fit import start_of
from smartpick.market.season._moments import moments_of, state_fills, targets_of
from smartpick.market.season._pool import Choice, Pool, pool_of
from smartpick.market.season._programs import Field, field_of
from smartpick.market.season._season import Parameters, Season, simulate_season

SPECIALTY = "child_neurology"

Market = tuple[Figures, Field, Parameters, Choice, Pool, Season]


@pytest.fixture(scope="module")
def market() -> Market:
    figures = figures_of(open_facts(), SPECIALTY, 2026)
    programs = field_of(open_facts(), figures)
    parameters, choice = start_of(figures, programs)
    pool = pool_of(figures, programs, choice, 5)
    return figures, programs, parameters, choice, pool, simulate_season(pool, programs, parameters)


def test_every_specialty_is_fitted_pooled_or_refused_with_a_reason() -> None:
    found = status_of(open_facts(), 2026)
    assert {each.status for each in found} == {"fitted", "pooled", "refused"}
    assert all(each.reason for each in found if each.status != "fitted")
    assert len({each.specialty for each in found}) == len(open_facts().specialties())


def test_fills_and_unfilled_are_the_positions(market: Market) -> None:
    figures = market[0]
    assert figures.fills.sum() + figures.unfilled == pytest.approx(figures.positions)
    shares = [value for name, value in targets_of(figures).items() if name.startswith("fill_pct")]
    assert sum(shares) == pytest.approx(100)


def test_invited_if_and_only_if_the_index_reaches_the_cutoff(market: Market) -> None:
    _, _, _, _, pool, season = market
    assert not (season.attended & ~season.offered).any()
    # A program that stopped going down its list has no attended interview below its cutoff, and its places are taken.
    assert (season.offered == (season.interview >= season.interview_cutoff[pool.program])).all()


def test_matched_to_the_best_of_the_interviewed_whose_cutoff_is_reached(market: Market) -> None:
    _, _, _, _, pool, season = market
    would = season.attended & (season.value >= season.match_cutoff[pool.program])
    # Halves of couples take a pair of positions, so that one of them may pass over what she alone could have.
    for person in np.flatnonzero(pool.partner < 0):
        mine = np.arange(pool.start[person], pool.start[person + 1])
        first = next((a for a in mine if would[a]), -1)
        assert season.outcome[person] == (-1 if pool.leaves[person] else first)


def test_an_outsider_is_predicted_by_the_cutoffs(market: Market) -> None:
    """Take one applicant out, run the season without her, and ask the cutoffs where she would have gone."""
    _, programs, parameters, _, pool, season = market
    rng = np.random.default_rng(1)
    people = rng.choice(np.flatnonzero(~pool.leaves), 40, replace=False)
    same = 0
    for person in people:
        leaves = pool.leaves.copy()
        leaves[person] = True
        without = simulate_season(_with(pool, leaves), programs, parameters)
        mine = np.arange(pool.start[person], pool.start[person + 1])
        value, cutoff = season.value[mine], without.match_cutoff[pool.program[mine]]
        reached = mine[without.attended[mine] & (value >= cutoff)]
        same += (reached[0] if len(reached) else -1) == season.outcome[person]
    assert same >= 38


def _with(pool: Pool, leaves: np.ndarray) -> Pool:
    import dataclasses

    return dataclasses.replace(pool, leaves=leaves)


def test_no_program_takes_more_than_its_positions_and_no_one_attends_more_than_she_can(market: Market) -> None:
    _, programs, parameters, _, pool, season = market
    taken = np.bincount(pool.program[season.outcome[season.outcome >= 0]], minlength=len(programs.codes))
    assert (taken == season.filled).all()
    assert (taken <= programs.quota).all()
    places = np.ceil(parameters.per_position * programs.quota + 2)
    assert (np.bincount(pool.program[season.attended], minlength=len(programs.codes)) <= places).all()
    assert (np.bincount(pool.owner[season.attended], minlength=len(pool.kind)) <= pool.cap).all()


def test_types_add_up_over_states(market: Market) -> None:
    figures, programs, _, _, pool, season = market
    counts = state_fills(programs, pool, season)
    found = moments_of(figures, programs, pool, season)
    assert counts.sum() == season.filled.sum()
    shares = [found[f"fill_pct.{kind}"] for kind in TYPES] + [found["fill_pct.unfilled"]]
    assert sum(shares) == pytest.approx(100)


def test_the_same_seed_is_the_same_season_and_another_is_not(market: Market) -> None:
    figures, programs, parameters, choice, pool, season = market
    again = pool_of(figures, programs, choice, 5)
    assert np.array_equal(again.program, pool.program)
    assert np.array_equal(simulate_season(again, programs, parameters).match_cutoff, season.match_cutoff)
    other = pool_of(figures, programs, choice, 6)
    assert not np.array_equal(other.residual, pool.residual)


def test_plain_python_gives_the_same_cutoffs(market: Market) -> None:
    _, programs, parameters, _, pool, season = market
    plain = simulate_season(pool, programs, parameters, compiled=False)
    assert np.array_equal(plain.interview_cutoff, season.interview_cutoff)
    assert np.array_equal(plain.match_cutoff, season.match_cutoff)


def test_a_stronger_applicant_reaches_every_cutoff_a_weaker_one_reaches(market: Market) -> None:
    _, programs, parameters, _, pool, season = market
    one = np.array([0], np.int8)
    effects = [parameters.score_effect(one, np.array([score], np.float32))[0] for score in range(200, 280, 5)]
    assert (np.diff(effects) >= 0).all()
    index = np.linspace(-4, 4, 9)
    invited = [(value >= season.interview_cutoff).sum() for value in index]
    assert (np.diff(invited) >= 0).all()
    assert len(pool.residual) == len(programs.codes)
