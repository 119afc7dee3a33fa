"""When letters have to be asked for, reminded of and there; who asks whom stands with the writers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartpick.guidance._finding import Finding
from smartpick.guidance._open import letter_now
from smartpick.guidance._rules import LETTER_RULES, letters_ask_by
from smartpick.guidance._season_days import Desk, said_day
from smartpick.guidance._tasks import Task, in_time, task_ahead
from smartpick.guidance.plan._types import Replaced

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground

__all__ = ["letter_tasks"]

_REMIND = timedelta(days=21)


def letter_tasks(desk: Desk) -> tuple[list[Task], list[Finding], list[Replaced]]:
    """Return tasks, notes and what is too late about letters."""
    ground = desk.ground
    reading, submit = desk.ahead("programs_may_review"), desk.day("applicants_may_submit")
    fields: tuple[str, ...] = ("letters", "goals.specialties")
    usual, ids = _usual(ground)
    ready = sum(each.status == "uploaded" for each in ground.profile.letters)
    wanted = int(ground.benchmarks["few_letters"])
    if reading is None or submit is None or not ground.is_early:
        read = desk.day("programs_may_review")
        since = f", which began on {said_day(read.day)}" if read is not None else ""
        instead = letter_now(ground.stage)
        late = [
            Replaced(
                "letters",
                f"New letters for the first reading{since}",
                f"a letter that arrives now may be read before an interview: {instead}",
                fields,
            )
        ]
        return [], [], late if ready < wanted and instead else []
    notes = []
    if usual:
        text = f"Letters that are usual: {usual}. You have {ready} uploaded of {wanted}."
        text += desk.ruled("maximum assigned per program", "letters", " In ERAS up to {} can go to a program.")
        notes.append(Finding("letters_usual", "letters", "note" if ready >= wanted else "watch", text, fields, ids))
    ask_by = submit.day - desk.weeks("plan_letter_weeks")
    tasks = _each(desk, submit.day, reading.day)
    missing = wanted - sum(each.status in {"agreed", "uploaded", "asked"} for each in ground.profile.letters)
    last = letters_ask_by(ground)
    if missing > 0 and last is not None:
        hurry = (
            ""
            if ask_by >= desk.today
            else f" It is late for this: ask by {said_day(last)}, and say by when you need it."
        )
        tasks += task_ahead(
            desk.today,
            key="ask_letters",
            topic="letters",
            title=f"Ask for {missing}{' more' if missing < wanted else ''} letter{'s' if missing > 1 else ''}",
            text=(
                "Ask whoever supervised you directly, in the specialty first; somebody who saw you work for weeks"
                f" outweighs a name who did not. Say what you did together and by when it is needed.{hurry}"
            ),
            start=min(ask_by - timedelta(days=28), last),
            due=last,
            fields=fields,
            confidence="assumed",
            effort="an hour for each",
            fact_ids=ids,
        )
    return tasks, notes, []


def _each(desk: Desk, submit: date, reading: date) -> list[Task]:
    tasks: list[Task] = []
    for at, letter in enumerate(desk.ground.profile.letters, 1):
        if letter.status not in {"asked", "agreed"}:
            continue
        due = letter.date if letter.date and letter.date >= desk.today else submit
        due = in_time(desk.today, due, reading - timedelta(days=1))
        tasks += task_ahead(
            desk.today,
            key=f"letter_{at}",
            topic="letters",
            title=f"Letter: {letter.writer_role}",
            text=(
                f"{'Agreed' if letter.status == 'agreed' else 'Asked, no answer told'}. Remind the writer kindly"
                + (
                    f" three weeks before {said_day(due)}, with the letter's own upload link."
                    if due - desk.today > _REMIND
                    else f" at once, with the letter's own upload link: it is needed by {said_day(due)}."
                )
            ),
            start=due - _REMIND,
            due=due,
            fields=("letters",),
            confidence="yours" if letter.date else "assumed",
            owner="the writer",
            effort="ten minutes to remind",
        )
    return tasks


def _usual(ground: Ground) -> tuple[str, tuple[str, ...]]:
    said, ids = [], []
    for specialty in ground.specialties:
        item = LETTER_RULES.get(specialty.key)
        rows = list(ground.facts.rows("rule", "topic = ? AND item = ?", ("letters", item))) if item else []
        for row in rows:
            unsure = " (a general rule, not confirmed)" if row["confidence"] == "low" else ""
            said.append(f"{specialty.name} {row['value']}{unsure}")
            ids.append(row["fact_id"])
    return "; ".join(said), tuple(ids)
