"""Opens the compiled facts and answers what was published, with its source beside it."""

from __future__ import annotations

import functools
import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smartpick.errors import FactsError, Problem, did_you_mean
from smartpick.facts._home import own_build_path
from smartpick.facts._kinds import KINDS
from smartpick.vocabulary import MissingReason, Verification

__all__ = ["COMPILED", "FactTable", "Facts", "Figure", "Source", "open_facts"]

COMPILED = Path(__file__).resolve().parent / "compiled.sqlite"
_FORMAT = "3"


@dataclass(frozen=True, slots=True)
class Source:
    """A published document, and what its publisher asks of those who use it."""

    id: str
    publisher: str
    producer: str
    title: str
    year: str
    address: str
    address_note: str
    read_from: str
    accessed: str
    terms: str
    contact: str


@dataclass(frozen=True, slots=True)
class FactTable:
    """What one published table is: who was counted, where it stands, how sure the reading is."""

    id: str
    kind: str
    title: str
    source: str
    publisher: str
    season: str
    population: str
    locator: str
    unit: str
    verification: Verification
    caveats: tuple[str, ...]
    doubts: str
    n_rows: int
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure with the id that finds its source.

    `value` is None when the figure is missing; `missing` then says why.
    """

    fact_id: str
    value: float | None
    missing: MissingReason | None
    low: float | None
    high: float | None
    n: int | None
    season: str
    confidence: str
    note: str
    specialty_keys: tuple[str, ...]
    applicant_type_keys: tuple[str, ...]
    measure: str
    stratum: str


class Facts:
    """The compiled facts, opened read-only.

    Attributes
    ----------
    version : str
        Content hash of the fact files; every output prints its first twelve characters.
    shipped_version : str
        The same of the build that these came with; another one where the user has added a season.
    updated_to : int
        The Match that the user has added herself; 0 when none.
    left_out : tuple of str
        Publishers whose tables are not in this build.
    connection : sqlite3.Connection
        Read-only; one SQL table per kind of fact table (see ``docs/facts.md``). They have no row ids, and SQLite makes
        no passing index for such tables: join on a fact id or on a column in ``Kind.indexes``.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        connection.row_factory = sqlite3.Row
        about: dict[str, str] = dict(map(tuple, connection.execute("SELECT key, value FROM about")))
        self.version: str = about["version"]
        self.shipped_version: str = about.get("shipped", self.version)
        self.updated_to: int = int(about.get("updated_to", "0"))
        self.left_out: tuple[str, ...] = tuple(filter(None, about["left_out"].split(",")))
        self._statistics: dict[str, list[Figure]] = {}

    @property
    def short_version(self) -> str:
        """The first twelve characters of the content hash."""
        return self.version[:12]

    def content_hash(self, parts: Sequence[str]) -> str:
        """Return a hash of the rows of some kinds: what is made from them alone is still good while it stays.

        Parameters
        ----------
        parts
            Names of kinds; ``specialty``; ``statistic MEASURE`` for the statistics of one measure.
        """
        known = dict(map(tuple, self.connection.execute("SELECT part, hash FROM content")))
        return hashlib.sha256(repr([(part, known.get(part, "")) for part in parts]).encode()).hexdigest()

    def rows(self, kind: str, where: str = "", arguments: tuple[object, ...] = ()) -> Iterator[sqlite3.Row]:
        """Yield the rows of one kind, in the order of their fact ids.

        Parameters
        ----------
        kind
            A name in ``docs/facts.md``.
        where
            An SQL condition with ``?`` for each of `arguments`; empty for all rows.
        """
        if kind not in KINDS:
            fix = did_you_mean(kind, KINDS) or f"One of {', '.join(KINDS)}"
            raise FactsError([Problem("facts", f"unknown kind '{kind}'", fix=fix)])
        clause = f"WHERE {where}" if where else ""
        yield from self.connection.execute(f"SELECT * FROM {kind} {clause} ORDER BY fact_id", arguments)

    def statistics(self, measure: str) -> list[Figure]:
        """Return every figure of one measure, over all tables; kept after the first call."""
        if measure not in self._statistics:
            self._statistics[measure] = [
                Figure(
                    fact_id=row["fact_id"],
                    value=row["value"],
                    missing=MissingReason(row["value_missing"]) if row["value_missing"] else None,
                    low=row["low"],
                    high=row["high"],
                    n=row["n"],
                    season=row["season"],
                    confidence=row["confidence"],
                    note=row["note"],
                    specialty_keys=_keys(row["specialty_keys"]),
                    applicant_type_keys=_keys(row["applicant_type_keys"]),
                    measure=row["measure"],
                    stratum=row["stratum"],
                )
                for row in self.rows("statistic", "measure = ?", (measure,))
            ]
        return self._statistics[measure]

    def tables(self) -> list[FactTable]:
        """Return what every published table is, by id, those left out of this build included."""
        return [_table(row) for row in self.connection.execute("SELECT * FROM fact_table ORDER BY id")]

    def table(self, table_id: str) -> FactTable:
        """Return what one published table is.

        Raises
        ------
        FactsError
            When there is no such table; the nearest ids are named.
        """
        row = self.connection.execute("SELECT * FROM fact_table WHERE id = ?", (table_id,)).fetchone()
        if row is None:
            fix = did_you_mean(table_id, self._tables) or "`smartpick facts list` shows all"
            raise FactsError([Problem("facts", f"no table '{table_id}'", fix=fix)])
        return _table(row)

    def table_rows(self, table_id: str) -> list[dict[str, Any]]:
        """Return the rows of one table as plain dictionaries; missing figures carry their reason as text."""
        table = self.table(table_id)
        return [_plain(row) for row in self._rows_of(table)]

    def _rows_of(self, table: FactTable) -> Iterator[sqlite3.Row]:
        # Fact ids begin with their table's id and a slash; '0' is the character after it.
        return self.rows(table.kind, "fact_id >= ? AND fact_id < ?", (f"{table.id}/", f"{table.id}0"))

    def source(self, source_id: str) -> Source:
        """Return one published document.

        Raises
        ------
        FactsError
            When there is no such document; the nearest ids are named.
        """
        if source_id not in self._sources:
            fix = did_you_mean(source_id, self._sources) or "`smartpick facts sources` shows all"
            raise FactsError([Problem("facts", f"no source '{source_id}'", fix=fix)])
        return self._sources[source_id]

    def sources(self) -> list[Source]:
        """Return every published document, by id."""
        return list(self._sources.values())

    def caveats(self) -> dict[str, str]:
        """Return the closed list of caveat keys with their definitions."""
        return {row["key"]: row["definition"] for row in self.connection.execute("SELECT * FROM caveat ORDER BY key")}

    def specialties(self) -> list[sqlite3.Row]:
        """Return the specialty vocabulary, one row per key."""
        return list(self.connection.execute("SELECT * FROM specialty ORDER BY key"))

    def row(self, fact_id: str) -> dict[str, Any]:
        """Return one row by its fact id, whatever its kind.

        A row that was put right (see ``facts/corrections.toml``) says so under ``corrected``.

        Raises
        ------
        FactsError
            When there is no such row.
        """
        table = self.table(fact_id.partition("/")[0])
        found = next(self.rows(table.kind, "fact_id = ?", (fact_id,)), None)
        if found is None:
            known = [row["fact_id"] for row in self._rows_of(table)]
            fix = did_you_mean(fact_id, known) or f"`smartpick facts show {table.id}` shows its rows"
            if table.is_left_out:
                fix = f"This build leaves out the tables of '{table.publisher}'"
            raise FactsError([Problem("facts", f"no row '{fact_id}'", fix=fix)])
        plain = _plain(found)
        corrections = self.connection.execute(
            "SELECT * FROM correction WHERE fact_id = ? ORDER BY column_name", (fact_id,)
        ).fetchall()
        if corrections:
            plain["corrected"] = "; ".join(
                f"{each['column_name']} {each['corrected']} instead of {each['published']}: {each['reason']}"
                for each in corrections
            )
        return plain

    def cite(self, fact_id: str) -> str:
        """Return one line that names the source of a figure, its season, and how sure the reading is.

        Raises
        ------
        FactsError
            When there is no such table; the nearest ids are named.
        """
        table_id = fact_id.partition("/")[0]
        table = self._tables.get(table_id) or self.table(table_id)
        source = self._sources[table.source]
        return f"{source.producer}, {source.title} ({table.season}), {table.locator} [{table.verification}]"

    def left_out_publisher_of(self, kind: str) -> tuple[str, ...]:
        """Return the publishers that this build leaves out and that would have tables of this kind."""
        return tuple(
            sorted({table.publisher for table in self._tables.values() if table.kind == kind and table.is_left_out})
        )

    @functools.cached_property
    def _tables(self) -> Mapping[str, FactTable]:
        return {table.id: table for table in self.tables()}

    @functools.cached_property
    def _sources(self) -> Mapping[str, Source]:
        query = (
            "SELECT s.*, p.terms, p.contact FROM source AS s JOIN publisher AS p ON p.id = s.publisher ORDER BY s.id"
        )
        return {
            row["id"]: Source(**{name: str(row[name] or "") for name in Source.__slots__})
            for row in self.connection.execute(query)
        }


