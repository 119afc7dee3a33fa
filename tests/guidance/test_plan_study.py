"""Weeks, target, pace, go or delay, and submit now or wait: for the exam with a number that lies ahead."""

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from guidance.people import Person

from smartpick.facts import Facts
from smartpick.guidance import Finding
from smartpick.guidance.plan import Plan, Study, make_plan, scores_to_try, with_score
from smartpick.profile import Profile
from smartpick.programs import Directory

TODAY = date(2027, 2, 1)
FAILED = [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}]
PASSED = [{"date": "2025-05-21", "result": "pass"}]
PLANNED = [{"planned_date": "2027-06-15"}]


def practice_of(*scores: int, day: str = "2027-01-10") -> list[dict[str, Any]]:
    return [{"exam": "step2_ck", "name": f"form {at}", "date": day, "score": score} for at, score in enumerate(scores)]


Planned = Callable[..., Plan]


@pytest.fixture(scope="session")
def ahead(facts: Facts, directory: Directory, person: Person) -> Planned:
    """Return the plan of somebody whose exam lies ahead."""

    def made(
        *, today: date = TODAY, own: dict[str, object] | None = None, exams: dict[str, Any] | None = None, **more: Any
    ) -> Plan:
        base = {"season": 2028, "applicant": {"type": "us_md_senior", "graduation_date": "2028-05-19"}}
        all_exams = {"step1": PASSED, "step2_ck": PLANNED, **(exams or {})}
        return make_plan(facts, directory, person(**{**base, **more, "exams": all_exams}), today, None, own)

    return made


def study(made: Plan) -> Study:
    assert made.study is not None
    return made.study


def found(made: Plan, key: str) -> Finding:
    return next(each for each in study(made).findings if each.key == key)


@pytest.mark.parametrize(
    ("step1", "practice", "more", "weeks"),
    [
        (PASSED, practice_of(252, 254), {}, 6),
        (FAILED, practice_of(252, 254), {}, 8),
        (PASSED, practice_of(230, 236), {}, 8),
        (PASSED, [], {}, 8),
        (PASSED, practice_of(205, 209), {}, 10),
        (PASSED, practice_of(205, 209), {"study": {"hours_per_day": 3.0}}, 12),
    ],
)
def test_a_low_baseline_or_a_fail_lengthens_the_weeks(
    ahead: Planned, step1: list[Any], practice: list[Any], more: dict[str, Any], weeks: int
) -> None:
    made = ahead(exams={"step1": step1, "practice": practice}, **more)
    assert study(made).wanted_weeks == weeks == len(study(made).weeks)
    rows = study(made).weeks
    assert rows[-1].end == date(2027, 6, 14)
    assert all(after.start == before.end + timedelta(days=1) for before, after in itertools.pairwise(rows))


def test_a_retake_counts_its_fails(ahead: Planned) -> None:
    twice = [{"date": "2026-01-10", "result": "fail"}, {"date": "2026-06-10", "result": "fail"}, *PLANNED]
    made = ahead(exams={"step2_ck": twice, "practice": practice_of(238, 240)})
    assert "Step 2 CK was failed twice" in found(made, "study_weeks").text
    limit = next(each for each in made.notes if each.key == "step2_ck_limit")
    assert "2 of 4 attempts used" in limit.text
    assert "no retake without a new plan" in next(each.text for each in made.notes if each.key == "retake_step2_ck")
    assert made.support


def test_a_late_start_makes_fewer_weeks_and_says_so(ahead: Planned) -> None:
    made = ahead(today=date(2027, 5, 10), exams={"step1": FAILED, "practice": practice_of(230, 236)})
    assert len(study(made).weeks) == study(made).weeks_left == 5
    assert found(made, "study_weeks").severity == "concern"
    assert "Only 5 weeks are left" in found(made, "study_weeks").text
    assert study(made).weeks[0].start >= date(2027, 5, 10)


def test_the_third_year_example_gets_eight_weeks_and_a_predicted_range(
    facts: Facts, directory: Directory, example: Callable[[str], Profile]
) -> None:
    made = make_plan(facts, directory, example("third-year"), date(2026, 11, 25))
    assert len(study(made).weeks) == 8
    predicted = study(made).predicted
    assert predicted is not None
    assert predicted.mean == pytest.approx((222 + 231) / 2)
    assert predicted.high - predicted.mean == pytest.approx(1.645 * 9)
    assert scores_to_try(facts, directory, example("third-year"), date(2026, 11, 25)) == (225, 240, 250)
    assert "13 months before the exam" in found(made, "practice_old").text


def test_the_error_of_a_practice_test_is_the_published_one(facts: Facts, ahead: Planned) -> None:
    rows = list(facts.rows("rule", "item = ?", ("NBME CCSE standard error of estimate",)))
    used = ahead(exams={"practice": practice_of(240)}).benchmarks["plan_practice_error"]
    assert [row["value"] for row in rows] == [f"{used[0]:g} points"]
    assert rows[0]["fact_id"] in found(ahead(exams={"practice": practice_of(240)}), "practice_predicted").fact_ids


