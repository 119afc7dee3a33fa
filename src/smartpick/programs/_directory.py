"""Builds the directory: every track of a Match, with its history, place and what is known of it."""

from __future__ import annotations

import functools
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from smartpick.errors import FactsError, Problem, RequestError
from smartpick.facts import Facts
from smartpick.programs._model import History, Institution, Page, Program
from smartpick.programs._names import NameIndex
from smartpick.programs._places import Gazetteer
from smartpick.programs._sheet import ProgramSheet, SheetMaker
from smartpick.vocabulary import MissingReason, Track

__all__ = ["Directory", "load_directory"]

FIRST_SEASON = 2014

_TRACKS = {
    "C": Track.CATEGORICAL,
    "M": Track.PRIMARY_CARE,
    "P": Track.PRELIMINARY,
    "A": Track.ADVANCED,
    "R": Track.PHYSICIAN,
}
_MISSING = frozenset(MissingReason)
_FLAGS = {"yes": True, "no": False}


@dataclass(frozen=True, eq=False)
class Directory:
    """Every track of one Match.

    Attributes
    ----------
    season
        The Match that the list of tracks is of.
    programs
        Sorted by code.
    by_code
        The same by NRMP code.
    """

    season: int
    programs: tuple[Program, ...] = field(repr=False)
    by_code: Mapping[str, Program] = field(repr=False)
    facts: Facts = field(repr=False)

    def of(self, specialties: Sequence[str]) -> list[Program]:
        """Return the tracks of some specialties, by code."""
        wanted = set(specialties)
        return [program for program in self.programs if program.specialty in wanted]

    def of_code(self, code: str) -> tuple[Program, ...]:
        """Return the tracks that have an NRMP code or had it, by their code today."""
        return tuple(self._by_any_code.get(code, ()))

    @functools.cached_property
    def _by_any_code(self) -> Mapping[str, list[Program]]:
        found: dict[str, list[Program]] = {}
        for program in self.programs:
            for code in dict.fromkeys((program.program_code_nrmp, *program.chained_from)):
                found.setdefault(code, []).append(program)
        return found

    def sheet(self, program: Program) -> ProgramSheet:
        """Return what is known of one program, ready for a row of a spreadsheet, each cell with its sources."""
        return self._sheets.sheet(program)

    @functools.cached_property
    def names(self) -> NameIndex:
        """Every name of every program, ready to be searched; made at the first search."""
        return NameIndex(self.programs)

    @functools.cached_property
    def _sheets(self) -> SheetMaker:
        return SheetMaker(self.facts, self.season)


def load_directory(facts: Facts, specialties: Sequence[str] | None = None, *, season: int | None = None) -> Directory:
    """Return the tracks of the newest published Match, or of an earlier one.

    Parameters
    ----------
    specialties
        Keys to load; None for all.
    season
        The Match whose tracks are listed; None for the newest. Nothing later than it is in their history. Names, sites
        and pages are the newest in any case.

    Raises
    ------
    FactsError
        When this build leaves out the publisher of the program lists.
    RequestError
        When no list of that season is published.

    Examples
    --------
    >>> from smartpick.facts import open_facts
    >>> program = load_directory(open_facts()).by_code["1135140C3"]
    >>> program.chained_from, program.first_year_in_match
    (('1061140C0',), 2014)
    """
    known = sorted(
        int(table.season) for table in facts.tables() if table.kind == "program_result" and not table.is_left_out
    )
    if not known:
        left_out = ", ".join(facts.left_out_publisher_of("program_track")) or "the publisher of the program lists"
        raise FactsError(
            [
                Problem(
                    "facts",
                    f"this build has no program directory: it leaves out {left_out}",
                    fix="Use a build with those tables",
                )
            ]
        )
    season = known[-1] if season is None else season
    if season not in known:
        what = f"no program list of {season} is published; there are those of {known[0]} to {known[-1]}"
        raise RequestError([Problem("season", what, fix=f"Use the newest, {known[-1]}")])
    keys = {row["nrmp_code"]: row["key"] for row in facts.specialties()}
    builder = _Builder(facts, season, [c for c, key in keys.items() if specialties is None or key in specialties])
    programs = tuple(builder.program(row, keys) for row in builder.tracks)
    return Directory(season, programs, {program.program_code_nrmp: program for program in programs}, facts)


