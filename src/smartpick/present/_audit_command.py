"""``smartpick audit``: a list made elsewhere, line by line, for a person or as JSON."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._layout import wrapped
from smartpick.present._output import (
    busy,
    json_option,
    printable,
    target_problems,
    today_option,
    write_json,
)
from smartpick.present._start import profile_argument, request_of, season_option, seed_option, start

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from smartpick.importers import RowMatch

__all__ = ["audit"]


def audit(
    profile: profile_argument,
    made_list: Annotated[
        Path, typer.Argument(metavar="LIST", help="The list: csv, xlsx, or text with one program a line.")
    ],
    choose: Annotated[
        list[str] | None,
        typer.Option(metavar="LINE=CODE", help="The program that a line means, or LINE=none; may be given again."),
    ] = None,
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Check a list made elsewhere: what each line is worth, and what is missing."""
    from smartpick.explain.audit import make_audit
    from smartpick.importers import match_list, read_list

    request, problems = request_of(today, season=season, seed=seed)
    problems += target_problems(json_to, None, made_list)
    chosen: dict[int, str] = {}
    file = None
    try:
        chosen = choices_of(choose or ())
    except RequestError as error:
        problems += error.problems
    try:
        file = read_list(made_list)
    except RequestError as error:
        problems += error.problems
    facts, directory, applicant = start(profile, request, problems, json_to)
    assert file is not None  # noqa: S101 -- what is wrong with it is among the problems
    specialties = applicant.goals.specialties
    matches = match_list(directory, file, specialties, chosen)
    if any(match.is_open for match in matches) and _can_ask():
        chosen |= _asked(matches, directory.by_code)
        matches = match_list(directory, file, specialties, chosen)
    with busy("Looking at every line"):
        made = make_audit(facts, directory, applicant, request, file, matches)
    if json_to:
        from smartpick.present._audit_json import audit_json

        write_json(audit_json(facts, made), json_to)
        return
    from smartpick.present._audit_text import show_audit

    show_audit(facts, made)


def choices_of(texts: Sequence[str]) -> dict[int, str]:
    """Return line → what was chosen for it.

    Raises
    ------
    RequestError
        With every text that is no ``LINE=CODE``, and every line that is given twice.
    """
    chosen: dict[int, str] = {}
    problems = []
    for text in texts:
        line, equals, code = (part.strip() for part in text.partition("="))
        if not (equals and code and line.isascii() and line.isdigit() and len(line) < 8):
            fix = "Write it as 12=1067120C0, or 12=none to leave the line out"
            problems.append(Problem("--choose", f"'{printable(text)[:40]}' is no LINE=CODE", fix=fix))
        elif int(line) in chosen:
            problems.append(Problem("--choose", f"line {int(line)} is given twice", fix="Give it once"))
        else:
            chosen[int(line)] = code
    if problems:
        raise RequestError(problems)
    return chosen


def _can_ask() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _asked(matches: Sequence[RowMatch], codes: Container[str]) -> dict[int, str]:
    """Ask, line by line, which program is meant; an empty answer leaves the line open, a wrong one is asked again."""
    chosen: dict[int, str] = {}
    question = "Which one (a number, an NRMP code, none to leave it out, empty for later)"
    for match in matches:
        if not match.is_open:
            continue
        for line in wrapped(f"Line {match.row.line}, “{match.row.text}”: {match.how}.", 100):
            print(line, file=sys.stderr)
        for number, program in enumerate(match.options, 1):
            print(f"  {number}  {program.name}, {program.city}, {program.state}", file=sys.stderr)
        while True:
            answer = typer.prompt(question, default="", show_default=False, err=True).strip().upper()
            if answer.isascii() and answer.isdigit() and 0 < int(answer[:6]) <= len(match.options):
                answer = match.options[int(answer) - 1].program_code_nrmp
            if not answer or answer == "NONE" or answer in codes:
                break
            print("That is neither a number shown nor a code of the directory.", file=sys.stderr)
        if answer:
            chosen[match.row.line] = answer
    return chosen
