"""``smartpick why``: why a program is on the list, or why it is not, and what is known of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.errors import RequestError
from smartpick.present._output import busy, json_option, printable, today_option, write_json
from smartpick.present._start import (
    area_option,
    budget_option,
    in_option,
    number_option,
    one_specialty_option,
    out_option,
    outside_option,
    profile_argument,
    request_of,
    season_option,
    seed_option,
    specialty_option,
    start,
)

if TYPE_CHECKING:
    from smartpick.programs import Directory, Program

__all__ = ["why"]

_MOST_OFFERED = 20


def why(
    profile: profile_argument,
    program: Annotated[
        str, typer.Argument(metavar="PROGRAM", help="Its NRMP code, its name, or a part of it with the specialty.")
    ],
    questions: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--questions", help="Only what to ask the program, what most hangs on first.")
    ] = False,
    max_programs: number_option = None,
    budget: budget_option = None,
    area: area_option = None,
    specialty: specialty_option = None,
    force_in: in_option = None,
    force_out: out_option = None,
    outside: outside_option = None,
    one_specialty_per_hospital: one_specialty_option = False,  # noqa: FBT002 -- a flag of the command line
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Say why a program is on your list, or why it is not."""
    from smartpick.explain.look import why_program

    request, problems = request_of(
        today,
        season=season,
        seed=seed,
        max_programs=max_programs,
        budget_usd=budget,
        areas=area,
        specialties=specialty,
        forced=force_in,
        excluded=force_out,
        is_one_specialty_a_site=one_specialty_per_hospital,
        least_outside=outside,
    )
    facts, directory, applicant = start(profile, request, problems, json_to)
    chosen = _chosen(directory, program, request.specialties or applicant.goals.specialties)
    with busy("Looking at the program"):
        look = why_program(facts, directory, applicant, request, chosen)
    if json_to:
        from smartpick.present._why_json import why_json

        write_json(why_json(facts, look, request), json_to)
        return
    from smartpick.present._why_text import show_questions, show_why

    if questions:
        show_questions(look)
    else:
        show_why(facts, look)


def _chosen(directory: Directory, text: str, specialties: tuple[str, ...]) -> Program:
    """Return the program that is meant; a person at a terminal is asked where several fit."""
    from smartpick.explain.look.asked import one_program, programs_meant

    try:
        return one_program(directory, text, specialties, "PROGRAM")
    except RequestError:
        found = programs_meant(directory, text, specialties)
        is_asked = sys.stdin.isatty() and sys.stderr.isatty()
        if not 1 < len(found) <= _MOST_OFFERED or not is_asked:
            raise
    for number, each in enumerate(found, 1):
        line = f"{number:>3}  {each.name}, {each.city or 'city unknown'}, {each.state}, {each.program_code_nrmp}"
        print(printable(line), file=sys.stderr)
    return found[_number(len(found)) - 1]


def _number(most: int) -> int:
    from click import IntRange

    return int(typer.prompt("Which one do you mean", type=IntRange(1, most), err=True))
