"""Interview rates of applications with and without a signal as they are reported: over all, whoever signals where.

The chance model says what one more signal of hers does. The reported rates hold more: signals go to the programs where
an applicant fits best. How much more is read from the other specialties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smartpick.judged._figures import interview_rates
from smartpick.judged._model import logit, spread
from smartpick.judged._room import MIXED, SCHOOLED, Room
from smartpick.uncertainty import expit
from smartpick.vocabulary import ApplicantType, SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["TIERS", "signal_rate"]

TIERS = {
    "signal_gold": SignalTier.GOLD,
    "signal_silver": SignalTier.SILVER,
    "signal_single": SignalTier.SINGLE,
    "no_signal": SignalTier.NONE,
}
_LEAST = 3
"""Specialties from which it can be told who signals where."""


def signal_rate(room: Room, specialty: str, stratum: str) -> Array | None:
    """Return draws of the interview rate of applications with one tier of signal, over all types together.

    Notes
    -----
    The chance of the model's typical applicants, moved in log-odds by the mean gap between reported and modelled rates
    over the other specialties in sight, those with a signal together and those without one apart, by a line in the
    number of signals. The spread of the
    gaps is added, as far as the model's own does not hold it.
    """
    tier = TIERS[stratum]
    plain = _plain(room, specialty, tier)
    if plain is None:
        return None
    # Gaps of the same version of the model: a specialty that lost its seasons is answered by tables.
    alike = room if _is_simulated(room, specialty) else room.without_seasons()
    gaps: dict[str, dict[SignalTier, float]] = {}
    for found in interview_rates(room.sight.facts):
        theirs, other = TIERS.get(found.asked.stratum), found.asked.specialty
        if theirs is None or other == specialty or (theirs is SignalTier.NONE) != (tier is SignalTier.NONE):
            continue
        modelled = _plain(alike, other, theirs)
        if modelled is not None:
            gaps.setdefault(other, {})[theirs] = logit(found.value) - logit(float(modelled.mean()))
    if len(gaps) < _LEAST:
        return plain
    middle = float(np.mean([np.mean(list(each.values())) for each in gaps.values()]))
    # A tier's own departure from its specialty's mean, drawn to nothing by one specialty's worth.
    own = [each[tier] - float(np.mean(list(each.values()))) for each in gaps.values() if tier in each]
    lift = middle + float(np.sum(own)) / (len(own) + 1)
    every = np.array([value for each in gaps.values() for value in each.values()])
    if tier is SignalTier.NONE:
        # Where there are many signals an application without one says more.
        x = np.array([np.log1p(_signals(room, key)) for key in gaps])
        weight = float((x - x.mean()) @ (every - middle)) / float((x - x.mean()) @ (x - x.mean()) + x.var() + 1e-12)
        every = every - weight * (x - x.mean())
        lift += weight * (float(np.log1p(_signals(room, specialty))) - float(x.mean()))
    odds = np.log(plain) - np.log1p(-plain)
    between = float(every.var(ddof=1)) * (1 + 1 / len(gaps))
    extra = float(np.sqrt(max(between - float(odds.var()), 0.0)))
    return expit(odds + lift + extra * spread(room.sight.seed, "who signals", specialty, stratum, n=plain.size))


def _is_simulated(room: Room, specialty: str) -> bool:
    basis = room.basis(specialty, SCHOOLED[0])
    return basis is not None and basis.is_simulated


def _plain(room: Room, specialty: str, tier: SignalTier) -> Array | None:
    """Return the model's interview chance with one tier of signal, over the applications that carry it."""
    kept = room.by_tier
    if (specialty, tier) not in kept:
        weights = _applications(room, specialty, tier)
        total = sum(weights.values())
        kept[specialty, tier] = (
            np.asarray(
                sum(share / total * _with_signal(room, specialty, kind, tier) for kind, share in weights.items())
            )
            if weights
            else None
        )
    return kept[specialty, tier]


def _signals(room: Room, specialty: str) -> float:
    """Return how many signals everybody has in the specialty, by the newest count; 0 where none is published."""
    rows = room.sight.facts.rows("signal_count", "specialty_keys LIKE ?", (f"%;{specialty};%",))
    totals = sorted((str(row["season"]), float(row["total"])) for row in rows if row["total"])
    return totals[-1][1] if totals else 0.0


def _applications(room: Room, specialty: str, tier: SignalTier) -> dict[ApplicantType, float]:
    """Return how many applications of each type carry the tier: everybody has as many signals, and the rest none."""
    people = room.people(specialty)
    if tier is not SignalTier.NONE:
        return {kind: people[kind] for kind in MIXED if kind in people}
    signals, found = _signals(room, specialty), {}
    for kind in MIXED:
        basis = room.basis(specialty, kind)
        if kind in people and basis is not None:
            found[kind] = people[kind] * max(basis.usual_applications - signals, 1.0)
    return found


def _with_signal(room: Room, specialty: str, kind: ApplicantType, tier: SignalTier) -> Array:
    """Return the mean chance over programs and over schools in and out of their state, shape (n_draws,)."""
    basis = room.basis(specialty, kind)
    assert basis is not None  # noqa: S101 -- it has a weight, so it was found
    chances = room.chances(specialty, kind, is_away=not kind.is_img)
    ties = basis.ties
    aligned = room.assumptions.get("aligned_share").mean
    parts = (
        [(np.zeros(1), 1.0)]
        if kind.is_img
        else [
            (np.zeros(1), 1 - ties.in_state_share),
            (ties.by_state(is_inside=True) - ties.by_state(is_inside=False), ties.in_state_share),
        ]
    )
    total = np.zeros(chances.interview.shape[1])
    for index in range(len(chances.programs)):
        plain = chances.interview_with_signal(index, tier)
        odds = plain / (1 - plain)
        for moved, share in parts:
            for lift, near in ((ties.aligned, aligned), (np.zeros_like(ties.aligned), 1 - aligned)):
                tied = odds * np.exp(moved + lift)[:, None]
                total += share * near * ((tied / (1 + tied)) @ chances.weights)
    return np.asarray(total / len(chances.programs))
