"""What is read from a sheet, and what is kept of it: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

__all__ = ["CellChange", "KeptRow", "KeptSheet", "Merged", "SheetFile", "SheetRow", "Value"]

Value = str | int | float | bool | date
"""What may stand in a cell of hers; a truth value is no number."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it stands in a file.

    Attributes
    ----------
    line
        Row of the sheet, or line of the csv file, from 1.
    cells
        By column, from 0; empty cells left out.
    is_crossed
        Whether the program's own cells are formatted as crossed out.
    """

    line: int
    cells: Mapping[int, Value]
    is_crossed: bool = False


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A sheet read from a file.

    Attributes
    ----------
    headings
        Column, from 0 → its heading as it stands; columns without one left out.
    keys
        Column → the key of what is ours, as far as headings and names of cells tell.
    earlier
        Column of hers → the title it had when the file was written; only where it has another now.
    tracker
        NRMP code → key of the tracker's column → what stands there.
    written
        NRMP codes that the list had when the file was written; None where the file does not tell.
    notes
        What was left unread, and why.
    """

    name: str
    kind: str
    headings: Mapping[int, str]
    keys: Mapping[int, str]
    rows: tuple[SheetRow, ...]
    earlier: Mapping[int, str] = field(default_factory=dict)
    tracker: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    written: frozenset[str] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptRow:
    """What is hers in one row.

    Attributes
    ----------
    program_code_nrmp
        None where the row means no program that is known.
    name
        What stands there instead of a known program; empty otherwise.
    is_added
        Whether she added the program to the list.
    values
        Title of her column → what stands there.
    tracker
        Key of the tracker's column → what stands there.
    """

    program_code_nrmp: str | None
    name: str = ""
    is_struck: bool = False
    is_added: bool = False
    values: Mapping[str, Value] = field(default_factory=dict)
    tracker: Mapping[str, Value] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What tells a row from the others."""
        return self.program_code_nrmp or f"name:{self.name}"


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """What is hers in the whole sheet.

    Attributes
    ----------
    columns
        Titles of her columns beyond those that are there to be filled in, in their order.
    rows
        In her order.
    is_ordered
        Whether she put the rows in an order of her own.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[KeptRow, ...] = ()
    is_ordered: bool = False

    @property
    def struck(self) -> tuple[str, ...]:
        """NRMP codes of the programs that she struck out."""
        return tuple(row.program_code_nrmp for row in self.rows if row.is_struck and row.program_code_nrmp)

    @property
    def added(self) -> tuple[str, ...]:
        """NRMP codes of the programs that she added."""
        return tuple(
            row.program_code_nrmp for row in self.rows if row.is_added and not row.is_struck and row.program_code_nrmp
        )


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of hers that says something else than before; None is an empty one."""

    row: str
    column: str
    before: Value | None
    now: Value | None


@dataclass(frozen=True, slots=True)
class Merged:
    """What is to be kept, and what changed against before.

    Attributes
    ----------
    renamed
        (our title, hers) of columns that she gave another heading.
    own_renamed
        (earlier title, title now) of her own columns.
    new_columns, lost_columns
        Her own columns that came, and that are gone.
    struck, brought_back, added, taken_back
        NRMP codes.
    deleted
        Of `struck`, those whose row is no longer there.
    cells
        Cells of hers that changed.
    ours
        Cells of ours that say something else in the file, which is not taken over.
    open_rows
        (line, text, the nearest programs) of rows that mean no known program; they are kept as they stand.
    twice
        (line, NRMP code) of rows that name a program again; the first counts.
    """

    sheet: KeptSheet
    renamed: tuple[tuple[str, str], ...] = ()
    own_renamed: tuple[tuple[str, str], ...] = ()
    new_columns: tuple[str, ...] = ()
    lost_columns: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    brought_back: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()
    is_reordered: bool = False
    cells: tuple[CellChange, ...] = ()
    ours: tuple[CellChange, ...] = ()
    open_rows: tuple[tuple[int, str, tuple[str, ...]], ...] = ()
    twice: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_change(self) -> bool:
        """Whether anything of hers is not as it was."""
        return bool(
            self.own_renamed
            or self.new_columns
            or self.lost_columns
            or self.struck
            or self.brought_back
            or self.added
            or self.taken_back
            or self.is_reordered
            or self.cells
        )
