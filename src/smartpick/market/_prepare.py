"""How are the lists laid out for matching?

Only entries that both sides made can matter, so the rest is dropped. Persons and programs get internal numbers by
specialty and strength, so that what is needed next is likely in cache, and strong applicants come first, so that few
are displaced again. Callers never see these numbers; neither they nor the numbers of the caller change a result.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartpick.market._jit import is_worth_compiling, kernels
from smartpick.market._model import Market, Supplements
from smartpick.market._seats import Lists
from smartpick.market._singles import Offers

__all__ = ["Prepared", "call", "prepare"]

Ints = NDArray[np.int32]
Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A market in internal numbers.

    Attributes
    ----------
    offers, lists
        What the two kinds of kernels read.
    person, program
        The caller's number of each.
    quota, parity
        Of internal programs.
    useful
        Positions of each program that could be filled, and one more where there are more: what arrays have room for.
    place
        Place on its person's own list of each edge, from 1; 0 for supplemental and joint lists.
    length
        Length of each person's own list.
    depth
        Place on its program's list of each slot, from 0.
    first
        Persons who are placed first: alone and without supplemental lists, strongest first within a specialty.
    later
        Units that are placed after them, in an order that does not depend on anyone's number.
    everyone
        All units, in such an order too.
    mark
        A number for each program that does not depend on its number.
    """

    offers: Offers
    lists: Lists
    person: Ints
    program: Ints
    quota: Ints
    parity: Ints
    useful: Ints
    place: Ints
    length: Ints
    depth: Ints
    first: Ints
    later: Ints
    everyone: Ints
    mark: Words


def call(module: str, name: str, *arguments: Any, compiled: bool) -> Any:
    """Call a kernel.

    Plain Python is several times faster on lists than on arrays, so without numba the arrays are turned into lists and
    what was changed is written back.
    """
    kernel = getattr(kernels(module, compiled=compiled), name)
    if compiled:
        return kernel(*arguments)
    loose = [_loosen(argument) for argument in arguments]
    result = kernel(*loose)
    for argument, changed in zip(arguments, loose, strict=True):
        _write_back(argument, changed)
    return result


def _loosen(argument: Any) -> Any:
    if isinstance(argument, np.ndarray):
        return argument.tolist()
    if isinstance(argument, tuple):
        return type(argument)(*map(_loosen, argument))
    return argument


def _write_back(argument: Any, changed: Any) -> None:
    if isinstance(argument, (Lists, Offers)):
        return  # read only
    if isinstance(argument, np.ndarray):
        if argument.flags.writeable:
            argument[...] = changed
    elif isinstance(argument, tuple):
        for part, changed_part in zip(argument, changed, strict=True):
            _write_back(part, changed_part)


