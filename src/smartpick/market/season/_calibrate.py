"""Makes the scenario asset from the facts and a seed: fit, posterior, cutoffs, specialty by specialty.

What is done is kept in a work folder, so that a run that was stopped goes on where it was. The result depends on the
facts and the seed only, not on the number of processes or on where the seasons were simulated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from smartpick import __version__
from smartpick.errors import Problem, RequestError, did_you_mean
from smartpick.facts import Facts
from smartpick.market.season._asset import Asset, SpecialtyScenarios, write_asset
from smartpick.market.season._figures import TYPES, Figures, Status, figures_of, status_of
from smartpick.market.season._first_year import FirstYears, first_years_of, is_advanced
from smartpick.market.season._fit import Fit, FitTask, fit_one, judge
from smartpick.market.season._kept import Kept
from smartpick.market.season._moments import Moments, targets_of
from smartpick.market.season._pool import HOME_SHARE_IMG, Choice, pool_of
from smartpick.market.season._posterior import Posterior, Task, evaluate, posterior_of, shifted, simulate_draw
from smartpick.market.season._programs import Field, field_of
from smartpick.market.season._run import Runner, runner
from smartpick.market.season._season import KNOTS, LOADING, RANK_NOISE, RANK_SHARE, RANK_SIGNAL, RANK_TIE, Parameters
from smartpick.market.season._shipped import market_version

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MODEL", "calibrate"]

MODEL = "5"
"""Version of the model: what is kept of an older one is not used again."""

_JUDGED_FROM, _JUDGED = 900, 5
"""Seasons on which the fit itself is judged: none of them was used in fitting."""

_POOLS = 12
"""How many draws' applications are averaged."""


def calibrate(
    facts: Facts,
    folder: Path,
    *,
    specialties: Sequence[str] | None = None,
    season: int | None = None,
    seed: int = 1,
    processes: int = 1,
    cluster: str | None = None,
    n_draws: int = 200,
    generations: int = 1,
    rounds: int = 10,
    fit_seeds: int = 3,
    say: Callable[[str], None] | None = None,
) -> Path:
    """Make the asset and return where it lies: ``scenarios.npz`` in `folder`.

    Parameters
    ----------
    folder
        Where the asset and what is kept of an unfinished run go (below ``work``).
    specialties
        Keys; None for all. Those that cannot be simulated appear with the reason and no draws.
    season
        The Match to simulate; None for the newest of which it is published who filled the positions.
    processes
        How many at once; the result is the same.
    cluster
        Address of a Dask scheduler to send the seasons to instead; the result is the same.
    n_draws, generations, rounds, fit_seeds
        Accepted draws; tightenings of the tolerance; rounds of the fit and seasons it averages.
    say
        Called with a line of progress now and then.

    Raises
    ------
    RequestError
        For an unknown specialty, a season without figures, or a cluster that does not answer.
    """
    seasons = sorted({int(row["season"]) for row in facts.rows("fill_by_type")})
    season = season or (seasons[-1] if seasons else 0)
    if season not in seasons:
        known = ", ".join(map(str, seasons)) or "none"
        what = f"nothing is published on who filled the positions of {season}"
        raise RequestError([Problem("season", what, fix=f"Published: {known}")])
    status = {each.specialty: each for each in status_of(facts, season)}
    wanted = list(dict.fromkeys(specialties or status))
    for key in wanted:
        if key not in status:
            raise RequestError([Problem("specialty", f"no specialty '{key}'", fix=did_you_mean(key, status))])
    say = say or (lambda _: None)
    settings = {
        "model": MODEL,
        "market_version": market_version(facts),
        "season": season,
        "seed": seed,
        "n_draws": n_draws,
        "generations": generations,
        "rounds": rounds,
        "fit_seeds": fit_seeds,
    }
    found: dict[str, SpecialtyScenarios] = {}
    target = folder / "scenarios.npz"
    about = {
        **settings,
        "code_version": __version__,
        "types": list(TYPES),
    }
    simulated = [key for key in wanted if status[key].status != "refused"]
    for key in wanted:
        if key not in simulated:
            found[key] = _refused(status[key], season)
    with runner(processes, cluster) as run:
        markets = [_market(facts, status[key], season, seed, folder / "work" / key, settings) for key in simulated]
        fits = _fits(markets, run, say)
        for number, market in enumerate(markets, 1):
            key = market.figures.specialty
            say(f"{key}: {status[key].status} ({number} of {len(markets)})")
            found[key] = _one(market, fits[key], seed, settings, run, say)
            write_asset(Asset(found, about), target)
    write_asset(Asset(found, about), target)
    return target


