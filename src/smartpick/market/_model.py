"""What goes into a matching, and what comes out of it: flat arrays of numbers, checked once and then frozen.

Lists of differing length are held as compressed sparse rows: one long array of entries, and one array `start` with one
more number than there are lists, so that list i is ``entries[start[i]:start[i + 1]]``, most preferred first.

Ranges include the start and exclude the end; programs and persons are numbered from 0; -1 means none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smartpick.errors import RequestError

if TYPE_CHECKING:
    from smartpick.market._prepare import Prepared

__all__ = ["Attempt", "Couples", "Market", "Matching", "Outcome", "Parity", "Reversions", "Supplements"]

Ints = NDArray[np.int32]


class Parity(IntEnum):
    """How many positions a program will fill."""

    ANY = -1
    EVEN = 0
    ODD = 1
    """An odd number, or none."""


@dataclass(frozen=True, slots=True, eq=False)
class Couples:
    """Two people who rank pairs of programs together.

    Parameters
    ----------
    member : array of shape (n_couples, 2)
        The two persons. Neither has a list of her own, nor is in another couple.
    start : array of shape (n_couples + 1,)
        Where each couple's rows begin.
    pair : array of shape (n_rows, 2)
        Programs for the first and the second member, most preferred row first; -1: this member goes unmatched. That
        both do is where every list ends and is not written.
    supplement : array of shape (n_rows, 2), optional
        Supplemental list that goes with each half of a row; -1 for none.
    """

    member: Ints
    start: Ints
    pair: Ints
    supplement: Ints | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Supplements:
    """Supplemental rank order lists: preliminary programs for the first year before an advanced position.

    A supplemental list counts only while its person holds an advanced position that it is attached to. Each belongs to
    one person and may be attached to any number of the entries of her list. A preliminary position is never worth
    giving up the advanced one for: who finds none keeps the advanced position alone.

    Parameters
    ----------
    start : array of shape (n_lists + 1,)
    program : array of shape (n_entries,)
    attached : array as long as the market's `list_program`
        Supplemental list that goes with an entry of a person's own list; -1 for none. (Couples attach theirs to rows.)

    Notes
    -----
    Source: NRMP, About Supplemental Rank Order Lists (nrmp.org).
    """

    start: Ints
    program: Ints
    attached: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Reversions:
    """Positions that go to another program when nobody fills them.

    Parameters
    ----------
    donor, receiver : arrays of shape (n_reversions,)
        A donor with several receivers serves them in the order of the rows.
    positions : array of shape (n_reversions,)
        How many at most, no more than the donor's quota.

    Notes
    -----
    No chain of reversions may come back to where it began. Source: NRMP, Creating Reversions (nrmp.org).
    """

    donor: Ints
    receiver: Ints
    positions: Ints


@dataclass(frozen=True, eq=False)
class Market:
    """Everybody's certified lists. Raises one error with every problem when they do not fit together.

    Parameters
    ----------
    quota : array of shape (n_programs,)
        Positions offered.
    list_start, list_program
        Rank order lists of the persons: program numbers. Members of couples have empty lists here.
    rank_start, rank_person
        Rank order lists of the programs: person numbers. A program may rank nobody. Someone who is not on a program's
        list is never matched there, and the other way round; such entries are allowed and do nothing.
    couples, supplements, reversions
        See these.
    parity : array of shape (n_programs,), optional
        A `Parity` for each. Without it any number may be filled.
    specialty : array of shape (n_programs,), optional
        Any grouping of programs in which people apply mostly within one group. It makes matching faster and never
        changes a result.
    person_names, program_names
        How messages name them; without names they are numbered.

    Raises
    ------
    RequestError
        With one problem for everything that is wrong, naming the row.

    Examples
    --------
    >>> market = Market(quota=[1], list_start=[0, 1, 2], list_program=[0, 0], rank_start=[0, 2], rank_person=[1, 0])
    >>> market.n_persons, market.n_programs
    (2, 1)
    """

    quota: Ints
    list_start: Ints
    list_program: Ints
    rank_start: Ints
    rank_person: Ints
    couples: Couples | None = None
    supplements: Supplements | None = None
    reversions: Reversions | None = None
    parity: Ints | None = None
    specialty: Ints | None = None
    person_names: Sequence[str] = field(default=(), repr=False)
    program_names: Sequence[str] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        from smartpick.market._validate import market_problems, whole_numbers

        problems = whole_numbers(self)
        if not problems:
            problems = market_problems(self)
        if problems:
            raise RequestError(problems)

    @cached_property
    def layout(self) -> Prepared:
        """The market in internal numbers, laid out when first needed; nothing for callers."""
        from smartpick.market._prepare import prepare

        return prepare(self)

    @property
    def n_persons(self) -> int:
        """How many people have a list, alone or as a couple."""
        return len(self.list_start) - 1

    @property
    def n_programs(self) -> int:
        """How many tracks have a quota."""
        return len(self.quota)

    def with_person(self, programs: Sequence[int], places: Sequence[int]) -> Market:
        """Return the market with one more single person, numbered last.

        Parameters
        ----------
        programs
            Her rank order list.
        places
            How many people each of these programs ranks above her; -1 where she is not ranked.
        """
        newcomer = self.n_persons
        lists = np.split(self.rank_person, self.rank_start[1:-1])
        for program, place in zip(programs, places, strict=True):
            if place >= 0:
                lists[program] = np.insert(lists[program], place, newcomer)
        supplements = self.supplements
        if supplements is not None:
            attached = np.concatenate([supplements.attached, np.full(len(programs), -1, np.int32)])
            supplements = replace(supplements, attached=attached)
        return replace(
            self,
            list_start=np.append(self.list_start, len(self.list_program) + len(programs)),
            list_program=np.concatenate([self.list_program, np.asarray(programs, np.int32)]),
            rank_start=np.concatenate([[0], np.cumsum([len(ranked) for ranked in lists])]),
            rank_person=np.concatenate(lists),
            supplements=supplements,
            person_names=[*self.person_names, f"newcomer {newcomer}"] if self.person_names else (),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """Who goes where.

    Attributes
    ----------
    program : array of shape (n_persons,)
        Program matched by the person's own or joint list; -1: unmatched.
    supplemental : array of shape (n_persons,)
        Preliminary program matched by a supplemental list; -1: none.
    received, given : arrays of shape (n_programs,)
        Positions that came by reversion, and that were passed on.
    """

    program: Ints
    supplemental: Ints
    received: Ints
    given: Ints

    @classmethod
    def of(cls, market: Market, program: ArrayLike, supplemental: ArrayLike | None = None) -> Matching:
        """Return a matching without reversions, say one to be verified."""
        none = np.full(market.n_persons, -1, np.int32)
        nothing = np.zeros(market.n_programs, np.int32)
        extra = none if supplemental is None else np.asarray(supplemental, np.int32)
        return cls(np.asarray(program, np.int32), extra, nothing, nothing)

    def filled(self) -> Ints:
        """Return the number of positions filled in each program."""
        n = len(self.received)
        held = [np.bincount(who[who >= 0], minlength=n) for who in (self.program, self.supplemental)]
        return np.asarray(held[0] + held[1], dtype=np.int32)

    def first_choices(self, market: Market) -> int:
        """Return how many people were matched by the first entry of their list, couples by their first row."""
        has_any = np.diff(market.list_start) > 0
        first = market.list_program[market.list_start[:-1][has_any]]
        count = int((self.program[has_any] == first).sum())
        couples = market.couples
        if couples is not None:
            has_row = np.diff(couples.start) > 0
            is_first = self.program[couples.member[has_row]] == couples.pair[couples.start[:-1][has_row]]
            count += 2 * int(is_first.all(axis=1).sum())
        return count


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a stable matching.

    Attributes
    ----------
    number
        From 0; the order of the couples follows from the seed and this number.
    steps
        Placements and moves, over all rounds of the try.
    rounds
        How often it was matched anew because positions reverted or a number had to become even or odd.
    ending
        ``stable``; or why it was given up: ``step limit``, ``round limit``, ``blocked``.
    """

    number: int
    steps: int
    rounds: int
    ending: str


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A stable matching, or the statement that none was found and what was tried.

    Attributes
    ----------
    matching
        None when no stable matching was found. With couples, supplemental lists or even and odd numbers there need not
        be one, and none being found does not prove that there is none.
    cutoff : array of shape (n_programs,)
        See `Scenarios`; empty when no stable matching was found.
    proposals
        Entries of lists that were considered, as a person would count them: down to the one matched.
    attempts
        All tries, the successful one last.
    """

    matching: Matching | None
    cutoff: NDArray[np.float32]
    proposals: int
    attempts: tuple[Attempt, ...]

    @property
    def is_stable(self) -> bool:
        """True when there is a matching; it was held against the definition before it was returned."""
        return self.matching is not None

    def __str__(self) -> str:
        if self.is_stable:
            return f"stable matching after {len(self.attempts)} attempt(s)"
        tried = ", ".join(f"{attempt.ending} after {attempt.steps:,} steps" for attempt in self.attempts)
        return f"no stable matching found in {len(self.attempts)} attempts: {tried}"
