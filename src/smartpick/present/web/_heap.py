"""Memory that is freed goes back to the system (glibc keeps much of it otherwise; elsewhere nothing is done)."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from pathlib import Path

__all__ = ["give_back", "keep_little"]

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_LARGE = 1 << 23
_MUCH = 200_000_000
"""Bytes in use up to which nothing is given back."""


def keep_little() -> None:
    """Let arrays of eight megabytes or more go back when they are freed, and all threads share one heap.

    Smaller arrays are what every choice of a list is made of: asking for their memory anew each time is felt.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            library = ctypes.CDLL(None)
            library.mallopt(_MMAP_THRESHOLD, _LARGE)
            library.mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Give back what was freed and is kept for later, where all in all that is much: asking for it anew is felt too."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError, ValueError):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            if pages * os.sysconf("SC_PAGE_SIZE") > _MUCH:
                ctypes.CDLL(None).malloc_trim(0)
