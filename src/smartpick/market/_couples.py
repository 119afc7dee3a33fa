"""How are couples, and people with supplemental lists, placed among everyone else?

Plain functions over flat arrays. They run as they stand, or compiled (see ``_jit``): the same source, the same result.
Numbers are internal ones (see ``_prepare``); a lower number is always the more preferred one.

* An *edge* is one program that one person could hold: edges of a person stand together, those of her own list first and
  in her order. A *slot* is the same thing seen from the program: slots of a program stand together in its order.
* A *code* is ``2 × slot``, plus one when the position is held through a supplemental list. Codes of one program compare
  as the program prefers.
* A *unit* is what is placed at one time: a person on her own list (number of the person), a person on a supplemental
  list (plus the number of persons), or a couple (plus twice that number).

The procedure is the applicant-proposing one of Roth and Peranson: units are tried one after the other from the top of
their lists; who is displaced waits on a stack; who leaves a position, because a partner was displaced or something
better came free, opens it, and then everyone is asked who would rather be there.

References
----------
A. E. Roth and E. Peranson, The Redesign of the Matching Market for American Physicians, AER 89 (1999), section II.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smartpick.market._seats import NOWHERE, OPEN, SHUT, Lists, Seats

__all__ = ["KERNELS"]

Ints = NDArray[np.int32]


def worst_held(seats: Seats, program: int) -> int:
    """Return where in `held` the program's least preferred code stands."""
    first = seats.base[program]
    worst = first
    for i in range(first + 1, first + seats.filled[program]):
        if seats.held[i] > seats.held[worst]:
            worst = i
    return int(worst)


def set_cut(seats: Seats, program: int) -> None:
    """Work out the cut of a program again."""
    if seats.filled[program] < seats.capacity[program]:
        seats.cut[program] = OPEN
    elif seats.capacity[program] == 0:
        seats.cut[program] = SHUT
    else:
        seats.cut[program] = seats.held[worst_held(seats, program)]


def take(seats: Seats, program: int, code: int) -> None:
    """Let a program with room hold a code."""
    seats.held[seats.base[program] + seats.filled[program]] = code
    seats.filled[program] += 1
    set_cut(seats, program)


def leave(seats: Seats, program: int, code: int) -> None:
    """Take a code out of what a program holds."""
    last = seats.base[program] + seats.filled[program] - 1
    i = last
    while seats.held[i] != code:
        i -= 1
    seats.held[i] = seats.held[last]
    seats.filled[program] -= 1
    seats.cut[program] = OPEN


def wait(seats: Seats, unit: int) -> None:
    """Put a unit on the stack, unless it is there."""
    if seats.waiting[unit] == 0:
        seats.waiting[unit] = 1
        seats.stack[seats.size[0]] = unit
        seats.size[0] += 1


def open_up(seats: Seats, program: int) -> None:
    """Remember that a position of a program came free."""
    if seats.is_open[program] == 0:
        seats.is_open[program] = 1
        seats.opened[seats.size[1]] = program
        seats.size[1] += 1


def give_up_extra(lists: Lists, seats: Seats, person: int) -> None:
    """End what a person holds through a supplemental list."""
    edge = seats.extra[person]
    if edge >= 0:
        leave(seats, lists.program[edge], 2 * lists.slot[edge] + 1)
        open_up(seats, lists.program[edge])
        seats.extra[person] = -1
    seats.extra_list[person] = -1


def give_up(lists: Lists, seats: Seats, person: int) -> None:
    """End everything that a person holds."""
    edge = seats.at[person]
    if edge != NOWHERE:
        leave(seats, lists.program[edge], 2 * lists.slot[edge])
        open_up(seats, lists.program[edge])
        seats.at[person] = NOWHERE
    give_up_extra(lists, seats, person)


