"""Asks every model for every figure of every trial and compares the answers with what was published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.facts import Facts
from smartpick.judged._lists import Lists, judge_lists
from smartpick.judged._logistic import OwnLogistic, PooledLogistic
from smartpick.judged._market import MarketModel, shipped
from smartpick.judged._measures import area_under_curve, brier, wilson
from smartpick.judged._model import Model, Published, generator, logit
from smartpick.judged._rates import InterviewsFromMatches
from smartpick.judged._seasons import Seasons, seasons_of
from smartpick.judged._shares import Persistence
from smartpick.judged._simple import BaseRate, FillHistory
from smartpick.judged._tables import TableModel
from smartpick.judged._trials import FITTED, Trial, trials

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.market.season import Asset

    Array = NDArray[np.float64]

__all__ = ["Judged", "Record", "Score", "judge", "simple_models", "within_specialties"]

LOW, HIGH = 0.05, 0.95
LEAST_FOR_ORDER = 10
MOST = 0.75
"""A model that answers fewer of a trial's figures is scored on its own, so that the others keep theirs."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One figure beside one model's answer.

    Attributes
    ----------
    mean
        The model's answer, in the figure's own unit.
    low, high
        Central 90 % interval, chance in the number counted included; None where the model gives none.
    error
        Answer less published, in the unit of the trial.
    was_used
        Whether the model could see this very figure and uses it.
    """

    trial: str
    model: str
    published: Published
    mean: float
    low: float | None
    high: float | None
    error: float
    was_used: bool

    @property
    def is_inside(self) -> bool | None:
        """Whether the published figure lies in the interval; None without an interval."""
        if self.low is None or self.high is None:
            return None
        return self.low - 1e-9 <= self.published.value <= self.high + 1e-9


@dataclass(frozen=True, slots=True)
class Score:
    """One model over one trial.

    Attributes
    ----------
    n, n_answered, n_of
        Figures scored, answered, and asked. Models are scored on the same figures: those that every model with answers
        to most of them has answered.
    mean_absolute, weighted, rms, bias
        In the trial's unit; `weighted` by how many were counted, None where no n is published.
    of_specialties
        Mean over specialties of the weighted error within each; None where no n is published.
    inside, with_interval
        Figures inside their 90 % interval, of so many with one.
    auc, brier
        For events only.
    """

    trial: str
    model: str
    n: int
    n_answered: int
    n_of: int
    mean_absolute: float
    weighted: float | None
    of_specialties: float | None
    rms: float
    bias: float
    inside: int
    with_interval: int
    was_used: int
    auc: float | None = None
    brier: float | None = None

    @property
    def coverage(self) -> tuple[float, float, float] | None:
        """Share inside, with its 95 % binomial interval; None without intervals."""
        if not self.with_interval:
            return None
        return (self.inside / self.with_interval, *wilson(self.inside, self.with_interval))


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """Every answer and its score.

    Attributes
    ----------
    by_specialty
        For unfilled programs: (specialty, model) → (programs, unfilled, area under the curve).
    seasons
        Simulated seasons beside the published figures; None without any.
    lists
        Lists chosen a season before; None where they were not asked for.
    """

    facts: Facts
    seed: int
    models: tuple[Model, ...]
    trials: tuple[Trial, ...]
    rows: tuple[Judged, ...]
    scores: tuple[Score, ...]
    by_specialty: dict[tuple[str, str], tuple[int, int, float]]
    seasons: Seasons | None = None
    lists: Lists | None = None

    def score(self, trial: str, model: str) -> Score | None:
        """Return one score; None when the model was not in the trial."""
        return next((each for each in self.scores if (each.trial, each.model) == (trial, model)), None)


def simple_models() -> tuple[Model, ...]:
    """Return the baselines and the table model, in the order of the page's columns."""
    return (
        BaseRate(),
        OwnLogistic(),
        PooledLogistic(),
        Persistence(is_shrunk=False),
        Persistence(is_shrunk=True),
        FillHistory(),
        InterviewsFromMatches(),
        TableModel(),
    )


def judge(facts: Facts, models: Sequence[Model] | None = None, seed: int = 1, *, asset: Asset | None = None) -> Record:
    """Return the record of some models.

    Parameters
    ----------
    models
        The columns; None for all of this build: `simple_models`, the market model last where there are simulated
        seasons, and the lists.
    seed
        The same seed and facts give the same record.
    asset
        Simulated seasons to judge; None for those that came with the build, when all of it is judged.
    """
    if models is None and asset is None:
        asset = shipped(facts)
    columns = tuple(simple_models() if models is None else models)
    if models is None and asset is not None:
        columns = (*columns, MarketModel(asset, facts))
    asked = trials(facts, seed)
    rows: list[Judged] = []
    for trial in asked:
        rows += _judged(trial, columns, seed)
    scores = []
    for trial in asked:
        scores += _scores(trial, columns, [row for row in rows if row.trial == trial.key])
    events = {trial.key for trial in asked if trial.unit == "event"}
    order = _order([row for row in rows if row.trial in events])
    seasons = None if asset is None else seasons_of(asset, facts)
    lists = judge_lists(facts, asset, seed) if models is None else None
    return Record(facts, seed, columns, tuple(asked), tuple(rows), tuple(scores), order, seasons, lists)


