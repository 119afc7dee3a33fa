"""Reads ties and missions of one profile: inventory, strength by area, and plans for like programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground, ground_of
from smartpick.guidance._mission_themes import Themes
from smartpick.guidance._rules import own_words_rules, rule_of
from smartpick.guidance.ties._batches import batches
from smartpick.guidance.ties._inventory import bonds_of, languages_of
from smartpick.guidance.ties._model import AreaTies, Batch, Bond, Entry, Listed, TiesPlan
from smartpick.guidance.ties._strength import areas_shown, bond_text, strengths
from smartpick.guidance.ties._themes import entries_of
from smartpick.profile import public_view
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.profile import Profile
    from smartpick.programs import Directory

_INTERVIEWS = "Texts are out, so this is for interviews: your list's"
_SOAP = "Interviews are over, so this is for SOAP or a next season: your list's"
_FOR = {
    Stage.SUBMITTED: _INTERVIEWS,
    Stage.INTERVIEWING: _INTERVIEWS,
    Stage.RANKING: "Texts are out, so this is for late interviews and SOAP: your list's",
    Stage.MATCH_WEEK: _SOAP,
    Stage.SOAP: _SOAP,
    Stage.MATCH_DAY: "The Match is decided, so this is for a next season: your list's",
    Stage.OVER: "This season is over, so this is for a next one: your list's",
}
"""What plans for programs are good for once texts are out."""

__all__ = ["experiences", "open_bonds", "plan_ties"]


def plan_ties(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    today: date,
    *,
    season: int | None = None,
    benchmarks: Mapping[str, object] | None = None,
    listed: Sequence[Listed] = (),
    areas: Sequence[str] = (),
    include_private: bool = False,
) -> TiesPlan:
    """Return what there is to say about her bonds and the missions of the programs on her list.

    Parameters
    ----------
    listed
        Programs of her list.
    areas
        Areas to speak of; hers without any.
    include_private
        Whether she has ticked that private bonds may be shown, used in plans, and exported.

    Raises
    ------
    RequestError
        For an unknown area, specialty or benchmark.
    """
    profile = profile if include_private else public_view(profile)
    ground = ground_of(facts, directory, profile, today, season, benchmarks, has_basis=False)
    bonds = bonds_of(ground)
    languages = languages_of(ground)
    places = areas_shown(ground, areas, bonds)
    found = strengths(ground, places, bonds, languages)
    themes = Themes(ground)
    entries = entries_of(profile, themes)
    plans = batches(ground, listed, places, bonds, entries, themes)
    return TiesPlan(
        ground.season,
        today,
        ground.stage,
        _answer(found, entries, plans, ground.stage),
        bonds,
        include_private,
        languages,
        found,
        entries,
        plans,
        _findings(ground, found, bonds, entries),
        themes.groups,
        themes.fact_ids,
        _rules(ground),
        own_words_rules(ground),
        {
            key: (mark.value, mark.fact_id, mark.is_own)
            for key, mark in sorted(ground.benchmarks.used.items())
            if key.startswith("ties_")
        },
    )


def _answer(
    found: Sequence[AreaTies], entries: Sequence[Entry], plans: Sequence[Batch], stage: Stage
) -> tuple[str, ...]:
    if found:
        best = max(found, key=lambda each: each.points)
        at_least = "at least " if best.is_lower_bound else ""
        first = (
            f"Of the places looked at, your bonds show most in {best.label}: {best.word}"
            f" ({at_least}{best.points:g} point{'' if best.points == 1 else 's'})."
        )
        if best.word == "none":
            first = "The profile tells of no bond to the places looked at, so a reader sees none."
    else:
        first = "You name no area and no bond, so there is no place to compare."
    second = _backed(entries)
    count = sum(len(each.programs) for each in plans)
    known = sum(len(each.programs) for each in plans if each.matches)
    if not plans:
        return (first, second, "No list is at hand, so no program is spoken of.")
    begin = _FOR.get(stage, "Your list's")
    if known == count:
        told = "known here for each of them"
    elif not known:
        told = "not known here for any of them: read their pages"
    else:
        told = f"known here for {known} of them, and unknown for {count - known} until you read their pages"
    needs = f"{_many(count, 'program needs', 'programs need')} {_many(len(plans), 'plan', 'plans')}"
    return (first, second, f"{begin} {needs}; what a program is for is {told}.")


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _backed(entries: Sequence[Entry]) -> str:
    """Say how many experiences speak to a mission, and how many of those could carry a claim."""
    if not entries:
        return "The profile tells of no experience, so nothing can back a claim about a mission yet."
    some = [each for each in entries if each.themes]
    ready = sum(not each.lacks for each in some)
    return (
        f"Your experiences that speak to a mission theme by their words: {len(some)} of {len(entries)}; with a date, a"
        f" place and one detail as well: {ready}."
    )


def _findings(
    ground: Ground, found: Sequence[AreaTies], bonds: Sequence[Bond], entries: Sequence[Entry]
) -> tuple[Finding, ...]:
    said = []
    for area in found:
        seen = area.points >= ground.benchmarks["ties_strong"]
        fields = tuple(dict.fromkeys(field for part in area.parts for field in part.fields))
        if seen:
            text = f"{area.label}: bonds that a reader can see and check."
            said.append(Finding(f"ties_{area.word}", "ties", "strength", text, fields or ("ties",)))
        elif area.points == 0:
            text = f"{area.label}: no bond is told, so a reader sees no sign yet that you would stay."
            change = "enter ties, work or service there if there are any; otherwise say plainly why you would go"
            said.append(Finding("ties_none", "ties", "watch", text, ("ties", "goals.areas"), (), change))
    for bond in bonds:
        if (
            bond.field == "ties"
            and bond.start is None
            and bond.end is None
            and bond.kind not in {"family", "lives_now"}
        ):
            text = f"No years are told for “{bond_text(bond)}”; years make a bond checkable."
            said.append(Finding("ties_no_years", "ties", "unknown", text, ("ties",), (), "enter start and end"))
    for bond in bonds:
        if bond.field == "ties" and bond.county is None:
            text = f"“{bond.place}” is not a place known here, so it counts for {bond.state} as a whole only."
            change = "write the town or county after a comma"
            said.append(Finding("ties_place_unknown", "ties", "unknown", text, ("ties",), (), change))
    for entry in entries:
        if entry.themes and entry.lacks:
            text = f"“{entry.title}” speaks to {', '.join(t.replace('_', ' ') for t in entry.themes)} and lacks"
            text += f" {', '.join(entry.lacks)}."
            change = f"enter {', '.join(entry.lacks)}"
            said.append(Finding("mission_vague", "ties", "watch", text, (entry.field,), (), change))
    spoken = ground.profile.languages
    if not spoken:
        text = "No language is told. If you speak one with patients, it belongs here with its level."
        said.append(Finding("ties_no_language", "ties", "unknown", text, ("languages",), (), "enter languages"))
    return tuple(said)


def _rules(ground: Ground) -> tuple[tuple[str, str], ...]:
    """Return what is published about signals, so that interest is shown in the right place: text and fact id."""
    said = (
        ("signal_institution_level", "A signal goes to the institution for one specialty, not to one of its tracks."),
        ("signal_final", "Once you have applied, a signal cannot be changed, and withdrawing does not bring it back."),
        (
            "home_away_default",
            "The AAMC says to signal home programs and those of an away rotation too, if you want them.",
        ),
    )
    found = []
    for item, text in said:
        rule = rule_of(ground, item)
        if rule is not None:
            found.append((text, str(rule["fact_id"])))
    found += [
        (f"{each.name}, signals to home programs and those of an away rotation: {rule['value']}.", str(rule["fact_id"]))
        for each in ground.specialties
        for rule in ground.facts.rows("rule", "item = ? AND applies_to = ?", ("home_away_signalled", each.key))
    ]
    return tuple(found)


def experiences(ground: Ground) -> tuple[Entry, ...]:
    """Return her experiences with the mission themes that their words speak to."""
    return entries_of(ground.profile, Themes(ground))


def open_bonds(ground: Ground) -> tuple[Bond, ...]:
    """Return her bonds to places, less those that she keeps private."""
    return bonds_of(replace(ground, profile=public_view(ground.profile)))
