"""Where seasons are simulated: here, in processes of this machine, or on a Dask cluster that runs already.

Tasks are pure and results come back in the order of the tasks, so that nothing depends on the place.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from smartpick.errors import Problem, RequestError

__all__ = ["Runner", "runner"]

Runner = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]
"""Takes a function and tasks, and yields the results in the order of the tasks."""

_PATIENCE_S = 10


@contextmanager
def runner(processes: int = 1, cluster: str | None = None) -> Iterator[Runner]:
    """Give what evaluates tasks.

    Parameters
    ----------
    processes
        How many on this machine; 1 for here.
    cluster
        Address of a Dask scheduler, such as ``tcp://10.0.0.5:8786``; goes over `processes`.

    Raises
    ------
    RequestError
        When Dask is not installed, or nobody answers at the address.
    """
    if cluster is not None:
        with _dask(cluster) as found:
            yield found
    elif processes <= 1:
        yield lambda function, tasks: (function(task) for task in tasks)
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            yield pool.map


def _reach(address: str) -> None:
    """Knock at the scheduler first: the library itself waits long, and reports a refusal in the background.

    Raises
    ------
    RequestError
        Where nothing listens, or the address is none.
    """
    fix = "Start one with `dask scheduler`, and name the address that it prints, such as tcp://127.0.0.1:8786"
    found = re.fullmatch(r"(?:[a-z]+://)?(?:\[([0-9a-fA-F:]+)\]|([^/:\s]+)):(\d{1,5})", address)
    if found is None:
        raise RequestError([Problem("--cluster", f"'{address[:80]}' is no address of a scheduler", fix=fix)])
    if address.startswith("inproc://"):
        return
    try:
        with socket.create_connection((found[1] or found[2], int(found[3])), timeout=_PATIENCE_S):
            pass
    except (OSError, OverflowError) as error:
        what = f"no scheduler answers at '{address[:80]}'"
        raise RequestError([Problem("--cluster", what, str(error), fix)]) from error


@contextmanager
def _dask(address: str) -> Iterator[Runner]:
    try:
        from distributed import Client
    except ImportError as error:
        what = "the package that talks to a cluster is not installed"
        raise RequestError(
            [Problem("--cluster", what, fix="Install the extra: pip install 'smartpick[cluster]'")]
        ) from error
    _reach(address)
    try:
        client = Client(address, timeout=_PATIENCE_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, ImportError) as error:
        what, why = f"no scheduler answers at '{address}'", str(error)
        fix = "Start one with `dask scheduler`, and name the address that it prints"
        raise RequestError([Problem("--cluster", what, why, fix)]) from error
    with client:

        def run(function: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
            futures = [client.submit(function, task, pure=False) for task in tasks]
            for future in futures:
                yield future.result()

        yield run
