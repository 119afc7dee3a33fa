"""Should the weak result be addressed, where, and do the texts do it? The same answer as `ask` gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.guidance.questions._mention import mention
from smartpick.guidance.text._passage import FEWEST, MOST
from smartpick.guidance.text._types import Address, Checked, Passage
from smartpick.vocabulary import EXAMS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from smartpick.guidance._ground import Ground

__all__ = ["address_of", "count_of"]

_ADVISOR = "When in doubt, an advisor who knows your whole record decides better than a rule."
_WHERE = (
    "Where: the personal statement, or the additional information if the statement has a story of its own to"
    " tell; in one of them, not in both."
)


def address_of(ground: Ground, documents: Sequence[Checked]) -> Address:
    """Return whether to address a weak result, with the three conditions, and what the documents do."""
    found = mention(ground)
    passages = [each.passage for each in documents if each.passage is not None]
    lines: list[str] = []
    if not passages:
        lines += [_untold(found.verdict), *_defended(documents)]
    for passage in passages:
        lines += _told(passage, found.verdict)
    names_change = any(part.key == "change" and part.quote for each in passages for part in each.parts)
    if names_change and not ground.profile.remediation and found.verdict != "no need":
        lines.append(
            "A change is named there that the profile does not hold: put it into your profile, and the conditions"
            " count it."
        )
    if len(passages) > 1:
        names = " and ".join(each.document for each in passages)
        lines.append(f"It stands in {names}: say it once.")
    if found.verdict in {"yes", "optional", "optional, advisor first"}:
        lines.append(_WHERE)
    if found.verdict != "no need":
        lines.append(_ADVISOR)
    prompts = () if found.verdict == "no need" else _prompts(ground, found.conditions[1].fields)
    return Address(found.verdict, found.conditions, tuple(each.document for each in passages), tuple(lines), prompts)


def _untold(verdict: str) -> str:
    return {
        "no need": "None of these texts speaks of a weak result, as far as the rules can tell, and none has to.",
        "yes": "None of these texts speaks of it, as far as the rules can tell, although all three conditions hold.",
        "no": (
            "None of these texts speaks of it, as far as the rules can tell, and by the three conditions that is right"
            " for now."
        ),
    }.get(
        verdict,
        "None of these texts speaks of it, as far as the rules can tell; by the three conditions that is your choice.",
    )


def _defended(documents: Sequence[Checked]) -> list[str]:
    """Return which texts defend a result that they do not name."""
    return [
        f"Yet {count_of(number, 'sentence')} of {each.document.name} may read as a defense of one: a reader will look"
        " for the result that is meant. See the marked words and their reasons."
        for each in documents
        if each.passage is None and (number := sum(mark.family == "defensive" for mark in each.marks))
    ]


def _told(passage: Passage, verdict: str) -> list[str]:
    where = f"{passage.document}, lines {passage.first_line} to {passage.last_line}"
    if passage.first_line == passage.last_line:
        where = f"{passage.document}, line {passage.first_line}"
    count = f"{count_of(passage.sentences, 'sentence')}, {passage.words} words"
    lines = [f"{where}: {count} about it; the rule of thumb is {FEWEST} to {MOST} sentences."]
    missing = [part.text for part in passage.parts if not part.quote]
    if passage.sentences == MOST + 1 and not missing and not passage.defensive:
        lines.append(
            "That is one more, and it says all that such a passage should: shorten it only if nothing is lost."
        )
    elif passage.sentences > MOST:
        lines.append(f"That is {passage.sentences - MOST} too many: what could go without losing what changed?")
    elif passage.sentences < FEWEST:
        lines.append(
            "That names it and leaves it there: what changed, and what came of it, is missing or stands elsewhere."
        )
    if missing:
        lines.append(f"Not found by the rules: a sentence that {'; one that '.join(missing)}.")
    if passage.defensive:
        of_them = "One" if passage.defensive == 1 else str(passage.defensive)
        lines.append(f"{of_them} of these sentences may read as a defense; see the marked words and their reasons.")
    if verdict in {"no", "advisor first"}:
        lines.append("By the three conditions it should not be addressed yet. Talk to an advisor before you send it.")
    if verdict == "no need":
        lines.append("Your profile holds no exam result that would have to be explained; check the one or the other.")
    return lines


def _prompts(ground: Ground, low: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return four questions with the facts that stand in the profile; private ones stay out.

    Parameters
    ----------
    low
        Fields of the exams that were failed or read as low.
    """
    profile = ground.profile
    weak: list[str] = []
    rest: list[tuple[date | None, str]] = []
    failed: list[date] = []
    for exam, name in EXAMS.items():
        attempts = [each for each in getattr(profile.exams, exam) if each.result or each.score is not None]
        is_low = f"exams.{exam}" in low and not any(each.result == "fail" for each in attempts)
        for attempt in attempts:
            day = f", {attempt.date:%B %Y}" if attempt.date else ""
            score = f" {attempt.score:g}" if attempt.score is not None else ""
            told = f"{name}{score}{day}{f', {attempt.result}' if attempt.result else ''}"
            if not is_low and attempt.result != "fail":
                rest.append((attempt.date, told))
                continue
            weak.append(told)
            failed += [attempt.date] if attempt.date else []
    # What was there before the first weak result did not come of it; a result without a day may have.
    later = [told for day, told in rest if day is None or not failed or day > min(failed)]
    changes = [
        f"{each.kind.replace('_', ' ')}{f': {each.note}' if each.note else ''}"
        for each in profile.remediation
        if not (each.is_private if each.is_private is not None else each.kind == "evaluation")
    ]
    none = "nothing in the profile yet"
    return (
        ("What happened, in one clause?", "; ".join(weak) or none),
        ("What was your own part in it?", "only you know; no reason is needed, and none that is private"),
        ("What did you do differently? Two or three things.", "; ".join(changes) or none),
        ("What came of it, and how will you use it as a resident?", "; ".join(later) or none),
    )


def count_of(number: int, noun: str) -> str:
    """Return a count in words that read well.

    Examples
    --------
    >>> count_of(1, "sentence"), count_of(0, "sentence")
    ('1 sentence', 'no sentences')
    """
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
