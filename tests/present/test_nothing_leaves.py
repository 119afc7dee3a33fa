"""A text, a record, an answer: no command of the guide lets them leave this computer unless she sends them herself."""

import ast
import importlib
import os
import socket
import subprocess
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from present.guided import DAY, ROOT

from smartpick.present.cli import app

Run = Callable[..., Any]
WORDS = "my own words about a failed exam that nobody else may read"
PROFILE = ROOT / "examples" / "us-md-la-step1-fail.toml"
FILE = "FILE"
"""Stands for a file with a text of hers."""
PATHS: dict[str, list[tuple[str, ...]]] = {
    "assess": [(), ("--json", "-")],
    "plan": [(), ("--json", "-")],
    "ask": [(), ("--json", "-")],
    "packet": [(), ("--json", "-")],
    "letters": [(), ("--sheet", "1", "--with-exams"), ("--json", "-")],
    "ties": [(), ("--include-private",), ("--json", "-")],
    "interview": [("--answer", FILE), ("--sheet",), ("--answer", FILE, "--json", "-")],
    "text": [(FILE,), (FILE, "--line", WORDS), (FILE, "--json", "-")],
}
NETWORK = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "websockets"}
SENDS = "guidance/text/comment/_remarks.py"
"""The one file that opens a connection, with a code that belongs to what was shown."""
ALLOWED = {SENDS: {"http", "ssl"}, "guidance/text/comment/_outgoing.py": {"urllib"}}
"""`urllib.parse` reads an address; it opens nothing."""


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Refuse every way out of this process, and return which were tried."""
    tried: list[str] = []

    def refusing(name: str) -> Callable[..., object]:
        def refused(*_arguments: object, **_named: object) -> None:
            tried.append(name)
            raise AssertionError(f"{name} was called")

        return refused

    doors: tuple[tuple[Any, str], ...] = (
        (socket, "socket"),
        (socket, "create_connection"),
        (socket, "getaddrinfo"),
        (urllib.request, "urlopen"),
        (webbrowser, "open"),
        (subprocess, "Popen"),
        (os, "system"),
    )
    for room, name in doors:
        monkeypatch.setattr(room, name, refusing(f"{room.__name__}.{name}"))
    return tried


def guided() -> set[str]:
    """Return the commands whose own file asks the guide."""
    found = set()
    for command in app.registered_commands:
        assert command.callback is not None
        source = importlib.import_module(command.callback.__module__).__file__
        assert source is not None
        if "from smartpick.guidance" in Path(source).read_text(encoding="utf-8"):
            found.add(str(command.name))
    return found


def test_every_command_of_the_guide_is_walked() -> None:
    assert guided() == set(PATHS)


@pytest.mark.usefixtures("kept", "lists_once")
@pytest.mark.parametrize("command", PATHS)
def test_no_default_path_lets_anything_out(command: str, run: Run, tries: list[str], tmp_path: Path) -> None:
    text = tmp_path / "statement.txt"
    text.write_text(f"I failed once. I wrote {WORDS}.\n", encoding="utf-8")
    for more in PATHS[command]:
        told = run(command, PROFILE, *(str(text) if each == FILE else each for each in more), "--today", DAY)
        assert told.code == 0, told.err
    assert tries == []
    # Nor does a copy of the text stay behind on the disk.
    assert [path for path in tmp_path.iterdir() if path != text] == []


def test_only_one_file_of_the_guide_can_open_a_connection() -> None:
    for path in sorted((ROOT / "src" / "smartpick" / "guidance").rglob("*.py")):
        used = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                used |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                used.add((node.module or "").split(".")[0])
        name = path.relative_to(ROOT / "src" / "smartpick").as_posix()
        assert used & NETWORK <= ALLOWED.get(name, set()), name
    asked = (ROOT / "src" / "smartpick" / "guidance" / "text" / "comment" / "_outgoing.py").read_text(encoding="utf-8")
    assert "urllib.request" not in asked
