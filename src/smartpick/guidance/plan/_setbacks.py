"""After a weak result: what was changed and can be shown, what is missing, and whether to tell what lay behind it.

A reason behind a result is private unless the profile says otherwise: it is never named here, only that there is one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from smartpick.guidance._exams import exam_name, failed_any, passed
from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import percentile_text
from smartpick.guidance._season_days import Desk
from smartpick.guidance._tasks import Task, in_time, task_ahead
from smartpick.guidance.reading import recovery_state
from smartpick.guidance.reading._limits import limits
from smartpick.guidance.reading._scale import results_of

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground

__all__ = ["setback_notes", "setback_tasks", "trend_facts"]

_USUALLY_PRIVATE = {"evaluation"}
_LIMITS = {
    *(f"{exam}_limit" for exam in ("usmle", "comlex", "step1", "step2_ck", "step3", "comlex1", "comlex2", "comlex3")),
    "california_attempts",
    "other_states_attempts",
}
"""What the reading of a record says about attempts; shown here too, since a retake is planned with it."""


def setback_notes(ground: Ground) -> list[Finding]:
    """Return the record of remediation, and what to do about a reason behind a weak result."""
    limited = [each for each in limits(ground) if each.key in _LIMITS] if failed_any(ground) else []
    return [*_record(ground), *limited, *_disclosure(ground)]


def setback_tasks(desk: Desk) -> list[Task]:
    """Return the talk with an advisor, while there is something to decide."""
    ground = desk.ground
    setbacks = ground.profile.setbacks
    failed = failed_any(ground)
    if not setbacks or not ground.is_early:
        return []
    submit = desk.day("applicants_may_submit")
    if submit is None:
        return []
    due = in_time(desk.today, submit.day - desk.weeks("plan_statement_weeks"), submit.day + timedelta(days=14))
    open_ones = [each for each in setbacks if not each.is_resolved]
    text = (
        "Decide with an advisor you trust whether anything is told, before the statement is written. You decide; the"
        " results and what you changed can be told without the reason."
    )
    if open_ones:
        text += " What is not yet under control comes first: help for it is worth more than any sentence about it."
    fields = ("setbacks", *(f"exams.{exam}" for exam in failed))
    return task_ahead(
        desk.today,
        key="disclosure_talk",
        topic="support",
        title="Talk with an advisor about what to tell",
        text=text,
        start=desk.today,
        due=due,
        fields=fields,
        confidence="assumed",
        effort="one hour",
        is_private=any(each.is_private for each in setbacks),
    )


def _record(ground: Ground) -> list[Finding]:
    failed = failed_any(ground)
    steps = ground.profile.remediation
    if not failed and not steps:
        return []
    findings = []
    fields = ("remediation", *(f"exams.{exam}" for exam in failed))
    for exam in failed:
        attempts = getattr(ground.profile.exams, exam)
        days = [each.date for each in attempts if each.date]
        span = f" ({', '.join(f'{day:%B %Y}' for day in days)})" if days else ""
        results = ", then ".join(str(each.result) for each in attempts if each.result)
        text = f"{exam_name(exam)}: {results}{span}."
        text += " It is passed." if passed(ground, exam) else " It is still to be passed: no retake without a new plan."
        severity = "note" if passed(ground, exam) else "serious"
        findings.append(Finding(f"retake_{exam}", "remediation", severity, text, (f"exams.{exam}",)))
    shown = [each for each in steps if not _is_private(each)]
    findings += _pages(ground, failed)
    for each in steps:
        when = f", from {each.start:%B %Y}" if each.start else ""
        until = f" to {each.end:%B %Y}" if each.end else ""
        proof = "it can be shown" if each.is_documented else "nothing shows it yet"
        # What is private is told without its kind and words, even to her: screens are seen by others.
        name = "One change that you keep private" if _is_private(each) else each.kind.replace("_", " ").capitalize()
        note = f" In your words: “{each.note}”." if each.note and not _is_private(each) else ""
        text = f"{name}{when}{until}: {proof}.{note}"
        lacks = [
            name
            for name, is_there in (("dates", each.start), ("a paper that shows it", each.is_documented))
            if not is_there
        ]
        if lacks:
            text += f" Missing: {' and '.join(lacks)}."
        change = f"add {' and '.join(lacks)}" if lacks else ""
        findings.append(
            Finding(
                "remediation_step",
                "remediation",
                "strength",
                text,
                ("remediation",),
                (),
                change,
                is_private=_is_private(each),
            )
        )
    kinds = {each.kind for each in shown}
    wanted = {
        "tutoring": "tutoring or a course",
        "question_bank": "questions with review",
        "schedule": "a new schedule",
    }
    if failed and len(kinds) < 2:
        missing = [text for key, text in wanted.items() if key not in kinds]
        told = "with one step" if kinds else "nowhere"
        text = (
            f"What was done differently after the fail is told {told}. A reader looks for two or three:"
            f" {', '.join(missing)}. Enter only what you did."
        )
        change = "put what you changed into your profile"
        findings.append(Finding("remediation_missing", "remediation", "watch", text, fields, (), change))
    return findings


def _pages(ground: Ground, failed: tuple[str, ...]) -> list[Finding]:
    """Say how many program pages at hand state a rule on attempts; what each says stands in the list."""
    if not failed:
        return []
    programs = ground.directory.of([each.key for each in ground.specialties])
    pages = [page for program in programs for page in program.pages]
    stating = [page for page in pages if page.exam_attempts]
    fields = (*(f"exams.{exam}" for exam in failed), "goals.specialties")
    if not stating:
        text = "Rules of programs on attempts: no page at hand for your specialties states one. Ask each program."
        return [Finding("attempt_rules", "remediation", "unknown", text, fields, (), "ask programs")]
    text = (
        f"Rules of programs on attempts: of {len(pages)} program pages at hand for your specialties {len(stating)}"
        " state one; the list quotes them. Every other program: ask."
    )
    return [Finding("attempt_rules", "remediation", "note", text, fields, tuple(page.fact_id for page in stating[:4]))]


def _is_private(step: object) -> bool:
    said, kind = getattr(step, "is_private"), getattr(step, "kind")  # noqa: B009 -- a row of the profile
    return bool(kind in _USUALLY_PRIVATE if said is None else said)


def _disclosure(ground: Ground) -> list[Finding]:
    setbacks = ground.profile.setbacks
    if not setbacks:
        return []
    private = any(each.is_private for each in setbacks)
    resolved = all(each.is_resolved for each in setbacks)
    documented = any(each.is_documented for each in setbacks)
    better = recovery_state(ground) in {"yes", "partial"}
    fields = ("setbacks", "setbacks.is_documented", "setbacks.is_resolved")
    if not resolved:
        verdict = "Do not tell it now: it is not under control yet, and a reader would see a risk."
    elif documented and better:
        verdict = (
            "You may tell it briefly, or leave it: it can be shown, it is under control, and later results are better."
        )
    else:
        lacks = " and ".join(
            each for each, there in (("papers for it", documented), ("a better later result", better)) if not there
        )
        verdict = f"Talk to an advisor first: {lacks or 'something'} would be asked for."
    reasons = (
        " For telling: it explains, where a reader would else guess. Against: it cannot be taken back, and some readers"
        " stop there. You need not tell it. Which rights protect you is not at hand here: ask your school's disability"
        " or student affairs office, in confidence."
    )
    help_text = " If it weighs on you today, the contacts below are there for it." if not resolved else ""
    text = f"What lay behind a result ({len(setbacks)} told). {verdict}{reasons}{help_text}"
    severity = "watch" if resolved else "concern"
    return [Finding("disclosure", "disclosure", severity, text, fields, (), "talk to an advisor", is_private=private)]


def trend_facts(ground: Ground) -> list[Finding]:
    """Return what can truly be said about a rise, for the school's letter, the statement and interviews."""
    results = results_of(ground)
    levels = [each for each in results if each.middle is not None]
    state = recovery_state(ground)
    fields = tuple(dict.fromkeys(each.field for each in results))
    if not fields:
        return []
    lines = []
    for exam in failed_any(ground):
        attempts = [each for each in results if each.exam == exam]
        later = next((each for each in attempts if not each.is_fail and each.day and attempts[0].day), None)
        if later is not None and later.day and attempts[0].day:
            weeks_between = round((later.day - attempts[0].day).days / 7)
            bare = " (a pass tells no level)" if later.score is None else ""
            lines.append(f"{exam_name(exam)}: failed, passed {weeks_between} weeks later{bare}")
    lines += [
        f"{each.name} {each.score}: {percentile_text(each.middle)} of takers"
        for each in levels
        if not each.is_fail and each.score is not None and each.middle is not None
    ]
    if not lines:
        return []
    where = "in the school's letter, the statement and interviews" if ground.is_early else "in interviews"
    claim = {
        "yes": f"A rise can be claimed {where}",
        "partial": f"A partial rise can be claimed {where}",
        "nothing to recover": "Nothing is failed or far below the middle, so no rise has to be claimed",
        "no": "Say the results as they are, and what you changed. A clear rise cannot be claimed from them",
    }.get(state, "Whether there is a rise cannot be said yet: no later result tells a level")
    ids = tuple(dict.fromkeys(fact for each in levels for fact in each.fact_ids))
    text = f"{claim}. True of this record: {'; '.join(lines)}."
    severity = "strength" if state in {"yes", "partial"} else "note"
    return [Finding("trend_facts", "trend", severity, text, fields, ids)]
