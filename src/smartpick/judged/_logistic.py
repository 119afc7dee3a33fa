"""Match rate by score as a logistic curve: one of a specialty's own, and one borrowed from all the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.judged._figures import bands, is_band, match_rates, middle_of
from smartpick.judged._model import Asked, logit, spread
from smartpick.judged._sight import Sight
from smartpick.uncertainty import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.facts import Facts

    Array = NDArray[np.float64]

__all__ = ["Curve", "OwnLogistic", "PooledLogistic", "fit_curve"]

CENTRE, SCALE = 245.0, 15.0
_RIDGE = 1e-6
"""Keeps a fit finite where everybody of the upper bands matched; too small to move any other."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Log-odds = level + slope·(score − 245)/15, with the covariance of (level, slope)."""

    level: float
    slope: float
    covariance: Array

    def at(self, score: float) -> tuple[float, float]:
        """Return the log-odds at a score and their standard error."""
        x = np.array([1.0, (score - CENTRE) / SCALE])
        return float(self.level + self.slope * x[1]), float(np.sqrt(max(x @ self.covariance @ x, 0.0)))


def fit_curve(scores: Array, rates: Array, n: Array) -> Curve:
    """Return the curve of greatest binomial likelihood.

    Parameters
    ----------
    scores
        Where each band stands, points.
    rates
        Share matched, 0-1.
    n
        People counted.

    Notes
    -----
    Newton's method with halved steps.
    """
    x = np.stack([np.ones_like(scores), (scores - CENTRE) / SCALE], axis=1)
    beta = np.array([logit(float((rates * n).sum() / n.sum())), 0.5])

    def loss(at: Array) -> float:
        eta = x @ at
        return float((n * (np.logaddexp(0, eta) - rates * eta)).sum() + _RIDGE * (at @ at) / 2)

    for _ in range(100):
        p = expit(x @ beta)
        hessian = (x * (n * p * (1 - p))[:, None]).T @ x + _RIDGE * np.eye(2)
        step = np.linalg.solve(hessian, x.T @ (n * (rates - p)) - _RIDGE * beta)
        before = loss(beta)
        size = 1.0
        while loss(beta + size * step) > before + 1e-12 and size > 1e-6:
            size /= 2
        beta = beta + size * step
        if np.abs(size * step).max() < 1e-9:
            break
    p = expit(x @ beta)
    hessian = (x * (n * p * (1 - p))[:, None]).T @ x + _RIDGE * np.eye(2)
    return Curve(float(beta[0]), float(beta[1]), np.asarray(np.linalg.inv(hessian)))


def _curves(facts: Facts) -> dict[str, Curve]:
    """Return the fitted curve of each specialty with at least two bands."""
    points: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for found in bands(facts):
        points[found.asked.specialty].append((middle_of(found.asked.stratum), found.value, float(found.n or 0)))
    return {
        key: fit_curve(*np.array(rows, dtype=np.float64).T) for key, rows in sorted(points.items()) if len(rows) > 1
    }


def _draws(curve: Curve, asked: Asked, seed: int) -> Array:
    """Return draws at the band of a question; level and slope move together over the bands of a specialty."""
    level = spread(seed, "curve level", asked.specialty)
    slope = spread(seed, "curve slope", asked.specialty)
    factor = np.linalg.cholesky(curve.covariance + 1e-12 * np.eye(2))
    x = (middle_of(asked.stratum) - CENTRE) / SCALE
    moved = factor[0, 0] * level, factor[1, 0] * level + factor[1, 1] * slope
    return expit(curve.level + moved[0] + (curve.slope + moved[1]) * x)


def _asks_band(asked: Asked) -> bool:
    return asked.kind == "match_rate" and asked.applicant_type == "us_md_senior" and is_band(asked.stratum)


class OwnLogistic:
    """Two parameters per specialty, fitted to its own bands."""

    name = "logistic, own"
    about = "A logistic curve in the score with two parameters, fitted to the specialty's own bands."

    def uses(self, asked: Asked) -> bool:
        """Return True for score bands."""
        return _asks_band(asked)

    def answers(self, sight: Sight, asked: Sequence[Asked]) -> Mapping[str, Array]:
        """Return draws for the bands of specialties whose bands are in sight."""
        curves = _curves(sight.facts)
        return {
            each.key: _draws(curves[each.specialty], each, sight.seed)
            for each in asked
            if _asks_band(each) and each.specialty in curves
        }


class PooledLogistic:
    """The mean slope of the other specialties, and the level that the specialty's overall rate and mean score give."""

    name = "logistic, pooled"
    about = (
        "The mean score slope of all specialties with bands, and a level from the specialty's own overall match rate"
        " and mean score, by the relation that holds in the others; without one, the mean level of the others."
    )

    def uses(self, asked: Asked) -> bool:
        """Return True for score bands."""
        return _asks_band(asked)

    def answers(self, sight: Sight, asked: Sequence[Asked]) -> Mapping[str, Array]:
        """Return draws for every score band."""
        wanted = [each for each in asked if _asks_band(each)]
        curves = _curves(sight.facts)
        if not wanted or len(curves) < 3:
            return {}
        slope, slope_sd = _pooled([c.slope for c in curves.values()], [c.covariance[1, 1] for c in curves.values()])
        standing = _standing(sight.facts)
        gaps = [curve.level - _naive(standing[key], slope) for key, curve in sorted(curves.items()) if key in standing]
        known = {key: _naive(pair, slope) + float(np.mean(gaps)) for key, pair in standing.items()} if gaps else {}
        levels = [curve.level for curve in curves.values()]
        found = {}
        for each in wanted:
            at = known.get(each.specialty, float(np.mean(levels)))
            sd = float(np.std(gaps if each.specialty in known else levels, ddof=1))
            curve = Curve(at, slope, np.diag([sd**2, slope_sd**2]))
            found[each.key] = _draws(curve, each, sight.seed)
        return found


def _pooled(values: Sequence[float], variances: Sequence[float]) -> tuple[float, float]:
    """Return the mean over specialties and the spread of a new one (DerSimonian and Laird, by moments)."""
    y, v = np.array(values), np.array(variances)
    w = 1 / v
    fixed = (w * y).sum() / w.sum()
    excess = (w * (y - fixed) ** 2).sum() - (y.size - 1)
    between = max(0.0, float(excess / (w.sum() - (w**2).sum() / w.sum())))
    w = 1 / (v + between)
    return float((w * y).sum() / w.sum()), float(np.sqrt(between + 1 / w.sum()))


def _standing(facts: Facts) -> dict[str, tuple[float, float]]:
    """Return (overall match rate, mean score of all who preferred it) by specialty, US MD seniors."""
    means: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for figure in facts.statistics("step2ck_mean"):
        if figure.applicant_type_keys == ("us_md_senior",) and figure.value is not None and figure.n:
            means[figure.specialty_keys[0]].append((figure.value, figure.n))
    found = {}
    for rate in match_rates(facts):
        rows = means.get(rate.asked.specialty)
        if rate.asked.applicant_type == "us_md_senior" and rows:
            total = sum(n for _, n in rows)
            found[rate.asked.specialty] = rate.value, sum(mean * n for mean, n in rows) / total
    return found


def _naive(standing: tuple[float, float], slope: float) -> float:
    rate, mean = standing
    return logit(rate) - slope * (mean - CENTRE) / SCALE
