"""How often applicants like her match in a specialty: the published level, its score slope, and the doubt about both.

The level is the chance of matching for somebody who ranks at least one program of the specialty, with a typical list.
Where a specialty and type have a table of their own it is used; otherwise the nearest published figure stands in, with
a wider spread and a caveat that says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._assumptions import Assumptions
from smartpick.estimate._borrowed import middle_curve, middle_rate, score_curve
from smartpick.estimate._scenarios import logit, named_normals
from smartpick.estimate._score_curves import (
    CENTRE,
    POOLED_SLOPE,
    POOLED_SLOPE_SD,
    SCALE,
    bands,
    discriminant,
    mean_score,
    pick,
    slope_of,
)
from smartpick.facts import Facts, Figure
from smartpick.uncertainty import expit
from smartpick.vocabulary import ApplicantType

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Level", "ScoreReading", "level_for"]

_RATE_FLOOR = 0.005
_LEAST_SLOPE = 0.05


@dataclass(frozen=True, slots=True)
class ScoreReading:
    """Where her score stands, on the Step 2 CK scale.

    Attributes
    ----------
    points
        Her Step 2 CK score, or where a COMLEX Level 2-CE score puts her among COMLEX takers; None without either.
    sd
        How unsure that reading is, in points: 0 for a Step 2 CK score of her own.
    basis
        Where it comes from, for a reader.
    fact_ids
        Figures used to read it.
    is_held_down
        An exam is failed and not passed yet, so that the lowest pass stands in the place of any score.
    """

    points: float | None
    sd: float
    basis: str
    fact_ids: tuple[str, ...] = ()
    is_held_down: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """The published level for one specialty and applicant type, and what it becomes with her score.

    Attributes
    ----------
    draws
        Log-odds of matching given that she ranks a program, array of shape (n_draws,); her record's other parts
        (failed attempts, visa …) are not in it yet.
    base_rate
        The published rate of the group, before her score; None where nothing is published for it.
    base_n
        How many were counted.
    base_text
        Who was counted, for a reader.
    slope
        Draws of the change in log-odds per `SCALE` points, shape (n_draws,).
    centre
        The score at which the group stands at its base rate.
    fact_ids, caveats
        What it rests on, and what to beware of.
    unknown_score
        The part of `draws` that stands for a score that is not known, shape (n_draws,); zeros for a known one.
    """

    draws: NDArray[np.float64]
    base_rate: float | None
    base_n: int | None
    base_text: str
    slope: NDArray[np.float64]
    centre: float
    fact_ids: tuple[str, ...]
    caveats: tuple[str, ...]
    unknown_score: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Group:
    """A published rate with the score slope that goes with it, before any draw."""

    rate: float
    n: int | None
    text: str
    centre: float
    slope: float
    slope_sd: float
    extra_sd: float
    fact_ids: tuple[str, ...]
    caveats: tuple[str, ...] = ()


def level_for(
    facts: Facts,
    assumptions: Assumptions,
    applicant_type: ApplicantType,
    specialty: str,
    score: ScoreReading,
    seed: int,
) -> Level:
    """Return the level for one specialty.

    Parameters
    ----------
    score
        Her score as read; an unknown one leaves her at the group's average, with more doubt.

    Notes
    -----
    Log-odds = published log-odds of the group + slope × (score − centre) / 15 + level error. The level error is the
    season-to-season and specialty-to-specialty scatter of such tables, an assumption that is shown.
    """
    group = _group(facts, assumptions, applicant_type, specialty)
    name = f"level:{specialty}:{applicant_type}"
    # Unsure is how much a better score helps, not whether.
    slope = np.maximum(group.slope + group.slope_sd * named_normals(seed, f"{name}:slope"), _LEAST_SLOPE)
    level_sd = assumptions.get("level_sd", specialty, applicant_type).sd
    spread = float(np.hypot(level_sd, group.extra_sd))
    caveats = list(group.caveats)
    unknown = np.zeros_like(slope)
    if score.points is None:
        unknown = assumptions.get("unreported_score_sd").sd * named_normals(seed, "unknown score")
        shift = np.zeros_like(slope)
        caveats.append("score_unknown")
    else:
        points = score.points + score.sd * named_normals(seed, "score reading")
        shift = slope * (points - group.centre) / SCALE
        if abs(score.points - group.centre) > 2.5 * SCALE:
            caveats.append("score_outside_table")
    draws = logit(_inside(group.rate)) + shift + spread * named_normals(seed, f"{name}:level") + unknown
    return Level(
        draws,
        group.rate,
        group.n,
        group.text,
        slope,
        group.centre,
        group.fact_ids,
        tuple(dict.fromkeys(caveats)),
        unknown,
    )


def _inside(rate: float) -> float:
    return float(np.clip(rate, _RATE_FLOOR, 1 - _RATE_FLOOR))


def _group(facts: Facts, assumptions: Assumptions, applicant_type: ApplicantType, specialty: str) -> _Group:
    """Return the most fitting published group; the pooled one where the specialty has none."""
    if applicant_type in {ApplicantType.US_MD_GRADUATE, ApplicantType.US_DO_GRADUATE}:
        return _graduates(facts, assumptions, applicant_type, specialty)
    return _FINDERS[applicant_type](facts, assumptions, specialty) or _pooled(
        facts, assumptions, applicant_type, specialty
    )


def _md_seniors(facts: Facts, assumptions: Assumptions, specialty: str) -> _Group | None:
    drift = assumptions.get("score_drift_since_tables", applicant_type=ApplicantType.US_MD_SENIOR)
    fitted = bands(facts, specialty)
    overall = pick(facts.statistics("match_rate_pct"), specialty, ApplicantType.US_MD_SENIOR, "all")
    if fitted is None and overall is None:
        return None
    borrowed = score_curve(facts, specialty, drift.mean) if fitted is None and overall is not None else None
    if borrowed is not None and overall is not None:
        rate = _inside((overall.value or 0) / 100)
        return _Group(
            rate,
            overall.n,
            f"US MD seniors who preferred it, {overall.season}",
            CENTRE + SCALE * (logit(rate) - borrowed.level) / borrowed.slope + drift.mean,
            borrowed.slope,
            max(borrowed.slope_sd, 0.1),
            _beyond(borrowed.level_sd, assumptions.get("level_sd", specialty, ApplicantType.US_MD_SENIOR).sd),
            (*borrowed.fact_ids, drift.fact_id),
            ("slope_from_other_specialties",),
        )
    if fitted is None:
        assert overall is not None  # noqa: S101 -- one of the two is there
        mean = mean_score(facts, specialty, ApplicantType.US_MD_SENIOR)
        return _Group(
            (overall.value or 0) / 100,
            overall.n,
            f"US MD seniors who preferred it, {overall.season}",
            mean or CENTRE + drift.mean,
            POOLED_SLOPE,
            2 * POOLED_SLOPE_SD,
            0.2,
            (overall.fact_id,),
            ("slope_from_other_specialties",),
        )
    a, b, sd, n, used = fitted
    if overall is not None:
        # The level of the newest table, the slope of the pooled one: the score at which the fitted curve
        # passes through the newest rate is where the group stands.
        rate = _inside((overall.value or 0) / 100)
        centre = CENTRE + SCALE * (logit(rate) - a) / b + drift.mean
        return _Group(
            rate,
            overall.n,
            f"US MD seniors who preferred it, {overall.season}",
            centre,
            b,
            max(sd, 0.1),
            0.0,
            (overall.fact_id, *used, drift.fact_id),
        )
    return _Group(
        float(expit(np.array(a))),
        n,
        "US MD seniors who preferred it, pooled 2020-2024, at 245",
        CENTRE + drift.mean,
        b,
        max(sd, 0.1),
        0.0,
        (*used, drift.fact_id),
    )


def _beyond(whole: float, part: float) -> float:
    """Return the spread that makes a whole of a part."""
    return float(np.sqrt(max(whole**2 - part**2, 0.0)))


def _do_seniors(facts: Facts, assumptions: Assumptions, specialty: str) -> _Group | None:
    del assumptions
    overall = pick(facts.statistics("match_rate_pct"), specialty, ApplicantType.US_DO_SENIOR, "all")
    if overall is None or overall.value is None:
        return None
    slope, slope_sd, used = slope_of(facts, specialty)
    mean = mean_score(facts, specialty, ApplicantType.US_DO_SENIOR)
    return _Group(
        overall.value / 100,
        overall.n,
        f"US DO seniors who preferred it, {overall.season}",
        mean or CENTRE - 3,
        slope,
        float(np.hypot(slope_sd, 0.15)),
        0.0,
        (overall.fact_id, *used),
        ("slope_from_us_md",),
    )


def _non_us_imgs(facts: Facts, assumptions: Assumptions, specialty: str) -> _Group | None:
    del assumptions
    img = ApplicantType.NON_US_CITIZEN_IMG
    overall = pick(facts.statistics("match_rate_pct"), specialty, img, "all")
    if overall is None or overall.value is None:
        return None
    centre, slope, slope_sd, used = discriminant(facts, specialty)
    return _Group(
        overall.value / 100,
        overall.n,
        f"non-US-citizen IMGs who preferred it and ranked a program, {overall.season}",
        centre,
        slope,
        slope_sd,
        0.0,
        (overall.fact_id, *used),
    )


def _us_imgs(facts: Facts, assumptions: Assumptions, specialty: str) -> _Group | None:
    """US-citizen IMGs have no table by preferred specialty: take the one of all who ranked it, put right for that.

    Notes
    -----
    Both denominators are published for non-US IMGs; the difference of their log-odds carries over.
    """
    citizen, img = ApplicantType.US_CITIZEN_IMG, ApplicantType.NON_US_CITIZEN_IMG
    # Fewer are not enough to carry a correction for the denominator; most such specialties start in the second year.
    ranked = _ranked_rate(facts, specialty, citizen, 50)
    if ranked is None:
        return None
    rate, n, used, season = ranked
    log_odds = logit(_inside(rate))
    preferred = pick(facts.statistics("match_rate_pct"), specialty, img, "all")
    other = _ranked_rate(facts, specialty, img)
    if preferred is not None and preferred.value is not None and other is not None:
        log_odds += logit(_inside(preferred.value / 100)) - logit(_inside(other[0]))
        used = (*used, preferred.fact_id, *other[2])
    centre, slope, slope_sd, more = discriminant(facts, specialty)
    shift = assumptions.get("us_citizen_img_score_shift", applicant_type=citizen)
    return _Group(
        float(expit(np.array(log_odds))),
        n,
        f"US-citizen IMGs who ranked it, {season}, put on the footing of those who preferred it",
        centre + shift.mean,
        slope,
        float(np.hypot(slope_sd, 0.1)),
        0.3,
        (*used, *more, shift.fact_id),
        ("us_img_level_derived",),
    )


def _ranked_rate(
    facts: Facts, specialty: str, applicant_type: str, least: int = 5
) -> tuple[float, int, tuple[str, ...], str] | None:
    """Return matched / ranked of the newest table that counts both over all who ranked the specialty."""
    ranked = pick(facts.statistics("applicants_ranking_specialty_pgy1"), specialty, applicant_type, "all")
    matched = pick(facts.statistics("matched_pgy1"), specialty, applicant_type, "matched")
    if ranked is None or matched is None or not ranked.value or matched.value is None or ranked.value < least:
        return None
    n = int(ranked.value)
    # One added to each side keeps 0 of 6 from being read as impossible.
    return (matched.value + 1) / (n + 2), n, (ranked.fact_id, matched.fact_id), ranked.season


def _overall(facts: Facts, applicant_type: str) -> Figure | None:
    return pick(facts.statistics("pgy1_match_rate_pct"), "all", applicant_type, "all")


def _pooled(facts: Facts, assumptions: Assumptions, applicant_type: ApplicantType, specialty: str) -> _Group:
    """Return the nearest stand-in where the specialty has no table for the type, with a wide spread.

    Notes
    -----
    First the rate of the nearest type that has one there, moved by the gap of the two types over all specialties. Then,
    for US MD seniors, the curve of the specialties with score bands together; for others the middle of the type's rates
    over the specialties that publish one. Where none do, those who ranked it anywhere, PGY-1 positions only, which says
    little of specialties that start in the second year. Last the type's own rate over all specialties.
    """
    wide = assumptions.get("unpublished_match_level_sd").sd
    slope, slope_sd, _ = slope_of(facts, specialty)
    near = _from_another_type(facts, assumptions, applicant_type, specialty)
    if near is not None:
        return replace(near, extra_sd=float(np.hypot(near.extra_sd, wide)))
    together = middle_curve(facts) if applicant_type is ApplicantType.US_MD_SENIOR else None
    if together is not None:
        drift = assumptions.get("score_drift_since_tables", applicant_type=applicant_type)
        curve, mean = together
        return _Group(
            float(expit(np.array(curve.level + curve.slope * (mean - drift.mean - CENTRE) / SCALE))),
            None,
            f"none is published for {applicant_type.label}s there: the specialties that have score bands, together",
            mean,
            curve.slope,
            curve.slope_sd,
            _beyond(curve.level_sd, assumptions.get("level_sd", specialty, applicant_type).sd),
            (*curve.fact_ids, drift.fact_id),
            ("no_figure_for_type_and_specialty",),
        )
    middle = middle_rate(facts, applicant_type)
    if middle is not None:
        return _Group(
            float(expit(np.array(middle.log_odds))),
            None,
            f"none is published for {applicant_type.label}s there: the middle of {middle.n} specialties that have one",
            CENTRE,
            slope,
            slope_sd,
            _beyond(middle.sd, assumptions.get("level_sd", specialty, applicant_type).sd),
            middle.fact_ids,
            ("no_figure_for_type_and_specialty",),
        )
    ranked = _ranked_rate(facts, specialty, applicant_type)
    if ranked is not None:
        rate, n, used, season = ranked
        return _Group(
            rate,
            n,
            f"{applicant_type.label}s who ranked it anywhere on their list, PGY-1 positions only, {season}",
            CENTRE,
            slope,
            slope_sd,
            wide,
            used,
            ("counts_all_who_ranked_it",),
        )
    overall = _overall(facts, applicant_type)
    if overall is None or overall.value is None:
        return _Group(0.5, None, "no published figure", CENTRE, slope, slope_sd, 2 * wide, (), ("no_published_level",))
    return _Group(
        overall.value / 100,
        overall.n,
        f"all {applicant_type.label}s over all specialties, {overall.season}; none is published for this specialty",
        CENTRE,
        slope,
        slope_sd,
        2 * wide,
        (overall.fact_id,),
        ("no_figure_for_type_and_specialty",),
    )


def _from_another_type(
    facts: Facts, assumptions: Assumptions, applicant_type: ApplicantType, specialty: str
) -> _Group | None:
    """Return another type's level in the specialty, moved by the gap of the two over all specialties."""
    own = _overall(facts, applicant_type)
    if own is None or own.value is None:
        return None
    for other in _NEAREST[applicant_type]:
        base = _FINDERS[other](facts, assumptions, specialty)
        overall = _overall(facts, other)
        if base is None or overall is None or overall.value is None:
            continue
        text = f"none is published for {applicant_type.label}s: {base.text}, moved by the gap over all specialties"
        return _moved(base, own, overall, text, "no_figure_for_type_and_specialty")
    return None


