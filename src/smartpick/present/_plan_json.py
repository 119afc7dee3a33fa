"""A plan as JSON: everything that is shown, less what the applicant keeps private."""

from __future__ import annotations

import re
from datetime import timedelta
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
    from smartpick.guidance import ListFigures
    from smartpick.guidance.plan import Plan, Study, Task

__all__ = ["SCHEMA", "is_study_week", "list_figures_json", "plan_json", "task_json", "this_week"]

SCHEMA = "smartpick.plan/1"
_WEEK = re.compile(r"study_(?:[a-z0-9]+_){0,2}week_\d+")


def plan_json(facts: Facts, plan: Plan, profile_hash: str, *, for_herself: bool = False) -> dict[str, Any]:
    """Return a plan as plain data; the same profile, facts, season and day give the same bytes.

    Parameters
    ----------
    for_herself
        Whether only the applicant sees it: then what is private stands in it too, and says so.
    """
    return {
        **head_json(SCHEMA, facts, plan, profile_hash),
        "answer": list(plan.answer),
        "to_answer": list(plan.to_answer),
        "now": list(plan.now),
        "tasks": [task_json(each) for each in shown_to(plan.tasks, for_herself=for_herself)],
        "too_late": [
            {
                "key": each.key,
                "what": each.what,
                "instead": each.instead,
                "fields": list(each.fields),
                "facts": list(each.fact_ids),
            }
            for each in plan.too_late
        ],
        "study": _study(plan.study, for_herself=for_herself) if plan.study else None,
        "later_studies": [_study(each, for_herself=for_herself) for each in plan.later_studies],
        "score_scenarios": [
            {
                "key": each.key,
                "name": each.name,
                "on_day_one": each.on_day_one,
                "later": each.later,
                "is_advised": each.is_advised,
            }
            for each in plan.scenarios
        ],
        "lists_by_score": [{"score": score, **list_figures_json(each)} for score, each in plan.lists.items()],
        "notes": [finding_json(each) for each in shown_to(plan.notes, for_herself=for_herself)],
        "support": support_json(plan.support),
        "benchmarks": benchmarks_json(plan.benchmarks),
    }


def is_study_week(key: str) -> bool:
    """Tell whether a task is a week of study, of which only the first of each exam stands among the days.

    Examples
    --------
    >>> [is_study_week(key) for key in ("study_week_2", "study_step3_week_11", "study_plan")]
    [True, True, False]
    """
    return _WEEK.fullmatch(key) is not None


def this_week(plan: Plan) -> tuple[Task, ...]:
    """Return what has its last day within a week from today, the nearest first; study weeks stand by themselves."""
    last = plan.today + timedelta(days=7)
    near = [each for each in plan.tasks if each.due <= last and not is_study_week(each.key)]
    return tuple(sorted(near, key=lambda each: (each.due, each.start, each.key)))


def task_json(each: Task) -> dict[str, Any]:
    """Return one task as plain data."""
    return {
        "key": each.key,
        "topic": each.topic,
        "title": each.title,
        "text": each.text,
        "start": each.start.isoformat(),
        "due": each.due.isoformat(),
        "time": each.at[0] if each.at else None,
        "zone": each.at[1] if each.at else None,
        "owner": each.owner,
        "effort": each.effort,
        "confidence": each.confidence,
        "fields": list(each.fields),
        "facts": list(each.fact_ids),
        "checklist": list(each.checklist),
        **private_mark(each),
    }


def _study(study: Study, *, for_herself: bool) -> dict[str, Any]:
    return {
        "exam": study.exam,
        "exam_day": day_or_null(study.exam_day),
        "wanted_weeks": study.wanted_weeks,
        "weeks_left": study.weeks_left,
        "move_to": day_or_null(study.move_to),
        "questions_left_out": study.left_out,
        "predicted": range_json(study.predicted) if study.predicted else None,
        "target": list(study.target) if study.target else None,
        "verdict": study.verdict,
        "verdict_text": study.verdict_text,
        "findings": [finding_json(each) for each in shown_to(study.findings, for_herself=for_herself)],
        "weeks": [
            {
                "number": week.number,
                "start": week.start.isoformat(),
                "end": week.end.isoformat(),
                "focus": week.focus,
                "questions": week.questions,
                "practice_test": week.practice_test,
            }
            for week in study.weeks
        ],
    }


def list_figures_json(each: ListFigures) -> dict[str, Any]:
    """Return a list in a few figures, as guidance takes them."""
    return {
        "programs": each.programs,
        "by_specialty": dict(each.by_specialty),
        "expected_interviews": range_json(each.expected_interviews),
        "p_match": range_json(each.p_match),
        "area": each.area,
        "area_p_match": range_json(each.area_p_match) if each.area_p_match else None,
        "cost_usd": each.cost_usd,
    }
