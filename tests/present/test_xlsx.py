"""Workbooks, read back by another program: sheets, headings, numbers as numbers, no formula whatever a cell says."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from smartpick.present._programs_view import COLUMNS
from smartpick.present._programs_xlsx import OWN_COLUMNS
from smartpick.present._workbook import Book, Shown

Run = Callable[..., Any]
DAY = ("--today", "2026-09-10")


@pytest.fixture
def list_book(me: Path, tmp_path: Path, run: Run, request: pytest.FixtureRequest) -> tuple[Workbook, Any]:
    """Return the workbook of the small profile, with the same list as JSON."""
    request.getfixturevalue("kept")
    target = tmp_path / "list.xlsx"
    data = run("list", me, *DAY, "--json", "-", "--xlsx", target).data
    return load_workbook(target), data


def rows_of(book: Workbook, name: str) -> list[tuple[Any, ...]]:
    return list(book[name].iter_rows(values_only=True))


def test_the_list_has_its_sheets_with_headings_that_stay_in_sight(list_book: tuple[Workbook, Any]) -> None:
    book, _ = list_book
    assert book.sheetnames == [
        "Answer", "Programs", "Program sheet", "Program sources", "Cost", "Plan", "Tracker", "Left out", "Assumptions",
        "Sources", "SmartPick",
    ]  # fmt: skip
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == ["SmartPick"]
    for sheet in book:
        assert sheet.freeze_panes is not None
        assert all(cell.value and cell.font.bold for cell in sheet[1])
        titles = [cell.value for cell in sheet[1]]
        assert len(set(titles)) == len(titles)
    assert book.properties.title == "SmartPick: list of applications"
    assert str(book.properties.created) == "2026-01-01 00:00:00"


def test_the_workbook_and_the_json_say_the_same(list_book: tuple[Workbook, Any]) -> None:
    book, data = list_book
    header, *rows = rows_of(book, "Programs")
    at = {name: number for number, name in enumerate(header)}
    assert len(rows) == len(data["programs"])
    for row, each in zip(rows, data["programs"], strict=True):
        assert row[at["NRMP code"]] == each["program_code_nrmp"]
        assert row[at["Interview offer"]] == each["band"]
        for column, value in (
            ("Offer: chance", each["p_interview"]["mean"]),
            ("Offer: low", each["p_interview"]["low"]),
            ("Match here", each["p_match_on_this_list"]["mean"]),
            ("Adds to matching", each["marginal_gain"]),
        ):
            assert isinstance(row[at[column]], float)
            assert row[at[column]] == pytest.approx(value, rel=1e-12)
        assert all(reason["text"] in row[at["For and against"]] for reason in each["reasons"])
    answer = {row[0]: row[1] for row in rows_of(book, "Answer")}
    assert [answer[f"Answer {n}"] for n in (1, 2, 3)] == data["answer"]
    assert answer["This list: chance of matching, these applications sent"] == data["summary"]["p_match"]["mean"]
    assert answer["This list: cost in US dollars"] == data["summary"]["cost_usd"]["total"]
    assert dict(rows_of(book, "Sources")[1:]) == data["sources"]


def test_numbers_are_numbers_and_chances_are_shown_as_percent(list_book: tuple[Workbook, Any]) -> None:
    book, _ = list_book
    sheet = book["Programs"]
    header = [cell.value for cell in sheet[1]]
    for column, shown in (("Offer: chance", "0 %"), ("Match here", "0.0 %"), ("Adds to matching", "0.00 %")):
        cell = sheet.cell(2, header.index(column) + 1)
        assert cell.data_type == "n"
        assert cell.number_format.endswith(f";{shown}")
    assert sheet.cell(2, header.index("NRMP code") + 1).data_type == "s"


def test_nothing_in_a_cell_is_ever_run() -> None:
    """Names, notes and own facts may begin with =, +, - or @, or look like a link or a number."""
    hostile = [
        "=1+1",
        '=HYPERLINK("http://x.example")',
        "+1",
        "-1",
        "@SUM(A1)",
        "http://x.example",
        "007",
        "\t=1",
        "x" * 40_000,
    ]
    book = Book("test")
    book.table("One", ("text", "number", "shown"), [(text, 0.5, Shown(0.25, "0 %")) for text in hostile], (10, 10, 10))
    back = load_workbook(io.BytesIO(book.close()))["One"]
    for row, text in zip(back.iter_rows(min_row=2), hostile, strict=True):
        assert row[0].data_type == "s"
        assert row[0].hyperlink is None
        assert row[0].value.startswith(text.strip()[:30]) or row[0].value.strip() == text.strip()
        assert len(row[0].value) < 32_767
        assert (row[1].value, row[2].value, row[2].number_format) == (0.5, 0.25, "0 %")


def test_an_own_fact_that_looks_like_a_formula_stays_a_text(
    me: Path, tmp_path: Path, run: Run, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("kept")
    fact = """
[[own_facts]]
program_code_nrmp = "1033110C0"
field = "note"
value = "=cmd|' /C calc'!A0"
source = "=2+5"
date = 2026-08-03
"""
    me.write_text(me.read_text(encoding="utf-8") + fact, encoding="utf-8")
    target = tmp_path / "list.xlsx"
    assert run("list", me, *DAY, "--xlsx", target).code == 0
    book = load_workbook(target)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("=cmd|" in str(cell.value) for cell in cells)
    # Formulas are ours alone: the bill, and what the tracker counts.
    assert {cell.parent.title for cell in cells if cell.data_type == "f"} == {"Answer", "Cost"}
    assert not any(cell.data_type == "f" and "cmd" in str(cell.value) for cell in cells)


@pytest.mark.usefixtures("kept")
def test_the_program_spreadsheet_has_a_source_for_every_cell(tmp_path: Path, run: Run) -> None:
    """Sheet Sources mirrors sheet Programs: same place, where the cell comes from."""
    target = tmp_path / "programs.xlsx"
    told = run("programs", "--area", "greater-los-angeles", "--specialty", "IM", "--json", "-", "--xlsx", target)
    programs = told.data["programs"]
    book = load_workbook(target)
    assert book.sheetnames == ["Programs", "Sources", "About"]
    header, *rows = rows_of(book, "Programs")
    mirror_header, *mirror = rows_of(book, "Sources")
    titles = tuple(column.title for column in COLUMNS)
    assert header == (*titles, *OWN_COLUMNS)
    assert mirror_header == titles
    assert len(rows) == len(mirror) == len(programs)
    for row, sources, each in zip(rows, mirror, programs, strict=True):
        for value, source, column in zip(row, sources, COLUMNS, strict=False):
            cell = each["cells"][column.key]
            assert value == cell["value"]
            assert source
            assert cell["facts"] or cell["why"]
            # What rests on rows names their publisher; the rest says why it is unknown.
            assert not cell["facts"] or "[" in source
        assert row[-len(OWN_COLUMNS) :] == (None,) * len(OWN_COLUMNS)
        assert str(sources[0]).startswith(f"{row[0]}: ")
    at = header.index("Fill rate, five Matches")
    assert all(isinstance(row[at], float | int) or row[at] == "unknown" for row in rows)
    assert not any(cell.data_type == "f" for sheet in book for line in sheet.iter_rows() for cell in line)
