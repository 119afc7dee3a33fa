"""``smartpick packet``: the same in text and JSON, with the list's own figures, private things never in it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.toml"))
DAY = "2026-07-10"

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    found = json.loads((ROOT / "docs" / "schemas" / "packet-1.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_has_a_packet_in_two_forms(name: str, run: Run, schema: Any) -> None:
    file = ROOT / "examples" / f"{name}.toml"
    shown = run("packet", file, "--today", DAY)
    assert shown.code == 0
    made = run("packet", file, "--today", DAY, "--json", "-")
    assert list(schema.iter_errors(made.data)) == []
    text = " ".join(shown.out.split())
    for section in made.data["sections"]:
        assert section["title"] in text
        for line in section["lines"]:
            assert line["text"] in text


def test_its_figures_are_the_lists(run: Run) -> None:
    file = ROOT / "examples" / "us-md-la-step1-fail.toml"
    said = " ".join(run("packet", file, "--today", DAY).out.split())
    listed = run("list", file, "--today", DAY, "--json", "-").data["summary"]
    assert f"{listed['programs']} programs" in said
    assert f"Interview offers expected: {listed['expected_interviews']['mean']:.1f}" in said


def test_private_things_and_parts_taken_out_are_not_in_it(tmp_path: Path, run: Run) -> None:
    text = (ROOT / "examples" / "us-md-la-step1-fail.toml").read_text(encoding="utf-8")
    file = tmp_path / "me.toml"
    file.write_text(
        text + '\n[[setbacks]]\nkind = "illness"\nnote = "hepatitis"\nis_resolved = true\n', encoding="utf-8"
    )
    for arguments in ((), ("--json", "-")):
        out = run("packet", file, "--today", DAY, *arguments).out
        assert "hepatitis" not in out
        assert "illness" not in out
        assert "233" in out
        short = run("packet", file, "--today", DAY, "--redact", "exams", "--redact", "ties,visa", *arguments).out
        for word in ("233", "Step 1", "East Los Angeles", "us citizen"):
            assert word not in short, word
    said = " ".join(run("packet", file, "--today", DAY, "--redact", "visa,exams").out.split())
    assert "Taken out by the applicant: exams, visa." in said


def test_unknown_parts_are_told(run: Run) -> None:
    ran = run("packet", ROOT / "examples" / "high-scorer.toml", "--today", DAY, "--redact", "scores")
    assert ran.code == 2
    assert "--redact" in ran.err
    assert "exams" in ran.err
