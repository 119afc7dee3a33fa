"""Which entries of the lists meet: where does the program that a person names rank her?

Plain functions over flat arrays that run as they stand, or compiled (see ``_jit``).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["KERNELS"]

Ints = NDArray[np.int32]


def by_person(rank_start: Ints, rank_person: Ints, start: Ints, program: Ints, entry: Ints) -> None:
    """Sort the programs' entries by the person they name.

    `start`, two longer than there are persons and all zeros, becomes where each person's part begins; `program` and
    `entry` become the program and the number of each entry.
    """
    for person in rank_person:
        start[person + 2] += 1
    for person in range(2, len(start)):
        start[person] += start[person - 1]
    for number in range(len(rank_start) - 1):
        for i in range(rank_start[number], rank_start[number + 1]):
            at = start[rank_person[i] + 1]
            program[at] = number
            entry[at] = i
            start[rank_person[i] + 1] = at + 1


def find_entries(
    start: Ints,
    named: Ints,
    ranked_start: Ints,
    ranked_program: Ints,
    ranked_entry: Ints,
    seen_by: Ints,
    seen_entry: Ints,
    found: Ints,
) -> None:
    """For each program named by a person, find the entry of its list that names her; -1 where there is none.

    `seen_by`, all -1, and `seen_entry` are as long as there are programs: room to remember one person's entries.
    """
    for person in range(len(start) - 1):
        for i in range(ranked_start[person], ranked_start[person + 1]):
            seen_by[ranked_program[i]] = person
            seen_entry[ranked_program[i]] = ranked_entry[i]
        for i in range(start[person], start[person + 1]):
            found[i] = seen_entry[named[i]] if seen_by[named[i]] == person else -1


KERNELS = ("by_person", "find_entries")
"""What is compiled, callees first."""
