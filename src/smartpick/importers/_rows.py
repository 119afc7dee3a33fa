"""What a list file consists of: rows of text, each with its place in the file. Limits stand here too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from smartpick.errors import Problem, RequestError

__all__ = [
    "MOST_BYTES",
    "MOST_CELL",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "Grid",
    "ListFile",
    "ListRow",
    "problem_at",
    "shown",
]

MOST_BYTES = 5_000_000
MOST_ROWS = 1_000
MOST_COLUMNS = 100
MOST_CELL = 2_000
"""Characters of one cell: far more than any name or note needs."""

_SHOWN = 160
_STEERING = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
"""Marks that turn the direction of a text: a name could show as another one."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a file before anything is made of them.

    Attributes
    ----------
    rows
        (line or row in the file, from 1; its cells), empty rows left out.
    is_table
        False for plain text with one program a line.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    kind: str
    is_table: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list.

    Attributes
    ----------
    line
        Its line in a text or csv file, its row in a spreadsheet, from 1.
    cells
        What the columns hold, by meaning: ``program_code_nrmp``, ``program_id_acgme``, ``name``, ``institution``,
        ``city``, ``state``, ``specialty``, ``track``, ``signal``, ``note``.
    text
        The row as it stands, harmless to show.
    """

    line: int
    cells: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list read from a file.

    Attributes
    ----------
    kind
        csv, xlsx or text.
    columns
        Meaning → the header that said so; empty where there is none.
    header_line
        Where the header stands; None without one.
    notes
        What was left unread, and why.
    """

    name: str
    kind: str
    rows: tuple[ListRow, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    header_line: int | None = None
    notes: tuple[str, ...] = ()


def shown(text: str, most: int = _SHOWN) -> str:
    r"""Return a text from a file as it may be shown: one line, nothing that steers a terminal or turns the direction.

    Examples
    --------
    >>> shown("Mercy\n\u202eHospital\x1b[31m")
    'Mercy Hospital?[31m'
    """
    letters = "".join(
        "" if ord(each) in _STEERING else " " if each.isspace() else each if each.isprintable() else "?"
        for each in text
    )
    line = " ".join(letters.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def problem_at(name: str, what: str, why: str = "", fix: str = "", *, line: int = 0, column: int = 0) -> RequestError:
    """Return the error for one place of a file."""
    where = name + (f", line {line}" if line else "") + (f", column {column}" if column else "")
    return RequestError([Problem(where, what, why, fix)])
