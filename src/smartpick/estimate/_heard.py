"""What an invitation, a rejection or silence tells of an applicant's unobserved strength.

The events of her log count as evidence at the programs where they happened: within each scenario, strengths under
which they would have been likelier get more of the nodes. Scenarios are not weighed: a few of them would soon carry
everything, so that the interval would say less than is unknown, and a rejection could raise a chance elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._applicant import Earlier, Heard
from smartpick.estimate._scenarios import N_DRAWS, N_NODES
from smartpick.uncertainty import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["after_hearing", "earlier_answers", "offers_sent", "weighed"]

_GRID = 60
_LEAST = 1e-12


def weighed(
    heard: Mapping[str, Heard],
    sent: Callable[[float | None], Array],
    offered: Callable[[Array], Array],
    theta: Array,
    before: Callable[[Array], Array] | None = None,
) -> Array:
    """Return strength after what was heard, shape (n_draws, n_nodes).

    Parameters
    ----------
    heard
        By program code, in the order of what `offered` returns.
    sent
        Gives the share of interview offers sent so many days after programs began to read, shape (n_draws,).
    offered
        Gives the chance of an offer at each program of `heard` for strengths of shape (n_draws, n_nodes).
    theta
        Nodes before anything was heard; their order is kept, so that interview skill stays apart from strength.
    before
        Gives the log-likelihood of an earlier season's answers for strengths of shape (n_draws, n_nodes). It moves
        strength alone: that season's cutoffs were others.
    """
    grid = np.array([NormalDist().inv_cdf((k + 0.5) / _GRID) for k in range(_GRID)])
    nodes = np.broadcast_to(grid, (N_DRAWS, _GRID))
    log_likely = np.zeros((N_DRAWS, _GRID))
    if heard:
        for row, event in zip(offered(nodes), heard.values(), strict=True):
            log_likely += np.log(np.maximum(_likely(row, event, sent), _LEAST))
    if before is not None:
        log_likely = log_likely + before(nodes)
    likely = np.exp(log_likely - log_likely.max(axis=1, keepdims=True))
    steps = np.cumsum(likely, axis=1) / likely.sum(axis=1, keepdims=True)
    if not heard:
        return _moved(theta, steps)
    rank = np.argsort(np.argsort(theta, axis=1, kind="stable"), axis=1)
    new = np.empty_like(theta)
    for draw in range(N_DRAWS):
        # Between grid points the strength is read off the straight line through the cumulated chances.
        at = (np.arange(N_NODES) + 0.5) / N_NODES
        new[draw] = np.interp(at, np.concatenate([[0.0], steps[draw]]), np.concatenate([grid[:1], grid]))[rank[draw]]
    return new


def _moved(theta: Array, steps: Array) -> Array:
    """Return nodes moved to where they stand in the new distribution as they did in the old; as they were without news.

    Parameters
    ----------
    steps
        Cumulated chances of equally likely parts of the old distribution, shape (n_draws, n_parts).
    """
    normal = NormalDist()
    edges = np.arange(_GRID + 1) / _GRID
    new = np.empty_like(theta)
    for draw in range(len(theta)):
        at = np.array([normal.cdf(value) for value in theta[draw]])
        moved = np.interp(at, np.concatenate([[0.0], steps[draw]]), edges)
        new[draw] = [normal.inv_cdf(min(max(value, _LEAST), 1 - 1e-9)) for value in moved]
    return new


def earlier_answers(
    earlier: Earlier, codes: Sequence[str], offered: Callable[[Array], Array], share: Array, most: float
) -> Callable[[Array], Array]:
    """Return the log-likelihood of an earlier season's answers, as weak as they are by now.

    Parameters
    ----------
    codes
        Tracks in the order of what `offered` returns: those applied to then, or a sample that stands for them.
    offered
        Gives the chance of an offer at each of them for strengths of shape (n_draws, n_nodes).
    share
        How much such an answer counts against one of this season, 0-1, shape (n_draws,).
    most
        As how many answers of this season all of them together count at most.

    Notes
    -----
    One more offer among as many applications multiplies the likelihood by p/(1 − p) to the power of the weight, which
    rises with strength: it never lowers a chance.
    """
    number = len(codes) if earlier.programs else earlier.applications
    weight = np.minimum(share, most / max(number, 1))[:, None]

    def log_likely(nodes: Array) -> Array:
        chance = np.clip(offered(nodes), _LEAST, 1 - _LEAST)
        if earlier.programs:
            was_offered = np.array([code in earlier.interviewed_at for code in codes])
            said = np.log(chance[was_offered]).sum(axis=0) + np.log1p(-chance[~was_offered]).sum(axis=0)
        else:
            usual = chance.mean(axis=0)
            refused = earlier.applications - earlier.interviews
            said = earlier.interviews * np.log(usual) + refused * np.log1p(-usual)
        return np.asarray(weight * said)

    return log_likely


def _likely(chance: Array, event: Heard, sent: Callable[[float | None], Array]) -> Array:
    if event.what == "invited":
        return chance
    if event.what == "rejected":
        return np.asarray(1 - chance)
    return np.asarray(1 - chance * sent(event.days)[:, None])


def after_hearing(chance: Array, event: Heard, sent: Array) -> Array:
    """Return the chance of an interview at one program after what was heard from it."""
    if event.what == "invited":
        return np.full_like(chance, 0.0 if event.is_over else 1.0)
    if event.what == "rejected":
        return np.zeros_like(chance)
    still = (1 - sent)[:, None]
    return np.asarray(chance * still / (1 - chance * (1 - still)))


def offers_sent(days: float | None, middle: Array, spread: Array) -> Array:
    """Return the share of interview offers sent by a day, shape (n_draws,); none while no day is known.

    Parameters
    ----------
    middle, spread
        Day by which half are out, and the sd of the days, shape (n_draws,).
    """
    if days is None:
        return np.zeros_like(middle)
    return expit(1.702 * (days - middle) / np.maximum(spread, 1.0))
