"""What does a simulated season show in the terms of the published tables? The same denominators, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smartpick.market.season._figures import TYPES, Figures
from smartpick.market.season._pool import GOLD, NONE, SILVER, SINGLE, Pool
from smartpick.market.season._programs import Field
from smartpick.market.season._season import Season

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Moments", "moments_of", "state_fills", "targets_of"]

Moments = dict[str, float]

_FOREIGN = 3
_US = (0, 1, 4)


def targets_of(figures: Figures) -> Moments:
    """Return the published figures under the names of `moments_of`; NaN where nothing is published.

    Notes
    -----
    Names carry the denominator: ``fill_pct`` of positions; ``rate`` of those who preferred it and ranked a program;
    ``band`` the same by Step 2 CK; ``ranks`` mean contiguous ranks; ``offers`` mean over programs of the share of
    applications that brought an interview offer; ``rankers`` people.
    """
    found: Moments = {}
    for t, kind in enumerate(TYPES):
        found[f"fill_pct.{kind}"] = 100 * figures.fills[t] / figures.positions
        found[f"rate.{kind}"] = figures.match_rate[t]
        found[f"rankers.{kind}"] = figures.rankers[t]
    found["fill_pct.unfilled"] = 100 * figures.unfilled / figures.positions
    for low, rate in zip(figures.band_low, figures.band_rate, strict=True):
        found[f"band.{low:.1f}"] = rate
    found["ranks.matched"], found["ranks.unmatched"] = figures.ranks
    found["score_gap.non_us_citizen_img"] = figures.img_score_gap
    for name, value in figures.interview_rates.items():
        found[f"offers.{name}"] = value
    return found


def moments_of(figures: Figures, programs: Field, pool: Pool, season: Season) -> Moments:
    """Return the moments of one simulated season, by the names of `targets_of`."""
    found: Moments = {}
    n = len(pool.kind)
    matched = season.outcome >= 0
    ranks = np.bincount(pool.owner[season.attended], minlength=n)
    ranking = pool.is_primary & (ranks > 0)
    for t, kind in enumerate(TYPES):
        mine = pool.kind == t
        found[f"fill_pct.{kind}"] = 100 * float((matched & mine).sum()) / figures.positions
        rankers = float((mine & ranking).sum())
        found[f"rankers.{kind}"] = rankers
        found[f"rate.{kind}"] = float((matched & mine & ranking).sum()) / rankers if rankers else np.nan
    found["fill_pct.unfilled"] = 100 * float(programs.quota.sum() - season.filled.sum()) / figures.positions
    seniors = ranking & (pool.kind == 0)
    band = np.searchsorted(figures.band_low, pool.score, side="right") - 1
    for k, low in enumerate(figures.band_low):
        mine = seniors & (band == k)
        found[f"band.{low:.1f}"] = float(matched[mine].mean()) if mine.any() else np.nan
    seen = ranking & (pool.kind == 0)
    found["score_mean.us_md_senior"] = float(pool.score[seen].mean()) if seen.any() else np.nan
    foreign = ranking & (pool.kind == _FOREIGN)
    yes, no = foreign & matched, foreign & ~matched
    found["ranks.matched"] = float(ranks[yes].mean()) if yes.any() else np.nan
    found["ranks.unmatched"] = float(ranks[no].mean()) if no.any() else np.nan
    gap = float(pool.score[yes].mean() - pool.score[no].mean()) if yes.any() and no.any() else np.nan
    found["score_gap.non_us_citizen_img"] = gap
    found["score_mean.non_us_citizen_img"] = float(pool.score[foreign].mean()) if foreign.any() else np.nan
    everyone = pool.is_primary & (pool.kind == _FOREIGN)
    found["share_ranking.non_us_citizen_img"] = float(foreign.sum()) / max(float(everyone.sum()), 1.0)
    found.update(_offers(programs, pool, season))
    return found


def _offers(programs: Field, pool: Pool, season: Season) -> Moments:
    m = len(programs.codes)
    kind = pool.kind[pool.owner]
    groups: dict[str, NDArray[np.bool_]] = {f"offers.{TYPES[t]}": kind == t for t in range(4)}
    from_us = np.isin(kind, _US)
    home = (pool.tie & 1) > 0
    groups["offers.in_state"], groups["offers.out_of_state"] = from_us & home, from_us & ~home
    for name, code in (("no_signal", NONE), ("gold", GOLD), ("silver", SILVER), ("single", SINGLE)):
        groups[f"offers.{name}"] = pool.tier == code
    found: Moments = {}
    for name, mine in groups.items():
        applied = np.bincount(pool.program[mine], minlength=m)
        offered = np.bincount(pool.program[mine & season.offered], minlength=m)
        seen = applied > 0
        found[name] = float((offered[seen] / applied[seen]).mean()) if seen.any() else np.nan
    return found


def state_fills(programs: Field, pool: Pool, season: Season) -> NDArray[np.float64]:
    """Return positions filled by type and state, shape (5, n_states)."""
    people = np.flatnonzero(season.outcome >= 0)
    state = programs.state_of[pool.program[season.outcome[people]]]
    counts = np.zeros((len(TYPES), len(programs.states)))
    np.add.at(counts, (pool.kind[people], state), 1.0)
    return counts
