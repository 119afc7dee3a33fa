"""Puts a block into a profile's text, or takes one out, and leaves everything else as it stands.

Nothing here knows whether a changed text is right: each function offers texts, from the likeliest on, and the caller
reads them back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from smartpick.profile._lines import lines_of

__all__ = ["with_blocks", "with_entry", "without_blocks", "without_entry"]

_BLANK = frozenset(" \t\r\n")


def _end_of_line(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _fields(entry: Mapping[str, Any]) -> list[str]:
    return [f"{name} = {_written(value)}" for name, value in entry.items()]


def _written(value: object) -> str:
    """Return a value as TOML has it: the quoting of JSON is that of TOML but for one character."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def with_blocks(text: str, key: str, entries: Sequence[Mapping[str, Any]]) -> str:
    """Return a text with some blocks at its end."""
    end = _end_of_line(text)
    close = "" if not text or text.endswith("\n") else end
    blocks = [end.join(["", f"[[{key}]]", *_fields(entry), ""]) for entry in entries]
    return text + close + "".join(blocks)


def without_blocks(text: str, key: str, numbers: Sequence[int]) -> str:
    """Return a text without some blocks of a list, whose values each stand on one line."""
    starts = lines_of(text)
    lines = text.split("\n")
    for number in sorted(numbers, reverse=True):
        first = starts.get((key, number))
        if first is None:
            continue
        last = max(line for place, line in starts.items() if place[:2] == (key, number))
        # The empty line before a block belongs to it.
        begin = first - 1
        if begin and not lines[begin - 1].strip() and (last >= len(lines) or not lines[last].strip()):
            begin -= 1
        del lines[begin:last]
    return "\n".join(lines)


def with_entry(text: str, key: str, entry: Mapping[str, Any], *, is_first: bool) -> Iterator[str]:
    """Yield texts with an entry more: behind the last block of the list, at the end, or within a list in brackets."""
    end = _end_of_line(text)
    block = [f"[[{key}]]", *_fields(entry)]
    lines = text.split("\n")
    if not is_first:
        # Behind the last one, so that the list stays in one place.
        begins = [at for at, line in enumerate(lines) if line.lstrip("\ufeff \t").startswith("[[")]
        starts = lines_of(text)
        last = max((line for place, line in starts.items() if place[0] == key), default=0)
        following = min((line for place, line in starts.items() if line > last and place[0] != key), default=0)
        if last and begins:
            for at in range(last, following or len(lines) + 1):
                put = [*block[:-1], block[-1]]
                spaced = ["", *put] if at and lines[at - 1].strip() else put
                behind = [""] if at < len(lines) and lines[at].strip() else []
                body = [line + end.removesuffix("\n") for line in (*spaced, *behind)]
                yield "\n".join([*lines[:at], *body, *lines[at:]])
    close = "" if not text or text.endswith("\n") else end
    yield text + close + end + end.join(block) + end
    inline = "{ " + ", ".join(_fields(entry)) + " }"
    for start in _brackets(text, key):
        yield f"{text[: start + 1]}{inline}, {text[start + 1 :]}"


def _brackets(text: str, key: str) -> Iterator[int]:
    """Yield where the list in brackets may begin, near the line on which its key stands."""
    line = lines_of(text).get((key,))
    if line is None:
        return
    at = sum(len(each) + 1 for each in text.split("\n")[: line - 1])
    for _ in range(4):
        at = text.find("[", at)
        if at < 0:
            return
        yield at
        at += 1


def without_entry(text: str, key: str, number: int) -> Iterator[str]:
    """Yield texts in which one entry is taken out, from the least that can be taken out upward."""
    starts = lines_of(text)
    first = starts.get((key, number))
    if first is None:
        return
    lines = text.split("\n")
    following = min(
        (line for place, line in starts.items() if line > first and place[:2] != (key, number)), default=len(lines) + 1
    )
    last = max(line for place, line in starts.items() if place[:2] == (key, number))
    if lines[first - 1].lstrip("\ufeff \t").startswith("[["):
        for end in range(last, following):
            # The empty line before a block belongs to it.
            begin = first - 1
            if begin and not lines[begin - 1].strip() and (end >= len(lines) or not lines[end].strip()):
                yield "\n".join([*lines[: begin - 1], *lines[end:]])
            yield "\n".join([*lines[:begin], *lines[end:]])
        return
    offset = sum(len(each) + 1 for each in lines[: first - 1])
    stop = sum(len(each) + 1 for each in lines[: max(following, last) + 1])
    opens = [at for at in range(offset, min(stop, len(text))) if text[at] == "{"]
    for begin in opens:
        for end in range(begin + 1, min(stop, len(text))):
            if text[end] != "}":
                continue
            after = end + 1
            while after < len(text) and text[after] in _BLANK:
                after += 1
            if text[after : after + 1] == ",":
                yield text[:begin] + text[after + 1 :].lstrip(" ")
            yield text[:begin] + text[end + 1 :]
