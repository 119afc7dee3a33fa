"""Reads a spreadsheet of facts about programs: which column is which field, and what each cell says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from smartpick.errors import Problem, RequestError, did_you_mean
from smartpick.importers._columns import header_of, meaning
from smartpick.importers._days import day_of
from smartpick.importers._read import content_of, grid_of, list_in
from smartpick.importers._rows import Grid, ListFile, problem_at, shown
from smartpick.importers.own._headers import field_of
from smartpick.profile.own import field_rules, value_in

__all__ = ["FactColumn", "FactSheet", "SheetFact", "fact_sheet", "read_fact_sheet"]

SKIP = "skip"
_ABOUT = ("source", "date", "strict")
_MOST_PROBLEMS = 20
_MOST_SOURCE = 200
_DAYS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y", "%m/%d/%y")
_LONG = {"mission", "thank_you_policy", "note"}


@dataclass(frozen=True, slots=True)
class FactColumn:
    """One column of the sheet.

    Attributes
    ----------
    number
        From 1.
    use
        A field of own facts; ``source``, ``date`` or ``strict``; ``program`` where it names the program; empty where
        it is not used.
    n_values
        Cells that say something.
    """

    number: int
    header: str
    use: str
    n_values: int


@dataclass(frozen=True, slots=True)
class SheetFact:
    """What one cell says: the row it stands in, the field and its value.

    Attributes
    ----------
    source, found_on, is_strict
        As columns of the sheet say; None where it has none.
    """

    line: int
    field: str
    value: bool | int | float | str
    source: str | None
    found_on: date | None
    is_strict: bool | None


@dataclass(frozen=True, slots=True)
class FactSheet:
    """What a sheet holds.

    Attributes
    ----------
    programs
        Its rows as a list of programs, to be matched.
    problems
        Cells that are no value of their field, by row and column.
    """

    programs: ListFile
    columns: tuple[FactColumn, ...]
    facts: tuple[SheetFact, ...]
    problems: tuple[Problem, ...]


def read_fact_sheet(path: Path, mapped: Mapping[str, str] | None = None) -> FactSheet:
    """Return what a csv or xlsx says about programs.

    Parameters
    ----------
    mapped
        Header → field, where the reader says so herself; ``skip`` leaves a column out.

    Raises
    ------
    RequestError
        When it cannot be read, has no header that names programs, or a mapping names what is not there.
    """
    content, name = content_of(path)
    return fact_sheet(content, name, path.suffix.lower(), mapped or {})


def fact_sheet(content: bytes, name: str, suffix: str, mapped: Mapping[str, str]) -> FactSheet:
    """Return what bytes say about programs."""
    grid = grid_of(content, name, suffix)
    found = header_of(grid.rows, _is_field)
    if found is None:
        why = "A column named Program, NRMP code or ACGME ID says which program a row is about"
        raise problem_at(name, "no row of headers that names programs", why, "Give the columns names")
    headers = grid.rows[found[0]][1]
    uses = _uses(name, headers, found[1], mapped)
    programs = list_in(_without_mapped(grid, found[0], uses), name)
    read = _Cells(name, headers, uses)
    for line, cells in grid.rows[found[0] + 1 :]:
        read.row(line, cells)
    columns = tuple(
        FactColumn(column + 1, shown(headers[column], 60), use, read.counts[column])
        for column, use in sorted(uses.items())
    )
    return FactSheet(programs, columns, tuple(read.facts), tuple(read.problems[:_MOST_PROBLEMS]))


def _is_field(header: str) -> bool:
    return field_of(header) is not None


def _uses(name: str, headers: tuple[str, ...], naming: Mapping[int, str], mapped: Mapping[str, str]) -> dict[int, str]:
    """Return column → use; what the reader says goes first, then what names a program, then the header's words."""
    rules = field_rules()
    problems = []
    by_hand: dict[int, str] = {}
    plain = {_plain(header): column for column, header in reversed(list(enumerate(headers))) if header}
    for header, use in mapped.items():
        column = plain.get(_plain(header))
        wanted = use.strip().lower()
        if column is None:
            fix = did_you_mean(header, [shown(each, 60) for each in headers if each]) or "Name a header of the file"
            problems.append(Problem("--map", f"{name} has no column '{shown(header, 40)}'", fix=fix))
        elif wanted not in {*rules, *_ABOUT, SKIP}:
            fix = did_you_mean(wanted, [*rules, *_ABOUT, SKIP]) or f"One of {', '.join([*rules, *_ABOUT, SKIP])}"
            problems.append(Problem("--map", f"no field '{shown(use, 40)}'", fix=fix))
        else:
            by_hand[column] = "" if wanted == SKIP else wanted
    if problems:
        raise RequestError(problems)
    uses: dict[int, str] = {}
    taken = {use for use in by_hand.values() if use and use != "note"}
    for column, header in enumerate(headers):
        use = by_hand.get(column, "?")
        if use == "?":
            use = "program" if naming.get(column, "note") != "note" else field_of(header) or ""
            if not use and meaning(header) == "note":
                use = "note"
            # Where two columns mean the same the first counts; notes stand side by side.
            use = "" if use in taken else use
            taken |= {use} - {"", "note", "program"}
        uses[column] = use
    return uses


