"""How wrong, how often inside, and how well ordered: the measures of the record, each checked by another program."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["area_under_curve", "brier", "wilson"]

Z_95 = 1.959963984540054
"""97.5th percentile of a standard normal."""


def wilson(hits: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """Return the score interval of a binomial share.

    **Source**: E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209-212.

    Examples
    --------
    >>> [round(end, 4) for end in wilson(9, 10)]
    [0.5958, 0.9821]
    """
    if not n:
        return 0.0, 1.0
    share, z2 = hits / n, z * z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low = 0.0 if hits == 0 else middle - half
    return low, 1.0 if hits == n else middle + half


def area_under_curve(chances: Array, happened: Array) -> float:
    """Return how often a row where it happened had the higher chance than a row where it did not; ties count half.

    Raises
    ------
    ValueError
        When it happened everywhere or nowhere.

    Examples
    --------
    >>> area_under_curve(np.array([0.1, 0.4, 0.4, 0.8]), np.array([0, 0, 1, 1]))
    0.875
    """
    yes = happened.astype(bool)
    n_yes, n_no = int(yes.sum()), int((~yes).sum())
    if not n_yes or not n_no:
        msg = "it must have happened somewhere and not everywhere"
        raise ValueError(msg)
    _, place, counts = np.unique(chances, return_inverse=True, return_counts=True)
    middle_rank = np.cumsum(counts) - (counts - 1) / 2
    ranks = middle_rank[place.ravel()]
    return float((ranks[yes].sum() - n_yes * (n_yes + 1) / 2) / (n_yes * n_no))


def brier(chances: Array, happened: Array) -> float:
    """Return the mean squared distance between chances and what happened (0 or 1)."""
    return float(np.mean((chances - happened) ** 2))
