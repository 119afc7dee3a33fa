"""How does the national Match work out?

Preferences in, matching out: the applicant-proposing algorithm with couples, supplemental lists, reversions and even
or odd quotas; a verifier that shares nothing with it; and what any list of one more applicant comes to, over as many
matchings as are wanted. How it works: ``docs/engine.md``.
"""

from __future__ import annotations

from smartpick.market._draws import Interviews, ScoredMatching, match_scores
from smartpick.market._match import match_market
from smartpick.market._model import Attempt, Couples, Market, Matching, Outcome, Parity, Reversions, Supplements
from smartpick.market._rows import market_from_rows
from smartpick.market._scenarios import Scenarios
from smartpick.market._synthetic import synthetic_market
from smartpick.market._verify import Verdict, Violation, verify_matching

__all__ = [
    "Attempt",
    "Couples",
    "Interviews",
    "Market",
    "Matching",
    "Outcome",
    "Parity",
    "Reversions",
    "Scenarios",
    "ScoredMatching",
    "Supplements",
    "Verdict",
    "Violation",
    "market_from_rows",
    "match_market",
    "match_scores",
    "synthetic_market",
    "verify_matching",
]
