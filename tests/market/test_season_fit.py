"""The fit comes nearer to the figures; the posterior and the file do not depend on how they were made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from smartpick.errors import FactsError, RequestError
from smartpick.facts import open_facts
from smartpick.market.season._asset import read_asset, write_asset
from smartpick.market.season._calibrate import calibrate
from smartpick.market.season._figures import figures_of
from smartpick.market.season._fit import fit_market, judge, start_of
from smartpick.market.season._moments import targets_of
from smartpick.market.season._pool import pool_of
from smartpick.market.season._posterior import FREE, Task, evaluate, shifted
from smartpick.market.season._programs import field_of
from smartpick.market.season._scores import drift_of
from smartpick.market.season._shipped import market_version

SPECIALTY = "neurological_surgery"
SMALL: dict[str, Any] = {"n_draws": 12, "generations": 1, "rounds": 2, "fit_seeds": 1}


def test_the_fit_comes_nearer_to_the_published_figures() -> None:
    figures = figures_of(open_facts(), SPECIALTY, 2026)
    programs = field_of(open_facts(), figures)
    fit = fit_market(figures, programs, seeds=(1, 2), outer=4, inner=4)
    assert fit.loss < fit.history[0]
    unseen = judge(figures, programs, fit, (50, 51, 52))
    target = targets_of(figures)["fill_pct.us_md_senior"]
    assert unseen["fill_pct.us_md_senior"] == pytest.approx(target, abs=6)


def test_the_bands_move_up_until_they_average_to_the_overall_rate() -> None:
    scores = NormalDist(250.0, 14.0)
    low, rate = np.array([220.0, 230.0, 240.0, 250.0]), np.array([0.4, 0.6, 0.8, 0.9])

    def averaged(points: float) -> float:
        edges = [0.0, *(scores.cdf(each + points) for each in low[1:]), 1.0]
        return float(np.diff(edges) @ rate)

    assert averaged(drift_of(low, rate, scores, averaged(3.3))) == pytest.approx(averaged(3.3), abs=1e-6)
    assert drift_of(low, rate, scores, averaged(3.3)) == pytest.approx(3.3, abs=1e-6)
    assert drift_of(low, rate, scores, 0.99) == 0.0
    assert drift_of(low, rate, scores, 0.1) == 6.0


def test_psychiatry_bands_and_overall_rate_agree() -> None:
    figures = figures_of(open_facts(), "psychiatry", 2026)
    scores = NormalDist(float(figures.score_mean[0]), float(figures.score_sd[0]))
    share = np.diff([0.0, *(scores.cdf(low) for low in figures.band_low[1:]), 1.0])
    assert share @ figures.band_rate == pytest.approx(figures.match_rate[0], abs=1e-4)


def test_applicants_with_lower_scores_are_drawn_lower_by_as_much() -> None:
    figures = figures_of(open_facts(), SPECIALTY, 2026)
    programs = field_of(open_facts(), figures)
    choice = start_of(figures, programs)[1]
    before = pool_of(figures, programs, choice, 5)
    after = pool_of(figures, programs, replace(choice, score=(-3.0, 0.0, 0.0, 0.0, 0.0)), 5)
    moved = after.score - before.score
    assert np.median(moved[before.kind == 0]) == pytest.approx(-3.0, abs=1e-3)
    assert np.all(moved[before.kind != 0] == 0)


def test_no_departure_is_the_fit_itself() -> None:
    figures = figures_of(open_facts(), SPECIALTY, 2026)
    programs = field_of(open_facts(), figures)
    fit = fit_market(figures, programs, seeds=(1,), outer=1, inner=1)
    same = shifted(fit, np.zeros(len(FREE)))
    assert np.allclose(same.alpha, fit.parameters.alpha)
    assert np.allclose(same.spline, fit.parameters.spline)
    task = Task(figures, programs, fit, np.zeros(len(FREE)), 3)
    assert evaluate(task) == evaluate(task)


def test_the_same_bytes_whatever_the_number_of_processes_and_after_a_stop(tmp_path: Path) -> None:
    facts = open_facts()
    keys = [SPECIALTY, "urology"]
    one = calibrate(facts, tmp_path / "one", specialties=keys, processes=1, **SMALL)
    two = calibrate(facts, tmp_path / "two", specialties=keys, processes=2, **SMALL)
    assert one.read_bytes() == two.read_bytes()
    lines: list[str] = []
    again = calibrate(facts, tmp_path / "one", specialties=keys, say=lines.append, **SMALL)
    assert again.read_bytes() == two.read_bytes()
    assert not any("fitted, loss" in line for line in lines), "the fit that was kept is used again"


def test_reading_gives_back_what_was_written(tmp_path: Path) -> None:
    path = calibrate(open_facts(), tmp_path, specialties=[SPECIALTY, "urology"], **SMALL)
    asset = read_asset(path)
    write_asset(asset, tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == path.read_bytes()
    one = asset.specialties[SPECIALTY]
    assert one.interview_cutoff.shape == (12, len(one.program_codes)) == one.match_cutoff.shape == one.residual.shape
    assert one.weights.sum() == pytest.approx(1, abs=1e-5)
    assert one.parameters.shape == (12, len(one.parameter_names))
    assert one.moments["fill_pct.us_md_senior"][0] > 50
    assert asset.specialties["urology"].status == "refused"
    assert asset.specialties["urology"].reason
    assert asset.about["market_version"] == market_version(open_facts())


def test_a_damaged_file_and_an_unknown_specialty_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "bad.npz").write_bytes(b"nothing")
    with pytest.raises(FactsError, match="market calibrate"):
        read_asset(tmp_path / "bad.npz")
    with pytest.raises(RequestError, match="specialty"):
        calibrate(open_facts(), tmp_path, specialties=["neurosurgery"])
