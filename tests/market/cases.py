"""Small markets for the tests, every matching of them, and stability once more by hand."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartpick.market import Couples, Market, Matching, Reversions, Supplements, verify_matching

Ints = NDArray[np.int32]


def ints(values: object) -> Ints:
    return np.array(values, dtype=np.int32)


def rows(lists: Sequence[Sequence[Any]]) -> tuple[Ints, Ints]:
    """Return lists as compressed sparse rows."""
    start = np.concatenate([[0], np.cumsum([len(one) for one in lists])])
    return ints(start), ints([entry for one in lists for entry in one])


def market(
    quota: Sequence[int],
    lists: Sequence[Sequence[int]],
    ranks: Sequence[Sequence[int]],
    couples: Sequence[tuple[tuple[int, int], Sequence[tuple[int, int]]]] = (),
    **others: Any,
) -> Market:
    """Return a market from plain lists; a couple is its members and its rows."""
    list_start, list_program = rows(lists)
    rank_start, rank_person = rows(ranks)
    joint = None
    if couples:
        start, _ = rows([listed for _, listed in couples])
        pair = ints([row for _, listed in couples for row in listed]).reshape(-1, 2)
        joint = Couples(ints([members for members, _ in couples]), start, pair, others.pop("row_supplement", None))
    return Market(ints(quota), list_start, list_program, rank_start, rank_person, couples=joint, **others)


@dataclass(frozen=True)
class Shape:
    """How large a random market is, and what is in it."""

    persons: int = 5
    programs: int = 3
    couples: int = 0
    largest_quota: int = 2
    density: float = 0.8
    supplements: float = 0.0
    has_parity: bool = False
    has_reversions: bool = False


def random_market(rng: np.random.Generator, shape: Shape) -> Market:
    """Return a random market: some lists empty, some quotas 0, many entries that meet nobody's."""
    n, n_programs = shape.persons, shape.programs
    quota = rng.integers(0, shape.largest_quota + 1, n_programs)
    members = rng.permutation(n)[: 2 * shape.couples].reshape(-1, 2)
    coupled = set(members.ravel().tolist())
    lists = [
        [] if who in coupled else rng.permutation(n_programs)[: rng.integers(0, n_programs + 1)].tolist()
        for who in range(n)
    ]
    ranks = [[who for who in rng.permutation(n).tolist() if rng.random() < shape.density] for _ in range(n_programs)]
    pairs = [p for p in itertools.product(range(-1, n_programs), repeat=2) if p != (-1, -1)]
    couples = [
        ((int(one), int(two)), [pairs[i] for i in rng.permutation(len(pairs))[: rng.integers(1, 9)]])
        for one, two in members
    ]
    others: dict[str, Any] = {}
    if shape.supplements:
        others |= _random_supplements(rng, shape, lists, couples)
    if shape.has_parity:
        others["parity"] = rng.integers(-1, 2, n_programs)
    if shape.has_reversions:
        others["reversions"] = _random_reversions(rng, quota)
    return market(quota.tolist(), lists, ranks, couples, **others)


def _random_supplements(
    rng: np.random.Generator, shape: Shape, lists: list[list[int]], couples: list[Any]
) -> dict[str, Any]:
    extra: list[list[int]] = []
    attached = [[-1] * len(one) for one in lists]
    row_supplement = [[[-1, -1] for _ in listed] for _, listed in couples]
    for who in range(shape.persons):
        if rng.random() >= shape.supplements:
            continue
        entries = rng.permutation(shape.programs)[: rng.integers(1, 3)].tolist()
        extra.append(entries)
        for i, program in enumerate(lists[who]):
            if program not in entries and rng.random() < 0.7:
                attached[who][i] = len(extra) - 1
        for (members, listed), supplement in zip(couples, row_supplement, strict=True):
            for row, pair in enumerate(listed):
                for side in range(2):
                    is_hers = members[side] == who and pair[side] >= 0 and pair[side] not in entries
                    if is_hers and rng.random() < 0.7:
                        supplement[row][side] = len(extra) - 1
    start, entries_of_all = rows(extra)
    flat = [row for supplement in row_supplement for row in supplement]
    supplements = Supplements(start, entries_of_all, rows(attached)[1])
    return {"supplements": supplements} | ({"row_supplement": ints(flat).reshape(-1, 2)} if couples else {})


def _random_reversions(rng: np.random.Generator, quota: NDArray[Any]) -> Reversions:
    arcs: list[tuple[int, int, int]] = []
    for donor, receiver in itertools.combinations(rng.permutation(len(quota)).tolist(), 2):
        left = int(quota[donor]) - sum(moved for who, _, moved in arcs if who == donor)
        if left > 0 and rng.random() < 0.4:
            arcs.append((donor, receiver, int(rng.integers(1, left + 1))))
    return Reversions(*(ints([arc[i] for arc in arcs]) for i in range(3)))


