"""Which season is it, and where in it are we? From the published dates, carried forward where a season has none.

Ranges include the start and exclude the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.facts._store import Facts

__all__ = ["SeasonCalendar", "SeasonDay", "season_calendar", "season_of"]

_EVENTS = (
    ("eras", "season_begins"),
    ("eras", "applicants_may_submit"),
    ("eras", "programs_may_review"),
    ("nrmp", "registration_opens"),
    ("nrmp", "ranking_opens"),
    ("nrmp", "rank_list_deadline"),
    ("nrmp", "match_week_begins"),
    ("nrmp", "match_day"),
)

_WITH_MATCH_DAY = {"rank_list_deadline", "match_week_begins", "match_day"}
"""Dates that keep their distance from Match Day, the third Friday of March."""

FIRST_OFFERS_AFTER = timedelta(days=21)
"""From the day programs may review to the first broad wave of interview offers: a judgement, since no date is ruled."""


@dataclass(frozen=True, slots=True)
class SeasonDay:
    """One date of a season; `is_carried` when it is an earlier season's, moved by whole weeks."""

    event: str
    day: date
    is_carried: bool
    fact_id: str


@dataclass(frozen=True, slots=True)
class SeasonCalendar:
    """The dates of one season, by event."""

    season: int
    days: Mapping[str, SeasonDay]

    def stage(self, today: date) -> Stage:
        """Return where in the season a day lies.

        Notes
        -----
        preparing until the season begins; open until programs may review; submitted until the first interview offers
        are due; interviewing until ranking opens; ranking until the deadline; match_week until its Monday; soap until
        Match Day; match_day on it; over from then on.
        """
        review = self._day("programs_may_review")
        limits = (
            (self._day("season_begins"), Stage.PREPARING),
            (review, Stage.OPEN),
            (review + FIRST_OFFERS_AFTER, Stage.SUBMITTED),
            (self._day("ranking_opens"), Stage.INTERVIEWING),
            (self._day("rank_list_deadline") + timedelta(days=1), Stage.RANKING),
            (self._day("match_week_begins"), Stage.MATCH_WEEK),
            (self._day("match_day"), Stage.SOAP),
            (self._day("match_day") + timedelta(days=1), Stage.MATCH_DAY),
        )
        return next((stage for limit, stage in limits if today < limit), Stage.OVER)

    def _day(self, event: str) -> date:
        found = self.days.get(event)
        return found.day if found is not None else _USUAL[event](self.season)


def _match_day(season: int) -> date:
    """Return the third Friday of March."""
    first = date(season, 3, 1)
    return first + timedelta(days=(4 - first.weekday()) % 7 + 14)


_USUAL = {
    # Used only where a build leaves out the publishers of the dates: the days of the year they have fallen on of late.
    "season_begins": lambda season: date(season - 1, 6, 3),
    "programs_may_review": lambda season: date(season - 1, 9, 23),
    "ranking_opens": lambda season: date(season, 2, 1),
    "rank_list_deadline": lambda season: date(season, 3, 3),
    "match_week_begins": lambda season: _match_day(season) - timedelta(days=4),
    "match_day": _match_day,
}


def season_calendar(facts: Facts, season: int) -> SeasonCalendar:
    """Return the dates of a season; those it lacks are carried from the last season that has them, by whole weeks.

    A date is moved by 52 weeks a year (53 where the days would drift by more than three), so that it stays on its day
    of the week and near its place in the year. The deadline for rank lists, Match Week and Match Day move together, by
    as much as the third Friday of March does.
    """
    days: dict[str, SeasonDay] = {}
    rows = [row for row in facts.rows("season_date") if row["season"].isdigit()]
    for service, event in _EVENTS:
        fitting = [
            row for row in rows if row["service"] == service and row["event"] == event and row["date"][:1].isdigit()
        ]
        if not fitting:
            continue
        row = min(fitting, key=lambda r: (abs(int(r["season"]) - season), -int(r["season"])))
        day = date.fromisoformat(row["date"])
        years = season - int(row["season"])
        if years and event in _WITH_MATCH_DAY:
            day += _match_day(season) - _match_day(int(row["season"]))
        elif years:
            same = date(day.year + years, day.month, min(day.day, 28))
            day += timedelta(weeks=round((same - day).days / 7))
        days[event] = SeasonDay(event, day, bool(years), row["fact_id"])
    return SeasonCalendar(season, days)


def season_of(facts: Facts, today: date) -> int:
    """Return the season that a day falls in: the next Match Day's year, Match Day itself included."""
    for season in (today.year, today.year + 1):
        calendar = season_calendar(facts, season)
        found = calendar.days.get("match_day")
        match_day = found.day if found else _match_day(season)
        if today <= match_day:
            return season
    return today.year + 1
