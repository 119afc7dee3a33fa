"""A preparation for interviews as JSON, less what the applicant keeps private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._json_parts import benchmarks_json, day_or_null, head_json
from smartpick.present._tracker_json import change_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.facts import Facts
    from smartpick.guidance.interview import Box, InterviewPlan, Note, PracticeSummary, Spoken
    from smartpick.present._interview_update import Update

__all__ = ["SCHEMA", "interview_json"]

SCHEMA = "smartpick.interview/1"


def interview_json(
    facts: Facts, plan: InterviewPlan, updates: Sequence[Update], profile_hash: str, seed: int
) -> dict[str, Any]:
    """Return a preparation as plain data; the same input gives the same bytes.

    Parameters
    ----------
    plan
        Of the profile without its private parts.
    """
    return {
        **head_json(SCHEMA, facts, plan, profile_hash, seed),
        "answer": list(plan.answer),
        "questions": [
            {
                "key": each.key,
                "flag": each.flag,
                "text": each.text,
                "why": each.why,
                "fields": list(each.fields),
                "fact": each.fact_id,
            }
            for each in plan.questions
        ],
        "outlines": [
            {"flag": each.flag, "about": each.about, "boxes": [_box(box) for box in each.boxes]}
            for each in plan.outlines
        ],
        "one_line": [_box(box) for box in plan.one_line],
        "boards": [_box(box) for box in plan.boards],
        "invitation": [{"text": text, "fact": fact_id or None} for text, fact_id in plan.invitation],
        "updates": [_update(each) for each in updates],
        "notes": [_note(each) for each in plan.notes],
        "rubric": [{"key": key, "anchors": anchors, "fact": fact_id} for key, anchors, fact_id in plan.rubric],
        "target_words": {"least": plan.target[0], "most": plan.target[1]},
        "spoken": _spoken(plan.spoken) if plan.spoken else None,
        "practice": [_practice(each) for each in plan.practice],
        "benchmarks": benchmarks_json(plan.benchmarks),
    }


def _box(each: Box) -> dict[str, Any]:
    return {
        "key": each.key,
        "prompt": each.prompt,
        "facts": [{"text": fact.text, "field": fact.field} for fact in each.facts],
        "warning": each.warning,
    }


def _update(each: Update) -> dict[str, Any]:
    """Return what an invitation changes, in the fields of ``smartpick log --json``."""
    made = each.change
    return {
        "program_code_nrmp": made.program.program_code_nrmp,
        "name": made.program.name,
        "is_supposed": each.is_supposed,
        "date": day_or_null(each.day),
        "answer": list(each.answer),
        **change_json(made),
    }


def _note(each: Note) -> dict[str, Any]:
    return {
        "program_code_nrmp": each.program_code_nrmp,
        "name": each.name,
        "verdict": each.verdict,
        "why": each.why,
        "prompts": list(each.prompts),
        "facts": list(each.fact_ids),
    }


def _spoken(each: Spoken) -> dict[str, Any]:
    return {
        "words": each.words,
        "seconds_low": each.seconds_low,
        "seconds_high": each.seconds_high,
        "verdict": each.verdict,
    }


def _practice(each: PracticeSummary) -> dict[str, Any]:
    return {
        "question": each.question,
        "entries": [row.model_dump(mode="json", exclude={"question"}) for row in each.entries],
        "weakest": each.weakest,
    }
