"""The program spreadsheet as a workbook: values on one sheet, the source of every cell on its mirror."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smartpick.present._programs_view import COLUMNS, Row, SourceTexts
from smartpick.present._workbook import Book

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.programs import Directory

__all__ = ["programs_workbook"]

OWN_COLUMNS = ("My rating 1-5", "My notes", "Asked on", "Answer")


def programs_workbook(facts: Facts, directory: Directory, rows: Sequence[Row]) -> bytes:
    """Return the workbook of some programs: Programs, Sources (the mirror, cell by cell) and About."""
    book = Book("SmartPick: programs")
    titles = [column.title for column in COLUMNS]
    widths = [column.width for column in COLUMNS]
    formats = [column.number_format for column in COLUMNS]
    book.table(
        "Programs",
        [*titles, *OWN_COLUMNS],
        [[cell.value for cell in row.cells] for row in rows],
        [*widths, 14, 40, 12, 40],
        formats,
        frozen_columns=4,
    )
    texts = SourceTexts(facts)
    mirror = [
        [f"{row.program.program_code_nrmp}: {texts.of(row.cells[0])}", *map(texts.of, row.cells[1:])] for row in rows
    ]
    book.table("Sources", titles, mirror, [max(18, width) for width in widths], frozen_columns=1)
    about = [
        ("Programs", f"{len(rows)} tracks of the {directory.season} Match, the newest published list"),
        ("Sources", "sheet Sources has, in the same place, where each cell of sheet Programs comes from"),
        ("Unknown", "means unknown: nothing is guessed from a name; ask the program and write the answer beside it"),
        ("IMG and DO shares", "who filled all positions of the specialty in the state, never one program's own share"),
        ("Fill", "in the Match itself, before SOAP; small programs jump from year to year"),
        ("Facts", facts.version),
        *((f"Caveat: {key}", text) for key, text in facts.caveats().items() if key in _CAVEATS),
    ]
    book.table("About", ("What", "Meaning"), about, [24, 120])
    return book.close()


_CAVEATS = (
    "city_is_the_sponsors",
    "codes_move_on_merger",
    "page_may_be_old",
    "blank_theme_is_not_found",
    "filled_before_soap",
)