def prepare(market: Market, *, compiled: bool | None = None) -> Prepared:
    """Lay out a market for matching."""
    if compiled is None:
        compiled = is_worth_compiling(len(market.rank_person))
    n_persons, n_programs = market.n_persons, market.n_programs
    start, named, own_entry = _mentions(market)
    found = _find(market, start, named, compiled=compiled)

    # Slots: the programs' entries that meet one of a person, numbered through in the programs' order.
    meets = found >= 0
    is_slot = np.zeros(len(market.rank_person), bool)
    is_slot[found[meets]] = True
    slots_before = np.concatenate([[0], np.cumsum(is_slot)]).astype(np.int32)
    first_slot = slots_before[market.rank_start]
    person = np.repeat(np.arange(n_persons, dtype=np.int32), np.diff(start))[meets]
    program, slot, own_entry = named[meets], slots_before[found[meets]], own_entry[meets]

    person_order, program_order = _numbering(market, person, program, slot, first_slot)
    new_person, new_program = _inverse(person_order), _inverse(program_order)

    # Edges person after person, slots program after program, in the new numbers.
    counts = np.bincount(person, minlength=n_persons)[person_order]
    old_start = np.concatenate([[0], np.cumsum(np.bincount(person, minlength=n_persons))])[:-1][person_order]
    new_start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    take = np.arange(len(slot)) + np.repeat(old_start - new_start[:-1], counts)
    new_first = np.concatenate([[0], np.cumsum(np.diff(first_slot)[program_order])]).astype(np.int32)
    moved = (new_first[:-1][new_program] - first_slot[:-1]).astype(np.int32)
    program, slot, own_entry = program[take], slot[take], own_entry[take]
    slot += moved[program]
    program = new_program[program]
    person = np.repeat(np.arange(n_persons, dtype=np.int32), counts)
    edge = np.empty(len(slot), np.int32)
    edge[slot] = np.arange(len(slot), dtype=np.int32)
    entry = np.flatnonzero(is_slot)
    ranked_by = np.repeat(np.arange(n_programs), np.diff(first_slot))
    depth = np.empty(len(entry), np.int32)
    depth[np.arange(len(entry)) + moved[ranked_by]] = entry - market.rank_start[ranked_by]
    place = np.where(own_entry < 0, 0, own_entry - market.list_start[person_order][person] + 1).astype(np.int32)
    own = np.bincount(person[own_entry >= 0], minlength=n_persons).astype(np.int32)
    lists = Lists(
        start=new_start,
        end=new_start[:-1] + own,
        program=program,
        slot=slot,
        person=person,
        supplement=np.full(len(slot), -1, np.int32),
        first_slot=new_first,
        edge=edge,
        ranked=person[edge],
        couple=np.full(n_persons, -1, np.int32),
        member=np.zeros(0, np.int32),
        first_row=np.zeros(1, np.int32),
        row=np.zeros(0, np.int32),
        reach=np.zeros(0, np.int32),
        earliest=np.zeros(len(slot), np.int32),
        first_entry=np.zeros(1, np.int32),
        entry=np.zeros(0, np.int32),
    )
    if market.couples is not None or market.supplements is not None:
        lists = _with_joint_lists(market, lists, new_person, new_program, own_entry)
    is_later = (lists.couple >= 0) | (np.bincount(person[lists.supplement >= 0], minlength=n_persons) > 0)
    prepared = Prepared(
        offers=Offers(
            start=new_start,
            program=program,
            utility=(-place).astype(np.float32),
            # Slots are told apart exactly up to 2^24; no market is near that. What stands on a supplemental list only
            # is nowhere to go by one's own list.
            score=np.where(own_entry < 0, np.nan, -slot).astype(np.float32 if len(slot) < 2**24 else np.float64),
            number=person_order,
            is_sorted=np.ones(1, np.int32),
        ),
        lists=lists,
        person=person_order,
        program=program_order,
        quota=market.quota[program_order],
        useful=np.diff(new_first) + 1,
        parity=np.full(n_programs, -1, np.int32) if market.parity is None else market.parity[program_order],
        place=place,
        length=np.diff(market.list_start)[person_order].astype(np.int32),
        depth=depth,
        first=np.flatnonzero((own > 0) & ~is_later).astype(np.int32),
        later=np.concatenate(
            [np.flatnonzero(is_later & (lists.couple < 0)), 2 * n_persons + np.arange(len(lists.first_row) - 1)]
        ).astype(np.int32),
        everyone=np.zeros(0, np.int32),
        mark=np.zeros(0, np.uint64),
    )
    needs_marks = len(prepared.later) > 0 or bool((prepared.parity >= 0).any())
    return _with_marks(prepared) if needs_marks else prepared


def _mentions(market: Market) -> tuple[Ints, Ints, Ints]:
    """Return every program that a person names anywhere, once: where each person's begin, the programs, own entries.

    Those of her own list stand first, in her order, with the number of the entry; the rest has -1.
    """
    own_of = np.repeat(np.arange(market.n_persons, dtype=np.int32), np.diff(market.list_start))
    entries = np.arange(len(own_of), dtype=np.int32)
    extra_of, extra = _elsewhere(market)
    if not len(extra):
        return market.list_start, market.list_program, entries
    width = market.n_programs
    keys = np.unique(extra_of.astype(np.int64) * width + extra)
    keys = keys[~np.isin(keys, own_of.astype(np.int64) * width + market.list_program)]
    of = np.concatenate([own_of, keys // width])
    order = np.argsort(of, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(of, minlength=market.n_persons))]).astype(np.int32)
    named = np.concatenate([market.list_program, keys % width])[order].astype(np.int32)
    own_entry = np.concatenate([entries, np.full(len(keys), -1)])[order].astype(np.int32)
    return start, named, own_entry


