"""The three things that matter now: open, hers to do, what presses most first, at every stage of the season."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from smartpick.facts import Facts
from smartpick.guidance.plan import Plan, make_plan
from smartpick.profile import Known, load_profile
from smartpick.programs import Directory

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.toml"))
DAYS = [date(2026, 6, 1), date(2026, 9, 10), date(2026, 9, 24), date(2026, 11, 26)]
DAYS += [date(2027, 2, 28), date(2027, 3, 16)]


@pytest.fixture(scope="module")
def plan_of(facts: Facts, directory: Directory) -> Callable[[Path, date], Plan]:
    known = Known.of(facts, directory)
    return lambda path, day: make_plan(facts, directory, load_profile(path, known, day), day)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_three_tasks_of_the_plan_the_first_of_them_first(plan_of: Callable[[Path, date], Plan], path: Path) -> None:
    for day in DAYS:
        plan = plan_of(path, day)
        by_key = {each.key: each for each in plan.tasks}
        assert 1 <= len(plan.now) <= 3
        assert len(set(plan.now)) == len(plan.now)
        now = [by_key[key] for key in plan.now]
        assert not any(each.is_private for each in now)
        said = plan.answer[1].lower()
        named = [each for each in plan.tasks if said.startswith(f"first: {each.title.lower()},")]
        if any(each.start <= day for each in named):
            assert now[0] in named
        waits = [each.start > day for each in now]
        assert waits == sorted(waits), "what is open stands before what comes"


def test_before_the_deadline_the_rank_list_is_first_and_on_opening_day_sending(
    plan_of: Callable[[Path, date], Plan],
) -> None:
    path = next(each for each in EXAMPLES if each.stem == "us-md-la-step1-fail")
    assert plan_of(path, date(2027, 2, 28)).now[0] == "certify_last"
    assert plan_of(path, date(2026, 9, 24)).now[0] == "submit_now"
