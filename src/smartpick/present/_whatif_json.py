"""A change and what it does as JSON: ``docs/json.md`` and ``docs/schemas/whatif-1.json``, figures unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._whatif_text import answer_of

if TYPE_CHECKING:
    from smartpick.explain import Summary
    from smartpick.explain.look import WhatIf, WhatIfCase
    from smartpick.facts import Facts
    from smartpick.programs import Program

__all__ = ["SCHEMA", "whatif_json"]

SCHEMA = "smartpick.whatif/1"


def whatif_json(facts: Facts, found: WhatIf) -> dict[str, Any]:
    """Return what some changes do as plain data; the same question gives the same bytes."""
    has_area = found.preferred_area is not None
    return {
        "schema": SCHEMA,
        "facts_version": found.facts_version,
        "season": found.season,
        "stage": str(found.stage),
        "today": found.today.isoformat(),
        "seed": found.seed,
        "profile_hash": found.profile_hash,
        "preferred_area": found.preferred_area,
        "before": figures(found.before, has_area=has_area),
        "cases": [_case(found, case, has_area=has_area) for case in found.cases],
        "caveats": list(found.caveats),
        "left_out": list(facts.left_out),
    }


def figures(summary: Summary, *, has_area: bool) -> dict[str, Any]:
    """Return a list in a few figures."""
    outcome = summary.outcome
    return {
        "programs": summary.programs,
        "by_specialty": dict(summary.by_specialty),
        "first_years": summary.first_years,
        "cost_usd": summary.cost.total_usd,
        "is_cost_lower_bound": summary.cost.is_lower_bound,
        "expected_interviews": outcome.expected_interviews.as_json(),
        "p_match": outcome.p_match.as_json(),
        "p_match_preferred_area": outcome.p_match_preferred.as_json() if has_area else None,
    }


def _case(found: WhatIf, case: WhatIfCase, *, has_area: bool) -> dict[str, Any]:
    return {
        "set": list(case.settings),
        "answer": list(answer_of(found, case)),
        "after": figures(case.summary, has_area=has_area),
        "change": {
            "p_match": case.p_match.as_json(),
            "p_match_same_list": None if case.same_list is None else case.same_list.as_json(),
            "p_match_preferred_area": case.p_match_preferred.as_json() if has_area else None,
            "expected_interviews": case.expected_interviews.as_json(),
            "cost_usd": case.cost_usd,
            "programs": case.summary.programs - found.before.programs,
        },
        "entering": [_program(each) for each in case.entering],
        "leaving": [_program(each) for each in case.leaving],
        "signals_moved": case.signals_moved,
    }


def _program(each: Program) -> dict[str, str]:
    return {"program_code_nrmp": each.program_code_nrmp, "name": each.name, "state": each.state}
