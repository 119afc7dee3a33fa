"""``smartpick import``: what she changed in her spreadsheet is kept, and shown; nothing of ours comes from a file."""

from __future__ import annotations

import os
import shlex
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartpick.present._output import Out, busy, json_option, printable, target_problems, today_option, write_json
from smartpick.present._start import profile_argument, request_of, season_option, seed_option, start

if TYPE_CHECKING:
    from smartpick.importers.sheet import Merged, Value
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["import_sheet"]

SCHEMA = "smartpick.import/1"
_MOST_SHOWN = 12


def import_sheet(
    profile: profile_argument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook or csv that `export` wrote, changed.")],
    part: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--part", help="The file holds a part of the list: what is not in it stays as it is.")
    ] = False,
    dry_run: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--dry-run", help="Show what changed, and keep nothing.")
    ] = False,
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Take your spreadsheet back: your columns, notes, order, what you struck out and added are kept."""
    from smartpick.importers.sheet import merge_sheet, read_sheet
    from smartpick.present._export import list_with_sheet
    from smartpick.present._sheet_rows import base_of, lines_of
    from smartpick.store.sheet import load_sheet, save_sheet, sheet_path

    request, problems = request_of(today, season=season, seed=seed)
    place = sheet_path(profile)
    facts, directory, applicant = start(
        profile, request, [*target_problems(json_to, None, profile), *problems], json_to
    )
    found = read_sheet(file)
    before = load_sheet(place)
    with busy("Holding it against the list"):
        made, _ = list_with_sheet(facts, directory, applicant, request, before, place)
        base = base_of(lines_of(made, directory, before))
        merged = merge_sheet(
            directory, found, applicant.goals.specialties, base, before, is_part=part, also_ours=_beside()
        )
    if not dry_run:
        save_sheet(place, merged.sheet)
    unlogged = _unlogged(applicant, merged)
    if json_to:
        write_json(_json(merged, place, unlogged, is_kept=not dry_run), json_to)
    if json_to != "-":
        _show(merged, directory, place, unlogged, profile, is_kept=not dry_run)


def _beside() -> list[str]:
    """Return the headings of the program sheet, which are none of hers."""
    from smartpick.present._programs_view import COLUMNS

    return [column.title for column in COLUMNS]


def _unlogged(profile: Profile, merged: Merged) -> list[tuple[str, str, Value]]:
    """Return (NRMP code, event, day) of what stands in the tracker and not in the season's log; no day stays a text."""
    from smartpick.importers.sheet import day_in
    from smartpick.present._beside_xlsx import logged

    days = logged(profile)
    return [
        (row.program_code_nrmp, key, day_in(value) or value)
        for row in merged.sheet.rows
        if row.program_code_nrmp
        for key, value in row.tracker.items()
        if key in {"applied", "invited", "scheduled", "interviewed"} and key not in days.get(row.program_code_nrmp, {})
    ]


def _plain(value: Value | None) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else value.isoformat()


def _json(merged: Merged, place: Path, unlogged: list[tuple[str, str, Value]], *, is_kept: bool) -> dict[str, Any]:
    def cells(changes: Any) -> list[dict[str, Any]]:
        return [
            {"row": each.row, "column": each.column, "before": _plain(each.before), "now": _plain(each.now)}
            for each in changes
        ]

    return {
        "schema": SCHEMA,
        "is_kept": is_kept,
        "kept_in": str(place),
        "rows": len(merged.sheet.rows),
        "columns": list(merged.sheet.columns),
        "is_ordered": merged.sheet.is_ordered,
        "renamed": [{"ours": ours, "now": now} for ours, now in merged.renamed],
        "own_renamed": [{"before": old, "now": now} for old, now in merged.own_renamed],
        "new_columns": list(merged.new_columns),
        "lost_columns": list(merged.lost_columns),
        "struck": list(merged.struck),
        "deleted": list(merged.deleted),
        "brought_back": list(merged.brought_back),
        "added": list(merged.added),
        "taken_back": list(merged.taken_back),
        "is_reordered": merged.is_reordered,
        "cells": cells(merged.cells),
        "ours_not_taken_over": cells(merged.ours),
        "open_rows": [{"line": line, "text": text, "nearest": list(near)} for line, text, near in merged.open_rows],
        "twice": [{"line": line, "program_code_nrmp": code} for line, code in merged.twice],
        "not_in_the_log": [
            {"program_code_nrmp": code, "event": key, "day": _plain(value)} for code, key, value in unlogged
        ],
        "notes": list(merged.notes),
    }


