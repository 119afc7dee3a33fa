"""A sheet of own facts: every column is mapped or said not to be, every cell is read or told by row and column."""

import time
from datetime import date

import pytest

from smartpick.errors import RequestError
from smartpick.importers import MatchKind, _read, match_list
from smartpick.importers.own import FactSheet, fact_sheet
from smartpick.programs import Directory

HEADER = "Program Name,City,State,ACGME ID,Min. Step 2 CK,% IMG,J-1 visa,Vibe,Notes,As of,Rule or preference"
ROW = '"Harbor-UCLA Medical Center, Family Medicine",Torrance,CA,,225,30%,Yes,good,asked a resident,8/3/2026,rule'


def of(*rows: str, header: str = HEADER, **mapped: str) -> FactSheet:
    content = "\n".join([header, *rows]).encode()
    return fact_sheet(content, "sheet.csv", ".csv", {name.replace("_", " "): field for name, field in mapped.items()})


def test_columns_are_mapped_by_their_headers_and_the_preview_says_how() -> None:
    found = of(ROW)
    assert {column.header: column.use for column in found.columns} == {
        "Program Name": "program",
        "City": "program",
        "State": "program",
        "ACGME ID": "program",
        "Min. Step 2 CK": "minimum_step2_ck",
        "% IMG": "img_share",
        "J-1 visa": "sponsors_j1",
        "Vibe": "",
        "Notes": "note",
        "As of": "date",
        "Rule or preference": "strict",
    }
    assert not found.problems
    assert {fact.field: fact.value for fact in found.facts} == {
        "minimum_step2_ck": 225,
        "img_share": 0.3,
        "sponsors_j1": True,
        "note": "asked a resident",
    }
    assert {(fact.found_on, fact.is_strict, fact.line) for fact in found.facts} == {(date(2026, 8, 3), True, 2)}


def test_a_column_is_mapped_by_hand_or_left_out() -> None:
    found = of(ROW, Vibe="thank_you_policy", Notes="skip")
    uses = {column.header: column.use for column in found.columns}
    assert (uses["Vibe"], uses["Notes"]) == ("thank_you_policy", "")
    taken = of(ROW, header=HEADER.replace("Vibe", "Step 2 minimum"))
    assert [each.use for each in taken.columns].count("minimum_step2_ck") == 1, "the first of two counts"


def test_the_columns_of_an_export_are_known() -> None:
    """Headers as directories word them; the layout of an export is published nowhere."""
    header = (
        "Program ID,Program Name,City,State,USMLE Step 2 CK minimum score,COMLEX Level 2 CE minimum,"
        "J-1 visa sponsored,H-1B sponsorship,Percentage of IMGs,Percent of DOs,Number of interviews conducted,"
        "First year salary,Mission Statement"
    )
    found = of('1200521234,X,Y,CA,214,450,Yes,No,40%,10%,120,"$61,500",To care', header=header)
    assert {fact.field for fact in found.facts} == {
        "minimum_step2_ck",
        "minimum_comlex2",
        "sponsors_j1",
        "sponsors_h1b",
        "img_share",
        "do_share",
        "interviews_offered",
        "salary_usd",
        "mission",
    }


def test_short_and_long_words_of_a_limit_are_one() -> None:
    found = of("1067120C0,210,220,3", header="NRMP code,Min Step 1 score,Min USMLE Step 2 CK score,Max attempts")
    assert {column.use for column in found.columns} == {
        "program",
        "minimum_step1",
        "minimum_step2_ck",
        "max_failed_attempts",
    }


def test_every_wrong_cell_is_told_by_row_and_column() -> None:
    found = of(ROW, '"X",Y,CA,,high,300%,maybe,,,soon,perhaps')
    told = [str(problem) for problem in found.problems]
    assert len(told) == 5
    for column, name in (
        (5, "Min. Step 2 CK"),
        (6, "% IMG"),
        (7, "J-1 visa"),
        (10, "As of"),
        (11, "Rule or preference"),
    ):
        assert any(f"sheet.csv, row 3, column {column} ({name})" in each for each in told)
    assert all(fact.line == 2 for fact in found.facts)


def test_wrong_mappings_are_told_at_once() -> None:
    with pytest.raises(RequestError) as caught:
        of(ROW, Vybe="note", Notes="minimum_step_2_ck")
    assert [problem.where for problem in caught.value.problems] == ["--map", "--map"]
    assert "Did you mean 'Vibe'" in str(caught.value)
    assert "Did you mean 'minimum_step2_ck'" in str(caught.value)


def test_without_a_column_that_names_programs_it_is_refused() -> None:
    with pytest.raises(RequestError, match="no row of headers that names programs"):
        of("220,yes", header="Min. Step 2 CK,J-1 visa")


def test_unknown_values_are_no_facts() -> None:
    assert not of('"X",Y,CA,,n/a,-,unknown,,,,').facts


def test_what_steers_a_terminal_is_not_kept() -> None:
    (note,) = (fact for fact in of(ROW.replace("asked a resident", "a\x1b[31m\u202eb")).facts if fact.field == "note")
    assert note.value == "a?[31mb"


def test_a_thousand_rows_are_read_in_a_second() -> None:
    start = time.perf_counter()
    found = of(*[ROW] * 999)
    assert len(found.facts) == 4 * 999
    assert time.perf_counter() - start < 4, "a second on a free machine"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Harbor-UCLA Medical Center Program - Family Medicine - Torrance, CA", "1067120C0"),
        ("Harbor-UCLA Medical Center (Family Medicine) Program, Torrance, California", "1067120C0"),
        ("1. Loma Linda University Health Program, Family Medicine, Loma Linda, CA", "1024120C0"),
        ("Cedars-Sinai Medical Center Program, Internal Medicine, CA", "1030140C0"),
    ],
)
def test_a_list_of_names_as_eras_words_them_is_found(line: str, code: str, directory: Directory) -> None:
    file = _read.list_of(f"{line}\n".encode(), "names.txt", ".txt")
    (match,) = match_list(directory, file, ("family_medicine", "internal_medicine"))
    if match.program is None:
        assert match.kind in {MatchKind.TWO_FIT, MatchKind.FITS_LOOSELY, MatchKind.NOT_FOUND}
        assert code in {each.program_code_nrmp for each in match.options}
    else:
        assert match.program.program_code_nrmp == code
