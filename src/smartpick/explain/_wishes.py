"""What she wants of the list besides its worth: programs and places in or out, clashes, a share outside; and the proof.

`Wishes` of `smartpick.portfolio` speak of numbers of candidates; here they are made of codes and areas.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.errors import Problem, RequestError
from smartpick.explain._bench import Picked
from smartpick.explain._candidates import Candidates, is_code, named_areas
from smartpick.explain._memory import chances_asked
from smartpick.explain._types import ListRequest
from smartpick.explain._worth import setting
from smartpick.facts import Facts
from smartpick.portfolio import ListOutcome, Wishes
from smartpick.programs import Directory
from smartpick.uncertainty import Estimate

if TYPE_CHECKING:
    from smartpick.explain._situation import Situation

__all__ = ["fresh_note", "fresh_outcome", "outside_note", "proof_note", "wishes_of"]

_FRESH_SEED = 1_000_003
"""Added to the seed for scenarios that no list was chosen in."""


def wishes_of(
    facts: Facts, directory: Directory, found: Candidates, request: ListRequest, pinned: Sequence[str] = ()
) -> Wishes:
    """Return her wishes in the numbers of `found.placed`.

    Parameters
    ----------
    pinned
        Codes that her profile always wants; what cannot be had, and what the request leaves out, is not forced.

    Raises
    ------
    RequestError
        With every program and area that cannot be forced in or out.
    """
    place = {each.program.program_code_nrmp: at for at, each in enumerate(found.placed)}
    ruled_out = {each.program.program_code_nrmp: each.why for each in found.ruled_out}
    problems: list[Problem] = []
    indices: dict[str, list[int]] = {"--in": [], "--out": []}
    for where, names in (("--in", request.forced), ("--out", request.excluded)):
        for name in names:
            code = name.strip().upper()
            if not is_code(code):
                try:
                    areas = named_areas(facts, where, name)
                except RequestError as error:
                    problems += error.problems
                    continue
                here = [at for at, each in enumerate(found.placed) if any(a.contains(each.program) for a in areas)]
                if not here and where == "--in":
                    problems.append(Problem(where, f"no program that is open to you lies in {name}"))
                indices[where] += here
            elif code in place:
                indices[where].append(place[code])
            elif where == "--in":
                problems.append(_not_to_be_had(directory, code, ruled_out))
            elif all(code != each.program_code_nrmp for each in directory.programs):
                problems.append(_unknown(where, code))
    outside = tuple(at for at, each in enumerate(found.placed) if each.tier > 1)
    share = request.least_outside or 0.0
    if 0 < share <= 1 and not set(outside) - set(indices["--out"]):
        left = len(found.placed) - len(set(indices["--out"]))
        what = f"at least {100 * share:g} in 100 outside your first area, and all {left} programs that fit lie in it"
        why = "One program outside is missing at least"
        problems.append(Problem("--outside", what, why, "Leave it out, or name areas beyond the first"))
    if problems:
        raise RequestError(problems)
    out = set(indices["--out"])
    indices["--in"] += [place[code] for code in pinned if code in place and place[code] not in out]
    return Wishes(
        forced=tuple(dict.fromkeys(indices["--in"])),
        excluded=tuple(dict.fromkeys(indices["--out"])),
        sites=tuple(each.program.institution_code for each in found.placed) if request.is_one_specialty_a_site else (),
        outside=outside,
        least_outside=share,
        names=tuple(f"{each.program.name} ({each.program.program_code_nrmp})" for each in found.placed),
        where="list",
    )


def _unknown(where: str, code: str) -> Problem:
    return Problem(where, f"there is no program {code}", fix="`smartpick programs` shows every code")


def _not_to_be_had(directory: Directory, code: str, ruled_out: dict[str, str]) -> Problem:
    if code in ruled_out:
        fix = "Ask the program; if it would take you, write so under [[own_facts]]"
        return Problem(
            "--in", f"{code} is forced in, and a rule that is known takes it out: {ruled_out[code]}", fix=fix
        )
    program = next((each for each in directory.programs if each.program_code_nrmp == code), None)
    if program is None:
        return _unknown("--in", code)
    why = f"{program.name} is not among the programs of these specialties that are open to you"
    return Problem("--in", f"{code} cannot be forced in", why, "Name its specialty with --specialty, or leave it out")


def outside_note(scene: Situation, picked: Picked) -> str | None:
    """Return a word of warning where a low score meets a list that lies almost all in the first area."""
    # A COMLEX score is read by its place on the same scale, as in the chances.
    score = next(basis.score.points for basis in scene.chances.basis.values())
    wanted, first = setting("least_outside"), scene.places.preferred
    if score is None or score >= setting("low_step2_ck") or first is None or not picked.order:
        return None
    outside = sum(scene.bench.placed[index].tier > 1 for index in picked.order)
    if outside >= wanted * len(picked.order) or scene.request.least_outside is not None:
        return None
    return (
        f"{outside} of these {len(picked.order)} programs lie outside {first}. With a Step 2 CK score below"
        f" {setting('low_step2_ck'):g}, or a COMLEX score at that place, at least {100 * wanted:g} in 100 outside it is"
        f" a safer plan (both numbers are assumed); `--outside {wanted:g}` makes such a list, `--outside 0` says that"
        " you know."
    )


def fresh_outcome(scene: Situation, picked: Picked) -> ListOutcome:
    """Return what a list comes to in scenarios that had no part in choosing it."""
    programs = [scene.bench.placed[index].program for index in picked.order]
    _, make = chances_asked(
        scene.facts,
        scene.profile,
        scene.assumptions,
        scene.applicant,
        programs,
        scene.found.everywhere,
        scene.directory.season,
        scene.request.seed + _FRESH_SEED,
    )
    return scene.bench.outcome_in(make(), picked)


def fresh_note(made: Estimate, fresh: Estimate) -> str:
    """Return what scenarios that had no part in choosing a list say of it, against those that had."""
    error = float(np.hypot(_error(made.draws), _error(fresh.draws)))
    gap = round(100 * (fresh.mean - made.mean), 1) + 0.0  # never -0.0
    words = "no difference found" if abs(gap) <= 2 * 100 * error else "a difference beyond chance: go by the fresh ones"
    return (
        f"In fresh scenarios the chance of matching is {fresh.short}, {gap:+.1f} points against those that chose the"
        f" list (Monte-Carlo error {100 * error:.1f}): {words}."
    )


def proof_note(scene: Situation, picked: Picked) -> str:
    """Return how far from the best of all lists this one can be."""
    proof = scene.bench.certificate(picked)
    text = (
        f"Certificate: {proof.text} (Utility {100 * proof.utility:.2f}, proven bound {100 * proof.bound:.2f}, in"
        " hundredths of a match at her most wanted programs, what applications have to add taken off; in the scenarios"
        " that chose the list.)"
    )
    return f"{text} First years are held as they are there, and taken as found." if picked.years else text


def _error(draws: np.ndarray) -> float:
    return float(draws.std(ddof=1) / np.sqrt(draws.size))
