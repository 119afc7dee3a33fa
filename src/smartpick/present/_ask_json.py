"""Answers to the questions that are asked most, as JSON: everything that is shown, less what is private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._json_parts import condition_json, day_or_null, range_json, shown_to, support_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smartpick.guidance import Answer

__all__ = ["ask_json"]


def ask_json(found: Iterable[Answer], *, for_herself: bool = False) -> list[dict[str, Any]]:
    """Return answers as plain data.

    Parameters
    ----------
    for_herself
        Whether only the applicant sees them: then what is private stands in them too, and says so.
    """
    return [_answer(each, for_herself=for_herself) for each in found]


def _answer(each: Answer, *, for_herself: bool) -> dict[str, Any]:
    shown = list(shown_to(each.conditions, for_herself=for_herself))
    return {
        "key": each.key,
        "question": each.question,
        "verdict": each.verdict,
        "lines": list(each.lines),
        "conditions": [condition_json(row) for row in shown],
        "private_conditions_left_out": len(each.conditions) - len(shown),
        "next_action": each.next_action,
        "by": day_or_null(each.by),
        "figures": {name: _figure(value) for name, value in each.figures.items()},
        "facts": list(each.fact_ids),
        "support": support_json(each.support),
    }


def _figure(value: Any) -> Any:
    if isinstance(value, int | float | str):
        return value
    return range_json(value)
