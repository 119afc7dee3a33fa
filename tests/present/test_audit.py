"""``smartpick audit``: the example, JSON by its schema, choices, questions at a terminal, hostile text."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

DAY = ("--today", "2026-09-10")
HARBOR = "1067120C0"
Run = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture(scope="module")
def schema(root: Path) -> Draft202012Validator:
    whole = json.loads((root / "docs" / "schemas" / "audit-1.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(whole)
    return Draft202012Validator(whole)


@pytest.fixture
def example(root: Path) -> Path:
    return root / "examples" / "list-made-elsewhere.csv"


def states(data: dict[str, Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in data["lines"]:
        found[line["state"]] = found.get(line["state"], 0) + 1
    return found


def test_the_example_shows_what_an_audit_finds(
    run: Run, root: Path, example: Path, schema: Draft202012Validator
) -> None:
    told = run("audit", root / "examples" / "non-us-img-visa.toml", example, *DAY, "--json", "-")
    assert told.code == 0, told.err
    data = told.data
    assert [error.json_path for error in schema.iter_errors(data)] == []
    assert states(data) == {"counted": 5, "not_found": 4, "duplicate": 1, "ruled_out": 2, "closed": 1, "ask": 1,
                            "other_match": 1}  # fmt: skip
    by_line = {line["line"]: line for line in data["lines"]}
    assert by_line[5]["options"][0]["program_code_nrmp"] == "1047120C0", "the misspelt name"
    assert by_line[7]["same_as"] == 4
    assert "sponsors none of the visas" in by_line[8]["why"]
    assert by_line[14]["program"] is None
    assert by_line[14]["state"] == "not_found"
    assert data["several_tracks"] == [[10, 11]]
    assert "misspelt on purpose" not in told.out, "own notes are repeated nowhere"
    lines = data["cost_usd"]["lines"]
    assert data["cost_usd"]["total"] == sum(line["usd"] for line in lines)
    assert sum(data["cost_usd"]["by_service"].values()) == data["cost_usd"]["total"]


def test_the_text_begins_with_three_sentences_and_has_the_figures_of_the_json(
    run: Run, root: Path, example: Path
) -> None:
    profile = root / "examples" / "us-md-la-step1-fail.toml"
    told = run("audit", profile, example, *DAY)
    data = run("audit", profile, example, *DAY, "--json", "-").data
    assert told.code == 0
    text = " ".join(told.out.split())
    assert " ".join(data["answer"]) in text
    assert f"${data['cost_usd']['total']:,.0f}" in text
    for heading in ("Which one is meant?", "Not found", "In the Match no more", "Named twice", "Missing", "Sources"):
        assert heading in told.out
    assert "--choose 13=" in text
    assert "perhaps what your line 5 means" in text


def test_a_choice_settles_a_line(run: Run, root: Path, example: Path) -> None:
    profile = root / "examples" / "us-md-la-step1-fail.toml"
    told = run("audit", profile, example, *DAY, "--json", "-", "--choose", "13=1135120C2", "--choose", "16=none")
    by_line = {line["line"]: line for line in told.data["lines"]}
    assert by_line[13]["program"]["program_code_nrmp"] == "1135120C2"
    assert by_line[13]["state"] == "counted"
    assert by_line[16]["state"] == "left_out"


def test_the_same_list_gives_the_same_bytes_and_stays_as_it_was(run: Run, root: Path, example: Path) -> None:
    profile, before = root / "examples" / "us-md-la-step1-fail.toml", example.read_bytes()
    one, other = (run("audit", profile, example, *DAY, "--json", "-").out for _ in range(2))
    assert one == other
    assert example.read_bytes() == before


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (["x"], r"--choose: 'x' is no LINE=CODE. Write it as"),
        (["1=Harbor"], "--choose: 'Harbor' is no code of a program"),
        (["99=1067120C0"], "--choose: the list has no program on line 99"),
        (["1=none", "1=none"], "--choose: line 1 is given twice"),
    ],
)
def test_wrong_choices_are_told(run: Run, me: Path, tmp_path: Path, choices: list[str], said: str) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(HARBOR, encoding="utf-8")
    told = run("audit", me, listed, *DAY, *(f"--choose={choice}" for choice in choices))
    assert told.code == 2
    assert said in told.err


def test_all_that_is_wrong_is_told_at_once(run: Run, tmp_path: Path) -> None:
    told = run("audit", tmp_path / "no.toml", tmp_path / "no.csv", "--choose", "x", "--today", "soon", "--season", 2099)
    assert told.code == 2
    for part in ("no.toml", "no.csv", "--choose", "--today", "--season"):
        assert part in told.err


def test_neither_file_is_written_over(run: Run, me: Path, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(HARBOR, encoding="utf-8")
    for target in (me, listed):
        before = target.read_bytes()
        assert run("audit", me, listed, *DAY, "--json", target).code == 2
        assert target.read_bytes() == before


def test_hostile_text_is_shown_harmlessly(run: Run, me: Path, tmp_path: Path) -> None:
    names = [
        "<script>alert(1)</script>",
        '=HYPERLINK("http://x.invalid","Mercy")',
        "\x1b[2JMercy",
        "\u202eycreM",
        "@SUM(A1)",
    ]
    book = openpyxl.Workbook()
    book.active.append(["Program", "State"])
    for name in names:
        book.active.append([name.replace("\x1b", "_"), "IA"])
    book.save(tmp_path / "list.xlsx")
    (tmp_path / "list.txt").write_text("\n".join(names), encoding="utf-8")
    for listed in ("list.xlsx", "list.txt"):
        for more in ((), ("--json", "-")):
            told = run("audit", me, tmp_path / listed, *DAY, *more)
            assert told.code == 0
            assert not {"\x1b", "\u202e", "\u2066"} & set(told.out)
            assert "<script>alert(1)</script>" in told.out


def test_a_damaged_list_is_refused_and_nothing_is_written(run: Run, me: Path, tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_bytes(b"PK\x03\x04")
    told = run("audit", me, tmp_path / "list.xlsx", *DAY, "--json", tmp_path / "out.json")
    assert told.code == 2
    assert "damaged" in told.err
    assert not (tmp_path / "out.json").exists()


def test_at_a_terminal_it_asks(me: Path, tmp_path: Path, root: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("Sutter Health, Family Medicine\nSutter Health, Family Medicine\n", encoding="utf-8")
    ours, theirs = pty.openpty()
    target = tmp_path / "out.json"
    command = [sys.executable, "-c", "from smartpick.present.cli import main; main()", "audit", str(me), str(listed),
               *DAY, "--json", str(target)]  # fmt: skip
    running = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=root, close_fds=True)  # noqa: S603
    os.close(theirs)
    os.write(ours, b"99\nHarbor\n2\n\n")
    while True:
        try:
            if not os.read(ours, 4096):
                break
        except OSError:
            break
    os.close(ours)
    assert running.wait(60) == 0
    lines = json.loads(target.read_text(encoding="utf-8"))["lines"]
    assert lines[0]["program"]["program_code_nrmp"] == "1135120C1"
    assert lines[0]["how"] == "as you chose"
    assert lines[1]["state"] == "ask"


def test_every_field_is_explained(root: Path) -> None:
    text = (root / "docs" / "audit.md").read_text(encoding="utf-8")
    whole = json.loads((root / "docs" / "schemas" / "audit-1.json").read_text(encoding="utf-8"))
    fields = [*whole["properties"], *whole["$defs"]["line"]["properties"]]
    assert [name for name in fields if f"`{name}`" not in text] == []
