"""``smartpick plan``: three sentences first, JSON after its schema, a calendar two libraries read, nothing private."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from smartpick.explain import ListRequest, make_list
from smartpick.facts import Facts
from smartpick.guidance.plan import Plan, Task, with_score
from smartpick.present._ics import calendar_bytes
from smartpick.profile import Known, load_profile
from smartpick.programs import Directory
from smartpick.vocabulary import Stage

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.toml"))
DAY = "2026-07-10"

PRIVATE = """
[[setbacks]]
kind = "illness"
note = "hepatitis"
is_documented = true
is_resolved = false

[[remediation]]
kind = "evaluation"
note = "neuropsychology"

[[ties]]
kind = "partner"
place = "Pasadena"
state = "CA"

[[contacts]]
role = "classmate"
follow_up_date = 2026-12-01
note = "whispered"
"""
SECRETS = ("illness", "hepatitis", "evaluation", "neuropsychology", "Pasadena", "partner", "classmate", "whispered")

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    found = json.loads((ROOT / "docs" / "schemas" / "plan-1.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def lines_of(calendar: bytes) -> list[str]:
    """Return the lines of a calendar file, unfolded as RFC 5545 says; a second reader that shares no code."""
    return calendar.decode("utf-8").replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_planned_and_keeps_to_the_schema(name: str, run: Run, schema: Any) -> None:
    file = ROOT / "examples" / f"{name}.toml"
    shown = run("plan", file, "--today", DAY)
    assert shown.code == 0
    assert shown.err == ""
    text = " ".join(shown.out.split())
    made = run("plan", file, "--today", DAY, "--json", "-")
    assert list(schema.iter_errors(made.data)) == []
    assert made.out == run("plan", file, "--today", DAY, "--json", "-").out
    # The same object feeds both, and the answer stands first.
    assert text.startswith(" ".join(made.data["answer"]))
    for note in made.data["notes"]:
        assert note["text"] in text
    for task in made.data["tasks"]:
        assert task["title"] in text or task["key"].startswith("study_week")
    assert {task["zone"] for task in made.data["tasks"]} == {None, "America/New_York"}
    assert "12:00 New York time: Match Day" in text


def test_the_third_year_example_sees_lists_at_three_scores(run: Run, facts: Facts, directory: Directory) -> None:
    file = ROOT / "examples" / "third-year.toml"
    made = run("plan", file, "--today", "2026-11-25", "--json", "-").data
    assert len(made["study"]["weeks"]) == 8
    assert made["study"]["predicted"]["low"] < 226.5 < made["study"]["predicted"]["high"]
    rows = made["lists_by_score"]
    assert [row["score"] for row in rows] == [225, 240, 250]
    assert rows[0]["p_match"]["mean"] <= rows[2]["p_match"]["mean"]
    # They are the list's own figures.
    day = date(2026, 11, 25)
    person = load_profile(file, Known.of(facts, directory), day)
    own = make_list(facts, directory, with_score(facts, directory, person, day, 240), ListRequest(today=day, seed=1))
    assert rows[1]["p_match"]["mean"] == own.summary.outcome.p_match.mean
    assert rows[1]["programs"] == own.summary.programs
    text = run("plan", file, "--today", "2026-11-25").out
    assert "What each score would lead to" in text


def test_a_plan_stands_where_no_list_can_be_made(tmp_path: Path, run: Run) -> None:
    text = (ROOT / "examples" / "third-year.toml").read_text(encoding="utf-8")
    file = tmp_path / "me.toml"
    file.write_text(text.replace("usd = 1800", "usd = 20"), encoding="utf-8")
    ran = run("plan", file, "--today", "2026-11-25")
    assert ran.code == 0
    assert "No lists by score: budget.usd: $20 does not reach one application" in ran.err
    assert "What each score would lead to" not in ran.out
    assert "Study weeks 1 to 8" in ran.out


@pytest.fixture
def private(tmp_path: Path) -> Path:
    text = (ROOT / "examples" / "us-md-la-step1-fail.toml").read_text(encoding="utf-8")
    file = tmp_path / "me.toml"
    file.write_text(text + PRIVATE, encoding="utf-8")
    return file


def test_private_things_are_in_no_export(private: Path, tmp_path: Path, run: Run) -> None:
    calendar = tmp_path / "plan.ics"
    made = run("plan", private, "--today", DAY, "--json", "-", "--ics", calendar)
    assert made.code == 0
    for text in (made.out, "\n".join(lines_of(calendar.read_bytes()))):
        for secret in (*SECRETS, "setbacks", "disclos"):
            assert secret.lower() not in text.lower(), secret
    shown = " ".join(run("plan", private, "--today", DAY).out.split())
    assert "private: in no export" in shown
    assert "988" in shown


def test_two_libraries_read_the_calendar(tmp_path: Path, run: Run) -> None:
    from icalendar import Calendar

    file, target = ROOT / "examples" / "third-year.toml", tmp_path / "plan.ics"
    made = run("plan", file, "--today", "2026-11-25", "--json", "-", "--ics", target).data
    raw = target.read_bytes()
    events: dict[str, Any] = {str(each["uid"]): each for each in Calendar.from_ical(raw).walk("VEVENT")}
    assert set(events) == {f"{task['key']}.2028@smartpick" for task in made["tasks"]}
    deadline = events["rank_deadline.2028@smartpick"]["dtstart"].dt
    assert deadline.isoformat() == "2028-03-01T21:00:00-05:00"
    # After the clocks change in March, noon in New York is another hour of universal time.
    assert events["match_day.2028@smartpick"]["dtstart"].dt.isoformat() == "2028-03-17T12:00:00-04:00"
    assert all(each.walk("VALARM") for each in events.values())
    ical = pytest.importorskip("ical.calendar_stream")
    again = ical.IcsCalendarStream.calendar_from_ics(raw.decode("utf-8"))
    assert {each.uid for each in again.events} == set(events)
    week = next(each for each in again.events if each.uid == "study_week_1.2028@smartpick")
    assert (str(week.dtstart), str(week.dtend)) == ("2027-04-20", "2027-04-27")


def test_the_calendar_keeps_the_format(tmp_path: Path, run: Run) -> None:
    file, target = ROOT / "examples" / "us-md-la-step1-fail.toml", tmp_path / "plan.ics"
    run("plan", file, "--today", DAY, "--ics", target)
    raw = target.read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    lines = lines_of(raw)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {"VERSION:2.0", "PRODID:-//SmartPick//plan//EN", "CALSCALE:GREGORIAN"} <= set(lines[:8])
    zones = {line.partition("TZID=")[2].partition(":")[0].strip('"') for line in lines if "TZID=" in line}
    assert zones == {"America/New_York"}
    assert "TZID:America/New_York" in lines
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == lines.count("BEGIN:VEVENT")
    run("plan", file, "--today", DAY, "--ics", target)
    assert target.read_bytes() == raw


def test_a_zone_goes_by_yearly_rules_and_agrees_with_the_clock(tmp_path: Path, run: Run) -> None:
    """Outlook leaves out a zone without yearly rules: a deadline would stand at the hour of the reader's own clock."""
    target = tmp_path / "plan.ics"
    run("plan", ROOT / "examples" / "us-md-la-step1-fail.toml", "--today", DAY, "--ics", target)
    raw = target.read_bytes()
    head = raw[: raw.index(b"BEGIN:VEVENT")]
    assert head.count(b"BEGIN:VTIMEZONE") == raw.count(b"BEGIN:VTIMEZONE") == 1
    assert head.count(b"RRULE:FREQ=YEARLY") == 2
    assert b"RDATE" not in raw
    (zone,) = icalendar.Calendar.from_ical(raw).timezones
    ours = zone.to_tz(lookup_tzid=False)
    clock = ZoneInfo("America/New_York")
    for year in (2026, 2027, 2028):
        for month, day in (
            (1, 15),
            (3, 7),
            (3, 8),
            (3, 14),
            (3, 15),
            (7, 4),
            (10, 31),
            (11, 1),
            (11, 7),
            (11, 8),
            (12, 31),
        ):
            for hour in (0, 4, 21):
                at = datetime(year, month, day, hour, tzinfo=ours)
                assert at.utcoffset() == at.replace(tzinfo=clock).utcoffset(), at


