"""How likely is a first year of training beside an advanced position, which begins with the second?

No publisher tells who of those matched to an advanced position also got a first year. Two figures bound it: of all who
ranked preliminary or transitional programs a part matched to one, which is too low (many rank them as a reserve and
match elsewhere), and in the simulated seasons nearly everybody gets one, which is too high (nobody else competes
there). The draws lie between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._applicant import Applicant
from smartpick.estimate._assumptions import Assumptions
from smartpick.estimate._ground import Case
from smartpick.estimate._openness import openness_of
from smartpick.estimate._scenarios import logit, named_normals
from smartpick.facts import Facts, Figure
from smartpick.programs import Program
from smartpick.uncertainty import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["FirstYears"]

_KINDS = ("internal_medicine/preliminary", "surgery_general/preliminary", "transitional_year")
_NINETY = 1.645
"""Standard deviations on either side within which nine in ten draws of a normal lie."""


@dataclass(frozen=True, slots=True, eq=False)
class FirstYears:
    """Chances of first years, given that she is matched to an advanced position.

    Attributes
    ----------
    hits
        Chance that each program interviews and takes her, shape (n_programs, n_draws).
    share_without
        Share of the worth of an advanced position that is left where no first year is matched: one may still be found
        after the Match (assumed).
    entries
        Programs on the list that the chances are solved for (assumed).
    ranked_share
        Share of those of her type who ranked such programs and matched to one: the lower bound.
    fact_ids
        What it rests on.
    """

    hits: Array
    share_without: float
    entries: int
    ranked_share: float
    fact_ids: tuple[str, ...]

    @classmethod
    def of(
        cls,
        facts: Facts,
        assumptions: Assumptions,
        applicant: Applicant,
        programs: Sequence[Program],
        season: int,
        seed: int,
    ) -> FirstYears:
        """Return the chances at preliminary and transitional programs.

        Parameters
        ----------
        programs
            Tracks of one year.
        season
            Newest season of the directory.

        Notes
        -----
        With L the chance of a first year with a list of `entries` average programs, each takes her with
        h = 1 − (1 − L)^(1/entries); log-odds of h move with how often the program went unfilled against the average of
        all of them. Log-odds of L are normal, nine in ten of the draws between the two bounds, plus what her record
        does to the log-odds of matching. Her strength is not counted again: whoever is taken for an advanced position
        stands well enough.
        """
        case = Case(facts, assumptions, applicant, season, seed)
        share, ids = _ranked_share(facts, str(case.kind))
        most, entries = assumptions.get("first_year_most"), assumptions.get("first_year_entries")
        low, high = sorted((logit(share), logit(most.mean)))
        level = (low + high) / 2 + (high - low) / (2 * _NINETY) * named_normals(seed, "first year") + case.record
        each = 1 - (1 - expit(level)) ** (1 / max(entries.mean, 1.0))
        centre = np.log(each) - np.log1p(-each)
        weight = assumptions.draw("unfilled_weight", seed)
        unfilled = np.empty(len(programs))
        for specialty in dict.fromkeys(program.specialty for program in programs):
            at = [i for i, program in enumerate(programs) if program.specialty == specialty]
            unfilled[at] = openness_of(facts, [programs[i] for i in at], case.kind, season).unfilled
        hits = expit(centre[None, :] + (unfilled - unfilled.mean())[:, None] * weight[None, :])
        after = assumptions.get("first_year_after_match")
        return cls(
            hits * (1 - case.screened)[None, :],
            float(np.clip(after.mean, 0.0, 1.0)),
            round(entries.mean),
            share,
            (*ids, most.fact_id, entries.fact_id, after.fact_id),
        )


def _ranked_share(facts: Facts, kind: str) -> tuple[float, tuple[str, ...]]:
    """Return the share matched to a first year of those of a type who ranked one; of the lowest type if it has none.

    Notes
    -----
    Many rank several kinds: the largest number that ranked one kind stands for all who ranked any, so that the share is
    rather too high than too low for that, and too low for those who matched elsewhere.
    """
    found: dict[str, tuple[float, tuple[str, ...]]] = {}
    ranked, matched = (_by_type(facts, measure) for measure in ("applicants_ranking_specialty_pgy1", "matched_pgy1"))
    for each, figures in matched.items():
        if each in ranked:
            most = max(ranked[each], key=lambda figure: figure.value or 0.0)
            total = sum(figure.value or 0.0 for figure in figures)
            ids = (*(figure.fact_id for figure in figures), most.fact_id)
            found[each] = (float(np.clip(total / max(most.value or 0.0, 1.0), 0.02, 0.98)), ids)
    if not found:
        return 0.5, ()
    return found.get(kind) or min(found.values())


def _by_type(facts: Facts, measure: str) -> dict[str, list[Figure]]:
    """Return the newest figures of each kind of first year, by applicant type."""
    newest: dict[tuple[str, str], Figure] = {}
    for figure in facts.statistics(measure):
        if len(figure.specialty_keys) != 1 or figure.specialty_keys[0] not in _KINDS or figure.value is None:
            continue
        for kind in figure.applicant_type_keys:
            key = kind, figure.specialty_keys[0]
            if key not in newest or figure.season > newest[key].season:
                newest[key] = figure
    found: dict[str, list[Figure]] = {}
    for (kind, _), figure in sorted(newest.items()):
        found.setdefault(kind, []).append(figure)
    return found
