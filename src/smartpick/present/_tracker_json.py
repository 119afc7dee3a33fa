"""The log program by program and day by day, and what an entry changed, as plain data for command and page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._json_parts import day_or_null, or_null

if TYPE_CHECKING:
    from smartpick.explain.season import LogChange
    from smartpick.explain.tracker import Affected, Effect, Meeting, Silence, Tracked, Tracker
    from smartpick.programs import Program
    from smartpick.uncertainty import Estimate

__all__ = ["change_json", "effect_json", "tracker_json"]

ASK = "Not noted yet: ask the coordinator or look on its page. Else a short note is optional."
"""What is said of thanks where she has noted nothing."""


def change_json(made: LogChange) -> dict[str, Any]:
    """Return the chances before and after an event, at its program and over the log."""
    return {
        "p_interview_before": or_null(made.interview_before),
        "p_interview_after": or_null(made.interview_after),
        "p_match_there_before": or_null(made.match_before),
        "p_match_there_after": or_null(made.match_after),
        "p_match_log_before": or_null(made.list_before),
        "p_match_log_after": or_null(made.list_after),
        "log_programs": made.list_size,
    }


def effect_json(made: Effect) -> dict[str, Any]:
    """Return what a change of the log changes: both sides, and the difference draw by draw."""
    return {
        "programs": len(made.programs),
        "p_match_before": or_null(made.before.p_match),
        "p_match_after": or_null(made.after.p_match),
        "p_match_change": _change(made.p_match_change),
        "interviews_before": or_null(made.before.interviews),
        "interviews_after": or_null(made.after.interviews),
        "interviews_change": _change(made.interviews_change),
        "affected": [_affected(each) for each in made.affected],
        "silence": _silence(made.silence),
    }


def tracker_json(made: Tracker) -> dict[str, Any]:
    """Return the log program by program, with the days of interviews and what clashes."""
    return {
        "season": made.season,
        "stage": str(made.stage),
        "today": made.today.isoformat(),
        "counts": dict(made.counts),
        "said": made.said,
        "programs": [_program(each) for each in made.programs],
        "meetings": [_meeting(each) for each in made.meetings],
        "without_a_day": [{"program_code_nrmp": each.code, "name": _name(each.program)} for each in made.undated],
    }


def _affected(made: Affected) -> dict[str, Any]:
    gap = None
    before, after = made.interview
    if before is not None and after is not None:
        gap = after.minus(before)
    return {
        "program_code_nrmp": made.program.program_code_nrmp,
        "name": made.program.name,
        "is_own": made.is_own,
        "p_interview_before": or_null(before),
        "p_interview_after": or_null(after),
        "p_interview_change": _change(gap),
        "p_match_there_before": or_null(made.match[0]),
        "p_match_there_after": or_null(made.match[1]),
    }


def _silence(made: Silence | None) -> dict[str, Any] | None:
    if made is None:
        return None
    return {
        "programs": made.programs,
        "days": made.days,
        "offers_sent": made.sent.as_json(),
        "text": made.text,
        "facts": list(made.fact_ids),
    }


def _program(made: Tracked) -> dict[str, Any]:
    return {
        "program_code_nrmp": made.code,
        "name": _name(made.program),
        "specialty": None if made.program is None else made.program.specialty,
        "state": None if made.program is None else made.program.state,
        "signal": made.signal or None,
        "days": {event: day_or_null(day) for event, day in made.days.items()},
        "other": [{"event": event, "date": day_or_null(day), "note": note} for event, day, note in made.other],
        "status": made.status,
        "rank": made.rank,
    }


def _meeting(made: Meeting) -> dict[str, Any]:
    return {
        "program_code_nrmp": made.code,
        "name": _name(made.program),
        "city": None if made.program is None else made.program.city,
        "state": None if made.program is None else made.program.state,
        "date": made.day.isoformat(),
        "kind": made.kind,
        "event": made.event,
        "note": made.note,
        "mode": made.mode,
        "is_past": made.is_past,
        "clash": made.clash,
        "is_hard_clash": made.is_hard,
        "thanks": made.thanks or ASK,
        "is_thanks_known": bool(made.thanks),
    }


def _name(program: Program | None) -> str | None:
    return None if program is None else program.name


def _change(made: Estimate | None) -> dict[str, Any] | None:
    return None if made is None else {**made.as_json(), "is_clear": made.is_clear}
