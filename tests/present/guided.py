"""Shared by the tests of letters, ties and interview: the published layout, its page, and private parts to hide."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.toml"))
DAY = "2026-09-10"
SECRETS = ("illness", "hepatitis", "evaluation", "neuropsychology", "Pasadena", "partner", "sanatorium", "Fresno")
PRIVATE = """
[[setbacks]]
kind = "illness"
note = "hepatitis"
is_documented = true
is_resolved = true

[[remediation]]
kind = "evaluation"
note = "neuropsychology"
start = 2024-06-01

[[gaps]]
start = 2024-06-10
end = 2024-08-20
reason = "sanatorium"
is_private = true

[[ties]]
kind = "partner"
place = "Pasadena"
state = "CA"

[[ties]]
kind = "family"
place = "Fresno"
state = "CA"
is_private = true
"""


def layout(name: str) -> Draft202012Validator:
    """Return the published layout of a command's JSON."""
    found = json.loads((ROOT / "docs" / "schemas" / f"{name}-1.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def problems(name: str, data: Any) -> list[str]:
    """Return where data does not keep to its layout."""
    return [f"{error.json_path}: {error.message[:200]}" for error in layout(name).iter_errors(data)]


def names(schema: Any) -> set[str]:
    """Return every field that a layout has, at any depth."""
    if isinstance(schema, list):
        return {name for each in schema for name in names(each)}
    if not isinstance(schema, dict):
        return set()
    own = set(schema.get("properties", {}))
    return own.union(*(names(each) for each in schema.values()))


def unexplained(command: str) -> set[str]:
    """Return fields that stand in the layout and not in backticks on the command's page."""
    page = (ROOT / "docs" / f"{command}.md").read_text(encoding="utf-8")
    known = {"mean", "low", "high"}
    return {name for name in names(layout(command).schema) if f"`{name}`" not in page} - known


def hiding(folder: Path, example: str = "us-md-la-step1-fail") -> tuple[Path, Path]:
    """Return the files of two profiles, the second with private parts more."""
    text = (ROOT / "examples" / f"{example}.toml").read_text(encoding="utf-8")
    bare, full = folder / "bare.toml", folder / "full.toml"
    bare.write_text(text, encoding="utf-8")
    full.write_text(text + PRIVATE, encoding="utf-8")
    return bare, full


def without_hash(out: str) -> list[str]:
    """Return the lines of a JSON answer but for the one that tells two profiles apart."""
    return [line for line in out.splitlines() if '"profile_hash"' not in line]
