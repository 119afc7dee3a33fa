"""The applicant's record: who she is, exams, visa, clinical work, letters, research, languages, ties, setbacks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from smartpick.profile._parts import (
    Code,
    Day,
    Hours,
    Institution,
    Months,
    Part,
    Percent,
    Score,
    State,
    Text,
    Truth,
    Word,
)
from smartpick.vocabulary import ApplicantType

__all__ = [
    "Applicant",
    "Attempt",
    "Availability",
    "Clerkship",
    "Ecfmg",
    "Exams",
    "Experience",
    "Gap",
    "Language",
    "Letter",
    "Military",
    "Practice",
    "QuestionBank",
    "Remediation",
    "Setback",
    "Study",
    "Tie",
    "Training",
    "Visa",
    "Work",
]

Exam = Literal["step1", "step2_ck", "step3", "comlex1", "comlex2", "comlex3"]


class Applicant(Part):
    """Who applies."""

    type: ApplicantType
    """One of the six groups that the NRMP reports."""
    graduation_date: Day | None = None
    """Graduation from medical school, done or expected."""
    school: Word | None = None
    """Your medical school, in your own words."""
    school_state: State | None = None
    """State of a US medical school."""
    school_country: Word | None = None
    """Country of the medical school."""
    home_institutions: tuple[Institution, ...] = ()
    """NRMP institution codes of your own school's programs."""


class Attempt(Part):
    """One attempt at an exam, done or planned."""

    date: Day | None = None
    """Day the exam was taken."""
    planned_date: Day | None = None
    """Day it is planned for."""
    result: Literal["pass", "fail", "incomplete"] | None = None
    """What the report says; an incomplete attempt counts as an attempt and has no score."""
    score: Score | None = None
    """The number on the report, where there is one."""
    result_expected: Day | None = None
    """When the result is due."""


class Practice(Part):
    """A practice test."""

    exam: Exam
    """The exam it prepares for."""
    name: Word
    """Which practice test."""
    date: Day
    """Day it was taken."""
    score: Score
    """Score on that test's own scale."""


class Exams(Part):
    """All exams with all attempts, in the order they were taken."""

    step1: tuple[Attempt, ...] = ()
    """USMLE Step 1, one block per attempt; a number only where it was taken before 26 January 2022."""
    step2_ck: tuple[Attempt, ...] = ()
    """USMLE Step 2 CK, one block per attempt."""
    step3: tuple[Attempt, ...] = ()
    """USMLE Step 3, one block per attempt."""
    comlex1: tuple[Attempt, ...] = ()
    """COMLEX-USA Level 1, one block per attempt; a number only where it was taken before 10 May 2022."""
    comlex2: tuple[Attempt, ...] = ()
    """COMLEX-USA Level 2-CE, one block per attempt."""
    comlex3: tuple[Attempt, ...] = ()
    """COMLEX-USA Level 3, one block per attempt."""
    practice: tuple[Practice, ...] = ()
    """Practice tests."""


class Ecfmg(Part):
    """Certification of international graduates."""

    certified: Truth | None = None
    """Whether ECFMG has certified you."""
    date: Day | None = None
    """Day of certification, or when it is expected."""
    pathway: Annotated[int, Field(strict=True, ge=1, le=6)] | None = None
    """ECFMG pathway."""


class Visa(Part):
    """Citizenship and visa need."""

    status: Literal["us_citizen", "permanent_resident", "daca", "needs_visa", "has_work_permit", "other"] | None = None
    """What applies to you at the start of residency."""
    accepts: tuple[Literal["j1", "h1b"], ...] = ()
    """Visas you would come on."""
    permit_until: Day | None = None
    """Last day of a work permit (DACA and other permits)."""


class Clerkship(Part):
    """A clerkship grade."""

    name: Word
    """Which clerkship."""
    grade: Word | None = None
    """The grade as your school writes it."""
    is_honors: Truth | None = None
    """Whether that is the top grade."""
    is_pass_fail: Truth | None = None
    """Whether the clerkship had no grades but pass and fail."""
    shelf_score: Score | None = None
    """Subject exam, as on its report."""
    shelf_percentile: Percent | None = None
    """Subject exam, percentile."""
    date: Day | None = None
    """When it ended, or is planned."""


class Experience(Part):
    """Clinical experience in the United States."""

    kind: Literal["hands_on", "observership", "externship", "sub_internship", "away_rotation", "research_year"]
    """What kind of experience; hands-on means with responsibility for patients."""
    place: Word | None = None
    """Hospital, clinic or town, in your own words."""
    state: State | None = None
    """In which state it was."""
    specialty: Word | None = None
    """In which specialty or subspecialty, in your own words."""
    program_code_nrmp: Code | None = None
    """The program whose site it was."""
    start: Day | None = None
    """First day."""
    end: Day | None = None
    """Last day."""
    months: Months | None = None
    """How long it lasted, or will."""
    is_done: Truth | None = None
    """Done (true) or planned (false)."""
    cost_usd: Annotated[float, Field(strict=True, ge=0, le=100_000)] | None = None
    """What a planned rotation costs: fees, travel, housing."""
    note: Text | None = None
    """Feedback and what you learned, in your own words."""
    feedback: Literal["praise", "mixed", "critical"] | None = None
    """Which way that feedback goes; only praise leaves your machine or goes to writers."""


