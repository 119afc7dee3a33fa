"""Short words that the answers share."""

from __future__ import annotations

from smartpick.guidance._finding import ListFigures, Range
from smartpick.guidance._ground import span_text, whole
from smartpick.vocabulary import Stage

__all__ = ["CLOSED", "counted", "in_area", "percent", "where"]

CLOSED = frozenset(stage for stage in Stage if stage.is_past_interviews)
"""Stages in which a figure of a list of applications answers nothing that can still be asked."""


def in_area(figures: ListFigures) -> str:
    """Return ``in`` and her first area, nothing without one."""
    return f" in {figures.area}" if figures.area else ""


def where(figures: ListFigures) -> str:
    """Return her first area in words."""
    return figures.area or "a first area"


def counted(number: int, name: str) -> str:
    """Return a number of things.

    Examples
    --------
    >>> counted(1, "program"), counted(23, "program")
    ('1 program', '23 programs')
    """
    return f"{number} {name}{'' if number == 1 else 's'}"


def percent(each: Range) -> str:
    """Return a chance in whole percent with its interval."""
    return f"{whole(each.mean)} % ({span_text(each.low, each.high)})"
