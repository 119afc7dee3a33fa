"""The list as csv: the same columns as the sheet of programs; no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from smartpick.importers.sheet import guarded
from smartpick.present._sheet_rows import Line, cells_of, headings, own_cells

if TYPE_CHECKING:
    from smartpick.importers.sheet import KeptSheet

__all__ = ["list_csv"]


def list_csv(lines: Sequence[Line], sheet: KeptSheet | None) -> bytes:
    """Return the rows in UTF-8 with a mark at the beginning, as spreadsheet programs expect it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(guarded, headings(sheet)))
    for line in lines:
        writer.writerow([_cell(value) for value in (*cells_of(line).values(), *own_cells(line, sheet))])
    return text.getvalue().encode("utf-8-sig", "replace")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return repr(value)
    return value.isoformat() if isinstance(value, date) else guarded(str(value))
