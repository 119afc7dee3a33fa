"""Holds which applications two partners have so far, over sampled answers, and what one more would add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.portfolio.pairs._outcome import keyed_uniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Floats = NDArray[np.float32]

__all__ = ["PER_DRAW", "PairState", "PairWorth", "sampled"]

_LINES = 8
PER_DRAW = 8
"""Samples for each draw of the season."""


@dataclass(frozen=True, slots=True, eq=False)
class PairWorth:
    """What the couple would give for each way to be matched; nothing at all is worth 0.

    Attributes
    ----------
    both : array of shape (n_first, n_second)
        Both matched, at these two programs; 0 for a pair that is not to be listed.
    alone : arrays of shape (n_first,) and (n_second,)
        One matched there, the other unmatched; 0 for what is not to be listed.
    """

    both: Array
    alone: tuple[Array, Array]

    def part(self, first: Sequence[int], second: Sequence[int]) -> PairWorth:
        """Return the same for some programs of each."""
        both = self.both[np.ix_(first, second)]
        return PairWorth(both, (self.alone[0][list(first)], self.alone[1][list(second)]))


def sampled(hits: Array, codes: Sequence[str], seed: int, side: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Return chances and sampled answers of programs, each of shape (n_programs, n_samples).

    Both partners' samples belong to the same draws; which node of one's own strength a sample has is one's own.
    """
    n_draws, n_nodes = hits.shape[1:]
    generator = np.random.default_rng([seed, side, n_draws])
    node = np.argsort(generator.random((n_draws, max(n_nodes, PER_DRAW))), axis=1)[:, :PER_DRAW] % n_nodes
    chance = hits[:, np.arange(n_draws)[:, None], node].reshape(len(hits), -1).astype(np.float32)
    answers = np.zeros(chance.shape, dtype=bool)
    for i, code in enumerate(codes):
        answers[i] = keyed_uniforms(seed, f"{side}:{code}", n_draws, PER_DRAW).ravel() < chance[i]
    return chance, answers


class PairState:
    """Applications of both partners so far.

    Attributes
    ----------
    value : array of shape (n_samples,)
        Worth of the best row that comes about in each sample.
    best : two arrays of shape (n_programs of the side, n_samples)
        Worth of the best row that would come about if that program took its partner.
    """

    def __init__(
        self,
        chances: tuple[Floats, Floats],
        answers: tuple[NDArray[np.bool_], NDArray[np.bool_]],
        worth: PairWorth,
        chosen: tuple[Sequence[int], Sequence[int]] = ((), ()),
    ) -> None:
        self.chances, self.answers = chances, answers
        self.both = np.ascontiguousarray(worth.both, dtype=np.float32)
        self.alone = [np.asarray(each, dtype=np.float32) for each in worth.alone]
        n_samples = chances[0].shape[1]
        self.value = np.zeros(n_samples, np.float32)
        self.best = [np.repeat(each[:, None], n_samples, axis=1) for each in self.alone]
        self.chosen: tuple[list[int], list[int]] = ([], [])
        for side in (0, 1):
            for index in chosen[side]:
                self.add(side, index)

    @property
    def mean(self) -> float:
        """Mean worth over the samples."""
        return float(self.value.mean(dtype=np.float64))

    def _worth_with(self, side: int, index: int) -> Floats:
        """Return what the other partner's programs are worth together with one program."""
        return self.both[index] if side == 0 else self.both[:, index]

    def add(self, side: int, index: int) -> None:
        """Apply to one more program."""
        self.chosen[side].append(index)
        said_yes = self.answers[side][index]
        np.maximum(self.value, np.where(said_yes, self.best[side][index], 0), out=self.value)
        other = self.best[1 - side]
        # Only programs of the other that make a pair with this one, and only samples where it says yes.
        worth = self._worth_with(side, index)
        lines, samples = np.flatnonzero(worth > 0), np.flatnonzero(said_yes)
        if lines.size and samples.size:
            block = np.ix_(lines, samples)
            other[block] = np.maximum(other[block], worth[lines][:, None])

    def gains(self, side: int) -> Floats:
        """Return what each program of a side would add, shape (n_programs,)."""
        more = np.maximum(self.best[side] - self.value, 0)
        return np.asarray(np.einsum("ir,ir->i", self.chances[side], more) / len(self.value))

    def pair_gains(self, first: NDArray[np.int64], second: NDArray[np.int64], every: int) -> Floats:
        """Return what each pair of some programs would add by being matched together, shape (n_some, n_others).

        Parameters
        ----------
        every
            Only each so manieth sample is looked at: this is for finding where to begin, not for stating.
        """
        chance, other = self.chances[0][first, ::every], self.chances[1][second, ::every]
        value, both = self.value[::every], self.both[np.ix_(first, second)]
        gains = np.zeros_like(both)
        if not gains.size:
            return gains
        for worth in np.unique(both):
            if worth > 0:
                joint = _product(chance * np.maximum(worth - value, 0), other) / np.float32(len(value))
                gains = np.where(both == worth, joint, gains)
        return gains

    def adds(self, side: int) -> dict[int, Floats]:
        """Return, for each chosen program, what its yes is worth in each sample beside all the others."""
        mine = self.chosen[side]
        if not mine:
            return {}
        other = self.chosen[1 - side]
        floor = np.zeros_like(self.value)
        for index in other:
            yes = self.answers[1 - side][index]
            np.maximum(floor, np.where(yes, self.alone[1 - side][index], 0), out=floor)
        with_yes = np.where(self.answers[side][mine], self.best[side][mine], 0)
        order = np.sort(with_yes, axis=0)
        top = order[-1]
        runner_up = order[-2] if len(mine) > 1 else np.zeros_like(top)
        found = {}
        for at, index in enumerate(mine):
            without = np.maximum(floor, np.where(with_yes[at] >= top, runner_up, top))
            found[index] = np.maximum(self.best[side][index] - without, 0)
        return found

    def margins(self, side: int) -> dict[int, float]:
        """Return what each chosen program adds to the worth, beside all the others."""
        return {
            index: float(self.chances[side][index] @ each / len(self.value)) for index, each in self.adds(side).items()
        }


def _product(first: Floats, second: Floats) -> Floats:
    """Return ``first @ second.T``, a few lines at a time.

    Products as small as these are slower on several threads than on one, most of all on a machine that is busy.
    """
    return np.concatenate([first[at : at + _LINES] @ second.T for at in range(0, len(first), _LINES)])
