"""An assessment for a person: three sentences, the reader's eye, the four worries, then everything behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.present._guidance_text import MARKS_TEXT, PRIVATE, finding_text, own_text, show_support, show_to_answer
from smartpick.present._output import Footnotes, Out

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.guidance import Assessment, ExamResult, Finding, Offset

__all__ = ["TOPICS", "share_text", "show_assessment"]

TOPICS = {
    "score": "Scores",
    "attempts": "Attempts",
    "place": "Place among applicants",
    "trend": "Pattern",
    "pattern": "Pattern",
    "recovery": "Pattern",
    "grades": "Pattern",
    "limits": "Limits on attempts and time",
    "gaps": "Time",
    "record": "Person and earlier seasons",
    "route": "Routes",
}


def show_assessment(facts: Facts, found: Assessment) -> None:
    """Write an assessment for a person."""
    out, notes = Out(), Footnotes(facts)
    for sentence in found.answer:
        out.line(sentence)
    show_to_answer(out, found.to_answer)
    out.line("The benchmarks behind this are informal: habits of readers, no rules, and yours to change.")
    out.heading("What a reader sees in twenty seconds")
    for line in found.readers_eye:
        out.item(line)
    _show_doubts(out, found)
    _show_concerns(out, found)
    out.heading("What weighs, by effect")
    for state, name in ((True, "Can still change:"), (False, "Stands as it is:")):
        parts = [each for each in found.offsets if each.is_changeable is state]
        if parts:
            out.line(name)
        for each in parts:
            out.item(f"{_offset(each)} {notes.mark(each.fact_ids)}".rstrip())
    if found.results:
        _show_results(out, found.results, notes)
    said = ""
    order = list(dict.fromkeys(TOPICS.values()))
    for finding in sorted(found.findings, key=lambda each: order.index(TOPICS[each.topic])):
        topic = TOPICS[finding.topic]
        if topic != said:
            out.heading(topic)
            said = topic
        out.item(_finding(finding, notes))
    if found.support:
        out.heading("If this weighs on you, somebody is there")
        show_support(out, notes, found.support)
    out.heading("Where this comes from")
    out.line(MARKS_TEXT)
    if own := own_text(found.benchmarks.items()):
        out.line(f"Your own benchmarks: {own}.")
    for line in notes.lines():
        out.line(line)
    out.left_out(facts)


_CHART = 25
"""Columns of the chart, each four percentiles wide."""
_AXIS = "0...........50.........100"
"""What stands over it; without blanks, which a table would take out."""


def _show_results(out: Out, results: tuple[ExamResult, ...], notes: Footnotes) -> None:
    """Write what the trend is read from: a table with a chart beside it, which says the same."""
    out.heading("Results on one scale")
    rows = [
        (
            f"{each.day:%b %Y}" if each.day else "not told",
            f"{each.name}{f', attempt {each.attempt}' if each.attempt > 1 or each.is_fail else ''}",
            f"{each.result}{f' {each.score}' if each.score is not None else ''}",
            share_text(each),
            _bar(each),
        )
        for each in results
    ]
    out.table(("when", "exam", "result", "of 100 takers, below", _AXIS), rows)
    marks = notes.mark(dict.fromkeys(fact for each in results for fact in each.fact_ids))
    out.line(
        "Each exam against its own takers (for the Steps, US and Canadian first takers). The line is the error of one"
        f" result; a pass without a number may lie anywhere on it, so it has no mark. {marks}".rstrip()
    )


def share_text(each: ExamResult) -> str:
    """Return how many of 100 takers stand below a result: its level where it tells one, and the range."""
    low, high = (f"{100 * value:.0f}" for value in (each.low, each.high))
    if each.middle is None or each.is_fail:
        return f"{low} to {high}"
    return f"{100 * each.middle:.0f} ({low} to {high})"


def _bar(each: ExamResult) -> str:
    """Return where a result lies on a line from 0 to 100: its range, and a mark where it tells a level.

    Examples
    --------
    >>> from smartpick.guidance import ExamResult
    >>> _bar(ExamResult("step2_ck", 1, None, "pass", 240, 0.3, 0.5, 0.7, ()))
    '|.......-----o-----.......|'
    """
    first, last = (min(_CHART - 1, int(value * _CHART)) for value in (each.low, each.high))
    cells = ["-" if first <= at <= last else "." for at in range(_CHART)]
    if each.middle is not None and not each.is_fail:
        cells[min(_CHART - 1, int(each.middle * _CHART))] = "o"
    return f"|{''.join(cells)}|"


def _show_doubts(out: Out, found: Assessment) -> None:
    out.heading("Doubts, said plainly, and what answers them")
    if not found.doubts and not found.filters:
        out.item("None that this record gives by itself.")
    for part in found.filters:
        out.item(f"Filter at some programs, whatever the rest says: {part.text.split(';')[0]}.")
    for each in found.doubts:
        out.item(f"Doubt: {each.text.split('. ')[0].rstrip('.')}.")
    label = "Answer" if found.doubts or found.filters else "For it"
    for each in found.replies:
        out.item(f"{label}: {each.text}{PRIVATE if each.is_private else ''}.")
    if not found.replies:
        out.item(f"{label}: nothing in the profile yet.")


def _show_concerns(out: Out, found: Assessment) -> None:
    out.heading("Four worries of a program director")
    rows = [
        (
            row.question,
            "; ".join(each.text for each in row.evidence),
            row.gap,
            row.action + (f" (by {row.by:%-d %b %Y})" if row.by and row.action else ""),
        )
        for row in found.concerns
    ]
    out.table(("worry", "your evidence", "gap", "what to do"), rows)


def _offset(each: Offset) -> str:
    text = each.text
    if each.effect is not None:
        effect = each.effect
        text += f": odds of {each.about} × {effect.mean:.2f} ({effect.low:.2f} to {effect.high:.2f})"
    until = f", by {each.by:%-d %B %Y}" if each.by and each.is_changeable else ""
    change = f" You can: {each.can_change}{until}." if each.can_change else ""
    return f"{text}; {each.basis}.{change}"


def _finding(each: Finding, notes: Footnotes) -> str:
    change = f" You can: {each.can_change}" if each.can_change else ""
    until = f", by {each.by:%-d %B %Y}" if each.by and each.can_change else ""
    return finding_text(each, notes, f"{change}{until}." if change else "")
