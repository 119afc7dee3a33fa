"""What is each further application worth, and where does it flatten?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate import Assumptions
from smartpick.explain._bench import Bench, Picked
from smartpick.explain.look._sums import by_gain
from smartpick.explain.look._types import Curve, CurvePoint, UsualRange
from smartpick.portfolio.pairs import attended_hits
from smartpick.uncertainty import Estimate
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FLAT_GAIN", "curve_of", "usual_ranges"]

FLAT_GAIN = 0.001
"""An application that adds less than a tenth of a point to the chance of matching: there the curve is called flat."""

_LONGEST = 150
_RANGES = (
    ("advised_low_score", "advised to applicants with a low score, depending on the specialty"),
    ("advised_open_specialty", "sent by many applicants with a low score in the less competitive specialties"),
)


def curve_of(bench: Bench, picked: Picked, assumptions: Assumptions, usual: int = 0) -> Curve:
    """Return the chance of matching as applications are added, first those of the list, then what would come next.

    Parameters
    ----------
    usual
        Applications that the list is compared with; the curve goes on to there or to the ranges of advice.

    Notes
    -----
    All points share their scenarios and each list holds the one before. She may decline what she cannot attend, so a
    longer list is never taken to be worth less: where the approximation behind the number of interviews that she
    attends makes it so by a hair, the shorter one's chance stands.
    """
    ranges = usual_ranges(assumptions)
    most = min(_LONGEST, len(bench.placed), max([usual, len(picked.order), *(each.high for each in ranges)]))
    signals = dict(zip(picked.order, picked.signals, strict=True))
    order = by_gain(bench, signals)
    order += [index for index, _ in bench.longer(picked, most)]
    tiers = [signals.get(i, bench.given[i]) for i in order]
    points = _points(bench, order, tiers, len(picked.order), picked.years)
    gains = [point.gain.mean for point in points]
    still = [number for number, gain in enumerate(gains, 1) if gain >= FLAT_GAIN]
    flat = max(still, default=0) + 1
    return Curve(points, flat if flat <= len(points) else None, FLAT_GAIN, ranges)


def usual_ranges(assumptions: Assumptions) -> tuple[UsualRange, ...]:
    """Return the numbers of applications that advice names; those for a low score first."""
    found = []
    for key, text in _RANGES:
        if {f"{key}_from", f"{key}_to"} <= assumptions.keys:
            low, high = assumptions.get(f"{key}_from"), assumptions.get(f"{key}_to")
            found.append(UsualRange(round(low.mean), round(high.mean), text, (low.fact_id, high.fact_id)))
    return tuple(found)


def _points(
    bench: Bench, order: Sequence[int], tiers: Sequence[SignalTier], on_list: int, beside: tuple[int, ...]
) -> tuple[CurvePoint, ...]:
    """Return the points; the first years beside a list are paid for from its first advanced position on."""
    chances = bench.chances
    interview = np.stack([chances.interview_with_signal(i, tier) for i, tier in zip(order, tiers, strict=True)])
    accept = np.stack([chances.accept_with_signal(i, tier) for i, tier in zip(order, tiers, strict=True)])
    offers = np.cumsum(interview @ chances.weights, axis=0)
    before: NDArray[np.float64] = np.zeros(interview.shape[1])
    points = []
    for number in range(1, len(order) + 1):
        bench.between()
        # Of a list only the chance of matching is looked at here; all of `list_outcome` would take three times as long.
        hits = attended_hits(interview[:number], accept[:number], chances.cap)
        now = Estimate(1 - np.prod(1 - hits, axis=0) @ chances.weights, "probability").draws
        if number > 1 and now.mean() < before.mean():
            now = before
        years = beside if bench.has_years(order[:number]) else ()
        points.append(
            CurvePoint(
                number,
                bench.placed[order[number - 1]].program,
                number <= on_list,
                Estimate(now, "probability"),
                Estimate(now - before, "difference in probability"),
                Estimate(offers[number - 1], "interviews"),
                bench.cost(Picked(tuple(order[:number]), tuple(tiers[:number]), "number", years)).total_usd,
            )
        )
        before = now
    return tuple(points)
