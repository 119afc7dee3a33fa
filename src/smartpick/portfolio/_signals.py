"""Which programs of a list get the preference signals? Each goes where it adds most to the whole list.

A signal belongs to an institution and a specialty: every track of that specialty there sees the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from smartpick.facts import Facts
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.portfolio._objective import Objective

    Array = NDArray[np.float64]

__all__ = ["SignalBudget", "allocate_signals", "signal_budget"]

_BEST_FIRST = (SignalTier.GOLD, SignalTier.SINGLE, SignalTier.SILVER)
_SURENESS = ("missing", "low", "derived", "assumption", "medium", "high")


@dataclass(frozen=True, slots=True)
class SignalBudget:
    """How many signals an applicant has in one specialty and season.

    Attributes
    ----------
    counts
        Signals by tier; empty where the specialty takes none or no number is published.
    season
        The season that the number is of; empty where none is published.
    is_carried_forward
        True when that is an earlier season.
    is_doubtful
        True when the number was read in one uncertain place.
    shared_with
        Other specialties that draw on the same signals.
    note
        What the publisher or the reading adds.
    """

    specialty: str
    counts: dict[SignalTier, int]
    season: str
    is_carried_forward: bool
    is_doubtful: bool
    shared_with: tuple[str, ...]
    note: str
    fact_id: str

    @property
    def total(self) -> int:
        """All signals together."""
        return sum(self.counts.values())


def signal_budget(facts: Facts, specialty: str, season: int) -> SignalBudget:
    """Return the signals of one specialty: this season's, else the newest earlier season's, labelled so.

    A number for the specialty alone goes over one that it shares with others.
    """
    rows = [
        row
        for row in facts.rows("signal_count", "specialty_keys LIKE ?", (f"%;{specialty};%",))
        if row["season"].isdigit() and int(row["season"]) <= season
    ]
    if not rows:
        return SignalBudget(
            specialty, {}, "", is_carried_forward=False, is_doubtful=False, shared_with=(), note="", fact_id=""
        )
    newest = max(int(row["season"]) for row in rows)
    row = max(
        (row for row in rows if int(row["season"]) == newest),
        key=lambda row: (-row["specialty_keys"].count(";"), _SURENESS.index(row["confidence"]), row["fact_id"]),
    )
    return SignalBudget(
        specialty=specialty,
        counts={tier: row[str(tier)] for tier in _BEST_FIRST if row[str(tier)]},
        season=row["season"],
        is_carried_forward=newest != season,
        is_doubtful=_SURENESS.index(row["confidence"]) <= _SURENESS.index("low"),
        shared_with=tuple(key for key in row["specialty_keys"].strip(";").split(";") if key != specialty),
        note=row["note"],
        fact_id=row["fact_id"],
    )


def allocate_signals(
    objective: Objective,
    groups: Sequence[str],
    counts: Mapping[SignalTier, int],
    hit_with: Callable[[int, SignalTier], Array],
) -> dict[str, SignalTier]:
    """Return which group of programs gets which signal.

    Parameters
    ----------
    objective
        The list, without any of these signals; its order is that of `groups`.
    groups
        One name for each program: programs of one name share a signal. An empty name gets none.
    counts
        Signals to give, by tier.
    hit_with
        Returns the chance row of one program with a signal of a tier, shape (n_scenarios,).

    Notes
    -----
    Greedy: tier by tier, the strongest first, each signal goes where the expected utility rises most, given those
    already given. A signal that adds nothing is kept.
    """
    given: dict[str, SignalTier] = {}
    members: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        if group:
            members.setdefault(group, []).append(index)
    if not members or not any(counts.values()):
        return given
    hits = objective.hits.copy()
    inside = [index for group in members.values() for index in group]
    for tier in _BEST_FIRST:
        if not counts.get(tier):
            continue
        signalled = {index: hit_with(index, tier) for index in inside if groups[index] not in given}
        for _ in range(counts[tier]):
            now = replace(objective, hits=hits)
            survival = now.survival(range(len(groups)))
            best, best_gain = "", 1e-9
            for group, indices in members.items():
                if group not in given:
                    gain = _gain(now, survival, indices, signalled)
                    if gain > best_gain:
                        best, best_gain = group, gain
            if not best:
                break
            given[best] = tier
            for index in members[best]:
                hits[index] = signalled[index]
    return given


def _gain(objective: Objective, survival: Array, indices: Sequence[int], signalled: Mapping[int, Array]) -> float:
    """Return what the worth of the list rises by when the programs at `indices` get their signal."""
    changed = survival.copy()
    for index in indices:
        left = (1 - signalled[index]) / np.maximum(1 - objective.hits[index], 1e-9)
        changed[objective.level[index] :] *= left
    return float(objective.steps @ ((survival - changed) @ objective.weights))
