"""A second look: why this program, what if, what else comes to the same, what changed since? Plain data.

Everything is worked out on the scenarios of the list itself, so that differences are told scenario by scenario.
"""

from __future__ import annotations

from smartpick.explain.look._curve import curve_of
from smartpick.explain.look._named import one_program, programs_meant
from smartpick.explain.look._near import near_ties
from smartpick.explain.look._questions import questions_for
from smartpick.explain.look._types import (
    Alike,
    Alternative,
    Curve,
    CurvePoint,
    ProgramLook,
    Question,
    UsualRange,
)
from smartpick.explain.look._why import why_program

__all__ = [
    "Alike",
    "Alternative",
    "Curve",
    "CurvePoint",
    "ProgramLook",
    "Question",
    "UsualRange",
    "curve_of",
    "near_ties",
    "one_program",
    "programs_meant",
    "questions_for",
    "why_program",
]
