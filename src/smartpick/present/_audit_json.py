"""The audit as JSON: the contract of ``docs/audit.md`` and ``docs/schemas/audit-1.json``, figures unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smartpick.explain import Summary
    from smartpick.explain.audit import Audit, AuditLine
    from smartpick.facts import Facts
    from smartpick.portfolio import Cost
    from smartpick.programs import Program
    from smartpick.uncertainty import Estimate

__all__ = ["SCHEMA", "audit_json"]

SCHEMA = "smartpick.audit/1"


def audit_json(facts: Facts, made: Audit) -> dict[str, Any]:
    """Return an audit as plain data; the same audit gives the same bytes."""
    return {
        "schema": SCHEMA,
        "facts_version": made.facts_version,
        "season": made.season,
        "directory_season": made.directory_season,
        "stage": str(made.stage),
        "today": made.today.isoformat(),
        "seed": made.seed,
        "profile_hash": made.profile_hash,
        "file": {
            "kind": made.file.kind,
            "rows": len(made.file.rows),
            "header_line": made.file.header_line,
            "columns": dict(made.file.columns),
        },
        "answer": list(made.answer),
        "fixed": made.fixed,
        "preferred_area": made.preferred_area,
        "lines": [_line(each) for each in made.lines],
        "cost_usd": _cost(made.cost),
        "ruled_out_usd": made.ruled_out_usd,
        "summary": _summary(made, made.summary),
        "without_little": _summary(made, made.without_little),
        "saved_usd": made.saved_usd,
        "p_match_lost": _or_null(made.lost),
        "recommended": _summary(made, made.recommended),
        "p_match_gained": _or_null(made.gained),
        "missing": [
            {
                **_program(each.program),
                "tier": each.tier,
                "why": each.why,
                "band": str(each.band),
                "p_interview": each.p_interview.as_json(),
                "adds_to_list": each.adds.as_json(),
            }
            for each in made.missing
        ],
        "several_tracks": [list(group) for group in made.several_tracks],
        "notes": list(made.notes),
        "caveats": list(made.caveats),
        "sources": _sources(facts, made),
        "left_out": list(facts.left_out),
    }


def _line(line: AuditLine) -> dict[str, Any]:
    program = line.match.program
    return {
        "line": line.match.row.line,
        "text": line.match.row.text,
        "state": str(line.state),
        "match": str(line.match.kind),
        "how": line.match.how,
        "program": None if program is None else _program(program),
        "options": [_program(each) for each in line.match.options],
        "why": line.why,
        "same_as": line.same_as,
        "outside": line.outside,
        "tier": line.tier,
        "signal": str(line.signal),
        "band": None if line.band is None else str(line.band),
        "p_interview": _or_null(line.p_interview),
        "p_match_on_this_list": _or_null(line.p_match_here),
        "marginal_gain": line.gain,
        "adds_little": line.adds_little,
        "unknowns": list(line.unknowns),
        "notes": list(line.notes),
        "facts": list(dict.fromkeys(line.fact_ids)),
    }


def _program(program: Program) -> dict[str, Any]:
    return {
        "program_code_nrmp": program.program_code_nrmp,
        "name": program.name,
        "specialty": program.specialty,
        "track": str(program.track),
        "city": program.city,
        "state": program.state,
    }


def _or_null(estimate: Estimate | None) -> dict[str, float] | None:
    return None if estimate is None else estimate.as_json()


def _cost(cost: Cost) -> dict[str, Any]:
    return {
        "total": cost.total_usd,
        "is_lower_bound": cost.is_lower_bound,
        "by_service": cost.by_service,
        "lines": [
            {
                "service": line.service,
                "item": line.item,
                "usd": line.usd,
                "text": line.text,
                "is_carried_forward": line.is_carried_forward,
                "facts": list(line.fact_ids),
            }
            for line in cost.lines
        ],
    }


def _summary(made: Audit, summary: Summary | None) -> dict[str, Any] | None:
    if summary is None:
        return None
    outcome = summary.outcome
    return {
        "programs": summary.programs,
        "by_specialty": dict(summary.by_specialty),
        "cost_usd": _cost(summary.cost),
        "expected_interviews": outcome.expected_interviews.as_json(),
        "p_match": outcome.p_match.as_json(),
        "p_any_rank": outcome.p_any_rank.as_json(),
        "p_match_given_ranked": outcome.p_match_given_ranked.as_json(),
        "p_match_preferred_area": outcome.p_match_preferred.as_json() if made.preferred_area else None,
    }


def _sources(facts: Facts, made: Audit) -> dict[str, str]:
    """Return, for every table that is named, one line that says where it stands."""
    ids = [fact_id for line in made.lines for fact_id in line.fact_ids]
    bills = [made.cost, *(s.cost for s in (made.summary, made.without_little, made.recommended) if s is not None)]
    ids += [fact_id for bill in bills for line in bill.lines for fact_id in line.fact_ids]
    return {table: facts.cite(table) for table in sorted({fact_id.partition("/")[0] for fact_id in ids})}
