"""What a given list of applications comes to: chances of matching, interviews, and what each program adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.uncertainty import CENTRAL, Estimate, expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["ListOutcome", "attended_hits", "chance_attended", "list_outcome"]

_NORMAL_AS_LOGISTIC = 1.702
"""The logistic function of this multiple is the normal distribution function within 0.01."""


@dataclass(frozen=True, slots=True, eq=False)
class ListOutcome:
    """Chances of one list, all given that these applications are sent.

    Attributes
    ----------
    p_match
        Matching at one of the programs.
    p_any_rank
        Having at least one program to rank.
    p_match_given_ranked
        Matching, given at least one program to rank: the figure that the NRMP's rates are comparable with.
    p_match_preferred
        Matching at a program of the preferred area.
    expected_interviews
        Interview offers.
    match_at
        Chance to end up at each program, in the order given. They add up to `p_match`, so that none of them is kept
        from being very small.
    gain, gain_range
        What each program adds to `p_match`: the chance with it less the chance without it; mean, and ends of the
        central interval.
    """

    p_match: Estimate
    p_any_rank: Estimate
    p_match_given_ranked: Estimate
    p_match_preferred: Estimate
    expected_interviews: Estimate
    match_at: tuple[Estimate, ...]
    gain: tuple[float, ...]
    gain_range: tuple[tuple[float, float], ...]


def list_outcome(
    interview: Array,
    accept: Array,
    weights: Array,
    is_preferred: Sequence[bool],
    caveats: tuple[str, ...] = (),
    cap: Array | None = None,
) -> ListOutcome:
    """Return what a list comes to.

    Parameters
    ----------
    interview, accept
        Arrays of shape (n_programs, n_draws, n_nodes), programs in the order in which she would rank them.
    weights
        Weights of the nodes.
    is_preferred
        Whether each program lies in the preferred area.
    cap
        Interviews that she attends at most, shape (n_draws,); None for no limit.

    Notes
    -----
    Within a draw and node programs answer independently. A program takes her whatever stands above it on her list,
    and she goes to the first that does: applicant-proposing matching, with her too small to move the others. Of more
    offers than she can attend she keeps those where she would be taken most often, so that one more program on a list
    takes nothing away.
    """
    preferred = np.asarray(is_preferred, dtype=bool)
    hit = attended_hits(interview, accept, cap)
    free = np.cumprod(1 - hit, axis=0)
    ahead = np.concatenate([np.ones_like(free[:1]), free[:-1]])
    landed = (hit * ahead) @ weights
    p_match = 1 - free[-1] @ weights
    p_any = 1 - np.prod(1 - interview, axis=0) @ weights
    at_preferred = landed[preferred].sum(axis=0) if preferred.any() else np.zeros_like(p_match)
    without = free[-1][None] / np.maximum(1 - hit, 1e-9)
    gain = (hit * without) @ weights
    low, high = np.quantile(gain, ((1 - CENTRAL) / 2, (1 + CENTRAL) / 2), axis=1)

    def chance(draws: Array) -> Estimate:
        return Estimate(draws, "probability", caveats)

    return ListOutcome(
        p_match=chance(p_match),
        p_any_rank=chance(p_any),
        p_match_given_ranked=chance(np.clip(p_match / np.maximum(p_any, 1e-9), 0, 1)),
        p_match_preferred=chance(at_preferred),
        expected_interviews=Estimate(interview.sum(axis=0) @ weights, "interviews", caveats),
        match_at=tuple(Estimate(row, "part of p_match", caveats) for row in landed),
        gain=tuple(map(float, gain.mean(axis=1))),
        gain_range=tuple(zip(map(float, low), map(float, high), strict=True)),
    )


def attended_hits(interview: Array, accept: Array, cap: Array | None) -> Array:
    """Return the chance that a program interviews and would take an applicant who attends at most `cap` interviews.

    Parameters
    ----------
    interview, accept : arrays of shape (n_programs, n_draws, n_nodes)
    cap : array of shape (n_draws,), or None for no limit
    """
    hit = interview * accept
    return np.asarray(hit if cap is None else hit * chance_attended(interview, accept, cap))


def chance_attended(interview: Array, accept: Array, cap: Array, among: Sequence[int] | None = None) -> Array:
    """Return the chance that she attends an interview that is offered, shape of `interview`.

    Parameters
    ----------
    interview, accept : arrays of shape (n_programs, n_draws, n_nodes)
    cap
        Interviews that she attends at most, shape (n_draws,).
    among
        The programs of her list; what is not on it is placed as if it alone came to it. None for all.

    Notes
    -----
    She goes down the programs by how often they would take her on average. The number of offers from those above is
    taken as normal, with the mean and variance of independent offers.
    """
    liking = accept.mean(axis=(1, 2))
    listed = np.arange(len(interview)) if among is None else np.sort(np.asarray(among, dtype=np.int64))
    order = listed[np.argsort(-liking[listed], kind="stable")]
    sorted_ = interview[order]
    before = np.cumsum(sorted_, axis=0) - sorted_
    variance = sorted_ * (1 - sorted_)
    spread = np.cumsum(variance, axis=0) - variance
    share = np.ones_like(interview)
    share[order] = _within(cap, before, spread)
    place = np.searchsorted(-liking[order], -liking, side="right")
    for i in np.setdiff1d(np.flatnonzero(place > 0), order):
        last = place[i] - 1
        share[i] = _within(cap, before[last] + sorted_[last], spread[last] + variance[last])
    return share


def _within(cap: Array, offers: Array, variance: Array) -> Array:
    """Return the chance that so many offers, on average, leave time for one more."""
    return expit(_NORMAL_AS_LOGISTIC * (cap[:, None] - 0.5 - offers) / np.sqrt(np.maximum(variance, 1e-2)))
