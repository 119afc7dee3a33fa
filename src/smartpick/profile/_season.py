"""What the applicant wants and does: goals, budget, signals, partner, earlier seasons, own facts, season log."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from smartpick.profile._parts import Code, Day, Institution, Number, Part, Text, Truth, Word
from smartpick.vocabulary import EventName, SignalTier

__all__ = [
    "PRIORITIES",
    "Areas",
    "Budget",
    "Contact",
    "EarlierSeason",
    "Goals",
    "OwnAssumption",
    "OwnFact",
    "OwnFactField",
    "Partner",
    "ProgramWish",
    "Rehearsal",
    "SeasonEvent",
    "Signal",
]

PRIORITIES = (
    "location",
    "specialty",
    "chance",
    "cost",
    "program_type",
    "mission",
    "ties",
    "visa",
    "exams",
    "attempts",
    "graduation",
    "us_experience",
    "img",
    "do",
    "same_school",
    "same_country",
    "fellowships",
    "fill_rate",
    "signals",
    "soap",
)


def _priority(word: str) -> str:
    if word not in PRIORITIES:
        raise PydanticCustomError("literal_error", "priority", {"expected": ", ".join(map(repr, PRIORITIES))})
    return word


OwnFactField = Literal[
    "minimum_step1",
    "minimum_step2_ck",
    "minimum_comlex2",
    "max_failed_attempts",
    "accepts_comlex_only",
    "requires_step3",
    "requires_ecfmg_at_application",
    "sponsors_j1",
    "sponsors_h1b",
    "max_years_since_graduation",
    "min_us_experience_months",
    "has_holistic_review",
    "program_type",
    "is_safety_net",
    "img_share",
    "us_citizen_img_share",
    "non_us_citizen_img_share",
    "do_share",
    "interview_rate",
    "applications_received",
    "interviews_offered",
    "board_pass_rate",
    "salary_usd",
    "mission",
    "thank_you_policy",
    "note",
]


class Areas(Part):
    """Where you would live, best first."""

    tier1: tuple[Word, ...] = ()
    """Places you would be glad about."""
    tier2: tuple[Word, ...] = ()
    """Places with a bond, second to those."""
    tier3: tuple[Word, ...] = ()
    """Further places where you would go."""
    never: tuple[Word, ...] = ()
    """Places where you would not."""
    anywhere: Truth = True
    """Whether anywhere else counts as tier 3; true unless you write false."""


class ProgramWish(Part):
    """What you think of one program."""

    program_code_nrmp: Code
    """Which program you mean."""
    desire: Annotated[int, Field(strict=True, ge=1, le=5)] | None = None
    """How glad you would be, 1 (little) to 5 (much)."""
    is_never: Truth | None = None
    """Whether you would not go there at all."""
    is_always: Truth | None = None
    """Whether it is on your list whatever it adds."""
    tier: Annotated[int, Field(strict=True, ge=1, le=3)] | None = None
    """Which of your areas it counts with, wherever it lies: 1 the first, 2 the second, 3 the third."""
    note: Text | None = None
    """Why, in your own words."""


class Goals(Part):
    """What you want."""

    specialties: Annotated[tuple[Word, ...], Field(min_length=1, max_length=6)]
    """In order, the one you want most first; NRMP names, keys, codes and usual short forms."""
    areas: Areas = Areas()
    """Where."""
    where_over_whether: Annotated[float, Field(strict=True, ge=0, le=1)] = 0.5
    """0: to match anywhere is all that counts; 1: to match where you want counts most; 0.5 unless you say."""
    priorities: dict[Annotated[str, AfterValidator(_priority)], Annotated[int, Field(strict=True, ge=1, le=5)]] = Field(
        default_factory=dict
    )
    """What matters to you, 1 (little) to 5 (much)."""
    programs: tuple[ProgramWish, ...] = ()
    """What you think of single programs."""
    include_preliminary: Truth | None = None
    """Whether a preliminary or transitional year is an option."""
    preferred_divisions: Annotated[tuple[Word, ...], Field(max_length=3)] = ()
    """Divisions named as preferred in the application, at most three."""
    has_no_division_preference: Truth | None = None
    """Whether you state in the application that you have no preference."""
    preferred_settings: tuple[Literal["urban", "suburban", "rural"], ...] = ()
    """Settings named as preferred in the application."""
    practice_area: Word | None = None
    """Where you mean to practice after residency."""


class Budget(Part):
    """Money and number."""

    usd: Annotated[float, Field(strict=True, gt=0, le=100_000)] | None = None
    """All application money: applications, transcripts, registration."""
    max_programs: Annotated[int, Field(strict=True, ge=1, le=1000)] | None = None
    """The most programs you would apply to."""
    planned_programs: Annotated[int, Field(strict=True, ge=1, le=1000)] | None = None
    """How many you had in mind; what can be left out of those is said."""
    fee_assistance: Truth = False
    """Whether the AAMC's Fee Assistance Program has approved you; false unless you write true."""


