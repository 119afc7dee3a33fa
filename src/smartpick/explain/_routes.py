"""Which parallel routes stand beside a list whose chance is not high: another specialty, or a first year nearby?

Shown, never pushed: each with its base rate, its price and what it would do for the whole, on the same scenarios.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate import estimate_chances, rules_for
from smartpick.estimate.own import ages_in
from smartpick.explain._bench import Bench, Picked
from smartpick.explain._candidates import ONE_YEAR, candidates_for
from smartpick.explain._situation import Situation
from smartpick.explain._stages import APPLYING_LATE, PLANNING
from smartpick.explain._types import Route
from smartpick.explain._worth import levels_of, weighing_of
from smartpick.market.season import shipped_asset
from smartpick.portfolio import ListOutcome, Objective, choose
from smartpick.programs import Program, resolve_specialty
from smartpick.uncertainty import Estimate, whole_percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SHOWN_BELOW", "routes_for"]

SHOWN_BELOW = 0.6
"""A mean chance of matching from which on no parallel route is shown; a judgement."""

PARALLEL = ("family_medicine", "internal_medicine", "pediatrics", "psychiatry")
"""Specialties with many programs, or that fill less tightly; their base rates let the reader judge."""

_PARALLEL_PROGRAMS = 30
_MOST_PARALLEL = 3
_FIRST_YEARS = (ONE_YEAR, "internal_medicine", "surgery_general")


def routes_for(scene: Situation, bench: Bench, picked: Picked, outcome: ListOutcome) -> tuple[Route, ...]:
    """Return the parallel routes; none where the chance of matching is high, or where it is too late for any."""
    if outcome.p_match.mean >= SHOWN_BELOW or scene.stage not in PLANNING | APPLYING_LATE:
        return ()
    own = {each.program.specialty for each in bench.placed}
    others = [key for key in PARALLEL if key not in own][:_MOST_PARALLEL]
    signals = dict(zip(picked.order, picked.signals, strict=True))
    # Those of the other specialties come beside hers.
    bench.let_go()
    listed = np.prod([1 - bench.hit_with(i, signals[i]) for i in picked.order], axis=0)
    routes = [route for key in others if (route := _parallel(scene, bench, picked, listed, key)) is not None]
    routes.sort(key=lambda route: -route.p_match_with_list.mean if route.p_match_with_list is not None else 0.0)
    first_year = _first_year(scene)
    return (*routes, first_year) if first_year else tuple(routes)


def _parallel(
    scene: Situation, bench: Bench, picked: Picked, none_listed: NDArray[np.float64], specialty: str
) -> Route | None:
    """Return what the best thirty programs of another specialty would add to the list."""
    bench.between()
    facts, directory = scene.directory.facts, scene.directory
    ages = ages_in(scene.assumptions, scene.request.today)
    rules = rules_for(scene.profile, scene.applicant, directory.of((specialty,)), ages)
    found = candidates_for(directory, scene.profile, scene.applicant, (specialty,), scene.places, rules)
    if not found.placed:
        return None
    programs = [each.program for each in found.placed]
    chances = estimate_chances(
        facts,
        scene.assumptions,
        scene.applicant,
        programs,
        found.everywhere,
        directory.season,
        scene.request.seed,
        shipped_asset(facts),
    )
    level, utility = levels_of(found.placed, (specialty,), weighing_of(scene.profile, scene.applicant.tie_states))
    hits = chances.hits().reshape(len(programs), -1)
    chosen = choose(
        Objective(hits, bench.weights, level, utility),
        [specialty] * len(programs),
        bench.fees,
        max_programs=_PARALLEL_PROGRAMS,
    )
    if not chosen.picked:
        return None
    group = chances.basis[specialty].level
    rate = whole_percent(group.base_rate) if group.base_rate is not None else "unknown"
    count = len(chosen.picked)
    text = f"Base rate {rate} ({group.base_text}). It needs letters and a statement of its own."
    together, added = None, None
    if scene.stage in PLANNING:
        none = none_listed * np.prod(1 - hits[list(chosen.picked)], axis=0)
        by_draw = none.reshape(-1, chances.weights.size) @ chances.weights
        together = Estimate(1 - by_draw, "probability", chances.basis[specialty].caveats)
        added = _added_usd(bench, picked, specialty, count)
    else:
        text += " Applications sent now come late, so no chance is given here; ask programs before you pay."
    return Route(resolve_specialty(facts, specialty).name, text, count, added, together, group.fact_ids)


def _added_usd(bench: Bench, picked: Picked, specialty: str, count: int) -> float:
    counts: Mapping[str, int] = bench.counts(picked.order)
    longer = {**counts, specialty: counts.get(specialty, 0) + count}
    return bench.fees.cost(longer).total_usd - bench.fees.cost(counts).total_usd


def _first_year(scene: Situation) -> Route | None:
    """Return the first-year positions in the preferred area: a year of training, and no promise of a second."""
    if scene.places.preferred is None or scene.profile.goals.include_preliminary is False:
        return None
    directory = scene.directory
    found = candidates_for(directory, scene.profile, scene.applicant, _FIRST_YEARS, scene.places, {})
    tracks = [each.program for each in found.placed if each.tier == 1 and each.program.specialty == ONE_YEAR]
    tracks += found.one_year
    if not tracks:
        return None
    offered, filled = _positions(tracks)
    text = (
        f"{len(tracks)} transitional-year and preliminary tracks in {scene.places.preferred} offered {offered}"
        f" positions in {directory.season} and filled {filled}. It is one year of training: a second-year position has"
        " to be found by applying again, and is not assured."
    )
    ids = tuple(program.result_id(directory.season) for program in tracks if directory.season in program.positions)
    return Route("A first year nearby", text, len(tracks), None, None, ids)


def _positions(tracks: Sequence[Program]) -> tuple[int, int]:
    newest = [program.latest for program in tracks if program.latest is not None]
    return sum(offered for _, offered, _ in newest), sum(filled for _, _, filled in newest)