def _graduates(facts: Facts, assumptions: Assumptions, applicant_type: ApplicantType, specialty: str) -> _Group:
    """Return the seniors' level moved by the published gap between seniors and graduates over all specialties."""
    is_md = applicant_type is ApplicantType.US_MD_GRADUATE
    senior = ApplicantType.US_MD_SENIOR if is_md else ApplicantType.US_DO_SENIOR
    base = _group(facts, assumptions, senior, specialty)
    figures = facts.statistics("pgy1_match_rate_pct")
    graduate = pick(figures, "all", applicant_type, "all")
    if graduate is None or graduate.value is None:
        return replace(
            base, extra_sd=float(np.hypot(base.extra_sd, 1.0)), caveats=(*base.caveats, "no_graduate_figure")
        )
    peers = [
        figure
        for figure in figures
        if figure.season == graduate.season and senior in figure.applicant_type_keys and figure.value is not None
    ]
    if not peers or peers[0].value is None:
        return replace(
            base, extra_sd=float(np.hypot(base.extra_sd, 1.0)), caveats=(*base.caveats, "no_graduate_figure")
        )
    spread = assumptions.get("graduate_specialty_sd").sd
    text = f"{base.text}, moved by the gap between seniors and graduates over all specialties, {graduate.season}"
    moved = _moved(base, graduate, peers[0], text, "graduate_level_derived")
    return replace(moved, extra_sd=float(np.hypot(base.extra_sd, spread)))


