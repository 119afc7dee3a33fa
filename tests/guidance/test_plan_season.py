"""Opening day, the rank list, Match Week and the first year: nothing is taken as done that is not logged."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from guidance.people import Person

from smartpick.facts import Facts
from smartpick.guidance import Finding
from smartpick.guidance.packet import make_packet, sieve_of, task_title
from smartpick.guidance.plan import Plan, Task, make_plan
from smartpick.profile import Profile, public_view
from smartpick.programs import Directory

APPLIED = [{"program_code_nrmp": "1047120C0", "event": "applied", "date": "2026-09-10"}]
DERMATOLOGY = {"goals": {"specialties": ["Dermatology"]}}

Planned = Callable[..., Plan]


@pytest.fixture(scope="session")
def plan(facts: Facts, directory: Directory, person: Person) -> Planned:
    return lambda today, **changes: make_plan(facts, directory, person(**changes), today)


def keys(made: Plan) -> set[str]:
    return {each.key for each in made.tasks}


def task(made: Plan, key: str) -> Task:
    return next(each for each in made.tasks if each.key == key)


def note(made: Plan, key: str) -> Finding:
    return next(each for each in made.notes if each.key == key)


@pytest.mark.parametrize("day", [date(2026, 9, 23), date(2026, 9, 24), date(2026, 10, 10)])
def test_applications_are_sent_at_once_until_they_are_logged(plan: Planned, day: date) -> None:
    made = plan(day)
    assert made.answer[1].startswith("First: send the applications, or log that they are sent")
    assert task(made, "submit_now").due == day
    assert "No application is logged as sent" in task(made, "submit_now").text
    assert "applications that are out" not in repr(made)
    sent = plan(day, season_log=APPLIED)
    assert "submit_now" not in keys(sent)
    assert "submit_now" not in sent.answer[1]


def test_while_the_first_day_lies_ahead_the_rest_is_sent(plan: Planned) -> None:
    assert "1 is logged as sent" in task(plan(date(2026, 9, 12), season_log=APPLIED), "submit").text
    assert "logged as sent" not in task(plan(date(2026, 9, 12)), "submit").text
    assert plan(date(2026, 9, 22)).answer[1].startswith("First: submit the applications")


def test_once_the_opening_has_passed_the_log_is_asked_for(plan: Planned) -> None:
    made = plan(date(2026, 11, 26))
    assert "submit_now" not in keys(made)
    assert "is not known here" in task(made, "log_applied").text
    assert "log_applied" not in keys(plan(date(2026, 11, 26), season_log=APPLIED))


@pytest.mark.parametrize("day", [date(2027, 2, 26), date(2027, 3, 1), date(2027, 3, 3)])
def test_before_the_deadline_the_rank_list_comes_first(plan: Planned, day: date) -> None:
    made = plan(day)
    assert made.answer[1].startswith("First: certify your rank order list")
    last = task(made, "certify_last")
    assert last.due == date(2027, 3, 3)
    assert last.at == ("21:00", "America/New_York")
    assert last.fact_ids
    assert "certify_last" not in keys(plan(date(2027, 3, 4)))


@pytest.mark.parametrize("day", [date(2027, 3, 4), date(2027, 3, 6), date(2027, 3, 14)])
def test_what_follows_a_match_is_said_from_match_week_on(plan: Planned, day: date) -> None:
    assert "If you matched" not in repr(plan(day))
    assert "15 March 2027 you learn whether you matched" in plan(day).answer[2]
    assert "If you matched" in plan(date(2027, 3, 15)).answer[2]


def test_an_advanced_position_needs_a_first_year_of_its_own(plan: Planned) -> None:
    early = plan(date(2026, 6, 1), **DERMATOLOGY)
    wanted = {"first_year_list", "first_year_letters", "first_year_interviews", "first_year_ranks"}
    assert wanted <= keys(early)
    assert "transitional" in task(early, "first_year_list").text
    ranks = task(early, "first_year_ranks")
    assert "supplemental list" in ranks.text
    assert ranks.due == date(2027, 3, 3)
    assert "advanced" in note(early, "first_year_needed").text
    assert not keys(plan(date(2026, 6, 1))) & wanted
    assert keys(plan(date(2027, 2, 20), **DERMATOLOGY)) & wanted == {"first_year_ranks"}
    no = plan(date(2026, 6, 1), goals={"specialties": ["Dermatology"], "include_preliminary": False})
    assert not keys(no) & wanted
    assert "without a first year" in note(no, "first_year_left_out").text


NOTE = {"kind": "away_rotation", "place": "Torrance", "start": "2026-07-06", "end": "2026-07-31", "note": "Came late."}


@pytest.mark.parametrize(
    ("way", "key", "severity"),
    [
        ("critical", "feedback_critical", "watch"),
        ("mixed", "feedback_mixed", "note"),
        (None, "feedback_untold", "note"),
        ("praise", "feedback_log", "strength"),
    ],
)
def test_only_praise_speaks_for_the_applicant_and_leaves_the_machine(
    facts: Facts, directory: Directory, person: Person, way: str | None, key: str, severity: str
) -> None:
    own = person(us_experience=[{**NOTE, "feedback": way}])
    found = note(make_plan(facts, directory, own, date(2026, 9, 10)), key)
    assert found.severity == severity
    assert "Came late" in found.text
    assert found.is_private is (way != "praise")
    shown = make_plan(facts, directory, public_view(own), date(2026, 9, 10))
    out = [each for each in shown.notes if not each.is_private]
    assert ("Came late" in repr(out)) is (way == "praise")
    assert "No feedback" not in repr(out)


RELATIVE = re.compile(
    r"\b(today|tomorrow|yesterday|tonight|now|this week|next week|in [0-9]+ (?:day|week|month)s?"
    r"|[0-9]+ (?:day|week|month)s? (?:left|from|are left))\b",
    re.IGNORECASE,
)
ABROAD: dict[str, Any] = {
    "applicant": {"type": "non_us_citizen_img", "graduation_date": "2022-06-30"},
    "visa": {"status": "needs_visa", "accepts": ["h1b"]},
    "exams": {
        "step2_ck": [{"planned_date": "2026-08-20"}],
        "practice": [{"exam": "step2_ck", "name": "form", "date": "2026-06-01", "score": 215}],
    },
    "letters": [{"writer_role": "attending", "status": "agreed"}],
}


@pytest.mark.parametrize("day", ["2026-02-02", "2026-06-01", "2026-08-10", "2026-08-28", "2026-09-24", "2027-02-27"])
@pytest.mark.parametrize("changes", [{}, ABROAD, DERMATOLOGY], ids=["base", "abroad", "dermatology"])
def test_a_calendar_read_later_says_days_and_not_how_far_off_they_are(
    plan: Planned, changes: dict[str, Any], day: str
) -> None:
    for each in plan(date.fromisoformat(day), **changes).tasks:
        assert not RELATIVE.search(f"{each.title} {each.text}"), each


def test_taking_exams_out_keeps_the_tasks(facts: Facts, directory: Directory, person: Person) -> None:
    own = person(
        exams={
            "step2_ck": [{"planned_date": "2026-08-20"}],
            "practice": [{"exam": "step2_ck", "name": "form", "date": "2026-06-01", "score": 215}],
        }
    )
    made = make_plan(facts, directory, own, date(2026, 7, 1))
    sieve = sieve_of(own, ["exams"])
    titles = [task_title(each, sieve) for each in made.tasks]
    assert None not in titles
    text = " ".join(filter(None, titles))
    for word in ("Step", "215", "CK"):
        assert word not in text
    for word in ("An exam", "Study for an exam", "Submit the applications", "Practice interviews", "Readiness check"):
        assert word in text
    from smartpick.guidance import assess

    packet = make_packet(own, assess(facts, directory, own, date(2026, 7, 1)), made, None, ["exams"])
    whole = make_packet(own, assess(facts, directory, own, date(2026, 7, 1)), made, None)
    shown = {each.key: len(each.lines) for each in packet.sections}
    assert shown["next"] == {each.key: len(each.lines) for each in whole.sections}["next"]


def test_what_shows_another_part_still_goes(
    facts: Facts, directory: Directory, example: Callable[[str], Profile]
) -> None:
    own = example("non-us-img-visa")
    made = make_plan(facts, directory, own, date(2026, 7, 1))
    sieve = sieve_of(own, ["visa"])
    kept = {each.key for each in made.tasks if task_title(each, sieve) is not None}
    assert "submit" in kept
    assert not kept & {"ask_visa", "ecfmg", "step3"}