def test_a_later_plan_keeps_the_names_of_its_entries(tmp_path: Path, run: Run) -> None:
    file = ROOT / "examples" / "us-md-la-step1-fail.toml"
    names = []
    for number, day in enumerate(("2026-07-10", "2026-10-20")):
        target = tmp_path / f"{number}.ics"
        run("plan", file, "--today", day, "--ics", target)
        names.append({line for line in lines_of(target.read_bytes()) if line.startswith("UID:")})
    assert "UID:rank_deadline.2027@smartpick" in names[0] & names[1]
    assert len(names[0] & names[1]) >= 8


def test_a_later_plan_is_the_newer_one_and_every_entry_is_whole(tmp_path: Path, run: Run) -> None:
    """What calendar programs go by: a known name with a higher number and a later stamp, and no part missing."""
    from icalendar import Calendar

    file = ROOT / "examples" / "us-md-la-step1-fail.toml"
    found: list[dict[str, Any]] = []
    for number, day in enumerate(("2026-07-10", "2026-10-20")):
        target = tmp_path / f"{number}.ics"
        run("plan", file, "--today", day, "--ics", target)
        assert target.stat().st_size < 1_000_000, "programs on the web refuse larger files"
        calendar = Calendar.from_ical(target.read_bytes())
        zones = {str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")}
        found.append({str(event["uid"]): event for event in calendar.walk("VEVENT")})
        for event in found[-1].values():
            assert {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY"} <= set(event)
            assert event["dtend"].dt > event["dtstart"].dt
            assert event["dtstart"].params.get("TZID", "America/New_York") in zones
            for alarm in event.walk("VALARM"):
                assert {"ACTION", "DESCRIPTION", "TRIGGER"} <= set(alarm)
    for uid in found[0].keys() & found[1].keys():
        assert found[1][uid]["sequence"] > found[0][uid]["sequence"]
        assert found[1][uid]["dtstamp"].dt > found[0][uid]["dtstamp"].dt


@given(
    # A byte order mark is no text: readers of calendars take it away.
    text=st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff"), max_size=200).map(
        str.strip
    ),
    at=st.sampled_from([None, ("21:00", "America/New_York")]),
    days=st.integers(0, 400),
)
def test_no_text_breaks_a_calendar(text: str, at: tuple[str, str] | None, days: int) -> None:
    from icalendar import Calendar

    due = date(2026, 9, 10) + timedelta(days=days)
    task = Task("k", "contact", text or "x", text, date(2026, 9, 10), due, ("season_log",), "yours", at=at)
    plan = Plan(2027, date(2026, 9, 10), Stage.OPEN, (), (task,), (), None, (), (), {}, (), {})
    (event,) = Calendar.from_ical(calendar_bytes(plan)).walk("VEVENT")
    assert str(event["description"]).startswith(text)
    assert str(event["uid"]) == "k.2027@smartpick"
    assert calendar_bytes(plan).count(b"BEGIN:VEVENT\r\n") == 1


def test_own_lengths_are_said_and_wrong_ones_refused(tmp_path: Path, run: Run) -> None:
    own = tmp_path / "own.toml"
    own.write_text("plan_study_weeks_long = 9\n", encoding="utf-8")
    file = ROOT / "examples" / "third-year.toml"
    assert "plan_study_weeks_long = 9" in run("plan", file, "--today", DAY, "--benchmarks", own).out
    own.write_text("plan_study_week = 9\n", encoding="utf-8")
    ran = run("plan", file, "--today", DAY, "--benchmarks", own)
    assert ran.code == 2
    assert "plan_study_week" in ran.err


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "me.toml"
    file.write_text('[applicant]\ntype = "doctor"\n[goals]\nspecialties = ["FM"]\n', encoding="utf-8")
    ran = run("plan", file, "--today", "soon", "--ics", "-", "--benchmarks", tmp_path / "none.toml")
    assert ran.code == 2
    for where in ("--today", "--ics", "--benchmarks", "applicant.type"):
        assert where in ran.err
    same = run("plan", ROOT / "examples" / "third-year.toml", "--ics", tmp_path / "x", "--json", tmp_path / "x")
    assert same.code == 2
    assert "both name the same file" in same.err
    assert "that is the profile itself" in run("plan", file, "--ics", file).err


@pytest.mark.parametrize(
    "word", ["shame", "bad applicant", "hopeless", "don't worry", "guarantee", "easy", "simply", "obviously"]
)
def test_no_line_shames_or_comforts_falsely(word: str, run: Run) -> None:
    said = run("plan", ROOT / "examples" / "us-img-step2-fail.toml", "--today", DAY).out.lower()
    assert word not in said
