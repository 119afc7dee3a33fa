"""The log's writer: one event more or less, and not a word else changed, whatever the file looks like."""

import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartpick.errors import ProfileError
from smartpick.profile import Known
from smartpick.profile.log import edited_log, save_text

TODAY = date(2026, 11, 25)
LEAST = 'season = 2027 # mine\napplicant.type = "us_md_senior"\ngoals.specialties = ["Family Medicine"]\n'
CODES = ("1033110C0", "1022120C0", "1041110C0")
BLOCK = '[[season_log]] # first\nprogram_code_nrmp = "1022120C0"\nevent = "applied" # sent\n'

LAYOUTS = {
    "without a log": LEAST,
    "no line end": LEAST.rstrip(),
    "a block": f"{LEAST}\n{BLOCK}",
    "a block in the middle": f"{LEAST}\n{BLOCK}# what I have\n[budget]\nusd = 3000.0\n",
    "blocks apart": f"{LEAST}{BLOCK}[budget]\nusd = 3000.0\n\n[[season_log]]\nprogram_code_nrmp = '1041110C0'\n"
    "event = 'applied'\nnote = '''\n[[season_log]]\n# not a comment\n'''\n\n[[contacts]]\nrole = 'dean'\n",
    "an empty list": f"{LEAST}season_log = []\n",
    "a list": f"{LEAST}season_log = [ # mine\n  {{program_code_nrmp = '1022120C0', event = 'applied'}}, # sent\n]\n"
    "[budget]\n",
    "a list on one line": f"{LEAST}season_log = [{{event = 'applied', program_code_nrmp = '1022120C0', note='}}'}}]\n",
    "spaced and quoted": f'{LEAST}\n  [[ "season_log" ]]\n  "program_code_nrmp" = "1022120C0"\n  event="applied"\n',
    "a mark at the start": f"\ufeff{LEAST}\n{BLOCK}",
}

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_one(text: str) -> Path:
        path = tmp_path / "me.toml"
        path.write_bytes(text.encode("utf-8"))
        return path

    return write_one


def put(path: Path, code: str, event: str, day: date | None, *, remove: bool = False) -> None:
    edit = edited_log(path, Known(), TODAY, code, event, day, is_removed=remove)
    save_text(edit.path, edit.text)


