"""Is a market in order? Everything that is wrong with it, each with the row where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from smartpick.errors import Problem

if TYPE_CHECKING:
    from smartpick.market._model import Couples, Market, Reversions, Supplements

__all__ = ["market_problems", "whole_numbers"]

Ints = NDArray[np.int32]
Namer = Callable[[Any], str]

_TEXTS = {"person_names", "program_names"}
_TABLES = {"member": 2, "pair": 2, "supplement": 2}
"""Arrays with two columns; all others have one."""

_LARGEST = 2**30
"""Numbers stay so small that twice one still fits."""


def whole_numbers(market: Market) -> list[Problem]:
    """Turn all arrays of a market into frozen int32 arrays, and return what is not a whole number or misshapen."""
    problems: list[Problem] = []
    for part in fields(market):
        value = getattr(market, part.name)
        if value is None or part.name in _TEXTS:
            continue
        if is_dataclass(value) and not isinstance(value, type):
            changed: dict[str, Any] = {}
            for inner in fields(value):
                array = getattr(value, inner.name)
                if array is not None:
                    changed[inner.name] = _whole(array, f"{part.name}.{inner.name}", problems)
            object.__setattr__(market, part.name, replace(value, **changed))
        else:
            object.__setattr__(market, part.name, _whole(value, part.name, problems))
    return problems


def _whole(value: object, name: str, problems: list[Problem]) -> Ints:
    columns = _TABLES.get(name.rpartition(".")[2], 1)
    given = np.asarray(value)
    if columns == 2 and given.size == 0:
        given = given.reshape(-1, 2)
    if given.size == 0:
        given = given.astype(np.int32)
    if given.dtype.kind not in "iuf" or given.ndim != columns or (columns == 2 and given.shape[1] != 2):
        shape = "a row of numbers" if columns == 1 else "rows of two numbers"
        problems.append(Problem(name, f"is not {shape}", f"it has shape {given.shape} and type {given.dtype}"))
        return np.zeros((0,) if columns == 1 else (0, 2), np.int32)
    # NaN compares false with everything, so it is among the wrong ones too.
    wrong = ~((np.abs(given) <= _LARGEST) & (given == np.floor(given)))
    for row in np.unique(np.nonzero(wrong)[0]):
        what = np.atleast_1d(given[row])
        problems.append(
            Problem(f"{name}[{row}]", f"{', '.join(map(str, what))} is not a whole number below 2^30", fix="Mend it")
        )
    frozen = np.array(np.where(wrong, 0, given), dtype=np.int32)
    frozen.setflags(write=False)
    return frozen


def market_problems(market: Market) -> list[Problem]:
    """Return everything that is wrong with a market of whole numbers."""
    n_persons, n_programs = len(market.list_start) - 1, len(market.quota)
    problems = [
        *_starts("list_start", market.list_start, len(market.list_program)),
        *_starts("rank_start", market.rank_start, len(market.rank_person), n_programs, "programs"),
        *_lengths(market, n_persons, n_programs),
    ]
    if problems:
        return problems
    person = _namer("person", market.person_names)
    program = _namer("program", market.program_names)
    problems += [
        Problem(program(i), f"negative quota {market.quota[i]}", fix="A quota is 0 or more")
        for i in np.flatnonzero(market.quota < 0)
    ]
    problems += _lists(market.list_start, market.list_program, n_programs, person, "program", program)
    problems += _lists(market.rank_start, market.rank_person, n_persons, program, "person", person)
    if market.parity is not None:
        problems += [
            Problem(program(i), f"unknown parity {market.parity[i]}", fix="Use one of Parity")
            for i in np.flatnonzero((market.parity < -1) | (market.parity > 1))
        ]
    if market.couples is not None:
        problems += _couples(market, market.couples, person, program)
    if market.supplements is not None:
        problems += _supplements(market, market.supplements, person, program)
    if market.reversions is not None:
        problems += _reversions(market, market.reversions, program)
    return problems


def _namer(kind: str, names: object) -> Namer:
    texts = list(names) if isinstance(names, (list, tuple)) else []
    return lambda i: f"{kind} {texts[int(i)]}" if 0 <= i < len(texts) else f"{kind} {i}"


def _starts(name: str, start: Ints, n_entries: int, n_lists: int | None = None, of: str = "") -> Iterator[Problem]:
    if len(start) == 0 or start[0] != 0:
        yield Problem(name, "does not begin with 0")
        return
    for i in np.flatnonzero(np.diff(start) < 0):
        yield Problem(f"{name}[{i + 1}]", f"{start[i + 1]} comes after {start[i]}", "Lists stand one after the other")
    if start[-1] != n_entries:
        yield Problem(name, f"ends with {start[-1]}, but there are {n_entries} entries")
    if n_lists is not None and len(start) != n_lists + 1:
        yield Problem(name, f"tells of {len(start) - 1} lists, but there are {n_lists} {of}")


def _lengths(market: Market, n_persons: int, n_programs: int) -> Iterator[Problem]:
    for name, n in (("parity", n_programs), ("specialty", n_programs)):
        array = getattr(market, name)
        if array is not None and len(array) != n:
            yield Problem(name, f"has {len(array)} entries, but there are {n} programs")
    for name, n in (("person_names", n_persons), ("program_names", n_programs)):
        if len(getattr(market, name)) not in {0, n}:
            yield Problem(name, f"has {len(getattr(market, name))} entries, expected {n} or none")
    couples, supplements, reversions = market.couples, market.supplements, market.reversions
    if couples is not None:
        yield from _starts("couples.start", couples.start, len(couples.pair), len(couples.member), "couples")
        if couples.supplement is not None and len(couples.supplement) != len(couples.pair):
            yield Problem("couples.supplement", f"has {len(couples.supplement)} rows, expected {len(couples.pair)}")
        if couples.supplement is not None and supplements is None and (couples.supplement >= 0).any():
            yield Problem("couples.supplement", "names supplemental lists, but the market has none")
    if supplements is not None:
        yield from _starts("supplements.start", supplements.start, len(supplements.program))
        if len(supplements.attached) != len(market.list_program):
            n = len(market.list_program)
            yield Problem("supplements.attached", f"has {len(supplements.attached)} entries, expected {n}")
    if reversions is not None and len({len(reversions.donor), len(reversions.receiver), len(reversions.positions)}) > 1:
        yield Problem("reversions", "donor, receiver and positions differ in length")


def _lists(start: Ints, entry: Ints, n_known: int, owner: Namer, kind: str, thing: Namer) -> Iterator[Problem]:
    """Yield unknown and repeated entries of rank order lists."""
    of = np.repeat(np.arange(len(start) - 1), np.diff(start))
    for i in np.flatnonzero((entry < 0) | (entry >= n_known)).tolist():
        yield Problem(
            f"{owner(of[i])}, rank {i - start[of[i]] + 1}",
            f"unknown {kind} {entry[i]}",
            fix=f"There are {n_known}, numbered from 0",
        )
    for i, earlier in _repeated(of, entry):
        rank, before = i - start[of[i]] + 1, earlier - start[of[i]] + 1
        yield Problem(f"{owner(of[i])}, rank {rank}", f"{thing(entry[i])} stands at rank {before} already")


def _repeated(of: NDArray[Any], *columns: Ints) -> Iterator[tuple[int, int]]:
    """Yield the number of each entry that stands in its list already, with that of the earlier one."""
    # Sorting numbers is many times faster than sorting rows, and mostly there is nothing to find.
    keys = of.astype(np.int64)
    for column in columns:
        keys = (keys << 31) + column if column is columns[0] else keys * 1_000_003 + column
    keys.sort()
    if not (np.diff(keys) == 0).any():
        return
    order = np.lexsort((*columns[::-1], of))
    same = np.diff(of[order]) == 0
    for column in columns:
        same &= np.diff(column[order]) == 0
    for i in np.flatnonzero(same):
        yield int(order[i + 1]), int(order[i])


def _couples(market: Market, couples: Couples, person: Namer, program: Namer) -> Iterator[Problem]:
    seen: dict[int, int] = {}
    for i, (one, two) in enumerate(couples.member.tolist()):
        if one == two or min(one, two) < 0:
            yield Problem(f"couple {i}", "has one member", "A couple is two different people")
        for who in dict.fromkeys((one, two)):
            if who < -1 or who >= market.n_persons:
                yield Problem(f"couple {i}", f"unknown person {who}", fix=f"There are {market.n_persons}")
            elif who >= 0:
                if who in seen:
                    yield Problem(f"couple {i}", f"{person(who)} is in couple {seen[who]} already")
                seen.setdefault(who, i)
                if market.list_start[who] != market.list_start[who + 1]:
                    yield Problem(
                        f"couple {i}", f"{person(who)} has a list of her own too", fix="Rank pairs of programs instead"
                    )
    of = np.repeat(np.arange(len(couples.member)), np.diff(couples.start))
    rank = np.arange(len(of)) - couples.start[of] + 1
    for i in np.flatnonzero(((couples.pair < -1) | (couples.pair >= market.n_programs)).any(axis=1)).tolist():
        known = [int(p) for p in couples.pair[i] if not -1 <= p < market.n_programs]
        yield Problem(f"couple {of[i]}, rank {rank[i]}", f"unknown program {known[0]}", fix="-1 means unmatched")
    for i in np.flatnonzero((couples.pair == -1).all(axis=1)).tolist():
        yield Problem(f"couple {of[i]}, rank {rank[i]}", "both unmatched", fix="Every list ends so; leave it out")
    for i, earlier in _repeated(of, couples.pair[:, 0], couples.pair[:, 1]):
        names = [program(int(p)) if p >= 0 else "unmatched" for p in couples.pair[i]]
        yield Problem(
            f"couple {of[i]}, rank {rank[i]}", f"{names[0]} with {names[1]} stands at rank {rank[earlier]} already"
        )


def _supplements(market: Market, supplements: Supplements, person: Namer, program: Namer) -> Iterator[Problem]:
    couples = market.couples
    n_lists = len(supplements.start) - 1
    yield from _lists(
        supplements.start,
        supplements.program,
        market.n_programs,
        lambda i: f"supplemental list {i}",
        "program",
        program,
    )
    # Every use of a list: where, by whom, with which advanced program.
    of = np.repeat(np.arange(market.n_persons), np.diff(market.list_start))
    uses = [
        (f"{person(of[i])}, rank {i - market.list_start[of[i]] + 1}", of[i], market.list_program[i], attached)
        for i, attached in enumerate(supplements.attached.tolist())
        if attached != -1
    ]
    if couples is not None and couples.supplement is not None:
        which = np.repeat(np.arange(len(couples.member)), np.diff(couples.start))
        for i, side in zip(*np.nonzero(couples.supplement != -1), strict=True):
            where = f"couple {which[i]}, rank {i - couples.start[which[i]] + 1}"
            uses.append(
                (where, couples.member[which[i], side], couples.pair[i, side], int(couples.supplement[i, side]))
            )
    owner: dict[int, int] = {}
    for where, who, advanced, which_list in uses:
        if not 0 <= which_list < n_lists:
            yield Problem(where, f"unknown supplemental list {which_list}", fix=f"There are {n_lists}")
            continue
        if owner.setdefault(which_list, int(who)) != who:
            yield Problem(
                where,
                f"supplemental list {which_list} is {person(owner[which_list])}'s",
                fix="Each has lists of her own",
            )
        if advanced == -1:
            yield Problem(where, f"supplemental list {which_list} goes with no program")
        elif advanced in supplements.program[supplements.start[which_list] : supplements.start[which_list + 1]]:
            yield Problem(where, f"supplemental list {which_list} names {program(int(advanced))} that it goes with")


def _reversions(market: Market, reversions: Reversions, program: Namer) -> Iterator[Problem]:
    rows = list(
        zip(reversions.donor.tolist(), reversions.receiver.tolist(), reversions.positions.tolist(), strict=True)
    )
    promised: dict[int, int] = {}
    receivers: dict[int, list[int]] = {}
    for i, (donor, receiver, positions) in enumerate(rows):
        unknown = [p for p in (donor, receiver) if not 0 <= p < market.n_programs]
        if unknown:
            yield Problem(f"reversion {i}", f"unknown program {unknown[0]}", fix=f"There are {market.n_programs}")
            continue
        if positions < 1:
            yield Problem(f"reversion {i}", f"{positions} positions", fix="Revert at least one")
        if receiver in receivers.setdefault(donor, []):
            yield Problem(f"reversion {i}", f"{program(donor)} reverts to {program(receiver)} already")
        receivers[donor].append(receiver)
        promised[donor] = promised.get(donor, 0) + positions
    for donor, positions in promised.items():
        if positions > market.quota[donor]:
            yield Problem(
                f"reversions of {program(donor)}", f"{positions} positions, but its quota is {market.quota[donor]}"
            )
    for i, (donor, receiver, _) in enumerate(rows):
        reached, ahead = set(), [receiver]
        while ahead:
            here = ahead.pop()
            if here not in reached:
                reached.add(here)
                ahead += receivers.get(here, [])
        if donor in reached:
            yield Problem(f"reversion {i}", f"positions of {program(donor)} come back to it", fix="Break the circle")
