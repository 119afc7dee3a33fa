"""Writes plain data as TOML, so that a profile that was changed on the page is a file like any other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

__all__ = ["toml_text"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


def toml_text(data: Mapping[str, Any]) -> str:
    """Return plain data (tables, lists, texts, numbers, truth values, days) as TOML; reading it back is the identity.

    Examples
    --------
    >>> print(toml_text({"season": 2027, "goals": {"specialties": ["FM"]}}))
    season = 2027
    <BLANKLINE>
    [goals]
    specialties = ["FM"]
    <BLANKLINE>
    """
    lines: list[str] = []
    _table(lines, data, ())
    return "\n".join(lines) + "\n"


def _table(lines: list[str], data: Mapping[str, Any], path: tuple[str, ...]) -> None:
    later: list[tuple[str, Any]] = []
    for key, value in data.items():
        if isinstance(value, Mapping) or _is_tables(value):
            later.append((key, value))
        else:
            lines.append(f"{_key(key)} = {_value(value)}")
    for key, value in later:
        name = ".".join(map(_key, (*path, key)))
        for each in [value] if isinstance(value, Mapping) else value:
            if lines:
                lines.append("")
            lines.append(f"[{name}]" if isinstance(value, Mapping) else f"[[{name}]]")
            _table(lines, each, (*path, key))


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(key)} = {_value(each)}' for key, each in value.items())} }}" if value else "{}"
    return repr(value)


def _text(text: str) -> str:
    return (
        '"'
        + "".join(
            _ESCAPES.get(each, each if each >= " " and each != "\x7f" else f"\\u{ord(each):04x}") for each in text
        )
        + '"'
    )
