"""What a list may be: money, number, programs in or out, clashes, a share outside; and which wishes contradict.

Money is counted by the number of applications in each specialty, since that is how every service bills.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from smartpick.errors import Problem, RequestError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.portfolio._objective import Objective

__all__ = ["ROUNDING_USD", "Fees", "Instance", "Wishes", "contradictions"]

ROUNDING_USD = 1e-9
"""Sums of dollars that differ by less are the same."""


class Fees(Protocol):
    """What applications cost."""

    def fixed_usd(self, specialties: Sequence[str]) -> float:
        """Return what has to be paid once to apply in these specialties, whatever the number of programs."""
        ...

    def step_usd(self, specialty: str, number: int) -> float:
        """Return what the `number`-th application (from 1) of one specialty adds to that."""
        ...


@dataclass(frozen=True, slots=True)
class Wishes:
    """What she wants of a list besides its worth.

    Attributes
    ----------
    forced, excluded
        Indices of programs that are in, or out, whatever they add.
    most_by_specialty
        The most applications in a specialty.
    sites
        A name for each program, or nothing: of programs with one name only one specialty may be applied to (clashes at
        one institution). An empty name clashes with none.
    outside, least_outside
        Indices of programs that count as outside her first area, and the least share of the list that they make up.
    names, where
        What messages call each program (its number where empty), and where the wishes stand.
    """

    forced: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    most_by_specialty: Mapping[str, int] = field(default_factory=dict)
    sites: Sequence[str] = ()
    outside: tuple[int, ...] = ()
    least_outside: float = 0.0
    names: Sequence[str] = ()
    where: str = "list"


@dataclass(frozen=True, eq=False)
class Instance:
    """One choice to be made: what a set is worth, what it costs and which sets are allowed."""

    objective: Objective
    specialties: Sequence[str]
    fees: Fees
    budget_usd: float | None
    max_programs: int | None
    least_gain: float
    wishes: Wishes

    def __post_init__(self) -> None:
        names = sorted(set(self.specialties))
        set_ = object.__setattr__
        set_(self, "names", names)
        place = {name: at for at, name in enumerate(names)}
        set_(self, "specialty", np.array([place[each] for each in self.specialties], dtype=np.int64))
        most = self.wishes.most_by_specialty
        set_(self, "most", np.array([most.get(name, len(self.specialties)) for name in names], dtype=np.int64))
        keys = {key: at for at, key in enumerate(sorted(set(self.wishes.sites) - {""}))}
        sites = [keys.get(key, -1) for key in self.wishes.sites] or [-1] * len(self.specialties)
        set_(self, "site", np.array(sites, dtype=np.int64))
        out = np.zeros(len(self.specialties), dtype=bool)
        out[list(self.wishes.outside)] = True
        set_(self, "is_outside", out)
        out = np.zeros(len(self.specialties), dtype=bool)
        out[list(self.wishes.excluded)] = True
        out[list(self.wishes.forced)] = False
        set_(self, "is_excluded", out)
        set_(self, "_steps", {name: [0.0] for name in names})
        set_(self, "_fixed", {})

    names: list[str] = field(init=False)
    specialty: NDArray[np.int64] = field(init=False)
    most: NDArray[np.int64] = field(init=False)
    site: NDArray[np.int64] = field(init=False)
    is_outside: NDArray[np.bool_] = field(init=False)
    is_excluded: NDArray[np.bool_] = field(init=False)
    _steps: dict[str, list[float]] = field(init=False)
    _fixed: dict[tuple[str, ...], float] = field(init=False)

    @property
    def size(self) -> int:
        """Candidates, those that are out included."""
        return len(self.specialties)

    @property
    def money(self) -> float:
        """The budget in dollars; infinite where there is none."""
        return np.inf if self.budget_usd is None else self.budget_usd

    @property
    def room(self) -> float:
        """The most programs; infinite where there is no limit."""
        return np.inf if self.max_programs is None else self.max_programs

    def steps_usd(self, name: str, number: int) -> float:
        """Return what so many applications in one specialty cost, without what is paid once."""
        known = self._steps[name]
        while len(known) <= number:
            known.append(known[-1] + self.fees.step_usd(name, len(known)))
        return known[number]

    def fixed_usd(self, names: Sequence[str]) -> float:
        """Return what is paid once for some specialties."""
        key = tuple(names)
        if key not in self._fixed:
            self._fixed[key] = self.fees.fixed_usd(key)
        return self._fixed[key]

    def bill_usd(self, counts: Sequence[int] | NDArray[np.int64]) -> float:
        """Return what numbers of applications cost, by the order of `names`; nothing costs nothing."""
        used = [name for name, count in zip(self.names, counts, strict=True) if count]
        if not used:
            return 0.0
        steps = sum(self.steps_usd(name, int(count)) for name, count in zip(self.names, counts, strict=True))
        return self.fixed_usd(used) + steps

    def counts(self, chosen: Sequence[int]) -> NDArray[np.int64]:
        """Return applications by specialty."""
        return np.bincount(self.specialty[list(chosen)], minlength=len(self.names)).astype(np.int64)

    def can_pay(self, counts: NDArray[np.int64]) -> bool:
        """Tell whether numbers of applications stay within money, number and what a specialty may have."""
        if counts.min(initial=0) < 0 or counts.sum() > self.room or (counts > self.most).any():
            return False
        return self.budget_usd is None or self.bill_usd(counts) <= self.budget_usd + ROUNDING_USD

    def is_share_kept(self, outside: int, size: int) -> bool:
        """Tell whether a list of `size` with so many programs outside keeps the least share."""
        return outside >= self.wishes.least_outside * size - 1e-9

    def clashes(self, chosen: Sequence[int]) -> NDArray[np.int64]:
        """Return how many of the chosen each candidate clashes with, shape (n_programs,)."""
        found = np.zeros(self.size, dtype=np.int64)
        if not self.wishes.sites:
            return found
        held = np.zeros((int(self.site.max(initial=-1)) + 2, len(self.names)), dtype=np.int64)
        for index in chosen:
            held[self.site[index], self.specialty[index]] += 1
        held[-1] = 0
        found[:] = held.sum(axis=1)[self.site] - held[self.site, self.specialty]
        return found

    def is_allowed(self, chosen: Sequence[int]) -> bool:
        """Tell whether a set keeps every limit and wish."""
        picked = set(chosen)
        if not set(self.wishes.forced) <= picked or self.is_excluded[list(picked)].any():
            return False
        if not self.can_pay(self.counts(chosen)) or self.clashes(chosen)[list(chosen)].any():
            return False
        return self.is_share_kept(int(self.is_outside[list(chosen)].sum()), len(chosen))

    def net(self, chosen: Sequence[int]) -> float:
        """Return the worth of a set, less the least gain for each application: what is made as large as can be."""
        return self.objective.value(chosen) - self.least_gain * len(chosen)

    def allowed_specialties(self) -> list[tuple[str, ...]]:
        """Return the sets of specialties worth trying: all, and each smaller one that has less to be paid once."""
        kept: list[tuple[tuple[str, ...], float]] = []
        held = {self.specialties[index] for index in self.wishes.forced}
        if self.budget_usd is None:
            return [tuple(self.names)]
        for size in range(len(self.names), 0, -1):
            for some in itertools.combinations(self.names, size):
                fixed = self.fixed_usd(some)
                larger = [other for names, other in kept if set(some) < set(names)]
                if held <= set(some) and all(fixed < other - ROUNDING_USD for other in larger):
                    kept.append((some, fixed))
        return [some for some, _ in kept]


def contradictions(instance: Instance) -> list[Problem]:
    """Return the wishes that cannot be kept together: which two, and by how much."""
    wishes = instance.wishes
    forced = tuple(dict.fromkeys(wishes.forced))
    found: list[Problem] = []

    def told(what: str, why: str, fix: str) -> None:
        found.append(Problem(wishes.where, what, why, fix))

    def name(index: int) -> str:
        return wishes.names[index] if wishes.names else f"program {index}"

    both = sorted(set(forced) & set(wishes.excluded))
    if both:
        told(f"{', '.join(map(name, both))}: forced in and forced out", "", "Take it out of one of the two")
    if len(forced) > instance.room:
        over = len(forced) - instance.room
        told(
            f"{len(forced)} programs are forced in, but at most {instance.max_programs} are allowed: {over:g} too many",
            "",
            "Force fewer programs in, or allow more",
        )
    counts = instance.counts(forced)
    bill = instance.bill_usd(counts)
    if instance.budget_usd is not None and bill > instance.budget_usd + ROUNDING_USD:
        told(
            f"programs forced in cost ${bill:,.0f}, the budget is ${instance.budget_usd:,.0f}:"
            f" ${bill - instance.budget_usd:,.0f} short",
            "What has to be paid once is in it",
            "Force fewer programs in, or raise the budget",
        )
    for key, count, most in zip(instance.names, counts, instance.most, strict=True):
        if count > most:
            told(
                f"{count} programs of {key} are forced in, but at most {most} are allowed there:"
                f" {count - most} too many",
                "",
                "Force fewer of them in, or allow more in this specialty",
            )
    clashing = [index for index in forced if instance.clashes(forced)[index]]
    by_site = Counter(int(instance.site[index]) for index in clashing)
    for site, number in by_site.items():
        at = [name(index) for index in clashing if instance.site[index] == site]
        told(
            f"{', '.join(at)} are forced in at one institution, where only one specialty may be applied to:"
            f" {number} programs clash",
            "",
            "Keep one specialty there, or allow both",
        )
    found += _share_contradictions(instance, forced, bill)
    return found


def _share_contradictions(instance: Instance, forced: Sequence[int], bill: float) -> list[Problem]:
    """Return what the least share outside the first area cannot be kept together with."""
    wishes = instance.wishes
    found: list[Problem] = []
    if wishes.least_outside <= 0:
        return found

    def told(what: str, fix: str) -> None:
        found.append(Problem(wishes.where, what, "", fix))

    inside = sum(not instance.is_outside[index] for index in forced)
    open_ = int((instance.is_outside & ~instance.is_excluded).sum())
    if forced:
        room = min(instance.room - inside, float(open_))
        needed = inside * wishes.least_outside / (1 - wishes.least_outside) if wishes.least_outside < 1 else np.inf
        if inside and needed > room + 1e-9:
            told(
                f"{inside} programs inside the first area are forced in, and a share of {wishes.least_outside:.0%} has"
                f" to lie outside: that takes {np.ceil(needed):g} programs there, and there is room for {room:g}",
                "Force fewer in, or lower the share",
            )
        elif inside and instance.budget_usd is not None and bill <= instance.budget_usd + ROUNDING_USD:
            more = max(0, int(np.ceil(needed - 1e-9)) - (len(forced) - inside))
            least = _least_bill(instance, forced, more)
            if least > instance.budget_usd + ROUNDING_USD:
                told(
                    f"{inside} programs inside the first area are forced in, and a share of {wishes.least_outside:.0%}"
                    f" outside takes {more} more there, ${least:,.0f} in all; the budget is"
                    f" ${instance.budget_usd:,.0f}: ${least - instance.budget_usd:,.0f} short",
                    "Force fewer in, lower the share, or raise the budget",
                )
    return found


def _least_bill(instance: Instance, forced: Sequence[int], more: int) -> float:
    """Return the least that so many programs outside, beside the forced ones, can cost in one specialty or another."""
    best = instance.counts(forced)
    open_ = [i for i in np.flatnonzero(instance.is_outside & ~instance.is_excluded).tolist() if i not in set(forced)]
    left = Counter(int(instance.specialty[i]) for i in open_)
    for _ in range(more):
        tried = []
        for kind, number in left.items():
            if number:
                longer = best.copy()
                longer[kind] += 1
                tried.append((instance.bill_usd(longer), kind))
        if not tried:
            break
        kind = min(tried)[1]
        left[kind] -= 1
        best[kind] += 1
    return instance.bill_usd(best)


def refuse_contradictions(instance: Instance) -> None:
    """Raise `RequestError` with every pair of wishes that cannot be kept together."""
    found = contradictions(instance)
    if found:
        raise RequestError(found)
