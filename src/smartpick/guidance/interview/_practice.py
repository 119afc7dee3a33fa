"""Practice answers with their marks: read as typed, kept in the profile, summed up over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from smartpick.errors import Problem, RequestError
from smartpick.guidance.interview._model import PracticeSummary
from smartpick.profile import Rehearsal

__all__ = ["MARKS", "scored", "summaries"]

MARKS = ("honest", "specific", "confident")
_PARTS = ("question", *MARKS, "seconds", "by")
_MOST_SECONDS = 3600
_BY = ("self", "peer", "advisor")
_WHERE = "--score"


def scored(text: str, today: date) -> Rehearsal:
    """Return a practice answer from what was typed: question, honest, specific, confident, seconds, by.

    Seconds and by may be empty; a comma within the question is part of it.

    Raises
    ------
    RequestError
        With everything that is wrong with it.

    Examples
    --------
    >>> scored("exam_1_story,4,3,5,80,peer", date(2026, 10, 1)).seconds
    80
    >>> scored("What happened, and why?,4,3,5,,", date(2026, 10, 1)).question
    'What happened, and why?'
    """
    parts = [part.strip() for part in text.rsplit(",", len(_PARTS) - 1)]
    if len(parts) != len(_PARTS):
        what = f"has {len(parts)} parts, not {len(_PARTS)}"
        why = f"They are {', '.join(_PARTS)}; the last two may be empty"
        raise RequestError([Problem(_WHERE, what, why, "Write it as exam_1_story,4,3,5,80,peer")])
    cells = dict(zip(_PARTS, parts, strict=True))
    problems: list[Problem] = []
    marks = [_mark(name, cells[name], problems) for name in MARKS]
    seconds = _seconds(cells["seconds"], problems)
    if cells["by"] not in {"", *_BY}:
        problems.append(Problem(_WHERE, f"by is '{_shown(cells['by'])}'", fix=f"One of {', '.join(_BY)}, or empty"))
    question = cells["question"]
    if not question or len(question) > 200 or not question.isprintable():
        what = "names no question" if not question else "names a question that is no line of at most 200 characters"
        problems.append(Problem(_WHERE, what, fix="Name it by its key, for example exam_1_story"))
    if problems:
        raise RequestError(problems)
    entry = dict(zip(MARKS, marks, strict=True))
    return Rehearsal.model_validate(
        {"question": question, "date": today, **entry, "seconds": seconds, "by": cells["by"] or None}
    )


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:20])


def _mark(name: str, text: str, problems: list[Problem]) -> int | None:
    if text in {"1", "2", "3", "4", "5"}:
        return int(text)
    problems.append(Problem(_WHERE, f"{name} is '{_shown(text)}'", fix="Marks are whole numbers from 1 to 5"))
    return None


def _seconds(text: str, problems: list[Problem]) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) <= _MOST_SECONDS:
        return int(text)
    fix = f"Seconds are a whole number up to {_MOST_SECONDS:,}, or empty"
    problems.append(Problem(_WHERE, f"seconds is '{_shown(text)}'", fix=fix))
    return None


def summaries(entries: Sequence[Rehearsal]) -> tuple[PracticeSummary, ...]:
    """Return marks over time, by question, the one practiced last first."""
    grouped: dict[str, list[Rehearsal]] = {}
    for each in sorted(entries, key=lambda entry: entry.date):
        grouped.setdefault(each.question, []).append(each)
    made = [
        PracticeSummary(question, tuple(rows), min(MARKS, key=lambda name: getattr(rows[-1], name)))
        for question, rows in grouped.items()
    ]
    return tuple(sorted(made, key=lambda each: each.entries[-1].date, reverse=True))
