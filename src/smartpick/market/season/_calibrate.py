"""Makes the scenario asset from the facts and a seed: fit, posterior, cutoffs, specialty by specialty.

What is done is kept in a work folder, so that a run that was stopped goes on where it was. The result depends on the
facts and the seed only, not on the number of processes or on where the seasons were simulated.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from smartpick import __version__
from smartpick.errors import Problem, RequestError, did_you_mean
from smartpick.facts import Facts
from smartpick.market.season._asset import Asset, SpecialtyScenarios, write_asset
from smartpick.market.season._figures import TYPES, Figures, Status, figures_of, status_of
from smartpick.market.season._fit import Fit, fit_market
from smartpick.market.season._moments import Moments, targets_of
from smartpick.market.season._pool import HOME_SHARE_IMG, Choice
from smartpick.market.season._posterior import Posterior, Task, evaluate, posterior_of, shifted, simulate_draw
from smartpick.market.season._programs import Field, field_of
from smartpick.market.season._season import KNOTS, LOADING, RANK_NOISE, RANK_SHARE, RANK_SIGNAL, Parameters

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MODEL", "calibrate"]

MODEL = "2"
"""Version of the model: what is kept of an older one is not used again."""

Runner = Callable[[Callable[[Task], Any], Sequence[Task]], list[Any]]


def calibrate(
    facts: Facts,
    folder: Path,
    *,
    specialties: Sequence[str] | None = None,
    season: int | None = None,
    seed: int = 1,
    processes: int = 1,
    n_draws: int = 200,
    generations: int = 2,
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
    n_draws, generations, rounds, fit_seeds
        Accepted draws; tightenings of the tolerance; rounds of the fit and seasons it averages.
    say
        Called with a line of progress now and then.

    Raises
    ------
    RequestError
        For an unknown specialty or a season without figures.
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
        "facts_version": facts.version,
        "season": season,
        "seed": seed,
        "n_draws": n_draws,
        "generations": generations,
        "rounds": rounds,
        "fit_seeds": fit_seeds,
    }
    found: dict[str, SpecialtyScenarios] = {}
    target = folder / "scenarios.npz"
    about = {**settings, "code_version": __version__, "types": list(TYPES)}
    simulated = [key for key in wanted if status[key].status != "refused"]
    for key in wanted:
        if key not in simulated:
            found[key] = _refused(status[key], season)
    with _runner(processes) as runner:
        for number, key in enumerate(simulated, 1):
            say(f"{key}: {status[key].status} ({number} of {len(simulated)})")
            work = folder / "work" / key
            found[key] = _one(facts, status[key], season, seed, work, settings, runner, say)
            write_asset(Asset(found, about), target)
    write_asset(Asset(found, about), target)
    return target


def _one(
    facts: Facts,
    status: Status,
    season: int,
    seed: int,
    work: Path,
    settings: dict[str, Any],
    runner: Runner,
    say: Callable[[str], None],
) -> SpecialtyScenarios:
    figures = figures_of(facts, status.specialty, season, is_pooled=status.status == "pooled")
    programs = field_of(facts, figures)
    work.mkdir(parents=True, exist_ok=True)
    kept = _Kept(work, settings)
    fit = kept.fit()
    if fit is None:
        seeds = [seed * 1000 + k + 1 for k in range(settings["fit_seeds"])]
        rounds = settings["rounds"]
        fit = fit_market(figures, programs, seeds=seeds, outer=rounds, say=say)
        # Smaller steps over two seasons more: what fits three of them too well does not last.
        more = [*seeds, seeds[-1] + 1, seeds[-1] + 2]
        start = (fit.parameters, fit.choice)
        fit = fit_market(figures, programs, seeds=more, outer=-(-rounds // 2), inner=4, start=start, gain=0.4, say=say)
        kept.keep_fit(fit)
    posterior = posterior_of(
        figures,
        programs,
        fit,
        seed=seed,
        n_draws=settings["n_draws"],
        generations=settings["generations"],
        run=lambda tasks: runner(evaluate, tasks),
        known=kept.losses(),
        keep=kept.keep_losses,
        say=say,
    )
    return _scenarios(figures, programs, fit, posterior, runner)


def _scenarios(figures: Figures, programs: Field, fit: Fit, posterior: Posterior, runner: Runner) -> SpecialtyScenarios:
    tasks = [
        Task(figures, programs, fit, shift, int(number))
        for shift, number in zip(posterior.shift, posterior.seeds, strict=True)
    ]
    draws = runner(simulate_draw, tasks)
    parameters = [shifted(fit, shift) for shift in posterior.shift]
    names, values = _named(parameters, posterior, fit.choice)
    return SpecialtyScenarios(
        specialty=figures.specialty,
        status=figures.status.status,
        reason=figures.status.reason,
        season=figures.season,
        program_codes=programs.codes,
        types=TYPES,
        states=programs.states,
        state_of=programs.state_of,
        interview_cutoff=np.array([draw[1] for draw in draws], np.float32),
        match_cutoff=np.array([draw[2] for draw in draws], np.float32),
        openness=fit.parameters.openness.astype(np.float32),
        residual=np.array([draw[3] for draw in draws]).astype(np.float16),
        loading=np.array(LOADING, np.float32),
        parameters=values,
        parameter_names=names,
        score_knots=np.array(KNOTS, np.float32),
        score_spline=np.array([each.spline for each in parameters], np.float32),
        interview_cap=np.tile(np.array([[fit.choice.cap, 3.0]], np.float32), (len(draws), 1)),
        moments=_summary(targets_of(figures), [draw[0] for draw in draws], posterior.weights),
        weights=posterior.weights.astype(np.float32),
    )


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
    )


class _Kept:
    """What is kept of an unfinished run of one specialty: the fit, and the losses of every batch."""

    def __init__(self, work: Path, settings: dict[str, Any]) -> None:
        self.work = work
        # More generations go on from the earlier ones; a fit serves any number of draws.
        draws = {name: value for name, value in settings.items() if name != "generations"}
        fit = {name: value for name, value in draws.items() if name != "n_draws"}
        told = {"losses.json": draws, "fit.json": fit}
        self.keys = {
            name: hashlib.sha256(json.dumps(each, sort_keys=True).encode()).hexdigest() for name, each in told.items()
        }

    def fit(self) -> Fit | None:
        """Return the fit that was kept, if it is of the same facts, seed and settings."""
        told = self._read("fit.json")
        if told is None:
            return None
        numbers: dict[str, Any] = {
            name: np.array(value) if isinstance(value, list) else value for name, value in told["parameters"].items()
        }
        choice: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in told["choice"].items()}
        moments = {name: float(value) for name, value in told["moments"].items()}
        return Fit(Parameters(**numbers), Choice(**choice), moments, told["loss"], tuple(told["history"]))

    def keep_fit(self, fit: Fit) -> None:
        """Keep a fit, every digit of it."""
        names = Parameters.__slots__
        parameters = {name: getattr(fit.parameters, name) for name in names}
        self._write(
            "fit.json",
            {
                "parameters": {k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in parameters.items()},
                "choice": {name: getattr(fit.choice, name) for name in Choice.__slots__},
                "moments": {name: repr(value) for name, value in fit.moments.items()},
                "loss": fit.loss,
                "history": list(fit.history),
            },
        )

    def losses(self) -> dict[tuple[int, int], list[float]]:
        """Return the losses that were kept, by (generation, batch)."""
        told = self._read("losses.json") or {"losses": {}}
        return {(int(k.split()[0]), int(k.split()[1])): v for k, v in told["losses"].items()}

    def keep_losses(self, losses: dict[tuple[int, int], list[float]]) -> None:
        """Keep the losses so far."""
        self._write("losses.json", {"losses": {f"{a} {b}": values for (a, b), values in losses.items()}})

    def _read(self, name: str) -> dict[str, Any] | None:
        path = self.work / name
        if not path.is_file():
            return None
        try:
            told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            return None
        return told if told.get("key") == self.keys[name] else None

    def _write(self, name: str, told: dict[str, Any]) -> None:
        partial = self.work / f"{name}.partial"
        partial.write_text(json.dumps({"key": self.keys[name], **told}), encoding="utf-8")
        partial.replace(self.work / name)


@contextmanager
def _runner(processes: int) -> Iterator[Runner]:
    """Give what evaluates tasks in their order: here, or in processes."""
    if processes <= 1:
        yield lambda function, tasks: [function(task) for task in tasks]
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield _over(pool)


def _over(pool: Executor) -> Runner:
    return lambda function, tasks: list(pool.map(function, tasks))
