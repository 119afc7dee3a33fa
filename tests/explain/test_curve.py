"""The curve: nested lists on the same scenarios, so that neither chance nor cost ever falls; the list lies on it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from smartpick.explain import ApplicationList
from smartpick.profile import Profile

Make = Callable[..., ApplicationList]
EXAMPLES = ("do-comlex-only", "non-us-img-visa", "us-img-step2-fail", "us-md-la-step1-fail", "dermatology-la-only")


@pytest.mark.parametrize("name", EXAMPLES)
def test_one_more_application_never_lowers_the_chance(name: str, example: Callable[[str], Profile], make: Make) -> None:
    made = make(example(name))
    assert made.curve is not None
    points = made.curve.points
    chances = np.array([point.p_match.mean for point in points])
    assert (np.diff(chances) >= -1e-12).all()
    assert all(point.gain.mean >= -1e-12 for point in points)
    assert (np.diff([point.cost_usd for point in points]) >= 0).all()
    assert (np.diff([point.expected_interviews.mean for point in points]) >= 0).all()
    assert [point.programs for point in points] == list(range(1, len(points) + 1))
    codes = [point.program.program_code_nrmp for point in points]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_list_lies_on_its_curve(name: str, example: Callable[[str], Profile], make: Make) -> None:
    made = make(example(name))
    assert made.curve is not None
    count = made.summary.programs
    on_list = {point.program.program_code_nrmp for point in made.curve.points if point.is_on_list}
    assert on_list == {each.program.program_code_nrmp for each in made.programs}
    at = made.curve.points[count - 1]
    assert at.p_match.mean == pytest.approx(made.summary.outcome.p_match.mean, abs=1e-9)
    assert at.cost_usd == made.summary.cost.total_usd
    # The gains of the first so many add up to the chance itself.
    total = sum(point.gain.mean for point in made.curve.points[:count])
    assert total == pytest.approx(at.p_match.mean, abs=2e-3)


def test_it_is_flat_from_where_every_further_one_adds_little(example: Callable[[str], Profile], make: Make) -> None:
    curve = make(example("us-md-la-step1-fail")).curve
    assert curve is not None
    assert curve.flat_from is not None
    gains = [point.gain.mean for point in curve.points]
    assert max(gains[curve.flat_from - 1 :]) < curve.flat_gain
    assert gains[curve.flat_from - 2] >= curve.flat_gain


def test_it_goes_on_to_the_ranges_of_advice_and_names_them(example: Callable[[str], Profile], make: Make) -> None:
    curve = make(example("us-img-step2-fail")).curve
    assert curve is not None
    assert [(each.low, each.high) for each in curve.usual] == [(50, 100), (60, 100)]
    assert all(each.fact_ids for each in curve.usual)
    assert len(curve.points) >= 100


def test_the_ranges_of_advice_can_be_changed_in_a_profile(person: Any, make: Make) -> None:
    own = {"advised_low_score_to": {"mean": 40.0, "sd": 0.0}}
    curve = make(person(assumptions=own)).curve
    assert curve is not None
    assert curve.usual[0].high == 40


def test_too_late_there_is_no_curve(person: Any, make: Make) -> None:
    from datetime import date

    made = make(person(), today=date(2026, 11, 24))
    assert made.curve is None
    assert not made.alternatives
    assert not made.questions
