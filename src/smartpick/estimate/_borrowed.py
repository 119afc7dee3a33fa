"""What a specialty without a table of its own is given: relations that hold in the specialties that have one.

Each is fitted to the facts in sight when it is asked for, and comes with the spread that it shows where the answer is
known, each specialty left out in turn.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from smartpick.estimate._scenarios import logit, nodes
from smartpick.estimate._score_curves import CENTRE, SCALE, bands, mean_score, pick
from smartpick.estimate._swing import swings
from smartpick.facts import Facts
from smartpick.uncertainty import expit
from smartpick.vocabulary import ApplicantType

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = [
    "BorrowedCurve",
    "BorrowedGap",
    "BorrowedRate",
    "interview_rate_from_matches",
    "interviews_per_match",
    "middle_curve",
    "middle_rate",
    "score_curve",
    "state_rates_from_matches",
]

_T = TypeVar("_T")

_LEAST = 8
"""Specialties that a relation has to rest on."""

_SCORE_SD = 14.0
"""Spread of Step 2 CK among US MD seniors who prefer one specialty (assumed; 12 to 16 differ by 0.1 points)."""

_SLOPE_NOISE = 0.2
"""Scatter of slopes beyond their sampling error, which weighs the specialties in the relation between slopes."""

_TYPES = (
    ApplicantType.US_MD_SENIOR,
    ApplicantType.US_DO_SENIOR,
    ApplicantType.US_CITIZEN_IMG,
    ApplicantType.NON_US_CITIZEN_IMG,
)


_STRATA = ("us_school_in_state", "us_school_out_of_state")


class BorrowedCurve(NamedTuple):
    """Log-odds of matching = level + slope·(score − 245)/15, with spreads and the rows used."""

    level: float
    slope: float
    level_sd: float
    slope_sd: float
    fact_ids: tuple[str, ...]


class BorrowedRate(NamedTuple):
    """A rate in log-odds with its spread, how many specialties it rests on, and the rows used."""

    log_odds: float
    sd: float
    n: int
    fact_ids: tuple[str, ...]


_KEPT: WeakKeyDictionary[Facts, dict[str, object]] = WeakKeyDictionary()


def _once(facts: Facts, name: str, make: Callable[[], _T]) -> _T:
    """Return what was made of these facts before, or make it."""
    kept = _KEPT.setdefault(facts, {})
    if name not in kept:
        kept[name] = make()
    found: _T = kept[name]  # type: ignore[assignment]
    return found


def _inside(rate: float) -> float:
    return float(np.clip(rate, 0.005, 0.995))


def _keys(facts: Facts) -> list[str]:
    return [str(row["key"]) for row in facts.specialties()]


class _Standing(NamedTuple):
    """US MD seniors of one specialty: their own curve where bands are published, rate, mean score, crude slope."""

    level: float | None
    slope: float | None
    slope_sd: float
    n: int
    rate: float | None
    mean: float | None
    crude: float | None
    fact_ids: tuple[str, ...]


def _standing(facts: Facts, specialty: str) -> _Standing:
    kind = ApplicantType.US_MD_SENIOR
    fitted = bands(facts, specialty)
    overall = pick(facts.statistics("match_rate_pct"), specialty, kind, "all")
    mean = mean_score(facts, specialty, kind)
    pair = [pick(facts.statistics("step2ck_mean"), specialty, kind, stratum) for stratum in ("matched", "unmatched")]
    crude = None
    if pair[0] is not None and pair[1] is not None and pair[0].value is not None and pair[1].value is not None:
        crude = SCALE * (pair[0].value - pair[1].value) / _SCORE_SD**2
    ids = tuple(figure.fact_id for figure in (overall, *pair) if figure is not None)
    rate = None if overall is None or overall.value is None else _inside(overall.value / 100)
    level, slope, sd, n = (None, None, 0.2, 0) if fitted is None else fitted[:4]
    return _Standing(level, slope, sd, n, rate, mean, crude, ids)


def _standings(facts: Facts) -> dict[str, _Standing]:
    return _once(facts, "standings", lambda: {key: _standing(facts, key) for key in _keys(facts)})


def _slope_from(others: dict[str, _Standing], crude: float | None) -> tuple[float, float] | None:
    """Return a slope and its spread from the slopes of other specialties, by the gap of matched and unmatched means."""
    known = [(each.crude, each.slope, each.slope_sd) for each in others.values() if each.slope is not None]
    if len(known) < _LEAST:
        return None
    slopes = np.array([slope for _, slope, _ in known], dtype=np.float64)
    if crude is None:
        return float(slopes.mean()), float(slopes.std(ddof=1))
    rows = [(x, y, sd) for x, y, sd in known if x is not None and y is not None]
    x = np.array([[1.0, row[0]] for row in rows])
    y = np.array([row[1] for row in rows], dtype=np.float64)
    weight = 1 / (np.array([row[2] for row in rows]) ** 2 + _SLOPE_NOISE**2)
    line = np.linalg.solve((x * weight[:, None]).T @ x, (x * weight[:, None]).T @ y)
    spread = float(np.sqrt((weight * (y - x @ line) ** 2).sum() / weight.sum()))
    return float(np.clip(line[0] + line[1] * crude, 0.3, 2.0)), spread


def _level_for(rate: float, mean: float, slope: float) -> float:
    """Return the level with which the average over normal scores is the rate."""
    x, weights = nodes(15)
    low, high = -15.0, 15.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        found = float(weights @ expit(middle + slope * (mean + _SCORE_SD * x - CENTRE) / SCALE))
        low, high = (middle, high) if found < rate else (low, middle)
    return 0.5 * (low + high)


def score_curve(facts: Facts, specialty: str, drift: float) -> BorrowedCurve | None:
    """Return the curve of US MD seniors in a specialty without score bands; None without a rate or a mean score.

    Parameters
    ----------
    drift
        Points by which scores have risen since the bands; the curve stands on the bands' scale.

    Notes
    -----
    The slope comes from the gap between matched and unmatched means, by the straight line that it makes with the
    slopes of the specialties that have bands. The level is the one with which the average over the specialty's scores
    is its overall rate, moved by how much easier or harder the Match of that rate was than the Matches of the bands:
    a weight, fitted to the other specialties, times the swing of its unfilled positions (see ``_swing``).
    """
    every = _standings(facts)
    own = every.get(specialty)
    if own is None or own.rate is None or own.mean is None:
        return None
    found = _curve_of(every, specialty, drift)
    if found is None:
        return None
    swung = _once(facts, "swings", lambda: _swings(facts))
    # Without it even where it has bands: what is borrowed is the same whether they are in sight or not.
    others = {key: each for key, each in every.items() if key != specialty}
    moved = _once(
        facts, f"moved {specialty} {drift}", lambda: _moved_by_swing(_misses(others, drift), swung, specialty)
    )
    spread = _once(facts, f"level spread {drift}", lambda: _level_spread(_misses(every, drift), swung))
    return BorrowedCurve(found[0] + moved, found[1], spread, found[2], own.fact_ids)


def _curve_of(every: dict[str, _Standing], specialty: str, drift: float) -> tuple[float, float, float] | None:
    own = every[specialty]
    slope = _slope_from({key: each for key, each in every.items() if key != specialty}, own.crude)
    if slope is None or own.rate is None or own.mean is None:
        return None
    return _level_for(own.rate, own.mean - drift, slope[0]), slope[0], slope[1]


def _misses(every: dict[str, _Standing], drift: float) -> dict[str, float]:
    """Return own level less borrowed one of every specialty with bands, before any swing."""
    return {
        key: own.level - found[0]
        for key, own in every.items()
        if own.level is not None and (found := _curve_of(every, key, drift)) is not None
    }


def _swings(facts: Facts) -> dict[str, float]:
    """Return the swing of each specialty between the Matches of the bands and that of the newest overall rate."""
    kind = ApplicantType.US_MD_SENIOR
    figures = [figure for figure in facts.statistics("match_rate_pct") if str(kind) in figure.applicant_type_keys]
    pooled = sorted({figure.season for figure in figures if re.fullmatch(r"\d{4}-\d{4}", figure.season)})
    single = sorted({figure.season for figure in figures if re.fullmatch(r"\d{4}", figure.season)})
    if not pooled or not single:
        return {}
    first, last = (int(year) for year in pooled[-1].split("-"))
    return swings(facts, range(first, last + 1), int(single[-1]))


def _moved_by_swing(misses: dict[str, float], swung: dict[str, float], specialty: str) -> float:
    """Return what the swing of a specialty adds to its borrowed level, by what it does in the other ones.

    Notes
    -----
    Ridge regression of the misses on the swings less their mean, without a constant: that the mean miss is nothing is
    the drift's part, and a specialty that swung like the others is left alone. The penalty is one specialty's worth.
    """
    others = [key for key in misses if key != specialty and key in swung]
    if specialty not in swung or len(others) < _LEAST:
        return 0.0
    x, y = np.array([swung[key] for key in others]), np.array([misses[key] for key in others])
    middle = float(x.mean())
    x = x - middle
    weight = float(x @ y) / float(x @ x + x.var() + 1e-12)
    return weight * (swung[specialty] - middle)


def _level_spread(misses: dict[str, float], swung: dict[str, float]) -> float:
    """Return the sd by which borrowed levels miss the ones of specialties with bands, each left out in turn."""
    left = [miss - _moved_by_swing(misses, swung, key) for key, miss in misses.items()]
    return float(np.sqrt(np.mean(np.square(left)))) if len(left) >= _LEAST else 1.0


def middle_curve(facts: Facts) -> tuple[BorrowedCurve, float] | None:
    """Return the curve of all specialties with score bands together, and the mean score of this season's seniors.

    Notes
    -----
    What a specialty without any figure is given. Specialties count by their people, since whoever asks is likelier in a
    large one; the spread is that of a new specialty drawn from them, each alike. None with few of them.
    """
    known = [each for each in _standings(facts).values() if each.level is not None and each.slope is not None]
    if len(known) < _LEAST:
        return None
    levels, slopes, people = (np.array([each[at] for each in known], dtype=np.float64) for at in (0, 1, 3))
    share = people / people.sum()
    wider = float(np.sqrt(1 + 1 / len(known)))
    means = np.array([np.nan if each.mean is None else each.mean for each in known])
    has = np.isfinite(means)
    mean = float(share[has] @ means[has] / share[has].sum()) if has.any() else CENTRE
    ids = tuple(fact_id for each in known for fact_id in each.fact_ids[:1])
    curve = BorrowedCurve(
        float(share @ levels),
        float(share @ slopes),
        float(levels.std(ddof=1)) * wider,
        float(slopes.std(ddof=1)) * wider,
        ids,
    )
    return curve, mean


def middle_rate(facts: Facts, applicant_type: ApplicantType) -> BorrowedRate | None:
    """Return the middle of a type's match rates over the specialties that publish one; None with few of them."""

    def make() -> BorrowedRate | None:
        figures = [
            found
            for key in _keys(facts)
            if (found := pick(facts.statistics("match_rate_pct"), key, applicant_type, "all")) is not None
        ]
        if len(figures) < _LEAST:
            return None
        values = np.array([logit(_inside((figure.value or 0.0) / 100)) for figure in figures])
        sd = float(values.std(ddof=1) * np.sqrt(1 + 1 / len(values)))
        return BorrowedRate(float(values.mean()), sd, len(values), tuple(figure.fact_id for figure in figures))

    return _once(facts, f"middle {applicant_type}", make)


