"""Which programs take part in a specialty's simulated season, with which positions and how wanted?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.facts import Facts
from smartpick.market.season._figures import TYPES, Figures
from smartpick.programs import load_directory
from smartpick.vocabulary import Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Field", "field_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """The programs of one specialty and season.

    Attributes
    ----------
    codes
        NRMP codes, sorted.
    states, division
        Postal codes that `state_of` points to, and the census division of each.
    quota, state_of
        Shape (n_programs,).
    desirability
        How wanted a program is, standard units, without its residual, shape (n_programs,).
    unfilled
        Shrunk share of recent seasons with an unfilled position, shape (n_programs,).
    log_share
        Log of the state's share of each type over the nation's, shape (5, n_states); US MD seniors are 0.
    md_state
        Where US schools are: weight of each state among MD and DO students, shape (n_states,).
    """

    codes: tuple[str, ...]
    states: tuple[str, ...]
    division: NDArray[np.int16]
    quota: NDArray[np.int32]
    state_of: NDArray[np.int16]
    desirability: NDArray[np.float64]
    unfilled: NDArray[np.float64]
    log_share: NDArray[np.float64]
    md_state: NDArray[np.float64]


def field_of(facts: Facts, figures: Figures) -> Field:
    """Return the programs of a specialty: every active track that is neither preliminary nor for physicians.

    Notes
    -----
    Desirability is 0.35 ln quota + 0.5 (US MD share of the state, standardised) − 2.0 history of unfilled positions −
    0.4 if new (*assumed*: signs from the field, sizes a judgement); each simulated season adds a residual.
    """
    season = figures.season
    directory = load_directory(facts, [figures.specialty], season=season)
    programs = [
        program
        for program in directory.programs
        if program.track not in {Track.PRELIMINARY, Track.PHYSICIAN} and program.positions.get(season, (0, 0))[0] > 0
    ]
    places = [program.sponsor_state or program.state for program in programs]
    rows = {row["state"]: row for row in facts.rows("state")}
    states = tuple(sorted(set(places)))
    divisions = sorted({row["census_division"] for row in rows.values()})
    division = np.array([divisions.index(rows[s]["census_division"]) if s in rows else -1 for s in states], np.int16)
    state_of = np.array([states.index(place) for place in places], np.int16)
    quota = np.array([program.positions[season][0] for program in programs], np.int32)
    nation = figures.fills / max(figures.fills.sum(), 1.0)
    share = np.array([figures.state_share.get(state, nation) for state in states])
    log_share = np.log(np.maximum(share, 1e-3) / np.maximum(nation, 1e-3)).T
    log_share = np.clip(log_share - log_share[0], -4.0, 4.0)
    records = [program.unfilled_record(season - 1) for program in programs]
    average = (sum(record[0] for record in records) + 0.5) / (sum(len(record[1]) for record in records) + 1)
    unfilled = np.array([(failed + 2 * average) / (len(seasons) + 2) for failed, seasons in records])
    md = share[state_of, 0]
    md = (md - md.mean()) / max(float(md.std()), 1e-6)
    is_new = np.array([program.is_new for program in programs], dtype=float)
    wanted = 0.35 * np.log(quota) + 0.5 * md - 2.0 * (unfilled - average) - 0.4 * is_new
    schools = [row["state"] for row in facts.rows("medical_school") if row["country"] == "United States"]
    md_state = np.array([schools.count(state) for state in states], dtype=float)
    md_state = md_state if md_state.sum() else np.ones(len(states))
    return Field(
        tuple(program.program_code_nrmp for program in programs),
        states,
        division,
        quota,
        state_of,
        (wanted - wanted.mean()) / max(float(wanted.std()), 1e-6) * 0.8,
        unfilled,
        log_share.reshape(len(TYPES), len(states)),
        md_state / md_state.sum(),
    )
