"""``smartpick assess``: three sentences first, JSON after its schema, nothing private in it, own benchmarks."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

EXAMPLES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "examples").glob("*.toml"))
DAY = "2026-09-10"

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    path = Path(__file__).resolve().parents[2] / "docs" / "schemas" / "assess-1.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_read_and_keeps_to_the_schema(name: str, root: Path, run: Run, schema: Any) -> None:
    file = str(root / "examples" / f"{name}.toml")
    shown = run("assess", file, "--today", DAY)
    assert shown.code == 0
    assert shown.err == ""
    text = " ".join(shown.out.split())
    for heading in (
        "What a reader sees in twenty seconds",
        "Doubts, said plainly",
        "Four worries",
        "What weighs",
        "Routes",
    ):
        assert heading in text
    made = run("assess", file, "--today", DAY, "--json", "-")
    assert list(schema.iter_errors(made.data)) == []
    # The same object feeds both.
    for sentence in made.data["answer"]:
        assert sentence in text
    for finding in made.data["findings"]:
        assert finding["text"] in text
    assert made.out == run("assess", file, "--today", DAY, "--json", "-").out


def test_private_things_are_in_no_export(tmp_path: Path, root: Path, run: Run) -> None:
    text = (root / "examples" / "us-md-la-step1-fail.toml").read_text(encoding="utf-8")
    file = tmp_path / "me.toml"
    file.write_text(
        text
        + '\n[[setbacks]]\nkind = "illness"\nnote = "hepatitis"\nis_documented = true\nis_resolved = true\n'
        + '\n[[remediation]]\nkind = "evaluation"\nnote = "neuropsychology"\n'
        + '\n[[ties]]\nkind = "partner"\nplace = "Pasadena"\nstate = "CA"\n',
        encoding="utf-8",
    )
    made = run("assess", str(file), "--today", DAY, "--json", "-")
    assert made.code == 0
    for secret in ("illness", "hepatitis", "evaluation", "neuropsychology", "Pasadena", "partner"):
        assert secret not in made.out
    fields = {name for row in made.data["concerns"] for each in row["evidence"] for name in each["fields"]}
    assert "setbacks" not in fields
    assert "private: in no export" in " ".join(run("assess", str(file), "--today", DAY).out.split())


def test_own_benchmarks_change_the_reading_and_are_said(tmp_path: Path, root: Path, run: Run) -> None:
    file, own = str(root / "examples" / "us-md-la-step1-fail.toml"), tmp_path / "mine.toml"
    own.write_text("step2_ck_low = 240\n", encoding="utf-8")
    made = run("assess", file, "--today", DAY, "--benchmarks", str(own), "--json", "-").data
    assert "step2_ck_low" in {each["key"] for each in made["findings"]}
    assert made["benchmarks"]["step2_ck_low"]["is_own"] is True
    assert (
        "Your own benchmarks: step2_ck_low = 240" in run("assess", file, "--today", DAY, "--benchmarks", str(own)).out
    )


@pytest.mark.parametrize("content", [b"step2_ck_low = \n", b"\xff\xfe", b"nonsense = 3\n", b"[step2_ck_low]\n"])
def test_benchmarks_that_cannot_be_used_are_refused(content: bytes, tmp_path: Path, root: Path, run: Run) -> None:
    own = tmp_path / "mine.toml"
    own.write_bytes(content)
    ran = run("assess", str(root / "examples" / "high-scorer.toml"), "--today", DAY, "--benchmarks", str(own))
    assert ran.code == 2
    assert "--benchmarks" in ran.err


def test_everything_wrong_is_told_at_once(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "me.toml"
    file.write_text('[applicant]\ntype = "nobody"\n', encoding="utf-8")
    ran = run("assess", str(file), "--today", "soon", "--benchmarks", str(tmp_path / "none.toml"))
    assert ran.code == 2
    for where in ("--today", "--benchmarks", "applicant.type"):
        assert where in ran.err


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("command", ["assess", "ask"])
def test_nothing_is_wider_than_the_terminal(
    command: str, columns: int, me: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = run(command, str(me), "--today", DAY)
    assert shown.code == 0
    assert max(len(line) for line in shown.out.splitlines()) <= columns
