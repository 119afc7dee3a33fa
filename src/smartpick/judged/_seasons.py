"""Do simulated seasons look like the published ones? Every figure beside what the seasons show, and how far off.

``judged`` of an asset is the fit on seeds that it was not fitted to; ``moments`` holds the mean and sd over the draws
that are shipped. Names of moments carry the denominator (``smartpick.market.season``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.errors import Problem
from smartpick.judged._figures import bands, match_rates
from smartpick.judged._measures import wilson
from smartpick.judged._model import logit
from smartpick.market.season import BARS

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.market.season import Asset, SpecialtyScenarios

__all__ = [
    "GROUPS",
    "SEASON_TOLERANCES",
    "Group",
    "SeasonFigure",
    "Seasons",
    "check_seasons",
    "seasons_of",
]

Z_90 = 1.645
_SIMULATED = frozenset({"fitted", "pooled"})
_BY_TYPE = ("us_md_senior", "us_do_senior", "us_citizen_img", "non_us_citizen_img")
_BY_STATE = ("in_state", "out_of_state")
_BY_TIER = ("no_signal", "gold", "silver", "single")
_NOT_FITTED = ("rankers.", "score_mean.", "share_ranking.", "share_matched.", "share_with_first_year.")


@dataclass(frozen=True, slots=True)
class SeasonFigure:
    """One figure of one specialty, in the unit of its name; NaN where there is none.

    Attributes
    ----------
    name
        The moment's, with its denominator.
    published, unseen, mean, sd
        As published; of the fit on unseen seeds; mean and sd over the shipped draws.
    people
        Of a US MD band; 0 elsewhere.
    is_fitted
        Whether the fit looked at it.
    is_derived
        The target is worked out from other figures rather than published.
    """

    specialty: str
    name: str
    published: float
    unseen: float
    mean: float
    sd: float
    people: int
    is_fitted: bool
    is_derived: bool

    @property
    def is_inside(self) -> bool | None:
        """Whether the published figure lies in the central 90 % of the draws; None where nothing can be said."""
        if not all(map(math.isfinite, (self.published, self.mean, self.sd))):
            return None
        return abs(self.published - self.mean) <= Z_90 * self.sd + 1e-9


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that are judged together.

    Attributes
    ----------
    bar
        What the mean over specialties should not pass.
    has
        Whether a figure belongs to it.
    """

    key: str
    title: str
    unit: str
    bar: float
    has: Callable[[SeasonFigure], bool]
    scale: float = 1.0
    is_weighted: bool = False

    def of(self, figures: Sequence[SeasonFigure], *, unseen: bool) -> float | None:
        """Return the error over some figures: mean absolute, or root mean square of log-odds; None without any."""
        errors, weights = [], []
        for each in figures:
            ours = each.unseen if unseen else each.mean
            if not self.has(each) or not math.isfinite(each.published) or not math.isfinite(ours):
                continue
            is_logit = self.unit == "log-odds"
            errors.append(logit(ours) - logit(each.published) if is_logit else self.scale * (ours - each.published))
            weights.append(float(each.people) if self.is_weighted else 1.0)
        if not errors or not sum(weights):
            return None
        if self.unit == "log-odds":
            return float(np.sqrt(np.mean(np.square(errors))))
        return float(np.average(np.abs(errors), weights=weights))


def _is(start: str, names: Sequence[str] = ()) -> Callable[[SeasonFigure], bool]:
    def has(figure: SeasonFigure) -> bool:
        head, _, tail = figure.name.partition(".")
        return head == start and not figure.is_derived and (not names or tail in names)

    return has


_FILLED = ("us_md_senior", "us_do_senior", "us_citizen_img", "non_us_citizen_img", "graduate")
GROUPS = (
    Group("fills", "positions filled by type", "points", BARS["fills"], _is("fill_pct", _FILLED)),
    Group("rates", "match rates of published types", "points", BARS["rates"], _is("rate"), scale=100),
    Group(
        "bands_weighted", "US MD bands, by people", "points", BARS["bands"], _is("band"), scale=100, is_weighted=True
    ),
    Group("bands", "US MD bands, each alike", "points", BARS["bands"], _is("band"), scale=100),
    Group("ranks", "non-US IMG contiguous ranks", "ranks", BARS["ranks"], _is("ranks")),
    Group("offers_type", "interview rates by type", "log-odds", BARS["type"], _is("offers", _BY_TYPE)),
    Group("offers_state", "interview rates by state", "log-odds", BARS["state"], _is("offers", _BY_STATE)),
    Group("offers_tier", "interview rates by signal tier", "log-odds", BARS["tier"], _is("offers", _BY_TIER)),
)