def interview_rate_from_matches(facts: Facts, applicant_type: ApplicantType, specialty: str) -> BorrowedRate | None:
    """Return the interview rate of a group whose own is not reported, from how often it matches.

    Notes
    -----
    In the reported specialties the log-odds of an interview are a straight line in the log-odds of matching, with a
    level for each type and one slope. US-citizen IMGs have no match rate by preferred specialty: that of other IMGs
    stands in. None where the match rate is not published, or few specialties are reported.
    """
    line = _once(facts, "interview line", lambda: _interview_line(facts))
    row = _features(facts, applicant_type, specialty)
    if line is None or row is None:
        return None
    weights, inverse, residual, ids = line
    x = np.array(row[0])
    sd = residual * float(np.sqrt(1 + x @ inverse @ x))
    return BorrowedRate(float(x @ weights), sd, len(ids), (row[1], *ids))


def interviews_per_match(facts: Facts) -> float:
    """Return how many log-odds of an interview go with one of matching, over the reported specialties; 1 if unknown."""
    line = _once(facts, "interview line", lambda: _interview_line(facts))
    return 1.0 if line is None else float(np.clip(line[0][-1], 0.0, 2.0))


def _features(facts: Facts, applicant_type: ApplicantType, specialty: str) -> tuple[list[float], str] | None:
    img = ApplicantType.NON_US_CITIZEN_IMG
    like = img if applicant_type is ApplicantType.US_CITIZEN_IMG else applicant_type
    if applicant_type not in _TYPES:
        return None
    rate = pick(facts.statistics("match_rate_pct"), specialty, like, "all")
    if rate is None or rate.value is None:
        return None
    return [*(float(kind is applicant_type) for kind in _TYPES), logit(_inside(rate.value / 100))], rate.fact_id


