"""Counts of questions from a csv: running or by sitting, each mistake told with its line, hostile bytes survived."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.errors import RequestError
from smartpick.importers import BankCount, read_counts
from smartpick.importers._counts import counts_of


def counts(text: str) -> list[tuple[date, int, int | None, float | None]]:
    return [(each.day, each.done, each.total, each.percent_correct) for each in counts_of(text.encode(), "bank.csv")]


def test_running_counts_stand_as_they_are() -> None:
    found = counts('Date,Done,Total,% Correct\n2026-04-02,"1,200",3600,61%\n2026-03-02,700,3600,58\n')
    assert found == [(date(2026, 3, 2), 700, 3600, 58.0), (date(2026, 4, 2), 1200, 3600, 61.0)]


def test_sittings_are_added_up_by_day_and_bank() -> None:
    """Two sittings on one day, months first, in an order of their own."""
    text = "Test Date;Questions;Correct;Bank\n4/2/2026;40;30;A\n3/2/2026;40;20;A\n3/2/2026;20;10;A\n3/9/2026;10;5;B\n"
    assert counts_of(text.encode(), "bank.csv") == (
        BankCount("A", date(2026, 3, 2), 60, None, 50.0),
        BankCount("A", date(2026, 4, 2), 100, None, 60.0),
        BankCount("B", date(2026, 3, 9), 10, None, 50.0),
    )


def test_a_share_is_told_only_where_every_sitting_tells_it() -> None:
    assert counts("date,questions,correct\n2026-03-02,40,20\n2026-03-03,40,\n")[-1][3] is None


def test_every_wrong_row_is_told_with_its_line() -> None:
    text = "date,questions,correct\n2026-02-30,40,20\n2026-03-01,forty,\n13/1/2026,4,2\n2026-03-04,10,11\n"
    with pytest.raises(RequestError) as error:
        counts(text)
    told = [str(each) for each in error.value.problems]
    assert [f"line {line}" in each for line, each in zip((2, 3, 4, 5), told, strict=True)] == [True] * 4


@pytest.mark.parametrize("text", ["", "date\n2026-03-01\n", "date,done\n", "a,b\n1,2\n", "done,done\n3,4\n"])
def test_what_holds_no_counts_is_refused_with_what_would_do(text: str) -> None:
    with pytest.raises(RequestError) as error:
        counts(text)
    assert "done" in str(error.value.problems[0])


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(RequestError):
        read_counts(tmp_path / "none.csv")
    with pytest.raises(RequestError):
        read_counts(tmp_path)


ROW = st.lists(st.one_of(st.text(max_size=12), st.sampled_from(["2026-03-01", "3/1/2026", "40", "-1", "1e9", "50%"])))


@given(rows=st.lists(ROW, max_size=6), header=st.sampled_from(["date,done", "Day;Questions;Correct", "x"]))
def test_whatever_stands_in_it_is_read_or_told(rows: list[list[str]], header: str) -> None:
    delimiter = ";" if ";" in header else ","
    text = "\n".join([header, *(delimiter.join(row) for row in rows)])
    try:
        found = counts_of(text.encode("utf-8", "surrogatepass"), "bank.csv")
    except RequestError:
        return
    assert found
    for each in found:
        assert 0 <= each.done <= 100_000
        assert each.percent_correct is None or 0 <= each.percent_correct <= 100


@given(content=st.binary(max_size=400))
def test_bytes_that_are_no_text_are_told(content: bytes) -> None:
    with pytest.raises(RequestError):
        counts_of(content, "bank.csv")


def test_a_count_that_falls_is_told_with_its_row_and_column() -> None:
    text = "date,questions done,total\n2026-08-01,800,2450\n2026-08-10,700,2450\n2026-08-12,900,2450\n"
    with pytest.raises(RequestError) as error:
        counts_of(text.encode(), "bank.csv")
    (problem,) = error.value.problems
    assert problem.where == "bank.csv, line 3, column 'questions done'"
    assert "700 questions done, fewer than the 800 of 2026-08-01 (line 2)" in problem.what
    # Another bank has a count of its own, and of one day the highest stands.
    apart = "date,done,bank\n2026-08-01,800,A\n2026-08-10,700,B\n2026-08-10,650,B\n"
    assert [each.done for each in counts_of(apart.encode(), "bank.csv")] == [800, 700]


def test_a_day_that_lies_ahead_and_more_than_there_is_are_told() -> None:
    text = "day,done,total\n2026-08-01,800,700\n2026-12-24,900,2450\n"
    with pytest.raises(RequestError) as error:
        counts_of(text.encode(), "bank.csv", date(2026, 8, 2))
    assert [each.where for each in error.value.problems] == [
        "bank.csv, line 2, column 'done'",
        "bank.csv, line 3, column 'day'",
    ]
    assert "2026-12-24 lies ahead" in error.value.problems[1].what
    sittings = "date,questions\n2026-08-01,40\n2026-08-02,20\n"
    assert [each.done for each in counts_of(sittings.encode(), "bank.csv", date(2026, 8, 2))] == [40, 60]
