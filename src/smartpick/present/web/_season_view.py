"""What the pages of the season show: the log with what is entered, pasted lines, interview days; nothing is worked out.

Everything comes from the functions behind ``smartpick log``; here it is only put where a page shows it.
"""

from __future__ import annotations

import calendar
import copy
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from smartpick.errors import UserError
from smartpick.explain.tracker import tracked
from smartpick.facts import season_of
from smartpick.importers import RowMatch, match_list
from smartpick.importers.invitations import read_invitations
from smartpick.present._log_lines import THERE, Line
from smartpick.present._log_lines import understood as lines_of
from smartpick.present._tracker_json import tracker_json
from smartpick.present._words import stage_text
from smartpick.present.web._desk import Ground
from smartpick.programs import resolve_specialty
from smartpick.vocabulary import Choice, Stage

if TYPE_CHECKING:
    from smartpick.present.web._prepare_view import Readings
    from smartpick.store import Kept

__all__ = [
    "EVENT_WORDS",
    "THERE",
    "Line",
    "calendar_of",
    "day_in",
    "found_program",
    "interviews_context",
    "is_early",
    "season_context",
    "thanks_advice",
    "understood",
    "undo_of",
    "with_events",
    "without_event",
]

EVENT_WORDS = {
    "applied": "I applied",
    "invited": "they invited me",
    "scheduled": "interview day set",
    "interviewed": "I interviewed",
    "declined": "I declined",
    "waitlisted": "they put me on a waiting list",
    "rejected": "they turned me down",
    "ranked": "I ranked it",
    "withdrawn": "I withdrew",
    "open_house": "open house",
}
"""Event of the log → how the page says it."""

_MOST_LONG = 2000
_EARLY = frozenset(stage for stage in Stage if Choice.APPLICATIONS in stage.choices)


def season_of_ground(ground: Ground) -> int:
    """Return the season of a profile on a day."""
    return ground.profile.season or season_of(ground.facts, ground.day)


def specialties_of(ground: Ground) -> list[str]:
    """Return her specialties as keys."""
    return [resolve_specialty(ground.facts, name).key for name in ground.profile.goals.specialties]


def is_early(stage: str) -> bool:
    """Tell whether applications are not in yet."""
    return Stage(stage) in _EARLY


def season_context(ground: Ground) -> dict[str, Any]:
    """Return the log program by program, as ``smartpick log --json`` has it, with where the season is."""
    data = tracker_json(tracked(ground.facts, ground.directory, ground.profile, ground.day))
    events = [
        {
            "at": at,
            "code": each.program_code_nrmp,
            "event": each.event,
            "date": None if each.date is None else each.date.isoformat(),
            "note": each.note or "",
        }
        for at, each in enumerate(ground.profile.season_log)
    ]
    by_code: dict[str, list[dict[str, Any]]] = {}
    for event in events:
        by_code.setdefault(str(event["code"]), []).append(event)
    return {
        "data": data,
        "events": by_code,
        "stage_text": stage_text(Stage(data["stage"])),
        "is_early": is_early(data["stage"]),
        "event_words": EVENT_WORDS,
    }


def undo_of(before: str | None, text: str, table: str = "season_log") -> str:
    """Return what an undo would take back: ``log`` for a change of that log, ``other``, or nothing where it cannot be.

    Examples
    --------
    >>> undo_of("", "[[season_log]]"), undo_of("a = 1", "a = 2"), undo_of(None, "")
    ('log', 'other', '')
    """
    if before is None:
        return ""
    was, now = (tomllib.loads(each).get(table, []) for each in (before, text))
    return "other" if was == now else "log"


def found_program(ground: Ground, text: str) -> RowMatch | None:
    """Return what a program's name or number means; None where nothing is written."""
    if not text.strip():
        return None
    found = read_invitations(text[:_MOST_LONG].replace("\n", " "), season_of_ground(ground))
    return match_list(ground.directory, found.list, specialties_of(ground))[0]


def understood(ground: Ground, text: str, event: str) -> list[Line]:
    """Return pasted lines as ``smartpick log --list`` understands them; nothing is kept.

    Raises
    ------
    UserError
        When nothing or too much stands there.
    """
    return lines_of(ground.facts, ground.directory, ground.profile, season_of_ground(ground), text, event)


def day_in(text: str) -> tuple[date | None, str]:
    """Return the day that a field holds, and what is wrong with it."""
    plain = text.strip()
    if not plain:
        return None, ""
    try:
        return date.fromisoformat(plain), ""
    except ValueError:
        return None, "Choose a day, or write it as 2026-10-20."


def with_events(tables: Mapping[str, Any], events: Sequence[tuple[str, str, date | None, str]]) -> dict[str, Any]:
    """Return a profile with events (code, event, day, note) behind those in its log."""
    data = copy.deepcopy(dict(tables))
    log = data.setdefault("season_log", [])
    for code, event, day, note in events:
        entry: dict[str, Any] = {"program_code_nrmp": code, "event": event}
        if day is not None:
            entry["date"] = day
        if note:
            entry["note"] = note
        log.append(entry)
    return data


def without_event(tables: Mapping[str, Any], at: int) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return a profile without one event of its log, and that event; None where there is none."""
    data = copy.deepcopy(dict(tables))
    log = data.get("season_log", [])
    if not 0 <= at < len(log):
        return data, None
    gone = log.pop(at)
    if not log:
        del data["season_log"]
    return data, gone


def interviews_context(ground: Ground) -> dict[str, Any]:
    """Return the interview days, as ``smartpick log --json`` has them, by month."""
    context = season_context(ground)
    meetings = context["data"]["meetings"]
    by_day: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for number, each in enumerate(meetings):
        by_day.setdefault(each["date"], []).append((number, each))
    months = []
    for year, month in sorted({(int(day[:4]), int(day[5:7])) for day in by_day}):
        weeks = [
            [{"day": day.day, "is_in": day.month == month, "held": by_day.get(day.isoformat(), [])} for day in week]
            for week in calendar.Calendar(6).monthdatescalendar(year, month)
        ]
        months.append({"name": f"{calendar.month_name[month]} {year}", "weeks": weeks})
    return context | {"months": months, "weekdays": [calendar.day_name[at] for at in (6, 0, 1, 2, 3, 4, 5)]}


def thanks_advice(ground: Ground) -> list[Mapping[str, Any]]:
    """Return what the plan says about thanks, as ``smartpick plan`` has it; nothing where there is no plan."""
    from smartpick.guidance.contact import thanks_notes

    try:
        # The whole plan takes a hundred times as long, and whoever opens another page would wait for it.
        notes = thanks_notes(ground.facts, ground.directory, ground.profile, ground.day)
    except UserError:
        return []
    return [{"text": each.text, "facts": list(each.fact_ids)} for each in notes]


def calendar_of(readings: Readings, kept: Kept) -> bytes:
    """Return interviews and open houses ahead as a calendar file: the entries that ``smartpick plan --ics`` has."""
    from dataclasses import replace

    from smartpick.present._ics import calendar_bytes

    plan = readings.plan_made(kept, is_public=True)
    tasks = tuple(each for each in plan.tasks if each.key.startswith(("interview_", "open_house_")))
    return calendar_bytes(replace(plan, tasks=tasks))
