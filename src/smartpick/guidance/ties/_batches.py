"""Paragraph plans for many programs: like programs share one, so that sixty are feasible.

Programs are alike when they are of one specialty, in one of her areas, and the same experiences of hers speak to what
they are for. A program about which she pasted something herself stands alone. Themes that are not known are unknown,
never absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smartpick.guidance._ground import Ground
from smartpick.guidance._mission_themes import Themes
from smartpick.guidance.ties._inventory import SPOKEN, is_inside
from smartpick.guidance.ties._model import Batch, Bond, Entry, Listed, Mission, Quote, ThemeMatch
from smartpick.guidance.ties._strength import bond_text
from smartpick.guidance.ties._themes import matches
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from smartpick.programs import Area, Program

__all__ = ["batches"]

_ROTATIONS = {"away_rotation", "sub_internship"}
_Key = tuple[str, str, tuple[int, ...] | None, str]


def batches(
    ground: Ground,
    listed: Sequence[Listed],
    areas: Sequence[Area],
    bonds: Sequence[Bond],
    entries: Sequence[Entry],
    themes: Themes,
) -> tuple[Batch, ...]:
    """Return the batches, those about which most can be said first."""
    quotes = _quotes(ground, themes)
    grouped: dict[_Key, list[Listed]] = {}
    for each in listed:
        program = each.program
        known = program.profile.themes if program.profile else ()
        carried = {entries.index(fit.entry) for fit in matches(themes, known, entries) if fit.entry is not None}
        used = tuple(sorted(carried)) if known else None
        where = next((area.label for area in areas if area.contains(program)), "elsewhere")
        alone = program.program_code_nrmp if program.program_code_nrmp in quotes else ""
        grouped.setdefault((program.specialty, where, used, alone), []).append(each)
    made = [
        _batch(ground, key, rows, areas, bonds, entries, themes, quotes.get(key[3], ()))
        for key, rows in grouped.items()
    ]
    return tuple(
        sorted(made, key=lambda each: (not each.quotes, not each.matches, not each.bonds, -len(each.programs)))
    )


def _quotes(ground: Ground, themes: Themes) -> dict[str, tuple[Quote, ...]]:
    found: dict[str, list[Quote]] = {}
    for each in ground.profile.own_facts:
        if each.field == "mission" and isinstance(each.value, str) and each.value.strip():
            quote = Quote(each.program_code_nrmp, each.value, each.source, each.date, themes.found_in(each.value))
            found.setdefault(each.program_code_nrmp, []).append(quote)
    return {code: tuple(rows) for code, rows in found.items()}


def _batch(
    ground: Ground,
    key: _Key,
    rows: Sequence[Listed],
    areas: Sequence[Area],
    bonds: Sequence[Bond],
    entries: Sequence[Entry],
    themes: Themes,
    quotes: Sequence[Quote],
) -> Batch:
    specialty, where, _, _ = key
    programs = [each.program for each in rows]
    known = sorted({theme for program in programs if program.profile for theme in program.profile.themes})
    wanted = tuple(dict.fromkeys((*known, *(theme for quote in quotes for theme in quote.themes))))
    fits = matches(themes, wanted, entries)
    near = _near(ground, where, areas, programs, bonds)
    spoken = tuple(
        f"{each.name} ({each.level})"
        for each in ground.profile.languages
        if each.level in SPOKEN and each.name.strip().lower() != "english"
    )
    name = next((each.name for each in ground.specialties if each.key == specialty), specialty)
    return Batch(
        specialty,
        name,
        where,
        tuple(map(_mission, programs)),
        fits,
        tuple(quotes),
        near,
        spoken,
        _interest(ground, rows),
        _prompts(fits, near, spoken),
        _open(fits, near, known, quotes, programs),
        _vague(fits),
    )


def _near(
    ground: Ground, where: str, areas: Sequence[Area], programs: Sequence[Program], bonds: Sequence[Bond]
) -> tuple[Bond, ...]:
    """Return her bonds to where these programs are: inside the area first, then in the state."""
    states = {program.state for program in programs}
    area = next((each for each in areas if each.label == where), None)
    if area is None and len(states) > 1:
        # Programs of many states share no place, so a bond to one of them fits only some.
        return ()
    inside = [each for each in bonds if area is not None and is_inside(ground, area, each)]
    rest = [each for each in bonds if each.state in states and each not in inside] if len(states) == 1 else []
    return tuple(inside + rest)


def _mission(program: Program) -> Mission:
    known = program.profile
    name = f"{known.current_name}, {program.program_name}" if known and known.current_name else program.name
    if known is None:
        return Mission(program.program_code_nrmp, name, (), "no page was looked up", None, "", None, None)
    basis = known.theme_basis if known.themes else "none found; that is no sign that there are none"
    return Mission(
        program.program_code_nrmp,
        name,
        known.themes,
        basis,
        known.mission_url,
        known.mission_page_vintage if known.mission_url else "",
        known.patient_population_note,
        known.fact_id,
    )


def _interest(ground: Ground, rows: Sequence[Listed]) -> tuple[str, ...]:
    """Say where interest shows: rotations done or planned, and signals, each counted as what it is."""
    said = []
    for each in rows:
        program = each.program
        rotations = [
            work
            for work in ground.profile.us_experience
            if work.program_code_nrmp == program.program_code_nrmp and work.kind in _ROTATIONS
        ]
        for work in rotations:
            ahead = work.is_done is False or (
                work.is_done is None and work.end is not None and work.end >= ground.today
            )
            state = "planned" if ahead else "done" if work.is_done or work.end else "no date told"
            said.append(
                f"{program.name}: {work.kind.replace('_', '-')} there ({state}), which shows interest by itself"
            )
        if each.signal is not SignalTier.NONE and each.is_signal_decided:
            also = "; the rotation has said it already, so this is not counted as a second sign" if rotations else ""
            said.append(f"{program.name}: your {_tier(each.signal)} goes there{also}")
    return tuple(said)


def _tier(tier: SignalTier) -> str:
    return "signal" if tier is SignalTier.SINGLE else f"{tier} signal"


def _prompts(
    fits: Sequence[ThemeMatch], near: Sequence[Bond], spoken: Sequence[str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    shared = tuple(
        f"{match.theme.replace('_', ' ')}: {entry_text(match.entry)}" for match in fits if match.entry is not None
    )
    return (
        ("What you share with what they are for: one experience, told by what you did", shared),
        ("Why this place", tuple(map(bond_text, near))),
        ("What you bring to their patients", tuple(spoken)),
        ("What you want to learn there: from their page, in your own words", ()),
    )


def entry_text(entry: Entry) -> str:
    """Return an experience in words, with its place and time."""
    where = f", {entry.place}" if entry.place else ""
    if entry.start and entry.end:
        first, last = f"{entry.start:%b %Y}", f"{entry.end:%b %Y}"
        when = f" ({first})" if first == last else f" ({first} to {last})"
    elif entry.start:
        when = f" (since {entry.start:%b %Y})"
    else:
        when = f" (until {entry.end:%b %Y})" if entry.end else " (no date: enter one before you use it)"
    return f"{entry.title}{where}{when}"


def _open(
    fits: Sequence[ThemeMatch],
    near: Sequence[Bond],
    known: Sequence[str],
    quotes: Sequence[Quote],
    programs: Sequence[Program],
) -> tuple[str, ...]:
    found = []
    if not known and not quotes:
        one = len(programs) == 1
        found.append(
            f"What {'this program is' if one else 'these programs are'} for is not known here: read"
            f" {'its page' if one else 'their pages'}, and put what it says into your profile as the mission, with"
            " address and day"
        )
    gaps = [match.theme.replace("_", " ") for match in fits if match.entry is None]
    if gaps:
        found.append(f"No experience of yours speaks to: {', '.join(gaps)}. Leave it out rather than claim it")
    if not near:
        found.append("No bond to this place is told; say what draws you there only if something does")
    return tuple(found)


def _vague(fits: Sequence[ThemeMatch]) -> tuple[str, ...]:
    """Say which experiences lack what would make them specific, each once."""
    used = dict.fromkeys(fit.entry for fit in fits if fit.entry is not None)
    return tuple(
        f"“{each.title}” lacks {', '.join(each.lacks)}: without it the claim stays vague" for each in used if each.lacks
    )
