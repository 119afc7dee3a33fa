"""The weights that no publisher gives: read from the fact files, overridden by the applicant's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.errors import FactsError, Problem
from smartpick.estimate._heard import offers_sent
from smartpick.estimate._scenarios import N_DRAWS, named_normals
from smartpick.facts import Facts

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Assumption", "Assumptions"]


@dataclass(frozen=True, slots=True)
class Assumption:
    """One prior: its centre and spread, why, and where it stands."""

    key: str
    mean: float
    sd: float
    scale: str
    basis: str
    fact_id: str
    is_own: bool = False


class Assumptions:
    """Looks up assumptions by key, the most specific row first, and draws from them.

    Parameters
    ----------
    facts
        The compiled facts.
    overrides
        The applicant's own (mean, sd) by key; they apply to every specialty and type.
    """

    def __init__(self, facts: Facts, overrides: Mapping[str, tuple[float, float]] | None = None) -> None:
        self._overrides = dict(overrides or {})
        self._rows = list(facts.rows("assumption"))
        self.keys = frozenset(row["key"] for row in self._rows)

    def get(self, key: str, specialty: str = "all", applicant_type: str = "all") -> Assumption:
        """Return the row for this specialty and type, else the more general one.

        Raises
        ------
        FactsError
            When no row has this key.
        """
        best, best_rank = None, (-1, 0)
        for row in self._rows:
            if row["key"] != key:
                continue
            rank, breadth = 0, 0
            for keys, wanted, worth in (
                (row["specialty_keys"], specialty, 2),
                (row["applicant_type_keys"], applicant_type, 1),
            ):
                if f";{wanted};" in keys and wanted != "all":
                    rank += worth
                    breadth += keys.count(";")
                elif ";all;" not in keys:
                    rank = -1
                    break
            # A row for one type goes over a row for a group that holds it.
            if rank >= 0 and (rank, -breadth) > best_rank:
                best, best_rank = row, (rank, -breadth)
        if best is None:
            raise FactsError([Problem("facts/assumptions", f"no assumption '{key}' for {specialty}, {applicant_type}")])
        mean, sd = self._overrides.get(key, (best["mean"], best["sd"]))
        return Assumption(key, mean, sd, best["scale"], best["basis"], best["fact_id"], key in self._overrides)

    def draw(
        self, key: str, seed: int, specialty: str = "all", applicant_type: str = "all", n: int = N_DRAWS
    ) -> NDArray[np.float64]:
        """Return normal draws of an assumption, the same for the same seed and key."""
        found = self.get(key, specialty, applicant_type)
        return np.asarray(found.mean + found.sd * named_normals(seed, f"assumption:{key}:{found.fact_id}", n))

    def draw_share(
        self, key: str, seed: int, specialty: str = "all", applicant_type: str = "all", n: int = N_DRAWS
    ) -> NDArray[np.float64]:
        """Return draws of a share between 0 and 1 with the row's mean and spread (normal on the logit scale)."""
        found = self.get(key, specialty, applicant_type)
        if not 0 < found.mean < 1:
            return np.full(n, float(np.clip(found.mean, 0, 1)))
        centre = np.log(found.mean / (1 - found.mean))
        spread = found.sd / (found.mean * (1 - found.mean))
        return np.asarray(
            1 / (1 + np.exp(-(centre + spread * named_normals(seed, f"assumption:{key}:{found.fact_id}", n))))
        )

    def offers_sent(self, days: float | None, seed: int) -> NDArray[np.float64]:
        """Return the share of all interview offers that is out so many days after programs began to read.

        Returns
        -------
        array of shape (n_draws,)
            Nothing while no day is known.
        """
        middle = self.draw("interview_offer_day", seed)
        spread = np.abs(self.draw("interview_offer_day_spread", seed))
        return offers_sent(days, middle, spread)
