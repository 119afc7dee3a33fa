"""Draws maps and charts as SVG, from figures that are given; without inline styles, so that the page's policy holds.

The map of the country is the Albers projection with Alaska and Hawaii as insets that the outlines were made in
(1,300 units a radian, centred at 487.5, 305); places are put on it by the same formulas.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

__all__ = [
    "country_map",
    "curve",
    "interval_bar",
    "mark_shape",
    "near_map",
    "on_country",
    "place_bar",
    "positions_chart",
    "states_within",
]

_SCALE, _X, _Y = 1300.0, 487.5, 305.0
_LA_WEST, _LA_NORTH, _LA_MIDDLE = -119.6, 35.85, 34.5
_MOST_TICKS = 12
_MINOR = ' class="minor"'
"""Every second label: left out where a narrow page has no room."""
_MARKS = {"likely": 7.0, "possible": 6.0, "reach": 5.0, "cannot tell": 5.0}


def _conic(
    lat: float, lon: float, parallels: tuple[float, float], turn: float, centre: tuple[float, float]
) -> tuple[float, float]:
    """Return a place in an equal-area conic projection of the unit sphere, y downwards, from its centre."""
    sines = math.sin(math.radians(parallels[0])), math.sin(math.radians(parallels[1]))
    n = (sines[0] + sines[1]) / 2
    c = 1 + sines[0] * (2 * n - sines[0])
    r0 = math.sqrt(c) / n

    def raw(longitude: float, latitude: float) -> tuple[float, float]:
        r = math.sqrt(c - 2 * n * math.sin(latitude)) / n
        return r * math.sin(longitude * n), r0 - r * math.cos(longitude * n)

    x, y = raw(math.radians((lon + turn + 540) % 360 - 180), math.radians(lat))
    cx, cy = raw(math.radians(centre[0]), math.radians(centre[1]))
    return x - cx, -(y - cy)


def on_country(lat: float, lon: float, state: str) -> tuple[float, float] | None:
    """Return where a place lies on the map of the country; None for territories, which it does not show.

    Examples
    --------
    >>> x, y = on_country(34.05, -118.24, "CA")
    >>> round(x), round(y)
    (87, 363)
    """
    if state in {"PR", "GU", "VI", "AS", "MP"}:
        return None
    if state == "AK":
        x, y = _conic(lat, lon, (55, 65), 154, (-2, 58.5))
        return _X - 0.307 * _SCALE + 0.35 * _SCALE * x, _Y + 0.201 * _SCALE + 0.35 * _SCALE * y
    if state == "HI":
        x, y = _conic(lat, lon, (8, 18), 157, (-3, 19.9))
        return _X - 0.205 * _SCALE + _SCALE * x, _Y + 0.212 * _SCALE + _SCALE * y
    x, y = _conic(lat, lon, (29.5, 45.5), 96, (-0.6, 38.7))
    return _X + _SCALE * x, _Y + _SCALE * y


@functools.cache
def _outlines() -> dict[str, dict[str, str]]:
    text = files("smartpick.present.web").joinpath("static/outlines.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = json.loads(text)
    return found


@functools.cache
def _boxes() -> tuple[tuple[str, tuple[float, float, float, float]], ...]:
    """Return the outline of each state with its west, north, east and south ends."""
    found = []
    for path in _outlines()["states"].values():
        ends = [(float(x), float(y)) for x, y in re.findall(r"(-?[0-9.]+),(-?[0-9.]+)", path)]
        xs, ys = [x for x, _ in ends], [y for _, y in ends]
        found.append((path, (min(xs), min(ys), max(xs), max(ys))))
    return tuple(found)


def states_within(west: float, north: float, east: float, south: float) -> list[str]:
    """Return the outlines of the states that reach into a part of the country's map, y downwards."""
    return [path for path, (w, n, e, s) in _boxes() if w <= east and e >= west and n <= south and s >= north]


def country_map(programs: Sequence[Mapping[str, Any]]) -> Markup:
    """Return the map of the country with the programs of a list."""
    shapes = "".join(f'<path d="{path}"/>' for path in _outlines()["states"].values())
    dots = [
        (spot, each)
        for each in programs
        if each["place"]["lat"] is not None
        and (spot := on_country(each["place"]["lat"], each["place"]["lon"], each["state"]))
    ]
    return _map(shapes, dots, "0 0 975 610", "Map of the country: where the programs of your list are")


