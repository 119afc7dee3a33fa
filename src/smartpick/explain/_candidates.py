"""Which programs could be on the list, in which tier of liking, and which cannot and why?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from smartpick.errors import Problem, RequestError
from smartpick.estimate import Applicant, OwnRule
from smartpick.explain._types import Dropped
from smartpick.facts import Facts
from smartpick.profile import Profile
from smartpick.programs import Area, Directory, Program, area_of
from smartpick.vocabulary import Track

__all__ = [
    "ONE_YEAR",
    "Candidates",
    "Placed",
    "Places",
    "areas_named",
    "candidates_for",
    "is_code",
    "named_areas",
    "place_of",
    "places_of",
]

_OPEN_TRACKS = {Track.CATEGORICAL, Track.PRIMARY_CARE, Track.ADVANCED}
ONE_YEAR = "transitional_year"
_CODE = re.compile(r"\d{7}[A-Z][A-Z0-9]")
_FROM_PAGE = "its page"
"""How the words of `smartpick.estimate` begin that are told apart here."""
_ORDINALS = {1: "first", 2: "second", 3: "third"}
_LISTED = "on your list, outside the areas of your profile"


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate with its tier, and the words that say why it is in that tier."""

    program: Program
    tier: int
    why: str
    desire: int | None = None
    """How glad she would be of the program itself, 1 to 5; None where she did not say."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where she would go: areas by tier, areas where she would not, and whether anywhere else counts.

    Attributes
    ----------
    is_asked
        True when the areas come with the request: then nothing outside them counts.
    moved
        Tiers of single programs that she put elsewhere than where they lie, by code.
    """

    tiers: tuple[tuple[Area, ...], tuple[Area, ...], tuple[Area, ...]]
    never: tuple[Area, ...]
    anywhere: bool
    is_asked: bool
    moved: Mapping[str, int] = field(default_factory=dict)

    @property
    def preferred(self) -> str | None:
        """The first area in words; None when she named none."""
        areas = [area.label for area in self.tiers[0]]
        if areas and 1 in self.moved.values():
            areas.append("what you count with it")
        return " or ".join(areas) or None


@dataclass(frozen=True, slots=True)
class Candidates:
    """Programs that could be on the list, and what was left out before any chance was looked at.

    Attributes
    ----------
    placed
        By code.
    everywhere
        All tracks of the specialties that are open to such an applicant: what the chances are calibrated on.
    ruled_out
        By a rule that is known, the applicant's own facts first.
    outside
        How many lie outside the areas where she would go, or are programs where she would not.
    one_year
        Preliminary tracks of the specialties in her first area: a year of training, no match to the specialty.
    """

    placed: tuple[Placed, ...]
    everywhere: tuple[Program, ...]
    ruled_out: tuple[Dropped, ...]
    outside: int
    one_year: tuple[Program, ...]


def places_of(facts: Facts, profile: Profile, asked: Sequence[str]) -> Places:
    """Return where she would go.

    Parameters
    ----------
    asked
        When given, only these areas count, all in the first tier.

    Raises
    ------
    RequestError
        With every area that is not known.
    """
    wanted = profile.goals.areas
    names: dict[str, Sequence[str]] = {
        "goals.areas.tier1": wanted.tier1,
        "goals.areas.tier2": wanted.tier2,
        "goals.areas.tier3": wanted.tier3,
    }
    if asked:
        names = {"--area": asked}
    names["goals.areas.never"] = wanted.never
    found = areas_named(facts, names)
    first, second, third = (found.get(f"goals.areas.tier{tier}", ()) for tier in (1, 2, 3))
    tiers = (found.get("--area", first), second, third)
    moved = {} if asked else {each.program_code_nrmp: each.tier for each in profile.goals.programs if each.tier}
    return Places(tiers, found["goals.areas.never"], wanted.anywhere and not asked, bool(asked), moved)


def areas_named(facts: Facts, names: Mapping[str, Sequence[str]]) -> dict[str, tuple[Area, ...]]:
    """Return the areas that texts name, by where the texts stand, each area once.

    Raises
    ------
    RequestError
        With every area that is not known.
    """
    problems: list[Problem] = []
    found: dict[str, tuple[Area, ...]] = {}
    for where, texts in names.items():
        inside: dict[str, Area] = {}
        for text in texts:
            try:
                area = area_of(facts, text)
            except RequestError as error:
                problems += [Problem(where, each.what, each.why, each.fix) for each in error.problems]
            else:
                inside.setdefault(area.key, area)
        found[where] = tuple(inside.values())
    if problems:
        raise RequestError(problems)
    return found