def list_of(case: Market, person: int) -> list[int]:
    found: list[int] = case.list_program[case.list_start[person] : case.list_start[person + 1]].tolist()
    return found


def ranks_of(case: Market, program: int) -> list[int]:
    found: list[int] = case.rank_person[case.rank_start[program] : case.rank_start[program + 1]].tolist()
    return found


def joint_lists(case: Market) -> list[tuple[int, int, list[tuple[int, int]]]]:
    """Return members and rows of each couple."""
    if case.couples is None:
        return []
    start = case.couples.start
    return [
        (one, two, [(int(p), int(q)) for p, q in case.couples.pair[start[i] : start[i + 1]]])
        for i, (one, two) in enumerate(case.couples.member.tolist())
    ]


def _options(case: Market) -> list[list[dict[int, tuple[int, int]]]]:
    """Return, for each single and couple, everything it could hold: by person, her program and supplemental one."""
    supplements, couples = case.supplements, case.couples

    def extras(which: int) -> list[int]:
        if supplements is None or which < 0:
            return [-1]
        return [-1, *supplements.program[supplements.start[which] : supplements.start[which + 1]].tolist()]

    coupled = set() if couples is None else set(couples.member.ravel().tolist())
    found = []
    for who in range(case.n_persons):
        if who in coupled:
            continue
        options = [{who: (-1, -1)}]
        for i in range(case.list_start[who], case.list_start[who + 1]):
            which = -1 if supplements is None else int(supplements.attached[i])
            options += [{who: (int(case.list_program[i]), extra)} for extra in extras(which)]
        found.append(options)
    row = 0
    for one, two, pairs in joint_lists(case):
        options = [{one: (-1, -1), two: (-1, -1)}]
        for pair in pairs:
            attached = [-1, -1]
            if couples is not None and couples.supplement is not None:
                attached = couples.supplement[row].tolist()
            row += 1
            options += [
                {one: (pair[0], mine), two: (pair[1], yours)}
                for mine, yours in itertools.product(extras(attached[0]), extras(attached[1]))
            ]
        found.append(options)
    ranked = [set(ranks_of(case, program)) for program in range(case.n_programs)]
    return [
        [
            option
            for option in options
            if all(program < 0 or who in ranked[program] for who, held in option.items() for program in held)
        ]
        for options in found
    ]


def all_matchings(case: Market) -> Iterator[Matching]:
    """Yield every matching within the lists and, unless positions can move, the quotas."""
    moved = [(np.zeros(case.n_programs, np.int32),) * 2]
    reversions = case.reversions
    if reversions is not None:
        moved = [
            tuple(
                np.bincount(of, amounts, case.n_programs).astype(np.int32)
                for of in (reversions.receiver, reversions.donor)
            )  # type: ignore[misc]
            for amounts in itertools.product(*(range(most + 1) for most in reversions.positions.tolist()))
        ]
    for combination in itertools.product(*_options(case)):
        held = {who: programs for option in combination for who, programs in option.items()}
        program, extra = (ints([held[who][i] for who in range(case.n_persons)]) for i in range(2))
        for received, given in moved:
            matching = Matching(program, extra, received, given)
            if (matching.filled() <= case.quota + received - given).all():
                yield matching


def stable_matchings(case: Market) -> list[Matching]:
    return [matching for matching in all_matchings(case) if verify_matching(case, matching)]


def is_among(matching: Matching, others: Sequence[Matching]) -> bool:
    return any(
        (matching.program == other.program).all() and (matching.supplemental == other.supplemental).all()
        for other in others
    )


def is_stable_by_hand(case: Market, program: Sequence[int]) -> bool:
    """Tell whether no single and no couple blocks, in the shortest words; no variations, lists kept already."""
    held = [[who for who in range(case.n_persons) if program[who] == p] for p in range(case.n_programs)]

    def takes(p: int, *coming: int) -> bool:
        ranked = ranks_of(case, p)
        if any(who not in ranked for who in coming):
            return False
        best = sorted({*held[p], *coming}, key=ranked.index)[: case.quota[p]]
        return set(coming) <= set(best)

    joint = joint_lists(case)
    coupled = {who for one, two, _ in joint for who in (one, two)}
    for who in range(case.n_persons):
        listed = list_of(case, who)
        better = listed if program[who] < 0 else listed[: listed.index(program[who])] if who not in coupled else []
        if any(takes(p, who) for p in better):
            return False
    for one, two, pairs in joint:
        mine = (program[one], program[two])
        for p, q in pairs if mine == (-1, -1) else pairs[: pairs.index(mine)]:
            if takes(p, one, two) if p == q else (p < 0 or takes(p, one)) and (q < 0 or takes(q, two)):
                return False
    return True