def near_map(programs: Sequence[Mapping[str, Any]]) -> Markup:
    """Return the map of Greater Los Angeles with the programs of a list there."""
    shapes = "".join(f'<path d="{path}"/>' for path in _outlines()["counties"].values())
    wide = math.cos(math.radians(_LA_MIDDLE))
    dots = [
        ((100 * wide * (each["place"]["lon"] - _LA_WEST), 100 * (_LA_NORTH - each["place"]["lat"])), each)
        for each in programs
        if each["place"]["is_near"] and each["place"]["lat"] is not None
    ]
    names = "".join(
        f'<text x="{x}" y="{y}">{name}</text>'
        for name, x, y in (
            ("Ventura", 42, 122),
            ("Los Angeles", 112, 120),
            ("Orange", 133, 226),
            ("Riverside", 300, 210),
            ("San Bernardino", 290, 95),
        )
    )
    return _map(shapes, dots, "0 0 452 305", "Map of Greater Los Angeles: the programs of your list there", names, 0.8)


def _map(
    shapes: str,
    dots: Sequence[tuple[tuple[float, float], Mapping[str, Any]]],
    box: str,
    title: str,
    names: str = "",
    size: float = 1.0,
) -> Markup:
    marks = []
    seen: dict[tuple[int, int], int] = {}
    for (x, y), each in dots:
        # Programs of one hospital stand side by side.
        cell = round(x / (6 * size)), round(y / (6 * size))
        shift = seen.get(cell, 0)
        seen[cell] = shift + 1
        at = x + 9 * size * shift
        label = f"{each['name']}, {each['city'] or each['state']}: {each['band']}"
        shape = mark_shape(each["band"], at, y, _MARKS.get(each["band"], 5.0) * size)
        marks.append(f"<g><title>{escape(label)}</title>{shape}</g>")
    return Markup(  # noqa: S704 -- every text in it is escaped above
        f'<svg class="map" viewBox="{box}" role="img" aria-label="{escape(title)}; the same as a table below">'
        f'<g class="land">{shapes}</g><g class="names">{names}</g><g class="dots">{"".join(marks)}</g></svg>'
    )


def mark_shape(band: str, x: float, y: float, r: float) -> str:
    """Return a mark whose form tells the band: colour is never alone."""
    if band == "possible":
        return f'<circle class="mark possible" cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"/>'
    if band == "likely":
        points = f"{x:.1f},{y - r:.1f} {x + r:.1f},{y:.1f} {x:.1f},{y + r:.1f} {x - r:.1f},{y:.1f}"
        return f'<polygon class="mark likely" points="{points}"/>'
    if band == "reach":
        points = f"{x:.1f},{y - r:.1f} {x + r:.1f},{y + r:.1f} {x - r:.1f},{y + r:.1f}"
        return f'<polygon class="mark reach" points="{points}"/>'
    return f'<rect class="mark unsure" x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r:.1f}" height="{2 * r:.1f}"/>'


def interval_bar(figure: Mapping[str, float]) -> Markup:
    """Return the interval of a chance as a bar on a line from 0 to 100; the figures stand beside it in words."""
    low, mean, high = (100 * figure[key] for key in ("low", "mean", "high"))
    return Markup(  # noqa: S704 -- numbers only
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="track" x="0" y="4" width="100" height="2"/>'
        f'<rect class="range" x="{low:.1f}" y="2.5" width="{max(1.0, high - low):.1f}" height="5"/>'
        f'<rect class="mean" x="{min(98.6, max(0.0, mean - 0.7)):.1f}" y="0" width="1.4" height="10"/></svg>'
    )


def place_bar(result: Mapping[str, Any]) -> Markup:
    """Return where an exam result lies among its takers, from 0 to 100, with a mark where it tells a level.

    Its figures stand beside it in words.
    """
    place = result["share_below"]
    low, high = 100 * place["low"], 100 * place["high"]
    has_level = place["middle"] is not None and result["result"] not in {"fail", "incomplete"}
    mark = (
        f'<rect class="mean" x="{min(98.6, max(0.0, 100 * place["middle"] - 0.7)):.1f}" y="0" width="1.4" height="10"/>'
        if has_level
        else ""
    )
    return Markup(  # noqa: S704 -- numbers only
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="track" x="0" y="4" width="100" height="2"/>'
        f'<rect class="range" x="{low:.1f}" y="2.5" width="{max(1.0, high - low):.1f}" height="5"/>{mark}</svg>'
    )


