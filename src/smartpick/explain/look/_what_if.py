"""What would change the list? The same seed before and after, so that the difference is told scenario by scenario."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from smartpick.errors import Problem, RequestError
from smartpick.explain._bench import Bench, Picked
from smartpick.explain._situation import Situation, situation_of
from smartpick.explain._types import ListRequest
from smartpick.explain.look._sums import by_gain, picked_of
from smartpick.explain.look._types import WhatIf, WhatIfCase
from smartpick.facts import Facts
from smartpick.portfolio import ROUNDING_USD
from smartpick.profile import Profile, profile_hash
from smartpick.programs import Directory, Program
from smartpick.vocabulary import SignalTier

__all__ = ["what_if"]


def what_if(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    request: ListRequest,
    cases: Sequence[tuple[tuple[str, ...], Profile]],
) -> WhatIf:
    """Return the list after each change, against the list as it is, on the same scenarios.

    Parameters
    ----------
    cases
        What was set, as typed, and the profile with it.

    Raises
    ------
    RequestError
        As for a list, for the profile as it is or as changed.
    """
    scene = situation_of(facts, directory, profile, request)
    picked = scene.bench.best(range(len(scene.bench.placed)))
    if not picked.order:
        what = "no application adds enough to the chance of matching to be worth its fee"
        raise RequestError([Problem("list", what, fix="`smartpick list` says more")])
    before = scene.bench.summary(picked)
    found = [
        _case(scene, picked, settings, situation_of(facts, directory, other, request)) for settings, other in cases
    ]
    caveats = dict.fromkeys(key for basis in scene.chances.basis.values() for key in basis.caveats)
    return WhatIf(
        season=scene.season,
        stage=scene.stage,
        today=request.today,
        seed=request.seed,
        facts_version=facts.version,
        profile_hash=profile_hash(profile),
        preferred_area=scene.places.preferred,
        before=before,
        cases=tuple(found),
        caveats=tuple(caveats),
    )


def _case(scene: Situation, picked: Picked, settings: tuple[str, ...], other: Situation) -> WhatIfCase:
    bench = other.bench
    best = bench.best(range(len(bench.placed)))
    old = scene.bench.outcome(picked)
    kept = _same_list(scene, picked, other)
    if not best.order:
        best = kept if kept is not None else best
    new = bench.outcome(best)
    summary = bench.summary(best, new)
    was = _signals_of(scene, picked)
    now = _signals_of(other, best)
    added, removed = now.keys() - was.keys(), was.keys() - now.keys()
    return WhatIfCase(
        settings=settings,
        summary=summary,
        same_list=None if kept is None else bench.outcome(kept).p_match.minus(old.p_match),
        p_match=new.p_match.minus(old.p_match),
        p_match_preferred=new.p_match_preferred.minus(old.p_match_preferred),
        expected_interviews=new.expected_interviews.minus(old.expected_interviews),
        cost_usd=summary.cost.total_usd - scene.bench.summary(picked, old).cost.total_usd,
        entering=_by_gain(other, best, added),
        leaving=_by_gain(scene, picked, removed),
        signals_moved=sum(was[code] is not now[code] for code in was.keys() & now.keys()),
    )


def _same_list(scene: Situation, picked: Picked, other: Situation) -> Picked | None:
    """Return the list as it was, among the candidates as they are after the change.

    Signals stay where they were suggested. None where a program of it is out, where another signal is decided, since
    then one that was suggested has to give way, or where it goes beyond the budget or the number that there is after
    the change.
    """
    bench = other.bench
    at = {each.program.program_code_nrmp: i for i, each in enumerate(other.bench.placed)}
    signals: dict[int, SignalTier] = {}
    for code, tier in _signals_of(scene, picked).items():
        if code not in at:
            return None
        given = bench.given[at[code]]
        if given is not SignalTier.NONE and given is not tier:
            return None
        signals[at[code]] = tier
    kept = picked_of(bench, signals, picked.stopped_by, picked.years)
    most = bench.max_programs
    if most is not None and len(kept.order) + len(kept.years) > most:
        return None
    if bench.budget_usd is not None and bench.cost(kept).total_usd > bench.budget_usd + ROUNDING_USD:
        return None
    return kept if _has_signals(bench, kept) else None


def _has_signals(bench: Bench, kept: Picked) -> bool:
    """Tell whether there are signals enough for those that a list gives."""
    free = {
        bench.group(i): tier
        for i, tier in zip(kept.order, kept.signals, strict=True)
        if tier is not SignalTier.NONE and bench.given[i] is SignalTier.NONE
    }
    signalling = bench.signalling(kept.order)
    used = Counter((signalling.pools.get(group[1], ""), tier) for group, tier in free.items())
    return all(signalling.counts.get(pool, {}).get(tier, 0) >= number for (pool, tier), number in used.items())


def _signals_of(scene: Situation, picked: Picked) -> dict[str, SignalTier]:
    return {
        scene.bench.placed[i].program.program_code_nrmp: tier
        for i, tier in zip(picked.order, picked.signals, strict=True)
    }


def _by_gain(scene: Situation, picked: Picked, codes: set[str]) -> tuple[Program, ...]:
    order = by_gain(scene.bench, dict(zip(picked.order, picked.signals, strict=True)))
    programs = [scene.bench.placed[i].program for i in order]
    return tuple(each for each in programs if each.program_code_nrmp in codes)
