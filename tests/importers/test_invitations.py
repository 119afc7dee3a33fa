"""Pasted lines: programs and days are told apart, and whatever stands there, lines come back or a polite refusal."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartpick.errors import Problem, RequestError
from smartpick.facts import open_facts
from smartpick.importers import match_list
from smartpick.importers.invitations import DatedFile, read_invitations
from smartpick.programs import Directory, load_directory

SEASON = 2027
HOSTILE = st.sampled_from(
    ['"', ",", ";", "\t", "|", "\n", "\r", "\0", "\x1b[31m", "\u202e", "Program", "Date", "=1+1", "<script>", "10/20",
     "2026-02-30", "31 Feb", "Oct 20", "1067120C0", "٣/٤", "\ufeff", "January 99", "9" * 50, "/" * 30, "x" * 2500]
)  # fmt: skip


@pytest.fixture(scope="module")
def directory() -> Directory:
    return load_directory(open_facts(), ["family_medicine"])


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Harbor-UCLA Medical Center, Torrance, CA - invited Oct 20", date(2026, 10, 20)),
        ("10/20/2026 Harbor-UCLA Medical Center", date(2026, 10, 20)),
        ("10/20/26: Harbor-UCLA Medical Center", date(2026, 10, 20)),
        ("Harbor-UCLA Medical Center 10/11", date(2026, 10, 11)),
        ("Harbor-UCLA Medical Center, 1/8", date(2027, 1, 8)),
        ("Interview invitation from Harbor-UCLA Medical Center on Tue, January 12th, 2027", date(2027, 1, 12)),
        ("12 November: Harbor-UCLA Medical Center", date(2026, 11, 12)),
        ("2026-11-03 Harbor-UCLA Medical Center", date(2026, 11, 3)),
        ("Harbor-UCLA Medical Center 13/45", None),
        ("Harbor-UCLA Medical Center", None),
    ],
)
def test_days_as_people_write_them(line: str, day: date | None, directory: Directory) -> None:
    found = read_invitations(f"{line}\n", SEASON)
    assert found.days.get(1) == day
    if day is not None:
        match = match_list(directory, found.list, ["family_medicine"])[0]
        assert match.program is not None
        assert match.program.name.startswith("Harbor-UCLA")


@pytest.mark.parametrize("words", ["31/12/2026", "Nov 31", "13.11.2026", "31 November 2026", "2026-13-45", "13/45"])
def test_what_looks_like_a_day_and_is_none_is_said_and_left_out_of_the_name(words: str, directory: Directory) -> None:
    found = read_invitations(f"Harbor-UCLA Medical Center {words}\n", SEASON)
    assert found.days == {}
    assert found.unread == {1: words}
    match = match_list(directory, found.list, ["family_medicine"])[0]
    assert match.program is not None
    assert match.program.name.startswith("Harbor-UCLA")
    assert read_invitations("Harbor-UCLA Medical Center, Oct 20\n", SEASON).unread == {}


def test_a_table_keeps_its_columns(directory: Directory) -> None:
    found = read_invitations(
        "invited,program,state\n2026-10-12,Harbor-UCLA Medical Center,CA\n,Loma Linda,CA\n", SEASON
    )
    assert found.days == {2: date(2026, 10, 12)}
    matches = match_list(directory, found.list, ["family_medicine"])
    assert matches[0].program is not None
    assert matches[0].row.cells["state"] == "CA"


@pytest.mark.parametrize("text", ["", " \n\r\n", "a\n" * 301, "x" * 2001, "invited\noffer\n"])
def test_nothing_or_too_much_is_told(text: str) -> None:
    with pytest.raises(RequestError) as told:
        read_invitations(text, SEASON)
    assert all(problem.what and problem.fix for problem in told.value.problems)


@given(parts=st.lists(HOSTILE | st.text(max_size=12), max_size=40))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_hostile_lines(parts: list[str]) -> None:
    found: DatedFile | None = None
    problems: tuple[Problem, ...] = ()
    try:
        found = read_invitations("".join(parts), SEASON)
    except RequestError as error:
        problems = error.problems
    assert all(problem.what and problem.fix for problem in problems)
    if found is None:
        return
    lines = {row.line for row in found.list.rows}
    assert len(lines) == len(found.list.rows) <= 300
    assert set(found.days) == set(found.said)
    for shown in (*found.texts.values(), *found.said.values(), *(row.text for row in found.list.rows)):
        assert all(letter.isprintable() for letter in shown)