@dataclass(frozen=True, slots=True, eq=False)
class _Market:
    """One specialty to be fitted: its figures and programs, what is kept of it, and how it is to be fitted."""

    figures: Figures
    programs: Field
    first_years: FirstYears | None
    kept: Kept
    task: FitTask


def _market(facts: Facts, status: Status, season: int, seed: int, work: Path, settings: dict[str, Any]) -> _Market:
    figures = figures_of(facts, status.specialty, season, is_pooled=status.status == "pooled")
    programs = field_of(facts, figures)
    work.mkdir(parents=True, exist_ok=True)
    seeds = tuple(seed * 1000 + k + 1 for k in range(settings["fit_seeds"]))
    first_years = first_years_of(facts, programs, season) if is_advanced(programs).any() else None
    task = FitTask(figures, programs, seeds, settings["rounds"])
    return _Market(figures, programs, first_years, Kept(work, settings), task)


def _fits(markets: Sequence[_Market], run: Runner, say: Callable[[str], None]) -> dict[str, Fit]:
    """Return the fit of every market, as kept or made now: the largest first, so that a small one ends last."""
    fits = {market.figures.specialty: fit for market in markets if (fit := market.kept.fit()) is not None}
    missing = [market for market in markets if market.figures.specialty not in fits]
    missing.sort(key=lambda market: -market.figures.positions)
    for market, fit in zip(missing, run(fit_one, [market.task for market in missing]), strict=True):
        market.kept.keep_fit(fit)
        fits[market.figures.specialty] = fit
        say(f"{market.figures.specialty}: fitted, loss {fit.loss:.1f} ({len(fits)} of {len(markets)})")
    return fits


def _one(
    market: _Market, fit: Fit, seed: int, settings: dict[str, Any], run: Runner, say: Callable[[str], None]
) -> SpecialtyScenarios:
    posterior = posterior_of(
        market.figures,
        market.programs,
        fit,
        seed=seed,
        n_draws=settings["n_draws"],
        generations=settings["generations"],
        run=lambda tasks: list(run(evaluate, tasks)),
        known=market.kept.losses(),
        keep=market.kept.keep_losses,
        say=say,
    )
    return _scenarios(market, fit, posterior, seed, run)


def _scenarios(market: _Market, fit: Fit, posterior: Posterior, seed: int, run: Runner) -> SpecialtyScenarios:
    figures, programs = market.figures, market.programs
    tasks = [
        Task(figures, programs, fit, shift, int(number), market.first_years)
        for shift, number in zip(posterior.shift, posterior.seeds, strict=True)
    ]
    draws = list(run(simulate_draw, tasks))
    parameters = [shifted(fit, shift) for shift in posterior.shift]
    names, values = _named(parameters, posterior, fit.choice)
    applied, tie_mix, tier_mix = _applications(figures, programs, fit, posterior)
    return SpecialtyScenarios(
        specialty=figures.specialty,
        status=figures.status.status,
        reason=figures.status.reason,
        season=figures.season,
        program_codes=programs.codes,
        types=TYPES,
        states=programs.states,
        state_of=programs.state_of,
        interview_cutoff=np.array([draw.interview_cutoff for draw in draws], np.float32),
        match_cutoff=np.array([draw.match_cutoff for draw in draws], np.float32),
        openness=fit.parameters.openness.astype(np.float32),
        residual=np.array([draw.residual for draw in draws]).astype(np.float16),
        loading=np.array(LOADING, np.float32),
        parameters=values,
        parameter_names=names,
        score_knots=np.array(KNOTS, np.float32),
        score_spline=np.array([each.spline for each in parameters], np.float32),
        interview_cap=np.tile(np.array([[fit.choice.cap, 3.0]], np.float32), (len(draws), 1)),
        moments=_summary(targets_of(figures), [draw.moments for draw in draws], posterior.weights),
        weights=posterior.weights.astype(np.float32),
        applied=applied,
        tie_mix=tie_mix,
        tier_mix=tier_mix,
        judged=judge(figures, programs, fit, [seed * 1000 + _JUDGED_FROM + k for k in range(_JUDGED)]),
    )


