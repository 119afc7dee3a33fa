"""Reads the log of a profile: per program what happened, and the days of interviews and open houses with their clashes.

Whether an interview is online or in person is known only where her note says so; nothing is taken from the program.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from smartpick.estimate import heard_of
from smartpick.facts import Facts, SeasonCalendar, season_calendar, season_of
from smartpick.profile import Profile
from smartpick.profile.answers import answers_of
from smartpick.programs import Directory, Program
from smartpick.vocabulary import Stage

__all__ = ["COLUMNS", "Meeting", "Tracked", "Tracker", "tracked"]

COLUMNS = ("applied", "invited", "declined", "interviewed", "ranked")
"""Events that have a column of their own; the others stand under what else happened."""

_ONLINE = re.compile(r"\b(?:virtual(?:ly)?|on-?line|video|zoom|teams|webex|thalamus)\b", re.IGNORECASE)
_IN_PERSON = re.compile(r"\b(?:in[ -]person|on[ -]?site|on campus)\b", re.IGNORECASE)
_FAR = 100.0
"""Miles from which two days in a row are told as travel: about two hours on the road (assumed)."""

_RANK = (
    ("withdrawn", "withdrawn"),
    ("declined", "declined by you"),
    ("ranked", "ranked"),
    ("interviewed", "interviewed"),
    ("scheduled", "interview scheduled"),
)


@dataclass(frozen=True, slots=True)
class Tracked:
    """One program of the log.

    Attributes
    ----------
    program
        None where the directory no longer has the code.
    signal
        Tier of the signal sent to its institution in its specialty; empty without one.
    days
        Event of `COLUMNS` → its first day; None where it happened and no day is told.
    other
        (event, day, note) of everything else.
    status
        Where she stands with it, in words.
    rank
        Its place in the rank order list that her profile keeps; None without one.
    """

    code: str
    program: Program | None
    signal: str
    days: dict[str, date | None]
    other: tuple[tuple[str, date | None, str], ...]
    status: str
    rank: int | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """An interview or open house with a day.

    Attributes
    ----------
    kind
        ``interview`` or ``open house``.
    is_past
        Whether its day lies before today.
    mode
        ``online`` or ``in person`` where her note says so, else ``unknown``.
    clash
        Why this day does not go together with another; empty where it does, and for days that are past.
    is_hard
        True for two things on one day; False for travel that may be too much.
    thanks
        Whether thanks are wanted, from her own facts; empty where she has not noted it.
    """

    code: str
    program: Program | None
    day: date
    kind: str
    event: str
    note: str
    mode: str
    is_past: bool
    clash: str = ""
    is_hard: bool = False
    thanks: str = ""


@dataclass(frozen=True, slots=True)
class Tracker:
    """The log, program by program and day by day.

    Attributes
    ----------
    counts
        Programs by what happened, answers as `smartpick.profile.answers` counts them: ``applied``, ``signalled``,
        ``invited`` (an offer was received), ``ahead``, ``interviewed`` (attended), ``declined``, ``taken_back``,
        ``ranked``.
    said
        The same counts of answers in words.
    undated
        Programs with an interview to come of which no day is told.
    """

    season: int
    stage: Stage
    calendar: SeasonCalendar
    today: date
    programs: tuple[Tracked, ...]
    counts: dict[str, int]
    meetings: tuple[Meeting, ...]
    undated: tuple[Tracked, ...]
    said: str


def tracked(facts: Facts, directory: Directory, profile: Profile, today: date) -> Tracker:
    """Return where she stands with every program of her log, and her interview days with their clashes."""
    season = profile.season or season_of(facts, today)
    calendar = season_calendar(facts, season)
    by_code: dict[str, list[tuple[str, date | None, str]]] = defaultdict(list)
    for each in profile.season_log:
        by_code[each.program_code_nrmp].append((each.event, each.date, each.note or ""))
    signals = {(each.institution_code, each.specialty): str(each.tier) for each in profile.signals}
    ranks = {code: at for at, code in enumerate(profile.rank_order, 1)}
    gone = {code for code, each in heard_of(profile, None, today).items() if each.is_turned_down}
    programs = [
        _tracked(code, directory.by_code.get(code), events, signals, ranks.get(code), is_gone=code in gone)
        for code, events in by_code.items()
    ]
    answers = answers_of(profile, today)
    applied = sum("applied" in each.days for each in programs)
    counts = {
        "applied": applied,
        "signalled": len(profile.signals),
        "invited": len(answers.received),
        "ahead": len(answers.ahead),
        "interviewed": len(answers.attended),
        "declined": len(answers.declined),
        "taken_back": len(answers.taken_back),
        "ranked": len(answers.ranked),
    }
    meetings = _with_clashes(_meetings(directory, profile, by_code, today, gone))
    dated = {each.code for each in meetings if each.kind == "interview"}
    undated = tuple(
        each
        for each in programs
        if each.code not in dated and each.status in {"invited: no day yet", "interview scheduled"}
    )
    return Tracker(
        season,
        calendar.stage(today),
        calendar,
        today,
        tuple(programs),
        counts,
        tuple(meetings),
        undated,
        answers.text,
    )


def _tracked(
    code: str,
    program: Program | None,
    events: Sequence[tuple[str, date | None, str]],
    signals: dict[tuple[str, str], str],
    rank: int | None,
    *,
    is_gone: bool,
) -> Tracked:
    days: dict[str, date | None] = {}
    for event, day, _ in events:
        if event in COLUMNS:
            before = days.get(event)
            days[event] = day if before is None else min(before, day or before)
    kinds = {event for event, _, _ in events}
    status = next((words for event, words in _RANK if event in kinds), "")
    if is_gone:
        status = f"turned down after the {'interview' if 'interviewed' in kinds else 'invitation'}"
    elif not status:
        if "invited" in kinds:
            status = "invited: no day yet"
        elif "rejected" in kinds:
            status = "turned down"
        elif "waitlisted" in kinds:
            status = "on its waiting list"
        else:
            status = "no answer yet" if "applied" in kinds else "not applied by your log"
    signal = "" if program is None else signals.get((program.institution_code, program.specialty), "")
    other = tuple(each for each in events if each[0] not in COLUMNS)
    return Tracked(code, program, signal, days, other, status, rank)


def _meetings(
    directory: Directory,
    profile: Profile,
    by_code: dict[str, list[tuple[str, date | None, str]]],
    today: date,
    gone: set[str],
) -> list[Meeting]:
    thanks = {
        each.program_code_nrmp: f"It says “{each.value}” ({each.source}, {each.date})."
        for each in profile.own_facts
        if each.field == "thank_you_policy"
    }
    found = []
    for code, events in by_code.items():
        kinds = {event for event, _, _ in events}
        held = {day for event, day, _ in events if event == "interviewed"}
        for event, day, note in events:
            if day is None or event not in {"scheduled", "interviewed", "open_house"}:
                continue
            # A day that came about is told once, as the interview that it was; one given up is free again.
            if event == "scheduled" and (day in held or code in gone or kinds & {"declined", "withdrawn"}):
                continue
            mode = "online" if _ONLINE.search(note) else "in person" if _IN_PERSON.search(note) else "unknown"
            kind = "open house" if event == "open_house" else "interview"
            program = directory.by_code.get(code)
            found.append(Meeting(code, program, day, kind, event, note, mode, day < today, thanks=thanks.get(code, "")))
    return sorted(found, key=lambda each: (each.day, each.kind, each.code))


def _with_clashes(meetings: Sequence[Meeting]) -> list[Meeting]:
    found = []
    for each in meetings:
        same = [other for other in meetings if other is not each and other.day == each.day]
        clash, is_hard = "", False
        if each.is_past:
            pass  # it came about as it did, and no other day has to be asked for
        elif same:
            is_hard = any("interview" in {each.kind, other.kind} for other in same)
            clash = f"same day as {_names(same)}"
        elif each.kind == "interview" and each.mode != "online":
            ahead = [other for other in meetings if not other.is_past]
            near = [other for other in ahead if abs(other.day - each.day) == timedelta(days=1)]
            far = [(other, _miles(each, other)) for other in near if other.kind == "interview"]
            far = [(other, miles) for other, miles in far if other.mode != "online" and (miles or 0) >= _FAR]
            if far:
                other, miles = far[0]
                sure = {each.mode, other.mode} == {"in person"}
                side = "after" if other.day < each.day else "before"
                clash = f"the day {side} {_names([other])}, {miles:,.0f} miles away"
                clash += "" if sure else "; no trouble if one of them is online"
        found.append(replace(each, clash=clash, is_hard=is_hard))
    return found


def _names(meetings: Sequence[Meeting]) -> str:
    return " and ".join(each.program.name if each.program else each.code for each in meetings)


def _miles(one: Meeting, other: Meeting) -> float | None:
    """Return the miles between the places of two programs; None where one is not known."""
    if one.program is None or other.program is None:
        return None
    return one.program.miles_to(other.program)
