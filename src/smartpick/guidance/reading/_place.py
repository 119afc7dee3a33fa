"""Where does a score stand among applicants of the same type and specialty, where such figures exist?

Matched and unmatched applicants who preferred the specialty, by the NRMP. Types without a table are not placed, and a
table of another type never stands in.
"""

from __future__ import annotations

from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground
from smartpick.programs import Specialty
from smartpick.vocabulary import ApplicantType

__all__ = ["places"]

_BANDS = (200, 210, 220, 230, 240, 250)


def places(ground: Ground) -> list[Finding]:
    """Return one finding for each of her specialties."""
    if ground.applicant.comlex2 is not None and ground.applicant.step2_ck is None:
        return [_comlex(ground, specialty) for specialty in ground.specialties]
    if ground.applicant.step2_ck is None:
        return []
    return [_place(ground, specialty, ground.applicant.step2_ck) for specialty in ground.specialties]


def _fields() -> tuple[str, ...]:
    return ("exams.step2_ck", "applicant.type", "goals.specialties")


def _comlex(ground: Ground, specialty: Specialty) -> Finding:
    text = (
        f"{specialty.name}: no table of COMLEX scores by specialty is at hand, so your score is not placed among"
        f" {ground.profile.applicant.type.label}s who preferred it; only its place among all takers is known."
    )
    fields = ("exams.comlex2", "applicant.type", "goals.specialties")
    return Finding(f"place_{specialty.key}", "place", "unknown", text, fields)


def _place(ground: Ground, specialty: Specialty, score: float) -> Finding:
    kind = ground.profile.applicant.type
    key = f"place_{specialty.key}"
    quartiles = [
        ground.figure(f"step2ck_{part}", specialty=specialty.key, stratum="matched") for part in ("q1", "median", "q3")
    ]
    if all(quartiles) and kind is ApplicantType.NON_US_CITIZEN_IMG:
        return _by_quarters(ground, specialty, score)
    matched = ground.figure("step2ck_mean", specialty=specialty.key, stratum="matched")
    if matched is None or matched.value is None:
        text = (
            f"{specialty.name}: no table by score is published for {kind.label}s, so your score is not set beside"
            " theirs here. The chances take the tables of other groups in its place: an assumption."
        )
        return Finding(key, "place", "unknown", text, _fields())
    gap = score - matched.value
    far, below = ground.benchmarks.get("far_below_reference"), ground.benchmarks.get("below_reference")
    severity = far.flag if gap <= -far.value else below.flag if gap < below.value else "note"
    side = f"{abs(gap):.0f} points {'under' if gap < 0 else 'over'}" if gap else "at"
    counted = f", n = {matched.n}" if matched.n else ""
    text = (
        f"{specialty.name}: {score:.0f} is {side} the mean of {kind.label}s who matched in it"
        f" ({matched.value:.0f}; {matched.season}{counted})."
    )
    ids = [matched.fact_id, far.fact_id]
    others = ground.figure("step2ck_mean", specialty=specialty.key, stratum="unmatched")
    if others is not None and others.value is not None:
        counted = f", n = {others.n}" if others.n else ""
        text += f" Those who did not match had {others.value:.0f} on average{counted}."
        ids.append(others.fact_id)
    if matched.confidence == "low":
        text += " The copy that this was read from is doubtful."
    text += " Figures of the specialty, not of any one program."
    band = _band_rate(ground, specialty, score)
    if band:
        text += f" {band[0]}"
        ids.append(band[1])
    return Finding(key, "place", severity, text, _fields(), tuple(ids))


def _by_quarters(ground: Ground, specialty: Specialty, score: float) -> Finding:
    parts, ids = {}, []
    for stratum in ("matched", "unmatched"):
        for name in ("q1", "median", "q3"):
            figure = ground.figure(f"step2ck_{name}", specialty=specialty.key, stratum=stratum)
            if figure is not None and figure.value is not None:
                parts[stratum, name] = figure
                ids.append(figure.fact_id)
    first = parts["matched", "median"]
    words = _quarter(score, [parts["matched", name].value or 0 for name in ("q1", "median", "q3")])
    text = (
        f"{specialty.name}: {score:.0f} stands {words} of the {first.n or 'counted'}"
        f" {ground.profile.applicant.type.label}s who matched in it (median {first.value:.0f}; {first.season})"
    )
    if ("unmatched", "median") in parts and all(("unmatched", name) in parts for name in ("q1", "q3")):
        other = parts["unmatched", "median"]
        low = _quarter(score, [parts["unmatched", name].value or 0 for name in ("q1", "median", "q3")])
        text += f", and {low} of those who did not (median {other.value:.0f})"
    gap = score - (first.value or 0)
    far = ground.benchmarks.get("far_below_reference")
    below = ground.benchmarks.get("below_reference")
    severity = far.flag if gap <= -far.value else below.flag if gap < below.value else "note"
    text += ". Figures of the specialty, not of any one program."
    return Finding(f"place_{specialty.key}", "place", severity, text, _fields(), (*ids, far.fact_id))


def _quarter(score: float, quarters: list[float]) -> str:
    """Return in which quarter a score stands.

    Examples
    --------
    >>> _quarter(224, [240, 251, 259]), _quarter(251, [240, 251, 259]), _quarter(270, [240, 251, 259])
    ('in the lowest quarter', 'in the third quarter from below', 'in the highest quarter')
    """
    names = ("in the lowest quarter", "in the second quarter from below", "in the third quarter from below")
    return next((name for name, limit in zip(names, quarters, strict=True) if score < limit), "in the highest quarter")


def _band_rate(ground: Ground, specialty: Specialty, score: float) -> tuple[str, str] | None:
    """Return the published match rate of her type at scores like hers, where there is one."""
    floor = max((each for each in _BANDS if each <= score), default=None)
    name = "below_200" if floor is None else "250+" if floor == _BANDS[-1] else f"{floor}-{floor + 9}"
    figure = ground.figure("match_rate_pct", specialty=specialty.key, stratum=name)
    if figure is None or figure.value is None or not figure.n:
        return None
    who = ground.profile.applicant.type.label
    text = f"Of {figure.n} {who}s with {name.replace('_', ' ')}, {figure.value:.0f} % matched in it ({figure.season})."
    return text, figure.fact_id
