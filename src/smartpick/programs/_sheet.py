"""What is known of one program, cell by cell: the value, why it is so, and the rows that it rests on.

Unknown is a value like any other here, with its reason. Nothing is guessed from a name: type and safety net are told
only where a reviewed table knows the institution or the site; who filled positions is told for the state.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from smartpick.facts import Facts
from smartpick.programs._model import Institution, Program
from smartpick.vocabulary import ApplicantType, Track

__all__ = ["Cell", "ProgramSheet", "SeasonResult", "SheetMaker", "StateFill", "Statement"]

UNKNOWN = "unknown"
SMALL_N = 10
"""Below this many filled positions a share is shown with a warning: one person is ten points or more."""

_FEDERAL_CLINIC = "federally_qualified_health_center"
_FQHC_WHY = "its sponsor is a federally qualified health center, which treats patients whatever they can pay"
_ENTRY = {
    Track.CATEGORICAL: ("PGY-1",),
    Track.PRIMARY_CARE: ("PGY-1",),
    Track.PRELIMINARY: ("PGY-1",),
    Track.ADVANCED: ("PGY-2",),
    Track.PHYSICIAN: ("Physician",),
}
_OTHER_ENTRY = {
    # Two specialties whose letters the state tables count under another entry level, the second not in every state and
    # season: the first that is there.
    ("occupational_and_environmental_medicine", Track.ADVANCED): ("Physician",),
    ("osteopathic_neuromusculoskeletal_medicine", Track.PHYSICIAN): ("Physician", "PGY-1"),
}
_TOPICS = (
    ("score", "score_rule"),
    ("attempts", "exam_attempts"),
    ("graduation", "years_since_graduation_max"),
    ("us_experience", "us_experience_rule"),
    ("visa", "visa"),
)

Topic = Literal["score", "attempts", "graduation", "us_experience", "visa"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value with the reason for it; ``unknown`` says why it is not known."""

    value: str
    why: str
    fact_ids: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """False when the value is ``unknown``."""
        return self.value != UNKNOWN


@dataclass(frozen=True, slots=True)
class Statement:
    """What a program's page stated on one topic; `vintage` is the age of the page."""

    topic: str
    text: str
    vintage: str
    url: str
    fact_id: str


@dataclass(frozen=True, slots=True)
class SeasonResult:
    """Positions of one season. `fill_rate` is None when none was offered."""

    season: int
    positions_offered: int
    positions_filled: int
    fact_id: str

    @property
    def fill_rate(self) -> float | None:
        """Share of the offered positions that were filled in the Match, 0-1."""
        return self.positions_filled / self.positions_offered if self.positions_offered else None


@dataclass(frozen=True, slots=True)
class StateFill:
    """Who filled the positions of a state, specialty and entry level in one season: never this program's own share."""

    season: int
    state: str
    entry: str
    positions_filled: int
    by_type: Mapping[ApplicantType, int]
    other: int
    fact_id: str

    @property
    def is_small(self) -> bool:
        """True when so few positions were filled that a share says little."""
        return self.positions_filled < SMALL_N

    def share(self, *types: ApplicantType) -> float | None:
        """Return the share of filled positions that some applicant types took, 0-1; None when none was filled."""
        if not self.positions_filled:
            return None
        return sum(self.by_type[each] for each in types) / self.positions_filled


@dataclass(frozen=True, slots=True)
class ProgramSheet:
    """The columns of one program.

    Attributes
    ----------
    program_type
        academic, community, hybrid or unknown.
    safety_net
        yes, no or unknown.
    statements
        What its pages stated, in the order score, attempts, graduation, US experience, visa.
    results
        Every season, oldest first, chained through earlier codes.
    unfilled_seasons
        Seasons in which a position stayed empty in the Match.
    state_fill
        By season; empty where the state tables have no such cell.
    first_year
        The first Match seen, ``2014 or before`` where the data begin.
    """

    program: Program
    program_type: Cell
    safety_net: Cell
    statements: tuple[Statement, ...]
    results: tuple[SeasonResult, ...]
    unfilled_seasons: tuple[int, ...]
    state_fill: tuple[StateFill, ...]
    first_year: Cell
    is_new: bool

    def stated(self, topic: Topic) -> tuple[Statement, ...]:
        """Return what was stated on one topic."""
        return tuple(statement for statement in self.statements if statement.topic == topic)


