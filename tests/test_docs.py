"""The documentation says what is there, and what it names exists."""

import csv
import re
from pathlib import Path

import pytest
from typer.main import get_command

from smartpick.facts import open_facts
from smartpick.present.cli import app

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def commands() -> list[str]:
    """Return every command, those of groups as ``facts show``."""
    found: list[str] = []
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found += [f"{name} {each}" for each in inner] if inner else [name]
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"\b{command}\b", (ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_coverage_rows_are_true() -> None:
    with (ROOT / "docs/coverage.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len({row["id"] for row in rows}) == len(rows) > 100
    names = {command.split()[0] for command in commands()}
    for row in rows:
        assert row["state"] in {"done", "partly", "planned", "not here"}, row
        if row["state"] in {"done", "partly"}:
            assert row["note"] or row["state"] == "done", f"{row['id']}: what is missing?"
            assert row["command"] or row["note"], row
            for test in filter(None, row["test"].split("; ")):
                assert (ROOT / test).exists(), f"{row['id']} names {test}"
            for command in filter(None, row["command"].split("; ")):
                first = command.split()[0]
                assert first in names | {"profile", "own_facts", "--json", "all"}, f"{row['id']} names {command}"
        if row["state"] == "not here":
            assert row["note"], f"{row['id']}: why not?"


def test_every_caveat_is_used_and_every_used_one_is_defined() -> None:
    defined = set(open_facts().caveats())
    written = "\n".join(
        path.read_text(encoding="utf-8")
        for pattern in ("src/**/*.py", "facts/*/*.toml")
        for path in sorted(ROOT.glob(pattern))
    )
    for key in defined:
        assert f'"{key}"' in written, f"caveat {key} is used nowhere"


def test_every_import_has_its_line_in_the_decisions() -> None:
    """A dependency is chosen, not taken: docs/decisions.md says why."""
    text = (ROOT / "docs/decisions.md").read_text(encoding="utf-8").lower()
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = project.split("dependencies = [")[1].split("]")[0]
    for name in re.findall(r'"([a-z0-9-]+)[><=]', block):
        assert name in text, f"{name} is not in docs/decisions.md"
