"""Who of those matched to an advanced position also gets a first year?

Advanced positions begin with the second year. For the first, those matched to one are tried at the preliminary and
transitional programs of a supplemental list. Such a list counts only after the match to the advanced position and is
given up with it, so that it never changes who is matched there: the season's cutoffs stay what they are, and the
first years are a market of their own, cleared by the project's Match engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.facts import Facts
from smartpick.market._match import match_market
from smartpick.market._model import Market
from smartpick.market.season._clearing import lowest_ranked
from smartpick.market.season._pool import Pool
from smartpick.market.season._programs import Field
from smartpick.market.season._season import RANK_NOISE, RANK_SHARE, Parameters, Season
from smartpick.programs import load_directory
from smartpick.vocabulary import Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ENTRIES", "FirstYears", "advanced_of", "first_year_of", "first_years_of", "is_advanced"]

ENTRIES = 10
"""Programs on a supplemental list (*assumed*; the NRMP publishes no lengths of them)."""

SAME_STATE, SAME_DIVISION = 2.0, 0.8
"""Log odds by which a program in the state, or else the division, of the advanced position is preferred (*assumed*)."""

_LETTER = 7
"""Where the track letter stands in an NRMP code, as in ``1234567A0``."""


@dataclass(frozen=True, slots=True, eq=False)
class FirstYears:
    """The preliminary and transitional programs as one specialty meets them.

    Attributes
    ----------
    codes
        NRMP codes, sorted.
    quota
        Positions left for this specialty, shape (n_first_years,).
    state, division
        Postal code and census division of each; an empty text where the division is not known.
    """

    codes: tuple[str, ...]
    quota: NDArray[np.int32]
    state: tuple[str, ...]
    division: tuple[str, ...]


def is_advanced(programs: Field) -> NDArray[np.bool_]:
    """Return which programs begin with the second year, shape (n_programs,)."""
    return np.array([code[_LETTER] == "A" for code in programs.codes], np.bool_)


def first_years_of(facts: Facts, programs: Field, season: int) -> FirstYears:
    """Return the nation's preliminary and transitional programs with this specialty's part of their positions.

    Notes
    -----
    The part is the specialty's share of all advanced positions of the season. It is taken along the list of programs,
    so that the positions add up to the share of the whole, rounded; small programs have one for one specialty or none.
    That each specialty has its share everywhere is *assumed*, and so is that nobody else takes these positions.
    """
    directory = load_directory(facts, season=season)
    offered = [(each, each.positions.get(season, (0, 0))[0]) for each in directory.programs]
    nation = sum(positions for each, positions in offered if each.track is Track.ADVANCED)
    mine = int(programs.quota[is_advanced(programs)].sum())
    found = sorted(
        (each.program_code_nrmp, positions, each.sponsor_state or each.state)
        for each, positions in offered
        if positions > 0 and (each.track is Track.PRELIMINARY or each.specialty == "transitional_year")
    )
    total = np.cumsum([0, *(positions for _, positions, _ in found)])
    quota = np.diff(np.floor(total * (mine / max(nation, 1)) + 0.5)).astype(np.int32)
    divisions = {row["state"]: row["census_division"] for row in facts.rows("state")}
    some = np.flatnonzero(quota)
    states = tuple(found[p][2] for p in some)
    return FirstYears(
        tuple(found[p][0] for p in some), quota[some], states, tuple(divisions.get(state, "") for state in states)
    )


def supplemental(first_years: FirstYears, state: str, taste: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return one applicant's supplemental list for an advanced position in a state, most preferred first.

    Parameters
    ----------
    taste
        Her taste for each first-year program, shape (n_first_years,).
    """
    place = np.array([each == state for each in first_years.state], np.bool_)
    near = dict(zip(first_years.state, first_years.division, strict=True)).get(state, "")
    close = np.array([each == near != "" for each in first_years.division], np.bool_)
    utility = np.log(first_years.quota) + np.where(place, SAME_STATE, np.where(close, SAME_DIVISION, 0.0)) + taste
    return np.argsort(-utility, kind="stable")[:ENTRIES]


def advanced_of(pool: Pool, programs: Field, season: Season) -> NDArray[np.int64]:
    """Return the applicants matched to an advanced position."""
    at = np.where(season.outcome < 0, 0, pool.program[season.outcome])
    return np.flatnonzero((season.outcome >= 0) & is_advanced(programs)[at])


def first_year_of(
    pool: Pool,
    programs: Field,
    parameters: Parameters,
    season: Season,
    first_years: FirstYears,
    seed: int,
    *,
    compiled: bool | None = None,
) -> NDArray[np.int64]:
    """Return the first-year program of each applicant, shape (n_applicants,); −1 for none.

    Only those matched to an advanced position can have one. ``(found >= 0).sum() / len(advanced_of(…))`` is the share
    of them that has.

    Parameters
    ----------
    seed
        Draws tastes and what first-year programs see in people; neither depends on who was matched.

    Notes
    -----
    First-year programs rank by 0.6 (α + score + strength) + interview skill + N(0, 1.2), as programs of the specialty
    do, without ties, and leave the same share of those who list them off their lists (*assumed*).
    """
    found = np.full(len(pool.kind), -1, np.int64)
    who = advanced_of(pool, programs, season)
    if not len(who) or not len(first_years.codes):
        return found
    edge, person = market_edges(pool, programs, season, first_years, seed, who)
    value = first_year_values(pool, parameters, len(first_years.codes), seed)[who[person], edge]
    bottom = lowest_ranked(value, edge.astype(np.int16), len(first_years.codes), parameters.not_ranked)
    order = np.lexsort((-value, edge))
    order = order[value[order] >= bottom[edge[order]]]
    market = Market(
        quota=first_years.quota,
        list_start=np.concatenate([[0], np.cumsum(np.bincount(person, minlength=len(who)))]).astype(np.int32),
        list_program=edge.astype(np.int32),
        rank_start=np.searchsorted(edge[order], np.arange(len(first_years.codes) + 1)).astype(np.int32),
        rank_person=person[order].astype(np.int32),
    )
    matching = match_market(market, compiled=compiled).matching
    if matching is not None:
        found[who] = matching.program
    return found


def tastes(pool: Pool, n_first_years: int, seed: int) -> NDArray[np.float32]:
    """Return every applicant's taste for every first-year program, Gumbel, shape (n_applicants, n_first_years)."""
    drawn = np.random.default_rng([seed, 31]).gumbel(size=(len(pool.kind), n_first_years))
    return drawn.astype(np.float32)


def first_year_values(pool: Pool, parameters: Parameters, n_first_years: int, seed: int) -> NDArray[np.float32]:
    """Return the rank value of every applicant at every first-year program, shape (n_applicants, n_first_years)."""
    base = parameters.alpha[pool.kind] + parameters.score_effect(pool.kind, pool.score)
    base = RANK_SHARE * (base + parameters.sigma_theta * pool.theta) + parameters.sigma_phi * pool.phi
    noise = np.random.default_rng([seed, 32]).standard_normal((len(pool.kind), n_first_years))
    return np.asarray(base[:, None] + RANK_NOISE * noise, np.float32)


def market_edges(
    pool: Pool,
    programs: Field,
    season: Season,
    first_years: FirstYears,
    seed: int,
    who: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the supplemental lists end to end: programs, and the place in `who` of whose list it is."""
    taste = tastes(pool, len(first_years.codes), seed)
    lists = [
        supplemental(first_years, programs.states[programs.state_of[pool.program[season.outcome[i]]]], taste[i])
        for i in who
    ]
    return np.concatenate(lists), np.repeat(np.arange(len(who)), [len(each) for each in lists])
