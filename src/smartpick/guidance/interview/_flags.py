"""What in this record is asked about? Flags from its fields, and the questions that go with them."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from smartpick.guidance._exams import exam_name, failed_any
from smartpick.guidance._ground import Ground
from smartpick.guidance.interview._model import Flag, Question
from smartpick.guidance.letters import specialty_key
from smartpick.guidance.reading import read_record
from smartpick.guidance.routes import low_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["flags_of", "questions_for"]

_EXAMS = ("step1", "step2_ck", "step3", "comlex1", "comlex2", "comlex3")
_HANDS = {"hands_on", "sub_internship", "away_rotation", "externship"}


def flags_of(ground: Ground) -> tuple[Flag, ...]:
    """Return what is asked about, what weighs most first."""
    doubts = {each.key for each in read_record(ground)}
    return tuple(
        flag
        for found in (
            _exams(ground),
            _gaps(ground, doubts),
            _seasons(ground),
            _abroad(ground, doubts),
            _status(ground),
            _choices(ground),
        )
        for flag in found
    )


def _exams(ground: Ground) -> list[Flag]:
    found = []
    failed = failed_any(ground)
    if failed:
        names = _joined([exam_name(exam) for exam in failed])
        found.append(Flag("failed_exam", tuple(f"exams.{exam}" for exam in failed), {"exam": names}))
    low = [field for field in low_fields(ground) if field.removeprefix("exams.") not in failed]
    if low and not failed:
        names = _joined([exam_name(field.removeprefix("exams.")) for field in low])
        found.append(Flag("low_score", tuple(low), {"exam": names}))
    unfinished = [
        exam
        for exam in _EXAMS
        if any(attempt.result == "incomplete" for attempt in getattr(ground.profile.exams, exam))
    ]
    if unfinished:
        names = _joined([exam_name(exam) for exam in unfinished])
        found.append(Flag("incomplete", tuple(f"exams.{exam}" for exam in unfinished), {"exam": names}))
    if ground.applicant.is_comlex_only:
        found.append(Flag("comlex_only", ("exams.comlex1", "exams.comlex2", "exams.step1", "exams.step2_ck"), {}))
    return found


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _gaps(ground: Ground, doubts: set[str]) -> list[Flag]:
    found = []
    for gap in ground.profile.gaps:
        span = f"{gap.start:%B %Y} and {gap.end:%B %Y}" if gap.end else f"{gap.start:%B %Y} and now"
        found += [Flag(key, ("gaps",), {"span": span}, gap.is_private) for key in ("gap", "gap_told")]
    if not found and "gaps_open" in doubts:
        span = "your graduation and now, where no entry stands"
        found.append(Flag("gap", ("gaps", "work", "us_experience"), {"span": span}))
    return found


def _seasons(ground: Ground) -> list[Flag]:
    found = []
    if ground.profile.earlier_seasons:
        found.append(Flag("reapplicant", ("earlier_seasons",), {}))
    found.extend(
        Flag("earlier_training", ("training",), {"training": each.specialty})
        for each in ground.profile.training
        if each.is_completed is not True
    )
    return found


def _abroad(ground: Ground, doubts: set[str]) -> list[Flag]:
    profile = ground.profile
    if not profile.applicant.type.is_img:
        return []
    found = []
    if "years_since_graduation" in doubts:
        found.append(Flag("years_since_graduation", ("applicant.graduation_date", "applicant.type"), {}))
    if not any(each.kind in _HANDS for each in profile.us_experience):
        found.append(Flag("no_us_hands_on", ("us_experience", "applicant.type"), {}))
    return found


def _status(ground: Ground) -> list[Flag]:
    visa = ground.profile.visa
    if visa.status == "needs_visa":
        return [Flag("visa", ("visa.status", "visa.accepts"), {})]
    if visa.status in {"daca", "has_work_permit"}:
        return [Flag("permit", ("visa.status", "visa.permit_until"), {})]
    return []


def _choices(ground: Ground) -> list[Flag]:
    profile, found = ground.profile, []
    seen = {specialty_key(ground, each.specialty) for each in profile.us_experience}
    seen |= {specialty_key(ground, each.name) for each in profile.clerkships}
    for each in ground.specialties:
        if each.key not in seen:
            fields = ("goals.specialties", "clerkships", "us_experience")
            found.append(Flag("no_specialty_work", fields, {"specialty": each.name}))
    if len(ground.specialties) > 1:
        found.append(Flag("two_specialties", ("goals.specialties",), {"specialty": ground.specialties[0].name}))
    if profile.goals.areas.tier1 and not profile.ties and not profile.applicant.school_state:
        found.append(Flag("no_tie", ("ties", "goals.areas"), {}))
    return found


def questions_for(ground: Ground, flags: Sequence[Flag]) -> tuple[Question, ...]:
    """Return the questions of some flags, each once, then those that everybody is asked."""
    rows = list(ground.facts.rows("rule", "topic = ?", ("interview_question",)))
    found: dict[str, Question] = {}
    for flag in (*flags, Flag("everyone", ("goals.specialties",), {})):
        for row in rows:
            if row["applies_to"] != flag.key:
                continue
            text = string.Formatter().vformat(row["value"], (), dict(flag.words))
            question = Question(
                row["item"], flag.key, text, row["note"], flag.fields, row["fact_id"], is_private=flag.is_private
            )
            found.setdefault(text, question)
    return tuple(found.values())
