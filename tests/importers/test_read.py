"""Files as people have them: every delimiter, encoding and kind, headers anywhere or nowhere."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from smartpick.errors import RequestError
from smartpick.importers import ListFile, _read, _rows, _xlsx, read_list

CODE = "1067120C0"


def of(content: bytes | str, suffix: str = ".csv") -> ListFile:
    data = content.encode() if isinstance(content, str) else content
    return _read.list_of(data, f"list{suffix}", suffix)


def saved(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    """Return a workbook with some sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refused(content: bytes | str, suffix: str = ".csv") -> str:
    with pytest.raises(RequestError) as caught:
        of(content, suffix)
    assert all(problem.fix for problem in caught.value.problems)
    return str(caught.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_delimiter_and_encoding(delimiter: str, encoding: str, end: str) -> None:
    lines = [["NRMP code", "Program Name", "City"], [CODE, "Hôpital Général", "Torrance"], ["", "Mercy", "Méx"]]
    text = end.join(delimiter.join(cells) for cells in lines) + end
    found = of(text.encode(encoding))
    assert [row.line for row in found.rows] == [2, 3]
    assert found.rows[0].cells == {"program_code_nrmp": CODE, "name": "Hôpital Général", "city": "Torrance"}
    assert found.rows[1].cells == {"name": "Mercy", "city": "Méx"}
    assert found.columns["name"] == "Program Name"


def test_a_row_after_quoted_newlines_keeps_its_line() -> None:
    found = of(f'Program,My notes\nMercy,"two\nlines, of mine"\n"Harbor\nUCLA",x\n{CODE},\n')
    assert [row.line for row in found.rows] == [2, 4, 6]
    assert found.rows[1].text == "Harbor UCLA"
    assert "of mine" not in found.rows[0].text, "her notes are not repeated"


def test_a_header_may_stand_further_down_and_says_so() -> None:
    found = of(f"My list\n\n2026\nHospital;State;Vibe\nHarbor;CA;good\n{CODE};;\n")
    assert found.header_line == 4
    assert [row.line for row in found.rows] == [5, 6]
    assert found.notes == ("Lines 1 to 3 stand above the header and were not read.",)


def test_without_a_header_cells_go_by_their_form() -> None:
    found = of(f"{CODE},Harbor-UCLA,CA\n1400521234,Mercy,Iowa\n")
    assert found.header_line is None
    assert found.rows[0].cells == {"program_code_nrmp": CODE, "state": "CA", "name": "Harbor-UCLA"}
    assert found.rows[1].cells == {"program_id_acgme": "1400521234", "state": "IA", "name": "Mercy"}


def test_text_has_one_program_a_line() -> None:
    found = of(f"- Harbor-UCLA, Torrance, CA (gold)\n\n3) {CODE[:4]} {CODE[4:7]} {CODE[7:]}\n", ".txt")
    assert found.kind == "text"
    assert found.rows[0].cells == {"signal": "gold", "state": "CA", "name": "Harbor-UCLA, Torrance"}
    assert found.rows[1].line == 3
    assert found.rows[1].cells == {"program_code_nrmp": CODE}


def test_a_table_is_told_from_text_whatever_its_name() -> None:
    assert of("Program\tState\nMercy\tIA\n", ".txt").kind == "csv"
    assert of(saved(("a", [["Program"], ["Mercy"]])), ".csv").kind == "xlsx"


def test_a_workbook_gives_the_sheet_with_headers_and_text_of_its_cells() -> None:
    rows: list[list[Any]] = [
        ["A title over all columns"],
        ["NRMP Code", "ACGME ID", "Program"],
        [CODE, 400512345.0, "Mercy"],
        [],
    ]
    found = of(saved(("Read me", [["hello"]]), ("List", rows)), ".xlsx")
    assert found.rows[0].line == 3
    assert found.rows[0].cells == {"program_code_nrmp": CODE, "program_id_acgme": "400512345", "name": "Mercy"}
    assert any("'Read me'" in note for note in found.notes)


def test_merged_headers_do_no_harm() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Where", None, "Program"])
    sheet.append(["City", "State", "Program"])
    sheet.append(["Torrance", "CA", "Harbor"])
    sheet.merge_cells("A1:B1")
    out = io.BytesIO()
    book.save(out)
    found = of(out.getvalue(), ".xlsx")
    assert found.header_line == 2
    assert found.rows[0].cells == {"city": "Torrance", "state": "CA", "name": "Harbor"}


def test_formulas_are_never_run() -> None:
    found = of(saved(("a", [["Program", "State"], ['=HYPERLINK("http://x.invalid","Mercy")', "=1+1"]])), ".xlsx")
    assert found.rows[0].cells["name"].startswith("=HYPERLINK(")
    assert found.rows[0].cells["state"] == "=1+1"
    assert any("2 cells hold a formula" in note for note in found.notes)


def test_far_formatting_is_no_list() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Program"])
    book.active.append(["Mercy"])
    book.active["A1048576"] = "at the very end"
    out = io.BytesIO()
    book.save(out)
    assert [row.cells["name"] for row in of(out.getvalue(), ".xlsx").rows] == ["Mercy"]


def test_what_would_unpack_to_too_much_is_refused_before_it_does() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        for number in range(7):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b" " * 10_000_000)
    assert len(out.getvalue()) < 100_000
    assert "would unpack to 70 MB" in refused(out.getvalue(), ".xlsx")


