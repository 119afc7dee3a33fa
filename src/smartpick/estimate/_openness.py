"""How open programs have been: who filled the positions of the state, and whether the program's own filled.

The shares are state × specialty: no public table tells them program by program. They are shrunk towards the nation,
and what is the program's own is only its record of positions offered and filled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.facts import Facts
from smartpick.programs import Program
from smartpick.vocabulary import ApplicantType, Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Openness", "StateShare", "openness_of"]

SHRINK_POSITIONS = 10.0
"""Positions of the national mix added to each state: the best persistence between two years in a trial."""

SHRINK_SEASONS = 2.0
"""Seasons of the specialty's average added to a program's record of going unfilled."""

_ENTRY = {
    Track.CATEGORICAL: "PGY-1",
    Track.PRIMARY_CARE: "PGY-1",
    Track.PRELIMINARY: "PGY-1",
    Track.ADVANCED: "PGY-2",
    Track.PHYSICIAN: "Physician",
}


@dataclass(frozen=True, slots=True)
class StateShare:
    """Who filled the positions of one state, specialty and entry level, over the published seasons together."""

    state: str
    filled: int
    by_type: int
    share: float
    national: float
    seasons: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Openness:
    """Openness of a list of programs to one applicant type.

    Attributes
    ----------
    log_share
        Log of the shrunk state share over the national one, shape (n_programs,).
    unfilled
        Chance that the program leaves a position unfilled, shape (n_programs,).
    shares
        The published counts behind `log_share`; None where the state has none.
    seasons_unfilled
        In how many of its last few seasons a position stayed empty, and the seasons seen.
    """

    log_share: NDArray[np.float64]
    unfilled: NDArray[np.float64]
    shares: tuple[StateShare | None, ...]
    seasons_unfilled: tuple[tuple[int, tuple[int, ...]], ...]

    def of(self, indices: Sequence[int]) -> Openness:
        """Return the same for some of the programs, in the order given."""
        return Openness(
            self.log_share[list(indices)],
            self.unfilled[list(indices)],
            tuple(self.shares[i] for i in indices),
            tuple(self.seasons_unfilled[i] for i in indices),
        )


def openness_of(facts: Facts, programs: Sequence[Program], applicant_type: ApplicantType, season: int) -> Openness:
    """Return how open the programs of one specialty have been to one applicant type.

    Parameters
    ----------
    programs
        Tracks of one specialty; the average that a short record is drawn towards is theirs.
    season
        Seasons after this one are not looked at.
    """
    specialty = programs[0].specialty if programs else ""
    counts, ids, years = _counts(facts, specialty, applicant_type, season)
    seasons = " and ".join(map(str, years))
    national: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for (_, entry), (filled, own) in counts.items():
        national[entry] = (national[entry][0] + filled, national[entry][1] + own)
    shares: list[StateShare | None] = []
    log_share = np.zeros(len(programs))
    for index, program in enumerate(programs):
        entry = _ENTRY[program.track]
        all_filled, all_own = national[entry]
        if not all_filled:
            shares.append(None)
            continue
        nation = all_own / all_filled
        # The state tables count a track where the NRMP files it, not where its site is.
        state = program.sponsor_state or program.state
        filled, own = counts.get((state, entry), (0, 0))
        share = (own + SHRINK_POSITIONS * nation) / (filled + SHRINK_POSITIONS)
        # A type that holds no position anywhere tells nothing apart.
        log_share[index] = np.log(share / nation) if nation else 0.0
        known = ids.get((state, entry), ())
        shares.append(StateShare(state, filled, own, share, nation, seasons, known))
    records = [program.unfilled_record(season) for program in programs]
    failed, seen = sum(record[0] for record in records), sum(len(record[1]) for record in records)
    average = (failed + 0.5) / (seen + 1)
    unfilled = np.array([(r[0] + SHRINK_SEASONS * average) / (len(r[1]) + SHRINK_SEASONS) for r in records])
    return Openness(log_share, unfilled, tuple(shares), tuple(records))


def _counts(
    facts: Facts, specialty: str, applicant_type: ApplicantType, season: int
) -> tuple[dict[tuple[str, str], tuple[int, int]], dict[tuple[str, str], tuple[str, ...]], list[int]]:
    """Return (filled, filled by the type) and the rows used, by (postal state, entry level), and the seasons."""
    codes = {row["name"]: row["state"] for row in facts.rows("state")}
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    ids: dict[tuple[str, str], tuple[str, ...]] = {}
    years: set[int] = set()
    for row in facts.rows("fill_by_type", "specialty_keys LIKE ? AND season <= ?", (f"%;{specialty};%", season)):
        place = (codes.get(row["state"], row["state"]), row["entry"])
        filled, own = counts.get(place, (0, 0))
        counts[place] = (filled + (row["filled"] or 0), own + (row[str(applicant_type)] or 0))
        ids[place] = (*ids.get(place, ()), row["fact_id"])
        years.add(row["season"])
    return counts, ids, sorted(years)
