"""One program as JSON: ``docs/json.md`` and ``docs/schemas/why-1.json``, figures unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._json_parts import or_null, program_json, sources_json
from smartpick.present._list_looks import question_json
from smartpick.present._why_text import answer_of

if TYPE_CHECKING:
    from smartpick.explain import ListRequest
    from smartpick.explain.look import ProgramLook
    from smartpick.facts import Facts

__all__ = ["SCHEMA", "why_json"]

SCHEMA = "smartpick.why/1"


def why_json(facts: Facts, look: ProgramLook, request: ListRequest) -> dict[str, Any]:
    """Return a look at one program as plain data; the same look gives the same bytes."""
    program = look.program
    ids = [*look.why_fact_ids, *look.base_fact_ids, *look.signal_fact_ids]
    ids += [fact_id for reason in look.reasons for fact_id in reason.fact_ids]
    ids += [row for *_, row in look.history] + [fact_id for each in look.questions for fact_id in each.fact_ids]
    return {
        "schema": SCHEMA,
        "facts_version": facts.version,
        "season": look.season,
        "stage": str(look.stage),
        "today": request.today.isoformat(),
        "seed": request.seed,
        "answer": list(answer_of(look)),
        **program_json(program),
        "status": look.status,
        "why": look.why,
        "why_facts": list(look.why_fact_ids),
        "tier": look.tier,
        "band": None if look.band is None else str(look.band),
        "p_interview": or_null(look.p_interview),
        "p_accept": or_null(look.p_accept),
        "p_match_on_this_list": or_null(look.p_match_here),
        "base_rate": look.base_rate,
        "base_text": look.base_text,
        "base_facts": list(look.base_fact_ids),
        "reasons": [
            {"topic": each.topic, "text": each.text, "effect": each.effect, "facts": list(each.fact_ids)}
            for each in look.reasons
        ],
        "adds": or_null(look.adds),
        "adds_worth": look.adds_worth,
        "least_worth": look.least_worth,
        "signal": str(look.signal),
        "signal_why": look.signal_why,
        "signal_facts": list(look.signal_fact_ids),
        "alike": [
            {
                "program_code_nrmp": each.program.program_code_nrmp,
                "name": each.program.name,
                "state": each.program.state,
                "is_on_list": each.is_on_list,
                "difference": each.difference.as_json(),
            }
            for each in look.alike
        ],
        "alike_count": look.alike_count,
        "compared_count": look.compared_count,
        "unknowns": list(look.unknowns),
        "questions": [question_json(each) for each in look.questions],
        "history": [
            {"season": season, "offered": offered, "filled": filled, "fact": row}
            for season, offered, filled, row in look.history
        ],
        "list": {"programs": look.list_programs, "p_match": look.list_p_match.as_json()},
        "caveats": list(look.caveats),
        "sources": sources_json(facts, ids),
        "left_out": list(facts.left_out),
    }
