"""What the chance model gives back: chances over shared scenarios, reasons, and what both rest on."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._interviews import InterviewLevel, SignalEffect, TieEffect
from smartpick.estimate._levels import Level, ScoreReading
from smartpick.estimate._record import Effect
from smartpick.programs import Program
from smartpick.uncertainty import Estimate
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Chances", "OnDemand", "Rows", "SpecialtyBasis", "Term", "with_odds"]


@dataclass(frozen=True, slots=True)
class Term:
    """One reason behind a program's chance of an interview offer.

    Attributes
    ----------
    key
        ``in_state``, ``out_of_state``, ``tie``, ``signal``, ``openness``, ``unfilled``, ``away_rotation`` …
    effect
        Mean change in log-odds against the average program of the specialty.
    text
        What it is, for a reader.
    fact_ids
        What it rests on.
    """

    key: str
    effect: float
    text: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SpecialtyBasis:
    """What the chances of one specialty rest on.

    Attributes
    ----------
    is_simulated
        Whether the differences between programs come from simulated seasons, rather than from assumptions alone.
    signal_on_rank
        What a signal does to the log-odds of being taken, for each logit that it does to an interview offer.
    usual_facts
        The figure that `usual_applications` is.
    """

    specialty: str
    level: Level
    interviews: InterviewLevel
    ties: TieEffect
    signals: SignalEffect
    effects: tuple[Effect, ...]
    score: ScoreReading
    reference_applications: float
    usual_applications: float
    caveats: tuple[str, ...]
    is_simulated: bool = False
    signal_on_rank: float = 0.0
    usual_facts: tuple[str, ...] = ()


class OnDemand:
    """The reasons of each program, worked out when they are asked for: a list shows a few of hundreds.

    Parameters
    ----------
    size
        Number of programs.
    make
        Returns the reasons of one, by its number.
    """

    def __init__(self, size: int, make: Callable[[int], tuple[Term, ...]]) -> None:
        self._size, self._make = size, make
        self._known: dict[int, tuple[Term, ...]] = {}

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, index: int) -> tuple[Term, ...]:
        """Return the reasons of one program."""
        if not -self._size <= index < self._size:
            raise IndexError(index)
        at = index % self._size
        if at not in self._known:
            self._known[at] = self._make(at)
        return self._known[at]

    def __iter__(self) -> Iterator[tuple[Term, ...]]:
        return (self[at] for at in range(self._size))


Rows = Callable[[Sequence[int]], "tuple[Array, Array]"]
"""Returns the chances of an interview offer, and of being taken, of some programs by their numbers."""

_BLOCK = 32
"""Programs that are worked out at a time: what stands between then stays near the processor."""
_MOST_KNOWN = 96
"""Programs of which both chances are kept, some 40 kB each: those that lists are made of."""


class Chances:
    """One applicant's chances over a list of programs.

    Parameters
    ----------
    rows
        Works out both chances of some programs. Of all of them they would take much memory, and only their product is
        needed of all: a list needs them of its own programs alone.

    Attributes
    ----------
    programs : tuple of Program
        In the order of the first axis of every array.
    shape : (n_programs, n_draws, n_nodes)
        Of `interview` and `accept`.
    weights : array of shape (n_nodes,)
        Weights of the nodes of her unobserved strength.
    terms : OnDemand
        The reasons of each program.
    basis : dict
        What each specialty's chances rest on.
    cap : array of shape (n_draws,), or None
        Interviews that she attends at most; None where a specialty's levels were not put together with a limit.
    """

    def __init__(
        self,
        programs: tuple[Program, ...],
        rows: Rows,
        n_draws: int,
        weights: Array,
        terms: OnDemand,
        basis: dict[str, SpecialtyBasis],
        cap: Array | None,
    ) -> None:
        self.programs = programs
        self.shape = len(programs), n_draws, len(weights)
        self.weights = weights
        self._rows = rows
        self._known: dict[int, tuple[Array, Array]] = {}
        self.terms = terms
        self.basis = basis
        self.cap = cap

    def only(self, indices: Sequence[int]) -> Chances:
        """Return the chances at some of the programs that hold all of the specialties, in the order given.

        They are the same as if these alone had been asked for: what all programs share is settled on whole specialties.
        """
        kept = list(indices)
        programs = tuple(self.programs[i] for i in kept)
        rows = self._rows
        basis = {key: self.basis[key] for key in dict.fromkeys(program.specialty for program in programs)}
        terms = OnDemand(len(kept), lambda at: self.terms[kept[at]])
        return Chances(
            programs, lambda some: rows([kept[at] for at in some]), self.shape[1], self.weights, terms, basis, self.cap
        )

    @property
    def interview(self) -> Array:
        """Chance of an interview offer, array of `shape`."""
        return self._both[0]

    @property
    def accept(self) -> Array:
        """Chance that a program would take her in the Match, given that it interviewed her and she ranks it, alike."""
        return self._both[1]

    @functools.cached_property
    def _both(self) -> tuple[Array, Array]:
        interview, accept = np.empty(self.shape), np.empty(self.shape)
        for block in self._blocks():
            interview[block], accept[block] = self._rows(range(block.start, block.stop))
        return interview, accept

    def _blocks(self) -> Iterator[slice]:
        size = self.shape[0]
        return (slice(begin, min(begin + _BLOCK, size)) for begin in range(0, size, _BLOCK))

    def _row(self, index: int) -> tuple[Array, Array]:
        """Return both chances at one program, each of shape (n_draws, n_nodes)."""
        if index not in self._known:
            interview, accept = self._rows([index])
            while len(self._known) >= _MOST_KNOWN:
                self._known.pop(next(iter(self._known)), None)
            self._known[index] = interview[0], accept[0]
        return self._known[index]

    def p_interview(self, index: int) -> Estimate:
        """Return the chance of an interview offer from one program."""
        caveats = self.basis[self.programs[index].specialty].caveats
        return Estimate(self._row(index)[0] @ self.weights, "probability", caveats)

    def hits(self, spare: int = 0) -> Array:
        """Return the chance of an interview offer and of being taken, array of `shape`.

        Parameters
        ----------
        spare
            Programs that there is to be room for after them; what stands there is unset.
        """
        hits = np.empty((self.shape[0] + spare, *self.shape[1:]))
        for block in self._blocks():
            interview, accept = self._rows(range(block.start, block.stop))
            np.multiply(interview, accept, out=hits[block])
        return hits

    def interview_with_signal(self, index: int, tier: SignalTier) -> Array:
        """Return the chance of an interview offer from one program with a signal, shape (n_draws, n_nodes)."""
        return self._moved(self._row(index)[0], index, tier, 1.0)

    def accept_with_signal(self, index: int, tier: SignalTier) -> Array:
        """Return the chance of being taken, given an interview, with a signal, shape (n_draws, n_nodes)."""
        return self._moved(self._row(index)[1], index, tier, self.basis[self.programs[index].specialty].signal_on_rank)

    def _moved(self, plain: Array, index: int, tier: SignalTier, share: float) -> Array:
        if tier is SignalTier.NONE or share == 0.0:
            return plain
        effect = self.basis[self.programs[index].specialty].signals.by_tier[tier]
        return with_odds(plain, share * effect[:, None])


def with_odds(chance: Array, moved: Array | float) -> Array:
    """Return chances with their log-odds moved."""
    odds = chance / np.maximum(1 - chance, 1e-12) * np.exp(moved)
    return np.asarray(odds / (1 + odds))
