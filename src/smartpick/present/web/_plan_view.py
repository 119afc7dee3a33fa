"""What the page of the plan shows beside the plan itself: filters that stand in the address, one month at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from smartpick.present._plan_json import is_study_week, this_week
from smartpick.present._plan_text import TOPICS, begun_by, days_text
from smartpick.present._words import stage_text
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.facts import SeasonCalendar
    from smartpick.guidance.plan import Plan, Task
    from smartpick.profile import Profile

__all__ = ["CONFIDENCES", "KINDS", "PlanAsk", "plan_ask_of", "plan_context"]

KINDS = {
    "season": "days of the season",
    "exam": "exam",
    "rotation": "rotations",
    "letters": "letters",
    "application": "application",
    "service": "service",
    "research": "research",
    "contact": "contact",
    "interview": "interviews",
    "rank": "rank list",
    "soap": "SOAP",
    "visa": "visa",
    "support": "support",
    "next": "next season",
}
"""What the page calls the topics of tasks."""
CONFIDENCES = {
    "published": "published for this season",
    "carried": "carried from an earlier season: check it",
    "assumed": "our own rule of thumb",
    "yours": "from your profile",
}
"""What the page calls how sure a day is."""
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class PlanAsk:
    """What the address asks for; `stage` and `month` are empty where nothing is asked."""

    stage: str = ""
    kinds: tuple[str, ...] = ()
    month: str = ""

    def address(self, **changes: object) -> str:
        """Return the address of this state, changed."""
        state: dict[str, object] = {"stage": self.stage, "kind": self.kinds, "month": self.month} | changes
        pairs = [(key, value) for key, value in state.items() if value]
        return "/plan?" + urlencode(pairs, doseq=True) if pairs else "/plan"

    def lets_by(self, task: Mapping[str, Any]) -> bool:
        """Tell whether a task is asked for."""
        return (not self.kinds or task["topic"] in self.kinds) and (not self.stage or self.stage in task["stages"])


def plan_ask_of(pairs: Sequence[tuple[str, str]]) -> PlanAsk:
    """Return what an address asks for; what nothing is called is left out.

    Examples
    --------
    >>> plan_ask_of([("kind", "exam"), ("kind", "x"), ("month", "2026-13")])
    PlanAsk(stage='', kinds=('exam',), month='')
    """
    single = dict(pairs)
    kinds = tuple(dict.fromkeys(value for name, value in pairs if name == "kind" and value in KINDS))
    stage, month = single.get("stage", ""), single.get("month", "")
    return PlanAsk(stage if stage in set(Stage) else "", kinds, month if _MONTH.fullmatch(month) else "")


def plan_context(
    data: Mapping[str, Any], plan: Plan, calendar: SeasonCalendar, profile: Profile, ask: PlanAsk
) -> dict[str, Any]:
    """Return what the page shows.

    Parameters
    ----------
    data
        The plan as JSON, with what is private, in the order of `plan`.
    """
    order = list(Stage)
    tasks, joined = [], {}
    for task, said in zip(plan.tasks, data["tasks"], strict=True):
        first, last = (order.index(calendar.stage(day)) for day in (task.start, task.due))
        stages = [str(stage) for stage in order[first : last + 1]]
        each = {**said, "days": days_text(task), "stages": stages, "first": task.start, "last": task.due}
        tasks.append(each | {"is_week": is_study_week(task.key)})
        joined[task.key] = _joined(plan, task, each)
    wanted = [each for each in tasks if ask.lets_by(each)]
    near = [each.key for each in this_week(plan)]
    by_key = {each["key"]: each for each in tasks}
    months: dict[str, list[dict[str, Any]]] = {}
    for found in (joined[each["key"]] for each in wanted):
        if found is not None:
            months.setdefault(f"{found['first']:%B %Y}", []).append(found)
    seen = {stage for each in tasks for stage in each["stages"]}
    return {
        "data": data,
        "ask": ask,
        "week": [by_key[key] for key in near],
        "months": list(months.items()),
        "n_shown": len(wanted),
        "n_tasks": len(tasks),
        "kinds": {key: name for key, name in KINDS.items() if any(each["topic"] == key for each in tasks)},
        "stages": {str(stage): stage_text(stage) for stage in order if str(stage) in seen},
        "month": _month(ask, plan.today, wanted),
        "notes": _by_topic(data["notes"]),
        "studies": [
            {**said, "name": study.exam_name, "entered": _entered(profile, study.exam)}
            for study, said in zip(plan.studies, _studies(data), strict=True)
        ],
    }


def _joined(plan: Plan, task: Task, said: dict[str, Any]) -> dict[str, Any] | None:
    """Return a task as it stands among the days: the weeks of a study as one, as the command writes them."""
    if not is_study_week(task.key):
        return said
    study = begun_by(plan, task)
    if study is None:
        return None
    end = study.weeks[-1].end
    name = f": {study.exam_name}" if plan.later_studies else ""
    return said | {
        "title": f"Study weeks 1 to {len(study.weeks)}{name}" if len(study.weeks) > 1 else said["title"],
        "text": "Week by week in the table below.",
        "days": f"{task.start.day} {task.start:%b} to {end.day} {end:%b}",
        "effort": "full days",
    }


def _month(ask: PlanAsk, today: date, tasks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return one month: its weeks from Sunday, each day with what has its last day then; and the months beside it."""
    found = _MONTH.fullmatch(ask.month)
    first = date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    day = first - timedelta(days=(first.weekday() + 1) % 7)
    weeks = []
    while day < after:
        row = []
        for _ in range(7):
            due = [each for each in tasks if each["last"] == day]
            row.append({"day": day, "is_inside": first <= day < after, "is_today": day == today, "due": due})
            day += timedelta(days=1)
        weeks.append(row)
    inside = [each for each in tasks if first <= each["last"] < after]
    return {
        "name": f"{first:%B %Y}",
        "weeks": weeks,
        "due": sorted(inside, key=lambda each: (each["last"], each["first"], each["key"])),
        "before": (f"{before:%B %Y}", ask.address(month=f"{before:%Y-%m}")),
        "after": (f"{after:%B %Y}", ask.address(month=f"{after:%Y-%m}")),
        "is_first": first <= today,
    }


def _by_topic(notes: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    groups: dict[str, list[Mapping[str, Any]]] = {name: [] for name in dict.fromkeys(TOPICS.values())}
    for each in notes:
        groups[TOPICS[each["topic"]]].append(each)
    return [(name, found) for name, found in groups.items() if found]


def _studies(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [data["study"], *data["later_studies"]] if data["study"] else []


def _entered(profile: Profile, exam: str) -> list[tuple[date, str, str]]:
    """Return day, name and reading of the practice tests and question banks that she entered for an exam, by day."""
    tests = [(each.date, each.name, f"{each.score}") for each in profile.exams.practice if each.exam == exam]
    banks = []
    for each in profile.study.question_banks:
        if each.exam in {exam, None}:
            total = f" of {each.total:,}" if each.total else ""
            share = f", {each.percent_correct:g} % right" if each.percent_correct is not None else ""
            banks.append((each.date, each.name, f"{each.done:,} done{total}{share}"))
    return sorted([*tests, *banks])
