"""The first of two stages: which programs would stop at a rule, which not, and which nobody has asked yet?

Only what she found out herself counts as a rule, and what pages state on visas, as in the list; anything else on a
page, whose age is told, is a lead to confirm. What is unknown is never counted as passed.
"""

from __future__ import annotations

from smartpick.estimate import rules_for
from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground

__all__ = ["screens"]

_SHOWN = 3


def screens(ground: Ground) -> list[Finding]:
    """Return one finding: passed, screened, stated on a page, unknown; rules and preferences apart."""
    programs = ground.directory.of([each.key for each in ground.specialties])
    if not programs:
        return []
    names = {each.program_code_nrmp: each.name for each in programs}
    rules = rules_for(ground.profile, ground.applicant, programs)
    known = {code: rule for code, rule in rules.items() if rule is not None and rule.text and code in names}
    stopped = {code: rule for code, rule in known.items() if rule.rules_out}
    passed = [code for code, rule in known.items() if not rule.rules_out]
    soft = [each for each in ground.profile.own_facts if not each.strict and each.program_code_nrmp in names]
    stating = [
        each
        for each in programs
        if each.program_code_nrmp not in known
        and any(page.exam_attempts or page.score_rule or page.years_since_graduation_max for page in each.pages)
    ]
    unknown = len(programs) - len(known) - len(stating)
    text = (
        f"Programs' rules, which sort before anybody reads. Of {len(programs)} tracks of your specialties you pass"
        f" {len(passed)} and are stopped by {len(stopped)}, by rules that you noted or that pages state on visas;"
        f" {len(stating)} have a rule on a page that has to be confirmed. Of {unknown} no rule is known here, which is"
        " not the same as passed."
    )
    if stopped:
        said = "; ".join(f"{names[code]} ({rule.text})" for code, rule in list(stopped.items())[:_SHOWN])
        more = f"; and {len(stopped) - _SHOWN} more" if len(stopped) > _SHOWN else ""
        text += f" Stopped: {said}{more}."
    if soft:
        said = "; ".join(
            f"{names[each.program_code_nrmp]}, {each.field.replace('_', ' ')}: {each.value}" for each in soft[:_SHOWN]
        )
        text += f" Preferences, which stop nobody by themselves: {said}."
    text += " What comes after the rules reads the whole record: that is what the four worries are about."
    ids = tuple(dict.fromkeys(page.fact_id for each in stating[:_SHOWN] for page in each.pages))
    severity = "unknown" if not known else "watch" if stopped else "note"
    change = "ask programs and note their rules" if ground.is_early else ""
    fields = ("own_facts", "exams", "applicant.graduation_date", "goals.specialties")
    return [Finding("screens", "route", severity, text, fields, ids, change, ground.reading_day if change else None)]
