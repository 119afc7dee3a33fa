"""Is a name a place, and in which state? From the published places, and from names of regions and parts of cities."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartpick.errors import RequestError
from smartpick.guidance.text.rules import PlaceName, places_in
from smartpick.programs import area_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smartpick.facts import Facts

__all__ = ["Gazetteer", "Spot", "first_name", "is_same_name"]

_KNOWN_FROM = 30_000
"""Inhabitants from which a name counts as a place without a word like "in" before it."""
_DOMINANT = 5
"""How many times more people the largest place of a name has than the next in another state, to be the one meant."""
_FAR_MILES = 75
_KEPT = 2_048
"""Sentences whose places are kept: more than the texts of one applicant hold, and no more than that."""
_WORDS = frozenset(
    [
        "mission",
        "orange",
        "mobile",
        "reading",
        "commerce",
        "industry",
        "union",
        "enterprise",
        "normal",
        "hope",
        "liberty",
        "independence",
    ]
)
_REGIONS = {
    "CA": (
        "boyle heights;watts;koreatown;skid row;south los angeles;south la;south central;east la;la;l.a;la "
        "county;echo park;hollywood;venice;san pedro;sylmar;pacoima;van nuys;northridge;canoga "
        "park;highland park;lincoln heights;el sereno;westwood;san fernando valley;san gabriel "
        "valley;inland empire;central valley;imperial valley;coachella valley;antelope valley;san joaquin "
        "valley;bay area;san francisco bay area;silicon valley;southern california;northern "
        "california;socal;greater los angeles;orange county;tenderloin"
    ),
    "NY": ("brooklyn;queens;bronx;the bronx;manhattan;staten island;harlem;long island;new york city;upstate new york"),
    "TX": "rio grande valley;west texas;hill country",
    "MN": "twin cities",
    "FL": "south florida",
    "OR;WA": "pacific northwest",
    "CT;ME;MA;NH;RI;VT": "new england",
    "IL;IN;IA;KS;MI;MN;MO;NE;ND;OH;SD;WI": "midwest",
    "CA;OR;WA": "west coast",
}
_REGION_STATES = {name: frozenset(states.split(";")) for states, names in _REGIONS.items() for name in names.split(";")}
_STATE_AFTER = re.compile(r"^,?\s(?:in\s)?([A-Z]{2}|[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\b")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that is named, as far as it is known.

    Attributes
    ----------
    states
        Postal states that it may lie in; empty where it is not known.
    city
        Name of the city whose distance can be told; empty for regions, states and unknown places.
    """

    name: str
    states: frozenset[str]
    city: str = ""
    is_state: bool = False


class Gazetteer:
    """Knows places by name; names that stand in several states stay open.

    Parameters
    ----------
    told
        Places with their postal state that the applicant told herself; they decide for names of several states.
    """

    def __init__(self, facts: Facts, told: Iterable[tuple[str, str]] = ()) -> None:
        self._facts = facts
        self._told = {name.lower(): state for name, state in told}
        self._states = {str(row["name"]).lower(): str(row["state"]) for row in facts.rows("state")}
        self._found = functools.cache(self._look_up)
        self._read = functools.lru_cache(_KEPT)(self._spots)

    def is_place(self, name: str) -> bool:
        """Return whether a capitalized name is a place wherever it stands."""
        low = name.lower()
        if low in self._told or low in self._states or low in _REGION_STATES:
            return True
        return low not in _WORDS and any(people >= _KNOWN_FROM for _, people in self._found(name))

    def spots(self, sentence: str) -> tuple[Spot, ...]:
        """Return the places that a sentence names; a state that follows its city belongs to it."""
        # Ties, contradictions and the one line all ask of the same sentences.
        return self._read(sentence)

    def _spots(self, sentence: str) -> tuple[Spot, ...]:
        found: list[Spot] = []
        skipped = -1
        for place in places_in(sentence, self.is_place):
            if place.start < skipped:
                continue
            after = _STATE_AFTER.match(sentence[place.end :])
            state = self._state(after[1]) if after else ""
            if state and after:
                skipped = place.end + after.end()
            found.append(self._spot(place, state))
        return tuple(found)

    def spot(self, name: str, state: str = "") -> Spot:
        """Return one place by its name."""
        return self._spot(PlaceName(name, 0, len(name)), state)

    def are_apart(self, one: Spot, other: Spot) -> bool | None:
        """Return whether two places lie in different regions; None where that is not known."""
        if one.name.lower() == other.name.lower():
            return False
        if not one.states or not other.states:
            return None
        if not one.states & other.states:
            return True
        if not one.city or not other.city or len(one.states | other.states) > 1:
            return False
        state = next(iter(one.states))
        try:
            near = area_of(self._facts, f"{_FAR_MILES} miles from {one.city}, {state}")
        except RequestError:
            return None
        row = self._facts.connection.execute(
            "SELECT lat, lon FROM place WHERE place = ? AND state = ? ORDER BY population_2020 DESC",
            (other.city, state),
        ).fetchone()
        if row is None or row["lat"] is None:
            return None
        return not near.contains(_Point(row["lat"], row["lon"]))  # type: ignore[arg-type]  # it looks at the place only

    def _state(self, text: str) -> str:
        low = text.lower()
        return self._states.get(low) or (text if text in self._states.values() else "")

    def _spot(self, place: PlaceName, state: str) -> Spot:
        low = place.name.lower()
        if low in self._states:
            return Spot(place.name, frozenset({self._states[low]}), is_state=True)
        if low in _REGION_STATES:
            return Spot(place.name, _REGION_STATES[low])
        rows = self._found(place.name)
        state = state or self._told.get(low, "")
        if state:
            return Spot(place.name, frozenset({state}), place.name if state in dict(rows) else "")
        if rows and (len(rows) == 1 or rows[0][1] >= _DOMINANT * rows[1][1]):
            return Spot(place.name, frozenset({rows[0][0]}), place.name)
        return Spot(place.name, frozenset())

    def _look_up(self, name: str) -> tuple[tuple[str, int], ...]:
        """Return the states that have a place of this name, with its people, the largest first."""
        table, column, people = (
            ("county", "county", "0") if name.endswith(" County") else ("place", "place", "population_2020")
        )
        try:
            rows = self._facts.connection.execute(
                f"SELECT state, max({people}) AS people FROM {table} WHERE {column} = ? GROUP BY state"
                " ORDER BY people DESC, state",
                (name,),
            ).fetchall()
        except UnicodeEncodeError:
            return ()
        return tuple((str(row["state"]), int(row["people"] or 0)) for row in rows)


def first_name(place: str) -> str:
    """Return the first name of a place: "Anaheim, Orange County" is told by "Anaheim".

    Examples
    --------
    >>> first_name("Anaheim, Orange County")
    'Anaheim'
    """
    return place.split(",", maxsplit=1)[0].strip()


def is_same_name(one: str, other: str) -> bool:
    """Say whether one of two names holds the other, as "Los Angeles" and "East Los Angeles" do."""
    return one.lower() in other.lower() or other.lower() in one.lower()


@dataclass(frozen=True, slots=True)
class _Point:
    """What an area's test for programs looks at, of a place."""

    lat: float
    lon: float
