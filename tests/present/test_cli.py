"""The command line: exit codes, messages with where, what, why and fix, files whole or not at all."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smartpick import __version__
from smartpick.present._layout import cell_width

DAY = ("--today", "2026-09-10")
COMMANDS = ("", "list", "programs", "new", "check-profile", "facts", "facts list", "facts show", "facts sources",
            "facts check")  # fmt: skip

Run = Callable[..., Any]
Process = Callable[..., subprocess.CompletedProcess[bytes]]


def test_the_version_names_the_facts(run: Run) -> None:
    told = run("--version")
    assert told.code == 0
    assert re.fullmatch(rf"smartpick {__version__}, facts [0-9a-f]{{12}}\n", told.out)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_plain_words(command: str, run: Run) -> None:
    told = run(*command.split(), "--help")
    assert told.code == 0
    assert told.err == ""
    assert "Usage: smartpick" in told.out
    body = told.out.lower()
    for word in ("callback", "boolean", "str]", "none", "stdout", "stderr", "pydantic", "traceback"):
        assert word not in body, word
    assert all(len(line) <= 80 for line in told.out.splitlines())


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--area", "Calfornia"),
            r"--area: unknown area 'Calfornia'\. Areas are written like .* Did you mean 'california",
        ),
        (("--specialty", "internal_medecine"), r"--specialty: unknown specialty .* Did you mean 'internal_medicine'"),
        (("--specialty", "urology"), r"--specialty: Urology is not in the NRMP's Match\. .*AUA"),
        (("--season", "2021"), r"--season: season 2021 is too early\. .* Name 2026 or later\."),
        (("--season", "2099"), r"--season: season 2099 lies far ahead\. Name one up to \d{4}\."),
        (
            ("--budget", "12"),
            r"--budget: \$12 does not reach one application\. What has to be paid once .*\$\d+\. Raise it",
        ),
        (("--today", "tomorrow"), r"--today: 'tomorrow' is not a day\. Write it as 2026-09-02\."),
        (("--xlsx", "-"), r"--xlsx: a spreadsheet cannot go to standard output\. Name a file\."),
        (("--json", ""), r"--json: no file is named\. Name one\."),
        (
            ("--area", "Wyoming"),
            r"list: none of the \d+ programs .* lies in the area asked for\. Ask for a wider area\.",
        ),
    ],
)
def test_what_the_user_can_put_right_says_where_what_why_and_how(
    arguments: tuple[str, ...], said: str, me: Path, run: Run
) -> None:
    told = run("list", me, *DAY, *arguments)
    assert told.code == 2
    assert told.out == ""
    assert re.search(said, told.err), told.err


@pytest.mark.usefixtures("kept")
def test_what_is_wrong_with_the_profile_and_with_the_request_is_told_together(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "me.toml"
    path.write_text('applicant.type = "us_md_senior"\ngoals.specialties = ["FM"]\nexams.step2_ck = [{score = 999}]\n')
    told = run("list", path, "--area", "Mars", "--today", "x", "--json", "same", "--xlsx", "same", "--season", "2020")
    assert told.code == 2
    for word in ("step2_ck", "unknown area 'Mars'", "'x' is not a day", "both name the same file", "season 2020"):
        assert word in told.err
    assert "things to put right." in told.err


def test_options_that_do_not_exist_end_with_two(me: Path, run: Run) -> None:
    for arguments in (("--bugdet", "5"), ("--budget", "nan"), ("--max-programs", "0"), ("--seed", "-1"), ("--limit",)):
        told = run("list", me, *arguments)
        assert told.code == 2, arguments
        assert told.out == ""
    assert run("lisst").code == 2


def test_a_bug_of_ours_shows_its_traceback_and_ends_with_one(process: Process, root: Path) -> None:
    prelude = "import smartpick.explain as room\nroom.make_list = lambda *_: 1 / 0"
    told = process("list", root / "examples" / "dermatology-la-only.toml", *DAY, prelude=prelude)
    assert told.returncode == 1
    assert b"Traceback" in told.stderr
    assert b"ZeroDivisionError" in told.stderr
    assert told.stdout == b""


@pytest.mark.usefixtures("kept")
def test_the_answer_comes_first_and_the_list_after_it(me: Path, run: Run) -> None:
    told = run("list", me, *DAY)
    assert told.code == 0
    assert told.err == ""
    lines = told.out.split("\n\n", 1)[1].splitlines()
    assert lines[0].startswith("Apply to ")
    order = ["Apply to ", "\nCost\n", "\nFirst area (", "\nBeware\n", "\nWhat the chances rest on\n", "\nSources\n"]
    places = [told.out.index(part) for part in order]
    assert places == sorted(places)
    assert "\x1b" not in told.out
    # Every footnote that is cited is in the list of sources.
    cited = {int(number) for mark in re.findall(r"\[([0-9-]+)\]", told.out) for number in mark.split("-")}
    assert {int(n) for n in re.findall(r"^\[(\d+)\]", told.out, re.MULTILINE)} >= cited


@pytest.mark.usefixtures("kept")
def test_json_to_standard_output_is_alone_there(me: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "list.xlsx"
    told = run("list", me, *DAY, "--json", "-", "--xlsx", target)
    assert told.code == 0
    assert told.data["schema"] == "smartpick.list/1"
    assert told.err == f"Written: {target}\n"
    assert target.read_bytes()[:2] == b"PK"
    to_file = tmp_path / "list.json"
    assert run("list", me, *DAY, "--json", to_file).out == ""
    assert to_file.read_text(encoding="utf-8") == told.out


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("target", ["missing/list.json", "folder", "file/list.json", ".", "a\0b"])
def test_a_place_that_cannot_be_written_to_is_named_and_left_as_it_was(
    target: str, me: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept")
    told = run("list", me, *DAY, "--json", target)
    assert told.code == 2
    assert "cannot be written" in told.err
    assert "Name another place" in told.err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder", "me.toml"]
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("option", ["--json", "--xlsx"])
def test_the_profile_is_never_written_over(option: str, me: Path, run: Run) -> None:
    before = me.read_bytes()
    told = run("list", me, *DAY, option, me)
    assert told.code == 2
    assert "that is the profile itself" in told.err
    assert me.read_bytes() == before


@pytest.mark.parametrize("arguments", [("facts", "list"), ("facts", "sources", "--json", "-")])
def test_a_reader_who_has_seen_enough_ends_it_quietly(arguments: tuple[str, ...], root: Path) -> None:
    command = [sys.executable, "-m", "smartpick", *arguments]
    process = subprocess.Popen(  # noqa: S603 -- this program, started by its own tests
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("columns", [40, 60, 80, 100, 140])
def test_nothing_is_wider_than_the_terminal(columns: int, me: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = [run("list", me, *DAY), run("programs", "--area", "imperial-county"), run("facts", "list")]
    for told in shown:
        assert told.code == 0
        for line in told.out.splitlines():
            assert cell_width(line) <= columns, line


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("columns", ["", "0", "-5", "wide", "99999999999", "٣"])
def test_a_strange_width_does_no_harm(columns: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert run("programs", "--area", "imperial-county").code == 0


@pytest.mark.parametrize(
    ("environment", "is_styled"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_headings_in_bold_unless_it_is_told_not_to(
    environment: dict[str, str],
    is_styled: bool,  # noqa: FBT001 -- a case of the test
    root: Path,
) -> None:
    near, far = pty.openpty()
    settings = {"TERM": "xterm", "COLUMNS": "100", **environment}
    settings |= {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    arguments = ["programs", "--area", "imperial-county"]
    command = [sys.executable, "-m", "smartpick", *arguments]
    process = subprocess.Popen(  # noqa: S603 -- this program, started by its own tests
        command, cwd=root, stdout=far, stderr=far, env=settings
    )
    os.close(far)
    shown = b""
    while True:
        try:
            part = os.read(near, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(near)
    assert process.wait() == 0
    assert (b"\x1b[1mSources" in shown) == is_styled
    assert (b"\x1b" in shown) == is_styled


@pytest.mark.usefixtures("kept")
def test_characters_that_steer_a_terminal_are_not_echoed(me: Path, run: Run) -> None:
    told = run("list", me, "--area", "\x1b[31mred", "--today", "\x07\x1b]0;title\x07")
    assert told.code == 2
    assert "\x1b" not in told.err
    assert "\x07" not in told.err


def test_a_new_profile_is_written_once_and_can_be_checked_and_used(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "me.toml"
    assert run("new", path).code == 0
    again = run("new", path)
    assert again.code == 2
    assert "the file is there already" in again.err
    checked = run("check-profile", path, *DAY)
    assert checked.code == 0
    assert f"Next: smartpick list {path}" in checked.out
    assert run("check-profile", path, *DAY, "--json", "-").data == {
        "file": "me.toml",
        "to_answer": [],
        "is_in_order": True,
        "problems": [],
    }
    assert run("new", tmp_path / "missing" / "me.toml").code == 2
    assert run("new", "a\0b").code == 2


def test_a_profile_with_problems_ends_with_two_and_lists_them(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "me.toml"
    path.write_text('applicant.type = "us_md_seniour"\n[goals]\nspecialties = ["Famly Medicine"]\n')
    told = run("check-profile", path, *DAY)
    assert told.code == 2
    assert told.err.endswith("2 things to put right.\n")
    data = run("check-profile", path, *DAY, "--json", "-")
    assert data.code == 2
    assert {"where", "what", "why", "fix"} == set(data.data["problems"][0])


def test_facts_can_be_listed_shown_and_checked(run: Run) -> None:
    tables = run("facts", "list", "--json", "-").data["tables"]
    assert len(tables) > 50
    assumptions = run("facts", "list", "--kind", "assumption")
    assert "record_priors" in assumptions.out
    shown = run("facts", "show", "record_priors")
    assert shown.code == 0
    assert "step1_fail" in shown.out
    row = run("facts", "show", "record_priors", "--json", "-").data["rows"][0]["fact_id"]
    assert run("facts", "show", row).code == 0
    assert run("facts", "check").code == 0
    assert run("facts", "sources").code == 0
    for wrong in (
        ("show", "no_such_table"),
        ("show", "record_priors/none"),
        ("list", "--kind", "x"),
        ("check", "nowhere"),
    ):
        assert run("facts", *wrong).code == 2, wrong


@pytest.mark.usefixtures("kept")
def test_programs_are_found_by_name_and_shown_with_their_sources(run: Run) -> None:
    told = run("programs", "--search", "LAC+USC", "--specialty", "EM")
    assert told.code == 0
    assert "1033110C0" in told.out
    assert "\nSources\n[1]" in told.out
    assert run("programs", "--search", "no such hospital anywhere").out.startswith("No program of the directory fits")
    assert run("programs", "--area", "Mars", "--xlsx", "-").err.count("\n") == 3
    first = run("programs", "--specialty", "FM", "--limit", "2")
    assert "The first 2 of " in first.out
