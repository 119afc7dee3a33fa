"""What does the name of an area stand for? Unknown names come back with the nearest known ones."""

from __future__ import annotations

import functools
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from smartpick.errors import Problem, RequestError, did_you_mean
from smartpick.facts import Facts
from smartpick.programs._distance import distance_miles
from smartpick.programs._model import Program

__all__ = ["Area", "area_of", "near_area", "plain_name"]

_MOST_MILES = 3000
_MOST_SHOWN = 60

_COUNTIES = {
    "los-angeles-county": ("Los Angeles",),
    "greater-los-angeles": ("Los Angeles", "Orange", "Riverside", "San Bernardino", "Ventura"),
}
_COUNTIES["southern-california"] = (
    *_COUNTIES["greater-los-angeles"],
    "San Diego",
    "Imperial",
    "Kern",
    "Santa Barbara",
    "San Luis Obispo",
)
_COUNTIES |= {f"{name.lower().replace(' ', '-')}-county": (name,) for name in _COUNTIES["southern-california"]}
_EVERYDAY = {"la-county": "los-angeles-county", "greater-la": "greater-los-angeles", "socal": "southern-california"}
_NEAR = re.compile(
    r"(?P<miles>[0-9]+(?:\.[0-9]+)?)\s*(?:mi|mile|miles)\s+(?:from|of|around)\s+(?P<place>.+)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Area:
    """An area with a test for programs.

    Attributes
    ----------
    key
        As written in profiles and commands.
    label
        As shown.
    contains
        Says whether a program lies in it, as far as its place is known.
    """

    key: str
    label: str
    contains: Callable[[Program], bool]


def area_of(facts: Facts, text: str) -> Area:
    """Return the area that a text names.

    Parameters
    ----------
    text
        ``los-angeles-county``, ``greater-los-angeles``, ``southern-california``, a Southern California county, a state
        by name or abbreviation, a Census or ERAS division, or ``40 miles from Torrance, CA`` (a place or a ZIP code).

    Raises
    ------
    RequestError
        When the text names none of these.

    Examples
    --------
    >>> from smartpick.facts import open_facts
    >>> [area_of(open_facts(), text).label for text in ("socal", "ca", "pacific", "5 miles from 90502")]
    ['Southern California', 'California', 'Pacific', 'the 5 miles around Torrance, CA 90502']
    """
    near = _NEAR.fullmatch(text.strip())
    if near:
        return near_area(facts, near["place"], float(near["miles"]))
    wanted = plain_name(text)
    wanted = _EVERYDAY.get(wanted, wanted)
    if wanted in _COUNTIES:
        counties = frozenset(_COUNTIES[wanted])
        label = wanted.replace("-", " ").title()
        return Area(wanted, label, lambda program: program.state == "CA" and program.county in counties)
    states = list(facts.rows("state"))
    for row in states:
        if wanted in {row["state"].lower(), plain_name(row["name"])}:
            return _states_area(plain_name(row["name"]), row["name"], frozenset({row["state"]}))
    for column in ("census_division", "eras_division"):
        inside = {row["state"]: row[column] for row in states if plain_name(row[column]) == wanted}
        if inside and wanted != "not-published":
            return _states_area(wanted, next(iter(inside.values())), frozenset(inside))
    known = [*_COUNTIES, *_EVERYDAY, *(plain_name(row["name"]) for row in states)]
    known += sorted({plain_name(row["census_division"]) for row in states} - {"not-published"})
    why = (
        "Areas are written like los-angeles-county, greater-los-angeles, southern-california, a state, a Census"
        " division, or '40 miles from Torrance, CA'"
    )
    if not states:
        why += f". This build knows no states: it leaves out {', '.join(facts.left_out_publisher_of('state'))}"
    raise RequestError([Problem("area", f"unknown area '{_shown(text)}'", why, did_you_mean(wanted, known))])


def near_area(facts: Facts, place: str, miles: float) -> Area:
    """Return the area within some miles of a place or ZIP code.

    Raises
    ------
    RequestError
        When the place is not known, or stands in several states and none was named.
    """
    problems: list[Problem] = []
    if not 0 < miles <= _MOST_MILES:
        what = f"{miles:g} miles"
        problems.append(Problem("miles", what, f"A distance is above 0 and at most {_MOST_MILES:,} miles"))
    try:
        lat, lon, label = _locate(facts, place)
    except RequestError as error:
        raise RequestError([*problems, *error.problems]) from error
    if problems:
        raise RequestError(problems)
    return Area(
        f"{miles:g} miles from {label}",
        f"the {miles:g} miles around {label}",
        lambda p: p.lat is not None and p.lon is not None and distance_miles(lat, lon, p.lat, p.lon) <= miles,
    )


@functools.lru_cache(maxsize=4096)
def plain_name(text: str) -> str:
    """Return a name in lower case with hyphens, as keys are written.

    Examples
    --------
    >>> plain_name(" Los Angeles_County ")
    'los-angeles-county'
    """
    return re.sub(r"[\s_/&-]+", "-", text.strip().lower()).strip("-")


def _states_area(key: str, label: str, inside: frozenset[str]) -> Area:
    return Area(key, label, lambda program: program.state in inside)


def _locate(facts: Facts, text: str) -> tuple[float, float, str]:
    """Return latitude, longitude and the name of a place or ZIP code."""
    bare = _storable(text).strip()
    if re.fullmatch(r"[0-9]{5}", bare):
        row = facts.connection.execute("SELECT * FROM zip WHERE zip = ?", (bare,)).fetchone()
        if row is None or row["lat"] is None:
            raise _unknown(facts, f"unknown ZIP code '{bare}'", "Name the city and state instead")
        return row["lat"], row["lon"], f"{row['place']}, {row['state']} {bare}"
    city, _, state = (part.strip() for part in bare.partition(","))
    names = {plain_name(row["name"]): row["state"] for row in facts.rows("state")}
    wanted = names.get(plain_name(state), state.upper())
    rows = _places_called(facts, city, wanted)
    if not rows and wanted and wanted not in names.values():
        raise _unknown(facts, f"unknown state '{_shown(state)}'", did_you_mean(state, [*names, *names.values()]))
    if not rows:
        cities = [
            name for (name,) in facts.connection.execute("SELECT DISTINCT place FROM place WHERE state = ?", (wanted,))
        ]
        raise _unknown(facts, f"unknown place '{_shown(text)}'", did_you_mean(city, cities))
    if len({row["state"] for row in rows}) > 1 and not wanted:
        where = ", ".join(dict.fromkeys(row["state"] for row in rows))
        raise RequestError([Problem("near", f"'{city}' is in {where}", fix=f"Say which: '{city}, {rows[0]['state']}'")])
    row = rows[0]
    return row["lat"], row["lon"], f"{row['place']}, {row['state']}"


def _places_called(facts: Facts, city: str, state: str) -> list[sqlite3.Row]:
    """Return the places of a name with known coordinates, the largest first; `state` may be empty."""
    condition, arguments = ("AND state = ?", (state,)) if state else ("", ())
    return facts.connection.execute(
        "SELECT place, state, lat, lon FROM place WHERE place = ? COLLATE NOCASE AND lat IS NOT NULL"
        f" {condition} ORDER BY population_2020 DESC",
        (city, *arguments),
    ).fetchall()


def _unknown(facts: Facts, what: str, fix: str) -> RequestError:
    why = "Places are written like 'Torrance, CA' or as a ZIP code"
    left_out = facts.left_out_publisher_of("place")
    if left_out:
        why = f"This build knows no places: it leaves out {', '.join(left_out)}"
    return RequestError([Problem("near", what, why, fix)])


def _storable(text: str) -> str:
    """Return the text without characters that no file could hold: lone halves of a pair, and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")


def _shown(text: str) -> str:
    """Return a text that is short and printable enough for a message."""
    one_line = " ".join(_storable(text).split())
    return one_line if len(one_line) <= _MOST_SHOWN else f"{one_line[:_MOST_SHOWN]}…"
