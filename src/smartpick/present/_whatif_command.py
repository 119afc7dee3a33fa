"""``smartpick whatif``: the list before and after a change, on the same scenarios."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.errors import Problem, RequestError, UserError
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

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["whatif"]


def whatif(
    profile: profile_argument,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="What to try; may be repeated. Several values of one field with commas: step2_ck=225,240.",
        ),
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
    """Say what a change would do to your list: a score, a signal, a visa, money."""
    from smartpick.explain.look import what_if
    from smartpick.explain.look.asked import settings_of

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
    try:
        named = settings_of(settings or ())
    except RequestError as error:
        named, problems = (), [*problems, *error.problems]
    facts, directory, applicant = start(profile, request, problems, json_to)
    several = next((each for each in named if len(each.values) > 1), None)
    runs = [
        [(each.name, value if each is several else each.values[0]) for each in named]
        for value in (several.values if several else ("",))
    ]
    cases, wrong = [], []
    for run in runs:
        try:
            cases.append(
                (tuple(f"{name}={value}" for name, value in run), _with(facts, directory, profile, run, request.today))
            )
        except UserError as error:
            wrong += [each for each in error.problems if each not in wrong]
    if wrong:
        raise RequestError(wrong)
    with busy("Working out the lists"):
        found = what_if(facts, directory, applicant, request, cases)
    if json_to:
        from smartpick.present._whatif_json import whatif_json

        write_json(whatif_json(facts, found), json_to)
        return
    from smartpick.present._whatif_text import show_whatif

    show_whatif(facts, found)


def _with(facts: Facts, directory: Directory, path: Path, run: list[tuple[str, str]], today: date) -> Profile:
    """Return the profile with some settings; what is wrong with them is told in the profile's own words."""
    from smartpick.explain.look.asked import changed
    from smartpick.profile import Known, load_profile

    change = functools.partial(changed, settings=run, directory=directory, today=today)
    try:
        return load_profile(path, Known.of(facts, directory), today, change)
    except RequestError:
        raise
    except UserError as error:
        said = ", ".join(f"{name}={value}" for name, value in run)[:80]
        raise RequestError(
            [Problem(f"--set {said}: {each.where}", each.what, each.why, each.fix) for each in error.problems]
        ) from error
