"""What is missing among the letters, what is at odds, and who could be asked next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground
from smartpick.guidance._open import letter_counts_for
from smartpick.guidance._rules import letters_ask_by
from smartpick.guidance.letters._assign import least_letters, own_letters
from smartpick.guidance.letters._model import Assignment, NextAsk, Writer
from smartpick.guidance.letters._writers import area_states, has_setback, specialty_key

if TYPE_CHECKING:
    from smartpick.profile import Profile

__all__ = ["findings_of", "next_asks"]

_WITH_HANDS = {"hands_on", "sub_internship", "away_rotation", "externship"}
_WEEKS_PER_MONTH = 4.35
_KIND_WORDS = {
    "clerkship": ("clerkship",),
    "sub_internship": ("sub-internship", "subinternship", "sub-i", "acting intern"),
    "away_rotation": ("away", "rotation", "audition"),
    "hands_on": ("rotation", "hands-on", "elective"),
    "externship": ("externship", "rotation"),
}
"""Words by which a writer's role tells where you worked together."""
_COUNTING = {"asked", "agreed", "uploaded"}


def findings_of(
    ground: Ground, writers: Sequence[Writer], given: Sequence[Assignment], preferred: Sequence[int]
) -> tuple[Finding, ...]:
    """Return every finding about the letters, what weighs most first."""
    return (
        *_displaced(ground, writers, given, preferred),
        *_close(ground, writers),
        *_numbers(ground, writers),
        *_wrong_specialty(ground, writers, given),
        *_area(ground, writers),
        *_growth(ground, writers),
        *_unknown(writers),
    )


def _finding(ground: Ground, key: str, severity: str, text: str, fields: tuple[str, ...], change: str = "") -> Finding:
    """Return a finding; what comes too late for this season is said to be for a next one."""
    late = letter_counts_for(ground.stage)
    if change and late:
        change += f" ({late})"
    # A new letter is asked for weeks before programs read; what is put right in one that is on the way is not.
    is_new = change.startswith("ask") and not change.startswith("ask the writer")
    by = letters_ask_by(ground) if is_new else ground.reading_day
    return Finding(key, "letters", severity, text, fields, (), change, by if change else None)


def _displaced(
    ground: Ground, writers: Sequence[Writer], given: Sequence[Assignment], preferred: Sequence[int]
) -> list[Finding]:
    """Say where a title stands in for somebody who saw the work: quality over prestige."""
    by_number = {writer.number: writer for writer in writers}
    close = ground.benchmarks["close_supervision_weeks"]
    said: dict[tuple[int, int], Finding] = {}
    for row in given:
        chosen = [by_number[number] for number in row.letters]
        for titled in (each for each in chosen if each.has_title and each.weeks is not None):
            for other in writers:
                weeks = titled.weeks or 0.0
                is_closer = other.weeks is not None and other.weeks >= close and other.weeks > weeks
                at_first = titled.number in preferred and other.number in row.letters
                behind = at_first and row.letters.index(titled.number) < row.letters.index(other.number)
                if not is_closer or (other.number in row.letters and not behind):
                    continue
                how = "is put before" if behind else "is used instead of"
                text = (
                    f"Letter {titled.number} ({titled.role}, {weeks:g} weeks) {how} letter {other.number}"
                    f" ({other.role}, {other.weeks:g} weeks). A title tells a reader little about your work; the one"
                    " who saw it can."
                )
                change = f"put letter {other.number} first" if behind else f"ask for letter {other.number} as well"
                fields = ("letters",)
                said[titled.number, other.number] = _finding(
                    ground, "letters_title_before_closeness", "concern", text, fields, change
                )
    return list(said.values())


def _close(ground: Ground, writers: Sequence[Writer]) -> list[Finding]:
    close = ground.benchmarks["close_supervision_weeks"]
    ready = [each for each in writers if each.status in _COUNTING]
    near = [each for each in ready if (each.weeks or 0) >= close]
    if near:
        text = f"{_letters(near)} from somebody who supervised you for {close:g} weeks or more."
        return [Finding("letters_close", "letters", "strength", text, ("letters",))]
    text = f"No letter is asked for yet from somebody who supervised you for {close:g} weeks or more."
    if any(each.weeks is None for each in ready):
        text += " For some of yours the weeks are not told."
    change = "ask the person who saw you work longest"
    return [_finding(ground, "letters_none_close", "concern", text, ("letters",), change)]


