"""Published rules by name, and which places the applicant's list could reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.errors import RequestError
from smartpick.guidance._ground import Ground
from smartpick.programs import area_of

if TYPE_CHECKING:
    import sqlite3

    from smartpick.programs import Program

__all__ = ["first_area", "rule_of", "wants_california"]


def rule_of(ground: Ground, item: str, topic: str = "") -> sqlite3.Row | None:
    """Return a published rule by what it rules, else None."""
    where, arguments = ("item = ? AND topic = ?", (item, topic)) if topic else ("item = ?", (item,))
    return next(iter(ground.facts.rows("rule", where, arguments)), None)


def wants_california(ground: Ground) -> bool:
    """Say whether a California program could be on her list."""
    goals = ground.profile.goals
    if goals.areas.anywhere is not False:
        return not any(name.strip().lower() in {"california", "ca"} for name in goals.areas.never)
    names = [*goals.areas.tier1, *goals.areas.tier2, *goals.areas.tier3]
    programs = [each for each in ground.directory.of([s.key for s in ground.specialties]) if each.state == "CA"]
    for name in names:
        try:
            area = area_of(ground.facts, name)
        except RequestError:
            continue
        if any(area.contains(program) for program in programs):
            return True
    return False


def first_area(ground: Ground) -> tuple[str, list[Program]] | None:
    """Return her first area in words and its programs of every specialty; None where she named none that is known."""
    areas = []
    for name in ground.profile.goals.areas.tier1:
        try:
            areas.append(area_of(ground.facts, name))
        except RequestError:
            continue
    if not areas:
        return None
    programs = [each for each in ground.directory.programs if any(area.contains(each) for area in areas)]
    return " or ".join(area.label for area in areas), programs
