"""A packet for an advisor as JSON: its sections, line by line, each with the facts behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.guidance.packet import Packet

__all__ = ["SCHEMA", "packet_json"]

SCHEMA = "smartpick.packet/1"


def packet_json(facts: Facts, made: Packet) -> dict[str, Any]:
    """Return a packet as plain data; the same packet gives the same bytes."""
    return {
        "schema": SCHEMA,
        "facts_version": facts.version,
        "season": made.season,
        "today": made.today.isoformat(),
        "redacted": list(made.redacted),
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "lines": [{"text": text, "facts": list(ids)} for text, ids in section.lines],
            }
            for section in made.sections
        ],
    }
