"""The word for a chance of an interview offer."""

from __future__ import annotations

from smartpick.uncertainty import Estimate
from smartpick.vocabulary import Band

__all__ = ["band_of"]

_REACH, _LIKELY = 0.10, 0.40


def band_of(chance: Estimate) -> Band:
    """Return the word for a chance of an interview offer.

    Examples
    --------
    >>> import numpy as np
    >>> str(band_of(Estimate(np.array([0.05, 0.2, 0.6]), "probability")))
    'cannot tell'
    """
    if chance.low < _REACH and chance.high > _LIKELY:
        return Band.CANNOT_TELL
    if chance.median < _REACH:
        return Band.REACH
    return Band.POSSIBLE if chance.median <= _LIKELY else Band.LIKELY
