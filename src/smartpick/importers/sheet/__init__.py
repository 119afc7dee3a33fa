"""What did she do to the spreadsheet that we wrote? Reads it back, and tells what is hers from what is ours.

`read_sheet` reads a workbook or csv as Excel, LibreOffice and Google Sheets save them; `merge_sheet` holds it against
what was written, and returns what is to be kept: her columns, notes, order, what she struck out and what she added.
Nothing here writes, and no formula is run.
"""

from __future__ import annotations

from smartpick.importers.sheet._columns import (
    MARK,
    ON_LIST,
    OWN_TITLES,
    TITLES,
    TRACKER_TITLES,
    day_in,
    guarded,
    name_of,
    unguarded,
)
from smartpick.importers.sheet._merge import merge_sheet
from smartpick.importers.sheet._read import read_sheet
from smartpick.importers.sheet._types import KeptRow, KeptSheet, Merged, SheetFile, Value

__all__ = [
    "MARK",
    "ON_LIST",
    "OWN_TITLES",
    "TITLES",
    "TRACKER_TITLES",
    "KeptRow",
    "KeptSheet",
    "Merged",
    "SheetFile",
    "Value",
    "day_in",
    "guarded",
    "merge_sheet",
    "name_of",
    "read_sheet",
    "unguarded",
]
