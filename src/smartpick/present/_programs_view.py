"""The program spreadsheet of the guide: one row a track, a source and a year for every cell, *unknown* where unknown.

The same columns feed the terminal, JSON and the workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from smartpick.vocabulary import ApplicantType

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.programs import Program, ProgramSheet

__all__ = ["COLUMNS", "Column", "Row", "SourceTexts", "program_rows"]

UNKNOWN = "unknown"
_IMG = (ApplicantType.US_CITIZEN_IMG, ApplicantType.NON_US_CITIZEN_IMG)
_DO = (ApplicantType.US_DO_SENIOR, ApplicantType.US_DO_GRADUATE)
_RECENT = 5


@dataclass(frozen=True, slots=True)
class Value:
    """One cell: what it says, why, and the rows that it rests on."""

    value: str | int | float
    why: str = ""
    fact_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in JSON, its heading, its width in a workbook, and how it is read from a sheet."""

    key: str
    title: str
    width: int
    read: Callable[[ProgramSheet], Value]
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One program with its cells in the order of `COLUMNS`."""

    program: Program
    cells: tuple[Value, ...]


def program_rows(sheets: Iterable[ProgramSheet]) -> Iterable[Row]:
    """Return the rows of some programs, one after the other."""
    return (Row(sheet.program, tuple(column.read(sheet) for column in COLUMNS)) for sheet in sheets)


def _identity(name: str) -> Callable[[ProgramSheet], Value]:
    def read(sheet: ProgramSheet) -> Value:
        value = getattr(sheet.program, name)
        ids = sheet.program.fact_ids_for("identity")
        return Value(UNKNOWN, "not printed by the publisher", ids) if value is None else Value(str(value), "", ids)

    return read


def _place(name: str) -> Callable[[ProgramSheet], Value]:
    def read(sheet: ProgramSheet) -> Value:
        program = sheet.program
        value = getattr(program, name)
        ids = program.fact_ids_for("location")
        why = f"place of: {program.location_basis}"
        return Value(UNKNOWN, why, ids) if value is None else Value(str(value), why, ids)

    return read


def _cell(name: str) -> Callable[[ProgramSheet], Value]:
    def read(sheet: ProgramSheet) -> Value:
        cell = getattr(sheet, name)
        return Value(cell.value, cell.why, cell.fact_ids)

    return read


def _stated(topic: Any, nothing: str) -> Callable[[ProgramSheet], Value]:
    def read(sheet: ProgramSheet) -> Value:
        found = sheet.stated(topic)
        if not found:
            return Value(UNKNOWN, nothing)
        text = " | ".join(f"{each.text} ({each.vintage}, {each.url})" for each in found)
        return Value(text, "read on the program's page of that age: verify", tuple(each.fact_id for each in found))

    return read


def _share(types: tuple[ApplicantType, ...]) -> Callable[[ProgramSheet], Value]:
    def read(sheet: ProgramSheet) -> Value:
        if not sheet.state_fill:
            return Value(UNKNOWN, "the state tables have no row for it")
        parts = []
        for fill in sheet.state_fill:
            share = fill.share(*types)
            if share is not None:
                count = sum(fill.by_type[each] for each in types)
                small = ", small n" if fill.is_small else ""
                parts.append(f"{fill.season}: {100 * share:.0f} % ({count} of {fill.positions_filled}{small})")
        ids = tuple(fill.fact_id for fill in sheet.state_fill)
        why = f"all programs of this specialty in {sheet.state_fill[-1].state}, not this program"
        return Value("; ".join(parts) or UNKNOWN, why, ids)

    return read


def _positions(sheet: ProgramSheet) -> Value:
    if not sheet.results:
        return Value(UNKNOWN, "no positions are published")
    newest = sheet.results[-1]
    return Value(newest.positions_offered, f"{newest.season} Match", (newest.fact_id,))


def _filled(sheet: ProgramSheet) -> Value:
    if not sheet.results:
        return Value(UNKNOWN, "no positions are published")
    newest = sheet.results[-1]
    return Value(newest.positions_filled, f"{newest.season} Match, before SOAP", (newest.fact_id,))


def _fill_rate(sheet: ProgramSheet) -> Value:
    recent = sheet.results[-_RECENT:]
    offered = sum(result.positions_offered for result in recent)
    if not offered:
        return Value(UNKNOWN, "no positions are published")
    rate = sum(result.positions_filled for result in recent) / offered
    years = f"{recent[0].season}-{recent[-1].season}"
    return Value(rate, f"filled / offered over {years}", tuple(result.fact_id for result in recent))


def _history(sheet: ProgramSheet) -> Value:
    recent = sheet.results[-_RECENT:]
    text = "; ".join(f"{r.season}: {r.positions_filled}/{r.positions_offered}" for r in recent)
    return Value(text or UNKNOWN, "filled/offered by season", tuple(result.fact_id for result in recent))


def _unfilled(sheet: ProgramSheet) -> Value:
    ids = tuple(r.fact_id for r in sheet.results if r.season in sheet.unfilled_seasons)
    text = ", ".join(map(str, sheet.unfilled_seasons))
    return Value(text or "none", "Matches with a position left empty", ids or sheet.program.fact_ids_for("positions"))


def _mission(sheet: ProgramSheet) -> Value:
    profile = sheet.program.profile
    if profile is None or profile.mission_url is None:
        return Value(UNKNOWN, "no mission page was looked up")
    return Value(profile.mission_url, f"page of {profile.mission_page_vintage}", (profile.fact_id,))


def _themes(sheet: ProgramSheet) -> Value:
    profile = sheet.program.profile
    if profile is None or not profile.themes:
        return Value(UNKNOWN, "not found is no sign that it is absent")
    text = ", ".join(theme.replace("_", " ") for theme in profile.themes)
    return Value(text, f"found in: {profile.theme_basis}", (profile.fact_id,))


def _new(sheet: ProgramSheet) -> Value:
    text = "yes: little record, no board results yet" if sheet.is_new else "no"
    return Value(text, "three Matches or fewer", sheet.first_year.fact_ids)


COLUMNS: tuple[Column, ...] = (
    Column("program_code_nrmp", "NRMP code", 12, _identity("program_code_nrmp")),
    Column("program_id_acgme", "ACGME number", 13, _identity("program_id_acgme")),
    Column("institution", "Institution", 44, _identity("institution")),
    Column("program_name", "Track", 28, _identity("program_name")),
    Column("specialty", "Specialty", 22, _identity("specialty")),
    Column("track", "Kind", 13, _identity("track")),
    Column("city", "City", 18, _place("city")),
    Column("state", "State", 7, _place("state")),
    Column("county", "County", 16, _place("county")),
    Column("program_type", "Academic, community, hybrid", 16, _cell("program_type")),
    Column("safety_net", "Safety net", 11, _cell("safety_net")),
    Column("stated_score", "Stated minimum or wording", 36, _stated("score", "no page of it was read")),
    Column("stated_attempts", "Stated on attempts", 30, _stated("attempts", "no page of it was read")),
    Column(
        "stated_graduation", "Stated on years since graduation", 26, _stated("graduation", "no page of it was read")
    ),
    Column("stated_us_experience", "Stated on US experience", 26, _stated("us_experience", "no page of it was read")),
    Column("stated_visa", "Stated on visas", 30, _stated("visa", "no page of it was read")),
    Column("img_share", "IMG share (state and specialty)", 34, _share(_IMG)),
    Column("do_share", "DO share (state and specialty)", 34, _share(_DO)),
    Column("positions_offered", "Positions", 10, _positions),
    Column("positions_filled", "Filled", 8, _filled),
    Column("fill_rate", "Fill rate, five Matches", 12, _fill_rate, "0 %"),
    Column("history", "Filled/offered by Match", 40, _history),
    Column("unfilled_seasons", "Matches with an empty position", 22, _unfilled),
    Column("first_year_in_match", "First Match", 14, _cell("first_year")),
    Column("is_new", "New", 12, _new),
    Column("mission_url", "Mission page", 40, _mission),
    Column("themes", "Mission themes found", 36, _themes),
)


class SourceTexts:
    """Says why a cell says what it says, and where that stands; equal answers are made once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[tuple[str, tuple[str, ...]], str] = {}
        self._cited: dict[str, str] = {}

    def of(self, value: Value) -> str:
        """Return the text for one cell."""
        tables = tuple(dict.fromkeys(fact_id.partition("/")[0] for fact_id in value.fact_ids))
        key = (value.why, tables)
        if key not in self._known:
            parts = [value.why] if value.why else []
            self._known[key] = "; ".join([*parts, *map(self._cite, tables)]) or "nothing published at hand"
        return self._known[key]

    def _cite(self, table: str) -> str:
        if table not in self._cited:
            self._cited[table] = self._facts.cite(table)
        return self._cited[table]
