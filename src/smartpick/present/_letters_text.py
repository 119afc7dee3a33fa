"""A plan of letters for a person: three sentences, the writers side by side, what is missing, what goes where."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from smartpick.present._guidance_text import MARKS_TEXT, finding_text, own_text
from smartpick.present._output import Footnotes, Out, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.facts import Facts
    from smartpick.guidance import Finding
    from smartpick.guidance.letters import Assignment, Held, LetterPlan, Points, Sheet

__all__ = ["finding_line", "show_letters", "show_own_words", "show_sheet"]

_KEPT = (
    "setbacks, gaps, visa and everything private are on no page for a writer, and exam results only with --with-exams."
    " A list of words reads your own notes for them, and for names: read the page before you hand it over."
)
_MOST_QUOTE = 80
_PARTS = ("supervision", "specialty", "area", "growth", "title")
_SERVICES = {"eras": "ERAS", "residencycas": "ResidencyCAS"}


def show_letters(facts: Facts, plan: LetterPlan, why_no_list: str) -> None:
    """Write a plan of letters for a person."""
    out, notes = Out(), Footnotes(facts)
    for sentence in plan.answer:
        out.line(sentence)
    if plan.writers:
        _show_writers(out, plan, notes)
    out.heading("What stands and what is missing")
    for finding in plan.findings:
        out.item(finding_line(finding, notes))
    _show_asks(out, plan)
    out.heading("Which letter goes where")
    if why_no_list:
        out.line(f"No list of programs could be made, so this goes by specialty: {why_no_list}")
    for row in plan.assignments:
        _show_assignment(out, row, notes)
    if plan.sheets:
        out.heading("Facts to hand over")
        numbers = ", ".join(str(each.number) for each in plan.sheets)
        out.line(
            f"`--sheet N` shows one page of facts for a writer ({numbers}): what the writer may recall, under the four"
            " strengths that answer a low score. It holds nothing private, and no exam result unless you add"
            " `--with-exams`."
        )
        for held in dict.fromkeys(held for each in plan.sheets for held in each.held):
            out.item(_held(held))
    out.heading("Rules")
    for rule in plan.rules:
        out.item(f"{rule.text} {notes.mark([rule.fact_id])}")
    out.line("The writer writes the letter. You hand over facts; nothing here is a draft.")
    show_own_words(out, notes, [(rule.text, rule.fact_id) for rule in plan.own_words])
    out.heading("Where this comes from")
    out.line(f"{MARKS_TEXT} Points are ours, and yours to change.")
    own = own_text(plan.benchmarks.items())
    if own:
        out.line(f"Your own points: {own}.")
    for line in notes.lines():
        out.line(line)
    out.left_out(facts)


def _show_asks(out: Out, plan: LetterPlan) -> None:
    if plan.next_asks:
        out.heading("Whom to ask next")
        for ask in plan.next_asks:
            weeks = f", about {ask.weeks:.0f} weeks" if ask.weeks else ""
            ahead = "; this work lies ahead, so ask towards its end" if ask.is_ahead else ""
            adds = (
                f"would add {', '.join(ask.closes)}" if ask.closes else "one letter more, which closes none of the gaps"
            )
            out.item(f"{ask.who}{weeks}: {adds}{ahead}.")


def _show_writers(out: Out, plan: LetterPlan, notes: Footnotes) -> None:
    out.heading("Writers, by what they can say from sight")
    rows = []
    for each in sorted(plan.writers, key=lambda writer: (-writer.points, writer.number)):
        parts = {part.key: part for part in each.parts}
        total = f"{'at least ' if each.is_lower_bound else ''}{each.points:g}"
        rows.append((f"{each.number} {each.role}", each.status or "?", *(_points(parts[key]) for key in _PARTS), total))
    out.table(("letter", "state", "weeks", "specialty", "area", "growth", "title", "points"), rows)
    values = {key: value for key, (value, _, _) in plan.benchmarks.items()}
    marks = notes.mark(fact_id for key, (_, fact_id, _) in plan.benchmarks.items() if key.startswith("letters_points"))
    out.line(
        f"Each week of direct supervision counts {values['letters_points_week']:g} (up to"
        f" {values['letters_weeks_most']:g}), a title {values['letters_points_title']:g} in all: who saw you work can"
        f" tell more than who is well known. {marks}".rstrip()
    )
    for each in plan.writers:
        out.item(f"{each.number} {each.role}: {'; '.join(part.why for part in each.parts)}.")


def _points(part: Points) -> str:
    return "?" if part.points is None else f"{part.points:g}"


def _show_assignment(out: Out, row: Assignment, notes: Footnotes) -> None:
    if row.programs:
        count = len(row.programs)
        programs = f"{count} program{'' if count == 1 else 's'} of your list"
    else:
        programs = "all programs"
    where = f" in {', '.join(row.states)}" if row.states else ""
    said = ", ".join(f"{number}{' (once agreed)' if number in row.pending else ''}" for number in row.letters)
    service = _SERVICES.get(row.service, row.service)
    most = f"at most {row.most}" if row.most is not None else "its most a program is not published"
    letters = "letter" if len(row.letters) == 1 else "letters"
    head = f"{row.name}, {programs}{where} ({service}, {most}): {f'{letters} {said}' if said else 'no letter yet'}."
    out.item(f"{head} {notes.mark(row.fact_ids)}".rstrip())
    for number, why in row.left_out:
        out.line(f"not letter {number}: {why}", first="    ", rest="    ")


def finding_line(each: Finding, notes: Footnotes) -> str:
    """Return a finding with its mark, what can change and until when."""
    until = f", by {each.by:%-d %B %Y}" if each.by and each.can_change else ""
    change = f" You can: {each.can_change}{until}." if each.can_change else ""
    return finding_text(each, notes, change)


def show_own_words(out: Out, notes: Footnotes, rules: Sequence[tuple[str, str]]) -> None:
    """Write what is published on texts made with AI, which conflicts, under a heading of its own."""
    if rules:
        out.heading("Your own words")
    for text, fact_id in rules:
        out.item(f"{text} {notes.mark([fact_id])}")


def _held(each: Held) -> str:
    """Name a line of the profile that stays off the page, so that she can write it again as a fact."""
    words = each.words if len(each.words) <= _MOST_QUOTE else f"{each.words[:_MOST_QUOTE].rstrip()} …"
    return (
        f"left off the page, {each.where}: “{printable(words)}” seems to hold {each.what}. Write it as a plain fact in"
        " your profile if it should stand there."
    )


def show_sheet(sheet: Sheet, to: TextIO | None = None) -> None:
    """Write one page of facts for one writer, to be printed or into a file to hand over."""
    out = Out(to)
    out.line(f"Facts for the writer of letter {sheet.number}: {sheet.to}", "bold")
    for line in sheet.context:
        out.item(line)
    out.line()
    out.line(
        "If you can speak to any of these from what you saw, it helps most. Please leave out what you did not see."
    )
    for strength in sheet.strengths:
        out.heading(strength.name)
        for fact in strength.facts:
            out.item(fact)
        if not strength.facts:
            out.item("(nothing in the profile: add a fact by hand, or take this heading out)")
    if to is not None:
        return
    for held in sheet.held:
        print(f"For you alone: {_held(held)}", file=sys.stderr)
    # Not a line of the page itself, which is handed over; and the same for everybody, so that it tells nothing.
    print(f"For you alone: {_KEPT}", file=sys.stderr)
