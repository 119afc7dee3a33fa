"""What a reader sees beside exams and grades: years since graduation, and the visa, with what programs' pages say."""

from __future__ import annotations

import re

from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground

__all__ = ["person"]

_GRACE, _LIMIT = 2.0, 5.0
"""The years after which the chance model begins to count, and after which it assumes a screen."""


def person(ground: Ground) -> list[Finding]:
    """Return the doubts that dates and status raise."""
    return [*_years(ground), *_visa(ground), *_ecfmg(ground)]


def _years(ground: Ground) -> list[Finding]:
    years, kind = ground.applicant.years_since_graduation, ground.profile.applicant.type
    if years is None:
        text = "When you graduated, or will, is not told; readers look for it first. Enter it."
        change = "enter the day of graduation"
        return [Finding("graduation_unknown", "record", "unknown", text, ("applicant.graduation_date",), (), change)]
    if years <= _GRACE or not kind.is_img:
        return []
    limit = ground.assumptions.get("years_since_graduation", applicant_type=kind)
    severity = "concern" if years > _LIMIT else "watch"
    text = f"{years:.0f} years will lie between graduation and the start of residency. Many programs set a limit."
    text += f" {_pages(ground)} What you did in those years, with dates, is what answers it."
    fields = ("applicant.graduation_date", "applicant.type")
    return [Finding("years_since_graduation", "record", severity, text, fields, (limit.fact_id,))]


def _pages(ground: Ground) -> str:
    """Say what the pages at hand state about years; most programs' pages are not at hand."""
    said = [
        page.years_since_graduation_max
        for program in ground.directory.of([each.key for each in ground.specialties])
        for page in program.pages
        if page.years_since_graduation_max
    ]
    numbers = sorted(int(each) for text in said for each in re.findall(r"\b[0-9]{1,2}\b", text)[:1])
    if not numbers:
        return "No page at hand states one for your specialties: ask."
    span = f"{numbers[0]} to {numbers[-1]} years" if numbers[0] != numbers[-1] else f"{numbers[0]} years"
    text = f"The pages at hand that state one for your specialties ({len(said)} of them) name {span}"
    return (
        f"{text}; you are under all of these."
        if (ground.applicant.years_since_graduation or 0) < numbers[0]
        else f"{text}."
    )


def _visa(ground: Ground) -> list[Finding]:
    if ground.profile.visa.status != "needs_visa":
        return []
    needing = ground.figure("pgy1_match_rate_pct", stratum="requiring_visa")
    others = ground.figure("pgy1_match_rate_pct", stratum="foreign_born_not_requiring_visa")
    text = "You need a visa, and some programs take none: a reader may stop there before the scores."
    ids: tuple[str, ...] = ()
    if needing is not None and others is not None and needing.value and others.value:
        text += (
            f" In {needing.season} {needing.value:g} % of IMGs who needed one matched to a first year, against"
            f" {others.value:g} % of foreign-born IMGs who did not; the two groups differ in more than the visa."
        )
        ids = (needing.fact_id, others.fact_id)
    change = "ask programs which visas they take" if ground.is_early else ""
    by = ground.reading_day if change else None
    return [Finding("needs_visa", "record", "concern", text, ("visa.status",), ids, change, by)]


def _ecfmg(ground: Ground) -> list[Finding]:
    ecfmg, fields = ground.profile.ecfmg, ("ecfmg.certified", "applicant.type")
    if not ground.profile.applicant.type.is_img:
        return []
    if ecfmg.certified:
        text = "ECFMG has certified you: one thing less for a program to wait for."
        return [Finding("ecfmg_certified", "record", "strength", text, fields)]
    rule = next(iter(ground.facts.rows("rule", "topic = 'ecfmg' AND item = 'what certification needs'")), None)
    ids = (rule["fact_id"],) if rule is not None else ()
    needs = "The exams and a Pathway have to stand by the rank list deadline, the certificate by the start of training."
    deadline = ground.day("rank_list_deadline")
    change = "finish what certification needs" if deadline else ""
    if ecfmg.certified is None:
        text = f"Whether ECFMG has certified you is not told. {needs}"
        return [Finding("ecfmg_unknown", "record", "unknown", text, fields, ids, "enter ecfmg.certified")]
    expected = f", expected {ecfmg.date:%B %Y}" if ecfmg.date else ""
    text = f"ECFMG has not certified you yet{expected}. {needs}"
    return [Finding("ecfmg_open", "record", "watch", text, fields, ids, change, deadline if change else None)]