class _TrackRow(NamedTuple):
    """The cells of a track's row that are used."""

    nrmp_code: str
    acgme_id: str
    institution_code: str
    institution: str
    program_name: str
    specialty_code: str
    track_letter: str
    city: str
    state: str
    ca_county: str
    first_year_seen: int


class _Builder:
    """Reads each kind of fact once."""

    def __init__(self, facts: Facts, season: int, specialty_codes: Sequence[str]) -> None:
        self.season = season
        connection = facts.connection
        # Named tuples: looking up the cells of an sqlite3.Row by name costs as much as the rest of the reading.
        cursor = connection.cursor()
        cursor.row_factory = None
        self.tracks = [
            _TrackRow._make(cells)
            for cells in cursor.execute(
                f"SELECT {', '.join(_TrackRow._fields)} FROM program_track"
                f" WHERE specialty_code IN ({', '.join('?' * len(specialty_codes))})"
                " AND nrmp_code IN (SELECT nrmp_code FROM program_result"
                " WHERE fact_table IN (SELECT id FROM fact_table WHERE season = ?) AND season = ?) ORDER BY nrmp_code",
                (*specialty_codes, str(season), season),
            )
        ]
        self.results = _Results(connection)
        self.older = {row["new_code"]: row for row in facts.rows("program_succession", "old_last_year < ?", (season,))}
        self.first_seen: dict[str, int] = dict(
            cursor.execute(
                "SELECT nrmp_code, first_year_seen FROM program_track"
                " WHERE nrmp_code IN (SELECT old_code FROM program_succession)"
            ).fetchall()
        )
        self.names: dict[str, list[str]] = defaultdict(list)
        for row in facts.rows("institution_name"):
            self.names[row["institution_code"]].append(row["name"])
        profiles = list(facts.rows("institution_profile"))
        self.institutions = {row["institution_code"]: _institution(row) for row in profiles}
        self.gazetteer = Gazetteer(
            connection,
            ((_known(row.city), row.state) for row in self.tracks),
            _sites(facts, profiles),
            self.institutions,
        )
        self.pages = _pages(facts)
        self.shown: dict[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]] = {}

    def program(self, row: _TrackRow, keys: Mapping[str, str]) -> Program:
        """Put one track together from its row."""
        code, first = row.nrmp_code, row.first_year_seen
        chain = self._chain(code) if code in self.older else ()
        chained = tuple(link["old_code"] for link in chain)
        profile = self.institutions.get(row.institution_code)
        if chain:
            first = min(self.first_seen.get(old, first) for old in chained)
        shown, aliases = self._shown(row, chained, profile)
        sponsor_city = _known(row.city)
        place = self.gazetteer.location(code, sponsor_city, row.state, _known(row.ca_county), profile)
        return Program(
            program_code_nrmp=code,
            institution_code=row.institution_code,
            institution=shown,
            program_name=_known(row.program_name) or "track name not yet published",
            specialty=keys[row.specialty_code],
            track=_TRACKS[row.track_letter],
            city=place.city,
            state=place.state,
            county=place.county,
            fips=place.fips,
            lat=place.lat,
            lon=place.lon,
            location_basis=place.basis,
            site_name=place.site_name,
            program_id_acgme=_known(row.acgme_id),
            positions=self._history(code, chain),
            chained_from=chained,
            first_year_in_match=first,
            is_first_year_censored=first <= FIRST_SEASON,
            aliases=aliases,
            profile=profile,
            pages=(*self.pages.get(code, ()), *self.pages.get(f"{row.institution_code}*", ())),
            sponsor_city=sponsor_city,
            sponsor_state=row.state,
            site_ccn=place.site_ccn,
            chained_until=tuple(link["old_last_year"] for link in chain),
            succession_ids=tuple(link["fact_id"] for link in chain),
            location_ids=place.fact_ids,
        )

    def _chain(self, code: str) -> tuple[sqlite3.Row, ...]:
        """Return the successions that led to a code, oldest first."""
        chain: list[sqlite3.Row] = []
        while (link := self.older.get(code)) is not None and link not in chain:
            chain.insert(0, link)
            code = link["old_code"]
        return tuple(chain)

    def _history(self, code: str, chain: Iterable[sqlite3.Row]) -> History:
        """Return the positions under all codes of a track.

        A code counts only from the season after the last one of the code before it: what stood under it earlier may
        have been another track.
        """
        parts: list[tuple[str, int, int]] = []
        begin = FIRST_SEASON
        for link in chain:
            parts.append((link["old_code"], begin, link["old_last_year"]))
            begin = link["old_last_year"] + 1
        return History(self.results.of, (*parts, (code, begin, self.season)))

    def _shown(
        self, row: _TrackRow, chained: tuple[str, ...], profile: Institution | None
    ) -> tuple[str, tuple[str, ...]]:
        """Return the name to show for an institution's track, and every other name and code."""
        code = row.institution_code
        if (code, chained) not in self.shown:
            name = _known(row.institution) or f"Institution {code}, {row.state} (name not yet published)"
            shown = profile.current_name if profile else name
            aliases = [name, *self.names.get(code, ()), *chained, code]
            for each in chained:
                aliases += self.names.get(each[:4], ())
            self.shown[code, chained] = shown, tuple(dict.fromkeys(alias for alias in aliases if alias != shown))
        return self.shown[code, chained]


