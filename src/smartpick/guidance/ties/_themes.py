"""Which of her experiences bear on which mission theme? By words of her own entries; every claim needs a dated one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smartpick.guidance.ties._model import Entry, ThemeMatch

if TYPE_CHECKING:
    from smartpick.guidance._mission_themes import Themes
    from smartpick.profile import Profile

__all__ = ["entries_of", "matches"]


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
