"""The field's words: who applies, which kind of track, which signal, which stage of the season.

Words only, no logic and no figures. Specialty names are not here: they are facts, kept in
``facts/vocabulary/specialties.csv`` with every publisher's labels beside them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, get_args

__all__ = [
    "EVENTS",
    "EXAMS",
    "ApplicantType",
    "Band",
    "Choice",
    "EventName",
    "MissingReason",
    "SignalTier",
    "Stage",
    "Track",
    "Verification",
]

EXAMS = {
    "step1": "Step 1",
    "step2_ck": "Step 2 CK",
    "step3": "Step 3",
    "comlex1": "COMLEX Level 1",
    "comlex2": "COMLEX Level 2-CE",
    "comlex3": "COMLEX Level 3",
}
"""Field of a profile → the exam's name as a reader knows it."""

EventName = Literal[
    "applied",
    "invited",
    "scheduled",
    "declined",
    "waitlisted",
    "interviewed",
    "rejected",
    "ranked",
    "withdrawn",
    "open_house",
]
"""What can happen at a program in a season."""

EVENTS: tuple[str, ...] = get_args(EventName)


class ApplicantType(StrEnum):
    """The six groups that the NRMP reports separately."""

    US_MD_SENIOR = "us_md_senior"
    US_MD_GRADUATE = "us_md_graduate"
    US_DO_SENIOR = "us_do_senior"
    US_DO_GRADUATE = "us_do_graduate"
    US_CITIZEN_IMG = "us_citizen_img"
    NON_US_CITIZEN_IMG = "non_us_citizen_img"

    @property
    def is_img(self) -> bool:
        """True for graduates of schools outside the United States and Canada."""
        return self in {ApplicantType.US_CITIZEN_IMG, ApplicantType.NON_US_CITIZEN_IMG}

    @property
    def is_us_graduate(self) -> bool:
        """True for graduates of earlier years of schools in the United States."""
        return self in {ApplicantType.US_MD_GRADUATE, ApplicantType.US_DO_GRADUATE}

    @property
    def is_do(self) -> bool:
        """True for students and graduates of osteopathic schools."""
        return self in {ApplicantType.US_DO_SENIOR, ApplicantType.US_DO_GRADUATE}

    @property
    def label(self) -> str:
        """The name as a reader expects it."""
        return {
            ApplicantType.US_MD_SENIOR: "US MD senior",
            ApplicantType.US_MD_GRADUATE: "US MD graduate",
            ApplicantType.US_DO_SENIOR: "US DO senior",
            ApplicantType.US_DO_GRADUATE: "US DO graduate",
            ApplicantType.US_CITIZEN_IMG: "US-citizen IMG",
            ApplicantType.NON_US_CITIZEN_IMG: "non-US-citizen IMG",
        }[self]


class Track(StrEnum):
    """The kind of track, by the letter in its NRMP code (C, M, P, A, R)."""

    CATEGORICAL = "categorical"
    PRIMARY_CARE = "primary_care"
    PRELIMINARY = "preliminary"
    ADVANCED = "advanced"
    PHYSICIAN = "physician"


class SignalTier(StrEnum):
    """The tier of a preference signal; specialties without tiers have single ones."""

    GOLD = "gold"
    SILVER = "silver"
    SINGLE = "single"
    NONE = "none"


class Band(StrEnum):
    """A word for the chance of an interview offer at one program; the numbers stand behind it."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    REACH = "reach"
    CANNOT_TELL = "cannot tell"


class Choice(StrEnum):
    """Something that can still be changed in a season."""

    APPLICATIONS = "applications"
    """Programs, specialties and places to apply to, signals, and the record that programs read first."""
    LATE_APPLICATIONS = "late_applications"
    """More applications, behind those that came in time: ask before paying."""
    INTERVIEWS = "interviews"
    """Which interviews to take, and how the record is told there."""
    RANKS = "rank_list"
    """The rank order list."""
    SOAP = "soap"
    """What is sent and taken in SOAP."""


class Stage(StrEnum):
    """Where in the season today is; `choices` is the one place that says what can still be changed."""

    PREPARING = "preparing"
    OPEN = "open"
    SUBMITTED = "submitted"
    INTERVIEWING = "interviewing"
    RANKING = "ranking"
    MATCH_WEEK = "match_week"
    SOAP = "soap"
    MATCH_DAY = "match_day"
    OVER = "over"

    @property
    def choices(self) -> frozenset[Choice]:
        """What can still be changed for this season. Every advice asks this, so that none comes too late."""
        late = frozenset({Choice.LATE_APPLICATIONS, Choice.INTERVIEWS, Choice.RANKS, Choice.SOAP})
        return {
            Stage.PREPARING: frozenset(Choice) - {Choice.LATE_APPLICATIONS},
            Stage.OPEN: frozenset(Choice) - {Choice.LATE_APPLICATIONS},
            Stage.SUBMITTED: late,
            Stage.INTERVIEWING: late,
            Stage.RANKING: frozenset({Choice.RANKS, Choice.SOAP}),
            Stage.MATCH_WEEK: frozenset({Choice.SOAP}),
            Stage.SOAP: frozenset({Choice.SOAP}),
        }.get(self, frozenset())

    @property
    def is_closed(self) -> bool:
        """True once rank order lists are closed: nothing about matching can be changed any more."""
        return Choice.RANKS not in self.choices

    @property
    def is_past_interviews(self) -> bool:
        """True once interviews count no longer as something ahead: what is prepared now is for SOAP or later."""
        return Choice.INTERVIEWS not in self.choices


class MissingReason(StrEnum):
    """Why a figure is missing. Nothing in a fact file is blank."""

    NOT_PUBLISHED = "not_published"
    SUPPRESSED_SMALL_N = "suppressed_small_n"
    NOT_TRANSCRIBED = "not_transcribed"
    NOT_APPLICABLE = "not_applicable"


class Verification(StrEnum):
    """How sure the *reading* of a table is (not how good the publisher's work is)."""

    PRIMARY_CHECKED = "primary_checked"
    PRIMARY_SINGLE = "primary_single"
    SECONDARY_AGREE = "secondary_agree"
    SECONDARY_SINGLE = "secondary_single"
    SECONDARY_WEAK = "secondary_weak"
    DERIVED = "derived"
    ASSUMPTION = "assumption"
