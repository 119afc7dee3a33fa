"""Where does she stand with each program this season, which days are taken, and what does an entry change?

`tracked` reads the log; `effect_of` sets two logs against each other; `entry_problems` tells what speaks against an
entry. Plain data; the words for a page are in `smartpick.present`.
"""

from __future__ import annotations

from smartpick.explain.season._change import entry_problems
from smartpick.explain.season._effect import effect_of
from smartpick.explain.season._rank import invited_codes
from smartpick.explain.season._silence import Silence
from smartpick.explain.season._types import Affected, Effect, Side
from smartpick.explain.tracker._track import COLUMNS, Meeting, Tracked, Tracker, tracked

__all__ = [
    "COLUMNS",
    "Affected",
    "Effect",
    "Meeting",
    "Side",
    "Silence",
    "Tracked",
    "Tracker",
    "effect_of",
    "entry_problems",
    "invited_codes",
    "tracked",
]
