"""The three things that matter now: open, hers to do, what presses most first, at every stage of the season."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from smartpick.facts import Facts
from smartpick.guidance._pages import page_of
from smartpick.guidance.plan import Plan, make_plan
from smartpick.present.web._now_routes import WHERE
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
        # The sentence names the first of them that is hers to do, where one is.
        hers = next((each for each in now if each.owner == "you" and each.effort), None)
        if hers is not None and "learn whether" not in plan.answer[1]:
            assert hers.title.lower() in plan.answer[1].lower()
        waits = [each.start > day for each in now]
        assert waits == sorted(waits), "what is open stands before what comes"


def test_before_the_deadline_the_rank_list_is_first_and_on_opening_day_sending(
    plan_of: Callable[[Path, date], Plan],
) -> None:
    path = next(each for each in EXAMPLES if each.stem == "us-md-la-step1-fail")
    assert plan_of(path, date(2027, 2, 28)).now[0] == "certify_last"
    assert plan_of(path, date(2026, 9, 24)).now[0] == "submit_now"


LOG = """
[[season_log]]
program_code_nrmp = "1033110C0"
event = "invited"
date = 2026-11-20
[[season_log]]
program_code_nrmp = "1062120C0"
event = "invited"
date = 2026-11-02
[[season_log]]
program_code_nrmp = "1062120C0"
event = "scheduled"
date = 2026-12-08
[[season_log]]
program_code_nrmp = "1067120C0"
event = "scheduled"
date = 2026-12-{day}
"""


@pytest.fixture
def logged(plan_of: Callable[[Path, date], Plan], tmp_path: Path) -> Callable[[str], Plan]:
    base = next(each for each in EXAMPLES if each.stem == "us-md-la-step1-fail").read_text(encoding="utf-8")
    head = base.replace("season_log", "other")
    path = tmp_path / "me.toml"

    def made(day: str) -> Plan:
        path.write_text(head + LOG.replace("{day}", day), encoding="utf-8")
        return plan_of(path, date(2026, 11, 26))

    return made


def test_a_clash_ahead_comes_before_everything(logged: Callable[[str], Plan]) -> None:
    plan = logged("08")
    by_key = {each.key: each for each in plan.tasks}
    assert plan.now[0] == "clash_2026_12_08"
    assert by_key[plan.now[0]].title == "Two interviews on 8 December 2026: ask for another day"
    assert by_key[plan.now[0]].page == "interviews"
    assert plan.answer[1].startswith("First: two interviews on 8 December 2026")
    assert not any(key.startswith("clash") for key in logged("10").now)


def test_the_first_sentence_and_the_three_have_one_order(logged: Callable[[str], Plan]) -> None:
    plan = logged("10")
    by_key = {each.key: each for each in plan.tasks}
    assert plan.answer[1].startswith(f"First: {by_key[plan.now[0]].title[:1].lower()}{by_key[plan.now[0]].title[1:]},")
    assert any(each.key.startswith("prepare_") for each in plan.tasks)


def test_every_kind_of_task_says_its_page(logged: Callable[[str], Plan], plan_of: Callable[[Path, date], Plan]) -> None:
    seen: dict[str, str] = {each.key: each.page for day in ("08", "10") for each in logged(day).tasks}
    for path in EXAMPLES:
        for day in (*DAYS, date(2026, 10, 5), date(2027, 4, 1)):
            seen |= {each.key: each.page for each in plan_of(path, day).tasks}
    said = {
        "log_applied": "season",
        "answer_1033110C0": "season",
        "watch_offers": "season",
        "practice_interviews": "interview",
        "again": "last-season",
        "certify_last": "rank",
        "statement": "texts",
    }
    assert {key: seen[key] for key in said} == said
    assert [key for key, page in seen.items() if page not in WHERE] == []
    assert page_of("something_else") == ""


def test_every_key_that_the_code_gives_a_task_has_a_page() -> None:
    source = Path(__file__).parents[2] / "src/smartpick/guidance"
    texts = [path.read_text(encoding="utf-8") for path in (*source.rglob("plan/*.py"), *source.rglob("contact/*.py"))]
    keys = {key for text in texts for key in re.findall(r'\bkey=f?"([a-z0-9_{}.]+)[^"]*",\n\s+topic=', text)}
    assert len(keys) > 35
    for key in keys:
        assert page_of(re.sub(r"\{.*?\}|\{.*", "", key).strip("_") or key) in WHERE, key
