"""A couple's list for two people at a terminal: the answer first, then what coupling changes, money, the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.present._output import Footnotes, Out
from smartpick.present._words import SERVICES, percent, season_line

if TYPE_CHECKING:
    from smartpick.explain.pair import PairList, PairPartner, PairRow
    from smartpick.facts import Facts
    from smartpick.programs import Program

__all__ = ["coupling", "is_time_short", "rows_said", "show_pairs"]

_MOST_ROWS = 25
_LEGEND = """\
offer: chance of an interview offer. goes: chance to have the time for that interview, once it is offered. taken: \
chance of an offer and that the program would take this partner, who goes there. Each with its 90 % interval.
adds: points (of 100) that the worth of the whole plan would lose without it. near: the other's applications that form \
a pair with it."""


def show_pairs(facts: Facts, made: PairList) -> None:
    """Write a couple's list to standard output."""
    out, notes = Out(), Footnotes(facts)
    out.line(season_line(made.season, made.today, made.stage, made.directory_season), "dim")
    if made.fixed:
        out.line(made.fixed, "bold")
    out.line()
    for sentence in made.answer:
        out.line(sentence)
    _show_coupling(out, made)
    _show_cost(out, notes, made)
    for partner in made.partners:
        _show_applications(out, partner)
    _show_rows(out, notes, made)
    out.line()
    for text in (*_LEGEND.splitlines(), *(f"{name}: {text}" for name, text in rows_said(made))):
        out.line(text, "dim", rest="  ")
    out.heading("Beware")
    for note in made.notes:
        out.item(note)
    definitions = facts.caveats()
    for key in made.caveats:
        out.item(definitions[key])
    out.left_out(facts)
    notes.mark(made.fact_ids)
    out.sources(notes)
    hashes = ", ".join(f"{partner.name} {partner.profile_hash}" for partner in made.partners)
    out.line(
        f"Facts {facts.short_version}, profiles {hashes}, season {made.season}, today {made.today}, seed {made.seed}:"
        " the same give the same list.",
        "dim",
    )


def _show_coupling(out: Out, made: PairList) -> None:
    out.heading("As a couple, and each alone with the same applications")
    rows, lines = coupling(made)
    out.table(("", "as a couple", "each alone"), rows)
    for line in lines:
        out.line(line)


def coupling(made: PairList) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return what being a couple costs each in chance and gains in distance: a table's rows, and sentences."""
    rows = [(f"{each.name} matches", percent(each.p_match), percent(each.p_match_alone)) for each in made.partners]
    rows += [
        (f"both match {made.near_text}", percent(made.p_near), percent(made.p_near_alone)),
        ("both match", percent(made.p_both), percent(made.p_both_alone)),
        ("miles apart when both match", _miles(made.miles_couple), _miles(made.miles_alone)),
    ]
    lines = []
    for each in made.partners:
        gap = each.p_match.minus(each.p_match_alone)
        text = f"Being a couple changes the chance that {each.name} matches by {100 * gap.mean:+.1f} points"
        text += f" (90 % interval {100 * gap.low:.1f} to {100 * gap.high:.1f})"
        if each.best_alone is not None:
            number, chance = each.best_alone
            text += f"; the list made without the other has {number} programs and matches with {chance}"
        lines.append(f"{text}.")
    gap = made.p_near.minus(made.p_near_alone)
    lines.append(
        f"It changes the chance that both match {made.near_text} by {100 * gap.mean:+.1f} points (90 % interval"
        f" {100 * gap.low:.1f} to {100 * gap.high:.1f})."
    )
    return rows, lines


def is_time_short(made: PairList) -> bool:
    """Tell whether either may get more offers of interviews than there is time for."""
    return any(each.attends_most is not None for each in made.partners)


