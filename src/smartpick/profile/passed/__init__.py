"""Which days that a profile plans have passed, and what she answers to each?

A day that passes is no error: what was planned is open again, and she is asked.
"""

from __future__ import annotations

from smartpick.profile.passed._answer import ANSWERS, with_answer
from smartpick.profile.passed._days import PassedDay, has_left, questions_of, was_done, without_result

__all__ = ["ANSWERS", "PassedDay", "has_left", "questions_of", "was_done", "with_answer", "without_result"]
