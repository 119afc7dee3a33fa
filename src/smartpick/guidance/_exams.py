"""The six exams by name, and how often each was failed or passed."""

from __future__ import annotations

from smartpick.guidance._ground import Ground
from smartpick.vocabulary import EXAMS

__all__ = ["exam_name", "failed_any", "fails", "passed"]


def exam_name(exam: str) -> str:
    """Return an exam's name as a reader knows it."""
    return EXAMS[exam]


def fails(ground: Ground, exam: str) -> int:
    """Return how many attempts at an exam were failed; an incomplete one counts as an attempt, not as a fail."""
    return sum(attempt.result == "fail" for attempt in getattr(ground.profile.exams, exam))


def passed(ground: Ground, exam: str) -> bool:
    """Say whether an exam has been passed."""
    return any(attempt.result == "pass" for attempt in getattr(ground.profile.exams, exam))


def failed_any(ground: Ground) -> tuple[str, ...]:
    """Return the exams with a failed attempt."""
    return tuple(exam for exam in EXAMS if fails(ground, exam))
