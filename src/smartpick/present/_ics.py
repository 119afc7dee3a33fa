"""A plan as a calendar file: the same entry has the same name every time, so that a calendar can replace it.

Days of the season stand at their hour in the zone they are published in. What takes longer stands on its last day, with
an alarm on its first; study weeks, rotations and interviews stand where they are.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Alarm, Event, Timezone

    from smartpick.guidance.plan import Plan, Task

__all__ = ["calendar_bytes", "uid_of"]

_SPANS = ("clerkship_", "rotation_", "study_")
_LONG = timedelta(days=6)
_MORNING = time(9)
_US_RULE = 2007
"""Since this year clocks in the United States change on the second Sunday of March and the first of November."""
_FIRST = date(2020, 1, 1)
"""Day from which the days of plans are counted, so that a later plan has a higher number."""


def uid_of(task: Task, season: int) -> str:
    """Return the name by which a calendar knows an entry."""
    return f"{task.key}.{season}@smartpick"


def calendar_bytes(plan: Plan) -> bytes:
    """Return the plan in iCalendar format (RFC 5545); the same plan gives the same bytes.

    What is private in it is left out.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//SmartPick//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"SmartPick, season {plan.season}")
    shown = [task for task in plan.tasks if not task.is_private]
    for zone in sorted({task.at[1] for task in shown if task.at is not None}):
        if _keeps_us_rule(zone, plan.today.year, plan.season + 2):
            calendar.add_component(_zone(zone))
    for task in shown:
        calendar.add_component(_event(task, plan.season, plan.today))
    calendar.add_missing_timezones(first_date=date(plan.today.year, 1, 1), last_date=date(plan.season + 2, 1, 1))
    return bytes(calendar.to_ical())


def _sunday(year: int, month: int, number: int) -> date:
    """Return the first, second … Sunday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (number - 1))


def _keeps_us_rule(name: str, first: int, last: int) -> bool:
    """Say whether a zone changes its clocks by the rule of the United States in all of some years."""
    zone = ZoneInfo(name)
    for year in range(first, last + 1):
        winter, summer = (datetime(year, month, 1, tzinfo=zone).utcoffset() for month in (1, 7))
        for month, number, before, after in ((3, 2, winter, summer), (11, 1, summer, winter)):
            day = _sunday(year, month, number)
            around = [datetime(year, month, day.day, hour, tzinfo=zone).utcoffset() for hour in (0, 4)]
            if around != [before, after] or winter == summer:
                return False
    return True


def _zone(name: str) -> Timezone:
    """Return a zone by its yearly rule.

    Outlook goes by yearly rules alone and leaves out a zone that lists its days one by one ([MS-STANOICAL] 2.2.47): a
    deadline at an Eastern hour would stand at the same hour of the reader's own clock.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

    zone = ZoneInfo(name)
    winter, summer = (datetime(_US_RULE, month, 1, tzinfo=zone) for month in (1, 7))
    made = Timezone()
    made.add("tzid", name)
    for part, month, number, before, after in (
        (TimezoneDaylight(), 3, 2, winter, summer),
        (TimezoneStandard(), 11, 1, summer, winter),
    ):
        # Local time before the change, as the standard counts it.
        part.add("dtstart", datetime.combine(_sunday(_US_RULE, month, number), time(2)))
        part.add("rrule", vRecur({"freq": "yearly", "bymonth": month, "byday": f"{number}SU"}))
        part.add("tzname", after.tzname())
        part.add("tzoffsetfrom", before.utcoffset())
        part.add("tzoffsetto", after.utcoffset())
        made.add_component(part)
    return made


def _event(task: Task, season: int, today: date) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid_of(task, season))
    # The day of the plan and not the clock, so that the same plan gives the same bytes.
    made = datetime.combine(today, time(), UTC)
    event.add("dtstamp", made)
    # Calendars take an entry that they know for a newer one by these two: a later plan is the newer one.
    event.add("last-modified", made)
    event.add("sequence", max((today - _FIRST).days, 0))
    is_span = task.key.startswith(_SPANS) or task.due - task.start <= _LONG
    title = task.title if is_span else f"Last day: {task.title}"
    event.add("summary", title)
    if task.at is not None:
        hour, zone = task.at
        start = datetime.combine(task.due, time.fromisoformat(hour), ZoneInfo(zone))
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=30))
    else:
        event.add("dtstart", task.start if is_span else task.due)
        event.add("dtend", task.due + timedelta(days=1))
    event.add("description", _described(task))
    event.add("categories", [task.topic])
    event.add("transp", "TRANSPARENT")
    for before in _alarms(task, is_span=is_span):
        event.add_component(_alarm(task.title, before))
    return event


def _described(task: Task) -> str:
    lines = [task.text]
    if task.start < task.due:
        lines.append(f"From {task.start:%Y-%m-%d} to {task.due:%Y-%m-%d}.")
    lines += [f"- {line}" for line in task.checklist]
    if task.effort:
        lines.append(f"Effort: {task.effort}. Who: {task.owner}.")
    lines.append(f"How sure the day is: {task.confidence}.")
    return "\n".join(lines)


def _alarms(task: Task, *, is_span: bool) -> list[timedelta]:
    """Return how long before the entry begins an alarm sounds: at its first day, a week and a day before its last."""
    if task.at is not None:
        days = {1} if task.start == task.due else {1, 7}
        return [-timedelta(days=day) for day in sorted(days)]
    morning = timedelta(hours=24 - _MORNING.hour)
    found = [-morning]
    if not is_span:
        span = (task.due - task.start).days
        found += [
            -(timedelta(days=day) - timedelta(hours=_MORNING.hour)) for day in sorted({min(7, span), span}) if day > 1
        ]
    return found


def _alarm(title: str, before: timedelta) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", before)
    return alarm
