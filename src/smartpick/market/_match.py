"""How does the Match work out? Runs the kernels, moves positions, and holds the result against the definition."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartpick.errors import Problem, RequestError
from smartpick.market._draws import defer_offers
from smartpick.market._jit import is_worth_compiling
from smartpick.market._model import Attempt, Market, Matching, Outcome
from smartpick.market._prepare import Prepared, call
from smartpick.market._seats import NOWHERE, OPEN, SHUT, Seats
from smartpick.market._singles import Held

__all__ = ["match_market"]

Ints = NDArray[np.int32]

_UNLIMITED = 2**30

_ORDERLY = 3
"""Attempts that place couples as Roth and Peranson do. When they fail, what comes next is left to chance: that finds
some stable matchings that the orderly way never reaches."""


def match_market(market: Market, *, seed: int = 0, max_attempts: int = 20, compiled: bool | None = None) -> Outcome:
    """Return the matching of the applicant-proposing algorithm, or what was tried when no stable one was found.

    Parameters
    ----------
    market
        Certified lists of both sides.
    seed
        Decides in which order couples and people with supplemental lists are placed. Without either the result does
        not depend on it. The same seed gives the same result, with or without numba, however people are numbered.
    max_attempts
        How many orders are tried before giving up.
    compiled
        True needs numba; None uses it when it is there and the market is large enough for it to pay.

    Returns
    -------
    Outcome
        Its matching is stable as `verify_matching` defines it, or None.

    Raises
    ------
    RequestError
        When `max_attempts` is no whole number from 1, or `seed` none from 0.

    Notes
    -----
    The rules, in the order in which they take effect:

    *Single applicants.* Each is tried at the programs of her list from the top. A program that ranks her holds her when
    it has a position left or holds someone it ranks lower, who is then displaced and tried again. No match is final
    before all are done. What comes out is stable, and nobody could do better in any stable matching.

    *Couples* are placed after the singles, one after the other in random order, each at the first pair of its list
    that both programs accept. When one member is displaced, the other gives up her position too, and everyone who
    would rather be there is tried again.

    *Supplemental lists.* Whoever holds an advanced position that a supplemental list is attached to is also tried at
    the preliminary programs of that list. The preliminary position is given up with the advanced one.

    *Even and odd.* A program that ends with one applicant too many for its number loses the least preferred of them,
    one program at a time; should two others want to come together, it has them.

    *Reversions.* Positions that nobody fills go to the receiver, and all are matched anew with the quotas changed,
    until none is left to go. A donor that could fill a position after all has it back.

    With any of these but reversions there may be no stable matching at all, and finding one is NP-hard (Ronn 1990). So
    each order of couples has a limit of steps, after which another one is tried, and a matching is returned only after
    it has been held against the definition of stability.

    References
    ----------
    D. Gale, L. S. Shapley, College Admissions and the Stability of Marriage, Am. Math. Monthly 69 (1962).
    A. E. Roth, E. Peranson, The Redesign of the Matching Market for American Physicians, AER 89 (1999).
    E. Ronn, NP-complete Stable Matching Problems, J. Algorithms 11 (1990).
    NRMP, How the Matching Algorithm Works; About Supplemental Rank Order Lists; Creating Reversions (nrmp.org).

    Examples
    --------
    Two applicants, two programs with one position; everyone agrees on who and what is best:

    >>> market = Market(quota=[1, 1], list_start=[0, 2, 4], list_program=[0, 1, 0, 1],
    ...                 rank_start=[0, 2, 4], rank_person=[1, 0, 1, 0])
    >>> match_market(market, compiled=False).matching.program.tolist()
    [1, 0]
    """
    problems = [
        Problem(name, f"{value!r:.40} is not a whole number from {least}", fix=fix)
        for name, value, least, fix in (
            ("max_attempts", max_attempts, 1, "Allow at least one"),
            ("seed", seed, 0, "Give a whole number from 0"),
        )
        if not isinstance(value, Integral) or value < least
    ]
    if problems:
        raise RequestError(problems)
    layout = market.layout
    if compiled is None:
        compiled = is_worth_compiling(len(layout.lists.slot))
    has_rules = bool((layout.parity >= 0).any()) or market.reversions is not None
    if not has_rules and not len(layout.later):
        held = _defer(layout, layout.quota, layout.first, compiled=compiled)
        seats = _seats_after(layout, held)
        nothing = np.zeros(len(layout.quota), np.int32)
        trial = _Trial(seats, nothing, nothing, Attempt(0, 0, 1, "stable"))
        return _outcome(layout, trial, (trial.attempt,))
    attempts: list[Attempt] = []
    start = None if has_rules else _seats_after(layout, _defer(layout, layout.quota, layout.first, compiled=compiled))
    for number in range(max_attempts):
        search = _Search(market, layout, np.random.default_rng([seed, number]), number, start, compiled=compiled)
        trial = search.run()
        attempts.append(trial.attempt)
        if trial.attempt.ending == "stable":
            return _outcome(layout, trial, tuple(attempts))
    return Outcome(None, np.zeros(0, np.float32), 0, tuple(attempts))


@dataclass(frozen=True, slots=True, eq=False)
class _Trial:
    """How one attempt ended."""

    seats: Seats
    received: Ints
    given: Ints
    attempt: Attempt


class _Search:
    """One attempt: an order of the couples, and rounds of matching with changing quotas."""

    def __init__(
        self,
        market: Market,
        layout: Prepared,
        rng: np.random.Generator,
        number: int,
        start: Seats | None,
        *,
        compiled: bool,
    ) -> None:
        self.layout, self.number, self.start, self.compiled = layout, number, start, compiled
        self.order = layout.later[rng.permutation(len(layout.later))]
        self.luck = np.zeros(0, np.int32)
        self.is_mixed = number >= _ORDERLY and number % 2 == 1
        self.patience = 60
        if number >= _ORDERLY:
            self.luck = rng.integers(0, _UNLIMITED, 997).astype(np.int32)
            self.patience = 8
        if self.is_mixed:
            self.order = layout.everyone[rng.permutation(len(layout.everyone))]
        n_programs = len(layout.quota)
        # Which program goes first when several hold a wrong number.
        self.turn = np.zeros(n_programs, np.int32)
        if (layout.parity >= 0).any():
            self.turn[np.argsort(layout.mark, kind="stable")] = rng.permutation(n_programs)
        new_program = np.empty(n_programs, np.int32)
        new_program[layout.program] = np.arange(n_programs)
        reversions = market.reversions
        nothing = np.zeros(0, np.int32)
        self.donor = nothing if reversions is None else new_program[reversions.donor]
        self.receiver = nothing if reversions is None else new_program[reversions.receiver]
        self.positions = nothing if reversions is None else reversions.positions
        self.moved = np.zeros(len(self.donor), np.int32)
        self.may_give = np.bincount(self.donor, self.positions, n_programs).astype(np.int32)
        if number >= _ORDERLY:
            # Some positions moved from the start, each donor's receivers still in the order of the rows.
            left: dict[int, int] = {}
            for i, donor in enumerate(self.donor.tolist()):
                left.setdefault(donor, int(rng.integers(0, self.may_give[donor] + 1)))
                self.moved[i] = min(left[donor], self.positions[i])
                left[donor] -= self.moved[i]
        self.ceiling = np.full(n_programs, _UNLIMITED, np.int32)
        self.round_limit = 50 + 4 * int((layout.parity >= 0).sum()) + 4 * int(self.positions.sum())
        # What settles takes some ten steps for each that is placed after the singles.
        self.step_limit = 2_000 + 100 * len(layout.later) + 20 * (len(self.order) - len(layout.later))
        self.steps = 0

    def run(self) -> _Trial:
        """Match in rounds until nothing changes any more, and check."""
        seats, is_settled = self._match()
        for round_number in range(1, self.round_limit + 1):
            if not is_settled:
                return self._end(seats, round_number, "step limit")
            has_changes = self._make_even_or_odd(seats) or self._revert(seats)
            verdict = "again" if has_changes else self._check(seats)
            if verdict == "again":
                seats, is_settled = self._match()
            elif verdict == "retry":
                is_settled = self._settle(seats, self.order[:0])
            else:
                return self._end(seats, round_number, verdict)
        return self._end(seats, self.round_limit, "round limit")

    def _received(self) -> Ints:
        return np.bincount(self.receiver, self.moved, len(self.layout.quota)).astype(np.int32)

    def _given(self) -> Ints:
        return np.bincount(self.donor, self.moved, len(self.layout.quota)).astype(np.int32)

    def _end(self, seats: Seats, rounds: int, ending: str) -> _Trial:
        return _Trial(seats, self._received(), self._given(), Attempt(self.number, self.steps, rounds, ending))

    def _match(self) -> tuple[Seats, bool]:
        layout = self.layout
        if self.start is not None and not self.is_mixed:
            seats = Seats._make(part.copy() for part in self.start)
        else:
            capacity = np.minimum(layout.quota + self._received() - self._given(), self.ceiling)
            capacity -= (layout.parity >= 0) & (capacity > 0) & (capacity % 2 != layout.parity)
            first = layout.first[:0] if self.is_mixed else layout.first
            held = _defer(layout, capacity, first, compiled=self.compiled)
            seats = _seats_after(layout, held)
        return seats, self._settle(seats, self.order)

    def _settle(self, seats: Seats, order: Ints) -> bool:
        before = int(seats.size[2])
        patience, limit = self.patience, self.step_limit + before
        settled = call(
            "_couples", "settle", self.layout.lists, seats, order, self.luck, patience, limit, compiled=self.compiled
        )
        self.steps += int(seats.size[2]) - before
        return bool(settled)

    def _make_even_or_odd(self, seats: Seats) -> bool:
        parity = self.layout.parity
        wrong = np.flatnonzero((parity >= 0) & (seats.filled > 0) & (seats.filled % 2 != parity))
        if not len(wrong):
            return False
        program = wrong[np.argmin(self.turn[wrong])]
        self.ceiling[program] = seats.filled[program] - 1
        return True

    def _unfilled(self, seats: Seats) -> Ints:
        return self.layout.quota + self._received() - self._given() - seats.filled

    def _revert(self, seats: Seats) -> bool:
        unfilled, given, changes = self._unfilled(seats), self._given(), False
        for i, donor in enumerate(self.donor):
            more = min(unfilled[donor], self.positions[i] - self.moved[i], self.may_give[donor] - given[donor])
            if more > 0:
                self.moved[i] += more
                unfilled[donor] -= more
                given[donor] += more
                changes = True
        return changes

    def _check(self, seats: Seats) -> str:
        """Return ``stable`` or ``blocked``; ``again`` after a quota was changed, ``retry`` when a couple moves."""
        layout, given = self.layout, self._given()
        room = layout.quota + self._received()
        loose = np.where(given > 0, 2, layout.parity >= 0).astype(np.int32)
        arguments = (layout.lists, seats, room, layout.parity)
        found = np.full(1, -1, np.int32)
        unit = call("_check", "first_block", *arguments, loose, found, compiled=self.compiled)
        if unit >= 0:
            if given[found[0]] == 0:
                couple = unit - 2 * len(layout.person)
                if couple < 0 or not len(self.luck):
                    return "blocked"
                call("_couples", "try_again", layout.lists, seats, couple, compiled=self.compiled)
                return "retry"
            # A donor could fill a position that it gave away: it gives one fewer, and all starts again.
            self.may_give[found[0]] = given[found[0]] - 1
            self.moved[:] = 0
            self.ceiling[:] = _UNLIMITED
            return "again"
        for program in np.flatnonzero(layout.parity >= 0):
            if call("_check", "two_block", *arguments, program, compiled=self.compiled):
                if self.ceiling[program] == _UNLIMITED:
                    return "blocked"
                self.ceiling[program] = _UNLIMITED
                return "again"
        unfilled = self._unfilled(seats)
        left = (unfilled[self.donor] > 0) & (self.moved < self.positions)
        return "blocked" if left.any() else "stable"


def _defer(layout: Prepared, capacity: Ints, first: Ints, *, compiled: bool) -> Held:
    """Match those who are placed first."""
    useful = np.minimum(capacity, layout.useful).astype(np.int32)
    return defer_offers(layout.offers, useful, first, compiled=compiled)


def _seats_after(layout: Prepared, held: Held) -> Seats:
    """Return what the first are holding as the other kernels see it."""
    n_persons, n_programs = len(layout.person), len(layout.quota)
    n_couples = len(layout.lists.first_row) - 1
    codes = (-2 * held.score).astype(np.int32)
    is_full = (held.filled == held.capacity) & (held.capacity > 0)
    cut = np.where(held.capacity > 0, OPEN, SHUT).astype(np.int32)
    cut[is_full] = codes[held.base[:-1][is_full]]
    return Seats(
        capacity=held.capacity.copy(),
        base=held.base,
        filled=held.filled.copy(),
        held=codes,
        cut=cut,
        at=np.where(held.at < 0, NOWHERE, held.at).astype(np.int32),
        row=layout.lists.first_row[1:].copy(),
        extra_list=np.full(n_persons, -1, np.int32),
        extra=np.full(n_persons, -1, np.int32),
        extra_at=np.zeros(n_persons, np.int32),
        waiting=np.zeros(2 * n_persons + n_couples, np.int8),
        stack=np.zeros(2 * n_persons + n_couples, np.int32),
        is_open=np.zeros(n_programs, np.int8),
        opened=np.zeros(n_programs, np.int32),
        placed=np.zeros(n_couples, np.int32),
        size=np.zeros(3, np.int32),
    )


def _outcome(layout: Prepared, trial: _Trial, attempts: tuple[Attempt, ...]) -> Outcome:
    """Return a stable matching in the caller's numbers."""
    lists, seats = layout.lists, trial.seats
    at = np.where(seats.at == NOWHERE, -1, seats.at)

    def program_of(edges: Ints) -> Ints:
        if not len(lists.entry) and edges is seats.extra:
            return edges
        # Where there is no edge, -1 looks up the last one, and what it finds is not used.
        if not len(lists.program):
            return edges
        return np.where(edges < 0, np.int32(-1), layout.program[lists.program[edges]])

    def by_caller(internal: Any, of: Ints) -> Any:
        numbered = np.empty(len(of), internal.dtype)
        numbered[of] = internal
        numbered.setflags(write=False)
        return numbered

    matching = Matching(
        program=by_caller(program_of(at), layout.person),
        supplemental=by_caller(program_of(seats.extra), layout.person),
        received=by_caller(trial.received, layout.program),
        given=by_caller(trial.given, layout.program),
    )
    # Down to the entry matched, or the whole list; joint lists by their rows.
    place = np.where(at < 0, 0, layout.place[at]) if len(layout.place) else at * 0
    proposals = int(np.where(place > 0, place, layout.length).sum())
    rows = np.minimum(seats.row + 1, lists.first_row[1:]) - lists.first_row[:-1]
    is_plain = not trial.given.any() and not (layout.parity >= 0).any()
    places = _cutoffs_of_full(layout, seats) if is_plain else _cutoffs(layout, seats, layout.quota + trial.received)
    cutoff = by_caller(places, layout.program)
    return Outcome(matching, cutoff, proposals + int(rows.sum()), attempts)


