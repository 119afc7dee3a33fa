"""Reads a file of a publisher, whichever of the two reports it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from smartpick.importers._rows import problem_at, shown
from smartpick.importers.published._columns import columns_in
from smartpick.importers.published._pages import MOST_BYTES, pages_of
from smartpick.importers.published._program_results import ProgramResults, program_results
from smartpick.importers.published._state_results import StateResults, state_results

__all__ = ["read_report"]

_LOOKED_AT = 12
"""Pages before which the first table begins: a title, a table of contents, notes."""
_CODE = re.compile(r"[0-9]{7}[A-Z][0-9]{1,2}")


def read_report(
    path: Path, known: Mapping[str, Collection[str]] | None = None, season: int | None = None
) -> ProgramResults | StateResults:
    """Return what a file holds: the NRMP's Program Results, or its results by state, specialty and applicant type.

    Parameters
    ----------
    known
        Institution code → names printed so far.
    season
        The Match of a state table that does not name it.

    Raises
    ------
    RequestError
        When it is neither, or cannot be understood; with page, row and column.
    """
    name = shown(path.name)
    try:
        if not path.is_file():
            what = "it is a folder" if path.is_dir() else "there is no such file"
            raise problem_at(shown(str(path)), what, fix="Name the file that you downloaded")
        with path.open("rb") as handle:
            content = handle.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise problem_at(shown(str(path)), f"cannot be read: {why}", fix="Name the file that you downloaded") from error
    if b"%PDF" in content[:1024] and _lists_programs(content, name):
        return program_results(content, name, known)
    return state_results(content, name, season)


def _lists_programs(content: bytes, name: str) -> bool:
    """Say whether one of the first pages has a heading of seasons, or a program's code."""
    for page in pages_of(content, name):
        lines, columns = columns_in(page, name)
        if columns is not None or any(_CODE.fullmatch(word.text) for line in lines for word in line.words):
            return True
        if page.number >= _LOOKED_AT:
            break
    return False
