"""The audit for a person at a terminal: the answer first, then what to settle, what each line is worth, what lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.explain.audit import LineState
from smartpick.present._output import Footnotes, Out
from smartpick.present._words import SERVICES, bill, percent, range_of, season_line

if TYPE_CHECKING:
    from smartpick.explain import Summary
    from smartpick.explain.audit import Audit, AuditLine
    from smartpick.facts import Facts
    from smartpick.programs import Program

__all__ = ["show_audit"]

_LEGEND = """\
interview offer: likely above 40 %, possible 10 to 40 %, reach below 10 %, cannot tell where the interval spans all \
three; then the chance with its 90 % interval.
match here: the chance to end up at this program if you rank the whole list, the programs you would like best first.
adds: percentage points that the chance of matching would lose without this line alone."""

_PARTS = (
    (LineState.NOT_FOUND, "Not found"),
    (LineState.CLOSED, "In the Match no more"),
    (LineState.OTHER_MATCH, "Not matched by the NRMP"),
    (LineState.DUPLICATE, "Named twice"),
    (LineState.RULED_OUT, "Ruled out by their own stated rule"),
    (LineState.ONE_YEAR, "One year of training"),
    (LineState.NOT_OPEN, "Not open to you"),
    (LineState.LEFT_OUT, "Left out, as you chose"),
)


def show_audit(facts: Facts, made: Audit) -> None:
    """Write an audit to standard output."""
    out, notes = Out(), Footnotes(facts)
    out.line(season_line(made.season, made.today, made.stage, made.directory_season), "dim")
    if made.fixed:
        out.line(made.fixed, "bold")
    out.line()
    for sentence in made.answer:
        out.line(sentence)
    _show_open(out, made)
    for state, heading in _PARTS:
        _show_state(out, notes, made, state, heading)
    _show_cost(out, notes, made)
    _show_worth(out, notes, made)
    _show_missing(out, made)
    _show_compared(out, made)
    out.heading("Beware")
    definitions = facts.caveats()
    for text in (*made.notes, *(definitions[key] for key in made.caveats)):
        out.item(text)
    out.left_out(facts)
    out.sources(notes)
    out.line(
        f"Facts {facts.short_version}, profile {made.profile_hash}, season {made.season}, today {made.today}, seed"
        f" {made.seed}: these and the list give the same answer again.",
        "dim",
    )


def _named(program: Program) -> str:
    return f"{program.name}, {program.city or 'city unknown'}, {program.state}, {program.program_code_nrmp}"


def _start(line: AuditLine) -> str:
    return f"line {line.match.row.line}: “{line.match.row.text}”"


def _show_open(out: Out, made: Audit) -> None:
    lines = made.in_state(LineState.ASK)
    if not lines:
        return
    out.heading("Which one is meant?")
    for line in lines:
        out.item(f"{_start(line)}: {line.why}")
        _show_options(out, line)
    first = lines[0].match
    out.line(f"Settle a line with --choose {first.row.line}={first.options[0].program_code_nrmp}, or leave it out with"
             f" --choose {first.row.line}=none.", "dim")  # fmt: skip


def _show_options(out: Out, line: AuditLine) -> None:
    for program in line.match.options:
        out.line(_named(program), first="    ", rest="      ")


def _show_state(out: Out, notes: Footnotes, made: Audit, state: LineState, heading: str) -> None:
    lines = made.in_state(state)
    if not lines:
        return
    out.heading(f"{heading}: {len(lines)} line{'' if len(lines) == 1 else 's'}")
    for line in lines:
        program = line.match.program
        meant = f" is {_named(program)}" if program is not None else ""
        out.item(f"{_start(line)}{meant}: {line.why} {notes.mark(line.fact_ids)}".rstrip())
        for text in line.notes:
            out.line(text, first="    ", rest="    ")
        if line.match.options:
            out.line("nearest names:", first="    ")
            _show_options(out, line)


def _show_cost(out: Out, notes: Footnotes, made: Audit) -> None:
    if not made.cost.lines:
        return
    out.heading("Cost")
    rows = []
    for line in made.cost.lines:
        amount = "unknown" if line.usd is None else f"${line.usd:,.0f}"
        carried = "an earlier season's fee" if line.is_carried_forward else ""
        rows.append((f"{SERVICES.get(line.service, line.service)}: {line.text}", amount,
                     f"{carried} {notes.mark(line.fact_ids)}".strip()))  # fmt: skip
    least = "at least " if made.cost.is_lower_bound else ""
    rows.append(("in all", f"{least}${made.cost.total_usd:,.0f}", ""))
    out.table(("for", "amount", "basis"), rows)


def _adds(gain: float | None) -> str:
    points = 100 * (gain or 0.0)
    return f"{points:.2f}" if points >= 0.005 else "<0.01"


def _show_worth(out: Out, notes: Footnotes, made: Audit) -> None:
    lines = sorted(made.in_state(LineState.COUNTED), key=lambda line: (-(line.gain or 0.0), line.match.row.line))
    if not lines:
        return
    out.heading("What each line is worth, most first")
    rows = []
    for line in lines:
        program = line.match.program
        if program is None or line.p_interview is None or line.p_match_here is None:
            continue
        signal = "" if line.signal == "none" else str(line.signal)
        offer = f"{line.band}, {percent(line.p_interview)}"
        rows.append((str(line.match.row.line), _named(program), offer, percent(line.p_match_here), _adds(line.gain),
                     signal, "little" if line.adds_little and made.is_planning else ""))  # fmt: skip
    header = ("line", "program", "interview offer", "match here", "adds", "signal", "")
    out.table(header, rows)
    out.line()
    for text in _LEGEND.splitlines():
        out.line(text, "dim", rest="  ")
    if any(line.adds_little for line in lines):
        out.line("little: leaving all such lines out together costs next to nothing.", "dim", rest="  ")
    said = [line for line in lines if line.notes or line.outside]
    if said:
        out.heading("About some of them")
    for line in said:
        texts = [*([line.outside] if line.outside else []), *line.notes]
        out.item(f"line {line.match.row.line}, {line.match.program.name if line.match.program else ''}:"
                 f" {'; '.join(texts)} {notes.mark(line.match.fact_ids)}".rstrip())  # fmt: skip
    _show_matched(out, lines)
    _show_unknowns(out, lines)


def _show_matched(out: Out, lines: list[AuditLine]) -> None:
    """Show how names were read, so that she can check it."""
    by_name = [line for line in lines if line.match.how.startswith("by name")]
    if not by_name:
        return
    out.heading("Read by name: please check")
    for line in sorted(by_name, key=lambda each: each.match.row.line):
        if line.match.program is not None:
            out.item(f"{_start(line)} is {_named(line.match.program)} ({line.match.how})")


def _show_unknowns(out: Out, lines: list[AuditLine]) -> None:
    found: dict[str, list[int]] = {}
    for line in lines:
        for text in line.unknowns:
            found.setdefault(text.removeprefix("unknown: "), []).append(line.match.row.line)
    if not found:
        return
    out.heading("Not known, and no reason to strike a line")
    for text, numbers in found.items():
        if len(numbers) == len(lines) > 1:
            which = "all lines"
        elif len(numbers) > 12:
            which = f"{len(numbers)} lines"
        else:
            which = ", ".join(f"line {number}" for number in sorted(numbers))
        out.item(f"{text}: {which}")


def _show_missing(out: Out, made: Audit) -> None:
    if not made.missing:
        return
    out.heading("Missing: on the best list of this number and cost, not on yours")
    meant = {
        program.program_code_nrmp: line.match.row.line
        for line in made.in_state(LineState.ASK, LineState.NOT_FOUND)
        for program in line.match.options
    }

    def named(program: Program) -> str:
        line = meant.get(program.program_code_nrmp)
        return _named(program) + (f" (perhaps what your line {line} means)" if line else "")

    rows = [
        (named(each.program), each.why, f"{each.band}, {percent(each.p_interview)}",
         f"{100 * each.adds.mean:.2f} ({100 * each.adds.low:.2f} to {100 * each.adds.high:.2f})")
        for each in made.missing
    ]  # fmt: skip
    out.table(("program", "where", "interview offer", "would add to yours, points"), rows)


def _show_compared(out: Out, made: Audit) -> None:
    rows = [
        _figures(made, name, summary)
        for name, summary in (
            ("your list", made.summary),
            ("without the lines that add little", made.without_little),
            ("the best of the same number and cost", made.recommended),
        )
        if summary is not None
    ]
    if not rows:
        return
    out.heading("Your list beside others, on the same simulated scenarios")
    header = ("list", "programs", "cost", "interview offers", "matching", "matching in the first area")
    out.table(header if made.preferred_area else header[:-1], rows)
    if made.in_state(LineState.RULED_OUT, LineState.ONE_YEAR, LineState.NOT_OPEN):
        out.line("Your list is shown here without the lines that are in no chance; its cost above has them in.")


def _figures(made: Audit, name: str, summary: Summary) -> tuple[str, ...]:
    outcome = summary.outcome
    size = (name, str(summary.programs), bill(summary))
    figures = (*size, range_of(outcome.expected_interviews), percent(outcome.p_match))
    return (*figures, percent(outcome.p_match_preferred)) if made.preferred_area else figures