def open_facts(path: Path | None = None) -> Facts:
    """Open the compiled facts of this build, with the season that the user has added herself; or another file.

    Parameters
    ----------
    path
        None for those of this build. A season that was added to another build than this one does not count.

    Raises
    ------
    FactsError
        When the file is missing, damaged, or of another format.
    """
    if path is None and (own := _own_build()) is not None:
        return own
    target = (path or COMPILED).resolve()
    how = "Install the package again, or run `python -m smartpick.facts.build` in a checkout"
    if not target.is_file():
        raise FactsError([Problem(str(target.name), "the compiled facts are missing", fix=how)])
    try:
        # `immutable` spares SQLite its locks: nothing writes to this file while it is open.
        connection = sqlite3.connect(f"{target.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        written = connection.execute("SELECT value FROM about WHERE key = 'format'").fetchone()
        if written is not None and written[0] == _FORMAT:
            return Facts(connection)
    except (sqlite3.DatabaseError, KeyError) as error:
        raise FactsError([Problem(str(target.name), f"the compiled facts cannot be read: {error}", fix=how)]) from error
    connection.close()
    raise FactsError([Problem(str(target.name), "the compiled facts have another format", fix=how)])


def _own_build() -> Facts | None:
    """Return the facts that the user has brought up to date herself; None without any, or when this build is another.

    Damaged ones do not count either: what is shipped is always whole.
    """
    own = own_build_path()
    try:
        if not own.is_file():
            return None
        found = open_facts(own)
    except (FactsError, OSError):
        return None
    if found.updated_to and found.shipped_version == open_facts(COMPILED).version:
        return found
    found.connection.close()
    return None


def _keys(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(";")))


def _table(row: sqlite3.Row) -> FactTable:
    return FactTable(
        id=row["id"],
        kind=row["kind"],
        title=row["title"],
        source=row["source"],
        publisher=row["publisher"],
        season=row["season"],
        population=row["population"],
        locator=row["locator"],
        unit=row["unit"],
        verification=Verification(row["verification"]),
        caveats=_keys(row["caveats"]),
        doubts=row["doubts"],
        n_rows=row["n_rows"],
        is_left_out=bool(row["is_left_out"]),
    )


def _plain(row: sqlite3.Row) -> dict[str, Any]:
    plain = dict(row)
    for name in [name for name in plain if name.endswith("_missing")]:
        reason = plain.pop(name)
        if reason is not None:
            plain[name.removesuffix("_missing")] = reason
    return plain