def _show(
    merged: Merged,
    directory: Directory,
    place: Path,
    unlogged: list[tuple[str, str, Value]],
    profile: Path,
    *,
    is_kept: bool,
) -> None:
    out = Out()

    def named(code: str) -> str:
        program = directory.by_code.get(code)
        return f"{program.name} ({code})" if program else code

    def some(title: str, items: list[str]) -> None:
        if items:
            out.heading(title)
            for each in items[:_MOST_SHOWN]:
                out.item(printable(each))
            if len(items) > _MOST_SHOWN:
                out.item(f"and {len(items) - _MOST_SHOWN} more; `--json -` shows all")

    struck, added = len(merged.struck), len(merged.added)
    count = len(merged.cells)
    own = len(merged.sheet.columns)
    out.line(
        f"Read {len(merged.sheet.rows)} rows, with {own} column{'' if own == 1 else 's'} of your own beside rating,"
        f" notes and status."
        if merged.is_change
        else "Nothing of yours changed."
    )
    if merged.is_change:
        out.line(
            f"{struck} program{'' if struck == 1 else 's'} struck out, {added} added, {count} of your"
            f" cell{'' if count == 1 else 's'} changed{', and the order is yours' if merged.is_reordered else ''}."
        )
    out.line(
        f"Kept in {printable(str(place))}: `list` stays as it is; `export` leaves out what you struck out, takes in"
        " what you added, and writes the rest as you had it."
        if is_kept
        else "Nothing was kept: this was a look only."
    )
    some(
        "Struck out", [named(code) + (", its row is gone" if code in merged.deleted else "") for code in merged.struck]
    )
    some("Brought back", list(map(named, merged.brought_back)))
    some("Added", list(map(named, merged.added)))
    some("No longer added", list(map(named, merged.taken_back)))
    some(
        "Columns",
        [
            *(f"'{now}' is '{ours}'" for ours, now in merged.renamed),
            *(f"'{old}' is called '{now}' now" for old, now in merged.own_renamed),
            *(f"'{title}' is new" for title in merged.new_columns),
            *(f"'{title}' is gone, with what stood in it" for title in merged.lost_columns),
        ],
    )
    some("Your cells", [_cell(named(each.row), each.column, each.before, each.now) for each in merged.cells])
    some(
        "Not taken over: these cells are worked out, and change with the profile",
        [_cell(named(each.row), each.column, each.before, each.now) for each in merged.ours],
    )
    some(
        "Rows that mean no known program; they are kept as they stand",
        [
            f"row {line}: {text}" + (f"; did you mean {' or '.join(near)}?" if near else "")
            for line, text, near in merged.open_rows
        ],
    )
    some("Named twice; the first row counts", [f"row {line}: {named(code)}" for line, code in merged.twice])
    some(
        "In the tracker, and not yet in the season's log, which is what the chances know of",
        [
            # What stands in a cell may come from anybody: only a day gets into a command that may be pasted.
            f"smartpick log {_quoted(profile)} {code} {key} {value.isoformat()}"
            for code, key, value in unlogged
            if isinstance(value, date)
        ],
    )
    some(
        "In the tracker, but no day; write it as 2026-10-20",
        [f"{named(code)}, {key}: '{str(value)[:60]}'" for code, key, value in unlogged if not isinstance(value, date)],
    )
    for note in merged.notes:
        out.line(printable(note))


def _quoted(path: Path) -> str:
    """Return a path as one word of a command."""
    return subprocess.list2cmdline([str(path)]) if os.name == "nt" else shlex.quote(str(path))


def _cell(row: str, column: str, before: Value | None, now: Value | None) -> str:
    def said(value: Value | None) -> str:
        text = "nothing" if value is None else str(value)
        return f"'{text[:60]}{'…' if len(text) > 60 else ''}'" if value is not None else text

    return f"{row}, {column}: {said(before)} → {said(now)}"
