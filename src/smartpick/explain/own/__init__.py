"""What did she find out, beside what is known otherwise, how old is it, and what does it do to her chances?"""

from __future__ import annotations

from smartpick.explain.own._change import ChanceChange, chance_change
from smartpick.explain.own._views import Ours, OwnFactView, own_fact_views

__all__ = ["ChanceChange", "Ours", "OwnFactView", "chance_change", "own_fact_views"]
