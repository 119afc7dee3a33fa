"""The NRMP's reports, imitated: every number lands in its season, and what is wrong is told by page, row and column."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from made_pdf import Placed, pdf_bytes
from made_reports import SEASONS, Made, list_pages, list_pdf, sample, state_pdf, totals

from smartpick.errors import RequestError
from smartpick.importers.published import (
    ProgramResults,
    StateResults,
    program_results,
    read_report,
    state_results,
)
from smartpick.importers.published import _pages as pages_room


def refused(read: Callable[[], object]) -> str:
    with pytest.raises(RequestError) as caught:
        read()
    assert all(problem.fix and problem.where for problem in caught.value.problems)
    return str(caught.value)


def bad(programs: list[Made], **more: object) -> str:
    return refused(lambda: program_results(list_pdf(programs, **more), "report.pdf"))  # type: ignore[arg-type]


def test_every_program_is_read_as_it_stands() -> None:
    made = sample()
    found = program_results(list_pdf(made), "report.pdf")
    assert (found.season, found.seasons, found.gaps) == (2027, (2023, 2024, 2025, 2026, 2027), ())
    for track, each in zip(found.tracks, made, strict=True):
        assert (track.code, track.program_name, track.institution, track.city) == (
            each.code,
            each.name,
            each.institution,
            each.city,
        )
        assert dict(track.results) == dict(each.results), each.code
    assert [track.state for track in found.tracks] == ["AL"] * 4 + ["NY"] * 2


def test_headings_go_on_over_a_page() -> None:
    made = sample()
    for rows in (3, 4, 5):
        found = program_results(list_pdf(made, rows_a_page=rows), "report.pdf")
        assert [(t.institution, t.city) for t in found.tracks] == [(m.institution, m.city) for m in made]


def test_seasons_may_run_the_other_way() -> None:
    seasons = tuple(reversed(SEASONS))
    found = program_results(list_pdf(sample(), seasons=seasons), "report.pdf")
    assert [dict(track.results) for track in found.tracks] == [dict(each.results) for each in sample()]


def test_the_city_may_stand_above_the_institution() -> None:
    """Where the known names stand second, so do those that nobody knows yet."""
    made = [each.but(institution=each.city or "", city=each.institution) for each in sample() if each.city]
    known = {"9101": {"Mercy Hospital-AL"}, "9102": {"Gulf Coast Medical Center"}}
    found = program_results(list_pdf(made), "report.pdf", known)
    assert {(track.institution, track.city) for track in found.tracks} == {
        ("Mercy Hospital-AL", "Montgomery"),
        ("Gulf Coast Medical Center", "Mobile"),
        ("NYC Health-NY", "New York"),
    }


def test_totals_that_do_not_come_out_are_told_by_season() -> None:
    printed = totals(sample()) | {2025: (30, 26)}
    found = program_results(list_pdf(sample(), printed), "report.pdf")
    assert [(gap.season, gap.what) for gap in found.gaps] == [(2025, "positions offered"), (2025, "positions filled")]
    assert found.gaps[0].printed == 30


def test_a_cut_off_report_is_refused() -> None:
    whole = list_pages([Made(f"9{n:03d}120C0", "Family Medicine", f"Hospital {n}") for n in range(60)])
    assert len(whole) == 4
    assert "no line of totals" in refused(lambda: program_results(pdf_bytes(whole[:2]), "report.pdf"))
    content = pdf_bytes(whole)
    assert refused(lambda: program_results(content[: len(content) // 2], "report.pdf"))


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        ({"code": "910112C0"}, "column code", "no program code"),
        ({"code": "9101120X0"}, "column code", "has the letter X"),
        ({"code": "9101140C0"}, "column code", "stands on page 1, row"),
        ({"results": {2027: (3, 4)}}, "column 2027", "4 filled of 3 offered"),
        ({"results": {2026: (3000, 4)}}, "column 2026", "4 filled of 3000 offered"),
        ({"results": {}}, "row 8", "no number stands in it"),
        ({"code": "9177120C0"}, "column code", "other codes begin with 9101"),
        ({"name": ""}, "column program", "has no name"),
    ],
)
def test_a_wrong_row_is_told_by_page_row_and_column(change: dict[str, object], where: str, what: str) -> None:
    first, *rest = sample()
    told = bad([first.but(code="9101340C0"), first.but(**change), *rest], printed={2027: (1, 1)})
    assert "report.pdf, page 1, row" in told
    assert where in told
    assert what in told


def test_every_wrong_row_is_told_at_once() -> None:
    first, second, *rest = sample()
    told = bad([first.but(results={2027: (1, 2)}), second.but(results={2026: (1, 2)}), *rest], printed={2027: (1, 1)})
    assert "column 2027" in told
    assert "column 2026" in told


def test_a_lone_number_and_a_number_between_columns_are_not_guessed() -> None:
    (page,) = list_pages(sample())
    at = next(at for at, each in enumerate(page) if each.text == "9101140C0")
    lone = [each for n, each in enumerate(page) if n != at + 2]
    told = refused(lambda: program_results(pdf_bytes([lone]), "report.pdf"))
    assert "column 2027 matched: the cell is empty" in told or "column 2027 quota: the cell is empty" in told
    crowded = [each._replace(x=each.x + 27) if n == at + 1 else each for n, each in enumerate(page)]
    assert "row 8, column 2027" in refused(lambda: program_results(pdf_bytes([crowded]), "report.pdf"))
    worded = [each._replace(text="x1") if n == at + 1 else each for n, each in enumerate(page)]
    assert "'x1' is no number" in refused(lambda: program_results(pdf_bytes([worded]), "report.pdf"))


def test_other_files_are_told_for_what_they_are(tmp_path: Path) -> None:
    for content, what in (
        (b"", "no heading with state and specialty"),
        (b"\x89PNG....", "a picture"),
        (pdf_bytes([[]]), "no text stands in it"),
        (pdf_bytes([[Placed(40, 700, "An invoice")]]), "no heading with quota"),
        (b"%PDF-1.4\n", "damaged or cut off"),
    ):
        path = tmp_path / "file.pdf"
        path.write_bytes(content)
        assert what in refused(lambda path=path: read_report(path)), what  # type: ignore[misc]
    assert "there is no such file" in refused(lambda: read_report(tmp_path / "none.pdf"))
    assert "it is a folder" in refused(lambda: read_report(tmp_path))


def test_pages_of_two_reports_are_not_mixed() -> None:
    pages = [*list_pages(sample(), printed={}), *list_pages(sample(), seasons=range(2022, 2027))]
    assert "after 2027, 2026, 2025, 2024, 2023 before" in refused(
        lambda: program_results(pdf_bytes(pages), "report.pdf")
    )


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    stop = threading.Event()

    def slow(content: bytes, name: str) -> object:
        del content, name
        yield 1, "a page"
        stop.wait(5)

    monkeypatch.setattr(pages_room, "_texts", slow)
    monkeypatch.setattr(pages_room, "SECONDS_A_PAGE", 0.1)
    told = refused(lambda: list(pages_room.pages_of(b"%PDF-1.4", "report.pdf")))
    stop.set()
    assert "page 2: the page takes longer than 0.1 seconds" in told


STATE_ROWS = [
    ("Alabama", "PGY-1", "Family Medicine", (10, 9, 2, 1, 3, 0, 1, 2, 0)),
    ("Alabama", "PGY-2", "Dermatology", (6, 6, 4, 2, 0, 0, 0, 0, 0)),
    ("New York", "Physician", "Radiology-Diagnostic", (1, 1, 0, 1, 0, 0, 0, 0, 0)),
]


def test_results_by_state_are_read_from_a_pdf() -> None:
    found = state_results(state_pdf(STATE_ROWS), "state.pdf")
    assert found.season == 2027
    told = {(row["state"], row["entry"], row["specialty"]): row for row in found.rows}
    assert set(told) == {each[:3] for each in STATE_ROWS}
    assert told[STATE_ROWS[0][:3]]["unfilled"] == "1"
    assert told[STATE_ROWS[0][:3]]["non_us_citizen_img"] == "2"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_results_by_state_are_read_from_a_table(kind: str) -> None:
    header = ["State", "Specialty", "PGY", "Quota", "Filled", "MD Sr", "MD Gr", "DO Sr", "DO Gr"]
    header += ["U.S. IMG", "Non-U.S. IMG", "Other"]
    rows = [[state, specialty, entry, *map(str, numbers)] for state, entry, specialty, numbers in STATE_ROWS]
    if kind == "csv":
        content = "\n".join(",".join(each) for each in [header, *rows]).encode()
    else:
        book = openpyxl.Workbook()
        for each in [["Made by me"], header, *rows]:
            book.active.append(each)
        out = io.BytesIO()
        book.save(out)
        content = out.getvalue()
    found = state_results(content, f"state.{kind}", 2027)
    assert found.rows == state_results(state_pdf(STATE_ROWS), "state.pdf").rows
    assert "does not say of which Match" in refused(lambda: state_results(content, "state.csv"))


def test_a_specialty_that_stands_twice_is_added_up() -> None:
    twice = [STATE_ROWS[0], (*STATE_ROWS[0][:3], (1, 1, 0, 0, 0, 0, 1, 0, 0))]
    (row,) = state_results(state_pdf(twice), "state.pdf").rows
    assert (row["positions"], row["filled"], row["us_citizen_img"]) == ("11", "10", "2")


@pytest.mark.parametrize(
    ("numbers", "what"),
    [
        ((10, 9, 2, 1, 3, 0, 1, 1, 0), "column filled: 9 filled, and the types add up to 8"),
        ((8, 9, 2, 1, 3, 0, 1, 2, 0), "column positions: 8 positions, 9 filled"),
        ((8, 9, 2, 1, 3), "5 numbers for 9 columns"),
    ],
)
def test_a_row_that_does_not_add_up_is_refused(numbers: tuple[int, ...], what: str) -> None:
    told = refused(lambda: state_results(state_pdf([("Alabama", "PGY-1", "Family Medicine", numbers)]), "s.pdf"))
    assert "s.pdf, page 1, row 5" in told
    assert what in told


def test_the_two_reports_are_told_apart(tmp_path: Path) -> None:
    one, other = tmp_path / "a.pdf", tmp_path / "b.pdf"
    one.write_bytes(list_pdf(sample()))
    other.write_bytes(state_pdf(STATE_ROWS))
    assert isinstance(read_report(one), ProgramResults)
    assert isinstance(read_report(other), StateResults)
