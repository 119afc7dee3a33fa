"""``smartpick programs``: every program of an area and specialty, as a table, JSON or the guide's spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartpick.errors import RequestError
from smartpick.present._output import (
    Footnotes,
    Out,
    json_option,
    many_objects,
    target_problems,
    write_bytes,
    write_json,
)

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.present._programs_view import Row
    from smartpick.programs import Directory, Program

__all__ = ["programs"]

SCHEMA = "smartpick.programs/1"
_SHOWN = ("program_type", "safety_net", "positions_offered", "positions_filled", "fill_rate", "first_year_in_match")


def programs(
    area: Annotated[
        list[str] | None, typer.Option(metavar="AREA", help="greater-los-angeles, CA, Pacific …; may be repeated.")
    ] = None,
    specialty: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="FM, Internal Medicine …; may be repeated.")
    ] = None,
    track: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="categorical, primary_care, preliminary, advanced, physician."),
    ] = None,
    near: Annotated[str | None, typer.Option(metavar="PLACE", help='A place or ZIP code: "Torrance, CA".')] = None,
    miles: Annotated[float | None, typer.Option(metavar="N", help="How far from it.")] = None,
    search: Annotated[
        str | None, typer.Option(metavar="TEXT", help="A name or number, old names too: LAC+USC.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Rows shown in the terminal; files hold all.")] = 100,
    json_to: json_option = None,
    xlsx: Annotated[str | None, typer.Option(metavar="FILE", help="Write the program spreadsheet.")] = None,
) -> None:
    """List programs with what is known of each, and where it stands."""
    from smartpick.facts import open_facts
    from smartpick.present._programs_view import program_rows
    from smartpick.programs import find, load_directory, select

    problems = target_problems(json_to, xlsx)
    facts = open_facts()
    directory = load_directory(facts)
    try:
        chosen = select(directory, area or (), specialty or (), track or (), near=near, miles=miles)
    except RequestError as error:
        raise RequestError([*problems, *error.problems]) from error
    if problems:
        raise RequestError(problems)
    if search is not None:
        inside = {program.program_code_nrmp for program in chosen}
        fitting = [match.program for match in find(directory, search, len(directory.programs))]
        chosen = [program for program in fitting if program.program_code_nrmp in inside]
    if not json_to and not xlsx:
        _show(facts, directory, chosen, limit)
        return
    with many_objects():
        rows = program_rows(directory.sheet(program) for program in chosen)
        if json_to and xlsx:
            rows = list(rows)
        if json_to:
            about = {"facts_version": facts.version, "season": directory.season, "left_out": list(facts.left_out)}
            write_json({"schema": SCHEMA, **about, "programs": map(_row_json, rows)}, json_to)
        if xlsx:
            from smartpick.present._programs_xlsx import own_of, programs_workbook

            # What she wrote into the workbook that stands there already stays in it.
            own = own_of(Path(xlsx))
            inside = {program.program_code_nrmp for program in chosen}
            left = [code for row in own.rows if (code := row.program_code_nrmp) and code not in inside]
            more = program_rows(directory.sheet(directory.by_code[code]) for code in left if code in directory.by_code)
            write_bytes(programs_workbook(facts, directory, [*rows, *more], own), xlsx)


def _row_json(row: Row) -> dict[str, Any]:
    from smartpick.present._programs_view import COLUMNS

    program = row.program
    return {
        "program_code_nrmp": program.program_code_nrmp,
        "name": program.name,
        "lat": program.lat,
        "lon": program.lon,
        "aliases": list(program.aliases),
        "earlier_codes": list(program.chained_from),
        "cells": {
            column.key: {"value": cell.value, "why": cell.why, "facts": list(cell.fact_ids)}
            for column, cell in zip(COLUMNS, row.cells, strict=True)
        },
    }


def _show(facts: Facts, directory: Directory, chosen: list[Program], limit: int) -> None:
    from smartpick.present._programs_view import COLUMNS, program_rows

    out, notes = Out(), Footnotes(facts)
    if not chosen:
        out.line("No program of the directory fits all of that. Widen the area, or leave out the specialty or search.")
        return
    keys = [column.key for column in COLUMNS]
    rows = []
    for row in program_rows([directory.sheet(program) for program in chosen[:limit]]):
        program = row.program
        cells = dict(zip(keys, row.cells, strict=True))
        rate = cells["fill_rate"].value
        place = f"{program.city or 'city unknown'}, {program.state}"
        for key in _SHOWN:
            notes.mark(cells[key].fact_ids)
        rows.append(
            (
                program.program_code_nrmp,
                f"{program.name}\n{place}",
                cells["program_type"].value,
                cells["safety_net"].value,
                f"{cells['positions_filled'].value}/{cells['positions_offered'].value}",
                f"{100 * rate:.0f} %" if isinstance(rate, float) else rate,
                cells["first_year_in_match"].value,
            )
        )
    header = ("code", "program", "type", "safety net", f"filled {directory.season}", "5 Matches", "first Match")
    out.table(header, rows)
    shown = f"The first {limit} of {len(chosen):,}" if len(chosen) > limit else f"{len(chosen):,}"
    out.line(
        f"{shown} program{'s' if len(chosen) > 1 else ''} of the {directory.season} Match; filled: of the positions"
        " offered, before SOAP; 5 Matches: share filled over the last five. `--xlsx FILE` writes all with stated rules,"
        " IMG and DO history of the state, mission themes, and a source for every cell."
    )
    out.line("Urology, ophthalmology and the military matches are outside the NRMP and not in this directory.")
    out.left_out(facts)
    out.sources(notes)
    out.line(f"Facts {facts.short_version}.", "dim")
