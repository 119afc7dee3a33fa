"""What a question is, what a published answer is, and what a model has to do to be judged."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from smartpick.judged._sight import Sight

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Asked", "Model", "Published", "generator", "logit", "spread"]

N_DRAWS = 400


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that a model is asked for; the answer is not in it.

    Attributes
    ----------
    key
        Tells it from all others of its trial.
    kind
        ``match_rate``, ``overall_rate``, ``interview_rate``, ``match_given_offers``, ``beside_one``,
        ``score_quartile``, ``share`` or ``unfilled``.
    stratum
        Score band, group, number of interviews or quartile, as published.
    place
        State and entry level, or a program's code; empty elsewhere.
    """

    key: str
    kind: str
    specialty: str
    applicant_type: str
    stratum: str
    season: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """The published answer.

    Attributes
    ----------
    value
        A rate or share between 0 and 1, or score points.
    n
        How many were counted; None when not published.
    n_people
        The same where the figure is a share of `n` people or positions, so that chance alone moves it; else None.
    fact_ids
        The rows it stands in.
    """

    asked: Asked
    value: float
    n: int | None
    n_people: int | None
    fact_ids: tuple[str, ...]


class Model(Protocol):
    """Something that answers questions; a simulated market is one more."""

    @property
    def name(self) -> str:
        """Short name, the same in every table."""
        ...

    @property
    def about(self) -> str:
        """What it does, in a sentence for a reader."""
        ...

    def uses(self, asked: Asked) -> bool:
        """Return whether it would use this very figure if it could see it."""
        ...

    def answers(self, sight: Sight, asked: Sequence[Asked]) -> Mapping[str, Array]:
        """Return draws by key, for the questions that it can answer.

        A single draw is an answer without an interval. Draws are of the underlying rate: chance differences in who was
        counted are added by the judge.
        """
        ...


def generator(seed: int, *names: str) -> np.random.Generator:
    """Return a generator that depends on the seed and the names only."""
    digest = hashlib.sha256("|".join((str(seed), *names)).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def spread(seed: int, *names: str, n: int = N_DRAWS) -> Array:
    """Return evenly spaced quantiles of a standard normal in an order that the names decide, shape (n,).

    Examples
    --------
    >>> draws = spread(1, "level")
    >>> bool(abs(draws.mean()) < 1e-9), bool(abs(draws.std() - 1) < 0.01)
    (True, True)
    """
    from statistics import NormalDist

    quantiles = [NormalDist().inv_cdf((i + 0.5) / n) for i in range(n)]
    return np.asarray(generator(seed, *names).permutation(np.array(quantiles)))


def logit(p: float) -> float:
    """Return log-odds, with shares nearer than 1 in 2,000 to 0 or 1 drawn in."""
    inside = min(max(p, 0.0005), 0.9995)
    return float(np.log(inside) - np.log1p(-inside))
