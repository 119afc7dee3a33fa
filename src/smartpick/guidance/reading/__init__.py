"""How does the record read? Scores, attempts, places, patterns, limits, gaps, worries, and what weighs most."""

from __future__ import annotations

from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground
from smartpick.guidance.reading._bands import bands
from smartpick.guidance.reading._concerns import concerns
from smartpick.guidance.reading._gaps import gaps
from smartpick.guidance.reading._limits import limits
from smartpick.guidance.reading._offsets import offsets
from smartpick.guidance.reading._pattern import pattern, recovery_state
from smartpick.guidance.reading._person import person
from smartpick.guidance.reading._place import places
from smartpick.guidance.reading._scale import ExamResult, results_of

__all__ = ["ExamResult", "concerns", "offsets", "read_record", "recovery_state", "results_of"]


def read_record(ground: Ground) -> tuple[Finding, ...]:
    """Return every finding about scores, attempts, places, patterns, limits and gaps, in the order of reading."""
    return (
        *bands(ground),
        *places(ground),
        *pattern(ground),
        *limits(ground),
        *person(ground),
        *gaps(ground),
    )
