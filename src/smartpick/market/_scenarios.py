"""What would any list of one more applicant come to, over many matchings that were worked out without her?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smartpick.errors import Problem, RequestError

__all__ = ["Scenarios"]

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Scenarios:
    """Cutoffs of every program in every scenario.

    A cutoff is what one more applicant has to beat to be taken: the score of the program's last admitted; minus
    infinity where a position is left, infinity where there is none for one more alone. From a `Market`, where programs
    have places instead of scores, it is minus the place of the last admitted on the program's list, counted from 0;
    someone whom the program would put below k others has the score ``0.5 - k``.

    Parameters
    ----------
    cutoff : array of shape (n_programs, n_scenarios)
        One program's scenarios stand together: a list needs few programs and all scenarios.

    Notes
    -----
    With cutoffs of last admitted the answer is a very good one but not always exact: the person she displaces may start
    a chain that ends with her own displacement. In programs with one position, and with couples, run the market again
    with her in it (`Market.with_person`, `Interviews.with_person`). With the `entry` scores of `match_scores` it is
    exact for one more single applicant, one-position programs included.

    Examples
    --------
    >>> scenarios = Scenarios.collect([[0.5, -np.inf], [0.1, 0.7]])
    >>> scenarios.first_admitted([0, 1], [0.3, 0.3]).tolist()
    [1, 0]
    """

    cutoff: Floats

    def __post_init__(self) -> None:
        cutoff = np.ascontiguousarray(self.cutoff, np.float32)
        if cutoff.ndim != 2 or np.isnan(cutoff).any():
            raise RequestError([Problem("cutoff", "is not a table of numbers", f"it has shape {cutoff.shape}")])
        cutoff.setflags(write=False)
        object.__setattr__(self, "cutoff", cutoff)

    @classmethod
    def collect(cls, cutoffs: Iterable[ArrayLike]) -> Scenarios:
        """Return the scenarios of matchings, each given by its cutoffs, an array of shape (n_programs,)."""
        return cls(np.stack([np.asarray(cutoff, np.float32) for cutoff in cutoffs], axis=1))

    def first_admitted(self, programs: ArrayLike, scores: ArrayLike) -> Ints:
        """Return where on her list one more applicant is matched, in each scenario.

        Parameters
        ----------
        programs : array of shape (n_listed,)
            Her rank order list.
        scores : array of shape (n_listed,) or (n_scenarios, n_listed)
            What each program thinks of her, on the scale of the cutoffs; NaN: not ranked.

        Returns
        -------
        array of shape (n_scenarios,)
            Place on her list, from 0; -1: unmatched.
        """
        listed = np.asarray(programs, np.int64)
        given = np.asarray(scores, np.float32)
        n_programs, n_scenarios = self.cutoff.shape
        problems = [
            Problem(f"rank {i + 1}", f"unknown program {listed[i]}", fix=f"There are {n_programs}, numbered from 0")
            for i in np.flatnonzero((listed < 0) | (listed >= n_programs))
        ]
        if given.shape not in {(len(listed),), (n_scenarios, len(listed))}:
            problems.append(Problem("scores", f"have shape {given.shape}", f"{len(listed)} programs are listed"))
        if problems:
            raise RequestError(problems)
        if not len(listed):
            return np.full(n_scenarios, -1, np.int32)
        is_taken = np.greater(np.atleast_2d(given).T, self.cutoff[listed])
        first = np.where(is_taken.any(axis=0), is_taken.argmax(axis=0), -1)
        return np.asarray(first, dtype=np.int32)
