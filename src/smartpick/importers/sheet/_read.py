"""Reads a sheet from a workbook or csv: where the headings stand, which columns are ours, and what stands in each cell.

Tried with files as Excel, LibreOffice and Google Sheets lay them out: shared and inline strings, no styles, no sizes,
cells without addresses, names that moved with their cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from smartpick.importers._columns import meaning
from smartpick.importers._csv import delimited, looks_delimited
from smartpick.importers._decode import text_of
from smartpick.importers._free import code_in
from smartpick.importers._rows import Grid, problem_at, shown
from smartpick.importers.sheet._cells import Cells, book_cells
from smartpick.importers.sheet._columns import OWN_TITLES, TITLES, TRACKER_TITLES, plain, unguarded
from smartpick.importers.sheet._types import SheetFile, SheetRow, Value

__all__ = ["read_sheet", "sheet_of"]

MOST_BYTES = 20_000_000
MOST_ROWS = 5_000
_LOOKED_AT = 20
_MEANINGS = {
    "program_code_nrmp": "code",
    "institution": "institution",
    "city": "city",
    "state": "state",
    "specialty": "specialty",
    "track": "track",
    "signal": "signal",
    "note": "note",
    "name": "institution",
}
_KEY_OF_TITLE = {plain(title): key for key, title in {**TITLES, **OWN_TITLES}.items()}
_TRACKER_KEY = {plain(title): key for key, title in TRACKER_TITLES.items()}
_CROSSED = {"code", "institution", "track"}
_FIX = "Name the workbook or csv that `smartpick export` wrote, saved again by your spreadsheet program"


def read_sheet(path: Path) -> SheetFile:
    """Return the sheet of programs in a workbook or csv.

    Raises
    ------
    RequestError
        When it cannot be read, or holds no such sheet; with line and column where there are such.
    """
    name = shown(str(path))
    try:
        if not path.is_file():
            what = "it is a folder" if path.is_dir() else "there is no such file"
            raise problem_at(name, what, fix=_FIX)
        with path.open("rb") as handle:
            content = handle.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise problem_at(name, f"cannot be read: {why}", fix=_FIX) from error
    return sheet_of(content, name, path.suffix.lower())


def sheet_of(content: bytes, name: str, suffix: str) -> SheetFile:
    """Return the sheet that bytes hold."""
    if len(content) > MOST_BYTES:
        raise problem_at(name, f"the file is larger than {MOST_BYTES / 1e6:.0f} MB", fix="Take pictures out of it")
    if content.startswith(b"PK") or suffix in {".xlsx", ".xlsm"}:
        book = book_cells(content, name, MOST_ROWS, _score)
        found = _file(book.cells, name, "xlsx", book.names)
        tracker = _tracker(book.tracker)
        earlier = {
            column: title
            for key, title in book.own_titles.items()
            if (column := book.names.get(key)) is not None
            and column in found.headings
            and plain(found.headings[column]) != plain(title)
        }
        return replace(
            found,
            earlier=earlier,
            tracker=tracker,
            written=book.written,
            notes=(*book.notes, *_beside_tracker(book.tracker)),
        )
    text = text_of(content, name)
    if not text.strip():
        raise problem_at(name, "it is empty", fix=_FIX)
    if suffix not in {".csv", ".tsv", ".tab"} and not looks_delimited(text):
        raise problem_at(name, "that is neither a workbook nor a table", fix=_FIX)
    grid = delimited(text, name, MOST_ROWS, 32_767)
    return _file(_of_grid(grid), name, "csv", {})


def _of_grid(grid: Grid) -> Cells:
    cells = Cells("")
    for line, texts in grid.rows:
        row = {at: _typed(unguarded(text)) for at, text in enumerate(texts) if text}
        if row:
            cells.rows.append(SheetRow(line, row))
    return cells


def _typed(text: str) -> Value:
    """Return a text of a csv file as the number it is written as; identifiers that begin with 0 stay texts."""
    bare = text.strip()
    if not bare or len(bare) > 15 or not bare.isascii():
        return bare
    digits = bare.removeprefix("-")
    if digits.isdigit() and (digits == "0" or digits[0] != "0"):
        return int(bare)
    whole, point, rest = digits.partition(".")
    if point and whole.isdigit() and rest.isdigit() and (whole == "0" or whole[0] != "0"):
        return float(bare)
    if len(bare) == 10 and bare[4] == bare[7] == "-":
        try:
            return date.fromisoformat(bare)
        except ValueError:
            return bare
    return bare


def _key(heading: str) -> str | None:
    found = _KEY_OF_TITLE.get(plain(heading))
    if found is not None:
        return found
    what = meaning(heading)
    return _MEANINGS.get(what) if what else None


def _score(row: SheetRow) -> int:
    """Return how many headings of ours a row holds."""
    return len({key for value in row.cells.values() if isinstance(value, str) and (key := _key(value))})


def _file(cells: Cells, name: str, kind: str, names: Mapping[str, int]) -> SheetFile:
    at = _heading_row(cells, names)
    if at is None:
        what = "no row of headings with an NRMP code, an institution or a program was found"
        raise problem_at(name, what, "A program is known by its NRMP code, such as 1067120C0", _FIX)
    head = cells.rows[at]
    body = cells.rows[at + 1 :]
    headings = {column: shown(str(value), 200) for column, value in head.cells.items() if str(value).strip()}
    known = {**TITLES, **OWN_TITLES}
    keys = {column: key for key, column in names.items() if column in headings and key in known}
    for is_exact in (True, False):
        for column, heading in headings.items():
            found = _KEY_OF_TITLE.get(plain(heading)) if is_exact else _key(heading)
            if column not in keys and found is not None and found not in keys.values():
                keys[column] = found
    codes = _column_of_codes(body, set(headings) - set(keys))
    if "code" not in keys.values() and codes is not None:
        keys[codes] = "code"
    if not {"code", "institution"} & set(keys.values()):
        what = "no column holds an NRMP code or an institution"
        raise problem_at(name, what, fix=_FIX, line=head.line)
    if not body:
        raise problem_at(name, "no program stands under the headings", fix=_FIX, line=head.line)
    crossed = {column for column, key in keys.items() if key in _CROSSED}
    rows = tuple(
        SheetRow(row.line, row.cells, is_crossed=bool(crossed & cells.crossed.get(row.line, set()))) for row in body
    )
    return SheetFile(name, kind, headings, keys, rows)


def _heading_row(cells: Cells, names: Mapping[str, int]) -> int | None:
    """Return which row holds the headings: the one that the workbook names, else the one with most known headings."""
    if names and cells.named_line:
        for at, row in enumerate(cells.rows):
            if row.line == cells.named_line:
                return at
    first = cells.rows[:_LOOKED_AT]
    scores = [_score(row) for row in first]
    if scores and max(scores) >= 2:
        return scores.index(max(scores))
    for at, row in enumerate(first[1:], 1):
        # Headings that say nothing to us, above a column of codes.
        if any(_is_code(value) for value in row.cells.values()):
            above = first[at - 1]
            return at - 1 if not any(_is_code(value) for value in above.cells.values()) else None
    return None


def _is_code(value: Value) -> bool:
    return isinstance(value, str) and len(value) <= 20 and code_in(value) is not None


def _column_of_codes(rows: Sequence[SheetRow], columns: set[int]) -> int | None:
    """Return the column in which most cells are NRMP codes."""
    best: tuple[int, int] | None = None
    for column in sorted(columns):
        values = [row.cells[column] for row in rows if column in row.cells]
        codes = sum(map(_is_code, values))
        if values and 2 * codes > len(values) and (best is None or codes > best[0]):
            best = (codes, column)
    return best[1] if best else None


def _beside_tracker(cells: Cells | None) -> list[str]:
    """Say which columns of hers stand beside the tracker: there is no place for them."""
    head = next((row for row in cells.rows if _TRACKER_KEY.keys() & _plain_texts(row)), None) if cells else None
    if cells is None or head is None:
        return []
    filled = {column for row in cells.rows if row.line > head.line for column in row.cells}
    hers = [
        shown(str(value), 40)
        for column, value in head.cells.items()
        if column in filled and plain(str(value)) not in _TRACKER_KEY and _key(str(value)) is None
    ]
    if not hers:
        return []
    named = ", ".join(f"'{title}'" for title in hers[:5]) + (f" and {len(hers) - 5} more" if len(hers) > 5 else "")
    return [f"Not kept: columns of your own on the sheet Tracker ({named}). Put them on the sheet Programs."]


def _plain_texts(row: SheetRow) -> set[str]:
    return {plain(str(value)) for value in row.cells.values()}


def _tracker(cells: Cells | None) -> dict[str, dict[str, Value]]:
    """Return code → key → what stands in the tracker; a program whose row was emptied has nothing there."""
    if cells is None or not cells.rows:
        return {}
    for at, row in enumerate(cells.rows[:_LOOKED_AT]):
        texts = {column: str(value) for column, value in row.cells.items()}
        code = next((column for column, text in texts.items() if _key(text) == "code"), None)
        keys = {column: key for column, text in texts.items() if (key := _TRACKER_KEY.get(plain(text)))}
        if code is not None and keys:
            found: dict[str, dict[str, Value]] = {}
            for line in cells.rows[at + 1 :]:
                program = code_in(str(line.cells.get(code, "")))
                said = {keys[column]: value for column, value in line.cells.items() if column in keys}
                if program is not None:
                    found.setdefault(program, said)
            return found
    return {}
