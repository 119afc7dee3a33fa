"""The rules over a profile whose fields are each well formed: what is possible by itself, but cannot be so."""

from __future__ import annotations

from collections.abc import Iterator

from smartpick.profile._case import Case
from smartpick.profile._exam_rules import exam_findings
from smartpick.profile._finding import Finding
from smartpick.profile._goal_rules import goal_findings
from smartpick.profile._record_rules import record_findings
from smartpick.profile._season_rules import season_findings

__all__ = ["rule_findings"]


def rule_findings(case: Case) -> Iterator[Finding]:
    """Yield everything that cannot be so, from all rules."""
    yield from exam_findings(case)
    yield from record_findings(case)
    yield from goal_findings(case)
    yield from season_findings(case)
