"""Published curves of matching over Step 2 CK scores: bands of US MD seniors, means of matched and unmatched IMGs."""

from __future__ import annotations

import numpy as np

from smartpick.facts import Facts, Figure
from smartpick.uncertainty import expit
from smartpick.vocabulary import ApplicantType

__all__ = [
    "CENTRE",
    "POOLED_SLOPE",
    "POOLED_SLOPE_SD",
    "SCALE",
    "bands",
    "discriminant",
    "mean_score",
    "pick",
    "slope_of",
]

SCALE = 15.0
"""Points of Step 2 CK that one unit of z stands for (about one standard deviation of US MD seniors)."""

CENTRE = 245.0

TOP_BAND_MIDDLE = 257.0
"""Where the open band 250+ is taken to sit: the middle of its mass for a mean near 250 and a deviation near 15."""

POOLED_SLOPE, POOLED_SLOPE_SD = 0.97, 0.20


def pick(
    figures: list[Figure], specialty: str, applicant_type: str, stratum: str, *, is_exact: bool = True
) -> Figure | None:
    """Return the newest figure with a value for one specialty, type and stratum."""
    fitting = [
        figure
        for figure in figures
        if figure.value is not None
        and figure.stratum == stratum
        and specialty in figure.specialty_keys
        and applicant_type in figure.applicant_type_keys
        and (not is_exact or (len(figure.specialty_keys) == 1 and len(figure.applicant_type_keys) == 1))
    ]
    return max(fitting, key=lambda figure: (figure.season, figure.fact_id), default=None)


def bands(facts: Facts, specialty: str) -> tuple[float, float, float, int, tuple[str, ...]] | None:
    """Fit log-odds = a + b·z to the match rate by Step 2 CK band; return a, b, sd of b, n and the rows used.

    Notes
    -----
    Weighted binomial likelihood (Newton), with the slope drawn towards the pooled one (0.97 ± 0.20 over the fitted
    specialties) so that a specialty with three thin bands does not invent its own.
    """
    middle, share, count, used = [], [], [], []
    for figure in facts.statistics("match_rate_pct"):
        first = figure.stratum.split("-")[0].rstrip("+")
        if not first.isdigit() or figure.specialty_keys != (specialty,) or figure.value is None or not figure.n:
            continue
        middle.append(TOP_BAND_MIDDLE if figure.stratum.endswith("+") else float(first) + 5)
        share.append(figure.value / 100)
        count.append(figure.n)
        used.append(figure.fact_id)
    if len(used) < 2:
        return None
    z = (np.array(middle) - CENTRE) / SCALE
    y, n = np.array(share), np.array(count, dtype=float)
    beta = np.array([0.0, POOLED_SLOPE])
    x = np.stack([np.ones_like(z), z], axis=1)
    prior = np.diag([1e-4, 1 / POOLED_SLOPE_SD**2])
    centre = np.array([0.0, POOLED_SLOPE])
    for _ in range(50):
        p = expit(x @ beta)
        gradient = x.T @ (n * (y - p)) - prior @ (beta - centre)
        hessian = (x * (n * p * (1 - p))[:, None]).T @ x + prior
        step = np.linalg.solve(hessian, gradient)
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    slope_sd = float(np.sqrt(np.linalg.inv(hessian)[1, 1]))
    return float(beta[0]), float(beta[1]), slope_sd, int(n.sum()), tuple(used)


def slope_of(facts: Facts, specialty: str) -> tuple[float, float, tuple[str, ...]]:
    """Return the score slope of the specialty among US MD seniors, or the pooled one, with its spread."""
    fitted = bands(facts, specialty)
    if fitted is None:
        return POOLED_SLOPE, 2 * POOLED_SLOPE_SD, ()
    return fitted[1], max(fitted[2], 0.1), fitted[4]


def mean_score(facts: Facts, specialty: str, applicant_type: str) -> float | None:
    """Return the mean Step 2 CK of matched and unmatched together, weighted by their numbers."""
    figures = facts.statistics("step2ck_mean")
    matched = pick(figures, specialty, applicant_type, "matched")
    unmatched = pick(figures, specialty, applicant_type, "unmatched")
    if matched is None or matched.value is None:
        return None
    if unmatched is None or unmatched.value is None or not matched.n or not unmatched.n:
        return matched.value
    return (matched.value * matched.n + unmatched.value * unmatched.n) / (matched.n + unmatched.n)


def discriminant(facts: Facts, specialty: str) -> tuple[float, float, float, tuple[str, ...]]:
    """Return centre, slope per 15 points, its spread and the rows used, from matched and unmatched score means.

    Notes
    -----
    With equal normal spreads the log-odds are linear in the score: slope = (mean matched − mean unmatched) / sd².
    """
    img = ApplicantType.NON_US_CITIZEN_IMG
    means, sds, counts, used = [], [], [], []
    for stratum in ("matched", "unmatched"):
        mean = pick(facts.statistics("step2ck_mean"), specialty, img, stratum)
        sd = pick(facts.statistics("step2ck_sd"), specialty, img, stratum)
        if mean is None or sd is None or mean.value is None or not sd.value:
            continue
        means.append(mean.value)
        sds.append(sd.value)
        counts.append(max(mean.n or 0, 5))
        used += [mean.fact_id, sd.fact_id]
    if len(means) < 2:
        return (means[0] if means else CENTRE - 3), 0.5, 0.4, tuple(used)
    variance = (sds[0] ** 2 + sds[1] ** 2) / 2
    slope = SCALE * (means[0] - means[1]) / variance
    slope_sd = SCALE / variance * np.sqrt(variance * (1 / counts[0] + 1 / counts[1]) + 0.5)
    centre = (means[0] * counts[0] + means[1] * counts[1]) / sum(counts)
    return centre, slope, float(slope_sd), tuple(used)