def _elsewhere(market: Market) -> tuple[Ints, Ints]:
    """Return persons and programs of joint and supplemental lists."""
    persons, programs = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    couples, supplements = market.couples, market.supplements
    if couples is not None:
        of = np.repeat(np.arange(len(couples.member)), np.diff(couples.start))
        named = couples.pair >= 0
        persons.append(couples.member[of][named])
        programs.append(couples.pair[named])
    if supplements is not None:
        owner = np.repeat(_owners(market, supplements), np.diff(supplements.start))
        persons.append(owner[owner >= 0])
        programs.append(supplements.program[owner >= 0])
    return np.concatenate(persons), np.concatenate(programs)


def _owners(market: Market, supplements: Supplements) -> Ints:
    """Return whose each supplemental list is; -1 when it is attached to nothing."""
    couples = market.couples
    owner = np.full(len(supplements.start) - 1, -1, np.int32)
    used = supplements.attached >= 0
    own_of = np.repeat(np.arange(market.n_persons, dtype=np.int32), np.diff(market.list_start))
    owner[supplements.attached[used]] = own_of[used]
    if couples is not None and couples.supplement is not None:
        of = np.repeat(np.arange(len(couples.member)), np.diff(couples.start))
        used_in_row = couples.supplement >= 0
        owner[couples.supplement[used_in_row]] = couples.member[of][used_in_row]
    return owner


def _find(market: Market, start: Ints, named: Ints, *, compiled: bool) -> Ints:
    """Return the programs' entries that meet what the persons name; -1 for none."""
    n_ranked = len(market.rank_person)
    ranked_start = np.zeros(market.n_persons + 2, np.int32)
    ranked_program, ranked_entry = np.empty(n_ranked, np.int32), np.empty(n_ranked, np.int32)
    call(
        "_edges", "by_person", market.rank_start, market.rank_person, ranked_start, ranked_program, ranked_entry,
        compiled=compiled,
    )  # fmt: skip
    found = np.empty(len(named), np.int32)
    seen_by, seen_entry = np.full(market.n_programs, -1, np.int32), np.zeros(market.n_programs, np.int32)
    call(
        "_edges", "find_entries", start, named, ranked_start, ranked_program, ranked_entry, seen_by, seen_entry, found,
        compiled=compiled,
    )  # fmt: skip
    return found


def _numbering(market: Market, person: Ints, program: Ints, slot: Ints, first_slot: Ints) -> tuple[Ints, Ints]:
    """Return persons and programs (the caller's numbers) in the order of their internal numbers."""
    specialty = np.zeros(market.n_programs, np.int32) if market.specialty is None else market.specialty
    # How far down the programs' lists a person stands, on average.
    depth = (slot - first_slot[program]) / np.maximum(1, np.diff(first_slot))[program]
    counts = np.bincount(person, minlength=market.n_persons)
    weakness = np.bincount(person, weights=depth, minlength=market.n_persons) / np.maximum(1, counts)
    main = np.full(market.n_persons, np.iinfo(np.int32).max, np.int32)
    main[person[::-1]] = specialty[program[::-1]]
    return (
        np.lexsort((weakness, main)).astype(np.int32),
        np.argsort(specialty, kind="stable").astype(np.int32),
    )


def _inverse(order: Ints) -> Ints:
    inverse = np.empty(len(order), np.int32)
    inverse[order] = np.arange(len(order), dtype=np.int32)
    return inverse


