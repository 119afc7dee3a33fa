"""The days of study: choosing a day, weeks before it, go or move, and what moving would mean for opening day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartpick.guidance._exams import day_ahead, exam_name, failed_any
from smartpick.guidance._season_days import Desk, said_day, weeks
from smartpick.guidance._tasks import Task, task_ahead
from smartpick.guidance.plan._ahead import exam_before, needed_for
from smartpick.guidance.plan._study import days_left, decide_by, latest_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.guidance.plan._types import Study

__all__ = ["study_tasks"]

_TIME_TO_CHOOSE = timedelta(days=14)
_TIME_TO_MOVE = timedelta(days=3)


def study_tasks(desk: Desk, studies: Sequence[Study]) -> list[Task]:
    """Return what there is to do before each exam ahead; keys of the first carry no exam's name."""
    tasks: list[Task] = []
    for at, study in enumerate(studies):
        tasks += _of_one(desk, study, "" if at == 0 else f"_{study.exam}", is_named=len(studies) > 1)
    return tasks


def _of_one(desk: Desk, study: Study, suffix: str, *, is_named: bool) -> list[Task]:
    if study.verdict == "after an earlier exam":
        return _after_another(desk, study)
    if study.exam_day is None:
        return _choose(desk, study, suffix)
    fields = _fields(study)
    tasks = []
    for week in study.weeks:
        questions = f" {week.questions:,} questions, each reviewed." if week.questions else ""
        test = f" Test: {week.practice_test}." if week.practice_test else ""
        days = (week.end - week.start).days + 1
        whole = "a full week" if days == 7 else f"{days} day{'s' if days > 1 else ''}"
        title = f"Study week {week.number} of {len(study.weeks)}" if days == 7 else "Study days"
        tasks += task_ahead(
            desk.today,
            key=f"study{suffix}_week_{week.number}",
            topic="exam",
            title=f"{title}, {study.exam_name}" if is_named else title,
            text=f"{week.focus}{questions}{test}",
            start=week.start,
            due=week.end,
            fields=fields,
            confidence="assumed",
            effort=whole,
        )
    decide = max(desk.today, decide_by(desk, study.exam_day))
    moving = _move(desk, study, suffix)
    if study.verdict == "today" or (moving and decide == desk.today):
        return tasks + moving
    return [
        *tasks,
        *moving,
        *task_ahead(
            desk.today,
            key=f"go_or_delay{suffix}",
            topic="exam",
            title=f"{study.exam_name}: go or move the day",
            text=study.verdict_text,
            start=decide,
            due=decide,
            fields=fields,
            confidence="assumed",
            effort="a practice test and an hour",
        ),
    ]


def _fields(study: Study) -> tuple[str, ...]:
    return (f"exams.{study.exam}", "exams.practice", "study.hours_per_day")


def _choose(desk: Desk, study: Study, suffix: str) -> list[Task]:
    text, ids = needed_for(desk.ground, study.exam)
    by, more = _in_time(desk, study.wanted_weeks)
    return task_ahead(
        desk.today,
        key=f"plan_exam{suffix}",
        topic="exam",
        title=f"Choose a day for {study.exam_name}",
        text=f"{study.verdict_text} It needs {weeks(study.wanted_weeks)} of study before it.{text}{by}",
        start=desk.today,
        due=desk.today + _TIME_TO_CHOOSE,
        fields=(*_fields(study), "applicant.type"),
        confidence="assumed",
        effort="one hour",
        fact_ids=(*ids, *more),
    )


def _after_another(desk: Desk, study: Study) -> list[Task]:
    """Return the decision to move an exam that is planned before the one that has to be passed first."""
    before = exam_before(desk.ground, study.exam)
    if study.exam_day is None or before is None:
        # Its day is chosen once the earlier exam has one; the earlier exam's task says so.
        return []
    room = desk.weeks("plan_study_weeks_long") + desk.weeks("plan_result_weeks")
    if day_ahead(desk.ground, before) is None and desk.today + room <= study.exam_day:
        # The earlier exam and its result still fit before this day: choosing its day is what there is to do.
        return []
    text, ids = needed_for(desk.ground, before)
    return task_ahead(
        desk.today,
        key=f"order_{study.exam}",
        topic="exam",
        title=f"Move {study.exam_name} behind {exam_name(before)}",
        text=f"It is planned for {said_day(study.exam_day)}. {study.verdict_text}{text}",
        start=desk.today,
        due=min(desk.today + _TIME_TO_MOVE, max(desk.today, study.exam_day - timedelta(days=1))),
        fields=(f"exams.{study.exam}", f"exams.{before}", "applicant.type"),
        confidence="assumed",
        effort="one hour",
        fact_ids=ids,
    )


