"""What a new season is set beside: the fact files of a folder, or the compiled facts, in the same form."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smartpick.errors import FactsError
from smartpick.facts._check import check_collection
from smartpick.facts._kinds import KINDS
from smartpick.facts._read import VOCABULARIES, Collection, RawTable, read_collection
from smartpick.facts._store import COMPILED, Facts, open_facts

__all__ = ["Base", "base_of"]

USED = ("program_track", "program_result", "institution_name", "fill_by_type", "program_succession", "known_gap")
"""Kinds of tables that an update looks at."""


@dataclass(frozen=True, slots=True)
class Base:
    """The tables that a new season touches, as text, and the registries that the new ones are checked against."""

    collection: Collection
    states: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def shipped() -> Facts:
        """Return the compiled facts that came with this package, whatever season was added on this machine."""
        return open_facts(COMPILED)

    def of_kind(self, kind: str) -> list[RawTable]:
        """Return the tables of a kind."""
        return [table for table in self.collection.tables if table.head.get("kind") == kind]

    def seasons(self) -> list[int]:
        """Return the Matches whose program lists are known, oldest first."""
        return sorted(int(table.head["season"]) for table in self.of_kind("program_result"))

    @property
    def latest(self) -> int:
        """The newest Match whose program list is known; 0 without any."""
        return max(self.seasons(), default=0)

    def results(self, season: int) -> dict[str, tuple[int, int]]:
        """Return code → (offered, filled) of one Match."""
        return {
            row["nrmp_code"]: (int(row["positions_offered"]), int(row["positions_filled"]))
            for table in self.of_kind("program_result")
            if table.head["season"] == str(season)
            for row in table.rows
        }


def base_of(root: Path | None = None) -> Base:
    """Return what stands in a folder of fact files, or in the compiled facts that came with this package.

    Raises
    ------
    FactsError
        When it is not in order as it is.
    """
    return _of_facts(open_facts(COMPILED)) if root is None else _of_folder(root)


def _of_folder(root: Path) -> Base:
    """Return what stands in a folder of fact files.

    Raises
    ------
    FactsError
        When the files are not in order as they are.
    """
    found = read_collection(root)
    problems = check_collection(found)
    if problems:
        raise FactsError(problems)
    states = {
        row["state"]: row["name"] for table in found.tables if table.head.get("kind") == "state" for row in table.rows
    }
    return Base(found, states)


def _of_facts(facts: Facts) -> Base:
    """Return what stands in the compiled facts; left-out publishers have no tables there."""
    connection = facts.connection
    root = Path("facts")
    found = Collection(root)
    for name in ("publisher", "source", "caveat"):
        rows = [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
        setattr(found, f"{name}s", rows)
    found.vocabulary = {name: [] for name in VOCABULARIES}
    found.vocabulary["specialties.csv"] = [_texts(row) for row in facts.specialties()]
    found.vocabulary["specialty_labels.csv"] = [
        _texts(row) for row in connection.execute("SELECT label, keys, note FROM specialty_label")
    ]
    for table in facts.tables():
        if table.kind not in USED or table.is_left_out:
            continue
        head: dict[str, Any] = {
            name: getattr(table, name)
            for name in ("kind", "title", "source", "season", "population", "locator", "unit", "doubts")
        }
        head |= {"verification": str(table.verification), "caveats": list(table.caveats), "rows": f"{table.id}.csv"}
        columns = tuple(column.name for column in KINDS[table.kind].columns)
        rows_of = [_row(row, columns) for row in facts.table_rows(table.id)]
        found.tables.append(RawTable(table.id, root / "programs" / f"{table.id}.toml", head, columns, rows_of))
    return Base(found, {row["state"]: row["name"] for row in facts.rows("state")})


def _texts(row: sqlite3.Row | Mapping[str, Any]) -> dict[str, str]:
    return {name: str(row[name]) for name in row.keys()}  # noqa: SIM118 -- a row of SQLite iterates over its values


def _row(row: Mapping[str, Any], columns: tuple[str, ...]) -> dict[str, str]:
    """Return the cells of a row as its file holds them."""
    cells = {}
    for name in columns:
        value = row[name]
        if value is None:
            value = row[f"{name}_missing"]
        cells[name] = f"{value:g}" if isinstance(value, float) else str(value)
    return cells
