"""Puts an answer about a passed day into a profile's tables."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from smartpick.errors import Problem, RequestError
from smartpick.profile.passed._days import PassedDay

__all__ = ["ANSWERS", "with_answer"]

_RESULTS = MappingProxyType(
    {
        "pass": "I took it, and passed",
        "fail": "I took it, and did not pass",
        "incomplete": "I began it, and did not finish",
    }
)
ANSWERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "exam": _RESULTS
        | {
            "waiting": "I took it, and wait for the result",
            "later": "It is on another day now",
            "dropped": "I did not take it, and no day is set",
        },
        "result": _RESULTS | {"waiting": "I still wait for it"},
        "ecfmg": {"yes": "I am certified", "later": "It is expected on another day", "dropped": "No day is known"},
        "rotation": {"yes": "I did it", "later": "It ends on another day", "dropped": "It does not take place"},
        "home": {"yes": "I still live there", "no": "I lived there until then"},
        "senior": {"yes": "I have graduated, and apply as a graduate", "later": "I graduate on another day"},
    }
)
"""Kind of question → its answers, in words."""
_DAY_NEEDED = {("exam", "later"), ("result", "waiting"), ("ecfmg", "later"), ("rotation", "later"), ("senior", "later")}


def with_answer(
    data: Mapping[str, Any], asked: PassedDay, answer: str, day: date | None, score: int | None
) -> dict[str, Any]:
    """Return a profile's tables with a question answered.

    Parameters
    ----------
    day
        The new day; for what was done the day on which it was, that of the profile where none is told; for a result
        that is out when it is due.
    score
        Of a result.

    Raises
    ------
    RequestError
        For an answer that there is none of, and a day that is needed and missing.
    """
    if answer not in ANSWERS[asked.kind]:
        raise RequestError([Problem("answer", "none is chosen", fix="Choose one of the answers")])
    if day is None and (asked.kind, answer) in _DAY_NEEDED:
        raise RequestError([Problem("day", "no day", fix="Give the new day")])
    changed = copy.deepcopy(dict(data))
    holder: Any = changed
    for part in asked.at[:-1]:
        holder = holder[part]
    entry: dict[str, Any] = holder[asked.at[-1]]
    if asked.kind in {"exam", "result"}:
        _exam(holder, entry, asked, answer, day, score)
    elif asked.kind == "ecfmg":
        _set(entry, {"certified": True, "date": day} if answer == "yes" else {"date": day})
    elif asked.kind == "rotation" and answer == "dropped":
        holder.remove(entry)
    elif asked.kind == "rotation":
        _set(entry, {"is_done": True, "end": day or entry.get("end")} if answer == "yes" else {"end": day})
    elif asked.kind == "home":
        _set(entry, {"end": None} if answer == "yes" else {"kind": "other"})
    elif answer == "yes":
        _set(entry, {"type": str(entry["type"]).replace("_senior", "_graduate")})
    else:
        _set(entry, {"graduation_date": day})
    return changed


def _exam(
    attempts: list[dict[str, Any]], entry: dict[str, Any], asked: PassedDay, answer: str, day: date | None,
    score: int | None,
) -> None:  # fmt: skip
    if answer == "dropped":
        attempts.remove(entry)
    elif answer == "later":
        _set(entry, {"planned_date": day, "result_expected": None})
    elif answer == "waiting":
        sat = entry.get("date") or asked.day if asked.kind == "exam" else entry.get("date")
        _set(entry, {"planned_date": None, "date": sat, "result_expected": day})
    else:
        told = day if asked.kind == "exam" else None
        sat = told or entry.get("date") or (asked.day if asked.kind == "exam" else None)
        _set(entry, {"planned_date": None, "result_expected": None, "date": sat, "result": answer, "score": score})


def _set(entry: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Put values into an entry; what is None is taken out."""
    for name, value in values.items():
        entry.pop(name, None)
        if value is not None:
            entry[name] = value
