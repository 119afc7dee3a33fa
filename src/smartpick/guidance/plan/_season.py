"""The days that the season itself sets, and what has to be ready for them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartpick.guidance._exams import exam_name, passed
from smartpick.guidance._rules import list_by, rule_of
from smartpick.guidance._season_days import Desk, said_day
from smartpick.guidance._sent import logged_as_sent
from smartpick.guidance._tasks import Task, in_time, task_ahead
from smartpick.guidance.plan._after import day_task, match_week, next_season, ranking
from smartpick.guidance.plan._ahead import exams_ahead
from smartpick.guidance.plan._opening import submitting
from smartpick.guidance.plan._types import Replaced
from smartpick.guidance.reading import recovery_state
from smartpick.guidance.routes import low_fields
from smartpick.portfolio import signal_budget
from smartpick.profile.answers import answers_of
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground

__all__ = ["readiness", "season_tasks", "too_late_of_season"]

_WEEK = {Stage.MATCH_WEEK, Stage.SOAP}
"""In these days nothing of the applications is still thought about."""


def season_tasks(desk: Desk) -> list[Task]:
    """Return what the calendar of the season asks for, from today on."""
    return [
        *_before_opening(desk),
        *submitting(desk),
        *_registration(desk),
        *_interview_season(desk),
        *ranking(desk),
        *match_week(desk),
        *next_season(desk),
    ]


def readiness(ground: Ground) -> tuple[str, ...]:
    """Return what an application consists of, each with how it stands."""
    profile = ground.profile
    exam = "comlex2" if ground.applicant.is_comlex_only else "step2_ck"
    ready = sum(each.status == "uploaded" for each in profile.letters)
    agreed = sum(each.status == "agreed" for each in profile.letters)
    wanted = f"{ground.benchmarks['few_letters']:g}"
    before = [each for each in exams_ahead(ground) if each != exam]
    rows = [
        *(f"{exam_name(each)}: not passed yet" for each in before),
        f"{exam_name(exam)}: {'the score is there' if passed(ground, exam) else 'not there yet'}",
        f"letters: {ready} uploaded, {agreed} agreed, of {wanted} that are usual",
        "statement: not known here; tick it when two people have read it",
        "experiences: " + ("entered" if profile.service or profile.work or profile.research else "none told"),
        f"specialties: {', '.join(each.name for each in ground.specialties)}",
        "signals: " + ("decided" if profile.signals else "not decided"),
        f"transcripts, photo and the school's letter (MSPE): {_papers_from(ground)}",
    ]
    if profile.applicant.type.is_img:
        certified = profile.ecfmg.certified
        state = "certified" if certified else "not certified" if certified is False else "not told"
        rows.append(f"ECFMG: {state}")
    return tuple(rows)


def _papers_from(ground: Ground) -> str:
    return "through MyIntealth, as an IMG" if ground.profile.applicant.type.is_img else "from your school"


def _before_opening(desk: Desk) -> list[Task]:
    ground = desk.ground
    submit, reading = desk.day("applicants_may_submit"), desk.day("programs_may_review")
    if submit is None or reading is None or not ground.is_early:
        return []
    names = ", ".join(each.name for each in ground.specialties)
    tasks = day_task(
        desk,
        desk.day("season_begins"),
        "season_begins",
        "season",
        "The season opens",
        "The application can be filled in from this day.",
    )
    statement_from = submit.day - desk.weeks("plan_statement_weeks")
    tasks += task_ahead(
        desk.today,
        key="statement",
        topic="application",
        title="Write the statement",
        text=(
            f"One statement for {names.replace(', ', ' and one for ')}, in your own words; two people read it before"
            " it goes in."
        ),
        start=statement_from,
        due=in_time(desk.today, submit.day - timedelta(days=7), reading.day - timedelta(days=1)),
        fields=("goals.specialties",),
        confidence="assumed",
        effort="about 12 hours in three drafts",
    )
    tasks += task_ahead(
        desk.today,
        key="list",
        topic="application",
        title="Decide the list",
        text="Make the list again with what is known by then, take out what you would not rank, and pay once.",
        start=submit.day - timedelta(days=14),
        due=list_by(ground) or reading.day - timedelta(days=1),
        fields=("goals.specialties", "goals.areas", "budget.usd"),
        confidence="assumed",
        effort="an evening",
    )
    tasks += _signals(desk, submit.day, reading.day)
    tasks += task_ahead(
        desk.today,
        key="readiness",
        topic="application",
        title="Readiness check",
        text=f"{_from(desk, submit.day)} Go through the points; whatever is not ready gets a day and a name.",
        start=submit.day - desk.weeks("plan_ready_weeks"),
        due=in_time(desk.today, submit.day, reading.day - timedelta(days=1)),
        fields=("letters", "exams", "signals", "goals.specialties"),
        confidence="assumed",
        effort="one hour",
        checklist=readiness(ground),
    )
    tasks += day_task(
        desk,
        reading,
        "programs_read",
        "season",
        "Programs begin to read",
        "From this day programs may read applications.",
        "programs",
    )
    return tasks + _own_services(desk)


def _from(desk: Desk, submit: date) -> str:
    """Say from which day applications can be sent; a day and no countdown, since a calendar is read later."""
    verb = "can" if submit > desk.today else "could"
    return f"Applications {verb} be sent from {said_day(submit)}."


def _own_services(desk: Desk) -> list[Task]:
    tasks = []
    for name, days in desk.own_service().items():
        end, begin = (
            days.get("application_deadline") or days.get("programs_may_review"),
            days.get("applicants_may_submit"),
        )
        if end is None or begin is None:
            continue
        tasks += task_ahead(
            desk.today,
            key=f"submit_residencycas_{name.lower().replace(' ', '_')}",
            topic="application",
            title=f"Submit in ResidencyCAS ({name})",
            text=f"{name} applies through ResidencyCAS, not ERAS; letters are assigned there by hand.{end.sentence}",
            start=begin.day,
            due=end.day,
            fields=("goals.specialties",),
            confidence=end.confidence,
            effort="an evening",
            fact_ids=(*begin.fact_ids, *end.fact_ids),
        )
    return tasks


def _signals(desk: Desk, submit: date, reading: date) -> list[Task]:
    ground, said = desk.ground, []
    for specialty in ground.specialties:
        budget = signal_budget(ground.facts, specialty.key, ground.season)
        if budget.counts:
            counts = ", ".join(f"{count} {tier}" for tier, count in budget.counts.items())
            carried = f", of {budget.season}" if budget.is_carried_forward else ""
            said.append(f"{specialty.name}: {counts.replace(' single', '')}{carried}")
    if not said:
        return []
    rule = rule_of(ground, "signal_final")
    return task_ahead(
        desk.today,
        key="signals",
        topic="application",
        title="Decide the signals",
        text=(
            f"Preference signals ({'; '.join(said)}). Give them where the list says that they add most; once an"
            " application is sent its signal is fixed."
        ),
        start=submit - timedelta(days=21),
        due=reading - timedelta(days=1),
        fields=("signals", "goals.specialties"),
        confidence="assumed",
        effort="two hours",
        fact_ids=(rule["fact_id"],) if rule is not None else (),
    )


def _registration(desk: Desk) -> list[Task]:
    opens, ends = desk.day("registration_opens"), desk.registration_deadline()
    if opens is None or ends is None:
        return []
    return task_ahead(
        desk.today,
        key="register_nrmp",
        topic="season",
        title="Register with the NRMP",
        text=(
            "Applying does not register you. Later registration costs more or is closed; SOAP needs it too."
            f"{ends.sentence}"
        ),
        start=opens.day,
        due=ends.day,
        at=ends.at,
        fields=("season",),
        confidence=ends.confidence,
        effort="half an hour",
        fact_ids=(*opens.fact_ids, *ends.fact_ids),
    )


def _interview_season(desk: Desk) -> list[Task]:
    ground = desk.ground
    reading, ranking = desk.day("programs_may_review"), desk.day("ranking_opens")
    if reading is None or ranking is None or ground.stage.is_past_interviews:
        return []
    answers = answers_of(ground.profile, desk.today)
    rule = rule_of(ground, "time to answer an interview offer")
    tasks = task_ahead(
        desk.today,
        key="watch_offers",
        topic="interview",
        title="Watch for interview offers",
        text=(
            "Look twice a day, answer the same day, and cancel in good time what you cannot take."
            + desk.ruled(
                "time to answer an interview offer",
                "nrmp_communication",
                " Programs have to give at least {} to answer.",
            )
        ),
        start=reading.day,
        due=ranking.day - timedelta(days=1),
        fields=("season_log", "season"),
        confidence="assumed",
        effort="ten minutes a day",
        fact_ids=(rule["fact_id"],) if rule is not None else (),
    )
    hard = _hard_question(ground)
    said = f"By your log: {answers.text}. " if answers.received else ""
    return tasks + task_ahead(
        desk.today,
        key="practice_interviews",
        topic="interview",
        title="Practice interviews",
        text=f"{said}{hard} Aloud, three times, with somebody who asks back.",
        start=reading.day - timedelta(days=14),
        due=ranking.day - timedelta(days=1),
        fields=("season_log", "exams", "earlier_seasons"),
        confidence="assumed",
        effort="three evenings",
    )


def _hard_question(ground: Ground) -> str:
    """Return what to prepare first: the question that this record raises."""
    asked = []
    if low_fields(ground) and recovery_state(ground) == "nothing to recover":
        asked.append("what a lower score says and does not say about you, and how you will prepare for the boards")
    elif low_fields(ground):
        asked.append("what happened, two or three changes, what they brought, and how you will prepare for the boards")
    if any(each.outcome in {"unmatched", "no_interviews", "soap"} for each in ground.profile.earlier_seasons):
        asked.append("why last season did not work out, and what is new since then")
    if asked:
        return f"Prepare the hard question first: {'; then '.join(asked)}."
    return "Prepare three answers: why this specialty, why this place, and a case from which you learned."


def too_late_of_season(desk: Desk) -> list[Replaced]:
    """Return what the stage of the season has closed, and what stands in its place."""
    ground, stage = desk.ground, desk.ground.stage
    if not stage.choices:
        return []
    rows = []
    if ground.is_early and not desk.has_time_to_ask:
        rows.append(
            Replaced(
                "asking",
                "Asking people at many programs before the applications go out",
                "finish the application; ask before each interview and before you rank, where answers count as much",
                ("contacts", "season"),
            )
        )
    if not ground.is_early and stage not in _WEEK:
        reading = desk.day("programs_may_review")
        when = f" since {said_day(reading.day)}" if reading else ""
        instead = {
            Stage.SUBMITTED: "log what programs answer, and prepare interviews; an application sent now comes late"
            if logged_as_sent(ground)
            else "send what is ready and log it, then prepare interviews; programs go on reading what comes in",
            Stage.INTERVIEWING: "put the work into interviews; ask before you pay for a late application",
            Stage.RANKING: "rank every place where you would go, in the order of your own wish",
        }[stage]
        rows.append(
            Replaced(
                "applications",
                f"Choosing applications and signals: programs have been reading{when}",
                instead,
                ("season", "signals"),
                reading.fact_ids if reading else (),
            )
        )
    registered = desk.registration_deadline()
    if stage is Stage.RANKING and registered is not None and registered.day < desk.today:
        rows.append(
            Replaced(
                "register_nrmp",
                f"Registering with the NRMP by its usual day, {said_day(registered.day)}{registered.note}",
                "nothing, if you are registered; if not, look today whether late registration is still open",
                ("season",),
                registered.fact_ids,
            )
        )
    if stage in _WEEK:
        ends = desk.day("rank_list_deadline")
        rows.append(
            Replaced(
                "rank_list",
                f"Changing the rank list: it closed{f' on {said_day(ends.day)}' if ends else ''}",
                "wait; the days until Monday are for rest and for the drawer plan"
                if stage is Stage.MATCH_WEEK
                else "this week the rules of SOAP hold",
                ("season",),
                ends.fact_ids if ends else (),
            )
        )
    return rows
