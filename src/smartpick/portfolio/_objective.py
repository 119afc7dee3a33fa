"""What a set of applications is worth: the expected utility of where she ends up, over shared scenarios.

Within a scenario programs answer independently, so that every part of the worth is a *term*: a product, over the
chosen programs that take part in it, of the chance that each does not take her. A set is worth the sum over the terms
of a coefficient times one less the expected product. Without first years the terms are "no match at level t or
better", their coefficients are what a level is worth above the next, and the worth is submodular: what a program adds
falls as the list grows.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["FirstYear", "Objective"]

_LEAST_MISS = 1e-12
"""A chance not to be taken by which a product is still divided; a smaller one is left out by multiplying anew."""


@dataclass(frozen=True, slots=True, eq=False)
class FirstYear:
    """How advanced positions, which begin after a first year matched separately, are worth less without one.

    Attributes
    ----------
    needs
        Whether positions of a level begin after a first year, shape (n_levels,).
    share_without
        Share of its worth that such a position keeps where no chosen first year takes her (0-1): one may still be
        found after the Match. An assumption of whoever builds the objective.
    """

    needs: NDArray[np.bool_]
    share_without: float


@dataclass(frozen=True, eq=False)
class Objective:
    """What the applicant wants, over shared scenarios.

    Attributes
    ----------
    hits
        Chance that a program interviews and takes her, shape (n_programs, n_scenarios); scenarios are all pairs of
        draw and θ node.
    weights
        Weight of each scenario, shape (n_scenarios,), adding up to one.
    level
        Level of liking of each program, 0 the best, shape (n_programs,). With `first_year`, the level after the last
        is that of programs that offer a first year alone: worth nothing by themselves.
    utility
        Worth of a match at each level, falling, shape (n_levels,); no match is worth 0.
    first_year
        None where no position needs a first year that is matched separately.
    """

    hits: Array
    weights: Array
    level: NDArray[np.int64]
    utility: Array
    first_year: FirstYear | None = None

    @functools.cached_property
    def half(self) -> NDArray[np.float32]:
        """Return the chances in single precision: exact to a ten-millionth, at half the time of every product."""
        return self.hits.astype(np.float32)

    @functools.cached_property
    def steps(self) -> Array:
        """Return the coefficient of each term, shape (n_terms,).

        Notes
        -----
        The first n_levels are what matching at level t or better adds over t + 1 or better. With first years, let C
        be the chance that none takes her and P_t the chance to land at level t: then (1 - share) Σ u_t C P_t over the
        levels that need one is taken off, and P_t is the difference of two products, so that it is a sum of further
        terms, whose coefficients add up to nothing.
        """
        plain = self.utility - np.append(self.utility[1:], 0.0)
        if self.first_year is None:
            return np.asarray(plain)
        lost = (1 - self.first_year.share_without) * self.utility * self.first_year.needs
        return np.concatenate([plain, np.append(lost, 0.0) - np.append(0.0, lost)])

    @functools.cached_property
    def member(self) -> NDArray[np.bool_]:
        """Return whether programs of a level take part in a term, shape (n_levels or one more, n_terms)."""
        n = self.utility.size
        plain = np.arange(n)[:, None] <= np.arange(n)[None, :]
        if self.first_year is None:
            return plain
        with_year = np.hstack([plain, np.zeros((n, 1), dtype=bool), plain])
        return np.vstack([with_year, np.r_[np.zeros(n, dtype=bool), np.ones(n + 1, dtype=bool)]])

    @functools.cached_property
    def parts(self) -> tuple[slice | NDArray[np.bool_], ...]:
        """Return the terms of each level as an index: a slice where they stand together, which needs no copies."""
        found: list[slice | NDArray[np.bool_]] = []
        for row in self.member:
            at = np.flatnonzero(row)
            is_whole = at.size > 0 and at[-1] - at[0] + 1 == at.size
            found.append(slice(int(at[0]), int(at[-1]) + 1) if is_whole else row)
        return tuple(found)

    @property
    def is_submodular(self) -> bool:
        """Whether what a program adds never rises as others join."""
        return bool((self.steps >= 0).all())

    @contextmanager
    def changed(self, rows: Mapping[int, Array]) -> Iterator[Objective]:
        """Give the objective with other chances of some programs, for as long as the block lasts.

        Parameters
        ----------
        rows
            Chances of these programs, each of shape (n_scenarios,).

        Notes
        -----
        They are written over the objective's own and put back: a copy of all chances would take more time than most of
        what is asked with it, and be the most memory that a choice takes. Within the block this objective is changed
        too; not for use by two threads at once.
        """
        kept = {index: self.hits[index].copy() for index in rows}
        try:
            self._write(rows)
            yield self
        finally:
            self._write(kept)

    def _write(self, rows: Mapping[int, Array]) -> None:
        half = self.__dict__.get("half")
        for index, row in rows.items():
            self.hits[index] = row
            if half is not None:
                half[index] = row

    def value(self, chosen: Sequence[int]) -> float:
        """Return the expected utility of a set."""
        return float(self.steps @ (1 - self.survival(chosen) @ self.weights))

    def survival(self, chosen: Sequence[int]) -> Array:
        """Return the product of each term, shape (n_terms, n_scenarios)."""
        survival = np.ones((self.steps.size, self.weights.size))
        for index in chosen:
            survival[self.parts[self.level[index]]] *= 1 - self.hits[index]
        return survival

    def worth(self, survival: Array) -> Array:
        """Return, per level, the weight of each scenario for one more program at that level.

        Parameters
        ----------
        survival
            Shape (…, n_terms, n_scenarios).

        Returns
        -------
        array of shape (…, n_levels or one more, n_scenarios)
        """
        scaled = survival * (self.steps[:, None] * self.weights[None, :])
        return np.asarray(self.member.astype(float) @ scaled)

    def without(self, survival: Array, index: int) -> Array:
        """Return the products of all programs without one of them, shape of `survival`.

        Parameters
        ----------
        survival
            `survival` of all of them.
        """
        miss = 1 - self.hits[index]
        if miss.min() < _LEAST_MISS:
            return self.survival([at for at in range(len(self.level)) if at != index])
        left = survival.copy()
        left[self.parts[self.level[index]]] /= miss
        return left

    def losses(self, survival: Array) -> Array:
        """Return what the worth of all programs together loses without each of them, shape (n_programs,).

        Parameters
        ----------
        survival
            `survival` of all of them.
        """
        miss = 1 - self.hits
        if miss.min(initial=1.0) < _LEAST_MISS:
            return self.losses_of(range(len(self.level)))
        return np.asarray(np.einsum("ps,ps->p", self.hits / miss, self.worth(survival)[self.level]))

    def losses_of(self, chosen: Sequence[int]) -> Array:
        """Return what the worth of a set loses without each of its programs, shape (n_chosen,); nothing is divided."""
        return np.array([loss for _, loss in self._left_out(chosen)])

    def left_out(self, chosen: Sequence[int]) -> tuple[NDArray[np.float32], Array]:
        """Return what one more program is worth beside a set with each of its programs left out; and `losses_of` it.

        Returns
        -------
        array of shape (n_chosen + 1, n_levels or one more, n_scenarios)
            `worth` in single precision, the last with none left out.
        """
        worth = np.empty((len(chosen) + 1, len(self.member), self.weights.size), dtype=np.float32)
        losses = np.empty(len(chosen))
        for at, (without, loss) in enumerate(self._left_out(chosen)):
            worth[at], losses[at] = without, loss
        worth[-1] = self.worth(self.survival(chosen))
        return worth, losses

    def _left_out(self, chosen: Sequence[int]) -> Iterator[tuple[Array, float]]:
        """Return `worth` with each of the chosen left out, and what it loses; one at a time: all of them are much."""
        for index, without in zip(chosen, self.without_each(chosen), strict=True):
            worth = self.worth(without)
            yield worth, float(self.hits[index] @ worth[self.level[index]])

    def without_each(self, chosen: Sequence[int]) -> Array:
        """Return the products with each of the chosen left out, shape (n_chosen, n_terms, n_scenarios)."""
        left = np.empty((len(chosen), self.steps.size, self.weights.size))
        so_far = np.ones(left.shape[1:])
        for at, index in enumerate(chosen):
            left[at] = so_far
            so_far[self.parts[self.level[index]]] *= 1 - self.hits[index]
        so_far[:] = 1.0
        for at in range(len(chosen) - 1, -1, -1):
            left[at] *= so_far
            so_far[self.parts[self.level[chosen[at]]]] *= 1 - self.hits[chosen[at]]
        return left
