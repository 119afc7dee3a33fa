"""Should weak results be brought up at all? Three conditions, and the one answer that every page gives.

A reason that the applicant keeps private is never told here: only that there is one, and that it is hers to give.
"""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.guidance._exams import failed_any
from smartpick.guidance._finding import Answer, Condition, Range
from smartpick.guidance._ground import Ground
from smartpick.guidance._sent import logged_as_sent
from smartpick.guidance.questions._words import CLOSED, counted
from smartpick.guidance.reading import recovery_state
from smartpick.guidance.routes import low_fields
from smartpick.vocabulary import Stage

__all__ = ["Mention", "mention", "mention_scores"]


_STATES = {
    "nothing to recover": "no result after the low one is told.",
    "not shown yet": "no later result tells a level yet.",
    "no": "what came later is not clearly above it.",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """Whether to bring it up, why, and what to do next."""

    verdict: str
    lines: tuple[str, ...]
    conditions: tuple[Condition, ...]
    next_action: str


def mention(ground: Ground) -> Mention:
    """Return whether a weak result should be mentioned: yes, optional, no, advisor first, or no need.

    Notes
    -----
    State, count and verdict follow from what the profile of the ground holds. For whatever leaves the program it is the
    profile without its private parts, so that none of the three can tell that there are any.
    """
    exams = tuple(dict.fromkeys((*low_fields(ground), *(f"exams.{exam}" for exam in failed_any(ground)))))
    if not exams:
        line = "No: nothing is failed or below the informal benchmarks, so nothing needs to be explained."
        if recovery_state(ground) != "nothing to recover":
            # By the benchmarks it is not low, and by its place among takers it is: both are said, as in the reading.
            line = (
                "No: nothing is failed or below the informal benchmarks. One result is far down among its takers all"
                " the same (`smartpick assess`), so have a sentence ready in case you are asked."
            )
        return Mention("no need", (line,), (), "")
    profile, state = ground.profile, recovery_state(ground)
    private = bool(profile.setbacks) and all(each.is_private for each in profile.setbacks)
    resolved = all(each.is_resolved for each in profile.setbacks)
    conditions = (
        Condition(
            "A specific reason that holds up",
            "met" if profile.setbacks and resolved else "not met" if profile.setbacks else "unknown",
            ("setbacks",),
            (
                ("one is told, and it is resolved" if resolved else "one is told, and it is not marked as resolved")
                if profile.setbacks
                else "none is told; you need not have one."
            ),
            is_private=private,
        ),
        Condition(
            "A later result that shows improvement",
            "met" if state in {"yes", "partial"} else "not met" if state == "no" else "unknown",
            exams,
            _STATES.get(state, f"recovery: {state}."),
        ),
        Condition(
            "What you changed, told as growth",
            "met" if profile.remediation else "unknown",
            ("remediation",),
            f"{counted(len(profile.remediation), 'change')} told." if profile.remediation else "no change is told.",
            is_private=bool(profile.remediation) and all(each.is_private for each in profile.remediation),
        ),
    )
    reason, better, growth = (each.state == "met" for each in conditions)
    lines: tuple[str, ...]
    told = "Two to four sentences, in the additional information or the statement: what, what changed, what it shows."
    advisor = "An advisor who knows your whole record should read it first."
    if private and profile.setbacks:
        caution = "What lies behind it is yours to keep: nobody may make you tell it. Talk to an advisor before you do."
        if better and growth:
            lines = ("Optional: the results and what you changed can be told without the reason.", caution, told)
            return Mention("optional, advisor first", lines, conditions, advisor)
        return Mention("advisor first", (f"Not yet. {caution}",), conditions, advisor)
    if reason and better and growth:
        return Mention("yes", ("Yes, briefly: all three conditions hold.", told), conditions, advisor)
    if better and (reason or growth):
        lines = ("Optional: the improvement is there, and one of the other two.", told)
        return Mention("optional", lines, conditions, advisor)
    if better:
        lines = (
            "You need not. The better result speaks for itself, and is on the first page.",
            "Have one sentence ready for the interview, where it will be asked.",
        )
        return Mention(
            "optional", lines, conditions, "Write down what you changed; without it the sentence stays empty."
        )
    lines = (
        "No, not now: without a clear improvement it draws the eye to what is weak and gives nothing to set beside it.",
        "It will be asked in interviews, so prepare the answer rather than the paragraph.",
    )
    # There is no paragraph to read, so the advisor hears the answer.
    spoken = "Put the answer into two or three sentences, and try it on an advisor who knows your whole record."
    return Mention("no", lines, conditions, spoken)


def _holds_for(ground: Ground) -> str:
    """Say what the answer is still good for once applications are in."""
    if ground.stage is Stage.OVER:
        return "This season is over; what is said here holds for a next season."
    if ground.stage in CLOSED:
        return (
            "Statements have been read; what is said here holds for SOAP, if you need it (its statements and its calls"
            " come at short notice), or for a next season."
        )
    sent = "Your statement is sent" if logged_as_sent(ground) else "A statement that is sent may have been read"
    return f"{sent}; what is said here holds for interviews now."


def mention_scores(ground: Ground) -> Answer:
    """FAQ 3: should the personal statement mention the scores?"""
    found = mention(ground)
    shown: dict[str, Range | float | int | str] = {"recovery": recovery_state(ground)}
    question = "Should I mention my low score in the personal statement?"
    by = ground.reading_day if ground.is_early else None
    lines = found.lines
    if not ground.is_early and found.verdict != "no need":
        lines = (lines[0], _holds_for(ground), *lines[1:])
    return Answer("mention_scores", question, found.verdict, lines, found.conditions, found.next_action, by, shown, ())
