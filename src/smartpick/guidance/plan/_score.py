"""Submit now, wait, or add later: what programs see on the first day, held against when the result arrives."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartpick.guidance._exams import (
    exam_name,
    failed_any,
    fails,
    first_to_pass,
    last_day_to_sit,
    passed,
)
from smartpick.guidance._finding import Finding
from smartpick.guidance._rules import rule_of
from smartpick.guidance._season_days import Desk, said_day
from smartpick.guidance._tasks import Task, task_ahead
from smartpick.guidance.plan._ahead import exam_before
from smartpick.guidance.plan._types import ScoreScenario
from smartpick.vocabulary import EXAMS

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground

__all__ = ["pass_day", "result_tasks", "score_scenarios", "still_open"]


def score_scenarios(desk: Desk) -> tuple[list[ScoreScenario], list[Finding]]:
    """Return the ways there are, while applications can still be chosen and a result is still out.

    Three; a fourth, a season later, while an exam that comes before everything else is still to be passed.
    """
    ground = desk.ground
    reading = desk.ahead("programs_may_review")
    found = _pending(ground)
    if reading is None or not ground.is_early or found is None:
        return [], []
    exam, day, expected = found
    name = exam_name(exam)
    usual = expected or day + desk.weeks("plan_result_weeks")
    safe = expected or day + desk.weeks("plan_result_weeks_safe")
    seen = _seen(ground, exam)
    in_time, likely = safe <= reading.day, usual <= reading.day
    when = (
        f"due on {said_day(expected)}"
        if expected
        else f"out about {said_day(usual)}, by {said_day(safe)} at the safe end"
    )
    without = f"{seen} and no {name} score"
    is_needed = bool(failed_any(ground)) or ground.profile.applicant.type.is_img
    open_exam = still_open(ground)
    # While an exam that comes before everything is open, which way fits is the smaller question.
    decided = open_exam is None or _pass_in_time(desk, open_exam)
    after = f"the score joins on about {said_day(usual)}; programs that looked before may not look again"
    day_one = f"{seen} and the {name} score" if likely else without
    with_luck = "" if in_time or not likely else ", if it comes in its usual time"
    now = ScoreScenario(
        "submit_now",
        "Submit for the first day, and have the score sent when it is out",
        f"{day_one}{with_luck}",
        "everything is there on the first day" if likely else after,
        is_advised=decided and (in_time or likely or not is_needed),
    )
    some = ScoreScenario(
        "add_later",
        "Submit to some programs for the first day, and to the others once the score is there",
        f"at the first ones {day_one}{with_luck}",
        f"the others get a complete application, {'later than needed' if likely else 'after the first were read'}",
        is_advised=decided and not likely and is_needed,
    )
    wait = ScoreScenario(
        "wait",
        "Wait with everything until the score is there",
        "the same as submitting for the first day"
        if in_time
        else f"nothing until about {said_day(usual)}; by then others have been read",
        "nothing is gained by waiting" if in_time else "the application is complete, and behind those who came first",
        is_advised=False,
    )
    ways = [now, some, wait]
    if open_exam is not None:
        ways.append(
            ScoreScenario(
                "next_season",
                f"Apply a season later, with {exam_name(open_exam)} passed",
                "nothing this season",
                f"every result is there on the first day of the {ground.season + 1} season; a year goes by, which"
                " shows as time since graduation or as one more year at school",
                is_advised=not decided,
            )
        )
    rows = [rule_of(ground, "Step 2 CK result"), rule_of(ground, "Step 2 CK result, safe allowance")]
    ids = tuple(row["fact_id"] for row in rows if row is not None) if exam == "step2_ck" else ()
    last, sure = reading.day - desk.weeks("plan_result_weeks"), reading.day - desk.weeks("plan_result_weeks_safe")
    text = (
        f"{name}, test day {said_day(day)}: the result is {when}; programs begin to read on"
        f" {said_day(reading.day)}{reading.note}. A result is usually there in time from a test by {said_day(last)},"
        f" and almost surely from one by {said_day(sure)}."
    )
    if exam == "comlex2":
        text += " For COMLEX no release time is at hand: the lengths of Step 2 CK are used; ask the NBOME."
    severity = "note" if in_time else "watch" if likely else "concern"
    fields = (f"exams.{exam}", "exams.step1", "season")
    return ways, [Finding("score_release", "exam", severity, text, fields, (*ids, *reading.fact_ids))]


def still_open(ground: Ground) -> str | None:
    """Return the exam that is failed and not passed, else the first Step or Level that is told without a pass."""
    failed = first_to_pass(ground)
    if failed is not None:
        return failed
    first = ("step1", "comlex1")
    if any(passed(ground, exam) for exam in first):
        return None
    return next((exam for exam in first if getattr(ground.profile.exams, exam)), None)


def pass_day(desk: Desk, exam: str) -> date | None:
    """Return the day about which the result of an exam is there, by its planned day; None without one."""
    found = _waiting(desk.ground, exam)
    if found is None:
        return None
    day, expected = found
    return expected or day + desk.weeks("plan_result_weeks")


def _pass_in_time(desk: Desk, exam: str) -> bool:
    """Say whether a pass can be there when programs begin to read."""
    reading, day = desk.ahead("programs_may_review"), pass_day(desk, exam)
    if day is None:
        return last_day_to_sit(desk.ground) is not None
    return reading is not None and day <= reading.day


def result_tasks(desk: Desk) -> list[Task]:
    """Return the day of every exam that is planned, and the days on which results are due."""
    if desk.ground.stage.is_closed:
        return []
    return [task for exam in EXAMS for task in _of_exam(desk, exam)]


def _of_exam(desk: Desk, exam: str) -> list[Task]:
    found = _waiting(desk.ground, exam)
    if found is None:
        return []
    day, expected = found
    name, fields = exam_name(exam), (f"exams.{exam}",)
    before = exam_before(desk.ground, exam)
    first = f" {exam_name(before)} has to be passed first." if before else ""
    tasks = task_ahead(
        desk.today,
        key=f"exam_{exam}",
        topic="exam",
        title=f"{name}",
        text=f"Exam day: {name}. Nothing else on this day.{first}",
        start=day,
        due=day,
        fields=fields,
        confidence="yours",
        effort="one day",
    )
    usual = expected or day + desk.weeks("plan_result_weeks")
    safe = expected or day + desk.weeks("plan_result_weeks_safe")
    rule = rule_of(desk.ground, "Step 2 CK result") if exam == "step2_ck" else None
    if day < desk.today and getattr(desk.ground.profile.exams, exam)[-1].date is None:
        tasks += task_ahead(
            desk.today,
            key=f"tell_{exam}",
            topic="exam",
            title=f"Say whether {name} was taken",
            text=(
                f"It was planned for {said_day(day)}, which is past. Enter the day it was taken and its result, or a"
                " new day: until then the plan waits for its result, and nothing of it counts."
            ),
            start=desk.today,
            due=desk.today + timedelta(days=7),
            fields=fields,
            confidence="yours",
            effort="five minutes",
        )
    lengths = "" if exam == "step2_ck" or expected else f" For {name} the lengths of Step 2 CK are used."
    return tasks + task_ahead(
        desk.today,
        key=f"result_{exam}",
        topic="exam",
        title=f"{name}: result",
        text=(
            f"The result is due. Enter it in the profile and make plan and list again. Later than {said_day(safe)} is"
            f" unusual: then ask the exam's board.{lengths}"
        ),
        start=usual,
        due=usual if usual >= desk.today else min(desk.today, max(usual, safe)),
        fields=fields,
        confidence="yours" if expected else "assumed",
        owner="the exam's board",
        fact_ids=(rule["fact_id"],) if rule is not None else (),
    )


def _pending(ground: Ground) -> tuple[str, date, date | None] | None:
    """Return the exam with a number whose result is out, its day, and when it is expected if the profile says so."""
    for exam in ("step2_ck", "comlex2"):
        found = _waiting(ground, exam)
        if found is not None:
            return exam, *found
    return None


def _waiting(ground: Ground, exam: str) -> tuple[date, date | None] | None:
    """Return the day of an exam without a result, and when that is expected if the profile says so."""
    if passed(ground, exam):
        return None
    for attempt in getattr(ground.profile.exams, exam):
        day = attempt.date or attempt.planned_date
        if attempt.result is None and day is not None:
            # A planned day that is past, with no result told: the exam may have been taken; the day stands.
            expected = attempt.result_expected if attempt.result_expected and attempt.result_expected >= day else None
            return day, expected
    return None


def _seen(ground: Ground, exam: str) -> str:
    first = "comlex1" if exam == "comlex2" else "step1"
    name = exam_name(first)
    failed = fails(ground, first)
    if passed(ground, first):
        if failed:
            return f"{name} passed after {'one failed attempt' if failed == 1 else f'{failed} failed attempts'}"
        return f"{name} passed"
    if failed:
        return f"{name} failed {'once' if failed == 1 else f'{failed} times'} and not passed yet"
    return f"no {name} result"