def _plain(header: str) -> str:
    return " ".join(header.lower().split())


def _without_mapped(grid: Grid, header: int, uses: Mapping[int, str]) -> Grid:
    """Return the cells that name programs; the others are none of a list's business."""
    hidden = {column for column, use in uses.items() if use != "program"}
    rows = tuple(
        (line, tuple("" if column in hidden else cell for column, cell in enumerate(cells)))
        for line, cells in grid.rows[header:]
    )
    return Grid(tuple(row for row in rows if any(row[1])), grid.kind, grid.is_table, grid.notes)


class _Cells:
    """Takes in the rows under the header; what is wrong with a cell is kept, not raised."""

    def __init__(self, name: str, headers: tuple[str, ...], uses: Mapping[int, str]) -> None:
        self.name, self.headers, self.uses = name, headers, uses
        self.facts: list[SheetFact] = []
        self.problems: list[Problem] = []
        self.counts = dict.fromkeys(uses, 0)

    def row(self, line: int, cells: tuple[str, ...]) -> None:
        """Take in one row."""
        texts = {column: cell for column, cell in enumerate(cells) if cell and column in self.uses}
        for column in texts:
            self.counts[column] += 1
        about = {self.uses[column]: (column, text) for column, text in texts.items() if self.uses[column] in _ABOUT}
        said = {column: text for column, text in texts.items() if self.uses[column] not in {"", "program", *_ABOUT}}
        if not said:
            return
        source = shown(about["source"][1], _MOST_SOURCE) if "source" in about else None
        found_on = self._day(line, *about["date"]) if "date" in about else None
        is_strict = self._strict(line, *about["strict"]) if "strict" in about else None
        for column, text in said.items():
            field = self.uses[column]
            try:
                value = value_in(field, shown(text, 2_000 if field in _LONG else 200))
            except ValueError as error:
                self._wrong(line, column, str(error))
                continue
            if value is not None:
                self.facts.append(SheetFact(line, field, value, source, found_on, is_strict))

    def _wrong(self, line: int, column: int, what: str) -> None:
        header = shown(self.headers[column], 40)
        where = f"{self.name}, row {line}, column {column + 1} ({header})"
        fix = f'Mend the cell, or leave its column out with --map "{header}=skip"'
        self.problems.append(Problem(where, what, fix=fix))

    def _day(self, line: int, column: int, text: str) -> date | None:
        day = day_of(text, _DAYS)
        if day is None:
            self._wrong(line, column, f"'{shown(text, 40)}' is no day; write it as 2026-08-03")
        return day

    def _strict(self, line: int, column: int, text: str) -> bool | None:
        word = {"rule": True, "strict": True, "preference": False}.get(text.lower())
        if word is not None:
            return word
        try:
            return bool(value_in("sponsors_j1", text))
        except ValueError:
            self._wrong(line, column, f"'{shown(text, 40)}' says neither rule nor preference; write yes or no")
            return None
