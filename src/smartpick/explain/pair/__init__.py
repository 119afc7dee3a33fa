"""Which applications, signals and pairs of ranks do most for two people who enter the Match as a couple?"""

from __future__ import annotations

from smartpick.explain.pair._list import make_pair_list
from smartpick.explain.pair._ranked import PairRanks, rank_pairs
from smartpick.explain.pair._start import pair_problems
from smartpick.explain.pair._types import PairList, PairPartner, PairProgram, PairRequest, PairRow, RowKind

__all__ = [
    "PairList",
    "PairPartner",
    "PairProgram",
    "PairRanks",
    "PairRequest",
    "PairRow",
    "RowKind",
    "make_pair_list",
    "pair_problems",
    "rank_pairs",
]
