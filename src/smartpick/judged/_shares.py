"""Who fills the positions of a state next season: last season's shares, as they were or drawn towards the nation."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.judged._figures import TYPES, shares
from smartpick.judged._model import N_DRAWS, Asked, generator
from smartpick.judged._sight import Sight

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.facts import Facts

    Array = NDArray[np.float64]

__all__ = ["Persistence", "fit_concentration"]

Cell = tuple[str, str]


def _counts(facts: Facts, season: int) -> dict[Cell, Array]:
    """Return positions by applicant type (others last), by specialty and place; the newest season in sight only."""
    held: dict[Cell, Array] = defaultdict(lambda: np.zeros(len(TYPES) + 1))
    for found in shares(facts, season, 1):
        cell = held[found.asked.specialty, found.asked.place]
        cell[TYPES.index(found.asked.applicant_type)] = round(found.value * (found.n or 0))
        cell[-1] = found.n or 0
    for cell in held.values():
        cell[-1] -= cell[:-1].sum()
    return dict(held)


def fit_concentration(counts: Array, share: Array) -> float:
    """Return the concentration κ under which states scatter about the nation as they did, by greatest likelihood.

    Parameters
    ----------
    counts
        Positions by state and type, shape (n_states, n_types).
    share
        The nation's shares, shape (n_types,).

    Notes
    -----
    Dirichlet-multinomial with parameters κ·share, over κ from 1 to 300.
    """
    kept = share > 0
    counts, share = counts[:, kept], share[kept]
    total = counts.sum(axis=1)
    lgamma = np.vectorize(math.lgamma)

    def likelihood(kappa: float) -> float:
        parts = lgamma(counts + kappa * share) - lgamma(kappa * share)
        return float((lgamma(np.full_like(total, kappa)) - lgamma(total + kappa)).sum() + parts.sum())

    grid = np.geomspace(1, 300, 60)
    return float(grid[int(np.argmax([likelihood(kappa) for kappa in grid]))])


class Persistence:
    """Last season again.

    Parameters
    ----------
    is_shrunk
        Draw each state towards the nation by κ positions, κ fitted to the last season's scatter between states.
    """

    def __init__(self, *, is_shrunk: bool) -> None:
        self.is_shrunk = is_shrunk
        self.name = "persistence, shrunk" if is_shrunk else "persistence"
        self.about = (
            "Last season's shares of the state, drawn towards the nation's by κ positions; κ by specialty from last"
            " season's scatter between states."
            if is_shrunk
            else "Last season's shares of the state as they were."
        )

    def uses(self, asked: Asked) -> bool:
        """Return True for shares: it reads the newest season in sight."""
        return asked.kind == "share"

    def answers(self, sight: Sight, asked: Sequence[Asked]) -> Mapping[str, Array]:
        """Return draws of shares; a state without positions last season gets the nation's."""
        wanted = [each for each in asked if each.kind == "share"]
        counts = _counts(sight.facts, sight.season) if wanted else {}
        national: dict[Cell, Array] = defaultdict(lambda: np.zeros(len(TYPES) + 1))
        for (specialty, place), cell in counts.items():
            national[specialty, place.split("/")[1]] += cell
        kappas: dict[Cell, float] = {}
        found = {}
        for each in wanted:
            entry = each.place.split("/")[1]
            group = each.specialty, entry
            if group not in national:
                continue
            whole = national[group]
            # Half a position spread over the types keeps an empty type possible.
            share = (whole + 0.5 / whole.size) / (whole.sum() + 0.5)
            if group not in kappas:
                rows = [cell for (s, place), cell in counts.items() if s == group[0] and place.endswith(f"/{entry}")]
                kappas[group] = fit_concentration(np.array(rows), share) if self.is_shrunk else 0.5
            own = whole if each.place.startswith("nation/") else counts.get((each.specialty, each.place))
            own = np.zeros_like(whole) if own is None else own
            alpha = own + (kappas[group] if own.any() else max(kappas[group], 10.0)) * share
            at = TYPES.index(each.applicant_type)
            dice = generator(sight.seed, "share", each.specialty, each.place, each.applicant_type)
            mean = alpha[at] / alpha.sum()
            drawn = dice.beta(alpha[at], alpha.sum() - alpha[at], N_DRAWS)
            found[each.key] = np.asarray(np.clip(drawn - drawn.mean() + mean, 0, 1))
        return found
