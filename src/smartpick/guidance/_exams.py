"""The six exams by name, and how often each was failed or passed."""

from __future__ import annotations

from smartpick.guidance._ground import Ground

__all__ = ["exam_name", "failed_any", "fails", "passed"]

_EXAMS = {
    "step1": "Step 1",
    "step2_ck": "Step 2 CK",
    "step3": "Step 3",
    "comlex1": "COMLEX Level 1",
    "comlex2": "COMLEX Level 2-CE",
    "comlex3": "COMLEX Level 3",
}


def exam_name(exam: str) -> str:
    """Return an exam's name as a reader knows it."""
    return _EXAMS[exam]


def fails(ground: Ground, exam: str) -> int:
    """Return how many attempts at an exam were failed; an incomplete one counts as an attempt, not as a fail."""
    return sum(attempt.result == "fail" for attempt in getattr(ground.profile.exams, exam))


def passed(ground: Ground, exam: str) -> bool:
    """Say whether an exam has been passed."""
    return any(attempt.result == "pass" for attempt in getattr(ground.profile.exams, exam))


def failed_any(ground: Ground) -> tuple[str, ...]:
    """Return the exams with a failed attempt."""
    return tuple(exam for exam in _EXAMS if fails(ground, exam))
