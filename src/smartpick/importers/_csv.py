"""Reads delimited text of any usual delimiter, and plain text with one program a line."""

from __future__ import annotations

import csv
import io
from collections import Counter

from smartpick.importers._columns import known_headers
from smartpick.importers._rows import MOST_CELL, MOST_COLUMNS, MOST_ROWS, Grid, problem_at

__all__ = ["delimited", "looks_delimited", "text_grid"]

_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 40


def text_grid(text: str, name: str, *, is_table: bool = False) -> Grid:
    """Return the cells of a text: delimited where one of its first lines is a header, else one program a line.

    Parameters
    ----------
    is_table
        Its name says already that it is delimited.
    """
    return delimited(text, name) if is_table or looks_delimited(text) else _lines_of(text, name)


def _lines_of(text: str, name: str) -> Grid:
    """Return plain text, one program a line."""
    rows = [(at, (line.strip(),)) for at, line in enumerate(text.splitlines(), 1) if line.strip()]
    _check_size(len(rows), name)
    for at, (line,) in rows:
        _check_cell(line, name, at, 1)
    return Grid(tuple(rows), "text", is_table=False)


def looks_delimited(text: str) -> bool:
    """Say whether one of the first lines is a header of columns."""
    return any(
        known_headers(line.split(delimiter)) >= 2
        for line in text.splitlines()[:_LOOKED_AT]
        for delimiter in _DELIMITERS
    )


def delimited(text: str, name: str, most_rows: int = MOST_ROWS, most_cell: int = MOST_CELL) -> Grid:
    """Return the cells of delimited text; a row's line is the one on which it begins.

    Raises
    ------
    RequestError
        With line and column, when a quoted cell never ends, or a limit is passed.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    begin = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            what = f"the row that begins here cannot be read: {error}"
            why = "A quotation mark that opens a cell has to be followed by one that closes it, and then the delimiter"
            raise problem_at(name, what, why, "Mend the quotation marks there", line=begin) from error
        if any(cell.strip() for cell in cells):
            if len(cells) > MOST_COLUMNS:
                what = f"{len(cells)} columns; at most {MOST_COLUMNS} are read"
                raise problem_at(name, what, fix="Keep the columns with names and numbers", line=begin)
            for at, cell in enumerate(cells, 1):
                _check_cell(cell, name, begin, at, most_cell)
            rows.append((begin, tuple(cell.strip() for cell in cells)))
            _check_size(len(rows), name, most_rows)
        begin = reader.line_num + 1
    return Grid(tuple(rows), "csv", is_table=True)


def _check_size(count: int, name: str, most: int = MOST_ROWS) -> None:
    if count > most:
        raise problem_at(name, f"more than {most:,} rows", fix="Split the list, or leave out what is no program")


def _check_cell(cell: str, name: str, line: int, column: int, most: int = MOST_CELL) -> None:
    if len(cell) > most:
        what = f"a cell of {len(cell):,} characters; at most {most:,} are read"
        raise problem_at(name, what, "A quotation mark may be missing", "Shorten it", line=line, column=column)


def _delimiter(text: str) -> str:
    """Return the delimiter: the one that finds the most known headers, else the most even columns."""
    lines = [line for line in text.splitlines() if line.strip()][:_LOOKED_AT]

    def fit(delimiter: str) -> tuple[int, int, int]:
        headers = max((known_headers(line.split(delimiter)) for line in lines), default=0)
        counts = Counter(line.count(delimiter) for line in lines)
        counts.pop(0, None)
        return headers if headers >= 2 else 0, max(counts.values(), default=0), -_DELIMITERS.index(delimiter)

    return max(_DELIMITERS, key=fit)
