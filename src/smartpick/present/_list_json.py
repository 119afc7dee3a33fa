"""The list as JSON: the contract of ``docs/json.md`` and ``docs/schemas/list-1.json``, figures unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._json_parts import or_null, sources_json, summary_json
from smartpick.present._list_looks import looks_json
from smartpick.present._season_json import steps_json

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList, ListedProgram, Summary
    from smartpick.facts import Facts

__all__ = ["SCHEMA", "list_json", "list_sources"]

SCHEMA = "smartpick.list/1"


def list_json(facts: Facts, made: ApplicationList) -> dict[str, Any]:
    """Return a list as plain data; the same list gives the same bytes."""
    has_area = bool(made.preferred_area)
    return {
        "schema": SCHEMA,
        "facts_version": made.facts_version,
        "season": made.season,
        "directory_season": made.directory_season,
        "stage": str(made.stage),
        "today": made.today.isoformat(),
        "seed": made.seed,
        "profile_hash": made.profile_hash,
        "answer": list(made.answer),
        "to_answer": list(made.to_answer),
        "fixed": made.fixed,
        "now": steps_json(made.now),
        "preferred_area": made.preferred_area,
        "summary": summary_json(made.summary, has_area=has_area),
        "compared": {
            key: None
            if summary is None
            else {**summary_json(summary, has_area=has_area), "p_match_less_list": _less(summary, made.summary)}
            for key, summary in made.compared.items()
        },
        "programs": [_program(each) for each in made.programs],
        "first_years": _first_years(made),
        "dropped": [
            {
                "program_code_nrmp": each.program.program_code_nrmp,
                "name": each.program.name,
                "state": each.program.state,
                "kind": each.kind,
                "why": each.why,
                "facts": list(each.fact_ids),
            }
            for each in made.dropped
        ],
        "saved_usd": made.saved_usd,
        "p_match_lost": or_null(made.lost),
        "saved_against": made.baseline,
        "stopped_by": made.stopped_by,
        "find_out": _find_out(made),
        "routes": [
            {
                "name": route.name,
                "text": route.text,
                "programs": route.programs,
                "added_usd": route.added_usd,
                "p_match_with_list": or_null(route.p_match_with_list),
                "facts": list(route.fact_ids),
            }
            for route in made.routes
        ],
        "specialties": [
            {
                "specialty": note.specialty,
                "name": note.name,
                "base_rate": note.basis.level.base_rate,
                "base_n": note.basis.level.base_n,
                "base_text": note.basis.level.base_text,
                "interview_rate": note.basis.interviews.rate,
                "is_interview_rate_reported": note.basis.interviews.is_reported,
                "signals": {str(tier): number for tier, number in note.signals.counts.items()},
                "signals_season": note.signals.season or None,
                "facts": list(dict.fromkeys((*note.basis.level.fact_ids, *note.basis.interviews.fact_ids))),
            }
            for note in made.specialties
        ],
        "assumptions": [
            {
                "key": each.key,
                "mean": each.mean,
                "sd": each.sd,
                "scale": each.scale,
                "basis": each.basis,
                "is_own": each.is_own,
                "fact": each.fact_id,
            }
            for each in made.assumptions
        ],
        "notes": list(made.notes),
        "caveats": list(made.caveats),
        "sources": list_sources(facts, made),
        "left_out": list(facts.left_out),
        **looks_json(made),
    }


def _less(summary: Summary, other: Summary) -> dict[str, float]:
    return summary.outcome.p_match.minus(other.outcome.p_match).as_json()


def _program(each: ListedProgram) -> dict[str, Any]:
    program = each.program
    return {
        "program_code_nrmp": program.program_code_nrmp,
        "name": program.name,
        "institution": program.institution,
        "specialty": program.specialty,
        "track": str(program.track),
        "city": program.city,
        "state": program.state,
        "tier": each.tier,
        "signal": str(each.signal),
        "band": str(each.band),
        "p_interview": each.p_interview.as_json(),
        "p_match_on_this_list": each.p_match_on_this_list.as_json(),
        "marginal_gain": each.marginal_gain,
        "marginal_gain_range": dict(zip(("low", "high"), each.marginal_gain_range, strict=True)),
        "reasons": [
            {"topic": reason.topic, "text": reason.text, "effect": reason.effect, "facts": list(reason.fact_ids)}
            for reason in each.reasons
        ],
        "unknowns": list(each.unknowns),
    }


def _first_years(made: ApplicationList) -> dict[str, Any] | None:
    found = made.years
    if found is None:
        return None
    return {
        "advanced": found.advanced,
        "p_any": found.p_any.as_json(),
        "share_without": found.share_without,
        "ranked_share": found.ranked_share,
        "usual": found.usual,
        "facts": list(found.fact_ids),
        "programs": [
            {
                "program_code_nrmp": each.program.program_code_nrmp,
                "name": each.program.name,
                "specialty": each.program.specialty,
                "city": each.program.city,
                "state": each.program.state,
                "tier": each.tier,
                "why": each.why,
                "p_taken": each.p_taken.as_json(),
                "record": each.record,
                "facts": list(each.fact_ids),
            }
            for each in found.programs
        ],
    }


def _find_out(made: ApplicationList) -> dict[str, Any] | None:
    found = made.find_out
    if found is None:
        return None
    return {
        "topic": found.topic,
        "question": found.question,
        "programs": [program.program_code_nrmp for program in found.programs],
        "assumed_share": found.assumed_share,
        "expected_changes": found.expected_changes,
        "facts": list(found.fact_ids),
    }


def list_sources(facts: Facts, made: ApplicationList) -> dict[str, str]:
    """Return, for every table that a figure of the list rests on, one line that names its source."""
    ids = [fact_id for each in made.programs for reason in each.reasons for fact_id in reason.fact_ids]
    for note in made.specialties:
        basis = note.basis
        ids += [*basis.level.fact_ids, *basis.interviews.fact_ids, *basis.ties.fact_ids, *basis.signals.fact_ids]
        ids += [*basis.score.fact_ids, *filter(None, [note.signals.fact_id])]
    bills = [made.summary.cost, *(summary.cost for summary in made.compared.values() if summary is not None)]
    ids += [fact_id for bill in bills for line in bill.lines for fact_id in line.fact_ids]
    ids += [each.fact_id for each in made.assumptions]
    ids += [fact_id for route in made.routes for fact_id in route.fact_ids]
    ids += [fact_id for each in made.dropped for fact_id in each.fact_ids]
    ids += made.find_out.fact_ids if made.find_out else ()
    ids += [fact_id for usual in (made.curve.usual if made.curve else ()) for fact_id in usual.fact_ids]
    ids += made.years.fact_ids if made.years else ()
    ids += [fact_id for year in (made.years.programs if made.years else ()) for fact_id in year.fact_ids]
    ids += [fact_id for question in made.questions for fact_id in question.fact_ids]
    ids += [fact_id for step in (made.now.steps if made.now else ()) for fact_id in step.fact_ids]
    return sources_json(facts, ids)
