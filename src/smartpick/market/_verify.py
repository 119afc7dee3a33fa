"""Is this matching what the lists and the rules allow, and is it stable?

Answers from the caller's lists and numbers, by the definition, with nothing of what finds matchings: no shared layout,
no kernels, no cutoffs.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.market._model import Couples, Market, Matching

__all__ = ["Verdict", "Violation", "verify_matching"]

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a matching is not as it should be.

    Attributes
    ----------
    kind
        ``unknown``, ``not_listed``, ``not_ranked``, ``supplemental``, ``capacity``, ``parity``, ``reversion``,
        ``blocking_pair``, ``blocking_couple``, ``blocking_supplemental`` or ``blocking_two``.
    text
        Who and where, with the names that the market gives.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verifier found; true as a condition when the matching is stable."""

    violations: tuple[Violation, ...]

    @property
    def is_stable(self) -> bool:
        """True when nothing is wrong."""
        return not self.violations

    def __bool__(self) -> bool:
        return self.is_stable

    def __str__(self) -> str:
        return "\\n".join(f"{v.kind}: {v.text}" for v in self.violations) or "stable"


def verify_matching(market: Market, matching: Matching) -> Verdict:
    """Return everything that keeps a matching from being a stable one.

    Parameters
    ----------
    market
        The lists. They are only read.
    matching
        Any matching, wherever it comes from.

    Notes
    -----
    *Allowed* is a matching in which

    1. everyone is matched to a program of her own list that ranks her, or unmatched; a couple holds one row of its
       joint list, or nothing;
    2. a supplemental position comes from the list that is attached to what its person holds, and nobody has one
       without; its program ranks her;
    3. reverted positions went from donors to receivers as they were promised, receivers in the order of the rows, and
       no donor keeps an unfilled position that it could still pass on;
    4. no program holds more people than it has positions, own and received less given; the number is even or odd (or
       nobody) where the program wants it so.

    *What a program picks* from some people it ranks: the best of them, as many as it has room for, one fewer where
    that number would be odd instead of even or the other way round. Its room is its own and its received positions.
    Given ones count as room: it passed them on because nobody came for them.

    An allowed matching is *stable* unless one of these blocks it:

    5. a single person and a program that she prefers to what she holds, when the program would pick her out of her and
       those whom it holds;
    6. a couple and a row that it prefers to what it holds, when each program of the row would pick its member, or both
       members where it is one program twice, out of them and those whom it holds. Programs go by whom they hold: the
       position that one member would leave is not yet free for the other;
    7. a person and a program of the supplemental list that counts for her, which she prefers to what she holds through
       it, when the program would pick her; where her partner holds a position of that program, it must pick both;
    8. a program that wants an even or odd number and two people, not of one couple, who would each come to it (as in
       5 and 7, or as in 6 where the other half of the row would be granted), when it would pick both out of them and
       those whom it holds.

    For singles this is the usual stability; for couples it is that of Kojima, Pathak and Roth (2013), where programs
    choose from those they hold and those who come. 2, 3, 7 and 8 put NRMP's variations into the same form; NRMP does
    not publish its own.

    References
    ----------
    D. Gale, L. S. Shapley, Am. Math. Monthly 69 (1962); A. E. Roth, E. Peranson, AER 89 (1999);
    F. Kojima, P. Pathak, A. E. Roth, Matching with Couples: Stability and Incentives in Large Markets, QJE 128 (2013).

    Examples
    --------
    >>> market = Market(quota=[1], list_start=[0, 1, 2], list_program=[0, 0], rank_start=[0, 2], rank_person=[1, 0])
    >>> print(verify_matching(market, Matching.of(market, [0, -1])))
    blocking_pair: person 1 and program 0
    >>> verify_matching(market, Matching.of(market, [-1, 0])).is_stable
    True
    """
    unknown = tuple(_unknown(market, matching))
    if unknown:
        return Verdict(unknown)
    case = _Case(market, matching)
    wrong = [*case.not_acceptable(), *case.wrong_supplements(), *case.wrong_reversions(), *case.wrong_numbers()]
    if wrong:
        return Verdict(tuple(wrong))
    return Verdict(
        (*case.blocking_pairs(), *case.blocking_couples(), *case.blocking_supplements(), *case.blocking_twos())
    )


