"""At which scores lists are made while the exam is ahead, and the profile that has each of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from smartpick.guidance._exams import day_ahead, to_pass
from smartpick.guidance._ground import Ground, ground_of
from smartpick.guidance.plan._ahead import exam_ahead
from smartpick.guidance.plan._study import score_keys
from smartpick.profile import Attempt

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["scores_to_try", "with_score"]


def scores_to_try(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    today: date,
    season: int | None = None,
    own: Mapping[str, object] | None = None,
) -> tuple[int, ...]:
    """Return the scores for which a list shows something, lowest first; empty unless an exam with a number is ahead."""
    ground = ground_of(facts, directory, profile, today, season, own)
    exam = exam_ahead(ground)
    if exam is None or not ground.is_early:
        return ()
    return tuple(sorted({int(ground.benchmarks[key]) for key in score_keys(exam)}))


def with_score(
    facts: Facts, directory: Directory, profile: Profile, today: date, score: int, season: int | None = None
) -> Profile:
    """Return the profile as it would be with that score, passed on the day it is planned for, and nothing else open.

    Raises
    ------
    ValueError
        When no exam with a number is ahead.
    """
    ground: Ground = ground_of(facts, directory, profile, today, season)
    exam = exam_ahead(ground)
    if exam is None:
        msg = "no exam with a number is ahead"
        raise ValueError(msg)
    done = tuple(each for each in getattr(profile.exams, exam) if each.result is not None)
    passed = Attempt(date=day_ahead(ground, exam), result="pass", score=score)
    told: dict[str, object] = {exam: (*done, passed)}
    # While another exam is open every score is read at the lowest pass, and all lists would be the same.
    for other in to_pass(ground):
        if other != exam:
            before = tuple(each for each in getattr(profile.exams, other) if each.result is not None)
            told[other] = (*before, Attempt(date=day_ahead(ground, other), result="pass"))
    exams = profile.exams.model_copy(update=told)
    return profile.model_copy(update={"exams": exams})
