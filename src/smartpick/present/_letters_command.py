"""``smartpick letters``: who writes, what is missing, which letter goes where, and facts to hand over."""

from __future__ import annotations

from typing import Annotated

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._guidance_input import benchmarks_option, list_or_why, read_input
from smartpick.present._output import json_option, today_option, write_json
from smartpick.present._start import profile_argument, season_option, seed_option

__all__ = ["letters"]


def letters(
    profile: profile_argument,
    sheet: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Show the sheet of facts for the writer of letter N alone.")
    ] = None,
    prefer: Annotated[
        list[int] | None, typer.Option(metavar="N", help="Put letter N first, whatever its points; may be repeated.")
    ] = None,
    with_exams: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--with-exams", help="Let exam results stand on the sheets for writers.")
    ] = False,
    benchmarks: benchmarks_option = None,
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Compare letter writers, say what is missing, and assign letters. It drafts none."""
    from smartpick.guidance.letters import Target, plan_letters
    from smartpick.profile import profile_hash

    read = read_input(profile, today, json_to, benchmarks)
    made, why_no_list = list_or_why(read, season, seed, is_public=bool(json_to))
    targets = [
        Target(
            each.program.program_code_nrmp,
            each.program.name,
            each.program.specialty,
            each.program.state,
        )
        for each in (made.programs if made else ())
    ]
    plan = plan_letters(
        read.facts,
        read.directory,
        read.profile,
        read.today,
        season=season,
        benchmarks=read.benchmarks,
        targets=targets,
        preferred=tuple(prefer or ()),
        with_exams=with_exams,
    )
    if sheet is not None and sheet not in {each.number for each in plan.sheets}:
        known = ", ".join(str(each.number) for each in plan.sheets) or "none"
        why = "It is uploaded" if sheet <= len(plan.writers) else "There is no such letter"
        raise RequestError([Problem("--sheet", f"no sheet for letter {sheet}", why, f"Letters with a sheet: {known}")])
    if sheet is not None and json_to:
        fix = "Leave one of the two out; the JSON holds every sheet"
        raise RequestError([Problem("--sheet and --json", "a sheet is a page to hand over", fix=fix)])
    if json_to:
        from smartpick.present._letters_json import letters_json

        write_json(letters_json(read.facts, plan, profile_hash(read.profile), seed, why_no_list), json_to)
        return
    from smartpick.present._letters_text import show_letters, show_sheet

    if sheet is not None:
        show_sheet(next(each for each in plan.sheets if each.number == sheet))
        return
    show_letters(read.facts, plan, why_no_list)
