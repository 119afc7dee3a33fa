"""``smartpick interview``: questions from the record, outlines with facts, practice, invitations, notes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._guidance_input import benchmarks_option, read_input
from smartpick.present._output import json_option, printable, today_option, write_json
from smartpick.present._start import (
    day_asked,
    profile_argument,
    request_of,
    season_option,
    seed_option,
    unknown_program,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from smartpick.facts import Facts
    from smartpick.present._guidance_input import Input
    from smartpick.profile import Rehearsal
    from smartpick.profile.log import LogEdit
    from smartpick.programs import Directory

__all__ = ["interview"]


def interview(
    profile: profile_argument,
    program: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE", help="Say whether to thank this program; may be given again; else those in your log."
        ),
    ] = None,
    invited: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Suppose that this program invited you: what it would change."),
    ] = None,
    answer: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A text of yours: how long it takes to say. It stays here.")
    ] = None,
    score: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Keep marks in your profile: question,honest,specific,confident,seconds,by."),
    ] = None,
    sheet: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool,
        typer.Option("--sheet", help="Print a sheet for a practice partner: questions and rubric, nothing private."),
    ] = False,
    benchmarks: benchmarks_option = None,
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Prepare interviews: what will be asked, what an answer can rest on, what an invitation means."""
    from smartpick.guidance.interview import plan_interviews
    from smartpick.importers.texts import read_text
    from smartpick.present._interview_update import updates_of
    from smartpick.profile import profile_hash, public_view

    problems: list[Problem] = []
    if sheet and json_to:
        fix = "Leave one of the two out"
        problems.append(Problem("--sheet and --json", "a sheet is a page for a partner", fix=fix))
    text: str | None = None
    entry: Rehearsal | None = None
    try:
        text = read_text(answer) if answer is not None else None
    except RequestError as error:
        problems += [Problem(f"--answer, {each.where}", each.what, each.why, each.fix) for each in error.problems]
    try:
        entry = _entry(score, today)
    except RequestError as error:
        problems += error.problems
    thanked, supposed = _codes(program), _codes(invited)
    wrong_codes = _code_problems({"--program": thanked, "--invited": supposed})
    read = read_input(profile, today, json_to, benchmarks, problems, wrong_codes)
    wrong = wrong_codes(read.facts, read.directory)
    if wrong:
        raise RequestError(wrong)
    edit = _edit(read, profile, entry) if entry is not None else None
    applicant = edit.profile if edit else read.profile
    request, _ = request_of(today, season=season, seed=seed)
    # What leaves the program is worked out from what she lets out, so that nothing private can be in it.
    leaves = bool(json_to) or sheet
    plan = plan_interviews(
        read.facts,
        read.directory,
        public_view(applicant) if leaves else applicant,
        read.today,
        season=season,
        benchmarks=read.benchmarks,
        programs=thanked,
        answer=text,
    )
    if edit is not None:
        from smartpick.profile.log import save_text

        save_text(edit.path, edit.text)
    if json_to:
        from smartpick.present._interview_json import interview_json

        # A tie that is private moves chances: their figures would tell that there is one.
        updates = updates_of(replace(read, profile=public_view(read.profile)), request, supposed)
        write_json(interview_json(read.facts, plan, updates, profile_hash(applicant), seed), json_to)
        return
    from smartpick.present._interview_text import show_interviews, show_practice, show_practice_sheet

    if sheet:
        show_practice_sheet(plan)
    elif entry is not None:
        show_practice(plan, entry.question, printable(str(profile)))
    else:
        show_interviews(read.facts, plan, updates_of(read, request, supposed))


def _codes(given: list[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.strip().upper() for code in given or ()))


def _code_problems(asked: dict[str, tuple[str, ...]]) -> Callable[[Facts, Directory], Sequence[Problem]]:
    """Return what looks for codes that no program has."""

    def look(_facts: Facts, directory: Directory) -> list[Problem]:
        return [
            unknown_program(option, code)
            for option, codes in asked.items()
            for code in codes
            if code not in directory.by_code
        ]

    return look


def _entry(score: str | None, today: str | None) -> Rehearsal | None:
    if score is None:
        return None
    from smartpick.guidance.interview import scored

    # A wrong day is told with the rest.
    return scored(score, day_asked(today)[0])


def _edit(read: Input, path: Path, entry: Rehearsal) -> LogEdit:
    from smartpick.profile import Known
    from smartpick.profile.log import with_rehearsal

    return with_rehearsal(path, Known.of(read.facts, read.directory), read.today, entry)
