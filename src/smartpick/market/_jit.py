"""Runs the number-crunching parts compiled when numba is there, and as plain Python when it is not.

A kernel module is plain Python over arrays and names its functions in ``KERNELS``. `kernels` gives either the module
itself or its compiled twin, made from the same source. numba is imported when the first matching is asked for, never
before; its cache lies where numba finds a place to write, and where there is none each process compiles for itself.
"""

from __future__ import annotations

import functools
import importlib
import os
from collections.abc import Callable
from types import FunctionType, SimpleNamespace
from typing import Any

__all__ = ["has_numba", "is_worth_compiling", "kernels"]

_WORTH = 20_000
"""Entries of lists from which compiled kernels are used: below, plain Python is done before they are even loaded."""


@functools.cache
def has_numba() -> bool:
    """Tell whether numba can be used; ``SMARTPICK_PLAIN=1`` says no."""
    if os.environ.get("SMARTPICK_PLAIN", "") not in {"", "0"}:
        return False
    try:
        importlib.import_module("numba")
    except ImportError:
        return False
    return True


def is_worth_compiling(n_entries: int) -> bool:
    """Tell whether to run compiled when the caller does not say; results are the same either way."""
    return n_entries >= _WORTH and has_numba()


@functools.cache
def kernels(module: str, *, compiled: bool) -> Any:
    """Return the kernels of a module of this package, by name.

    Parameters
    ----------
    module
        Such as ``_singles``.
    compiled
        False for the plain functions. True needs numba.

    Notes
    -----
    A compiled function finds its callees among its own globals, so each twin is made over a copy of the module's
    globals in which the callees have been replaced already.
    """
    plain = importlib.import_module(f"smartpick.market.{module}")
    if not compiled:
        return plain
    scope = dict(vars(plain))
    for name in plain.KERNELS:
        function = scope[name]
        twin = FunctionType(function.__code__, scope, name, function.__defaults__)
        twin.__module__ = function.__module__
        twin.__qualname__ = function.__qualname__
        scope[name] = _compile(twin)
    return SimpleNamespace(**{name: scope[name] for name in plain.KERNELS})


def _compile(function: Callable[..., Any]) -> Any:
    numba = importlib.import_module("numba")
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except (RuntimeError, OSError):
        # numba found no folder to write its cache to (a read-only installation).
        return numba.njit(nogil=True)(function)