def candidates_for(
    directory: Directory,
    profile: Profile,
    applicant: Applicant,
    specialties: Sequence[str],
    places: Places,
    rules: Mapping[str, OwnRule],
    listed: Sequence[Program] = (),
    forced: Sequence[str] = (),
) -> Candidates:
    """Return the candidates in the applicant's own tiers.

    Parameters
    ----------
    rules
        What is known of programs' rules, by code.
    listed
        Programs that she has put on a list herself: candidates wherever they lie.
    forced
        Codes of programs that are candidates wherever they lie.
    """
    on_list = {program.program_code_nrmp for program in listed}
    asked_for = on_list | {name.strip().upper() for name in forced}
    every = directory.of(specialties)
    eligible = open_to(directory, profile, specialties)
    own = {fact.program_code_nrmp for fact in profile.own_facts}
    wished = {wish.program_code_nrmp: wish.desire for wish in profile.goals.programs if wish.desire is not None}
    unwanted = {wish.program_code_nrmp for wish in profile.goals.programs if wish.is_never}
    pinned = {wish.program_code_nrmp for wish in profile.goals.programs if wish.is_always and not places.is_asked}
    placed: list[Placed] = []
    ruled_out: list[Dropped] = []
    outside = 0
    for program in eligible:
        found = place_of(program, places, applicant)
        code = program.program_code_nrmp
        if code in places.moved and code not in unwanted:
            found = Placed(program, places.moved[code], f"you count it with your {_ORDINALS[places.moved[code]]} area")
        if code in asked_for:
            found = found or Placed(program, 3, _LISTED if code in on_list else "you asked for it")
        elif code in unwanted:
            found = None
        elif code in pinned:
            found = found or Placed(program, 3, "outside your areas; you pinned it")
        if found is None:
            outside += 1
            continue
        rule = rules.get(code)
        if rule is not None and rule.rules_out:
            is_from_page = rule.text.startswith(_FROM_PAGE)
            ids = program.fact_ids_for("pages" if is_from_page else "identity")
            ruled_out.append(Dropped(program, "ruled_out", rule.text, ids))
            continue
        placed.append(replace(found, desire=wished.get(code)))
    ruled_out.sort(key=lambda each: each.program.program_code_nrmp not in own)
    one_year = tuple(
        program
        for program in every
        if program.track is Track.PRELIMINARY
        and program.specialty != ONE_YEAR
        and any(area.contains(program) for area in places.tiers[0])
    )
    return Candidates(tuple(placed), tuple(eligible), tuple(ruled_out), outside, one_year)


def open_to(directory: Directory, profile: Profile, specialties: Sequence[str]) -> list[Program]:
    """Return the programs of some specialties that lead from the first year on and are open to her, by code."""
    # A position for physicians with prior training is open to nobody else.
    tracks = _OPEN_TRACKS | ({Track.PHYSICIAN} if profile.training else set())
    return [each for each in directory.of(specialties) if each.track in tracks or each.specialty == ONE_YEAR]


def is_code(text: str) -> bool:
    """Tell whether a text is written as the NRMP's code of a program: seven digits, a letter, a digit or letter."""
    return bool(_CODE.fullmatch(text))


def named_areas(facts: Facts, where: str, name: str) -> tuple[Area, ...]:
    """Return the area of a name; what is wrong with it is told as of `where`."""
    return areas_named(facts, {where: [name]})[where]


def place_of(program: Program, places: Places, applicant: Applicant) -> Placed | None:
    """Return the tier of a program, or None when she would not go there."""
    if any(area.contains(program) for area in places.never):
        return None
    first, second, third = (next((area for area in areas if area.contains(program)), None) for areas in places.tiers)
    if first is not None:
        return Placed(program, 1, f"in {first.label}" + (", as asked" if places.is_asked else ", your first area"))
    if second is not None:
        return Placed(program, 2, f"in {second.label}, your second area")
    if third is None and not places.anywhere:
        return None
    # A tie that she keeps private may not show in any output, so it sets no tier; it still counts in the chances.
    tie = applicant.tie_states.get(program.state)
    if tie and not places.is_asked:
        return Placed(program, 2, f"you have a tie to {program.state}: {tie}")
    if third is not None:
        return Placed(program, 3, f"in {third.label}, your third area")
    has_areas = places.tiers[0] or places.tiers[1]
    return Placed(
        program, 3, "outside your named areas; you would go anywhere" if has_areas else "you would go anywhere"
    )
