"""Fits the chance model to old and new facts, and sets the chances of one applicant under both side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from smartpick.errors import UserError
from smartpick.estimate import Applicant, Assumptions, estimate_chances
from smartpick.explain._list import make_list
from smartpick.explain._situation import Situation, situation_of
from smartpick.explain._types import ListRequest, Summary
from smartpick.facts import Facts
from smartpick.market.season import shipped_asset
from smartpick.profile import Profile
from smartpick.programs import load_directory
from smartpick.uncertainty import Estimate
from smartpick.vocabulary import ApplicantType

__all__ = ["MovedChance", "ProfileMoved", "Refit", "refit_of"]

_MOST_MOVED = 8


@dataclass(frozen=True, slots=True, eq=False)
class MovedChance:
    """The chance of an interview offer at one program, before and after, both by the published tables."""

    program_code_nrmp: str
    name: str
    before: Estimate
    after: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class ProfileMoved:
    """What new facts do to one applicant.

    Attributes
    ----------
    before, after
        Her list in a few figures; None where no list can be made, which `trouble` then explains.
    mean_shift
        Mean change in the chance of an interview over the programs that there are before and after, in points (0-1).
    moved
        The programs whose chance moved most, those first that moved further.
    gone
        Programs of the list before that are not in the new Match: code, name.
    """

    name: str
    before: Summary | None
    after: Summary | None
    n_compared: int
    mean_shift: float
    moved: tuple[MovedChance, ...]
    gone: tuple[tuple[str, str], ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Refit:
    """How the chance model took to new facts.

    Attributes
    ----------
    fitted
        Specialties to which it was fitted.
    failed
        Specialty → what went wrong.
    had_seasons, has_seasons
        Whether the simulated seasons of this package belong to the facts before, and to those after.
    """

    fitted: tuple[str, ...]
    failed: Mapping[str, str]
    had_seasons: bool
    has_seasons: bool
    profiles: tuple[ProfileMoved, ...]


def refit_of(before: Facts, after: Facts, profiles: Iterable[tuple[str, Profile]], request: ListRequest) -> Refit:
    """Return how the chance model takes to new facts, and how the chances of some applicants move.

    Parameters
    ----------
    profiles
        Name to show → profile.
    """
    fitted, failed = _fits(after, request.seed)
    return Refit(
        fitted,
        failed,
        shipped_asset(before) is not None,
        shipped_asset(after) is not None,
        tuple(_moved(before, after, name, profile, request) for name, profile in profiles),
    )


def _fits(facts: Facts, seed: int) -> tuple[tuple[str, ...], dict[str, str]]:
    """Fit the published tables to every specialty with an applicant of whom nothing but the type is known."""
    directory = load_directory(facts)
    assumptions = Assumptions(facts)
    applicant = Applicant(ApplicantType.US_MD_SENIOR)
    fitted, failed = [], {}
    for specialty in sorted({program.specialty for program in directory.programs}):
        programs = directory.of((specialty,))
        try:
            chances = estimate_chances(facts, assumptions, applicant, programs, programs, directory.season, seed)
        except UserError as error:
            failed[specialty] = str(error.problems[0])
            continue
        if np.isfinite(chances.interview).all() and (chances.interview > 0).all() and (chances.interview < 1).all():
            fitted.append(specialty)
        else:
            failed[specialty] = "a chance is no number between 0 and 1"
    return tuple(fitted), failed


def _moved(before: Facts, after: Facts, name: str, profile: Profile, request: ListRequest) -> ProfileMoved:
    try:
        old, new = load_directory(before), load_directory(after)
        lists = [make_list(facts, at, profile, request) for facts, at in ((before, old), (after, new))]
        scenes = [situation_of(facts, at, profile, request) for facts, at in ((before, old), (after, new))]
    except UserError as error:
        return ProfileMoved(name, None, None, 0, 0.0, (), (), str(error.problems[0]))
    chances = [_by_tables(scene, request.seed) for scene in scenes]
    both = sorted(chances[0].keys() & chances[1].keys())
    moved = [MovedChance(code, new.by_code[code].name, chances[0][code], chances[1][code]) for code in both]
    moved.sort(key=lambda each: (-abs(each.after.mean - each.before.mean), each.program_code_nrmp))
    gone = tuple(
        (item.program.program_code_nrmp, item.program.name)
        for item in lists[0].programs
        if item.program.program_code_nrmp not in new.by_code
        and all(item.program.program_code_nrmp not in each.chained_from for each in new.of((item.program.specialty,)))
    )
    shift = float(np.mean([each.after.mean - each.before.mean for each in moved])) if moved else 0.0
    return ProfileMoved(name, lists[0].summary, lists[1].summary, len(both), shift, tuple(moved[:_MOST_MOVED]), gone)


def _by_tables(scene: Situation, seed: int) -> dict[str, Estimate]:
    """Return the chance of an interview offer by code, without simulated seasons: they belong to one build of facts."""
    programs = [each.program for each in scene.found.placed]
    chances = estimate_chances(
        scene.facts,
        scene.assumptions,
        scene.applicant,
        programs,
        scene.found.everywhere,
        scene.directory.season,
        seed,
    )
    draws = np.einsum("pdn,n->pd", chances.interview, chances.weights)
    return {program.program_code_nrmp: Estimate(draws[at], "probability") for at, program in enumerate(programs)}
