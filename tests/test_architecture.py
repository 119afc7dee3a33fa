"""The rooms: imports go one way, doors are small, files stay short."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "smartpick"
FLOW = (
    "tongues",
    "facts",
    "programs",
    "profile",
    "importers",
    "market",
    "estimate",
    "portfolio",
    "judged",
    "guidance",
    "explain",
    "store",
    "cohort",
    "present",
)
FREE = {"vocabulary", "errors", "uncertainty"}
FILES = sorted(SOURCE.rglob("*.py"))
PACKAGES = sorted(path.parent for path in SOURCE.glob("*/__init__.py"))


def imported(path: Path) -> set[str]:
    """Return the dotted names of ours that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] == "smartpick"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_one_way(path: Path) -> None:
    room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    for name in imported(path):
        target = ([*name.split("."), "", ""])[1]
        if room in FREE:
            # Only words: the three may lean on each other's words, on nothing else of ours.
            assert room != "vocabulary", f"{path.name} imports {name}"
            assert target in FREE | {""}, f"{path.name} imports {name}"
        elif target in FLOW and room in FLOW:
            assert FLOW.index(target) <= FLOW.index(room), f"{room} imports {name}, which lies to its right"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_other_rooms_are_entered_by_the_door(path: Path) -> None:
    room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    for name in imported(path):
        parts = name.split(".")
        if len(parts) > 2 and parts[1] != room:
            assert not parts[2].startswith("_"), f"{path.name} reaches past the door of {parts[1]}: {name}"


def test_only_present_knows_outputs() -> None:
    outputs = {"fastapi", "starlette", "xlsxwriter", "typst", "icalendar", "typer", "rich"}
    for path in FILES:
        if path.is_relative_to(SOURCE / "present"):
            continue
        text = path.read_text(encoding="utf-8")
        used = {m.split(".")[0] for m in re.findall(r"^\s*(?:from|import)\s+([\w.]+)", text, re.MULTILINE)}
        assert not used & outputs, f"{path} knows {used & outputs}"


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_doors_are_small(package: Path) -> None:
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    shown = [
        [element.value for element in node.value.elts if isinstance(element, ast.Constant)]
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.List)
        and "__all__" in ast.unparse(node).split("=")[0]
    ]
    assert shown, f"{package.name} has no __all__"
    functions = [name for name in shown[0] if str(name)[0].islower()]
    assert len(functions) <= 5, functions


def test_files_stay_short() -> None:
    for path in [*FILES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py"))]:
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= 500, f"{path.relative_to(ROOT)} has {lines} lines: look for the second room inside"


def test_the_project_speaks_of_itself_alone() -> None:
    # Written so that it does not find itself: no file is let off.
    forbidden = re.compile(
        r"/[w]ork/|\.\./[s]hared|/tmp/[c]arry|pypi\.org/[s]imple|files\.[p]ythonhosted|registry\.[n]pmjs"
    )
    for pattern in ("src/**/*.py", "tests/**/*.py", "docs/**/*", "facts/**/*.toml", "*.md", "*.lock", "examples/*"):
        for path in ROOT.glob(pattern):
            if path.is_file():
                assert not forbidden.search(path.read_text(encoding="utf-8", errors="replace")), path
