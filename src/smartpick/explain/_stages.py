"""What can still be changed at a stage of the season, and since when no longer? What is too late is not advised."""

from __future__ import annotations

from collections.abc import Mapping

from smartpick.facts import SeasonCalendar
from smartpick.vocabulary import Choice, Stage

__all__ = ["APPLYING_LATE", "PLANNING", "fixed_at"]

PLANNING = frozenset(stage for stage in Stage if Choice.APPLICATIONS in stage.choices)
"""Stages in which applications and signals can be chosen."""

APPLYING_LATE = frozenset(stage for stage in Stage if Choice.LATE_APPLICATIONS in stage.choices)
"""Stages in which an application can still be sent, behind those that came in time."""


def fixed_at(calendar: SeasonCalendar, stage: Stage) -> str:
    """Return what can no longer be changed; empty while everything can."""
    review = _day(calendar, "programs_may_review", "the day on which programs may begin to read")
    deadline = _day(calendar, "rank_list_deadline", "the deadline for rank order lists")
    match_day = _day(calendar, "match_day", "Match Day")
    texts: Mapping[Stage, str] = {
        Stage.SUBMITTED: f"Programs have been reading applications since {review}: signals and applications sent can no"
        " longer be changed, and one sent now comes after the others.",
        Stage.INTERVIEWING: f"Programs have been reading applications since {review} and interview offers are going"
        " out: signals and applications can no longer be changed, and one sent now comes late. The list is here to"
        " compare; it knows only the offers that are in your log.",
        Stage.RANKING: "Applications, signals and interviews can no longer be changed; your rank order list can, until"
        f" {deadline}. The list is here to compare; it knows only the interviews that are in your log.",
        Stage.MATCH_WEEK: f"Rank order lists closed on {deadline}. Nothing here can be changed any more; it is here to"
        " compare.",
        Stage.SOAP: "The Match has run. Nothing here can be changed any more; positions left unfilled are offered in"
        " SOAP, the NRMP's second round in Match week.",
        Stage.MATCH_DAY: "Today is Match Day. Nothing here can be changed any more; the list shows what it would have"
        " been.",
        Stage.OVER: f"This season ended with {match_day}. The list shows what it would have been; --season names"
        " another season.",
    }
    return texts.get(stage, "")


def _day(calendar: SeasonCalendar, event: str, otherwise: str) -> str:
    """Return a date of the season in words, marked where it is an earlier season's."""
    found = calendar.days.get(event)
    if found is None:
        return otherwise
    text = f"Match Day, {found.day}" if event == "match_day" else str(found.day)
    return f"{text} (carried from an earlier season)" if found.is_carried else text
