"""Enters the open houses of a calendar file into the log of a profile, and says which program each was taken for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from smartpick.present._output import Out, printable, write_json

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["log_calendar"]

SCHEMA = "smartpick.log_calendar/1"
_EVENT = "open_house"
_OFFERED = 3


@dataclass(frozen=True, slots=True)
class _Entry:
    """What became of an entry of the calendar: entered, there already, or not known."""

    line: int
    title: str
    day: date
    code: str | None
    program: str
    what: str
    how: str


def log_calendar(
    facts: Facts,
    directory: Directory,
    applicant: Profile,
    path: Path,
    calendar: Path,
    today: date,
    json_to: str | None,
    *,
    is_written: bool,
) -> None:
    """Enter the open houses of a calendar; an entry whose program is not sure is never entered, and is told.

    Raises
    ------
    UserError
        When the calendar cannot be read, or the profile would not be in order with an entry.
    """
    from smartpick.importers import match_list, read_events
    from smartpick.programs import resolve_specialty

    found = read_events(calendar)
    specialties = [resolve_specialty(facts, name).key for name in applicant.goals.specialties]
    there = {(each.program_code_nrmp, each.date) for each in applicant.season_log if each.event == _EVENT}
    entries: list[_Entry] = []
    for match in match_list(directory, found.list, specialties):
        line = match.row.line
        day, title = found.days[line], found.titles[line]
        code = match.program.program_code_nrmp if match.program else None
        what, how = "not entered", match.how
        if match.is_open:
            offered = (f"{each.name} ({each.program_code_nrmp})" for each in match.options[:_OFFERED])
            how = f"{match.how}: {'; '.join(offered)}"
        if code is not None:
            what = "there already" if (code, day) in there else "entered"
            there.add((code, day))
        entries.append(_Entry(line, title, day, code, match.program.name if match.program else "", what, how))
    if is_written:
        _write(facts, directory, path, today, [each for each in entries if each.what == "entered"])
    if json_to:
        write_json(_json(entries, found.notes, is_written=is_written), json_to)
        return
    _show(entries, found.notes, path, is_written=is_written)


def _write(facts: Facts, directory: Directory, path: Path, today: date, entries: list[_Entry]) -> None:
    from smartpick.profile import Known
    from smartpick.profile.log import edited_log, save_text

    known = Known.of(facts, directory)
    for each in entries:
        edit = edited_log(path, known, today, each.code or "", _EVENT, each.day)
        save_text(edit.path, edit.text)


def _json(entries: list[_Entry], notes: tuple[str, ...], *, is_written: bool) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "is_written": is_written,
        "entries": [
            {
                "line": each.line,
                "title": each.title,
                "date": each.day.isoformat(),
                "program_code_nrmp": each.code,
                "what": each.what,
                "how": each.how,
            }
            for each in entries
        ],
        "notes": list(notes),
    }


def _show(entries: list[_Entry], notes: tuple[str, ...], path: Path, *, is_written: bool) -> None:
    out = Out()
    new = [each for each in entries if each.what == "entered"]
    open_ones = [each for each in entries if each.what == "not entered"]
    verb = "entered" if is_written else "would be entered"
    out.line(f"{len(new)} of {len(entries)} events {verb} as open houses in {printable(str(path))}.")
    out.line("Days that lie ahead are in the plan; those that are past count as attended: take out what you missed.")
    out.line(
        "Each has its program; nothing is left to do."
        if not open_ones
        else f"{len(open_ones)} not entered, since no program is sure: `smartpick log PROFILE CODE open_house DAY`."
    )
    for each in entries:
        name = f"{each.program} ({each.code}): {each.what}" if each.code else f"{each.what}: {each.how}"
        out.item(f"{each.day:%Y-%m-%d}, “{printable(each.title)}”: {name}")
    for note in notes:
        out.item(note)
