"""Everything that a question about one applicant starts from: who, where, when, at which chances and prices.

The list, a second look at one program, a what-if, an audit, a rank order list and a couple's list all begin here, so
that they cannot disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from smartpick.errors import Problem, RequestError
from smartpick.estimate import (
    Applicant,
    Assumptions,
    Chances,
    applicant_of,
    heard_of,
    rules_for,
)
from smartpick.estimate.own import ages_in
from smartpick.explain._bench import Bench
from smartpick.explain._candidates import Candidates, Places, candidates_for, open_to
from smartpick.explain._memory import Memory, chances_asked
from smartpick.explain._request import asked
from smartpick.explain._stages import PLANNING
from smartpick.explain._types import ListRequest
from smartpick.explain._wishes import wishes_of
from smartpick.explain._worth import weighing_of
from smartpick.explain._years import year_pool
from smartpick.facts import Facts, SeasonCalendar, season_calendar
from smartpick.portfolio import FeeSchedule, SignalBudget, signal_budget
from smartpick.profile import Profile
from smartpick.programs import Directory, Program, resolve_specialty
from smartpick.vocabulary import SignalTier, Stage

__all__ = ["Situation", "situation_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """One applicant with all that is known for a request.

    Attributes
    ----------
    specialties
        Keys, in her order.
    found
        Candidates and what was left out before any chance was looked at; `found.placed` is the order of `chances`.
    names
        Specialty key → name.
    budgets
        Signals of each specialty.
    bench
        Finds lists among the candidates; it has no signals to give once applications are in.
    """

    facts: Facts
    directory: Directory
    profile: Profile
    request: ListRequest
    season: int
    calendar: SeasonCalendar
    stage: Stage
    specialties: tuple[str, ...]
    places: Places
    assumptions: Assumptions
    applicant: Applicant
    found: Candidates
    chances: Chances
    fees: FeeSchedule
    names: Mapping[str, str]
    budgets: Mapping[str, SignalBudget]
    bench: Bench


def situation_of(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    request: ListRequest,
    listed: Sequence[Program] = (),
    memory: Memory | None = None,
    also: Sequence[str] = (),
) -> Situation:
    """Return what a question about this applicant starts from.

    Parameters
    ----------
    listed
        Programs that are candidates wherever they lie, unless a known rule takes them out; their specialties count
        after hers.
    memory
        Serves what an earlier question worked out; the answer is the same without. Of one set of facts only.
    also
        Specialties that a profile made for a narrower question no longer names, and that she applies in.

    Raises
    ------
    RequestError
        With every unknown specialty and area, an impossible season or budget, or when no program fits.
    """
    season, specialties, places = asked(facts, directory, profile, request)
    specialties = tuple(dict.fromkeys((*specialties, *(program.specialty for program in listed))))
    calendar = season_calendar(facts, season)
    stage = calendar.stage(request.today)
    own = {key: (each.mean, each.sd) for key, each in profile.assumptions.items()}
    assumptions = Assumptions(facts, own)
    applicant = applicant_of(profile, season)
    opens = calendar.days.get("programs_may_review")
    heard = heard_of(profile, None if opens is None else opens.day, request.today)
    rules = rules_for(profile, applicant, directory.of(specialties), ages_in(assumptions, request.today))
    applicant = replace(applicant, own_rules=rules, heard=heard)
    memory = memory or Memory()
    found = memory.candidates(
        (
            profile.goals,
            profile.own_facts,
            profile.training,
            applicant.tie_states,
            rules,
            specialties,
            request.areas,
            tuple(program.program_code_nrmp for program in listed),
            request.forced,
        ),
        lambda: candidates_for(directory, profile, applicant, specialties, places, rules, listed, request.forced),
    )
    if not found.placed:
        raise RequestError([_nothing_fits(found, places)])
    told_in = _told_in(directory, applicant, (*profile.goals.specialties, *also))
    if told_in - set(specialties):
        # Strength is one: what programs of her other specialties answered counts here as well.
        found = replace(found, everywhere=tuple(open_to(directory, profile, (*specialties, *told_in))))
    codes = [each.program.program_code_nrmp for each in found.placed]
    programs = [each.program for each in found.placed]
    key, make = chances_asked(
        facts, profile, assumptions, applicant, programs, found.everywhere, directory.season, request.seed
    )
    chances = memory.chances(key, codes, make)
    fees = FeeSchedule(
        facts,
        season,
        _transcripts(profile),
        has_fee_assistance=profile.budget.fee_assistance,
        is_img=applicant.applicant_type.is_img,
    )
    budget_usd = profile.budget.usd if request.budget_usd is None else request.budget_usd
    _check_budget(fees, list(chances.basis), budget_usd, request)
    published = {key: signal_budget(facts, key, season) for key in chances.basis}
    _check_signals(applicant, published, facts)
    budgets = {key: _changed(each, request.signal_change) for key, each in published.items()}
    pinned = [each.program_code_nrmp for each in profile.goals.programs if each.is_always]
    wishes = wishes_of(facts, directory, found, request, pinned)
    weighing = weighing_of(profile, applicant.tie_states)
    given = budgets if stage in PLANNING else {}
    years = None
    if stage in PLANNING:
        years = year_pool(
            directory, profile, applicant, assumptions, places, found.placed, chances.shape[1], request.seed
        )
    bench = memory.bench(
        (
            tuple((each.tier, each.why) for each in found.placed),
            specialties,
            weighing,
            season,
            fees.transcripts,
            fees.assistance,
            given,
        ),
        key,
        chances,
        lambda shared: Bench(
            found.placed,
            chances,
            applicant,
            specialties,
            weighing,
            fees,
            given,
            budget_usd=None,
            max_programs=None,
            shared=shared,
        ),
    ).limited(budget_usd, request.max_programs or profile.budget.max_programs, wishes, years)
    names = {key: resolve_specialty(facts, key).name for key in specialties}
    return Situation(
        facts,
        directory,
        profile,
        request,
        season,
        calendar,
        stage,
        specialties,
        places,
        assumptions,
        applicant,
        found,
        chances,
        fees,
        names,
        budgets,
        bench,
    )


def _told_in(directory: Directory, applicant: Applicant, hers: Sequence[str]) -> set[str]:
    """Return the specialties whose programs have told something of her, this season or in an earlier one.

    Notes
    -----
    Whatever is asked, the same answers are evidence: a list of one specialty, a rank order list, a single program and
    the tracker then give a program the same chance.
    """
    told = {directory.by_code[code].specialty for code in applicant.heard if code in directory.by_code}
    return told | (set(hers) if applicant.earlier is not None else set())


def _check_signals(applicant: Applicant, budgets: Mapping[str, SignalBudget], facts: Facts) -> None:
    """Refuse signals of the profile that nobody can send: more than this season's published number.

    A number of an earlier season, or one read in one uncertain place, is said beside the list and refuses nothing.
    """
    problems = []
    for fact_id in dict.fromkeys(each.fact_id for each in budgets.values()):
        sharing = [key for key, each in budgets.items() if each.fact_id == fact_id]
        budget = budgets[sharing[0]]
        if not budget.counts or budget.is_carried_forward or budget.is_doubtful:
            continue
        sent = Counter(tier for (_, specialty), tier in applicant.signals.items() if specialty in sharing)
        names = " and ".join(resolve_specialty(facts, key).name for key in sharing)
        for tier, number in sent.items():
            most = budget.counts.get(tier, 0)
            if number > most:
                kind = "" if tier is SignalTier.SINGLE else f" {tier}"
                what = f"{number}{kind} signal{'' if number == 1 else 's'} in {names}, where there are {most or 'none'}"
                fix = (
                    f"Take {number - most} out of your signals, or mend the tier or the specialty that is written there"
                )
                problems.append(Problem("signals", what, f"That is the number of the {budget.season} season", fix))
    if problems:
        raise RequestError(problems)


def _changed(budget: SignalBudget, change: int) -> SignalBudget:
    """Return a number of signals with some more or fewer of the weakest kind."""
    if not change or not budget.counts:
        return budget
    weakest = list(budget.counts)[-1]
    return replace(budget, counts={**budget.counts, weakest: max(0, budget.counts[weakest] + change)})


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
