"""An assessment as JSON: everything that is shown, less what the applicant keeps private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from smartpick.facts import Facts
    from smartpick.guidance import Assessment, Concern, Finding, Offset

__all__ = ["SCHEMA", "assess_json"]

SCHEMA = "smartpick.assess/1"


def assess_json(facts: Facts, found: Assessment, profile_hash: str) -> dict[str, Any]:
    """Return an assessment as plain data; the same profile, facts, season and day give the same bytes."""
    return {
        "schema": SCHEMA,
        "facts_version": facts.version,
        "season": found.season,
        "stage": str(found.stage),
        "today": found.today.isoformat(),
        "profile_hash": profile_hash,
        "answer": list(found.answer),
        "readers_eye": list(found.readers_eye),
        "doubts": [each.key for each in found.doubts if not each.is_private],
        "findings": [_finding(each) for each in found.findings if not each.is_private],
        "concerns": [_concern(each) for each in found.concerns],
        "offsets": [_offset(each) for each in found.offsets],
        "support": [{"name": s.name, "how": s.how, "fact": s.fact_id} for s in found.support],
        "benchmarks": {
            key: {"value": value, "fact": fact_id, "is_own": is_own}
            for key, (value, fact_id, is_own) in found.benchmarks.items()
        },
    }


def _finding(each: Finding) -> dict[str, Any]:
    return {
        "key": each.key,
        "topic": each.topic,
        "severity": each.severity,
        "text": each.text,
        "fields": list(each.fields),
        "facts": list(each.fact_ids),
        "can_change": each.can_change,
        "by": _day(each.by),
    }


def _concern(each: Concern) -> dict[str, Any]:
    return {
        "key": each.key,
        "question": each.question,
        "evidence": [{"text": e.text, "fields": list(e.fields)} for e in each.evidence if not e.is_private],
        "gap": each.gap,
        "action": each.action,
        "by": _day(each.by) if each.action else None,
    }


def _offset(each: Offset) -> dict[str, Any]:
    effect = each.effect
    return {
        "key": each.key,
        "text": each.text,
        "state": each.state,
        "odds_factor": {"mean": effect.mean, "low": effect.low, "high": effect.high} if effect else None,
        "about": each.about,
        "basis": each.basis,
        "fields": list(each.fields),
        "facts": list(each.fact_ids),
        "can_change": each.can_change,
        "by": _day(each.by),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
