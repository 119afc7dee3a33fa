"""What have programs answered by the log, counted in one way for every page, command and sentence?"""

from __future__ import annotations

from smartpick.profile.answers._answers import Answers, answers_of, came_last

__all__ = ["Answers", "answers_of", "came_last"]
