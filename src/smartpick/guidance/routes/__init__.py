"""Which roads lead on from this record? Specialties with their base rates, one-year routes, openness, California."""

from __future__ import annotations

from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground
from smartpick.guidance.routes._california import california
from smartpick.guidance.routes._comlex import comlex_alone
from smartpick.guidance.routes._first_year import first_year
from smartpick.guidance.routes._openness import openness
from smartpick.guidance.routes._realism import is_la_only, low_fields, p_specialty, realism
from smartpick.guidance.routes._screens import screens

__all__ = ["is_la_only", "low_fields", "p_specialty", "read_routes"]


def read_routes(ground: Ground) -> tuple[Finding, ...]:
    """Return every finding about routes, the base rates first."""
    return (
        *realism(ground),
        *screens(ground),
        *comlex_alone(ground),
        *first_year(ground),
        *openness(ground),
        *california(ground),
    )
