"""Sets a document as PDF: tagged, PDF/UA-1, its own fonts in it, the same data to the same bytes.

A template is Typst source that lies beside this file; what it shows comes as data, never as source, so no text of hers
or of a file is ever read as markup. ``pieces.typ`` has what documents share: page, headings, tables, charts.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from smartpick.errors import Problem, RequestError
from smartpick.present._typesetter import set_pages

__all__ = ["images", "typeset"]

_STANDARD = "ua-1"
_SHOWN = (
    (0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x2FF), (0x370, 0x482), (0x48A, 0x4FF), (0x1E00, 0x1FFF), (0x2010, 0x2027),
    (0x2030, 0x2040), (0x2044, 0x2052), (0x2054, 0x205E), (0x2074, 0x208E), (0x2090, 0x209C), (0x20A0, 0x20C0),
    (0x2100, 0x211E), (0x2126, 0x2151), (0x2153, 0x2184), (0x2190, 0x22FF), (0x2500, 0x2606),
)  # fmt: skip
"""Letters that the fonts in the library have, from and to; others would make the document inaccessible."""
_LACKING = "?"
_PIECES = "pieces.typ"


def typeset(template: str, data: Mapping[str, Any], made_on: date) -> bytes:
    """Return a document as PDF.

    Parameters
    ----------
    template
        Name of a Typst file beside this one; it finds the pieces before it and the data as ``data``.
    data
        Texts, numbers and lists of them.
    made_on
        The date that stands in the file: the day that is asked about, and not the clock.

    Raises
    ------
    RequestError
        When the library that sets documents is not installed.
    """
    return _compiled(template, data, made_on, "pdf")[0]


def images(template: str, data: Mapping[str, Any], made_on: date) -> list[bytes]:
    """Return the pages of a document as PNG, to be looked at."""
    return _compiled(template, data, made_on, "png")


def _compiled(template: str, data: Mapping[str, Any], made_on: date, kind: str) -> list[bytes]:
    if find_spec("typst") is None:
        what, fix = "the part that sets PDFs is not installed", "Install it: pip install 'smartpick[pdf]'"
        raise RequestError([Problem("--pdf", what, fix=fix)])
    day = {"year": made_on.year, "month": made_on.month, "day": made_on.day}
    letters = _Letters()
    shown = {**letters.shown(dict(data)), "made_on": day, "lacks_letters": letters.lacking > 0}
    text = json.dumps(shown, ensure_ascii=False, allow_nan=False)
    source = "\n".join(_source(name) for name in (_PIECES, template))
    return set_pages(source, {"data": text}, kind, [_STANDARD] if kind == "pdf" else [], ppi=90)


def _source(name: str) -> str:
    return files("smartpick.present").joinpath(name).read_text(encoding="utf-8")


class _Letters:
    """Replaces letters that the fonts lack, and counts them."""

    def __init__(self) -> None:
        self.lacking = 0

    def shown(self, value: Any) -> Any:
        """Return data in which every text can be shown."""
        if isinstance(value, str):
            text = unicodedata.normalize("NFC", value.replace("\xa0", " ").replace("\xad", ""))
            return "".join(map(self._letter, " ".join(text.split("\n"))))
        if isinstance(value, Mapping):
            return {key: self.shown(each) for key, each in value.items()}
        return [self.shown(each) for each in value] if isinstance(value, list | tuple) else value

    def _letter(self, letter: str) -> str:
        code = ord(letter)
        if 0x20 <= code <= 0x7E or (letter.isprintable() and any(first <= code <= last for first, last in _SHOWN)):
            return letter
        self.lacking += 1
        return _LACKING