def _applications(
    figures: Figures, programs: Field, fit: Fit, posterior: Posterior
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return where each type applies, with which ties and which signals, as shares, averaged over some draws."""
    n_types, n_programs = len(TYPES), len(programs.codes)
    shares: list[list[NDArray[np.float64]]] = [[], [], []]
    for seed in posterior.seeds[:_POOLS]:
        pool = pool_of(figures, programs, fit.choice, int(seed))
        kind = pool.kind[pool.owner].astype(np.int64)
        columns: tuple[NDArray[Any], ...] = (pool.program, pool.tie, pool.tier)
        for found, column, width in zip(shares, columns, (n_programs, 8, 4), strict=True):
            cell = kind * width + np.asarray(column, np.int64)
            counts = np.bincount(cell, minlength=n_types * width).reshape(n_types, width)
            found.append(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1))
    applied, tie_mix, tier_mix = (np.mean(each, axis=0).astype(np.float32) for each in shares)
    return applied, tie_mix, tier_mix


def _named(
    parameters: Sequence[Parameters], posterior: Posterior, choice: Choice
) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    rows = []
    for each, loss in zip(parameters, posterior.loss, strict=True):
        row = {f"alpha_{kind}": each.alpha[t] for t, kind in enumerate(TYPES)}
        row.update(
            sigma_theta=each.sigma_theta,
            sigma_phi=each.sigma_phi,
            tau=each.tau,
            per_position=each.per_position,
            g_home=each.home,
            g_division=each.division,
            g_close=each.close,
            g_signal_gold=each.signal[1],
            g_signal_silver=each.signal[2],
            g_signal_single=each.signal[3],
            home_share_img=HOME_SHARE_IMG,
            not_ranked=each.not_ranked,
            rank_share=RANK_SHARE,
            rank_signal=RANK_SIGNAL,
            rank_noise=RANK_NOISE,
            rank_tie=RANK_TIE,
            taste_home=choice.home,
            loss=loss,
        )
        row.update({f"applications_{kind}": choice.applications[t] for t, kind in enumerate(TYPES)})
        rows.append(row)
    return tuple(rows[0]), np.array([list(row.values()) for row in rows], np.float32)


def _summary(
    targets: Moments, found: Sequence[Moments], weights: NDArray[np.float64]
) -> dict[str, tuple[float, float, float]]:
    """Return published, mean and sd over the draws of each moment; a draw without a value does not count."""
    out = {}
    for name in sorted({*targets, *found[0]}):
        values = np.array([each.get(name, np.nan) for each in found])
        seen = np.isfinite(values)
        if not seen.any():
            out[name] = (targets.get(name, np.nan), np.nan, np.nan)
            continue
        share = weights[seen] / weights[seen].sum()
        mean = float(share @ values[seen])
        sd = float(np.sqrt(share @ (values[seen] - mean) ** 2))
        out[name] = (float(targets.get(name, np.nan)), mean, sd)
    return out


def _refused(status: Status, season: int) -> SpecialtyScenarios:
    empty = np.zeros((0, 0), np.float32)
    return SpecialtyScenarios(
        status.specialty,
        status.status,
        status.reason,
        season,
        (),
        TYPES,
        (),
        np.zeros(0, np.int16),
        empty,
        empty,
        np.zeros((len(TYPES), 0), np.float32),
        empty.astype(np.float16),
        np.array(LOADING, np.float32),
        empty,
        (),
        np.array(KNOTS, np.float32),
        np.zeros((0, 2, len(KNOTS)), np.float32),
        np.zeros((0, 2), np.float32),
        {},
        np.zeros(0, np.float32),
        np.zeros((len(TYPES), 0), np.float32),
        np.zeros((len(TYPES), 8), np.float32),
        np.zeros((len(TYPES), 4), np.float32),
        {},
    )
