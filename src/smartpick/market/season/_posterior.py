"""How sure are the parameters? Approximate Bayesian computation by real simulations, never by an emulator.

Generation 0 draws around the fit from wide priors; each later one perturbs the accepted ones and accepts under a
tighter tolerance, weighted as sequential Monte Carlo asks. Every proposal is one simulated season of its own seed.
Proposals are made in batches of fixed size from the seed alone and looked at in order, so neither the number of
processes nor a restart changes what is accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from smartpick.market.season._figures import TYPES, Figures
from smartpick.market.season._first_year import FirstYears, advanced_of, first_year_of
from smartpick.market.season._fit import Fit, loss_of
from smartpick.market.season._moments import Moments, moments_of, targets_of
from smartpick.market.season._pool import Pool, pool_of
from smartpick.market.season._programs import Field
from smartpick.market.season._season import KNOTS, Parameters, Season, simulate_season

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FREE", "Draw", "Posterior", "Task", "evaluate", "posterior_of", "shifted", "simulate_draw"]

FREE: tuple[tuple[str, float], ...] = (
    ("alpha_us_do_senior", 0.25),
    ("alpha_us_citizen_img", 0.30),
    ("alpha_non_us_citizen_img", 0.30),
    ("alpha_graduate", 0.40),
    ("log_sigma_theta", 0.20),
    ("log_sigma_phi", 0.25),
    ("log_per_position", 0.10),
    ("log_slope_us", 0.15),
    ("slope_img", 0.25),
    ("home", 0.30),
    ("signal", 0.30),
    ("log_tau", 0.50),
)
"""What varies over draws, as a departure from the fit, with its prior sd (*assumed*; logits or logs)."""

BATCH = 24
_TRIES = 8
_WIDER = 1.6
"""How much wider the priors of a pooled specialty are (*assumed*)."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One season to simulate: which market, which departure from its fit, which seed, and with which first years."""

    figures: Figures
    programs: Field
    fit: Fit
    shift: NDArray[np.float64]
    seed: int
    first_years: FirstYears | None = None


