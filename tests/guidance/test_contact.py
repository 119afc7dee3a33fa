"""Contact within the rules: log, open houses, offers, letters of interest; thanks by the program's own wish first."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from guidance.people import Person

from smartpick.facts import Facts
from smartpick.guidance import Finding
from smartpick.guidance.contact import thanks_notes
from smartpick.guidance.plan import Plan, make_plan
from smartpick.profile import public_view
from smartpick.programs import Directory

CODE = "1047120C0"
Planned = Callable[..., Plan]


@pytest.mark.parametrize("day", [date(2026, 11, 5), date(2027, 3, 16)])
@pytest.mark.parametrize("log", [[], [{"program_code_nrmp": CODE, "event": "interviewed", "date": "2026-11-02"}]])
def test_what_is_said_of_thanks_alone_is_what_the_plan_says(
    facts: Facts, directory: Directory, person: Person, day: date, log: list[dict[str, str]]
) -> None:
    someone = person(season_log=log)
    planned = make_plan(facts, directory, someone, day).notes
    assert thanks_notes(facts, directory, someone, day) == [each for each in planned if each.key.startswith("thanks")]


@pytest.fixture(scope="session")
def plan(facts: Facts, directory: Directory, person: Person) -> Planned:
    """Return the plan of a person like the base one."""
    return lambda today=date(2026, 7, 1), **changes: make_plan(facts, directory, person(**changes), today)


def note(made: Plan, key: str) -> Finding:
    return next(each for each in made.notes if each.key == key)


def asked(made: Plan) -> str:
    return "\n".join(next(task for task in made.tasks if task.key == "ask_people").checklist)


def test_questions_fit_the_applicant(plan: Planned) -> None:
    assert "COMLEX" in asked(plan(applicant={"type": "us_do_senior"}))
    assert "visas" in asked(plan(applicant={"type": "non_us_citizen_img"}, visa={"status": "needs_visa"}))
    failed = {"exams": {"step1": [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}]}}
    assert "failed attempts" in asked(plan(**failed))
    for word in ("COMLEX", "visas", "failed attempts"):
        assert word not in asked(plan())


def test_a_contact_is_followed_up_and_stays_private(
    plan: Planned, facts: Facts, directory: Directory, person: Person
) -> None:
    contact = {
        "role": "resident, second year",
        "program_code_nrmp": CODE,
        "follow_up_date": "2026-12-01",
        "note": "attempts?",
    }
    made = plan(contacts=[contact])
    (task,) = [each for each in made.tasks if each.key == "follow_up_1"]
    assert task.due == date(2026, 12, 1)
    assert task.is_private
    assert "No answer is written down yet for Arrowhead" in note(made, "contact_log").text
    fact = {
        "program_code_nrmp": CODE,
        "field": "max_failed_attempts",
        "value": 1,
        "source": "resident",
        "date": "2026-06-20",
    }
    assert note(plan(contacts=[contact], own_facts=[fact]), "contact_log").severity == "strength"
    shown = make_plan(facts, directory, public_view(person(contacts=[contact])), date(2026, 7, 1))
    assert "resident" not in repr([each for each in shown.tasks if each.key.startswith("follow_up")])


def test_a_day_to_ask_again_that_is_past_is_today_and_not_overdue(plan: Planned) -> None:
    made = plan(contacts=[{"role": "mentor", "follow_up_date": "2026-06-01"}])
    assert next(each.due for each in made.tasks if each.key == "follow_up_1") == date(2026, 7, 1)


def test_open_houses_ahead_are_days_and_those_attended_are_noted(plan: Planned) -> None:
    log = [
        {"program_code_nrmp": CODE, "event": "open_house", "date": "2026-08-12"},
        {"program_code_nrmp": "1485120C0", "event": "open_house", "date": "2026-06-12"},
    ]
    made = plan(season_log=log)
    assert next(each.due for each in made.tasks if each.key == "open_house_1") == date(2026, 8, 12)
    assert "Eisenhower" in note(made, "open_houses").text
    assert "1 without notes" in note(made, "open_houses").text
    log[1]["note"] = "Friendly; ask about night float."
    assert note(plan(season_log=log), "open_houses").severity == "strength"


def test_an_offer_is_answered_and_an_interview_prepared(plan: Planned) -> None:
    invited = {"program_code_nrmp": CODE, "event": "invited", "date": "2026-10-20"}
    made = plan(today=date(2026, 10, 21), season_log=[invited])
    (task,) = [each for each in made.tasks if each.key == f"answer_{CODE}"]
    assert task.due == date(2026, 10, 22)
    assert task.fact_ids
    scheduled = {"program_code_nrmp": CODE, "event": "scheduled", "date": "2026-11-12"}
    keys = {each.key: each for each in plan(today=date(2026, 10, 21), season_log=[invited, scheduled]).tasks}
    assert f"answer_{CODE}" not in keys
    assert keys[f"interview_{CODE}_2"].due == date(2026, 11, 12)
    assert keys[f"prepare_{CODE}_2"].due == date(2026, 11, 11)


def test_letters_of_interest_cite_the_nrmp_with_its_year_and_say_what_was_not_seen(plan: Planned) -> None:
    found = note(plan(), "interest_rules")
    assert "Match Participation Agreement, recent years" in found.text
    assert "for 2027 was not seen" in found.text
    assert len(found.fact_ids) == 4
    assert all("nrmp" in each or "unknown" in each for each in found.fact_ids)


MET = {"program_code_nrmp": "1009140C0", "event": "interviewed", "date": "2026-11-02"}


def test_thanks_follow_the_program_then_its_society_then_nothing_counts(plan: Planned, directory: Directory) -> None:
    medicine = next(p.program_code_nrmp for p in directory.of(["internal_medicine"]) if p.state == "CA")
    family = next(p.program_code_nrmp for p in directory.of(["family_medicine"]) if p.state == "CA")

    def thanks(code: str, **more: Any) -> Finding:
        return note(plan(today=date(2026, 11, 5), season_log=[{**MET, "program_code_nrmp": code}], **more), "thanks")

    assert "do not send one" in thanks(medicine).text
    assert "optional" in thanks(family).text
    own = {
        "program_code_nrmp": medicine,
        "field": "thank_you_policy",
        "value": "Notes are welcome",
        "source": "its page",
        "date": "2026-10-01",
    }
    assert "Do as it says" in thanks(medicine, own_facts=[own]).text


def test_nothing_is_written_once_lists_are_closed(plan: Planned) -> None:
    for day in (date(2027, 3, 6), date(2027, 3, 16)):
        made = plan(today=day, season_log=[MET])
        assert not [each for each in made.notes if each.topic == "contact"]
        assert not made.of("contact")
