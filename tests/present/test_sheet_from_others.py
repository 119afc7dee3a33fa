"""What somebody else wrote into a sheet, and what published layouts say: commands to paste, looks only, schemas."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from smartpick.profile import Profile

Run = Callable[..., Any]
TODAY = ("--today", "2026-09-10")


@pytest.fixture
def here(tmp_path: Path, root: Path) -> Path:
    """Return a profile of its own folder."""
    return Path(shutil.copy(root / "examples" / "us-md-la-step1-fail.toml", tmp_path / "me.toml"))


@pytest.mark.usefixtures("kept")
def test_only_a_day_gets_into_a_command_to_paste(here: Path, tmp_path: Path, run: Run) -> None:
    """A sheet may come back from somebody else: no cell of it may write into what she pastes into her terminal."""
    book_path, mine = tmp_path / "list.xlsx", tmp_path / "my files" / "me.toml"
    mine.parent.mkdir()
    mine.write_bytes(here.read_bytes())
    assert run("export", mine, "--xlsx", book_path, *TODAY).code == 0
    book = load_workbook(book_path)
    sheet = book["Tracker"]
    at = next(cell.column for cell in sheet[1] if cell.value == "Applied on")
    for row, text in ((2, "9/9/2026"), (3, "2026-09-09; touch x"), (4, "$(touch x)"), (5, "soon")):
        sheet.cell(row, at).value = text
    # What has no place in what is kept is told, and not lost in silence.
    sheet.cell(1, sheet.max_column + 1).value = "Dress code"
    sheet.cell(2, sheet.max_column).value = "suit"
    book.create_sheet("My diary").cell(1, 1).value = "only for me"
    book.save(book_path)
    told = run("import", mine, book_path, "--dry-run", *TODAY)
    assert "columns of your own on the sheet Tracker ('Dress code')" in " ".join(told.out.split())
    assert "sheets of your own ('My diary'). They stay" in " ".join(told.out.split())
    assert "only for me" not in told.out
    assert told.code == 0
    commands, others = " ".join(told.out.split()).split("- smartpick log")[1:], told.out
    assert len(commands) == 1
    assert "my files/me.toml' " in commands[0] or 'my files\\me.toml" ' in commands[0]
    assert " applied 2026-09-09 " in commands[0]
    assert "touch" not in commands[0].split("In the tracker, but no day")[0]
    assert "'soon'" in others
    days = [
        each["day"]
        for each in run("import", mine, book_path, "--dry-run", *TODAY, "--json", "-").data["not_in_the_log"]
    ]
    assert days == ["2026-09-09", "2026-09-09; touch x", "$(touch x)", "soon"]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("command", ["export", "list"])
def test_a_sheet_with_changes_that_were_not_taken_in_is_not_written_over(
    here: Path, tmp_path: Path, run: Run, command: str
) -> None:
    book_path, table = tmp_path / "list.xlsx", tmp_path / "list.csv"
    files = ("--xlsx", book_path, "--csv", table)
    assert run(command, here, *files, *TODAY).code == 0
    fresh = book_path.read_bytes()
    assert run(command, here, *files, "--max-programs", "9", *TODAY).code == 0, "nothing of hers stands in them"
    assert book_path.read_bytes() != fresh
    book = load_workbook(book_path)
    sheet = book["Programs"]
    notes = next(cell.column for cell in sheet[1] if cell.value == "My notes")
    sheet.cell(2, notes).value = "call on Monday"
    book.save(book_path)
    before = book_path.read_bytes()
    table.write_text("her own words", encoding="utf-8")
    refused = run(command, here, *files, *TODAY)
    assert refused.code == 2
    assert "list.xlsx holds changes of yours that were not taken in yet" in " ".join(refused.err.split())
    assert book_path.read_bytes() == before
    assert table.read_text(encoding="utf-8") == "her own words", "none is written where one cannot be"
    assert run("import", here, book_path, *TODAY).code == 0
    assert run(command, here, *files, *TODAY).code == 0
    assert load_workbook(book_path)["Programs"].cell(2, notes).value == "call on Monday"


@pytest.mark.usefixtures("kept")
def test_a_look_only_keeps_nothing(here: Path, tmp_path: Path, run: Run) -> None:
    table = tmp_path / "list.csv"
    table.write_text("NRMP code,Mine\n1067120C0,x\n", encoding="utf-8")
    ran = run("import", here, table, "--dry-run", "--part", *TODAY)
    assert ran.code == 0, ran.err
    assert "Nothing was kept" in ran.out
    assert "'Mine' is new" in ran.out
    assert not (tmp_path / "me.sheet.json").exists()


def test_the_published_schema_of_a_profile_is_that_of_the_model(root: Path) -> None:
    """A field that the model takes and the schema refuses would make every share file with it a wrong one."""

    def bare(value: Any, *, is_named: bool = False) -> Any:
        if isinstance(value, dict):
            inner = {"properties", "$defs"}
            return {key: bare(each, is_named=key in inner) for key, each in value.items() if is_named or key != "title"}
        return [bare(each) for each in value] if isinstance(value, list) else value

    told = json.loads((root / "docs/schemas/profile-1.json").read_text(encoding="utf-8"))
    head = {"$schema", "title", "description"}
    model = bare(Profile.model_json_schema())
    assert {key: each for key, each in told.items() if key not in head} == {
        key: each for key, each in model.items() if key not in head
    }
