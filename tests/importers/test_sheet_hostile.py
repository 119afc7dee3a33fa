"""Whatever comes back, a sheet is read or politely refused, in time, and what is kept can be written and read again."""

import io
import math
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importers.layouts import EXCEL, LAYOUTS, Cell, Sheet, workbook

from smartpick.errors import Problem, RequestError
from smartpick.importers.sheet import KeptRow, KeptSheet, SheetFile, Value, guarded, merge_sheet, unguarded
from smartpick.importers.sheet import _read as reading
from smartpick.programs import Directory
from smartpick.store.sheet import load_sheet, save_sheet

MOST = settings(
    max_examples=500,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
LONGEST_S = 2.0
HOSTILE = st.sampled_from(
    ['"', ",", ";", "\n", "\0", "\x1b[31m", "\u202e", "NRMP code", "On the list", "struck out", "=1+1", "+1", "@x", "-",
     "Rank", "Institution", "1067120C0", "1047120C0", "9" * 40, "x" * 3000, "\ufeff", "_x0000_", "&#0;", "<v>"]
)  # fmt: skip
TEXT = st.text(max_size=20) | HOSTILE
XML_TEXT = TEXT.map(lambda text: "".join(each for each in text if each in "\t\n" or each >= " ")).map(
    lambda text: text.encode("utf-8", "ignore").decode().replace("\ufffe", "").replace("\uffff", "")
)
CELL = st.none() | XML_TEXT | st.integers(-(10**18), 10**18) | st.floats(allow_nan=False, allow_infinity=False)


class Here:
    """The programs, and a place to write to; told in one word where an example is shown."""

    def __init__(self, directory: Directory, path: Path) -> None:
        self.directory, self.path = directory, path

    def __repr__(self) -> str:
        return "here"


@pytest.fixture(scope="module")
def here(directory: Directory, tmp_path_factory: pytest.TempPathFactory) -> Here:
    # What is looked up once for all files is not part of the time that one takes.
    first = reading.sheet_of(b"Institution,My notes\nHospital of my aunt,x\n", "sheet", ".csv")
    merge_sheet(directory, first, ("family_medicine",), {}, None)
    return Here(directory, tmp_path_factory.mktemp("kept") / "kept.json")


def kept(content: bytes, suffix: str, here: Here) -> None:
    """Read a sheet, hold it against a list, keep it; time and promises are looked at."""
    begun = time.process_time()
    problems: tuple[Problem, ...] = ()
    found: SheetFile | None = None
    try:
        found = reading.sheet_of(content, "sheet", suffix)
        base = {"1067120C0": {"rank": 1, "place": "yes", "code": "1067120C0", "institution": "Harbor"}}
        merged = merge_sheet(here.directory, found, ("family_medicine",), base, None)
        save_sheet(here.path, merged.sheet)
        assert load_sheet(here.path) == merged.sheet
        assert len({row.id for row in merged.sheet.rows}) == len(merged.sheet.rows)
        again = merge_sheet(here.directory, found, ("family_medicine",), base, merged.sheet)
        assert not again.cells
        assert not again.struck
        assert not again.added
    except RequestError as error:
        problems = error.problems
    assert all(problem.what and problem.fix for problem in problems)
    assert found is not None or problems
    assert time.process_time() - begun < LONGEST_S


@given(content=st.binary(max_size=400))
@MOST
def test_any_bytes(content: bytes, here: Here) -> None:
    for suffix in (".csv", ".xlsx"):
        kept(content, suffix, here)


@given(parts=st.lists(TEXT, max_size=40))
@MOST
def test_any_table(parts: list[str], here: Here) -> None:
    text = "NRMP code,Institution,My notes\n" + "".join(parts)
    kept(text.encode("utf-8", "surrogatepass"), ".csv", here)


@given(rows=st.lists(st.lists(CELL, max_size=5), max_size=8), layout=st.sampled_from(sorted(LAYOUTS)))
@settings(MOST, max_examples=300)
def test_any_cells_in_any_layout(rows: list[list[Cell]], layout: str, here: Here) -> None:
    head: list[Cell] = ["NRMP code", "Institution", "My notes", "Status", "Mine"]
    content = workbook([Sheet("Programs", [head, ["1067120C0"], *rows])], LAYOUTS[layout])
    kept(content, ".xlsx", here)


@given(data=st.data())
@settings(MOST, max_examples=400)
def test_a_damaged_workbook(data: Any, here: Here) -> None:
    whole = bytearray(workbook([Sheet("Programs", [["NRMP code", "Mine"], ["1067120C0", "x"]])], EXCEL))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(whole)) | st.just(len(whole)))
    kept(bytes(whole[:end]), ".xlsx", here)


PARTS = ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml")
BITS = st.sampled_from(
    ['<c r="A1">', "</c>", '<row r="99999999">', '<c r="ZZZZ1"/>', "<v>1</v>", '<c t="s"><v>-1</v></c>', "<f>1/0</f>",
     '<c t="e"><v>#REF!</v></c>', '<definedName name="SmartPick_code">Programs!$ZZ$1</definedName>',
     '<c t="s"><v>99999</v></c>', "<is><t>", "&lt;", "<!-- -->", "<mergeCell ref='A1:XFD1048576'/>", "NRMP code",
     "1e999"]
)  # fmt: skip


@given(part=st.sampled_from(PARTS), bits=st.lists(BITS, max_size=8), at=st.floats(0, 1))
@settings(MOST, max_examples=300)
def test_a_crafted_part(part: str, bits: list[str], at: float, here: Here) -> None:
    whole = workbook([Sheet("Programs", [["NRMP code", "Mine"], ["1067120C0", "x"]])], EXCEL)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == part:
                place = text.find(">", int(at * len(text))) + 1
                text = text[:place] + "".join(bits) + text[place:]
            new.writestr(name, text)
    kept(buffer.getvalue(), ".xlsx", here)


def test_an_archive_that_unpacks_without_end_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 70_000_000)
    with pytest.raises(RequestError, match="would unpack to"):
        reading.sheet_of(buffer.getvalue(), "sheet", ".xlsx")


@given(text=st.text() | HOSTILE)
@MOST
def test_what_is_guarded_comes_back_and_is_no_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


VALUES = st.text(max_size=30) | st.booleans() | st.integers(-(10**14), 10**14) | st.dates()
ROWS = st.builds(
    KeptRow,
    st.none() | st.just("1067120C0"),
    st.text(max_size=20),
    st.booleans(),
    st.booleans(),
    st.dictionaries(st.text(max_size=10), VALUES | st.floats(allow_nan=False, allow_infinity=False), max_size=4),
    st.dictionaries(st.sampled_from(["applied", "tracked"]), VALUES, max_size=2),
)


def same(one: Value, other: Value) -> bool:
    return type(one) is type(other) and (
        one == other or (isinstance(one, float) and math.isclose(one, float(str(other))))
    )


@given(columns=st.lists(st.text(max_size=10), max_size=3), rows=st.lists(ROWS, max_size=4), is_ordered=st.booleans())
@MOST
def test_what_is_kept_is_read_as_it_was_written(
    columns: list[str],
    rows: list[KeptRow],
    is_ordered: bool,  # noqa: FBT001 -- drawn
    tmp_path: Path,
) -> None:
    sheet = KeptSheet(tuple(columns), tuple(rows), is_ordered)
    save_sheet(tmp_path / "kept.json", sheet)
    found = load_sheet(tmp_path / "kept.json")
    assert found == sheet
    for row, there in zip(sheet.rows, found.rows, strict=True):
        assert all(same(value, there.values[title]) for title, value in row.values.items())