def _judged(trial: Trial, models: Sequence[Model], seed: int) -> list[Judged]:
    answers = {each.asked.key: each for each in trial.published}
    found: dict[tuple[str, str], Judged] = {}
    for sight, asked in trial.sights():
        for model in models:
            for key, draws in model.answers(sight, asked).items():
                published = answers[key]
                used = trial.way == FITTED and model.uses(published.asked)
                found[model.name, key] = _compare(trial, model.name, published, draws, seed, was_used=used)
    return [found[model.name, key] for model in models for key in answers if (model.name, key) in found]


def _compare(trial: Trial, model: str, published: Published, draws: Array, seed: int, *, was_used: bool) -> Judged:
    mean = float(draws.mean())
    low = high = None
    if draws.size > 1:
        shown = _with_chance(published, draws, generator(seed, "counted", trial.key, published.asked.key))
        low, high = (float(end) for end in np.quantile(shown, [LOW, HIGH]))
    if trial.unit == "logit":
        error = logit(mean) - logit(published.value)
    else:
        error = (mean - published.value) * (100 if trial.unit == "points" else 1)
    return Judged(trial.key, model, published, mean, low, high, error, was_used)


def _with_chance(published: Published, draws: Array, dice: np.random.Generator) -> Array:
    """Return draws of what would be published: the rate, and the chance in the people counted."""
    if published.n_people is None:
        return draws
    inside = np.clip(draws, 0, 1)
    return np.asarray(dice.binomial(published.n_people, inside) / published.n_people)


def _scores(trial: Trial, models: Sequence[Model], rows: Sequence[Judged]) -> list[Score]:
    """Return the scores of one trial, on the figures that all of its models have answered."""
    by_model = {model.name: [row for row in rows if row.model == model.name] for model in models}
    wide = [own for own in by_model.values() if len(own) >= MOST * len(trial.published)]
    shared = set.intersection(*({row.published.asked.key for row in own} for own in wide)) if wide else set()
    found = []
    for name, own in by_model.items():
        same = [row for row in own if row.published.asked.key in shared]
        scored = same if own in wide else own
        if scored:
            found.append(_score(trial, name, scored, len(own)))
    return found


def _score(trial: Trial, model: str, rows: Sequence[Judged], n_answered: int) -> Score:
    errors = np.array([row.error for row in rows])
    weights = np.array([row.published.n or 0 for row in rows], dtype=np.float64)
    inside = [row.is_inside for row in rows if row.is_inside is not None]
    auc = squared = None
    if trial.unit == "event":
        chances, happened = _events(rows)
        auc, squared = area_under_curve(chances, happened), brier(chances, happened)
    return Score(
        trial=trial.key,
        model=model,
        n=len(rows),
        n_answered=n_answered,
        n_of=len(trial.published),
        mean_absolute=float(np.abs(errors).mean()),
        weighted=_weighted(errors, weights) if weights.all() else None,
        of_specialties=float(np.mean(list(_within(rows, weights).values()))) if weights.all() else None,
        rms=float(np.sqrt((errors**2).mean())),
        bias=float(errors.mean()),
        inside=sum(inside),
        with_interval=len(inside),
        was_used=sum(row.was_used for row in rows),
        auc=auc,
        brier=squared,
    )


def _weighted(errors: Array, weights: Array) -> float:
    return float((weights * np.abs(errors)).sum() / weights.sum())


def _within(rows: Sequence[Judged], weights: Array) -> dict[str, float]:
    """Return the weighted mean absolute error within each specialty."""
    errors = np.array([row.error for row in rows])
    specialties = np.array([row.published.asked.specialty for row in rows])
    return {
        str(key): _weighted(errors[specialties == key], weights[specialties == key]) for key in np.unique(specialties)
    }


def within_specialties(rows: Sequence[Judged]) -> dict[str, float]:
    """Return the mean absolute error within each specialty, weighted by how many were counted."""
    return _within(rows, np.array([row.published.n or 0 for row in rows], dtype=np.float64))


def _events(rows: Sequence[Judged]) -> tuple[Array, Array]:
    return np.array([row.mean for row in rows]), np.array([row.published.value for row in rows])


def _order(rows: Sequence[Judged]) -> dict[tuple[str, str], tuple[int, int, float]]:
    """Return the area under the curve by specialty, where at least `LEAST_FOR_ORDER` did and did not go unfilled."""
    found = {}
    for specialty in sorted({row.published.asked.specialty for row in rows}):
        for model in dict.fromkeys(row.model for row in rows):
            own = [row for row in rows if row.model == model and row.published.asked.specialty == specialty]
            chances, happened = _events(own)
            failed = int(happened.sum())
            if min(failed, len(own) - failed) >= LEAST_FOR_ORDER:
                found[specialty, model] = len(own), failed, area_under_curve(chances, happened)
    return found
