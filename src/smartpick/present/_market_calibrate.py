"""``smartpick market calibrate``: makes the scenarios anew from the facts and a seed."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._output import printable

__all__ = ["calibrate"]


def calibrate(
    folder: Annotated[Path, typer.Option(help="Where the scenarios and an unfinished run are kept.")] = Path(
        "calibration"
    ),
    specialty: Annotated[list[str] | None, typer.Option(help="Only this one; may be given again.")] = None,
    season: Annotated[int | None, typer.Option(help="The Match to simulate; the newest if not given.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same scenarios.")] = 1,
    processes: Annotated[int, typer.Option(min=1, help="How many at once; the result is the same.")] = 1,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Send the seasons to a running Dask scheduler (extra `cluster`)."),
    ] = None,
    draws: Annotated[int, typer.Option(min=12, help="Accepted draws for each specialty.")] = 200,
    generations: Annotated[int, typer.Option(min=0, help="How often the tolerance is tightened.")] = 1,
) -> None:
    """Fit the simulated market to the published figures and draw scenarios. Goes on where it was stopped."""
    from smartpick.facts import open_facts
    from smartpick.market.season import calibrate as make
    from smartpick.programs import resolve_specialty

    writable(folder)
    facts = open_facts()
    keys = [resolve_specialty(facts, name).key for name in specialty] if specialty else None

    began = time.monotonic()

    def say(line: str) -> None:
        print(f"{time.monotonic() - began:7.0f} s  {line}", file=sys.stderr, flush=True)

    path = make(
        facts,
        folder,
        specialties=keys,
        season=season,
        seed=seed,
        processes=processes,
        cluster=cluster,
        n_draws=draws,
        generations=generations,
        say=say,
    )
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def writable(folder: Path) -> None:
    """Make the folder, or say why nothing can be written there.

    Raises
    ------
    RequestError
        Before anything is worked out for hours.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        what = f"nothing can be written in {printable(str(folder))}: {error.strerror or error}"
        raise RequestError([Problem("--folder", what, fix="Name a folder of your own")]) from error