class SheetMaker:
    """Makes sheets; reads the tables of states and hospitals once, when first needed."""

    def __init__(self, facts: Facts, season: int) -> None:
        self._facts, self._season = facts, season

    def sheet(self, program: Program) -> ProgramSheet:
        """Return what is known of one program."""
        results = tuple(
            SeasonResult(season, offered, filled, program.result_id(season))
            for season, (offered, filled) in program.positions.items()
        )
        first = program.first_year_in_match
        in_first = (program.result_id(first),) if first in program.positions else program.fact_ids_for("identity")
        return ProgramSheet(
            program=program,
            program_type=_program_type(program.profile),
            safety_net=self._safety_net(program),
            statements=_statements(program),
            results=results,
            unfilled_seasons=tuple(r.season for r in results if r.positions_filled < r.positions_offered),
            state_fill=self._state_fill(program),
            first_year=Cell(
                f"{first} or before" if program.is_first_year_censored else str(first),
                "the first Match in which the NRMP lists it, under this code or an earlier one",
                (*in_first, *program.succession_ids),
            ),
            is_new=program.is_new,
        )

    def _safety_net(self, program: Program) -> Cell:
        """Say whether the hospital is a safety net: run by a county, or with many poor patients."""
        profile = program.profile
        ids = (profile.fact_id,) if profile else ()
        if profile and profile.is_county_hospital == "yes":
            return Cell("yes", "a county runs the hospital", ids)
        if profile and profile.is_county_hospital == "county_site":
            return Cell("yes", "its residents train at a county's site", ids)
        if profile and profile.sponsor_type == _FEDERAL_CLINIC:
            return Cell("yes", _FQHC_WHY, ids)
        if program.site_ccn is None:
            why = "no hospital of it is known" if profile else "no reviewed table covers this institution"
            return Cell(UNKNOWN, why, ids)
        row = self._facts.connection.execute(
            "SELECT fact_id, dsh_pct, cost_report_year FROM hospital WHERE ccn = ?", (program.site_ccn,)
        ).fetchone()
        line = self._dsh_line
        if row is None or row["dsh_pct"] is None or line is None:
            why = f"no disproportionate-share figure for {program.site_name}"
            return Cell(UNKNOWN, why, program.location_ids or ids)
        threshold, hospitals = line
        is_above = row["dsh_pct"] >= threshold
        why = (
            f"Medicare disproportionate-share adjustment of {program.site_name}: {row['dsh_pct']:.1%}"
            f" (cost report {row['cost_report_year']}), {'not below' if is_above else 'below'} {threshold:.1%}, where"
            f" the top quarter of {hospitals:,} teaching hospitals begins"
        )
        return Cell("yes" if is_above else "no", why, (*ids, row["fact_id"]))

    @functools.cached_property
    def _dsh_line(self) -> tuple[float, int] | None:
        """The adjustment at which the top quarter of hospitals with residents begins, and how many were counted."""
        shares = [
            share
            for (share,) in self._facts.connection.execute(
                "SELECT dsh_pct FROM hospital WHERE residents_fte > 0 AND dsh_pct IS NOT NULL ORDER BY dsh_pct"
            )
        ]
        return (shares[(3 * len(shares)) // 4], len(shares)) if shares else None

    def _state_fill(self, program: Program) -> tuple[StateFill, ...]:
        # The state tables count a track where the NRMP files it, not where its site is.
        state = program.sponsor_state or program.state
        entries = _OTHER_ENTRY.get((program.specialty, program.track), _ENTRY[program.track])
        by_season: dict[int, StateFill] = {}
        for entry in entries:
            for fill in self._fills.get((state, program.specialty, entry), ()):
                if fill.season <= self._season:
                    by_season.setdefault(fill.season, fill)
        return tuple(by_season[season] for season in sorted(by_season))

    @functools.cached_property
    def _fills(self) -> dict[tuple[str, str, str], tuple[StateFill, ...]]:
        codes = {row["name"]: row["state"] for row in self._facts.rows("state")}
        fills: dict[tuple[str, str, str], list[StateFill]] = {}
        for row in self._facts.rows("fill_by_type"):
            state = codes.get(row["state"], row["state"])
            fill = StateFill(
                season=row["season"],
                state=state,
                entry=row["entry"],
                positions_filled=row["filled"] or 0,
                by_type={each: row[str(each)] or 0 for each in ApplicantType},
                other=row["other"] or 0,
                fact_id=row["fact_id"],
            )
            for key in filter(None, row["specialty_keys"].split(";")):
                fills.setdefault((state, key, row["entry"]), []).append(fill)
        return {key: tuple(sorted(found, key=lambda fill: fill.season)) for key, found in fills.items()}


def _program_type(profile: Institution | None) -> Cell:
    """Say academic, community or hybrid, where the reviewed table knows sponsor and affiliation."""
    if profile is None:
        return Cell(UNKNOWN, "no reviewed table covers this institution")
    ids = (profile.fact_id,)
    sponsor = profile.sponsor_type.replace("_", " ")
    if profile.sponsor_type == "university":
        return Cell("academic", "a university sponsors it", ids)
    if profile.academic_affiliation:
        return Cell("hybrid", f"sponsor: {sponsor}; university affiliation: {profile.academic_affiliation}", ids)
    if profile.is_affiliation_searched:
        return Cell("community", f"sponsor: {sponsor}; no university affiliation was found", ids)
    return Cell(UNKNOWN, f"sponsor: {sponsor}; nobody has looked for a university affiliation yet", ids)


def _statements(program: Program) -> tuple[Statement, ...]:
    statements = []
    for topic, column in _TOPICS:
        for page in program.pages:
            text = getattr(page, column)
            if text is not None:
                statements.append(Statement(topic, text, page.vintage, page.url, page.fact_id))
    return tuple(statements)
