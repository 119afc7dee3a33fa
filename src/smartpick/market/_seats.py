"""What the placing of couples works on: the lists, which do not change, and who holds what, which does.

Named tuples of flat arrays, so that the same functions run as they stand or compiled. Words and numbers are those of
``_couples``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["NOWHERE", "OPEN", "SHUT", "Lists", "Seats"]

Ints = NDArray[np.int32]
Bytes = NDArray[np.int8]

NOWHERE = 2**31 - 1
"""The edge of someone who holds no position: after every edge."""

OPEN = 2**31 - 1
"""The cut of a program with room: every code lies below it."""

SHUT = -1
"""The cut of a program that can take nobody."""


class Lists(NamedTuple):
    """What does not change while matching.

    Attributes
    ----------
    start, end
        Edges of a person's own list; `start` has one more, and edges from `end` on are on supplemental lists only.
        A member of a couple has no list of her own: ``end == start``.
    program, slot, person
        Of an edge.
    supplement
        The supplemental list that goes with an edge of a person's own list; -1 for none.
    first_slot, edge, ranked
        Slots of a program; the edge and the person of a slot.
    couple
        The couple of a person; -1 for none.
    member
        Persons of a couple, two after two.
    first_row, row
        Rows of a couple; a row is four numbers: edge of one member, of the other (-1: unmatched), supplemental list of
        one, of the other (-1: none).
    reach
        What it takes to hold a row, four numbers: program and code of one half, then of the other; code -2, which every
        program would take, for an unmatched half.
    earliest
        First row in which an edge of a couple's member stands.
    first_entry, entry
        Entries of a supplemental list; their edges.
    """

    start: Ints
    end: Ints
    program: Ints
    slot: Ints
    person: Ints
    supplement: Ints
    first_slot: Ints
    edge: Ints
    ranked: Ints
    couple: Ints
    member: Ints
    first_row: Ints
    row: Ints
    reach: Ints
    earliest: Ints
    first_entry: Ints
    entry: Ints


class Seats(NamedTuple):
    """Who holds what, and what remains to be done.

    Attributes
    ----------
    capacity, base, filled, held, cut
        Of a program: positions, where its part of `held` begins, how many are held; codes held; the worst code held by
        a full program (`OPEN` with room, `SHUT` without positions). A code below the cut is taken.
    at
        Edge a person holds by her own or a joint list; `NOWHERE` for none.
    row
        Row a couple holds; the row after its last for none.
    extra_list, extra, extra_at
        Of a person: the supplemental list that counts now (-1: none), the edge held by it (-1: none), its place.
    waiting, stack, is_open, opened
        Units to be placed; programs in which a position came free.
    placed
        How often each couple was placed.
    size
        Sizes of the two stacks, then the steps taken.
    """

    capacity: Ints
    base: Ints
    filled: Ints
    held: Ints
    cut: Ints
    at: Ints
    row: Ints
    extra_list: Ints
    extra: Ints
    extra_at: Ints
    waiting: Bytes
    stack: Ints
    is_open: Bytes
    opened: Ints
    placed: Ints
    size: Ints
