"""What was published about X in season S, with its source and caveats?

The fact files under ``facts/`` (format: ``docs/facts.md``) are compiled at build time into one read-only SQLite file.
`open_facts` opens it; everything else is asked of the `Facts` it returns. `season_of` and `season_calendar` say where
in a season a day lies. Nothing here interprets a figure.
"""

from __future__ import annotations

from smartpick.facts._calendar import SeasonCalendar, SeasonDay, season_calendar, season_of
from smartpick.facts._home import data_folder
from smartpick.facts._store import Facts, FactTable, Figure, Source, open_facts

__all__ = [
    "FactTable",
    "Facts",
    "Figure",
    "SeasonCalendar",
    "SeasonDay",
    "Source",
    "data_folder",
    "open_facts",
    "season_calendar",
    "season_of",
]
