"""Lays text out for a terminal: paragraphs, tables and entries that fit a width, narrow ones too.

Widths are counted in terminal cells: most East Asian letters take two, combining marks none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

__all__ = ["cell_width", "pad", "stacked", "table_lines", "wrapped"]

_GAP = 2
_NARROW, _WORD = 14, 44
"""No column is squeezed below the first, nor below its longest word up to the second; the table is stacked instead."""


def cell_width(text: str) -> int:
    """Return how many terminal cells a text takes.

    Examples
    --------
    >>> cell_width("ab"), cell_width("内科")
    (2, 4)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return a text filled up with spaces to a width."""
    space = " " * max(0, width - cell_width(text))
    return space + text if right else text + space


def wrapped(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Return a text in lines of at most `width` cells, the first after `first`, the others after `rest`.

    Examples
    --------
    >>> wrapped("one two three", 9, first="- ", rest="  ")
    ['- one two', '  three']
    """
    lines: list[str] = []
    start = first
    for paragraph in text.split("\n"):
        room = max(1, width - max(cell_width(first), cell_width(rest)))
        line = ""
        for word in _pieces(paragraph, room):
            longer = f"{line} {word}" if line else word
            if line and cell_width(longer) > room:
                lines.append(start + line)
                start, line = rest, word
            else:
                line = longer
        lines.append((start + line).rstrip())
        start = rest
    return lines


def _pieces(text: str, room: int) -> Iterator[str]:
    """Yield the words of a text, those longer than the room in parts; a percent sign stays with its number."""
    words: list[str] = []
    for word in text.split():
        if word[0] == "%" and words:
            words[-1] += f" {word}"
        else:
            words.append(word)
    for word in words:
        part = ""
        for letter in word if cell_width(word) > room else ():
            if cell_width(part + letter) > room:
                yield part
                part = ""
            part += letter
        yield part or word


def table_lines(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return a table in lines; stacked, one cell a line, where its columns would be too narrow to read.

    A column whose cells are all figures stands to the right.
    """
    columns = list(zip(header, *rows, strict=True))
    natural = [max(cell_width(line) for cell in column for line in cell.split("\n")) for column in columns]
    floors = [
        min(each, max(_NARROW, min(_WORD, max(map(_longest_word, column)))))
        for each, column in zip(natural, columns, strict=True)
    ]
    room = width - _GAP * (len(columns) - 1)
    widths = natural
    while sum(widths) > room:
        spare = [each - floor for each, floor in zip(widths, floors, strict=True)]
        if max(spare) <= 0:
            return [line for row in rows for line in stacked(header, row, width)]
        # The widest gives first, and no more than needed.
        at = max(range(len(widths)), key=lambda i: (spare[i] > 0, widths[i]))
        widths = [each - 1 if i == at else each for i, each in enumerate(widths)]
    is_right = [all(_is_figure(cell) for cell in column[1:]) for column in columns]
    lines = _row(header, widths, is_right)
    lines.append("-" * min(width, sum(widths) + _GAP * (len(widths) - 1)))
    for row in rows:
        lines += _row(row, widths, is_right)
    return lines


def stacked(header: Sequence[str], row: Sequence[str], width: int) -> list[str]:
    """Return one row as ``heading: cell`` lines, the cells without a heading first."""
    lines: list[str] = []
    for name, cell in zip(header, row, strict=True):
        if not cell:
            continue
        indent = "  " if lines else ""
        text = f"{name}: {cell}" if name and lines else cell
        lines += wrapped(text.replace("\n", ", "), width, first=indent, rest="    ")
    return lines


def _row(cells: Sequence[str], widths: Sequence[int], is_right: Sequence[bool]) -> list[str]:
    parts = [wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, parts))
    return [
        (" " * _GAP)
        .join(
            pad(part[at] if at < len(part) else "", width, right=right)
            for part, width, right in zip(parts, widths, is_right, strict=True)
        )
        .rstrip()
        for at in range(height)
    ]


def _longest_word(text: str) -> int:
    return max((cell_width(word) for word in text.split()), default=0)


def _is_figure(cell: str) -> bool:
    bare = cell.strip("$%~<> ")
    return bool(bare) and all(letter in "0123456789.,/" for letter in bare)
