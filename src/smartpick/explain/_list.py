"""Makes the list: candidates, chances, the best set under her limits, what it comes to, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from smartpick.errors import Problem, RequestError
from smartpick.estimate import (
    Applicant,
    Assumption,
    Assumptions,
    Chances,
    applicant_of,
    estimate_chances,
    heard_of,
    rules_for,
)
from smartpick.explain._answer import answer_of, rates_text
from smartpick.explain._bench import Bench, Picked
from smartpick.explain._candidates import Candidates, Places, candidates_for
from smartpick.explain._find_out import find_out, unknowns_of
from smartpick.explain._notes import notes_of
from smartpick.explain._reasons import program_reasons
from smartpick.explain._request import asked
from smartpick.explain._routes import Scene, routes_for
from smartpick.explain._stages import PLANNING, fixed_at
from smartpick.explain._types import (
    ApplicationList,
    Dropped,
    ListedProgram,
    ListRequest,
    SpecialtyNote,
    Summary,
)
from smartpick.facts import Facts, season_calendar
from smartpick.market.season import shipped_asset
from smartpick.portfolio import FeeSchedule, ListOutcome, signal_budget
from smartpick.profile import Profile, profile_hash
from smartpick.programs import Directory, resolve_specialty
from smartpick.uncertainty import Estimate
from smartpick.vocabulary import Band, SignalTier, Track

__all__ = ["band_of", "make_list"]

_REACH, _LIKELY = 0.10, 0.40
_MANY_INTERVIEWS = 15
_MARKET_ASSUMPTIONS = ("market_interview_sd", "market_match_sd", "market_state_sd", "interview_cap")
"""What the market version assumes where neither tables nor seasons speak; strength has its spread from the seasons."""


def make_list(facts: Facts, directory: Directory, profile: Profile, request: ListRequest) -> ApplicationList:
    """Return the list of applications that does most for this applicant, with everything to be said about it.

    Parameters
    ----------
    profile
        With specialties as keys, as `smartpick.profile.load_profile` returns it.
    request
        Limits and choices of this call; they go over the profile's.

    Raises
    ------
    RequestError
        With every unknown specialty and area, an impossible season or budget, or when no program fits.
    """
    season, specialties, places = asked(facts, directory, profile, request)
    calendar = season_calendar(facts, season)
    stage = calendar.stage(request.today)
    assumptions = Assumptions(facts, {key: (own.mean, own.sd) for key, own in profile.assumptions.items()})
    applicant = applicant_of(profile, season)
    opens = calendar.days.get("programs_may_review")
    heard = heard_of(profile, None if opens is None else opens.day, request.today)
    rules = rules_for(profile, applicant, directory.of(specialties))
    applicant = replace(applicant, own_rules=rules, heard=heard)
    found = candidates_for(directory, profile, applicant, specialties, places, rules)
    if not found.placed:
        raise RequestError([_nothing_fits(found, places)])
    programs = [each.program for each in found.placed]
    chances = estimate_chances(
        facts,
        assumptions,
        applicant,
        programs,
        found.everywhere,
        directory.season,
        request.seed,
        shipped_asset(facts),
    )
    fees = FeeSchedule(
        facts,
        season,
        _transcripts(profile),
        has_fee_assistance=profile.budget.fee_assistance,
        is_img=applicant.applicant_type.is_img,
    )
    budget_usd = profile.budget.usd if request.budget_usd is None else request.budget_usd
    _check_budget(fees, list(chances.basis), budget_usd, request)
    names = {key: resolve_specialty(facts, key).name for key in specialties}
    budgets = {key: signal_budget(facts, key, season) for key in chances.basis}
    bench = Bench(
        found.placed,
        chances,
        applicant,
        specialties,
        profile.goals.where_over_whether,
        fees,
        budgets if stage in PLANNING else {},
        budget_usd=budget_usd,
        max_programs=request.max_programs or profile.budget.max_programs,
    )
    picked = bench.best(range(len(found.placed)))
    if not picked.order:
        rates = rates_text((names[key], basis.level) for key, basis in chances.basis.items())
        what = "no application adds enough to the chance of matching to be worth its fee"
        why = f"Match rates to compare with: {rates}" if rates else "No match rate is published for your group"
        fix = "Look at a second specialty beside it, for example with --specialty FM, and talk to an advisor"
        raise RequestError([Problem("list", what, why, fix)])
    outcome = bench.outcome(picked)
    summary = bench.summary(picked, outcome)
    listed = _listed(bench, picked, outcome, applicant, profile, names, specialties)
    rest = _Rest()
    if stage in PLANNING:
        rest = _rest(bench, picked, summary, *_baseline(profile, chances, len(found.placed)))
    is_score_known = applicant.step2_ck is not None or applicant.comlex2 is not None
    scene = Scene(directory, profile, applicant, assumptions, places, stage, request.seed)
    made = ApplicationList(
        season=season,
        directory_season=directory.season,
        stage=stage,
        calendar=calendar,
        today=request.today,
        seed=request.seed,
        profile_hash=profile_hash(profile),
        facts_version=facts.version,
        answer=(),
        fixed=fixed_at(calendar, stage),
        summary=summary,
        compared=_compared(bench, picked, summary, places),
        preferred_area=places.preferred,
        programs=listed,
        dropped=(*rest.dropped, *found.ruled_out),
        saved_usd=rest.saved_usd,
        lost=rest.lost,
        baseline=rest.baseline,
        find_out=find_out(listed, applicant, profile, assumptions, is_score_known=is_score_known)
        if stage in PLANNING
        else None,
        routes=routes_for(scene, bench, picked, outcome),
        specialties=tuple(
            SpecialtyNote(key, names[key], chances.basis[key], budgets[key]) for key in names if key in chances.basis
        ),
        assumptions=_used(assumptions, chances, applicant),
        notes=(),
        caveats=_caveats(chances, listed, summary),
        stopped_by=picked.stopped_by,
        is_img=applicant.applicant_type.is_img,
    )
    notes = notes_of(made, profile, found, places, fees.extra_rank())
    return replace(made, answer=answer_of(made, profile), notes=notes)


def band_of(chance: Estimate) -> Band:
    """Return the word for a chance of an interview offer.

    Examples
    --------
    >>> import numpy as np
    >>> str(band_of(Estimate(np.array([0.05, 0.2, 0.6]), "probability")))
    'cannot tell'
    """
    if chance.low < _REACH and chance.high > _LIKELY:
        return Band.CANNOT_TELL
    if chance.median < _REACH:
        return Band.REACH
    return Band.POSSIBLE if chance.median <= _LIKELY else Band.LIKELY


def _nothing_fits(found: Candidates, places: Places) -> Problem:
    if found.ruled_out:
        what = f"all {len(found.ruled_out)} programs that fit are ruled out by rules that are known"
        return Problem("list", what, found.ruled_out[0].why, "Check those rules with the programs, or widen the areas")
    if not found.outside:
        what = "no program of these specialties is open to applicants without earlier training"
        return Problem("list", what, fix="Name another specialty")
    where, fix = "where you would go", "Name more areas under goals.areas, or set anywhere = true"
    if places.is_asked:
        where, fix = "in the area asked for", "Ask for a wider area"
    return Problem("list", f"none of the {found.outside} programs of these specialties lies {where}", fix=fix)


def _transcripts(profile: Profile) -> list[str]:
    """Return the score transcripts that have to be sent; one is assumed where no exam is told."""
    exams = profile.exams
    has_comlex = bool(exams.comlex1 or exams.comlex2 or exams.comlex3)
    has_usmle = bool(exams.step1 or exams.step2_ck or exams.step3)
    if has_comlex and has_usmle:
        return ["usmle_transcript", "comlex_transcript"]
    is_comlex = has_comlex or (profile.applicant.type.is_do and not has_usmle)
    return ["comlex_transcript" if is_comlex else "usmle_transcript"]


def _check_budget(
    fees: FeeSchedule, specialties: Sequence[str], budget_usd: float | None, request: ListRequest
) -> None:
    """Refuse a budget that does not reach one application in any of the specialties."""
    if budget_usd is None:
        return
    fixed = {specialty: fees.fixed_usd((specialty,)) for specialty in specialties}
    least = {specialty: fixed[specialty] + fees.step_usd(specialty, 1) for specialty in specialties}
    cheapest = min(specialties, key=lambda specialty: least[specialty])
    if budget_usd < least[cheapest]:
        where = "budget.usd" if request.budget_usd is None else "--budget"
        why = f"What has to be paid once and the first application cost ${least[cheapest]:,.0f}"
        what = f"${budget_usd:,.0f} does not reach one application"
        raise RequestError([Problem(where, what, why, "Raise it, or ask your school about fee assistance")])


def _listed(
    bench: Bench,
    picked: Picked,
    outcome: ListOutcome,
    applicant: Applicant,
    profile: Profile,
    names: Mapping[str, str],
    specialties: Sequence[str],
) -> tuple[ListedProgram, ...]:
    chances = bench.chances
    listed = []
    for at, (index, tier) in enumerate(zip(picked.order, picked.signals, strict=True)):
        placed = bench.placed[index]
        program = placed.program
        basis = chances.basis[program.specialty]
        offered = chances.interview_with_signal(index, tier) @ chances.weights
        chance = Estimate(offered, "probability", basis.caveats)
        reasons = program_reasons(
            placed,
            chances.terms[index],
            tier,
            basis.signals.fact_ids,
            names[program.specialty],
            specialties.index(program.specialty),
            applicant,
            profile.goals.priorities,
            is_signal_given=bench.given[index] is not SignalTier.NONE,
        )
        listed.append(
            ListedProgram(
                program=program,
                tier=placed.tier,
                signal=tier,
                band=band_of(chance),
                p_interview=chance,
                p_match_on_this_list=outcome.match_at[at],
                marginal_gain=outcome.gain[at],
                reasons=reasons,
                unknowns=unknowns_of(program, applicant, profile),
            )
        )
    return tuple(listed)


def _baseline(profile: Profile, chances: Chances, most: int) -> tuple[int, str]:
    """Return the number of applications that the list is compared with, and what it is."""
    planned = profile.budget.planned_programs
    usual = round(max(basis.usual_applications for basis in chances.basis.values()))
    number = planned or usual
    if number >= most:
        return most, f"all {most} programs that are open to you there"
    if planned:
        return planned, f"the {planned} applications that you planned"
    return usual, f"the {usual} applications that an applicant of your group sends on average"


@dataclass(frozen=True, slots=True)
class _Rest:
    """What a longer list would hold besides, what leaving it out saves, and what that costs in chance."""

    dropped: tuple[Dropped, ...] = ()
    saved_usd: float = 0.0
    lost: Estimate | None = None
    baseline: str = ""


def _rest(bench: Bench, picked: Picked, summary: Summary, number: int, baseline: str) -> _Rest:
    """Return what a list of `number` applications would hold besides this one."""
    extra = bench.longer(picked, number)
    if not extra:
        return _Rest(baseline=baseline)
    little = "each adds little to this list"
    limit = "your limit on the number" if picked.stopped_by == "number" else "the budget"
    dropped = tuple(
        Dropped(bench.placed[index].program, picked.stopped_by, f"{limit} goes further elsewhere")
        if is_worth_it and picked.stopped_by in {"budget", "number"}
        else Dropped(bench.placed[index].program, "little_gain", little)
        for index, is_worth_it in extra
    )
    indices = tuple(index for index, _ in extra)
    longer = Picked((*picked.order, *indices), (*picked.signals, *(bench.given[i] for i in indices)), "number")
    saved = bench.fees.cost(bench.counts(longer.order)).total_usd - summary.cost.total_usd
    return _Rest(dropped, saved, bench.outcome(longer).p_match.minus(summary.outcome.p_match), baseline)


def _compared(bench: Bench, picked: Picked, summary: Summary, places: Places) -> dict[str, Summary | None]:
    """Return the best list of the first area alone, of the first two tiers, and of all, under the same limits."""
    compared: dict[str, Summary | None] = {}
    farthest = max(bench.placed[index].tier for index in picked.order)
    for name, most in (("preferred_area_only", 1), ("tiers_1_2", 2), ("tiers_1_2_3", 3)):
        among = [i for i, each in enumerate(bench.placed) if each.tier <= most]
        if not among or (most == 1 and places.preferred is None):
            compared[name] = None
        elif farthest <= most:
            # What was not picked anyway changes no greedy choice when it is left out.
            compared[name] = summary
        else:
            best = bench.best(among)
            compared[name] = bench.summary(best) if best.order else None
    return compared


def _used(assumptions: Assumptions, chances: Chances, applicant: Applicant) -> tuple[Assumption, ...]:
    """Return the assumptions about her record that moved her chances, and those about what nobody sees."""
    keys = dict.fromkeys(effect.key for basis in chances.basis.values() for effect in basis.effects)
    kind = applicant.applicant_type
    used = [assumptions.get(key, applicant_type=kind) for key in keys]
    for specialty, basis in chances.basis.items():
        names = _MARKET_ASSUMPTIONS if basis.is_simulated else ("strength_sd",)
        used += [assumptions.get(name, specialty, kind) for name in names]
        strength = assumptions.get("strength_sd", specialty, kind)
        if basis.is_simulated and strength.is_own:
            used.append(strength)
    if applicant.tie_states and any(basis.is_simulated for basis in chances.basis.values()):
        used.append(assumptions.get("tie_share_of_home", applicant_type=kind))
    return tuple(dict.fromkeys(used))


def _caveats(chances: Chances, listed: Sequence[ListedProgram], summary: Summary) -> tuple[str, ...]:
    keys = [key for basis in chances.basis.values() for key in basis.caveats]
    keys.append("directory_is_2026")
    if chances.cap is None and summary.outcome.expected_interviews.high > _MANY_INTERVIEWS:
        keys.append("interview_cap_not_modelled")
    if any(line.is_carried_forward for line in summary.cost.lines):
        keys.append("fees_carried_forward")
    if any(each.program.track is Track.ADVANCED for each in listed):
        keys.append("advanced_needs_first_year")
    return tuple(dict.fromkeys(keys))
