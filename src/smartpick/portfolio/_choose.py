"""Chooses the set of applications that does most for the applicant, under fees, a budget and her other wishes.

Where few programs are to be decided every set is looked at. Elsewhere a lazy greedy, by gain per dollar and by gain,
begins, and swaps end. What is made as large as can be is the expected utility less the least gain for each
application: an application that adds less is not worth its bother.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from smartpick.portfolio._exact import MOST_ENUMERATED, best_of_all, best_of_independent
from smartpick.portfolio._greedy import greedy, in_order
from smartpick.portfolio._limits import Fees, Instance, Wishes, refuse_contradictions
from smartpick.portfolio._objective import Objective
from smartpick.portfolio._swaps import LEAST_CHANGE, improve, repaired

__all__ = ["Choice", "Fees", "Objective", "best_set", "choose", "has_spare"]

_NOTHING = 1e-12
_FEW = 300
"""Candidates up to which a second beginning is made better too, rather than the best one alone."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen set.

    Attributes
    ----------
    picked
        Indices, forced ones first, then in the order of what each adds for its price.
    gains
        Utility that each adds to those before it.
    costs_usd
        What each costs after those before it, without what is paid once.
    stopped_by
        Why there are not more: ``gain`` when any further program would add next to nothing, ``budget`` or ``number``
        when one that is worth it has no room, ``wishes`` when a share outside keeps it out, ``candidates`` when there
        is none left.
    is_exact
        Whether it is the best of all sets, rather than one that no single change makes better.
    """

    picked: tuple[int, ...]
    gains: tuple[float, ...]
    costs_usd: tuple[float, ...]
    stopped_by: str
    is_exact: bool = False


def choose(
    objective: Objective,
    specialties: Sequence[str],
    fees: Fees,
    budget_usd: float | None = None,
    max_programs: int | None = None,
    forced: Sequence[int] = (),
    least_gain: float = 0.0,
    *,
    wishes: Wishes | None = None,
    start: Sequence[int] | None = None,
    is_quick: bool = False,
) -> Choice:
    """Return the set that does most, as near as is found (`Choice.is_exact` tells).

    Parameters
    ----------
    specialties
        Specialty of each program: fees count per specialty.
    budget_usd
        All application money, what is paid once included; None for no limit.
    forced
        Programs that are in whatever they add; they count against budget and number.
    least_gain
        Utility that an application has to add.
    wishes
        Further wishes; those forced there are in too.
    start
        An earlier set. It is brought within the limits and made better, which is quicker than beginning anew, and after
        a change that only relaxes a limit never worth less than it was.
    is_quick
        Whether the greedy is enough, without swaps.

    Raises
    ------
    RequestError
        With every pair of wishes that cannot be kept together, and by how much.

    Notes
    -----
    Up to sixteen undecided programs, and where programs answer independently, the best set is found. A program is never
    dropped for being unknown.
    """
    wished = wishes or Wishes()
    if forced:
        wished = replace(wished, forced=tuple(dict.fromkeys((*wished.forced, *forced))))
    instance = Instance(objective, specialties, fees, budget_usd, max_programs, least_gain, wished)
    refuse_contradictions(instance)
    found, is_exact = best_set(instance, start, is_quick=is_quick)
    order, gains, costs = in_order(instance, found)
    return Choice(tuple(order), tuple(gains), tuple(costs), _stopped_by(instance, order), is_exact)


def best_set(
    instance: Instance, start: Sequence[int] | None = None, *, is_quick: bool = False
) -> tuple[list[int], bool]:
    """Return the best set that is found, and whether it is the best of all."""
    undecided = int((~instance.is_excluded).sum()) - len(set(instance.wishes.forced))
    if undecided <= MOST_ENUMERATED:
        every = best_of_all(instance)
        return (every if every is not None else list(instance.wishes.forced)), every is not None
    if start is not None:
        return improve(instance, repaired(instance, start)), False
    independent = best_of_independent(instance)
    if independent is not None:
        return independent, True
    begun: dict[tuple[int, ...], list[int]] = {}
    for allowed in instance.allowed_specialties():
        orders = [True] if instance.max_programs is None else [False]
        if instance.max_programs is not None and instance.budget_usd is not None:
            orders = [True, False]
        for per_dollar in orders:
            run = greedy(instance, instance.wishes.forced, allowed, ~instance.is_excluded, per_dollar=per_dollar)
            begun.setdefault(tuple(sorted(run)), repaired(instance, run))
    runs = sorted(begun.values(), key=lambda run: -instance.net(run))
    if instance.wishes.least_outside > 0:
        outside = instance.is_outside & ~instance.is_excluded
        for allowed in instance.allowed_specialties():
            runs.append(
                repaired(instance, greedy(instance, instance.wishes.forced, allowed, outside, per_dollar=False))
            )
    allowed_runs = [run for run in runs if instance.is_allowed(run)] or runs[:1]
    if is_quick:
        return allowed_runs[0], False
    return max(
        (improve(instance, run) for run in allowed_runs[: 2 if instance.size <= _FEW else 1]),
        key=lambda s: round(instance.net(s), 12),
    ), False


def _stopped_by(instance: Instance, chosen: list[int]) -> str:
    """Return why there are not more programs on the list."""
    goal = instance.objective
    left = ~instance.is_excluded & (instance.clashes(chosen) == 0)
    left[chosen] = False
    if len(chosen) == instance.size:
        return "candidates"
    worth = goal.worth(goal.survival(chosen))
    indices = np.flatnonzero(left)
    gains = (goal.hits @ worth.T)[indices, goal.level[indices]]
    if not (gains >= max(instance.least_gain, _NOTHING)).any():
        return "gain" if indices.size else "candidates"
    if len(chosen) >= instance.room:
        return "number"
    counts = instance.counts(chosen)
    full = (counts >= instance.most)[instance.specialty[indices[gains >= instance.least_gain]]]
    if full.size and full.all():
        return "number"
    wanted = indices[gains >= instance.least_gain].tolist()
    payable = [index for index in wanted if instance.can_pay(instance.counts([*chosen, index]))]
    if not payable:
        return "budget"
    # Affordable, and worth it by less than a change has to help; or kept out by the share outside.
    return "gain" if any(instance.is_allowed([*chosen, index]) for index in payable) else "wishes"


def has_spare(instance: Instance, chosen: Sequence[int]) -> bool:
    """Tell whether one of the chosen adds less than an application has to, and may go.

    Signals that move after a set was chosen can take that from one that had it.
    """
    goal, chosen = instance.objective, list(chosen)
    for index, loss in zip(chosen, goal.losses_of(chosen), strict=True):
        is_little = loss < instance.least_gain - LEAST_CHANGE
        if is_little and instance.is_allowed([each for each in chosen if each != index]):
            return True
    return False
