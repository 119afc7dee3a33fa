"""A check of texts as its page shows it: boxes as they were filled in, and the marked copy cut into pieces."""

from __future__ import annotations

import io
import itertools
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from smartpick.errors import Problem
    from smartpick.guidance.text import Mark, TextReport

__all__ = [
    "KIND_NAMES",
    "MOST_BOXES",
    "Box",
    "Piece",
    "boxes_of",
    "kept_text",
    "pieces_of",
    "plain_text",
    "seen_on_page",
]

KIND_NAMES = {
    "statement": "Personal statement",
    "experience": "Experience descriptions",
    "additional": "Additional information",
    "answer": "Supplemental answer",
}
"""What the page calls the kinds of texts of ``smartpick text``."""
MOST_BOXES = 12


class _Held:
    """Bytes where a file is expected that is only read: what she types is written to no disk."""

    def __init__(self, raw: bytes, name: str) -> None:
        self._raw, self.name = raw, name
        self.st_size = len(raw)

    def stat(self) -> _Held:
        """Return what tells the size."""
        return self

    def read_bytes(self) -> bytes:
        """Return all of it."""
        return self._raw

    def open(self, mode: str = "rb") -> io.BytesIO:
        """Return it as an open file."""
        del mode
        return io.BytesIO(self._raw)

    def __str__(self) -> str:
        return self.name


def plain_text(raw: bytes | str, name: str) -> str:
    """Return what was typed or uploaded, read as ``smartpick text`` reads a file.

    Raises
    ------
    RequestError
        When it is no plain text that the rules can read.
    """
    from smartpick.importers.texts import read_text

    content = raw if isinstance(raw, bytes) else raw.encode(errors="surrogatepass")
    return read_text(cast("Path", _Held(content, name)))


class Box(NamedTuple):
    """One text as it stands in its box.

    Attributes
    ----------
    number
        From 1; part of the names of its fields.
    problems, file_problems
        Why it cannot be read; why the file that was to fill it cannot.
    """

    number: int
    kind: str
    text: str = ""
    problems: tuple[Problem, ...] = ()
    file_problems: tuple[Problem, ...] = ()


class Piece(NamedTuple):
    """A run of a text under the same marks.

    Attributes
    ----------
    severity
        Of the gravest mark over it; empty where there is none.
    ends
        Numbers of the marks that end with it, from 1.
    """

    text: str
    severity: str
    ends: tuple[int, ...]


def boxes_of(form: Mapping[str, Any]) -> list[Box]:
    """Return the boxes of a form, in the order of their numbers; one for a statement where there is none."""
    found = []
    for number in range(1, MOST_BOXES + 1):
        kind, text = form.get(f"kind-{number}"), form.get(f"text-{number}", "")
        if isinstance(kind, str) and isinstance(text, str):
            found.append(Box(number, kind if kind in KIND_NAMES else "statement", text.replace("\r\n", "\n")))
    return found or [Box(1, "statement")]


def kept_text(boxes: Sequence[Box], line: str) -> str:
    """Return boxes and line as the text that is kept of them; empty where there is nothing to keep."""
    full = [{"kind": each.kind, "text": each.text} for each in boxes if each.text.strip()]
    return json.dumps({"texts": full, "line": line}, ensure_ascii=False) if full or line.strip() else ""


def pieces_of(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """Return a text cut where a mark begins or ends; together the pieces are the text.

    Marks may lie over each other. The number of a mark is its place among `marks`.

    Examples
    --------
    >>> pieces_of("a b", [])
    [Piece(text='a b', severity='', ends=())]
    """
    begins: dict[int, list[Mark]] = {}
    ends: dict[int, list[int]] = {}
    for number, mark in enumerate(marks, 1):
        begins.setdefault(mark.start, []).append(mark)
        ends.setdefault(mark.end, []).append(number)
    found: list[Piece] = []
    over: Counter[str] = Counter()
    for start, end in itertools.pairwise(sorted({0, len(text), *begins, *ends})):
        over.update(mark.severity for mark in begins.get(start, ()))
        severity = "concern" if over["concern"] else "watch" if over.total() else ""
        finished = tuple(ends.get(end, ()))
        found.append(Piece(text[start:end], severity, finished))
        over.subtract(marks[number - 1].severity for number in finished)
    return found


def seen_on_page(found: TextReport) -> dict[str, Any]:
    """Return what differs between command and page: its limits."""
    # The page has no outside remarks, so what is said of them has no place there.
    limits = [each for each in found.limits if "--comment-by" not in each]
    return {"line_prompts": found.line.prompts, "limits": limits}
