"""Kernels: interview indices, rank values and offers under capacity of one simulated season. Plain Python over arrays.

Offers: every program goes down its applications by interview index until its places are taken; an applicant keeps her
preferred ones up to her own limit and gives the others back, which lets the program go on. The end is a cutoff: she
was offered an interview iff her index reaches the program's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["KERNELS", "indices", "offer", "sift_down"]


def indices(
    base: NDArray[np.float64],
    owner: NDArray[np.int32],
    program: NDArray[np.int16],
    tie: NDArray[np.int8],
    tier: NDArray[np.int8],
    noise: NDArray[np.float32],
    rank_noise: NDArray[np.float32],
    kind: NDArray[np.int8],
    phi: NDArray[np.float32],
    openness: NDArray[np.float64],
    ties: NDArray[np.float64],
    signal: NDArray[np.float64],
    rank: NDArray[np.float64],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return interview index and rank value of every application.

    Parameters
    ----------
    openness
        Shape (5, n_programs), the program's residual in it.
    ties
        Shape (5, 3): home state, same division, own school or away rotation, by type.
    signal
        Effect by tier, shape (4,).
    rank
        Share of the base without ties, share of the signal, effect of interview skill, sd of the noise, share of the
        ties.
    """
    n = len(program)
    interview = np.empty(n, np.float32)
    value = np.empty(n, np.float32)
    for a in range(n):
        i, j = owner[a], program[a]
        t = kind[i]
        x = base[i] + openness[t, j]
        bond = 0.0
        if tie[a] & 1:
            bond += ties[t, 0]
        if tie[a] & 2:
            bond += ties[t, 1]
        if tie[a] & 4:
            bond += ties[t, 2]
        s = signal[tier[a]]
        interview[a] = x + bond + s + noise[a]
        value[a] = rank[0] * x + rank[1] * s + rank[2] * phi[i] + rank[3] * rank_noise[a] + rank[4] * bond
    return interview, value


def sift_down(heap: NDArray[np.int32], low: int, size: int, at: int, key: NDArray[np.float32]) -> None:
    """Restore a max-heap of application numbers, stored from `low` on."""
    while True:
        child = 2 * at + 1
        if child >= size:
            return
        if child + 1 < size and key[heap[low + child + 1]] > key[heap[low + child]]:
            child += 1
        if key[heap[low + child]] <= key[heap[low + at]]:
            return
        heap[low + child], heap[low + at] = heap[low + at], heap[low + child]
        at = child


def offer(  # noqa: PLR0915 -- one pass over arrays; numba wants it in one piece
    interview: NDArray[np.float32],
    start: NDArray[np.int64],
    owner: NDArray[np.int32],
    program: NDArray[np.int16],
    by_program: NDArray[np.int32],
    program_start: NDArray[np.int64],
    places: NDArray[np.int64],
    cap: NDArray[np.int32],
    floor: float,
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return each program's interview cutoff and which applications end as an attended interview."""
    n, m = len(program), len(places)
    cutoff = np.full(m, -np.inf, np.float32)
    held = np.zeros(n, np.bool_)
    count = np.zeros(len(cap), np.int64)
    last = np.full(len(cap), -1, np.int64)
    taken = np.zeros(m, np.int64)
    heap = by_program.copy()
    left = np.empty(m, np.int64)
    stack = np.empty(m, np.int64)
    waiting = np.zeros(m, np.bool_)
    top = 0
    for j in range(m):
        low, size = program_start[j], program_start[j + 1] - program_start[j]
        left[j] = size
        for at in range(size // 2 - 1, -1, -1):
            sift_down(heap, low, size, at, interview)
        stack[m - 1 - j] = j
        waiting[j] = True
    top = m
    while top > 0:
        top -= 1
        j = stack[top]
        waiting[j] = False
        low = program_start[j]
        while taken[j] < places[j] and left[j] > 0:
            a = heap[low]
            if interview[a] < floor:
                left[j] = 0
                cutoff[j] = floor
                break
            left[j] -= 1
            heap[low] = heap[low + left[j]]
            sift_down(heap, low, left[j], 0, interview)
            cutoff[j] = interview[a]
            i = owner[a]
            if count[i] < cap[i]:
                count[i] += 1
                held[a] = True
                taken[j] += 1
                last[i] = max(last[i], a)
            elif a < last[i]:
                worst = last[i]
                held[worst] = False
                held[a] = True
                taken[j] += 1
                other = program[worst]
                taken[other] -= 1
                back = worst - 1
                while back >= start[i] and not held[back]:
                    back -= 1
                last[i] = back
                if not waiting[other] and other != j:
                    waiting[other] = True
                    stack[top] = other
                    top += 1
        if left[j] == 0 and taken[j] < places[j] and cutoff[j] != np.float32(floor):
            cutoff[j] = -np.inf
    return cutoff, held


KERNELS = ("sift_down", "indices", "offer")
