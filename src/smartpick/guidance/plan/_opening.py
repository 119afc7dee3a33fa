"""Opening day: sending applications until they are logged as sent, for nothing is taken as sent that is not logged."""

from __future__ import annotations

from datetime import timedelta

from smartpick.guidance._season_days import Day, Desk, said_day
from smartpick.guidance._sent import logged_as_sent
from smartpick.guidance._tasks import Task, task_ahead
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
        return _for_the_first_day(desk, submit, reading, sent)
    if sent:
        return []
    if stage is Stage.SUBMITTED:
        return _at_once(desk, reading)
    return _tell(desk) if stage is Stage.INTERVIEWING else []


def _for_the_first_day(desk: Desk, submit: Day, reading: Day, sent: int) -> list[Task]:
    weak = ", and with weak results less is forgiven" if low_fields(desk.ground) else ""
    logged = f" {sent} {'is' if sent == 1 else 'are'} logged as sent; this is for the rest." if sent else ""
    return task_ahead(
        desk.today,
        key="submit",
        topic="application",
        title="Submit the applications",
        text=(
            f"Submit from {said_day(submit.day)}; programs may read from {said_day(reading.day)}{reading.note}. What is"
            " complete by then is read with the first. What comes later meets programs that have begun to choose;"
            f" nobody publishes how much that costs{weak}. Log each that is out ({_LOG}).{logged}"
        ),
        start=submit.day,
        due=reading.day - timedelta(days=1),
        fields=("season", "season_log", "goals.specialties", "exams"),
        confidence=submit.confidence,
        effort="an evening",
        fact_ids=(*submit.fact_ids, *reading.fact_ids),
    )


def _at_once(desk: Desk, reading: Day) -> list[Task]:
    return task_ahead(
        desk.today,
        key="submit_now",
        topic="application",
        title="Send the applications, or log that they are sent",
        text=(
            f"No application is logged as sent. What is not out goes out on {said_day(desk.today)}: programs have been"
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
            "No application is logged as sent, and no answer: whether applications are out is not known here. Log each"
            f" ({_LOG}). If none went out, ask an advisor before you pay for late ones: programs now choose from what"
            " they have."
        ),
        start=desk.today,
        due=desk.today + timedelta(days=7),
        fields=("season", "season_log"),
        confidence="assumed",
        effort="half an hour",
    )
