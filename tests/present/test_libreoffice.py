"""The workbook as another spreadsheet program sees it: formulas worked out anew, and everything of hers still there."""

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from smartpick.explain import ListRequest, make_list
from smartpick.facts import Facts
from smartpick.importers.sheet import KeptRow, KeptSheet, Merged, merge_sheet, read_sheet
from smartpick.portfolio import FeeSchedule
from smartpick.present._export import Export, export_of
from smartpick.present._sheet_rows import base_of
from smartpick.profile import Known, load_profile
from smartpick.programs import Directory

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
DAY = date(2026, 9, 10)
KEYS = ("family_medicine", "internal_medicine")


@pytest.fixture(scope="module")
def shown(facts: Facts, directory: Directory, root: Path) -> Export:
    profile = load_profile(root / "examples/us-md-la-step1-fail.toml", Known.of(facts, directory), DAY)
    made = make_list(facts, directory, profile, ListRequest(today=DAY), has_looks=False)
    return export_of(facts, directory, profile, made)


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Return a function that opens a file in LibreOffice and saves it, as xlsx or csv."""
    folder = tmp_path_factory.mktemp("office")

    def save(path: Path, kind: str = "xlsx") -> Path:
        out = folder / path.stem
        command = [
            str(OFFICE), "--headless", f"-env:UserInstallation={(folder / 'user').as_uri()}", "--convert-to", kind,
            "--outdir", str(out), str(path),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 -- the office on this machine
        return out / f"{path.stem}.{kind}"

    return save


def edited(shown: Export, path: Path) -> Path:
    """Write the workbook as a person leaves it: headings, columns, notes, order, strikes and additions of her own."""
    book = load_workbook(io.BytesIO(shown.workbook()))
    sheet = book["Programs"]
    at = {cell.value: cell.column for cell in sheet[1]}
    last = sheet.max_column
    sheet.cell(1, at["Institution"]).value = "Where"
    sheet.cell(1, at["My notes"]).value = "Was ich denke"
    for offset, (title, value) in enumerate(
        [("Vibe", "calm\nand kind"), ("Seen", DAY), ("Miles", 12.5), ("x", "=1+1")], 1
    ):
        sheet.cell(1, last + offset).value = title
        cell = sheet.cell(2, last + offset)
        cell.value = value
        if value == "=1+1":
            cell.data_type = "s"
    sheet.cell(2, at["My notes"]).value = "call"
    sheet.cell(3, at["On the list"]).value = "struck out"
    sheet.cell(4, at["Institution"]).font = Font(strike=True)
    sheet.delete_rows(6)
    sheet.append([None, None, None, "1067120C0"])
    sheet.move_range(f"A{sheet.max_row}:X{sheet.max_row}", rows=1)
    book["Tracker"].cell(2, 5).value = date(2026, 9, 25)
    book.save(path)
    return path


def merged_from(shown: Export, path: Path) -> Merged:
    return merge_sheet(shown.directory, read_sheet(path), KEYS, base_of(shown.lines), None)


def test_what_is_hers_survives_libreoffice(shown: Export, tmp_path: Path, resaved: Callable[[Path, str], Path]) -> None:
    path = edited(shown, tmp_path / "list.xlsx")
    before, after = merged_from(shown, path), merged_from(shown, resaved(path, "xlsx"))
    assert after.sheet == before.sheet
    assert (after.struck, after.added, after.renamed) == (before.struck, before.added, before.renamed)
    assert len(after.struck) == 3
    assert after.added == ("1067120C0",)
    assert after.new_columns == ("Vibe", "Seen", "Miles", "x")
    assert after.ours == ()


def test_what_was_not_touched_is_no_change_after_libreoffice(
    shown: Export, tmp_path: Path, resaved: Callable[[Path, str], Path]
) -> None:
    path = tmp_path / "same.xlsx"
    path.write_bytes(shown.workbook())
    assert not merged_from(shown, resaved(path, "xlsx")).is_change
    table = tmp_path / "table.csv"
    table.write_bytes(shown.csv())
    assert not merged_from(shown, resaved(table, "xlsx")).is_change


def test_the_bill_is_worked_out_anew_when_a_program_is_struck_out(
    shown: Export, tmp_path: Path, resaved: Callable[[Path, str], Path]
) -> None:
    book = load_workbook(io.BytesIO(shown.workbook()))
    sheet = book["Programs"]
    at = {cell.value: cell.column for cell in sheet[1]}
    for row in (2, 3, 10):
        sheet.cell(row, at["On the list"]).value = "struck out"
    path = tmp_path / "struck.xlsx"
    # Saved without values, so that what is read afterwards was worked out by the other program.
    book.save(path)
    rows = {
        row[0]: row for row in load_workbook(resaved(path, "xlsx"), data_only=True)["Cost"].iter_rows(values_only=True)
    }
    struck = {shown.made.programs[row - 2].program.program_code_nrmp for row in (2, 3, 10)}
    counts: dict[str, int] = {}
    for each in shown.made.programs:
        if each.program.program_code_nrmp not in struck:
            counts[each.program.specialty] = counts.get(each.program.specialty, 0) + 1
    fees = FeeSchedule(shown.facts, shown.made.season, ["usmle_transcript"])
    assert rows["In all"][6] == fees.cost(counts).total_usd
    assert rows["In all"][1] == len(shown.made.programs) - 3
    assert rows["Left of it"][6] == 1500 - fees.cost(counts).total_usd


def test_the_values_that_we_write_are_those_that_formulas_give(
    shown: Export, tmp_path: Path, resaved: Callable[[Path, str], Path]
) -> None:
    codes = [each.program.program_code_nrmp for each in shown.made.programs]
    rows = (KeptRow(codes[0], is_struck=True), KeptRow("1067120C0", is_added=True, tracker={"applied": DAY}))
    content = export_of(shown.facts, shown.directory, shown.profile, shown.made, KeptSheet((), rows)).workbook()
    path = tmp_path / "values.xlsx"
    load_workbook(io.BytesIO(content)).save(path)
    ours = load_workbook(io.BytesIO(content), data_only=True)["Cost"]
    theirs = load_workbook(resaved(path, "xlsx"), data_only=True)["Cost"]
    assert ours["G11"].value
    for one, other in zip(ours.iter_rows(), theirs.iter_rows(), strict=True):
        for mine, its in zip(one, other, strict=False):
            assert (mine.value or 0) == (its.value or 0), mine.coordinate
