"""Reads the rows of a couple's rank order list: two programs, or one and no match, in each row."""

from __future__ import annotations

import re
from pathlib import Path

from smartpick.errors import Problem, RequestError
from smartpick.importers._free import code_in
from smartpick.importers._read import content_of, grid_of
from smartpick.importers._rows import shown

__all__ = ["pairs_of", "read_pairs"]

_NO_MATCH = re.compile(r"no[ _-]?match|unmatched|none|–|—|-", re.IGNORECASE)
_MOST_PROBLEMS = 20


def read_pairs(path: Path) -> tuple[tuple[str | None, str | None], ...]:
    """Return the rows of a csv, xlsx or text file: NRMP codes in the order of the columns; None for going unmatched.

    A row has two NRMP codes, or one beside a cell that says "no match". Whose column is whose is for the caller to say.

    Raises
    ------
    RequestError
        When it cannot be read, or with every row of which that is not so; a first row without any code is a header.
    """
    content, name = content_of(path)
    return pairs_of(content, name, path.suffix.lower())


def pairs_of(content: bytes, name: str, suffix: str) -> tuple[tuple[str | None, str | None], ...]:
    """Return the rows that bytes hold; `suffix` is the ending of the file's name, with its dot."""
    grid = grid_of(content, name, suffix)
    lines: list[tuple[str | None, str | None]] = []
    problems: list[Problem] = []
    for at, (number, cells) in enumerate(grid.rows):
        if not grid.is_table and len(cells) == 1:
            cells = tuple(re.split(r"[,;\t|]|\s{2,}|\s\+\s|\s&\s", cells[0]))  # noqa: PLW2901 -- a line of plain text
        told = [
            code_in(cell) if code_in(cell) is not None else None
            for cell in cells
            if code_in(cell) is not None or _NO_MATCH.fullmatch(cell.strip())
        ]
        codes = [code for code in told if code is not None]
        if not codes and at == 0:
            continue
        if len(told) != 2 or not codes:
            text = shown(" | ".join(filter(None, cells)))
            what = f"'{text}': {len(codes)} NRMP codes, {len(told) - len(codes)} no match"
            fix = (
                "Write two codes, or one code and `no match`; the table of `smartpick list A --with B --pairs` has them"
            )
            problems.append(Problem(f"{name}, line {number}", what, fix=fix))
        else:
            lines.append((told[0], told[1]))
    if len(problems) > _MOST_PROBLEMS:
        more = Problem(name, f"{len(problems) - _MOST_PROBLEMS} more rows like these")
        problems = [*problems[:_MOST_PROBLEMS], more]
    if not lines and not problems:
        problems = [Problem(name, "no pair stands in it", fix="Write one pair of NRMP codes a line")]
    if problems:
        raise RequestError(problems)
    return tuple(lines)
