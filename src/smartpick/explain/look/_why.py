"""Why is this program on the list, or why not? The same scenarios as the list, so that the two cannot disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from smartpick.errors import RequestError
from smartpick.explain._band import band_of
from smartpick.explain._bench import Bench, Picked
from smartpick.explain._find_out import unknowns_of
from smartpick.explain._reasons import program_reasons
from smartpick.explain._situation import Situation, situation_of
from smartpick.explain._stages import PLANNING
from smartpick.explain._types import ListRequest, Reason
from smartpick.explain.look._alike import alike_of
from smartpick.explain.look._questions import questions_for
from smartpick.explain.look._sums import objective_of, picked_of
from smartpick.explain.look._types import ProgramLook, Question
from smartpick.facts import Facts
from smartpick.profile import Profile
from smartpick.programs import Directory, Program
from smartpick.uncertainty import Estimate
from smartpick.vocabulary import SignalTier, Track

if TYPE_CHECKING:
    from smartpick.portfolio import ListOutcome

__all__ = ["why_program"]


def why_program(
    facts: Facts, directory: Directory, profile: Profile, request: ListRequest, program: Program
) -> ProgramLook:
    """Return why a program is on the list of this applicant, or why it is not, and what is known of it.

    Notes
    -----
    A program where she would not go, or of a specialty that she does not want, is looked at as if she would: what it
    would add to her list is worked out, and the status says that the list does not look there.

    Raises
    ------
    RequestError
        As for a list.
    """
    scene = situation_of(facts, directory, profile, request)
    picked = scene.bench.best(range(len(scene.bench.placed)))
    codes = [each.program.program_code_nrmp for each in scene.bench.placed]
    code = program.program_code_nrmp
    if code in codes:
        return _looked_at(scene, picked, codes.index(code))
    ruled_out = next((each for each in scene.found.ruled_out if each.program.program_code_nrmp == code), None)
    if ruled_out is not None:
        why = f"a rule that you do not meet, as far as it is known: {ruled_out.why}"
        return _closed(scene, picked, program, "ruled_out", why, ruled_out.fact_ids)
    if _is_closed(program, profile):
        return _closed(scene, picked, program, "not_open", _closed_text(program), program.fact_ids_for("identity"))
    status, why = _outside(scene, profile, program)
    return _from_outside(scene, picked, program, status, why)


def _is_closed(program: Program, profile: Profile) -> bool:
    return program.track is Track.PRELIMINARY or (program.track is Track.PHYSICIAN and not profile.training)


def _closed_text(program: Program) -> str:
    if program.track is Track.PRELIMINARY:
        return "a preliminary position is one year of training: it is no match to the specialty, so no list counts it"
    return "its positions are for physicians who have trained before, and your profile names no residency training"


def _outside(scene: Situation, profile: Profile, program: Program) -> tuple[str, str]:
    if program.specialty not in scene.specialties:
        names = " and ".join(scene.names[key] for key in scene.specialties)
        return "not_in_list", f"your list is for {names}; this is another specialty"
    if any(wish.program_code_nrmp == program.program_code_nrmp and wish.is_never for wish in profile.goals.programs):
        return "unwanted", "your profile says that you would not go there (goals.programs)"
    if any(area.contains(program) for area in scene.places.never):
        return "outside", "it lies where you would not go (goals.areas.never)"
    if scene.places.is_asked:
        return "outside", "it lies outside the area asked for"
    return "outside", "it lies outside your areas, and your profile does not say that you would go anywhere"


def _from_outside(scene: Situation, picked: Picked, program: Program, status: str, why: str) -> ProgramLook:
    """Look at a program as if she would go there: the same list, with the candidates widened."""
    profile = scene.profile
    areas = profile.goals.areas.model_copy(update={"anywhere": True, "never": ()})
    kept = tuple(wish for wish in profile.goals.programs if wish.program_code_nrmp != program.program_code_nrmp)
    wider = profile.model_copy(update={"goals": profile.goals.model_copy(update={"areas": areas, "programs": kept})})
    specialties = tuple(dict.fromkeys((*scene.specialties, program.specialty)))
    request = replace(scene.request, areas=(), specialties=specialties, season=scene.season)
    try:
        wide = situation_of(scene.facts, scene.directory, wider, request)
    except RequestError:
        # A specialty that no list can hold.
        return _closed(scene, picked, program, status, why, ())
    at = {each.program.program_code_nrmp: i for i, each in enumerate(wide.bench.placed)}
    code = program.program_code_nrmp
    if code not in at:
        ruled_out = next((each for each in wide.found.ruled_out if each.program.program_code_nrmp == code), None)
        if ruled_out is not None:
            why += f"; besides, a rule that you do not meet, as far as it is known: {ruled_out.why}"
        return _closed(scene, picked, program, status, why, ruled_out.fact_ids if ruled_out else ())
    held = {
        at[scene.bench.placed[i].program.program_code_nrmp]: tier
        for i, tier in zip(picked.order, picked.signals, strict=True)
    }
    look = _looked_at(wide, picked_of(wide.bench, held, picked.stopped_by), at[code])
    text = {
        "on_list": "",
        "little_gain": "; added to the list as it stands it would add too little; a list made with it may be another",
    }.get(look.status, "; if you would go there, it would be looked at like the others")
    return replace(look, status=status, why=why + text, tier=None)


def _looked_at(scene: Situation, picked: Picked, index: int) -> ProgramLook:
    """Look at a candidate."""
    bench, chances = scene.bench, scene.chances
    placed = bench.placed[index]
    program = placed.program
    basis = chances.basis[program.specialty]
    signals = dict(zip(picked.order, picked.signals, strict=True))
    is_on = index in signals
    tier = signals.get(index, bench.given[index])
    outcome = bench.outcome(picked)
    others = {i: signal for i, signal in signals.items() if i != index}
    less, more = _with_and_without(bench, picked, outcome, others, index, tier)
    adds = more.minus(less)
    objective = objective_of(bench, {**others, index: tier})
    gain = objective.value([*others, index]) - objective.value(list(others))
    least = bench.least_gain
    status = "on_list" if is_on else _why_not(picked, gain, least)
    chance = Estimate(chances.interview_with_signal(index, tier) @ chances.weights, "probability", basis.caveats)
    taken = Estimate(chances.accept_with_signal(index, tier) @ chances.weights, "probability", basis.caveats)
    alike, alike_count, compared_count = alike_of(bench, others, index)
    group = basis.level.base_text or "your group"
    return ProgramLook(
        program=program,
        status=status,
        why=_status_text(scene, picked, status, gain, least),
        why_fact_ids=(),
        tier=placed.tier,
        band=band_of(chance),
        p_interview=chance,
        p_accept=taken,
        base_rate=basis.interviews.rate,
        base_text=f"of the applications of {_plural(group)}"
        + ("" if basis.interviews.is_reported else " (worked out from other specialties)"),
        base_fact_ids=basis.interviews.fact_ids,
        reasons=_reasons(scene, index, tier),
        adds=adds,
        adds_worth=gain,
        least_worth=least,
        p_match_here=outcome.match_at[picked.order.index(index)] if is_on else None,
        signal=tier,
        signal_why=_signal_text(scene, picked, others, index, tier),
        signal_fact_ids=basis.signals.fact_ids,
        alike=alike,
        alike_count=alike_count,
        compared_count=compared_count,
        unknowns=unknowns_of(program, scene.applicant, scene.profile),
        questions=_asked(scene, program, adds.mean),
        history=_history(program),
        caveats=basis.caveats,
        season=scene.season,
        stage=scene.stage,
        list_programs=len(picked.order),
        list_p_match=outcome.p_match,
    )


def _plural(group: str) -> str:
    return group.split(" who ", maxsplit=1)[0]


def _with_and_without(
    bench: Bench,
    picked: Picked,
    outcome: ListOutcome,
    others: dict[int, SignalTier],
    index: int,
    tier: SignalTier,
) -> tuple[Estimate, Estimate]:
    """Return the chance of matching without and with one program, on the same scenarios."""
    if len(others) == len(picked.order):
        return outcome.p_match, bench.outcome(picked_of(bench, {**others, index: tier})).p_match
    if not others:
        return Estimate(np.zeros_like(outcome.p_match.draws), "part of p_match"), outcome.p_match
    return bench.outcome(picked_of(bench, others)).p_match, outcome.p_match


def _why_not(picked: Picked, gain: float, least: float) -> str:
    if gain < least or picked.stopped_by not in {"budget", "number", "wishes"}:
        return "little_gain"
    return picked.stopped_by


def _status_text(scene: Situation, picked: Picked, status: str, gain: float, least: float) -> str:
    shown = f"{100 * gain:.2f} points of what you want"
    least_text = f"{100 * least:.2f}"
    bench = scene.bench
    if status == "on_list":
        return (
            f"it is one of the {len(picked.order)} that do most together; it adds {shown}, and {least_text} is enough"
        )
    if status == "number":
        return (
            f"your limit on the number ({bench.max_programs}) goes further elsewhere: it would add {shown}, and those"
            " on the list add more"
        )
    if status == "budget":
        return (
            f"the budget (${bench.budget_usd:,.0f}) goes further elsewhere: it would add {shown}, and those on the list"
            " add more for their fees"
        )
    if status == "wishes":
        return f"the share that you want outside your first area leaves no room: it would add {shown}"
    if gain >= least:
        return f"it would add {shown}, hardly more than the {least_text} that make an application worth its fee"
    return f"it adds too little to this list: {shown}, and an application has to add {least_text} to be worth its fee"


def _reasons(scene: Situation, index: int, tier: SignalTier) -> tuple[Reason, ...]:
    placed = scene.bench.placed[index]
    specialty = placed.program.specialty
    return program_reasons(
        placed,
        scene.chances.terms[index],
        tier,
        scene.chances.basis[specialty].signals.fact_ids,
        scene.names[specialty],
        scene.specialties.index(specialty),
        scene.applicant,
        scene.profile.goals.priorities,
        is_signal_given=scene.bench.given[index] is not SignalTier.NONE,
    )


def _signal_text(scene: Situation, picked: Picked, others: dict[int, SignalTier], index: int, tier: SignalTier) -> str:
    """Say why a program has its signal, or none, with what one would do."""
    bench = scene.bench
    specialty = scene.bench.placed[index].program.specialty
    word = "signal" if tier is SignalTier.SINGLE else f"{tier} signal"
    if bench.given[index] is not SignalTier.NONE:
        return f"your {word} goes there already"
    if scene.stage not in PLANNING:
        return "signals can no longer be given"
    budget = scene.budgets[specialty]
    if not budget.counts:
        return "no number of signals is published for this specialty; ask the program"
    if index in bench.unasked:
        return "this specialty asks that home programs and those where you rotated get no signal: you are known there"
    if tier is not SignalTier.NONE:
        plain = bench.outcome(picked_of(bench, {**others, index: SignalTier.NONE})).p_match
        gap = bench.outcome(picked).p_match.minus(plain)
        return f"a {word} there adds most to the list: {100 * gap.mean:.2f} points of the chance of matching"
    best = next(iter(budget.counts))
    plain = bench.outcome(picked_of(bench, {**others, index: SignalTier.NONE})).p_match
    gap = bench.outcome(picked_of(bench, {**others, index: best})).p_match.minus(plain)
    what = "signal" if best is SignalTier.SINGLE else f"{best} signal"
    text = f"a {what} there would add {100 * max(0.0, gap.mean):.2f} points of the chance of matching"
    places = {
        (bench.placed[i].program.institution_code, signal)
        for i, signal in zip(picked.order, picked.signals, strict=True)
        if signal is not SignalTier.NONE and bench.placed[i].program.specialty == specialty
    }
    if len(places) >= budget.total:
        return f"{text}; your {budget.total} do more elsewhere"
    return f"{text}; the list does not hold it, so none is suggested"


def _asked(scene: Situation, program: Program, adds: float) -> tuple[Question, ...]:
    if scene.stage not in PLANNING:
        return ()
    return questions_for([(program, adds)], scene.applicant, scene.profile, scene.assumptions)


def _history(program: Program) -> tuple[tuple[int, int, int, str], ...]:
    return tuple(
        (season, offered, filled, program.result_id(season))
        for season, (offered, filled) in sorted(program.positions.items(), reverse=True)
    )


def _closed(
    scene: Situation, picked: Picked, program: Program, status: str, why: str, fact_ids: Sequence[str]
) -> ProgramLook:
    """Return what can be said of a program for which no chance is told."""
    return ProgramLook(
        program=program,
        status=status,
        why=why,
        why_fact_ids=tuple(fact_ids),
        tier=None,
        band=None,
        p_interview=None,
        p_accept=None,
        base_rate=None,
        base_text="",
        base_fact_ids=(),
        reasons=(),
        adds=None,
        adds_worth=None,
        least_worth=scene.bench.least_gain,
        p_match_here=None,
        signal=SignalTier.NONE,
        signal_why="",
        signal_fact_ids=(),
        alike=(),
        alike_count=0,
        compared_count=0,
        unknowns=unknowns_of(program, scene.applicant, scene.profile),
        questions=_asked(scene, program, 0.0) if status == "ruled_out" else (),
        history=_history(program),
        caveats=(),
        season=scene.season,
        stage=scene.stage,
        list_programs=len(picked.order),
        list_p_match=scene.bench.outcome(picked).p_match,
    )
