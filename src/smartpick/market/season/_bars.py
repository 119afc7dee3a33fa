"""How far is a season from the published figures, in the measures and bars that the record judges by?

The loss of a fit weighs every figure by what moves it; of two fits the one is better that these errors say is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smartpick.market.season._figures import TYPES, Figures
from smartpick.market.season._moments import Moments

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BARS", "errors_of", "excess", "logit"]

BARS = {"fills": 0.8, "rates": 1.5, "bands": 1.0, "ranks": 0.4, "type": 0.25, "state": 0.25, "tier": 0.4}
"""What each error should not pass: points, points, points, ranks, and log-odds of an interview offer three times."""

_OFFERS = {
    "type": TYPES[:4],
    "state": ("in_state", "out_of_state"),
    "tier": ("no_signal", "gold", "silver", "single"),
}


def errors_of(figures: Figures, targets: Moments, found: Moments) -> dict[str, float]:
    """Return the errors, by the names of `BARS`; what is not published is not in it.

    Means of absolute errors, of bands by their people; root mean squares of log-odds for interview rates.
    """
    errors: dict[str, float] = {}

    def gaps(names: Iterable[str]) -> list[float]:
        pairs = [(targets.get(name, np.nan), found.get(name, np.nan)) for name in names]
        return [abs(ours - theirs) for theirs, ours in pairs if np.isfinite(theirs) and np.isfinite(ours)]

    rated = [f"rate.{kind}" for kind, published in zip(TYPES, figures.is_published_rate, strict=True) if published]
    for key, names, scale in (
        ("fills", [f"fill_pct.{kind}" for kind in TYPES], 1.0),
        ("rates", rated, 100.0),
        ("ranks", ["ranks.matched", "ranks.unmatched"], 1.0),
    ):
        if seen := gaps(names):
            errors[key] = scale * float(np.mean(seen))
    bands = [f"band.{low:.1f}" for low in figures.band_low]
    known = [(gap[0], n) for name, n in zip(bands, figures.band_n, strict=True) if (gap := gaps([name]))]
    if sum(n for _, n in known) > 0:
        errors["bands"] = 100 * float(np.average([gap for gap, _ in known], weights=[n for _, n in known]))
    for key, groups in _OFFERS.items():
        pairs = [(targets.get(f"offers.{name}", np.nan), found.get(f"offers.{name}", np.nan)) for name in groups]
        odds = [logit(ours) - logit(theirs) for theirs, ours in pairs if np.isfinite(theirs) and np.isfinite(ours)]
        if odds:
            errors[key] = float(np.sqrt(np.mean(np.square(odds))))
    return errors


def excess(figures: Figures, targets: Moments, found: Moments) -> float:
    """Return the sum of squared errors over bars: the smaller, the nearer."""
    return float(sum((error / BARS[key]) ** 2 for key, error in errors_of(figures, targets, found).items()))


def logit(p: float) -> float:
    """Return the log-odds of a share, drawn in from 0 and 1."""
    p = min(max(p, 0.002), 0.998)
    return float(np.log(p / (1 - p)))
