"""Which other lists come to nearly the same, and what does each trade? Single against parallel specialties too.

Most is at hand already (a shorter list is a part of the curve, the first area alone is compared anyway), so that this
costs little; each further list is one more choice among fewer candidates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from smartpick.explain._bench import Bench, Picked
from smartpick.explain.look._sums import picked_of, share_in, worth_of
from smartpick.explain.look._types import Alternative, Curve
from smartpick.portfolio import ListOutcome

__all__ = ["NEAR", "NEAR_SHARE", "near_ties"]

NEAR = 0.01
"""Lists within one point of the chance of matching, and of worth, are called near ties …"""

NEAR_SHARE = 0.05
"""… and within this share of it, where the chance is small: one point of seven is no tie."""

_MOST_STATES = 2
_MOST_SPECIALTIES = 3
_MOST_CANDIDATES = 2500
_FEWER = (1.0, 0.5)


def near_ties(
    bench: Bench,
    picked: Picked,
    outcome: ListOutcome,
    curve: Curve,
    names: Mapping[str, str],
    area: str | None,
) -> tuple[Alternative, ...]:
    """Return other lists under the same limits, each with what it trades against the one recommended.

    Parameters
    ----------
    names
        Specialty key → name, in her order.
    area
        Her first area in words; None without one.

    Notes
    -----
    Tried: shorter lists that hold the programs that do most, the first area alone, each of the states that most of the
    list is in, each specialty alone, and a list without any of the same programs; all but the first area without the
    last exchanges. Which of them is near is for the
    reader to see in `Alternative.is_near`; those of one specialty are kept whether near or not.
    """
    tried: list[tuple[str, str, Picked]] = []
    tried += _shorter(bench, picked, curve)
    every = range(len(bench.placed))
    states = Counter(bench.placed[i].program.state for i in picked.order)
    chosen: list[tuple[str, str, list[int]]] = []
    if area is not None and any(bench.placed[i].tier > 1 for i in picked.order):
        chosen.append(("area", f"{area} only", [i for i in every if bench.placed[i].tier == 1]))
    if len(states) > 1:
        chosen += [
            ("state", f"{state} only", [i for i in every if bench.placed[i].program.state == state])
            for state, _ in sorted(states.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_STATES]
        ]
    on_list = list(dict.fromkeys(bench.placed[i].program.specialty for i in picked.order))
    if len(names) > 1:
        chosen += [
            ("specialty", f"{names[key]} only", [i for i in every if bench.placed[i].program.specialty == key])
            for key in list(names)[:_MOST_SPECIALTIES]
            if on_list != [key]
        ]
    if len(bench.placed) <= _MOST_CANDIDATES:
        held = set(picked.order)
        forced = set(bench.wishes.forced)
        chosen.append(("other", "none of these programs", [i for i in every if i not in held or i in forced]))
    for kind, name, among in chosen:
        best = bench.best(among, is_quick=kind != "area") if among else None
        if best is not None and best.order:
            tried.append((kind, name, best))
    first = next(iter(names))
    found = [_against(bench, picked, outcome, first, *each) for each in tried]
    kept = [each for each in found if each.is_near or each.kind == "specialty"]
    return tuple(_distinct(kept))


def _shorter(bench: Bench, picked: Picked, curve: Curve) -> list[tuple[str, str, Picked]]:
    """Return the shortest parts of the list that stay within one point, and within half a point."""
    points = [point for point in curve.points if point.is_on_list]
    if not points:
        return []
    at = {bench.placed[i].program.program_code_nrmp: i for i in picked.order}
    tiers = dict(zip(picked.order, picked.signals, strict=True))
    full = points[-1].p_match.mean
    near = min(NEAR, NEAR_SHARE * full)
    found = []
    for share in _FEWER:
        number = next(point.programs for point in points if full - point.p_match.mean <= share * near)
        if number < len(points):
            some = {at[point.program.program_code_nrmp] for point in points[:number]}
            shorter = picked_of(
                bench, {i: tiers[i] for i in picked.order if i in some}, picked.stopped_by, picked.years
            )
            found.append(("fewer", f"the {number} that do most" if number > 1 else "the one that does most", shorter))
    return found


def _against(
    bench: Bench, picked: Picked, outcome: ListOutcome, first: str, kind: str, name: str, other: Picked
) -> Alternative:
    found = bench.outcome(other)
    p_match = found.p_match.minus(outcome.p_match)
    whole = worth_of(bench, picked, outcome)
    worth = worth_of(bench, other, found).minus(whole)
    is_near = p_match.mean >= -min(NEAR, NEAR_SHARE * outcome.p_match.mean)
    return Alternative(
        kind=kind,
        name=name,
        summary=bench.summary(other, found),
        p_match=p_match,
        p_match_preferred=found.p_match_preferred.minus(outcome.p_match_preferred),
        p_match_in_first_specialty=share_in(bench, other, found, first).minus(share_in(bench, picked, outcome, first)),
        expected_interviews=found.expected_interviews.minus(outcome.expected_interviews),
        worth=worth,
        shared=len(set(other.order) & set(picked.order)),
        is_near=is_near and worth.mean >= -min(NEAR, NEAR_SHARE * whole.mean),
    )


def _distinct(found: Sequence[Alternative]) -> list[Alternative]:
    """Leave out a list that comes to the same as one before it."""
    kept: dict[tuple[object, ...], Alternative] = {}
    for each in found:
        key = (each.summary.programs, each.summary.cost.total_usd, each.p_match.mean, each.kind == "specialty")
        kept.setdefault(key, each)
    return list(kept.values())
