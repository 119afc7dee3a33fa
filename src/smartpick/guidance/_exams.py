"""The six exams by name, how often each was failed or passed, which has to be passed first, and what is in time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartpick.guidance._ground import EFFECT_FIELDS, Ground
from smartpick.vocabulary import EXAMS

if TYPE_CHECKING:
    from smartpick.estimate import SpecialtyBasis

__all__ = [
    "FAILED_AT",
    "day_ahead",
    "effect_fields",
    "exam_name",
    "failed_any",
    "fails",
    "first_to_pass",
    "is_awaited",
    "is_graduate",
    "last_day_to_sit",
    "next_number",
    "passed",
    "score_fields",
    "still_to_do",
    "to_pass",
]

FAILED_AT = {"step1_fail": ("step1", "comlex1"), "step2_fail": ("step2_ck", "comlex2")}
"""Effect of the chance model that a failed attempt has → the exams, of which one is enough."""


def exam_name(exam: str) -> str:
    """Return an exam's name as a reader knows it."""
    return EXAMS[exam]


def fails(ground: Ground, exam: str) -> int:
    """Return how many attempts at an exam were failed; an incomplete one counts as an attempt, not as a fail."""
    return sum(attempt.result == "fail" for attempt in getattr(ground.profile.exams, exam))


def passed(ground: Ground, exam: str) -> bool:
    """Say whether an exam has been passed."""
    return any(attempt.result == "pass" for attempt in getattr(ground.profile.exams, exam))


def is_graduate(ground: Ground) -> bool:
    """Say whether medical school is over by its day; False where the day is not told."""
    day = ground.profile.applicant.graduation_date
    return day is not None and day < ground.today


def next_number(ground: Ground) -> str | None:
    """Return the exam in which a level can next be shown, else None.

    Notes
    -----
    Step 2 CK or Level 2-CE while it is not passed. Then only Step 3 or Level 3, which is for graduates: a student has
    no exam with a number left before residency.
    """
    exams = ground.profile.exams
    is_comlex = ground.profile.applicant.type.is_do and not (exams.step1 or exams.step2_ck)
    second, third = ("comlex2", "comlex3") if is_comlex else ("step2_ck", "step3")
    if not passed(ground, second):
        return second
    return third if is_graduate(ground) and not passed(ground, third) else None


def to_pass(ground: Ground) -> tuple[str, ...]:
    """Return the exams that are failed and still have to be passed, in the order in which they are taken.

    Notes
    -----
    The same reading as the chance's own: where Step 1 or Level 1 is passed, a fail at the other of the two is not open.
    """
    pairs = (
        (ground.applicant.is_step1_unpassed, FAILED_AT["step1_fail"]),
        (ground.applicant.is_step2_unpassed, FAILED_AT["step2_fail"]),
    )
    return tuple(exam for is_open, exams in pairs if is_open for exam in exams if fails(ground, exam))


def first_to_pass(ground: Ground) -> str | None:
    """Return the failed exam that is passed before all else; None where none is open."""
    return next(iter(to_pass(ground)), None)


def still_to_do(ground: Ground, exam: str) -> str:
    """Return what can be done about an exam that lies ahead: what is failed and open is passed before all else."""
    first = first_to_pass(ground) or exam
    if first != exam:
        return f"pass {exam_name(first)} first"
    if is_awaited(ground, exam):
        return "enter the result when it is in"
    said = f"pass {exam_name(exam)} first" if fails(ground, exam) else f"raise the {exam_name(exam)} score"
    return f"{said} (its result comes after programs begin to read)" if _is_late(ground, exam) else said


def _is_late(ground: Ground, exam: str) -> bool:
    """Say whether a result would come after the day on which programs begin to read, while that day lies ahead."""
    reading, day = ground.reading_day, day_ahead(ground, exam)
    if reading is None:
        return False
    if day is None:
        return last_day_to_sit(ground) is None
    return day + timedelta(weeks=ground.benchmarks["plan_result_weeks"]) > reading


def is_awaited(ground: Ground, exam: str) -> bool:
    """Say whether the day of an exam is past and its result is not told."""
    return day_ahead(ground, exam) is None and bool(_days_without_result(ground, exam))


def effect_fields(ground: Ground, effect: str) -> tuple[str, ...]:
    """Return the fields of the profile that an effect of the record comes from: for a fail, the exams failed."""
    failed = tuple(f"exams.{exam}" for exam in FAILED_AT.get(effect, ()) if fails(ground, exam))
    return failed or (EFFECT_FIELDS.get(effect, "applicant.type"),)


def score_fields(ground: Ground, basis: SpecialtyBasis) -> tuple[str, ...]:
    """Return the fields of the profile that the score behind some chances is read from."""
    if basis.score.is_held_down:
        return tuple(f"exams.{exam}" for exam in to_pass(ground))
    if ground.applicant.step2_ck is not None:
        return ("exams.step2_ck",)
    return ("exams.comlex2",) if ground.applicant.comlex2 is not None else ("exams.practice",)


def day_ahead(ground: Ground, exam: str) -> date | None:
    """Return the day that an exam is planned for, while it lies ahead."""
    return next((day for day in _days_without_result(ground, exam) if day >= ground.today), None)


def _days_without_result(ground: Ground, exam: str) -> list[date]:
    """Return the days of an exam, planned or past, of which no result is told."""
    days = (each.planned_date or each.date for each in getattr(ground.profile.exams, exam) if each.result is None)
    return [day for day in days if day is not None]


def last_day_to_sit(ground: Ground) -> date | None:
    """Return the last day on which an exam brings its result before programs read, with the usual weeks to study first.

    None where that day can no longer be reached, or programs read already: a result then comes for interviews.
    """
    if ground.reading_day is None:
        return None
    length = "plan_study_weeks_long" if failed_any(ground) else "plan_study_weeks_usual"
    last = ground.reading_day - timedelta(weeks=ground.benchmarks["plan_result_weeks"])
    return last if ground.today + timedelta(weeks=ground.benchmarks[length]) <= last else None


def failed_any(ground: Ground) -> tuple[str, ...]:
    """Return the exams with a failed attempt."""
    return tuple(exam for exam in EXAMS if fails(ground, exam))
