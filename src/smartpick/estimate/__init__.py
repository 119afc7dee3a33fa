"""What are this applicant's chances, program by program and together?

The first version: published tables set every level, named assumptions fill what no table tells, and one unobserved
strength is shared by all of an applicant's applications. It stays as the baseline for any later model.
"""

from __future__ import annotations

from smartpick.estimate._applicant import Applicant, OwnRule
from smartpick.estimate._assumptions import Assumption, Assumptions
from smartpick.estimate._chances import Chances, SpecialtyBasis, Term, estimate_chances
from smartpick.estimate._from_profile import applicant_of, rules_for
from smartpick.estimate._levels import Level
from smartpick.estimate._openness import Openness, openness_of

__all__ = [
    "Applicant",
    "Assumption",
    "Assumptions",
    "Chances",
    "Level",
    "Openness",
    "OwnRule",
    "SpecialtyBasis",
    "Term",
    "applicant_of",
    "estimate_chances",
    "openness_of",
    "rules_for",
]
