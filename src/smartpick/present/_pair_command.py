"""``smartpick list A --with B``: the list of two people who enter the Match as a couple."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from smartpick.errors import Problem, RequestError, UserError
from smartpick.present._output import busy, write_bytes, write_json

if TYPE_CHECKING:
    from smartpick.explain import ListRequest
    from smartpick.facts import Facts
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["list_pairs", "not_for_couples", "only_for_couples", "show_ranks"]


def only_for_couples(miles: float | None, pairs: str | None, *, is_same_area: bool) -> list[Problem]:
    """Return what is asked for that means something only with a partner."""
    given = {"--miles": miles is not None, "--same-area": is_same_area, "--pairs": pairs is not None}
    why = "It is about the programs of two people"
    fix = "Name the partner's profile too: --with PARTNER"
    return [Problem(option, "is for couples", why, fix) for option, is_given in given.items() if is_given]


def not_for_couples(request: ListRequest) -> list[Problem]:
    """Return what is asked for that a couple's list does not do."""
    asked = {
        "--in": bool(request.forced),
        "--out": bool(request.excluded),
        "--outside": request.least_outside is not None,
        "--one-specialty-per-hospital": request.is_one_specialty_a_site,
        "--certificate": request.is_certified,
    }
    why = "A couple's list is chosen by pairs, without such wishes"
    fix = "Leave it out; where one of you would not go belongs into that profile (goals.areas.never, goals.programs)"
    return [Problem(option, "is for one applicant", why, fix) for option, is_given in asked.items() if is_given]


def list_pairs(
    files: tuple[Path, Path],
    request: ListRequest,
    problems: list[Problem],
    *,
    miles: float | None,
    is_same_area: bool,
    targets: Mapping[str, str | None],
) -> None:
    """Make a couple's list and show it, or write it where it is asked for.

    Parameters
    ----------
    problems
        What is wrong with the request so far.
    targets
        Option → file to write to: ``--json``, ``--pairs``; ``--xlsx``, ``--pdf`` and ``--csv`` are refused.

    Raises
    ------
    UserError
        With everything that is wrong with the request and with both files.
    """
    from smartpick.explain.pair import PairRequest, make_pair_list, pair_problems
    from smartpick.facts import open_facts
    from smartpick.programs import load_directory

    facts = open_facts()
    directory = load_directory(facts)
    first, second = files
    asked = PairRequest(
        today=request.today,
        season=request.season,
        seed=request.seed,
        max_programs=request.max_programs,
        budget_usd=request.budget_usd,
        areas=request.areas,
        miles=miles,
        is_same_area=is_same_area,
        names=_names(first, second),
    )
    problems = [*problems, *_target_problems(files, targets)]
    if request.specialties:
        why = "Each partner has specialties of their own"
        problems.append(Problem("--specialty", "is for one applicant", why, "Set goals.specialties in each profile"))
    if _is_same(first, second):
        why = "A couple is two people with a profile each"
        raise RequestError(
            [*problems, Problem("--with", "that is the same file twice", why, "Name the partner's file")]
        )
    profiles, found = _profiles(facts, directory, files, request.today)
    problems += found
    if problems or len(profiles) < 2:
        raise UserError([*problems, *pair_problems(facts, directory, asked)])
    with busy("Choosing among the pairs of programs"):
        made = make_pair_list(facts, directory, (profiles[0], profiles[1]), asked)
    if json_to := targets.get("--json"):
        from smartpick.present._pair_json import pair_json

        write_json(pair_json(facts, made), json_to)
    if pairs := targets.get("--pairs"):
        from smartpick.present._pair_csv import pair_csv

        write_bytes(pair_csv(made), pairs)
    if not targets.get("--json") and not targets.get("--pairs"):
        from smartpick.present._pair_text import show_pairs

        show_pairs(facts, made)


