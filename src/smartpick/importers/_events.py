"""Reads open houses from a calendar file (iCalendar, RFC 5545) that a calendar program or a program's page exports.

Only what an entry is called, where it is and on which day it begins is read; alarms, links and people are not, and
nothing that the file holds is run or fetched. An entry that repeats counts once, on its first day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from smartpick.importers._decode import text_of
from smartpick.importers._file import content_of
from smartpick.importers._free import cells_of
from smartpick.importers._rows import MOST_CELL, MOST_ROWS, ListFile, ListRow, problem_at, shown

__all__ = ["EventFile", "events_of", "read_events"]

_ZONE = ZoneInfo("America/New_York")
"""Where a moment in universal time is taken to be: programs, and the season's own dates, stand in this zone."""
_LINE = re.compile(r'([A-Za-z0-9-]+)((?:;[^:;"]*(?:"[^"]*"[^:;"]*)*)*):(.*)', re.DOTALL)
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?", re.ASCII)
_ABOUT = re.compile(
    r"\b(?:virtual|online|zoom|webinar|open[ -]?house|info(?:rmation)?(?:al)?[ -]?sessions?"
    r"|meet[ -](?:and|&|n)[ -]greet"
    r"|q ?& ?a|q and a|residency|residents?|programs?|night|day|social|session|event|with|the|at|for|applicants?)\b",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([\\;,nN])")
_FIX = "Export the calendar as .ics, or pick the events into a calendar of their own first"


@dataclass(frozen=True, slots=True)
class EventFile:
    """The entries of a calendar, as a list of which the programs are to be found.

    Attributes
    ----------
    list
        One row for each entry that has a name and a day; its line is that of its ``BEGIN:VEVENT``.
    days
        Line → the day on which it begins.
    titles
        Line → what it is called, harmless to show.
    notes
        What was left out, and why.
    """

    list: ListFile
    days: Mapping[int, date]
    titles: Mapping[int, str]
    notes: tuple[str, ...]


def read_events(path: Path) -> EventFile:
    """Return the entries of a calendar file.

    Raises
    ------
    RequestError
        When it is none, or holds too much.
    """
    content, name = content_of(path, "a calendar file (.ics)")
    return events_of(content, name)


def events_of(content: bytes, name: str) -> EventFile:
    """Return the entries that bytes hold."""
    text = text_of(content, name)
    if "BEGIN:VCALENDAR" not in text.upper():
        raise problem_at(name, "it is no calendar: no BEGIN:VCALENDAR stands in it", fix=_FIX)
    rows: list[ListRow] = []
    days: dict[int, date] = {}
    titles: dict[int, str] = {}
    bare, cancelled, repeats = 0, 0, 0
    for line, entry in _entries(text):
        if len(rows) >= MOST_ROWS:
            raise problem_at(name, f"more than {MOST_ROWS:,} events", fix=_FIX)
        title, day = _plain(entry.get("SUMMARY", "")), _day(entry.get("DTSTART", ""))
        if entry.get("STATUS", "").strip().upper() == "CANCELLED":
            cancelled += 1
        elif not title or day is None:
            bare += 1
        else:
            repeats += "RRULE" in entry
            # The place of an entry is often a link: only the name is looked for in the directory.
            sought = " ".join(_ABOUT.sub(" ", title).split()).strip(" -–:|,&")
            rows.append(ListRow(line, cells_of((sought or title,)), shown(title)))
            days[line], titles[line] = day, shown(title)
    if not rows:
        raise problem_at(name, "no event with a name and a day stands in it", fix=_FIX)
    told = (
        (bare, "without a name or a day"),
        (cancelled, "cancelled"),
    )
    notes = [f"{count} left out: {why}." for count, why in told if count]
    if repeats:
        notes.append(f"{repeats} repeat: each counts once, on its first day.")
    return EventFile(ListFile(name, "calendar", tuple(rows)), days, titles, tuple(notes))


def _entries(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line on which each event begins, and its first value of each property."""
    begin, depth, entry = 0, 0, dict[str, str]()
    for line, content in _unfolded(text):
        found = _LINE.fullmatch(content)
        if found is None:
            continue
        key, value = found[1].upper(), found[3]
        if key == "BEGIN":
            if begin:
                depth += 1
            elif value.strip().upper() == "VEVENT":
                begin, depth, entry = line, 0, {}
        elif key == "END" and begin:
            if depth:
                depth -= 1
            else:
                yield begin, entry
                begin = 0
        elif begin and not depth:
            entry.setdefault(key, value)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield logical lines with the number of their first: one that begins with a blank belongs to the one before."""
    held, begin = "", 0
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if line[:1] in {" ", "\t"} and begin:
            # What is longer is a picture or a text that is not read anyway.
            held += line[1:] if len(held) < MOST_CELL else ""
            continue
        if begin:
            yield begin, held
        held, begin = line[: MOST_CELL * 4], number
    if begin:
        yield begin, held


def _plain(value: str) -> str:
    return " ".join(_ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value[:MOST_CELL]).split())


def _day(value: str) -> date | None:
    found = _DAY.fullmatch(value.strip())
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[7] is None or not 1900 < day.year < 2200:
            return day
        moment = datetime(day.year, day.month, day.day, int(found[4]), int(found[5]), tzinfo=UTC)
        return moment.astimezone(_ZONE).date()
    except ValueError:
        return None
