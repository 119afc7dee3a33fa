"""How does the applicant-proposing deferred acceptance come out, and what would a newcomer have to beat?

Plain functions over flat arrays that run as they stand, or compiled (see ``_jit``). Here a higher `score` is what a
program prefers and a higher `utility` what an applicant prefers; of two equal scores the person with the lower number
is preferred, of two equal utilities the edge that stands first.

Without couples and supplemental lists the result is the one stable matching that every applicant likes best, whatever
the order of proposals (Gale and Shapley 1962), so the order is chosen for speed alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["KERNELS", "Held", "Journal", "Offers"]

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


class Offers(NamedTuple):
    """Who could go where, and what each side thinks of it.

    Attributes
    ----------
    start
        Where a person's edges begin; one more than persons.
    program, utility, score
        Of an edge. NaN in either of the last two means not ranked.
    number
        Of a person: tells equal scores apart.
    is_sorted
        One number: 1 when each person's edges stand in her order of preference, 0 when they do not.
    """

    start: Ints
    program: Ints
    utility: Floats
    score: Floats
    number: Ints
    is_sorted: Ints


class Held(NamedTuple):
    """What programs hold.

    Attributes
    ----------
    capacity, base, filled
        Of a program: positions, where its part of the next two arrays begins, how many are held.
    score, person
        Held: a heap once the program is full, the least preferred on top.
    cut
        Score of the least preferred held by a full program; minus infinity with room, infinity without positions.
    at
        Edge that a person holds, -1 for none.
    """

    capacity: Ints
    base: Ints
    filled: Ints
    score: Floats
    person: Ints
    cut: Floats
    at: Ints


def sift(
    scores: Floats, persons: Ints, numbers: Ints, first: int, size: int, root: int, score: float, person: int
) -> None:
    """Put an entry at `root` of a heap whose two branches below are in order, and let it sink to its place."""
    i = root
    while True:
        child = 2 * i + 1
        if child >= size:
            break
        at = first + child
        if child + 1 < size and (
            scores[at + 1] < scores[at]
            or (scores[at + 1] == scores[at] and numbers[persons[at + 1]] > numbers[persons[at]])
        ):
            child += 1
            at += 1
        if scores[at] > score or (scores[at] == score and numbers[persons[at]] < numbers[person]):
            break
        scores[first + i] = scores[at]
        persons[first + i] = persons[at]
        i = child
    scores[first + i] = score
    persons[first + i] = person


def best_open_of_equals(offers: Offers, held: Held, person: int) -> int:
    """Return the edge that a person likes best of those that would be accepted now, equal scores told apart; or -1."""
    best = -1
    liked = -np.inf
    for edge in range(offers.start[person], offers.start[person + 1]):
        program = offers.program[edge]
        score, cut = offers.score[edge], held.cut[program]
        accepted = score > cut
        if score == cut:
            last = held.person[held.base[program]]
            accepted = offers.number[last] > offers.number[person]
        # Not a number compares false: not on her list.
        if accepted and offers.utility[edge] > liked:
            best = edge
            liked = offers.utility[edge]
    return best


def defer(offers: Offers, held: Held, order: Ints) -> None:  # noqa: C901, PLR0912 -- calls cost more than the work
    """Match everyone in `order`; programs hold nothing at the start.

    A program that is full only ever trades up, so whoever it would not take now it will not take later, and proposing
    to it can be skipped.
    """
    # Local names, and no calls with many arrays where it counts: a call costs as much as the work in it.
    start, programs, utilities, scores = offers.start, offers.program, offers.utility, offers.score
    cuts, bases, counts, capacities = held.cut, held.base, held.filled, held.capacity
    heap, who, at, numbers = held.score, held.person, held.at, offers.number
    is_sorted = offers.is_sorted[0] == 1
    for i in range(len(order)):
        person = order[i]
        first = start[person]
        while True:
            best = np.int32(-1)
            if is_sorted:
                for edge in range(first, start[person + 1]):
                    score, cut = scores[edge], cuts[programs[edge]]
                    if score >= cut and (score > cut or numbers[who[bases[programs[edge]]]] > numbers[person]):
                        best = np.int32(edge)
                        break
            else:
                # No branches: which programs are out of reach cannot be foreseen, and a wrong guess costs more than
                # looking at them all.
                liked = np.float32(-np.inf)
                is_equal = False
                for edge in range(first, start[person + 1]):
                    score, cut = scores[edge], cuts[programs[edge]]
                    better = (score > cut) & (utilities[edge] > liked)
                    is_equal |= score == cut
                    best = np.int32(edge) if better else best
                    liked = utilities[edge] if better else liked
                if is_equal:
                    best = np.int32(best_open_of_equals(offers, held, person))
            at[person] = best
            if best < 0:
                break
            program = programs[best]
            score = scores[best]
            base, size = bases[program], counts[program]
            if size < capacities[program]:
                heap[base + size] = score
                who[base + size] = person
                size += 1
                counts[program] = size
                if size == capacities[program]:
                    for root in range((size - 2) // 2, -1, -1):
                        sift(heap, who, numbers, base, size, root, heap[base + root], who[base + root])
                    cuts[program] = heap[base]
                break
            displaced = who[base]
            sift(heap, who, numbers, base, size, 0, score, person)
            cuts[program] = heap[base]
            person = displaced
            first = start[person]
            if is_sorted:
                first = at[person] + 1


class Journal(NamedTuple):
    """Room to remember what a trial changed, to be undone.

    Attributes
    ----------
    is_saved
        Of a program: 1 when it is among the saved.
    score, person
        What the saved programs held, in its usual place.
    program, cut
        The programs saved, and their cuts.
    moved, edge
        Persons moved, and the edges they had.
    """

    is_saved: Ints
    score: Floats
    person: Ints
    program: Ints
    cut: Floats
    moved: Ints
    edge: Ints


def entry_scores(  # noqa: C901, PLR0912, PLR0915 -- calls cost more than the work
    offers: Offers, held: Held, journal: Journal, entry: Floats
) -> None:
    """Work out the score that one more person would have to beat, program by program, whatever else she lists.

    Takes one position from a full program, follows the chain of whom that displaces, and notes the best score that the
    program turns away on the way. `held` is as `defer` leaves it, and is left so; `entry` receives the scores.

    Notes
    -----
    Someone who holds the last position for certain leaves the others one position fewer. She keeps it exactly if
    nobody whom the program would rather have is turned away there: if there were one, the two would block; if there is
    none, the others' matching with her is stable. And what she gets from a list is the first program on it that would
    take her if she listed that alone, because deferred acceptance cannot be bettered by listing otherwise (Dubins and
    Freedman 1981, Roth 1982).
    """
    start, programs, utilities, scores = offers.start, offers.program, offers.utility, offers.score
    cuts, bases, counts, capacities = held.cut, held.base, held.filled, held.capacity
    heap, who, at, numbers = held.score, held.person, held.at, offers.number
    is_sorted = offers.is_sorted[0] == 1
    for wanted in range(len(entry)):
        if capacities[wanted] == 0:
            entry[wanted] = np.inf
            continue
        if counts[wanted] < capacities[wanted]:
            entry[wanted] = -np.inf
            continue
        n_saved, n_moved = 1, 0
        save(held, journal, wanted, 0)
        base, size = bases[wanted], counts[wanted] - 1
        person = who[base]
        turned_away = heap[base]
        if size > 0:
            sift(heap, who, numbers, base, size, 0, heap[base + size], who[base + size])
            cuts[wanted] = heap[base]
        else:
            cuts[wanted] = np.inf
        counts[wanted] = size
        while True:
            first = at[person] + 1 if is_sorted else start[person]
            best = np.int32(-1)
            liked = np.float32(-np.inf)
            here = np.int32(-1)
            is_equal = False
            for edge in range(first, start[person + 1]):
                score, cut = scores[edge], cuts[programs[edge]]
                better = (score > cut) & (utilities[edge] > liked)
                is_equal |= score == cut
                here = np.int32(edge) if programs[edge] == wanted else here
                best = np.int32(edge) if better else best
                liked = utilities[edge] if better else liked
                if better and is_sorted:
                    break
            if is_equal:
                best = np.int32(best_open_of_equals(offers, held, person))
            # Whoever would rather be in the program wanted, or as soon and it stands first, is turned away there.
            floor = utilities[best] if best >= 0 else np.float32(-np.inf)
            asks = here >= 0 and (utilities[here] > floor or (utilities[here] == floor and here < best))
            if asks and scores[here] > turned_away:
                turned_away = scores[here]
            if best < 0:
                break
            program = programs[best]
            if counts[program] < capacities[program] and program != wanted:
                break
            if journal.is_saved[program] == 0:
                save(held, journal, program, n_saved)
                n_saved += 1
            journal.moved[n_moved] = person
            journal.edge[n_moved] = at[person]
            n_moved += 1
            at[person] = best
            base = bases[program]
            displaced = who[base]
            if program == wanted and heap[base] > turned_away:
                turned_away = heap[base]
            sift(heap, who, numbers, base, counts[program], 0, scores[best], person)
            cuts[program] = heap[base]
            person = displaced
        entry[wanted] = turned_away
        for i in range(n_moved - 1, -1, -1):
            at[journal.moved[i]] = journal.edge[i]
        counts[wanted] += 1
        for i in range(n_saved):
            program = journal.program[i]
            journal.is_saved[program] = 0
            cuts[program] = journal.cut[i]
            for j in range(bases[program], bases[program] + counts[program]):
                heap[j] = journal.score[j]
                who[j] = journal.person[j]


def save(held: Held, journal: Journal, program: int, number: int) -> None:
    """Remember what a program holds."""
    journal.is_saved[program] = 1
    journal.program[number] = program
    journal.cut[number] = held.cut[program]
    for j in range(held.base[program], held.base[program] + held.filled[program]):
        journal.score[j] = held.score[j]
        journal.person[j] = held.person[j]


KERNELS = ("sift", "best_open_of_equals", "defer", "save", "entry_scores")
"""What is compiled, callees first."""
