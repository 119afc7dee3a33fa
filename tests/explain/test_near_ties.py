"""Near ties: each list tells what it trades, by figures that the list itself gives when it is made alone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smartpick.explain import ApplicationList
from smartpick.profile import Profile

Make = Callable[..., ApplicationList]
Example = Callable[[str], Profile]


@pytest.mark.parametrize("name", ["us-md-la-step1-fail", "do-comlex-only", "non-us-img-visa", "high-scorer"])
def test_what_is_called_near_is_near_and_the_figures_hold_together(name: str, example: Example, make: Make) -> None:
    made = make(example(name))
    assert any(each.is_near for each in made.alternatives)
    mine = made.summary.outcome
    for each in made.alternatives:
        outcome = each.summary.outcome
        assert each.p_match.mean == pytest.approx(outcome.p_match.mean - mine.p_match.mean)
        gap = outcome.p_match_preferred.mean - mine.p_match_preferred.mean
        assert each.p_match_preferred.mean == pytest.approx(gap)
        assert 0 <= each.shared <= min(each.summary.programs, made.summary.programs)
        near = min(0.01, 0.05 * mine.p_match.mean)
        if each.is_near:
            assert each.p_match.mean >= -near - 1e-12 or each.worth.mean >= -0.01
        if each.kind == "fewer":
            assert each.p_match.mean >= -near - 1e-12
            assert each.summary.programs < made.summary.programs
            assert each.summary.cost.total_usd < made.summary.cost.total_usd
            assert each.shared == each.summary.programs
        if each.name == "none of these programs":
            assert each.shared == 0


def test_a_small_chance_needs_a_smaller_gap(example: Example, make: Make) -> None:
    made = make(example("non-us-img-visa"))
    assert made.summary.outcome.p_match.mean < 0.2
    fewer = [each for each in made.alternatives if each.kind == "fewer"]
    assert fewer
    assert all(each.p_match.mean >= -0.05 * made.summary.outcome.p_match.mean - 1e-12 for each in fewer)


def test_one_specialty_alone_is_the_list_that_is_made_of_it_alone(example: Example, make: Make) -> None:
    profile = example("us-md-la-step1-fail")
    made = make(profile)
    alone = {each.name: each for each in made.alternatives if each.kind == "specialty"}
    assert set(alone) == {"Family Medicine only", "Internal Medicine only"}
    asked = make(profile, specialties=("family_medicine",))
    found = alone["Family Medicine only"]
    assert found.summary.programs == asked.summary.programs
    assert found.summary.outcome.p_match.mean == pytest.approx(asked.summary.outcome.p_match.mean, abs=0.002)
    # Both directions: less chance of matching at all, more of matching in the first specialty.
    assert found.p_match.mean < 0 < found.p_match_in_first_specialty.mean


def test_questions_go_first_where_most_hangs_on_the_answer(example: Example, make: Make) -> None:
    made = make(example("us-img-step2-fail"))
    worths = [each.worth for each in made.questions]
    known = [worth for worth in worths if worth is not None]
    assert known
    assert known == sorted(known, reverse=True)
    assert worths[: len(known)] == known, "what has no worth comes last"
    gains = {each.program.program_code_nrmp: each.marginal_gain for each in made.programs}
    first = made.questions[0]
    assert first.assumed_share is not None
    assert first.worth == pytest.approx(gains[first.program.program_code_nrmp] * first.assumed_share)
    assert {each.program.program_code_nrmp for each in made.questions} <= gains.keys()


def test_an_answered_question_is_not_asked_again(person: Any, make: Make) -> None:
    failed = {"exams": {"step1": [{"result": "fail"}, {"result": "pass"}]}}
    made = make(person(**failed))
    asked = [each for each in made.questions if each.topic == "attempts"]
    assert asked
    code = asked[0].program.program_code_nrmp
    fact = {
        "program_code_nrmp": code,
        "field": "max_failed_attempts",
        "value": 2,
        "source": "coordinator",
        "date": date(2026, 8, 1),
    }
    again = make(person(**failed, own_facts=[fact]))
    assert not [q for q in again.questions if q.topic == "attempts" and q.program.program_code_nrmp == code]
