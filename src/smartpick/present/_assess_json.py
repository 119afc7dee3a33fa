"""An assessment as JSON: everything that is shown, less what the applicant keeps private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._json_parts import (
    benchmarks_json,
    day_or_null,
    finding_json,
    head_json,
    private_mark,
    range_json,
    shown_to,
    support_json,
)

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.guidance import Assessment, Concern, ExamResult, Offset

__all__ = ["SCHEMA", "assess_json"]

SCHEMA = "smartpick.assess/1"


def assess_json(facts: Facts, found: Assessment, profile_hash: str, *, for_herself: bool = False) -> dict[str, Any]:
    """Return an assessment as plain data; the same profile, facts, season and day give the same bytes.

    Parameters
    ----------
    for_herself
        Whether only the applicant sees it: then what is private stands in it too, and says so.
    """
    return {
        **head_json(SCHEMA, facts, found, profile_hash),
        "answer": list(found.answer),
        "to_answer": list(found.to_answer),
        "readers_eye": list(found.readers_eye),
        "doubts": [each.key for each in shown_to(found.doubts, for_herself=for_herself)],
        "findings": [finding_json(each) for each in shown_to(found.findings, for_herself=for_herself)],
        "concerns": [_concern(each, for_herself=for_herself) for each in found.concerns],
        "offsets": [_offset(each) for each in found.offsets],
        "results": [_result(each) for each in found.results],
        "support": support_json(found.support),
        "benchmarks": benchmarks_json(found.benchmarks),
    }


def _concern(each: Concern, *, for_herself: bool) -> dict[str, Any]:
    return {
        "key": each.key,
        "question": each.question,
        "evidence": [
            {"text": e.text, "fields": list(e.fields), **private_mark(e)}
            for e in shown_to(each.evidence, for_herself=for_herself)
        ],
        "gap": each.gap,
        "action": each.action,
        "by": day_or_null(each.by) if each.action else None,
    }


def _result(each: ExamResult) -> dict[str, Any]:
    return {
        "exam": each.exam,
        "attempt": each.attempt,
        "date": day_or_null(each.day),
        "result": each.result,
        "score": each.score,
        "share_below": {"low": each.low, "middle": each.middle, "high": each.high},
        "facts": list(each.fact_ids),
    }


def _offset(each: Offset) -> dict[str, Any]:
    effect = each.effect
    return {
        "key": each.key,
        "text": each.text,
        "state": each.state,
        "odds_factor": range_json(effect) if effect else None,
        "about": each.about,
        "basis": each.basis,
        "fields": list(each.fields),
        "facts": list(each.fact_ids),
        "can_change": each.can_change,
        "by": day_or_null(each.by),
    }
