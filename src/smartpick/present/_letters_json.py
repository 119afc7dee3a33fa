"""A plan of letters as JSON: everything that is shown, the sheets for writers among it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._json_parts import benchmarks_json, finding_json, head_json

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.guidance.letters import Assignment, LetterPlan, Sheet, Writer

__all__ = ["SCHEMA", "letters_json"]

SCHEMA = "smartpick.letters/1"


def letters_json(facts: Facts, plan: LetterPlan, profile_hash: str, seed: int, why_no_list: str) -> dict[str, Any]:
    """Return a plan of letters as plain data; the same input gives the same bytes."""
    return {
        **head_json(SCHEMA, facts, plan, profile_hash, seed),
        "answer": list(plan.answer),
        "no_list": why_no_list,
        "writers": [_writer(each) for each in plan.writers],
        "findings": [finding_json(each) for each in plan.findings],
        "next_asks": [
            {
                "who": each.who,
                "closes": list(each.closes),
                "fields": list(each.fields),
                "weeks": each.weeks,
                "is_ahead": each.is_ahead,
            }
            for each in plan.next_asks
        ],
        "assignments": [_assignment(each) for each in plan.assignments],
        "sheets": [_sheet(each) for each in plan.sheets],
        "rules": [{"text": each.text, "fact": each.fact_id} for each in plan.rules],
        "own_words": [{"text": each.text, "fact": each.fact_id} for each in plan.own_words],
        "benchmarks": benchmarks_json(plan.benchmarks),
    }


def _writer(each: Writer) -> dict[str, Any]:
    return {
        "letter": each.number,
        "role": each.role,
        "specialty": each.specialty,
        "weeks_supervised": each.weeks,
        "state": each.state,
        "status": each.status,
        "has_title": each.has_title,
        "is_standardized": each.is_standardized,
        "points": each.points,
        "is_lower_bound": each.is_lower_bound,
        "parts": [{"key": part.key, "points": part.points, "most": part.most, "why": part.why} for part in each.parts],
    }


def _assignment(each: Assignment) -> dict[str, Any]:
    return {
        "specialty": each.specialty,
        "service": each.service,
        "states": list(each.states),
        "programs": [target.program_code_nrmp for target in each.programs],
        "letters": list(each.letters),
        "pending": list(each.pending),
        "left_out": [{"letter": number, "why": why} for number, why in each.left_out],
        "most_per_program": each.most,
        "facts": list(each.fact_ids),
    }


def _sheet(each: Sheet) -> dict[str, Any]:
    return {
        "letter": each.number,
        "to": each.to,
        "context": list(each.context),
        "strengths": [{"key": s.key, "name": s.name, "facts": list(s.facts)} for s in each.strengths],
    }
