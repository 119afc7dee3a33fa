"""Reads one plain text file; whatever else the file is, the message says so and how to get plain text from it."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from smartpick.errors import Problem, RequestError

__all__ = ["read_text"]

_MOST_BYTES = 400_000
_MOST_WORDS = 12_000
_NAMED = 3
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER = (
    (b"%PDF", "a PDF", "Open it, copy its text into an editor, and save that as plain text (.txt)"),
    (b"PK\x03\x04", "a Word, Pages or zip file", "In the program that made it, save it as plain text (.txt)"),
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc)", "In Word, save it as plain text (.txt)"),
    (b"{\\rtf", "a rich text file (.rtf)", "Save it as plain text (.txt)"),
    (b"\x89PNG", "a picture", "Name a file of plain text"),
    (b"\xff\xd8\xff", "a picture", "Name a file of plain text"),
    (b"\x1f\x8b", "a compressed file", "Unpack it first"),
)
_ENGLISH = frozenset(
    [
        "the",
        "and",
        "of",
        "to",
        "in",
        "a",
        "i",
        "my",
        "is",
        "was",
        "that",
        "it",
        "for",
        "with",
        "as",
        "on",
        "at",
        "by",
        "from",
        "but",
        "not",
        "have",
        "had",
        "has",
        "be",
        "are",
        "were",
        "this",
        "they",
        "she",
        "he",
        "we",
        "me",
        "his",
        "her",
        "their",
        "our",
        "you",
        "your",
        "an",
        "or",
        "so",
        "when",
        "who",
        "which",
        "would",
        "will",
        "can",
        "what",
        "there",
        "been",
        "one",
        "all",
        "more",
        "after",
    ]
)
_LEAST_ENGLISH = 0.18
"""Share of words that are among the commonest English ones; prose in English lies at 0.3 to 0.5."""
_LEAST_JUDGED = 20


def read_text(path: Path) -> str:
    """Return the text of a file, with plain line ends and without marks that nobody sees.

    Raises
    ------
    RequestError
        When it cannot be read, is no plain text, is empty, is far too long, holds control characters, or is not in
        English, which is the only language that the rules know.
    """
    name = path.name or str(path)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _problem(name, f"the file holds more than {_MOST_BYTES // 1000} kB", "", _SHORTER)
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise _problem(name, f"cannot be read: {why}", "", "Name a file that is there") from error
    text = _visible(_decoded(content, name))
    if not text.strip():
        raise _problem(name, "the file is empty", "", "Save your text in it, and try again")
    _refuse_controls(text, name)
    words = text.split()
    if len(words) > _MOST_WORDS:
        what = f"{len(words):,} words are more than a text of an application holds"
        raise _problem(name, what, f"At most {_MOST_WORDS:,} are read", _SHORTER)
    _refuse_other_languages(words, name)
    return text


_SHORTER = "Name the file of one statement, experience section or answer"


def _problem(name: str, what: str, why: str, fix: str) -> RequestError:
    return RequestError([Problem(name, what, why, fix)])


def _decoded(content: bytes, name: str) -> str:
    for start, what, fix in _OTHER:
        if content.startswith(start):
            raise _problem(name, f"that is {what}, and no plain text", "", fix)
    try:
        for mark, encoding in _MARKS:
            if content.startswith(mark):
                return content.decode(encoding)
        if b"\0" in content:
            raise _problem(name, "the file is no text", "It holds zero bytes", "Save it as plain text, in UTF-8")
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if content[error.start : error.start + 1] and error.encoding == "utf-8":
            # Older editors write the usual Windows set.
            return content.decode("cp1252", "replace")
        line = content[: error.start].count(b"\n") + 1
        what = f"line {line} is no {error.encoding.upper()} text"
        raise _problem(name, what, "The file may be cut off", "Save it anew as plain text, in UTF-8") from error


def _visible(text: str) -> str:
    """Return the text with plain line ends and spaces, without soft hyphens and marks of no width."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = re.sub(r"[\u00a0\u2000-\u200a\u202f\u3000\t\v\f]", " ", text)
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) != "Cf")


def _refuse_controls(text: str, name: str) -> None:
    lines = [
        number
        for number, line in enumerate(text.split("\n"), 1)
        if any(unicodedata.category(letter) in {"Cc", "Co", "Cs"} for letter in line)
    ]
    if lines:
        shown = ", ".join(map(str, lines[:_NAMED])) + (" …" if len(lines) > _NAMED else "")
        what = f"control characters in line {shown}" if len(lines) == 1 else f"control characters in lines {shown}"
        raise _problem(name, what, "They are no part of a text", "Save it as plain text, in UTF-8")


def _refuse_other_languages(words: list[str], name: str) -> None:
    bare = [word.strip(".,;:!?\"'()[]").lower() for word in words]
    letters = [word for word in bare if word.isalpha()]
    if len(letters) < _LEAST_JUDGED:
        if letters and not any(word.isascii() for word in letters):
            raise _problem(name, "the text is not in English", "The rules know English only", _ENGLISH_FIX)
        return
    share = sum(word in _ENGLISH for word in letters) / len(letters)
    if share < _LEAST_ENGLISH:
        raise _problem(name, "the text does not read as English", "The rules know English only", _ENGLISH_FIX)


_ENGLISH_FIX = "Name the English text that you will send"
