"""Is a matching stable? The engine's own check, before anything is called stable.

Plain functions over the arrays of ``_couples``; the verifier (``_verify``) answers the same question from the caller's
lists and shares nothing with this. What stable means is written there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smartpick.market._seats import NOWHERE, Lists, Seats

__all__ = ["KERNELS"]

Ints = NDArray[np.int32]


def picks(lists: Lists, seats: Seats, room: Ints, parity: Ints, program: int, one: int, two: int) -> bool:
    """Tell whether a program would pick those who join, out of them and everyone it holds.

    It picks the best of them, as many as it has room for, one fewer where the number would have the wrong parity.

    Parameters
    ----------
    one, two
        Edges of the one or two who join (`two` -1: only one joins). They may be held already.
    """
    worst = lists.slot[one]
    joining = 1
    if two >= 0:
        worst = max(worst, lists.slot[two])
        joining = 2
    others = 0
    better = 0
    first = seats.base[program]
    for i in range(first, first + seats.filled[program]):
        slot = seats.held[i] >> 1
        if lists.edge[slot] != one and lists.edge[slot] != two:
            others += 1
            better += slot < worst
    most = min(room[program], others + joining)
    if parity[program] >= 0 and most % 2 != parity[program]:
        most -= 1
    return bool(better + joining <= most)


def extra_blocks(lists: Lists, seats: Seats, room: Ints, parity: Ints, person: int, only: int) -> int:
    """Return the edge of a program earlier on a person's supplemental list that blocks with her; -1 for none.

    Parameters
    ----------
    only
        Look at this edge alone, and leave out whether the program would pick her; -1 for the question as it stands.
    """
    which = seats.extra_list[person]
    if which < 0:
        return -1
    couple = lists.couple[person]
    partners = NOWHERE
    if couple >= 0:
        partners = seats.at[lists.member[2 * couple] + lists.member[2 * couple + 1] - person]
    for i in range(lists.first_entry[which], lists.first_entry[which + 1]):
        edge = lists.entry[i]
        if edge == seats.extra[person]:
            return -1
        if only >= 0:
            if edge == only:
                return int(edge)
            continue
        program = lists.program[edge]
        # She would not put out her partner, whose place her own hangs on: the program must pick both.
        beside = -1
        if partners != NOWHERE and lists.program[partners] == program:
            beside = partners
        if picks(lists, seats, room, parity, program, edge, beside):
            return int(edge)
    return -1


def row_blocks(lists: Lists, seats: Seats, room: Ints, parity: Ints, row: int, but: int) -> bool:
    """Tell whether every program of a row but one would pick the couple's member; `but` -1 leaves none out."""
    one, two = lists.row[4 * row], lists.row[4 * row + 1]
    if one >= 0 and two >= 0 and lists.program[one] == lists.program[two]:
        return but < 0 and picks(lists, seats, room, parity, lists.program[one], one, two)
    for edge in (one, two):
        is_asked = edge >= 0 and lists.program[edge] != but
        if is_asked and not picks(lists, seats, room, parity, lists.program[edge], edge, -1):
            return False
    return True


def couple_blocks(lists: Lists, seats: Seats, room: Ints, parity: Ints, loose: Ints, couple: int) -> int:
    """Return an earlier row of a couple's list whose programs block with it; -1 when there is none."""
    for row in range(lists.first_row[couple], seats.row[couple]):
        is_out_of_reach = False
        for side in range(2):
            edge = lists.row[4 * row + side]
            if edge >= 0:
                program = lists.program[edge]
                person = lists.person[edge]
                is_out_of_reach |= (
                    2 * lists.slot[edge] > seats.cut[program]
                    and not loose[program]
                    and seats.at[person] != edge
                    and seats.extra[person] != edge
                )
        if not is_out_of_reach and row_blocks(lists, seats, room, parity, row, -1):
            return row
    return -1


def first_block(lists: Lists, seats: Seats, room: Ints, parity: Ints, loose: Ints, blamed: Ints) -> int:
    """Return a unit that blocks, -1 when none does.

    Parameters
    ----------
    room
        Positions that a program could fill: its own and those it received, given ones among them.
    loose
        Where a program may take someone although the cut says no: 1 when its number must be even or odd, 2 when it
        gave positions away.
    blamed
        Receives one program that blocks with the unit, one that gave positions away if there is any.
    """
    # Local names, and calls only where something may be wrong: this looks at every entry of every list.
    start, end, programs, slots = lists.start, lists.end, lists.program, lists.slot
    at, extra, extra_list, cut = seats.at, seats.extra, seats.extra_list, seats.cut
    persons = len(lists.couple)
    for person in range(persons):
        for edge in range(start[person], min(end[person], at[person])):
            program = programs[edge]
            # Full programs that hold only better ones are passed over without counting.
            is_near = loose[program] or 2 * slots[edge] < cut[program] or edge == extra[person]
            if is_near and picks(lists, seats, room, parity, program, edge, -1):
                blamed[0] = program
                return person
        if extra_list[person] >= 0:
            edge = extra_blocks(lists, seats, room, parity, person, -1)
            if edge >= 0:
                blamed[0] = programs[edge]
                return persons + person
    for couple in range(len(lists.first_row) - 1):
        row = couple_blocks(lists, seats, room, parity, loose, couple)
        if row >= 0:
            for side in range(2):
                edge = lists.row[4 * row + side]
                if edge >= 0 and (blamed[0] < 0 or loose[programs[edge]] == 2):
                    blamed[0] = programs[edge]
            return 2 * persons + couple
    return -1


def wants(lists: Lists, seats: Seats, room: Ints, parity: Ints, edge: int) -> bool:
    """Tell whether the person of an edge would come if its program alone decided."""
    person = lists.person[edge]
    couple = lists.couple[person]
    if couple < 0:
        if edge < lists.end[person] and edge < seats.at[person]:
            return True
    else:
        for row in range(max(lists.first_row[couple], lists.earliest[edge]), seats.row[couple]):
            has_edge = lists.row[4 * row] == edge or lists.row[4 * row + 1] == edge
            if has_edge and row_blocks(lists, seats, room, parity, row, lists.program[edge]):
                return True
    return bool(extra_blocks(lists, seats, room, parity, person, edge) >= 0)


def two_block(lists: Lists, seats: Seats, room: Ints, parity: Ints, program: int) -> bool:
    """Tell whether two people, not of one couple, together block with a program that wants an even or odd number.

    One more would be one too many, two more would do.
    """
    first, end = lists.first_slot[program], lists.first_slot[program + 1]
    is_wanting = np.zeros(end - first, np.int8)
    for slot in range(first, end):
        edge = lists.edge[slot]
        person = lists.person[edge]
        if seats.at[person] != edge and seats.extra[person] != edge and wants(lists, seats, room, parity, edge):
            is_wanting[slot - first] = 1
            couple = lists.couple[person]
            for other in range(first, slot):
                beside = lists.edge[other]
                is_couple = couple >= 0 and lists.couple[lists.person[beside]] == couple
                is_other = is_wanting[other - first] == 1 and not is_couple
                if is_other and picks(lists, seats, room, parity, program, edge, beside):
                    return True
    return False


KERNELS = (
    "picks",
    "extra_blocks",
    "row_blocks",
    "couple_blocks",
    "first_block",
    "wants",
    "two_block",
)
"""What is compiled, callees first."""
