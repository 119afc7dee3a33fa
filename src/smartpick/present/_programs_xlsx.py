"""The program spreadsheet as a workbook: values on one sheet, the source of every cell on its mirror."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smartpick.present._programs_view import COLUMNS, Row, SourceTexts
from smartpick.present._workbook import Book

if TYPE_CHECKING:
    from pathlib import Path

    from smartpick.facts import Facts
    from smartpick.importers.sheet import KeptSheet
    from smartpick.programs import Directory

__all__ = ["own_of", "programs_workbook"]

OWN_COLUMNS = ("My rating 1-5", "My notes", "Asked on", "Answer")
_OWN_TITLE = {"rating": "My rating 1-5", "note": "My notes"}


def own_of(path: Path) -> KeptSheet:
    """Return what she wrote into the workbook that stands there already; nothing where there is none, or no sheet.

    Her columns are those that are none of ours; `OWN_COLUMNS` count as hers.
    """
    from smartpick.errors import RequestError
    from smartpick.importers.sheet import KeptRow, KeptSheet, read_sheet

    try:
        found = read_sheet(path)
    except RequestError:
        return KeptSheet()
    ours = {column.title for column in COLUMNS}
    titles = {at: _OWN_TITLE.get(found.keys.get(at, ""), heading) for at, heading in found.headings.items()}
    titles = {at: title for at, title in titles.items() if title not in ours}
    code = next((at for at, key in found.keys.items() if key == "code"), None)
    rows = []
    for row in found.rows:
        values = {titles[at]: value for at, value in row.cells.items() if at in titles and at != code}
        if values and code is not None and isinstance(row.cells.get(code), str):
            rows.append(KeptRow(str(row.cells[code]).strip().upper(), values=values))
    more = tuple(title for title in titles.values() if title not in OWN_COLUMNS)
    return KeptSheet(more, tuple(rows))


def programs_workbook(facts: Facts, directory: Directory, rows: Sequence[Row], own: KeptSheet | None = None) -> bytes:
    """Return the workbook of some programs: Programs, Sources (the mirror, cell by cell) and About.

    Parameters
    ----------
    own
        What she wrote into an earlier one.
    """
    more = own.columns if own else ()
    hers = {row.program_code_nrmp: row.values for row in own.rows} if own else {}
    book = Book("SmartPick: programs")
    titles = [column.title for column in COLUMNS]
    widths = [column.width for column in COLUMNS]
    formats = [column.number_format for column in COLUMNS]
    book.table(
        "Programs",
        [*titles, *OWN_COLUMNS, *more],
        [
            [
                *(cell.value for cell in row.cells),
                *(hers.get(row.program.program_code_nrmp, {}).get(title) for title in (*OWN_COLUMNS, *more)),
            ]
            for row in rows
        ],
        [*widths, 14, 40, 12, 40, *[24] * len(more)],
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
