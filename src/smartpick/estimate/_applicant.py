"""The applicant as the chance model sees her: only what a published figure or a named assumption can speak to.

Nothing about sex, age, race, names or the school's standing is here, so nothing of it can enter a chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from smartpick.vocabulary import ApplicantType, SignalTier

__all__ = ["Applicant", "Earlier", "GroupShare", "Heard", "OwnRule"]


@dataclass(frozen=True, slots=True)
class GroupShare:
    """A program's own share of residents of some applicant types, 0-1."""

    share: float
    group: tuple[ApplicantType, ...]


@dataclass(frozen=True, slots=True)
class OwnRule:
    """What the applicant found out about one program.

    Attributes
    ----------
    rules_out
        True when a strict rule excludes her, False when she is known to meet the rules asked about.
    interview_rate
        A rate of interview offers that the program reports for applicants like her, 0-1; None when unknown.
    text
        The fact in words, with its source and date.
    share
        The program's own share of residents like her; None when unknown.
    """

    rules_out: bool
    interview_rate: float | None
    text: str
    share: GroupShare | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard from one program this season.

    Attributes
    ----------
    what
        ``invited``, ``rejected``, or ``silent``: applied, and nothing came yet.
    days
        Days from the one on which programs may begin to read to today; only silence needs it, None when unknown.
    is_declined
        She declined the invitation or withdrew.
    is_turned_down
        The program turned her down after it had invited her.
    """

    what: str
    days: float | None = None
    is_declined: bool = False
    is_turned_down: bool = False

    @property
    def is_over(self) -> bool:
        """True for an invitation that leads nowhere any more."""
        return self.is_declined or self.is_turned_down


@dataclass(frozen=True, slots=True)
class Earlier:
    """What programs answered in the last season that she applied in.

    Attributes
    ----------
    specialties
        Keys of the specialties applied to; empty when they are not told.
    applications, interviews
        How many applications, and how many of them were answered with an interview offer.
    programs, interviewed_at
        The same by track code; empty when only the numbers are told.
    """

    season: int
    specialties: tuple[str, ...]
    applications: int
    interviews: int
    programs: tuple[str, ...] = ()
    interviewed_at: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the chance model is told about an applicant; None means not known, never a default.

    Attributes
    ----------
    step2_ck
        Passing Step 2 CK score.
    comlex2
        Passing COMLEX Level 2-CE score.
    step2_practice
        Mean of the last practice tests for Step 2 CK, on its scale; counts only while there is no score.
    step1_fails, step2_fails
        Failed attempts, COMLEX Level 1 and 2 counted with them.
    is_step1_unpassed, is_step2_unpassed
        Step 1 or Level 1, Step 2 CK or Level 2-CE was failed and neither of the two has been passed.
    is_step1_made_good, is_step2_made_good
        Whichever of the two was failed has been passed as well: the record holds the pass.
    years_since_graduation
        From graduation to the July in which the residency starts.
    needs_visa
        True when she needs sponsorship by the program.
    school_state
        State of a US medical school.
    tie_states
        States with a tie of hers, and what it is; empty where all her ties to the state are private.
    home_institutions, rotated_at
        NRMP institution codes of the own school's programs, and track codes of away rotations done or fixed.
    signals
        Signals already decided, by institution code and specialty.
    own_rules
        What she found out, by track code.
    heard
        What programs have answered this season, by track code.
    earlier
        What they answered in the last season that she applied in; None for a first application.
    """

    applicant_type: ApplicantType
    step2_ck: float | None = None
    comlex2: float | None = None
    step2_practice: float | None = None
    is_comlex_only: bool = False
    step1_fails: int = 0
    step2_fails: int = 0
    is_step1_unpassed: bool = False
    is_step2_unpassed: bool = False
    is_step1_made_good: bool = False
    is_step2_made_good: bool = False
    years_since_graduation: float | None = None
    needs_visa: bool | None = None
    school_state: str | None = None
    tie_states: Mapping[str, str] = field(default_factory=dict)
    home_institutions: frozenset[str] = frozenset()
    rotated_at: frozenset[str] = frozenset()
    signals: Mapping[tuple[str, str], SignalTier] = field(default_factory=dict)
    own_rules: Mapping[str, OwnRule] = field(default_factory=dict)
    heard: Mapping[str, Heard] = field(default_factory=dict)
    earlier: Earlier | None = None
