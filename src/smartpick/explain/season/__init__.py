"""What does the season ask of her now: which interviews, which order of ranks, what if nothing comes, what has changed?

Begins where the list ends. Plain data; the words for a page are in `smartpick.present`.
"""

from __future__ import annotations

from smartpick.explain.season._after import after_deadline
from smartpick.explain.season._again import reapplication
from smartpick.explain.season._change import log_change
from smartpick.explain.season._rank import rank_list
from smartpick.explain.season._soap import soap_outlook
from smartpick.explain.season._types import (
    AfterDeadline,
    EarlierList,
    LogChange,
    Published,
    Ranked,
    RankList,
    Reapplication,
    Rule,
    SoapOutlook,
    Step,
    Unfilled,
)

__all__ = [
    "AfterDeadline",
    "EarlierList",
    "LogChange",
    "Published",
    "RankList",
    "Ranked",
    "Reapplication",
    "Rule",
    "SoapOutlook",
    "Step",
    "Unfilled",
    "after_deadline",
    "log_change",
    "rank_list",
    "reapplication",
    "soap_outlook",
]
