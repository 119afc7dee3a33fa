"""From the rank order list to the next season: the days that come after interviews."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartpick.guidance._rules import rule_of
from smartpick.guidance._season_days import Desk, said_day
from smartpick.guidance._tasks import Task, task_ahead

if TYPE_CHECKING:
    from smartpick.guidance._season_days import Day

__all__ = ["day_task", "match_week", "next_season", "ranking"]

_MATCH_DAY = (
    "If you matched on Monday, you learn where you go; the program then writes to you. If you did not, this day asks"
    " nothing of you: be with someone who knows you, and let the next step wait."
)


def day_task(
    desk: Desk, event: Day | None, key: str, topic: str, title: str, text: str, owner: str = "you"
) -> list[Task]:
    """Return one day of the season as a task, where it lies ahead."""
    if event is None:
        return []
    return task_ahead(
        desk.today,
        key=key,
        topic=topic,
        title=title,
        text=text + event.sentence,
        start=event.day,
        due=event.day,
        at=event.at,
        fields=("season",),
        confidence=event.confidence,
        owner=owner,
        fact_ids=event.fact_ids,
    )


def ranking(desk: Desk) -> list[Task]:
    """Return the days of the rank order list."""
    opens, ends = desk.day("ranking_opens"), desk.day("rank_list_deadline")
    if opens is None or ends is None:
        return []
    first = max(opens.day, ends.day - timedelta(days=desk.ground.benchmarks["plan_certify_days"]))
    rule = rule_of(desk.ground, "change after certifying")
    tasks = day_task(
        desk, opens, "ranking_opens", "rank", "Rank lists open", "Rank order lists can be entered.", "NRMP"
    )
    tasks += task_ahead(
        desk.today,
        key="certify_first",
        topic="rank",
        title="Certify a first rank list",
        text=(
            "In the order in which you would like to go, and only places where you would. It can be changed and"
            " certified again until the deadline."
        ),
        start=opens.day,
        due=first,
        fields=("season", "season_log"),
        confidence="assumed",
        effort="an evening",
        fact_ids=(rule["fact_id"],) if rule is not None else (),
    )
    tasks += _certify_last(desk, opens, ends, first)
    return tasks + day_task(
        desk,
        ends,
        "rank_deadline",
        "rank",
        "Rank list deadline",
        "The list has to be certified by this hour; nothing can be changed afterwards.",
        "NRMP",
    )


def _certify_last(desk: Desk, opens: Day, ends: Day, first: date) -> list[Task]:
    """Return the last look at the rank order list: in its days nothing comes before it."""
    rules = [rule_of(desk.ground, item, "rank_list") for item in ("change after certifying", "no rank list")]
    ids = tuple(row["fact_id"] for row in rules if row is not None)
    hour = f" at {ends.at[0]}, New York time" if ends.at else ""
    return task_ahead(
        desk.today,
        key="certify_last",
        topic="rank",
        title="Certify your rank order list, or check that it is certified",
        text=(
            f"The list closes on {said_day(ends.day)}{hour}{ends.note}. Read it from the top in the NRMP's system, and"
            " see there that it is certified: a change that is not certified again does not count. Do it days before"
            " the last evening. Whoever had no interview enters no list and can still take part in SOAP."
        ),
        start=max(opens.day, first + timedelta(days=1)) if first < ends.day else ends.day,
        due=ends.day,
        at=ends.at,
        fields=("season", "season_log"),
        confidence=ends.confidence,
        effort="half an hour",
        fact_ids=(*ends.fact_ids, *ids),
    )


def match_week(desk: Desk) -> list[Task]:
    """Return Match week: being ready, Monday, SOAP, Match Day."""
    monday, friday = desk.day("match_week_begins"), desk.day("match_day")
    if monday is None or friday is None:
        return []
    facts = desk.ground
    rules = [
        rule_of(facts, "applications", "soap"),
        rule_of(facts, "contact with programs", "soap"),
        rule_of(facts, "accepted offer", "soap"),
    ]
    ids = tuple(row["fact_id"] for row in rules if row is not None)
    tasks = task_ahead(
        desk.today,
        key="soap_ready",
        topic="soap",
        title="Be ready for SOAP, just in case",
        text=(
            f"A plan in a drawer: who sits with you on Monday, {said_day(monday.day)}, which specialties you would"
            " take, documents in order, a statement for each. It is there so that Monday asks for no decisions."
        ),
        start=monday.day - timedelta(days=21),
        due=monday.day - timedelta(days=1),
        fields=("season", "goals.specialties"),
        confidence="assumed",
        effort="one evening",
        fact_ids=ids,
    )
    tasks += day_task(
        desk,
        monday,
        "match_monday",
        "soap",
        "You learn whether you matched",
        "If you did not: the list of unfilled programs opens the same hour"
        + desk.ruled("applications", "soap", ", up to {} applications can be sent")
        + ", and neither you nor anybody for you may call a program before it calls you.",
        "NRMP",
    )
    tasks += task_ahead(
        desk.today,
        key="soap",
        topic="soap",
        title="SOAP, only if you did not match",
        text=(
            "Applications, then "
            + (desk.ruled("offer rounds", "soap", "{} rounds of offers") or "rounds of offers")
            + "; an accepted offer binds. Days and hours of the rounds: from the NRMP's own schedule."
        ),
        start=monday.day,
        due=friday.day - timedelta(days=1),
        fields=("season",),
        confidence=monday.confidence,
        effort="four days",
        fact_ids=ids,
    )
    # Until Monday nobody knows which side of it she is on.
    where = _MATCH_DAY if monday.day <= desk.today else "You learn where you go."
    return tasks + day_task(desk, friday, "match_day", "season", "Match Day", where, "NRMP")


def next_season(desk: Desk) -> list[Task]:
    """Return what follows Match Day, only where it is needed."""
    ground, friday = desk.ground, desk.day("match_day")
    begins = desk.next_season_begins()
    if friday is None or begins is None:
        return []
    start = friday.day + timedelta(days=3)
    tasks = task_ahead(
        desk.today,
        key="debrief",
        topic="next",
        title="If it did not work: look back with an advisor",
        text=(
            "Not in the first days. Then, with somebody who knows the whole record: what was sent where, what came"
            " back, and the two things that would change most. Ask programs that interviewed you what was missing."
        ),
        start=start,
        due=start + timedelta(days=45)
        if start + timedelta(days=45) >= ground.today
        else ground.today + timedelta(days=14),
        fields=("season_log", "earlier_seasons"),
        confidence="assumed",
        effort="two hours",
    )
    return tasks + task_ahead(
        desk.today,
        key="next_season_begins",
        topic="next",
        title="The next season opens",
        text=(
            f"Season {ground.season + 1}: only if one is needed. Set the season of your profile to {ground.season + 1},"
            " and put this season with what came of it among the earlier ones; the plan then begins anew."
            f"{begins.sentence}"
        ),
        start=begins.day,
        due=begins.day,
        fields=("season",),
        confidence=begins.confidence,
        owner="ERAS",
        fact_ids=begins.fact_ids,
    )
