"""Are there simulated seasons with this package, and were they made from these facts?

That is the one switch: with a file that belongs to the facts the market version of the chance model serves, without it
the table version.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from smartpick.facts import Facts
from smartpick.market.season._asset import Asset, read_asset

__all__ = ["SHIPPED", "market_version", "shipped_asset"]

SHIPPED = Path(__file__).resolve().parent / "scenarios.npz"

_MEASURES = (
    "active_applicants",
    "applicants_all_types_preferring",
    "applicants_ranking_specialty_pgy1",
    "applications_per_applicant",
    "contiguous_ranks_mean",
    "couples",
    "interview_rate",
    "match_rate_pct",
    "matched_pgy1",
    "n_matched_all",
    "step2ck_mean",
    "step2ck_sd",
)
READS = (
    "specialty",
    "state",
    "medical_school",
    "fill_by_type",
    "program_track",
    "program_result",
    "program_succession",
    "signal_count",
    *(f"statistic {measure}" for measure in _MEASURES),
)
"""The facts that a simulated season reads; a change of any other leaves it as it was."""


def market_version(facts: Facts) -> str:
    """Return the hash of what simulated seasons are made from."""
    return facts.content_hash(READS)


def shipped_asset(facts: Facts) -> Asset | None:
    """Return the simulated seasons of this package; None without any, or when they belong to other facts.

    Raises
    ------
    FactsError
        When the file is there and damaged.
    """
    if not SHIPPED.is_file():
        return None
    asset = _read(SHIPPED)
    return asset if asset.about.get("market_version") == market_version(facts) else None


@lru_cache(maxsize=2)
def _read(path: Path) -> Asset:
    return read_asset(path)
