"""What stands in a file that somebody else made, and which programs does it mean?

`read_list` reads a list of programs (csv, xlsx or text) into rows that know where they stand; `match_list` finds the
program of each, by number or by name, and asks where it cannot be sure. `read_pairs` reads a couple's rank order list,
`read_events` the entries of a calendar, `read_counts` counts of questions done. Nothing here runs what a file holds,
and nothing is written.
"""

from __future__ import annotations

from smartpick.importers._counts import BankCount, read_counts
from smartpick.importers._events import EventFile, read_events
from smartpick.importers._match import MatchKind, RowMatch, match_list
from smartpick.importers._pairs import read_pairs
from smartpick.importers._read import read_list
from smartpick.importers._rows import ListFile, ListRow

__all__ = [
    "BankCount",
    "EventFile",
    "ListFile",
    "ListRow",
    "MatchKind",
    "RowMatch",
    "match_list",
    "read_counts",
    "read_events",
    "read_list",
    "read_pairs",
]
