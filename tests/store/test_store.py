"""The user's file: whole changes only, undo, migrations with a backup, and a kill at any moment."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from smartpick.errors import RequestError
from smartpick.store import Kept, Stale, Store, open_store, store_path
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


def now(store: Store, number: int) -> Kept:
    kept = store.profile(number)
    assert kept is not None
    return kept


def of_version(path: Path, version: int) -> int:
    """Make a file as an earlier SmartPick left it, with one profile of one undone change, and return its number."""
    open_store(path, MIGRATIONS[:version]).close()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as old:
        old.execute("INSERT INTO profile (name, state) VALUES ('me', 1)")
        old.execute("INSERT INTO state (profile, number, text, change) VALUES (1, 1, 'kept', 'new')")
        old.execute("INSERT INTO setting VALUES ('current', '1')")
        if version > 1:
            old.execute("INSERT INTO note VALUES (1, '1135140C3', 'asked them')")
        if version == 2:
            old.execute("INSERT INTO pin VALUES (1, '1135140C3')")
    return 1


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "home" / "smartpick.sqlite")


def test_undo_goes_back_step_by_step_and_a_new_change_ends_the_old_future(store: Store) -> None:
    number = store.add("me", "one", "new")
    state = now(store, number).state
    for text in ("two", "three"):
        state = store.save(number, text, f"to {text}", state)
    assert store.before(number) == "two"
    assert store.undo(number, state) == "to three"
    kept = now(store, number)
    assert (kept.text, kept.change, kept.can_undo) == ("two", "to two", True)
    state = store.save(number, "four", "to four", kept.state)
    assert store.undo(number, state) == "to four"
    assert store.undo(number, now(store, number).state) == "to two"
    assert store.undo(number, now(store, number).state) is None
    kept = now(store, number)
    assert (kept.text, kept.can_undo) == ("one", False)


def test_a_state_never_comes_back(store: Store) -> None:
    """Left out, undone, pinned: who looked at the first must not be taken for one who saw the last."""
    number = store.add("me", "one", "new")
    begun = now(store, number).state
    seen = [begun, store.save(number, "left out", "left out", begun)]
    store.undo(number, seen[-1])
    seen += [now(store, number).state]
    seen += [store.save(number, "pinned", "pinned", seen[-1])]
    assert len(set(seen)) == 4
    for old in seen[:-1]:
        with pytest.raises(Stale):
            store.save(number, "lost", "over it", old)
        with pytest.raises(Stale):
            store.undo(number, old)
    assert now(store, number).text == "pinned"


def test_nor_does_it_come_back_with_another_profile(store: Store) -> None:
    one, two = store.add("one", "1", "new"), store.add("two", "2", "new")
    begun = now(store, one).state
    with pytest.raises(Stale):
        store.save(two, "1 over 2", "meant for one", begun)
    old = now(store, two).state
    store.remove(two)
    again = store.add("again", "3", "new")
    assert now(store, again).state != old
    with pytest.raises(Stale):
        store.save(again, "2 over 3", "meant for two", old)
    store.forget_everything()
    assert store.add("anew", "4", "new") not in {one, two, again}


def test_the_newest_states_are_kept_and_told_with_their_day(tmp_path: Path) -> None:
    store = open_store(tmp_path / "smartpick.sqlite", today=lambda: date(2026, 9, 10))
    number = store.add("me", "0", "new")
    for text in range(1, 230):
        state = store.save(number, str(text), f"to {text}", now(store, number).state)
        if text % 3 == 0:
            store.undo(number, state)
    assert store._read("SELECT count(*) FROM state") == [(154,)]
    assert now(store, number).day == date(2026, 9, 10)
    for text in range(80):
        store.save(number, str(text), "more", now(store, number).state)
    assert store._read("SELECT count(*) FROM state") == [(200,)]


def test_a_change_from_an_old_state_is_refused(store: Store) -> None:
    number = store.add("me", "one", "new")
    begun = now(store, number).state
    store.save(number, "two", "first window", begun)
    with pytest.raises(Stale):
        store.save(number, "three", "second window", begun)
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
    number = of_version(path, 1)
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
    number = of_version(path, 2)
    new = open_store(path)
    assert new._read("SELECT name FROM sqlite_master WHERE name = 'pin'") == []
    assert new.note(number, "1135140C3") == "asked them"
    assert [kept.text for kept in new.profiles()] == ["kept"]
    backup = sqlite3.connect(tmp_path / "smartpick.before-version-3.sqlite")
    assert backup.execute("SELECT program FROM pin").fetchall() == [("1135140C3",)]
    backup.close()


def test_the_day_of_a_change_and_the_highest_number_are_new_and_the_file_before_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "smartpick.sqlite"
    number = of_version(path, 3)
    new = open_store(path)
    kept = now(new, number)
    assert (kept.text, kept.day, kept.state) == ("kept", None, "1.1")
    new.save(number, "more", "changed", kept.state)
    assert now(new, number).day is not None
    new.remove(number)
    assert new.add("other", "text", "new") == number + 1
    backup = sqlite3.connect(tmp_path / "smartpick.before-version-4.sqlite")
    assert backup.execute("PRAGMA user_version").fetchone() == (3,)
    assert backup.execute("SELECT * FROM state").fetchall() == [(1, 1, "kept", "new")]
    assert backup.execute("SELECT text FROM note").fetchall() == [("asked them",)]
    backup.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "smartpick.sqlite"
    number = of_version(path, 1)
    with pytest.raises(RequestError, match="cannot be opened"):
        open_store(path, (MIGRATIONS[0], "CREATE TABLE extra (a); SELECT * FROM nowhere"))
    again = open_store(path, MIGRATIONS[:1])
    assert again._read("SELECT text FROM state WHERE profile = ?", number) == [("kept",)]
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
