"""Words for what the list holds as keys: stages, tiers, assumptions, chances short enough for a cell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from smartpick.uncertainty import in_percent
from smartpick.vocabulary import Choice, Stage

if TYPE_CHECKING:
    from datetime import date

    from smartpick.estimate import Assumption
    from smartpick.explain import ApplicationList, Reason, Summary
    from smartpick.uncertainty import Estimate

__all__ = [
    "COMPARED",
    "SERVICES",
    "assumption_text",
    "bill",
    "percent",
    "range_of",
    "season_line",
    "sign",
    "stage_text",
    "tier_name",
    "todo_of",
]

COMPARED = {
    "preferred_area_only": "first area only",
    "tiers_1_2": "first and second areas",
    "tiers_1_2_3": "anywhere you would go",
}

SERVICES = {"eras": "ERAS", "residencycas": "ResidencyCAS", "nrmp": "NRMP", "ecfmg": "ECFMG"}

_TIERS = {1: "First area", 2: "Second areas and ties", 3: "Elsewhere"}

_ASSUMED = {
    "step1_fail": "a failed Step 1 or Level 1 attempt",
    "step2_fail": "a failed Step 2 CK or Level 2-CE attempt",
    "years_since_graduation": "each year since graduation after the second",
    "needs_visa": "needing a visa",
    "does_not_need_visa": "needing no visa",
    "comlex_only": "COMLEX without USMLE",
}
_NINE_TENTHS = 1.645
_FELT = 0.02


def stage_text(stage: Stage) -> str:
    """Return a stage of the season in words."""
    from smartpick.tongues import tongue

    return tongue("en")(f"stage.{stage}")


def todo_of(stage: Stage) -> str:
    """Return under which word the texts say what can still be done at a stage.

    Examples
    --------
    >>> [todo_of(stage) for stage in (Stage.OPEN, Stage.INTERVIEWING, Stage.RANKING, Stage.SOAP, Stage.MATCH_DAY)]
    ['plan', 'interviews', 'ranks', 'soap', 'over']
    """
    order = {
        Choice.APPLICATIONS: "plan",
        Choice.INTERVIEWS: "interviews",
        Choice.RANKS: "ranks",
        Choice.SOAP: "soap",
    }
    return next((word for choice, word in order.items() if choice in stage.choices), "over")


def season_line(season: int, today: date, stage: Stage, directory_season: int) -> str:
    """Return for which season and day an answer is, and whose programs it knows."""
    return (
        f"Season {season}, {today}: {stage_text(stage)}. Programs are those of the {directory_season} Match, the newest"
        " published list."
    )


def tier_name(made: ApplicationList, tier: int) -> str:
    """Return the heading of a tier; an area that is asked for, or the only one, goes by its own name."""
    if tier == 1 and made.preferred_area:
        return f"{_TIERS[1]} ({made.preferred_area})"
    if tier == 3 and not any(each.tier < 3 for each in made.programs):
        return "Anywhere you would go"
    return _TIERS[tier]


def percent(estimate: Estimate) -> str:
    """Return a chance with its interval, short enough for a cell.

    Examples
    --------
    >>> import numpy as np
    >>> from smartpick.uncertainty import Estimate
    >>> percent(Estimate(np.array([0.1, 0.2, 0.3]), "probability"))
    '20 % (11 to 29)'
    """
    return in_percent(estimate.mean, estimate.low, estimate.high)


def range_of(estimate: Estimate) -> str:
    """Return an expected number with its interval."""
    return f"{estimate.mean:.1f} ({estimate.low:.1f} to {estimate.high:.1f})"


def bill(summary: Summary) -> str:
    """Return what a list costs; a lower bound says so."""
    return f"{'at least ' if summary.cost.is_lower_bound else ''}${summary.cost.total_usd:,.0f}"


def sign(reason: Reason) -> str:
    """Return + for what raises the chance of an interview offer, a minus for what lowers it, else nothing."""
    if reason.effect is None or abs(reason.effect) < _FELT:
        return ""
    return "+ " if reason.effect > 0 else "− "


def assumption_text(each: Assumption) -> str:
    """Say what an assumption does, as a factor on odds where it is one.

    Examples
    --------
    >>> from smartpick.estimate import Assumption
    >>> assumption_text(Assumption("step1_fail", -0.8, 0.5, "logit_match", "", ""))
    'a failed Step 1 or Level 1 attempt: odds of matching × 0.45 (0.20 to 1.02)'
    """
    low, high = each.mean - _NINE_TENTHS * each.sd, each.mean + _NINE_TENTHS * each.sd
    if each.key == "strength_sd":
        return (
            f"what no record shows and all programs see alike: one step of it moves the odds of an interview offer by a"
            f" factor of {math.exp(abs(each.mean)):.1f} ({math.exp(max(0.0, low)):.1f} to {math.exp(high):.1f})"
        )
    name = _ASSUMED.get(each.key, each.key.replace("_", " "))
    if each.scale.startswith("logit"):
        about = "an interview offer" if each.scale.startswith("logit_interview") else "matching"
        return f"{name}: odds of {about} × {math.exp(each.mean):.2f} ({math.exp(low):.2f} to {math.exp(high):.2f})"
    return f"{name}: {each.mean:g} ± {each.sd:g} ({each.scale.replace('_', ' ')})"