def sent_away(lists: Lists, seats: Seats, code: int) -> None:
    """Let someone whom her program no longer holds wait; her partner goes with her, and supplemental positions too."""
    person = lists.ranked[code >> 1]
    if code & 1:
        seats.extra[person] = -1
        wait(seats, len(lists.couple) + person)
        return
    seats.at[person] = NOWHERE
    couple = lists.couple[person]
    if couple < 0:
        give_up_extra(lists, seats, person)
        wait(seats, person)
        return
    give_up(lists, seats, lists.member[2 * couple])
    give_up(lists, seats, lists.member[2 * couple + 1])
    seats.row[couple] = lists.first_row[couple + 1]
    wait(seats, 2 * len(lists.couple) + couple)


def trade(seats: Seats, program: int, code: int) -> int:
    """Let a program hold a code that it accepts, and return the one that it lets go for it; -1 when it had room."""
    if seats.cut[program] == OPEN:
        take(seats, program, code)
        return -1
    # Full: its last one goes, and the next to last, or the new one, is the last one now.
    held = seats.held
    displaced, last = seats.cut[program], code
    first = seats.base[program]
    worst = first
    for i in range(first, first + seats.filled[program]):
        if held[i] == displaced:
            worst = i
        elif held[i] > last:
            last = held[i]
    held[worst] = code
    seats.cut[program] = last
    return int(displaced)


def sit(lists: Lists, seats: Seats, edge: int, supplement: int) -> None:
    """Give a person the position of an edge that its program accepts, and start her supplemental list."""
    displaced = trade(seats, lists.program[edge], 2 * lists.slot[edge])
    if displaced >= 0:
        sent_away(lists, seats, displaced)
    person = lists.person[edge]
    seats.at[person] = edge
    if supplement >= 0:
        seats.extra_list[person] = supplement
        wait(seats, len(lists.couple) + person)


def place_single(lists: Lists, seats: Seats, person: int) -> None:
    """Try a person's own list from the top, then that of whom she displaces, and so on along the chain."""
    # Local names, and no calls on the common way: a call with so many arrays costs more than the work in it.
    programs, slots, cut = lists.program, lists.slot, seats.cut
    while True:
        place = NOWHERE
        for edge in range(lists.start[person], lists.end[person]):
            if 2 * slots[edge] < cut[programs[edge]]:
                place = edge
                break
        if place == NOWHERE:
            return
        program, code = programs[place], 2 * slots[place]
        seats.at[person] = place
        if lists.supplement[place] >= 0:
            seats.extra_list[person] = lists.supplement[place]
            wait(seats, len(lists.couple) + person)
        displaced = trade(seats, program, code)
        if displaced < 0:
            return
        seats.size[2] += 1
        person = lists.ranked[displaced >> 1]
        if displaced & 1 == 1 or lists.couple[person] >= 0:
            sent_away(lists, seats, displaced)
            return
        seats.at[person] = NOWHERE
        if seats.extra_list[person] >= 0:
            give_up_extra(lists, seats, person)


def extra_is_open(lists: Lists, seats: Seats, edge: int) -> bool:
    """Tell whether a person could have a position by her supplemental list, other than by displacing her partner."""
    cut = seats.cut[lists.program[edge]]
    if 2 * lists.slot[edge] + 1 > cut:
        return False
    couple = lists.couple[lists.person[edge]]
    if couple < 0 or cut == OPEN:
        return True
    displaced = lists.ranked[cut >> 1]
    return bool(cut & 1 == 1 or lists.couple[displaced] != couple)


def place_extra(lists: Lists, seats: Seats, person: int) -> None:
    """Try the supplemental list that counts for a person now."""
    which = seats.extra_list[person]
    if which < 0:
        return
    for i in range(lists.first_entry[which], lists.first_entry[which + 1]):
        edge = lists.entry[i]
        if extra_is_open(lists, seats, edge):
            program = lists.program[edge]
            displaced = trade(seats, program, 2 * lists.slot[edge] + 1)
            if displaced >= 0:
                sent_away(lists, seats, displaced)
            seats.extra[person] = edge
            seats.extra_at[person] = i
            return
    seats.extra_at[person] = lists.first_entry[which + 1]


