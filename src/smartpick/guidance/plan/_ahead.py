"""Which exams are still to be passed, in which order, and what a pass of each is needed for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from smartpick.guidance._exams import day_ahead, exam_name, passed
from smartpick.guidance._rules import rule_of

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground

__all__ = ["SAME_LEVEL", "exam_ahead", "exam_before", "exam_days", "exams_ahead", "needed_for"]

_BEFORE = {"step2_ck": "step1", "step3": "step2_ck", "comlex2": "comlex1", "comlex3": "comlex2"}
"""Exam → the one that comes before it."""
SAME_LEVEL = {"step1": "comlex1", "comlex1": "step1", "step2_ck": "comlex2", "comlex2": "step2_ck"}
"""Exam → the one that asks for the same subjects: weeks before the first of the two count for both."""
_ORDER = ("step1", "comlex1", "step2_ck", "comlex2", "step3", "comlex3")


def exam_ahead(ground: Ground) -> str | None:
    """Return the exam with a number that is still to be passed, else None; COMLEX stands by itself."""
    exams = ground.profile.exams
    is_do_without_usmle = ground.profile.applicant.type.is_do and not (exams.step1 or exams.step2_ck)
    exam = "comlex2" if ground.applicant.is_comlex_only or is_do_without_usmle else "step2_ck"
    return exam if _is_ahead(ground, exam) else None


def exams_ahead(ground: Ground) -> tuple[str, ...]:
    """Return every exam that is still to be passed, in the order of study; none whose result is waited for.

    Notes
    -----
    The exam with a number belongs to everybody. Any other counts once the profile tells an attempt at it, taken or
    planned: of one that is not told nothing is taken for granted. Level 2-CE belongs to whoever took Level 1.
    """
    exams, numbered = ground.profile.exams, exam_ahead(ground)
    found = [
        exam
        for exam in _ORDER
        if (exam == numbered or getattr(exams, exam) or (exam == "comlex2" and exams.comlex1))
        and _is_ahead(ground, exam)
    ]
    # By day, but never before the exam that has to be passed first; one without a day that others wait for is first.
    days: dict[str, date] = {}
    for exam in found:
        waited_for = any(_BEFORE.get(other) == exam for other in found)
        day = day_ahead(ground, exam) or (date.min if waited_for else date.max)
        days[exam] = max(day, days.get(_BEFORE.get(exam, ""), date.min))
    return tuple(sorted(found, key=lambda exam: (days[exam], _ORDER.index(exam))))


def exam_before(ground: Ground, exam: str) -> str | None:
    """Return the exam that has to be passed first, where the profile tells that it is not passed; else None."""
    first = _BEFORE.get(exam)
    if first is None or passed(ground, first) or not getattr(ground.profile.exams, first):
        return None
    return first


def exam_days(ground: Ground) -> tuple[date, ...]:
    """Return the days on which exams are planned, the soonest first."""
    days = (day_ahead(ground, exam) for exam in exams_ahead(ground))
    return tuple(sorted(day for day in days if day is not None))


def needed_for(ground: Ground, exam: str) -> tuple[str, tuple[str, ...]]:
    """Return what a pass is needed for, as one sentence with a space before it, and the facts behind it."""
    name = exam_name(exam)
    if exam in {"comlex1", "comlex2"}:
        rule = rule_of(ground, "order of Levels")
        later = exam_name("comlex2" if exam == "comlex1" else "comlex3")
        return f" {name} has to be passed before {later} can be taken.", _ids(rule)
    if exam in {"step1", "step2_ck"} and ground.profile.applicant.type.is_img:
        needs, missing = rule_of(ground, "what certification needs"), rule_of(ground, _MISSING)
        text = f" A pass in {name} is needed for ECFMG certification, and for the Match by the rank list deadline."
        return text, (*_ids(needs), *_ids(missing))
    if exam == "step1":
        text = (
            " A pass in Step 1 comes before everything else: ask your school whether it lets you take Step 2 CK, apply"
            " or graduate without one. Step 3 and a full licence need both."
        )
        return text, ()
    return "", ()


_MISSING = "IMG exams missing at the rank list deadline"


def _ids(rule: object) -> tuple[str, ...]:
    return () if rule is None else (str(rule["fact_id"]),)  # type: ignore[index]  # a row of the facts


def _is_ahead(ground: Ground, exam: str) -> bool:
    if passed(ground, exam):
        return False
    attempts = getattr(ground.profile.exams, exam)
    last = attempts[-1] if attempts and attempts[-1].result is None else None
    day = None if last is None else last.date or last.planned_date
    # An exam whose day is past is no longer ahead, though its result may be.
    return day is None or day >= ground.today
