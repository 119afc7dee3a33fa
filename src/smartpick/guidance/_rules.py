"""Published rules by name, and which places the applicant's list could reach."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartpick.errors import RequestError
from smartpick.guidance._exams import day_ahead, first_to_pass
from smartpick.guidance._ground import Ground
from smartpick.guidance._tasks import in_time
from smartpick.portfolio import FeeSchedule
from smartpick.programs import area_of

if TYPE_CHECKING:
    import sqlite3

    from smartpick.programs import Program

__all__ = [
    "LETTER_RULES",
    "THANKS_RULES",
    "can_ask_rotation",
    "first_area",
    "letters_ask_by",
    "list_by",
    "own_words_rules",
    "rotation_ask_by",
    "rotation_due",
    "rotation_waits_for",
    "rule_of",
    "wants_california",
]

_HOSTS_OPEN_UNTIL = (3, 31)
"""Month and day by which most hosts have opened, by the published window."""
_A_WEEK = timedelta(days=7)

LETTER_RULES = {
    "family_medicine": "usual number, family medicine",
    "internal_medicine": "usual number, internal medicine",
    "psychiatry": "usual number, psychiatry",
    "pediatrics": "usual number, pediatrics",
    "surgery_general": "usual number, general surgery",
    "emergency_medicine": "usual number, emergency medicine",
    "obstetrics_gynecology": "usual number, OB-GYN",
}
"""Specialty → the published rule on its usual number of letters."""
THANKS_RULES = {
    "internal_medicine": "thank-you notes, AAIM",
    "surgery_general": "thank-you notes, APDS",
    "obstetrics_gynecology": "thank-you notes, CREOG/APGO",
}
"""Specialty → what its society says on notes after an interview."""


def rule_of(ground: Ground, item: str, topic: str = "") -> sqlite3.Row | None:
    """Return a published rule by what it rules, else None."""
    where, arguments = ("item = ? AND topic = ?", (item, topic)) if topic else ("item = ?", (item,))
    return next(iter(ground.facts.rows("rule", where, arguments)), None)


def own_words_rules(ground: Ground) -> tuple[tuple[str, str], ...]:
    """Return what is published on texts made with AI, which conflicts: sentence and fact id."""
    guide = (
        "ERAS's user guide lets AI help to brainstorm, proofread or edit, and asks that the final text be your own"
        " work."
    )
    certified = (
        "What you certify when you submit is also told more strictly: that nothing is the product of AI. The two"
        " conflict in public sources, so read the certification itself and keep to the stricter one."
    )
    open_there = "ResidencyCAS publishes no rule on AI: read its release statement when you submit."
    said = (
        ("MyERAS personal statement", guide),
        ("MyERAS certification on submitting", certified),
        ("ResidencyCAS", open_there),
    )
    fees = FeeSchedule(ground.facts, ground.season)
    services = {fees.service_of(each.key) for each in ground.specialties}
    found = []
    for item, text in said:
        rule = rule_of(ground, item, "ai_use")
        service = "residencycas" if item == "ResidencyCAS" else "eras"
        if rule is not None and service in services:
            found.append((text, str(rule["fact_id"])))
    return tuple(found)


def rotation_ask_by(ground: Ground) -> date | None:
    """Return the last day on which asking for a rotation leads to a letter that programs read; None once they read.

    Notes
    -----
    The weeks to be placed and the weeks to work are the plan's own benchmarks, so that every answer gives the same day.
    """
    if ground.reading_day is None or not ground.is_early:
        return None
    weeks = ground.benchmarks["plan_rotation_weeks"] + ground.benchmarks["plan_rotation_lead_weeks"]
    return ground.reading_day - timedelta(weeks=weeks)


def rotation_due(ground: Ground) -> date | None:
    """Return by when to ask for a rotation: in the months in which hosts open while these last, else the last day.

    The last week of those months is no time to begin: then the day that the letter allows holds.
    """
    latest = rotation_ask_by(ground)
    if latest is None or ground.reading_day is None:
        return None
    closes = date(ground.reading_day.year, *_HOSTS_OPEN_UNTIL)
    return min(closes, latest) if closes - ground.today >= _A_WEEK else latest


def can_ask_rotation(ground: Ground) -> bool:
    """Say whether a rotation that is asked for today can still lead to a letter that programs read."""
    last = rotation_ask_by(ground)
    return last is not None and ground.today <= last


def rotation_waits_for(ground: Ground) -> str | None:
    """Return the failed exam whose weeks go before any new rotation; None where a rotation fits behind its day.

    Notes
    -----
    A failed exam without a day ahead has no weeks of its own yet, so nothing else is given them first.
    """
    first = first_to_pass(ground)
    if first is None or ground.reading_day is None:
        return first
    day, length = day_ahead(ground, first), timedelta(weeks=ground.benchmarks["plan_rotation_weeks"])
    return None if day is not None and day + length <= ground.reading_day else first


def letters_ask_by(ground: Ground) -> date | None:
    """Return by when to ask for a letter that is to be there when programs read; None where that is over.

    Notes
    -----
    The usual weeks before applications can be sent; once these are past, three days from today, a week before programs
    read at the latest. Every answer takes the day from here.
    """
    submit, reading = ground.calendar.days.get("applicants_may_submit"), ground.reading_day
    if submit is None or reading is None or not ground.is_early:
        return None
    usual = submit.day - timedelta(weeks=ground.benchmarks["plan_letter_weeks"])
    last = max(usual, min(ground.today + timedelta(days=3), reading - _A_WEEK))
    return last if last >= ground.today else None


def list_by(ground: Ground) -> date | None:
    """Return by when to decide the list: before applications can be sent, later the last days that still help."""
    submit, reading = ground.calendar.days.get("applicants_may_submit"), ground.reading_day
    if submit is None or reading is None or not ground.is_early:
        return None
    return in_time(ground.today, submit.day - timedelta(days=1), reading - timedelta(days=1))


def wants_california(ground: Ground) -> bool:
    """Say whether a California program could be on her list."""
    goals = ground.profile.goals
    if goals.areas.anywhere is not False:
        return not any(name.strip().lower() in {"california", "ca"} for name in goals.areas.never)
    names = [*goals.areas.tier1, *goals.areas.tier2, *goals.areas.tier3]
    programs = [each for each in ground.directory.of([s.key for s in ground.specialties]) if each.state == "CA"]
    for name in names:
        try:
            area = area_of(ground.facts, name)
        except RequestError:
            continue
        if any(area.contains(program) for program in programs):
            return True
    return False


def first_area(ground: Ground) -> tuple[str, list[Program]] | None:
    """Return her first area in words and its programs of every specialty; None where she named none that is known."""
    areas = []
    for name in ground.profile.goals.areas.tier1:
        try:
            areas.append(area_of(ground.facts, name))
        except RequestError:
            continue
    if not areas:
        return None
    programs = [each for each in ground.directory.programs if any(area.contains(each) for area in areas)]
    return " or ".join(area.label for area in areas), programs
