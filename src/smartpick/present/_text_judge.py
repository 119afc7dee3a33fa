"""``smartpick text --judge``: misses and false alarms of the rules, with counts and intervals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartpick.errors import Problem, RequestError, UserError
from smartpick.present._json_parts import range_json
from smartpick.present._output import Out, printable, target_problems, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.guidance import Range
    from smartpick.guidance.text.judge import FamilyRate, Judged, Labelled, ThemeRate

__all__ = ["SCHEMA", "judge_files"]

SCHEMA = "smartpick.text_judge/1"
_MOST_BYTES = 2_000_000


def judge_files(paths: Sequence[Path], json_to: str | None) -> None:
    """Judge the rules on some files of labelled sentences, the shipped ones without any."""
    from smartpick.facts import open_facts
    from smartpick.guidance.text import places_for
    from smartpick.guidance.text.judge import judge, shipped

    problems: list[Problem] = list(target_problems(json_to, None))
    sets: list[Labelled] = []
    for path in paths:
        try:
            sets.append(_read(path))
        except UserError as error:
            problems += error.problems
    if problems:
        raise RequestError(problems)
    facts = open_facts()
    is_place = places_for(facts).is_place
    found = [judge(each, is_place) for each in sets or shipped()]
    if json_to:
        write_json({"schema": SCHEMA, "facts_version": facts.version, "sets": list(map(_set, found))}, json_to)
        return
    _show(found)


def _read(path: Path) -> Labelled:
    from smartpick.guidance.text.judge import labelled_of

    name = path.name or str(path)
    try:
        content = path.read_bytes()[: _MOST_BYTES + 1]
        return labelled_of(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise RequestError(
            [Problem(name, "the file is no UTF-8 text", fix="Save it as plain text in UTF-8")]
        ) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise RequestError([Problem(name, f"cannot be read: {why}", fix="Name a file that is there")]) from error


def _show(found: Sequence[Judged]) -> None:
    out = Out()
    for number, each in enumerate(found):
        if number:
            out.line()
        _show_answer(out, each)
        if each.families:
            rows = [
                (
                    row.family,
                    _counted(len(row.missed), row.positives, row.miss_rate),
                    _counted(len(row.false_alarms), row.negatives, row.false_alarm_rate),
                )
                for row in each.families
            ]
            out.table(("family", "missed (90 % interval)", "false alarms (90 % interval)"), rows)
        for theme in each.themes:
            out.item(_theme(theme))
    out.line()
    out.line(
        "The rules have been read against the first set, which flatters them there. A set by somebody who has not seen"
        " them tells more: smartpick text --judge FILE, laid out like the shipped one. --json lists every sentence that"
        " was wrong."
    )


def _show_answer(out: Out, each: Judged) -> None:
    sentences = sum(row.positives + row.negatives for row in each.families)
    missed = sum(len(row.missed) for row in each.families)
    false = sum(len(row.false_alarms) for row in each.families)
    positives = sum(row.positives for row in each.families)
    experiences = each.themes[0].count + each.themes[0].without if each.themes else 0
    out.line(
        f"{printable(each.name)}: {sentences:,} labelled sentences in {len(each.families)} families, and"
        f" {experiences} experiences."
    )
    out.line(f"Missed: {missed} of {positives}. False alarms: {false} of {sentences - positives}.")
    out.line(_decided(each.themes))


def _decided(themes: Sequence[ThemeRate]) -> str:
    if not themes:
        return "It holds no experiences with themes."
    ours, *others = themes
    if not others:
        return f"Themes by {ours.method} only: no embedding model is installed to compare with (none is needed)."
    rival = others[0]
    verb = "does no better than" if rival.right <= ours.right else "does better here than"
    return f"The embedding model {verb} {ours.method}: {rival.right} against {ours.right} of {ours.count} themes right."


def _counted(number: int, count: int, rate: Range | None) -> str:
    if rate is None:
        return "none to judge"
    return f"{number} of {count}, {100 * rate.mean:.1f} % ({100 * rate.low:.1f} to {100 * rate.high:.1f})"


def _theme(each: ThemeRate) -> str:
    text = f"Themes by {each.method}: {_counted(each.right, each.count, each.accuracy)} right"
    if each.alone is not None:
        text += f", {each.alone} of them by it alone"
    if each.claimed is not None:
        text += f"; a theme claimed for {each.claimed} of {each.without} experiences that have none"
    return f"{text}."


def _set(each: Judged) -> dict[str, Any]:
    return {
        "name": each.name,
        "families": [_family(row) for row in each.families],
        "themes": [
            {
                "method": row.method,
                "count": row.count,
                "right": row.right,
                "accuracy": _share(row.accuracy),
                "alone": row.alone,
                "without": row.without,
                "claimed": row.claimed,
            }
            for row in each.themes
        ],
    }


def _family(row: FamilyRate) -> dict[str, Any]:
    return {
        "family": row.family,
        "positives": row.positives,
        "negatives": row.negatives,
        "miss_rate": _share(row.miss_rate),
        "false_alarm_rate": _share(row.false_alarm_rate),
        "missed": list(row.missed),
        "false_alarms": list(row.false_alarms),
    }


def _share(each: Range | None) -> dict[str, float] | None:
    return None if each is None else range_json(each)
