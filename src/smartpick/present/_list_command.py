"""``smartpick list``: the personal list, for a person, as JSON, or as a spreadsheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from smartpick.errors import Problem, RequestError, UserError
from smartpick.present._output import (
    busy,
    day_of,
    json_option,
    target_problems,
    today_option,
    write_bytes,
    write_json,
)

__all__ = ["list_programs"]


def list_programs(
    profile: Annotated[
        Path, typer.Argument(metavar="PROFILE", help="Your profile; `smartpick new me.toml` writes one to fill in.")
    ],
    max_programs: Annotated[
        int | None, typer.Option(min=1, max=1000, metavar="N", help="At most so many programs.")
    ] = None,
    budget: Annotated[float | None, typer.Option(min=0, metavar="USD", help="All application money.")] = None,
    area: Annotated[
        list[str] | None, typer.Option(metavar="AREA", help="Only programs there; may be given more than once.")
    ] = None,
    specialty: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Instead of the profile's specialties, in order; may be given again."),
    ] = None,
    force_in: Annotated[
        list[str] | None,
        typer.Option("--in", metavar="CODE", help="A program, or an area, that has to be on it; may be given again."),
    ] = None,
    force_out: Annotated[
        list[str] | None,
        typer.Option("--out", metavar="CODE", help="A program, or an area, that may not be; may be given again."),
    ] = None,
    outside: Annotated[
        float | None, typer.Option(metavar="SHARE", help="Least share outside your first area, such as 0.3.")
    ] = None,
    one_specialty_per_hospital: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--one-specialty-per-hospital", help="Never two specialties at one institution.")
    ] = False,
    certificate: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--certificate", help="Prove how far from the best list this one can be.")
    ] = False,
    season: Annotated[int | None, typer.Option(min=2000, max=2100, metavar="YEAR", help="Year of the Match.")] = None,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="The same seed gives the same list, to the byte.")] = 1,
    today: today_option = None,
    json_to: json_option = None,
    xlsx: Annotated[str | None, typer.Option(metavar="FILE", help="Write a spreadsheet.")] = None,
    partner: Annotated[
        Path | None, typer.Option("--with", metavar="PARTNER", help="The profile of your partner: a couple's list.")
    ] = None,
    miles: Annotated[
        float | None, typer.Option("--miles", metavar="N", help="With a partner: how far apart you may be.")
    ] = None,
    same_area: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--same-area", help="With a partner: in one metropolitan area.")
    ] = False,
    pairs: Annotated[
        str | None, typer.Option("--pairs", metavar="FILE", help="With a partner: write the pair list as CSV.")
    ] = None,
) -> None:
    """Make your list: which programs, at what chance and cost, and why."""
    from smartpick.explain import ListRequest, make_list, request_problems
    from smartpick.facts import open_facts
    from smartpick.profile import Known, load_profile
    from smartpick.programs import load_directory

    facts = open_facts()
    directory = load_directory(facts)
    problems: list[Problem] = target_problems(json_to, xlsx, profile)
    try:
        day = day_of(today)
    except RequestError as error:
        problems += error.problems
        day = date.today()  # noqa: DTZ011 -- only to find what else is wrong
    request = ListRequest(
        today=day,
        season=season,
        seed=seed,
        max_programs=max_programs,
        budget_usd=budget,
        areas=tuple(area or ()),
        specialties=tuple(specialty or ()),
        forced=tuple(force_in or ()),
        excluded=tuple(force_out or ()),
        is_one_specialty_a_site=one_specialty_per_hospital,
        least_outside=outside,
        is_certified=certificate,
    )
    if partner is not None:
        from smartpick.present._pair_command import list_pairs

        list_pairs(
            facts,
            directory,
            (profile, partner),
            request,
            problems,
            miles=miles,
            is_same_area=same_area,
            targets={"--json": json_to, "--pairs": pairs, "--xlsx": xlsx},
        )
        return
    if miles is not None or same_area or pairs is not None:
        from smartpick.present._pair_command import only_for_couples

        problems += only_for_couples(miles, pairs, is_same_area=same_area)
    try:
        applicant = load_profile(profile, Known.of(facts, directory), day)
    except UserError as error:
        # What is wrong with the request is told with it.
        raise UserError([*problems, *error.problems, *request_problems(facts, directory, request)]) from error
    if problems:
        raise RequestError([*problems, *request_problems(facts, directory, request)])
    with busy("Choosing among the programs"):
        made = make_list(facts, directory, applicant, request)
    if json_to:
        from smartpick.present._list_json import list_json

        write_json(list_json(facts, made), json_to)
    if xlsx:
        from smartpick.present._list_xlsx import list_workbook

        write_bytes(list_workbook(facts, made), xlsx)
    if not json_to and not xlsx:
        from smartpick.present._list_text import show_list

        show_list(facts, made)
