"""Which of her experiences bear on which mission theme? By words of her own entries; every claim needs a dated one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from smartpick.guidance._ground import Ground
from smartpick.guidance.ties._model import Entry, ThemeMatch

if TYPE_CHECKING:
    from smartpick.profile import Profile

__all__ = ["Themes", "entries_of", "matches", "themes_in"]


class Themes:
    """The words of each theme, and the group of the guide that it belongs to."""

    def __init__(self, ground: Ground) -> None:
        rows = list(ground.facts.rows("rule", "topic = ?", ("theme_words",)))
        self.groups: Mapping[str, str] = {row["item"]: row["note"] for row in rows}
        self.fact_ids: tuple[str, ...] = tuple(row["fact_id"] for row in rows)
        self._words = {
            row["item"]: re.compile(
                r"\b(?:" + "|".join(map(re.escape, filter(None, row["value"].lower().split(";")))) + r")\b"
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


def themes_in(ground: Ground, text: str) -> tuple[str, ...]:
    """Return the themes that a text speaks of, by its words."""
    return Themes(ground).found_in(text)


def entries_of(profile: Profile, themes: Themes) -> tuple[Entry, ...]:
    """Return her experiences with the themes that they bear on, and what each lacks to carry a claim."""
    found = []
    for field in ("service", "work", "research"):
        for each in getattr(profile, field):
            title = each.title or each.theme or f"an entry under {field} without a title"
            text = " ".join(filter(None, (each.title, each.theme, each.place, each.note)))
            lacks = _lacks(has_date=bool(each.start or each.end), has_place=bool(each.place), note=each.note)
            if not each.hours and field == "service":
                lacks = (*lacks, "hours")
            found.append(Entry(field, title, each.place, each.start, each.end, themes.found_in(text), lacks))
    for work in profile.us_experience:
        title = f"{work.kind.replace('_', '-')}{f' in {work.specialty}' if work.specialty else ''}"
        text = " ".join(filter(None, (work.specialty, work.place, work.note)))
        lacks = _lacks(has_date=bool(work.start or work.end), has_place=bool(work.place), note=work.note)
        found.append(Entry("us_experience", title, work.place, work.start, work.end, themes.found_in(text), lacks))
    return tuple(found)


def _lacks(*, has_date: bool, has_place: bool, note: str | None) -> tuple[str, ...]:
    missing = [("a date", has_date), ("a place", has_place), ("one thing you did or saw there (note)", bool(note))]
    return tuple(name for name, is_there in missing if not is_there)


def matches(themes: Themes, wanted: Sequence[str], entries: Sequence[Entry]) -> tuple[ThemeMatch, ...]:
    """Return for each theme the experience of hers that carries it best: dated first, then what lacks least."""
    found = []
    for theme in wanted:
        fitting = [each for each in entries if theme in each.themes]
        best = min(fitting, key=lambda each: (not each.is_dated, len(each.lacks)), default=None)
        found.append(ThemeMatch(theme, themes.group(theme), best))
    return tuple(found)
