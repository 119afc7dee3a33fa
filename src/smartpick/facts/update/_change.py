"""What is different in a new season: programs opened, closed, come back and renamed, and their positions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from smartpick.facts.update._base import Base
from smartpick.facts.update._new import NewSeason, NewTrack

__all__ = ["Moved", "QuotaChange", "Renamed", "Revised", "SeasonChange", "change_of"]

_NOT = "not_published"
_SAME_SIZE = 2
"""Positions by which two tracks may differ to be offered as one that moved; judged by hand from the list."""


class Renamed(NamedTuple):
    """A program under another name."""

    code: str
    before: str
    after: str


class QuotaChange(NamedTuple):
    """A program with another number of positions."""

    code: str
    name: str
    before: int
    after: int


class Moved(NamedTuple):
    """A code that is gone and one that is new, of the same place, specialty, kind and size: one track, perhaps."""

    old_code: str
    new_code: str
    name: str
    positions_before: int
    positions_after: int


class Revised(NamedTuple):
    """A figure of an earlier Match that the new report prints otherwise."""

    code: str
    season: int
    known: tuple[int, int] | None
    printed: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class SeasonChange:
    """What changed from the newest known Match to the new one.

    Attributes
    ----------
    opened, returned, closed
        (code, name): never seen before; seen before, though not in the last Match; in the last one and no more.
    moved
        Pairs of `closed` and `opened` that may be one track. Nothing is joined by itself.
    positions
        Positions offered before and now; filled before and now.
    """

    before: int
    season: int
    n_before: int
    n_after: int
    positions: tuple[int, int, int, int]
    opened: tuple[tuple[str, str], ...]
    returned: tuple[tuple[str, str], ...]
    closed: tuple[tuple[str, str], ...]
    moved: tuple[Moved, ...]
    renamed: tuple[Renamed, ...]
    quotas: tuple[QuotaChange, ...]
    revised: tuple[Revised, ...]


def change_of(base: Base, new: NewSeason) -> SeasonChange:
    """Return what a new season changes."""
    last = base.latest
    before = base.results(last)
    tracks = {row["nrmp_code"]: row for table in base.of_kind("program_track") for row in table.rows}
    now = {track.code: track for track in new.tracks if new.season in track.results}
    after = {code: track.results[new.season] for code, track in now.items()}
    opened = {code: name_of(track) for code, track in now.items() if code not in tracks}
    closed = {code: _known_name(tracks.get(code), code) for code in before if code not in after}
    return SeasonChange(
        last,
        new.season,
        len(before),
        len(after),
        (
            sum(offered for offered, _ in before.values()),
            sum(offered for offered, _ in after.values()),
            sum(filled for _, filled in before.values()),
            sum(filled for _, filled in after.values()),
        ),
        _sorted(opened),
        _sorted({code: name_of(now[code]) for code in after if code in tracks and code not in before}),
        _sorted(closed),
        tuple(_moved(opened, closed, now, tracks, before)),
        tuple(_renamed(now, tracks)),
        tuple(
            QuotaChange(code, name_of(now[code]), before[code][0], after[code][0])
            for code in sorted(after, key=lambda code: (-abs(after[code][0] - before.get(code, after[code])[0]), code))
            if code in before and before[code][0] != after[code][0]
        ),
        tuple(_revised(base, new)),
    )


def name_of(track: NewTrack) -> str:
    """Return institution and track name."""
    return f"{track.institution or f'Institution {track.code[:4]}, {track.state}'}, {track.program_name}"


def _known_name(row: Mapping[str, str] | None, code: str) -> str:
    if row is None:
        return code
    institution = row["institution"] if row["institution"] != _NOT else f"Institution {code[:4]}, {row['state']}"
    return f"{institution}, {row['program_name'] if row['program_name'] != _NOT else code}"


def _sorted(named: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(named.items()))


def _renamed(now: Mapping[str, NewTrack], tracks: Mapping[str, Mapping[str, str]]) -> list[Renamed]:
    found = []
    for code, track in sorted(now.items()):
        row = tracks.get(code)
        if row is None:
            continue
        pairs = [(row["institution"], track.institution), (row["program_name"], track.program_name)]
        if any(after is not None and before not in {_NOT, after} for before, after in pairs):
            found.append(Renamed(code, _known_name(row, code), name_of(track)))
    return found


def _moved(
    opened: Mapping[str, str],
    closed: Mapping[str, str],
    now: Mapping[str, NewTrack],
    tracks: Mapping[str, Mapping[str, str]],
    before: Mapping[str, tuple[int, int]],
) -> list[Moved]:
    """Return pairs that go together one to one: same city and state, specialty, letter, and nearly the same size."""
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for code in closed:
        row = tracks.get(code)
        if row is not None and row["city"] != _NOT:
            places[row["city"].lower(), row["state"], code[4:7], code[7]].append(code)
    fits: list[tuple[str, str]] = []
    for code in opened:
        track = now[code]
        if track.city is None or any(season < max(track.results) for season in track.results):
            continue
        near = places.get((track.city.lower(), track.state, code[4:7], code[7]), [])
        quota = track.results[max(track.results)][0]
        fits += [(old, code) for old in near if abs(before[old][0] - quota) <= _SAME_SIZE]
    olds, news = [old for old, _ in fits], [code for _, code in fits]
    return [
        Moved(old, code, opened[code], before[old][0], now[code].results[max(now[code].results)][0])
        for old, code in sorted(fits)
        if olds.count(old) == 1 and news.count(code) == 1
    ]


def _revised(base: Base, new: NewSeason) -> list[Revised]:
    known = set(base.seasons())
    found = []
    for season in new.seasons:
        if season not in known:
            continue
        ours = base.results(season)
        theirs = {track.code: track.results[season] for track in new.tracks if season in track.results}
        # A code that is in no Match of the report need not be in it: only what it prints can differ.
        listed = {track.code for track in new.tracks}
        found += [
            Revised(code, season, ours.get(code), theirs.get(code))
            for code in sorted(ours.keys() | theirs.keys())
            if ours.get(code) != theirs.get(code) and code in listed
        ]
    return found
