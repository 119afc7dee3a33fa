"""Reads a text of the applicant's from a file: plain text only, and what is none is told how to become one."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from smartpick.errors import Problem, RequestError

__all__ = ["read_text", "text_of"]

MOST_BYTES = 1_000_000
MOST_WORDS = 20_000
_KINDS = (
    (b"%PDF", "is a PDF, not plain text"),
    (b"PK\x03\x04", "is a Word or other packed document, not plain text"),
    (b"\xd0\xcf\x11\xe0", "is an old Word document, not plain text"),
    (b"{\\rtf", "is a rich-text document, not plain text"),
)
_PLAIN = "Save or copy it as plain text (.txt, UTF-8), and name that file"


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises
    ------
    RequestError
        When it cannot be read, is empty or far too long, or is no plain text.
    """
    name = path.name
    try:
        with path.open("rb") as handle:
            raw = handle.read(MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise RequestError([Problem(name, f"cannot be read: {why}", fix="Name a text file that is there")]) from error
    except ValueError as error:
        raise RequestError([Problem("FILE", "is no name of a file", fix="Name a text file that is there")]) from error
    return text_of(raw, name)


def text_of(raw: bytes, name: str) -> str:
    r"""Return bytes as text, with line ends made alike.

    Raises
    ------
    RequestError
        When they are no plain text, hold nothing, or far too much.

    Examples
    --------
    >>> text_of(b"One.\r\nTwo.", "a.txt")
    'One.\nTwo.'
    """
    for start, what in _KINDS:
        if raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(start):
            raise RequestError([Problem(name, what, fix=_PLAIN)])
    if len(raw) > MOST_BYTES:
        raise RequestError([Problem(name, f"is longer than {MOST_BYTES:,} bytes", fix="Name one text of yours")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"at byte {error.start + 1}"
        raise RequestError([Problem(name, f"is not in UTF-8 ({where})", fix=_PLAIN)]) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    strange = next((letter for letter in text if _is_strange(letter)), None)
    if strange is not None:
        line = text[: text.index(strange)].count("\n") + 1
        what = f"has a control character (U+{ord(strange):04X})"
        raise RequestError([Problem(f"{name}, line {line}", what, "No text editor shows it", _PLAIN)])
    words = len(text.split())
    if not words:
        raise RequestError([Problem(name, "is empty", fix="Write something into it first")])
    if words > MOST_WORDS:
        what = f"has {words:,} words"
        why = f"A text of an application has far fewer than {MOST_WORDS:,}"
        raise RequestError([Problem(name, what, why, "Name one text of yours")])
    return text


def _is_strange(letter: str) -> bool:
    """Say whether a character steers a terminal, turns the reading direction, or is no character at all."""
    if letter in "\n\t":
        return False
    return (
        unicodedata.category(letter) in {"Cc", "Cs", "Cn", "Co"}
        or letter in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
    )
