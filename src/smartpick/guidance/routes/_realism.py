"""How realistic is each specialty? The base rate first, the applicant's own record second; caution without blocking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.guidance._exams import effect_fields, exam_name, failed_any, first_to_pass, score_fields
from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground, factor_text, odds_factor, span_text, whole
from smartpick.guidance._rules import first_area
from smartpick.uncertainty import Estimate, expit, in_words
from smartpick.vocabulary import Choice, Track

if TYPE_CHECKING:
    from smartpick.estimate import SpecialtyBasis
    from smartpick.programs import Specialty

__all__ = ["ALTERNATIVES", "is_la_only", "low_fields", "p_specialty", "realism"]

ALTERNATIVES = ("family_medicine", "internal_medicine", "pediatrics", "psychiatry")
"""Specialties that the guide for low scores names first; their base rates let the reader judge."""


def realism(ground: Ground) -> list[Finding]:
    """Return one finding for each of her specialties, then cautions and parallel routes."""
    findings = [
        found
        for each in ground.specialties
        if (found := _outside(each) if each.where_to_go else _base(ground, each)) is not None
    ]
    findings += [found for each in ground.specialties if (found := _caution(ground, each)) is not None]
    findings += _psychiatry(ground)
    parallel = _parallel(ground)
    return [*findings, parallel] if parallel else findings


def p_specialty(basis: SpecialtyBasis) -> Estimate:
    """Return the chance of matching for somebody with this record who ranks a program, with a typical list."""
    total = basis.level.draws + sum(effect.draws for effect in basis.effects)
    return Estimate(expit(total), "probability", basis.level.caveats)


def _outside(each: Specialty) -> Finding:
    text = f"{each.name} is not in the NRMP's Match, so nothing here can be estimated. {each.where_to_go}"
    return Finding(f"outside_{each.key}", "route", "watch", text, ("goals.specialties",))


def _base(ground: Ground, each: Specialty) -> Finding | None:
    basis = ground.basis.get(each.key)
    fields = ["goals.specialties", "applicant.type"]
    if basis is None:
        text = (
            f"{each.name}: no program of it is in the {ground.directory.season} directory. Unknown, ask your advisor."
        )
        return Finding(f"realism_{each.key}", "route", "unknown", text, tuple(fields))
    level = basis.level
    if level.base_rate is None:
        text = f"{each.name}: no base rate is published for your group."
    else:
        counted = f", n = {level.base_n:,}" if level.base_n else ""
        text = f"{each.name}: {whole(level.base_rate)} % matched of {level.base_text}{counted}; that is the base rate."
    if basis.score.points is not None:
        fields += score_fields(ground, basis)
    fields += [name for e in basis.effects for name in effect_fields(ground, e.key)]
    chance = p_specialty(basis)
    span = span_text(chance.low, chance.high)
    said = f"{in_words(chance)}, {whole(chance.mean)} % ({span})"
    # A range of one figure is that figure: it is said once.
    text += f" With your record, given at least one program to rank: {span if ' to ' not in span else said}."
    open_one = first_to_pass(ground)
    if open_one:
        text += f" It does not hold before {exam_name(open_one)} is passed."
    if basis.effects:
        parts = "; ".join(f"{e.text}, {factor_text(odds_factor(e.draws))}" for e in basis.effects)
        text += f" What is taken into account beside the score, as assumptions: {parts}."
    if any(program.track is Track.ADVANCED for program in ground.directory.of([each.key])):
        text += " Advanced positions count as matches here; tables of first-year positions alone would miss them."
    ids = tuple(dict.fromkeys((*level.fact_ids, *(fact for e in basis.effects for fact in e.fact_ids))))
    # The lower end decides what may be called secure, the upper end what may be called out of reach.
    severity = (
        "strength"
        if chance.low >= 0.8
        else "concern"
        if chance.mean < 0.5
        else "watch"
        if chance.mean < 0.8
        else "note"
    )
    return Finding(f"realism_{each.key}", "route", severity, text, tuple(dict.fromkeys(fields)), ids)


def low_fields(ground: Ground) -> tuple[str, ...]:
    """Return the exams that read as low by the benchmarks or were failed; empty where none."""
    fields = [f"exams.{exam}" for exam in failed_any(ground)]
    score = ground.applicant.step2_ck
    if score is not None and score < ground.benchmarks["step2_ck_low"]:
        fields.append("exams.step2_ck")
    comlex = ground.applicant.comlex2
    mean, sd = (
        next((each.value for each in ground.facts.statistics(key) if each.value), None)
        for key in ("comlex2_mean", "comlex2_sd")
    )
    if comlex is not None and mean and sd and (comlex - mean) / sd < ground.benchmarks["comlex_below_mean"]:
        fields.append("exams.comlex2")
    return tuple(dict.fromkeys(fields))


def is_la_only(ground: Ground) -> bool:
    """Say whether nothing but her first area counts."""
    areas = ground.profile.goals.areas
    return bool(areas.tier1) and areas.anywhere is False and not areas.tier2 and not areas.tier3


def _caution(ground: Ground, each: Specialty) -> Finding | None:
    mark, basis = ground.benchmarks.maybe(f"hyper_competitive_{each.key}"), ground.basis.get(each.key)
    if mark is None or basis is None:
        return None
    low, only = low_fields(ground), is_la_only(ground)
    matched = ground.figure("step2ck_mean", specialty=each.key, stratum="matched")
    score = ground.applicant.step2_ck
    below = matched is not None and matched.value is not None and score is not None and score < matched.value
    if not (low or only or below):
        return None
    fields = ["goals.specialties", *low]
    why = [
        f"a {'failed attempt at' if (exam := name.partition('.')[2]) in failed_any(ground) else 'low'}"
        f" {exam_name(exam)}"
        for name in low
    ]
    if below and matched is not None and score is not None:
        why.append(
            f"a score {matched.value - score:.0f} points under the mean of those who matched" if matched.value else ""
        )
        fields.append("exams.step2_ck")
    if only:
        area = first_area(ground)
        why.append(f"a search in {area[0] if area else 'one area'} alone")
        fields.append("goals.areas")
    text = f"{each.name} is among the hardest to enter, and your profile brings {_and(why)}."
    if ground.is_early:
        text += (
            " You may apply; nothing here stops you. It is safer with a second specialty on the same list, and with"
            " places beyond the first area."
        )
    else:
        text += " For this season that is decided; a next one is safer with a second specialty and with more places."
    ids = (mark.fact_id, *basis.level.fact_ids)
    change = "add a second specialty or more places" if ground.is_early else ""
    return Finding(
        f"hyper_competitive_{each.key}",
        "route",
        mark.flag,
        text,
        tuple(dict.fromkeys(fields)),
        ids,
        change,
        ground.reading_day if change else None,
    )


def _and(parts: list[str]) -> str:
    kept = [each for each in parts if each]
    return kept[0] if len(kept) == 1 else f"{', '.join(kept[:-1])} and {kept[-1]}"


def _psychiatry(ground: Ground) -> list[Finding]:
    """Say how psychiatry has filled over the years; the guide still counts it among the open ones."""
    if "psychiatry" not in {each.key for each in ground.specialties}:
        return []
    tracks = ground.directory.of(["psychiatry"])
    seasons = range(ground.directory.season - 4, ground.directory.season + 1)
    shares = []
    for season in seasons:
        pairs = [track.positions[season] for track in tracks if season in track.positions]
        offered = sum(pair[0] for pair in pairs)
        if offered:
            shares.append(sum(pair[1] for pair in pairs) / offered)
    if not shares:
        return []
    low, high = (f"{100 * share:.1f}" for share in (min(shares), max(shares)))
    span = f"{low} to {high} %" if low != high else f"{low} %"
    text = (
        f"Psychiatry is sought after: today's tracks filled {span} of their positions in each Match from"
        f" {seasons[0]} to"
        f" {seasons[-1]}, before the SOAP. It is no fallback any more."
    )
    ids = tuple(track.result_id(season) for season in seasons for track in tracks[:1] if season in track.positions)
    return [Finding("psychiatry_trend", "route", "watch", text, ("goals.specialties",), ids)]


def _parallel(ground: Ground) -> Finding | None:
    """Name the specialties that could stand beside hers, with their base rates, where her chance is not high."""
    chances = [p_specialty(basis) for basis in ground.basis.values()]
    if not chances or max(chance.mean for chance in chances) >= 0.8 or len(ground.specialties) > 1:
        return None
    own = {each.key for each in ground.specialties}
    others = ground.basis_of([key for key in ALTERNATIVES if key not in own])
    rated = [(basis.level.base_rate, key, basis) for key, basis in others.items() if basis.level.base_rate is not None]
    if not rated:
        return None
    names = {row["key"]: row["name"] for row in ground.facts.connection.execute("SELECT key, name FROM specialty")}
    listed = "; ".join(f"{names[key]} {whole(rate)} %" for rate, key, _ in sorted(rated, reverse=True))
    ids = tuple(dict.fromkeys(fact for _, _, basis in rated for fact in basis.level.fact_ids))
    if ground.is_early:
        text = (
            f"A second specialty beside yours would not lean on one door. Base rates of your group: {listed}. It needs"
            " letters and a statement of its own, and a program may ask which one you mean."
        )
        change, by = "put a second specialty on the list", ground.reading_day
    else:
        when = "SOAP or the next season" if Choice.SOAP in ground.stage.choices else "the next season"
        late = "comes too late" if ground.stage.is_closed else "comes late"
        text = (
            f"A second specialty {late} for this season; keep it in mind for {when}. Base rates of your group:"
            f" {listed}."
        )
        change, by = "", None
    return Finding("parallel", "route", "note", text, ("goals.specialties", "applicant.type"), ids, change, by)
