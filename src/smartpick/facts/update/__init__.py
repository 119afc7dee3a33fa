"""What does a new season's report change, and how does it get into the fact files or the compiled facts?

`planned_update` sets a report beside what is known and makes the new tables; nothing is written. `into_folder` writes
them into a maintainer's ``facts`` folder, `into_own_build` into a compiled file of the user's own, each whole or not at
all. The report itself is read elsewhere and arrives as plain rows.
"""

from __future__ import annotations

from smartpick.facts.update._base import Base, base_of
from smartpick.facts.update._change import Moved, QuotaChange, Renamed, Revised, SeasonChange
from smartpick.facts.update._new import Gap, NewSeason, NewTrack
from smartpick.facts.update._plan import Update, planned_update
from smartpick.facts.update._write import forget_own_build, into_folder, into_own_build

__all__ = [
    "Base",
    "Gap",
    "Moved",
    "NewSeason",
    "NewTrack",
    "QuotaChange",
    "Renamed",
    "Revised",
    "SeasonChange",
    "Update",
    "base_of",
    "forget_own_build",
    "into_folder",
    "into_own_build",
    "planned_update",
]
