"""What the commands about a profile begin with: their options, facts, programs, day, profile, all problems at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartpick.errors import Problem, RequestError, UserError
from smartpick.present._output import day_of, printable, target_problems

if TYPE_CHECKING:
    from smartpick.explain import ListRequest
    from smartpick.facts import Facts
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = [
    "area_option",
    "budget_option",
    "day_asked",
    "in_option",
    "number_option",
    "one_specialty_option",
    "opened",
    "out_option",
    "outside_option",
    "profile_argument",
    "request_of",
    "season_option",
    "seed_option",
    "specialty_option",
    "start",
    "told_day",
    "unknown_program",
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
    typer.Option(
        "--specialty", metavar="NAME", help="Instead of the profile's specialties, in order; may be given again."
    ),
]
in_option = Annotated[
    list[str] | None,
    typer.Option("--in", metavar="CODE", help="A program, or an area, that has to be on it; may be given again."),
]
out_option = Annotated[
    list[str] | None,
    typer.Option("--out", metavar="CODE", help="A program, or an area, that may not be; may be given again."),
]
outside_option = Annotated[
    float | None,
    typer.Option("--outside", metavar="SHARE", help="Least share outside your first area, such as 0.3."),
]
one_specialty_option = Annotated[
    bool, typer.Option("--one-specialty-per-hospital", help="Never two specialties at one institution.")
]
season_option = Annotated[
    int | None, typer.Option("--season", min=2000, max=2100, metavar="YEAR", help="Year of the Match.")
]
seed_option = Annotated[
    int, typer.Option("--seed", min=0, metavar="N", help="The same seed gives the same answer, to the byte.")
]


def day_asked(today: str | None) -> tuple[date, list[Problem]]:
    """Return the day that is asked for, and what is wrong with it; then the day of now, to find what else is."""
    try:
        return day_of(today), []
    except RequestError as error:
        return date.today(), list(error.problems)  # noqa: DTZ011 -- only to find what else is wrong


def told_day(where: str, text: str | None, example: str, problems: list[Problem]) -> date | None:
    """Return the day that is told, None without one; what is no day goes to the problems."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(Problem(where, f"'{printable(text[:40])}' is not a day", fix=f"Write it as {example}"))
        return None


def unknown_program(where: str, code: str) -> Problem:
    """Return what is wrong with a code that no program has."""
    fix = "`smartpick programs --search NAME` finds the code"
    return Problem(where, f"no program {printable(code[:40])} in the directory", fix=fix)


def request_of(today: str | None, **asked: Any) -> tuple[ListRequest, list[Problem]]:
    """Return what is asked for, and what is wrong with the day; options that may be given again come as tuples."""
    from smartpick.explain import ListRequest

    day, problems = day_asked(today)
    for name in ("areas", "specialties", "forced", "excluded"):
        asked[name] = tuple(asked.get(name) or ())
    return ListRequest(today=day, **asked), problems


def opened(
    profile: Path,
    day: date,
    problems: Sequence[Problem],
    more: Callable[[Facts, Directory], Sequence[Problem]] = lambda _facts, _directory: (),
) -> tuple[Facts, Directory, Profile]:
    """Return facts, programs and profile.

    Parameters
    ----------
    problems
        What is wrong already; each is told once.
    more
        What else is wrong, looked for only where something is.

    Raises
    ------
    UserError
        With all of it and all that is wrong with the profile.
    """
    from smartpick.facts import open_facts
    from smartpick.profile import Known, load_profile
    from smartpick.programs import load_directory

    facts = open_facts()
    directory = load_directory(facts)
    told = list(dict.fromkeys(problems))
    try:
        found = load_profile(profile, Known.of(facts, directory), day)
    except UserError as error:
        raise UserError([*told, *error.problems, *more(facts, directory)]) from error
    if told:
        raise RequestError([*told, *more(facts, directory)])
    return facts, directory, found


def start(
    profile: Path,
    request: ListRequest,
    problems: Sequence[Problem],
    json_to: str | None,
    xlsx: str | None = None,
) -> tuple[Facts, Directory, Profile]:
    """Return facts, programs and profile for a request about a list.

    Raises
    ------
    UserError
        With all that is wrong with the request and the profile.
    """

    def of_request(facts: Facts, directory: Directory) -> Sequence[Problem]:
        from smartpick.explain import request_problems

        return request_problems(facts, directory, request)

    return opened(profile, request.today, [*target_problems(json_to, xlsx, profile), *problems], of_request)
