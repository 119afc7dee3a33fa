"""Profiles with every state they had, notes on programs, settings: read and changed in whole transactions."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

__all__ = ["Kept", "Stale", "Store"]

_MOST_STATES = 200
_HIGHEST = "highest profile"
"""Setting that outlives removing and forgetting, so that the number of a profile never comes back."""


class Stale(Exception):  # noqa: N818 -- a state of things, told as such
    """The profile was changed elsewhere since it was read, or another one is meant."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One profile as it stands.

    Attributes
    ----------
    state
        Which profile in which state, as ``7.12``: it never comes back, neither after an undo nor for another profile.
        A change names the one that it began from.
    text
        TOML.
    change
        What the last change was, in words.
    can_undo
        Whether there is an earlier state.
    day
        When the last change was made; None where that was not kept.
    """

    id: int
    name: str
    state: str
    text: str
    change: str
    can_undo: bool
    day: date | None = None


class Store:
    """The user's file; safe to use from several threads and several windows.

    Parameters
    ----------
    today
        Returns the day that a change is noted with.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, today: Callable[[], date] = date.today) -> None:
        self.path, self.today = path, today
        self._connection = connection
        self._lock = threading.RLock()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextlib.contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _read(self, query: str, *arguments: object) -> list[tuple[object, ...]]:
        with self._lock:
            return self._connection.execute(query, arguments).fetchall()

    def profiles(self) -> list[Kept]:
        """Return every profile, the oldest first."""
        rows = self._read("SELECT id FROM profile ORDER BY id")
        return [kept for (number,) in rows if (kept := self.profile(int(str(number)))) is not None]

    def profile(self, number: int) -> Kept | None:
        """Return one profile; None when there is none of that number."""
        rows = self._read(
            "SELECT p.id, p.name, p.state, s.text, s.change,"
            " EXISTS (SELECT 1 FROM state e WHERE e.profile = p.id AND e.number < p.state), s.day"
            " FROM profile p JOIN state s ON s.profile = p.id AND s.number = p.state WHERE p.id = ?",
            number,
        )
        if not rows:
            return None
        found, name, state, text, change, can_undo, day = rows[0]
        return Kept(
            int(str(found)),
            str(name),
            f"{found}.{state}",
            str(text),
            str(change),
            bool(can_undo),
            date.fromisoformat(str(day)) if day else None,
        )

    def current(self) -> Kept | None:
        """Return the profile in use; None while there is none, or the example is looked at."""
        chosen = self.setting("current")
        return self.profile(int(chosen)) if chosen else None

    def choose(self, number: int | None) -> None:
        """Make a profile the one in use; None for the example."""
        self.set("current", "" if number is None else str(number))

    def add(self, name: str, text: str, change: str) -> int:
        """Keep a new profile, make it the one in use, and return its number."""
        with self._change() as connection:
            row = connection.execute(
                "SELECT max((SELECT coalesce(max(id), 0) FROM profile),"
                " coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?), 0))",
                (_HIGHEST,),
            ).fetchone()
            number = int(row[0]) + 1
            connection.execute("INSERT INTO profile (id, name, state) VALUES (?, ?, 1)", (number, name))
            self._put(connection, number, 1, text, change)
            for key in ("current", _HIGHEST):
                connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, str(number)))
        return number

    def _put(self, connection: sqlite3.Connection, number: int, state: int, text: str, change: str) -> None:
        connection.execute(
            "INSERT INTO state (profile, number, text, change, day) VALUES (?, ?, ?, ?, ?)",
            (number, state, text, change, self.today().isoformat()),
        )

    def save(self, number: int, text: str, change: str, begun_from: str) -> str:
        """Keep a new state of a profile, and return it as `Kept.state` names it.

        Raises
        ------
        Stale
            When the change began from another profile or state than this one is in, or the profile is gone.
        """
        with self._change() as connection:
            state = _state_of(connection, number, begun_from) + 1
            self._put(connection, number, state, text, change)
            connection.execute("UPDATE profile SET state = ? WHERE id = ?", (state, number))
            connection.execute(
                "DELETE FROM state WHERE profile = ? AND number NOT IN"
                " (SELECT number FROM state WHERE profile = ? ORDER BY number DESC LIMIT ?)",
                (number, number, _MOST_STATES),
            )
        return f"{number}.{state}"

    def before(self, number: int) -> str | None:
        """Return the text before the last change; None when there is none."""
        rows = self._read(
            "SELECT s.text FROM state s JOIN profile p ON p.id = s.profile"
            " WHERE p.id = ? AND s.number < p.state ORDER BY s.number DESC LIMIT 1",
            number,
        )
        return str(rows[0][0]) if rows else None

    def undo(self, number: int, begun_from: str) -> str | None:
        """Take the last change back, and return what it was in words; None when there is nothing to take back.

        Raises
        ------
        Stale
            As in `save`: what is newest now is not what was meant.
        """
        with self._change() as connection:
            state = _state_of(connection, number, begun_from)
            row = connection.execute(
                "SELECT max(number) FROM state WHERE profile = ? AND number < ?", (number, state)
            ).fetchone()
            if row[0] is None:
                return None
            (change,) = connection.execute(
                "SELECT change FROM state WHERE profile = ? AND number = ?", (number, state)
            ).fetchone()
            connection.execute("DELETE FROM state WHERE profile = ? AND number >= ?", (number, state))
            # The state before gets a new number: what another window has seen before the undo never looks like it.
            connection.execute(
                "UPDATE state SET number = ? WHERE profile = ? AND number = ?", (state + 1, number, row[0])
            )
            connection.execute("UPDATE profile SET state = ? WHERE id = ?", (state + 1, number))
        return str(change)

    def rename(self, number: int, name: str) -> None:
        """Give a profile another name."""
        with self._change() as connection:
            connection.execute("UPDATE profile SET name = ? WHERE id = ?", (name, number))

    def remove(self, number: int) -> None:
        """Forget one profile with its notes."""
        with self._change() as connection:
            connection.execute("DELETE FROM profile WHERE id = ?", (number,))
            connection.execute("DELETE FROM setting WHERE key = 'current' AND value = ?", (str(number),))

    def forget_everything(self) -> None:
        """Delete all that is kept, the backups too; what was freed is written over."""
        with self._change() as connection:
            for table in ("note", "state", "profile"):
                connection.execute(f"DELETE FROM {table}")
            connection.execute("DELETE FROM setting WHERE key <> ?", (_HIGHEST,))
        with self._lock:
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for backup in self.path.parent.glob(f"{self.path.stem}.before-version-*"):
            backup.unlink(missing_ok=True)

    def setting(self, key: str) -> str:
        """Return a setting; empty when it was never set."""
        rows = self._read("SELECT value FROM setting WHERE key = ?", key)
        return str(rows[0][0]) if rows else ""

    def set(self, key: str, value: str) -> None:
        """Keep a setting."""
        with self._change() as connection:
            connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))

    def note(self, number: int, program: str) -> str:
        """Return the note on a program; empty when there is none."""
        rows = self._read("SELECT text FROM note WHERE profile = ? AND program = ?", number, program)
        return str(rows[0][0]) if rows else ""

    def write_note(self, number: int, program: str, text: str) -> None:
        """Keep a note on a program; an empty one is forgotten."""
        with self._change() as connection:
            connection.execute("DELETE FROM note WHERE profile = ? AND program = ?", (number, program))
            if text:
                connection.execute("INSERT INTO note VALUES (?, ?, ?)", (number, program, text))


def _state_of(connection: sqlite3.Connection, number: int, begun_from: str) -> int:
    """Return the number of a profile's state, where a change began from it."""
    row = connection.execute("SELECT state FROM profile WHERE id = ?", (number,)).fetchone()
    if row is None or begun_from != f"{number}.{row[0]}":
        raise Stale
    return int(row[0])
