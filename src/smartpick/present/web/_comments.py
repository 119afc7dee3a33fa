"""Keeps what somebody wrote beside the fields of a profile, when the page changes some of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from smartpick.present.web._toml import toml_text

__all__ = ["MOST_TEXT", "has_comments", "with_comments"]

_TOKEN = re.compile(r'''"""(?:\\.|[^\\])*?"""|\'{3}.*?\'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|(#)''', re.DOTALL)
_SIGN = "#\ue000"
"""Begins a line that was moved below the head of its table."""
MOST_TEXT = 200_000
"""Characters up to which comments are kept: a profile is some pages long, and longer ones would be waited for."""


def has_comments(text: str) -> bool:
    """Tell whether a TOML text holds a comment.

    Examples
    --------
    >>> has_comments('a = "# none"'), has_comments("a = 1  # one")
    (False, True)
    """
    return any(found[1] for found in _TOKEN.finditer(text))


def with_comments(before: str, after: str) -> str:
    r"""Return a profile's new text with the comments, the order and the blank lines of the text before.

    Where that cannot be done without changing what it says, the new text is returned as it is.

    Examples
    --------
    >>> print(with_comments("a = 1  # mine\nb = 2\n", "a = 3\nb = 2\n"), end="")
    a = 3  # mine
    b = 2
    """
    if len(before) > MOST_TEXT or _SIGN in before or not has_comments(before):
        return after
    data = tomllib.loads(after)
    if toml_text(data) != after:
        return after  # not written by the page: it has what it is to have
    import tomlkit

    try:
        document = tomlkit.parse(_below(before))
        _put(document, data)
        text = _above(tomlkit.dumps(document))
        is_same = tomllib.loads(text) == data
    except (tomlkit.exceptions.TOMLKitError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return after  # a form of writing that cannot be changed in place
    return text if is_same else after


def _below(text: str) -> str:
    """Return a text in which what stands above the head of a table is the first in it: it goes where the table goes."""
    lines: list[str] = []
    held: list[str] = []
    for line in text.split("\n"):
        begin = line.lstrip(" \t")[:1]
        if begin in {"", "#"}:
            held.append(line)
            continue
        lines += [line, *(f"{_SIGN}{each}" for each in held)] if begin == "[" else [*held, line]
        held = []
    return "\n".join(lines + held)


def _above(text: str) -> str:
    """Return a text in which what `_below` moved stands where it stood."""
    lines: list[str] = []
    is_head = False
    for line in text.split("\n"):
        if line.startswith(_SIGN) and is_head:
            lines.insert(-1, line.removeprefix(_SIGN))
        else:
            is_head = line.lstrip(" \t").startswith("[")
            lines.append(line)
    return "\n".join(lines)


def _put(into: Any, data: Mapping[str, Any]) -> None:
    """Make a table of a text say what is given, and touch nothing else of it."""
    import tomlkit
    from tomlkit.items import AoT

    for key in [key for key in into if key not in data]:
        del into[key]
    for key, value in data.items():
        old = into.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            _put(old, value)
        elif isinstance(old, AoT) and _is_tables(value):
            _put_tables(old, value)
        elif key not in into or type(_plain(old)) is not type(value) or _plain(old) != value:
            if isinstance(old, tomlkit.items.Item) and not isinstance(value, Mapping | list):
                fresh = tomlkit.item(value)
                fresh.trivia.comment_ws, fresh.trivia.comment = old.trivia.comment_ws, old.trivia.comment
                into[key] = fresh
            else:
                into[key] = _tables(value) if _is_tables(value) else value


def _put_tables(into: Any, data: Sequence[Mapping[str, Any]]) -> None:
    """Do so for a list of tables: those at both ends that stay as they are keep what stands beside them."""
    import tomlkit

    old = [_plain(each) for each in into]
    first = 0
    while first < min(len(old), len(data)) and old[first] == data[first]:
        first += 1
    last = 0
    while last < min(len(old), len(data)) - first and old[-1 - last] == data[-1 - last]:
        last += 1
    fewer = len(old) - len(data)
    for _ in range(fewer):
        del into[first]
    for at in range(first, first + max(-fewer, 0)):
        fresh = tomlkit.item(dict(data[at]))
        fresh.trivia.indent = "\n"  # a blank line above it
        into.insert(at, fresh)
    for at in range(first, len(data) - last):
        _put(into[at], data[at])


def _tables(value: Sequence[Mapping[str, Any]]) -> Any:
    import tomlkit

    found = tomlkit.aot()
    for each in value:
        found.append(tomlkit.item(dict(each)))
    return found


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value
