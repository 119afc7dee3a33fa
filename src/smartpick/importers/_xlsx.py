"""Reads the cells of a workbook, after a look at its parts: an archive can unpack to far more than it seems."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass, field
from typing import Any

from smartpick.errors import RequestError
from smartpick.importers._columns import known_headers
from smartpick.importers._rows import MOST_CELL, MOST_COLUMNS, MOST_ROWS, Grid, problem_at

__all__ = ["check_parts", "damaged", "workbook"]

_MOST_PARTS = 2_000
_MOST_UNPACKED = 60_000_000
_MOST_EMPTY = 2_000
"""Empty rows in a row, after which a sheet counts as ended: formatting alone can reach to row 1,048,576."""
_MOST_SHEETS = 20
_LOOKED_AT = 20
_FIX = "Open it in a spreadsheet program and save it anew as xlsx or csv"


def workbook(content: bytes, name: str, most_rows: int = MOST_ROWS) -> Grid:
    """Return the cells of the sheet that holds the list: the first with known headers, else the first with text.

    Formulas count as the value that was saved with them; where there is none, as the text of the formula.

    Raises
    ------
    RequestError
        When it is no workbook, is damaged or protected, or a limit is passed.
    """
    check_parts(content, name)
    filled = [sheet for sheet in _sheets(content, name, most_rows) if sheet.rows or sheet.problem]
    if not filled:
        return Grid((), "xlsx", is_table=True)
    best = max(filled, key=lambda sheet: max((known_headers(row) for _, row in sheet.rows[:_LOOKED_AT]), default=0))
    if best.problem is not None:
        raise best.problem
    title, rows, n_formulas = best.title, tuple(best.rows), best.n_formulas
    notes = []
    if len(filled) > 1:
        others = ", ".join(f"'{each.title[:40]}'" for each in filled if each is not best)
        notes.append(f"Read from the sheet '{title[:40]}'; not read: {others}.")
    if n_formulas:
        one = n_formulas == 1
        notes.append(
            f"{n_formulas} cell{'' if one else 's'} hold{'s' if one else ''} a formula: the value saved with it counts,"
            " or its text where none is saved; no formula was run."
        )
    return Grid(rows, "xlsx", is_table=True, notes=tuple(notes))


def check_parts(content: bytes, name: str) -> None:
    """Refuse what is no workbook, or would unpack to too much, before anything is unpacked for good."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            wrong = _wrong_with(archive)
    except Exception as error:
        # A damaged archive makes the library raise whatever its parts lead it to.
        raise damaged(name, error) from error
    if wrong:
        raise problem_at(name, wrong, fix=_FIX)


def _wrong_with(archive: zipfile.ZipFile) -> str:
    """Say what is wrong with an archive; empty when nothing is."""
    parts = archive.infolist()
    stated = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or stated > _MOST_UNPACKED:
        most = f"at most {_MOST_UNPACKED / 1e6:.0f} MB in {_MOST_PARTS} are read"
        return f"it would unpack to {stated / 1e6:,.0f} MB in {len(parts)} parts; {most}"
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        return "that is an archive, but no xlsx workbook"
    left = _MOST_UNPACKED
    for part in parts:
        # The sizes that an archive states may be wrong; reading stops at the limit whatever they say.
        with archive.open(part) as handle:
            data = handle.read(left + 1)
        left -= len(data)
        if left < 0:
            return "it unpacks to more than it states"
        is_xml = part.filename.endswith((".xml", ".rels"))
        if is_xml and (b"<!DOCTYPE" in data or b"<!ENTITY" in data or data[:2] in {b"\xff\xfe", b"\xfe\xff"}):
            return f"its part {part.filename[:60]!r} defines entities of its own"
    return ""


def damaged(name: str, error: Exception) -> Exception:
    why = f"{type(error).__name__}: {str(error)[:100]}"
    return problem_at(name, "the workbook is damaged, cut off or protected by a password", why, _FIX)


@dataclass(slots=True)
class _Sheet:
    """What was read of a sheet; `problem` says why not more, which counts only where the list is on it."""

    title: str
    rows: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    n_formulas: int = 0
    problem: RequestError | None = None


def _sheets(content: bytes, name: str, most_rows: int) -> list[_Sheet]:
    """Return title, rows and number of formulas of every sheet."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Two readings: one has the formulas, the other the values that were saved with them.
            written = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            saved = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            sheets = []
            for one, other in _pairs(written, saved):
                sheet = _Sheet(str(one.title))
                try:
                    _fill(sheet, one, other, name, most_rows)
                except RequestError as problem:
                    sheet.problem = problem
                sheets.append(sheet)
            return sheets
    except Exception as error:
        if isinstance(error, RequestError | MemoryError):
            raise
        # The library raises whatever a damaged part leads it to.
        raise damaged(name, error) from error


def _pairs(written: Any, saved: Any) -> list[tuple[Any, Any]]:
    """Return the sheets of both readings; charts have no cells."""
    both = zip(written.worksheets[:_MOST_SHEETS], saved.worksheets[:_MOST_SHEETS], strict=True)
    return [(one, other) for one, other in both if hasattr(one, "iter_rows")]


def _fill(sheet: _Sheet, written: Any, saved: Any, name: str, most_rows: int) -> None:
    """Read the rows of a sheet from both readings."""
    for each in (written, saved):
        # What a sheet states as its size may be wrong, and missing rows would be filled up to it.
        each.reset_dimensions()
    rows, title = sheet.rows, sheet.title
    empty = 0
    both = zip(written.iter_rows(), saved.iter_rows(values_only=True), strict=False)
    for at, (cells, values) in enumerate(both, 1):
        if len(cells) > MOST_COLUMNS and any(cell.value is not None for cell in cells[MOST_COLUMNS:]):
            what = f"sheet '{title[:40]}' has more than {MOST_COLUMNS} columns"
            raise problem_at(name, what, fix="Keep the columns with names and numbers", line=at)
        texts = []
        for column, cell in enumerate(cells[:MOST_COLUMNS], 1):
            value = cell.value
            if cell.data_type == "f":
                sheet.n_formulas += 1
                value = values[column - 1] if column <= len(values) and values[column - 1] is not None else value
            text = _text(value)
            if len(text) > MOST_CELL:
                what = f"a cell of {len(text):,} characters; at most {MOST_CELL:,} are read"
                raise problem_at(name, what, fix="Shorten it", line=at, column=column)
            texts.append(text)
        if any(texts):
            empty = 0
            rows.append((at, tuple(texts)))
        else:
            empty += 1
        if len(rows) > most_rows:
            fix = "Split the list, or leave out what is no program"
            raise problem_at(name, f"sheet '{title[:40]}' has more than {most_rows:,} rows", fix=fix)
        if empty > _MOST_EMPTY:
            break


def _text(value: object) -> str:
    """Return a cell as text; whole numbers as a person typed them."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    formula = getattr(value, "text", None)
    return str(formula if isinstance(formula, str) else value).strip()