def _with_joint_lists(market: Market, lists: Lists, new_person: Ints, new_program: Ints, own_entry: Ints) -> Lists:
    """Return the lists with couples and supplemental lists; rows with a program that does not rank its half go."""
    width = market.n_programs
    keys = lists.person.astype(np.int64) * width + lists.program
    order = np.argsort(keys, kind="stable")

    def edge_of(persons: Ints, programs: Ints) -> Ints:
        wanted = new_person[persons].astype(np.int64) * width + new_program[programs]
        at = np.minimum(np.searchsorted(keys, wanted, sorter=order), max(0, len(keys) - 1))
        if not len(keys):
            return np.full(len(wanted), -1, np.int32)
        return np.where(keys[order[at]] == wanted, order[at], -1).astype(np.int32)

    couples, supplements = market.couples, market.supplements
    if supplements is not None:
        owner = np.repeat(_owners(market, supplements), np.diff(supplements.start))
        entry = np.where(owner >= 0, edge_of(np.maximum(owner, 0), supplements.program), -1)
        kept = entry >= 0
        counts = np.concatenate([[0], np.cumsum(kept)])[supplements.start]
        supplement = np.where(own_entry >= 0, np.append(supplements.attached, -1)[own_entry], -1)
        lists = lists._replace(
            entry=entry[kept].astype(np.int32),
            first_entry=counts.astype(np.int32),
            supplement=supplement.astype(np.int32),
        )
    if couples is not None:
        of = np.repeat(np.arange(len(couples.member)), np.diff(couples.start))
        halves = []
        for side in range(2):
            programs = couples.pair[:, side]
            found = edge_of(couples.member[of, side], np.maximum(programs, 0))
            halves.append(np.where(programs < 0, -1, np.where(found < 0, -2, found)))
        kept = (halves[0] > -2) & (halves[1] > -2)
        attached = np.full((len(of), 2), -1) if couples.supplement is None else couples.supplement
        row = np.column_stack([*halves, attached])[kept].astype(np.int32)
        reach = np.column_stack([lists.program[row[:, :2]], 2 * lists.slot[row[:, :2]]])[:, [0, 2, 1, 3]]
        reach[:, 1::2][row[:, :2] < 0] = -2
        couple = lists.couple.copy()
        couple[new_person[couples.member]] = np.arange(len(couples.member))[:, None]
        earliest = np.full(len(lists.slot), len(row), np.int32)
        for side in range(2):
            held = row[:, side] >= 0
            np.minimum.at(earliest, row[held, side], np.flatnonzero(held))
        lists = lists._replace(
            couple=couple,
            member=new_person[couples.member].ravel(),
            first_row=np.concatenate([[0], np.cumsum(kept)])[couples.start].astype(np.int32),
            row=row.ravel(),
            reach=reach.ravel(),
            earliest=earliest,
        )
    return lists


def _stir(words: Words) -> Words:
    """Spread the bits of 64-bit words (wrapping multiplication is meant)."""
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def _sums(words: Words, of: Ints, n: int) -> Words:
    sums = np.zeros(n, np.uint64)
    np.add.at(sums, of, words)
    return sums


def _with_marks(prepared: Prepared) -> Prepared:
    """Put the later units in an order, and mark programs, by what their lists say and nothing else.

    Numbers that sum up someone's lists, then the lists of those on them, and so on (colour refinement). Were the order
    to follow the caller's numbers, numbering the same people otherwise could end in another stable matching. Only who
    cannot be told apart by anything is ordered by number.
    """
    lists = prepared.lists
    n_persons, n_programs = len(lists.couple), len(prepared.quota)
    depth = (lists.slot - lists.first_slot[lists.program]).astype(np.uint64)
    place = prepared.place.astype(np.uint64)
    meeting = _stir(depth * np.uint64(0x9E3779B97F4A7C15) + place)
    person = prepared.length.astype(np.uint64)
    program = _stir(prepared.quota.astype(np.uint64) * np.uint64(4) + (prepared.parity + 1).astype(np.uint64))
    couple = np.zeros(len(lists.first_row) - 1, np.uint64)
    rows = lists.row.reshape(-1, 4)
    row_of = np.repeat(np.arange(len(couple)), np.diff(lists.first_row)).astype(np.int32)
    row_rank = (np.arange(len(rows)) - lists.first_row[row_of]).astype(np.uint64)
    for _ in range(4):
        with np.errstate(over="ignore"):
            seen = _stir(meeting + program[lists.program])
            person = _stir(person + _sums(seen, lists.person, n_persons))
            named = np.append(program[lists.program], np.uint64(1))
            pairs = _stir(named[rows[:, 0]] * np.uint64(3) + named[rows[:, 1]] * np.uint64(5) + row_rank)
            joined = person[lists.member[0::2]] * np.uint64(3) + person[lists.member[1::2]] * np.uint64(5)
            couple = _stir(couple + joined + _sums(pairs, row_of, len(couple)))
            together = np.append(couple, np.uint64(7))[lists.couple]
            person = _stir(person + together)
            program = _stir(program + _sums(_stir(meeting + person[lists.person]), lists.program, n_programs))
        single = prepared.later[prepared.later < n_persons]
        marks = np.concatenate([person[single], couple])
        if len(np.unique(marks)) == len(marks) and len(np.unique(program)) == n_programs:
            break
    first = prepared.first[np.argsort(person[prepared.first], kind="stable")]
    later = prepared.later[np.argsort(marks, kind="stable")]
    return replace(prepared, later=later, everyone=np.concatenate([first, later]), mark=program)
