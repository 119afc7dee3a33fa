"""What these tests share: running the command line in this process, or in one of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import smartpick.explain
import smartpick.facts
import smartpick.programs
from smartpick.facts import Facts
from smartpick.present.cli import main
from smartpick.programs import Directory

ROOT = Path(__file__).resolve().parents[2]

SMALL = """
season = 2027
[applicant]
type = "us_md_senior"
school_state = "CA"
[[exams.step2_ck]]
date = 2026-04-14
result = "pass"
score = 240
[goals]
specialties = ["Emergency Medicine"]
[goals.areas]
tier1 = ["greater-los-angeles"]
anywhere = false
"""


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process; what is not told politely is raised."""

    def run_one(*arguments: object) -> Ran:
        capsys.readouterr()
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run_one


@pytest.fixture(scope="session")
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a command as a process of its own; `prelude` is Python that comes before it."""

    def run_one(*arguments: object, prelude: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
        start = "from smartpick.present.cli import main; main()"
        command = [sys.executable, "-c", f"{prelude}\n{start}", *map(str, arguments)]
        settings = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR"}}
        return subprocess.run(  # noqa: S603 -- this program, started by its own tests
            command, capture_output=True, check=False, cwd=ROOT, env={**settings, **environment}
        )

    return run_one


@pytest.fixture
def kept(facts: Facts, directory: Directory) -> Iterator[None]:
    """Let commands in this process share one reading of the facts and the directory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(smartpick.facts, "open_facts", lambda: facts)
        patch.setattr(smartpick.programs, "load_directory", lambda _facts: directory)
        yield


@pytest.fixture
def me(tmp_path: Path) -> Path:
    """Return the file of a small profile: emergency medicine in Los Angeles."""
    path = tmp_path / "me.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def examples() -> list[Path]:
    return sorted((ROOT / "examples").glob("*.toml"))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="module")
def lists_once() -> Iterator[None]:
    """Let commands in this process make the same list once: what is shown of it is what these tests look at."""
    made: dict[tuple[str, str], object] = {}
    make = smartpick.explain.make_list

    def make_once(facts: Facts, directory: Directory, profile: Any, request: Any, **more: Any) -> object:
        at = (repr(profile), repr((request, more)))
        if at not in made:
            made[at] = make(facts, directory, profile, request, **more)
        return made[at]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(smartpick.explain, "make_list", make_once)
        yield
