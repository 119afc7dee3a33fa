"""What would a market of the Main Residency Match's size and shape look like? For trials, benchmarks and tests.

The people and programs are made up, and the shape is given by a few round figures: nothing here is a fact about anyone,
and no chance that is shown to a user rests on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.errors import Problem, RequestError
from smartpick.market._draws import Interviews
from smartpick.market._model import Couples, Market, Parity, Reversions, Supplements

__all__ = ["Season", "market_of", "synthetic_market", "synthetic_season"]

Ints = NDArray[np.int32]
Reals = NDArray[np.float64]

# Round figures near those of the Main Residency Match of the 2020s.
_PROGRAMS_PER_PERSON = 0.134
_POSITIONS_PER_PERSON = 0.86
_RANKS_PER_PERSON = 12.0
_SPECIALTIES = 24
# Chosen so that about one applicant in five goes unmatched, one position in eighteen unfilled, and half of those who
# match do so with their first choice.
_CROWDING = 0.25
_STRENGTH = 0.9
_FIT = 0.9
_REACH = 0.22
_REGIONS = 40
_TOGETHER = 2.0
_LONGEST_JOINT_LIST = 300


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """A made-up season: who was interviewed where, and one draw of what both sides think.

    Attributes
    ----------
    interviews
        Person after person.
    utility, score
        Of each interview, for the person and for the program; the higher the better.
    region
        Of each program.
    """

    interviews: Interviews
    utility: Reals
    score: Reals
    region: Ints


def synthetic_season(n_persons: int, seed: int) -> Season:
    """Return a made-up season with about twelve interviews a person that count.

    Programs stand in the order of their specialties, persons in no order.
    """
    if n_persons < 1:
        raise RequestError([Problem("applicants", f"{n_persons} applicants", fix="A market needs at least one")])
    rng = np.random.default_rng(seed)
    n_programs = max(1, round(n_persons * _PROGRAMS_PER_PERSON))
    share = 1 / (1 + np.arange(_SPECIALTIES))
    specialty = np.sort(rng.choice(_SPECIALTIES, n_programs, p=share / share.sum()))
    size = 0.12 + rng.gamma(1.2, 1.0, n_programs)
    quota = np.maximum(1, np.round(size / size.sum() * n_persons * _POSITIONS_PER_PERSON)).astype(np.int32)
    worth = rng.normal(size=n_programs)
    # Within a specialty by worth, so that people apply to programs of about their own strength.
    order = np.lexsort((worth, specialty))
    worth = worth[order]
    first = np.searchsorted(specialty, np.arange(_SPECIALTIES + 1))

    # Every second specialty is sought after more than it has positions, the others less.
    sought = np.bincount(specialty, quota, _SPECIALTIES) * (1 + _CROWDING * (2 * (np.arange(_SPECIALTIES) % 2) - 1))
    wanted = rng.choice(_SPECIALTIES, n_persons, p=sought / sought.sum())
    strength = rng.normal(size=n_persons)
    number = rng.gamma(3.0, 1.06 * _RANKS_PER_PERSON / 3.0, n_persons) * np.exp(0.3 * strength)
    person = np.repeat(np.arange(n_persons), np.maximum(1, np.round(number)).astype(int))

    # An interview is drawn like a position: larger programs interview more.
    up_to = np.concatenate([[0], np.cumsum(quota)])
    low, high = up_to[first[wanted[person]]], up_to[first[wanted[person] + 1]]
    level = (np.argsort(np.argsort(strength)) + 0.5) / n_persons
    drawn = level[person] + _REACH * rng.normal(size=len(person))
    drawn = np.abs(drawn)
    drawn = np.where(drawn >= 1, np.maximum(0.0, 2 - drawn - 1e-9), drawn)
    program = (
        np.searchsorted(up_to, low + (np.clip(drawn, 0, 1 - 1e-9) * (high - low)).astype(np.int64), side="right") - 1
    )
    pairs = np.unique(person * n_programs + program)
    person, program = pairs // n_programs, pairs % n_programs
    fit = _FIT * rng.normal(size=len(pairs))
    utility = 0.8 * worth[program] + fit + rng.normal(size=len(pairs))
    score = _STRENGTH * strength[person] + fit + rng.normal(size=len(pairs))
    start = np.concatenate([[0], np.cumsum(np.bincount(person, minlength=n_persons))])
    interviews = Interviews(quota, start, program, specialty.astype(np.int32))
    return Season(interviews, utility, score, rng.integers(0, _REGIONS, n_programs).astype(np.int32))


def synthetic_market(n_persons: int, *, seed: int = 0, couples: float = 0.0, has_variations: bool = False) -> Market:
    """Return a made-up market of the Main Residency Match's proportions.

    Parameters
    ----------
    n_persons
        Applicants. Tracks, positions and lists follow in proportion.
    seed
        The same seed gives the same market.
    couples
        Share of the applicants who are in a couple, 0-1; in the Main Residency Match some 0.05.
    has_variations
        Adds advanced positions with supplemental lists, reversions and even quotas.

    Raises
    ------
    RequestError
        When a number is out of range.

    Examples
    --------
    >>> market = synthetic_market(1000, seed=1, couples=0.05)
    >>> market.n_programs, len(market.couples.member)
    (134, 25)
    """
    if not 0 <= couples <= 1:
        raise RequestError([Problem("couples", f"{couples} is no share", fix="Give a share between 0 and 1")])
    return market_of(
        synthetic_season(n_persons, seed), round(couples * n_persons / 2), seed, has_variations=has_variations
    )


def market_of(season: Season, n_couples: int, seed: int, *, has_variations: bool = False) -> Market:
    """Return the market of a season in which some people are couples, chosen at random."""
    rng = np.random.default_rng([seed, 1])
    interviews = season.interviews
    person = np.repeat(np.arange(interviews.n_persons), np.diff(interviews.start))
    by_person = np.lexsort((-season.utility, person))
    by_program = np.lexsort((-season.score, interviews.program))
    program = interviews.program[by_person]
    rank_start = np.concatenate([[0], np.cumsum(np.bincount(interviews.program, minlength=len(interviews.quota)))])
    members = np.sort(rng.permutation(interviews.n_persons)[: 2 * n_couples]).reshape(-1, 2)
    alone = ~np.isin(person, members)
    list_start = np.concatenate([[0], np.cumsum(np.bincount(person[alone], minlength=interviews.n_persons))])
    market: dict[str, object] = {
        "quota": interviews.quota,
        "list_start": list_start,
        "list_program": program[alone],
        "rank_start": rank_start,
        "rank_person": person[by_program],
        "specialty": interviews.specialty,
        "couples": _joint_lists(season, members, by_person, rng) if n_couples else None,
    }
    if has_variations:
        _add_variations(market, rng)
    return Market(**market)  # type: ignore[arg-type]


def _joint_lists(
    season: Season, members: NDArray[np.int64], by_person: NDArray[np.int64], rng: np.random.Generator
) -> Couples:
    """Return joint lists: all pairs, both in one region well liked, one unmatched in the end."""
    start, program = season.interviews.start, season.interviews.program
    rng.shuffle(members)
    pairs, starts = [np.zeros((0, 2), np.int64)], [0]
    region = np.append(season.region, -1)
    for one, two in members:
        mine, yours = (by_person[start[who] : start[who + 1]] for who in (one, two))
        # One more than there are: unmatched, disliked but not last.
        left, right = (
            grid.ravel() for grid in np.meshgrid(np.arange(len(mine) + 1), np.arange(len(yours) + 1), indexing="ij")
        )
        both = np.column_stack([np.append(program[mine], -1)[left], np.append(program[yours], -1)[right]])
        liking = np.append(season.utility[mine], -4.0)[left] + np.append(season.utility[yours], -4.0)[right]
        liking += _TOGETHER * (region[both[:, 0]] == region[both[:, 1]])
        kept = np.flatnonzero((both >= 0).any(axis=1))
        kept = kept[np.argsort(-liking[kept], kind="stable")][:_LONGEST_JOINT_LIST]
        pairs.append(both[kept])
        starts.append(starts[-1] + len(kept))
    return Couples(
        member=members.astype(np.int32),
        start=np.array(starts, np.int32),
        pair=np.concatenate(pairs).astype(np.int32),
    )


def _add_variations(market: dict[str, object], rng: np.random.Generator) -> None:
    """Make the largest specialty preliminary, every third of the others advanced, and some programs particular."""
    quota, specialty = np.asarray(market["quota"]), np.asarray(market["specialty"])
    start, program = np.asarray(market["list_start"]), np.asarray(market["list_program"])
    n_programs = len(quota)
    preliminary = np.flatnonzero(specialty == 0)
    is_advanced = (specialty % 3 == 2)[program] if len(program) else np.zeros(0, bool)
    person = np.repeat(np.arange(len(start) - 1), np.diff(start))
    owners = np.unique(person[is_advanced])
    if len(owners) and len(preliminary):
        listed = [rng.permutation(preliminary)[: rng.integers(2, 7)] for _ in owners]
        attached = np.where(is_advanced, np.searchsorted(owners, person), -1)
        market["supplements"] = Supplements(
            start=np.concatenate([[0], np.cumsum([len(one) for one in listed])]),
            program=np.concatenate(listed),
            attached=attached,
        )
        # Preliminary programs rank those who ask for a first year among the others, at random.
        asking: list[list[int]] = [[] for _ in range(n_programs)]
        for owner, programs in zip(owners.tolist(), listed, strict=True):
            for one in programs.tolist():
                asking[one].append(owner)
        ranked = np.split(np.asarray(market["rank_person"]), np.asarray(market["rank_start"])[1:-1])
        for one in preliminary.tolist():
            new = np.setdiff1d(asking[one], ranked[one])
            ranked[one] = np.insert(ranked[one], rng.integers(0, len(ranked[one]) + 1, len(new)), new)
        market["rank_start"] = np.concatenate([[0], np.cumsum([len(one) for one in ranked])])
        market["rank_person"] = np.concatenate(ranked)
    donor = np.flatnonzero((np.arange(n_programs) % 20 == 3) & (np.arange(n_programs) < n_programs - 1)).astype(
        np.int32
    )
    market["reversions"] = Reversions(donor=donor, receiver=donor + 1, positions=(quota[donor] + 1) // 2)
    market["parity"] = np.where((np.arange(n_programs) % 50 == 7) & (quota > 1), Parity.EVEN, Parity.ANY)
