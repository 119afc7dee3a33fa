"""Writes an update: into a folder of fact files, or into a compiled file of the user's own; whole or not at all."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from smartpick.errors import FactsError, Problem
from smartpick.facts import build
from smartpick.facts._home import own_build_path
from smartpick.facts._kinds import KINDS
from smartpick.facts._read import RawTable
from smartpick.facts._store import COMPILED
from smartpick.facts.update._plan import Update

__all__ = ["into_folder", "into_own_build"]

_HEAD = ("kind", "title", "source", "season", "population", "locator", "unit", "verification", "caveats", "doubts")


def into_folder(update: Update, root: Path, compiled: Path | None = None) -> tuple[Path, ...]:
    """Write the tables and sources of an update into a folder of fact files; return the files written.

    Parameters
    ----------
    compiled
        Where to compile the facts with the update to; None to check only.

    Raises
    ------
    FactsError
        When the folder would not be in order with them, or cannot be written; it is then as it was.
    """
    files = _files(update, root)
    with tempfile.TemporaryDirectory(prefix="smartpick-facts-") as scratch:
        # The whole folder is tried in a copy first.
        trial = Path(scratch) / "facts"
        shutil.copytree(root, trial)
        for path, content in files.items():
            target = trial / path.relative_to(root)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)
        build.compile_facts(trial, compiled or Path(scratch) / "trial.sqlite")
    _put(files)
    return tuple(files)


def into_own_build(update: Update, target: Path | None = None) -> Path:
    """Write the shipped facts with an update to a compiled file of the user's own; return where it is.

    Parameters
    ----------
    target
        None for the place where this package looks for it: from then on every command goes by it.

    Raises
    ------
    FactsError
        When it cannot be written; what was there before is then as it was.
    """
    target = target or own_build_path()
    scratch = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(COMPILED, scratch)
        with contextlib.closing(sqlite3.connect(scratch)) as connection:
            _extended(connection, update)
        scratch.replace(target)
    except OSError as error:
        why = error.strerror or str(error)
        raise FactsError(
            [Problem(str(target), f"cannot be written: {why}", fix="Free the place, or name one")]
        ) from error
    finally:
        with contextlib.suppress(OSError):
            scratch.unlink(missing_ok=True)
    return target


def forget_own_build() -> bool:
    """Take the user's own compiled facts away again; say whether there were any."""
    target = own_build_path()
    is_there = target.is_file()
    try:
        target.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise FactsError([Problem(str(target), f"cannot be taken away: {why}", fix="Delete it by hand")]) from error
    return is_there


def _extended(connection: sqlite3.Connection, update: Update) -> None:
    labels = {
        "specialty_labels.csv": {
            label: f";{keys};" for label, keys in connection.execute("SELECT label, keys FROM specialty_label")
        },
        "applicant_type_labels.csv": {},
    }
    columns = [row[1] for row in connection.execute("PRAGMA table_info(source)")]
    digest = hashlib.sha256()
    with connection:
        for source in update.sources:
            cells = tuple(source.get(name, "") for name in columns)
            connection.execute(f"INSERT OR REPLACE INTO source VALUES ({', '.join('?' * len(columns))})", cells)
        for table in update.tables:
            kind = KINDS[str(table.head["kind"])]
            bounds = (f"{table.id}/", f"{table.id}0")
            connection.execute(f"DELETE FROM {kind.name} WHERE fact_id >= ? AND fact_id < ?", bounds)
            connection.execute("DELETE FROM fact_table WHERE id = ?", (table.id,))
            publisher = connection.execute(
                "SELECT publisher FROM source WHERE id = ?", (str(table.head["source"]),)
            ).fetchone()[0]
            build.write_table(connection, table, publisher, labels)
            digest.update(repr((table.id, sorted(table.head.items(), key=str), table.rows)).encode())
        connection.execute("DROP TABLE content")
        build.write_content(connection)
        shipped = connection.execute("SELECT value FROM about WHERE key = 'version'").fetchone()[0]
        version = hashlib.sha256(f"{shipped} {digest.hexdigest()}".encode()).hexdigest()
        about = [("version", version), ("shipped", shipped), ("updated_to", str(update.season))]
        connection.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", about)
    connection.execute("ANALYZE")
    connection.commit()


def _files(update: Update, root: Path) -> dict[Path, bytes]:
    files: dict[Path, bytes] = {}
    for table in update.tables:
        path = root / "programs" / f"{table.id}.toml"
        files[path] = _toml(table).encode()
        files[path.with_suffix(".csv")] = _csv(table).encode()
    if update.sources:
        path = root / "sources.toml"
        text = path.read_text(encoding="utf-8")
        files[path] = (text.rstrip("\n") + "\n" + "".join(map(_source, update.sources))).encode()
    return files


def _toml(table: RawTable) -> str:
    lines = [f"{name} = {_value(table.head[name])}" for name in _HEAD]
    return "\n".join([*lines, f"rows = {_value(table.head['rows'])}", ""])


def _source(entry: Mapping[str, Any]) -> str:
    names = ("id", "publisher", "producer", "title", "year", "address", "read_from", "accessed")
    return "\n[[source]]\n" + "".join(f"{name} = {_value(entry[name])}\n" for name in names)


def _value(value: object) -> str:
    # The quoting of JSON is that of TOML for texts without control characters, and the check lets none through.
    return json.dumps(value, ensure_ascii=False)


def _csv(table: RawTable) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, table.columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(table.rows)
    return out.getvalue()


def _put(files: Mapping[Path, bytes]) -> None:
    """Put files in their places, all or none: each one is written beside its place, and only then are they moved."""
    scratch = {path: path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in files}
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    moved: list[Path] = []
    try:
        for path, content in files.items():
            scratch[path].write_bytes(content)
        for path in files:
            scratch[path].replace(path)
            moved.append(path)
    except OSError as error:
        for path in moved:
            was = before[path]
            with contextlib.suppress(OSError):
                path.unlink() if was is None else path.write_bytes(was)
        why = error.strerror or str(error)
        fix = "See that the folder can be written to"
        raise FactsError([Problem(str(error.filename or ""), f"cannot be written: {why}", fix=fix)]) from error
    finally:
        for each in scratch.values():
            with contextlib.suppress(OSError):
                each.unlink(missing_ok=True)
