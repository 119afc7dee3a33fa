"""Where does a track train, as far as known? The reviewed site, the first hospital, or only the sponsor's city."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from smartpick.programs._model import Institution

__all__ = ["Gazetteer", "Location"]


_CAPITALS = {word: word for word in ("CHOC", "LAC", "LLC", "UC", "UCI", "UCLA", "UCSD", "UCSF", "USC", "VA")} | {
    word.upper(): word for word in ("and", "at", "of", "the")
}


@dataclass(frozen=True, slots=True)
class Location:
    """A place with what it describes, and the rows that it rests on."""

    city: str | None
    state: str
    county: str | None
    fips: str | None
    lat: float | None
    lon: float | None
    basis: str
    site_name: str | None = None
    site_ccn: str | None = None
    fact_ids: tuple[str, ...] = ()


class Gazetteer:
    """Answers where tracks are; reads only the hospitals and places that the tracks need.

    Parameters
    ----------
    sponsors
        City and postal state of every sponsor.
    sites
        Track code → (certification number of its reviewed site, id of the row that says so).
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        sponsors: Iterable[tuple[str | None, str]],
        sites: Mapping[str, tuple[str, str]],
        institutions: Mapping[str, Institution],
    ) -> None:
        self._sites = sites
        wanted = {ccn for ccn, _ in sites.values()}
        wanted |= {known.hospital_ccn for known in institutions.values() if known.hospital_ccn}
        self._hospitals: dict[str, sqlite3.Row] = {
            row["ccn"]: row
            for row in connection.execute(
                f"SELECT fact_id, ccn, name, city, state, county, fips, lat, lon FROM hospital"
                f" WHERE ccn IN ({', '.join('?' * len(wanted))})",
                sorted(wanted),
            )
        }
        self._counties: dict[str, str] = dict(map(tuple, connection.execute("SELECT fips, county FROM county")))
        self._places = _places(connection, {(city, state) for city, state in sponsors if city})
        self._known: dict[tuple[str, str | None, str], Location] = {}

    def location(
        self, code: str, city: str | None, state: str, printed_county: str | None, profile: Institution | None
    ) -> Location:
        """Return where a track trains; `printed_county` is the county of a California sponsor."""
        ccn, row_id = self._sites.get(code, ("", ""))
        site = self._hospitals.get(ccn)
        if site is not None:
            return self._at(site, "track site", (row_id, site["fact_id"]))
        # Every other track of the institution is at the same place.
        key = (code[:4], city, state)
        if key not in self._known:
            self._known[key] = self._usual(city, state, printed_county, profile)
        return self._known[key]

    def _usual(self, city: str | None, state: str, printed_county: str | None, profile: Institution | None) -> Location:
        hospital = self._hospitals.get(profile.hospital_ccn or "") if profile else None
        county = profile.county if profile else printed_county
        # A first hospital in another county than the institution is the site of single tracks, not of all.
        if profile and hospital is not None and self._county_of(hospital) == county:
            return self._at(hospital, "hospital", (profile.fact_id, hospital["fact_id"]))
        found = self._places.get((city or "", state))
        if found is None:
            return Location(city, state, county, None, None, None, "unknown")
        fips = found["county_fips"]
        county = county or _short(self._counties.get(fips, "")) or None
        return Location(
            city, state, county, fips, found["lat"], found["lon"], "sponsor city", None, None, (found["fact_id"],)
        )

    def _at(self, hospital: sqlite3.Row, basis: str, fact_ids: tuple[str, ...]) -> Location:
        return Location(
            titled(hospital["city"]),
            hospital["state"],
            self._county_of(hospital),
            hospital["fips"],
            hospital["lat"],
            hospital["lon"],
            basis,
            titled(hospital["name"]),
            hospital["ccn"],
            fact_ids,
        )

    def _county_of(self, hospital: sqlite3.Row) -> str:
        return _short(self._counties.get(hospital["fips"], titled(hospital["county"])))


def _places(connection: sqlite3.Connection, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], sqlite3.Row]:
    """Return the place of each city and state; of two with one name, the one with more people."""
    columns = "p.fact_id, p.place, p.state, p.county_fips, p.lat, p.lon"
    ordered = "ORDER BY p.population_2020, p.county_fips DESC"
    found: dict[tuple[str, str], sqlite3.Row] = {
        (row["place"], row["state"]): row
        for row in connection.execute(
            "WITH sponsor AS (SELECT DISTINCT city, state FROM program_track)"
            f" SELECT {columns} FROM sponsor AS s JOIN place AS p ON p.place = s.city AND p.state = s.state {ordered}"
        )
        if row["lat"] is not None
    }
    lacking = {(plain_place(city), state): city for city, state in sorted(wanted - found.keys())}
    if lacking:
        # The NRMP writes 'Mcallen' and 'Bayamon'; the same letters count as the same place.
        states = sorted({state for _, state in lacking})
        for row in connection.execute(
            f"SELECT {columns} FROM place AS p WHERE p.state IN ({', '.join('?' * len(states))})"
            f" AND substr(p.place, 1, 1) IN ({', '.join('?' * len(lacking))}) AND p.lat IS NOT NULL {ordered}",
            [*states, *(city[0] for city in lacking.values())],
        ):
            city = lacking.get((plain_place(row["place"]), row["state"]))
            if city is not None:
                found[city, row["state"]] = row
    return found


def plain_place(name: str) -> str:
    """Return the letters and digits of a place's name, without accents and case.

    Examples
    --------
    >>> plain_place("Bayamón"), plain_place("Coeur d'Alene")
    ('bayamon', 'coeurdalene')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "".join(filter(str.isalnum, plain))


def titled(text: str) -> str:
    """Return a name that its publisher prints in capitals as one reads it.

    Examples
    --------
    >>> titled("LAC/HARBOR-UCLA MED CENTER"), titled("CHILDREN'S HOSP OF LOS ANGELES")
    ('LAC/Harbor-UCLA Med Center', "Children's Hosp of Los Angeles")
    """
    return re.sub(r"[A-Za-z']+", lambda word: _CAPITALS.get(word[0].upper(), word[0].capitalize()), text)


def _short(county: str) -> str:
    return county.removesuffix(" County")
