"""The audit as JSON: the contract of ``docs/audit.md`` and ``docs/schemas/audit-1.json``, figures unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._json_parts import cost_json, or_null, program_json, sources_json, summary_json

if TYPE_CHECKING:
    from smartpick.explain import Summary
    from smartpick.explain.audit import Audit, AuditLine
    from smartpick.facts import Facts

__all__ = ["SCHEMA", "audit_json"]

SCHEMA = "smartpick.audit/1"


def audit_json(facts: Facts, made: Audit) -> dict[str, Any]:
    """Return an audit as plain data; the same audit gives the same bytes."""

    def summary(found: Summary | None) -> dict[str, Any] | None:
        return None if found is None else summary_json(found, has_area=bool(made.preferred_area))

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
        "cost_usd": cost_json(made.cost),
        "ruled_out_usd": made.ruled_out_usd,
        "summary": summary(made.summary),
        "without_little": summary(made.without_little),
        "saved_usd": made.saved_usd,
        "p_match_lost": or_null(made.lost),
        "recommended": summary(made.recommended),
        "p_match_gained": or_null(made.gained),
        "missing": [
            {
                **program_json(each.program),
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
        "program": None if program is None else program_json(program),
        "options": [program_json(each) for each in line.match.options],
        "why": line.why,
        "same_as": line.same_as,
        "outside": line.outside,
        "tier": line.tier,
        "signal": str(line.signal),
        "band": None if line.band is None else str(line.band),
        "p_interview": or_null(line.p_interview),
        "p_match_on_this_list": or_null(line.p_match_here),
        "marginal_gain": line.gain,
        "adds_little": line.adds_little,
        "unknowns": list(line.unknowns),
        "notes": list(line.notes),
        "facts": list(dict.fromkeys(line.fact_ids)),
    }


def _sources(facts: Facts, made: Audit) -> dict[str, str]:
    """Return, for every table that is named, one line that says where it stands."""
    ids = [fact_id for line in made.lines for fact_id in line.fact_ids]
    bills = [made.cost, *(s.cost for s in (made.summary, made.without_little, made.recommended) if s is not None)]
    ids += [fact_id for bill in bills for line in bill.lines for fact_id in line.fact_ids]
    return sources_json(facts, ids)
