"""The six exams by name, and how often each was failed or passed."""

from __future__ import annotations

from smartpick.guidance._ground import Ground
from smartpick.vocabulary import EXAMS

__all__ = ["exam_name", "failed_any", "fails", "is_graduate", "next_number", "passed"]


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


def failed_any(ground: Ground) -> tuple[str, ...]:
    """Return the exams with a failed attempt."""
    return tuple(exam for exam in EXAMS if fails(ground, exam))
