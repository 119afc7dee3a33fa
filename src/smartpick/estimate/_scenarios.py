"""Draws that all programs and specialties share, and the two equations that tie them to the published tables.

A scenario is one draw of everything that is uncertain about the season and the figures. Within a scenario the
applicant's unobserved strength θ and interview skill φ (standard normal) take `N_NODES` pairs of values: every program
sees the same pair, which is why her applications succeed or fail together. The constants of a specialty are solved with
Gauss-Hermite nodes, which are exact; her own chances need only be right on average over the scenarios.

Arrays are laid out (program, scenario, node); weights of the nodes add up to one.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = [
    "N_DRAWS",
    "N_NODES",
    "keyed_normals",
    "logit",
    "named_normals",
    "nodes",
    "resampled",
    "solve_increasing",
    "strength_nodes",
]

N_DRAWS = 240
N_NODES = 10
_LATTICE_STEP = 3
_GAUSS_NODES = 9


def logit(p: float) -> float:
    """Return the log-odds of a chance strictly between 0 and 1."""
    return float(np.log(p) - np.log1p(-p))


@lru_cache(maxsize=8)
def nodes(count: int = _GAUSS_NODES) -> tuple[Array, Array]:
    """Return nodes and weights that integrate over a standard normal; the weights add up to one. Not to be written to.

    Examples
    --------
    >>> x, w = nodes()
    >>> round(float((w * x**2).sum()), 6)
    1.0
    """
    x, w = np.polynomial.hermite_e.hermegauss(count)
    weights = w / w.sum()
    for array in (x, weights):
        array.setflags(write=False)
    return x, weights


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


@lru_cache(maxsize=8)
def strength_nodes(seed: int) -> tuple[Array, Array]:
    """Return unobserved strength θ and interview skill φ, standard normal, each of shape (N_DRAWS, N_NODES).

    All nodes of a scenario weigh the same. A lattice of `N_NODES` points, moved by an amount of its own in each
    scenario, covers both far more evenly than independent draws would; half of the scenarios mirror the others.
    """
    shift = np.random.default_rng([seed, 29]).random((N_DRAWS // 2, 1, 2))
    at = np.arange(N_NODES)
    lattice = np.stack([at / N_NODES, (at * _LATTICE_STEP % N_NODES) / N_NODES], axis=1)
    points = (lattice[None] + shift) % 1.0
    both = np.clip(np.concatenate([points, 1 - points]), 1e-6, 1 - 1e-6)
    normal = np.vectorize(NormalDist().inv_cdf, otypes=[np.float64])(both)
    normal.setflags(write=False)
    return normal[:, :, 0], normal[:, :, 1]


def keyed_normals(seed: int, name: str, keys: Sequence[str], n: int = N_DRAWS) -> Array:
    """Return standard normal draws, shape (n_keys, n), each row decided by seed, name and its key alone.

    Much faster than `named_normals` for hundreds of keys: a counter is scrambled (splitmix64) and put through
    Box-Muller. Each row comes with its mirror image, so that its mean is nothing.
    """
    salt = int.from_bytes(hashlib.sha256(f"{seed}:{name}".encode()).digest()[:8], "big")
    base = np.array([zlib.crc32(key.encode()) for key in keys], dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    half = (n + 1) // 2
    with np.errstate(over="ignore"):
        at = (base + np.uint64(salt))[:, None] + np.arange(half, dtype=np.uint64)[None, :] * np.uint64(
            0xD1342543DE82EF95
        )
        x = at ^ (at >> np.uint64(30))
        x = x * np.uint64(0xBF58476D1CE4E5B9)
        x ^= x >> np.uint64(27)
        x *= np.uint64(0x94D049BB133111EB)
        x ^= x >> np.uint64(31)
    first = ((x >> np.uint64(32)).astype(np.float64) + 0.5) / 2.0**32
    second = ((x & np.uint64(0xFFFFFFFF)).astype(np.float64) + 0.5) / 2.0**32
    normal = np.sqrt(-2 * np.log(first)) * np.cos(2 * np.pi * second)
    order = np.random.default_rng([seed, 31]).permutation(2 * half)
    return np.asarray(np.concatenate([normal, -normal], axis=1)[:, order][:, :n])


def resampled(weights: Array, n: int = N_DRAWS) -> NDArray[np.int64]:
    """Return `n` indices in which each one occurs as often as its weight says (systematic, no chance in it).

    Examples
    --------
    >>> resampled(np.array([0.5, 0.25, 0.25]), 4).tolist()
    [0, 0, 1, 2]
    """
    steps = (np.arange(n) + 0.5) / n
    found = np.searchsorted(np.cumsum(weights / weights.sum()), steps)
    return np.minimum(found, len(weights) - 1).astype(np.int64)
