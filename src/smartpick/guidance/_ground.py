"""What every reading of a record starts from: the profile, the season, the benchmarks, and the model's own terms.

The model's terms are the same objects that the list is made from, so that no second figure for the same thing exists.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from smartpick.estimate import Assumptions, SpecialtyBasis, applicant_of, estimate_chances
from smartpick.facts import Facts, Figure, SeasonCalendar, season_calendar, season_of
from smartpick.guidance._benchmarks import Benchmarks
from smartpick.guidance._finding import Range
from smartpick.market.season import shipped_asset
from smartpick.programs import Directory, Specialty, resolve_specialty
from smartpick.uncertainty import CENTRAL
from smartpick.vocabulary import Choice, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from smartpick.estimate import Applicant
    from smartpick.profile import Profile

__all__ = [
    "EFFECT_FIELDS",
    "Ground",
    "factor_text",
    "ground_of",
    "odds_factor",
    "percentile_text",
    "span_text",
    "whole",
]

EARLY = frozenset(stage for stage in Stage if Choice.APPLICATIONS in stage.choices)
"""Stages in which applications can still be chosen."""


EFFECT_FIELDS = {
    "step1_fail": "exams.step1",
    "step2_fail": "exams.step2_ck",
    "years_since_graduation": "applicant.graduation_date",
    "needs_visa": "visa.status",
    "does_not_need_visa": "visa.status",
    "comlex_only": "exams.comlex2",
}
"""Effect of the chance model → the field of the profile that it comes from."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """One applicant in one season, with everything that guidance looks at.

    Attributes
    ----------
    basis
        Specialty key → what its chances rest on, for each of her specialties in the directory.
    """

    facts: Facts
    directory: Directory
    profile: Profile
    season: int
    today: date
    calendar: SeasonCalendar
    stage: Stage
    benchmarks: Benchmarks
    assumptions: Assumptions
    applicant: Applicant
    specialties: tuple[Specialty, ...]
    basis: Mapping[str, SpecialtyBasis]

    @property
    def is_early(self) -> bool:
        """True while applications can still be chosen."""
        return self.stage in EARLY

    def day(self, event: str) -> date | None:
        """Return a day of the season that still lies ahead, else None."""
        found = self.calendar.days.get(event)
        return found.day if found is not None and found.day >= self.today else None

    @property
    def reading_day(self) -> date | None:
        """The day on which programs begin to read, while it lies ahead."""
        return self.day("programs_may_review")

    def figure(self, measure: str, *, specialty: str = "all", stratum: str = "all", kind: str = "") -> Figure | None:
        """Return the newest published figure of a measure for a specialty and applicant type, else None."""
        wanted = kind or str(self.profile.applicant.type)
        found = [
            each
            for each in self.facts.statistics(measure)
            if each.value is not None
            and specialty in each.specialty_keys
            and each.stratum == stratum
            and wanted in each.applicant_type_keys
        ]
        return max(found, key=lambda each: each.season, default=None)

    def basis_of(self, specialties: Sequence[str]) -> dict[str, SpecialtyBasis]:
        """Return what the chances of some specialties would rest on for her."""
        return _basis(self.facts, self.directory, self.assumptions, self.applicant, specialties)


def ground_of(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    today: date,
    season: int | None = None,
    own: Mapping[str, object] | None = None,
    *,
    has_basis: bool = True,
) -> Ground:
    """Return what a reading of this record starts from.

    Parameters
    ----------
    own
        Her own benchmarks, by key.
    has_basis
        False where nothing is asked about chances, which take longest to work out.

    Raises
    ------
    RequestError
        For an unknown specialty or benchmark.
    """
    year = season or profile.season or season_of(facts, today)
    calendar = season_calendar(facts, year)
    assumptions = Assumptions(facts, {key: (each.mean, each.sd) for key, each in profile.assumptions.items()})
    applicant = applicant_of(profile, year)
    found = [resolve_specialty(facts, name) for name in profile.goals.specialties]
    specialties = tuple({each.key: each for each in found}.values())
    return Ground(
        facts,
        directory,
        profile,
        year,
        today,
        calendar,
        calendar.stage(today),
        Benchmarks(facts, profile.applicant.type, own),
        assumptions,
        applicant,
        specialties,
        _basis(facts, directory, assumptions, applicant, [each.key for each in specialties]) if has_basis else {},
    )


def _basis(
    facts: Facts, directory: Directory, assumptions: Assumptions, applicant: Applicant, specialties: Sequence[str]
) -> dict[str, SpecialtyBasis]:
    everywhere = directory.of(specialties)
    # One program of each is enough: what a specialty's chances rest on does not depend on which are asked about.
    first = {program.specialty: program for program in reversed(everywhere)}
    programs = [first[key] for key in specialties if key in first]
    if not programs:
        return {}
    chances = estimate_chances(
        facts, assumptions, applicant, programs, everywhere, directory.season, 1, shipped_asset(facts)
    )
    return chances.basis


def odds_factor(draws: NDArray[np.float64]) -> Range:
    """Return draws of a change in log-odds as a factor on odds with its central interval."""
    import numpy as np

    low, high = np.quantile(draws, [(1 - CENTRAL) / 2, (1 + CENTRAL) / 2])
    return Range(math.exp(float(draws.mean())), math.exp(float(low)), math.exp(float(high)))


def factor_text(effect: Range) -> str:
    """Return a factor on odds in words.

    Examples
    --------
    >>> factor_text(Range(0.45, 0.2, 1.02))
    'odds × 0.45 (0.20 to 1.02)'
    """
    return f"odds × {effect.mean:.2f} ({effect.low:.2f} to {effect.high:.2f})"


def whole(chance: float) -> str:
    """Return a chance in whole percent, never as 0 or 100.

    Examples
    --------
    >>> whole(0.998), whole(0.004), whole(0.5)
    ('more than 99', 'less than 1', '50')
    """
    return "more than 99" if chance > 0.99 else "less than 1" if chance < 0.01 else f"{100 * chance:.0f}"


def span_text(low: float, high: float) -> str:
    """Return an interval of a chance.

    Examples
    --------
    >>> span_text(0.21, 0.995), span_text(0.995, 0.999)
    ('21 to more than 99 %', 'more than 99 %')
    """
    first, last = whole(low), whole(high)
    return f"{first} %" if first == last else f"{first} to {last} %"


def percentile_text(share: float) -> str:
    """Return a place among takers in words.

    Examples
    --------
    >>> percentile_text(0.207), percentile_text(0.02), percentile_text(0.99)
    ('about the 21st percentile', 'below the 5th percentile', 'above the 95th percentile')
    """
    whole = round(100 * share)
    if whole < 5:
        return "below the 5th percentile"
    if whole > 95:
        return "above the 95th percentile"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th") if whole not in {11, 12, 13} else "th"
    return f"about the {whole}{ending} percentile"
