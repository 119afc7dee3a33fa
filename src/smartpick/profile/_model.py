"""One applicant's profile. Everything is optional but the applicant type and one specialty; nothing is filled in.

Field meanings, units and examples are in ``docs/profile.md``; a test holds the two together. The fields stand in
``_record`` (who the applicant is) and ``_season`` (what she wants and does).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PrivateAttr
from pydantic_core import PydanticCustomError

from smartpick.profile._parts import Code, Part, Word
from smartpick.profile._record import (
    Applicant,
    Attempt,
    Availability,
    Clerkship,
    Ecfmg,
    Exams,
    Experience,
    Gap,
    Language,
    Letter,
    Military,
    Practice,
    Remediation,
    Setback,
    Study,
    Tie,
    Training,
    Visa,
    Work,
)
from smartpick.profile._season import (
    Budget,
    Contact,
    EarlierSeason,
    Goals,
    OwnAssumption,
    OwnFact,
    Partner,
    Rehearsal,
    SeasonEvent,
    Signal,
)
from smartpick.vocabulary import ApplicantType

__all__ = ["PROFILE_VERSION", "Attempt", "OwnFact", "Practice", "Profile", "Rehearsal", "Tie"]

PROFILE_VERSION: Literal[1] = 1


def _version(value: object) -> object:
    """Refuse what equals the version without being a whole number."""
    if type(value) is not int:
        raise PydanticCustomError("version", "version")
    return value


class Profile(Part):
    """One applicant."""

    profile_version: Annotated[Literal[1], BeforeValidator(_version)] = PROFILE_VERSION
    """Version of this format."""
    season: Annotated[int, Field(strict=True, ge=2020, le=2100)] | None = None
    """Year of the Match you apply for: 2027 is applied for in September 2026."""
    applicant: Applicant
    """Who applies."""
    exams: Exams = Exams()
    """Exams."""
    ecfmg: Ecfmg = Ecfmg()
    """ECFMG certification."""
    visa: Visa = Visa()
    """Citizenship and visa."""
    clerkships: tuple[Clerkship, ...] = ()
    """Clerkship grades."""
    us_experience: tuple[Experience, ...] = ()
    """Clinical experience in the United States."""
    letters: tuple[Letter, ...] = ()
    """Letters of recommendation."""
    research: tuple[Work, ...] = ()
    """Research."""
    service: tuple[Work, ...] = ()
    """Community service."""
    work: tuple[Work, ...] = ()
    """Work."""
    training: tuple[Training, ...] = ()
    """Residency training already done."""
    military: Military = Military()
    """Military obligation."""
    languages: tuple[Language, ...] = ()
    """Languages."""
    ties: tuple[Tie, ...] = ()
    """Bonds to places."""
    goals: Goals
    """What you want."""
    budget: Budget = Budget()
    """Money and number."""
    study: Study = Study()
    """Study for an exam ahead."""
    availability: Availability = Availability()
    """Time that can still be planned."""
    signals: tuple[Signal, ...] = ()
    """Signals already decided."""
    partner: Partner | None = None
    """Partner in the couples match."""
    earlier_seasons: tuple[EarlierSeason, ...] = ()
    """Seasons already applied in."""
    own_facts: tuple[OwnFact, ...] = ()
    """What you found out about programs."""
    season_log: tuple[SeasonEvent, ...] = ()
    """What happened this season."""
    rank_order: Annotated[tuple[Code, ...], Field(max_length=300)] = ()
    """Your rank order list as far as you have it, best first."""
    contacts: tuple[Contact, ...] = ()
    """People you asked, or mean to ask."""
    rehearsals: tuple[Rehearsal, ...] = ()
    """Practice answers."""
    setbacks: tuple[Setback, ...] = ()
    """Reasons behind weak results."""
    remediation: tuple[Remediation, ...] = ()
    """What you changed after a weak result."""
    gaps: tuple[Gap, ...] = ()
    """Stretches of time to explain."""
    assumptions: dict[Word, OwnAssumption] = Field(default_factory=dict)
    """Your own figures for the model's assumptions, by key."""
    _senior_before: ApplicantType | None = PrivateAttr(default=None)

    @property
    def senior_before(self) -> ApplicantType | None:
        """The type that the file tells, where she has graduated since and is read as a graduate; else None."""
        return self._senior_before

    def as_graduate(self, kind: ApplicantType) -> Profile:
        """Return the profile of a senior who has graduated since, read as of another type."""
        told = self.applicant.type
        read = self.model_copy(update={"applicant": self.applicant.model_copy(update={"type": kind})})
        read._senior_before = told  # noqa: SLF001 -- of this class
        return read
