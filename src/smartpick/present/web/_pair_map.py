"""Draws where two partners' programs lie: a map for each region, near enough that the places can be told apart."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from smartpick.present.web._draw import mark_shape, on_country, states_within

__all__ = ["PairSpot", "pair_maps"]

_WIDE, _HIGH = 400.0, 260.0
"""Units of each map; on a phone one is about a pixel."""
_LEAST = 24.0
"""Units of the country's map that each map shows at least, from west to east: some 70 miles."""
_APART = 30.0
"""Programs nearer than this, some 90 miles, stand on one map, and so do the two of a pair."""
_ONE_TOWN = 1.0
_MARGIN = 1.4
_MOST_MAPS, _MOST_NAMES = 6, 5
_MARKS = (("likely", 7.0), ("possible", 5.5))
_TURN = math.pi * (3 - math.sqrt(5))
_ONE_PLACE = 6.0
_NAME_WIDE, _NAME_HIGH, _BELOW, _EDGE = 96.0, 18.0, 20.0, 6.0

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PairSpot:
    """A program of one partner (0 or 1) on the country's map."""

    partner: int
    name: str
    city: str | None
    state: str
    at: Spot


def pair_maps(
    names: Sequence[str],
    programs: Sequence[Sequence[tuple[str, str | None, str, float | None, float | None]]],
    links: Sequence[tuple[tuple[float, float, str], tuple[float, float, str]]],
) -> Markup:
    """Return a map for each region in which programs of a couple lie, with lines between pairs of a list.

    Parameters
    ----------
    names
        Of the two partners.
    programs
        Name, city, state, latitude and longitude of each program of each partner; the first's are drawn as diamonds,
        the second's as circles.
    links
        Latitude, longitude and state of both ends of a pair.
    """
    spots = [
        PairSpot(k, name, city, state, at)
        for k, some in enumerate(programs)
        for name, city, state, lat, lon in some
        if lat is not None and lon is not None and (at := on_country(lat, lon, state)) is not None
    ]
    lines = [(one, other) for each in links if (one := on_country(*each[0])) and (other := on_country(*each[1]))]
    regions = _regions(spots, lines)
    # Where all is in one town a map would show a few marks and no more.
    wide = [each for each in regions if _reach(each) > _ONE_TOWN][:_MOST_MAPS] or regions[:1]
    drawn = [_one_map(names, region, lines) for region in wide]
    towns = [_said(names, region) for region in regions if region not in wide and _reach(region) <= _ONE_TOWN]
    said = [f"In one town each, without a map: {'; '.join(towns)}."] if towns else []
    left = sum(map(len, regions)) - sum(len(each) for each in regions if each in wide or _reach(each) <= _ONE_TOWN)
    left += sum(map(len, programs)) - len(spots)
    if left:
        said.append("One more is on no map." if left == 1 else f"{left} more are on no map.")
    text = Markup('<p class="quiet">{}</p>').format(" ".join(said)) if said else ""
    return Markup('<div class="pair-maps">{}</div>{}').format(Markup("").join(drawn), text)


def _reach(region: Sequence[PairSpot]) -> float:
    """Return how far a region reaches on the country's map, from west to east or from north to south."""
    xs, ys = [each.at[0] for each in region], [each.at[1] for each in region]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _said(names: Sequence[str], region: Sequence[PairSpot]) -> str:
    """Return where a region is, by its town of most programs, and how many of each partner are there."""
    where = Counter(f"{each.city}, {each.state}" if each.city else each.state for each in region)
    town = min(where, key=lambda name: (-where[name], name))
    counts = Counter(each.partner for each in region)
    first = f"{counts[0]} program{'' if counts[0] == 1 else 's'} of {names[0]}"
    return f"{town}, {first} and {counts[1]} of {names[1]}"


