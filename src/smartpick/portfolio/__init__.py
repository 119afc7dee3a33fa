"""Which set of applications does most for this applicant, what does it cost, and what does it come to?

The objective comes as an argument: nothing here knows how a chance was made.
"""

from __future__ import annotations

from smartpick.portfolio._certificate import Certificate, certify
from smartpick.portfolio._choose import Choice, choose
from smartpick.portfolio._fees import INCLUDED_RANKS, Cost, CostLine, FeeSchedule
from smartpick.portfolio._limits import ROUNDING_USD, Fees, Wishes
from smartpick.portfolio._objective import FirstYear, Objective
from smartpick.portfolio._outcome import ListOutcome, list_outcome
from smartpick.portfolio._plan import Group, Plan, Signalling, plan
from smartpick.portfolio._signals import SignalBudget, signal_budget

__all__ = [
    "INCLUDED_RANKS",
    "ROUNDING_USD",
    "Certificate",
    "Choice",
    "Cost",
    "CostLine",
    "FeeSchedule",
    "Fees",
    "FirstYear",
    "Group",
    "ListOutcome",
    "Objective",
    "Plan",
    "SignalBudget",
    "Signalling",
    "Wishes",
    "certify",
    "choose",
    "list_outcome",
    "plan",
    "signal_budget",
]
