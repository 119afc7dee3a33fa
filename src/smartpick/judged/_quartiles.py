"""Which scores would the matched and the unmatched have, if matching depended on the score as a model says?

Everybody who preferred the specialty is taken as published (matched and unmatched together, a straight line between
minimum, quartiles and maximum). A model's chance of matching at each score then splits them anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.judged._model import Asked, generator
from smartpick.uncertainty import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.facts import Facts

    Array = NDArray[np.float64]

__all__ = ["SCORES", "Pool", "pool_of", "quartile_answers", "split"]

SCORES = np.arange(180.0, 300.5, 0.5)
_AT = {"q1": 0.25, "median": 0.5, "q3": 0.75}
_PLACES = {"min": 0.0, **_AT, "max": 1.0}


class Pool:
    """Scores of all who preferred a specialty, on the grid `SCORES`.

    Parameters
    ----------
    groups
        For matched and unmatched: (people, score at minimum, quartiles and maximum).
    """

    def __init__(self, groups: dict[str, tuple[int, dict[str, float]]]) -> None:
        self.n = {name: n for name, (n, _) in groups.items()}
        mass = np.zeros_like(SCORES)
        for n, points in groups.values():
            places = [name for name in _PLACES if name in points]
            xs = np.maximum.accumulate([points[name] for name in places]) + 1e-6 * np.arange(len(places))
            below = np.interp(SCORES, xs, [_PLACES[name] for name in places], left=0.0, right=1.0)
            mass += n * np.diff(below, prepend=0.0)
        self.mass = mass / mass.sum()
        self.rate = self.n["matched"] / sum(self.n.values())


def pool_of(facts: Facts, specialty: str) -> Pool | None:
    """Return the pool of non-US IMGs who preferred a specialty; None where its quartiles are not published."""
    points: dict[str, dict[str, float]] = defaultdict(dict)
    people: dict[str, int] = {}
    for name in _PLACES:
        for figure in facts.statistics(f"step2ck_{name}"):
            if figure.specialty_keys != (specialty,) or figure.applicant_type_keys != ("non_us_citizen_img",):
                continue
            if figure.value is not None and figure.n and figure.stratum in {"matched", "unmatched"}:
                points[figure.stratum][name] = figure.value
                people[figure.stratum] = figure.n
    if len(people) < 2 or any(len(each) < 5 for each in points.values()):
        return None
    return Pool({name: (people[name], points[name]) for name in people})


def split(pool: Pool, slope: float) -> dict[str, Array]:
    """Return the share at or below each score among the matched and the unmatched.

    Parameters
    ----------
    slope
        Change in the log-odds of matching per 15 points.

    Notes
    -----
    The level is solved so that as many match as did.
    """
    z = slope * (SCORES - 240) / 15
    low, high = -30.0, 30.0
    for _ in range(60):
        middle = (low + high) / 2
        is_short = float(pool.mass @ expit(middle + z)) < pool.rate
        low, high = (middle, high) if is_short else (low, middle)
    chance = expit(low + z)
    parts = {"matched": pool.mass * chance, "unmatched": pool.mass * (1 - chance)}
    return {name: np.asarray(np.cumsum(part) / part.sum()) for name, part in parts.items()}


def quartile_answers(
    facts: Facts, asked: Sequence[Asked], seed: int, slopes: Callable[[str], Array | None]
) -> dict[str, Array]:
    """Return draws of quartiles, with the chance that lies in so many people.

    Parameters
    ----------
    slopes
        Draws of the slope for a specialty; None when the model has none.
    """
    answers = {}
    by_specialty: dict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        if each.kind == "score_quartile":
            by_specialty[each.specialty].append(each)
    for specialty, wanted in by_specialty.items():
        pool, drawn = pool_of(facts, specialty), slopes(specialty)
        if pool is None or drawn is None:
            continue
        parts = [split(pool, float(slope)) for slope in drawn]
        for each in wanted:
            group, name = each.stratum.split(":")
            at = _AT[name]
            dice = generator(seed, "quartile", specialty, group, name).standard_normal(len(parts))
            noise = np.clip(at + np.sqrt(at * (1 - at) / pool.n[group]) * (dice - dice.mean()), 0.02, 0.98)
            answers[each.key] = np.array(
                [np.interp(p, part[group], SCORES) for p, part in zip(noise, parts, strict=True)]
            )
    return answers