def _interview_line(facts: Facts) -> tuple[Array, Array, float, tuple[str, ...]] | None:
    rows, values, ids = [], [], []
    for figure in facts.statistics("interview_rate"):
        if figure.stratum != "all" or figure.value is None or len(figure.specialty_keys) != 1:
            continue
        for kind in _TYPES:
            # Graduates of US schools are counted with the seniors of their degree.
            if str(kind) in figure.applicant_type_keys and len(figure.applicant_type_keys) <= 2:
                found = _features(facts, kind, figure.specialty_keys[0])
                if found is not None:
                    rows.append(found[0])
                    values.append(logit(_inside(figure.value)))
                    ids.append(figure.fact_id)
    if len(rows) <= 2 * (len(_TYPES) + 1):
        return None
    x, y = np.array(rows), np.array(values)
    weights, *_ = np.linalg.lstsq(x, y, rcond=None)
    residual = float(np.sqrt(((y - x @ weights) ** 2).sum() / (len(y) - x.shape[1])))
    return np.asarray(weights), np.asarray(np.linalg.pinv(x.T @ x)), residual, tuple(ids)


class BorrowedGap(NamedTuple):
    """Interview rates in and out of the school's state, and the sd of the gap between them, in log-odds."""

    inside: BorrowedRate
    outside: BorrowedRate
    gap_sd: float


