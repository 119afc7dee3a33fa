"""One program for a person at a terminal: three sentences first, then term by term what they rest on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from smartpick.present._list_looks import points
from smartpick.present._output import Footnotes, Out
from smartpick.present._words import percent, sign, stage_text
from smartpick.uncertainty import in_words

if TYPE_CHECKING:
    from smartpick.explain import Reason
    from smartpick.explain.look import ProgramLook
    from smartpick.facts import Facts

__all__ = ["answer_of", "show_questions", "show_why"]

_ANSWERS = {
    "on_list": "is on your list",
    "ruled_out": "is not on your list",
    "little_gain": "is not on your list",
    "budget": "is not on your list",
    "number": "is not on your list",
    "wishes": "is not on your list",
    "outside": "is not looked at for your list",
    "unwanted": "is not looked at for your list",
    "not_open": "is not looked at for your list",
    "not_in_list": "is not looked at for your list",
}
_MOST_SEASONS = 8
_MUCH, _SOME = 3.0, 1.5
"""Factors on the odds of an offer that are called much, and more than a little."""


def answer_of(look: ProgramLook) -> tuple[str, str, str]:
    """Return three sentences: whether and why, at what chance, and what it adds."""
    first = f"{look.program.name} ({look.program.state}) {_ANSWERS[look.status]}: {look.why}."
    if look.p_interview is None or look.adds is None or look.p_accept is None:
        second = "No chance is told for it."
        third = (
            f"The list without it holds {look.list_programs} programs, with a chance of matching of"
            f" {percent(look.list_p_match)}."
        )
        return first, second, third
    second = (
        f"The chance of an interview offer there is {in_words(look.p_interview)} ({percent(look.p_interview)}, in a"
        f" word: {look.band}), and once interviewed, that it would take you if you rank it {percent(look.p_accept)}."
    )
    verb = "adds" if look.status == "on_list" else "would add"
    third = (
        f"It {verb} {points(look.adds)} to your chance of matching, which is {percent(look.list_p_match)} with the list"
    )
    if look.p_match_here is not None:
        third += f"; the chance to end up there is {percent(look.p_match_here)}"
    return first, second, f"{third}."


def show_why(facts: Facts, look: ProgramLook) -> None:
    """Write why a program is on the list or not."""
    out, notes = Out(), Footnotes(facts)
    program = look.program
    out.line(
        f"{program.name}, {program.city or 'city unknown'}, {program.state}, {program.program_code_nrmp}. Season"
        f" {look.season}: {stage_text(look.stage)}.",
        "dim",
    )
    out.line()
    first, second, third = answer_of(look)
    out.line(f"{first} {notes.mark(look.why_fact_ids)}".strip())
    out.line(second)
    out.line(third)
    if look.p_interview is not None:
        _show_terms(out, notes, look)
        _show_signal(out, notes, look)
        _show_alike(out, look)
    _show_unknown(out, look)
    _show_history(out, notes, look)
    out.sources(notes)


def _show_terms(out: Out, notes: Footnotes, look: ProgramLook) -> None:
    out.heading("What speaks for it and against it")
    if look.base_rate is not None:
        out.item(
            f"to begin with: {100 * look.base_rate:.0f} % {look.base_text} got an interview offer"
            f" {notes.mark(look.base_fact_ids)}".strip()
        )
    for reason in look.reasons:
        out.item(f"{sign(reason)}{reason.text}{_strength(reason)} {notes.mark(reason.fact_ids)}".strip())
    out.line(
        "+ raises the chance of an interview offer there, − lowers it, against the average program. Without a sign the"
        " chance does not know of it.",
        "dim",
    )


def _strength(reason: Reason) -> str:
    """Say how much a term moves the odds of an offer, all else equal and in a typical scenario.

    Examples
    --------
    >>> from smartpick.explain import Reason
    >>> _strength(Reason("location", "in state", (), 0.7))
    ': it raises the chance'
    >>> _strength(Reason("location", "far away", (), -0.1))
    ': it lowers the chance a little'
    """
    if reason.effect is None or not sign(reason):
        return ""
    factor = math.exp(abs(reason.effect))
    much = " much" if factor > _MUCH else "" if factor > _SOME else " a little"
    return f": it {'raises' if reason.effect > 0 else 'lowers'} the chance{much}"


def _show_signal(out: Out, notes: Footnotes, look: ProgramLook) -> None:
    out.heading("Signal")
    given = "none" if look.signal == "none" else str(look.signal)
    out.line(f"{given}: {look.signal_why} {notes.mark(look.signal_fact_ids)}".strip() + ".")


def _show_alike(out: Out, look: ProgramLook) -> None:
    out.heading("Programs that it cannot be told apart from")
    if not look.alike:
        out.line(
            f"None of the {look.compared_count} others: what it adds differs clearly from what each of them would."
        )
        return
    shown = len(look.alike)
    which = "this one" if shown == 1 else f"these {shown}" if shown == look.alike_count else f"these {shown} and others"
    out.line(
        f"It cannot be told apart from {which}, {look.alike_count} of {look.compared_count} in all: in the same place,"
        " and without a signal that is only suggested, the difference in what they add is less than its uncertainty."
    )
    for each in look.alike:
        where = "on the list" if each.is_on_list else "not on it"
        out.item(
            f"{each.program.name} ({each.program.state}), {where}: {100 * each.difference.mean:+.2f} points"
            f" ({100 * each.difference.low:+.2f} to {100 * each.difference.high:+.2f})"
        )


def _show_unknown(out: Out, look: ProgramLook) -> None:
    if not look.unknowns:
        return
    out.heading("Not known of it, and what to ask")
    for text in look.unknowns:
        out.item(text.removeprefix("unknown: "))
    for each in look.questions:
        out.item(f"“{each.text}”{_hangs(each.worth)}")


def _hangs(worth: float | None) -> str:
    return "" if worth is None else f" ({100 * worth:.2f} points of your chance of matching hang on the answer)"


def _show_history(out: Out, notes: Footnotes, look: ProgramLook) -> None:
    out.heading("Positions and how they filled")
    if not look.history:
        out.line("No record.")
        return
    recent = look.history[:_MOST_SEASONS]
    rows = [(str(season), str(offered), str(filled), notes.mark((row,))) for season, offered, filled, row in recent]
    out.table(("Match", "positions", "filled", "source"), rows)
    left = sum(filled < offered for _, offered, filled, _ in look.history)
    out.line(f"Positions stayed empty in {left} of its {len(look.history)} Matches on record.")


def show_questions(look: ProgramLook) -> None:
    """Write the checklist of questions for one program."""
    out = Out()
    out.line(f"{look.program.name} ({look.program.state}), {look.program.program_code_nrmp}: what to ask.", "bold")
    if not look.questions:
        out.line("Nothing that is known to matter for you is unknown of it, or it is too late to ask.")
    for number, each in enumerate(look.questions, 1):
        out.line(f"{each.text}{_hangs(each.worth)}", first=f"[ ] {number}. ", rest="       ")
