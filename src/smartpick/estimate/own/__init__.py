"""What does something that the applicant found out about a program do to her chances there, and until when?"""

from __future__ import annotations

from smartpick.estimate.own._age import Age, Ages, age_of, ages_in
from smartpick.estimate.own._use import Effect, FactUse, facts_about, uses_of

__all__ = ["Age", "Ages", "Effect", "FactUse", "age_of", "ages_in", "facts_about", "uses_of"]
