"""The reference applicant of a type and specialty, and the two equations that her outcomes must fulfil.

1. Her average application is answered with an interview offer as often as the reported rate says.
2. With a typical number of applications she matches as often as the published match rate says.

The first sets the constant of the interview equation, the second that of the match equation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._scenarios import nodes, solve_increasing
from smartpick.uncertainty import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Mixture", "solve_interview_constant", "solve_match_constant"]

_BINS = 14


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """The reference applicant's applications, binned by their offset in the interview equation.

    Attributes
    ----------
    offsets
        Log-odds offsets (openness, tie, signal), shape (n_bins,).
    weights
        Shares of her applications, shape (n_bins,), adding up to one.
    unfilled
        Mean chance that the programs of the bin leave a position unfilled, shape (n_bins,).
    """

    offsets: Array
    weights: Array
    unfilled: Array

    @classmethod
    def of(cls, offsets: Array, weights: Array, unfilled: Array, bins: int = _BINS) -> Mixture:
        """Bin applications into equal shares by offset."""
        order = np.argsort(offsets, kind="stable")
        weights = weights[order] / weights.sum()
        place = np.minimum((np.cumsum(weights) - weights / 2) * bins, bins - 1).astype(int)
        total = np.bincount(place, weights, minlength=bins)
        keep = total > 0
        safe = np.where(keep, total, 1.0)
        middle = np.bincount(place, weights * offsets[order], minlength=bins) / safe
        chance = np.bincount(place, weights * unfilled[order], minlength=bins) / safe
        return cls(np.asarray(middle[keep]), np.asarray(total[keep], dtype=np.float64), np.asarray(chance[keep]))


def _interview(mixture: Mixture, constant: Array, strength_sd: Array, program_sd: Array) -> tuple[Array, Array]:
    """Return interview chances (bin × program node, scenario, θ node) and the weight of each first index."""
    theta, _ = nodes()
    epsilon, program_weights = nodes(5)
    base = mixture.offsets[:, None, None] + program_sd[None, None, :] * epsilon[None, :, None]
    flat = base.reshape(-1, base.shape[-1])
    weights = (mixture.weights[:, None] * program_weights[None, :]).ravel()
    x = flat[:, :, None] + constant[None, :, None] + strength_sd[None, :, None] * theta[None, None, :]
    return expit(x), weights


def solve_interview_constant(mixture: Mixture, log_odds: Array, strength_sd: Array, program_sd: Array) -> Array:
    """Return the constant that makes the average application's chance equal to the reported rate.

    Parameters
    ----------
    log_odds
        Log-odds of the rate, shape (n_draws,).
    strength_sd, program_sd
        Spreads of unobserved strength and of programs, log-odds, shape (n_draws,).
    """
    _, theta_weights = nodes()

    def average(constant: Array) -> Array:
        chance, weights = _interview(mixture, constant, strength_sd, program_sd)
        return np.asarray(np.einsum("i,ikt,t->k", weights, chance, theta_weights, optimize=True))

    return solve_increasing(average, expit(log_odds))


def solve_match_constant(
    mixture: Mixture,
    applications: float,
    interview_constant: Array,
    log_odds: Array,
    strength_sd: Array,
    program_sd: Array,
    rank_share: Array,
    ranked_if_unfilled: Array,
    screened: Array,
) -> Array:
    """Return the constant of the match equation.

    Parameters
    ----------
    applications
        How many programs the reference applicant applies to.
    log_odds
        Log-odds of matching given that she ranks a program, shape (n_draws,).
    rank_share
        How much of the unobserved strength counts again in ranking, shape (n_draws,).
    ranked_if_unfilled
        Chance of being on the list of a program that goes unfilled, shape (n_draws,).
    screened
        Share of programs that stop at her record, shape (n_draws,).

    Notes
    -----
    Given θ and the scenario, programs answer independently; a match needs one program that interviews and takes her.
    """
    theta, theta_weights = nodes()
    chance, weights = _interview(mixture, interview_constant, strength_sd, program_sd)
    chance = chance * (1 - screened)[None, :, None]
    unfilled = np.repeat(mixture.unfilled, chance.shape[0] // mixture.unfilled.size)
    none_offered = np.exp(applications * np.einsum("i,ikt->kt", weights, np.log1p(-chance), optimize=True))
    any_offered = 1 - none_offered @ theta_weights
    lift = (rank_share * strength_sd)[:, None] * theta[None, :]

    def matched(constant: Array) -> Array:
        takes = expit(constant[:, None] + lift)[None, :, :]
        certain = (unfilled[:, None] * ranked_if_unfilled[None, :])[:, :, None]
        hit = chance * (certain + (1 - unfilled)[:, None, None] * takes)
        survive = np.exp(
            applications * np.einsum("i,ikt->kt", weights, np.log1p(-np.minimum(hit, 0.999)), optimize=True)
        )
        return np.asarray((1 - survive @ theta_weights) / any_offered)

    return solve_increasing(matched, expit(log_odds), rounds=30)
