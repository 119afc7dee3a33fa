"""Which parameters make the simulated season look like the published one? Contractions on simulated moments.

Each moment has the parameter that moves it most; all are moved together, round by round, over several seeds with
common random numbers, and the size of a parameter's steps shrinks when its residual changes sign. What comes out is
judged on seeds that were not used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from smartpick.market.season._bars import excess, logit
from smartpick.market.season._figures import TYPES, Figures
from smartpick.market.season._moments import Moments, moments_of, state_fills, targets_of
from smartpick.market.season._pool import Choice, Pool, pool_of
from smartpick.market.season._programs import Field
from smartpick.market.season._season import KNOTS, Parameters, simulate_season

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Fit", "FitTask", "average", "fit_market", "fit_one", "judge", "start_of"]

_FOREIGN, _GRADUATE = 3, 4
_EPS = 1e-9
_MOST_HOME = 4.0
"""The largest effect of a school in the state that is believed (*assumed*; a trial had 1.8): the reported gap between
in and out of state holds own schools and where people choose to apply as well."""
_STIFF = 3e-3
"""Weight of the squared bends of a score effect's step against the squared residuals of all bands (*assumed*)."""

# Start values of a trial on six specialties: α of DO, US IMG, non-US IMG, graduates; β, β of IMGs; σθ, k, σφ, τ.
_TRIAL: dict[str, tuple[float, ...]] = {
    "internal_medicine": (-1.09, -3.98, -3.81, -2.24, 1.30, 0.95, 1.20, 10.3, 0.68, 1.09),
    "family_medicine": (-0.11, -4.79, -4.47, -4.19, 0.33, 0.02, 1.53, 9.7, 0.29, 0.09),
    "psychiatry": (-1.28, -5.01, -4.65, -3.33, 1.75, 0.92, 1.81, 11.9, 1.46, 0.22),
    "surgery_general": (-0.93, -3.71, -3.56, -2.86, 1.70, 1.15, 0.64, 11.8, 1.30, 0.81),
    "orthopaedic_surgery": (-1.10, -2.49, -2.04, -1.99, 1.32, 0.84, 0.60, 17.9, 1.34, 0.00),
    "pediatrics": (-1.05, -4.28, -4.44, -5.84, 1.00, 1.55, 2.09, 11.3, 0.22, 0.65),
}
_POOLED = tuple(float(np.median([row[k] for row in _TRIAL.values()])) for k in range(10))
# Effect of a signal where no rates by tier are reported (trial, held fixed).
_SIGNAL = {"surgery_general": 2.7, "internal_medicine": 2.2, "psychiatry": 2.3}


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A fitted market: parameters, choices, and the moments it was fitted to.

    Attributes
    ----------
    moments
        Means over the fitting seeds.
    loss
        Sum over moments of squared error over tolerance (`scores`).
    excess
        Sum over kinds of figures of squared error over bar (``_bars.excess``), on the fitting seeds.
    """

    parameters: Parameters
    choice: Choice
    moments: Moments
    loss: float
    excess: float
    history: tuple[float, ...] = field(default=())


def start_of(figures: Figures, programs: Field) -> tuple[Parameters, Choice]:
    """Return start values: the trial's for its six specialties, their medians for the others."""
    row = _TRIAL.get(figures.specialty, _POOLED)
    z = (np.array(KNOTS) - 245.0) / 15.0
    single = _SIGNAL.get(figures.specialty, 2.2)
    tau = min(row[9], 0.6)
    parameters = Parameters(
        alpha=np.array([0.0, *row[:4]]),
        spline=np.stack([row[4] * z, row[5] * z]),
        openness=0.7 * programs.log_share,
        signal=np.array([0.0, single + 0.4, single - 0.5, single]),
        sigma_theta=row[6],
        sigma_phi=row[8],
        tau=max(tau, 0.2),
        per_position=row[7],
    )
    applicants = figures.rankers * figures.applicants_per_ranker
    count = np.minimum(figures.applications, 0.6 * len(programs.codes))
    return parameters, Choice(tuple(applicants), tuple(count))


