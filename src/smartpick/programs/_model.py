"""What a program is here: one track with its NRMP code, and everything known of it, each part with its fact ids."""

from __future__ import annotations

import json
from collections.abc import Callable, ItemsView, Iterator, Mapping
from dataclasses import dataclass

from smartpick.programs._distance import distance_miles
from smartpick.vocabulary import MissingReason, Track

__all__ = ["History", "Institution", "Page", "Program"]

_RESULTS = "nrmp_program_results"
_TRACKS = "nrmp_program_tracks"
_RECENT_SEASONS = 4
_NEW_SEASONS = 3

RECORD_SEASONS = 4
"""How far back a record of unfilled positions goes: what is older says little of the next Match."""


@dataclass(frozen=True, slots=True)
class Institution:
    """What the reviewed table of Southern California knows of an institution; None means not found.

    `themes` that are not listed were not found, which is no sign that they are absent.
    `is_affiliation_searched` says whether somebody looked for a university affiliation at all.
    """

    code: str
    current_name: str
    sponsor_type: str
    county: str
    hospital_ccn: str | None
    is_county_hospital: str
    dsh_pct: float | None
    residents_fte: float | None
    hospital_data_fy: str
    academic_affiliation: str | None
    osteopathic_note: str | None
    themes: tuple[str, ...]
    theme_basis: str
    mission_url: str | None
    mission_page_vintage: str
    patient_population_note: str | None
    fact_id: str
    is_affiliation_searched: bool = False
    note: str = ""
    confidence: str = "medium"


@dataclass(frozen=True, slots=True)
class Page:
    """What a program's own page stated about applicants, with the age of the page: a lead to verify."""

    visa: str | None
    sponsors_j1: bool | None
    sponsors_h1b: bool | None
    exam_attempts: str | None
    score_rule: str | None
    years_since_graduation_max: str | None
    us_experience_rule: str | None
    url: str
    vintage: str
    note: str
    fact_id: str


class History(Mapping[int, tuple[int, int]]):
    """Season → (positions offered, positions filled), oldest first; read when it is first looked at.

    Most programs of a directory are never asked for their history, and reading all of them is felt.

    Parameters
    ----------
    results
        Returns a JSON object season → [offered, filled] for a code.
    parts
        For each code of the track, oldest first: the code, the first and the last season that count.
    """

    __slots__ = ("_parts", "_results", "_seasons")

    def __init__(self, results: Callable[[str], str], parts: tuple[tuple[str, int, int], ...]) -> None:
        self._results, self._parts = results, parts
        self._seasons: dict[int, tuple[int, int]] | None = None

    def _unpacked(self) -> dict[int, tuple[int, int]]:
        if self._seasons is None:
            found = {
                int(season): (offered, filled)
                for code, first, last in self._parts
                for season, (offered, filled) in json.loads(self._results(code)).items()
                if first <= int(season) <= last
            }
            self._seasons = dict(sorted(found.items()))
        return self._seasons

    def __getitem__(self, season: int) -> tuple[int, int]:
        return self._unpacked()[season]

    def __iter__(self) -> Iterator[int]:
        return iter(self._unpacked())

    def __len__(self) -> int:
        return len(self._unpacked())

    def items(self) -> ItemsView[int, tuple[int, int]]:
        """Return seasons with their positions: a dictionary's own view, which is much faster than a mapping's."""
        return self._unpacked().items()

    def __repr__(self) -> str:
        return f"History({self._unpacked()})"


