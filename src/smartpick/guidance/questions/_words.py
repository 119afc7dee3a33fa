"""Short words that the answers share."""

from __future__ import annotations

from smartpick.guidance._finding import ListFigures, Range

__all__ = ["percent", "where"]


def where(figures: ListFigures) -> str:
    """Return her first area in words."""
    return figures.area or "a first area"


def percent(each: Range) -> str:
    """Return a chance in whole percent with its interval."""
    return f"{100 * each.mean:.0f} % ({100 * each.low:.0f} to {100 * each.high:.0f})"
