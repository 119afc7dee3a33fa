"""Puts the plan together: everything that lies ahead in one order, what is too late with what stands in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartpick.guidance._exams import exam_name, to_pass
from smartpick.guidance._finding import Finding, ListFigures
from smartpick.guidance._ground import Ground, ground_of
from smartpick.guidance._season_days import Desk, desk_of, said_day, weeks
from smartpick.guidance._support import support_lines
from smartpick.guidance._tasks import Task
from smartpick.guidance.contact import contact_notes, contact_tasks
from smartpick.guidance.plan._ahead import exam_ahead
from smartpick.guidance.plan._first_year import first_year_of_training
from smartpick.guidance.plan._letters import letter_tasks
from smartpick.guidance.plan._local import local_work
from smartpick.guidance.plan._person import board_plan, late_of_person, personal
from smartpick.guidance.plan._return import coming_back
from smartpick.guidance.plan._rotations import rotations
from smartpick.guidance.plan._score import result_tasks, score_scenarios
from smartpick.guidance.plan._season import season_tasks, too_late_of_season
from smartpick.guidance.plan._setbacks import setback_notes, setback_tasks, trend_facts
from smartpick.guidance.plan._study import days_left, studies_of
from smartpick.guidance.plan._study_days import study_tasks
from smartpick.guidance.plan._types import Plan, Study
from smartpick.guidance.routes import p_specialty
from smartpick.profile.passed import questions_of
from smartpick.uncertainty import EVEN
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["make_plan"]

_BAD_NEWS = {Stage.SOAP, Stage.MATCH_DAY, Stage.OVER}
_FIRST = {
    "submit",
    "submit_now",
    "move_exam",
    "order_step2_ck",
    "order_comlex2",
    "go_or_delay",
    "certify_last",
    "certify_first",
    "watch_offers",
}
"""What goes before everything else that has to be done by the same day."""
_FAR = timedelta(days=90)
"""What begins later than this is no first thing to do today."""
_MOST_NOW = 3
_BEFORE_ALL = {"certify_last", "submit_now"}
"""What goes before everything else once its days have begun: missed, it cannot be made up for."""
_DAYS_SAID = 21
_DONE = ("exam", "rotation", "letters", "local", "boards", "remediation", "limits", "trend", "again")
_NO_LONGER = {
    Stage.RANKING: _DONE,
    Stage.MATCH_WEEK: (*_DONE, "contact", "disclosure"),
    Stage.SOAP: (*_DONE, "contact", "disclosure"),
    Stage.MATCH_DAY: (*_DONE, "contact", "disclosure"),
    Stage.OVER: ("exam", "letters", "boards", "contact"),
}
"""Topics that nothing can be done about at a stage; what looks ahead comes back once the season is over."""


def make_plan(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    today: date,
    season: int | None = None,
    own: Mapping[str, object] | None = None,
    lists: Mapping[int, ListFigures] | None = None,
) -> Plan:
    """Return the plan from today on.

    Parameters
    ----------
    own
        Her own benchmarks, by key.
    lists
        Score → figures of the list that it would lead to, worked out by whoever makes lists.

    Raises
    ------
    RequestError
        For an unknown specialty or benchmark.

    Notes
    -----
    No task ends before today, none begins before it. What the stage of the season has closed is never a task.
    """
    ground = ground_of(facts, directory, profile, today, season, own)
    desk = desk_of(ground)
    studies = _studies(desk)
    study = studies[0] if studies else None
    scenarios, released = score_scenarios(desk)
    turned, said_turned, late_turned = rotations(desk)
    written, said_written, late_written = letter_tasks(desk)
    given, said_given = local_work(desk)
    own_tasks, own_notes = personal(desk)
    first_year, said_first = first_year_of_training(desk)
    tasks = [
        *season_tasks(desk),
        *study_tasks(desk, studies),
        *result_tasks(desk),
        *turned,
        *written,
        *given,
        *own_tasks,
        *first_year,
        *contact_tasks(desk),
        *setback_tasks(desk),
    ]
    notes = [
        *released,
        *(_lists_wait(ground) if lists else ()),
        *said_turned,
        *said_written,
        *said_first,
        *setback_notes(ground),
        *trend_facts(ground),
        *said_given,
        *own_notes,
        *coming_back(ground),
        *contact_notes(ground),
        *board_plan(ground),
    ]
    notes = [each for each in notes if each.topic not in _NO_LONGER.get(ground.stage, ())]
    order = sorted(tasks, key=lambda task: (task.start, task.due, task.key))
    late = [*too_late_of_season(desk), *late_turned, *late_written, *late_of_person(desk)]
    used = {key: (mark.value, mark.fact_id, mark.is_own) for key, mark in sorted(ground.benchmarks.used.items())}
    came_to_nothing = any(each.outcome in {"unmatched", "no_interviews"} for each in profile.earlier_seasons)
    chances = [p_specialty(basis).mean for basis in ground.basis.values()]
    is_heavy = (
        came_to_nothing
        or (bool(chances) and max(chances) < EVEN)
        or ground.stage in _BAD_NEWS
        or any(
            each.severity == "serious" or each.key == "disclosure"
            for each in (*notes, *(found for one in studies for found in one.findings))
        )
    )
    return Plan(
        ground.season,
        today,
        ground.stage,
        _answer(ground, order, study, late),
        tuple(order),
        tuple(late),
        study,
        tuple(scenarios),
        tuple(notes),
        dict(sorted((lists or {}).items())),
        support_lines(facts) if is_heavy else (),
        used,
        studies[1:],
        _now(ground, order),
        tuple(map(str, questions_of(profile, today))),
    )


def _lists_wait(ground: Ground) -> list[Finding]:
    """Say which open exam the lists by score take as passed."""
    numbered = exam_ahead(ground)
    others = [exam for exam in to_pass(ground) if exam != numbered]
    if numbered is None or not others:
        return []
    names = " and ".join(exam_name(exam) for exam in others)
    text = f"The lists by score take {names} as passed by then as well. Before that nothing of them holds."
    fields = tuple(f"exams.{exam}" for exam in (*others, numbered))
    return [Finding("lists_wait", "exam", "watch", text, fields, (), f"pass {exam_name(others[0])} first")]


def _studies(desk: Desk) -> tuple[Study, ...]:
    """Return the exams to study for; once applications are out only those that the profile tells or the Match needs."""
    ground = desk.ground
    if ground.stage in _NO_LONGER:
        return ()
    found = studies_of(desk)
    if ground.is_early or ground.profile.applicant.type.is_img:
        return found
    return tuple(each for each in found if getattr(ground.profile.exams, each.exam))


def _answer(ground: Ground, tasks: Sequence[Task], study: Study | None, late: Sequence[object]) -> tuple[str, ...]:
    """Return three sentences: where in the season, what comes first, what matters most."""
    match_day = ground.calendar.days.get("match_day")
    if match_day is not None and match_day.day >= ground.today:
        when = f"Match Day {ground.season} is {said_day(match_day.day)}, {_left((match_day.day - ground.today).days)}."
    else:
        when = f"Season {ground.season} is over; what follows looks ahead."
    own = [each for each in _in_order(ground, tasks) if _is_hers(each)][:1]
    first = f"First: {_lower(own[0].title)}, {_when(own[0], ground.today)}." if own else "Nothing has to be done now."
    if ground.stage is Stage.MATCH_DAY:
        first = "If you matched, you learn today where you go; if you did not, nothing has to be done today."
    elif ground.stage is Stage.OVER and own:
        first = f"{own[0].title}, {_when(own[0], ground.today)}."
    monday = ground.calendar.days.get("match_week_begins")
    if monday is not None and monday.day == ground.today:
        # On this day nothing comes before the answer.
        known = next((each for each in tasks if each.key == "match_monday"), None)
        hour = f" at {known.at[0]}, New York time," if known is not None and known.at else ""
        first = f"Today{hour} you learn whether you matched; until then nothing has to be done."
    return when, first, _most(ground, study, late)


def _most(ground: Ground, study: Study | None, late: Sequence[object]) -> str:
    """Say what matters most."""
    monday = ground.calendar.days.get("match_week_begins")
    if ground.stage is Stage.MATCH_WEEK and monday is not None:
        return (
            f"The rank list is closed, and nothing about it is left to do: on {said_day(monday.day)} you learn whether"
            " you matched."
        )
    if ground.stage in {Stage.MATCH_WEEK, Stage.SOAP}:
        return (
            "If you matched, the rest of this week is yours; if not, SOAP has its own rules, and nobody does it alone."
        )
    if ground.stage is Stage.MATCH_DAY:
        return (
            "If you matched, congratulations: nothing of this is left to do. If not, this says nothing about you as a"
            " physician; positions still open are filled program by program, and nobody looks for them alone."
        )
    if ground.stage is Stage.OVER:
        return "If you matched, nothing of this is left to do."
    if study is not None:
        return _most_of(study, ground.today)
    if ground.is_early:
        return "Most depends on a complete application on the first day that programs read."
    if late:
        return "What is too late this season stands below, each with what you can do instead."
    return "The days below are all that is left to do, in their order."


def _by_urgency(ground: Ground, tasks: Sequence[Task]) -> list[Task]:
    """Return what she has to do herself, what presses most first."""
    return sorted(
        filter(_is_hers, tasks),
        key=lambda each: (
            not _is_before_all(each) or each.start > ground.today,
            # What begins in a season's time comes after what can be done today, however long that may take.
            each.start > ground.today + _FAR,
            each.due,
            each.key not in _FIRST and not each.key.startswith("exam_"),
            each.start,
            each.key,
        ),
    )


def _is_hers(task: Task) -> bool:
    return task.owner == "you" and bool(task.effort) and not task.is_private


def _is_before_all(task: Task) -> bool:
    return task.key in _BEFORE_ALL or task.key.startswith("clash_")


def _in_order(ground: Ground, tasks: Sequence[Task]) -> list[Task]:
    """Return what matters, in the one order of all answers: what is open and presses most, then what comes next."""
    open_now = [each for each in _by_urgency(ground, tasks) if each.start <= ground.today]
    return [*open_now, *(each for each in tasks if each.start > ground.today and not each.is_private)]


def _now(ground: Ground, tasks: Sequence[Task]) -> tuple[str, ...]:
    """Return the keys of the three things that matter now."""
    if ground.stage is Stage.MATCH_DAY:
        # Nothing else stands beside the answer, on whichever side of it she is.
        return tuple(each.key for each in tasks if each.key == "match_day")
    return tuple(each.key for each in _in_order(ground, tasks)[:_MOST_NOW])


def _most_of(study: Study, today: date) -> str:
    """Say that most depends on the exam that comes first, and what is left before it."""
    if study.exam_day is None:
        return f"Most depends on {study.exam_name}, which has no day yet."
    if study.exam_day == today:
        return f"Today is the day of {study.exam_name}; everything else can wait."
    if study.move_to is not None:
        left = days_left((study.exam_day - today).days)
        # The first exam's weeks begin today at the earliest, so this is what is left for it.
        return (
            f"Most depends on {study.exam_name} on {said_day(study.exam_day)}: {left} before it, where the plan asks"
            f" for {weeks(study.wanted_weeks)}, so decide first whether to move it."
        )
    if not study.weeks:
        return f"Most depends on {study.exam_name} on {said_day(study.exam_day)}."
    return (
        f"Most depends on {study.exam_name} on {said_day(study.exam_day)}: {weeks(len(study.weeks))} of study from"
        f" {said_day(study.weeks[0].start)}."
    )


def _left(days: int) -> str:
    """Return how far off a day is, in words."""
    if days == 0:
        return "today"
    if days == 1:
        return "tomorrow"
    return f"{days} days from today" if days < _DAYS_SAID else f"{weeks(days // 7)} from today"


def _when(task: Task, today: date) -> str:
    """Return when a task is to be done, in words."""
    if task.start == task.due:
        return "today" if task.due == today else f"on {said_day(task.due)}"
    return f"by {said_day(task.due)}" if task.start <= today else f"{said_day(task.start)} to {said_day(task.due)}"


def _lower(title: str) -> str:
    """Return a title inside a sentence; names of exams and services keep their letters."""
    head = title.split(" ", 1)[0]
    return title if head.isupper() or head in {"Step", "COMLEX", "ECFMG"} else title[0].lower() + title[1:]