def _regions(spots: Sequence[PairSpot], lines: Sequence[tuple[Spot, Spot]]) -> list[list[PairSpot]]:
    """Return the programs by region, the region of the most programs first."""
    places = list(dict.fromkeys(each.at for each in spots))
    number = {place: i for i, place in enumerate(places)}
    joined = list(range(len(places)))

    def root(i: int) -> int:
        while joined[i] != i:
            joined[i] = joined[joined[i]]
            i = joined[i]
        return i

    for i, place in enumerate(places):
        for j in range(i):
            if math.dist(place, places[j]) <= _APART:
                joined[root(i)] = root(j)
    for one, other in lines:
        if one in number and other in number:
            joined[root(number[one])] = root(number[other])
    found: dict[int, list[PairSpot]] = defaultdict(list)
    for each in spots:
        found[root(number[each.at])].append(each)
    return sorted(found.values(), key=lambda region: (-len(region), min(each.at for each in region)))


def _one_map(names: Sequence[str], region: Sequence[PairSpot], lines: Sequence[tuple[Spot, Spot]]) -> Markup:
    xs, ys = [each.at[0] for each in region], [each.at[1] for each in region]
    wide = max(_LEAST, _MARGIN * (max(xs) - min(xs)), _MARGIN * (max(ys) - min(ys)) * _WIDE / _HIGH)
    scale = _WIDE / wide
    west = (min(xs) + max(xs) - wide) / 2
    north = (min(ys) + max(ys) - _HIGH / scale) / 2

    def put(at: Spot) -> Spot:
        return scale * (at[0] - west), scale * (at[1] - north)

    here = {each.at for each in region}
    drawn = []
    for one, other in lines:
        (x, y), (u, v) = put(one), put(other)
        if {one, other} <= here and math.dist((x, y), (u, v)) >= 1:
            drawn.append(f'<path class="pair" d="M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}"/>')
    seen: Counter[tuple[int, int]] = Counter()
    marks = []
    for each in region:
        x, y = put(each.at)
        place = round(x / _ONE_PLACE), round(y / _ONE_PLACE)
        band, size = _MARKS[each.partner]
        # Programs of one place stand around it, so that none hides another.
        turn, away = seen[place] * _TURN, 1.5 * _MARKS[0][1] * math.sqrt(seen[place])
        seen[place] += 1
        x = min(max(x + away * math.cos(turn), size), _WIDE - size)
        y = min(max(y + away * math.sin(turn), size), _HIGH - size)
        shape = mark_shape(band, x, y, size)
        marks.append(f"<g><title>{escape(f'{names[each.partner]}: {each.name}')}</title>{shape}</g>")
    said = f"Around {_said(names, region)}"
    shown = states_within(west, north, west + wide, north + _HIGH / scale)
    land = "".join(f'<path d="{path}"/>' for path in shown)
    return Markup(  # noqa: S704 -- every text in it is escaped
        f'<figure><svg class="map fine" viewBox="0 0 {_WIDE:.0f} {_HIGH:.0f}" role="img"'
        f' aria-label="Map. {escape(said)}">'
        f'<g class="land" transform="scale({scale:.4f}) translate({-west:.2f} {-north:.2f})">{land}</g>'
        f'<g class="pairs">{"".join(drawn)}</g><g class="dots">{"".join(marks)}</g>'
        f'<g class="places">{_names(region, put)}</g></svg><figcaption>{escape(said)}</figcaption></figure>'
    )


def _names(region: Sequence[PairSpot], put: Callable[[Spot], Spot]) -> str:
    """Return the names of the towns of most programs, as many as stand clear of each other."""
    towns: dict[str, list[Spot]] = defaultdict(list)
    for each in region:
        if each.city:
            towns[each.city].append(put(each.at))
    placed: list[Spot] = []
    texts = []
    for town, spots in sorted(towns.items(), key=lambda item: (-len(item[1]), item[0])):
        x = sum(x for x, _ in spots) / len(spots)
        y = min(max(y for _, y in spots) + _BELOW, _HIGH - _EDGE)
        if len(placed) < _MOST_NAMES and all(abs(x - u) >= _NAME_WIDE or abs(y - v) >= _NAME_HIGH for u, v in placed):
            placed.append((x, y))
            side = "start" if x < _NAME_WIDE / 2 else "end" if x > _WIDE - _NAME_WIDE / 2 else "middle"
            texts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{side}">{escape(town)}</text>')
    return "".join(texts)
