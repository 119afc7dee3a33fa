"""Takes the plain figures out of a list, so that an answer shows the same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.guidance import ListFigures, Range

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList
    from smartpick.uncertainty import Estimate

__all__ = ["figures_of"]


def figures_of(made: ApplicationList) -> ListFigures:
    """Return a list's figures as guidance takes them."""
    summary, area = made.summary, made.compared.get("preferred_area_only")
    outcome = summary.outcome
    return ListFigures(
        season=made.season,
        stage=made.stage,
        is_planning=made.is_planning,
        programs=summary.programs,
        by_specialty=dict(summary.by_specialty),
        expected_interviews=_range(outcome.expected_interviews),
        p_match=_range(outcome.p_match),
        cost_usd=summary.cost.total_usd,
        is_cost_lower_bound=summary.cost.is_lower_bound,
        smallest_gain=min((each.marginal_gain for each in made.programs), default=0.0),
        stopped_by=made.stopped_by,
        area=made.preferred_area,
        area_programs=area.programs if area else None,
        area_p_match=_range(area.outcome.p_match) if area else None,
        usual={note.specialty: note.basis.usual_applications for note in made.specialties},
        basis={note.specialty: note.basis for note in made.specialties},
        now=tuple((step.title, step.text) for step in made.now.steps) if made.now else (),
        beside=made.beside,
        before_paying=made.before_paying,
        open_programs=made.open_programs,
    )


def _range(estimate: Estimate) -> Range:
    return Range(estimate.mean, estimate.low, estimate.high)
