"""Contacts for a bad day: only those with a source in the facts."""

from __future__ import annotations

from smartpick.facts import Facts
from smartpick.guidance._finding import Support

__all__ = ["support_lines"]

_SHOWN = ("988_Suicide_and_Crisis_Lifeline", "Physician_Support_Line.")


def support_lines(facts: Facts) -> tuple[Support, ...]:
    """Return the contacts, the one that answers day and night first; empty where this build leaves them out."""
    rows = list(facts.rows("rule", "topic = ?", ("support",)))
    return tuple(
        Support(row["item"], row["value"], row["fact_id"])
        for name in _SHOWN
        for row in rows
        if f".{name}" in f"{row['fact_id']}." and row["confidence"] == "high"
    )
