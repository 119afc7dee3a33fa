"""A sheet that comes back: what is hers is kept, whatever program saved it; what is ours is not taken over."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importers.layouts import INLINE, LAYOUTS, PLAIN, Cell, Layout, Sheet, letter, workbook

from smartpick.errors import RequestError
from smartpick.importers.sheet import KeptRow, KeptSheet, Merged, guarded, merge_sheet, name_of, read_sheet, unguarded
from smartpick.programs import Directory

CODES = ("1067120C0", "1047120C0", "1485120C0", "1956140C0", "1043140C0")
HEAD = ("Rank", "On the list", "NRMP code", "Institution", "City", "Signal", "Offer: chance", "My rating 1-5",
        "My notes", "Status")  # fmt: skip
KEYS = ("rank", "place", "code", "institution", "city", "signal", "offer", "rating", "note", "status")
Rows = list[list[Cell]]


@pytest.fixture(scope="module")
def base(directory: Directory) -> dict[str, dict[str, object]]:
    """Return what a sheet written now says of five programs."""
    return {
        code: {
            "rank": rank,
            "place": "yes",
            "code": code,
            "institution": directory.by_code[code].institution,
            "city": directory.by_code[code].city,
            "signal": "gold" if rank < 3 else "",
            "offer": 0.9 / rank,
        }
        for rank, code in enumerate(CODES, 1)
    }


def written(base: Mapping[str, Mapping[str, object]]) -> Rows:
    """Return the rows as they were written."""
    rows: Rows = [list(HEAD)]
    for cells in base.values():
        row: list[Cell] = [cells.get(key) for key in KEYS]  # type: ignore[misc]
        rows.append(row)
    return rows


def named(head: Sequence[Cell]) -> dict[str, str]:
    """Return the names of the heading cells, as our workbook gives them."""
    return {name_of(key): f"Programs!${letter(at)}$1" for at, key in enumerate(KEYS) if at < len(head)}


def back(
    tmp_path: Path,
    directory: Directory,
    base: Mapping[str, Mapping[str, object]],
    rows: Sequence[Sequence[Cell]],
    layout: Layout = LAYOUTS["excel"],
    before: KeptSheet | None = None,
    names: Mapping[str, str] | None = None,
    more: Sequence[Sheet] = (),
    crossed: frozenset[tuple[int, int]] = frozenset(),
    *,
    is_part: bool = False,
) -> Merged:
    path = tmp_path / "back.xlsx"
    path.write_bytes(workbook([Sheet("Programs", rows, crossed), *more], layout, names))
    found = read_sheet(path)
    return merge_sheet(directory, found, ("family_medicine",), base, before, is_part=is_part)


def by_code(merged: Merged) -> dict[str, KeptRow]:
    return {row.id: row for row in merged.sheet.rows}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_own_columns_notes_and_strikes_come_back_from_every_layout(
    layout: Layout, tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    rows = written(base)
    rows[0] += ["Vibe", "Visited", "Miles", "Liked"]
    rows[1:] = [[*row, None, None, None, None] for row in rows[1:]]
    rows[1][8], rows[1][10], rows[1][11], rows[1][12], rows[1][13] = "call\nthem", "calm", date(2026, 8, 1), 12.5, True
    rows[2][1] = "struck out"
    rows[3][9] = "asked"
    merged = back(tmp_path, directory, base, rows, layout)
    first = by_code(merged)[CODES[0]]
    assert first.values["My notes"] == "call\nthem"
    assert first.values["Vibe"] == "calm"
    assert str(first.values["Visited"]) == "2026-08-01"
    assert first.values["Miles"] == 12.5
    assert first.values["Liked"] is True
    assert merged.new_columns == ("Vibe", "Visited", "Miles", "Liked")
    assert merged.struck == (CODES[1],)
    assert by_code(merged)[CODES[2]].values == {"Status": "asked"}
    assert not merged.is_reordered
    assert merged.ours == ()


def test_what_was_not_touched_is_no_change(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    assert not back(tmp_path, directory, base, written(base)).is_change


def test_a_second_reading_of_the_same_file_changes_nothing(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    rows = written(base)
    rows[0].append("Vibe")
    rows[1].append("calm")
    rows[4][1] = "struck out"
    rows[1], rows[2] = rows[2], rows[1]
    first = back(tmp_path, directory, base, rows)
    assert first.is_change
    assert first.is_reordered
    again = back(tmp_path, directory, base, rows, before=first.sheet)
    assert not again.is_change
    assert again.sheet == first.sheet


def test_headings_of_her_own_are_known_by_the_names_of_their_cells(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    rows = written(base)
    names = named(rows[0])
    rows[0] = ["Nr", "Dabei", "Kennung", "Haus", "Ort", "S", "Aussicht", "Sterne", "Notizen", "Stand"]
    rows[1][7], rows[1][8] = 5, "gut"
    merged = back(tmp_path, directory, base, rows, names=names)
    assert by_code(merged)[CODES[0]].values == {"My rating 1-5": 5, "My notes": "gut"}
    assert ("NRMP code", "Kennung") in merged.renamed
    assert merged.sheet.columns == ()


def test_headings_without_names_are_known_by_what_stands_under_them(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    rows = written(base)
    rows[0] = ["Rank", "On the list", "Kennung", "Haus", "Ort", "Signal", "Aussicht", "My rating 1-5", "My notes", "?"]
    rows[1][8] = "gut"
    merged = back(tmp_path, directory, base, rows, PLAIN)
    assert by_code(merged)[CODES[0]].values == {"My notes": "gut"}
    assert {now for _, now in merged.renamed} >= {"Kennung", "Haus", "Ort", "Aussicht"}
    assert merged.sheet.columns == ("?",)


def test_columns_that_were_moved_are_found(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    rows = [list(reversed(row)) for row in written(base)]
    rows[1][1] = "moved"
    merged = back(tmp_path, directory, base, rows, INLINE)
    assert by_code(merged)[CODES[0]].values == {"My notes": "moved"}


def test_her_column_under_another_heading_keeps_its_place(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    rows = written(base)
    names = {**named(rows[0]), name_of("own_1"): f"Programs!${letter(10)}$1"}
    rows[0].append("Feeling")
    rows[1].append("calm")
    before = KeptSheet(("Vibe",), (KeptRow(CODES[0], values={"Vibe": "calm"}),))
    keys = Sheet("SmartPick", [["Key", "What it is for"], ["own_1", "Vibe"]])
    merged = back(tmp_path, directory, base, rows, before=before, names=names, more=[keys])
    assert merged.own_renamed == (("Vibe", "Feeling"),)
    assert merged.cells == ()
    assert merged.new_columns == merged.lost_columns == ()
    assert by_code(merged)[CODES[0]].values == {"Feeling": "calm"}


def test_crossing_a_program_out_strikes_it(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    merged = back(tmp_path, directory, base, written(base), crossed=frozenset({(3, 3)}))
    assert merged.struck == (CODES[2],)


def test_a_program_is_brought_back_by_its_word(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    before = KeptSheet((), (KeptRow(CODES[2], is_struck=True),))
    merged = back(tmp_path, directory, base, written(base), before=before, crossed=frozenset({(3, 3)}))
    assert merged.brought_back == (CODES[2],)
    assert merged.struck == ()


def test_a_row_that_is_gone_is_struck_out_unless_the_file_is_a_part(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    rows = written(base)
    del rows[2]
    merged = back(tmp_path, directory, base, rows)
    assert merged.struck == merged.deleted == (CODES[1],)
    assert back(tmp_path, directory, base, rows, is_part=True).struck == ()


def test_a_file_without_most_of_the_list_is_not_taken_for_strikes(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    with pytest.raises(RequestError, match="3 of the 5 programs of the list have no row"):
        back(tmp_path, directory, base, written(base)[:3])
    assert back(tmp_path, directory, base, written(base)[:3], is_part=True).struck == ()


def test_a_list_that_changed_since_is_no_striking_out(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    """The file was written with four programs; the list has five now, in another order."""
    rows = [written(base)[0], *written(base)[1:5]]
    now = {code: {**base[code], "rank": rank} for rank, code in enumerate(reversed(CODES), 1)}
    merged = back(tmp_path, directory, now, rows)
    assert merged.struck == ()
    assert merged.added == ()
    assert any("list has changed" in note for note in merged.notes)
    # Nobody moved a row: it is the list that has another order now.
    assert not merged.sheet.is_ordered
    assert not merged.is_reordered
    moved = [rows[0], rows[2], rows[1], *rows[3:]]
    assert back(tmp_path, directory, now, moved).sheet.is_ordered


def test_rows_that_she_added_are_found_by_code_and_by_name(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    rows = written(base)
    rows.append([None, None, "1024140C0", None, None, None, None, None, "by code", None])
    rows.append([None, None, None, "Hospital of my aunt", "Nowhere", None, None, None, "by name", None])
    merged = back(tmp_path, directory, base, rows)
    assert merged.added == ("1024140C0",)
    assert by_code(merged)["1024140C0"].values == {"My notes": "by code"}
    assert [line for line, *_ in merged.open_rows] == [8]
    kept = next(row for row in merged.sheet.rows if row.program_code_nrmp is None)
    assert kept.name.startswith("Hospital of my aunt")
    assert kept.values == {"My notes": "by name"}
    assert not merged.is_reordered


def test_a_copied_rank_does_not_make_a_program_ours(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    rows = written(base)
    rows.append([*rows[1]])
    rows[-1][2] = "1024140C0"
    assert back(tmp_path, directory, base, rows).added == ("1024140C0",)


def test_the_first_of_two_rows_of_a_program_counts(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    rows = written(base)
    rows[1][8] = "first"
    rows.append([*rows[1]])
    rows[-1][8] = "second"
    merged = back(tmp_path, directory, base, rows)
    assert merged.twice == ((7, CODES[0]),)
    assert by_code(merged)[CODES[0]].values["My notes"] == "first"


def test_cells_of_ours_are_told_and_not_taken_over(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    rows = written(base)
    rows[1][4], rows[1][5], rows[1][6] = "Elsewhere", "silver", 0.99
    merged = back(tmp_path, directory, base, rows)
    assert [(change.column, change.now) for change in merged.ours] == [("City", "Elsewhere"), ("Signal", "silver")]
    assert by_code(merged)[CODES[0]].values == {}


def test_the_tracker_is_kept_by_program(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    tracker = Sheet("Tracker", [
        ["NRMP code", "Institution", "Applied on", "Interview on", "Notes from the season"],
        [CODES[0], "x", date(2026, 9, 25), None, "nice coordinator"],
    ])  # fmt: skip
    merged = back(tmp_path, directory, base, written(base), more=[tracker])
    said = by_code(merged)[CODES[0]].tracker
    assert {key: str(value) for key, value in said.items()} == {
        "applied": "2026-09-25",
        "tracked": "nice coordinator",
    }


def test_a_formula_of_hers_is_kept_as_a_value_and_not_run(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    rows = written(base)
    rows[0].append("Sum")
    rows[1].append("=1+1")
    merged = back(tmp_path, directory, base, rows)
    assert by_code(merged)[CODES[0]].values == {"Sum": "=1+1"}


def test_a_part_says_nothing_of_what_it_does_not_hold(
    tmp_path: Path, directory: Directory, base: dict[str, dict[str, object]]
) -> None:
    before = KeptSheet(
        ("Vibe",),
        (
            KeptRow(CODES[1], values={"Vibe": "calm", "My notes": "old"}, tracker={"tracked": "kind"}),
            KeptRow(CODES[0], is_struck=True),
        ),
        is_ordered=True,
    )
    rows: Rows = [["NRMP code", "My notes"], [CODES[1], "new"], ["1024140C0", "not ours"]]
    merged = back(tmp_path, directory, base, rows, before=before)
    first, second, *_ = merged.sheet.rows
    assert first.values == {"Vibe": "calm", "My notes": "new"}
    assert first.tracker == {"tracked": "kind"}
    assert second == before.rows[1]
    assert merged.sheet.columns == ("Vibe",)
    assert merged.sheet.is_ordered
    assert merged.added == merged.struck == merged.lost_columns == ()
    assert any("are not added to the list" in note for note in merged.notes)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "damaged"),
        (b"a,b,c\n1,2,3\n", "no row of headings"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0", "old Excel"),
        (b"Rank,NRMP code\n", "no program stands under"),
    ],
)
def test_other_files_are_told_apart(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(RequestError, match=told):
        read_sheet(path)


def test_there_is_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no such file"):
        read_sheet(tmp_path / "none.xlsx")
    with pytest.raises(RequestError, match="a folder"):
        read_sheet(tmp_path)


@given(st.text(st.sampled_from("a;'=+-@\t x,\"\r\n\uff1d"), max_size=12))
def test_no_part_of_a_guarded_text_begins_a_formula_whatever_parts_the_cells(text: str) -> None:
    """A csv of commas is opened with semicolons in much of Europe: what follows one is a cell of its own there."""
    shown = guarded(text)
    assert unguarded(shown) == text
    for part in shown.split(";"):
        assert not part.startswith(tuple("=+-@\t\r\n\uff1d")), shown
