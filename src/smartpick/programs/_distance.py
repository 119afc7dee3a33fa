"""How far apart two points are."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

__all__ = ["distance_miles"]

_EARTH_RADIUS_MILES = 3958.8


def distance_miles(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance in statute miles.

    Examples
    --------
    >>> round(distance_miles(34.05, -118.24, 33.84, -118.34))
    16
    """
    a, b = radians(lat), radians(other_lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * _EARTH_RADIUS_MILES * asin(min(1.0, sqrt(half)))
