"""Days of the season with their time, zone, source and confidence; what a season lacks is carried and says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartpick.facts import season_calendar
from smartpick.guidance._ground import Ground
from smartpick.guidance._rules import rule_of

if TYPE_CHECKING:
    import sqlite3

__all__ = ["Day", "Desk", "desk_of", "said_day", "said_when", "weeks"]

_ZONES = {"ET": "America/New_York", "CT": "America/Chicago", "PT": "America/Los_Angeles"}
_TIME_TO_ASK = timedelta(days=7)
"""Fewer days than that are for finishing, not for asking around."""
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})\s+([A-Z]{2})")
_ISO = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
_OWN_SERVICE = {"emergency_medicine": "residencycas_em", "obstetrics_gynecology": "residencycas"}
"""Specialties that apply through another service, by the service that their dates stand under."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the season."""

    day: date
    at: tuple[str, str] | None
    confidence: str
    fact_ids: tuple[str, ...]

    @property
    def note(self) -> str:
        """What a reader has to know about how sure it is; empty for a published day."""
        return " (carried from an earlier season; check it)" if self.confidence == "carried" else ""

    @property
    def sentence(self) -> str:
        """The same after a full stop."""
        return " This day is carried from an earlier season; check it." if self.confidence == "carried" else ""


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """A ground with the days of its season at hand."""

    ground: Ground

    @property
    def today(self) -> date:
        """The day the plan is made."""
        return self.ground.today

    @property
    def has_time_to_ask(self) -> bool:
        """True while answers of people can still change which applications are sent."""
        reading = self.ahead("programs_may_review")
        return self.ground.is_early and reading is not None and (reading.day - self.today) >= _TIME_TO_ASK

    def ruled(self, item: str, topic: str, text: str) -> str:
        """Return a text with a published rule's value in it; empty where this build has no such rule."""
        row = rule_of(self.ground, item, topic)
        if row is None or row["value"] == "not_published":
            return ""
        return text.format(row["value"].removesuffix(" minimum").removesuffix(" per host").removesuffix(" USD"))

    def weeks(self, key: str) -> timedelta:
        """Return a length from the benchmarks, given there in weeks."""
        return timedelta(weeks=self.ground.benchmarks[key])

    def day(self, event: str) -> Day | None:
        """Return a day of ERAS or the NRMP, past or ahead; None where no season has it."""
        found = self.ground.calendar.days.get(event)
        if found is None:
            return None
        row = next(iter(self.ground.facts.rows("season_date", "fact_id = ?", (found.fact_id,))), None)
        return Day(found.day, _at(row), _confidence(row, is_carried=found.is_carried), (found.fact_id,))

    def ahead(self, event: str) -> Day | None:
        """Return a day that still lies ahead, else None."""
        found = self.day(event)
        return found if found is not None and found.day >= self.today else None

    def registration_deadline(self) -> Day | None:
        """Return the day until which the NRMP's usual fee holds: the same day of the year in every season seen."""
        rows = [
            row
            for row in self.ground.facts.rows("season_date", "event = ?", ("registration_deadline",))
            if row["date"] and row["date"][:1].isdigit() and row["season"].isdigit()
        ]
        if not rows:
            return None
        row = max(rows, key=lambda each: each["season"])
        day, years = date.fromisoformat(row["date"]), self.ground.season - int(row["season"])
        moved = date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)
        return Day(moved, _at(row), _confidence(row, is_carried=bool(years)), (row["fact_id"],))

    def own_service(self) -> dict[str, dict[str, Day]]:
        """Return specialty name → event → day, for specialties that apply through another service than ERAS."""
        found: dict[str, dict[str, Day]] = {}
        for specialty in self.ground.specialties:
            service = _OWN_SERVICE.get(specialty.key)
            if service is None:
                continue
            days = {}
            for event in ("applicants_may_submit", "application_deadline", "programs_may_review"):
                row = self._newest(service, event)
                if row is not None:
                    days[event] = self._moved(row)
            found[specialty.name] = days
        return found

    def next_season_begins(self) -> Day | None:
        """Return the day on which the season after this one begins."""
        found = season_calendar(self.ground.facts, self.ground.season + 1).days.get("season_begins")
        if found is None:
            return None
        return Day(found.day, None, "carried" if found.is_carried else "published", (found.fact_id,))

    def _newest(self, service: str, event: str) -> sqlite3.Row | None:
        rows = [
            row
            for row in self.ground.facts.rows("season_date", "service = ? AND event = ?", (service, event))
            if row["date"] and row["date"][:1].isdigit() and row["season"].isdigit()
        ]
        return max(rows, key=lambda each: each["season"], default=None)

    def _moved(self, row: sqlite3.Row) -> Day:
        years, day = self.ground.season - int(row["season"]), date.fromisoformat(row["date"])
        if years:
            same = date(day.year + years, day.month, min(day.day, 28))
            day += timedelta(weeks=round((same - day).days / 7))
        return Day(day, _at(row), _confidence(row, is_carried=bool(years)), (row["fact_id"],))


def desk_of(ground: Ground) -> Desk:
    """Return a ground with the days of its season."""
    return Desk(ground)


def _at(row: sqlite3.Row | None) -> tuple[str, str] | None:
    found = _TIME.search(row["time"] or "") if row is not None else None
    if found is None or found[3] not in _ZONES:
        return None
    return f"{int(found[1]):02d}:{found[2]}", _ZONES[found[3]]


def _confidence(row: sqlite3.Row | None, *, is_carried: bool) -> str:
    # A day worked out from the pattern of earlier years is carried too, whatever season its row stands under.
    return "carried" if is_carried or (row is not None and row["confidence"] == "derived") else "published"


def said_day(day: date) -> str:
    """Return a day as it is read aloud.

    Examples
    --------
    >>> said_day(date(2026, 9, 2))
    '2 September 2026'
    """
    return f"{day.day} {day:%B %Y}"


def said_when(text: str) -> str:
    """Return a text in which days of the form 2021-07-01 are read aloud; everything else stays.

    Examples
    --------
    >>> said_when("from 2021-07-01"), said_when("undated"), said_when("2021-02-31")
    ('from 1 July 2021', 'undated', '2021-02-31')
    """

    def day(found: re.Match[str]) -> str:
        try:
            return said_day(date.fromisoformat(found[0]))
        except ValueError:
            return found[0]

    return _ISO.sub(day, text)


def weeks(count: float) -> str:
    """Return a number of weeks in words.

    Examples
    --------
    >>> weeks(1), weeks(8)
    ('1 week', '8 weeks')
    """
    return "1 week" if count == 1 else f"{count:g} weeks"
