"""Where is the user's file, and is it of this version? Opens it, makes it, migrates it with a backup before each step.

Every change is one transaction with a write-ahead log: a program that is killed leaves the state before or after it,
never one in between.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from smartpick.errors import Problem, RequestError
from smartpick.facts import data_folder
from smartpick.store._store import Store

__all__ = ["MIGRATIONS", "open_store", "store_path"]

_FILE = "smartpick.sqlite"

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE profile (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        state INTEGER NOT NULL
    );
    CREATE TABLE state (
        profile INTEGER NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        text TEXT NOT NULL,
        change TEXT NOT NULL,
        PRIMARY KEY (profile, number)
    ) WITHOUT ROWID;
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    """,
    """
    CREATE TABLE note (
        profile INTEGER NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
        program TEXT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (profile, program)
    ) WITHOUT ROWID;
    CREATE TABLE pin (
        profile INTEGER NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
        program TEXT NOT NULL,
        PRIMARY KEY (profile, program)
    ) WITHOUT ROWID;
    """,
    # A program that is always on the list is marked in the profile itself; nothing ever wrote into this table.
    "DROP TABLE pin",
    # The day of a change, unknown for those before; and the highest number of a profile, which never comes back.
    """
    ALTER TABLE state ADD COLUMN day TEXT NOT NULL DEFAULT '';
    INSERT OR REPLACE INTO setting SELECT 'highest profile', coalesce(max(id), 0) FROM profile;
    """,
)
"""One script a version; a file that has seen the first n says n."""


def store_path() -> Path:
    """Return where the user's file is: ``SMARTPICK_HOME``, else the data folder of her system."""
    return data_folder() / _FILE


def open_store(
    path: Path | None = None, migrations: Sequence[str] = MIGRATIONS, *, today: Callable[[], date] = date.today
) -> Store:
    """Open the user's file; make it where there is none, and bring an older one up to date.

    Parameters
    ----------
    path
        None for `store_path`.
    migrations
        The scripts to run; others than ours in tests only.
    today
        Returns the day that a change is noted with.

    Raises
    ------
    RequestError
        When it cannot be opened, is damaged, or was written by a newer SmartPick.
    """
    path = path or store_path()
    connection: sqlite3.Connection | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            # Scores and notes are nobody else's business on a shared machine.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("its parts do not fit together")
        _migrate(connection, path, migrations)
    except (OSError, sqlite3.Error) as error:
        if connection is not None:
            connection.close()
        fix = "Move it away to begin anew; backups with the same beginning of their name may lie beside it"
        raise RequestError([Problem(str(path), f"your file cannot be opened: {error}", fix=fix)]) from error
    except RequestError:
        if connection is not None:
            connection.close()
        raise
    return Store(connection, path, today)


def _migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> None:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(migrations):
        what = f"your file is of version {version}; this SmartPick knows versions up to {len(migrations)}"
        raise RequestError([Problem(str(path), what, fix="Use the newer SmartPick that wrote it")])
    for number, script in enumerate(migrations[version:], start=version + 1):
        if number > 1:
            _back_up(connection, path.with_name(f"{path.stem}.before-version-{number}.sqlite"))
        try:
            # `executescript` would end the transaction: the statements run one by one.
            connection.execute("BEGIN IMMEDIATE")
            if int(connection.execute("PRAGMA user_version").fetchone()[0]) >= number:
                connection.execute("ROLLBACK")
                continue  # another window was faster
            for statement in filter(str.strip, script.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _back_up(connection: sqlite3.Connection, to: Path) -> None:
    """Copy the file as it is, whole or not at all."""
    if not connection.execute("SELECT count(*) FROM profile").fetchone()[0]:
        return
    partial = to.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_RDWR, 0o600))
    with contextlib.closing(sqlite3.connect(partial)) as copy:
        connection.backup(copy)
    partial.replace(to)
