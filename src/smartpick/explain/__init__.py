"""Which list, why this program and not that one, at what price, from which source? Plain data, no page's words."""

from __future__ import annotations

from smartpick.explain._answer import answer_of
from smartpick.explain._list import make_list
from smartpick.explain._memory import Memory
from smartpick.explain._request import request_problems
from smartpick.explain._types import (
    ApplicationList,
    Dropped,
    FindOut,
    ListedProgram,
    ListedYear,
    ListRequest,
    Reason,
    Route,
    SpecialtyNote,
    Summary,
)

__all__ = [
    "ApplicationList",
    "Dropped",
    "FindOut",
    "ListRequest",
    "ListedProgram",
    "ListedYear",
    "Memory",
    "Reason",
    "Route",
    "SpecialtyNote",
    "Summary",
    "answer_of",
    "make_list",
    "request_problems",
]
