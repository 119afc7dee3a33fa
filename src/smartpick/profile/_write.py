"""The commented template that a new applicant fills in, and a view of a profile without its private parts."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartpick.profile._model import Profile

__all__ = ["public_view", "template"]


def template() -> str:
    """Return the commented template; as it stands it is a valid profile of an applicant of whom little is known."""
    return files("smartpick.profile").joinpath("template.toml").read_text(encoding="utf-8")


def public_view(profile: Profile) -> Profile:
    """Return the profile without what is private.

    Notes
    -----
    Left out: the partner; contacts; the rank order list; setbacks, gaps, remediation and ties that are marked private.
    Ties to a partner and evaluations are private unless their ``is_private`` is false. Of feedback on a rotation only
    praise stays.
    """
    return profile.model_copy(
        update={
            "partner": None,
            "contacts": (),
            "rank_order": (),
            "ties": tuple(
                tie for tie in profile.ties if not _is_private(said=tie.is_private, usually=tie.kind == "partner")
            ),
            "setbacks": tuple(setback for setback in profile.setbacks if not setback.is_private),
            "remediation": tuple(
                step
                for step in profile.remediation
                if not _is_private(said=step.is_private, usually=step.kind == "evaluation")
            ),
            "us_experience": tuple(
                each if each.feedback == "praise" else each.model_copy(update={"note": None, "feedback": None})
                for each in profile.us_experience
            ),
            "gaps": tuple(gap for gap in profile.gaps if not gap.is_private),
        }
    )


def _is_private(*, said: bool | None, usually: bool) -> bool:
    return usually if said is None else said
