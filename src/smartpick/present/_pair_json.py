"""A couple's list as JSON: the contract of ``docs/couples.md`` and ``docs/schemas/pairs-1.json``, figures unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._json_parts import cost_json, sources_json

if TYPE_CHECKING:
    from smartpick.explain.pair import PairList, PairPartner, PairRow
    from smartpick.facts import Facts

__all__ = ["SCHEMA", "pair_json"]

SCHEMA = "smartpick.pairs/1"


def pair_json(facts: Facts, made: PairList) -> dict[str, Any]:
    """Return a couple's list as plain data; the same list gives the same bytes."""
    return {
        "schema": SCHEMA,
        "facts_version": made.facts_version,
        "season": made.season,
        "directory_season": made.directory_season,
        "stage": str(made.stage),
        "today": made.today.isoformat(),
        "seed": made.seed,
        "answer": list(made.answer),
        "fixed": made.fixed,
        "is_after_interviews": made.is_after_interviews,
        "near": {"text": made.near_text, "is_same_area": made.is_same_area, "miles": made.miles},
        "accepts_one_unmatched": made.accepts_one_unmatched,
        "accepts_apart": made.accepts_apart,
        "p_both_near": made.p_near.as_json(),
        "p_both": made.p_both.as_json(),
        "p_exactly_one": made.p_one.as_json(),
        "p_none": made.p_none.as_json(),
        "alone": {"p_both_near": made.p_near_alone.as_json(), "p_both": made.p_both_alone.as_json()},
        "miles_when_both_match": {"couple": made.miles_couple, "alone": made.miles_alone},
        "partners": [_partner(each) for each in made.partners],
        "rows_possible": made.rows_possible,
        "rows_limit": {
            "rows": made.rows_limit,
            "is_assumed": made.rows_limit_fact is None,
            "facts": [made.rows_limit_fact] if made.rows_limit_fact else [],
        },
        "rows": [_row(number, row) for number, row in enumerate(made.rows, 1)],
        "settings": dict(made.settings),
        "notes": list(made.notes),
        "caveats": list(made.caveats),
        "sources": sources_json(facts, made.fact_ids),
        "left_out": list(facts.left_out),
    }


def _partner(each: PairPartner) -> dict[str, Any]:
    return {
        "name": each.name,
        "profile_hash": each.profile_hash,
        "specialties": list(each.specialties),
        "p_match": each.p_match.as_json(),
        "p_match_alone": each.p_match_alone.as_json(),
        "best_alone": None
        if each.best_alone is None
        else {"programs": each.best_alone[0], "p_match": each.best_alone[1].as_json()},
        "expected_interviews": each.offers.as_json(),
        "attends_at_most": each.attends_most,
        "cost_usd": cost_json(each.cost),
        "programs": [
            {
                "program_code_nrmp": item.program.program_code_nrmp,
                "name": item.program.name,
                "specialty": item.program.specialty,
                "city": item.program.city,
                "state": item.program.state,
                "tier": item.tier,
                "signal": str(item.signal),
                "p_interview": item.p_interview.as_json(),
                "p_attended": item.p_attend.as_json(),
                "p_interview_and_taken": item.p_take.as_json(),
                "adds": item.adds,
                "partners_near": item.partners_near,
            }
            for item in each.programs
        ],
    }


def _row(number: int, row: PairRow) -> dict[str, Any]:
    return {
        "rank": number,
        "kind": row.kind.key,
        "programs": [
            None
            if program is None or chance is None
            else {
                "program_code_nrmp": program.program_code_nrmp,
                "name": program.name,
                "city": program.city,
                "state": program.state,
                "p_interview_and_taken": chance.as_json(),
            }
            for program, chance in zip(row.programs, row.p_takes, strict=True)
        ],
        "miles": row.miles,
        "p_both_take_if_attended": row.p_both_if_attended.as_json(),
        "p_both_take": row.p_both.as_json(),
        "p_matched_here": row.p_row.as_json(),
    }
