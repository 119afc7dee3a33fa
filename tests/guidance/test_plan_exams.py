"""Every exam still to be passed has its place, the earlier first; no day asks for more than the hours it has."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from guidance.people import Person
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.facts import Facts
from smartpick.guidance.plan import Plan, Study, Task, make_plan
from smartpick.profile import Profile
from smartpick.programs import Directory

FAILED_ONCE = [{"date": "2026-05-21", "result": "fail"}]
PASSED = [{"date": "2025-05-21", "result": "pass"}]

Planned = Callable[..., Plan]


@pytest.fixture(scope="session")
def plan(facts: Facts, directory: Directory, person: Person) -> Planned:
    """Return the plan of a third-year student with some exams."""

    def made(today: date, exams: dict[str, Any], **more: Any) -> Plan:
        base = {"season": 2028, "applicant": {"type": "us_md_senior", "graduation_date": "2028-05-19"}}
        bare: dict[str, Any] = {"step1": [], "step2_ck": [], "comlex1": [], "comlex2": []}
        return make_plan(facts, directory, person(**{**base, **more, "exams": {**bare, **exams}}), today)

    return made


def task(made: Plan, key: str) -> Task:
    return next(each for each in made.tasks if each.key == key)


def keys(made: Plan) -> set[str]:
    return {each.key for each in made.tasks}


def first(made: Plan) -> Study:
    assert made.study is not None
    return made.study


def note(study: Study, key: str) -> str:
    return next(each.text for each in study.findings if each.key == key)


def test_a_failed_step1_that_is_planned_again_is_studied_for_before_step2(plan: Planned) -> None:
    exams = {
        "step1": [*FAILED_ONCE, {"planned_date": "2027-02-15"}],
        "step2_ck": [{"planned_date": "2027-06-15"}],
    }
    made = plan(date(2026, 11, 26), exams)
    assert [each.exam for each in made.studies] == ["step1", "step2_ck"]
    assert "Most depends on Step 1 on 15 February 2027" in made.answer[2]
    assert {"exam_step1", "result_step1", "exam_step2_ck", "study_week_1", "study_step2_ck_week_1"} <= keys(made)
    one, two = made.studies
    assert one.weeks[-1].end == date(2027, 2, 14)
    assert two.weeks[0].start > date(2027, 2, 15)
    assert "comes before everything else" in note(one, "exam_order")
    assert "Step 1 comes first, and is not passed yet" in note(two, "exam_order")


def test_weeks_for_the_later_exam_begin_after_the_day_of_the_earlier(plan: Planned) -> None:
    exams = {
        "step1": [{"planned_date": "2027-05-03"}],
        "step2_ck": [{"planned_date": "2027-06-15"}],
    }
    made = plan(date(2026, 11, 26), exams)
    (two,) = made.later_studies
    assert two.weeks[0].start == date(2027, 5, 4)
    assert two.weeks_left == 6


@pytest.mark.parametrize("step1", [FAILED_ONCE, [{"result": None}]])
def test_an_unpassed_step1_without_a_day_gets_one_first(plan: Planned, step1: list[Any]) -> None:
    made = plan(date(2026, 11, 26), {"step1": step1, "step2_ck": [{"planned_date": "2027-06-15"}]})
    assert "comes before everything else" in task(made, "plan_exam").text
    assert task(made, "plan_exam").title == "Choose a day for Step 1"
    (two,) = made.later_studies
    assert two.verdict == "after an earlier exam"
    assert two.weeks == ()
    assert "Step 1 comes first" in two.verdict_text
    assert "choose a day for it" in two.verdict_text
    # Eight weeks of study and the result still fit before June: nothing has to be moved yet.
    assert "order_step2_ck" not in keys(made)


def test_level1_has_to_be_passed_before_level2(plan: Planned, facts: Facts) -> None:
    doctor = {"type": "us_do_senior", "graduation_date": "2028-05-19"}
    exams = {"comlex1": FAILED_ONCE, "comlex2": [{"planned_date": "2027-06-15"}]}
    made = plan(date(2026, 11, 26), exams, applicant=doctor)
    assert [each.exam for each in made.studies] == ["comlex1", "comlex2"]
    assert "has to be passed before COMLEX Level 2-CE can be taken" in task(made, "plan_exam").text
    (rule,) = facts.rows("rule", "item = ?", ("order of Levels",))
    assert rule["fact_id"] in task(made, "plan_exam").fact_ids


def test_a_day_for_level2_before_that_of_level1_is_moved(plan: Planned) -> None:
    doctor = {"type": "us_do_senior", "graduation_date": "2028-05-19"}
    exams = {"comlex1": [{"planned_date": "2027-07-01"}], "comlex2": [{"planned_date": "2027-06-15"}]}
    (two,) = plan(date(2026, 11, 26), exams, applicant=doctor).later_studies
    assert "move one of the two days" in two.verdict_text
    assert two.weeks == ()
    late = plan(date(2027, 6, 13), exams, applicant=doctor)
    assert task(late, "order_comlex2").due == date(2027, 6, 14)
    assert "has to be passed before" in task(late, "order_comlex2").text


def test_two_exams_of_one_level_share_their_weeks(plan: Planned) -> None:
    doctor = {"type": "us_do_senior", "graduation_date": "2028-05-19"}
    exams = {
        "comlex1": PASSED,
        "step1": PASSED,
        "comlex2": [{"planned_date": "2027-06-01"}],
        "step2_ck": [{"planned_date": "2027-06-15"}],
    }
    made = plan(date(2026, 11, 26), exams, applicant=doctor)
    one, two = made.studies
    assert (one.exam, two.exam) == ("comlex2", "step2_ck")
    assert one.weeks[-1].end == date(2027, 5, 31)
    assert [week.start for week in two.weeks] == [date(2027, 6, 8)] or two.weeks[0].start > one.weeks[-1].end
    assert two.move_to is None
    assert "the weeks before COMLEX Level 2-CE count for it too" in note(two, "study_weeks")


def test_a_day_is_not_named_that_the_weeks_cannot_reach(plan: Planned) -> None:
    made = plan(date(2027, 8, 18), {"step1": FAILED_ONCE})
    text = task(made, "plan_exam").text
    assert "a test by" not in text
    assert "after programs begin to read" in text


def test_graduates_from_abroad_hear_that_certification_needs_it(plan: Planned) -> None:
    abroad = {"type": "us_citizen_img", "graduation_date": "2025-06-30"}
    made = plan(date(2026, 11, 26), {"step1": FAILED_ONCE}, applicant=abroad)
    assert "ECFMG certification" in task(made, "plan_exam").text
    # Though applications are out, the pass is needed by the rank list deadline.
    late = plan(date(2026, 11, 26), {"step1": FAILED_ONCE}, applicant=abroad, season=2027)
    assert "3 February 2027" in task(late, "plan_exam").text
    assert late.study is not None


def test_what_is_not_told_is_not_planned(plan: Planned) -> None:
    made = plan(date(2026, 11, 26), {"step2_ck": [{"planned_date": "2027-06-15"}]})
    assert [each.exam for each in made.studies] == ["step2_ck"]


WEAK = [{"exam": "step2_ck", "name": "form", "date": "2027-05-20", "score": 221}]


@pytest.mark.parametrize(
    ("today", "left", "days"),
    [
        (date(2027, 6, 1), "2 weeks", 6),
        (date(2027, 6, 9), "6 days", 3),
        (date(2027, 6, 12), "3 days", 1),
        (date(2027, 6, 13), "2 days", 0),
        (date(2027, 6, 14), "1 day", 0),
    ],
)
def test_the_days_that_are_left_are_not_asked_for_more_than_they_hold(
    plan: Planned, today: date, left: str, days: int
) -> None:
    exams = {"step1": PASSED, "step2_ck": [{"planned_date": "2027-06-15"}], "practice": WEAK}
    made = plan(today, exams, study={"hours_per_day": 6.0})
    study = first(made)
    # Six hours at four minutes a question.
    assert sum(each.questions for each in study.weeks) == 90 * days
    assert study.left_out == 3000 - 90 * days
    bank = note(study, "question_bank")
    assert (f"Leave {3000 - 90 * days:,} out" in bank) if days else ("leave the 3,000 that are left" in bank)
    assert f"Only {left}" in note(study, "study_weeks")
    assert study.weeks
    assert study.weeks[0].start >= today
    assert study.weeks[-1].end == date(2027, 6, 14)
    assert "has no day yet" not in made.answer[2]
    assert "decide first whether to move it" in made.answer[2]
    move = task(made, "move_exam")
    assert move.due <= date(2027, 6, 14)
    assert "before programs begin to read on 22 September 2027" in move.text
    assert made.answer[1].startswith("First: decide whether to move Step 2 CK")


def test_moving_past_opening_day_is_said_with_what_programs_see(plan: Planned) -> None:
    exams = {"step1": PASSED, "step2_ck": [{"planned_date": "2027-08-20"}], "practice": WEAK}
    move = task(plan(date(2027, 8, 10), exams), "move_exam")
    assert "after programs begin to read" in move.text
    assert "see no result of it" in move.text


def test_on_the_day_itself_nothing_is_moved(plan: Planned) -> None:
    exams = {"step1": PASSED, "step2_ck": [{"planned_date": "2027-06-15"}], "practice": WEAK}
    made = plan(date(2027, 6, 15), exams)
    assert {"move_exam", "go_or_delay"}.isdisjoint(keys(made))
    assert made.answer[2] == "Today is the day of Step 2 CK; everything else can wait."


DAYS = st.none() | st.dates(date(2026, 6, 1), date(2027, 9, 30)).map(str)
ATTEMPTS = st.lists(
    st.fixed_dictionaries({"result": st.sampled_from(["fail", None]), "planned_date": DAYS}), max_size=2
)


@settings(max_examples=40, deadline=None)
@given(
    today=st.dates(date(2026, 6, 1), date(2027, 9, 30)),
    kind=st.sampled_from(["us_md_senior", "us_do_senior", "non_us_citizen_img"]),
    exams=st.fixed_dictionaries(dict.fromkeys(("step1", "step2_ck", "comlex1", "comlex2", "step3"), ATTEMPTS)),
    hours=st.none() | st.floats(0, 16),
)
def test_no_plan_asks_for_more_hours_than_there_are(
    plan: Planned, today: date, kind: str, exams: dict[str, Any], hours: float | None
) -> None:
    if kind != "us_do_senior":
        exams = {**exams, "comlex1": [], "comlex2": []}
    doctor = {"type": kind, "graduation_date": "2028-05-19"}
    made = plan(today, exams, applicant=doctor, study={} if hours is None else {"hours_per_day": hours})
    most = (8.0 if hours is None else hours) * 60 / 4
    assert len({each.key for each in made.tasks}) == len(made.tasks)
    last: dict[str, date] = {}
    for study in made.studies:
        for week in study.weeks:
            assert today <= week.start <= week.end
            assert week.questions <= most * ((week.end - week.start).days + 1)
        if study.weeks:
            last[study.exam] = study.weeks[-1].end
            assert all(
                week.start > end for exam, end in last.items() for week in study.weeks if exam != study.exam
            ) or (
                study.exam_day is not None
                and any(other.exam_day and other.exam_day >= study.exam_day for other in made.studies if other != study)
            )


def test_profiles_of_before_keep_their_one_study(
    example: Callable[[str], Profile], facts: Facts, directory: Directory
) -> None:
    made = make_plan(facts, directory, example("third-year"), date(2026, 11, 26))
    assert [each.exam for each in made.studies] == ["step2_ck"]
    assert made.later_studies == ()
