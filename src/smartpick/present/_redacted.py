"""A list without the parts of the profile that she takes out: workbook, csv, PDF and share file show what this lets by.

Three locks: what is about a part goes; what holds a value of it goes; what uses the words of it goes. Figures stay:
they weigh the whole record, and show no part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from smartpick.errors import Problem, RequestError
from smartpick.present._words import percent, range_of

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList, ListedProgram, Reason
    from smartpick.guidance.packet import Sieve
    from smartpick.guidance.plan import Plan, Task
    from smartpick.profile import Profile

__all__ = ["redacted_list", "redacted_plan", "redacted_profile", "sieve_for_list"]

_RECORD = ("exams", "visa", "ecfmg", "applicant.graduation_date")
_FIELDS_OF_TOPIC = {
    "location": ("ties", "applicant.school_state"),
    "specialty": (),
    "openness": ("visa",),
    "record": (),
    "signal": ("signals",),
    "rotation": ("us_experience", "applicant.school"),
    "own_fact": ("own_facts", "season_log", *_RECORD),
    "stated": _RECORD,
    "program": (),
    "attempts": ("exams",),
    "visa": ("visa",),
    "graduation": ("applicant.graduation_date",),
    "comlex": ("exams",),
    "score": ("exams",),
}
_FIELDS_OF_ASSUMPTION = (
    ("step", ("exams",)),
    ("comlex", ("exams",)),
    ("practice", ("exams",)),
    ("score", ("exams",)),
    ("years_since", ("applicant.graduation_date",)),
    ("visa", ("visa",)),
    ("earlier", ("earlier_seasons",)),
    ("home", ("applicant.school",)),
    ("away", ("us_experience",)),
    ("tie", ("ties",)),
)


def sieve_for_list(profile: Profile, redact: Iterable[str]) -> Sieve:
    """Return what lets through only what rests on none of the parts that she takes out.

    Raises
    ------
    RequestError
        With every switch that there is none of, and where the list itself is to be taken out.
    """
    from smartpick.guidance.packet import sieve_of

    sieve = sieve_of(profile, redact)
    if "list" in sieve.switches:
        what, fix = "the list cannot be taken out of itself", "`smartpick packet` can leave it out"
        raise RequestError([Problem("--redact", what, fix=fix)])
    return sieve


def _shows(sieve: Sieve, text: str) -> bool:
    return sieve.shows(text) or sieve.speaks(text)


def redacted_list(made: ApplicationList, sieve: Sieve) -> ApplicationList:
    """Return a list with what she takes out gone from every text; the figures are the same."""
    if not sieve.switches:
        return made
    found = made.find_out
    if found is not None and (
        sieve.rests_on(_FIELDS_OF_TOPIC.get(found.topic, ("exams",))) or _shows(sieve, found.question)
    ):
        found = None
    by_record = sieve.rests_on(_RECORD)
    return replace(
        made,
        # The usual sentences sum up the whole record: plain figures stand in for them.
        answer=_plain_answer(made, sieve),
        request=None
        if made.request is None
        else replace(made.request, budget_usd=None)
        if "money" in sieve.switches
        else made.request,
        notes=(),
        programs=tuple(_listed(each, sieve) for each in made.programs),
        dropped=tuple(
            replace(each, why="a rule that is known")
            if (each.kind == "ruled_out" and by_record) or _shows(sieve, each.why)
            else each
            for each in made.dropped
        ),
        years=None
        if made.years is None
        else replace(
            made.years,
            programs=tuple(
                replace(
                    each,
                    why="" if sieve.rests_on(_FIELDS_OF_TOPIC["location"]) or _shows(sieve, each.why) else each.why,
                )
                for each in made.years.programs
            ),
        ),
        find_out=found,
        routes=tuple(each for each in made.routes if not _shows(sieve, f"{each.name} {each.text}")),
        assumptions=tuple(each for each in made.assumptions if not sieve.rests_on(_assumed(each.key))),
        questions=tuple(
            each
            for each in made.questions
            if not sieve.rests_on(_FIELDS_OF_TOPIC.get(each.topic, ())) and not _shows(sieve, each.text)
        ),
        alternatives=() if "money" in sieve.switches else made.alternatives,
        now=None,
    )


def _plain_answer(made: ApplicationList, sieve: Sieve) -> tuple[str, ...]:
    outcome = made.summary.outcome
    spread = ", ".join(f"{count} {key.replace('_', ' ')}" for key, count in made.summary.by_specialty.items())
    offers, match = range_of(outcome.expected_interviews), percent(outcome.p_match)
    return (
        f"{made.summary.programs} programs ({spread}).",
        f"Interview offers expected: {offers}; chance of matching: {match} (means and 90 % intervals).",
        f"Taken out by the applicant: {', '.join(sieve.switches)}; the figures weigh the whole record.",
    )


def _assumed(key: str) -> tuple[str, ...]:
    return tuple(field for start, fields in _FIELDS_OF_ASSUMPTION if start in key for field in fields)


def _listed(each: ListedProgram, sieve: Sieve) -> ListedProgram:
    def stays(reason: Reason) -> bool:
        return not sieve.rests_on(_FIELDS_OF_TOPIC.get(reason.topic, _RECORD)) and not _shows(sieve, reason.text)

    return replace(
        each,
        reasons=tuple(filter(stays, each.reasons)),
        unknowns=tuple(text for text in each.unknowns if not _shows(sieve, text)),
    )


def redacted_plan(plan: Plan, sieve: Sieve) -> Plan:
    """Return a plan in which tasks show nothing of what she takes out; those that rest on nothing else are gone."""
    from smartpick.guidance.packet import task_title

    if not sieve.switches:
        return plan
    kept = [(task, task_title(task, sieve)) for task in plan.tasks]
    return replace(
        plan,
        answer=(),
        tasks=tuple(_task(task, title, sieve) for task, title in kept if title is not None),
        too_late=tuple(
            each
            for each in plan.too_late
            if not sieve.rests_on(each.fields) and not _shows(sieve, f"{each.what} {each.instead}")
        ),
        study=None if sieve.rests_on(("exams",)) else plan.study,
        later_studies=() if sieve.rests_on(("exams",)) else plan.later_studies,
        notes=(),
        lists={},
    )


def _task(task: Task, title: str, sieve: Sieve) -> Task:
    """Return a task under a title that may be shown; its words go where they rest on what is taken out, or name it."""
    if not sieve.rests_on(task.fields) and not _shows(sieve, task.text):
        return task
    return replace(task, title=title, text="Its details are taken out.", checklist=(), fact_ids=())


def redacted_profile(profile: Profile, sieve: Sieve) -> Profile:
    """Return a profile in which the parts that she takes out say nothing."""
    updates: dict[str, Any] = {}
    for field in sieve.fields:
        part, _, name = field.partition(".")
        if not name:
            updates[part] = type(profile).model_fields[part].get_default(call_default_factory=True)
        else:
            old = updates.get(part, getattr(profile, part))
            default = type(old).model_fields[name].get_default(call_default_factory=True)
            updates[part] = old.model_copy(update={name: default})
    return profile.model_copy(update=updates)
