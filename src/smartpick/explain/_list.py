"""Makes the list: candidates, chances, the best set under her limits, what it comes to, and what was left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from smartpick.errors import Problem, RequestError
from smartpick.estimate import (
    Applicant,
    Assumption,
    Assumptions,
    Chances,
)
from smartpick.explain._answer import answer_of, rates_text
from smartpick.explain._band import band_of
from smartpick.explain._bench import Bench, Picked
from smartpick.explain._candidates import Places
from smartpick.explain._find_out import find_out, unknowns_of
from smartpick.explain._memory import Memory
from smartpick.explain._notes import before_paying, beside_figures, notes_of
from smartpick.explain._reasons import met_there, program_reasons
from smartpick.explain._routes import routes_for
from smartpick.explain._situation import Situation, situation_of
from smartpick.explain._stages import PLANNING, fixed_at
from smartpick.explain._types import (
    ApplicationList,
    Dropped,
    ListedProgram,
    ListRequest,
    SpecialtyNote,
    Summary,
)
from smartpick.explain._wishes import fresh_note, fresh_outcome, outside_note, proof_note
from smartpick.explain._years import years_of
from smartpick.explain.look import curve_of, near_ties
from smartpick.explain.look._curve import usual_ranges
from smartpick.explain.look._questions import questions_for
from smartpick.facts import Facts
from smartpick.portfolio import ListOutcome
from smartpick.profile import Profile, profile_hash, public_view
from smartpick.profile.passed import questions_of
from smartpick.programs import Directory
from smartpick.uncertainty import Estimate
from smartpick.vocabulary import SignalTier, Track

__all__ = ["band_of", "list_of", "make_list"]

_ON_AVERAGE = "on average"

_MANY_INTERVIEWS = 15
_MARKET_ASSUMPTIONS = ("market_interview_sd", "market_match_sd", "market_state_sd", "interview_cap")
"""What the market version assumes where neither tables nor seasons speak; strength has its spread from the seasons."""


def make_list(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    request: ListRequest,
    *,
    has_looks: bool = True,
    has_rest: bool = True,
    memory: Memory | None = None,
    between: Callable[[], None] | None = None,
) -> ApplicationList:
    """Return the list of applications that does most for this applicant, with everything to be said about it.

    Parameters
    ----------
    profile
        With specialties as keys, as `smartpick.profile.load_profile` returns it.
    request
        Limits and choices of this call; they go over the profile's.
    has_looks
        Whether curve, alternatives and questions are worked out too: most of the time that a list takes.
    has_rest
        Whether what stands beside the list is: the same limits in other places, what a longer list would hold, routes.
        Programs, summary and answer are the same without.
    memory
        What earlier lists worked out; the list is the same without.
    between
        Called between the steps of the work: what it raises ends it, and nothing half done is kept.

    Raises
    ------
    RequestError
        With every unknown specialty and area, an impossible season or budget, or when no program fits.
    """
    scene = situation_of(facts, directory, profile, request, memory=memory)
    if between is not None:
        scene.bench.between = between
    picked = scene.bench.best(range(len(scene.bench.placed)))
    if set(scene.bench.wishes.excluded) >= set(range(len(scene.bench.placed))):
        what = f"takes out all {len(scene.bench.placed)} programs that fit where you would go"
        raise RequestError([Problem("--out", what, fix="Take out fewer, or name more areas")])
    if not picked.order:
        rates = rates_text((scene.names[key], basis.level) for key, basis in scene.chances.basis.items())
        what = "no application adds enough to the chance of matching to be worth its fee"
        why = f"Match rates to compare with: {rates}" if rates else "No match rate is published for your group"
        fix = "Look at a second specialty beside it, for example with --specialty FM, and talk to an advisor"
        raise RequestError([Problem("list", what, why, fix)])
    return list_of(scene, picked, has_looks=has_looks, has_rest=has_rest)


def list_of(scene: Situation, picked: Picked, *, has_looks: bool = True, has_rest: bool = True) -> ApplicationList:
    """Return a chosen set as a list, with everything to be said about it."""
    # That room stands on this one.
    from smartpick.explain.season import after_deadline

    bench, chances, names = scene.bench, scene.chances, scene.names
    profile, request = scene.profile, scene.request
    bench.between()
    outcome = bench.outcome(picked)
    summary = bench.summary(picked, outcome)
    listed = _listed(scene, picked, outcome)
    rest = _Rest()
    if has_rest and scene.stage in PLANNING:
        rest = _rest(bench, picked, summary, *_baseline(profile, chances, len(bench.placed)))
    applicant, stage = scene.applicant, scene.stage
    curve = None
    if has_looks and stage in PLANNING:
        curve = curve_of(bench, picked, scene.assumptions, _baseline(profile, chances, len(bench.placed))[0])
    is_score_known = applicant.step2_ck is not None or applicant.comlex2 is not None
    made = ApplicationList(
        season=scene.season,
        directory_season=scene.directory.season,
        stage=stage,
        calendar=scene.calendar,
        today=request.today,
        seed=request.seed,
        profile_hash=profile_hash(profile),
        facts_version=scene.facts.version,
        answer=(),
        fixed=fixed_at(scene.calendar, stage),
        summary=summary,
        compared=_compared(bench, picked, summary, scene.places) if has_rest else {},
        preferred_area=scene.places.preferred,
        programs=listed,
        dropped=(*rest.dropped, *scene.found.ruled_out),
        saved_usd=rest.saved_usd,
        lost=rest.lost,
        baseline=rest.baseline,
        baseline_facts=_baseline_facts(chances) if rest.baseline.endswith(_ON_AVERAGE) else (),
        find_out=find_out(
            listed, applicant, profile, scene.assumptions, is_score_known=is_score_known, today=request.today
        )
        if stage in PLANNING
        else None,
        routes=routes_for(scene, bench, picked, outcome) if has_rest else (),
        specialties=tuple(
            SpecialtyNote(key, names[key], chances.basis[key], scene.budgets[key])
            for key in names
            if key in chances.basis
        ),
        assumptions=_used(scene.assumptions, chances, applicant),
        notes=(),
        caveats=_caveats(chances, listed, summary),
        stopped_by=picked.stopped_by,
        is_img=applicant.applicant_type.is_img,
        curve=curve,
        alternatives=near_ties(bench, picked, outcome, curve, names, scene.places.preferred) if curve else (),
        questions=questions_for(
            ((each.program, each.marginal_gain) for each in listed), applicant, profile, scene.assumptions
        )
        if has_looks and stage in PLANNING
        else (),
        request=request,
        now=after_deadline(scene),
        fresh=fresh_outcome(scene, picked).p_match if has_looks and stage in PLANNING else None,
        years=years_of(scene, picked),
        open_programs=len(bench.placed),
        to_answer=tuple(map(str, questions_of(public_view(profile), request.today))),
    )
    first = scene.specialties[0]
    is_open = any(each.program.specialty == first for each in bench.placed)
    beside = beside_figures(made, profile, first, names[first], is_open=is_open)
    made = replace(made, beside=beside, before_paying=before_paying(made))
    usual = usual_ranges(scene.assumptions)
    notes = notes_of(
        made,
        profile,
        scene.found,
        scene.places,
        scene.fees.extra_rank(),
        usual,
        bench.least_gain,
    )
    warning = outside_note(scene, picked) if scene.stage in PLANNING else None
    proof = proof_note(scene, picked) if request.is_certified else None
    again = None if made.fresh is None else fresh_note(outcome.p_match, made.fresh)
    notes = (*notes, *filter(None, [warning, proof, again]))
    advised = tuple(fact_id for each in usual[:1] for fact_id in each.fact_ids) if made.is_planning else ()
    return replace(made, answer=answer_of(made, profile), notes=notes, advised_facts=advised)


def _listed(scene: Situation, picked: Picked, outcome: ListOutcome) -> tuple[ListedProgram, ...]:
    bench, chances, profile = scene.bench, scene.chances, scene.profile
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
            scene.names[program.specialty],
            scene.specialties.index(program.specialty),
            scene.applicant,
            profile.goals.priorities,
            is_signal_given=bench.given[index] is not SignalTier.NONE,
        ) + met_there(profile, program.program_code_nrmp, scene.request.today)
        listed.append(
            ListedProgram(
                program=program,
                tier=placed.tier,
                signal=tier,
                band=band_of(chance),
                p_interview=chance,
                p_match_on_this_list=outcome.match_at[at],
                marginal_gain=outcome.gain[at],
                marginal_gain_range=outcome.gain_range[at],
                reasons=reasons,
                unknowns=unknowns_of(program, scene.applicant, profile),
            )
        )
    return tuple(listed)


def _baseline(profile: Profile, chances: Chances, most: int) -> tuple[int, str]:
    """Return the number of applications that the list is compared with, and what it is."""
    planned = profile.budget.planned_programs
    usual = round(max(basis.usual_applications for basis in chances.basis.values()))
    number = planned or usual
    if number >= most:
        return most, f"all {most} programs that are open to you where you would go"
    if planned:
        return planned, f"the {planned} applications that you planned"
    return usual, f"the {usual} applications that an applicant of your group sends {_ON_AVERAGE}"


def _baseline_facts(chances: Chances) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact_id for basis in chances.basis.values() for fact_id in basis.usual_facts))


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
    why = {
        "number": "your limit on the number goes further elsewhere",
        "budget": "the budget goes further elsewhere",
        "wishes": "the share that you want outside your first area leaves no room for it",
    }
    dropped = tuple(
        Dropped(bench.placed[index].program, picked.stopped_by, why[picked.stopped_by])
        if is_worth_it and picked.stopped_by in why
        else Dropped(bench.placed[index].program, "little_gain", little)
        for index, is_worth_it in extra
    )
    indices = tuple(index for index, _ in extra)
    signals = (*picked.signals, *(bench.given[i] for i in indices))
    longer = replace(picked, order=(*picked.order, *indices), signals=signals, stopped_by="number")
    saved = bench.cost(longer).total_usd - summary.cost.total_usd
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