def said(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8-sig"))


def events(path: Path) -> list[tuple[object, object, object]]:
    log = said(path).get("season_log", [])
    assert isinstance(log, list)
    return sorted((each["program_code_nrmp"], each["event"], str(each.get("date"))) for each in log)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_in_and_out_again(layout: str, end: str, write: Write) -> None:
    path = write(LAYOUTS[layout].replace("\n", end))
    before, log = said(path), events(path)
    rest = {name: value for name, value in before.items() if name != "season_log"}
    comments = [line for line in path.read_bytes().splitlines() if b"#" in line]
    put(path, "1033110C0", "invited", date(2026, 10, 20))
    assert events(path) == sorted([*log, ("1033110C0", "invited", "2026-10-20")])
    after = said(path)
    assert {name: value for name, value in after.items() if name != "season_log"} == rest
    for line in comments:
        assert line[line.index(b"#") :] in path.read_bytes(), line
    put(path, "1033110C0", "invited", None, remove=True)
    assert events(path) == log
    assert {name: value for name, value in said(path).items() if name != "season_log"} == rest
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") == layout.startswith("a mark")
    assert [each.name for each in path.parent.iterdir()] == ["me.toml"]


def test_every_event_of_a_log_can_be_taken_out(write: Write) -> None:
    for layout, text in LAYOUTS.items():
        path = write(text)
        for code, event, _ in events(path):
            put(path, str(code), str(event), None, remove=True)
        assert not events(path), layout


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    layout=st.sampled_from(sorted(LAYOUTS)),
    noise=st.lists(
        st.sampled_from(["# [[season_log]]\n", "\n", "  # ]} , '\n", "#\u00e9\u4e2d\n", "\t\n", "# = \"\"\" '''\n"]),
        max_size=6,
    ),
    steps=st.lists(
        st.tuples(st.sampled_from(CODES), st.integers(0, 60)), min_size=1, max_size=8, unique_by=lambda s: s
    ),
)
def test_many_events_in_hostile_files(
    layout: str, noise: list[str], steps: list[tuple[str, int]], write: Write
) -> None:
    text = LAYOUTS[layout]
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    path = write(mark + "".join(noise) + text.removeprefix(mark).rstrip("\n") + "\n" + "".join(noise))
    log = events(path)
    for code, days in steps:
        put(path, code, "open_house", date(2026, 9, 1) + timedelta(days=days))
    opened = [(code, "open_house", str(date(2026, 9, 1) + timedelta(days=days))) for code, days in steps]
    assert events(path) == sorted([*log, *opened])
    for code, days in reversed(steps):
        put(path, code, "open_house", date(2026, 9, 1) + timedelta(days=days), remove=True)
    assert events(path) == log


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(codec="utf-8"), max_size=200))
def test_what_is_no_profile_is_refused_and_left_alone(text: str, write: Write) -> None:
    path = write(text)
    content = path.read_bytes()
    with pytest.raises(ProfileError):
        put(path, "1033110C0", "invited", date(2026, 10, 20))
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("code", "event", "day", "what"),
    [
        ("1033110C0", "invited", date(2026, 12, 1), "future"),
        ("1033110C0", "invited", date(2025, 10, 20), "outside the season"),
        ("1022120C0", "applied", date(2026, 9, 24), "second"),
    ],
)
def test_nonsense_is_refused(code: str, event: str, day: date, what: str, write: Write) -> None:
    path = write(f"{LEAST}\n{BLOCK}")
    content = path.read_bytes()
    with pytest.raises(ProfileError, match=what):
        put(path, code, event, day)
    assert path.read_bytes() == content


def test_what_is_not_there_cannot_be_taken_out(write: Write) -> None:
    path = write(f"{LEAST}\n{BLOCK}")
    with pytest.raises(ProfileError, match="no 'invited' of 1022120C0"):
        put(path, "1022120C0", "invited", None, remove=True)


def test_an_error_while_writing_leaves_the_old_file(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(LEAST)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProfileError, match="No space left"):
        put(path, "1033110C0", "invited", date(2026, 10, 20))
    assert path.read_text(encoding="utf-8") == LEAST
    assert (path.parent / "me.toml.before").read_text(encoding="utf-8") == LEAST
    assert not list(path.parent.glob(".*tmp"))


def test_rights_and_links_stay(write: Write) -> None:
    path = write(LEAST)
    path.chmod(0o600)
    link = path.with_name("link.toml")
    link.symlink_to(path)
    put(link, "1033110C0", "invited", date(2026, 10, 20))
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o600
    assert events(path)


LOOP = """
import sys
from datetime import date
from pathlib import Path
from smartpick.profile import Known
from smartpick.profile.log import edited_log, save_text
path = Path(sys.argv[1])
print("ready", flush=True)
while True:
    for remove in (False, True):
        day = None if remove else date(2026, 10, 20)
        edit = edited_log(path, Known(), date(2026, 11, 25), "1033110C0", "invited", day, is_removed=remove)
        save_text(path, edit.text)
"""


@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
def test_killed_in_the_middle_the_file_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    start = tmp_path / "start.toml"
    start.write_text(LEAST, encoding="utf-8")
    whole: set[bytes] = {start.read_bytes()}
    put(start, "1033110C0", "invited", date(2026, 10, 20))
    whole.add(start.read_bytes())
    for number in range(6):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "me.toml"
        path.write_text(LEAST, encoding="utf-8")
        with subprocess.Popen(  # noqa: S603 -- this program, started by its own tests
            [sys.executable, "-c", LOOP, str(path)], stdout=subprocess.PIPE, env=dict(os.environ)
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline()
            time.sleep(0.15 + 0.013 * number)
            process.send_signal(signal.SIGKILL)
        assert path.read_bytes() in whole
        shutil.rmtree(folder)
