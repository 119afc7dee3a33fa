"""A failed exam that is not passed yet: what is said of it, and that it never counts as much as one passed at last."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from smartpick.estimate import Assumptions, applicant_of
from smartpick.estimate._record import read_score, record_effects, total_effect
from smartpick.facts import Facts, open_facts
from smartpick.profile import Profile

FAIL: dict[str, Any] = {"date": date(2024, 5, 21), "result": "fail"}
PASS: dict[str, Any] = {"date": date(2024, 10, 15), "result": "pass"}


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_facts()


def effects(facts: Facts, **exams: Any) -> tuple[float | None, str, float]:
    """Return the score as read, the text of the first effect, and the mean change in log-odds."""
    goals = {"specialties": ["Family Medicine"]}
    kind = "us_do_senior" if any(name.startswith("comlex") for name in exams) else "us_md_senior"
    person = Profile.model_validate({"season": 2027, "applicant": {"type": kind}, "exams": exams, "goals": goals})
    found = record_effects(Assumptions(facts), applicant_of(person, 2027), 1)
    score = read_score(facts, Assumptions(facts), applicant_of(person, 2027), 1)
    return score.points, found[0].text if found else "", float(np.mean(total_effect(found)))


@pytest.mark.parametrize(
    ("exams", "text"),
    [
        ({"step1": [FAIL]}, "a failed Step 1 or Level 1 attempt, no pass yet"),
        ({"step1": [FAIL, {"result": "incomplete"}]}, "a failed Step 1 or Level 1 attempt, no pass yet"),
        ({"step1": [FAIL, {"planned_date": date(2026, 12, 1)}]}, "a failed Step 1 or Level 1 attempt, no pass yet"),
        ({"step1": [FAIL, PASS]}, "a failed Step 1 or Level 1 attempt, then a pass"),
        ({"step1": [FAIL, FAIL, PASS]}, "2 failed Step 1 or Level 1 attempts, then a pass"),
        ({"comlex1": [FAIL]}, "a failed Step 1 or Level 1 attempt, no pass yet"),
        # The pass is of the other exam: that one came after the fail is not in the record.
        ({"step1": [FAIL], "comlex1": [PASS]}, "a failed Step 1 or Level 1 attempt"),
        ({"step2_ck": [FAIL], "comlex2": [PASS]}, "a failed Step 2 CK or Level 2-CE attempt"),
        ({"step2_ck": [FAIL]}, "a failed Step 2 CK or Level 2-CE attempt, no pass yet"),
    ],
)
def test_a_pass_is_said_only_where_the_record_holds_one(facts: Facts, exams: dict[str, Any], text: str) -> None:
    assert effects(facts, **exams)[1] == text


@pytest.mark.parametrize("exam", ["step1", "step2_ck", "comlex1", "comlex2"])
@pytest.mark.parametrize("later", [None, 205, 230, 265])
def test_an_open_exam_is_never_worth_as_much_as_one_passed_at_last(facts: Facts, exam: str, later: int | None) -> None:
    """Both parts count: the score is read no higher, and the change in log-odds is lower."""
    other: dict[str, Any] = {}
    if exam in {"step1", "comlex1"} and later is not None:
        other = {"step2_ck": [{**PASS, "score": later}]}
    passed = {"score": later} if exam == "step2_ck" and later is not None else {}
    open_score, _, open_effect = effects(facts, **{exam: [FAIL]}, **other)
    score, _, effect = effects(facts, **{exam: [FAIL, {**PASS, **passed}]}, **other)
    assert open_score is not None
    lowest_pass = 218
    assert open_score <= lowest_pass
    assert open_effect < effect
    if score is not None and score > lowest_pass:
        assert open_score < score


def test_both_open_are_worth_less_than_one_of_them(facts: Facts) -> None:
    both = effects(facts, step1=[FAIL], step2_ck=[FAIL])
    one = effects(facts, step1=[FAIL, PASS], step2_ck=[FAIL])
    assert both[0] == one[0]
    assert both[2] < one[2]


def test_nothing_is_open_without_a_fail(facts: Facts) -> None:
    assert effects(facts, step1=[{"planned_date": date(2026, 12, 1)}]) == (None, "", 0.0)
    assert effects(facts, step1=[{"result": "incomplete"}]) == (None, "", 0.0)
