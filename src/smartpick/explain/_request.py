"""What is asked for: season, specialties and places, with every problem of a request told at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

from smartpick.errors import Problem, RequestError
from smartpick.explain._candidates import Places, areas_named, places_of
from smartpick.explain._reasons import MOST_SPECIALTIES
from smartpick.explain._types import ListRequest
from smartpick.facts import Facts, season_of
from smartpick.profile import Profile
from smartpick.programs import Directory, resolve_specialty

__all__ = ["asked", "request_problems"]

_SEASONS_AHEAD = 10

T = TypeVar("T")


def asked(
    facts: Facts, directory: Directory, profile: Profile, request: ListRequest
) -> tuple[int, tuple[str, ...], Places]:
    """Return season, specialties and places.

    Raises
    ------
    RequestError
        With every problem at once.
    """
    season = request.season or profile.season or season_of(facts, request.today)
    where = "--season" if request.season else "season"
    problems = [*_season_problems(facts, directory, season, where, request), *_budget_problems(request)]
    names = request.specialties or profile.goals.specialties
    place = "--specialty" if request.specialties else "goals.specialties"
    specialties = _kept(problems, lambda: specialties_named(facts, names, place))
    places = _kept(problems, lambda: places_of(facts, profile, request.areas))
    if problems or specialties is None or places is None:
        raise RequestError(problems)
    return season, specialties, places


def request_problems(facts: Facts, directory: Directory, request: ListRequest) -> list[Problem]:
    """Return what is wrong with a request, whatever the profile."""
    problems = _budget_problems(request)
    if request.season:
        problems += _season_problems(facts, directory, request.season, "--season", request)
    _kept(problems, lambda: specialties_named(facts, request.specialties, "--specialty"))
    _kept(problems, lambda: areas_named(facts, {"--area": request.areas}))
    return problems


def _kept(problems: list[Problem], ask: Callable[[], T]) -> T | None:
    """Return what is asked for; what is wrong with it is added to `problems`."""
    try:
        return ask()
    except RequestError as error:
        problems += error.problems
        return None


def _season_problems(
    facts: Facts, directory: Directory, season: int, where: str, request: ListRequest
) -> list[Problem]:
    latest = season_of(facts, request.today) + _SEASONS_AHEAD
    if season < directory.season:
        why = f"Programs and figures are those of the {directory.season} Match: a list for an earlier one would know"
        fix = f"Name {directory.season} or later"
        return [Problem(where, f"season {season} is too early", f"{why} what came after it", fix)]
    if season > latest:
        return [Problem(where, f"season {season} lies far ahead", fix=f"Name one up to {latest}")]
    return []


def _budget_problems(request: ListRequest) -> list[Problem]:
    usd, share = request.budget_usd, request.least_outside
    if share is not None and not 0 <= share < 1:
        return [Problem("--outside", f"{share:g} is no share", fix="Give one from 0 to below 1, for example 0.3")]
    if usd is None or (math.isfinite(usd) and usd >= 0):
        return []
    return [Problem("--budget", f"{usd:g} is no sum of money", fix="Give dollars, for example 1500")]


def specialties_named(facts: Facts, names: Sequence[str], where: str) -> tuple[str, ...]:
    """Return specialties as keys, in her order, each once; those matched outside the NRMP are told where to go.

    Raises
    ------
    RequestError
        With every specialty that cannot be had.
    """
    keys: dict[str, None] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            found = resolve_specialty(facts, name)
        except RequestError as error:
            problems += [Problem(where, each.what, each.why, each.fix) for each in error.problems]
            continue
        if found.where_to_go:
            problems.append(Problem(where, f"{found.name} is not in the NRMP's Match", fix=found.where_to_go))
        keys[found.key] = None
    if len(keys) > MOST_SPECIALTIES:
        problems.append(Problem(where, f"{len(keys)} specialties", fix=f"Name at most {MOST_SPECIALTIES}"))
    if problems:
        raise RequestError(problems)
    return tuple(keys)
