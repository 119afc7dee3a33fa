"""Where a couple's question begins: both partners' situations, what they agree on, and everything that is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace

from smartpick.errors import Problem, RequestError, UserError
from smartpick.explain._request import request_problems
from smartpick.explain._situation import Situation, situation_of
from smartpick.explain._types import ListRequest
from smartpick.explain.pair._types import PairRequest
from smartpick.facts import Facts, season_of
from smartpick.profile import Profile, profile_hash
from smartpick.programs import Directory

__all__ = ["USUAL_MILES", "Agreed", "agreed_of", "both_situations", "canonical_order", "pair_problems", "seasons_of"]

USUAL_MILES = 50.0
"""Assumed where neither partner says how far apart the two programs may be."""
_MOST_MILES = 3000.0


@dataclass(frozen=True, slots=True)
class Agreed:
    """What both partners hold to: the narrower wish of the two.

    Attributes
    ----------
    is_miles_assumed
        True when neither said how far.
    unsaid
        Wishes that neither stated, as fields of the profile.
    """

    miles: float
    is_same_area: bool
    is_miles_assumed: bool
    accepts_one_unmatched: bool
    accepts_apart: bool
    unsaid: tuple[str, ...]


def agreed_of(profiles: tuple[Profile, Profile], request: PairRequest) -> Agreed:
    """Return what the two hold to; where they differ, the nearer distance and the stricter no count."""
    said = [profile.partner for profile in profiles if profile.partner is not None]
    miles = [each.most_miles for each in said if each.most_miles is not None]
    one = [each.accepts_one_unmatched for each in said if each.accepts_one_unmatched is not None]
    apart = [each.accepts_apart for each in said if each.accepts_apart is not None]
    asked = request.miles if request.miles is not None else min(miles, default=None)
    unsaid = tuple(name for name, found in (("accepts_one_unmatched", one), ("accepts_apart", apart)) if not found)
    return Agreed(
        miles=USUAL_MILES if asked is None else asked,
        is_same_area=request.is_same_area,
        is_miles_assumed=asked is None and not request.is_same_area,
        accepts_one_unmatched=all(one),
        accepts_apart=bool(apart) and all(apart),
        unsaid=unsaid,
    )


def pair_problems(facts: Facts, directory: Directory, request: PairRequest) -> list[Problem]:
    """Return what is wrong with a request, whatever the profiles."""
    problems = request_problems(facts, directory, _request_of(request, request.season))
    if request.miles is not None and not 0 <= request.miles <= _MOST_MILES:
        why = f"A distance is at least 0 and at most {_MOST_MILES:,.0f} miles"
        problems.append(Problem("--miles", f"{request.miles:g} miles", why))
    if request.miles is not None and request.is_same_area:
        problems.append(Problem("--miles and --same-area", "both say what is near", fix="Give one of them"))
    return problems


def canonical_order(profiles: tuple[Profile, Profile]) -> tuple[int, int]:
    """Return which partner is worked out first, so that the result does not depend on who asks."""
    first, second = map(profile_hash, profiles)
    return (0, 1) if first <= second else (1, 0)


def seasons_of(
    facts: Facts, profiles: tuple[Profile, Profile], request: PairRequest
) -> tuple[tuple[int, int], list[Problem]]:
    """Return each profile's season, and what is wrong where they differ and the request names none."""
    first, second = (profile.season or season_of(facts, request.today) for profile in profiles)
    if request.season is not None or first == second:
        return (first, second), []
    what = f"{request.names[0]} is for season {first}, {request.names[1]} for season {second}"
    fix = "Give both the same season, or name one with --season"
    return (first, second), [Problem("season", what, "A couple enters one Match together", fix)]


def both_situations(
    facts: Facts, directory: Directory, profiles: tuple[Profile, Profile], request: PairRequest
) -> tuple[Situation, Situation]:
    """Return what the question starts from for each partner.

    Raises
    ------
    RequestError
        With everything that is wrong with the request and with both profiles.
    """
    problems = pair_problems(facts, directory, request)
    seasons, differ = seasons_of(facts, profiles, request)
    problems += differ
    found = []
    told = {(problem.what, problem.where) for problem in problems}
    for name, profile, season in zip(request.names, profiles, seasons, strict=True):
        try:
            found.append(situation_of(facts, directory, profile, _request_of(request, request.season or season)))
        except UserError as error:
            problems += [
                each if each.where.startswith("--") else replace(each, where=f"{name}, {each.where}")
                for each in error.problems
                if (each.what, each.where) not in told
            ]
            told |= {(each.what, each.where) for each in error.problems if each.where.startswith("--")}
    if problems:
        raise RequestError(problems)
    return found[0], found[1]


def _request_of(request: PairRequest, season: int | None) -> ListRequest:
    return ListRequest(
        today=request.today,
        season=season,
        seed=request.seed,
        max_programs=request.max_programs,
        budget_usd=request.budget_usd,
        areas=request.areas,
    )
