"""What are this applicant's chances, program by program and together?

Published tables set every level, simulated seasons the differences between programs where they are at hand, named
assumptions what neither tells. One unobserved strength is shared by all of an applicant's applications.
"""

from __future__ import annotations

from smartpick.estimate._applicant import Applicant, Earlier, Heard, OwnRule
from smartpick.estimate._assumptions import Assumption, Assumptions
from smartpick.estimate._chances import estimate_chances
from smartpick.estimate._first_year import FirstYears
from smartpick.estimate._from_profile import applicant_of, heard_of, rules_for
from smartpick.estimate._levels import Level
from smartpick.estimate._openness import Openness, openness_of
from smartpick.estimate._result import Chances, SpecialtyBasis, Term

__all__ = [
    "Applicant",
    "Assumption",
    "Assumptions",
    "Chances",
    "Earlier",
    "FirstYears",
    "Heard",
    "Level",
    "Openness",
    "OwnRule",
    "SpecialtyBasis",
    "Term",
    "applicant_of",
    "estimate_chances",
    "heard_of",
    "openness_of",
    "rules_for",
]
