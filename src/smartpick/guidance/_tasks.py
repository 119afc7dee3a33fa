"""Dated things to do: what a task is, and how one is made that lies ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from smartpick.guidance._pages import page_of

__all__ = ["CONFIDENCES", "Task", "in_time", "task_ahead"]

CONFIDENCES = ("published", "carried", "assumed", "yours")
"""How sure a day is: a publisher's for this season; an earlier season's, moved; our own rule; the applicant's own."""


_GRACE = timedelta(days=7)
"""What should have been done already is given a week, and is never overdue."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, or a day to know.

    Attributes
    ----------
    key
        Snake case; the same for the same thing every time, so that a calendar can replace its entry.
    topic
        season, exam, rotation, letters, application, service, research, contact, interview, rank, soap, next, support,
        visa.
    start, due
        First and last day, both included; a day of the season has `start` equal to `due`.
    at
        Time of day and zone, ``("21:00", "America/New_York")``; None for a whole day.
    owner
        Who does it: you, a writer, your school, a program, the service.
    effort
        How much it takes, in words; empty for a day that only has to be known.
    fields
        Fields of the profile that it rests on.
    confidence
        One of `CONFIDENCES`.
    is_private
        Rests on something that the applicant keeps private: shown to her, in no export.
    """

    key: str
    topic: str
    title: str
    text: str
    start: date
    due: date
    fields: tuple[str, ...]
    confidence: str
    owner: str = "you"
    effort: str = ""
    at: tuple[str, str] | None = None
    fact_ids: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    is_private: bool = False

    @property
    def page(self) -> str:
        """The page where it is done, by its key in `PAGES`; a terminal ignores it."""
        return page_of(self.key)

    def __post_init__(self) -> None:
        if self.confidence not in CONFIDENCES:
            msg = f"confidence is one of {', '.join(CONFIDENCES)}, not '{self.confidence}'"
            raise ValueError(msg)
        if self.start > self.due:
            msg = f"task {self.key} ends ({self.due}) before it begins ({self.start})"
            raise ValueError(msg)
        if not self.fields:
            msg = f"task {self.key} names no field"
            raise ValueError(msg)


def task_ahead(today: date, *, start: date, due: date, **parts: Any) -> list[Task]:
    """Return the task in a list, or an empty list when its last day is past.

    Examples
    --------
    >>> day = date(2026, 9, 1)
    >>> parts = dict(key="k", topic="t", title="T", text="x", fields=("f",), confidence="assumed")
    >>> task_ahead(date(2026, 9, 5), start=day, due=date(2026, 9, 9), **parts)[0].start
    datetime.date(2026, 9, 5)
    >>> task_ahead(date(2026, 9, 10), start=day, due=date(2026, 9, 9), **parts)
    []
    """
    if due < today:
        return []
    return [Task(start=max(start, today), due=due, **parts)]


def in_time(today: date, wished: date, last: date) -> date:
    """Return the wished last day; when that is past, a week from today, but not after the last that still helps.

    Examples
    --------
    >>> in_time(date(2026, 9, 10), date(2026, 8, 26), date(2026, 9, 22))
    datetime.date(2026, 9, 17)
    >>> in_time(date(2026, 9, 20), date(2026, 8, 26), date(2026, 9, 22))
    datetime.date(2026, 9, 22)
    """
    if wished >= today:
        return wished
    return min(today + _GRACE, last) if last >= today else today
