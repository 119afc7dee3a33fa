"""How does the Match work out when both sides' preferences are drawn anew, thousands of times?

For simulated seasons: who was interviewed where stays, the scores and utilities change from draw to draw. Nothing is
sorted; single applicants only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smartpick.errors import Problem, RequestError
from smartpick.market._jit import has_numba
from smartpick.market._model import Market
from smartpick.market._prepare import call
from smartpick.market._singles import Held, Journal, Offers

__all__ = ["Interviews", "ScoredMatching", "defer_offers", "entry_of", "match_scores"]

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Interviews:
    """Who was interviewed where. Raises one error with every problem.

    Parameters
    ----------
    quota : array of shape (n_programs,)
        Positions offered.
    start : array of shape (n_persons + 1,)
        Where each person's interviews begin.
    program : array of shape (n_interviews,)
        Programs, in any order, none twice for one person.
    specialty : array of shape (n_programs,), optional
        Any grouping of programs in which people apply mostly within one group. Makes matching faster, never changes a
        result.

    Attributes
    ----------
    numbering
        Kept by the first draw, for the speed of the next ones; nothing for callers.

    Examples
    --------
    >>> Interviews(quota=[1], start=[0, 1, 2], program=[0, 0]).n_persons
    2
    """

    quota: Ints
    start: Ints
    program: Ints
    specialty: Ints | None = None
    numbering: list[Any] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        # The same checks as for a market in which the programs have not ranked anyone yet.
        nobody = np.zeros(len(self.quota) + 1, np.int32)
        checked = Market(self.quota, self.start, self.program, nobody, nobody[:0], specialty=self.specialty)
        object.__setattr__(self, "quota", checked.quota)
        object.__setattr__(self, "start", checked.list_start)
        object.__setattr__(self, "program", checked.list_program)
        object.__setattr__(self, "specialty", checked.specialty)

    @property
    def n_persons(self) -> int:
        """How many people there are."""
        return len(self.start) - 1

    def with_person(self, programs: ArrayLike) -> Interviews:
        """Return the interviews with those of one more person, numbered last; her scores go to the end as well."""
        more = np.asarray(programs, np.int32)
        start = np.append(self.start, len(self.program) + len(more))
        return Interviews(self.quota, start, np.concatenate([self.program, more]), self.specialty)


@dataclass(frozen=True, slots=True, eq=False)
class ScoredMatching:
    """Who goes where in one draw.

    Attributes
    ----------
    program : array of shape (n_persons,)
        -1: unmatched.
    interview : array of shape (n_persons,)
        The interview that led there, -1 for none.
    cutoff : array of shape (n_programs,)
        Score of each program's last admitted; minus infinity where positions are left, infinity where there were none.
    entry : array of shape (n_programs,) or None
        Score that one more person would have to beat, exactly; see `match_scores`.
    """

    program: Ints
    interview: Ints
    cutoff: Floats
    entry: Floats | None


def match_scores(
    interviews: Interviews,
    utility: ArrayLike,
    score: ArrayLike,
    *,
    with_entry: bool = False,
    compiled: bool | None = None,
) -> ScoredMatching:
    """Return the stable matching that every applicant likes best, for one draw of preferences.

    Parameters
    ----------
    interviews
        Who was interviewed where.
    utility : array of shape (n_interviews,)
        What the person thinks of the program: higher is better. NaN: not on her list.
    score : array of shape (n_interviews,)
        What the program thinks of the person: higher is better. NaN: not on its list.
    with_entry
        Also work out what one more person would have to beat, which costs about as much again.
    compiled
        True needs numba; None uses it when it is there.

    Raises
    ------
    RequestError
        When the scores do not fit the interviews, or one is infinite.

    Notes
    -----
    Draws are held as 32-bit numbers. Of two people with equal scores a program prefers the one numbered lower, and of
    two programs with equal utilities a person the one that stands first: with continuous draws a matter of chance.

    The cutoff is what one more person would have to beat if nobody moved because of her. She displaces someone, who
    displaces someone else; seldom the chain comes back to her program with someone it prefers, and always when it has
    one position only. `entry` follows every such chain and is exact for her and any list of hers (see
    ``_singles.entry_scores``); with ``entry >= cutoff``, and mostly equal.

    Examples
    --------
    >>> interviews = Interviews(quota=[1, 1], start=[0, 2, 4], program=[0, 1, 0, 1])
    >>> found = match_scores(interviews, [2.0, 1.0, 2.0, 1.0], [0.3, 0.8, 0.9, 0.1], compiled=False)
    >>> found.program.tolist()
    [1, 0]
    """
    utilities, scores = (np.ascontiguousarray(values, np.float32) for values in (utility, score))
    problems = [
        Problem(name, f"has shape {values.shape}, but there are {len(interviews.program)} interviews")
        for name, values in (("utility", utilities), ("score", scores))
        if values.shape != interviews.program.shape
    ] or [
        Problem(f"{name}[{i}]", f"{values[i]} is not finite", fix="NaN says that it is not ranked")
        for name, values in (("utility", utilities), ("score", scores))
        for i in np.flatnonzero(np.isinf(values))
    ]
    if problems:
        raise RequestError(problems)
    if compiled is None:
        # Draws come in thousands: compiling pays.
        compiled = has_numba()
    numbering = _numbering(interviews, scores)
    offers = Offers(
        start=numbering.start,
        program=numbering.program,
        utility=utilities[numbering.interview],
        score=scores[numbering.interview],
        number=numbering.person,
        is_sorted=np.zeros(1, np.int32),
    )
    order = np.arange(interviews.n_persons, dtype=np.int32)
    held = defer_offers(offers, numbering.capacity, order, compiled=compiled)
    entry = entry_of(offers, held, compiled=compiled) if with_entry else None
    # Back to the caller's numbers. Where nothing is held, -1 looks up the last one, and that is not used.
    interview, program = np.full(len(order), -1, np.int32), np.full(len(order), -1, np.int32)
    if len(scores):
        interview[numbering.person] = np.where(held.at < 0, np.int32(-1), numbering.interview[held.at])
        program[numbering.person] = np.where(held.at < 0, np.int32(-1), numbering.program[held.at])
    return ScoredMatching(program, interview, held.cut, entry)


@dataclass(frozen=True, slots=True, eq=False)
class _Numbering:
    """Interviews in an order that makes matching fast.

    Attributes
    ----------
    person
        The caller's number of each.
    interview
        The caller's number of each.
    start, program
        As those of `Interviews`.
    capacity
        Positions of each program that could be filled, and one more where there are more.
    """

    person: Ints
    interview: Ints
    start: Ints
    program: Ints
    capacity: Ints


def _numbering(interviews: Interviews, scores: Floats) -> _Numbering:
    """Return an order by specialty, and in it those first whom programs like best in the first draw there is.

    Later draws keep it: whom programs like they mostly like in every draw, and the order changes no result.
    """
    kept: list[_Numbering] = interviews.numbering
    if kept:
        return kept[0]
    start, n_persons = interviews.start, interviews.n_persons
    counts = np.diff(start)
    owner = np.repeat(np.arange(n_persons), counts)
    liking = np.bincount(owner, np.nan_to_num(scores), n_persons) / np.maximum(1, counts)
    main = np.zeros(n_persons, np.int64)
    if interviews.specialty is not None and len(interviews.program):
        first = np.minimum(start[:-1], len(interviews.program) - 1)
        main = interviews.specialty[interviews.program[first]].astype(np.int64)
    person = np.lexsort((-liking, main)).astype(np.int32)
    new_start = np.concatenate([[0], np.cumsum(counts[person])]).astype(np.int32)
    interview = np.arange(len(owner)) + np.repeat(start[:-1][person] - new_start[:-1], counts[person])
    capacity = np.minimum(interviews.quota, np.bincount(interviews.program, minlength=len(interviews.quota)) + 1)
    made = _Numbering(
        person, interview.astype(np.int32), new_start, interviews.program[interview], capacity.astype(np.int32)
    )
    kept.append(made)
    return made


def defer_offers(offers: Offers, capacity: Ints, order: Ints, *, compiled: bool) -> Held:
    """Return what the programs hold after deferred acceptance among those in `order`."""
    base = np.concatenate([[0], np.cumsum(capacity)]).astype(np.int32)
    kind = offers.score.dtype
    held = Held(
        capacity=capacity,
        base=base,
        filled=np.zeros(len(capacity), np.int32),
        score=np.zeros(base[-1], kind),
        person=np.zeros(base[-1], np.int32),
        cut=np.where(capacity > 0, -np.inf, np.inf).astype(kind),
        at=np.full(len(offers.start) - 1, -1, np.int32),
    )
    call("_singles", "defer", offers, held, order, compiled=compiled)
    return held


def entry_of(offers: Offers, held: Held, *, compiled: bool) -> Floats:
    """Return the score that one more person would have to beat in each program."""
    n_programs, n_positions, n_edges = len(held.capacity), len(held.score), len(offers.program)
    kind = offers.score.dtype
    journal = Journal(
        is_saved=np.zeros(n_programs, np.int32),
        score=np.zeros(n_positions, kind),
        person=np.zeros(n_positions, np.int32),
        program=np.zeros(n_programs, np.int32),
        cut=np.zeros(n_programs, kind),
        moved=np.zeros(n_edges, np.int32),
        edge=np.zeros(n_edges, np.int32),
    )
    entry = np.zeros(n_programs, kind)
    call("_singles", "entry_scores", offers, held, journal, entry, compiled=compiled)
    return entry