class Signal(Part):
    """A preference signal already decided."""

    institution_code: Institution
    """NRMP institution code: a signal goes to the institution."""
    specialty: Word
    """For which specialty."""
    tier: Literal[SignalTier.GOLD, SignalTier.SILVER, SignalTier.SINGLE]
    """Which kind of signal; single where the specialty has no tiers."""


class Partner(Part):
    """The partner in the couples match. Private."""

    profile: Word
    """File of the partner's profile, seen from this file's folder."""
    most_miles: Annotated[float, Field(strict=True, ge=0, le=3000)] | None = None
    """How far apart your two programs may be."""
    accepts_one_unmatched: Truth | None = None
    """Whether one matched and one unmatched is better than both unmatched."""
    accepts_apart: Truth | None = None
    """Whether both matched farther apart than that is better than one of you unmatched."""


class EarlierSeason(Part):
    """A season already applied in."""

    season: Annotated[int, Field(strict=True, ge=2000, le=2100)]
    """Year of the Match."""
    specialties: tuple[Word, ...] = ()
    """Specialties applied to."""
    applications: Annotated[int, Field(strict=True, ge=0, le=2000)] | None = None
    """How many applications."""
    interviews: Annotated[int, Field(strict=True, ge=0, le=200)] | None = None
    """How many interview offers."""
    ranked: Annotated[int, Field(strict=True, ge=0, le=300)] | None = None
    """How many programs on the rank order list."""
    outcome: Literal["matched", "soap", "unmatched", "withdrew", "no_interviews"] | None = None
    """What came of it."""
    submitted_date: Day | None = None
    """When the applications were sent."""
    programs: tuple[Code, ...] = ()
    """NRMP codes applied to."""
    interviewed_at: tuple[Code, ...] = ()
    """NRMP codes that offered an interview."""


class OwnFact(Part):
    """Something you found out about a program. It goes over ours and stays apart from it."""

    program_code_nrmp: Code
    """Which program it is about."""
    field: OwnFactField
    """What it is about; the table of own facts says which value each takes."""
    value: Truth | Annotated[int, Field(strict=True)] | Number | Text
    """The fact: a number, yes or no (true, false), or a text."""
    strict: Truth = True
    """A rule (true) or a preference (false); said wherever the program asks for something."""
    source: Word
    """Who said so, or where it stands."""
    date: Day
    """When you found it."""


class SeasonEvent(Part):
    """Something that happened this season."""

    program_code_nrmp: Code
    """At which program."""
    event: EventName
    """What happened; an interview ahead is scheduled, an open house may lie ahead as such."""
    date: Day | None = None
    """When; only what is scheduled and open houses may lie ahead."""
    note: Text | None = None
    """Anything else about it, in your own words."""


class Contact(Part):
    """Someone you asked, or mean to ask. Left out of exports."""

    role: Word
    """What the person is; no name is needed."""
    program_code_nrmp: Code | None = None
    """About which program."""
    date: Day | None = None
    """When you asked."""
    follow_up_date: Day | None = None
    """When to ask again."""
    note: Text | None = None
    """What to ask, or what was said; facts go under own_facts with this as their source."""


_Mark = Annotated[int, Field(strict=True, ge=1, le=5)]


class Rehearsal(Part):
    """A practice answer, with its marks."""

    question: Word
    """Which question: its key, or your own words."""
    date: Day
    """When you practiced."""
    honest: _Mark
    """How honest, 1 to 5."""
    specific: _Mark
    """How specific, 1 to 5."""
    confident: _Mark
    """How confident, 1 to 5."""
    seconds: Annotated[int, Field(strict=True, ge=1, le=3600)] | None = None
    """How long it took."""
    by: Literal["self", "peer", "advisor"] | None = None
    """Who gave the marks."""


class OwnAssumption(Part):
    """Your own figure in place of one of the model's assumptions."""

    mean: Number
    """Centre, in the unit of the assumption."""
    sd: Annotated[float, Field(strict=True, ge=0)]
    """Standard deviation, in the same unit."""