def _numbers(ground: Ground, writers: Sequence[Writer]) -> list[Finding]:
    found = []
    ready = [each for each in writers if each.status in _COUNTING]
    for specialty in ground.specialties:
        usable = [
            each
            for each in ready
            if not (each.is_standardized and each.specialty is not None and each.specialty_key != specialty.key)
        ]
        least, own = least_letters(ground, specialty.key), own_letters(ground, specialty.key)
        inside = [each for each in usable if each.specialty_key == specialty.key]
        fields = ("letters", "goals.specialties")
        if len(usable) < least:
            are = "is" if len(usable) == 1 else "are"
            text = f"{specialty.name}: {least} letters are usual, and {len(usable)} {are} on the way."
            lacking = least - len(usable)
            change = f"ask for {lacking}{' more' if usable else ''} letter{'' if lacking == 1 else 's'}"
            key = f"letters_few_{specialty.key}"
            found.append(_finding(ground, key, "concern", text, fields, change))
        if len(inside) < own:
            are = "is" if len(inside) == 1 else "are"
            text = f"{specialty.name}: {own} from the specialty itself {'is' if own == 1 else 'are'} usual, and"
            text += f" {len(inside)} {are} on the way."
            change = f"ask somebody in {specialty.name} who supervised you"
            key = f"letters_outside_{specialty.key}"
            found.append(_finding(ground, key, "concern" if not inside else "watch", text, fields, change))
    return found


def _wrong_specialty(ground: Ground, writers: Sequence[Writer], given: Sequence[Assignment]) -> list[Finding]:
    if len(ground.specialties) < 2:
        return []
    by_number = {writer.number: writer for writer in writers}
    names = {each.key: each.name for each in ground.specialties}
    used: dict[int, list[str]] = {}
    for row in given:
        for number in row.letters:
            written_for = by_number[number].specialty_key
            if written_for is not None and written_for != row.specialty:
                used.setdefault(number, []).append(row.name)
    fields = ("letters", "goals.specialties")
    found = []
    for number, tracks in used.items():
        writer = by_number[number]
        where = " and ".join(dict.fromkeys(tracks))
        text = (
            f"Letter {number} comes from {names[writer.specialty_key or '']} and would go to your {where} programs too."
            " If it says that you want the other specialty, a reader stops there."
        )
        change = f"ask the writer for a second version, or for one that names no specialty, before it goes to {where}"
        found.append(_finding(ground, "letters_wrong_specialty", "watch", text, fields, change))
    found += [
        _finding(
            ground,
            "letters_standardized_elsewhere",
            "note",
            f"Letter {number} is left out for {row.name}: {why}.",
            fields,
        )
        for row in given
        for number, why in row.left_out
        if why.startswith("a standardized letter")
    ]
    return list({each.text: each for each in found}.values())


def _area(ground: Ground, writers: Sequence[Writer]) -> list[Finding]:
    states = area_states(ground)
    ready = [each for each in writers if each.status in _COUNTING]
    if not states or not ready:
        return []
    fields = ("letters", "goals.areas")
    where = " or ".join(states)
    near = [each for each in ready if each.state in states]
    if near:
        text = f"{_letters(near)} from {where}, where your first area lies."
        return [Finding("letters_from_area", "letters", "strength", text, fields)]
    text = f"No letter comes from {where}, where your first area lies."
    return [
        _finding(
            ground,
            "letters_none_from_area",
            "watch",
            text,
            fields,
            f"ask somebody you worked with in {where}, if there is one",
        )
    ]


def _growth(ground: Ground, writers: Sequence[Writer]) -> list[Finding]:
    if not has_setback(ground):
        return []
    fields = ("letters", "exams.step1", "exams.step2_ck", "exams.comlex1", "exams.comlex2", "earlier_seasons")
    able = [each for each in writers if any(p.key == "growth" and p.points for p in each.parts)]
    if able:
        text = f"{_letters(able)} from somebody who can speak to your growth after a setback."
        return [Finding("letters_growth", "letters", "strength", text, fields)]
    text = "No writer is marked as able to speak to your growth after a setback."
    change = "ask one who knew you before and after, and mark it with knows_growth"
    return [_finding(ground, "letters_no_growth", "watch", text, fields, change)]


def _unknown(writers: Sequence[Writer]) -> list[Finding]:
    found = []
    names = {"supervision": "weeks_supervised", "specialty": "specialty", "area": "state", "growth": "knows_growth"}
    for writer in writers:
        missing = [names[part.key] for part in writer.parts if part.points is None]
        if missing:
            text = f"Letter {writer.number}: {', '.join(missing)} not told, so its points are a lower bound."
            change = f"enter {', '.join(missing)}"
            found.append(Finding("letters_unknown", "letters", "unknown", text, ("letters",), (), change))
        if writer.status is None:
            text = f"Letter {writer.number}: how far it is, is not told; it is assigned nowhere."
            found.append(Finding("letters_no_status", "letters", "unknown", text, ("letters",), (), "enter status"))
    return found


def _letters(writers: Sequence[Writer]) -> str:
    return "One letter" if len(writers) == 1 else f"{len(writers)} letters"


