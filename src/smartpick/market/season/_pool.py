"""Who applies where in one simulated season? Applicants, their applications in order of preference, their signals.

Everything here is drawn before any chance is computed and does not depend on the fitted parameters, so that two runs
with other parameters share their random numbers. Only the numbers of applicants and applications are arguments.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from smartpick.market._jit import has_numba, kernels
from smartpick.market.season._figures import Figures
from smartpick.market.season._joint import partners_of
from smartpick.market.season._programs import Field

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["GOLD", "HOME_SHARE_IMG", "NONE", "SILVER", "SINGLE", "Choice", "Pool", "pool_of"]

NONE, GOLD, SILVER, SINGLE = range(4)

LEAVE = (0.85, 0.80, 0.50, 0.50, 0.45)
"""Share by type of those preferring another specialty who leave before this market clears (trial, *assumed*)."""

SCREEN_SHAPE = 3.0
"""Gamma shape of the number of applications of an applicant (*assumed*)."""

HOME_SHARE_IMG = 0.5
"""Part of the home-state effect that an IMG with a tie to the state has (*assumed*: published for US schools only)."""

_HOME_KNOWN = (1.0, 1.0, 0.6, 0.25, 1.0)
"""Share of a type with a home state at all (*assumed* for IMGs)."""

_CLOSE = (0.8, 0.4, 0.0, 0.0, 0.3)
"""Share of a type with a program of her own school in the specialty (*assumed*; the facts link no school)."""

_SENIORS = (0, 1)
"""Types with couples."""

PULL = 0.8
"""How much more the wish for a program counts away from the home state, US MD seniors and graduates (*assumed*)."""

_CAP_LOW, _CAP_HIGH = 6.0, 24.0


@dataclass(frozen=True, slots=True)
class Choice:
    """What decides where people apply; knobs of the fit that change the pool.

    Attributes
    ----------
    applicants
        Applicants by type who prefer the specialty.
    applications
        Mean applications by type.
    home
        Taste for applying in the home state, log odds; same division has 0.4 of it (trial: 2.0 and 0.8).
    away
        Mean number of away rotations of US MD and DO students.
    cap
        Mean number of interviews attended at most (trial: N(15, 3)).
    score
        Points by which the mean score of applicants lies above the published mean of those who rank a program.
    """

    applicants: tuple[float, ...]
    applications: tuple[float, ...]
    home: float = 2.0
    away: float = 0.0
    cap: float = 15.0
    score: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """One season's applicants and applications; arrays by applicant, application or program.

    Attributes
    ----------
    kind, score, theta, phi, cap, is_primary, leaves
        By applicant. `leaves`: matched in the specialty she prefers, before this market clears.
    partner
        The other half of her couple; −1 for single applicants.
    start
        Applications of applicant i are start[i] … start[i + 1] − 1, most preferred first.
    program, tie, tier, noise, rank_noise
        By application. `tie`: 1 home state, 2 same division, 4 own school or away rotation; added.
    by_program, program_start
        Applications of each program.
    residual
        Standard normal openness residual of each program.
    """

    kind: NDArray[np.int8]
    score: NDArray[np.float32]
    theta: NDArray[np.float32]
    phi: NDArray[np.float32]
    cap: NDArray[np.int32]
    is_primary: NDArray[np.bool_]
    leaves: NDArray[np.bool_]
    partner: NDArray[np.int32]
    start: NDArray[np.int64]
    program: NDArray[np.int16]
    owner: NDArray[np.int32]
    tie: NDArray[np.int8]
    tier: NDArray[np.int8]
    noise: NDArray[np.float32]
    rank_noise: NDArray[np.float32]
    by_program: NDArray[np.int32]
    program_start: NDArray[np.int64]
    residual: NDArray[np.float32]


def pool_of(figures: Figures, programs: Field, choice: Choice, seed: int) -> Pool:
    """Draw one season's pool.

    Parameters
    ----------
    seed
        The same seed gives the same people; more applicants of a type are added after the ones that were there.
    """
    per_type = [_people(figures, programs, choice, seed, t) for t in range(5)]
    kind, score, theta, phi, cap, primary, leaves, count, home, close, who, coupled = (
        np.concatenate([each[k] for each in per_type]) for k in range(12)
    )
    n_programs = len(programs.codes)
    rng = np.random.default_rng([seed, 11])
    residual = rng.standard_normal(n_programs).astype(np.float32)
    wanted = programs.desirability + 0.5 * rng.standard_normal(n_programs)
    share = programs.log_share[:, programs.state_of]
    taste = 0.5 * np.log(programs.quota)[None, :] + 0.15 * wanted[None, :] + 0.5 * share
    signals = figures.signals
    run = kernels("season._choose", compiled=has_numba())
    start, program, tie, tier = run.choose(
        who.astype(np.int64),
        kind.astype(np.int8),
        score,
        count,
        home.astype(np.int16),
        close.astype(np.int64),
        programs.state_of,
        programs.division,
        np.exp(taste),
        wanted,
        share,
        np.array([choice.home, 0.4 * choice.home, PULL]),
        np.array(signals, np.int64),
        np.uint64(seed * 7919 + 12345),
    )
    owner = np.repeat(np.arange(len(kind), dtype=np.int32), np.diff(start))
    noise_rng = np.random.default_rng([seed, 12])
    uniform = noise_rng.random(len(program), dtype=np.float32)
    uniform = np.clip(uniform, 1e-6, 1 - 1e-6)
    by_program = np.argsort(program, kind="stable").astype(np.int32)
    program_start = np.concatenate([[0], np.cumsum(np.bincount(program, minlength=n_programs))]).astype(np.int64)
    return Pool(
        kind.astype(np.int8),
        score.astype(np.float32),
        theta.astype(np.float32),
        phi.astype(np.float32),
        cap.astype(np.int32),
        primary.astype(np.bool_),
        leaves.astype(np.bool_),
        partners_of(coupled, home),
        start,
        program,
        owner,
        tie,
        tier,
        np.log(uniform / (1 - uniform)),
        noise_rng.standard_normal(len(program), dtype=np.float32),
        by_program,
        program_start,
        residual,
    )


def _people(figures: Figures, programs: Field, choice: Choice, seed: int, t: int) -> tuple[NDArray[Any], ...]:
    """Draw the applicants of one type, those who prefer the specialty first."""
    first = round(choice.applicants[t])
    share = float(figures.primary[t])
    second = round(choice.applicants[t] * (1 - share) / share / (1 - LEAVE[t]))

    def normals(part: int) -> NDArray[np.float64]:
        return np.concatenate(
            [np.random.default_rng([seed, t, part, half]).standard_normal(n) for half, n in enumerate((first, second))]
        )

    def uniforms(part: int) -> NDArray[np.float64]:
        return np.concatenate(
            [np.random.default_rng([seed, t, part, half]).random(n) for half, n in enumerate((first, second))]
        )

    n = first + second
    primary = np.arange(n) < first
    score = np.clip(figures.score_mean[t] + choice.score[t] + figures.score_sd[t] * normals(1), 196, 285)
    # Applications: gamma with mean as given, through its normal approximation on the cube root (Wilson-Hilferty).
    shape = SCREEN_SHAPE
    cube = 1 - 1 / (9 * shape) + normals(4) / (3 * np.sqrt(shape))
    count = np.clip(choice.applications[t] * np.maximum(cube, 0.3) ** 3, 3, 0.98 * len(programs.codes))
    cap = np.clip(np.round(choice.cap + 3 * normals(5)), _CAP_LOW, _CAP_HIGH)
    weight = programs.md_state if t in {0, 1, 4} else _img_homes(programs)
    home = np.searchsorted(np.cumsum(weight), uniforms(6) * 0.999999)
    home = np.where(uniforms(7) < _HOME_KNOWN[t], np.minimum(home, len(weight) - 1), -1)
    close = np.where(uniforms(8) < _CLOSE[t], 1, 0)
    if t < 2 and choice.away > 0:
        close = close + np.random.default_rng([seed, t, 9]).poisson(choice.away, n)
    leaves = ~primary & (uniforms(10) < LEAVE[t])
    coupled = primary & (uniforms(13) < (figures.couple_share if t in _SENIORS else 0.0))
    kind = np.full(n, t)
    who = np.where(primary, np.arange(n), np.arange(n) - first + 1_000_000) + 2_000_000 * t
    return kind, score, normals(2), normals(3), cap, primary, leaves, count, home, close, who, coupled


def _img_homes(programs: Field) -> NDArray[np.float64]:
    positions = np.bincount(programs.state_of, weights=programs.quota, minlength=len(programs.states))
    return np.asarray(positions / positions.sum())
