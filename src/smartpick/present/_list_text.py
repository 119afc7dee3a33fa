"""The list for a person at a terminal: the answer first, then what it rests on."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from smartpick.present._guidance_text import show_to_answer
from smartpick.present._layout import pad, wrapped
from smartpick.present._list_looks import show_curve, show_directions, show_near, show_years
from smartpick.present._output import Footnotes, Out
from smartpick.present._words import (
    COMPARED,
    SERVICES,
    assumption_text,
    bill,
    percent,
    range_of,
    season_line,
    sign,
    tier_name,
)
from smartpick.uncertainty import EVEN, whole_percent

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList, ListedProgram, Reason, Summary
    from smartpick.facts import Facts

__all__ = ["show_list"]

_MOST_DROPPED = 12
_MOST_ASKED = 5
_COLUMNS = (("interview offer", 29), ("match here", 17), ("adds", 7), ("signal", 6))
_COLUMNS_FROM = 100
"""Below this width the figures of a program stand under its name."""

_NUMBER_WIDTH = 5

_FAR_DOWN = "A low figure far down means that you would mostly have matched higher up."
_LOW = "It is low where an interview is unlikely."
_LEGEND = """\
interview offer: likely above 40 %, possible 10 to 40 %, reach below 10 %, cannot tell where the interval spans all \
three; then the chance with its 90 % interval.
match here: the chance to end up at this program if you rank the list in this order; these add up to the chance of \
matching. {far_down}
adds: percentage points that the chance of matching would lose without it, on average over the scenarios; the JSON has \
the 90 % interval.
signal: a preference signal that you can attach to the application; it adds most to the list here.
+ raises the chance of an interview offer there, − lowers it, against the average program."""


def show_list(facts: Facts, made: ApplicationList) -> None:
    """Write a list to standard output."""
    out, notes = Out(), Footnotes(facts)
    out.line(season_line(made.season, made.today, made.stage, made.directory_season), "dim")
    if made.fixed:
        out.line(made.fixed, "bold")
    if made.now is not None:
        from smartpick.present._season_text import show_steps

        show_steps(out, notes, made.now)
        out.heading("The list, to compare")
    else:
        out.line()
    for sentence in filter(None, (*made.answer, *made.beside, made.before_paying)):
        out.line(sentence)
    show_to_answer(out, made.to_answer)
    _show_compared(out, made)
    show_near(out, made)
    _show_cost(out, notes, made)
    _show_programs(out, notes, made)
    show_years(out, notes, made)
    show_curve(out, notes, made)
    _show_left_out(out, made)
    _show_next(out, notes, made)
    out.heading("Beware")
    for note in made.notes:
        # What has to stand with the figures stands at the head.
        if note not in {*made.beside, made.before_paying}:
            out.item(note)
    definitions = facts.caveats()
    for key in made.caveats:
        out.item(definitions[key])
    out.left_out(facts)
    _show_bases(out, notes, made)
    out.sources(notes)
    out.line(
        "`smartpick facts show NAME` shows the table with that name, `smartpick facts sources` where it stands.", "dim"
    )
    out.line(
        f"Facts {facts.short_version}, profile {made.profile_hash}, season {made.season}, today {made.today}, seed"
        f" {made.seed}: the same five give the same list.",
        "dim",
    )


def _show_compared(out: Out, made: ApplicationList) -> None:
    found = {key: summary for key, summary in made.compared.items() if summary is not None}
    distinct = {id(summary) for summary in (*found.values(), made.summary)}
    area = made.preferred_area
    if len(distinct) == 1:
        if area and found.get("preferred_area_only") is made.summary:
            out.line(f"All of them lie in {area}.")
        return
    out.heading("The same limits in other places")
    near, far = found.get("tiers_1_2"), found.get("tiers_1_2_3")
    is_near = near is not None and near is far
    rows = [
        (COMPARED[key], *_figures(made, summary))
        for key, summary in found.items()
        if not (is_near and key == "tiers_1_2")
    ]
    header = ("list", "programs", "cost", "interview offers", "matching", "matching in the first area")
    out.table(header if area else header[:-1], rows)
    if is_near:
        out.line("No program beyond your first and second areas is on the list.")
    alone = found.get("preferred_area_only")
    if alone is not None and alone is not made.summary:
        gap = made.summary.outcome.p_match.minus(alone.outcome.p_match)
        text = f"Against the first area only, the list changes the chance of matching by {100 * gap.mean:+.1f} points"
        text += f" (90 % interval {100 * gap.low:.1f} to {100 * gap.high:.1f})"
        out.line(f"{text}{'' if gap.is_clear else ': no clear difference'}.")
        show_directions(out, made)


def _figures(made: ApplicationList, summary: Summary) -> tuple[str, ...]:
    outcome = summary.outcome
    figures = (str(summary.programs), bill(summary), range_of(outcome.expected_interviews), percent(outcome.p_match))
    return (*figures, percent(outcome.p_match_preferred)) if made.preferred_area else figures


def _show_cost(out: Out, notes: Footnotes, made: ApplicationList) -> None:
    out.heading("Cost")
    rows = []
    for line in made.summary.cost.lines:
        amount = "unknown" if line.usd is None else f"${line.usd:,.0f}"
        carried = "an earlier season's fee" if line.is_carried_forward else ""
        service = SERVICES.get(line.service, line.service)
        rows.append((f"{service}: {line.text}", amount, f"{carried} {notes.mark(line.fact_ids)}".strip()))
    rows.append(("in all", bill(made.summary), ""))
    out.table(("for", "amount", "basis"), rows)


def _show_programs(out: Out, notes: Footnotes, made: ApplicationList) -> None:
    names = {note.specialty: note.name for note in made.specialties}
    number = 0
    for (tier, specialty), group in itertools.groupby(made.programs, lambda e: (e.tier, e.program.specialty)):
        inside = list(group)
        count = f"{len(inside)} program{'s' if len(inside) > 1 else ''}"
        out.heading(f"{tier_name(made, tier)}: {names[specialty]}, {count}")
        shared = {reason.text for reason in inside[0].reasons}.intersection(
            *({reason.text for reason in each.reasons} for each in inside)
        )
        for reason in inside[0].reasons:
            if reason.text in shared and reason.topic != "signal":
                out.line(_said(reason, notes), first="all: ", rest="     ")
        usual = _usual_unknowns(inside)
        if usual:
            always = all(set(usual) <= set(each.unknowns) for each in inside)
            whose = "of any of them" if always else "unless it is said below"
            asked = "; ".join(text.removeprefix("unknown: ") for text in usual)
            out.line(f"not known {whose}: {asked}", first="all: ", rest="     ")
        out.line()
        if out.width >= _COLUMNS_FROM:
            head = "".join(pad(name, width) for name, width in _COLUMNS)
            out.line_as_is((pad("", _NUMBER_WIDTH) + pad("program", _name_width(out)) + head).rstrip(), "bold")
        for each in inside:
            number += 1
            _show_program(out, notes, number, each, shared, usual)
    out.line()
    far_down = _LOW if made.summary.outcome.p_match.mean < EVEN else _FAR_DOWN
    for text in _LEGEND.format(far_down=far_down).splitlines():
        if made.is_planning or not text.startswith("signal:"):
            out.line(text, "dim", rest="  ")


def _usual_unknowns(inside: Sequence[ListedProgram]) -> list[str]:
    """Return what is not known of more than half of some programs."""
    counts = Counter(text for each in inside for text in each.unknowns)
    return [text for text, count in counts.items() if 2 * count > len(inside)]


def _name_width(out: Out) -> int:
    return out.width - _NUMBER_WIDTH - sum(width for _, width in _COLUMNS)


def _show_program(
    out: Out, notes: Footnotes, number: int, each: ListedProgram, shared: set[str], usual: Sequence[str]
) -> None:
    program = each.program
    name = f"{program.name}, {program.city or 'city unknown'}, {program.state}, {program.program_code_nrmp}"
    gain = 100 * each.marginal_gain
    adds = f"{gain:.2f}" if gain >= 0.005 else "<0.01"
    signal = "" if each.signal == "none" else str(each.signal)
    offer = f"{pad(str(each.band), 11)} {percent(each.p_interview)}"
    here = percent(each.p_match_on_this_list)
    start, indent = f"{number:>3}  ", " " * _NUMBER_WIDTH
    if out.width >= _COLUMNS_FROM:
        lines = wrapped(name, _name_width(out) - 2)
        figures = "".join(pad(t, w) for t, (_, w) in zip((offer, here, adds, signal), _COLUMNS, strict=True))
        out.line_as_is((start + pad(lines[0], _name_width(out)) + figures).rstrip())
        for line in lines[1:]:
            out.line_as_is(indent + line)
    else:
        out.line(name, first=start, rest=indent)
        figures = f"interview offer {' '.join(offer.split())}; match here {here}; adds {adds}"
        out.line(figures + (f"; {signal} signal" if signal else ""), first=indent, rest=indent)
    for reason in each.reasons:
        # The signal has a column of its own.
        if reason.text not in shared and reason.topic != "signal":
            out.line(_said(reason, notes), first=indent, rest=f"{indent}  ")
    rest = [text.removeprefix("unknown: ") for text in each.unknowns if text not in usual]
    if rest:
        out.line(f"not known: {'; '.join(rest)}", first=indent, rest=f"{indent}  ")


def _said(reason: Reason, notes: Footnotes) -> str:
    return f"{sign(reason)}{reason.text} {notes.mark(reason.fact_ids)}".strip()


def _show_left_out(out: Out, made: ApplicationList) -> None:
    longer = [each for each in made.dropped if each.kind != "ruled_out"]
    ruled_out = [each for each in made.dropped if each.kind == "ruled_out"]
    if longer:
        out.heading("Left out, and the money saved")
        reasons = Counter(each.why for each in longer)
        why = "; ".join(reason if len(reasons) == 1 else f"{count}: {reason}" for reason, count in reasons.items())
        # What they would add and cost stands at the head.
        out.line(f"Of {made.baseline}, {len(longer)} left out: {why}. The next ones would be:")
        out.line("; ".join(f"{e.program.name} ({e.program.state})" for e in longer[:_MOST_DROPPED]) + ".")
    if ruled_out:
        out.heading("Not on the list because of a rule that you do not meet, as far as it is known")
        for each in ruled_out:
            out.item(f"{each.program.name} ({each.program.state}): {each.why}")


def _show_next(out: Out, notes: Footnotes, made: ApplicationList) -> None:
    found = made.find_out
    if found is not None:
        out.heading("Worth finding out first")
        if found.assumed_share is None or found.expected_changes is None:
            out.line(
                f"{found.question}: it moves every chance here more than anything that you could ask a program. Make"
                " the list again when you have it."
            )
        else:
            names = "; ".join(program.name for program in found.programs[:_MOST_ASKED])
            share, places = f"{100 * found.assumed_share:.0f} %", _places(found.expected_changes)
            out.line(
                f"“{found.question}” The answer is not known for {_of(found.programs, made.programs)}. If {share} of"
                f" them say no, as is assumed {notes.mark(found.fact_ids)}, {places} on the list would go to other"
                f" programs. Ask first: {names}."
            )
    if made.routes:
        out.heading("Routes beside this list, if you want one")
        for route in made.routes:
            line = route.name
            if route.p_match_with_list is not None and route.added_usd is not None:
                line += (
                    f", {route.programs} programs for ${route.added_usd:,.0f} more: matching in one or the other"
                    f" {percent(route.p_match_with_list)}"
                )
            out.item(f"{line}. {route.text} {notes.mark(route.fact_ids)}")


def _of(some: Sequence[object], every: Sequence[object]) -> str:
    return (
        f"{len(some)} of the {len(every)} programs" if len(some) < len(every) else f"any of the {len(every)} programs"
    )


def _places(count: float) -> str:
    whole = round(count)
    return "fewer than one place" if whole < 1 else "about one place" if whole == 1 else f"about {whole} places"


def _show_bases(out: Out, notes: Footnotes, made: ApplicationList) -> None:
    out.heading("What the chances rest on")
    rows = []
    for note in made.specialties:
        level, interviews = note.basis.level, note.basis.interviews
        counted = level.base_text + (f", n = {level.base_n:,}" if level.base_n else "")
        rate = "none published" if level.base_rate is None else whole_percent(level.base_rate)
        offered = f"{100 * interviews.rate:.0f} %" + ("" if interviews.is_reported else " (other specialties)")
        rows.append(
            (
                note.name,
                f"{rate} {notes.mark(level.fact_ids)}".strip(),
                counted,
                f"{offered} {notes.mark(interviews.fact_ids)}".strip(),
            )
        )
    out.table(("specialty", "matched", "who was counted", "applications with an interview offer"), rows)
    for note in made.specialties[:1]:
        if note.basis.score.points is not None and note.basis.score.fact_ids:
            out.item(f"Your score: {note.basis.score.basis} {notes.mark(note.basis.score.fact_ids)}")
    if made.assumptions:
        out.line("Assumed, since nobody publishes it; your own figure can go under [assumptions] in the profile:")
    for assumption in made.assumptions:
        whose = "your own figure" if assumption.is_own else notes.mark((assumption.fact_id,))
        out.item(f"{assumption_text(assumption)} {whose}. {assumption.basis} ({assumption.key})")
