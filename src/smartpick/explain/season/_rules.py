"""The NRMP's rules about one part of the season, as the fact rows have them."""

from __future__ import annotations

from collections.abc import Sequence

from smartpick.explain.season._types import Rule
from smartpick.facts import Facts
from smartpick.vocabulary import MissingReason

__all__ = ["rules_about"]

_MISSING = frozenset(MissingReason)


def rules_about(facts: Facts, topics: Sequence[str], *, is_img: bool = True) -> tuple[Rule, ...]:
    """Return the rules of some topics that have a text; those for IMGs alone only where she is one."""
    return tuple(
        Rule(row["item"], row["value"], row["note"], row["effective"], row["fact_id"])
        for topic in topics
        for row in facts.rows("rule", "topic = ?", (topic,))
        if row["value"] not in _MISSING
        and "couple" not in row["applies_to"]
        and (is_img or row["applies_to"] != "IMGs")
    )