class _Results:
    """Every track's positions by season, read at once when the first one is wanted."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, code: str) -> str:
        """Return a JSON object season → [offered, filled]."""
        return self._all.get(code, "{}")

    @functools.cached_property
    def _all(self) -> dict[str, str]:
        cursor = self._connection.cursor()
        cursor.row_factory = None
        return dict(
            cursor.execute(
                "SELECT nrmp_code, json_group_object(season, json_array(positions_offered, positions_filled))"
                " FROM program_result GROUP BY nrmp_code"
            ).fetchall()
        )


def _known(cell: str) -> str | None:
    """Return a text cell, or None where it holds the reason why it is missing."""
    return None if cell in _MISSING else cell


def _sites(facts: Facts, profiles: Iterable[sqlite3.Row]) -> dict[str, tuple[str, str]]:
    """Return track code → (certification number, row that says so) for tracks with a reviewed site of their own."""
    sites = {row["nrmp_code"]: (row["ccn"], row["fact_id"]) for row in facts.rows("track_site")}
    for row in profiles:
        for part in row["track_site_ccns"].split(";"):
            track, _, ccn = part.partition("=")
            # A second number without a track belongs to the track before it: the first is the main one.
            if ccn:
                sites.setdefault(track, (ccn, row["fact_id"]))
    return sites


def _institution(row: sqlite3.Row) -> Institution:
    hospital = _known(row["primary_hospital_ccn"])
    affiliation = _known(row["academic_affiliation"])
    return Institution(
        code=row["institution_code"],
        current_name=row["current_name"],
        sponsor_type=row["sponsor_type"],
        county=row["county"],
        hospital_ccn=hospital.split(";")[0] if hospital else None,
        is_county_hospital=row["is_county_hospital"],
        dsh_pct=row["dsh_pct"],
        residents_fte=row["residents_fte"],
        hospital_data_fy=row["hospital_data_fy"],
        academic_affiliation=None if affiliation == "none found" else affiliation,
        osteopathic_note=_known(row["osteopathic_note"]),
        themes=tuple(filter(None, row["themes"].split(";"))),
        theme_basis=row["theme_basis"],
        mission_url=_known(row["mission_url"]),
        mission_page_vintage=row["mission_page_vintage"],
        patient_population_note=_known(row["patient_population_note"]),
        fact_id=row["fact_id"],
        is_affiliation_searched=affiliation is not None,
        note=row["note"],
        confidence=row["confidence"],
    )


def _pages(facts: Facts) -> dict[str, list[Page]]:
    """Return program pages by the track code, or by the institution code and ``*``, that they cover."""
    pages: dict[str, list[Page]] = defaultdict(list)
    for row in facts.rows("program_page"):
        page = Page(
            _known(row["visa"]),
            _FLAGS.get(row["sponsors_j1"]),
            _FLAGS.get(row["sponsors_h1b"]),
            _known(row["exam_attempts"]),
            _known(row["score_rule"]),
            _known(row["years_since_graduation_max"]),
            _known(row["us_experience_rule"]),
            row["url"],
            row["page_vintage"],
            row["note"],
            row["fact_id"],
        )
        for code in row["nrmp_codes"].split(";"):
            pages[code].append(page)
    return dict(pages)
