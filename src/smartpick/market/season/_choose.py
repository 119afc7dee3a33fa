"""Kernel: each applicant picks programs by taste, puts them in order, and signals the best. Plain Python over arrays.

Programs are drawn independently with chances proportional to their weight, scaled so that the expected number is the
applicant's own; the order is by utility (desirability, ties, a Gumbel taste).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["KERNELS", "choose", "mix", "uniform"]

HOME, DIVISION, CLOSE = 1, 2, 4


def mix(x: np.uint64) -> np.uint64:
    """Return a scrambled 64-bit number (the finaliser of splitmix64)."""
    x = x ^ (x >> np.uint64(30))
    x = x * np.uint64(0xBF58476D1CE4E5B9)
    x = x ^ (x >> np.uint64(27))
    x = x * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def uniform(key: np.uint64, at: np.uint64) -> float:
    """Return a number in (0, 1) that depends on two keys only."""
    x = mix(key + at * np.uint64(0x9E3779B97F4A7C15))
    return (float(x >> np.uint64(11)) + 0.5) / 9007199254740992.0


def choose(  # noqa: C901, PLR0912, PLR0915 -- one pass over arrays; numba wants it in one piece
    who: NDArray[np.int64],
    kind: NDArray[np.int8],
    score: NDArray[np.float64],
    count: NDArray[np.float64],
    home: NDArray[np.int16],
    close: NDArray[np.int64],
    state_of: NDArray[np.int16],
    division: NDArray[np.int16],
    taste: NDArray[np.float64],
    wanted: NDArray[np.float64],
    fit: NDArray[np.float64],
    near: NDArray[np.float64],
    signals: NDArray[np.int64],
    seed: np.uint64,
) -> tuple[NDArray[np.int64], NDArray[np.int16], NDArray[np.int8], NDArray[np.int8]]:
    """Return start, program, tie and tier of all applications, each applicant's in order of preference."""
    n, m = len(kind), len(state_of)
    bins = 24
    steep = np.empty((2, bins, m))
    for half in range(2):
        for b in range(bins):
            z = (b - 12) / 4.0
            for j in range(m):
                steep[half, b, j] = np.exp((0.45 if half == 0 else 0.225) * z * wanted[j])
    far = np.exp(near[2] * wanted)
    in_state, in_division = np.exp(near[0]), np.exp(near[1])
    room = int(count.sum() * 1.25) + 64 * 64 + int(close.sum()) + n
    start = np.zeros(n + 1, np.int64)
    program = np.empty(room, np.int16)
    tie = np.empty(room, np.int8)
    tier = np.empty(room, np.int8)
    weight = np.empty(m)
    ties = np.zeros(m, np.int8)
    value = np.empty(m)
    picked = np.empty(m, np.int64)
    n_signals = signals[0] + signals[1] + signals[2]
    at = 0
    for i in range(n):
        t, h = kind[i], home[i]
        key = mix(seed + np.uint64(who[i]) * np.uint64(0xD1342543DE82EF95))
        is_img = 1 if 2 <= t <= 3 else 0
        b = int(np.floor((score[i] - 245.0) / 15.0 * 4.0 + 0.5)) + 12
        b = min(max(b, 0), bins - 1)
        total = 0.0
        for j in range(m):
            w = taste[t, j] * steep[is_img, b, j]
            flag = 0
            if h >= 0:
                if state_of[j] == h:
                    w *= in_state
                    flag = HOME
                elif division[h] >= 0 and division[state_of[j]] == division[h]:
                    w *= in_division
                    flag = DIVISION
            # Away from home, US MDs keep to what is wanted; local programs fill with local people.
            if is_img == 0 and t != 1 and flag != HOME:
                w *= far[j]
            weight[j] = w
            ties[j] = flag
            total += w
        scale = count[i] / total
        for _ in range(3):
            reached, free = 0.0, 0.0
            for j in range(m):
                w = scale * weight[j]
                if w >= 1.0:
                    reached += 1.0
                else:
                    free += w
            if reached == 0.0 or free <= 0.0 or count[i] <= reached:
                break
            scale *= (count[i] - reached) / free
        # Own school: a program of the home state, larger ones likelier; away rotations: wherever taste leads.
        for c in range(close[i]):
            best, best_key = -1, -1.0e300
            for j in range(m):
                if ties[j] & CLOSE:
                    continue
                if c == 0 and h >= 0 and not (ties[j] & HOME):
                    continue
                u = uniform(key, np.uint64(4 * j + 2) + np.uint64(1000003 * (c + 1)))
                value_j = np.log(weight[j] + 1e-30) + 0.5 * wanted[j] - np.log(-np.log(u))
                if value_j > best_key:
                    best, best_key = j, value_j
            if best >= 0:
                ties[best] |= CLOSE
        size = 0
        for j in range(m):
            if (ties[j] & CLOSE) or uniform(key, np.uint64(4 * j)) < scale * weight[j]:
                u = uniform(key, np.uint64(4 * j + 1))
                utility = 0.8 * wanted[j] - 0.7 * np.log(-np.log(u))
                if ties[j] & HOME:
                    utility += 1.0
                elif ties[j] & DIVISION:
                    utility += 0.4
                if ties[j] & CLOSE:
                    utility += 1.0
                picked[size] = j
                value[size] = -utility
                size += 1
        if at + size > room:
            break
        order = np.argsort(value[:size])
        for k in range(size):
            j = picked[order[k]]
            program[at + k] = j
            tie[at + k] = ties[j]
            tier[at + k] = 0
        # Signals go to the best by preference and fit together.
        if n_signals > 0 and size > 0:
            for k in range(size):
                j = program[at + k]
                value[k] = k / (0.25 * size + 1.0) - 0.5 * fit[t, j]
                u = uniform(key, np.uint64(4 * j + 3))
                value[k] += np.log(-np.log(u))
            best_first = np.argsort(value[:size])
            for k in range(min(size, n_signals)):
                if k < signals[0]:
                    tier[at + best_first[k]] = 1
                elif k < signals[0] + signals[1]:
                    tier[at + best_first[k]] = 2
                else:
                    tier[at + best_first[k]] = 3
        at += size
        start[i + 1] = at
    for i in range(n):
        start[i + 1] = max(start[i + 1], start[i])
    return start, program[:at].copy(), tie[:at].copy(), tier[:at].copy()


KERNELS = ("mix", "uniform", "choose")
