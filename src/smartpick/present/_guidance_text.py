"""Pieces that the guidance's answers share as text: findings with their marks, and where support is to be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from smartpick.guidance import Finding, Support
    from smartpick.present._output import Footnotes, Out

__all__ = ["MARKS_TEXT", "PRIVATE", "finding_text", "own_text", "show_support", "show_to_answer"]

MARKS_TEXT = "Marks: !! serious, ! a concern, ~ worth knowing, ? unknown, + speaks for you."
PRIVATE = " (private: in no export)"

_MARKS = {"serious": "!! ", "concern": "! ", "watch": "~ ", "unknown": "? ", "note": "", "strength": "+ "}


def finding_text(each: Finding, notes: Footnotes, ending: str = "") -> str:
    """Return a finding with its mark and its sources; `ending` follows its text."""
    private = PRIVATE if each.is_private else ""
    return f"{_MARKS[each.severity]}{each.text}{ending}{private} {notes.mark(each.fact_ids)}".rstrip()


def own_text(benchmarks: Iterable[tuple[str, tuple[float, str, bool]]]) -> str:
    """Return the benchmarks that are the applicant's own, as she wrote them; empty without any."""
    return ", ".join(f"{key} = {value:g}" for key, (value, _, is_own) in benchmarks if is_own)


def show_support(out: Out, notes: Footnotes, support: Iterable[Support]) -> None:
    """Write where support is to be had."""
    for contact in support:
        out.item(f"{contact.name.replace('_', ' ')}: {contact.how} {notes.mark([contact.fact_id])}")


def show_to_answer(out: Out, asked: Sequence[str]) -> None:
    """Write what she is asked before anything else: planned days that have passed."""
    for each in asked:
        out.item(f"To answer: {each}")
