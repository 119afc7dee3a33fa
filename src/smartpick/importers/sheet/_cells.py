"""The cells of a workbook's sheets as plain values, with the names that stand on heading cells and what is crossed out.

An archive is looked at before it is unpacked for good; a damaged one gives one error, whatever the library meets.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from smartpick.errors import RequestError
from smartpick.importers._rows import problem_at, shown
from smartpick.importers._xlsx import check_parts, damaged
from smartpick.importers.sheet._columns import key_of_name
from smartpick.importers.sheet._types import SheetRow, Value

__all__ = ["BookCells", "Cells", "book_cells"]

MOST_COLUMNS = 200
MOST_TEXT = 32_767
_MOST_EMPTY = 2_000
_MOST_SHEETS = 30
_MOST_NAMES = 1_000
_LOOKED_AT = 20
_KEYS_SHEET = "SmartPick"
_TRACKER_SHEET = "tracker"
_OUR_SHEETS = frozenset(
    {
        "answer",
        "programs",
        "program sheet",
        "program sources",
        "cost",
        "plan",
        "tracker",
        "letters",
        "left out",
        "assumptions",
        "sources",
        "smartpick",
    }
)
_MOST_NAMED = 5
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile(rb"<f[ >/]")


@dataclass(slots=True)
class Cells:
    """The filled rows of one sheet.

    Attributes
    ----------
    crossed
        Line → columns whose cells are crossed out.
    named_line
        Row on which named heading cells stand; 0 without any.
    """

    title: str
    rows: list[SheetRow] = field(default_factory=list)
    crossed: dict[int, set[int]] = field(default_factory=dict)
    named_line: int = 0


@dataclass(slots=True)
class BookCells:
    """What a workbook holds of ours.

    Attributes
    ----------
    names
        Key → column, by the names of heading cells.
    own_titles
        Key of her own column → the title that it was written with.
    tracker
        None where there is no such sheet.
    written
        NRMP codes that the list had when the file was written; None where it does not tell.
    """

    cells: Cells
    names: dict[str, int]
    own_titles: Mapping[str, str]
    tracker: Cells | None
    written: frozenset[str] | None
    notes: list[str]


def book_cells(content: bytes, name: str, most_rows: int, score: Callable[[SheetRow], int]) -> BookCells:
    """Return the cells of the sheet of programs, and what else a workbook holds of ours.

    Parameters
    ----------
    score
        How much a row looks like our headings; the sheet with the best row is the one, unless names tell.

    Raises
    ------
    RequestError
        When it is no workbook, is damaged or protected, or a limit is passed.
    """
    import openpyxl

    check_parts(content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            return _read(book, content, name, most_rows, score)
    except Exception as error:
        if isinstance(error, RequestError | MemoryError):
            raise
        # The library raises whatever a damaged part leads it to.
        raise damaged(name, error) from error


def _read(book: Any, content: bytes, name: str, most_rows: int, score: Callable[[SheetRow], int]) -> BookCells:
    sheets = [sheet for sheet in book.worksheets[:_MOST_SHEETS] if hasattr(sheet, "iter_rows")]
    named = _named_cells(book)
    by_title = {str(sheet.title): sheet for sheet in sheets}
    # The sheet on which most of our names stand; else the one whose headings say most to us.
    on = max(named, key=lambda title: len(named[title]), default=None)
    tracker_sheet = next((sheet for sheet in sheets if str(sheet.title).strip().lower() == _TRACKER_SHEET), None)
    chosen = by_title.get(on) if on is not None else None
    if chosen is None:
        looked = [
            (max((score(row) for row in _first(sheet)), default=0), -at, sheet)
            for at, sheet in enumerate(sheets)
            if sheet is not tracker_sheet and str(sheet.title) != _KEYS_SHEET
        ]
        chosen = max(looked, key=lambda each: each[:2])[2] if looked else None
    if chosen is None:
        raise problem_at(name, "it has no sheet with cells", fix="Name the workbook that `smartpick export` wrote")
    cells = _cells(chosen, name, most_rows)
    names = {}
    lines = []
    for key, (column, line) in named.get(str(chosen.title), {}).items():
        names[key] = column
        lines.append(line)
    cells.named_line = max(set(lines), key=lines.count) if lines else 0
    notes = _formulas(chosen, cells, content, name, most_rows)
    keys = by_title.get(_KEYS_SHEET)
    own, written = {}, set()
    if keys is not None:
        for row in _cells(keys, name, most_rows).rows:
            what, title = row.cells.get(0), row.cells.get(1)
            if isinstance(what, str) and what.startswith("own_") and title is not None:
                own[what] = shown(str(title), 200)
            elif what == "program":
                written.add(str(title))
    tracker = None if tracker_sheet is None else _cells(tracker_sheet, name, most_rows)
    others = [title for title in by_title if title.strip().lower() not in _OUR_SHEETS and title != str(chosen.title)]
    if others:
        said = ", ".join(f"'{shown(title, 40)}'" for title in others[:_MOST_NAMED])
        more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
        notes.append(f"Not read, and in no new file: sheets of your own ({said}{more}). They stay in this file.")
    return BookCells(cells, names, own, tracker, frozenset(written) or None, notes)


def _named_cells(book: Any) -> dict[str, dict[str, tuple[int, int]]]:
    """Return sheet → key → (column from 0, row from 1) of named heading cells."""
    from openpyxl.utils import column_index_from_string

    found: dict[str, dict[str, tuple[int, int]]] = {}
    scopes = [book.defined_names, *(getattr(sheet, "defined_names", {}) for sheet in book.worksheets)]
    for scope in scopes:
        for name, defined in list(scope.items())[:_MOST_NAMES]:
            key = key_of_name(str(name))
            text = str(getattr(defined, "attr_text", "") or "")
            if key is None or len(text) > 200 or "!" not in text:
                continue
            sheet, _, cell = text.rpartition("!")
            place = _CELL.match(cell)
            title = sheet.strip("'").replace("''", "'").lstrip("$").strip("'")
            if place is not None and len(place[1]) <= 3:
                column = column_index_from_string(place[1]) - 1
                if column < MOST_COLUMNS:
                    found.setdefault(title, {})[key] = (column, int(place[2]))
    return found


def _first(sheet: Any) -> list[SheetRow]:
    sheet.reset_dimensions()
    rows = []
    for at, values in enumerate(sheet.iter_rows(max_row=_LOOKED_AT, max_col=MOST_COLUMNS, values_only=True), 1):
        rows.append(
            SheetRow(at, {column: text for column, v in enumerate(values) if (text := value_of(v)) is not None})
        )
    return rows


def _cells(sheet: Any, name: str, most_rows: int) -> Cells:
    """Return the filled rows of a sheet."""
    # What a sheet states as its size may be wrong, and missing rows would be filled up to it.
    sheet.reset_dimensions()
    found = Cells(str(sheet.title))
    crossing = _crossing_styles(sheet)
    empty = 0
    for at, cells in enumerate(sheet.iter_rows(), 1):
        row: dict[int, Value] = {}
        for column, cell in enumerate(cells):
            raw = cell.value
            if raw is None:
                continue
            value = value_of(raw)
            if value is None:
                continue
            if column >= MOST_COLUMNS:
                what = f"sheet '{shown(found.title, 40)}' has more than {MOST_COLUMNS} columns"
                raise problem_at(name, what, fix="Keep fewer columns", line=at)
            row[column] = value
            if crossing and getattr(cell, "_style_id", 0) in crossing:
                found.crossed.setdefault(at, set()).add(column)
        if row:
            empty = 0
            found.rows.append(SheetRow(at, row))
            if len(found.rows) > most_rows + _LOOKED_AT:
                what = f"sheet '{shown(found.title, 40)}' has more than {most_rows:,} rows"
                raise problem_at(name, what, fix="Take out rows that are no programs")
        else:
            empty += 1
            if empty > _MOST_EMPTY:
                break
    return found


def _crossing_styles(sheet: Any) -> frozenset[int]:
    """Return the numbers of the cell styles whose font is crossed out; a workbook without styles has none."""
    book = sheet.parent
    fonts = list(getattr(book, "_fonts", ()))
    crossed = {at for at, font in enumerate(fonts) if getattr(font, "strike", None)}
    if not crossed:
        return frozenset()
    return frozenset(at for at, style in enumerate(getattr(book, "_cell_styles", ())) if style.fontId in crossed)


def _formulas(sheet: Any, cells: Cells, content: bytes, name: str, most_rows: int) -> list[str]:
    """Say how many formulas there are; where no value was saved with one, its text is what stands there."""
    import openpyxl

    path = getattr(sheet, "_worksheet_path", "")
    archive = sheet.parent._archive  # noqa: SLF001 -- the part that the library opened; nothing else tells it
    count = len(_FORMULA.findall(archive.read(path))) if path else 0
    if not count:
        return []
    written = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    formulas = _cells(written[sheet.title], name, most_rows)
    by_line = {row.line: row for row in cells.rows}
    for row in formulas.rows:
        there = by_line.get(row.line)
        missing = {column: value for column, value in row.cells.items() if there is None or column not in there.cells}
        if missing and there is None:
            cells.rows.append(row)
        elif missing and there is not None:
            by_line[row.line] = SheetRow(row.line, {**there.cells, **missing})
    kept = {row.line for row in cells.rows}
    cells.rows = sorted(
        [by_line.get(row.line, row) for row in cells.rows if row.line in kept], key=lambda each: each.line
    )
    one = count == 1
    text = (
        f"{count} cell{'' if one else 's'} of the sheet hold{'s' if one else ''} a formula: the value saved with it is"
        " kept, or its text where none is saved; no formula was run."
    )
    return [text]


def value_of(value: object) -> Value | None:
    """Return a cell's value as plain data; None for an empty one."""
    if value is None:
        return None
    if isinstance(value, bool | int):
        return value if isinstance(value, bool) or abs(value) < 10**15 else str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    formula = getattr(value, "text", None)
    text = formula if isinstance(formula, str) else str(value)
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()[:MOST_TEXT]
    return text or None
