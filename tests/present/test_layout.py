"""Text fits the width that it is given and loses no word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.facts import Facts
from smartpick.present._layout import cell_width, pad, table_lines, wrapped
from smartpick.present._output import Footnotes

WORDS = st.lists(st.text(alphabet="abcdefgé内科 0123456789", min_size=1, max_size=20), max_size=12).map(" ".join)


@given(WORDS, st.integers(4, 90), st.sampled_from(["", "- ", "  "]))
def test_lines_fit_and_hold_every_letter_in_order(text: str, width: int, first: str) -> None:
    lines = wrapped(text, width, first=first, rest=" " * len(first))
    assert all(cell_width(line) <= width for line in lines)
    assert "".join("".join(lines).removeprefix(first.rstrip()).split()) == "".join(text.split())


@given(st.lists(st.tuples(WORDS, WORDS, st.integers(0, 10**6).map(str)), min_size=1, max_size=5), st.integers(20, 120))
def test_tables_fit_or_are_stacked(rows: list[tuple[str, str, str]], width: int) -> None:
    lines = table_lines(("first", "second", "n"), rows, width)
    assert all(cell_width(line) <= width for line in lines)
    shown = "".join("".join(lines).split())
    for row in rows:
        for word in row[2].split():
            assert word in shown


def test_figures_stand_to_the_right_and_words_to_the_left() -> None:
    assert table_lines(("what", "usd"), [("fee", "$7"), ("token", "$165")], 40) == [
        "what    usd",
        "-----------",
        "fee      $7",
        "token  $165",
    ]


def test_a_narrow_table_is_told_line_by_line() -> None:
    row = ("1033110C0", "Los Angeles General Medical Center", "community")
    lines = table_lines(("code", "program", "type"), [row], 30)
    assert lines == ["1033110C0", "  program: Los Angeles", "    General Medical Center", "  type: community"]


def test_a_percent_sign_stays_with_its_number() -> None:
    assert wrapped("between 46 and 96 % (90 % interval)", 18) == ["between 46 and", "96 % (90 %", "interval)"]


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("内", 2)])
def test_widths_are_counted_in_cells(text: str, width: int) -> None:
    assert cell_width(text) == width
    assert cell_width(pad(text, 6)) == cell_width(pad(text, 6, right=True)) == 6


def test_footnotes_are_numbered_once_and_runs_are_short(facts: Facts) -> None:
    notes = Footnotes(facts)
    tables = ["record_priors", "nrmp_program_tracks", "cms_hospitals", "places"]
    assert notes.mark([f"{tables[0]}/x"]) == "[1]"
    assert notes.mark([f"{table}/x" for table in tables]) == "[1-4]"
    assert notes.mark([f"{tables[3]}/y", f"{tables[0]}/y"]) == "[1][4]"
    assert notes.mark([]) == ""
    assert [line.split(" ")[0] for line in notes.lines()] == ["[1]", "[2]", "[3]", "[4]"]
    assert all(line.endswith(f"({table})") for line, table in zip(notes.lines(), tables, strict=True))
