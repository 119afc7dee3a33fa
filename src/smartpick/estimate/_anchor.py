"""Joins simulated seasons to the published tables: how a typical applicant fares, and what has to be added to it.

The seasons say how programs, ties and signals differ; the tables how often such applicants are interviewed and matched.
Constants that are added to every program's index join them, so that a program that is easier to enter stays so at every
level, and a better record never lowers a chance anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._scenarios import nodes
from smartpick.uncertainty import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["PROBIT_TO_LOGIT", "Reference", "attended_share", "solve_index", "spread_evenly"]

PROBIT_TO_LOGIT = 1.702
"""A normal noise of sd s is a logistic one of slope 1.702 / s, within 0.01 everywhere (a standard approximation)."""

_STRENGTH_NODES, _SKILL_NODES = 7, 3
_LOW, _HIGH = -9.0, 9.0
_NEAR_ENOUGH = 1e-4
"""Log-odds by which what is solved for may be missed."""
_MOST_ROUNDS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """The applications of a typical applicant of the type in one specialty.

    Attributes
    ----------
    interview, match
        What program, tie and signal add to the interview index, less the program's cutoff, and to the rank value, less
        its cutoff, of a sample of her applications, shape (n_applications, n_draws).
    number, cap
        Applications that she sends, and interviews that she attends at most, shape (n_draws,).
    strength_sd, skill_sd
        σθ on the interview scale and σφ on the rank scale, shape (n_draws,).
    share, slope
        What of the index counts again in ranking; log-odds of being taken per unit of rank value.
    """

    interview: Array
    match: Array
    number: Array
    cap: Array
    strength_sd: Array
    skill_sd: Array
    share: float
    slope: float

    def offered(self, index: Array, spread: Array | None = None) -> Array:
        """Return the share of applications that bring an interview offer, shape (n_draws,).

        Parameters
        ----------
        index
            Added to the interview index of every application, shape (n_draws,).
        spread
            Sd of strength and observed record together; None for strength alone.
        """
        theta, weights = nodes(_STRENGTH_NODES)
        sd = self.strength_sd if spread is None else spread
        total = np.zeros_like(index)
        for x, weight in zip(theta, weights, strict=True):
            total += weight * expit(self.interview + (index + sd * x)[None, :]).mean(axis=0)
        return total

    def matched(self, index: Array, constant: Array, record: Array, spread: Array) -> Array:
        """Return the chance of matching, given a program to rank, shape (n_draws,).

        Parameters
        ----------
        index, constant
            Added to the interview index and to the rank value of every application, shape (n_draws,).
        record
            What her record adds to the index, shape (n_draws,).
        spread
            Sd of strength and observed record together.
        """
        return self.matching(index, record, spread)(constant)

    def matching(self, index: Array, record: Array, spread: Array) -> Callable[[Array], Array]:
        """Return `matched` as a function of the constant alone: what does not depend on it is worked out once."""
        theta, theta_weights = nodes(_STRENGTH_NODES)
        phi, phi_weights = nodes(_SKILL_NODES)
        uninvited = np.zeros_like(index)
        parts: list[tuple[float, Array, Array]] = []
        for x, weight in zip(theta, theta_weights, strict=True):
            own = record + spread * x
            offered = expit(self.interview + (index + own)[None, :])
            uninvited += weight * self._none_of(-offered)
            offered = offered * attended_share(self.number * offered.mean(axis=0), self.cap)[None, :]
            # Half of it, less than nothing: the halves and signs of what follows (see `expit`), which round nothing.
            parts.append((weight, self.share * own, -0.5 * offered))

        def matched(constant: Array) -> Array:
            unmatched = np.zeros_like(index)
            for weight, own, offered in parts:
                rank = self.match + (constant + own)[None, :]
                for y, skill_weight in zip(phi, phi_weights, strict=True):
                    taken = rank + (self.skill_sd * y)[None, :]
                    taken *= 0.5 * self.slope
                    np.tanh(taken, out=taken)
                    taken += 1.0
                    taken *= offered
                    unmatched += weight * skill_weight * self._none_of(taken)
            return np.asarray((1 - unmatched) / np.maximum(1 - uninvited, 1e-12))

        return matched

    def _none_of(self, less: Array) -> Array:
        """Return the chance that no application succeeds, shape (n_draws,).

        Parameters
        ----------
        less
            Minus the chance of each, shape (n_applications, n_draws); written over.
        """
        if less.min() < -(1 - 1e-9):
            np.maximum(less, -(1 - 1e-9), out=less)
        return np.asarray(np.exp(self.number * np.log1p(less, out=less).mean(axis=0)))


def attended_share(expected: Array, cap: Array) -> Array:
    """Return the share of her interview offers that she can attend, when so many are expected.

    A smooth form of min(1, cap / expected), since the number of offers varies about what is expected.

    Examples
    --------
    >>> attended_share(np.array([2.0, 15.0, 60.0]), np.array([15.0])).round(2).tolist()
    [1.0, 0.89, 0.25]
    """
    return np.asarray((1 + (expected / cap) ** 6) ** (-1 / 6))


def solve_index(function: Callable[[Array], Array], target: Array, low: float = _LOW, high: float = _HIGH) -> Array:
    """Return x with function(x) = target in every scenario, for a function that increases in x.

    Where the target lies outside the function's reach the nearer end is returned.

    Notes
    -----
    The secant rule on log-odds, which are nearly straight in x, from 0 on. Once there are points on both sides, a step
    that leaves them, or that follows one that came little nearer, goes to the middle of the two instead.
    """
    wanted = _odds(target)
    below, above = np.full_like(target, low), np.full_like(target, high)
    x = np.full_like(target, min(max(0.0, low), high))
    slope, step = np.ones_like(target), np.ones_like(target)
    before = np.full_like(target, np.inf)
    for round_ in range(_MOST_ROUNDS):
        f = _odds(function(x)) - wanted
        is_found = (np.abs(f) < _NEAR_ENOUGH) | ((x <= low) & (f > 0)) | ((x >= high) & (f < 0))
        if is_found.all():
            break
        below, above = np.where(f < 0, x, below), np.where(f < 0, above, x)
        if round_:
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                slope = (f - before) / step
        # Where the function hardly rises a step would be of any length: it goes no further than thrice the last.
        longest = 3.0 * np.maximum(np.abs(step), 1.0)
        following = x + np.clip(-f / np.maximum(slope, 1e-3), -longest, longest)
        is_between = (below > low) & (above < high)
        is_bad = (following <= below) | (following >= above) | (np.abs(f) > 0.5 * np.abs(before))
        following = np.where(is_between & is_bad, 0.5 * (below + above), np.clip(following, low, high))
        following = np.where(is_found, x, following)
        with np.errstate(invalid="ignore"):
            step, before = np.where(is_found, step, following - x), f
        x = following
    return x


def _odds(chance: Array) -> Array:
    inside = np.clip(chance, 1e-9, 1 - 1e-9)
    return np.asarray(np.log(inside) - np.log1p(-inside))


def spread_evenly(n: int, dimensions: int) -> Array:
    """Return n points that cover the unit cube evenly, shape (n, dimensions) (an additive recurrence).

    Examples
    --------
    >>> spread_evenly(4, 1).ravel().round(3).tolist()
    [0.118, 0.736, 0.354, 0.972]
    """
    root = 2.0
    for _ in range(40):
        root = (1 + root) ** (1 / (dimensions + 1))
    steps = root ** -np.arange(1, dimensions + 1)
    return np.asarray((0.5 + (np.arange(1, n + 1)[:, None] * steps[None, :])) % 1.0)
