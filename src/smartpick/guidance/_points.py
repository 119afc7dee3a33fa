"""Sums of points of which some parts are unknown: unknown is not zero, so the sum is a lower bound then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["has_unknown", "known_points"]


class _Part(Protocol):
    @property
    def points(self) -> float | None: ...


def known_points(parts: Iterable[_Part]) -> float:
    """Return the sum of the points that are known; a lower bound where `has_unknown` holds."""
    return sum(part.points or 0.0 for part in parts)


def has_unknown(parts: Iterable[_Part]) -> bool:
    """Say whether the points of a part are unknown."""
    return any(part.points is None for part in parts)