class Letter(Part):
    """A letter of recommendation."""

    writer_role: Word
    """What the writer is; no name is needed."""
    specialty: Word | None = None
    """The writer's specialty."""
    weeks_supervised: Annotated[float, Field(strict=True, ge=0, le=260)] | None = None
    """How long the writer supervised you directly."""
    place: Word | None = None
    """Hospital, clinic or town where the writer works."""
    state: State | None = None
    """In which state that is."""
    knows_growth: Truth | None = None
    """Whether the writer can speak to growth after a setback."""
    is_standardized: Truth | None = None
    """Whether it is a standardized letter (SLOE and the like)."""
    status: Literal["idea", "asked", "agreed", "uploaded"] | None = None
    """How far it is."""
    date: Day | None = None
    """When it was uploaded, or is due."""
    shared_cases: Text | None = None
    """What you did together that the writer may recall; nothing by which a patient is known."""


class Work(Part):
    """Research, service or work: what, where, when."""

    title: Text | None = None
    """What you did, in your own words."""
    theme: Word | None = None
    """What it is about: underserved care, homelessness, public health …"""
    place: Word | None = None
    """Where, in your own words."""
    state: State | None = None
    """In which state it was."""
    start: Day | None = None
    """First day."""
    end: Day | None = None
    """Last day; absent while it goes on."""
    hours: Hours | None = None
    """Hours in all."""
    is_leadership: Truth | None = None
    """Whether you led it."""
    output: Literal["none", "poster", "abstract", "paper", "talk"] | None = None
    """What came of research."""
    output_status: Literal["planned", "submitted", "accepted", "published"] | None = None
    """How far the output is."""
    note: Text | None = None
    """One thing you did or saw there, for use in texts and interviews."""


class Training(Part):
    """Residency training already done."""

    specialty: Word
    """In which specialty, in your own words."""
    start: Day | None = None
    """First day."""
    end: Day | None = None
    """Last day."""
    is_completed: Truth | None = None
    """Whether it was completed."""


class Military(Part):
    """Military obligation."""

    has_obligation: Truth | None = None
    """Whether you owe service."""
    in_military_match: Truth | None = None
    """Whether you take part in the military match."""


class Language(Part):
    """A language."""

    name: Word
    """Which language."""
    level: Literal["native", "fluent", "advanced", "intermediate", "basic"]
    """How well you speak it."""


class Tie(Part):
    """A bond to a place."""

    kind: Literal[
        "grew_up", "born", "college", "medical_school", "family", "partner", "work", "service", "lives_now", "other"
    ]
    """What the bond is."""
    place: Word
    """City, county or region in your own words."""
    state: State
    """In which state that is."""
    start: Day | None = None
    """Since when."""
    end: Day | None = None
    """Until when; absent while it lasts."""
    is_private: Truth | None = None
    """Keep it out of exports; ties to a partner are private unless this is false."""
    note: Text | None = None
    """Anything else about it."""


class Setback(Part):
    """A reason behind a weak result. Private unless you say otherwise."""

    kind: Literal["illness", "family", "learning_difference", "language", "finances", "study_method", "other"]
    """What lay behind it."""
    note: Text | None = None
    """What happened, in your own words."""
    is_documented: Truth | None = None
    """Whether it can be documented."""
    is_resolved: Truth | None = None
    """Whether it is resolved or under control."""
    is_private: Truth = True
    """Keep it out of exports; true unless you write false."""


class Remediation(Part):
    """What you changed after a weak result."""

    kind: Literal["tutoring", "course", "question_bank", "study_method", "schedule", "coaching", "evaluation", "other"]
    """What kind of change."""
    exam: Exam | None = None
    """The exam it was for."""
    start: Day | None = None
    """First day."""
    end: Day | None = None
    """Last day; absent while it goes on."""
    is_documented: Truth | None = None
    """Whether it can be documented."""
    note: Text | None = None
    """What was different afterwards, in your own words."""
    is_private: Truth | None = None
    """Keep it out of exports; evaluations are private unless this is false."""


class Gap(Part):
    """A stretch of time that a reader will ask about."""

    start: Day
    """First day."""
    end: Day | None = None
    """Last day."""
    reason: Text | None = None
    """Why, in your own words."""
    is_private: Truth = False
    """Keep it out of exports; false unless you write true."""


class QuestionBank(Part):
    """How far a question bank is, on one day."""

    name: Word
    """Which question bank."""
    exam: Exam | None = None
    """The exam it prepares for."""
    date: Day
    """The day of this count."""
    done: Annotated[int, Field(strict=True, ge=0, le=100_000)]
    """Questions done."""
    total: Annotated[int, Field(strict=True, ge=1, le=100_000)] | None = None
    """Questions in all."""
    percent_correct: Percent | None = None
    """Share of those done that were right."""


class Study(Part):
    """Study for an exam ahead."""

    hours_per_day: Annotated[float, Field(strict=True, ge=0, le=24)] | None = None
    """Time for study on a usual day."""
    question_banks: tuple[QuestionBank, ...] = ()
    """Counts of questions done, one block per count."""


class Availability(Part):
    """Time that can still be planned."""

    free_months: tuple[Day, ...] = ()
    """Months without a rotation, in which an away rotation fits."""
    hours_per_week: Annotated[float, Field(strict=True, ge=0, le=168)] | None = None
    """Time for service or research in a usual week."""
    interests: tuple[Word, ...] = ()
    """Themes that you would like to work on."""
