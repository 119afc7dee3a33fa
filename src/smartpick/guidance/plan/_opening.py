"""Opening day: whether to apply at all while an exam is open; then sending, until it is logged as sent."""

from __future__ import annotations

from datetime import timedelta

from smartpick.guidance._exams import exam_name, fails, last_day_to_sit
from smartpick.guidance._rules import rule_of
from smartpick.guidance._season_days import Day, Desk, said_day
from smartpick.guidance._sent import logged_as_sent
from smartpick.guidance._tasks import Task, in_time, task_ahead
from smartpick.guidance.plan._score import pass_day, still_open
from smartpick.guidance.routes import low_fields
from smartpick.vocabulary import Stage

__all__ = ["submitting"]

_LOG = "`smartpick log PROFILE PROGRAM applied DAY`"


def submitting(desk: Desk) -> list[Task]:
    """Return the task of sending: for the first day while it lies ahead, then at once, then the question of the log."""
    submit, reading = desk.day("applicants_may_submit"), desk.day("programs_may_review")
    if submit is None or reading is None:
        return []
    sent, stage = logged_as_sent(desk.ground), desk.ground.stage
    if desk.ground.is_early:
        return [*_whether(desk, submit, reading), *_for_the_first_day(desk, submit, reading, sent)]
    if sent:
        return []
    if stage is Stage.SUBMITTED:
        return _at_once(desk, reading)
    return _tell(desk) if stage is Stage.INTERVIEWING else []


def _whether(desk: Desk, submit: Day, reading: Day) -> list[Task]:
    """Return the decision that comes before any fee while an exam is open: this season, or the next.

    An exam that was never failed is a decision only where its result cannot be there in time.
    """
    ground, exam = desk.ground, still_open(desk.ground)
    if exam is None:
        return []
    name, day = exam_name(exam), pass_day(desk, exam)
    has_failed, last = fails(ground, exam) > 0, last_day_to_sit(ground)
    is_in_time = day <= reading.day if day is not None else last is not None
    if is_in_time and not has_failed:
        return []
    reads = f"programs begin to read on {said_day(reading.day)}{reading.note}"
    if day is not None:
        when = f"Its result is due about {said_day(day)}, " + (
            f"before {reads}: with a pass there, apply as planned."
            if is_in_time
            else f"after {reads}: until it is in, they see no pass."
        )
    elif last is not None:
        when = f"It has no day yet: for a result before {reads}, sit it by {said_day(last)}."
    else:
        when = f"A result before {reads} can no longer be had."
    missing = rule_of(ground, "IMG exams missing at the rank list deadline")
    is_img = ground.profile.applicant.type.is_img
    text = (
        f"{name} is {'failed and not passed yet' if has_failed else 'not passed yet'}. {when}"
        " Without a pass some programs look no further; how many is not published."
        + (" Whose exams are missing at the rank list deadline is taken out of the Match." if is_img else "")
        + " Applying now costs the fees, and programs may ask later how the season went; applying a season later"
        " costs a year. Which of the two is better for you is a talk with an advisor or your dean's office,"
        " before you pay."
    )
    return task_ahead(
        desk.today,
        key="apply_at_all",
        topic="application",
        title="Decide whether to apply this season at all",
        text=text,
        start=desk.today,
        due=in_time(desk.today, submit.day - timedelta(days=14), reading.day - timedelta(days=1)),
        fields=(f"exams.{exam}", "season", *(("applicant.type",) if is_img else ())),
        confidence="assumed",
        effort="a talk of half an hour",
        fact_ids=(*((missing["fact_id"],) if is_img and missing is not None else ()), *reading.fact_ids),
    )


def _for_the_first_day(desk: Desk, submit: Day, reading: Day, sent: int) -> list[Task]:
    weak = "; a low score is one more reason to be on time" if low_fields(desk.ground) else ""
    logged = f" {sent} {'is' if sent == 1 else 'are'} logged as sent; this is for the rest." if sent else ""
    return task_ahead(
        desk.today,
        key="submit",
        topic="application",
        title="Submit the applications",
        text=(
            f"Submit from {said_day(submit.day)}; programs may read from {said_day(reading.day)}{reading.note}. What is"
            " complete by then is read with the first. What comes later meets programs that have begun to choose;"
            f" nobody publishes how much that costs{weak}. Log each that is out ({_LOG}).{logged}{_decided_first(desk)}"
        ),
        start=submit.day,
        due=reading.day - timedelta(days=1),
        fields=("season", "season_log", "goals.specialties", "exams"),
        confidence=submit.confidence,
        effort="an evening",
        fact_ids=(*submit.fact_ids, *reading.fact_ids),
    )


def _decided_first(desk: Desk) -> str:
    """Say, with a space before it, that a decision comes first while an exam is open; empty else."""
    exam = still_open(desk.ground)
    if exam is None or not fails(desk.ground, exam):
        return ""
    return f" With {exam_name(exam)} open, whether to apply this season is decided first."


def _at_once(desk: Desk, reading: Day) -> list[Task]:
    return task_ahead(
        desk.today,
        key="submit_now",
        topic="application",
        title="Send the applications, or log that they are sent",
        text=(
            f"No application is logged as sent.{_decided_first(desk)} What is to go out and is not goes out on"
            f" {said_day(desk.today)}: programs have been"
            f" reading since {said_day(reading.day)}{reading.note}, and a letter or a score can follow. What is out is"
            f" logged ({_LOG}), and this entry goes away."
        ),
        start=desk.today,
        due=desk.today,
        fields=("season", "season_log"),
        confidence=reading.confidence,
        effort="an evening, or five minutes",
        fact_ids=reading.fact_ids,
    )


def _tell(desk: Desk) -> list[Task]:
    return task_ahead(
        desk.today,
        key="log_applied",
        topic="application",
        title="Log where you applied",
        text=(
            "No application is in your log, and no answer, so whether you applied is not known here. If you applied,"
            f" log each ({_LOG}); then your own chance can be said. If you did not, ask an advisor before you pay for"
            " late ones: programs now choose from what they have."
        ),
        start=desk.today,
        due=desk.today + timedelta(days=7),
        fields=("season", "season_log"),
        confidence="assumed",
        effort="half an hour",
    )
