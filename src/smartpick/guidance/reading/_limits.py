"""How many attempts are used, and which limits on attempts and time hold, by exam and state, each with its date?

Only what the facts hold; for every other state the answer is to ask.
"""

from __future__ import annotations

from datetime import date

from smartpick.guidance._exams import exam_name, fails, passed
from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground
from smartpick.guidance._rules import rule_of, wants_california
from smartpick.guidance._season_days import said_when

__all__ = ["limits"]

_ECFMG_YEARS = 7


def limits(ground: Ground) -> list[Finding]:
    """Return the limits on attempts and time that concern this record."""
    exams = ground.profile.exams
    findings = []
    for family, names, item in (
        ("usmle", ("step1", "step2_ck", "step3"), "attempts per Step"),
        ("comlex", ("comlex1", "comlex2", "comlex3"), "attempts per Level"),
    ):
        if any(getattr(exams, name) for name in names):
            findings += _attempts_used(ground, family, names, item)
    if not findings:
        return []
    if wants_california(ground):
        findings += _california(ground)
    findings.append(_other_states(ground))
    if ground.profile.applicant.type.is_img:
        findings += _seven_years(ground)
    return findings


def _attempts_used(ground: Ground, family: str, names: tuple[str, ...], item: str) -> list[Finding]:
    rule = rule_of(ground, item)
    if rule is None or not rule["value"].isdigit():
        text = "How many attempts are allowed is unknown here: ask the exam's board before you register."
        return [Finding(f"{family}_limit", "limits", "unknown", text, tuple(f"exams.{name}" for name in names))]
    since = said_when(rule["effective"].replace("applications from ", "").replace("from ", ""))
    most = int(rule["value"])
    findings = []
    for name in names:
        used = sum(each.result is not None for each in getattr(ground.profile.exams, name))
        if used < 2 and not fails(ground, name):
            continue
        left = most - used
        text = f"{exam_name(name)}: {used} of {most} attempts used, a limit of the exam's board since {since}."
        if passed(ground, name):
            severity = "note"
            text += " It is passed, so the limit no longer binds you; it cannot be taken again for a better score."
        else:
            severity = "serious" if left <= 1 else "concern"
            text += f" {left} left, incomplete ones counted." if left else " None is left: ask the board what is open."
        findings.append(Finding(f"{name}_limit", "limits", severity, text, (f"exams.{name}",), (rule["fact_id"],)))
    if not findings:
        text = f"Attempts: each exam allows {most}, since {since}; you have used one on each that you took."
        taken = tuple(f"exams.{name}" for name in names if getattr(ground.profile.exams, name))
        findings.append(Finding(f"{family}_limit", "limits", "note", text, taken, (rule["fact_id"],)))
    return findings


def _california(ground: Ground) -> list[Finding]:
    fields: tuple[str, ...] = ("applicant.type", "goals.areas")
    if ground.profile.applicant.type.is_do:
        rule = rule_of(ground, "COMLEX Level 3 attempts", "california_do")
        if rule is None:
            return [_ask_california(fields)]
        text = (
            f"California (osteopathic board): {rule['value']} on Level 3 attempts by a {rule['effective']}; that"
            " list is"
            " old, so ask the board. The exam's own limit holds anyway."
        )
        return [Finding("california_attempts", "limits", "note", text, fields, (rule["fact_id"],))]
    rule = rule_of(ground, "Step 3 attempts", "california_md")
    if rule is None:
        return [_ask_california(fields)]
    count = rule["value"].rpartition(" ")[2]
    text = (
        f"California (medical board): Step 3 has to be passed within {count} attempts for the full licence"
        f" ({rule['effective'].replace('BPC', 'Business and Professions Code')})."
    )
    used = fails(ground, "step3")
    if used:
        text += f" You have used {used}."
    fields = (*fields, "exams.step3")
    return [Finding("california_attempts", "limits", "watch" if used else "note", text, fields, (rule["fact_id"],))]


def _ask_california(fields: tuple[str, ...]) -> Finding:
    text = "California's limit on attempts is unknown here: ask the board that licenses your degree."
    return Finding("california_attempts", "limits", "unknown", text, fields)


def _other_states(ground: Ground) -> Finding:
    rule = rule_of(ground, "state limits on attempts")
    text = (
        "Other states: limits on attempts differ and no current table is at hand. Unknown: ask the state's board or the"
        " Federation of State Medical Boards before you rank a program there."
    )
    ids = (rule["fact_id"],) if rule is not None else ()
    return Finding("other_states_attempts", "limits", "unknown", text, ("goals.areas",), ids)


def _seven_years(ground: Ground) -> list[Finding]:
    rule = rule_of(ground, "time limit for ECFMG certification exams")
    exams = ground.profile.exams
    days = [each.date for each in (*exams.step1, *exams.step2_ck) if each.result == "pass" and each.date]
    if rule is None or not days or ground.profile.ecfmg.certified:
        return []
    first = min(days)
    limit = date(first.year + _ECFMG_YEARS, first.month, min(first.day, 28))
    ends = "ended in" if limit < ground.today else "means by"
    text = (
        f"ECFMG: the exams have to be passed within {_ECFMG_YEARS} years of the first pass, which for you {ends}"
        f" {limit:%B %Y} (the rule's date is not published: confirm it with ECFMG)."
    )
    fields = ("ecfmg.certified", "exams.step1", "exams.step2_ck")
    severity = "serious" if limit < ground.today else "note"
    return [
        Finding(
            "ecfmg_seven_years",
            "limits",
            severity,
            text,
            fields,
            (rule["fact_id"],),
            by=limit if limit >= ground.today else None,
        )
    ]