def test_times_to_a_result_are_the_published_ones(facts: Facts, ahead: Planned) -> None:
    used = ahead().benchmarks
    for key, item in (
        ("plan_result_weeks", "Step 2 CK result"),
        ("plan_result_weeks_safe", "Step 2 CK result, safe allowance"),
    ):
        (row,) = facts.rows("rule", "item = ?", (item,))
        assert f"{used[key][0]:g} weeks" in row["value"]


@pytest.mark.parametrize(
    ("scores", "day", "verdict"),
    [
        ((244, 246), "2027-06-07", "go"),
        ((215, 219), "2027-06-07", "delay"),
        ((215, 219), "2027-02-01", "wait"),
        ((), "2027-06-07", "no baseline"),
    ],
)
def test_go_or_delay(ahead: Planned, scores: tuple[int, ...], day: str, verdict: str) -> None:
    made = ahead(today=date.fromisoformat(day), exams={"practice": practice_of(*scores)})
    assert study(made).verdict == verdict
    if verdict == "delay":
        # Moved no further than a result can still reach programs on their first day.
        assert "at the latest to 25 August 2027" in study(made).verdict_text


def test_delay_is_not_advised_past_the_day_that_brings_the_result_in_time(ahead: Planned) -> None:
    late = {"step2_ck": [{"planned_date": "2027-09-05"}], "practice": practice_of(215, 219, day="2027-08-20")}
    made = ahead(today=date(2027, 8, 28), exams=late)
    assert study(made).verdict == "delay"
    assert "at the latest" not in study(made).verdict_text
    assert "add it when it comes" in study(made).verdict_text


def test_the_target_lies_above_the_pattern_and_is_a_range(ahead: Planned) -> None:
    target = study(ahead(exams={"practice": practice_of(230, 230)})).target
    assert target == (235, 248)
    assert study(ahead()).target is None
    assert "no target" in found(ahead(), "practice_none").text


def test_a_test_on_another_scale_predicts_nothing(ahead: Planned) -> None:
    assert study(ahead(exams={"practice": practice_of(72)})).predicted is None


def test_no_day_is_planned_yet(ahead: Planned) -> None:
    made = ahead(exams={"step2_ck": []})
    assert study(made).verdict == "plan a day"
    assert "plan_exam" in {task.key for task in made.tasks}
    assert study(made).weeks == ()


def test_pace_and_days_behind(ahead: Planned) -> None:
    bank = {"name": "a bank", "exam": "step2_ck", "total": 3000}
    counts = [
        {**bank, "date": "2027-01-01", "done": 0},
        {**bank, "date": "2027-01-31", "done": 100, "percent_correct": 55.0},
    ]
    made = ahead(exams={"practice": practice_of(252, 254)}, study={"hours_per_day": 8.0, "question_banks": counts})
    bank_note = found(made, "question_bank")
    assert "100 of 3,000 done, 55 % right" in bank_note.text
    # 2,900 left on 5 weeks of 6 days.
    assert "come to 97 on each of 30 study days" in bank_note.text
    assert "that fits" in bank_note.text
    # From 1 January to 8 June are 158 days; after 30 of them 570 would be done.
    assert "25 days behind" in found(made, "question_bank_pace").text
    short = ahead(exams={"practice": practice_of(252, 254)}, study={"hours_per_day": 4.0, "question_banks": counts})
    assert found(short, "question_bank").severity == "concern"


@pytest.mark.parametrize(
    ("day", "step1", "advised", "severity"),
    [
        ("2027-06-15", FAILED, "submit_now", "note"),
        ("2027-08-15", FAILED, "submit_now", "watch"),
        ("2027-09-10", FAILED, "add_later", "concern"),
        ("2027-09-10", PASSED, "submit_now", "concern"),
    ],
)
def test_submit_now_wait_or_add_later(ahead: Planned, day: str, step1: list[Any], advised: str, severity: str) -> None:
    made = ahead(exams={"step1": step1, "step2_ck": [{"planned_date": day}]})
    assert [each.key for each in made.scenarios if each.is_advised] == [advised]
    assert len(made.scenarios) == 3
    now = made.scenarios[0]
    assert ("Step 2 CK score" in now.on_day_one) is True
    assert ("no Step 2 CK score" in now.on_day_one) is (severity == "concern")
    release = next(each for each in made.notes if each.key == "score_release")
    assert release.severity == severity
    assert release.fact_ids


FAILED_OPEN = [{"date": "2026-05-21", "result": "fail"}]


