"""What the rules are told: a profile whose fields are well formed, the names that are known, the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smartpick.profile._known import Known
from smartpick.profile._model import Profile
from smartpick.vocabulary import ApplicantType

__all__ = ["Case"]


@dataclass(frozen=True, slots=True)
class Case:
    """One profile to hold the rules against.

    Attributes
    ----------
    kind
        The applicant type; None when it is missing or malformed, so that nothing is concluded from it.
    file
        Name of the profile's file.
    """

    profile: Profile
    known: Known
    today: date
    kind: ApplicantType | None
    file: str