def show_ranks(
    files: tuple[Path, Path], ranks: Path, request: ListRequest, problems: list[Problem], json_to: str | None
) -> None:
    """Look at a couple's rank order list and show it, or write it where it is asked for.

    Parameters
    ----------
    files
        The partners' profiles, in the order of the columns of `ranks`.
    problems
        What is wrong with the request so far.

    Raises
    ------
    UserError
        With everything that is wrong with the request, the list and both files.
    """
    from smartpick.explain.pair import PairRequest, rank_pairs
    from smartpick.facts import open_facts
    from smartpick.importers import read_pairs
    from smartpick.programs import load_directory

    facts = open_facts()
    directory = load_directory(facts)
    first, second = files
    if _is_same(first, second):
        why = "A couple is two people with a profile each"
        problems = [*problems, Problem("--with", "that is the same file twice", why, "Name the partner's file")]
    lines: tuple[tuple[str | None, str | None], ...] = ()
    try:
        lines = read_pairs(ranks)
    except RequestError as error:
        problems = [*problems, *error.problems]
    profiles, found = _profiles(facts, directory, files, request.today)
    problems = [*problems, *found]
    if problems or len(profiles) < 2:
        raise UserError(problems)
    asked = PairRequest(request.today, season=request.season, seed=request.seed, names=_names(first, second))
    with busy("Weighing the pairs"):
        made = rank_pairs(facts, directory, (profiles[0], profiles[1]), asked, lines)
    from smartpick.present._rank_pairs import pair_ranks_json, show_pair_ranks

    if json_to:
        write_json(pair_ranks_json(facts, made), json_to)
    else:
        show_pair_ranks(facts, made, directory.season)


def _profiles(
    facts: Facts, directory: Directory, files: tuple[Path, Path], day: date
) -> tuple[list[Profile], list[Problem]]:
    """Return the profiles that are in order, and what is wrong with the others."""
    from smartpick.profile import Known, load_profile

    known = Known.of(facts, directory)
    profiles: list[Profile] = []
    problems: list[Problem] = []
    for file in files:
        try:
            profiles.append(load_profile(file, known, day))
        except UserError as error:
            problems += error.problems
    return profiles, problems


def _names(first: Path, second: Path) -> tuple[str, str]:
    """Return what the partners are called: their files, with the folder where the names are the same."""
    if first.stem != second.stem:
        return first.stem, second.stem
    one, other = (f"{path.resolve().parent.name}/{path.stem}" for path in (first, second))
    return (one, other) if one != other else (f"{one} (first)", f"{other} (second)")


def _is_same(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)
    except (OSError, ValueError):
        return os.path.abspath(first) == os.path.abspath(second)  # noqa: PTH100 -- of files that may not be there


def _target_problems(files: tuple[Path, Path], targets: Mapping[str, str | None]) -> list[Problem]:
    problems: list[Problem] = []
    problems += [
        Problem(option, "is not made for couples", fix="Take --pairs FILE.csv, or --json FILE")
        for option in ("--xlsx", "--pdf", "--csv")
        if targets.get(option) is not None
    ]
    pairs, json_to = targets.get("--pairs"), targets.get("--json")
    if pairs is not None and not pairs.strip():
        problems.append(Problem("--pairs", "no file is named", fix="Name one"))
    if pairs == "-":
        problems.append(Problem("--pairs", "a table cannot go to standard output", fix="Name a file"))
    paths = [os.path.abspath(file) for file in files]  # noqa: PTH100 -- as written, whether there or not
    for option, target in (("--pairs", pairs), ("--json", json_to)):
        # `--json` against the first profile is told by the list's own check.
        own = paths if option == "--pairs" else paths[1:]
        if target and os.path.abspath(target) in own:  # noqa: PTH100
            problems.append(Problem(option, "that is a profile", fix="Name another file"))
    if pairs and json_to and json_to != "-" and os.path.abspath(pairs) == os.path.abspath(json_to):  # noqa: PTH100
        problems.append(Problem("--json and --pairs", "both name the same file", fix="Name two"))
    return problems
