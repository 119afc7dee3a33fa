"""The plan's page at every stage of the season: each task has its kind, its stages and its day in the calendar."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from smartpick.facts import Facts, season_calendar
from smartpick.guidance.plan import make_plan
from smartpick.present._plan_json import is_study_week, plan_json, this_week
from smartpick.present.web._plan_view import CONFIDENCES, KINDS, PlanAsk, plan_ask_of, plan_context
from smartpick.profile import Known, load_profile
from smartpick.programs import Directory

EXAMPLES = Path(__file__).parents[2] / "examples"
DAYS = [date(2026, 5, 4), date(2026, 10, 1), date(2027, 2, 10), date(2027, 3, 10), date(2027, 3, 16), date(2027, 4, 2)]


CASES = [*(("us-md-la-step1-fail", day) for day in DAYS), ("third-year", date(2026, 9, 10))]


@pytest.mark.parametrize(("name", "day"), CASES, ids=str)
def test_every_task_can_be_shown_filtered_and_found_by_its_day(
    name: str, day: date, facts: Facts, directory: Directory
) -> None:
    known = Known.of(facts, directory)
    profile = load_profile(EXAMPLES / f"{name}.toml", known, day)
    plan = make_plan(facts, directory, profile, day)
    data = plan_json(facts, plan, "", for_herself=True)
    calendar = season_calendar(facts, plan.season)
    whole = plan_context(data, plan, calendar, profile, PlanAsk())
    assert whole["n_shown"] == whole["n_tasks"] == len(plan.tasks)
    assert {each.topic for each in plan.tasks} == set(whole["kinds"]) <= set(KINDS)
    assert {each.confidence for each in plan.tasks} <= set(CONFIDENCES)
    by_kind = [
        plan_context(data, plan, calendar, profile, PlanAsk(kinds=(kind,)))["n_shown"] for kind in whole["kinds"]
    ]
    assert sum(by_kind) == len(plan.tasks)
    by_stage = [plan_context(data, plan, calendar, profile, PlanAsk(stage))["n_shown"] for stage in whole["stages"]]
    assert sum(by_stage) >= len(plan.tasks)
    assert all(by_stage)
    months = {f"{each.due:%Y-%m}" for each in plan.tasks}
    found = [plan_context(data, plan, calendar, profile, PlanAsk(month=month))["month"] for month in months]
    assert sum(len(each["due"]) for each in found) == len(plan.tasks)
    for month in found:
        cells = [cell for week in month["weeks"] for cell in week]
        assert all(len(week) == 7 and week[0]["day"].weekday() == 6 for week in month["weeks"])
        assert sum(len(cell["due"]) for cell in cells if cell["is_inside"]) == len(month["due"])
    weeks = sum(is_study_week(each.key) for each in plan.tasks)
    studies = [each for each in whole["studies"] if each["weeks"]]
    assert weeks == sum(len(each["weeks"]) for each in studies)
    assert sum(len(tasks) for _, tasks in whole["months"]) == len(plan.tasks) - weeks + len(studies)
    assert [each["name"] for each in whole["studies"]] == [each.exam_name for each in plan.studies]
    if name == "third-year":
        assert studies
        assert [reading for _, _, reading in studies[0]["entered"]] == ["222", "231"]
    near = this_week(plan)
    assert all(day <= each.due <= day + timedelta(days=7) for each in near)
    assert [each.due for each in near] == sorted(each.due for each in near)


def test_what_the_address_cannot_mean_is_left_out() -> None:
    pairs = [("kind", "letters"), ("kind", "letters"), ("kind", "<b>"), ("stage", "x"), ("month", "2026-1"), ("z", "1")]
    ask = plan_ask_of(pairs)
    assert ask == PlanAsk(kinds=("letters",))
    assert ask.address(month="2027-01") == "/plan?kind=letters&month=2027-01"
    assert plan_ask_of([("stage", "soap"), ("month", "2027-12")]).address() == "/plan?stage=soap&month=2027-12"
