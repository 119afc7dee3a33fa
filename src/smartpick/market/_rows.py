"""How do rows with names, as they come from a table, become a market?"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from numbers import Real
from typing import Any

import numpy as np

from smartpick.errors import Problem, RequestError, did_you_mean
from smartpick.market._model import Couples, Market, Parity, Reversions, Supplements

__all__ = ["market_from_rows"]


_LARGEST = 2**30


def market_from_rows(
    programs: Iterable[tuple[str, float]],
    applicant_ranks: Iterable[tuple[str, str, float]],
    program_ranks: Iterable[tuple[str, str, float]],
    *,
    couple_ranks: Iterable[tuple[str | None, str | None, str | None, str | None, float]] = (),
    supplemental_ranks: Iterable[tuple[str, str, str, float]] = (),
    attachments: Iterable[tuple[str, str, str]] = (),
    reversions: Iterable[tuple[str, str, float]] = (),
    parity: Mapping[str, int] | None = None,
    specialty: Mapping[str, str] | None = None,
) -> Market:
    """Return a market made from rows in any order.

    Parameters
    ----------
    programs
        Program and quota.
    applicant_ranks
        Applicant, program, rank; 1 is best, gaps do not matter.
    program_ranks
        Program, applicant, rank.
    couple_ranks
        One member, the other, a program for each (None: unmatched), rank.
    supplemental_ranks
        Applicant, a name for the supplemental list, program, rank.
    attachments
        Applicant, advanced program, name of the supplemental list that goes with it; for a member of a couple it goes
        with every row in which she has that program.
    reversions
        Donor, receiver, positions at most.
    parity, specialty
        By program; see `Market`.

    Returns
    -------
    Market
        People are numbered as they are first named, programs as they stand.

    Raises
    ------
    RequestError
        With one problem for everything that is wrong, naming the row: an unknown program, two programs with the same
        rank, a rank that is not a number, a couple with one member, and all that `Market` refuses.

    Notes
    -----
    Ties are refused: the algorithm needs strict lists, and which way a tie would be broken can decide over people.

    Examples
    --------
    >>> market = market_from_rows([("City", 1)], [("Ann", "City", 1)], [("City", "Ann", 1)])
    >>> market.person_names, market.program_names
    (('Ann',), ('City',))
    """
    programs, applicant_ranks, program_ranks = list(programs), list(applicant_ranks), list(program_ranks)
    couple_ranks, supplemental_ranks = list(couple_ranks), list(supplemental_ranks)
    attachments, reversions = list(attachments), list(reversions)
    malformed = [
        *_malformed("programs", programs, 2, 1),
        *_malformed("applicant_ranks", applicant_ranks, 3, 2),
        *_malformed("program_ranks", program_ranks, 3, 2),
        *_malformed("couple_ranks", couple_ranks, 5, 0),
        *_malformed("supplemental_ranks", supplemental_ranks, 4, 3),
        *_malformed("attachments", attachments, 3, 3),
        *_malformed("reversions", reversions, 3, 2),
    ]
    if malformed:
        raise RequestError(malformed)
    reader = _Reader(programs)
    persons = reader.persons
    own = reader.lists("applicant_ranks", applicant_ranks, persons, reader.programs, "applicant", "program")
    joint = reader.joint_lists(couple_ranks)
    ranked = reader.lists("program_ranks", program_ranks, reader.programs, persons, "program", "applicant")
    supplements = reader.supplements(supplemental_ranks, attachments, own, joint)
    reverted = reader.reversions(reversions)
    names = list(reader.programs)
    problems = list(reader.problems)
    for title, by_program in (("parity", parity), ("specialty", specialty)):
        unknown = [name for name in by_program or {} if name not in reader.programs]
        problems += [Problem(title, f"unknown program '{name}'", fix=did_you_mean(name, names)) for name in unknown]
    groups = {} if specialty is None else {name: i for i, name in enumerate(sorted(set(specialty.values())))}
    list_start, list_program = _flat([own.get(i, []) for i in range(len(persons))])
    rank_start, rank_person = _flat([ranked.get(i, []) for i in range(len(names))])
    try:
        market = Market(
            quota=np.array(reader.quotas, np.int32),
            list_start=list_start,
            list_program=list_program,
            rank_start=rank_start,
            rank_person=rank_person,
            couples=joint.couples(supplements is not None) if joint.members else None,
            supplements=supplements,
            reversions=reverted,
            parity=None if parity is None else np.array([parity.get(name, Parity.ANY) for name in names]),
            specialty=None if specialty is None else np.array([groups.get(specialty.get(n, ""), -1) for n in names]),
            person_names=tuple(persons),
            program_names=tuple(names),
        )
    except RequestError as error:
        raise RequestError([*problems, *error.problems]) from None
    if problems:
        raise RequestError(problems)
    return market


def _malformed(title: str, rows: Sequence[Any], width: int, names: int) -> Iterator[Problem]:
    """Yield what is wrong with the form of rows: too few or too many cells, or a name that is not a text."""
    for number, row in enumerate(rows, 1):
        if not isinstance(row, tuple | list) or len(row) != width:
            yield Problem(
                f"{title}, row {number}", f"{row!r:.60} is not a row of {width} cells", fix="Complete the row"
            )
        elif any(not isinstance(cell, str) or not cell.strip() for cell in row[:names]):
            yield Problem(f"{title}, row {number}", f"{row!r:.60} lacks a name", fix="Write the name as a text")
        elif title == "couple_ranks" and any(not isinstance(cell, str | None) for cell in row[:4]):
            yield Problem(f"{title}, row {number}", f"{row!r:.60} has a name that is no text", fix="Write it as a text")


def _flat(lists: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    start = np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)
    return start, np.array([entry for one in lists for entry in one], dtype=np.int64)


class _Joint:
    """Couples as they are read: members, rows, and the supplemental list of each half."""

    def __init__(self) -> None:
        self.members: list[tuple[int, int]] = []
        self.rows: list[list[tuple[int, int]]] = []
        self.attached: list[list[list[int]]] = []

    def couples(self, has_supplements: bool) -> Couples:  # noqa: FBT001 -- tells how the rows were read
        start, _ = _flat([[0] * len(rows) for rows in self.rows])
        pair = np.array([row for rows in self.rows for row in rows], dtype=np.int32).reshape(-1, 2)
        attached = np.array([row for rows in self.attached for row in rows], dtype=np.int32).reshape(-1, 2)
        return Couples(np.array(self.members, np.int32), start, pair, attached if has_supplements else None)


class _Reader:
    """Reads rows, numbers names, and notes what is wrong."""

    def __init__(self, programs: Iterable[tuple[str, float]]) -> None:
        self.problems: list[Problem] = []
        self.persons: dict[str, int] = {}
        self.programs: dict[str, int] = {}
        self.quotas: list[int] = []
        for row, (name, quota) in enumerate(programs, 1):
            if name in self.programs:
                self._problem(f"programs, row {row}", f"program '{name}' stands twice")
                continue
            is_whole = isinstance(quota, Real) and abs(quota) < _LARGEST and quota == int(quota)
            if not is_whole:
                self._problem(f"programs, row {row}", f"quota {quota} of '{name}' is not a whole number")
            self.programs[name] = len(self.programs)
            self.quotas.append(int(quota) if is_whole else 0)

    def _problem(self, where: str, what: str, fix: str = "") -> None:
        self.problems.append(Problem(where, what, fix=fix))

    def _program(self, name: str, where: str) -> int | None:
        if name not in self.programs:
            self._problem(where, f"unknown program '{name}'", did_you_mean(str(name), self.programs))
        return self.programs.get(name)

    def _is_rank(self, rank: float, where: str) -> bool:
        is_number = isinstance(rank, Real) and math.isfinite(rank)
        if not is_number:
            self._problem(where, f"rank {rank} is not a number", "Ranks are 1, 2, 3 …")
        return is_number

    def _in_order(self, ranked: list[tuple[float, int, Any]], where: str, names: Mapping[int, str]) -> list[Any]:
        """Return entries by rank, and refuse ties. `names` tells each row's entry."""
        ranked.sort(key=lambda entry: entry[:2])
        for (rank, row, _), (next_rank, next_row, _) in itertools.pairwise(ranked):
            if rank == next_rank:
                self._problem(
                    f"{where}, row {next_row}",
                    f"'{names[next_row]}' has rank {rank:g} like '{names[row]}' in row {row}",
                    "Ties cannot be matched: give every entry a rank of its own",
                )
        return [entry for _, _, entry in ranked]

    def lists(
        self,
        title: str,
        rows: Iterable[tuple[str, str, float]],
        owners: dict[str, int],
        things: dict[str, int],
        owner_kind: str,
        thing_kind: str,
    ) -> dict[int, list[int]]:
        """Return rank order lists by their owner's number."""
        read: dict[int, list[tuple[float, int, int]]] = {}
        names: dict[int, str] = {}
        for row, (owner, thing, rank) in enumerate(rows, 1):
            where = f"{title}, row {row}"
            numbers = [
                self._program(name, where) if kind == "program" else known.setdefault(name, len(known))
                for name, known, kind in ((owner, owners, owner_kind), (thing, things, thing_kind))
            ]
            is_rank = self._is_rank(rank, where)
            if is_rank and numbers[0] is not None and numbers[1] is not None:
                read.setdefault(numbers[0], []).append((rank, row, numbers[1]))
                names[row] = thing
        return {owner: self._in_order(ranked, title, names) for owner, ranked in read.items()}

    def joint_lists(self, rows: Iterable[tuple[str | None, str | None, str | None, str | None, float]]) -> _Joint:
        """Return the couples."""
        read: dict[tuple[int, int], list[tuple[float, int, tuple[int, int]]]] = {}
        names: dict[int, str] = {}
        for row, (one, two, *pair, rank) in enumerate(rows, 1):
            where = f"couple_ranks, row {row}"
            halves = [-1 if name is None else self._program(str(name), where) for name in pair]
            is_rank = self._is_rank(rank, where)
            if one is None or two is None:
                self._problem(where, f"a couple with one member ('{one or two}')", "Give both, or a list of one's own")
                continue
            members = tuple(self.persons.setdefault(name, len(self.persons)) for name in (one, two))
            if is_rank and None not in halves:
                read.setdefault((members[0], members[1]), []).append((rank, row, (halves[0] or 0, halves[1] or 0)))
                names[row] = " with ".join(name or "unmatched" for name in pair)
        joint = _Joint()
        for both, ranked in read.items():
            joint.members.append(both)
            joint.rows.append(self._in_order(ranked, "couple_ranks", names))
            joint.attached.append([[-1, -1] for _ in ranked])
        return joint

    def supplements(
        self,
        rows: Iterable[tuple[str, str, str, float]],
        attachments: Iterable[tuple[str, str, str]],
        own: Mapping[int, list[int]],
        joint: _Joint,
    ) -> Supplements | None:
        """Return supplemental lists, attached; rows of couples are attached in `joint`."""
        read: dict[tuple[str, str], list[tuple[float, int, int]]] = {}
        names: dict[int, str] = {}
        for row, (applicant, title, program, rank) in enumerate(rows, 1):
            where = f"supplemental_ranks, row {row}"
            number, is_rank = self._program(program, where), self._is_rank(rank, where)
            entries = read.setdefault((applicant, title), [])
            if is_rank and number is not None:
                entries.append((rank, row, number))
                names[row] = program
        numbers = {key: i for i, key in enumerate(read)}
        attached = {person: [-1] * len(listed) for person, listed in own.items()}
        is_any = False
        for row, (applicant, program, title) in enumerate(attachments, 1):
            is_any = True
            where = f"attachments, row {row}"
            number = self._program(program, where)
            if (applicant, title) not in numbers:
                self._problem(where, f"'{applicant}' has no supplemental list '{title}'")
            elif number is not None and not self._attach(
                self.persons.get(applicant, -1), number, numbers[applicant, title], own, attached, joint
            ):
                self._problem(where, f"'{applicant}' does not rank '{program}'")
        if not read and not is_any:
            return None
        start, listed = _flat([self._in_order(ranked, "supplemental_ranks", names) for ranked in read.values()])
        by_person = [attached.get(person, []) for person in range(len(self.persons))]
        return Supplements(start, listed, _flat(by_person)[1])

    @staticmethod
    def _attach(
        person: int,
        program: int,
        which: int,
        own: Mapping[int, list[int]],
        attached: dict[int, list[int]],
        joint: _Joint,
    ) -> bool:
        if program in own.get(person, []):
            attached[person][own[person].index(program)] = which
            return True
        is_found = False
        for number, members in enumerate(joint.members):
            for side in range(2):
                if members[side] == person:
                    for row, pair in enumerate(joint.rows[number]):
                        if pair[side] == program:
                            joint.attached[number][row][side] = which
                            is_found = True
        return is_found

    def reversions(self, rows: Iterable[tuple[str, str, float]]) -> Reversions | None:
        """Return the reversions in the order of their rows."""
        read: list[tuple[int, int, float]] = []
        for row, (donor, receiver, positions) in enumerate(rows, 1):
            where = f"reversions, row {row}"
            numbers = [self._program(name, where) for name in (donor, receiver)]
            if not math.isfinite(positions):
                self._problem(where, f"{positions} positions is not a number")
            elif numbers[0] is not None and numbers[1] is not None:
                read.append((numbers[0], numbers[1], positions))
        if not read:
            return None
        donors, receivers, counts = zip(*read, strict=True)
        return Reversions(np.array(donors), np.array(receivers), np.array(counts))