@dataclass(frozen=True, slots=True, eq=False)
class Seasons:
    """Every specialty and every figure.

    Attributes
    ----------
    status
        Specialty of the vocabulary → (status, reason); ``not made`` where the asset does not have it.
    couples_matched
        Share of people in couples who matched, in the nation and over all specialties, as published; NaN if it is not.
    """

    status: dict[str, tuple[str, str]]
    figures: tuple[SeasonFigure, ...]
    n_draws: int
    couples_matched: float = math.nan

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is judged together."""
        return GROUPS

    def of(self, specialty: str) -> list[SeasonFigure]:
        """Return the figures of one specialty."""
        return [each for each in self.figures if each.specialty == specialty]

    @property
    def simulated(self) -> list[str]:
        """The specialties that have seasons."""
        return [key for key, (status, _) in self.status.items() if status in _SIMULATED]

    def error(self, group: Group, *, unseen: bool) -> float | None:
        """Return the mean over specialties of the error of a group; None without any."""
        each = [group.of(self.of(key), unseen=unseen) for key in self.simulated]
        found = [error for error in each if error is not None]
        return float(np.mean(found)) if found else None

    def couples(self) -> float:
        """Return the simulated share of people in couples who matched, specialties weighted by their US seniors."""
        shares, seniors = [], []
        for key in self.simulated:
            found = {each.name: each for each in self.of(key)}
            share = found.get("share_matched.couples")
            if share is not None and math.isfinite(share.mean):
                shares.append(share.mean)
                seniors.append(sum(found[f"rankers.{kind}"].mean for kind in _BY_TYPE[:2]))
        return float(np.average(shares, weights=seniors)) if shares else math.nan

    def inside(self, *, fitted: bool) -> tuple[int, int]:
        """Return how many published figures lie in the draws' central 90 %, of so many."""
        said = [each.is_inside for each in self.figures if each.is_fitted == fitted and not each.is_derived]
        known = [each for each in said if each is not None]
        return sum(known), len(known)


def seasons_of(asset: Asset, facts: Facts) -> Seasons:
    """Return every specialty of the vocabulary with its figures."""
    rated = {(each.asked.specialty, each.asked.applicant_type) for each in match_rates(facts)}
    people: dict[str, list[tuple[str, int]]] = {}
    for band in bands(facts):
        people.setdefault(band.asked.specialty, []).append((band.asked.stratum, band.n or 0))
    status, figures = {}, []
    for row in facts.specialties():
        key = str(row["key"])
        found = asset.specialties.get(key)
        if found is None:
            status[key] = "not made", "the simulated seasons at hand do not hold it"
            continue
        status[key] = found.status, found.reason
        # A band without a lower end is no target of the fit; the others come in the order of their scores.
        known = sorted(pair for pair in people.get(key, []) if pair[0][0].isdigit())
        figures += _figures(found, [n for _, n in known], rated)
    n_draws = max((each.n_draws for each in asset.specialties.values()), default=0)
    told = sorted((each.season, each.value) for each in facts.statistics("couples_match_rate_pct") if each.value)
    return Seasons(status, tuple(figures), n_draws, told[-1][1] / 100 if told else math.nan)


def _figures(found: SpecialtyScenarios, people: Sequence[int], rated: set[tuple[str, str]]) -> list[SeasonFigure]:
    names = sorted({*found.moments, *found.judged}, key=_order)
    at = {name: k for k, name in enumerate(name for name in names if name.startswith("band."))}
    figures = []
    for name in names:
        published, mean, sd = found.moments.get(name, (math.nan,) * 3)
        head, _, tail = name.partition(".")
        # Nothing is published of who ranked a program by type, nor the rate of the types without one.
        is_derived = head == "rankers" or (head == "rate" and (found.specialty, tail) not in rated)
        figures.append(
            SeasonFigure(
                found.specialty,
                name,
                published,
                found.judged.get(name, math.nan),
                mean,
                sd,
                people[at[name]] if at.get(name, len(people)) < len(people) else 0,
                is_fitted=math.isfinite(published) and not name.startswith(_NOT_FITTED),
                is_derived=is_derived,
            )
        )
    return figures


def _order(name: str) -> tuple[str, float, str]:
    head, _, tail = name.partition(".")
    return head, float(tail) if head == "band" else 0.0, tail


SEASON_TOLERANCES: dict[str, float] = {
    "fills": 0.77,
    "rates": 3.1,
    "bands_weighted": 2.6,
    "bands": 7.4,
    "ranks": 0.39,
    "offers_type": 0.26,
    "offers_state": 0.37,
    "offers_tier": 0.4,
}
"""Group → the largest mean over specialties on unseen seeds with which a build may be released.

A tenth above what the shipped seasons reach, so that no change makes them worse unnoticed.
"""


def check_seasons(seasons: Seasons | None, tolerances: dict[str, float] | None = None) -> list[Problem]:
    """Return what is off; nothing without simulated seasons."""
    if seasons is None:
        return []
    limits = SEASON_TOLERANCES if tolerances is None else tolerances
    found = []
    for group in GROUPS:
        value = seasons.error(group, unseen=True)
        if group.key in limits and value is not None and value > limits[group.key]:
            found.append(
                Problem(
                    f"calibration, simulated seasons, {group.title}",
                    f"the mean error over specialties on unseen seeds is {value:.3f} {group.unit}",
                    f"The tolerance is {limits[group.key]:g}",
                    "Make the scenarios anew, or find which change moved them",
                )
            )
    return found


def share_inside(hits: int, n: int) -> tuple[float, float, float]:
    """Return the share and its 95 % binomial (Wilson) interval."""
    return hits / n, *wilson(hits, n)
