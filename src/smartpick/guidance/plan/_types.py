"""What a plan is made of: dated tasks, what is too late and what stands in its place, study weeks, and scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from smartpick.guidance._finding import Finding, ListFigures, Range, Support
from smartpick.guidance._tasks import Task
from smartpick.vocabulary import Stage

__all__ = ["Plan", "Replaced", "ScoreScenario", "Study", "StudyWeek"]


@dataclass(frozen=True, slots=True)
class Replaced:
    """Something that it is too late for, and what to do in its place."""

    key: str
    what: str
    instead: str
    fields: tuple[str, ...]
    fact_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyWeek:
    """One week before the exam; both days included."""

    number: int
    start: date
    end: date
    focus: str
    questions: int
    practice_test: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """The weeks before an exam.

    Attributes
    ----------
    wanted_weeks, weeks_left
        How many weeks the record asks for, and how many lie between today and the exam; None without a day.
    predicted
        Score that the practice tests predict, with a 90 % interval from the error of one test; None without any.
    target
        From and to; None without a baseline.
    verdict
        go, delay, wait, today, plan a day, no baseline, or after an earlier exam.
    move_to
        First day that the wanted weeks would allow, where the days left cannot hold the plan; else None.
    left_out
        Questions for which there is no time.
    """

    exam: str
    exam_name: str
    exam_day: date | None
    wanted_weeks: int
    weeks_left: int | None
    predicted: Range | None
    target: tuple[int, int] | None
    verdict: str
    verdict_text: str
    findings: tuple[Finding, ...]
    weeks: tuple[StudyWeek, ...]
    move_to: date | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ScoreScenario:
    """One way to deal with a result that may come after programs begin to read."""

    key: str
    name: str
    on_day_one: str
    later: str
    is_advised: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan from today to the Match.

    Attributes
    ----------
    answer
        Three sentences.
    tasks
        By first day; none of them begins before today.
    too_late
        What can no longer be done this season, and what stands in its place.
    notes
        What the plan rests on that has no day: research, service, remediation, disclosure, contact, boards.
    lists
        Score → figures of the list that it would lead to; empty unless the exam is ahead.
    study, later_studies
        The weeks before the exam that comes first, and before those that come after it.
    now
        Keys of the three tasks that matter now, what presses most first.
    to_answer
        What she is asked: planned days that have passed since, each with how it is read until she answers.
    """

    season: int
    today: date
    stage: Stage
    answer: tuple[str, ...]
    tasks: tuple[Task, ...]
    too_late: tuple[Replaced, ...]
    study: Study | None
    scenarios: tuple[ScoreScenario, ...]
    notes: tuple[Finding, ...]
    lists: Mapping[int, ListFigures]
    support: tuple[Support, ...]
    benchmarks: Mapping[str, tuple[float, str, bool]]
    later_studies: tuple[Study, ...] = ()
    now: tuple[str, ...] = ()
    to_answer: tuple[str, ...] = ()

    @property
    def studies(self) -> tuple[Study, ...]:
        """The weeks before every exam ahead, the one to be passed first at the head."""
        return () if self.study is None else (self.study, *self.later_studies)

    def of(self, topic: str) -> tuple[Task, ...]:
        """Return the tasks of one topic."""
        return tuple(task for task in self.tasks if task.topic == topic)
