"""The one list of mission themes, and the words by which a text of hers bears on one.

The list and its words are facts (``ties_themes``): ties, the plan and the check of texts know no theme that it lacks.
Two themes have a longer name in texts and in the labelled sets, which were frozen with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground

__all__ = ["Themes"]


class Themes:
    """The words of each theme, and the group of the guide that it belongs to."""

    def __init__(self, ground: Ground) -> None:
        rows = list(ground.facts.rows("rule", "topic = ?", ("theme_words",)))
        self.groups: Mapping[str, str] = {row["item"]: row["note"] for row in rows}
        self.fact_ids: tuple[str, ...] = tuple(row["fact_id"] for row in rows)
        self._words = {
            row["item"]: re.compile(
                r"\b(?:" + "|".join(map(re.escape, filter(None, row["value"].lower().split(";")))) + r")s?\b"
            )
            for row in rows
        }

    def found_in(self, text: str) -> tuple[str, ...]:
        """Return the themes that a text speaks of, by its words."""
        lower = text.lower().replace("_", " ")
        return tuple(theme for theme, words in self._words.items() if words.search(lower))

    def group(self, theme: str) -> str:
        """Return the group of a theme; a theme of the facts that has no words stands alone."""
        return self.groups.get(theme, "other")
