"""The JSON is what its schema and its page say, for every example; every field is explained in words."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

Run = Callable[..., Any]

FREE_KEYS = ("by_specialty", "by_service", "signals", "sources")
EARLY, LATE = "2026-09-10", "2026-11-24"


@pytest.fixture(scope="module")
def schemas(root: Path) -> dict[str, Draft202012Validator]:
    found = {}
    for path in sorted((root / "docs" / "schemas").glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        found[path.stem] = Draft202012Validator(schema)
    return found


@pytest.fixture(scope="module")
def explained(root: Path) -> dict[str, set[str]]:
    """Return the fields that the page explains, by command."""
    text = (root / "docs" / "json.md").read_text(encoding="utf-8")
    parts = re.split(r"^## `smartpick (\w+)`$", text, flags=re.MULTILINE)
    return {
        name: set(re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE))
        for name, part in zip(parts[1::2], parts[2::2], strict=True)
    }


def paths_of(value: object, path: str = "") -> Iterator[str]:
    """Yield the path of every field: [] behind lists, KEY where keys are free; R is one field."""
    if isinstance(value, list):
        for entry in value:
            yield from paths_of(entry, f"{path}[]")
    elif isinstance(value, dict) and value.keys() != {"mean", "low", "high"}:
        is_free = path.rpartition(".")[2] in FREE_KEYS
        for name, inner in value.items():
            here = f"{path}.{'KEY' if is_free else name}" if path else name
            yield here
            yield from paths_of(inner, here)


def as_documented(path: str) -> str:
    """Return the path under which the page explains a field."""
    path = re.sub(r"^compared\.\w+\.p_match_less_list$", "compared.*.p_match_less_list", path)
    path = re.sub(r"^compared\.\w+\.", "summary.", path) if "*" not in path else path
    path = re.sub(r"^programs\[\]\.cells\.\w+\.(value|why|facts)", r"programs[].cells.*.\1", path)
    return path.replace("sources.KEY", "sources.ID")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("number", range(8))
def test_every_example_fits_the_schema_and_the_page(
    number: int,
    examples: list[Path],
    run: Run,
    schemas: dict[str, Draft202012Validator],
    explained: dict[str, set[str]],
) -> None:
    told = run("list", examples[number], "--today", EARLY, "--json", "-")
    assert told.code == 0
    problems = [f"{error.json_path}: {error.message[:200]}" for error in schemas["list-1"].iter_errors(told.data)]
    assert not problems, examples[number].name
    used = {as_documented(path) for path in paths_of(told.data)}
    assert used <= explained["list"], used - explained["list"]
    assert not re.search(r"\b(NaN|Infinity)\b", told.out)


@pytest.mark.usefixtures("kept")
def test_late_in_the_season_it_fits_too_and_gives_no_advice(
    root: Path, run: Run, schemas: dict[str, Draft202012Validator]
) -> None:
    data = run("list", root / "examples" / "dermatology-la-only.toml", "--today", LATE, "--json", "-").data
    assert not list(schemas["list-1"].iter_errors(data))
    assert data["stage"] == "interviewing"
    assert data["find_out"] is None
    assert (data["saved_usd"], data["p_match_lost"], data["saved_against"]) == (0, None, "")


@pytest.mark.usefixtures("kept")
def test_programs_fit_their_schema_and_page(
    run: Run, schemas: dict[str, Draft202012Validator], explained: dict[str, set[str]]
) -> None:
    data = run("programs", "--area", "southern-california", "--json", "-").data
    assert len(data["programs"]) > 300
    assert not [error.json_path for error in schemas["programs-1"].iter_errors(data)]
    used = {as_documented(path) for path in paths_of(data)}
    assert used <= explained["programs"], used - explained["programs"]
    # Nothing is explained that is never there.
    assert explained["programs"] - used == set()


def test_the_page_explains_nothing_that_the_schema_does_not_have(root: Path, explained: dict[str, set[str]]) -> None:
    whole: dict[str, Any] = json.loads((root / "docs" / "schemas" / "list-1.json").read_text(encoding="utf-8"))

    def of(schema: dict[str, Any], path: str = "") -> Iterator[str]:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if name not in {"chance", "part", "points", "offers", "difference"}:
                yield from of(whole["$defs"][name], path)
        for inner in schema.get("anyOf", ()):
            yield from of(inner, path)
        if "items" in schema:
            yield from of(schema["items"], f"{path}[]")
        for name, inner in schema.get("properties", {}).items():
            here = f"{path}.{name}" if path else name
            is_signal = path.endswith(".signals")
            yield f"{path}.KEY" if is_signal else here
            yield from of(inner, here)
        if isinstance(schema.get("additionalProperties"), dict):
            yield f"{path}.KEY"

    promised = {as_documented(path) for path in of(whole)}
    assert promised == explained["list"]


@pytest.mark.usefixtures("kept")
def test_figures_are_unrounded_and_hold_together(me: Path, run: Run) -> None:
    data = run("list", me, "--today", EARLY, "--json", "-").data
    summary = data["summary"]
    assert summary["programs"] == len(data["programs"]) == sum(summary["by_specialty"].values())
    assert sum(summary["cost_usd"]["by_service"].values()) == pytest.approx(summary["cost_usd"]["total"])
    ends = sum(each["p_match_on_this_list"]["mean"] for each in data["programs"])
    assert ends == pytest.approx(summary["p_match"]["mean"], abs=1e-3)
    assert round(summary["p_match"]["mean"], 6) != summary["p_match"]["mean"]
    for interval in (summary["p_match"], *(each["p_interview"] for each in data["programs"])):
        assert 0 < interval["low"] <= interval["high"] < 1
    # Every row that is cited belongs to a table that is named.
    cited = {fact.partition("/")[0] for each in data["programs"] for r in each["reasons"] for fact in r["facts"]}
    assert cited <= data["sources"].keys()


@pytest.mark.usefixtures("kept")
def test_private_ties_and_partners_are_in_no_file(me: Path, tmp_path: Path, run: Run) -> None:
    private = """
[[ties]]
kind = "partner"
place = "Zanesville"
state = "CA"
note = "Robin"
[partner]
profile = "robin.toml"
[[setbacks]]
kind = "illness"
note = "hospital"
"""
    path = tmp_path / "private.toml"
    path.write_text(me.read_text(encoding="utf-8") + private, encoding="utf-8")
    (tmp_path / "robin.toml").write_text(me.read_text(encoding="utf-8"), encoding="utf-8")
    book = tmp_path / "list.xlsx"
    told = run("list", path, "--today", EARLY, "--json", "-", "--xlsx", book)
    shown = run("list", path, "--today", EARLY).out
    assert told.code == 0
    from openpyxl import load_workbook

    # What is published of programs is the same for everybody, and speaks of partner sites.
    cells = " ".join(
        str(cell)
        for sheet in load_workbook(book)
        if sheet.title not in {"Program sheet", "Program sources"}
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    )
    for word in ("Zanesville", "Robin", "robin", "partner", "illness", "private tie"):
        for text in (told.out, shown, cells):
            assert word not in text, word