def rows_said(made: PairList) -> list[tuple[str, str]]:
    """Return what the chances of a row are: the name of each and a text, and a row of the list as the example."""
    said = []
    if is_time_short(made):
        text = "both programs invite you and would take you, if each of you goes to the interview there."
        said.append(("If both go", text))
        each = "; ".join(_interviews(partner) for partner in made.partners)
        text = (
            f"the same, with the interviews that you have time for. {each}. Where more come, each of you is taken to go"
            " where being taken is likeliest. If this is far below the figure before it, one of you would probably"
            " interview elsewhere; if you both want that pair, go to those two interviews."
        )
        said.append(("Both take you", text))
    else:
        said.append(("Both take you", "both programs would take you, whatever stands above the row."))
    text = (
        "both take you, and no better row has matched you already. In row 1 it is the same as the figure before it; all"
        " rows add up to the chance of any match. Where one of you has no match, only the other's program counts."
    )
    said.append(("You match here", text))
    rows = [(row.p_both.mean, row.p_row.mean, number) for number, row in enumerate(made.rows[:_MOST_ROWS], 1)]
    both, here, number = max(rows, key=lambda row: row[0] - row[1], default=(0.0, 0.0, 0))
    of_both, left = round(1000 * both), round(1000 * here)
    if 0 < left < of_both:
        text = (
            f"in {of_both} of 1,000 seasons both would take you; in {of_both - left} of these a better row has matched"
        )
        said.append((f"For example row {number}", f"{text} you already, so {left} are left."))
    return said


def _interviews(partner: PairPartner) -> str:
    text = f"{partner.name} can expect about {partner.offers.mean:.0f} offers"
    if partner.attends_most is None:
        return text
    return f"{text} and has time for about {partner.attends_most:.0f}"


def _miles(miles: float | None) -> str:
    return "not known" if miles is None else f"{miles:,.0f} on average"


def _show_cost(out: Out, notes: Footnotes, made: PairList) -> None:
    for partner in made.partners:
        out.heading(f"Cost: {partner.name}")
        rows = []
        for line in partner.cost.lines:
            amount = "unknown" if line.usd is None else f"${line.usd:,.0f}"
            carried = "an earlier season's fee" if line.is_carried_forward else ""
            service = SERVICES.get(line.service, line.service)
            rows.append((f"{service}: {line.text}", amount, f"{carried} {notes.mark(line.fact_ids)}".strip()))
        total = f"{'at least ' if partner.cost.is_lower_bound else ''}${partner.cost.total_usd:,.0f}"
        rows.append(("in all", total, ""))
        out.table(("for", "amount", "basis"), rows)


def _show_applications(out: Out, partner: PairPartner) -> None:
    count = len(partner.programs)
    out.heading(f"{partner.name}: {', '.join(partner.specialties)}, {count} program{'' if count == 1 else 's'}")
    rows = [
        (
            _name(each.program),
            percent(each.p_interview),
            percent(each.p_attend),
            percent(each.p_take),
            f"{100 * each.adds:.2f}" if each.adds >= 0.00005 else "<0.01",
            each.partners_near,
            "" if each.signal == "none" else str(each.signal),
        )
        for each in partner.programs
    ]
    if rows:
        out.table(("program", "offer", "goes", "taken", "adds", "near", "signal"), rows)


def _show_rows(out: Out, notes: Footnotes, made: PairList) -> None:
    one, other = made.partners
    out.heading(f"The pair list: {len(made.rows)} of at most {made.rows_limit} rows")
    if made.rows_limit_fact is not None:
        out.line(f"Limit: {notes.mark([made.rows_limit_fact])}.")
    is_short = is_time_short(made)
    rows = [_cells(number, row, is_short=is_short) for number, row in enumerate(made.rows[:_MOST_ROWS], 1)]
    chances = ("if both go", "both take you", "you match here")[0 if is_short else 1 :]
    out.table(("rank", one.name, other.name, "miles", *chances), rows)
    if len(made.rows) > _MOST_ROWS:
        left = made.rows[_MOST_ROWS:]
        share = 100 * sum(row.p_row.mean for row in left)
        out.line(f"{len(left)} more rows, in all {share:.0f} points; --pairs FILE.csv writes them all, in order.")


def _cells(number: int, row: PairRow, *, is_short: bool) -> tuple[object, ...]:
    names = [_name(program) if program is not None else "no match" for program in row.programs]
    chances = (row.p_both_if_attended, row.p_both, row.p_row)[0 if is_short else 1 :]
    return number, *names, "" if row.miles is None else f"{row.miles:.0f}", *map(percent, chances)


def _name(program: Program) -> str:
    return f"{program.name}, {program.city or 'city unknown'}, {program.state}, {program.program_code_nrmp}"