def scores(targets: Moments, found: Moments, figures: Figures) -> dict[str, float]:
    """Return each moment's error over its tolerance; moments without a published figure are left out."""
    out: dict[str, float] = {}
    n_band = dict(zip((f"band.{low:.1f}" for low in figures.band_low), _band_people(figures), strict=True))
    for name, target in targets.items():
        value = found.get(name, np.nan)
        group = name.split(".")[0]
        if not np.isfinite(target) or not np.isfinite(value) or group == "rankers":
            continue
        if group == "fill_pct":
            out[name] = (value - target) / 1.0
        elif group == "rate":
            out[name] = (value - target) / _tolerance(target, max(targets[f"rankers.{name.split('.')[1]}"], 3.0))
        elif group == "band":
            out[name] = (value - target) / _tolerance(target, max(n_band[name], 1.0))
        elif group == "ranks":
            out[name] = (value - target) / 0.5
        elif group == "score_gap":
            out[name] = (value - target) / 2.5
        elif group == "offers":
            out[name] = (logit(value) - logit(target)) / 0.35
    return out


def _band_shares(figures: Figures) -> NDArray[np.float64]:
    """Return the share of simulated US MD seniors in each Step 2 CK band; the lowest band takes all below it."""
    score = NormalDist(float(figures.score_mean[0]), float(figures.score_sd[0]))
    return np.diff(np.array([0.0, *(score.cdf(low) for low in figures.band_low[1:]), 1.0]))


def _band_people(figures: Figures) -> NDArray[np.float64]:
    """Return how many a band's rate rests on: as published, or in three simulated seasons if that is fewer."""
    if not len(figures.band_low):
        return np.zeros(0)
    return np.asarray(np.minimum(figures.band_n, 3.0 * figures.rankers[0] * _band_shares(figures)), np.float64)


def _band_middles(figures: Figures) -> NDArray[np.float64]:
    """Return the median simulated score within each band."""
    score = NormalDist(float(figures.score_mean[0]), float(figures.score_sd[0]))
    share = _band_shares(figures)
    middle = np.cumsum(share) - share / 2
    return np.array([score.inv_cdf(float(np.clip(each, 1e-6, 1 - 1e-6))) for each in middle])


def _tolerance(rate: float, n: float) -> float:
    """Return two points and the sampling error of n people, the published and the simulated ones."""
    smooth = (n * rate + 1) / (n + 2)
    return float(np.hypot(0.02, np.sqrt(2 * smooth * (1 - smooth) / n)))


def loss_of(targets: Moments, found: Moments, figures: Figures) -> float:
    """Return the sum of squared scores."""
    return float(sum(min(each * each, 100.0) for each in scores(targets, found, figures).values()))


def average(found: Sequence[Moments]) -> Moments:
    """Return the mean of each moment over seasons, those without a value left out."""
    means: Moments = {}
    for name in found[0]:
        values = [each[name] for each in found if np.isfinite(each[name])]
        means[name] = float(np.mean(values)) if values else float("nan")
    return means


def judge(figures: Figures, programs: Field, fit: Fit, seeds: Sequence[int]) -> Moments:
    """Return the mean moments over seeds, meant to be ones the fit has not seen."""
    found = []
    for seed in seeds:
        pool = pool_of(figures, programs, fit.choice, seed)
        found.append(moments_of(figures, programs, pool, simulate_season(pool, programs, fit.parameters)))
    return average(found)


class _Steps:
    """Step sizes by parameter: smaller after a change of sign, slowly larger again otherwise."""

    def __init__(self) -> None:
        self.cool = 1.0
        self.gain: dict[str, float] = {}
        self.sign: dict[str, float] = {}

    def __call__(self, name: str, residual: float, gain: float, limit: float) -> float:
        """Return how far to move."""
        if not np.isfinite(residual):
            return 0.0
        factor = self.gain.get(name, 1.0)
        sign = float(np.sign(residual))
        if name in self.sign:
            factor = min(factor * 1.2, 1.5) if sign == self.sign[name] else max(factor * 0.6, 0.25)
        self.gain[name], self.sign[name] = factor, sign
        return float(np.clip(self.cool * gain * factor * residual, -limit, limit))


