"""Bonds and missions for a person: three sentences, strength by area with its parts, then plans for like programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from smartpick.present._guidance_text import own_text
from smartpick.present._letters_text import finding_line, show_own_words
from smartpick.present._output import Footnotes, Out

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.guidance.ties import AreaTies, Batch, TiesPlan

__all__ = ["show_batch", "show_ties"]

_MOST_NAMED = 6
_MOST_BATCHES = 8


def show_ties(facts: Facts, plan: TiesPlan, why_no_list: str) -> None:
    """Write bonds and missions for a person."""
    out, notes = Out(), Footnotes(facts)
    for sentence in plan.answer:
        out.line(sentence)
    _show_bonds(out, plan, notes)
    out.heading("How likely to stay it may look, by area")
    for area in plan.areas:
        _show_area(out, area, notes)
    out.line(
        "Points are ours and yours to change: what a reader can see and check, added up. They move no chance; the"
        " chances of `smartpick list` know only whether there is a tie to a state."
    )
    if plan.findings:
        out.heading("What is missing or speaks for you")
    for finding in plan.findings:
        out.item(finding_line(finding, notes))
    _show_entries(out, plan)
    out.heading("Plans for the programs of your list")
    if why_no_list:
        out.line(f"No list could be made: {why_no_list}")
    for batch in plan.batches[:_MOST_BATCHES]:
        _show_batch_short(out, batch, notes)
    _show_rest(out, plan, notes)
    out.left_out(facts)


def _show_bonds(out: Out, plan: TiesPlan, notes: Footnotes) -> None:
    from smartpick.guidance.ties import bond_text

    out.heading("Your bonds to places")
    for bond in plan.bonds:
        known = f"; {bond.county} County" if bond.county else "; counts for the state"
        out.item(f"{bond_text(bond)}{known}")
    if not plan.bonds:
        out.item("None is told. Ties, work, service and rotations with their places go into the profile.")
    for each in plan.languages:
        share = "; how many speak it where you apply is not at hand"
        if each.share_pct is not None:
            share = f"; {each.share_pct:.1f} % of {each.region} speaks it at home"
        mark = notes.mark([each.fact_id]) if each.fact_id else ""
        out.item(f"{each.name} ({each.level}){share} {mark}".rstrip())
    # The same for everybody: whether there is anything private is nobody's business who reads over her shoulder.
    out.line(
        "Private bonds are among these, as you asked."
        if plan.is_private_included
        else "What a profile marks as private (a partner, unless it says otherwise) is left out here and in every"
        " export; `--include-private` takes it in."
    )


def _show_entries(out: Out, plan: TiesPlan) -> None:
    out.heading("Your experiences, by mission theme")
    for entry in plan.entries:
        themes = ", ".join(theme.replace("_", " ") for theme in entry.themes) or "no theme by its words"
        lacks = f"; lacks {', '.join(entry.lacks)}" if entry.lacks else ""
        out.item(f"{entry.title}: {themes}{lacks}")
    if not plan.entries:
        out.item("None is told.")


def _show_rest(out: Out, plan: TiesPlan, notes: Footnotes) -> None:
    more = len(plan.batches) - _MOST_BATCHES
    if more > 0:
        out.line()
        out.line(f"{more} more plan{'' if more == 1 else 's'}: in `--json`, or one by one with `--program CODE`.")
    if plan.batches:
        out.line()
        out.line(
            "`--program CODE` shows a plan in full: themes with their basis, page and age, and what to write about."
        )
    if plan.rules:
        out.heading("Signals and rotations say where your interest lies")
    for text, fact_id in plan.rules:
        out.item(f"{text} {notes.mark([fact_id])}")
    show_own_words(out, notes, plan.own_words)
    out.heading("Where this comes from")
    marks = notes.mark([*plan.theme_fact_ids, *(fact_id for _, fact_id, _ in plan.benchmarks.values())])
    out.line(f"The points, and the words by which an experience is matched to a theme, are our judgements {marks}.")
    own = own_text(plan.benchmarks.items())
    if own:
        out.line(f"Your own points: {own}.")
    for line in notes.lines():
        out.line(line)


def _show_area(out: Out, area: AreaTies, notes: Footnotes) -> None:
    at_least = "at least " if area.is_lower_bound else ""
    out.item(f"{area.label}: {area.word} ({at_least}{area.points:g} point{'' if area.points == 1 else 's'})")
    for part in area.parts:
        points = "?" if part.points is None else f"{part.points:g}"
        out.line(f"{points}  {part.text} {notes.mark(part.fact_ids)}".rstrip(), first="    ", rest="       ")


def _show_batch_short(out: Out, batch: Batch, notes: Footnotes) -> None:
    """Write one plan in short: what differs from plan to plan; bonds and what entries lack stand above it once."""
    count = len(batch.programs)
    out.line()
    out.line(f"{batch.name}, {batch.where}: {count} program{'' if count == 1 else 's'}", "bold")
    for each in batch.programs[:_MOST_NAMED]:
        themes = ", ".join(theme.replace("_", " ") for theme in each.themes) or "unknown"
        marks = notes.mark([each.fact_id]) if each.fact_id and each.themes else ""
        out.item(f"{each.name}, {each.program_code_nrmp}; themes of its institution: {themes} {marks}".rstrip())
    if count > _MOST_NAMED:
        out.item(f"and {count - _MOST_NAMED} more")
    for quote in batch.quotes:
        out.item(f"You noted ({quote.source}, {quote.day}): “{quote.text}”")
    carried: dict[str, list[str]] = {}
    for match in batch.matches:
        if match.entry is not None:
            carried.setdefault(match.entry.title, []).append(match.theme.replace("_", " "))
    said = [f"{title} ({', '.join(themes)})" for title, themes in carried.items()]
    if batch.bonds:
        said.append("your bonds to this place")
    said += batch.languages
    out.line(f"You can point to: {'; '.join(said) or 'nothing that the profile tells'}.")
    for line in (*batch.interest, *batch.open_points):
        out.line(f"{line}.")


def show_batch(facts: Facts, batch: Batch, to: TextIO | None = None) -> None:
    """Write the plan for one group of like programs in full, to be printed or into a file to hand over."""
    out, notes = Out(to), Footnotes(facts)
    count = len(batch.programs)
    alike = "one program" if count == 1 else f"one plan for {count} programs that are alike"
    out.line(f"{batch.name}, {batch.where}: {alike}", "bold")
    for each in batch.programs:
        page = f"; page: {each.url} ({each.vintage})" if each.url else "; no page is at hand"
        themes = ", ".join(theme.replace("_", " ") for theme in each.themes) or "unknown"
        patients = f"; patients: {each.patients}" if each.patients else ""
        marks = notes.mark([each.fact_id]) if each.fact_id else ""
        said = f"Themes of its institution: {themes} ({each.basis}){page}{patients}"
        out.item(f"{each.name}, {each.program_code_nrmp}. {said} {marks}".rstrip())
    out.heading("What to write about, in your own words")
    for number, (prompt, given) in enumerate(batch.prompts, 1):
        out.line(f"{number}. {prompt}")
        for fact in given:
            out.item(fact)
        if not given:
            out.item("(nothing of yours is at hand: leave it out, or find it out)")
    for quote in batch.quotes:
        out.item(f"You noted ({quote.source}, {quote.day}): “{quote.text}”")
    for line in batch.interest:
        out.item(line)
    if batch.open_points or batch.vague:
        out.heading("Before you write")
    for line in (*batch.open_points, *batch.vague):
        out.item(f"{line}.")
    out.line()
    out.line(
        "Say what you read there in your own words; copied sentences are found. No line here is meant to be pasted."
    )
    for line in notes.lines():
        out.line(line)
