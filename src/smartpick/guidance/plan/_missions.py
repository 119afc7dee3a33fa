"""Which of her experiences answers which mission: themes found on institutions' pages, and missions that she noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.guidance._finding import Finding
from smartpick.guidance._rules import first_area
from smartpick.guidance._season_days import said_day
from smartpick.guidance.ties._themes import entries_of, matches

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground
    from smartpick.guidance._mission_themes import Themes
    from smartpick.guidance.ties import Entry

__all__ = ["missions"]

_FIELDS = ("service", "work", "research", "us_experience", "goals.areas", "goals.specialties")
_THEMES_SHOWN = 6
_NAMES_SHOWN = 3


def missions(ground: Ground, themes: Themes) -> list[Finding]:
    """Return one row a theme or noted mission: who speaks of it, and the one dated experience that answers it."""
    entries = entries_of(ground.profile, themes)
    pages, noted = _of_pages(ground, themes, entries), _noted(ground, themes, entries)
    if noted:
        return [*pages, *noted]
    text = "No mission of a program is noted. Put what a program says about itself into your profile, in its words."
    return [*pages, Finding("mission_none", "local", "unknown", text, ("own_facts",), (), "note missions")]


def _of_pages(ground: Ground, themes: Themes, entries: tuple[Entry, ...]) -> list[Finding]:
    """Return the themes of the institutions in her first area that have programs of her specialties, most common first.

    What is not found on a page is no sign that it is absent, so nothing is said of institutions without a theme.
    """
    area = first_area(ground)
    if area is None:
        return []
    label, programs = area
    keys = {each.key for each in ground.specialties}
    places: dict[str, dict[str, str]] = {}
    for program in programs:
        if program.specialty in keys and program.profile is not None:
            for theme in program.profile.themes:
                name = program.profile.current_name or program.institution
                places.setdefault(theme, {})[name] = program.profile.fact_id
    order = sorted(places, key=lambda theme: (-len(places[theme]), theme))[:_THEMES_SHOWN]
    rows, open_ones = [], []
    for match in matches(themes, order, entries):
        names = [_short(name) for name in places[match.theme]]
        if match.entry is None:
            open_ones.append(f"{match.theme.replace('_', ' ')} ({len(names)})")
            continue
        more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
        text = (
            f"Mission theme {match.theme.replace('_', ' ')}, found on pages of {len(names)} institution"
            f"{'s' if len(names) > 1 else ''} in {label} ({', '.join(names[:_NAMES_SHOWN])}{more}):"
            f" {_answer(match.entry)}"
        )
        ids = tuple(dict.fromkeys([*places[match.theme].values()]))[:_NAMES_SHOWN]
        rows.append(_row("mission_theme", text, match.entry, _FIELDS, ids))
    if open_ones:
        also = "also " if rows else ""
        text = (
            f"Mission themes {also}found on pages in {label}, with how many institutions, that no experience you told"
            f" answers: {', '.join(open_ones)}. Nobody answers all of them: speak of those that are yours, and leave"
            " the others out."
        )
        ids = tuple(dict.fromkeys(fact for theme in order for fact in places[theme].values()))[:_NAMES_SHOWN]
        rows.append(Finding("mission_open", "local", "note" if rows else "watch", text, _FIELDS, ids))
    return rows


def _short(name: str) -> str:
    """Return an institution's name without what stands in brackets.

    Examples
    --------
    >>> _short("Harbor-UCLA Medical Center (LA County)")
    'Harbor-UCLA Medical Center'
    """
    return name.split(" (", maxsplit=1)[0]


def _noted(ground: Ground, themes: Themes, entries: tuple[Entry, ...]) -> list[Finding]:
    names = {program.program_code_nrmp: program.name for program in ground.directory.programs}
    rows = []
    for fact in ground.profile.own_facts:
        if fact.field != "mission":
            continue
        wanted = themes.found_in(str(fact.value))
        best = min(
            (match.entry for match in matches(themes, wanted, entries) if match.entry is not None),
            key=lambda each: (not each.is_dated, len(each.lacks)),
            default=None,
        )
        name = names.get(fact.program_code_nrmp, fact.program_code_nrmp)
        spoken = ", ".join(theme.replace("_", " ") for theme in sorted(wanted))
        text = f"{name}, mission as you noted it ({fact.source}, {said_day(fact.date)}): "
        text += f"it speaks of {spoken}" if wanted else "it names none of the themes"
        text += f"; {_answer(best)}"
        rows.append(_row("mission_match", text, best, ("own_facts", "service", "research", "work")))
    return rows


def _answer(entry: Entry | None) -> str:
    """Say which experience answers, and what it still lacks to carry a claim."""
    if entry is None:
        return "no experience that you told answers it."
    when = f" (from {entry.start:%B %Y})" if entry.start else f" (until {entry.end:%B %Y})" if entry.end else ""
    if entry.lacks:
        return f"your example: {entry.title}{when}; it lacks {', '.join(entry.lacks)}, so that it stays vague."
    return f"your example: {entry.title}{when}."


def _row(key: str, text: str, entry: Entry | None, fields: tuple[str, ...], ids: tuple[str, ...] = ()) -> Finding:
    is_strong = entry is not None and entry.is_dated and not entry.lacks
    severity = "strength" if is_strong else "note" if entry is not None else "watch"
    change = (
        "" if is_strong or entry is None else f"enter {', '.join(entry.lacks)}" if entry.lacks else "enter its dates"
    )
    return Finding(key, "local", severity, text, fields, ids, change)
