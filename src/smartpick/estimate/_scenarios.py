"""Draws that all programs and specialties share, and the two equations that tie them to the published tables.

A scenario is one draw of everything that is uncertain about the season and the figures. Within a scenario the
applicant's unobserved strength θ (standard normal) is integrated over `N_NODES` Gauss-Hermite nodes: every program sees
the same θ, which is why her applications succeed or fail together.

Arrays are laid out (program, scenario, node); weights of the nodes add up to one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["N_DRAWS", "N_NODES", "logit", "named_normals", "nodes", "solve_increasing"]

N_DRAWS = 240
N_NODES = 9


def logit(p: float) -> float:
    """Return the log-odds of a chance strictly between 0 and 1."""
    return float(np.log(p) - np.log1p(-p))


def nodes(count: int = N_NODES) -> tuple[Array, Array]:
    """Return nodes and weights that integrate over a standard normal; the weights add up to one.

    Examples
    --------
    >>> x, w = nodes()
    >>> round(float((w * x**2).sum()), 6)
    1.0
    """
    x, w = np.polynomial.hermite_e.hermegauss(count)
    return x, w / w.sum()


def named_normals(seed: int, name: str, shape: int | tuple[int, ...] = N_DRAWS) -> Array:
    """Return standard normal draws that depend only on the seed and a name.

    Each uncertain figure has its own stream, so that asking for one more program or specialty moves no other draw.
    One-dimensional draws are made symmetric (each comes with its mirror image), which halves the noise of a mean.
    """
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    generator = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))
    if isinstance(shape, tuple):
        return generator.standard_normal(shape)
    half = generator.standard_normal((shape + 1) // 2)
    mirrored = np.concatenate([half, -half])[:shape]
    return np.asarray(generator.permutation(mirrored))


def solve_increasing(
    function: Callable[[Array], Array], target: Array, low: float = -25.0, high: float = 25.0, rounds: int = 36
) -> Array:
    """Return x with function(x) = target in every scenario, for a function that increases in x.

    Parameters
    ----------
    function
        Takes and returns arrays of shape (n_draws,).
    target
        Array of shape (n_draws,). Where it lies outside the function's reach, the nearer end is returned.
    low, high
        Where to look. Halved `rounds` times.
    """
    below = np.full_like(target, low)
    above = np.full_like(target, high)
    for _ in range(rounds):
        middle = 0.5 * (below + above)
        is_short = function(middle) < target
        below = np.where(is_short, middle, below)
        above = np.where(is_short, above, middle)
    return np.asarray(0.5 * (below + above))
