"""Reads the letters of a profile: who writes, what is missing, whom to ask, and which letter goes where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from smartpick.errors import Problem, RequestError
from smartpick.guidance._ground import Ground, ground_of
from smartpick.guidance._rules import letters_ask_by, own_words_rules, rule_of
from smartpick.guidance.letters._assign import assignments, least_letters, usual_rule
from smartpick.guidance.letters._gaps import findings_of, next_asks
from smartpick.guidance.letters._model import LetterPlan, Rule, Target
from smartpick.guidance.letters._sheet import sheets
from smartpick.guidance.letters._writers import matrix
from smartpick.profile import public_view
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.guidance._finding import Finding
    from smartpick.guidance.letters._model import Assignment, NextAsk, Writer
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["plan_letters"]

_COUNTING = {"asked", "agreed", "uploaded"}


def plan_letters(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    today: date,
    *,
    season: int | None = None,
    benchmarks: Mapping[str, object] | None = None,
    targets: Sequence[Target] = (),
    preferred: Sequence[int] = (),
    with_exams: bool = False,
) -> LetterPlan:
    """Return what there is to say about her letters.

    Parameters
    ----------
    targets
        Programs of her list; without any, letters are assigned to specialties alone.
    preferred
        Numbers of letters that she wants used first: obeyed, with a warning where that puts a title before closeness.
    with_exams
        Whether exam results may stand on the sheets for writers.

    Raises
    ------
    RequestError
        For a letter that does not exist, an unknown specialty or benchmark.
    """
    problems = [
        Problem("--prefer", f"there is no letter {number}", fix=_which(len(profile.letters)))
        for number in preferred
        if not 1 <= number <= len(profile.letters)
    ]
    if problems:
        raise RequestError(problems)
    # Sheets are handed over and the rest is shown to advisors: what is private is left out of all of it, so that
    # nothing can tell that there was something.
    ground = ground_of(facts, directory, public_view(profile), today, season, benchmarks, has_basis=False)
    writers = matrix(ground)
    given = assignments(ground, writers, targets, preferred)
    found = findings_of(ground, writers, given, preferred)
    asks = next_asks(ground, writers)
    used = ground.benchmarks.used
    return LetterPlan(
        ground.season,
        today,
        ground.stage,
        _answer(ground, writers, found, asks, _preferred(writers, given, preferred)),
        writers,
        found,
        asks,
        given,
        sheets(ground, writers, with_exams=with_exams),
        _rules(ground, given),
        tuple(Rule(text, fact_id) for text, fact_id in own_words_rules(ground)),
        {
            key: (mark.value, mark.fact_id, mark.is_own)
            for key, mark in sorted(used.items())
            if key.startswith(("letters_", "close_supervision", "few_letters"))
        },
    )


def _which(count: int) -> str:
    if not count:
        return "The profile has no letters yet: add them under [[letters]]"
    return "The profile has one letter: 1" if count == 1 else f"The profile has letters 1 to {count}"


def _preferred(writers: Sequence[Writer], given: Sequence[Assignment], preferred: Sequence[int]) -> str:
    """Say what her own order does beside the points: which letter goes first, and which goes nowhere yet."""
    wanted = list(dict.fromkeys(preferred))
    used = [number for number in wanted if any(number in row.letters for row in given)]
    idle = [number for number in wanted if number not in used]
    best = max(writers, key=lambda each: each.points, default=None)
    said = ""
    if best is not None and used:
        names = " and ".join(map(str, used))
        other = "the same" if used == [best.number] else f"letter {names}"
        said = f"; you prefer {other}, so {'it goes' if len(used) == 1 else 'they go'} first, whatever the points"
    for number in idle:
        why = next((why for row in given for left, why in row.left_out if left == number), "it is sent nowhere")
        said += f"; you prefer letter {number}, which goes nowhere yet: {why}"
    return said


def _answer(
    ground: Ground, writers: Sequence[Writer], found: Sequence[Finding], asks: Sequence[NextAsk], wish: str
) -> tuple[str, ...]:
    ready = [each for each in writers if each.status in _COUNTING]
    least = max((least_letters(ground, each.key) for each in ground.specialties), default=0)
    first = f"{len(ready)} of the {least} letters that are usual {'is' if len(ready) == 1 else 'are'} on the way."
    if len(ready) >= least:
        first = f"Enough letters are on the way: {len(ready)}, where {least} are usual."
    best = max(writers, key=lambda each: each.points, default=None)
    if best is None:
        second = "The profile tells of no letter, so nothing can be compared: add them under [[letters]]."
    else:
        weeks = f", {best.weeks:g} weeks of direct supervision" if best.weeks is not None else ""
        second = f"The strongest by what is told is letter {best.number} ({best.role}{weeks}){wish}."
    doubts = [each for each in found if each.severity == "concern" and each.can_change]
    if asks and ground.stage in {Stage.PREPARING, Stage.OPEN} and len(ready) < least:
        until = f", so that it is there by {ground.reading_day:%-d %B %Y}" if ground.reading_day else ""
        ask_by = letters_ask_by(ground)
        until = f", by {ask_by:%-d %B %Y}{until}" if ask_by else until
        third = f"Ask next: {asks[0].who}{until}."
    elif doubts:
        third = f"What to do first: {doubts[0].can_change}."
    else:
        third = "Nothing is missing that the profile could tell of."
    return (first, second, third)


def _rules(ground: Ground, given: Sequence[Assignment]) -> tuple[Rule, ...]:
    """Return the published rules that bear on these letters, in words."""
    services = {row.service for row in given}
    found: list[Rule] = []

    def add(item: str, text: str) -> None:
        rule = rule_of(ground, item, "letters")
        if rule is not None:
            found.append(Rule(text.format(value=rule["value"]), rule["fact_id"]))

    if "eras" in services:
        add("maximum assigned per program", "ERAS sends at most {value} letters to one program; more may be uploaded.")
        add("who uploads", "In ERAS the letter is uploaded by {value}.")
        add("waiver of the right to see a letter", "Waiving the right to see a letter is {value}.")
    if "residencycas" in services:
        add("ResidencyCAS assignment", "In ResidencyCAS, {value}.")
        add("ResidencyCAS maximum per program", "How many it sends to one program is not published: ask ResidencyCAS.")
    for specialty in ground.specialties:
        rule = usual_rule(ground, specialty.key)
        if rule is None:
            continue
        note = f" ({rule['note']})" if rule["note"] else ""
        found.append(Rule(f"{specialty.name}: usual number {rule['value']}{note}.", rule["fact_id"]))
    return tuple(found)
