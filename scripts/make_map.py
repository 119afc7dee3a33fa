"""Makes the outlines of the maps from the package us-atlas (Census boundaries, projected by its authors).

``python scripts/make_map.py FOLDER`` reads ``states-albers-10m.json`` and ``counties-10m.json`` there and writes
``src/smartpick/present/web/static/outlines.json``: SVG paths of the states, and of the five counties of Greater Los
Angeles in an equirectangular projection of 100 units a degree of latitude. Borders are simplified arc by arc, so that
neighbours still meet.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

Point = tuple[float, float]

ROOT = Path(__file__).resolve().parents[1]
TO = ROOT / "src/smartpick/present/web/static/outlines.json"
GREATER_LOS_ANGELES = {
    "06037": "Los Angeles",
    "06059": "Orange",
    "06065": "Riverside",
    "06071": "San Bernardino",
    "06111": "Ventura",
}
LA_WEST, LA_NORTH, LA_MIDDLE = -119.6, 35.85, 34.5


def simplified(points: list[Point], tolerance: float) -> list[Point]:
    """Return a line with the points that it needs to stay within a tolerance (Douglas and Peucker)."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)

    def off(point: Point) -> float:
        if not length:
            return math.hypot(point[0] - ax, point[1] - ay)
        return abs((bx - ax) * (ay - point[1]) - (ax - point[0]) * (by - ay)) / length

    at = max(range(1, len(points) - 1), key=lambda i: off(points[i]))
    if off(points[at]) <= tolerance:
        return [points[0], points[-1]]
    return simplified(points[: at + 1], tolerance)[:-1] + simplified(points[at:], tolerance)


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs of a topology in its own coordinates."""
    scale, move = topology.get("transform", {"scale": [1, 1]})["scale"], topology.get("transform", {}).get("translate")
    move = move or [0, 0]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        arcs.append(line)
    return arcs


def path_of(geometry: dict[str, Any], arcs: list[list[Point]], least_area: float) -> str:
    """Return a geometry as an SVG path; islands below an area are left out."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = []
    for ring in (ring for polygon in polygons for ring in polygon):
        points: list[Point] = []
        for index in ring:
            line = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += line[1:] if points else line
        area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True))) / 2
        if len(points) > 3 and area >= least_area:
            rings.append((area, "M" + "L".join(f"{x:.0f},{y:.0f}" for x, y in points[:-1]) + "Z"))
    return "".join(path for _, path in sorted(rings, reverse=True))


def main() -> None:
    """Write the outlines."""
    folder = Path(sys.argv[1])
    states = json.loads((folder / "states-albers-10m.json").read_text(encoding="utf-8"))
    arcs = [simplified(arc, 0.7) for arc in arcs_of(states)]
    outlines = {
        str(each["properties"]["name"]): path
        for each in states["objects"]["states"]["geometries"]
        if (path := path_of(each, arcs, 4.0))
    }
    counties = json.loads((folder / "counties-10m.json").read_text(encoding="utf-8"))
    wide = math.cos(math.radians(LA_MIDDLE))
    projected = [
        simplified([(100 * wide * (lon - LA_WEST), 100 * (LA_NORTH - lat)) for lon, lat in arc], 0.7)
        for arc in arcs_of(counties)
    ]
    near = {
        GREATER_LOS_ANGELES[each["id"]]: path_of(each, projected, 6.0)
        for each in counties["objects"]["counties"]["geometries"]
        if each["id"] in GREATER_LOS_ANGELES
    }
    text = json.dumps({"states": outlines, "counties": near}, sort_keys=True, indent=0)
    TO.write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
