"""``smartpick log --calendar``: open houses from a calendar into the log, the plan, and a flag on the list."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from smartpick.facts import Facts
from smartpick.programs import Directory

Run = Callable[..., Any]
TODAY = "2026-08-01"
AHEAD, PAST = "20260812", "20260716"


@pytest.fixture
def codes(me: Path, run: Run) -> tuple[str, str]:
    """Return the codes of two programs that are on the list."""
    listed = run("list", me, "--today", TODAY, "--json", "-").data["programs"]
    return listed[0]["program_code_nrmp"], listed[1]["program_code_nrmp"]


@pytest.fixture
def calendar(tmp_path: Path, codes: tuple[str, str]) -> Path:
    file = tmp_path / "open-houses.ics"
    events = ((AHEAD, f"Open house {codes[0]}"), (PAST, f"Q&A with residents, {codes[1]}"), (AHEAD, "Dentist"))
    body = "".join(f"BEGIN:VEVENT\r\nDTSTART:{day}\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n" for day, title in events)
    file.write_text(f"BEGIN:VCALENDAR\r\n{body}END:VCALENDAR\r\n", encoding="utf-8", newline="")
    return file


@pytest.mark.usefixtures("kept")
def test_they_enter_the_log_once_and_are_flagged_on_the_list(
    me: Path, calendar: Path, codes: tuple[str, str], run: Run, root: Path
) -> None:
    before = me.read_text(encoding="utf-8")
    dry = run("log", me, "--calendar", calendar, "--today", TODAY, "--dry-run", "--json", "-").data
    assert me.read_text(encoding="utf-8") == before
    assert [each["what"] for each in dry["entries"]] == ["entered", "entered", "not entered"]
    schema = json.loads((root / "docs" / "schemas" / "log_calendar-1.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(dry)) == []
    shown = run("log", me, "--calendar", calendar, "--today", TODAY)
    assert shown.code == 0
    assert "2 of 3 events entered" in shown.out
    after = me.read_text(encoding="utf-8")
    assert after.startswith(before.rstrip("\n"))
    again = run("log", me, "--calendar", calendar, "--today", TODAY, "--json", "-").data
    assert [each["what"] for each in again["entries"]] == ["there already", "there already", "not entered"]
    assert me.read_text(encoding="utf-8") == after
    listed = {
        each["program_code_nrmp"]: each for each in run("list", me, "--today", TODAY, "--json", "-").data["programs"]
    }
    reasons = [" ".join(each["text"] for each in listed[code]["reasons"]) for code in codes]
    assert "its open house is on 2026-08-12" in reasons[0]
    assert "you were at its open house (2026-07-16)" in reasons[1]
    assert "open house" not in " ".join(
        each["text"] for code, row in listed.items() if code not in codes for each in row["reasons"]
    )


@pytest.mark.usefixtures("kept")
def test_what_lies_ahead_goes_into_the_calendar_of_the_plan(me: Path, calendar: Path, run: Run, tmp_path: Path) -> None:
    run("log", me, "--calendar", calendar, "--today", TODAY)
    assert run("check-profile", me, "--today", TODAY).code == 0
    ics = tmp_path / "plan.ics"
    assert run("plan", me, "--today", TODAY, "--ics", ics).code == 0
    text = ics.read_text(encoding="utf-8").replace("\r\n ", "")
    assert "SUMMARY:Open house: " in text
    assert f"DTSTART;VALUE=DATE:{AHEAD}" in text
    assert f"DTSTART;VALUE=DATE:{PAST}" not in text


@pytest.mark.usefixtures("kept")
def test_a_program_and_a_calendar_are_one_too_many(me: Path, calendar: Path, run: Run) -> None:
    before = me.read_text(encoding="utf-8")
    ran = run("log", me, "1047120C0", "open_house", "--calendar", calendar, "--today", TODAY)
    assert ran.code == 2
    assert "--calendar" in ran.err
    calendar.write_bytes(b"\x89PNG\r\n")
    assert run("log", me, "--calendar", calendar, "--today", TODAY).code == 2
    assert me.read_text(encoding="utf-8") == before


def test_an_open_house_may_lie_ahead_in_a_profile_but_no_interview(
    me: Path, run: Run, facts: Facts, directory: Directory
) -> None:
    code = next(p.program_code_nrmp for p in directory.programs if p.specialty == "emergency_medicine")
    assert facts.version
    text = me.read_text(encoding="utf-8")
    for event, expected in (("open_house", 0), ("interviewed", 2)):
        block = f'\n[[season_log]]\nprogram_code_nrmp = "{code}"\nevent = "{event}"\ndate = 2026-12-20\n'
        me.write_text(text + block, encoding="utf-8")
        assert run("check-profile", me, "--today", TODAY).code == expected
