"""Bonds and missions as JSON, less what the applicant keeps private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._json_parts import benchmarks_json, day_or_null, finding_json, head_json

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.guidance.ties import AreaTies, Batch, Bond, Entry, Mission, TiesPlan

__all__ = ["SCHEMA", "ties_json"]

SCHEMA = "smartpick.ties/1"


def ties_json(facts: Facts, plan: TiesPlan, profile_hash: str, seed: int, why_no_list: str) -> dict[str, Any]:
    """Return bonds and missions as plain data; the same input gives the same bytes."""
    return {
        **head_json(SCHEMA, facts, plan, profile_hash, seed),
        "answer": list(plan.answer),
        "no_list": why_no_list,
        "is_private_included": plan.is_private_included,
        "bonds": [_bond(each) for each in plan.bonds],
        "languages": [
            {"name": s.name, "level": s.level, "region": s.region, "share_pct": s.share_pct, "fact": s.fact_id}
            for s in plan.languages
        ],
        "areas": [_area(each) for each in plan.areas],
        "experiences": [_entry(each) for each in plan.entries],
        "groups": [_batch(each) for each in plan.batches],
        "findings": [finding_json(each) for each in plan.findings],
        "rules": [{"text": text, "fact": fact_id} for text, fact_id in plan.rules],
        "own_words": [{"text": text, "fact": fact_id} for text, fact_id in plan.own_words],
        "benchmarks": benchmarks_json(plan.benchmarks),
    }


def _bond(each: Bond) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "place": each.place,
        "state": each.state,
        "county": each.county,
        "start": day_or_null(each.start),
        "end": day_or_null(each.end),
        "field": each.field,
    }


def _area(each: AreaTies) -> dict[str, Any]:
    return {
        "key": each.key,
        "label": each.label,
        "points": each.points,
        "is_lower_bound": each.is_lower_bound,
        "word": each.word,
        "parts": [
            {"text": part.text, "points": part.points, "fields": list(part.fields), "facts": list(part.fact_ids)}
            for part in each.parts
        ],
    }


def _entry(each: Entry) -> dict[str, Any]:
    return {
        "field": each.field,
        "title": each.title,
        "place": each.place,
        "start": day_or_null(each.start),
        "end": day_or_null(each.end),
        "themes": list(each.themes),
        "lacks": list(each.lacks),
    }


def _batch(each: Batch) -> dict[str, Any]:
    return {
        "specialty": each.specialty,
        "where": each.where,
        "programs": [_mission(mission) for mission in each.programs],
        "themes": [
            {
                "theme": match.theme,
                "group": match.group,
                "experience": match.entry.title if match.entry else None,
                "is_dated": match.entry.is_dated if match.entry else None,
            }
            for match in each.matches
        ],
        "own_quotes": [
            {
                "program_code_nrmp": quote.program_code_nrmp,
                "text": quote.text,
                "source": quote.source,
                "date": quote.day.isoformat(),
                "themes": list(quote.themes),
            }
            for quote in each.quotes
        ],
        "bonds": [_bond(bond) for bond in each.bonds],
        "languages": list(each.languages),
        "interest": list(each.interest),
        "prompts": [{"prompt": prompt, "facts": list(facts)} for prompt, facts in each.prompts],
        "open": list(each.open_points),
        "vague": list(each.vague),
    }


def _mission(each: Mission) -> dict[str, Any]:
    return {
        "program_code_nrmp": each.program_code_nrmp,
        "name": each.name,
        "themes": list(each.themes) or None,
        "basis": each.basis,
        "url": each.url,
        "page_vintage": each.vintage or None,
        "patients": each.patients,
        "fact": each.fact_id,
    }