def curve(
    points: Sequence[tuple[float, Mapping[str, float]]], x_name: str, title: str, here: float | None = None
) -> Markup:
    """Return chances with their intervals over a number: a line in a band.

    Parameters
    ----------
    here
        The number that is marked as this list's.
    """
    if not points:
        return Markup("")
    wide, high, left, top = 560, 200, 44, 12
    most = max(x for x, _ in points) or 1

    def at(x: float, chance: float) -> str:
        return f"{left + wide * x / most:.1f},{top + high * (1 - chance):.1f}"

    upper = [at(x, each["high"]) for x, each in points]
    lower = [at(x, each["low"]) for x, each in reversed(points)]
    line = " ".join(at(x, each["mean"]) for x, each in points)
    grid = "".join(
        f'<path class="line" d="M{left} {top + high * (1 - share):.0f}h{wide}"/>'
        f'<text x="{left - 6}" y="{top + high * (1 - share) + 4:.0f}" text-anchor="end">{100 * share:.0f} %</text>'
        for share in (0, 0.25, 0.5, 0.75, 1)
    )
    step = next(step for step in (1, 2, 5, 10, 20, 25, 50, 100) if most / step <= _MOST_TICKS or step == 100)
    ticks = "".join(
        f'<text{_MINOR if number % 2 else ""} x="{left + wide * x / most:.1f}" y="{top + high + 18}"'
        f' text-anchor="middle">{x}</text>'
        for number, x in enumerate(range(0, int(most) + 1, step))
    )
    marked = next((each for x, each in points if x == here), None)
    mark = ""
    if marked is not None and here is not None:
        x, y = at(here, marked["mean"]).split(",")
        side = "end" if here > most / 2 else "start"
        shift = -8 if side == "end" else 8
        mark = (
            f'<path class="here" d="M{x} {top}v{high}"/><circle class="mean" cx="{x}" cy="{y}" r="5"/>'
            f'<text class="here-text" x="{float(x) + shift:.1f}" y="{top + high - 8}"'
            f' text-anchor="{side}">this list</text>'
        )
    return Markup(  # noqa: S704 -- the texts are escaped
        f'<svg class="chart" viewBox="0 0 {left + wide + 20} {top + high + 44}" role="img"'
        f' aria-label="{escape(title)}; the same as a table below"><g class="grid">{grid}{ticks}'
        f'<text x="{left + wide / 2}" y="{top + high + 38}" text-anchor="middle">{escape(x_name)}</text></g>'
        f'<polygon class="range" points="{" ".join(upper + lower)}"/><polyline class="mean" points="{line}"/>'
        f"{mark}</svg>"
    )


def positions_chart(results: Sequence[tuple[int, int, int]]) -> Markup:
    """Return positions offered (outlines) and filled (bars), by season."""
    if not results:
        return Markup("")
    most = max(max(offered, filled) for _, offered, filled in results) or 1
    step, high = 44, 120
    bars = []
    for number, (season, offered, filled) in enumerate(results):
        x = 10 + step * number
        minor = _MINOR if (len(results) - number) % 2 == 0 else ""
        tall, full = high * offered / most, high * filled / most
        bars.append(
            f'<rect class="offered" x="{x}" y="{10 + high - tall:.1f}" width="30" height="{tall:.1f}"/>'
            f'<rect class="filled" x="{x}" y="{10 + high - full:.1f}" width="30" height="{full:.1f}"/>'
            f'<text{minor} x="{x + 15}" y="{5 + high - max(tall, full):.1f}"'
            f' text-anchor="middle">{filled}/{offered}</text>'
            f'<text{minor} x="{x + 15}" y="{high + 28}" text-anchor="middle">{season}</text>'
        )
    return Markup(  # noqa: S704 -- numbers only
        f'<svg class="chart positions" viewBox="0 -12 {20 + step * len(results)} {high + 52}" role="img"'
        f' aria-label="Positions offered and filled by season; the same as a table below">{"".join(bars)}</svg>'
    )
