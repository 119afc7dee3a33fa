"""Each measure and baseline against a program that was not written for it, or against hand-made cases."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from smartpick.judged._logistic import CENTRE, SCALE, fit_curve
from smartpick.judged._measures import area_under_curve, brier, wilson
from smartpick.judged._quartiles import SCORES, Pool, split
from smartpick.judged._shares import fit_concentration

RNG = np.random.default_rng(20)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # Agresti and Coull 1998, and Newcombe 1998, table I (81 of 263, 15 of 148, 0 of 20, 1 of 29)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_against_newcombe_1998(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)
    assert wilson(n - hits, n) == pytest.approx((1 - high, 1 - low), abs=5e-5)


def test_wilson_of_nothing_is_everything() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize("levels", [3, 10, 1000])
def test_area_under_the_curve_against_counting_all_pairs(levels: int) -> None:
    chances = RNG.integers(0, levels, 80) / levels
    happened = (RNG.random(80) < 0.3).astype(float)
    pairs = [
        1.0 if yes > no else 0.5 if yes == no else 0.0
        for yes in chances[happened == 1]
        for no in chances[happened == 0]
    ]
    assert area_under_curve(chances, happened) == pytest.approx(np.mean(pairs), abs=1e-12)


def test_area_under_the_curve_needs_both_outcomes() -> None:
    with pytest.raises(ValueError, match="somewhere and not everywhere"):
        area_under_curve(np.array([0.1, 0.2]), np.array([1.0, 1.0]))


def test_brier_by_hand() -> None:
    assert brier(np.array([0.0, 0.5, 1.0]), np.array([0.0, 1.0, 0.0])) == pytest.approx((0 + 0.25 + 1) / 3)


def cases() -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]]:
    scores = np.array([205.0, 215, 225, 235, 245, 257])
    yield scores, np.array([0.1, 0.3, 0.5, 0.7, 0.85, 0.95]), np.array([10.0, 40, 90, 200, 300, 400])
    yield scores, np.array([0.39, 0.0, 0.43, 0.59, 0.7, 0.81]), np.array([1.0, 18, 44, 103, 200, 310])
    yield scores[:3], np.array([0.9, 0.95, 0.99]), np.array([30.0, 60, 500])


@pytest.mark.parametrize("case", list(cases()))
def test_logistic_against_a_general_optimiser(
    case: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """The same likelihood, minimised by `scipy.optimize.minimize` without our gradient."""
    optimize = pytest.importorskip("scipy.optimize")
    scores, rates, n = case
    z = (scores - CENTRE) / SCALE

    def loss(beta: NDArray[np.float64]) -> float:
        eta = beta[0] + beta[1] * z
        return float((n * (np.logaddexp(0, eta) - rates * eta)).sum())

    found = optimize.minimize(loss, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12})
    curve = fit_curve(scores, rates, n)
    assert [curve.level, curve.slope] == pytest.approx(list(found.x), abs=2e-5)


def test_logistic_meets_the_score_equations() -> None:
    """At the maximum of the likelihood the expected and the observed sums agree: no other program needed."""
    scores, rates, n = next(cases())
    curve = fit_curve(scores, rates, n)
    z = (scores - CENTRE) / SCALE
    expected = 1 / (1 + np.exp(-(curve.level + curve.slope * z)))
    assert (n * (rates - expected)).sum() == pytest.approx(0, abs=1e-4)
    assert (n * z * (rates - expected)).sum() == pytest.approx(0, abs=1e-4)


def test_everybody_matching_in_every_band_stays_finite() -> None:
    curve = fit_curve(np.array([235.0, 245, 257]), np.ones(3), np.array([5.0, 5, 5]))
    assert np.isfinite([curve.level, curve.slope]).all()


@pytest.mark.parametrize("kappa", [4.0, 15.0, 60.0])
def test_concentration_is_found_again(kappa: float) -> None:
    share = np.array([0.5, 0.3, 0.15, 0.05])
    counts = np.array([RNG.multinomial(60, RNG.dirichlet(kappa * share)) for _ in range(400)], dtype=float)
    assert fit_concentration(counts, share) == pytest.approx(kappa, rel=0.25)


def test_a_score_without_effect_leaves_both_groups_alike_and_an_effect_parts_them() -> None:
    points = {"min": 200.0, "q1": 230.0, "median": 240.0, "q3": 250.0, "max": 270.0}
    pool = Pool({"matched": (60, points), "unmatched": (40, points)})
    alike, parted = split(pool, 0.0), split(pool, 0.8)
    assert np.allclose(alike["matched"], alike["unmatched"])
    medians = {name: float(np.interp(0.5, below, SCORES)) for name, below in parted.items()}
    assert medians["unmatched"] < 240 < medians["matched"]
    whole = 0.6 * parted["matched"] + 0.4 * parted["unmatched"]
    assert whole == pytest.approx(np.cumsum(pool.mass), abs=1e-9)
