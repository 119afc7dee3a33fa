"""The packet as a PDF that a screen reader can read: tagged after PDF/UA-1, its fonts in the file, its text selectable.

Every sentence reaches the page as data and never as markup, so nothing that a profile holds can steer the typesetting.
"""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from smartpick.errors import Problem, RequestError
from smartpick.present._output import Footnotes
from smartpick.present._typesetter import set_pages

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.guidance.packet import Packet

__all__ = ["packet_pdf", "pdf_problems"]

_FIX = "Install the extra: pip install 'smartpick[pdf]', or leave --pdf out: the same stands in the text and in --json"

_PAGE = """
#let d = json(bytes(sys.inputs.packet))
#let day = datetime(year: d.day.at(0), month: d.day.at(1), day: d.day.at(2))
#set document(title: d.title, author: "SmartPick", date: day)
#set text(lang: "en", region: "us", font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"), size: 10pt)
#set page(
  paper: "us-letter",
  margin: (x: 2.1cm, top: 1.9cm, bottom: 2cm),
  footer: context [
    #set text(size: 8.5pt)
    #d.foot #h(1fr) page #counter(page).display("1 of 1", both: true)
  ],
)
#set par(justify: false, leading: 0.58em)
#set list(marker: [–], spacing: 0.62em, indent: 0pt, body-indent: 0.55em)
#show heading.where(level: 1): set text(size: 15pt)
#show heading.where(level: 2): set text(size: 11.5pt)
#show heading.where(level: 2): set block(above: 1.2em, below: 0.62em, sticky: true)
#heading(level: 1, outlined: false, d.title)
#for each in d.lead { par(each) }
#for section in d.sections {
  heading(level: 2, section.title)
  list(..section.lines)
}
#heading(level: 2, "Notes from the talk")
#for number in range(d.blank) { block(above: 1.5em, line(length: 100%, stroke: 0.4pt + luma(150))) }
#heading(level: 2, "Where this comes from")
#set text(size: 8pt)
#set par(leading: 0.5em)
#for each in d.sources { par(spacing: 0.55em, hanging-indent: 1.6em, each) }
"""
_BLANK_LINES = 4
_SHOWN = (
    range(0x20, 0x7F),
    range(0xA0, 0x250),
    range(0x370, 0x500),
    range(0x1E00, 0x1F00),
    range(0x2010, 0x2028),
    range(0x2030, 0x2041),
    range(0x20A0, 0x20C0),
    range(0x2190, 0x2200),
    (0x2212, 0x2264, 0x2265),
)
"""Letters that the fonts have, all tried: Latin, Greek, Cyrillic, signs. PDF/UA refuses a letter without a shape."""
_LEFT_OUT = "Letters that the fonts of this page lack are shown as question marks."


def pdf_problems() -> list[Problem]:
    """Return what stands in the way of a PDF: nothing, or that its library is not installed."""
    try:
        import typst  # noqa: F401 -- only whether it is there
    except ImportError:
        return [Problem("--pdf", "needs a library that is not installed (typst)", fix=_FIX)]
    return []


def packet_pdf(facts: Facts, made: Packet) -> bytes:
    """Return the packet as a PDF; the same packet gives the same bytes.

    Notes
    -----
    US letter, since an advisor in the US prints it. PDF/UA-1 is held by the typesetter itself, which refuses a page
    that breaks it. Only fonts that it brings are used, so that the page does not depend on the machine.

    Raises
    ------
    RequestError
        When the typesetter is not installed.
    """
    if problems := pdf_problems():
        raise RequestError(problems)
    notes = Footnotes(facts)
    day = made.today
    lines = [text for each in made.sections for text, _ in each.lines]
    lacks = any("?" in _printed(text.replace("?", "")) for text in lines)
    page = {
        "title": f"For a talk of twenty minutes, season {made.season}",
        "day": [day.year, day.month, day.day],
        "foot": f"As of {day.day} {day:%B %Y}; facts {facts.version[:12]}",
        "lead": [*made.lead, *([_LEFT_OUT] if lacks else [])],
        "sections": [
            {"title": each.title, "lines": [_printed(f"{text} {notes.mark(ids)}".rstrip()) for text, ids in each.lines]}
            for each in made.sections
        ],
        "blank": _BLANK_LINES,
        "sources": [_printed(line) for line in notes.lines()],
    }
    made_on = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return set_pages(_PAGE, {"packet": json.dumps(page)}, "pdf", ["ua-1"], timestamp=made_on)[0]


def _printed(text: str) -> str:
    """Return a text with a question mark for each letter that the page has no shape for.

    Examples
    --------
    >>> _printed("Clínica, 한, μ")
    'Clínica, ?, μ'
    """
    return "".join(
        letter if letter.isprintable() and any(ord(letter) in each for each in _SHOWN) else "?"
        for letter in unicodedata.normalize("NFC", text).replace("\N{NO-BREAK SPACE}", " ")
    )
