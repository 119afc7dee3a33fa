"""Compiles the fact files into the one read-only SQLite file that the package carries.

Run ``python -m smartpick.facts.build`` in a checkout after a fact file has changed; packaging runs it by itself.
Standard library only. ``SMARTPICK_WITHOUT=nrmp,aamc`` (or ``--without``) leaves out the tables of those publishers;
the compiled file remembers which, so that the program can say what it can no longer tell.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path

from smartpick.errors import FactsError, Problem, did_you_mean
from smartpick.facts._check import check_collection
from smartpick.facts._corrections import corrections_of
from smartpick.facts._kinds import KINDS, Kind, row_key
from smartpick.facts._read import Collection, RawTable, read_collection
from smartpick.vocabulary import MissingReason

__all__ = ["check_folder", "compile_facts", "content_hash", "main", "write_content", "write_table"]

FORMAT = 3
HERE = Path(__file__).resolve().parent
COMPILED = HERE / "compiled.sqlite"
_SQL_TYPES = {"number": "REAL", "count": "INTEGER"}
_MISSING = frozenset(MissingReason)


def compile_facts(root: Path, target: Path, without: Iterable[str] = ()) -> str:
    """Check the fact files under `root` and write them to `target`; return the content hash.

    Parameters
    ----------
    root
        The ``facts`` folder.
    target
        The SQLite file to write. It is replaced whole, or not at all.
    without
        Ids of publishers to leave out.

    Raises
    ------
    FactsError
        When a file breaks the format; every problem is in it.
    """
    without = sorted(set(without))
    found = read_collection(root)
    problems = check_collection(found)
    known = {str(entry.get("id")) for entry in found.publishers}
    problems += [
        Problem("--without", f"unknown publisher '{name}'", fix=did_you_mean(name, known))
        for name in without
        if name not in known
    ]
    if problems:
        raise FactsError(problems)
    version = content_hash(found, without)
    scratch = target.with_suffix(f".{os.getpid()}.tmp")
    scratch.unlink(missing_ok=True)
    try:
        with contextlib.closing(sqlite3.connect(scratch)) as connection:
            _write(connection, found, without, version)
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)
    return version


def content_hash(found: Collection, without: Iterable[str] = ()) -> str:
    """Return the hash that names a build: of all fact files, the format, and the publishers left out."""
    return hashlib.sha256(f"{FORMAT} {found.file_hash} {sorted(set(without))}".encode()).hexdigest()


def check_folder(root: Path) -> list[Problem]:
    """Return every problem of the fact files under a folder."""
    if not root.is_dir():
        return [Problem(str(root), "no such folder", fix="Name the folder that holds publishers.toml and sources.toml")]
    return check_collection(read_collection(root))


def _write(connection: sqlite3.Connection, found: Collection, without: list[str], version: str) -> None:
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;")
    publisher_of = {str(entry["id"]): str(entry["publisher"]) for entry in found.sources}
    connection.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT)")
    connection.executemany(
        "INSERT INTO about VALUES (?, ?)",
        [("format", str(FORMAT)), ("version", version), ("left_out", ",".join(without))],
    )
    _write_registry(connection, "publisher", found.publishers, "id name terms contact terms_address")
    _write_registry(
        connection,
        "source",
        found.sources,
        "id publisher producer title year address address_note read_from accessed",
    )
    _write_registry(connection, "caveat", found.caveats, "key definition")
    _write_registry(
        connection,
        "specialty",
        found.vocabulary["specialties.csv"],
        "key nrmp_code name nrmp_name match active_2026 aliases where_to_go note",
    )
    _write_registry(connection, "specialty_label", found.vocabulary["specialty_labels.csv"], "label keys note")
    connection.execute(
        "CREATE TABLE correction (fact_id TEXT, column_name TEXT, published TEXT, corrected TEXT, reason TEXT,"
        " PRIMARY KEY (fact_id, column_name))"
    )
    connection.execute(
        "CREATE TABLE fact_table (id TEXT PRIMARY KEY, kind TEXT, title TEXT, source TEXT, publisher TEXT, season TEXT,"
        " population TEXT, locator TEXT, unit TEXT, verification TEXT, caveats TEXT, doubts TEXT, worked_examples TEXT,"
        " n_rows INTEGER, is_left_out INTEGER)"
    )
    for kind in KINDS.values():
        _create_kind(connection, kind)
    labels = {
        file: {row["label"]: f";{row['keys']};" for row in found.vocabulary[file]}
        for file in ("specialty_labels.csv", "applicant_type_labels.csv")
    }
    for table in found.tables:
        publisher = publisher_of[str(table.head["source"])]
        if publisher in without:
            _write_head(connection, table, publisher, is_left_out=True)
        else:
            write_table(connection, _corrected(connection, found, table), publisher, labels)
    for kind in KINDS.values():
        for index in kind.indexes:
            connection.execute(f"CREATE INDEX {kind.name}_{index} ON {kind.name} ({index})")
    write_content(connection)
    connection.commit()
    connection.execute("ANALYZE")
    connection.commit()
    connection.execute("VACUUM")


def write_table(
    connection: sqlite3.Connection, table: RawTable, publisher: str, labels: dict[str, dict[str, str]]
) -> None:
    """Write one table, its head and its rows; `labels` holds the keys of each label, by vocabulary file."""
    _write_head(connection, table, publisher, is_left_out=False)
    _write_rows(connection, table, KINDS[str(table.head["kind"])], labels)


def write_content(connection: sqlite3.Connection) -> None:
    """Write down a hash of the rows of each kind, statistics by measure, for what is made from some of them only."""
    connection.execute("CREATE TABLE content (part TEXT PRIMARY KEY, hash TEXT)")
    parts = {name: f"SELECT * FROM {name} ORDER BY fact_id" for name in KINDS}
    parts["specialty"] = "SELECT * FROM specialty ORDER BY key"
    measures = [row[0] for row in connection.execute("SELECT DISTINCT measure FROM statistic ORDER BY measure")]
    for name, query in parts.items():
        rows = connection.execute(query).fetchall()
        connection.execute("INSERT INTO content VALUES (?, ?)", (name, _hash_of(rows)))
    for measure in measures:
        rows = connection.execute("SELECT * FROM statistic WHERE measure = ? ORDER BY fact_id", (measure,)).fetchall()
        connection.execute("INSERT INTO content VALUES (?, ?)", (f"statistic {measure}", _hash_of(rows)))


def _hash_of(rows: Iterable[tuple[object, ...]]) -> str:
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()


def _write_registry(
    connection: sqlite3.Connection, name: str, entries: Iterable[dict[str, object]] | list[dict[str, str]], columns: str
) -> None:
    names = columns.split()
    connection.execute(f"CREATE TABLE {name} ({', '.join(names)}, PRIMARY KEY ({names[0]}))")
    connection.executemany(
        f"INSERT INTO {name} VALUES ({', '.join('?' * len(names))})",
        [tuple(entry.get(column, "") for column in names) for entry in entries],
    )


def _create_kind(connection: sqlite3.Connection, kind: Kind) -> None:
    # The table's id is the first part of the fact id: kept once, told again when asked.
    columns = ["fact_table TEXT AS (substr(fact_id, 1, instr(fact_id, '/') - 1))", "fact_id TEXT PRIMARY KEY"]
    for column in kind.columns:
        columns.append(f'"{column.name}" {_SQL_TYPES.get(column.type, "TEXT")}')
        if column.type in _SQL_TYPES:
            columns.append(f'"{column.name}_missing" TEXT')
        if column.type in {"specialty", "applicant"}:
            columns.append(f'"{column.name}_keys" TEXT')
    connection.execute(f"CREATE TABLE {kind.name} ({', '.join(columns)}) WITHOUT ROWID")


def _write_head(connection: sqlite3.Connection, table: RawTable, publisher: str, *, is_left_out: bool) -> None:
    head = table.head
    connection.execute(
        f"INSERT INTO fact_table VALUES ({', '.join('?' * 15)})",
        (
            table.id,
            head["kind"],
            head["title"],
            head["source"],
            publisher,
            str(head["season"]),
            head["population"],
            head["locator"],
            head["unit"],
            head["verification"],
            ";".join(head.get("caveats", [])),
            head.get("doubts", ""),
            json.dumps(head.get("worked_example", []), sort_keys=True),
            len(table.rows),
            int(is_left_out),
        ),
    )


def _corrected(connection: sqlite3.Connection, found: Collection, table: RawTable) -> RawTable:
    """Return the table with its corrections applied, and write down which they were."""
    by_row = corrections_of(found, table)
    if not by_row:
        return table
    kind = KINDS[str(table.head["kind"])]
    rows = []
    for row in table.rows:
        cells = dict(row)
        for column, entry in by_row.get(row_key(kind, row), {}).items():
            cells[column] = entry["corrected"]
            if "note" in cells:
                cells["note"] = f"corrected: the copy has {entry['published']}"
            record = (fact_id(table.id, kind, row), column, entry["published"], entry["corrected"], entry["reason"])
            connection.execute("INSERT INTO correction VALUES (?, ?, ?, ?, ?)", record)
        rows.append(cells)
    return RawTable(table.id, table.path, table.head, table.columns, rows)


def _write_rows(connection: sqlite3.Connection, table: RawTable, kind: Kind, labels: dict[str, dict[str, str]]) -> None:
    records = []
    for row in table.rows:
        record: list[object] = [fact_id(table.id, kind, row)]
        for column in kind.columns:
            cell = row[column.name]
            if column.type in _SQL_TYPES:
                record += (
                    [None, cell] if cell in _MISSING else [float(cell) if column.type == "number" else int(cell), None]
                )
                continue
            record.append(cell)
            if column.type == "specialty":
                record.append(labels["specialty_labels.csv"][cell])
            elif column.type == "applicant":
                record.append(labels["applicant_type_labels.csv"][cell])
        records.append(record)
    if records:
        connection.executemany(f"INSERT INTO {kind.name} VALUES ({', '.join('?' * len(records[0]))})", records)


def fact_id(table_id: str, kind: Kind, row: dict[str, str]) -> str:
    """Return the id that outputs cite for one row: the table, then the row's key."""
    return f"{table_id}/{row_key(kind, row)}"


def main(arguments: list[str] | None = None) -> int:
    """Compile from the command line; return 0, or 2 when a fact file is wrong."""
    parser = argparse.ArgumentParser(prog="python -m smartpick.facts.build", description=__doc__)
    parser.add_argument("--root", type=Path, default=HERE.parents[2] / "facts", help="the folder of fact files")
    parser.add_argument("--out", type=Path, default=COMPILED, help="the SQLite file to write")
    parser.add_argument("--without", default=os.environ.get("SMARTPICK_WITHOUT", ""), help="publishers to leave out")
    options = parser.parse_args(arguments)
    without = [name.strip() for name in options.without.split(",") if name.strip()]
    try:
        version = compile_facts(options.root, options.out, without)
    except FactsError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.problems)} problems", file=sys.stderr)
        return 2
    print(f"facts {version[:12]} -> {options.out.name} ({options.out.stat().st_size / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
