"""First years of training for advanced positions: which could stand beside a list, and how likely is one of them?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate import Applicant, Assumptions, FirstYears, OwnRule, rules_for
from smartpick.explain._candidates import ONE_YEAR, Placed, Places, place_of
from smartpick.explain._types import ListedYear, ListedYears
from smartpick.profile import Profile
from smartpick.programs import Directory
from smartpick.uncertainty import Estimate
from smartpick.vocabulary import Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.explain._bench import Picked
    from smartpick.explain._situation import Situation

    Array = NDArray[np.float64]

__all__ = ["MOST_YEARS", "YearPool", "needs_year", "year_pool", "years_of"]

MOST_YEARS = 40
"""First years that are looked at: four times a usual list."""


@dataclass(frozen=True, slots=True, eq=False)
class YearPool:
    """First years that could stand beside advanced positions.

    Attributes
    ----------
    placed
        The programs, those in her nearest area first, then the most open ones.
    hits
        Chance that each takes her, shape (n_programs, n_draws).
    base
        How the chances came about.
    """

    placed: tuple[Placed, ...]
    hits: Array
    base: FirstYears

    def p_any(self, chosen: Sequence[int]) -> Estimate:
        """Return the chance that one of some programs takes her, given that she matches to an advanced position."""
        return Estimate(1 - np.prod(1 - self.hits[list(chosen)], axis=0), "probability")

    def p_each(self, index: int) -> Estimate:
        """Return the chance that one program interviews and takes her."""
        return Estimate(self.hits[index], "probability")


def needs_year(placed: Placed) -> bool:
    """Tell whether a program begins with the second year of training."""
    return placed.program.track is Track.ADVANCED


def year_pool(
    directory: Directory,
    profile: Profile,
    applicant: Applicant,
    assumptions: Assumptions,
    places: Places,
    placed: Sequence[Placed],
    n_draws: int,
    seed: int,
) -> YearPool | None:
    """Return the first years where she would go; None where no candidate needs one, or she wants none.

    Parameters
    ----------
    placed
        The candidates of the list.
    n_draws
        Scenarios of the list's chances.
    """
    if profile.goals.include_preliminary is False or not any(map(needs_year, placed)):
        return None
    listed = {each.program.program_code_nrmp for each in placed}
    years = [
        program
        for program in directory.programs
        if (program.track is Track.PRELIMINARY or program.specialty == ONE_YEAR)
        and program.program_code_nrmp not in listed
    ]
    rules: Mapping[str, OwnRule] = rules_for(profile, applicant, years)
    unwanted = {wish.program_code_nrmp for wish in profile.goals.programs if wish.is_never}
    found = [
        place
        for program in years
        if (place := place_of(program, places, applicant)) is not None
        and program.program_code_nrmp not in unwanted
        and not ((rule := rules.get(program.program_code_nrmp)) is not None and rule.rules_out)
    ]
    if not found:
        return None
    base = FirstYears.of(
        directory.facts, assumptions, applicant, [each.program for each in found], directory.season, seed
    )
    order = sorted(
        range(len(found)), key=lambda i: (found[i].tier, -base.hits[i].mean(), found[i].program.program_code_nrmp)
    )[:MOST_YEARS]
    # What she heard from programs may have drawn scenarios anew: these chances do not depend on which.
    draws = np.arange(n_draws) % base.hits.shape[1]
    return YearPool(tuple(found[i] for i in order), base.hits[np.ix_(order, draws)], base)


def years_of(scene: Situation, picked: Picked) -> ListedYears | None:
    """Return the first years beside the advanced positions of a list; None where it holds no such position."""
    bench, pool = scene.bench, scene.bench.years
    advanced = sum(needs_year(bench.placed[i]) for i in picked.order)
    if pool is None or not advanced:
        return None
    programs = []
    for index in picked.years:
        placed = pool.placed[index]
        unfilled, seasons = placed.program.unfilled_record(scene.directory.season)
        ids = tuple(placed.program.result_id(season) for season in seasons)
        programs.append(
            ListedYear(
                placed.program, placed.tier, placed.why, pool.p_each(index), _record(unfilled, len(seasons)), ids
            )
        )
    base = pool.base
    return ListedYears(
        advanced,
        tuple(programs),
        pool.p_any(picked.years),
        base.share_without,
        base.ranked_share,
        base.entries,
        base.fact_ids,
    )


def _record(unfilled: int, seasons: int) -> str:
    """Say how often a program left a position unfilled.

    Examples
    --------
    >>> _record(0, 3), _record(2, 4)
    ('filled in each of 3 Matches', 'left a position unfilled in 2 of 4 Matches')
    """
    if not seasons:
        return "no Match of it is known"
    if not unfilled:
        return "filled in its one Match" if seasons == 1 else f"filled in each of {seasons} Matches"
    return f"left a position unfilled in {unfilled} of {seasons} Match{'' if seasons == 1 else 'es'}"
