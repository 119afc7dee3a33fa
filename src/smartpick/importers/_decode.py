"""Which letters do the bytes of a text file stand for? Told by its mark, else UTF-8, else the usual Windows set."""

from __future__ import annotations

import codecs

from smartpick.importers._rows import problem_at

__all__ = ["text_of"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file (.xls, .doc)"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_FIX = "Save it as csv or xlsx, or paste the names into a text file, one program a line"


def text_of(content: bytes, name: str) -> str:
    """Return the text of a file.

    Raises
    ------
    RequestError
        When it is no text, with what it seems to be.

    Examples
    --------
    >>> text_of("Médical".encode("cp1252"), "list.txt")
    'Médical'
    """
    for start, what in _OTHER:
        if content.startswith(start):
            raise problem_at(name, f"that is {what}", fix=_FIX)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding, name)
    if b"\0" in content:
        # Spreadsheets write UTF-16 without a mark now and then: then every second byte of plain letters is 0.
        encoding = "utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"
        text = _decoded(content, encoding, name)
        if text.count("\0") or sum(letter.isprintable() or letter.isspace() for letter in text) < 0.9 * len(text):
            raise problem_at(name, "the file is no text", fix=_FIX)
        return text
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # Five bytes have no letter there; a question mark in a name is found by the reader.
        return content.decode("cp1252", "replace")


def _decoded(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = f"the bytes from {error.start} on are no {encoding.upper()} text"
        raise problem_at(name, what, "The file may be cut off or damaged", "Save it anew as csv", line=line) from error