def both_fit(lists: Lists, seats: Seats, one: int, two: int) -> bool:
    """Tell whether one program would take both of a couple: among the best of those held and the two."""
    program = lists.program[one]
    worse = 2 * max(lists.slot[one], lists.slot[two])
    better = 0
    first = seats.base[program]
    for i in range(first, first + seats.filled[program]):
        edge = lists.edge[seats.held[i] >> 1]
        better += seats.held[i] < worse and edge not in (one, two)
    return bool(better + 2 <= seats.capacity[program])


def first_open_row(lists: Lists, seats: Seats, start: int, end: int, is_seated: bool) -> int:  # noqa: FBT001 -- compiled
    """Return the first row from `start` on whose programs would take the couple now; `end` for none before that.

    Programs go by whom they hold: a position that one member would leave is not free for the other.
    """
    reach, cut = lists.reach, seats.cut
    for row in range(start, end):
        i = 4 * row
        is_open = reach[i + 1] < cut[reach[i]] and reach[i + 3] < cut[reach[i + 2]]
        if not is_open:
            # A half that is held already, by whichever list, need not be won again.
            if not is_seated:
                continue
            is_open = True
            for side in range(2):
                if reach[i + 2 * side + 1] >= cut[reach[i + 2 * side]]:
                    edge = lists.row[i + side]
                    person = lists.person[edge]
                    is_open &= seats.at[person] == edge or seats.extra[person] == edge
        one, two = lists.row[i], lists.row[i + 1]
        if is_open and one >= 0 and two >= 0 and reach[i] == reach[i + 2]:
            is_open = both_fit(lists, seats, one, two)
        if is_open:
            return row
    return end


def sit_row(lists: Lists, seats: Seats, couple: int, row: int) -> None:
    """Give a couple the positions of a row that is open to it."""
    for side in range(2):
        edge = lists.row[4 * row + side]
        if edge >= 0:
            sit(lists, seats, edge, lists.row[4 * row + 2 + side])
    seats.row[couple] = row


def place_couple(lists: Lists, seats: Seats, couple: int, skipped: int) -> None:
    """Try a couple's joint list from the top, or from a row further down first."""
    start, end = lists.first_row[couple], lists.first_row[couple + 1]
    row = first_open_row(lists, seats, start + skipped, end, False)  # noqa: FBT003 -- compiled
    if row == end and skipped > 0:
        row = first_open_row(lists, seats, start, end, False)  # noqa: FBT003 -- compiled
    if row < end:
        sit_row(lists, seats, couple, row)


def lift_extra(lists: Lists, seats: Seats, person: int, edge: int) -> None:
    """Move a person within her supplemental list, if the edge stands there before what she holds."""
    which = seats.extra_list[person]
    if seats.waiting[len(lists.couple) + person] or not extra_is_open(lists, seats, edge):
        return
    for i in range(lists.first_entry[which], seats.extra_at[person]):
        if lists.entry[i] == edge:
            give_up_extra(lists, seats, person)
            seats.extra_list[person] = which
            place_extra(lists, seats, person)
            return


def lift_couple(lists: Lists, seats: Seats, couple: int) -> None:
    """Move a couple to the first row that is open to it, if that stands before the one it holds."""
    row = first_open_row(lists, seats, lists.first_row[couple], seats.row[couple], True)  # noqa: FBT003 -- compiled
    if row < seats.row[couple]:
        give_up(lists, seats, lists.member[2 * couple])
        give_up(lists, seats, lists.member[2 * couple + 1])
        sit_row(lists, seats, couple, row)


