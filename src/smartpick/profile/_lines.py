"""On which line of a TOML text does a field stand?

The standard library's reader tells no places. This one reads only where keys, headers and the items of lists begin, in
a text that the standard library has already accepted; what it does not understand it passes over.
"""

from __future__ import annotations

import re

__all__ = ["Location", "lines_of", "nearest_line"]

Location = tuple[str | int, ...]

_KEY = re.compile(r"""\s*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))\s*""")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}' + r"|'''.*?'{3,5}" + r'|"(?:[^"\\\n]|\\.)*"' + r"|'[^'\n]*'", re.DOTALL
)
_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_COMMENT = re.compile(r"#[^\n]*")


def lines_of(text: str) -> dict[Location, int]:
    """Return, by location (``("exams", "step1", 0, "date")``), the line on which it begins, counted from 1."""
    return _Reader(text).lines


def nearest_line(lines: dict[Location, int], location: Location) -> int | None:
    """Return the line of a field, or of the nearest table around it; None when nothing of it is in the text."""
    for length in range(len(location), 0, -1):
        if location[:length] in lines:
            return lines[location[:length]]
    return None


class _Reader:
    """Walks over statements: a header, or a key with a value."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: dict[Location, int] = {}
        self._counts: dict[Location, int] = {}
        self._table: Location = ()
        self._at, self._line, self._counted = 0, 1, 0
        while self._skip_blank() < len(text):
            if text[self._at] == "[":
                self._header()
            else:
                self._statement()

    def _skip_blank(self) -> int:
        found = _BLANK.match(self.text, self._at)
        self._at = found.end() if found else self._at
        return self._at

    def _note(self, location: Location) -> None:
        self._line += self.text.count("\n", self._counted, self._at)
        self._counted = self._at
        self.lines.setdefault(location, self._line)

    def _keys(self) -> tuple[str, ...]:
        """Read ``a.b."c"``; empty when no key stands here."""
        keys: list[str] = []
        while found := _KEY.match(self.text, self._at):
            keys.append(next(group for group in found.groups() if group is not None))
            self._at = found.end()
            if not self.text.startswith(".", self._at):
                break
            self._at += 1
        return tuple(keys)

    def _header(self) -> None:
        start, is_list = self._at, self.text.startswith("[[", self._at)
        self._at += 2 if is_list else 1
        keys = self._keys()
        end, self._at = self._at, start
        location: Location = ()
        for number, key in enumerate(keys, start=1):
            location += (key,)
            if is_list and number == len(keys):
                self._counts[location] = self._counts.get(location, -1) + 1
            if location in self._counts:
                location += (self._counts[location],)
            self._note(location)
        self._table = location
        self._at = end
        self._skip_line()

    def _statement(self) -> None:
        start = self._at
        keys = self._keys()
        end, self._at = self._at, start
        location = self._table
        for key in keys:
            location += (key,)
            self._note(location)
        self._at = end
        if not keys or not self.text.startswith("=", self._at):
            self._skip_line()
            return
        self._at += 1
        self._value(location)

    def _value(self, location: Location) -> None:
        """Pass over a value; the items of a list are noted."""
        text, depth, items = self.text, 0, -1
        while self._at < len(text):
            here = text[self._at]
            is_listed = depth == 1 and items >= 0 and here not in " \t\r\n,#]"
            if is_listed:
                self._note((*location, items))
            if here == "\n" and depth == 0:
                return
            if here == "#":
                self._skip_line()
                continue
            if here == "[" and depth == 0 and items < 0:
                items = 0
            if here in "[{":
                depth += 1
            elif here in "]}":
                depth -= 1
            elif here == "," and depth == 1:
                items += items >= 0
            found = _STRING.match(text, self._at) if here in "\"'" else None
            self._at = found.end() if found else self._at + 1

    def _skip_line(self) -> None:
        end = self.text.find("\n", self._at)
        self._at = len(self.text) if end < 0 else end
