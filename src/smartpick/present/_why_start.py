"""What the commands that take a second look begin with: facts, programs, day, profile, and all problems at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartpick.errors import Problem, RequestError, UserError
from smartpick.present._output import day_of, target_problems

if TYPE_CHECKING:
    from smartpick.explain import ListRequest
    from smartpick.facts import Facts
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = [
    "area_option",
    "budget_option",
    "number_option",
    "profile_argument",
    "request_of",
    "season_option",
    "seed_option",
    "specialty_option",
    "start",
]

profile_argument = Annotated[
    Path, typer.Argument(metavar="PROFILE", help="Your profile; `smartpick new me.toml` writes one to fill in.")
]
number_option = Annotated[
    int | None, typer.Option("--max-programs", min=1, max=1000, metavar="N", help="At most so many programs.")
]
budget_option = Annotated[float | None, typer.Option("--budget", min=0, metavar="USD", help="All application money.")]
area_option = Annotated[
    list[str] | None, typer.Option("--area", metavar="AREA", help="Only programs there; may be given more than once.")
]
specialty_option = Annotated[
    list[str] | None,
    typer.Option("--specialty", metavar="NAME", help="Instead of the profile's specialties; may be given again."),
]
season_option = Annotated[
    int | None, typer.Option("--season", min=2000, max=2100, metavar="YEAR", help="Year of the Match.")
]
seed_option = Annotated[
    int, typer.Option("--seed", min=0, metavar="N", help="The same seed gives the same answer, to the byte.")
]


def request_of(today: str | None, **asked: Any) -> tuple[ListRequest, list[Problem]]:
    """Return what is asked for, and what is wrong with the day."""
    from smartpick.explain import ListRequest

    problems: list[Problem] = []
    try:
        day = day_of(today)
    except RequestError as error:
        problems += error.problems
        day = date.today()  # noqa: DTZ011 -- only to find what else is wrong
    for name in ("areas", "specialties"):
        asked[name] = tuple(asked.get(name) or ())
    return ListRequest(today=day, **asked), problems


def start(
    profile: Path,
    request: ListRequest,
    problems: list[Problem],
    json_to: str | None,
) -> tuple[Facts, Directory, Profile]:
    """Return facts, programs and profile.

    Raises
    ------
    UserError
        With all that is wrong with the request and the profile.
    """
    from smartpick.explain import request_problems
    from smartpick.facts import open_facts
    from smartpick.profile import Known, load_profile
    from smartpick.programs import load_directory

    facts = open_facts()
    directory = load_directory(facts)
    problems = [*target_problems(json_to, None, profile), *problems]
    try:
        found = load_profile(profile, Known.of(facts, directory), request.today)
    except UserError as error:
        raise UserError([*problems, *error.problems, *request_problems(facts, directory, request)]) from error
    if problems:
        raise RequestError([*problems, *request_problems(facts, directory, request)])
    return facts, directory, found
