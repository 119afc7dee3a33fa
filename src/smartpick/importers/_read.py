"""Reads a list file: which kind it is, its rows, and what each cell means."""

from __future__ import annotations

from pathlib import Path

from smartpick.importers._columns import header_of
from smartpick.importers._csv import text_grid
from smartpick.importers._decode import text_of
from smartpick.importers._free import cells_of
from smartpick.importers._rows import MOST_BYTES, Grid, ListFile, ListRow, problem_at, shown
from smartpick.importers._xlsx import workbook

__all__ = ["content_of", "grid_of", "list_in", "list_of", "read_list"]

_TABLES = {".csv", ".tsv", ".tab"}


def read_list(path: Path) -> ListFile:
    """Return the list in a csv, xlsx or text file; what it is, its content says, whatever its name.

    Raises
    ------
    RequestError
        When it cannot be read, with line and column where there are such.
    """
    content, name = content_of(path)
    return list_of(content, name, path.suffix.lower())


def content_of(path: Path) -> tuple[bytes, str]:
    """Return what a file holds, and its name as it may be shown.

    Raises
    ------
    RequestError
        When it cannot be read.
    """
    name = shown(str(path))
    try:
        if not path.is_file():
            what = "it is a folder" if path.is_dir() else "there is no such file"
            raise problem_at(name, what, fix="Name a csv, xlsx or text file with the list")
        with path.open("rb") as handle:
            content = handle.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise problem_at(name, f"cannot be read: {why}", fix="Name a csv, xlsx or text file") from error
    return content, name


def list_of(content: bytes, name: str, suffix: str) -> ListFile:
    """Return the list that bytes hold."""
    return list_in(grid_of(content, name, suffix), name)


def grid_of(content: bytes, name: str, suffix: str) -> Grid:
    """Return the cells that bytes hold.

    Raises
    ------
    RequestError
        When the file is too large, or cannot be read.
    """
    if len(content) > MOST_BYTES:
        what = f"the file is larger than {MOST_BYTES / 1e6:.0f} MB"
        raise problem_at(name, what, fix="Keep one row for each program, without pictures")
    return _grid(content, name, suffix)


def list_in(grid: Grid, name: str) -> ListFile:
    """Return the list that cells hold."""
    found = header_of(grid.rows)
    rows = []
    columns: dict[str, str] = {}
    header_line = None
    body = grid.rows
    notes = list(grid.notes)
    if found is not None:
        at, meanings = found
        header_line, headers = grid.rows[at]
        columns = {what: shown(headers[column], 60) for column, what in meanings.items()}
        body = grid.rows[at + 1 :]
        if at:
            first, last = grid.rows[0][0], grid.rows[at - 1][0]
            lines = f"Line {first} stands" if at == 1 else f"Lines {first} to {last} stand"
            notes.append(f"{lines} above the header and {'was' if at == 1 else 'were'} not read.")
    for line, cells in body:
        text = shown(" | ".join(filter(None, cells)))
        if found is None:
            parts = cells_of(cells)
        else:
            parts = {what: cells[column] for column, what in meanings.items() if column < len(cells) and cells[column]}
            # What she wrote for herself is not repeated, and neither are columns that nothing is known of.
            if told := [part for what, part in parts.items() if what != "note"]:
                text = shown(" | ".join(told))
        rows.append(ListRow(line, parts, text))
    if not rows:
        raise problem_at(name, "no program stands in it", fix="Write one program a line: its NRMP code, or its name")
    return ListFile(name, grid.kind, tuple(rows), columns, header_line, tuple(notes))


def _grid(content: bytes, name: str, suffix: str) -> Grid:
    if content.startswith(b"PK") or suffix in {".xlsx", ".xlsm"}:
        return workbook(content, name)
    return text_grid(text_of(content, name), name, is_table=suffix in _TABLES)