def _in_time(desk: Desk, wanted: int) -> tuple[str, tuple[str, ...]]:
    """Say until which test day a result is usually there for programs' first day, or for the rank list deadline.

    Only where the weeks of study fit before that day; else what a later result means.
    """
    usual, first = desk.weeks("plan_result_weeks"), desk.today + timedelta(weeks=wanted)
    reading, ranks = desk.ahead("programs_may_review"), desk.ahead("rank_list_deadline")
    if desk.ground.is_early and reading is not None and reading.day - usual >= first:
        text = (
            f" For the first day that programs read, {said_day(reading.day)}, a test by"
            f" {said_day(reading.day - usual)} usually brings the result in time."
        )
        return text, reading.fact_ids
    if desk.ground.profile.applicant.type.is_img and ranks is not None and ranks.day - usual >= first:
        text = (
            f" For the rank list deadline, {said_day(ranks.day)}, a test by {said_day(ranks.day - usual)} usually"
            " brings the result in time; leave more room where you can."
        )
        return text, ranks.fact_ids
    return f" On {said_day(first)} the weeks would be there. {_meaning(desk, first)}", _dates(desk)


def _move(desk: Desk, study: Study, suffix: str) -> list[Task]:
    """Return the decision to move an exam whose days left cannot hold the plan; not on the day itself."""
    day, later = study.exam_day, study.move_to
    if day is None or later is None or day <= desk.today:
        return []
    begin = later - timedelta(weeks=study.wanted_weeks)
    days = max(0, (day - begin).days)
    out = f", and {study.left_out:,} questions do not fit" if study.left_out else ""
    verb = "is" if days == 1 else "are"
    text = f"From {said_day(begin)} to {said_day(day)} {verb} {days_left(days)}; the plan asks for"
    text += f" {weeks(study.wanted_weeks)}{out}. On {said_day(later)} the weeks would be there. {_meaning(desk, later)}"
    in_time = latest_day(desk)
    if in_time is not None and day < in_time < later:
        more = days_left((in_time - day).days)
        text += f" The last day whose result usually comes in time is {said_day(in_time)}: {more} more."
    if study.verdict == "go":
        text += " Your practice tests already reach the pass mark: keeping the day costs points, not the pass."
    elif study.verdict == "no baseline":
        text += " Take a practice test first: without one nobody can say how far off a pass is."
    elif study.verdict in {"delay", "wait"}:
        text += f" {study.verdict_text.split('. ', maxsplit=1)[0].rstrip('.')}."
    text += " How late a day can be moved, and for what fee, is not known here: look it up with the exam's board first."
    return task_ahead(
        desk.today,
        key=f"move_exam{suffix}",
        topic="exam",
        title=f"Decide whether to move {study.exam_name}",
        text=text,
        start=desk.today,
        due=min(desk.today + _TIME_TO_MOVE, day - timedelta(days=1)),
        fields=(*_fields(study), "study.question_banks", "season"),
        confidence="assumed",
        effort="a practice test and an hour",
        fact_ids=_dates(desk),
    )


def _dates(desk: Desk) -> tuple[str, ...]:
    reading = desk.ahead("programs_may_review")
    return reading.fact_ids if reading is not None else ()


def _meaning(desk: Desk, later: date) -> str:
    """Say what a result of a later day means for opening day, and for the rank list where it is needed by then."""
    usual = later + desk.weeks("plan_result_weeks")
    reading, ranks = desk.ahead("programs_may_review"), desk.ahead("rank_list_deadline")
    text = f"A result of that day is usually there about {said_day(usual)}"
    if reading is None:
        text += "; programs read already, and see it when it is sent."
    elif usual <= reading.day:
        text += f", before programs begin to read on {said_day(reading.day)}{reading.note}."
    else:
        text += (
            f", after programs begin to read on {said_day(reading.day)}{reading.note}: on that day they see no result"
            " of it, and those that looked may not look again. You can apply for the first day and have it sent when"
            " it is out."
        )
    if desk.ground.profile.applicant.type.is_img and ranks is not None and usual > ranks.day:
        text += (
            f" It also comes after the rank list deadline on {said_day(ranks.day)}, by which IMGs need it for the"
            " Match: ask ECFMG before you move it."
        )
    failed = failed_any(desk.ground)
    if failed:
        text += f" After the fail in {exam_name(failed[0])} a second one would weigh more than a late result."
    return text
