"""The market version of the model, asked like the table version; and where the simulated seasons come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from smartpick.judged._sight import Sight
from smartpick.judged._tables import TableModel
from smartpick.market import season

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.market.season import Asset

__all__ = ["NAME", "MarketModel", "shipped", "simulated"]

NAME = "market model"
_NEVER_READ = ("match_rate_by_", "contiguous_ranks_sd")
"""Measures with these beginnings (shares matched by number of interviews, spread of ranks) enter no fit."""


def shipped(facts: Facts) -> Asset | None:
    """Return the simulated seasons that came with this build; None when there are none for these facts."""
    return season.shipped_asset(facts)


def simulated(asset: Asset | None) -> list[str]:
    """Return the specialties with draws, in order of their keys."""
    return [] if asset is None else [key for key in sorted(asset.specialties) if asset.specialties[key].n_draws]


class MarketModel(TableModel):
    """The model of this build where it has simulated seasons; the table version answers elsewhere.

    Parameters
    ----------
    asset
        The simulated seasons.
    facts
        All that they were fitted to: what is missing of it in a sight was hidden there.
    """

    name = NAME
    about = (
        "The chance model of this build with simulated seasons: published tables for the levels, simulated seasons for"
        " the differences between programs. The seasons were fitted to all figures of this build, so a specialty of"
        " which a figure is hidden loses its seasons, and the table model answers; without the newest season every"
        " specialty does. In left-out and next-season tests the two columns are therefore mostly alike. Match rates"
        " too are alike everywhere: both take them as the level. Shares matched by number of interviews and the"
        " spread of ranks entered no fit, so there the seasons stay: a real test of them."
    )

    def __init__(self, asset: Asset, facts: Facts) -> None:
        super().__init__()
        self.asset = asset
        self.statistics = _statistics(facts)
        self.newest = _newest(facts)

    def seasons_for(self, sight: Sight) -> Asset:
        """Return the asset without the specialties of which a figure is hidden."""
        if _newest(sight.facts) != self.newest:
            return replace(self.asset, specialties={})
        seen = _statistics(sight.facts)
        changed = {key for key in self.statistics.keys() | seen.keys() if self.statistics[key] != seen[key]}
        hidden = {specialty for keys in changed for specialty in keys.split(";")}
        kept = {key: each for key, each in self.asset.specialties.items() if key not in hidden}
        return replace(self.asset, specialties=kept)


def _statistics(facts: Facts) -> Counter[str]:
    """Return how many statistics that the fit could read there are, by the specialties they are about."""
    rows: Sequence[Sequence[object]] = facts.connection.execute(
        "SELECT specialty_keys, COUNT(*) FROM statistic WHERE measure NOT LIKE ? AND measure NOT LIKE ?"
        " GROUP BY specialty_keys",
        tuple(f"{start}%" for start in _NEVER_READ),
    ).fetchall()
    return Counter({str(row[0]): int(str(row[1])) for row in rows})


def _newest(facts: Facts) -> tuple[object, ...]:
    """Return the newest season of fills and of program results, and how many rows there are of each."""
    found: list[object] = []
    for kind in ("fill_by_type", "program_result"):
        found += facts.connection.execute(f"SELECT MAX(season), COUNT(*) FROM {kind}").fetchone()
    return tuple(found)
