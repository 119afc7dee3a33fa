"""What do changes of the log change? Chances before and after: of matching, of interviews, and program by program."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from smartpick.explain._memory import Memory
from smartpick.explain._situation import Situation
from smartpick.explain._types import ListRequest
from smartpick.explain.season._rank import ranked_situation
from smartpick.explain.season._silence import silence_between
from smartpick.explain.season._types import Affected, Effect, Side
from smartpick.facts import Facts
from smartpick.portfolio import list_outcome
from smartpick.profile import Profile
from smartpick.programs import Directory, Program
from smartpick.uncertainty import Estimate

__all__ = ["effect_of"]

_FELT = 0.005
"""A chance that moves by less than half a point is not told program by program."""


def effect_of(
    facts: Facts,
    directory: Directory,
    before: Profile,
    after: Profile,
    request: ListRequest,
    memory: Memory | None = None,
) -> Effect:
    """Return what the difference between two logs changes.

    Parameters
    ----------
    memory
        Serves chances worked out before; the answer is the same without.
    """
    # Programs that could be on a list do not depend on the log: both sides find the same.
    memory = memory or Memory()
    logged = dict.fromkeys([each.program_code_nrmp for each in (*before.season_log, *after.season_log)])
    programs = [directory.by_code[each] for each in logged if each in directory.by_code]
    own = {code for code in logged if _said(before, code) != _said(after, code)}
    scenes = [ranked_situation(facts, directory, each, request, programs, memory) for each in (before, after)]
    old, new = (_side(scene, programs) for scene in scenes)
    affected = [
        Affected(
            program,
            code in own,
            (old.at(code)[0], new.at(code)[0]),
            (old.at(code)[1], new.at(code)[1]),
        )
        for program in programs
        if (code := program.program_code_nrmp) in own or _moved(old, new, code) >= _FELT
    ]
    affected.sort(key=lambda each: (not each.is_own, -_moved(old, new, each.program.program_code_nrmp)))
    gap = _gap(new.p_match, old.p_match)
    is_lower = gap is not None and gap.mean <= -_FELT
    return Effect(
        old,
        new,
        tuple(programs),
        gap,
        _gap(new.interviews, old.interviews),
        tuple(affected),
        silence_between(*scenes) if is_lower else None,
    )


def _said(profile: Profile, code: str) -> list[tuple[str, object]]:
    return sorted(((each.event, each.date) for each in profile.season_log if each.program_code_nrmp == code), key=repr)


def _side(scene: Situation, programs: Sequence[Program]) -> Side:
    bench, chances = scene.bench, scene.chances
    at = {each.program.program_code_nrmp: i for i, each in enumerate(bench.placed)}
    found = {}
    offers, takes = [], []
    for program in programs:
        i = at.get(program.program_code_nrmp)
        if i is None:
            continue
        offered = chances.interview_with_signal(i, bench.given[i])
        taken = chances.accept_with_signal(i, bench.given[i])
        found[program.program_code_nrmp] = (
            Estimate(offered @ chances.weights, "probability"),
            Estimate((offered * taken) @ chances.weights, "probability"),
        )
        offers.append(offered)
        takes.append(taken)
    if not offers:
        return Side(None, None, {})
    outcome = list_outcome(np.stack(offers), np.stack(takes), chances.weights, [False] * len(offers), cap=chances.cap)
    return Side(outcome.p_match, outcome.expected_interviews, found)


def _moved(old: Side, new: Side, code: str) -> float:
    """Return by how much the chance of an interview moved there, 0 to 1; 1 where it came about or went."""
    one, other = old.at(code)[0], new.at(code)[0]
    if one is None or other is None:
        return 0.0 if one is other else 1.0
    return abs(other.mean - one.mean)


def _gap(new: Estimate | None, old: Estimate | None) -> Estimate | None:
    return None if new is None or old is None else new.minus(old)