def state_rates_from_matches(facts: Facts, specialty: str) -> BorrowedGap | None:
    """Return interview rates in and out of the school's state where they are not reported, from how often US MDs match.

    Notes
    -----
    Two straight lines of one slope over the reported specialties, as for the types (`interview_rate_from_matches`).
    Spreads hold the scatter about the lines and the doubt about the lines themselves.
    """
    rate = pick(facts.statistics("match_rate_pct"), specialty, ApplicantType.US_MD_SENIOR, "all")
    line = _once(facts, "state line", lambda: _state_line(facts))
    if line is None or rate is None or rate.value is None:
        return None
    weights, inverse, residual, gap_sd, ids = line
    at = logit(_inside(rate.value / 100))

    def borrowed(k: int) -> BorrowedRate:
        x = np.array([float(k == 0), float(k == 1), at])
        sd = residual * float(np.sqrt(1 + x @ inverse @ x))
        return BorrowedRate(float(x @ weights), sd, len(ids), (rate.fact_id, *ids))

    return BorrowedGap(borrowed(0), borrowed(1), gap_sd)


def _state_line(facts: Facts) -> tuple[Array, Array, float, float, tuple[str, ...]] | None:
    rows, values, ids, keys = [], [], [], []
    for figure in facts.statistics("interview_rate"):
        if figure.stratum not in _STRATA or figure.value is None or len(figure.specialty_keys) != 1:
            continue
        rate = pick(facts.statistics("match_rate_pct"), figure.specialty_keys[0], ApplicantType.US_MD_SENIOR, "all")
        if rate is not None and rate.value is not None:
            rows.append([*(float(figure.stratum == each) for each in _STRATA), logit(_inside(rate.value / 100))])
            keys.append(figure.specialty_keys[0])
            values.append(logit(_inside(figure.value)))
            ids.append(figure.fact_id)
    if len(rows) <= _LEAST:
        return None
    x, y = np.array(rows), np.array(values)
    weights, *_ = np.linalg.lstsq(x, y, rcond=None)
    residual = float(np.sqrt(((y - x @ weights) ** 2).sum() / (len(y) - x.shape[1])))
    missed = y - x @ weights
    pairs = [
        missed[[key == each and row[0] == 1 for key, row in zip(keys, rows, strict=True)]].mean()
        - missed[[key == each and row[1] == 1 for key, row in zip(keys, rows, strict=True)]].mean()
        for each in dict.fromkeys(keys)
        if keys.count(each) == len(_STRATA)
    ]
    # The mean gap of so many specialties is unsure itself.
    gap_sd = float(np.std(pairs, ddof=1) * np.sqrt(1 + 1 / len(pairs))) if len(pairs) > 2 else residual
    return np.asarray(weights), np.asarray(np.linalg.pinv(x.T @ x)), residual, gap_sd, tuple(ids)
