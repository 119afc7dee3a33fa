"""``smartpick list A --with B``: text, JSON and table say the same; every problem of both files at once; no secrets."""

import csv
import io
import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

Run = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("kept")

SECRETS = """
[[ties]]
kind = "family"
place = "SECRETPLACE"
state = "CA"
is_private = true
[[setbacks]]
kind = "illness"
note = "SECRETNOTE"
[[gaps]]
start = 2023-01-01
end = 2023-06-30
reason = "SECRETGAP"
is_private = true
"""


@pytest.fixture(scope="module")
def files(root: Path) -> tuple[Path, Path]:
    folder = root / "examples" / "couple"
    return folder / "rosa.toml", folder / "sam.toml"


ASKED = ("--area", "southern-california", "--today", "2026-09-10")


def test_the_json_fits_its_schema_and_the_page_names_every_field(
    run: Run, files: tuple[Path, Path], root: Path
) -> None:
    told = run("list", files[0], "--with", files[1], *ASKED, "--json", "-")
    assert told.code == 0, told.err
    schema = json.loads((root / "docs/schemas/pairs-1.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(told.data)] == []
    page = (root / "docs/couples.md").read_text(encoding="utf-8")
    fields = {*told.data, *told.data["partners"][0], *told.data["rows"][0]}
    assert [name for name in fields if f"`{name}`" not in page and f".{name}`" not in page] == []


def test_text_starts_with_the_three_sentences_and_shows_both_bills(run: Run, files: tuple[Path, Path]) -> None:
    told = run("list", files[0], "--with", files[1], *ASKED)
    data = run("list", files[0], "--with", files[1], *ASKED, "--json", "-").data
    assert told.code == 0, told.err
    flat = " ".join(told.out.split())
    at = [flat.index(" ".join(sentence.split())) for sentence in data["answer"]]
    assert at == sorted(at)
    for partner in data["partners"]:
        assert f"Cost: {partner['name']}" in told.out
        assert f"${partner['cost_usd']['total']:,.0f}" in told.out
    assert "couples fee" in flat
    assert "each alone" in flat


def test_the_table_holds_the_rows_in_order(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    target = tmp_path / "pairs.csv"
    told = run("list", files[0], "--with", files[1], *ASKED, "--pairs", target)
    assert told.code == 0, told.err
    data = run("list", files[0], "--with", files[1], *ASKED, "--json", "-").data
    rows = list(csv.reader(io.StringIO(target.read_bytes().decode("utf-8-sig"), newline="")))
    assert rows[0][1] == "code_rosa"
    assert rows[0][4] == "code_sam"
    assert len(rows) - 1 == len(data["rows"])
    for line, row in zip(rows[1:], data["rows"], strict=True):
        codes = ["no match" if half is None else half["program_code_nrmp"] for half in row["programs"]]
        assert [line[0], line[1], line[4], line[7]] == [str(row["rank"]), *codes, row["kind"]]


def test_each_order_of_the_files_gives_the_same_chances(run: Run, files: tuple[Path, Path]) -> None:
    one = run("list", files[0], "--with", files[1], *ASKED, "--json", "-").data
    other = run("list", files[1], "--with", files[0], *ASKED, "--json", "-").data
    for name in ("p_both_near", "p_both", "p_exactly_one", "p_none", "alone", "miles_when_both_match"):
        assert one[name] == other[name], name
    assert one["partners"] == other["partners"][::-1]


def test_what_is_private_is_in_neither_text_nor_json_nor_table(
    run: Run, files: tuple[Path, Path], tmp_path: Path
) -> None:
    paths = []
    for file in files:
        path = tmp_path / file.name
        path.write_text(file.read_text(encoding="utf-8") + SECRETS, encoding="utf-8")
        paths.append(path)
    target = tmp_path / "pairs.csv"
    shown = run("list", paths[0], "--with", paths[1], *ASKED)
    assert shown.code == 0, shown.err
    written = run("list", paths[0], "--with", paths[1], *ASKED, "--json", "-", "--pairs", target)
    for text in (shown.out, written.out, target.read_text(encoding="utf-8-sig")):
        assert len(text) > 1000
        assert "SECRET" not in text


def test_problems_of_both_files_and_of_the_request_come_together(run: Run, tmp_path: Path) -> None:
    for name in ("ana", "ben"):
        (tmp_path / f"{name}.toml").write_text('[goals]\nspecialties = ["Famly Medicine"]\n', encoding="utf-8")
    told = run("list", tmp_path / "ana.toml", "--with", tmp_path / "ben.toml", "--miles", "9999", "--xlsx", "a.xlsx")
    assert told.code == 2
    for word in ("ana.toml", "ben.toml", "--miles", "--xlsx"):
        assert word in told.err, told.err


def test_the_same_file_twice_is_no_couple(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    link = tmp_path / "other.toml"
    link.symlink_to(files[0])
    for partner in (files[0], link):
        told = run("list", files[0], "--with", partner)
        assert told.code == 2
        assert "same file twice" in told.err


@pytest.mark.parametrize("option", [("--miles", "40"), ("--same-area",), ("--pairs", "x.csv")])
def test_what_is_for_couples_asks_for_the_partner(run: Run, me: Path, option: tuple[str, ...]) -> None:
    told = run("list", me, *option)
    assert told.code == 2
    assert option[0] in told.err
    assert "--with" in told.err


def test_no_profile_is_written_over(run: Run, files: tuple[Path, Path]) -> None:
    before = [file.read_bytes() for file in files]
    for option in ("--json", "--pairs"):
        for file in files:
            assert run("list", files[0], "--with", files[1], option, file).code == 2
    assert [file.read_bytes() for file in files] == before


def test_programs_outside_the_match_are_told_with_the_partner_named(run: Run, files: tuple[Path, Path]) -> None:
    told = run("list", files[0], "--with", files[1], "--specialty", "FM")
    assert told.code == 2
    assert "goals.specialties" in told.err


def test_a_process_makes_it_within_its_time(process: Callable[..., Any], files: tuple[Path, Path]) -> None:
    """Two specialties nationwide, from the start of the process: 5 s of computing on a machine that is busy or not."""
    before = os.times()
    started = time.perf_counter()
    told = process("list", files[0], "--with", files[1], "--today", "2026-09-10", OPENBLAS_NUM_THREADS="1")
    after = os.times()
    assert told.returncode == 0, told.stderr
    assert re.search(rb"pair list of", told.stdout)
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert min(spent, time.perf_counter() - started) < 5.0