@pytest.mark.parametrize(
    ("step1", "advised"),
    [
        # Its result can be there first: then the score decides, as for everybody.
        ([*FAILED_OPEN, {"planned_date": "2027-05-10"}], "submit_now"),
        ([*FAILED_OPEN, {"planned_date": "2027-09-10"}], "next_season"),
        ([{"planned_date": "2027-09-10"}], "next_season"),
    ],
)
def test_while_step_1_is_open_the_first_question_is_whether_to_apply_at_all(
    ahead: Planned, step1: list[Any], advised: str
) -> None:
    made = ahead(exams={"step1": step1, "step2_ck": [{"planned_date": "2027-06-15"}]})
    assert [each.key for each in made.scenarios][-1] == "next_season"
    assert [each.key for each in made.scenarios if each.is_advised] == [advised]
    task = next(each for each in made.tasks if each.key == "apply_at_all")
    assert "exams.step1" in task.fields
    assert ("with a pass there, apply as planned" in task.text) is (advised == "submit_now")
    assert ("until it is in, they see no pass" in task.text) is (advised == "next_season")
    assert task.due < next(each for each in made.tasks if each.key == "submit").start
    said = " ".join(f"{each.name} {each.on_day_one} {each.later}" for each in made.scenarios)
    assert "as it stands" not in said
    assert ("Step 1 failed once and not passed yet" in said) is (len(step1) == 2 or "result" in step1[0])
    assert ("no Step 1 result" in said) is (step1 == [{"planned_date": "2027-09-10"}])


def test_whoever_passed_is_not_asked_whether_to_apply(ahead: Planned) -> None:
    for step1 in (FAILED, PASSED, [{"planned_date": "2027-05-10"}]):
        made = ahead(exams={"step1": step1, "step2_ck": [{"planned_date": "2027-06-15"}]})
        assert "apply_at_all" not in {each.key for each in made.tasks}
    # Level 1 passed answers for Step 1, whatever that brought.
    both = {"step1": FAILED_OPEN, "comlex1": PASSED, "step2_ck": [{"planned_date": "2027-06-15"}]}
    made = ahead(applicant={"type": "us_do_senior", "graduation_date": "2028-05-19"}, exams=both)
    assert "next_season" not in {each.key for each in made.scenarios}


def test_an_open_exam_is_the_first_question_without_a_second_one_too(ahead: Planned) -> None:
    """No result is out, so there are no ways to compare; the decision is asked all the same."""
    img = {"type": "us_citizen_img", "graduation_date": "2025-05-30"}
    made = ahead(today=date(2027, 9, 3), applicant=img, exams={"step1": FAILED_OPEN, "step2_ck": []})
    assert not made.scenarios
    task = next(each for each in made.tasks if each.key == "apply_at_all")
    assert "can no longer be had" in task.text
    assert "taken out of the Match" in task.text
    assert task.due >= date(2027, 9, 3)
    assert "decided first" in next(each for each in made.tasks if each.key == "submit").text


def test_a_result_that_is_out_is_waited_for(ahead: Planned) -> None:
    taken = {"step2_ck": [{"date": "2027-08-10", "result_expected": "2027-09-08"}]}
    made = ahead(today=date(2027, 8, 20), exams=taken)
    assert made.study is None
    assert {"result_step2_ck"} <= {task.key for task in made.tasks}
    assert "due on 8 September 2027" in next(each for each in made.notes if each.key == "score_release").text
    assert not ahead(exams={"step2_ck": [{"date": "2026-08-10", "result": "pass", "score": 240}]}).scenarios


def test_a_planned_day_that_is_past_is_asked_about_and_not_planned_again(ahead: Planned) -> None:
    made = ahead(today=date(2027, 7, 1))
    assert made.study is None
    (task,) = [each for each in made.tasks if each.key == "tell_step2_ck"]
    assert "planned for 15 June 2027, which is past" in task.text
    assert task.due == date(2027, 7, 8)
    assert {"plan_exam", "exam_step2_ck"}.isdisjoint({each.key for each in made.tasks})
    on_the_day = ahead(today=date(2027, 6, 15))
    assert "exam_step2_ck" in {each.key for each in on_the_day.tasks}


def test_comlex_stands_by_itself(ahead: Planned, facts: Facts, directory: Directory, person: Person) -> None:
    practice = [{"exam": "comlex2", "name": "COMSAE", "date": "2027-01-10", "score": 430}]
    exams = {
        "step1": [],
        "step2_ck": [],
        "comlex1": PASSED,
        "comlex2": [{"planned_date": "2027-06-15"}],
        "practice": practice,
    }
    made = ahead(exams=exams, applicant={"type": "us_do_senior", "graduation_date": "2028-05-19"})
    assert study(made).exam == "comlex2"
    said = " ".join(each.text for each in study(made).findings)
    assert "Step 2" not in said
    assert "assumed: nobody publishes it" in said
    do = person(season=2028, applicant={"type": "us_do_senior", "graduation_date": "2028-05-19"}, exams=exams)
    assert scores_to_try(facts, directory, do, TODAY) == (430, 500, 560)
    assert with_score(facts, directory, do, TODAY, 500).exams.comlex2[-1].score == 500


def test_no_list_is_made_for_an_exam_that_is_behind(facts: Facts, directory: Directory, person: Person) -> None:
    assert scores_to_try(facts, directory, person(), date(2026, 6, 10)) == ()
    with pytest.raises(ValueError, match="no exam"):
        with_score(facts, directory, person(), date(2026, 6, 10), 240)