def _cutoffs_of_full(layout: Prepared, seats: Seats) -> NDArray[np.float32]:
    """Return the same as `_cutoffs` where programs turn nobody away unless they are full."""
    cutoff = np.full(len(seats.cut), -np.inf, np.float32)
    is_full = (seats.cut != OPEN) & (seats.cut != SHUT)
    cutoff[is_full] = -layout.depth[seats.cut[is_full] >> 1]
    cutoff[seats.cut == SHUT] = np.inf
    return cutoff


def _cutoffs(layout: Prepared, seats: Seats, room: Ints) -> NDArray[np.float32]:
    """Return minus the place, from 0, of each program's last admitted; minus infinity where one more could come."""
    most = np.minimum(room, seats.filled + 1)
    most = most - ((layout.parity >= 0) & (most > 0) & (most % 2 != layout.parity))
    is_closed = most <= seats.filled
    within = np.arange(len(seats.held)) - np.repeat(seats.base[:-1], np.diff(seats.base))
    is_held = within < np.repeat(seats.filled, np.diff(seats.base))
    worst = np.full(len(room), -1, np.int32)
    has_seats = np.diff(seats.base) > 0
    if has_seats.any():
        codes = np.where(is_held, seats.held, -1)
        worst[has_seats] = np.maximum.reduceat(codes, seats.base[:-1][has_seats])
    cutoff = np.full(len(room), -np.inf, np.float32)
    is_cut = is_closed & (worst >= 0)
    cutoff[is_cut] = -layout.depth[worst[is_cut] >> 1]
    # Closed without holding anyone: no position at all, so there is nobody to be preferred to.
    cutoff[is_closed & (worst < 0)] = np.inf
    return cutoff
