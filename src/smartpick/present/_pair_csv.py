"""The pair list as a table to enter row by row into the NRMP's system."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from smartpick.importers.sheet import guarded

if TYPE_CHECKING:
    from smartpick.explain.pair import PairList
    from smartpick.programs import Program

__all__ = ["COLUMNS", "pair_csv"]

COLUMNS = (
    "rank",
    "code_{0}",
    "program_{0}",
    "place_{0}",
    "code_{1}",
    "program_{1}",
    "place_{1}",
    "kind",
    "miles",
    "chance_of_this_row",
)
_NO_MATCH = "no match"


def pair_csv(made: PairList) -> bytes:
    """Return the rows in UTF-8 with a mark at the beginning, as spreadsheet programs expect it; codes stay text."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([name.format(*(guarded(partner.name) for partner in made.partners)) for name in COLUMNS])
    for number, row in enumerate(made.rows, 1):
        writer.writerow(
            [
                number,
                *_cells(row.programs[0]),
                *_cells(row.programs[1]),
                row.kind.key,
                "" if row.miles is None else f"{row.miles:.1f}",
                f"{row.p_row.mean:.5f}",
            ]
        )
    return text.getvalue().encode("utf-8-sig")


def _cells(program: Program | None) -> tuple[str, str, str]:
    if program is None:
        return _NO_MATCH, "", ""
    return (
        program.program_code_nrmp,
        guarded(program.name),
        f"{guarded(program.city or 'city unknown')}, {program.state}",
    )
