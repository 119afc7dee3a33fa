"""Plan, answers and reading say one thing of one record: open exams, rotations, lists, small chances."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from guidance.people import Person, Read

from smartpick.facts import Facts
from smartpick.guidance import Answer, ListFigures, answers
from smartpick.guidance._ground import ground_of
from smartpick.guidance.letters import plan_letters
from smartpick.guidance.plan import Plan, make_plan, with_score
from smartpick.programs import Directory

JUNE = date(2026, 6, 1)
FAIL = {"date": "2025-02-11", "result": "fail"}
PASS = {"date": "2025-09-11", "result": "pass"}
STEP2_LATER = [{"planned_date": "2027-01-20"}]


@pytest.fixture
def both(facts: Facts, directory: Directory, person: Person, figures: ListFigures) -> Any:
    """Return the plan and the answer to one question for the same person and day."""

    def made(key: str, day: date = JUNE, *, shown: ListFigures = figures, **changes: Any) -> tuple[Plan, Answer]:
        who = person(**changes)
        (found,) = answers(facts, directory, who, day, shown, (key,))
        return make_plan(facts, directory, who, day, lists={225: shown}), found

    return made


def keys(plan: Plan) -> set[str]:
    return {each.key for each in plan.tasks} | {each.key for each in plan.notes}


@pytest.mark.parametrize("kind", ["us_md_senior", "us_citizen_img"])
@pytest.mark.parametrize(
    ("exams", "waits"),
    [
        ({"step1": [FAIL], "step2_ck": STEP2_LATER}, True),
        ({"step1": [FAIL, {"planned_date": "2026-09-01"}], "step2_ck": STEP2_LATER}, True),
        ({"step1": [FAIL, {"planned_date": "2026-07-20"}], "step2_ck": STEP2_LATER}, False),
        ({"step1": [FAIL, PASS], "step2_ck": STEP2_LATER}, False),
    ],
)
def test_a_rotation_waits_for_a_failed_exam_in_plan_answer_and_reading(
    both: Any, read: Read, exams: dict[str, Any], kind: str, *, waits: bool
) -> None:
    applicant = {"type": kind, "graduation_date": "2027-05-21" if kind == "us_md_senior" else "2025-05-30"}
    plan, answer = both("away", exams=exams, applicant=applicant)
    assert ({"ask_rotation", "ask_hands_on"} & keys(plan) == set()) is waits
    assert ("rotation_waits" in keys(plan)) is waits
    assert (answer.verdict == "not yet") is waits
    if kind == "us_md_senior":
        offset = next(each for each in read(today=JUNE, exams=exams).offsets if each.key == "away_rotation")
        assert offset.can_change.startswith("pass Step 1 first") is waits


@pytest.mark.parametrize(("planned", "is_moved"), [("2027-01-20", False), ("2026-07-10", True)])
def test_an_exam_is_moved_only_when_the_earlier_one_does_not_fit_before_it(
    both: Any, planned: str, *, is_moved: bool
) -> None:
    plan, _ = both("away", exams={"step1": [FAIL], "step2_ck": [{"planned_date": planned}]})
    assert "plan_exam" in keys(plan)
    assert ("order_step2_ck" in keys(plan)) is is_moved
    assert ("choose a day for Step 1" in plan.answer[1]) is not is_moved


def test_lists_by_score_differ_while_an_earlier_exam_is_open_and_say_what_they_take_for_granted(
    facts: Facts, directory: Directory, person: Person, both: Any
) -> None:
    exams = {"step1": [FAIL], "step2_ck": STEP2_LATER}
    read_at = []
    for score in (225, 250):
        there = with_score(facts, directory, person(exams=exams), JUNE, score)
        (basis,) = ground_of(facts, directory, there, JUNE).basis.values()
        read_at.append(basis.score.points)
    assert read_at == [225, 250]
    (note,) = [each for each in both("away", exams=exams)[0].notes if each.key == "lists_wait"]
    assert "Step 1 as passed" in note.text
    assert "lists_wait" not in keys(both("away", exams={"step1": [FAIL, PASS], "step2_ck": STEP2_LATER})[0])


@pytest.mark.parametrize(("planned", "is_late"), [("2027-04-15", True), ("2027-01-20", False)])
def test_a_failed_exam_whose_result_comes_after_rank_lists_says_so(both: Any, planned: str, *, is_late: bool) -> None:
    exams = {"step2_ck": [{"date": "2026-05-11", "result": "fail"}, {"planned_date": planned}]}
    plan, _ = both("away", date(2026, 11, 26), exams=exams)
    assert plan.study is not None
    told = [each for each in plan.study.findings if each.key == "result_after_ranks"]
    assert bool(told) is is_late
    if told:
        assert "3 February 2027" in told[0].text


def test_a_failed_second_exam_is_named_before_the_first_is_answered(both: Any) -> None:
    exams = {"step1": [FAIL, PASS], "step2_ck": [{"date": "2026-05-11", "result": "fail"}]}
    _, answer = both("failed_step1", exams=exams)
    assert answer.lines[0].startswith("Not before Step 2 CK is passed")


def test_what_the_list_says_beside_its_figures_stands_in_the_answer_in_its_words(
    both: Any, figures: ListFigures
) -> None:
    said = ("No program of Internal Medicine, your first specialty, is on the list.",)
    _, rare = both("how_many", shown=replace(figures, beside=said, before_paying="Talk with somebody first."))
    assert said[0] in rare.lines
    assert rare.next_action == "Talk with somebody first."
    _, usual = both("how_many")
    assert not [line for line in usual.lines if "your first specialty" in line]
    assert usual.next_action.startswith("Make the list")


@pytest.mark.parametrize("day", [date(2027, 2, 1), date(2027, 3, 24), date(2027, 3, 25), date(2027, 6, 1)])
def test_plan_and_answer_name_one_day_to_ask_for_a_rotation_by(both: Any, figures: ListFigures, day: date) -> None:
    """While hosts open, by the end of March; from its last week on, by the day that still brings a letter."""
    shown = replace(figures, season=2028)
    late = {"season": 2028, "applicant": {"type": "us_md_senior", "graduation_date": "2028-05-19"}}
    plan, answer = both("away", day, shown=shown, **late)
    (task,) = [each for each in plan.tasks if each.key == "ask_rotation"]
    assert answer.by == task.due
    assert (task.due == date(2027, 3, 31)) is (day < date(2027, 3, 25))
    assert ("asked for by 30 June 2027 can still bring a letter" in task.text) is (day < date(2027, 3, 25))


def test_the_exam_that_answers_a_fail_has_its_own_day(both: Any) -> None:
    exams = {"step1": [FAIL, PASS], "step2_ck": [{"planned_date": "2026-07-20"}]}
    _, answer = both("failed_step1", exams=exams)
    assert answer.next_action.startswith("Give Step 2 CK its weeks")
    assert answer.by == date(2026, 7, 20)


def test_what_is_too_late_is_not_the_first_thing_said_while_much_is_left(both: Any) -> None:
    plan, _ = both("away", date(2026, 7, 10))
    assert plan.too_late
    assert plan.answer[2].startswith("Most depends on a complete application")
    plan, _ = both("away", date(2026, 11, 10))
    assert plan.answer[2].startswith("What is too late this season")


@pytest.mark.parametrize(("day", "by"), [(JUNE, date(2026, 7, 22)), (date(2026, 9, 2), date(2026, 9, 5))])
def test_every_answer_names_one_day_to_ask_for_letters_by(
    facts: Facts, directory: Directory, person: Person, both: Any, read: Read, day: date, by: date
) -> None:
    """A letter takes weeks: asked for on the day that programs read, it comes too late."""
    plan, away = both("away", day, exams={"step1": [FAIL, PASS]})
    assert next(each for each in plan.tasks if each.key == "ask_letters").due == by
    found = read(today=day, exams={"step1": [FAIL, PASS]})
    assert next(each for each in found.offsets if each.key == "letters").by == by
    assert found.concerns[1].by == by
    _, failed = both("failed_step1", day, exams={"step1": [FAIL, PASS]})
    assert failed.next_action.startswith("Ask a writer")
    assert failed.by == by
    if away.next_action.startswith("Ask for a letter"):
        assert away.by == by
    made = plan_letters(facts, directory, person(exams={"step1": [FAIL, PASS]}), day)
    assert {each.by for each in made.findings if each.can_change.startswith("ask for")} == {by}
