"""How does one simulated season of a specialty work out? Parameters and a pool in, cutoffs and outcomes out.

With type t, program j of state s and applicant i, in logits of an interview offer::

    base = α_t + spline(score) + σ_θ θ_i + openness_ts + loading_t τ residual_j + ties
    I    = base + signal + logistic noise             offered iff I ≥ c^I_j
    R    = 0.6 (base − ties) + 0.3 ties + 0.4 signal + σ_φ φ_i + N(0, 1.2)  taken iff R ≥ c^M_j, if interviewed

The lowest of the interviewed are not ranked: where a position stays empty c^M_j is the value of the last ranked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from smartpick.market._jit import has_numba, kernels
from smartpick.market.season._clearing import clear
from smartpick.market.season._pool import HOME_SHARE_IMG, Pool
from smartpick.market.season._programs import Field

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "KNOTS",
    "LOADING",
    "NOT_RANKED",
    "RANK_NOISE",
    "RANK_SHARE",
    "RANK_TIE",
    "Parameters",
    "Season",
    "simulate_season",
]

KNOTS = (205.0, 220.0, 232.0, 245.0, 258.0, 270.0)
RANK_SHARE, RANK_SIGNAL, RANK_NOISE = 0.6, 0.4, 1.2
"""What of the interview index carries over to the rank list (trial, held fixed)."""

RANK_TIE = 0.3
"""What of the ties does (*assumed*): they decide who is met; of those met, much less who is wanted."""

NOT_RANKED = 0.125
"""Share of the interviewed that a program does not rank (trial), where the fit begins."""

LOADING = (0.0, 1.0, 1.0, 1.0, 1.0)
"""How a program's openness residual moves each type; the cutoffs hold what moves all."""


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """The parameters of a specialty's market, in logits of an interview offer unless said otherwise.

    Attributes
    ----------
    alpha
        Level by type, shape (5,); US MD seniors are 0.
    spline
        Score effect at `KNOTS` of US graduates and of IMGs, shape (2, n_knots); 0 at 245.
    sigma_theta, sigma_phi, tau
        Spread of unobserved strength, of interview skill (rank scale), of program openness.
    per_position
        Interview places for each position.
    home, division, close
        Home state, same division, own school or away rotation.
    signal
        By tier: none, gold, silver, single, shape (4,).
    openness
        State × type, shape (5, n_states).
    floor
        Nobody below it is invited.
    not_ranked
        Share of the interviewed that a program does not rank.
    """

    alpha: NDArray[np.float64]
    spline: NDArray[np.float64]
    openness: NDArray[np.float64]
    signal: NDArray[np.float64]
    sigma_theta: float = 1.0
    sigma_phi: float = 0.7
    tau: float = 0.3
    per_position: float = 11.0
    home: float = 1.8
    division: float = 0.6
    close: float = 3.5
    floor: float = -30.0
    not_ranked: float = NOT_RANKED

    def but(self, **changes: object) -> Parameters:
        """Return the same with some changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def ties(self) -> NDArray[np.float64]:
        """Return home state, same division, close, by type, shape (5, 3)."""
        img = np.array([1.0, 1.0, HOME_SHARE_IMG, HOME_SHARE_IMG, 1.0])
        return np.asarray(np.outer(img, [self.home, self.division, self.close]))

    def score_effect(self, kind: NDArray[np.int8], score: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the spline at each score; beyond the outer knots it goes on as flat as it ends."""
        us, img = (np.interp(score, KNOTS, each) for each in self.spline)
        return np.asarray(np.where((kind == 2) | (kind == 3), img, us), np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """One simulated season.

    Attributes
    ----------
    interview_cutoff, match_cutoff
        Shape (n_programs,); −inf where everybody who applied was offered an interview, or nobody was interviewed.
    interview, value
        Interview index I and rank value R of every application.
    offered, attended
        By application.
    outcome
        The application each applicant matched by, −1 for none.
    filled
        Positions filled by program.
    """

    interview_cutoff: NDArray[np.float32]
    match_cutoff: NDArray[np.float32]
    interview: NDArray[np.float32]
    value: NDArray[np.float32]
    offered: NDArray[np.bool_]
    attended: NDArray[np.bool_]
    outcome: NDArray[np.int64]
    filled: NDArray[np.int64]


def simulate_season(pool: Pool, programs: Field, parameters: Parameters, *, compiled: bool | None = None) -> Season:
    """Return how one season works out.

    Parameters
    ----------
    compiled
        True needs numba; None uses it when it is there. Both give the same cutoffs.
    """
    is_compiled = has_numba() if compiled is None else compiled
    run = kernels("season._offers", compiled=is_compiled)
    base = parameters.alpha[pool.kind] + parameters.score_effect(pool.kind, pool.score)
    base = base + parameters.sigma_theta * pool.theta
    openness = parameters.openness[:, programs.state_of] + np.outer(LOADING, parameters.tau * pool.residual)
    rank = np.array([RANK_SHARE, RANK_SIGNAL, parameters.sigma_phi, RANK_NOISE, RANK_TIE])
    interview, value = run.indices(
        base,
        pool.owner,
        pool.program,
        pool.tie,
        pool.tier,
        pool.noise,
        pool.rank_noise,
        pool.kind,
        pool.phi,
        openness,
        parameters.ties(),
        parameters.signal,
        rank,
    )
    places = np.ceil(parameters.per_position * programs.quota + 2).astype(np.int64)
    cutoff, attended = run.offer(
        interview,
        pool.start,
        pool.owner,
        pool.program,
        pool.by_program,
        pool.program_start,
        places,
        pool.cap,
        parameters.floor,
    )
    outcome, match_cutoff, filled = clear(pool, programs, value, attended, parameters.not_ranked, compiled=is_compiled)
    offered = interview >= cutoff[pool.program]
    return Season(cutoff, match_cutoff, interview, value, offered, attended, outcome, filled)
