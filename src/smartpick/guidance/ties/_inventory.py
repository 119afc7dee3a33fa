"""Which bonds to places does the profile tell of, and where do they lie? Places are looked up, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smartpick.errors import RequestError
from smartpick.guidance._ground import Ground
from smartpick.guidance.ties._model import Bond, Speaks
from smartpick.profile.passed import has_left
from smartpick.programs import Area, Program, area_of

if TYPE_CHECKING:
    from smartpick.facts import Facts

__all__ = ["KINDS", "Spot", "bonds_of", "is_inside", "languages_of", "practice_area", "spot_of"]

KINDS = {
    "grew_up": "grew up",
    "born": "was born",
    "college": "went to college",
    "medical_school": "medical school",
    "family": "family",
    "partner": "partner",
    "work": "work",
    "service": "service",
    "lives_now": "lives there now",
    "other": "another bond",
    "practice": "means to practice there",
    "rotation": "rotation",
}
SPOKEN = {"native", "fluent", "advanced"}
_CALIFORNIA = "California"
_IN_NO_COUNTY = {("new york", "NY")}
"""Named like its state, and where the city is meant it lies in five counties: which one is not told."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a text of the profile lies; without a county only the state is known."""

    state: str
    county: str | None
    lat: float | None
    lon: float | None


def spot_of(facts: Facts, place: str | None, state: str) -> Spot:
    """Return where a place lies, by the first part, between commas or after "in", that is a place or county there.

    Examples
    --------
    >>> from smartpick.facts import open_facts
    >>> spot_of(open_facts(), "Garden Grove, Orange County", "CA").county
    'Orange'
    >>> spot_of(open_facts(), "a house by the sea", "CA").county is None
    True
    """
    for part in (each.strip() for each in re.split(r",|\bin\b", place or "")):
        if not part:
            continue
        row = facts.connection.execute(
            "SELECT p.lat, p.lon, c.county FROM place AS p LEFT JOIN county AS c ON c.fips = p.county_fips"
            " WHERE p.place = ? COLLATE NOCASE AND p.state = ? ORDER BY p.population_2020 DESC",
            (_storable(part), state),
        ).fetchone()
        if row is not None and (part.casefold(), state) in _IN_NO_COUNTY:
            return Spot(state, None, row["lat"], row["lon"])
        if row is not None and row["county"] is not None:
            return Spot(state, row["county"].removesuffix(" County"), row["lat"], row["lon"])
        row = facts.connection.execute(
            "SELECT county, lat, lon FROM county WHERE county = ? COLLATE NOCASE AND state = ?",
            (_storable(part), state),
        ).fetchone()
        if row is not None:
            return Spot(state, row["county"].removesuffix(" County"), row["lat"], row["lon"])
    return Spot(state, None, None, None)


def _storable(text: str) -> str:
    """Return the text without characters that no file could hold: lone halves of a pair, and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")


def bonds_of(ground: Ground) -> tuple[Bond, ...]:
    """Return every bond: ties, where she lives and means to practice, and rotations, each with its field."""
    facts, profile = ground.facts, ground.profile
    found = [
        Bond(
            "other" if has_left(tie, ground.today) else tie.kind,
            tie.place,
            tie.state,
            spot_of(facts, tie.place, tie.state).county,
            tie.start,
            tie.end,
            "ties",
        )
        for tie in profile.ties
    ]
    school = profile.applicant.school_state
    if school and not any(each.kind == "medical_school" for each in profile.ties):
        place = profile.applicant.school or school
        found.append(Bond("medical_school", place, school, None, None, None, "applicant.school_state"))
    for field, kind in (("service", "service"), ("work", "work"), ("us_experience", "rotation")):
        for each in getattr(profile, field):
            if each.state is None:
                continue
            county = spot_of(facts, each.place, each.state).county
            found.append(Bond(kind, each.place or each.state, each.state, county, each.start, each.end, field))
    return tuple(found)


def is_inside(ground: Ground, area: Area, bond: Bond) -> bool:
    """Say whether a bond's place lies in an area, as far as the place is known."""
    spot = spot_of(ground.facts, bond.place, bond.state)
    return area.contains(_stand_in(ground, spot))


def _stand_in(ground: Ground, spot: Spot) -> Program:
    """Return a program that stands at a spot, so that areas answer for a bond as they do for a program."""
    return replace(
        ground.directory.programs[0],
        state=spot.state,
        sponsor_state=spot.state,
        county=spot.county,
        lat=spot.lat,
        lon=spot.lon,
    )


def practice_area(ground: Ground) -> Area | None:
    """Return the area where she means to practice; None where she names none that is known."""
    text = ground.profile.goals.practice_area
    if not text:
        return None
    try:
        return area_of(ground.facts, text)
    except RequestError:
        return None


def languages_of(ground: Ground) -> tuple[Speaks, ...]:
    """Return her languages with the share of people in California who speak them at home, where it is published."""
    rows = list(ground.facts.rows("language", "region = ?", (_CALIFORNIA,)))
    total = next((row["speakers_5plus"] for row in rows if row["language"].startswith("Total")), None)
    found = []
    for each in ground.profile.languages:
        word = each.name.strip().lower()
        row = next((row for row in rows if word and word in _names(row["language"])), None)
        share = 100 * row["speakers_5plus"] / total if row is not None and total and row["speakers_5plus"] else None
        region = _CALIFORNIA if row is not None else None
        found.append(Speaks(each.name, each.level, region, share, row["fact_id"] if row is not None else None))
    return tuple(found)


def _names(text: str) -> set[str]:
    """Return the languages that a row counts.

    Examples
    --------
    >>> sorted(_names("Chinese (incl. Mandarin, Cantonese)"))
    ['cantonese', 'chinese', 'mandarin']
    """
    bare = text.lower().replace("(incl.", ",").replace(")", "").replace(" or ", ",").replace("other ", "")
    return {part.strip() for part in bare.split(",") if part.strip()}
