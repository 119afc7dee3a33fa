"""A check of texts for a person: three sentences, the weak result, each text with its marks, then across the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.guidance.text import THEMES, ended
from smartpick.present._guidance_text import PRIVATE
from smartpick.present._output import Footnotes, Out, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.facts import Facts
    from smartpick.guidance.text import Checked, Clash, Mark, TextReport
    from smartpick.guidance.text.comment import Outgoing, Remarks

__all__ = ["show_outgoing", "show_remarks", "show_report"]

_MOST_MARKS = 40
_MOST_QUOTE = 160
_SHOWN = {"bound": "yes", "other": "by another bond", "named": "the name only", "near": "the wider place", "no": "no"}
_FAMILIES = {"defensive": "may read as a defense", "vague": "could be anybody's", "generic": "general praise"}


def show_report(facts: Facts, found: TextReport) -> None:
    """Write a check for a person."""
    out, notes = Out(), Footnotes(facts)
    for sentence in found.answer:
        out.line(sentence)
    _show_address(out, found)
    for each in found.documents:
        _show_document(out, each)
    _show_ties(out, found)
    out.heading("What does not go together")
    for clash in found.clashes:
        _show_clash(out, clash)
    if not found.clashes:
        out.item("Nothing that the rules can tell.")
    _show_themes(out, found)
    _show_line(out, found)
    out.heading("What this cannot tell")
    mark = notes.mark(found.fact_ids)
    for number, limit in enumerate(found.limits):
        out.item(f"{limit} {mark}".rstrip() if number == 1 else limit)
    out.sources(notes)


def _show_address(out: Out, found: TextReport) -> None:
    address = found.address
    out.heading("Should the weak result be addressed?")
    out.line(f"By your profile: {address.verdict}.")
    for row in address.conditions:
        out.item(f"{row.text}: {row.state}; {row.why}{PRIVATE if row.is_private else ''}")
    for line in address.lines:
        out.line(printable(line))
    if address.prompts:
        is_open = address.verdict not in {"no", "advisor first"}
        start = "If you write about it, answer" if is_open else "It may be asked in interviews. Be ready to answer"
        out.line(f"{start} these four in your own words:")
        for number, (question, facts) in enumerate(address.prompts, 1):
            out.line(ended(f"{question} In your profile: {printable(facts)}"), first=f"{number}. ", rest="   ")


def _show_document(out: Out, each: Checked) -> None:
    document = each.document
    out.heading(f"{printable(document.name)} ({document.kind}, {document.words:,} words)")
    if each.passage is not None:
        out.line("The passage about a weak result:")
        for part in each.passage.parts:
            told = f"line {part.line}, “{_cut(part.quote)}”" if part.quote else "not found by the rules"
            out.item(f"{part.text}: {told}")
    if not each.marks:
        out.item("Nothing is marked.")
    for mark in each.marks[:_MOST_MARKS]:
        _show_mark(out, mark)
    if len(each.marks) > _MOST_MARKS:
        out.item(f"And {len(each.marks) - _MOST_MARKS} more; --json has them all.")


def _show_mark(out: Out, mark: Mark) -> None:
    sign = "! " if mark.severity == "concern" else "~ "
    at = mark.sentence.find(mark.quote)
    shown = mark.sentence
    if len(mark.quote) < len(mark.sentence):
        shown = f"{mark.sentence[:at]}[{mark.quote}]{mark.sentence[at + len(mark.quote) :]}"
    out.line(f"{sign}line {mark.line}: {printable(shown)}", rest="  ")
    out.line(ended(f"{_FAMILIES[mark.family]}: {mark.reason}"), first="    ", rest="    ")


def _show_ties(out: Out, found: TextReport) -> None:
    out.heading("Can your ties be seen?")
    if not found.ties:
        out.item("The profile names no tie and no language; without them nothing can be looked for.")
    else:
        names = [each.document.name for each in found.documents]
        rows = [
            (
                printable(row.name),
                row.what + (PRIVATE if row.is_private else ""),
                *(_SHOWN[row.shown[name]] for name in names),
                printable(row.suggestion),
            )
            for row in found.ties
        ]
        out.table(("tie", "what it is", *map(printable, names), "what to look at"), rows)
    for place, name, line in found.other_places:
        out.item(f"{printable(place)} ({printable(name)}, line {line}) is told as yours and is not in your profile.")


def _show_clash(out: Out, clash: Clash) -> None:
    out.item(f"{'! ' if clash.severity == 'concern' else '~ '}{printable(clash.text)}")
    for place in (clash.one, clash.other):
        if place is not None:
            name, line, quote = place
            out.line(f"{printable(name)}, line {line}: {_cut(quote)}", first="    ", rest="    ")


def _show_themes(out: Out, found: TextReport) -> None:
    out.heading("Missions that you claim, and what backs them")
    for each in found.themes:
        if each.backed_by:
            words = ", ".join(each.by_words[:4])
            backed = f"your profile has: {printable(each.backed_by)}; found by: {words}"
            if not each.is_dated:
                backed += ". Give it a date"
        else:
            backed = "no experience in your profile answers it; add the one behind it and its dates, or leave this out"
        out.item(f"{THEMES[each.theme][0]} ({printable(each.document)}, line {each.line}): {backed}.")
        out.line(_cut(each.quote), first="    ", rest="    ")
    if not found.themes:
        out.item("None that the rules can tell.")


def _show_line(out: Out, found: TextReport) -> None:
    check = found.line
    out.heading("Your one line")
    if not check.line:
        for prompt in check.prompts:
            out.item(printable(prompt))
        return
    out.line(f"“{printable(check.line)}”")
    for problem in check.problems:
        out.item(printable(problem))
    names = [each.document.name for each in found.documents]
    for part, said, fact, where in check.parts:
        missing = [name for name in names if name not in where]
        basis = f"rests on {printable(fact)}" if fact else "rests on nothing in your profile"
        texts = "in every text" if not missing else f"not in {printable(', '.join(missing))}"
        out.item(f"{part}, {printable(said)}: {basis}; {texts}.")
    if not check.parts:
        out.item("It names no specialty, place, theme or setback that the rules know.")


def show_outgoing(sent: Outgoing) -> None:
    """Show exactly what would be sent, and where to."""
    out = Out()
    safe = "encrypted" if sent.is_secure else "to this computer only"
    out.heading("What would be sent, to the letter")
    out.line(f"To {sent.host}, port {sent.port}, {safe}; model {printable(sent.model)}.")
    taken = "; ".join(f"{name}: {count}" for name, count in sorted(sent.taken_out.items()))
    out.line(
        f"Taken out: {taken or 'nothing was found to take out'}. A list of words did this, and it finds no others: read"
        " it all, and name what else must not go with --take-out."
    )
    for each in sent.taken:
        out.item(f"not sent, text {each.text} ({each.why}): {printable(each.words)}")
    out.line("-" * 20)
    for line in sent.shown.split("\n"):
        out.line_as_is(printable(line))
    out.line("-" * 20)
    out.line(f"Nothing has been sent. To send exactly this: --send {sent.code}")


def show_remarks(found: Remarks | None, sent: Outgoing, names: Sequence[str]) -> None:
    """Write what came back; nothing where nothing was sent."""
    if found is None:
        return
    out = Out()
    out.heading(f"Remarks of {printable(sent.model)}; not checked by anybody, and no text to copy")
    for each in found.remarks:
        out.item(f"{printable(names[each.text - 1])}: “{printable(each.quote)}”")
        out.line(printable(each.comment), first="    ", rest="    ")
    if not found.remarks:
        out.item("It had nothing to remark.")
    if found.dropped:
        out.line(f"{found.dropped} dropped: not about your words, too long, or sentences to copy.")


def _cut(text: str) -> str:
    return printable(text if len(text) <= _MOST_QUOTE else f"{text[:_MOST_QUOTE].rstrip()} …")