def fit_market(
    figures: Figures,
    programs: Field,
    *,
    seeds: Sequence[int] = (1, 2, 3),
    outer: int = 10,
    inner: int = 5,
    start: tuple[Parameters, Choice] | None = None,
    gain: float = 1.0,
    moves_scores: bool = True,
    say: Callable[[str], None] | None = None,
) -> Fit:
    """Return the fit of one specialty: of all rounds the one that comes nearest by the bars of the record.

    Parameters
    ----------
    seeds
        Seasons averaged over; the same in each round.
    outer, inner
        Rounds in which the pool changes (numbers of applicants and applications), and rounds within each.
    start
        Where to begin; None for `start_of`.
    gain
        Multiplies every step; small ones polish a fit over more seeds.
    moves_scores
        Whether those who apply may score otherwise than those who rank, of whom scores are published.
    """
    parameters, choice = start or start_of(figures, programs)
    targets = targets_of(figures)
    rankers = _ranker_targets(figures)
    steps = _Steps()
    best: Fit | None = None
    history: list[float] = []
    for round_ in range(outer):
        steps.cool = gain * (1.0, 0.6, 0.35)[3 * round_ // outer]
        pools = [pool_of(figures, programs, choice, seed) for seed in seeds]
        for turn in range(inner):
            found, fills = _run(figures, programs, pools, parameters)
            loss = loss_of(targets, found, figures)
            history.append(loss)
            over = excess(figures, targets, found)
            if best is None or over < best.excess:
                best = Fit(parameters, choice, found, loss, over)
            if turn < inner - 1 or round_ < outer - 1:
                parameters = _move(parameters, figures, programs, targets, found, fills, rankers, steps)
        choice = _choose_again(choice, figures, programs, targets, found, rankers, steps, moves_scores=moves_scores)
        if say is not None:
            say(f"{figures.specialty}: round {round_ + 1} of {outer}, loss {history[-1]:.1f}")
    assert best is not None  # noqa: S101 -- there is at least one round
    return replace(best, history=tuple(history))


@dataclass(frozen=True, slots=True, eq=False)
class FitTask:
    """One market to fit: seeds of the first pass, and how many outer rounds it has."""

    figures: Figures
    programs: Field
    seeds: tuple[int, ...]
    rounds: int


_CHOSEN = 5
"""Seasons by which one of several fits is chosen: seen by none of them."""


def fit_one(task: FitTask) -> Fit:
    """Return the fit of one market; pure, so that it may run anywhere.

    Notes
    -----
    In two passes, the second over two seasons more in smaller steps: what fits the first ones too well does not last.
    Whether applicants score otherwise than those who rank is published for none: both are fitted, and the one that is
    nearer on further seasons is taken.
    """
    figures, programs = task.figures, task.programs
    last = task.seeds[-1]
    more = [*task.seeds, last + 1, last + 2]
    chosen = [last + 3 + k for k in range(_CHOSEN)]
    targets = targets_of(figures)
    fits = []
    for moves_scores in (True, False):
        fit = fit_market(figures, programs, seeds=task.seeds, outer=task.rounds, moves_scores=moves_scores)
        start, rounds = (fit.parameters, fit.choice), -(-task.rounds // 2)
        polished = fit_market(
            figures, programs, seeds=more, outer=rounds, inner=4, start=start, gain=0.4, moves_scores=moves_scores
        )
        fits += [fit, polished]
    over = [excess(figures, targets, judge(figures, programs, fit, chosen)) for fit in fits]
    return fits[int(np.argmin(over))]


def _run(
    figures: Figures, programs: Field, pools: Sequence[Pool], parameters: Parameters
) -> tuple[Moments, NDArray[np.float64]]:
    found, fills = [], np.zeros((len(TYPES), len(programs.states)))
    for pool in pools:
        season = simulate_season(pool, programs, parameters)
        found.append(moments_of(figures, programs, pool, season))
        fills += state_fills(programs, pool, season) / len(pools)
    return average(found), fills


def _ranker_targets(figures: Figures) -> NDArray[np.float64]:
    """Return who should rank: as published, for US MD seniors halfway to what the bands imply for these scores."""
    wanted = figures.rankers.copy()
    if figures.band_n.sum() > 0:
        implied = float(_band_shares(figures) @ figures.band_rate)
        rate = 0.5 * implied + 0.5 * figures.match_rate[0]
        wanted[0] = wanted[0] * figures.match_rate[0] / rate
    return wanted


def _move(
    old: Parameters,
    figures: Figures,
    programs: Field,
    targets: Moments,
    found: Moments,
    fills: NDArray[np.float64],
    rankers: NDArray[np.float64],
    steps: _Steps,
) -> Parameters:
    """Move every parameter that does not change the pool."""
    alpha = old.alpha.copy()
    for t in range(1, 5):
        wanted, got = figures.fills[t], fills[t].sum()
        alpha[t] += steps(f"alpha{t}", float(np.log((wanted + 1) / (got + 1))), 1.6, 0.6)
    openness = old.openness + _open_step(figures, programs, fills)
    openness -= (openness * fills.sum(axis=0)).sum(axis=1, keepdims=True) / max(fills.sum(), 1.0)
    openness[0] = 0.0
    spline = old.spline.copy()
    spline[0] = _us_spline(spline[0], figures, targets, found, steps)
    slope = spline[1, -1] / ((KNOTS[-1] - 245.0) / 15.0)
    gap = targets["score_gap.non_us_citizen_img"] - found["score_gap.non_us_citizen_img"]
    slope = float(np.clip(slope + steps("beta_img", gap, 0.08, 0.3), 0.0, 2.5))
    spline[1] = slope * (np.array(KNOTS) - 245.0) / 15.0
    signal = old.signal.copy()
    for tier, name, other in ((1, "gold", "no_signal"), (2, "silver", "gold"), (3, "single", "no_signal")):
        one, none = f"offers.{name}", f"offers.{other}"
        if one in targets and none in targets:
            gap = _gap(targets, one, none) - _gap(found, one, none)
            most = max(signal[1], 0.2) if tier == 2 else 8.0
            signal[tier] = float(np.clip(signal[tier] + steps(f"signal{tier}", gap, 0.6, 0.5), 0.0, most))
    home = old.home
    if "offers.in_state" in targets:
        gap = _gap(targets, "offers.in_state", "offers.out_of_state")
        gap -= _gap(found, "offers.in_state", "offers.out_of_state")
        home = float(np.clip(home + steps("home", gap, 0.6, 0.5), 0.5, _MOST_HOME))
    foreign = "rankers.non_us_citizen_img"
    spread = steps("theta", float(np.log(max(found[foreign], 1.0) / max(rankers[_FOREIGN], 1.0))), 0.8, 0.2)
    have = found["ranks.matched"] - found["ranks.unmatched"]
    want = targets["ranks.matched"] - targets["ranks.unmatched"]
    skill = steps("phi", have - want, 0.12, 0.25)
    empty = "fill_pct.unfilled"
    unranked = old.not_ranked + steps("unranked", targets[empty] - found[empty], 0.015, 0.03)
    return old.but(
        not_ranked=float(np.clip(unranked, 0.0, 0.4)),
        alpha=alpha,
        openness=openness,
        spline=spline,
        signal=signal,
        home=home,
        division=home / 3.0,
        sigma_theta=float(np.clip(old.sigma_theta * np.exp(spread), 0.3, 3.5)),
        sigma_phi=float(np.clip(old.sigma_phi * np.exp(skill), 0.1, 4.0)),
        per_position=_places(old.per_position, targets, found, steps),
    )


def _places(old: float, targets: Moments, found: Moments, steps: _Steps) -> float:
    """Interview places for each position: by the US MD interview rate; else by the ranks of non-US IMGs."""
    if "offers.us_md_senior" in targets:
        step = 0.5 * steps(
            "places", logit(targets["offers.us_md_senior"]) - logit(found["offers.us_md_senior"]), 0.5, 0.2
        )
    else:
        step = 0.0
    for name, weight in (("ranks.matched", 0.3), ("ranks.unmatched", 0.2)):
        if np.isfinite(targets[name]) and np.isfinite(found[name]):
            step += steps(f"places {name}", float(np.log(targets[name] / found[name])), weight, 0.1)
    return float(np.clip(old * np.exp(step), 4.0, 30.0))


def _gap(moments: Moments, one: str, other: str) -> float:
    return logit(moments[one]) - logit(moments[other])


def _open_step(figures: Figures, programs: Field, fills: NDArray[np.float64]) -> NDArray[np.float64]:
    nation = fills.sum(axis=1) / max(fills.sum(), 1.0)
    total = fills.sum(axis=0)
    share = (fills + 10.0 * nation[:, None]) / (total + 10.0)[None, :]
    wanted = np.array([figures.state_share.get(state, nation) for state in programs.states]).T
    step = np.log((wanted + 0.003) / (share + 0.003))
    step -= step[0]
    return np.asarray(np.clip(0.4 * step, -0.5, 0.5))


def _us_spline(
    old: NDArray[np.float64], figures: Figures, targets: Moments, found: Moments, steps: _Steps
) -> NDArray[np.float64]:
    """Move the score effect of US graduates towards the published bands; kept from falling, 0 at 245.

    Notes
    -----
    One step of penalised least squares on the logits over all bands, each with the information of its people, so that
    a band of a few moves no knot of its own: second differences are held small. What all bands share is left to the
    number of applicants.
    """
    names = [f"band.{low:.1f}" for low in figures.band_low]
    here = np.array([np.isfinite(found.get(name, np.nan)) for name in names], dtype=bool)
    if here.sum() < 2:
        return old
    target, rate = (np.array([each[name] for name in names])[here] for each in (targets, found))
    people, middle = _band_people(figures)[here], _band_middles(figures)[here]
    centre = (target + rate) / 2
    slope = np.maximum(centre * (1 - centre), 0.02)
    wanted = np.clip((target - rate) / slope, -1.5, 1.5)
    weight = people * slope / max(float((people * slope).sum()), _EPS)
    knots = np.array(KNOTS)
    basis = np.array([np.interp(middle, knots, unit) for unit in np.eye(len(knots))]).T
    bend = np.diff(np.eye(len(knots)), n=2, axis=0)
    normal = (basis * weight[:, None]).T @ basis + _STIFF * bend.T @ bend + 1e-4 * np.eye(len(knots))
    step = np.linalg.solve(normal, basis.T @ (weight * (wanted - weight @ wanted)))
    new = old + np.array([steps(f"knot{k}", float(step[k]), 0.8, 0.5) for k in range(len(knots))])
    new = np.maximum.accumulate(new)
    return np.clip(new - np.interp(245.0, knots, new), -8.0, 6.0)


def _choose_again(
    old: Choice,
    figures: Figures,
    programs: Field,
    targets: Moments,
    found: Moments,
    rankers: NDArray[np.float64],
    steps: _Steps,
    *,
    moves_scores: bool,
) -> Choice:
    """Move the numbers of applicants and applications, and the taste for the home state."""
    applicants, applications = list(old.applicants), list(old.applications)
    for t, kind in enumerate(TYPES):
        ratio = float(np.clip(rankers[t] / max(found[f"rankers.{kind}"], 1.0), 0.7, 1.4))
        if t == _FOREIGN:
            # Their number has a source of its own; strength θ comes first in making few of them rank.
            ratio = ratio**0.4
        low, high = 0.8 * figures.rankers[t], 5.0 * figures.rankers[t]
        applicants[t] = float(np.clip(applicants[t] * ratio, low, high))
        name = f"offers.{kind}"
        if name in targets:
            step = steps(f"count{t}", logit(found[name]) - logit(targets[name]), 0.5, 0.3)
            most = 0.75 * len(programs.codes)
            start = min(figures.applications[t], most)
            applications[t] = float(np.clip(applications[t] * np.exp(step), 0.25 * start, min(2.0 * start, most)))
    if "offers.us_md_senior" in targets:
        applications[_GRADUATE] = applications[0]
    home = old.home
    if "offers.in_state" in targets:
        level = np.mean([logit(found[n]) - logit(targets[n]) for n in ("offers.in_state", "offers.out_of_state")])
        home = float(np.clip(home + steps("taste", float(level), 0.8, 0.6), 0.5, 7.0))
    # Scores are published of those who ranked; who applied in vain had lower ones.
    score = list(old.score)
    for t, kind in ((0, TYPES[0]), (_FOREIGN, TYPES[_FOREIGN])) if moves_scores else ():
        below = float(figures.score_mean[t]) - found[f"score_mean.{kind}"]
        score[t] = float(np.clip(score[t] + steps(f"score{t}", below, 0.8, 2.0), -12.0, 4.0))
    return replace(old, applicants=tuple(applicants), applications=tuple(applications), home=home, score=tuple(score))
