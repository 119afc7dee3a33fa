"""``smartpick compare``: a saved list against the list of today, and which change did what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smartpick.errors import RequestError, UserError
from smartpick.present._output import busy, json_option, today_option, write_json
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

__all__ = ["compare"]


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A list saved with `smartpick list PROFILE --json OLD`.")],
    profile: profile_argument,
    old_profile: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The profile as it was then: tells which part of it did what."),
    ] = None,
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
    """Say what changed on your list since you saved it, and why."""
    from smartpick.explain.look import list_changes
    from smartpick.present._compare_reading import read_list
    from smartpick.profile import Known, load_profile

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
    earlier = None
    try:
        earlier = read_list(old)
    except RequestError as error:
        problems = [*error.problems, *problems]
    facts, directory, applicant = start(profile, request, problems, json_to)
    before = None
    if old_profile is not None:
        try:
            before = load_profile(old_profile, Known.of(facts, directory), request.today)
        except UserError as error:
            raise RequestError(error.problems) from error
    if earlier is None:
        raise RequestError(problems)
    with busy("Making the lists"):
        found = list_changes(facts, directory, earlier, applicant, request, before)
    if json_to:
        from smartpick.present._compare_text import compare_json

        write_json(compare_json(facts, found), json_to)
        return
    from smartpick.present._compare_text import show_compare

    show_compare(facts, found)
