"""Planned days that lie behind: each as a question, with how the profile is read until it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartpick.profile._finding import path_of
from smartpick.profile._lines import Location
from smartpick.vocabulary import EXAMS

if TYPE_CHECKING:
    from smartpick.profile._model import Attempt, Profile, Tie
    from smartpick.profile._record import Experience

__all__ = ["RESULT_WITHIN", "PassedDay", "has_left", "questions_of", "was_done", "without_result"]

RESULT_WITHIN = timedelta(days=75)
"""A result that is not there by then was forgotten: reports take three to nine weeks."""
_DAYS_A_MONTH = 30.4
_EXPERIENCES = {
    "away_rotation": "away rotation",
    "hands_on": "hands-on experience",
    "sub_internship": "sub-internship",
}
_OPEN = "Until you answer, it counts as open: neither passed nor failed, and without a score."


@dataclass(frozen=True, slots=True)
class PassedDay:
    """One planned day that lies behind.

    Attributes
    ----------
    at
        Where it stands in the profile.
    kind
        exam, result, ecfmg, rotation, home or senior: which answers there are.
    day
        The day that passed.
    says
        What the profile says: "Step 3 was planned for 25 November 2026".
    asks
        The question.
    reading
        How the profile is read until it is answered.
    """

    at: Location
    kind: str
    day: date
    says: str
    asks: str
    reading: str

    @property
    def key(self) -> str:
        """The place as text: the name under which it is answered."""
        return path_of(self.at)

    def __str__(self) -> str:
        return f"Your profile says {self.says}: {self.asks} {self.reading}"


def questions_of(profile: Profile, today: date) -> tuple[PassedDay, ...]:
    """Return what has passed since the profile was written, in its order.

    Notes
    -----
    Whatever is asked here is read as that which claims less: an exam without a result is open, a certificate is not
    there yet, a rotation was not done.
    """
    return tuple(each for part in (_senior, _exams, _ecfmg, _rotations, _homes) for each in part(profile, today))


def was_done(each: Experience, today: date) -> bool:
    """Say whether clinical experience was done: it says so, or says nothing and its last day is past."""
    return each.is_done if each.is_done is not None else each.end is not None and each.end < today


def has_left(tie: Tie, today: date) -> bool:
    """Say whether a place where she lives is one where she lived, by its last day."""
    return tie.kind == "lives_now" and tie.end is not None and tie.end < today


def without_result(attempt: Attempt, today: date) -> str:
    """Return how an attempt without a result is told: planned while its day lies ahead, else open."""
    day = attempt.planned_date
    return "no result told" if attempt.date or (day is not None and day < today) else "planned"


def _said(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _senior(profile: Profile, _today: date) -> Iterator[PassedDay]:
    kind, day = profile.senior_before, profile.applicant.graduation_date
    if kind is not None and day is not None:
        says = f"you are a {kind.label} who graduates on {_said(day)}"
        reading = f"Until you answer, you are read as a {profile.applicant.type.label}."
        yield PassedDay(("applicant",), "senior", day, says, "do you apply as a graduate now?", reading)


def _exams(profile: Profile, today: date) -> Iterator[PassedDay]:
    for exam, name in EXAMS.items():
        attempts: tuple[Attempt, ...] = getattr(profile.exams, exam)
        for number, attempt in enumerate(attempts):
            if attempt.result is None and attempt.score is None:
                yield from _waiting(("exams", exam, number), name, attempt, today)


def _waiting(at: Location, name: str, attempt: Attempt, today: date) -> Iterator[PassedDay]:
    taken, planned, expected = attempt.date, attempt.planned_date, attempt.result_expected
    if planned is not None and planned < today:
        yield PassedDay(at, "exam", planned, f"{name} was planned for {_said(planned)}", "did you take it?", _OPEN)
    elif expected is not None and expected < today:
        says = f"the result of {name} was due on {_said(expected)}"
        yield PassedDay(at, "result", expected, says, "has it come?", _OPEN)
    elif taken is not None and expected is None and today - taken > RESULT_WITHIN:
        says = f"you took {name} on {_said(taken)}, and no result"
        yield PassedDay(at, "result", taken, says, "has it come?", _OPEN)


def _ecfmg(profile: Profile, today: date) -> Iterator[PassedDay]:
    day = profile.ecfmg.date
    if profile.ecfmg.certified is False and day is not None and day < today:
        says = f"your ECFMG certificate was expected on {_said(day)}"
        yield PassedDay(
            ("ecfmg",), "ecfmg", day, says, "are you certified?", "Until you answer, it counts as not there yet."
        )


def _rotations(profile: Profile, today: date) -> Iterator[PassedDay]:
    for number, each in enumerate(profile.us_experience):
        last = each.end
        if last is None and each.start is not None:
            last = each.start + timedelta(days=round(_DAYS_A_MONTH * (each.months or 1)))
        if each.is_done is False and last is not None and last < today:
            name = _EXPERIENCES.get(each.kind, each.kind.replace("_", " "))
            says = f"the {name}{f' at {each.place}' if each.place else ''} was planned until {_said(last)}"
            reading = "Until you answer, it counts as not done."
            yield PassedDay(("us_experience", number), "rotation", last, says, "did you do it?", reading)


def _homes(profile: Profile, today: date) -> Iterator[PassedDay]:
    for number, tie in enumerate(profile.ties):
        if tie.end is not None and has_left(tie, today):
            place = tie.place or tie.state or "a place"
            says = f"you live in {place} until {_said(tie.end)}"
            reading = "Until you answer, it counts as a place where you lived."
            yield PassedDay(("ties", number), "home", tie.end, says, "do you still live there?", reading)
