"""``smartpick own-facts …``: what you found out about programs, beside what is known otherwise."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._list_input import choices_of, choose_option
from smartpick.present._output import busy, json_option, printable, today_option, write_json
from smartpick.present._own_facts_page import found_day, read_own_page
from smartpick.present._start import profile_argument, request_of, season_option, seed_option, start, unknown_program

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.explain import ListRequest
    from smartpick.facts import Facts
    from smartpick.importers import RowMatch
    from smartpick.importers.own import FactSheet
    from smartpick.profile import Profile
    from smartpick.programs import Directory, Program

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="What you found out about programs: it goes over ours, and stays yours.")

_code = Annotated[str, typer.Argument(metavar="CODE", help="NRMP code of the program.")]
_field = Annotated[str, typer.Argument(metavar="FIELD", help="What it is about; docs/own-facts.md lists the fields.")]
_trial = Annotated[bool, typer.Option("--dry-run", help="Say what it would change, write nothing.")]
_source = Annotated[str | None, typer.Option("--source", metavar="TEXT", help="Who said so, or where it stands.")]
_found = Annotated[str | None, typer.Option("--date", metavar="DAY", help="When you found it; else today.")]


@app.command("list")
def list_facts(
    profile: profile_argument,
    program: Annotated[str | None, typer.Option(metavar="CODE", help="Only of this program.")] = None,
    season: season_option = None,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Show your own facts beside what is known otherwise, how old they are, and what each does."""
    from smartpick.explain.own import own_fact_views

    request, problems = request_of(today, season=season)
    facts, directory, applicant = start(profile, request, problems, json_to)
    views = own_fact_views(facts, directory, applicant, request)
    if program is not None:
        wanted = program.strip().upper()
        views = tuple(
            view
            for view in views
            if wanted in {view.fact.program_code_nrmp, view.program.program_code_nrmp if view.program else ""}
        )
    if json_to:
        from smartpick.present._own_facts_view import views_json

        write_json(views_json(facts, views), json_to)
        return
    from smartpick.present._own_facts_view import show_views

    show_views(facts, views)


@app.command("add")
def add(
    profile: profile_argument,
    code: _code,
    field: _field,
    value: Annotated[str, typer.Argument(metavar="VALUE", help="A number, yes or no, a share (0.25, 25 %) or a text.")],
    source: _source = None,
    found_on: _found = None,
    rule: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--rule/--preference", help="Whether the program holds to it strictly; else a preference.")
    ] = False,
    dry_run: _trial = False,  # noqa: FBT002 -- the same
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Write a fact into your profile and see what it changes; one of the same field gives way to it."""
    from smartpick.profile import Known
    from smartpick.profile.own import edited_own_facts

    request, problems = request_of(today, season=season, seed=seed)
    if not (source or "").strip():
        fix = 'Write --source "resident, at the open house"'
        problems.append(Problem("--source", "a fact needs a source", "Later only it tells how far to rely on it", fix))
    facts, directory, applicant = start(profile, request, problems, json_to)
    day = found_day(found_on, request.today, problems)
    entry = _entry(directory, code, field, value, problems)
    if problems or entry is None:
        raise RequestError(problems)
    entry |= {"strict": rule, "source": " ".join((source or "").split()), "date": day}
    edit = edited_own_facts(profile, Known.of(facts, directory), request.today, [entry])
    _finish(facts, directory, (applicant, edit), request, [entry], json_to, is_written=not dry_run)


@app.command("remove")
def remove(
    profile: profile_argument,
    code: _code,
    field: _field,
    dry_run: _trial = False,  # noqa: FBT002 -- a flag of the command line
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Take a fact out of your profile again; ours count as before."""
    from smartpick.profile import Known
    from smartpick.profile.own import edited_own_facts

    request, problems = request_of(today, season=season, seed=seed)
    facts, directory, applicant = start(profile, request, problems, json_to)
    gone = (code.strip().upper(), field.strip())
    edit = edited_own_facts(profile, Known.of(facts, directory), request.today, removed=[gone])
    entry = {"program_code_nrmp": gone[0], "field": gone[1]}
    _finish(facts, directory, (applicant, edit), request, [entry], json_to, is_written=not dry_run)


