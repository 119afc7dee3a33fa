"""Reads one plain text file; whatever else the file is, the message says so and how to get plain text from it."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from smartpick.errors import Problem, RequestError

__all__ = ["MOST_BYTES", "read_text"]

MOST_BYTES = 400_000
"""Bytes up to which a text is read."""
_MOST_WORDS = 12_000
_NAMED = 3
_WIDE = 0.8
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
_ENGLISH = (
    "the and of to is that it for with my from but not have had are were this they she we their our you your when who"
    " which would can what there been be by at his i i'm"
    # Lists of activities hold few of those.
    " volunteer tutor student students school health patients clinic medical research years hours member team"
    " department association community care county weekly emergency"
)
"""Common English words that are none in the languages below."""
_FOREIGN = (
    # German, Dutch, and the languages of the north
    "der das und ich nicht ist ein eine einen einem mit auf für von zu dem des sich auch wie aber nach wird hatte"
    " habe mir mich meine mein sie wir bei het een niet ik mijn zijn voor dat maar og er det som på jeg av til med"
    " ikke jag att och är inte"
    # Spanish, Portuguese, Italian, French
    " de que en y un una por con para del mi su se lo como más pero muy desde cuando os um não uma meu minha ao il"
    " di che è per non sono gli della le les et du dans est je ne pas pour qui sur avec mon au aux ce cette j'ai"
    # Polish, Turkish, Vietnamese, Tagalog, Indonesian, Swahili
    " nie się jest w na z że bir ve bu için ile ang ng mga ako dan yang di untuk dengan saya và của tôi là không"
    " một các wa kwa"
)
"""Common words of other languages in Latin letters, but for those that stand in names of American places."""
_LEAST_ENGLISH = 0.05
"""Share of these English words from which a longer text counts as English; prose lies at 0.25 to 0.4."""
_LEAST_JUDGED = 50
_AROUND = ".,;:!?\"'()[]-\u201c\u201d\u2018\u2019\u00ab\u00bb\u00bf\u00a1"
"""What stands around a word."""
_FEW_FOREIGN = 3
"""Common words of another language, with fewer English ones, that tell a shorter text as well."""
_MOST_OTHER_LETTERS = 0.2


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
        if path.stat().st_size > MOST_BYTES:
            raise _problem(name, f"the file holds more than {MOST_BYTES // 1000} kB", "", _SHORTER)
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
    _refuse_other_languages(text, name)
    return text


_SHORTER = "Name the file of one statement, experience section or answer"


def _problem(name: str, what: str, why: str, fix: str) -> RequestError:
    return RequestError([Problem(name, what, why, fix)])


def _decoded(content: bytes, name: str) -> str:
    bare = content.lstrip(b"\xef\xbb\xbf \r\n\t")
    for start, what, fix in _OTHER:
        if bare.startswith(start):
            raise _problem(name, f"that is {what}, and no plain text", "", fix)
    try:
        for mark, encoding in _MARKS:
            if content.startswith(mark):
                return content.decode(encoding)
        if b"\0" in content:
            why = "It may be UTF-16 without its mark" if _is_wide(content) else "It holds zero bytes"
            raise _problem(name, "the file is no plain text", why, "Save it as plain text, in UTF-8")
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if content[error.start : error.start + 1] and error.encoding == "utf-8":
            # Older editors write the usual Windows set.
            return content.decode("cp1252", "replace")
        line = content[: error.start].count(b"\n") + 1
        what = f"line {line} is no {error.encoding.upper()} text"
        raise _problem(name, what, "The file may be cut off", "Save it anew as plain text, in UTF-8") from error


def _is_wide(content: bytes) -> bool:
    """Return whether nearly every second byte is zero, as in UTF-16 of Latin letters."""
    halves = content[0::2], content[1::2]
    return any(half.count(0) > _WIDE * len(half) for half in halves) and not all(map(_mostly_zero, halves))


def _mostly_zero(half: bytes) -> bool:
    return half.count(0) > _WIDE * len(half)


def _visible(text: str) -> str:
    """Return the text with plain line ends and spaces, without soft hyphens and marks of no width."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = re.sub(r"[\u00a0\u2000-\u200a\u202f\u3000\t\v\f]", " ", text)
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) != "Cf")


def _refuse_controls(text: str, name: str) -> None:
    lines = [
        number
        for number, line in enumerate(text.split("\n"), 1)
        if any(unicodedata.category(letter) in {"Cc", "Cn", "Co", "Cs"} for letter in line)
    ]
    if lines:
        shown = ", ".join(map(str, lines[:_NAMED])) + (" …" if len(lines) > _NAMED else "")
        what = f"control characters in line {shown}" if len(lines) == 1 else f"control characters in lines {shown}"
        raise _problem(name, what, "They are no part of a text", "Save it as plain text, in UTF-8")


def _refuse_other_languages(text: str, name: str) -> None:
    letters = [letter for letter in text if letter.isalpha()]
    other = sum(not unicodedata.name(letter, "LATIN").startswith("LATIN") for letter in letters)
    if other > _MOST_OTHER_LETTERS * len(letters):
        what = f"{round(100 * other / len(letters))} % of its letters are of another script: the text is not in English"
        raise _problem(name, what, "The rules know English only", _ENGLISH_FIX)
    words = [word.strip(_AROUND).replace("\u2019", "'").lower() for word in text.split()]
    words = [word for word in words if any(map(str.isalpha, word))]
    english, foreign = (
        sum(word in known for word in words) for known in (set(_ENGLISH.split()), set(_FOREIGN.split()))
    )
    is_none = len(words) >= _LEAST_JUDGED and english < _LEAST_ENGLISH * len(words)
    if is_none or (foreign >= _FEW_FOREIGN and foreign > english):
        what = f"the text does not read as English: {english} of its {len(words):,} words are common English ones"
        raise _problem(name, what, "The rules know English only", _ENGLISH_FIX)


_ENGLISH_FIX = "Name the English text that you will send, in a file of its own"
