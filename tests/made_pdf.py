"""Writes small PDF files for tests: text at places on pages, nothing else. Read back by the importers."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["Placed", "pdf_bytes"]

WIDTHS = {".": 278, ",": 278, " ": 278, "-": 333, "/": 278, "(": 333, ")": 333, "'": 191, "i": 222, "l": 222, "j": 222}


class Placed(NamedTuple):
    """A text on a page: its left end and its base line in points, from the lower left corner."""

    x: float
    y: float
    text: str


def width(text: str, size: float) -> float:
    """Return how wide a text is in Helvetica, about."""
    return sum(WIDTHS.get(letter, 667 if letter.isupper() else 556) for letter in text) * size / 1000


def right(x: float, y: float, text: str, size: float) -> Placed:
    """Return a text that ends at x."""
    return Placed(x - width(text, size), y, text)


def pdf_bytes(pages: Iterable[Sequence[Placed]], size: float = 8, *, is_packed: bool = True) -> bytes:
    """Return a PDF of US Letter pages in Helvetica."""
    objects: list[bytes] = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in pages:
        parts = []
        for placed in page:
            text = placed.text.encode("latin-1", "replace").replace(b"\\", rb"\\").replace(b"(", rb"\(")
            shown = text.replace(b")", rb"\)")
            parts.append(b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET" % (size, placed.x, placed.y, shown))
        stream = b"\n".join(parts)
        if is_packed:
            stream = zlib.compress(stream)
        packed = b"/Filter /FlateDecode " if is_packed else b""
        objects.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (packed, len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