def fill_from(lists: Lists, seats: Seats, program: int) -> None:
    """Ask everyone whom a program ranks and would take, best first, whether they would rather be there."""
    persons = len(lists.couple)
    for slot in range(lists.first_slot[program], lists.first_slot[program + 1]):
        if 2 * slot >= seats.cut[program]:
            return
        edge, person = lists.edge[slot], lists.ranked[slot]
        couple = lists.couple[person]
        if couple < 0:
            if edge < lists.end[person] and edge < seats.at[person] and seats.waiting[person] == 0:
                seats.size[2] += 1
                give_up(lists, seats, person)
                place_single(lists, seats, person)
        elif lists.earliest[edge] < seats.row[couple] and seats.waiting[2 * persons + couple] == 0:
            seats.size[2] += 1
            lift_couple(lists, seats, couple)
        if seats.extra_list[person] >= 0:
            lift_extra(lists, seats, person, edge)


def try_again(lists: Lists, seats: Seats, couple: int) -> None:
    """Let a couple give up what it holds and wait."""
    give_up(lists, seats, lists.member[2 * couple])
    give_up(lists, seats, lists.member[2 * couple + 1])
    seats.row[couple] = lists.first_row[couple + 1]
    wait(seats, 2 * len(lists.couple) + couple)


def settle(  # noqa: PLR0912 -- one loop over what comes next
    lists: Lists, seats: Seats, order: Ints, luck: Ints, patience: int, limit: int
) -> bool:
    """Place the units of `order` one after the other, until nobody waits and no position stands open.

    Returns False when some chase each other, perhaps for ever: after more steps than `limit`; without luck, also when a
    couple was placed more often than `patience`.

    Parameters
    ----------
    luck
        Empty: whoever was displaced last is placed first, and nobody new has a turn before all is settled. Else random
        numbers, used over and over, that decide what is done next, and where on its list a couple placed more often
        than `patience` starts: some stable matchings are only reached when it does not take the best it could have.
    """
    persons = len(lists.couple)
    # Who has not had a turn yet waits: nobody moves in before it.
    for unit in order:
        seats.waiting[unit] = 1
    following = 0
    turns = 0
    while seats.size[2] <= limit:
        waiting, opened = seats.size[0], seats.size[1]
        left = 1 if following < len(order) else 0
        if waiting + opened + left == 0:
            return True
        choice = 0
        if len(luck) > 0:
            choice = luck[turns % len(luck)] % (waiting + opened + left)
            turns += 1
        if choice < waiting:
            # The last of the stack fills the gap; without luck it is the one taken.
            at = waiting - 1 - choice
            unit = seats.stack[at]
            seats.stack[at] = seats.stack[waiting - 1]
            seats.size[0] -= 1
            seats.waiting[unit] = 0
            seats.size[2] += 1
            if unit < persons:
                place_single(lists, seats, unit)
            elif unit < 2 * persons:
                place_extra(lists, seats, unit - persons)
            else:
                couple = unit - 2 * persons
                skipped = 0
                seats.placed[couple] += 1
                if seats.placed[couple] > patience:
                    if len(luck) == 0:
                        return False
                    rows = lists.first_row[couple + 1] - lists.first_row[couple]
                    if rows > 0 and luck[turns % len(luck)] & 1 == 1:
                        skipped = luck[(turns + 1) % len(luck)] % rows
                place_couple(lists, seats, couple, skipped)
        elif choice < waiting + opened:
            at = opened - 1 - (choice - waiting)
            program = seats.opened[at]
            seats.opened[at] = seats.opened[opened - 1]
            seats.size[1] -= 1
            seats.is_open[program] = 0
            fill_from(lists, seats, program)
        else:
            seats.waiting[order[following]] = 0
            wait(seats, order[following])
            following += 1
    return False


# fmt: off
KERNELS = (
    "worst_held", "set_cut", "take", "leave", "wait", "open_up", "give_up_extra", "give_up", "sent_away",
    "trade", "sit", "place_single", "extra_is_open", "place_extra", "both_fit", "first_open_row", "sit_row",
    "place_couple", "lift_extra", "lift_couple", "fill_from", "try_again", "settle",
)
# fmt: on
"""What is compiled, callees first."""
