"""Letters, ties and interview: whatever is typed is answered or refused politely; no network; the same bytes."""

import contextlib
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import smartpick.facts
import smartpick.programs
from smartpick.facts import open_facts
from smartpick.present.cli import main
from smartpick.programs import load_directory

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PROFILE = EXAMPLES / "dermatology-la-only.toml"
ANY = st.text(alphabet=st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    [
        "",
        " ",
        "-",
        "--",
        "*",
        "1067120C0",
        "9999999C9",
        "CA; DROP TABLE place",
        "40 miles from 90502",
        "1e999",
        "\x1b[31m",
        "\U0001d7da",
        "١٢",
        "..",
        "/",
        "exam_1_story,4,3,5,80,peer",
        "a,1,1,1,,",
        ",,,,,",
        "\u202e",
    ]
)
NUMBERS = st.integers().map(str) | ANY
DAYS = st.dates().map(str) | ANY
MOST = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

NO_NETWORK = """
import socket
def refuse(*_arguments, **_more):
    raise AssertionError("the network was asked for")
socket.socket = socket.create_connection = socket.getaddrinfo = refuse
"""


@pytest.fixture
def small() -> object:
    """Let every command read a directory of one specialty, in which nobody of these tests finds a program."""
    facts = open_facts()
    directory = load_directory(facts, ["emergency_medicine"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(smartpick.facts, "open_facts", lambda: facts)
        patch.setattr(smartpick.programs, "load_directory", lambda _facts: directory)
        yield


def told(*arguments: str) -> tuple[int, str]:
    """Return exit code and messages of a command; a traceback is raised."""
    code, out, err = 0, io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(list(arguments))
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
    assert "\x1b" not in out.getvalue() + err.getvalue()
    return code, err.getvalue()


def option(name: str, value: str) -> str:
    """Return an option in one piece, so that a value may begin with a dash."""
    return f"{name}={value}"


@given(text=ANY, number=NUMBERS, day=DAYS)
@MOST
@pytest.mark.usefixtures("small")
def test_anything_typed_is_answered_or_refused(text: str, number: str, day: str, tmp_path: Path) -> None:
    profile = tmp_path / "me.toml"
    profile.write_bytes(PROFILE.read_bytes())
    for arguments in (
        ["letters", option("--prefer", number), option("--today", day)],
        ["letters", option("--sheet", number), option("--season", number), option("--seed", number)],
        ["ties", option("--area", text), option("--today", day)],
        ["ties", option("--program", text), option("--season", number)],
        ["interview", option("--invited", text), option("--program", text)],
        ["interview", option("--score", text), option("--today", day)],
        ["interview", option("--answer", str(tmp_path / "none") + text), option("--seed", number)],
    ):
        code, messages = told(arguments[0], str(profile), *arguments[1:])
        assert code in {0, 2}, arguments
        assert code == 0 or messages, arguments
    # Whatever was put into the profile, it is still one.
    assert told("check-profile", str(profile), "--today=2100-01-01")[0] == 0


@given(content=st.binary(max_size=120))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("small")
def test_any_file_is_an_answer_or_refused(content: bytes, tmp_path: Path) -> None:
    answer = tmp_path / "answer.txt"
    answer.write_bytes(content)
    code, messages = told("interview", str(PROFILE), option("--answer", str(answer)), "--today=2026-09-10")
    assert code in {0, 2}
    assert bool(messages) == (code == 2)


def test_no_network_and_the_same_bytes(
    process: Callable[..., subprocess.CompletedProcess[bytes]], tmp_path: Path
) -> None:
    answer = tmp_path / "answer.txt"
    answer.write_text("I failed once, and I know why.", encoding="utf-8")
    for command, more in (("letters", ()), ("ties", ()), ("interview", ("--answer", answer))):
        both = [
            process(
                command, PROFILE, "--today", "2026-09-10", "--json", "-", *more, prelude=prelude, PYTHONHASHSEED=seed
            )
            for seed, prelude in (("1", ""), ("4242", NO_NETWORK))
        ]
        assert [each.returncode for each in both] == [0, 0], both[1].stderr
        assert both[0].stdout == both[1].stdout
