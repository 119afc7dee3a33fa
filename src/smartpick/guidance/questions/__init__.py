"""Which question is it, and what is the answer for this profile? Four questions, each from the engines of the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from smartpick.errors import Problem, RequestError
from smartpick.guidance._finding import Answer, ListFigures
from smartpick.guidance._ground import Ground, ground_of
from smartpick.guidance.questions._away import away
from smartpick.guidance.questions._failed import failed_step1
from smartpick.guidance.questions._how_many import how_many
from smartpick.guidance.questions._mention import mention_scores

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["QUESTIONS", "answers", "question_of"]

QUESTIONS: Mapping[str, str] = {
    "failed_step1": "I failed Step 1 and passed later. Can I still match where I want to?",
    "away": "Is an away rotation or sub-internship there worth it?",
    "mention_scores": "Should I mention my low score in the personal statement?",
    "how_many": "How many programs should I apply to?",
}

_CARDS: Mapping[str, Callable[[Ground, ListFigures], Answer]] = {
    "failed_step1": failed_step1,
    "away": away,
    "mention_scores": lambda ground, _: mention_scores(ground),
    "how_many": how_many,
}
_WORDS = {
    "failed_step1": ("fail", "failed", "failing", "attempt", "attempts", "second", "retook", "retake"),
    "away": ("away", "rotation", "rotations", "audition", "sub", "subi", "internship", "visiting"),
    "mention_scores": ("mention", "statement", "explain", "disclose", "address", "write", "ps", "essay"),
    "how_many": ("many", "number", "programs", "applications", "apply", "enough", "count"),
}
_STRONG = {"many": 2, "number": 2, "mention": 2, "statement": 2, "away": 2, "rotation": 2, "failed": 2, "fail": 2}


def question_of(text: str) -> str:
    """Return the key of the question that a text asks, told by its words.

    Raises
    ------
    RequestError
        When it is none of the four, or could be two.

    Examples
    --------
    >>> question_of("how many programs?"), question_of("2"), question_of("Should I explain my score in my statement?")
    ('how_many', 'away', 'mention_scores')
    """
    bare = text.strip()
    if bare in QUESTIONS:
        return bare
    if bare.isascii() and bare.isdigit() and 1 <= int(bare[:3]) <= len(QUESTIONS):
        return list(QUESTIONS)[int(bare[:3]) - 1]
    words = set(re.findall(r"[a-z]+", bare[:2000].lower()))
    points = {key: sum(_STRONG.get(word, 1) for word in found if word in words) for key, found in _WORDS.items()}
    best = max(points.values())
    if best and sum(value == best for value in points.values()) == 1:
        return next(key for key, value in points.items() if value == best)
    what = "that question could mean more than one thing" if best else "that question has no answer here"
    listed = "; ".join(f"{number} {question}" for number, question in enumerate(QUESTIONS.values(), 1))
    raise RequestError([Problem("QUESTION", what, fix=f"Ask by number: {listed}")])


def answers(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    today: date,
    figures: ListFigures,
    keys: tuple[str, ...] = (),
) -> tuple[Answer, ...]:
    """Return the answers to some of the questions, all four without any.

    Parameters
    ----------
    figures
        Of the list of the same profile, season and day: the answers show them as they are.
    """
    ground = ground_of(facts, directory, profile, today, figures.season)
    return tuple(_CARDS[key](ground, figures) for key in (keys or tuple(QUESTIONS)))
