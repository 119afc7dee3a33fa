"""Which questions will come, and what can an answer rest on? Outlines with her own facts; no sentence is written."""

from __future__ import annotations

from smartpick.guidance.interview._model import (
    Box,
    Fact,
    Flag,
    InterviewPlan,
    Note,
    Outline,
    PracticeSummary,
    Question,
    Spoken,
)
from smartpick.guidance.interview._plan import plan_interviews, spoken_of
from smartpick.guidance.interview._practice import scored

__all__ = [
    "Box",
    "Fact",
    "Flag",
    "InterviewPlan",
    "Note",
    "Outline",
    "PracticeSummary",
    "Question",
    "Spoken",
    "plan_interviews",
    "scored",
    "spoken_of",
]