def _unknown(market: Market, matching: Matching) -> Iterator[Violation]:
    for name, n in (("program", market.n_persons), ("supplemental", market.n_persons)):
        array = getattr(matching, name)
        if len(array) != n:
            yield Violation("unknown", f"{name} has {len(array)} entries, expected {n}")
        for i in np.flatnonzero((array < -1) | (array >= market.n_programs)):
            yield Violation("unknown", f"person {i} in unknown program {array[i]}")
    for name in ("received", "given"):
        array = getattr(matching, name)
        if len(array) != market.n_programs or (array < 0).any():
            yield Violation("unknown", f"{name} does not tell a number for each program")


class _Case:
    """A market and a matching, looked at from all sides."""

    def __init__(self, market: Market, matching: Matching) -> None:
        self.market = market
        self.program = matching.program.tolist()
        self.extra = matching.supplemental.tolist()
        self.matching = matching
        self.room = (market.quota + matching.received).tolist()
        self.parity = [-1] * market.n_programs if market.parity is None else market.parity.tolist()
        self.holders: list[set[int]] = [set() for _ in range(market.n_programs)]
        for where in (self.program, self.extra):
            for person, program in enumerate(where):
                if program >= 0:
                    self.holders[program].add(person)
        nobody = np.zeros((0, 2), np.int32)
        self.couples = market.couples or Couples(nobody, np.zeros(1, np.int32), nobody)
        self.partner: dict[int, int] = {}
        self.couple: dict[int, int] = {}
        for number, (one, two) in enumerate(self.couples.member.tolist()):
            self.partner[one], self.partner[two] = two, one
            self.couple[one] = self.couple[two] = number
        self._start: list[int] = market.list_start.tolist()
        self._listed: list[int] = market.list_program.tolist()
        self._ranks: dict[int, dict[int, int]] = {}
        self._places: dict[int, list[tuple[int, int]]] = {}
        pairs = [(one, two) for one, two in self.couples.pair.tolist()]
        start = self.couples.start.tolist()
        self._rows = [pairs[first:end] for first, end in itertools.pairwise(start)]

    # Names and lookups.

    def who(self, person: int) -> str:
        names = self.market.person_names
        return f"person {names[person] if names else person}"

    def where(self, program: int) -> str:
        names = self.market.program_names
        return f"program {names[program] if names else program}"

    def rank(self, program: int, person: int) -> int | None:
        """Return the place of a person on a program's list, or None."""
        if program not in self._ranks:
            start, end = self.market.rank_start[program : program + 2]
            ranked = self.market.rank_person[start:end].tolist()
            self._ranks[program] = {who: place for place, who in enumerate(ranked)}
        return self._ranks[program].get(person)

    def own_list(self, person: int) -> list[int]:
        return self._listed[self._start[person] : self._start[person + 1]]

    def row_held(self, couple: int) -> int:
        """Return the row a couple holds, the number of rows when it holds none, or -1 for something not listed."""
        one, two = self.couples.member[couple].tolist()
        held, rows = (self.program[one], self.program[two]), self._rows[couple]
        if held == (-1, -1):
            return len(rows)
        return rows.index(held) if held in rows else -1

    def counting_list(self, person: int) -> list[int] | None:
        """Return the supplemental list that counts for a person who holds what she holds, or None."""
        supplements, couples = self.market.supplements, self.couples
        if supplements is None or self.program[person] < 0:
            return None
        which = -1
        if person in self.couple:
            row = self.row_held(self.couple[person])
            if couples.supplement is not None and row >= 0:
                side = couples.member[self.couple[person]].tolist().index(person)
                which = int(couples.supplement[couples.start[self.couple[person]] + row, side])
        elif self.program[person] in self.own_list(person):
            place = self.own_list(person).index(self.program[person])
            which = int(supplements.attached[self.market.list_start[person] + place])
        if which < 0:
            return None
        start, end = supplements.start[which : which + 2]
        listed: list[int] = supplements.program[start:end].tolist()
        return listed

    # Is it allowed?

    def not_acceptable(self) -> Iterator[Violation]:
        for person, program in enumerate(self.program):
            if program < 0:
                continue
            if person not in self.couple and program not in self.own_list(person):
                yield Violation("not_listed", f"{self.who(person)} did not list {self.where(program)}")
            if self.rank(program, person) is None:
                yield Violation("not_ranked", f"{self.where(program)} did not rank {self.who(person)}")
        for couple in sorted(set(self.couple.values())):
            if self.row_held(couple) < 0:
                yield Violation("not_listed", f"couple {couple} holds a pair that it did not list")

    def wrong_supplements(self) -> Iterator[Violation]:
        for person, program in enumerate(self.extra):
            if program < 0:
                continue
            counting = self.counting_list(person)
            if counting is None or program not in counting:
                yield Violation(
                    "supplemental",
                    f"{self.who(person)} has no supplemental list with {self.where(program)} that counts",
                )
            if program == self.program[person]:
                yield Violation("supplemental", f"{self.who(person)} holds {self.where(program)} twice")
            if self.rank(program, person) is None:
                yield Violation("not_ranked", f"{self.where(program)} did not rank {self.who(person)}")

    def wrong_reversions(self) -> Iterator[Violation]:
        reversions = self.market.reversions
        left = self.matching.given.tolist()
        received = [0] * self.market.n_programs
        unfilled = [
            room - given - len(held)
            for room, given, held in zip(self.room, self.matching.given.tolist(), self.holders, strict=True)
        ]
        rows = (
            [] if reversions is None else zip(reversions.donor, reversions.receiver, reversions.positions, strict=True)
        )
        for donor, receiver, promised in rows:
            moved = min(left[donor], int(promised))
            left[donor] -= moved
            received[receiver] += moved
            if moved < promised and unfilled[donor] > 0:
                yield Violation("reversion", f"{self.where(donor)} keeps a position for {self.where(receiver)}")
        for program in range(self.market.n_programs):
            if left[program]:
                yield Violation("reversion", f"{self.where(program)} gave {left[program]} that nobody was promised")
            if received[program] != self.matching.received[program]:
                yield Violation("reversion", f"{self.where(program)} received {received[program]} positions")

    def wrong_numbers(self) -> Iterator[Violation]:
        given = self.matching.given.tolist()
        for program, held in enumerate(self.holders):
            if len(held) > self.room[program] - given[program]:
                yield Violation("capacity", f"{self.where(program)} holds {len(held)}")
            if held and self.parity[program] >= 0 and len(held) % 2 != self.parity[program]:
                yield Violation("parity", f"{self.where(program)} holds {len(held)}")

    # Is it stable?

    def places(self, program: int, persons: Iterable[int]) -> list[tuple[int, int]]:
        """Return those of some persons whom a program ranks, each with her place."""
        ranks = ((self.rank(program, person), person) for person in persons)
        return [(place, person) for place, person in ranks if place is not None]

    def picks(self, program: int, *joining: int) -> bool:
        """Tell whether a program would pick all who join, out of them and everyone it holds."""
        if program not in self._places:
            self._places[program] = self.places(program, self.holders[program])
        newly = [person for person in joining if person not in self.holders[program]]
        best_first = sorted(self._places[program] + self.places(program, newly))
        most = min(len(best_first), self.room[program])
        if self.parity[program] >= 0 and most % 2 != self.parity[program]:
            most -= 1
        picked = {person for _, person in best_first[: max(most, 0)]}
        return picked.issuperset(joining)

    def candidates(self) -> list[tuple[int, int]]:
        """Single persons with programs that they prefer; those left out are turned down at a glance.

        A program is passed over when it is full of people ranked above her, wants no even or odd number, and gave no
        position away: then it picks the best, and they are the ones it holds.
        """
        market = self.market
        start = market.list_start
        of = np.repeat(np.arange(market.n_persons), np.diff(start))
        held_place = np.full(market.n_persons, len(of))
        at = np.flatnonzero(market.list_program == self.matching.program[of])
        held_place[of[at]] = at
        better = np.flatnonzero(np.arange(len(of)) < held_place[of])
        persons, programs = of[better], market.list_program[better]

        ranked_by = np.repeat(np.arange(market.n_programs), np.diff(market.rank_start)).astype(np.int64)
        keys = ranked_by * market.n_persons + market.rank_person
        order = np.argsort(keys)
        wanted = programs.astype(np.int64) * market.n_persons + persons
        found = np.searchsorted(keys, wanted, sorter=order)
        if not len(order):
            return []
        found = order[np.minimum(found, len(order) - 1)]
        is_ranked = keys[found] == wanted
        last = np.full(market.n_programs, -1)
        for where in (self.matching.program, self.matching.supplemental):
            who = np.flatnonzero(where >= 0)
            entry = order[np.searchsorted(keys, where[who].astype(np.int64) * market.n_persons + who, sorter=order)]
            np.maximum.at(last, where[who], entry)
        counts = np.array([len(held) for held in self.holders])
        is_plain = (counts == np.array(self.room)) & (np.array(self.parity) < 0) & (self.matching.given == 0)
        is_hopeless = is_plain[programs] & (found > last[programs])
        kept = is_ranked & ~is_hopeless
        return list(zip(persons[kept].tolist(), programs[kept].tolist(), strict=True))

    def blocking_pairs(self) -> Iterator[Violation]:
        for person, program in self.candidates():
            if self.picks(program, person):
                yield Violation("blocking_pair", f"{self.who(person)} and {self.where(program)}")

    def blocking_couples(self) -> Iterator[Violation]:
        for couple in sorted(set(self.couple.values())):
            for row in self._rows[couple][: self.row_held(couple)]:
                if self.row_is_granted(couple, row):
                    names = " and ".join(self.where(p) if p >= 0 else "unmatched" for p in row)
                    yield Violation("blocking_couple", f"couple {couple} with {names}")

    def row_is_granted(self, couple: int, row: tuple[int, int], but: int = -1) -> bool:
        """Tell whether all programs of a row, but one, would pick the couple's members."""
        coming: dict[int, list[int]] = {}
        for person, program in zip(self.couples.member[couple].tolist(), row, strict=True):
            if program >= 0:
                coming.setdefault(program, []).append(person)
        for program, persons in coming.items():
            if any(self.rank(program, person) is None for person in persons):
                return False
            if program != but and not self.picks(program, *persons):
                return False
        return True

    def wanted_extras(self, person: int) -> list[int]:
        """Return the programs of the supplemental list that counts which a person prefers to what she has."""
        counting = self.counting_list(person) or []
        end = counting.index(self.extra[person]) if self.extra[person] in counting else len(counting)
        return [program for program in counting[:end] if self.rank(program, person) is not None]

    def blocking_supplements(self) -> Iterator[Violation]:
        if self.market.supplements is None:
            return
        for person in range(self.market.n_persons):
            for program in self.wanted_extras(person):
                partner = self.partner.get(person)
                beside = [partner] if partner is not None and self.program[partner] == program else []
                if self.picks(program, person, *beside):
                    yield Violation("blocking_supplemental", f"{self.who(person)} and {self.where(program)}")

    def would_come(self, person: int, program: int) -> bool:
        """Tell whether a person would come to a program if that alone decided."""
        if person in self.couple:
            couple = self.couple[person]
            side = self.couples.member[couple].tolist().index(person)
            for row in self._rows[couple][: self.row_held(couple)]:
                if row[side] == program != row[1 - side] and self.row_is_granted(couple, row, program):
                    return True
        else:
            listed = self.own_list(person)
            end = listed.index(self.program[person]) if self.program[person] in listed else len(listed)
            if program in listed[:end]:
                return True
        return program in self.wanted_extras(person)

    def blocking_twos(self) -> Iterator[Violation]:
        for program in range(self.market.n_programs):
            if self.parity[program] < 0:
                continue
            start, end = self.market.rank_start[program : program + 2]
            coming = [
                person
                for person in self.market.rank_person[start:end].tolist()
                if person not in self.holders[program] and self.would_come(person, program)
            ]
            for i, one in enumerate(coming):
                for two in coming[:i]:
                    if self.partner.get(one) != two and self.picks(program, one, two):
                        text = f"{self.who(one)}, {self.who(two)} and {self.where(program)}"
                        yield Violation("blocking_two", text)
