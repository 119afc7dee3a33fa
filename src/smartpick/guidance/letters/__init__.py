"""Whom to ask for a letter, which letter goes where, and what facts to hand over. It never drafts a letter."""

from __future__ import annotations

from smartpick.guidance.letters._free_words import Held
from smartpick.guidance.letters._model import (
    Assignment,
    LetterPlan,
    NextAsk,
    Points,
    Rule,
    Sheet,
    Strength,
    Target,
    Writer,
)
from smartpick.guidance.letters._plan import plan_letters
from smartpick.guidance.letters._writers import specialty_key

__all__ = [
    "Assignment",
    "Held",
    "LetterPlan",
    "NextAsk",
    "Points",
    "Rule",
    "Sheet",
    "Strength",
    "Target",
    "Writer",
    "plan_letters",
    "specialty_key",
]
