"""Which Step 2 CK scores do applicants of a specialty have, and how do match rates go with them?"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from smartpick.facts import Facts, Figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["bands_of", "drift_of", "newest", "scores_of"]

_DRIFT = 2.4
"""Points that scores of 2026 lie above the bands of 2020-2024, where none can be solved (trial, *assumed*)."""

_LEAST_DRIFT, _MOST_DRIFT = 0.0, 6.0
"""Between which a drift is believed (*assumed*)."""


def newest(figures: list[Figure], specialty: str, kind: str, stratum: str = "all") -> Figure | None:
    """Return the figure of the latest season for one specialty, type and stratum alone."""
    fitting = [
        figure
        for figure in figures
        if figure.value is not None
        and figure.stratum == stratum
        and figure.specialty_keys == (specialty,)
        and figure.applicant_type_keys == (kind,)
    ]
    return max(fitting, key=lambda figure: (figure.season, figure.fact_id), default=None)


def bands_of(
    facts: Facts, specialty: str, sources: list[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return lower ends (as published), US MD match rates and people of the Step 2 CK bands, shape (n_bands,)."""
    found = []
    for figure in facts.statistics("match_rate_pct"):
        start = figure.stratum.split("-")[0].rstrip("+")
        if start.isdigit() and figure.specialty_keys == (specialty,) and figure.value is not None and figure.n:
            found.append((float(start), figure.value / 100, float(figure.n), figure.fact_id))
    found.sort()
    sources.extend(each[3] for each in found)
    columns = np.array([each[:3] for each in found], dtype=float).reshape(-1, 3)
    return columns[:, 0], columns[:, 1], columns[:, 2]


def drift_of(low: NDArray[np.float64], band_rate: NDArray[np.float64], scores: NormalDist, overall: float) -> float:
    """Return by how many points the bands move up until, over the scores of this season, they average to the rate.

    Notes
    -----
    Bands pool the Matches of 2020-2024 and the rate is the newest: without it the two contradict each other. At either
    end of what is believed a part of the contradiction is left.
    """
    if len(low) < 2 or not np.isfinite(overall):
        return _DRIFT

    def excess(points: float) -> float:
        below = np.array([0.0, *(scores.cdf(each + points) for each in low[1:]), 1.0])
        return float(np.diff(below) @ band_rate) - overall

    bottom, top = _LEAST_DRIFT, _MOST_DRIFT
    if excess(bottom) <= 0:
        return bottom
    if excess(top) >= 0:
        return top
    for _ in range(40):
        middle = (bottom + top) / 2
        bottom, top = (middle, top) if excess(middle) > 0 else (bottom, middle)
    return (bottom + top) / 2


def scores_of(
    facts: Facts, specialty: str, low: NDArray[np.float64], band_n: NDArray[np.float64], sources: list[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return mean and sd of Step 2 CK by type, and the gap between matched and unmatched non-US IMGs.

    Notes
    -----
    US MD: normal, the mean from matched and unmatched, the sd from the open band. DO: mean 5 below MD, sd 13; US IMGs 6
    below non-US IMGs, sd 14; graduates 8 below MD, sd 14 (trial, *assumed*).
    """
    figures, spreads = facts.statistics("step2ck_mean"), facts.statistics("step2ck_sd")
    md, _, used = _mixture(figures, [], specialty, "us_md_senior")
    sources.extend(used)
    md_mean = md if md is not None else 248.0
    md_sd = _spread(low, band_n)
    foreign, foreign_sd, used = _mixture(figures, spreads, specialty, "non_us_citizen_img")
    sources.extend(used)
    foreign_mean = foreign if foreign is not None else 242.0
    matched = newest(figures, specialty, "non_us_citizen_img", "matched")
    unmatched = newest(figures, specialty, "non_us_citizen_img", "unmatched")
    gap = 4.0
    if matched is not None and unmatched is not None and matched.value and unmatched.value:
        gap = matched.value - unmatched.value
    mean = np.array([md_mean, md_mean - 5.0, foreign_mean - 6.0, foreign_mean, md_mean - 8.0])
    return mean, np.array([md_sd, 13.0, 14.0, foreign_sd, 14.0]), gap


def _spread(low: NDArray[np.float64], band_n: NDArray[np.float64]) -> float:
    """Return the sd of a normal with the shares below 230 and 250 of the bands; 12 without them (*assumed*)."""
    total = band_n.sum()
    if total == 0:
        return 12.0
    below = [float(np.clip(band_n[low < edge].sum() / total, 0.01, 0.99)) for edge in (230, 250)]
    gap = NormalDist().inv_cdf(below[1]) - NormalDist().inv_cdf(below[0])
    return float(np.clip(20.0 / max(gap, 0.1), 9.0, 15.0))


def _mixture(
    figures: list[Figure], spreads: list[Figure], specialty: str, kind: str
) -> tuple[float | None, float, list[str]]:
    means, sds, counts, used = [], [], [], []
    for stratum in ("matched", "unmatched"):
        mean = newest(figures, specialty, kind, stratum)
        if mean is None or mean.value is None:
            continue
        spread = newest(spreads, specialty, kind, stratum)
        means.append(mean.value)
        sds.append(spread.value if spread is not None and spread.value else 14.0)
        counts.append(max(mean.n or 1, 1))
        used.append(mean.fact_id)
    if not means:
        return None, 14.0, used
    weight = np.array(counts) / sum(counts)
    mean_all = float(weight @ np.array(means))
    variance = float(weight @ (np.array(sds) ** 2 + (np.array(means) - mean_all) ** 2))
    return mean_all, float(np.sqrt(variance)), used
