"""The sentences of the report, and the texts that stand in for its charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from smartpick.profile.passed import without_result
from smartpick.vocabulary import EXAMS

if TYPE_CHECKING:
    from datetime import date

    from smartpick.explain import ApplicationList
    from smartpick.explain.look import Curve
    from smartpick.profile import Profile

__all__ = ["curve_alt", "dropped_lines", "find_out_line", "question_lines", "whisker_alt", "who_lines"]

_MOST_DROPPED = 20
_MOST_QUESTIONS = 10


def who_lines(profile: Profile, today: date) -> list[str]:
    """Return who the list is for, as far as the profile that may be shown tells."""
    applicant = profile.applicant
    who = applicant.type.label
    if applicant.graduation_date:
        who += f", graduation {applicant.graduation_date:%B %Y}"
    wanted = ", then ".join(_words(key) for key in profile.goals.specialties)
    lines = [f"{who}; wants {wanted}."]
    areas = profile.goals.areas
    named = "; then ".join(", ".join(map(_words, tier)) for tier in (areas.tier1, areas.tier2, areas.tier3) if tier)
    if named:
        lines.append(f"Where: {named}{'; anywhere else too' if areas.anywhere else ''}.")
    exams = []
    for exam, name in EXAMS.items():
        attempts = [
            f"{each.result or without_result(each, today)}{f' {each.score}' if each.score else ''}"
            for each in getattr(profile.exams, exam)
        ]
        if attempts:
            exams.append(f"{name} {', then '.join(attempts)}")
    if exams:
        lines.append(f"Exams: {'; '.join(exams)}.")
    if profile.visa.status:
        lines.append(f"Visa: {profile.visa.status.replace('_', ' ').replace('us ', 'US ')}.")
    return lines


def _words(key: str) -> str:
    return key.replace("_", " ").replace("-", " ").title() if key.islower() else key


def whisker_alt(what: str, bars: Sequence[dict[str, Any]]) -> str:
    """Return the text that stands in for a chart of intervals: every figure that it shows.

    Examples
    --------
    >>> whisker_alt("Chance of matching", [{"name": "This list", "text": "90 % (80 to 96)"}])
    'Chance of matching, mean and 90 % interval. This list: 90 % (80 to 96).'
    """
    return f"{what}, mean and 90 % interval. " + " ".join(f"{bar['name']}: {bar['text']}." for bar in bars)


def curve_alt(curve: Curve, on_list: int) -> str:
    """Return the text that stands in for the curve: where it begins, where the list is, where it ends."""
    from smartpick.present._words import percent

    wanted = sorted({1, min(5, len(curve.points)), min(max(1, on_list), len(curve.points)), len(curve.points)})
    said = [
        f"{number} application{'' if number == 1 else 's'}{' (this list)' if number == on_list else ''}:"
        f" {percent(curve.points[number - 1].p_match)}"
        for number in wanted
    ]
    return "Curve of the chance of matching by number of applications, mean and 90 % interval. " + "; ".join(said) + "."


def dropped_lines(made: ApplicationList) -> list[str]:
    """Return what was left out, and why; equal reasons are told once."""
    by_why: dict[str, list[str]] = {}
    for each in made.dropped:
        by_why.setdefault(each.why, []).append(f"{each.program.name} ({each.program.state})")
    lines = []
    for why, names in by_why.items():
        first = "; ".join(names[:4])
        more = f"; and {len(names) - 4} more" if len(names) > 4 else ""
        lines.append(f"{first}{more}: {why.rstrip('.')}.")
    over = len(lines) - _MOST_DROPPED
    return lines[:_MOST_DROPPED] + ([f"And {over} more; the workbook has all of them."] if over > 0 else [])


def find_out_line(made: ApplicationList) -> str | None:
    """Return the unknown that would change the list most, with where to ask first."""
    found = made.find_out
    if found is None:
        return None
    where = "; ".join(program.name for program in found.programs[:3])
    return f"First: {found.question}" + (f" Ask at {where}." if where else "")


def question_lines(made: ApplicationList) -> list[str]:
    """Return what to ask the programs, those on which most hangs first; equal questions are told once."""
    by_text: dict[str, list[str]] = {}
    for each in made.questions:
        by_text.setdefault(each.text, []).append(each.program.name)
    lines = []
    first = made.find_out.question if made.find_out else ""
    for text, names in [item for item in by_text.items() if item[0] != first][:_MOST_QUESTIONS]:
        more = f" and {len(names) - 4} more" if len(names) > 4 else ""
        lines.append(f"{text} ({'; '.join(names[:4])}{more})")
    return lines