def test_an_archive_that_lies_about_its_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = saved(("a", [["Program"], ["Mercy"]]))
    monkeypatch.setattr(_xlsx, "_MOST_UNPACKED", 10**9)
    assert of(content, ".xlsx").rows
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        stated = sum(part.file_size for part in archive.infolist())

    class Small(int):
        """Passes for small where the stated sizes are looked at, and is not where bytes are counted."""

        def __lt__(self, other: int) -> bool:
            return False if other == stated else int(self) < other

    monkeypatch.setattr(_xlsx, "_MOST_UNPACKED", Small(stated // 2))
    assert "more than it states" in refused(content, ".xlsx")


def test_entities_are_refused() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(("a", [["Program"], ["Mercy"]])))) as archive,
        zipfile.ZipFile(out, "w") as to,
    ):
        for part in archive.infolist():
            data = archive.read(part)
            if part.filename == "xl/workbook.xml":
                data = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + data
            to.writestr(part, data)
    assert "entities of its own" in refused(out.getvalue(), ".xlsx")


@pytest.mark.parametrize(
    ("content", "suffix", "said"),
    [
        (b"", ".csv", "no program stands in it"),
        ("Program,State\n", ".csv", "no program stands in it"),
        ('Program,State\nMercy,IA\n"Harbor,CA\nx,y\n', ".csv", r"list.csv, line 3: the row that begins here"),
        ('Program,State\n"Harbor" UCLA,CA\n', ".csv", "line 2"),
        ("Program,State\nMercy," + "x" * 2001, ".csv", "list.csv, line 2, column 2: a cell of 2,001 characters"),
        ("Program,State\n" + "," * 150 + "x", ".csv", "line 2: 151 columns"),
        ("Program\n" + "Mercy\n" * 1001, ".csv", "more than 1,000 rows"),
        ("Mercy\n" * 1001, ".txt", "more than 1,000 rows"),
        ("x" * 2001, ".txt", "line 1, column 1"),
        (b"x" * 5_000_001, ".txt", "larger than 5 MB"),
        (b"%PDF-1.7 ...", ".txt", "that is a PDF"),
        (b"\xd0\xcf\x11\xe0", ".xls", "old Excel"),
        (b"\x00\x01\x02\x03" * 100, ".txt", "no text"),
        (b"\xff\xfeM\x00e\x00r\x00\xd8", ".txt", "may be cut off"),
        (b"PK\x03\x04 cut off", ".xlsx", "damaged, cut off or protected"),
        (b"not a workbook", ".xlsx", "damaged, cut off or protected"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(content: bytes | str, suffix: str, said: str) -> None:
    assert said in refused(content, suffix)


def test_a_truncated_workbook_is_refused() -> None:
    content = saved(("a", [["Program"], ["Mercy"]]))
    for cut in (30, len(content) // 2, len(content) - 5):
        assert "damaged" in refused(content[:cut], ".xlsx")


def test_large_sheets_are_refused_with_the_row() -> None:
    assert "more than 1,000 rows" in refused(saved(("a", [["Program"], *[["Mercy"]] * 1001])), ".xlsx")
    assert "line 2, column 1" in refused(saved(("a", [["Program"], ["x" * 2001]])), ".xlsx")
    assert "more than 100 columns" in refused(saved(("a", [["Program"], ["x"] * 101])), ".xlsx")


def test_a_large_sheet_beside_the_list_does_no_harm() -> None:
    found = of(saved(("Raw", [["x"]] * 1500), ("List", [["Program", "State"], ["Mercy", "IA"]])), ".xlsx")
    assert [row.cells["name"] for row in found.rows] == ["Mercy"]
    assert "not read: 'Raw'" in found.notes[0]


def test_a_formula_counts_as_the_value_saved_with_it() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Program", "State"])
    sheet.write_formula(1, 0, '="Mer"&"cy"', None, "Mercy")
    sheet.write_string(1, 1, "IA")
    book.close()
    assert of(out.getvalue(), ".xlsx").rows[0].cells == {"name": "Mercy", "state": "IA"}


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path, said in ((tmp_path, "a folder"), (tmp_path / "none.csv", "no such file")):
        with pytest.raises(RequestError, match=said):
            read_list(path)


def test_reading_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xef\xbb\xbfProgram\r\nMercy\r\n")
    read_list(path)
    assert path.read_bytes() == b"\xef\xbb\xbfProgram\r\nMercy\r\n"
    assert sorted(tmp_path.iterdir()) == [path]


def test_shown_text_neither_steers_nor_turns() -> None:
    assert _rows.shown("a\x1b[2Jb\u202ec\u2066d\r\ne\t<script>") == "a?[2Jbcd e <script>"
    assert _rows.shown("שלום Mercy") == "שלום Mercy"