def _moved(base: _Group, own: Figure, peer: Figure, text: str, caveat: str) -> _Group:
    """Return a group's level moved by the gap of two published rates over all specialties, in log-odds."""
    gap = logit(_inside((own.value or 0.0) / 100)) - logit(_inside((peer.value or 0.0) / 100))
    return replace(
        base,
        rate=float(expit(np.array(logit(_inside(base.rate)) + gap))),
        n=None,
        text=text,
        fact_ids=(*base.fact_ids, own.fact_id, peer.fact_id),
        caveats=(*base.caveats, caveat),
    )


_FINDERS: dict[ApplicantType, Callable[[Facts, Assumptions, str], _Group | None]] = {
    ApplicantType.US_MD_SENIOR: _md_seniors,
    ApplicantType.US_DO_SENIOR: _do_seniors,
    ApplicantType.US_CITIZEN_IMG: _us_imgs,
    ApplicantType.NON_US_CITIZEN_IMG: _non_us_imgs,
}
_NEAREST: dict[ApplicantType, tuple[ApplicantType, ...]] = {
    ApplicantType.US_MD_SENIOR: (),
    ApplicantType.US_DO_SENIOR: (ApplicantType.US_MD_SENIOR,),
    ApplicantType.US_CITIZEN_IMG: (ApplicantType.US_DO_SENIOR, ApplicantType.US_MD_SENIOR),
    ApplicantType.NON_US_CITIZEN_IMG: (ApplicantType.US_DO_SENIOR, ApplicantType.US_MD_SENIOR),
}
"""Whose level stands in first. Seniors only: the published IMG levels of small specialties rest on a few people."""
