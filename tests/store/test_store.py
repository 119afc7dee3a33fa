"""The user's file: whole changes only, undo, migrations with a backup, and a kill at any moment."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smartpick.errors import RequestError
from smartpick.store import Stale, Store, open_store, store_path
from smartpick.store._open import MIGRATIONS

WRITER = """
import sys
from pathlib import Path
from smartpick.store import open_store
store = open_store(Path(sys.argv[1]))
kept = store.current()
number = kept.id if kept else store.add("me", "0" * 5000, "new")
print("ready", flush=True)
while True:
    kept = store.profile(number)
    value = int(kept.text[:5]) + 1 if kept.text[0] != "0" or kept.text[:5].strip("0") else 1
    store.save(number, f"{value:05d}" * 1000, f"change {value}", kept.state)
    print(value, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "home" / "smartpick.sqlite")


def test_undo_goes_back_step_by_step_and_a_new_change_ends_the_old_future(store: Store) -> None:
    number = store.add("me", "one", "new")
    for state, text in enumerate(("two", "three"), start=1):
        store.save(number, text, f"to {text}", state)
    assert store.before(number) == "two"
    assert store.undo(number)
    kept = store.current()
    assert kept is not None
    assert (kept.text, kept.change, kept.can_undo) == ("two", "to two", True)
    store.save(number, "four", "to four", kept.state)
    assert store.undo(number)
    assert store.undo(number)
    assert not store.undo(number)
    kept = store.current()
    assert kept is not None
    assert (kept.text, kept.can_undo) == ("one", False)


def test_a_change_from_an_old_state_is_refused(store: Store) -> None:
    number = store.add("me", "one", "new")
    store.save(number, "two", "first window", 1)
    with pytest.raises(Stale):
        store.save(number, "three", "second window", 1)
    kept = store.profile(number)
    assert kept is not None
    assert kept.text == "two"


def test_profiles_and_notes_are_each_ones_own(store: Store) -> None:
    one, two = store.add("one", "1", "new"), store.add("two", "2", "new")
    store.write_note(one, "1135140C3", "asked them")
    assert (store.note(one, "1135140C3"), store.note(two, "1135140C3")) == ("asked them", "")
    store.remove(one)
    assert [kept.name for kept in store.profiles()] == ["two"]
    assert store.note(one, "1135140C3") == ""


def test_forgetting_leaves_no_byte_behind(store: Store) -> None:
    words = "a failed attempt that nobody may read"
    number = store.add("me", words, "new")
    store.write_note(number, "1135140C3", words)
    backup = store.path.with_name("smartpick.before-version-2.sqlite")
    backup.write_text(words)
    store.forget_everything()
    assert store.profiles() == []
    store.close()
    for path in store.path.parent.iterdir():
        assert words.encode() not in path.read_bytes(), path.name


def test_only_its_owner_reads_it(store: Store) -> None:
    if os.name == "posix":
        assert store.path.stat().st_mode & 0o077 == 0


def test_an_older_file_is_backed_up_and_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "smartpick.sqlite"
    old = open_store(path, MIGRATIONS[:1])
    number = old.add("me", "kept", "new")
    old.close()
    new = open_store(path)
    new.write_note(number, "1135140C3", "asked them")
    kept = new.current()
    assert kept is not None
    assert kept.text == "kept"
    backup = sqlite3.connect(tmp_path / "smartpick.before-version-2.sqlite")
    assert backup.execute("PRAGMA user_version").fetchone() == (1,)
    assert backup.execute("SELECT text FROM state").fetchall() == [("kept",)]
    backup.close()


def test_the_table_of_pins_that_nothing_used_goes_with_a_backup_of_it(tmp_path: Path) -> None:
    path = tmp_path / "smartpick.sqlite"
    old = open_store(path, MIGRATIONS[:2])
    number = old.add("me", "kept", "new")
    old.write_note(number, "1135140C3", "asked them")
    old._connection.execute("INSERT INTO pin VALUES (?, '1135140C3')", (number,))
    old.close()
    new = open_store(path)
    assert new._read("SELECT name FROM sqlite_master WHERE name = 'pin'") == []
    assert new.note(number, "1135140C3") == "asked them"
    assert [kept.text for kept in new.profiles()] == ["kept"]
    backup = sqlite3.connect(tmp_path / "smartpick.before-version-3.sqlite")
    assert backup.execute("SELECT program FROM pin").fetchall() == [("1135140C3",)]
    backup.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "smartpick.sqlite"
    old = open_store(path, MIGRATIONS[:1])
    old.add("me", "kept", "new")
    old.close()
    with pytest.raises(RequestError, match="cannot be opened"):
        open_store(path, (MIGRATIONS[0], "CREATE TABLE extra (a); SELECT * FROM nowhere"))
    again = open_store(path, MIGRATIONS[:1])
    assert [kept.text for kept in again.profiles()] == ["kept"]
    tables = again._read("SELECT name FROM sqlite_master WHERE name = 'extra'")
    assert tables == []


def test_a_newer_or_broken_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "smartpick.sqlite"
    open_store(path, (*MIGRATIONS, "CREATE TABLE later (a)")).close()
    with pytest.raises(RequestError, match="Use the newer SmartPick"):
        open_store(path)
    (tmp_path / "broken.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(RequestError, match="Move it away"):
        open_store(tmp_path / "broken.sqlite")


def test_the_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTPICK_HOME", str(tmp_path))
    assert store_path() == tmp_path / "smartpick.sqlite"


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a word of POSIX systems")
def test_killed_at_any_moment_it_keeps_a_whole_state(tmp_path: Path) -> None:
    """Nothing that was reported as saved is lost, and no state is half written."""
    path, draw = tmp_path / "smartpick.sqlite", random.Random(7)  # noqa: S311 -- moments, no secrets
    reported = before = 0
    for _ in range(8):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)  # noqa: S603 -- our own program
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == "ready"
        time.sleep(draw.uniform(0.0, 0.08))
        writer.send_signal(signal.SIGKILL)
        said = [line for line in writer.stdout.read().split("\n")[:-1] if line]
        writer.stdout.close()
        writer.wait()
        reported = max([reported, *map(int, said)])
        store = open_store(path)
        kept = store.current()
        assert kept is not None
        assert len(kept.text) == 5000
        assert kept.text == kept.text[:5] * 1000
        # One change may have been saved and not reported; it is what the next writer goes on from.
        now = int(kept.text[:5])
        assert reported <= now <= max(reported, before) + 1
        before = now
        store.close()
    assert reported > 0
