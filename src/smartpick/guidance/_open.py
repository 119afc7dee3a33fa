"""What a change that is made now still counts for: the one place that record, letters, plan and answers ask.

What can be chosen at a stage at all stands in `smartpick.vocabulary.Stage.choices`; here it is said in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.guidance._season_days import said_day
from smartpick.vocabulary import Choice, Stage

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground

__all__ = ["can_move_the_record", "late_for", "letter_counts_for", "letter_now"]

_EXAMS = frozenset({"step1_fail", "step2_fail", "step2_ahead", "level2_ahead", "step3"})
"""Parts of a record that hang on an exam: a result reaches programs that have begun to read."""


def can_move_the_record(stage: Stage, part: str) -> bool:
    """Tell whether something done now can still change what programs of this season read of a part of the record.

    Parameters
    ----------
    part
        Key of an `Offset`.
    """
    if Choice.APPLICATIONS in stage.choices:
        return True
    return Choice.INTERVIEWS in stage.choices and part in _EXAMS


def late_for(ground: Ground) -> str:
    """Return what a change that comes late still counts for; empty while programs do not read yet."""
    if Choice.APPLICATIONS in ground.stage.choices:
        return ""
    if ground.stage.is_past_interviews:
        return "for a next season"
    review = ground.calendar.days.get("programs_may_review")
    since = f" since {said_day(review.day)}" if review is not None else ""
    return f"for interviews; programs have been reading{since}"


def letter_now(stage: Stage) -> str:
    """Return what stands in the place of asking for a letter; empty while one can be there for the first reading."""
    if Choice.APPLICATIONS in stage.choices or stage.is_past_interviews:
        return ""
    return "ask a program that invites you whether it wants a new letter"


def letter_counts_for(stage: Stage) -> str:
    """Return what a letter that is asked for now still counts for; empty while it can be there in time."""
    if Choice.APPLICATIONS in stage.choices:
        return ""
    if Choice.INTERVIEWS in stage.choices:
        return "late: ask the programs whether they still take one"
    if Choice.RANKS in stage.choices:
        return "too late for programs that rank now: for SOAP, or a next season"
    return "for a next season"
