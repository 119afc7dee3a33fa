"""How strong do bonds to an area look to a reader? Plain points, each part shown, private ones apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smartpick.errors import Problem, RequestError
from smartpick.guidance._ground import Ground
from smartpick.guidance._points import known_points
from smartpick.guidance.ties._inventory import KINDS, SPOKEN, is_inside, practice_area
from smartpick.guidance.ties._model import AreaTies, Bond, Part, Speaks
from smartpick.programs import Area, area_of

if TYPE_CHECKING:
    from datetime import date

__all__ = ["areas_shown", "bond_text", "strengths"]


def areas_shown(ground: Ground, asked: Sequence[str], bonds: Sequence[Bond]) -> tuple[Area, ...]:
    """Return the areas to speak of: those asked for, else hers by tier and every state with a bond.

    Raises
    ------
    RequestError
        With every area asked for that is not known.
    """
    problems: list[Problem] = []
    found: dict[str, Area] = {}
    goals = ground.profile.goals.areas
    names = asked or (*goals.tier1, *goals.tier2, *goals.tier3, *(each.state for each in bonds))
    for name in names:
        try:
            area = area_of(ground.facts, name)
        except RequestError as error:
            problems += [Problem("--area", each.what, each.why, each.fix) for each in error.problems]
        else:
            found.setdefault(area.key, area)
    if asked and problems:
        raise RequestError(problems)
    return tuple(found.values())


def strengths(
    ground: Ground, areas: Sequence[Area], bonds: Sequence[Bond], languages: Sequence[Speaks]
) -> tuple[AreaTies, ...]:
    """Return the strength of her bonds to each area."""
    return tuple(_strength(ground, area, bonds, languages) for area in areas)


def _strength(ground: Ground, area: Area, bonds: Sequence[Bond], languages: Sequence[Speaks]) -> AreaTies:
    states = {program.state for program in ground.directory.programs if area.contains(program)}
    half = ground.benchmarks["ties_share_state"]
    best: dict[str, Part] = {}
    for bond in bonds:
        inside = is_inside(ground, area, bond)
        if not inside and bond.state not in states:
            continue
        each = ground.benchmarks[f"ties_points_{bond.kind}"]
        points = each if inside else half * each
        where = ""
        if not inside:
            told = f"elsewhere in {bond.state}" if bond.county else "at a place that is not known here"
            where = f", {told}: counts {half:g}"
        # Several bonds of a kind are one reason to stay: the best of them counts.
        if bond.kind not in best or (best[bond.kind].points or 0.0) < points:
            best[bond.kind] = Part(f"{bond_text(bond)}{where}", points, (bond.field,))
    parts = list(best.values())
    practice = practice_area(ground)
    if practice is not None:
        there = [program for program in ground.directory.programs if practice.contains(program)]
        if there and all(area.contains(program) for program in there):
            text = f"means to practice in {practice.label}"
            parts.append(Part(text, ground.benchmarks["ties_points_practice"], ("goals.practice_area",)))
    parts += _languages(ground, area, states, languages)
    return AreaTies(area.key, area.label, tuple(parts), _word(ground, known_points(parts)))


def _languages(ground: Ground, area: Area, states: set[str], languages: Sequence[Speaks]) -> list[Part]:
    parts = []
    is_whole = all(area.contains(program) for program in ground.directory.programs if program.state in states)
    least = ground.benchmarks["ties_language_share"]
    for each in languages:
        if each.level not in SPOKEN or each.name.strip().lower() == "english":
            continue
        if states != {"CA"} or each.share_pct is None:
            text = f"speaks {each.name} ({each.level}); no figure of its speakers there is at hand"
            parts.append(Part(text, None, ("languages",)))
            continue
        counts = each.share_pct >= least
        points: float | None = ground.benchmarks["ties_points_language"] if counts else 0.0
        # A share that is rounded up to the least that counts would contradict what is said of it.
        share = f"{each.share_pct:.{1 if counts or round(each.share_pct, 1) < least else 2}f}"
        text = f"speaks {each.name} ({each.level}), as {share} % of California does at home"
        if not counts and is_whole:
            text += f"; under {least:g} %, so it does not count here"
        elif not counts:
            # Few in the state may be many in one of its towns: what is published for the state cannot rule that out.
            points = None
            text += "; the share within this part of it is not at hand"
        parts.append(Part(text, points, ("languages",), (each.fact_id,) if each.fact_id else ()))
    return parts


def _word(ground: Ground, points: float) -> str:
    if points >= ground.benchmarks["ties_strong"]:
        return "strong"
    if points >= ground.benchmarks["ties_some"]:
        return "some"
    return "weak" if points > 0 else "none"


def bond_text(bond: Bond) -> str:
    """Return a bond in words, with its years.

    Examples
    --------
    >>> from datetime import date
    >>> bond_text(Bond("grew_up", "Fresno", "CA", "Fresno", date(2000, 1, 1), date(2018, 8, 1), "ties"))
    'grew up: Fresno, CA (2000 to 2018)'
    """
    state = "" if bond.place == bond.state else f", {bond.state}"
    return f"{KINDS[bond.kind]}: {bond.place}{state}{_years(bond.start, bond.end)}"


def _years(start: date | None, end: date | None) -> str:
    if start and end:
        return f" ({start.year})" if start.year == end.year else f" ({start.year} to {end.year})"
    if start:
        return f" (since {start.year})"
    return f" (until {end.year})" if end else ""