@dataclass(frozen=True, slots=True)
class Program:
    """One track in one Match.

    Attributes
    ----------
    institution
        The name to show: the reviewed current one, else the newest that the NRMP printed; for a code without a printed
        name, the code and the state.
    city, state, county, fips, lat, lon
        Of the place where residents train, as far as known; `location_basis` says what they describe: ``track site``
        (the reviewed site of this very track), ``hospital`` (the institution's first hospital), ``sponsor city`` or
        ``unknown`` (then `state` is the sponsor's).
    sponsor_city, sponsor_state
        Where the NRMP files the track. Its tables by state count the track there.
    site_name, site_ccn
        The hospital behind ``track site`` or ``hospital``.
    positions
        Season → (positions offered, positions filled), oldest first, chained through earlier codes.
    chained_from, chained_until
        Earlier codes of the same track, oldest first, and the last season of each.
    first_year_in_match
        2014 means 2014 or before: `is_first_year_censored`.
    aliases
        Every other name or code it can be found by.
    succession_ids, location_ids
        Ids of the rows behind `chained_from` and behind the place.
    """

    program_code_nrmp: str
    institution_code: str
    institution: str
    program_name: str
    specialty: str
    track: Track
    city: str | None
    state: str
    county: str | None
    fips: str | None
    lat: float | None
    lon: float | None
    location_basis: str
    site_name: str | None
    program_id_acgme: str | None
    positions: Mapping[int, tuple[int, int]]
    chained_from: tuple[str, ...]
    first_year_in_match: int
    is_first_year_censored: bool
    aliases: tuple[str, ...]
    profile: Institution | None
    pages: tuple[Page, ...]
    sponsor_city: str | None = None
    sponsor_state: str = ""
    site_ccn: str | None = None
    chained_until: tuple[int, ...] = ()
    succession_ids: tuple[str, ...] = ()
    location_ids: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Institution and track name, as a reader would look for it."""
        return f"{self.institution}, {self.program_name}"

    def miles_to(self, other: Program) -> float | None:
        """Return the great-circle distance to another program; None where the place of one is not known."""
        if self.lat is None or self.lon is None or other.lat is None or other.lon is None:
            return None
        return distance_miles(self.lat, self.lon, other.lat, other.lon)

    @property
    def current_name(self) -> str | None:
        """The reviewed name in use today; None outside the reviewed table."""
        return self.profile.current_name if self.profile else None

    @property
    def latest(self) -> tuple[int, int, int] | None:
        """The newest season with its positions offered and filled."""
        if not self.positions:
            return None
        season = max(self.positions)
        return season, *self.positions[season]

    @property
    def is_new(self) -> bool:
        """True when it has been in no more than three Matches, so that little is known of it."""
        return not self.is_first_year_censored and len(self.positions) <= _NEW_SEASONS

    @property
    def codes_by_season(self) -> dict[int, str]:
        """Season → the code that the track had in it."""
        spans = tuple(zip(self.chained_until, self.chained_from, strict=True))
        return {
            season: next((code for until, code in spans if season <= until), self.program_code_nrmp)
            for season in self.positions
        }

    @property
    def missing(self) -> dict[str, MissingReason]:
        """Attribute → why it is None. Nothing is filled in from a name."""
        reasons = {
            name: MissingReason.NOT_PUBLISHED
            for name in ("sponsor_city", "city", "county", "lat", "lon", "program_id_acgme")
            if getattr(self, name) is None
        }
        if self.profile is None:
            reasons["profile"] = MissingReason.NOT_TRANSCRIBED
        return reasons

    def unfilled_record(self, season: int) -> tuple[int, tuple[int, ...]]:
        """Return in how many of the last four seasons up to `season` a position stayed empty, and those seasons.

        Seasons in which it offered nothing do not count.
        """
        seen = {
            year: filled < offered
            for year, (offered, filled) in self.positions.items()
            if season - RECORD_SEASONS < year <= season and offered > 0
        }
        return sum(seen.values()), tuple(sorted(seen))

    def result_id(self, season: int) -> str:
        """Return the id of the row that holds the positions of one season."""
        return f"{_RESULTS}_{season}/{self.codes_by_season[season]}.{season}"

    def fact_ids_for(self, part: str) -> tuple[str, ...]:
        """Return the ids of the rows behind a part.

        Parameters
        ----------
        part
            ``identity``, ``location``, ``positions`` (the last few seasons; `result_id` has each), ``succession``,
            ``profile`` or ``pages``.
        """
        identity = (f"{_TRACKS}/{self.program_code_nrmp}",)
        if part == "positions":
            return tuple(map(self.result_id, sorted(self.positions)[-_RECENT_SEASONS:]))
        return {
            "identity": identity,
            "location": self.location_ids or identity,
            "succession": self.succession_ids,
            "profile": (self.profile.fact_id,) if self.profile else (),
            "pages": tuple(page.fact_id for page in self.pages),
        }[part]
