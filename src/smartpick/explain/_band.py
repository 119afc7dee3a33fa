"""The word for a chance of an interview offer."""

from __future__ import annotations

from smartpick.uncertainty import Estimate
from smartpick.vocabulary import Band

__all__ = ["band_of"]

_REACH, _LIKELY = 10, 40


def band_of(chance: Estimate) -> Band:
    """Return the word for a chance of an interview offer.

    It goes by the mean and interval in whole percent, as they are shown: word and figure cannot disagree.

    Examples
    --------
    >>> import numpy as np
    >>> str(band_of(Estimate(np.array([0.05, 0.2, 0.6]), "probability")))
    'cannot tell'
    >>> [str(band_of(Estimate(np.full(9, value), "probability"))) for value in (0.094, 0.096, 0.404, 0.42)]
    ['reach', 'possible', 'possible', 'likely']
    """
    low, mean, high = (round(100 * value) for value in (chance.low, chance.mean, chance.high))
    if low < _REACH and high > _LIKELY:
        return Band.CANNOT_TELL
    if mean < _REACH:
        return Band.REACH
    return Band.POSSIBLE if mean <= _LIKELY else Band.LIKELY
