"""What do own facts change in the chances of an interview at the programs that they are about?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from smartpick.errors import RequestError
from smartpick.explain._situation import situation_of
from smartpick.explain._types import ListRequest
from smartpick.facts import Facts
from smartpick.profile import Profile
from smartpick.programs import Directory, Program
from smartpick.uncertainty import Estimate

__all__ = ["ChanceChange", "chance_change"]


@dataclass(frozen=True, slots=True, eq=False)
class ChanceChange:
    """The chance of an interview offer at one program before and after; None where a known rule takes it out."""

    program: Program
    before: Estimate | None
    after: Estimate | None
    rule_before: str
    rule_after: str

    @property
    def is_same(self) -> bool:
        """True when nothing moved."""
        if self.before is None or self.after is None:
            return self.before is self.after
        return bool(np.array_equal(self.before.draws, self.after.draws))


def chance_change(
    facts: Facts,
    directory: Directory,
    before: Profile,
    after: Profile,
    request: ListRequest,
    programs: Sequence[Program],
) -> tuple[ChanceChange, ...]:
    """Return what changes from one profile to another at some programs, in their order.

    Raises
    ------
    RequestError
        When the season asked for cannot be.
    """
    (was, rule_was), (now, rule_now) = (
        _chances(facts, directory, profile, request, programs) for profile in (before, after)
    )
    codes = [each.program_code_nrmp for each in programs]
    return tuple(
        ChanceChange(each, was.get(code), now.get(code), rule_was.get(code, ""), rule_now.get(code, ""))
        for each, code in zip(programs, codes, strict=True)
    )


def _chances(
    facts: Facts, directory: Directory, profile: Profile, request: ListRequest, programs: Sequence[Program]
) -> tuple[dict[str, Estimate], dict[str, str]]:
    """Return chances and, where a rule takes a program out, that rule."""
    try:
        scene = situation_of(facts, directory, profile, request, programs)
    except RequestError:
        # Where every program is ruled out there is no list, and no chance to compare.
        return {}, {}
    wanted = {each.program_code_nrmp for each in programs}
    at = [at for at, each in enumerate(scene.found.placed) if each.program.program_code_nrmp in wanted]
    asked = scene.chances.only(at)
    draws = np.einsum("pdn,n->pd", asked.interview, asked.weights)
    found = {
        each.program_code_nrmp: Estimate(row, "probability") for each, row in zip(asked.programs, draws, strict=True)
    }
    rules = {each.program.program_code_nrmp: each.why for each in scene.found.ruled_out}
    return found, {code: why for code, why in rules.items() if code in wanted}
