"""What to do, and by when: one calendar from today to the Match that knows the stage of the season."""

from __future__ import annotations

from smartpick.guidance._tasks import Task
from smartpick.guidance.plan._assemble import make_plan
from smartpick.guidance.plan._lists import scores_to_try, with_score
from smartpick.guidance.plan._types import Plan, Replaced, ScoreScenario, Study, StudyWeek

__all__ = [
    "Plan",
    "Replaced",
    "ScoreScenario",
    "Study",
    "StudyWeek",
    "Task",
    "make_plan",
    "scores_to_try",
    "with_score",
]
