"""Puts the audit together: one situation with the listed programs among the candidates, and figures for each line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from smartpick.explain._bench import Bench, Picked
from smartpick.explain._find_out import unknowns_of
from smartpick.explain._list import band_of
from smartpick.explain._situation import Situation, situation_of
from smartpick.explain._stages import PLANNING, fixed_at
from smartpick.explain._types import ListRequest, Summary
from smartpick.explain.audit._lines import evaluated, is_unwanted, listed_signals, several_tracks, sorted_lines
from smartpick.explain.audit._said import answer_of, notes_of
from smartpick.explain.audit._types import Audit, AuditLine, LineState, Missing
from smartpick.facts import Facts
from smartpick.importers import ListFile, RowMatch
from smartpick.portfolio import Cost, ListOutcome
from smartpick.profile import Profile, profile_hash
from smartpick.programs import Directory, resolve_specialty
from smartpick.uncertainty import Estimate
from smartpick.vocabulary import SignalTier

__all__ = ["make_audit"]

_MOST_MISSING = 10
_CENT = 0.01


def make_audit(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    request: ListRequest,
    file: ListFile,
    matches: Sequence[RowMatch],
) -> Audit:
    """Return what a list made elsewhere is worth to this applicant.

    Parameters
    ----------
    request
        Season, day and seed; limits on money and number do not apply to a list that is there already.
    matches
        What `smartpick.importers.match_list` made of the rows of `file`.

    Raises
    ------
    RequestError
        When the profile's specialties or areas are not known, or no program is left to look at.

    Notes
    -----
    A program is evaluated wherever it lies. Nothing is left out for being unknown. All lists that are compared go
    through the same scenarios, so that what moves them all cancels out.
    """
    own = tuple(dict.fromkeys(resolve_specialty(facts, name).key for name in profile.goals.specialties))
    # Her own limits are for the list that she makes here; this one is priced as it stands.
    free = replace(request, budget_usd=float("1e9"), max_programs=None)
    scene = situation_of(facts, directory, profile, free, evaluated(matches, profile))
    lines = sorted_lines(scene, matches, own)
    place = {each.program.program_code_nrmp: i for i, each in enumerate(scene.found.placed)}
    order = [place[_code(line)] for line in lines if line.state is LineState.COUNTED]
    sent = [line for line in lines if line.match.program is not None and line.state is not LineState.DUPLICATE]
    cost = scene.fees.cost(_counts(sent))
    without_ruled = [line for line in sent if line.state is not LineState.RULED_OUT]
    ruled_out_usd = cost.total_usd - scene.fees.cost(_counts(without_ruled)).total_usd
    figures, notes = _figures(scene, lines, order, cost, len(sent))
    made = Audit(
        file=file,
        season=scene.season,
        directory_season=directory.season,
        stage=scene.stage,
        today=request.today,
        seed=request.seed,
        profile_hash=profile_hash(profile),
        facts_version=facts.version,
        is_planning=scene.stage in PLANNING,
        preferred_area=scene.places.preferred,
        answer=(),
        fixed=fixed_at(scene.calendar, scene.stage),
        lines=_with_figures(scene, lines, figures),
        cost=cost,
        summary=figures.summary,
        ruled_out_usd=ruled_out_usd,
        without_little=figures.without_little,
        saved_usd=figures.saved_usd,
        lost=figures.lost,
        recommended=figures.recommended,
        gained=figures.gained,
        missing=figures.missing,
        several_tracks=several_tracks(lines),
        names=scene.names,
        notes=(),
        caveats=_caveats(scene, lines, cost),
    )
    made = replace(made, notes=(*file.notes, *notes, *notes_of(made)))
    return replace(made, answer=answer_of(made))


@dataclass(frozen=True, slots=True, eq=False)
class _Figures:
    """What the counted lines come to, and what they are compared with."""

    picked: Picked | None = None
    outcome: ListOutcome | None = None
    summary: Summary | None = None
    little: frozenset[int] = frozenset()
    without_little: Summary | None = None
    saved_usd: float = 0.0
    lost: Estimate | None = None
    recommended: Summary | None = None
    gained: Estimate | None = None
    missing: tuple[Missing, ...] = ()


def _figures(
    scene: Situation, lines: Sequence[AuditLine], order: Sequence[int], cost: Cost, number: int
) -> tuple[_Figures, list[str]]:
    if not number:
        return _Figures(), []
    is_planning = scene.stage in PLANNING
    bench = scene.bench
    unasked = {bench.placed[index].program.program_code_nrmp for index in bench.unasked}
    given, notes = listed_signals(lines, scene.budgets, scene.chances.basis, unasked)
    if given and is_planning and len(given) < sum(each.total for each in scene.budgets.values()):
        notes.append(
            f"The list gives {len(given)} signal{'' if len(given) == 1 else 's'}; the best list has all of yours,"
            " placed where they do most. Part of the difference between the two comes from that."
        )
    best_bench = _bench(scene, budget_usd=cost.total_usd + _CENT, max_programs=number)
    # Programs that she would never go to are no part of what is recommended, listed or not.
    among = [i for i, each in enumerate(scene.found.placed) if not is_unwanted(scene, each.program)]
    best = best_bench.best(among) if among else None
    recommended = best_bench.summary(best) if best is not None and best.order else None
    if not order:
        return _Figures(recommended=recommended), notes
    # The situation's own bench has her limits; this list is there already.
    bench = _bench(scene, given)
    picked = bench.sent(order)
    outcome = bench.outcome(picked)
    summary = bench.summary(picked, outcome)
    found = _Figures(picked, outcome, summary)
    if is_planning:
        found = _without_little(bench, found, order)
    if best is None or recommended is None:
        return found, notes
    gained = recommended.outcome.p_match.minus(outcome.p_match)
    missing = _missing(scene, bench, best_bench, best, picked, outcome) if is_planning else ()
    return replace(found, recommended=recommended, gained=gained, missing=missing), notes


def _bench(
    scene: Situation, given: Mapping[tuple[str, str], SignalTier] | None = None, **limits: float | None
) -> Bench:
    """Return the situation's bench with other limits, or with the signals that a list gives."""
    applicant, budgets = scene.applicant, scene.bench.budgets
    if given:
        # A list that gives signals gives those and no others.
        applicant, budgets = replace(applicant, signals={**applicant.signals, **given}), {}
    budget_usd, most = limits.get("budget_usd"), limits.get("max_programs")
    return Bench(
        scene.found.placed,
        scene.chances,
        applicant,
        scene.specialties,
        scene.bench.weighing,
        scene.fees,
        budgets,
        budget_usd=budget_usd,
        max_programs=None if most is None else int(most),
    )


