"""How much easier one Match of a specialty was than several together, by the positions that stayed empty.

Score bands pool several Matches, an overall match rate is of one of them. Between the two a specialty may have become
easier or harder to enter, and the record of positions offered and filled says which.
"""

from __future__ import annotations

import numpy as np

from smartpick.facts import Facts

__all__ = ["swings"]

_FLOOR = 0.003
"""Added to each share of unfilled positions: three in a thousand stay empty by chance in a specialty that is full."""

_OPEN = ("C", "M", "A")
"""Letters of categorical, primary-care and advanced tracks."""


def swings(facts: Facts, seasons: range, season: int) -> dict[str, float]:
    """Return by how much less was unfilled over some Matches than in one of them, as a log ratio, by specialty.

    Parameters
    ----------
    seasons
        The Matches pooled.
    season
        The one to compare, usually among them.

    Notes
    -----
    Mean of log(unfilled share) over `seasons`, less that of `season`; shares with `_FLOOR` added. Above 0: in `season`
    fewer positions stayed empty than usual, so it was harder. Specialties without results in all of them are left out.
    """
    letters = ", ".join("?" * len(_OPEN))
    counted: dict[str, dict[int, float]] = {}
    keys = {str(row["nrmp_code"]): str(row["key"]) for row in facts.specialties()}
    query = (
        "SELECT substr(nrmp_code, 5, 3), season, SUM(positions_offered), SUM(positions_filled) FROM program_result"
        f" WHERE substr(nrmp_code, 8, 1) IN ({letters}) AND season BETWEEN ? AND ?"
        " GROUP BY 1, 2"
    )
    first, last = min(*seasons, season), max(*seasons, season)
    for code, year, offered, filled in facts.connection.execute(query, (*_OPEN, first, last)).fetchall():
        if str(code) in keys and offered:
            counted.setdefault(keys[str(code)], {})[int(year)] = float(np.log(1 - filled / offered + _FLOOR))
    return {
        key: float(np.mean([found[year] for year in seasons]) - found[season])
        for key, found in counted.items()
        if all(year in found for year in (*seasons, season))
    }
