"""A packet for an advisor as text: on the terminal, and as a file to send."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from smartpick.present._layout import wrapped
from smartpick.present._output import Footnotes, Out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartpick.facts import Facts
    from smartpick.guidance.packet import Packet

__all__ = ["packet_title", "packet_txt", "show_packet"]

_WIDTH = 80


class _Part(NamedTuple):
    """One paragraph: ``title``, ``line``, ``heading`` or ``item``."""

    kind: str
    text: str


def packet_title(made: Packet) -> str:
    """Return what a packet is called, with its season and day."""
    return f"For a talk of twenty minutes; season {made.season}, as of {made.today.day} {made.today:%B %Y}."


def show_packet(facts: Facts, made: Packet) -> None:
    """Write a packet for a person."""
    out = Out()
    for kind, text in _parts(facts, made):
        if kind == "heading":
            out.heading(text)
        elif kind == "item":
            out.item(text)
        else:
            out.line(text, "bold" if kind == "title" else "")


def packet_txt(facts: Facts, made: Packet) -> bytes:
    """Return a packet as a text file in UTF-8; the same packet gives the same bytes."""
    lines: list[str] = []
    for kind, text in _parts(facts, made):
        lines += [""] if kind == "heading" else []
        marks = {"first": "- ", "rest": "  "} if kind == "item" else {}
        lines += wrapped(text, _WIDTH, **marks)
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _parts(facts: Facts, made: Packet) -> Iterator[_Part]:
    notes = Footnotes(facts)
    yield _Part("title", packet_title(made))
    for line in made.lead:
        yield _Part("line", line)
    for section in made.sections:
        yield _Part("heading", section.title)
        for text, ids in section.lines:
            yield _Part("item", f"{text} {notes.mark(ids)}".rstrip())
    yield _Part("heading", "Where this comes from")
    for line in notes.lines():
        yield _Part("line", line)
    if facts.left_out:
        yield _Part("line", f"This build leaves out the tables of: {', '.join(facts.left_out)}.")
