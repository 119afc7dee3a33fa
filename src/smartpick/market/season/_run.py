"""Where seasons are simulated: here, in processes of this machine, or on a Dask cluster that runs already.

Tasks are pure and results come back in the order of the tasks, so that nothing depends on the place.
"""

from __future__ import annotations

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


@contextmanager
def _dask(address: str) -> Iterator[Runner]:
    try:
        from distributed import Client
    except ImportError as error:
        what = "the package that talks to a cluster is not installed"
        raise RequestError(
            [Problem("--cluster", what, fix="Install the extra: pip install 'smartpick[cluster]'")]
        ) from error
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
