"""The same question gives the same bytes, in whatever process; and nothing is asked of a network."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Process = Callable[..., subprocess.CompletedProcess[bytes]]

NO_NETWORK = """
import socket
def refuse(*_arguments, **_more):
    raise AssertionError("the network was asked for")
socket.socket = socket.create_connection = socket.getaddrinfo = refuse
"""


@pytest.fixture(scope="module")
def outputs(
    process: Process, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], dict[str, bytes]]:
    """Return what one hash seed gives: the list as text, JSON and workbook, and programs as a workbook."""
    example = root / "examples" / "dermatology-la-only.toml"

    def made(seed: str, prelude: str) -> dict[str, bytes]:
        folder = tmp_path_factory.mktemp("made")
        common = {"prelude": prelude, "PYTHONHASHSEED": seed}
        day = ("--today", "2026-09-10")
        shown = process("list", example, *day, **common)
        written = process("list", example, *day, "--json", "-", "--xlsx", folder / "list.xlsx", **common)
        area = ("--area", "imperial-county", "--area", "orange-county")
        programs = process("programs", *area, "--json", "-", "--xlsx", folder / "programs.xlsx", **common)
        for told in (shown, written, programs):
            assert told.returncode == 0, told.stderr
        return {
            "text": shown.stdout,
            "json": written.stdout,
            "xlsx": (folder / "list.xlsx").read_bytes(),
            "programs json": programs.stdout,
            "programs xlsx": (folder / "programs.xlsx").read_bytes(),
        }

    return made


def test_two_processes_give_the_same_bytes_with_and_without_a_network(
    outputs: Callable[[str, str], dict[str, bytes]],
) -> None:
    first, second = outputs("1", ""), outputs("4242", NO_NETWORK)
    assert all(first.values())
    for kind, content in first.items():
        assert content == second[kind], kind


def test_the_prelude_would_notice_a_network(process: Process) -> None:
    told = process("--version", prelude=f"{NO_NETWORK}\nsocket.socket()")
    assert b"the network was asked for" in told.stderr
