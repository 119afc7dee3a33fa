"""What does this record say, and which roads lead on? The guide as software: profile and facts in, findings out.

Guidance stands before the list is made. Where an answer needs the list's figures they arrive as `ListFigures`, so that
they are the same.
"""

from __future__ import annotations

from smartpick.guidance._assess import assess
from smartpick.guidance._finding import (
    Answer,
    Assessment,
    Concern,
    Condition,
    Finding,
    ListFigures,
    Offset,
    Range,
    Support,
)
from smartpick.guidance._support import support_lines
from smartpick.guidance.questions import QUESTIONS, answers, question_of
from smartpick.guidance.reading import ExamResult

__all__ = [
    "QUESTIONS",
    "Answer",
    "Assessment",
    "Concern",
    "Condition",
    "ExamResult",
    "Finding",
    "ListFigures",
    "Offset",
    "Range",
    "Support",
    "answers",
    "assess",
    "question_of",
    "support_lines",
]