class Draw(NamedTuple):
    """Moments of one draw, cutoffs of its programs, and their openness residuals in logits."""

    moments: Moments
    interview_cutoff: NDArray[np.float32]
    match_cutoff: NDArray[np.float32]
    residual: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Accepted draws: departures from the fit, seeds, weights and losses, each of n_draws; runs it took."""

    shift: NDArray[np.float64]
    seeds: NDArray[np.int64]
    weights: NDArray[np.float64]
    loss: NDArray[np.float64]
    n_runs: int


def shifted(fit: Fit, shift: NDArray[np.float64]) -> Parameters:
    """Return the parameters of the fit, moved by a departure (order of `FREE`)."""
    old = fit.parameters
    value = dict(zip((name for name, _ in FREE), shift.tolist(), strict=True))
    alpha = old.alpha.copy()
    for t, kind in enumerate(TYPES[1:], start=1):
        alpha[t] += value[f"alpha_{kind}"]
    spline = old.spline.copy()
    spline[0] = spline[0] * np.exp(value["log_slope_us"])
    # IMGs have a straight line, which never falls: a higher score is no disadvantage.
    unit = (np.array(KNOTS) - 245.0) / 15.0
    spline[1] = max(spline[1, -1] / unit[-1] + value["slope_img"], 0.0) * unit
    signal = np.maximum(old.signal + value["signal"] * (old.signal > 0), 0.0)
    return old.but(
        alpha=alpha,
        spline=spline,
        signal=signal,
        sigma_theta=old.sigma_theta * float(np.exp(value["log_sigma_theta"])),
        sigma_phi=old.sigma_phi * float(np.exp(value["log_sigma_phi"])),
        per_position=old.per_position * float(np.exp(value["log_per_position"])),
        home=max(old.home + value["home"], 0.0),
        tau=old.tau * float(np.exp(value["log_tau"])),
    )


def _season_of(task: Task) -> tuple[Parameters, Pool, Season]:
    parameters = shifted(task.fit, task.shift)
    pool = pool_of(task.figures, task.programs, task.fit.choice, task.seed)
    return parameters, pool, simulate_season(pool, task.programs, parameters)


def simulate_draw(task: Task) -> Draw:
    """Return one draw; its moments tell, beyond those of the fit, how couples and first years came out."""
    parameters, pool, season = _season_of(task)
    found = moments_of(task.figures, task.programs, pool, season)
    matched = season.outcome >= 0
    coupled = pool.partner >= 0
    if coupled.any():
        found["share_matched.couples"] = float(matched[coupled].mean())
    if task.first_years is not None:
        who = advanced_of(pool, task.programs, season)
        placed = first_year_of(pool, task.programs, parameters, season, task.first_years, task.seed)
        if len(who):
            found["share_with_first_year.advanced"] = float((placed[who] >= 0).mean())
    return Draw(found, season.interview_cutoff, season.match_cutoff, parameters.tau * pool.residual.astype(np.float64))


def evaluate(task: Task) -> float:
    """Return the loss of one simulated season; pure, so that it may run anywhere."""
    _, pool, season = _season_of(task)
    found = moments_of(task.figures, task.programs, pool, season)
    return loss_of(targets_of(task.figures), found, task.figures)


Run = Callable[[Sequence[Task]], list[float]]


def posterior_of(
    figures: Figures,
    programs: Field,
    fit: Fit,
    *,
    seed: int,
    n_draws: int,
    generations: int,
    run: Run,
    known: dict[tuple[int, int], list[float]] | None = None,
    keep: Callable[[dict[tuple[int, int], list[float]]], None] | None = None,
    say: Callable[[str], None] | None = None,
) -> Posterior:
    """Return the accepted draws.

    Parameters
    ----------
    generations
        After the first; 0 keeps the best of the draws around the fit.
    run
        Evaluates tasks, here or elsewhere, and returns losses in their order.
    known, keep
        Losses of earlier batches by (generation, batch), and what is called with them after each new one.
    """
    known = {} if known is None else known
    wide = _WIDER if figures.status.status == "pooled" else 1.0
    sd = np.array([each[1] for each in FREE]) * wide
    shift = np.zeros((0, len(FREE)))
    seeds, weights, losses = np.zeros(0, np.int64), np.zeros(0), np.zeros(0)
    tolerance, runs = np.inf, 0
    for generation in range(generations + 1):
        new_shift, new_seeds, new_losses, wanted = [], [], [], n_draws * (3 if generation == 0 else 1)
        all_shift, all_seeds, all_losses = [], [], []
        spread = _kernel(shift, weights) if generation else np.diag(sd**2)
        for batch in range(_TRIES * max(1, -(-n_draws // BATCH))):
            rng = np.random.default_rng([seed, generation, batch, 71])
            proposals = _propose(rng, shift, weights, spread, sd)
            numbers = [100_000 + generation * 1_000_000 + batch * BATCH + k + seed * 10_007 for k in range(BATCH)]
            if (generation, batch) not in known:
                tasks = [Task(figures, programs, fit, proposals[k], numbers[k]) for k in range(BATCH)]
                known[generation, batch] = run(tasks)
                if keep is not None:
                    keep(known)
            runs += BATCH
            for k, loss in enumerate(known[generation, batch]):
                all_shift.append(proposals[k])
                all_seeds.append(numbers[k])
                all_losses.append(loss)
                if loss <= tolerance:
                    new_shift.append(proposals[k])
                    new_seeds.append(numbers[k])
                    new_losses.append(loss)
            if say is not None:
                accepted = f"{len(new_losses)} of {wanted} accepted, {runs} runs"
                say(f"{figures.specialty}: generation {generation}, {accepted}")
            if len(new_losses) >= wanted:
                break
        if generation == 0 or len(new_losses) < n_draws:
            new_shift, new_seeds, new_losses = all_shift, all_seeds, all_losses
            best = np.argsort(np.array(new_losses), kind="stable")[:n_draws]
        else:
            best = np.arange(n_draws)
        before, old_weights = shift, weights
        shift = np.array(new_shift)[best]
        seeds, losses = np.array(new_seeds)[best], np.array(new_losses)[best]
        weights = _weights(shift, before, old_weights, spread, sd)
        tolerance = float(np.median(losses))
    return Posterior(shift, seeds, weights, losses, runs)


def _propose(
    rng: np.random.Generator,
    shift: NDArray[np.float64],
    weights: NDArray[np.float64],
    spread: NDArray[np.float64],
    sd: NDArray[np.float64],
) -> NDArray[np.float64]:
    if not len(shift):
        return np.asarray(rng.standard_normal((BATCH, len(sd))) * sd)
    parents = shift[rng.choice(len(shift), size=BATCH, p=weights)]
    return np.asarray(parents + rng.multivariate_normal(np.zeros(len(sd)), spread, size=BATCH, method="cholesky"))


def _kernel(shift: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the covariance of the perturbation: half the weighted one of the accepted, kept regular."""
    covariance = np.cov(shift.T, aweights=weights)
    return np.asarray(0.5 * covariance + 1e-6 * np.eye(shift.shape[1]))


def _weights(
    shift: NDArray[np.float64],
    before: NDArray[np.float64],
    old_weights: NDArray[np.float64],
    spread: NDArray[np.float64],
    sd: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return prior over proposal density for each draw, summing to 1; equal in generation 0."""
    n = len(shift)
    if not len(before):
        return np.full(n, 1.0 / n)
    prior = -0.5 * ((shift / sd) ** 2).sum(axis=1)
    precision = np.linalg.inv(spread)
    gap = shift[:, None, :] - before[None, :, :]
    exponent = -0.5 * np.einsum("abi,ij,abj->ab", gap, precision, gap)
    top = exponent.max(axis=1, keepdims=True)
    density = np.log((np.exp(exponent - top) * old_weights[None, :]).sum(axis=1)) + top[:, 0]
    raw = prior - density
    # A single draw of great weight would stand for all: none may count for more than ten of the mean.
    weights = np.exp(raw - raw.max())
    weights = weights / weights.sum()
    weights = np.minimum(weights, 10.0 / n)
    return np.asarray(weights / weights.sum())
