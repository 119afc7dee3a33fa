"""Which applications of two people who rank pairs of programs do most for the two, and what do their pairs come to?

What a pair is worth comes as an argument; nothing here knows of distances, or of how a chance was made.
"""

from __future__ import annotations

from smartpick.portfolio._outcome import attended_hits, chance_attended
from smartpick.portfolio.pairs._choose import PairChoice, PairSide, choose_pairs
from smartpick.portfolio.pairs._outcome import JointOutcome, both_take, joint_outcome
from smartpick.portfolio.pairs._state import PairWorth

__all__ = [
    "JointOutcome",
    "PairChoice",
    "PairSide",
    "PairWorth",
    "attended_hits",
    "both_take",
    "chance_attended",
    "choose_pairs",
    "joint_outcome",
]