def _without_little(bench: Bench, found: _Figures, order: Sequence[int]) -> _Figures:
    """Return the figures with what is left when lines that add next to nothing are left out."""
    if found.summary is None:
        return found
    kept = bench.best(order)
    little = frozenset(order) - frozenset(kept.order)
    if not little or not kept.order:
        return found
    # The lines that stay keep their signals; those of the lines that go are free and placed anew.
    smaller = bench.summary(kept)
    saved = found.summary.cost.total_usd - smaller.cost.total_usd
    if saved < _CENT:
        # Some services take a flat amount for the first programs: leaving them out would save nothing.
        return found
    lost = found.summary.outcome.p_match.minus(smaller.outcome.p_match)
    return replace(found, little=little, without_little=smaller, saved_usd=saved, lost=lost)


def _missing(
    scene: Situation, bench: Bench, best_bench: Bench, best: Picked, picked: Picked, outcome: ListOutcome
) -> tuple[Missing, ...]:
    """Return what the best list has and this one has not, what adds most to this list first."""
    listed = set(picked.order)
    found = []
    lacking = [(i, tier) for i, tier in zip(best.order, best.signals, strict=True) if i not in listed]
    # What each would add is worked out for the most promising ones only.
    worth = best_bench.hits @ best_bench.weights
    lacking.sort(key=lambda pair: (-worth[pair[0]] * best_bench.utility[best_bench.level[pair[0]]], pair[0]))
    for index, tier in lacking[:_MOST_MISSING]:
        placed = scene.found.placed[index]
        basis = scene.chances.basis[placed.program.specialty]
        longer = Picked((*picked.order, index), (*picked.signals, bench.given[index]), "number")
        adds = bench.outcome(longer).p_match.minus(outcome.p_match)
        offered = scene.chances.interview_with_signal(index, tier) @ scene.chances.weights
        chance = Estimate(offered, "probability", basis.caveats)
        found.append(Missing(placed.program, placed.tier, placed.why, band_of(chance), chance, adds))
    found.sort(key=lambda each: (-each.adds.mean, each.program.program_code_nrmp))
    return tuple(found)


def _with_figures(scene: Situation, lines: Sequence[AuditLine], figures: _Figures) -> tuple[AuditLine, ...]:
    if figures.picked is None or figures.outcome is None:
        return tuple(lines)
    at = {
        scene.found.placed[index].program.program_code_nrmp: (number, index)
        for number, index in enumerate(figures.picked.order)
    }
    shown = []
    for line in lines:
        if line.state is not LineState.COUNTED or line.match.program is None:
            shown.append(line)
            continue
        number, index = at[_code(line)]
        tier = figures.picked.signals[number]
        basis = scene.chances.basis[line.match.program.specialty]
        offered = scene.chances.interview_with_signal(index, tier) @ scene.chances.weights
        chance = Estimate(offered, "probability", basis.caveats)
        shown.append(
            replace(
                line,
                signal=tier,
                band=band_of(chance),
                p_interview=chance,
                p_match_here=figures.outcome.match_at[number],
                gain=figures.outcome.gain[number],
                adds_little=index in figures.little,
                unknowns=unknowns_of(line.match.program, scene.applicant, scene.profile),
            )
        )
    return tuple(shown)


def _counts(lines: Sequence[AuditLine]) -> dict[str, int]:
    return dict(Counter(line.match.program.specialty for line in lines if line.match.program is not None))


def _code(line: AuditLine) -> str:
    return "" if line.match.program is None else line.match.program.program_code_nrmp


def _caveats(scene: Situation, lines: Sequence[AuditLine], cost: Cost) -> tuple[str, ...]:
    used = {line.match.program.specialty for line in lines if line.match.program is not None}
    keys = [key for name, basis in scene.chances.basis.items() if name in used for key in basis.caveats]
    keys.append("directory_is_2026")
    if any(line.is_carried_forward for line in cost.lines):
        keys.append("fees_carried_forward")
    return tuple(dict.fromkeys(keys))
