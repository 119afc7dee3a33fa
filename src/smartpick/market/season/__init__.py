"""How does one season play out, and which seasons fit what was published?

Simulated seasons of one specialty with made-up people, fitted to the published figures by simulated moments; what each
leaves behind are two cutoffs per program, to be interviewed and to be matched. How: ``docs/market-model.md``.
"""

from __future__ import annotations

from smartpick.market.season._asset import Asset, SpecialtyScenarios, read_asset
from smartpick.market.season._bars import BARS
from smartpick.market.season._calibrate import calibrate
from smartpick.market.season._shipped import market_version, shipped_asset

__all__ = ["BARS", "Asset", "SpecialtyScenarios", "calibrate", "market_version", "read_asset", "shipped_asset"]
