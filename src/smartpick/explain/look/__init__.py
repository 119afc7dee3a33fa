"""A second look: why this program, what if, what else comes to the same, what changed since? Plain data.

Everything is worked out on the scenarios of the list itself, so that differences are told scenario by scenario.
"""

from __future__ import annotations

from smartpick.explain.look._changes import list_changes
from smartpick.explain.look._curve import curve_of
from smartpick.explain.look._near import near_ties
from smartpick.explain.look._types import (
    Alike,
    Alternative,
    ChangedInput,
    Curve,
    CurvePoint,
    EarlierList,
    ListChanges,
    ProgramLook,
    Question,
    UsualRange,
    WhatIf,
    WhatIfCase,
)
from smartpick.explain.look._what_if import what_if
from smartpick.explain.look._why import why_program

__all__ = [
    "Alike",
    "Alternative",
    "ChangedInput",
    "Curve",
    "CurvePoint",
    "EarlierList",
    "ListChanges",
    "ProgramLook",
    "Question",
    "UsualRange",
    "WhatIf",
    "WhatIfCase",
    "curve_of",
    "list_changes",
    "near_ties",
    "what_if",
    "why_program",
]
