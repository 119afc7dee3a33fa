"""The codes of a list that somebody wrote down: one a line, best first. The one place to read such a file."""

from __future__ import annotations

import re
from pathlib import Path

from smartpick.errors import Problem, RequestError
from smartpick.present._output import printable

__all__ = ["codes_of"]

_MOST_BYTES = 1_000_000
_CODE = re.compile(r"(?<![0-9A-Za-z])([0-9]{4}[0-9]{3}[A-Za-z][0-9])(?![0-9A-Za-z])", re.ASCII)
_MOST_PROBLEMS = 20


def codes_of(path: Path) -> list[str]:
    """Return the NRMP codes of a text or csv file, the first of each line, in the order of the lines.

    Raises
    ------
    RequestError
        When it cannot be read, or with every line that has words and no code. The first line may be a header.
    """
    name = printable(str(path))
    try:
        with path.open("rb") as handle:
            raw = handle.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        fix = "Name a text or csv file with one NRMP code a line"
        raise RequestError([Problem(name, f"cannot be read: {why}", fix=fix)]) from error
    if len(raw) > _MOST_BYTES:
        raise RequestError([Problem(name, f"more than {_MOST_BYTES:,} bytes", fix="Is it the right file?")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fix = "Save the list as plain text or csv in UTF-8"
        raise RequestError([Problem(name, "not UTF-8 text", fix=fix)]) from error
    codes, problems, is_first = [], [], True
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.partition("#")[0].strip(" \t,;\"'")
        if not said:
            continue
        found = _CODE.search(said)
        if found:
            codes.append(found[1].upper())
        elif not is_first:
            what = f"no NRMP code in '{printable(said[:40])}'"
            fix = "`smartpick programs --search NAME` finds the code, for example 1033120C0"
            problems.append(Problem(f"{name}, line {number}", what, fix=fix))
        is_first = False
    if problems:
        raise RequestError(problems[:_MOST_PROBLEMS])
    return codes
