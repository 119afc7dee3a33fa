"""A packet for an advisor as text: on the terminal, and as a file to send."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from smartpick.present._output import Footnotes, Out

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.guidance.packet import Packet

__all__ = ["packet_title", "packet_txt", "show_packet"]

_WIDTH = 80


def packet_title(made: Packet) -> str:
    """Return what a packet is called, with its season and day."""
    return f"For a talk of twenty minutes; season {made.season}, as of {made.today.day} {made.today:%B %Y}."


def show_packet(facts: Facts, made: Packet) -> None:
    """Write a packet for a person."""
    _show(facts, made, Out())


def packet_txt(facts: Facts, made: Packet) -> bytes:
    """Return a packet as a text file in UTF-8; the same packet gives the same bytes."""
    page = StringIO()
    _show(facts, made, Out(page, _WIDTH))
    return page.getvalue().encode("utf-8", "replace")


def _show(facts: Facts, made: Packet, out: Out) -> None:
    notes = Footnotes(facts)
    out.line(packet_title(made), "bold")
    for line in made.lead:
        out.line(line)
    for section in made.sections:
        out.heading(section.title)
        for text, ids in section.lines:
            out.item(f"{text} {notes.mark(ids)}".rstrip())
    out.heading("Where this comes from")
    for line in notes.lines():
        out.line(line)
    out.left_out(facts)
