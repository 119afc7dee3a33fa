"""Open houses from calendar files: folded lines, zones, inner parts, cancelled entries; hostile calendars survived."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.errors import RequestError
from smartpick.importers import MatchKind, match_list, read_events
from smartpick.importers._events import EventFile, events_of
from smartpick.programs import Directory


def calendar(*events: str) -> str:
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n"


def read(*events: str) -> EventFile:
    return events_of(calendar(*events).encode(), "calendar.ics")


def test_a_folded_name_is_one_name_and_a_moment_stands_in_its_zone() -> None:
    found = read(
        "DTSTART:20260813T013000Z\r\nSUMMARY:Harbor-UCLA Virtual\r\n  Open House",
        'DTSTART;TZID=America/Los_Angeles:20260716T170000\r\nSUMMARY;LANGUAGE="en;us":Q\\, A: an evening',
        "DTSTART;VALUE=DATE:20260820\r\nSUMMARY:All day",
    )
    assert list(found.days.values()) == [date(2026, 8, 12), date(2026, 7, 16), date(2026, 8, 20)]
    assert list(found.titles.values()) == ["Harbor-UCLA Virtual Open House", "Q, A: an evening", "All day"]


def test_inner_parts_cancelled_ones_and_those_without_a_day_are_left_out_and_counted() -> None:
    found = read(
        "DTSTART:20260813\r\nSUMMARY:One\r\nBEGIN:VALARM\r\nSUMMARY:No\r\nEND:VALARM\r\nRRULE:FREQ=DAILY",
        "DTSTART:20260814\r\nSUMMARY:Two\r\nSTATUS:CANCELLED",
        "SUMMARY:Three",
        "DTSTART:20260231\r\nSUMMARY:Four",
    )
    assert list(found.titles.values()) == ["One"]
    assert len(found.notes) == 3


def test_programs_are_found_by_name_and_nothing_is_guessed(directory: Directory) -> None:
    found = read(
        "DTSTART:20260813\r\nSUMMARY:Harbor-UCLA Family Medicine Virtual Open House",
        "DTSTART:20260814\r\nSUMMARY:Q&A with residents\\, 2055120C0",
        "DTSTART:20260815\r\nSUMMARY:Dentist",
        "DTSTART:20260816\r\nSUMMARY:Open House",
    )
    matches = match_list(directory, found.list, ["family_medicine"])
    assert [each.program.program_code_nrmp if each.program else None for each in matches] == [
        "1067120C0",
        "2055120C0",
        None,
        None,
    ]
    assert all(each.kind is not MatchKind.MATCHED for each in matches[2:])


@pytest.mark.parametrize("text", ["", "SUMMARY:One", "BEGIN:VCALENDAR\r\nEND:VCALENDAR", calendar("SUMMARY:No day")])
def test_what_is_no_calendar_of_events_is_refused(text: str) -> None:
    with pytest.raises(RequestError):
        events_of(text.encode(), "calendar.ics")


def test_too_many_events_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "many.ics"
    file.write_text(calendar(*(["DTSTART:20260813\r\nSUMMARY:One"] * 1001)), encoding="utf-8", newline="")
    with pytest.raises(RequestError):
        read_events(file)


PIECE = st.sampled_from(
    [
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:X",
        "END:X",
        "DTSTART:20260813T250000Z",
        "DTSTART:99991231T235959Z",
        " x",
        "\t",
    ]
)


@given(lines=st.lists(st.one_of(PIECE, st.text(max_size=30)), max_size=30))
def test_whatever_stands_in_it_is_read_or_told(lines: list[str]) -> None:
    text = "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"])
    try:
        found = events_of(text.encode("utf-8", "surrogatepass"), "calendar.ics")
    except RequestError:
        return
    assert set(found.days) == set(found.titles) == {row.line for row in found.list.rows}
    for title in found.titles.values():
        assert title.isprintable()


@pytest.mark.parametrize("line", ["A" + ";x=," * 4000, "A;" + '"' * 4001 + ":", "SUMMARY" + ";a=b" * 4000 + ":x"])
def test_long_parameters_take_no_time(line: str) -> None:
    found = read(f"DTSTART:20260813\r\n{line}\r\nSUMMARY:One")
    assert list(found.titles.values())


@given(content=st.binary(max_size=400))
def test_bytes_that_are_no_text_are_told(content: bytes) -> None:
    with pytest.raises(RequestError):
        events_of(content, "calendar.ics")
