"""Which bonds show, how strongly, and which experience backs which mission? Facts and prompts, never sentences."""

from __future__ import annotations

from smartpick.guidance.ties._batches import entry_text
from smartpick.guidance.ties._model import (
    AreaTies,
    Batch,
    Bond,
    Entry,
    Listed,
    Mission,
    Part,
    Quote,
    Speaks,
    ThemeMatch,
    TiesPlan,
)
from smartpick.guidance.ties._plan import experiences, open_bonds, plan_ties
from smartpick.guidance.ties._strength import bond_text

__all__ = [
    "AreaTies",
    "Batch",
    "Bond",
    "Entry",
    "Listed",
    "Mission",
    "Part",
    "Quote",
    "Speaks",
    "ThemeMatch",
    "TiesPlan",
    "bond_text",
    "entry_text",
    "experiences",
    "open_bonds",
    "plan_ties",
]
