"""A couple's list for two people at a terminal: the answer first, then what coupling changes, money, the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.present._output import Footnotes, Out
from smartpick.present._words import SERVICES, percent, season_line

if TYPE_CHECKING:
    from smartpick.explain.pair import PairList, PairPartner, PairRow
    from smartpick.facts import Facts
    from smartpick.programs import Program

__all__ = ["coupling", "show_pairs"]

_MOST_ROWS = 25
_LEGEND = """\
offer: chance of an interview offer. taken: chance of an offer and that the program would take this partner; each with \
its 90 % interval.
adds: points (of 100) that the worth of the whole plan would lose without it. near: the other's applications that form \
a pair with it.
matched here: the chance that the two of you are matched by this very row; these add up to the chance of any match."""


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
    for text in _LEGEND.splitlines():
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
            percent(each.p_take),
            f"{100 * each.adds:.2f}" if each.adds >= 0.00005 else "<0.01",
            each.partners_near,
            "" if each.signal == "none" else str(each.signal),
        )
        for each in partner.programs
    ]
    if rows:
        out.table(("program", "offer", "taken", "adds", "near", "signal"), rows)


def _show_rows(out: Out, notes: Footnotes, made: PairList) -> None:
    one, other = made.partners
    out.heading(f"The pair list: {len(made.rows)} of at most {made.rows_limit} rows")
    if made.rows_limit_fact is not None:
        out.line(f"Limit: {notes.mark([made.rows_limit_fact])}.")
    rows = [_cells(number, row) for number, row in enumerate(made.rows[:_MOST_ROWS], 1)]
    out.table(("rank", one.name, other.name, "miles", "taken", "matched here"), rows)
    if len(made.rows) > _MOST_ROWS:
        left = made.rows[_MOST_ROWS:]
        share = 100 * sum(row.p_row.mean for row in left)
        out.line(f"{len(left)} more rows, in all {share:.0f} points; --pairs FILE.csv writes them all, in order.")


def _cells(number: int, row: PairRow) -> tuple[object, ...]:
    names = [_name(program) if program is not None else "no match" for program in row.programs]
    takes = " and ".join(percent(each) for each in row.p_takes if each is not None)
    return number, *names, "" if row.miles is None else f"{row.miles:.0f}", takes, percent(row.p_row)


def _name(program: Program) -> str:
    return f"{program.name}, {program.city or 'city unknown'}, {program.state}, {program.program_code_nrmp}"
