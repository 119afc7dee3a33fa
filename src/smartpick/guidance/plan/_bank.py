"""The stretch of study before an exam: its weeks, its real study days, and what of a question bank they can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from smartpick.guidance._finding import Finding
from smartpick.guidance._season_days import said_day
from smartpick.guidance.plan._types import StudyWeek

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground

__all__ = ["Load", "Stretch", "load_of", "study_weeks"]

_WEEK = 7
_LAST_DAYS = 2
"""Days before the exam without new questions, where there is no whole last week for what was missed."""
_SHORT = 2
"""From that many weeks on the whole last week is for what was missed; a shorter stretch cannot spare it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of study before an exam.

    Attributes
    ----------
    first
        First study day; with `day` None the weeks have no days.
    day
        Day of the exam.
    weeks
        Whole weeks of study, 0 where less than one is left.
    """

    first: date
    day: date | None
    weeks: int

    @classmethod
    def of(cls, begin: date, day: date | None, wanted: int) -> Stretch:
        """Return the stretch that ends on the day before the exam and does not begin before `begin`."""
        if day is None:
            return cls(begin, None, wanted)
        whole = max(0, min(wanted, (day - begin).days // _WEEK))
        return cls(day - timedelta(weeks=whole) if whole else min(begin, day), day, whole)

    @property
    def length(self) -> int:
        """Days of the stretch."""
        return self.weeks * _WEEK if self.day is None else (self.day - self.first).days

    def study_days(self, in_a_week: float) -> int:
        """Return the days on which new questions are done; none where the exam is that near."""
        spared = _WEEK if self.weeks >= _SHORT else _LAST_DAYS
        return max(0, round((self.length - spared) * in_a_week / _WEEK))


@dataclass(frozen=True, slots=True)
class Load:
    """What of a question bank the stretch holds.

    Attributes
    ----------
    a_day
        Questions a study day, no more than the hours of a day allow.
    left_out
        Questions that do not fit.
    """

    a_day: int
    a_week: int
    days: int
    left: int
    left_out: int
    findings: tuple[Finding, ...]


def load_of(ground: Ground, exam: str, stretch: Stretch, *, is_first: bool) -> Load:
    """Return questions left, how many a day are done, and what the counts say about pace and hours.

    Parameters
    ----------
    is_first
        True for the first exam ahead, to which counts belong that name no exam.
    """
    marks = ground.benchmarks
    counts = sorted(
        (
            each
            for each in ground.profile.study.question_banks
            if (each.exam == exam or (is_first and each.exam is None)) and each.date <= ground.today
        ),
        key=lambda each: each.date,
    )
    size = int(marks["plan_questions_in_bank"])
    fields = ("study.question_banks", "study.hours_per_day", f"exams.{exam}")
    done, total = 0, size
    text = f"Question bank: no count is told; {size:,} questions are assumed."
    banks = {name: [each for each in counts if each.name == name] for name in dict.fromkeys(c.name for c in counts)}
    if banks:
        newest = [each[-1] for each in banks.values()]
        done, total = sum(each.done for each in newest), sum(max(each.total or size, each.done) for each in newest)
        text = " ".join(_counted(each, size, is_alone=len(newest) == 1) for each in newest)
    left = max(0, total - done)
    days = stretch.study_days(marks["plan_study_days"])
    minutes, free = marks["plan_minutes_per_question"], ground.profile.study.hours_per_day
    hours = marks["plan_study_hours"] if free is None else free
    most = int(hours * 60 / minutes)
    need = -(-left // days) if days else left
    a_day = min(need, most) if days else 0
    out = max(0, left - a_day * days)
    text += _said(left, days, need, most, out, minutes, hours, stretch, is_told=free is not None)
    found = Finding(
        "question_bank",
        "exam",
        "concern" if out else "note",
        text,
        fields,
        (marks.get("plan_minutes_per_question").fact_id,),
        "leave questions out, or move the exam" if out else "",
    )
    behind = [one for each in banks.values() for one in _behind(each, stretch.day, size, is_alone=len(banks) == 1)]
    a_week = a_day * int(marks["plan_study_days"])
    return Load(a_day, a_week, days, left, out, (found, *behind))


def _said(
    left: int,
    days: int,
    need: int,
    most: int,
    out: int,
    minutes: float,
    hours: float,
    stretch: Stretch,
    *,
    is_told: bool,
) -> str:
    """Return in words what the days hold, and what to leave out."""
    if not left:
        return " All are done: read again what was missed."
    if not days:
        return (
            f" No day for new questions is left before {said_day(stretch.day)}: leave the {left:,} that are left, read"
            " what you missed, and sleep."
            if stretch.day
            else ""
        )
    each = "the one study day" if days == 1 else f"each of {days} study days"
    text = f" {left:,} left come to {need} on {each}, about {need * minutes / 60:.1f} hours with review."
    told = f"You have {hours:g} hours a day" if is_told else f"{hours:g} hours a day are assumed"
    if not out:
        return f"{text} {told}: that fits." if is_told else text
    if not most:
        return f"{text} {told}: no question fits, so free some hours or move the exam."
    return (
        f"{text} {told}: that does not fit; {most} a day are the most, {most * days:,} in all. Leave {out:,} out:"
        " begin with second passes and with subjects that you mostly get right. Fewer, with every miss read, bring more"
        " than all of them unread."
    )


def _counted(count: Any, size: int, *, is_alone: bool) -> str:
    """Return the newest count of a bank in words."""
    right = "" if count.percent_correct is None else f", {count.percent_correct:g} % right"
    name = "Question bank" if is_alone else count.name
    assumed = "" if count.total else " (assumed)"
    return f"{name}, {said_day(count.date)}: {count.done:,} of {count.total or size:,}{assumed} done{right}."


def _behind(counts: Sequence[Any], day: date | None, size: int, *, is_alone: bool) -> list[Finding]:
    """Say how far behind the line from the first count to one week before the exam the last count is."""
    if len(counts) < 2 or day is None:
        return []
    first, last = counts[0], counts[-1]
    start, now = first.date, last.date
    total, done, began = last.total or size, last.done, first.done
    finish = day - timedelta(days=_WEEK)
    if finish <= start or now <= start:
        return []
    rate = (total - began) / (finish - start).days
    expected = began + rate * (now - start).days
    days = round((expected - done) / rate) if rate else 0
    said = "on time" if days == 0 else f"{abs(days)} day{'s' * (abs(days) != 1)} {'behind' if days > 0 else 'ahead'}"
    where = "" if is_alone else f" with {last.name}"
    text = f"On {said_day(now)} you were {said}{where}, against a steady line to one week before the exam."
    severity = "watch" if days > 3 else "note"
    return [Finding("question_bank_pace", "exam", severity, text, ("study.question_banks",))]


def study_weeks(exam: str, stretch: Stretch, load: Load) -> tuple[StudyWeek, ...]:
    """Return one row a week, the last ending on the day before the exam; a late start makes fewer."""
    if stretch.day is None or stretch.length < 1:
        return ()
    official = "the free official sample" if exam in {"step1", "step2_ck"} else "the official sample"
    if stretch.weeks < _SHORT:
        last = stretch.day - timedelta(days=1)
        focus = (
            "Mixed blocks at the exam's pace, every miss read; the last two days only what was missed, and sleep."
            if load.days
            else "Only what was missed, shorter days, and sleep."
        )
        test = official if stretch.length > 2 * _LAST_DAYS else ""
        return (StudyWeek(1, stretch.first, last, focus, min(load.left, load.a_day * load.days), test),)
    rows, left, number = [], load.left - load.left_out, stretch.weeks
    for at in range(1, number + 1):
        start = stretch.first + timedelta(weeks=at - 1)
        is_last = at == number
        if is_last:
            focus = "Only what was missed, shorter days, and sleep."
        elif at == 1:
            focus = "Baseline first; then the two weakest subjects, in mixed blocks with every answer read."
        elif at >= number - 1:
            focus = "Full days of mixed blocks at the exam's pace; the misses of all weeks again."
        else:
            focus = "Mixed blocks, timed; each evening the misses, each Saturday those of the week."
        is_test = at == 1 or (at > 2 and (number - 1 - at) % 2 == 0)
        test = official if is_last else "a full practice test" if is_test else ""
        now = 0 if is_last else min(left, load.a_week)
        left -= now
        rows.append(StudyWeek(at, start, start + timedelta(days=_WEEK - 1), focus, now, test))
    return tuple(rows)