@app.command("import")
def import_facts(
    profile: profile_argument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="csv or xlsx: your own sheet, or your export.")],
    mapped: Annotated[
        list[str] | None, typer.Option("--map", metavar="HEADER=FIELD", help="What a column means; FIELD may be skip.")
    ] = None,
    choose: choose_option = None,
    source: _source = None,
    found_on: _found = None,
    rules: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--rules/--preferences", help="Whether what is asked for is a rule; else a preference.")
    ] = False,
    skip_wrong: Annotated[bool, typer.Option("--skip-wrong", help="Leave out cells that cannot be read.")] = False,  # noqa: FBT002
    write: Annotated[bool, typer.Option("--write", help="Write them; without it you see what would be.")] = False,  # noqa: FBT002
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Read facts about programs from a spreadsheet: first a preview of its columns, then into your profile."""
    from smartpick.importers import match_list
    from smartpick.importers.own import read_fact_sheet
    from smartpick.present._own_facts_view import preview_json, show_preview
    from smartpick.profile import Known
    from smartpick.profile.own import edited_own_facts

    request, problems = request_of(today, season=season, seed=seed)
    day = found_day(found_on, request.today, problems)
    by_hand, chosen, sheet = {}, {}, None
    try:
        by_hand = _mapped(mapped or ())
        chosen = choices_of(choose or ())
        sheet = read_fact_sheet(file, by_hand)
    except RequestError as error:
        problems += error.problems
    facts, directory, applicant = start(profile, request, problems, json_to)
    assert sheet is not None  # noqa: S101 -- what is wrong with it is among the problems
    matches = match_list(directory, sheet.programs, applicant.goals.specialties, chosen)
    entries = _entries(sheet, matches, source or f"{file.name}", day, is_rule=rules)
    wrong = [] if skip_wrong else list(sheet.problems)
    if write and wrong:
        raise RequestError(wrong)
    edit = edited_own_facts(profile, Known.of(facts, directory), request.today, entries)
    if not write:
        if json_to:
            write_json(preview_json(sheet, matches, edit.changes, entries), json_to)
        else:
            show_preview(sheet, matches, edit.changes, entries)
        return
    _finish(facts, directory, (applicant, edit), request, entries, json_to, is_written=True)


app.command("read")(read_own_page)


def _finish(
    facts: Facts,
    directory: Directory,
    edited: tuple[Profile, Any],
    request: ListRequest,
    entries: Sequence[dict[str, Any]],
    json_to: str | None,
    *,
    is_written: bool,
) -> None:
    """Work out what an edit changes, write it, and show both."""
    from smartpick.explain.own import chance_change, own_fact_views
    from smartpick.present._own_facts_view import change_json, show_change
    from smartpick.profile.log import save_text

    applicant, edit = edited
    programs = _programs(directory, entries)
    with busy("Working out what it changes"):
        changed = chance_change(facts, directory, applicant, edit.profile, request, programs)
        views = own_fact_views(facts, directory, edit.profile, request)
    told = {(str(each["program_code_nrmp"]), str(each["field"])) for each in entries}
    views = tuple(view for view in views if (view.fact.program_code_nrmp, view.fact.field) in told)
    if is_written:
        save_text(edit.path, edit.text)
    if json_to:
        write_json(change_json(edit.changes, entries, changed, views, is_written=is_written), json_to)
        return
    show_change(facts, edit.changes, entries, changed, views, printable(str(edit.path)), is_written=is_written)


def _programs(directory: Directory, entries: Sequence[dict[str, Any]]) -> list[Program]:
    followed = {code: program for program in directory.programs for code in program.chained_from}
    found = {}
    for each in entries:
        code = str(each["program_code_nrmp"])
        program = directory.by_code.get(code) or followed.get(code)
        if program is not None:
            found[program.program_code_nrmp] = program
    return list(found.values())


def _entry(directory: Directory, code: str, field: str, value: str, problems: list[Problem]) -> dict[str, Any] | None:
    """Return the fact that was typed; what is wrong with it goes to the problems."""
    from smartpick.errors import did_you_mean
    from smartpick.profile.own import field_rules, value_in

    plain, name = code.strip().upper(), field.strip().lower()
    if plain not in directory.by_code:
        problems.append(unknown_program("CODE", plain))
    rules = field_rules()
    if name not in rules:
        fix = did_you_mean(name, rules) or f"One of {', '.join(rules)}"
        problems.append(Problem("FIELD", f"no field '{printable(name[:40])}'", fix=fix))
        return None
    try:
        found = value_in(name, value)
    except ValueError as error:
        problems.append(Problem("VALUE", printable(str(error)), rules[name].meaning.capitalize()))
        return None
    if found is None:
        fix = "What is unknown needs no fact: leave it out"
        problems.append(Problem("VALUE", f"'{printable(value[:40])}' says nothing", fix=fix))
        return None
    return {"program_code_nrmp": plain, "field": name, "value": found}


def _mapped(texts: Sequence[str]) -> dict[str, str]:
    found, problems = {}, []
    for text in texts:
        header, equals, field = text.rpartition("=")
        if not (equals and header.strip() and field.strip()):
            fix = 'Write --map "Min. Step 2=minimum_step2_ck"'
            problems.append(Problem("--map", f"'{printable(text)[:40]}' is no HEADER=FIELD", fix=fix))
        found[header.strip()] = field.strip()
    if problems:
        raise RequestError(problems)
    return found


def _entries(
    sheet: FactSheet, matches: Sequence[RowMatch], source: str, day: date, *, is_rule: bool
) -> list[dict[str, Any]]:
    """Return the facts of rows whose program is known, as a profile has them."""
    programs = {match.row.line: match.program for match in matches if match.program is not None}
    entries = []
    problems: list[Problem] = []
    told: dict[tuple[str, str], tuple[int, object]] = {}
    for fact in sheet.facts:
        program = programs.get(fact.line)
        if program is None:
            continue
        key = (program.program_code_nrmp, f"note {fact.value}" if fact.field == "note" else fact.field)
        if key in told:
            line, value = told[key]
            if value != fact.value:
                where = f"{sheet.programs.name}, rows {line} and {fact.line}"
                what = f"both tell {fact.field} of {program.program_code_nrmp}: {value} and {fact.value}"
                problems.append(Problem(where, what, fix=f"Leave one out with --choose {fact.line}=none"))
            continue
        told[key] = fact.line, fact.value
        entries.append(
            {
                "program_code_nrmp": program.program_code_nrmp,
                "field": fact.field,
                "value": fact.value,
                "strict": is_rule if fact.is_strict is None else fact.is_strict,
                "source": " ".join((fact.source or source).split())[:200] or "own sheet",
                "date": fact.found_on or day,
            }
        )
    if problems:
        raise RequestError(problems)
    return entries
