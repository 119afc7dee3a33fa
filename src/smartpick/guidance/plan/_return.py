"""Coming back to the first area after training elsewhere: what to say, where, and what would contradict it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.errors import RequestError
from smartpick.guidance._finding import Finding
from smartpick.guidance._rules import first_area, rule_of
from smartpick.guidance.ties import bond_text, experiences, open_bonds
from smartpick.guidance.ties._inventory import is_inside
from smartpick.programs import area_of
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground
    from smartpick.guidance.ties import Bond
    from smartpick.programs import Area

__all__ = ["coming_back"]

_SAID = {Stage.PREPARING, Stage.OPEN, Stage.SUBMITTED, Stage.INTERVIEWING}
_FIELDS = ("ties", "goals.areas", "goals.practice_area", "goals.preferred_divisions")
_SHOWN = 2


def coming_back(ground: Ground) -> list[Finding]:
    """Return an outline with the place for each part, and a check against what else the profile tells of regions.

    Notes
    -----
    Only for somebody who would also train outside the first area. Nothing is written for her: the parts are her own
    bonds and experiences, and a part that she does not have stays open.
    """
    found = first_area(ground)
    areas = ground.profile.goals.areas
    if found is None or ground.stage not in _SAID or not (areas.anywhere or areas.tier2 or areas.tier3):
        return []
    label, inside = found[0], _areas(ground, areas.tier1)
    bonds = open_bonds(ground)
    home = [each for each in bonds if any(is_inside(ground, area, each) for area in inside)]
    practice = ground.profile.goals.practice_area
    if not home and not practice:
        text = (
            f"Training elsewhere and coming back to {label}: the profile tells no bond there and no place where you"
            " mean to practice, so nothing would stand behind it. Put your ties, or the place, into your profile"
            " if it is so; else leave it out."
        )
        return [Finding("return_open", "return", "unknown", text, _FIELDS, (), "enter ties there, or leave it out")]
    return [_outline(ground, label, home, practice), _where(ground, label), *_check(ground, label, inside, bonds)]


def _areas(ground: Ground, names: tuple[str, ...]) -> list[Area]:
    areas = []
    for name in names:
        try:
            areas.append(area_of(ground.facts, name))
        except RequestError:
            continue
    return areas


def _outline(ground: Ground, label: str, home: list[Bond], practice: str | None) -> Finding:
    bond = "; ".join(bond_text(each) for each in home[:_SHOWN]) or "none is told yet"
    done = [each for each in experiences(ground) if each.themes and not each.lacks]
    example = (
        f"{done[0].title}, with its date, place and detail"
        if done
        else "no entry of yours has a date, a place and a detail yet"
    )
    later = practice or "open: say it only if you know it"
    text = (
        f"Coming back to {label} after training elsewhere, as an outline for two or three sentences of yours: 1. the"
        f" bond: {bond}. 2. What you did for people like those there: {example}. 3. What you would learn at the program"
        f" that you write to and could not learn by waiting. 4. Where you mean to practice: {later}."
    )
    fields = (*_FIELDS, "service", "work", "research", "us_experience")
    return Finding("return_outline", "return", "note", text, fields)


def _where(ground: Ground, label: str) -> Finding:
    rule = rule_of(ground, "geo_divisions_max")
    where = f"the geographic preferences of ERAS ({rule['value']}), " if rule is not None else ""
    if ground.is_early:
        text = (
            f"Where it belongs: for programs in {label}, {where}and the last lines of the statement. For programs"
            " elsewhere lead with your bond to that place or with what the program teaches, and keep the plan to come"
            " back for the interview, as the answer to where you see yourself."
        )
    else:
        text = (
            f"Where it belongs now: interviews. In {label} as a reason to come; elsewhere only as the answer to where"
            " you see yourself, after what you would learn there."
        )
    ids = (str(rule["fact_id"]),) if rule is not None else ()
    return Finding("return_where", "return", "note", text, ("goals.areas", "season"), ids)


def _check(ground: Ground, label: str, inside: list[Area], bonds: tuple[Bond, ...]) -> list[Finding]:
    """Return what would contradict a plan to come back; one line says so where nothing does."""
    goals = ground.profile.goals
    own = [each for each in ground.directory.programs if any(area.contains(each) for area in inside)]
    said: list[tuple[str, str]] = []
    if goals.has_no_division_preference:
        what = "the application states no preference for a division, so that no plan to come back can be read in it"
        said.append((what, "goals.has_no_division_preference"))
    named = _areas(ground, goals.preferred_divisions)
    if named and own and not any(area.contains(program) for area in named for program in own):
        what = f"the divisions named as preferred ({', '.join(goals.preferred_divisions)}) leave {label} out"
        said.append((what, "goals.preferred_divisions"))
    practice = _areas(ground, (goals.practice_area,)) if goals.practice_area else []
    if practice and own and not any(area.contains(program) for area in practice for program in own):
        said.append((f"you mean to practice in {goals.practice_area}, not in {label}", "goals.practice_area"))
    states = {each.state for each in own}
    # A bond of which only the state is known lies elsewhere only where that is another state.
    elsewhere = [
        each
        for each in bonds
        if not any(is_inside(ground, area, each) for area in inside) and (each.county or each.state not in states)
    ]
    now = [each for each in elsewhere if each.kind == "lives_now" and each.end is None]
    if now:
        said.append((f"you live elsewhere ({now[0].place}): say why you would come back and not stay", "ties"))
    change = "make the two agree, or leave the plan out"
    findings = [
        Finding("return_clash", "return", "concern", f"Against coming back to {label}: {what}.", (field,), (), change)
        for what, field in said
    ]
    if elsewhere:
        places = "; ".join(bond_text(each) for each in elsewhere[:_SHOWN])
        text = (
            f"Bonds to other places ({places}) are true and may be told there, as a reason to come. Say of one"
            " region only that you would stay there; `smartpick text` reads your texts side by side for that."
        )
        findings.append(Finding("return_elsewhere", "return", "watch", text, ("ties", "goals.areas")))
    if not said:
        text = f"Nothing in the profile contradicts a plan to come back to {label}."
        findings.append(Finding("return_agrees", "return", "strength", text, _FIELDS))
    return findings
