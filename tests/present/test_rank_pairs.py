"""``smartpick rank A PAIRS --with B``: rows in the couple's own order, and everything that is wrong with them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from smartpick.errors import RequestError
from smartpick.importers import read_pairs

Run = Callable[..., Any]
TODAY = ("--today", "2027-02-10")
FM, FM_OTHER = "1024120C0", "1040120C0"
IM, IM_OTHER = "1024140C0", "1040140C0"


@pytest.fixture(scope="module")
def files(root: Path) -> tuple[Path, Path]:
    folder = root / "examples" / "couple"
    return folder / "rosa.toml", folder / "sam.toml"


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    found = tmp_path / "pairs.csv"
    rows = ["rank,rosa,sam", f"1,{FM},{IM}", f"2,{FM_OTHER},{IM_OTHER}", f"3,{FM},no match", f"4,no match,{IM}"]
    found.write_text("\n".join(rows), encoding="utf-8")
    return found


@pytest.mark.usefixtures("kept")
def test_rows_keep_their_order_and_add_up(run: Run, files: tuple[Path, Path], pairs: Path, root: Path) -> None:
    told = run("rank", files[0], pairs, "--with", files[1], *TODAY, "--json", "-")
    assert told.code == 0, told.err
    schema = json.loads((root / "docs/schemas/rank_pairs-1.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(told.data)] == []
    page = (root / "docs/couples.md").read_text(encoding="utf-8")
    fields = {*told.data, *told.data["partners"][0], *told.data["rows"][0]}
    assert [name for name in fields if f"`{name}`" not in page and f".{name}`" not in page] == []
    codes = [[each and each["program_code_nrmp"] for each in row["programs"]] for row in told.data["rows"]]
    assert codes == [[FM, IM], [FM_OTHER, IM_OTHER], [FM, None], [None, IM]]
    rows = sum(row["p_matched_here"]["mean"] for row in told.data["rows"])
    data = told.data
    first = data["rows"][0]
    assert first["p_matched_here"]["mean"] == pytest.approx(first["p_both_take"]["mean"], abs=1e-9)
    assert all(row["p_matched_here"]["mean"] <= row["p_both_take"]["mean"] + 1e-9 for row in data["rows"])
    assert rows == pytest.approx(data["p_both"]["mean"] + data["p_exactly_one"]["mean"], abs=2e-3)
    assert rows + data["p_none"]["mean"] == pytest.approx(1, abs=2e-3)
    assert data["p_both_near"]["mean"] <= data["p_both"]["mean"] + 1e-9
    assert run("rank", files[0], pairs, "--with", files[1], *TODAY, "--json", "-").out == told.out
    text = run("rank", files[0], pairs, "--with", files[1], *TODAY)
    for sentence in data["answer"]:
        assert " ".join(sentence.split()) in " ".join(text.out.split())


@pytest.mark.usefixtures("kept")
def test_a_first_row_that_is_liked_best_is_had_most_often_when_it_stands_first(
    run: Run, files: tuple[Path, Path], tmp_path: Path
) -> None:
    def first(*rows: str) -> float:
        path = tmp_path / "rows.txt"
        path.write_text("\n".join(rows), encoding="utf-8")
        data = run("rank", files[0], path, "--with", files[1], *TODAY, "--json", "-").data
        wanted = next(row for row in data["rows"] if row["programs"][0]["program_code_nrmp"] == FM)
        return float(wanted["p_matched_here"]["mean"])

    one, other = f"{FM} {IM}", f"{FM_OTHER} {IM_OTHER}"
    assert first(one.replace(" ", ","), other.replace(" ", ",")) > first(other.replace(" ", ","), one.replace(" ", ","))


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (f"{FM},{IM}\n{FM},{IM}", "the same pair as row 1"),
        ("9999999C0,1024140C0", "no program 9999999C0"),
        (f"{FM}", "1 NRMP codes"),
        ("no match,no match", "no pair stands in it"),
        (f"1956440P0,{IM}", "no residency that is open to rosa"),
        (f"{FM},no match", "no row names a program of the second column"),
        ("", "no program stands in it"),
    ],
)
def test_wrong_rows_are_named(rows: str, words: str, run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(rows, encoding="utf-8")
    told = run("rank", files[0], path, "--with", files[1], *TODAY)
    assert (told.code, told.out) == (2, "")
    assert words in told.err or "no pair stands" in told.err


def test_a_couple_names_a_file_and_two_people(run: Run, files: tuple[Path, Path], pairs: Path) -> None:
    assert "a file of pairs" in run("rank", files[0], "--with", files[1], *TODAY).err
    assert "the same file twice" in run("rank", files[0], pairs, "--with", files[0], *TODAY).err


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_files_of_pairs_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pairs"
    path.write_bytes(content)
    try:
        found = read_pairs(path)
    except RequestError:
        return
    assert all(len(pair) == 2 and any(pair) for pair in found)