def next_asks(ground: Ground, writers: Sequence[Writer]) -> tuple[NextAsk, ...]:
    """Return who could be asked next, those who close most gaps first; work that already has a letter is left out."""
    ready = [each for each in writers if each.status in _COUNTING]
    needed = {
        each.key: own_letters(ground, each.key) - sum(writer.specialty_key == each.key for writer in ready)
        for each in ground.specialties
    }
    few = any(least_letters(ground, each.key) > len(ready) for each in ground.specialties)
    states = area_states(ground)
    lacks_area = bool(states) and not any(each.state in states for each in ready)
    close = ground.benchmarks["close_supervision_weeks"]
    lacks_close = not any((each.weeks or 0) >= close for each in ready)
    names = {each.key: each.name for each in ground.specialties}
    found = [
        NextAsk(
            f"{writer.role} (letter {writer.number}, so far an idea)",
            _closes(
                names,
                needed,
                writer.specialty_key,
                writer.weeks,
                writer.state in states,
                lacks_area,
                lacks_close,
                few,
                close,
            ),
            ("letters",),
            writer.weeks,
            is_ahead=False,
        )
        for writer in writers
        if writer.status == "idea"
    ]
    for work in _work(ground):
        if _is_covered(writers, work.kind, work.key, work.name, work.state):
            continue
        near = work.state in states
        closes = _closes(names, needed, work.key, work.weeks, near, lacks_area, lacks_close, few, close)
        if closes:
            found.append(NextAsk(work.who, closes, (work.field, "letters"), work.weeks, work.is_ahead))
    return tuple(sorted(found, key=lambda each: (each.is_ahead, -len(each.closes), -(each.weeks or 0.0))))


def _closes(
    names: dict[str, str],
    needed: dict[str, int],
    key: str | None,
    weeks: float | None,
    is_near: bool,  # noqa: FBT001 -- a row of facts, passed in one order
    lacks_area: bool,  # noqa: FBT001
    lacks_close: bool,  # noqa: FBT001
    few: bool,  # noqa: FBT001
    close: float,
) -> tuple[str, ...]:
    closes = []
    if key is not None and needed.get(key, 0) > 0:
        closes.append(f"a letter from {names[key]}")
    if is_near and lacks_area:
        closes.append("a letter from your first area's state")
    if lacks_close and weeks is not None and weeks >= close:
        closes.append("a writer who supervised you closely")
    if few:
        closes.append("one more toward the usual number")
    return tuple(closes)


@dataclass(frozen=True, slots=True)
class _Work:
    """Supervised work from which a letter could come."""

    who: str
    kind: str
    name: str
    key: str | None
    weeks: float | None
    state: str | None
    is_ahead: bool
    field: str


def _work(ground: Ground) -> list[_Work]:
    profile: Profile = ground.profile
    found = []
    for each in profile.us_experience:
        if each.kind not in _WITH_HANDS:
            continue
        weeks = each.months * _WEEKS_PER_MONTH if each.months is not None else _span(each.start, each.end)
        ahead = each.is_done is False or (each.is_done is None and each.end is not None and each.end >= ground.today)
        where = each.place or each.state or "a place that is not told"
        when = f", {each.end:%B %Y}" if each.end else ""
        who = f"the one who supervised you at {where} ({each.kind.replace('_', '-')}{when})"
        key = specialty_key(ground, each.specialty)
        found.append(_Work(who, each.kind, "", key, weeks, each.state, ahead, "us_experience"))
    school = profile.applicant.school_state
    for clerkship in profile.clerkships:
        ahead = clerkship.date is not None and clerkship.date >= ground.today
        top = ", top grade" if clerkship.is_honors else ""
        when = f", {clerkship.date:%B %Y}" if clerkship.date else ""
        who = f"the attending of your {clerkship.name} clerkship ({'ahead' if ahead else 'done'}{when}{top})"
        key = specialty_key(ground, clerkship.name)
        found.append(_Work(who, "clerkship", clerkship.name, key, None, school, ahead, "clerkships"))
    return found


def _is_covered(writers: Sequence[Writer], kind: str, key: str | None, name: str, state: str | None) -> bool:
    """Say whether a letter may already come from there: by the words of the writer's role, else by specialty and state.

    Parameters
    ----------
    kind
        ``clerkship`` or a kind of experience.
    name
        Of a clerkship; empty otherwise.
    """
    for writer in writers:
        role = writer.role.lower()
        same_place = None in {writer.state, state} or writer.state == state
        said = {each for each, words in _KIND_WORDS.items() if any(word in role for word in words)}
        if name and "clerkship" in role and name.lower() in role:
            return True
        if said:
            if kind in said and kind != "clerkship" and key == writer.specialty_key and same_place:
                return True
        elif key is not None and writer.specialty_key == key and same_place:
            return True
    return False


def _span(start: date | None, end: date | None) -> float | None:
    return (end - start).days / 7 if start is not None and end is not None and end >= start else None
