"""What the commands on letters, ties and interviews read before they answer: profile, day, benchmarks, and her list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._output import busy, target_problems
from smartpick.present._start import day_asked, opened

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList
    from smartpick.facts import Facts
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["Input", "benchmarks_option", "list_or_why", "read_input"]

benchmarks_option = Annotated[
    Path | None, typer.Option("--benchmarks", metavar="FILE", help="Your own figures: lines of a key and a number.")
]


@dataclass(frozen=True, slots=True)
class Input:
    """One profile on one day, with the facts it is read against."""

    facts: Facts
    directory: Directory
    profile: Profile
    today: date
    benchmarks: Mapping[str, object]


def read_input(
    profile: Path,
    today: str | None,
    json_to: str | None,
    benchmarks: Path | None = None,
    problems: Sequence[Problem] = (),
    more: Callable[[Facts, Directory], Sequence[Problem]] = lambda _facts, _directory: (),
) -> Input:
    """Return what a command starts from.

    Parameters
    ----------
    problems, more
        What else is wrong, as for `opened`.

    Raises
    ------
    UserError
        With every problem at once.
    """
    from smartpick.present._assess_command import own_benchmarks

    day, wrong = day_asked(today)
    wrong = [*target_problems(json_to, None, profile), *wrong, *problems]
    own: Mapping[str, object] = {}
    try:
        own = own_benchmarks(benchmarks) if benchmarks else {}
    except RequestError as error:
        wrong += error.problems
    facts, directory, applicant = opened(profile, day, wrong, more)
    return Input(facts, directory, applicant, day, own)


def list_or_why(
    read: Input, season: int | None, seed: int, *, is_public: bool = False
) -> tuple[ApplicationList | None, str]:
    """Return her list, or why there is none; what needs no list can still be said.

    Parameters
    ----------
    is_public
        True for what leaves the program: a tie that is private would bring in programs that tell of it.
    """
    from smartpick.explain import ListRequest, make_list
    from smartpick.profile import public_view

    try:
        with busy("Making your list"):
            request = ListRequest(today=read.today, season=season, seed=seed)
            applicant = public_view(read.profile) if is_public else read.profile
            return make_list(read.facts, read.directory, applicant, request, has_looks=False), ""
    except RequestError as error:
        return None, "; ".join(str(problem) for problem in error.problems)
