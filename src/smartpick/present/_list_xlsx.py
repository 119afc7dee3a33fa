"""The list as a workbook: Answer, Programs, Left out, Assumptions, Sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.present._list_json import list_sources
from smartpick.present._words import COMPARED, SERVICES, STAGES, assumption_text, sign
from smartpick.present._workbook import Book, Shown

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList, ListedProgram, Summary
    from smartpick.facts import Facts
    from smartpick.uncertainty import Estimate

__all__ = ["list_workbook"]

_HEADER = (
    "Rank", "Tier", "NRMP code", "Institution", "Track", "Specialty", "City", "State", "Signal",
    "Interview offer", "Offer: chance", "Offer: low", "Offer: high",
    "Match here", "Match here: low", "Match here: high", "Adds to matching",
    "For and against", "Not known", "Facts", "My notes", "Status",
)  # fmt: skip
_WIDTHS = (6, 6, 12, 44, 28, 20, 18, 7, 9, 12, 9, 9, 9, 9, 9, 9, 10, 60, 40, 40, 40, 16)
# A chance is never shown as nothing or as certainty, rounded ones neither.
_PERCENT = '[>=0.995]">99 %";[<0.005]"<1 %";0 %'
_SMALL, _SMALLEST = '[<0.0005]"<0.1 %";0.0 %', '[<0.00005]"<0.01 %";0.00 %'
_FORMATS = (*[""] * 10, _PERCENT, _PERCENT, _PERCENT, _SMALL, _SMALL, _SMALL, _SMALLEST)

Row = tuple[object, ...]


def list_workbook(facts: Facts, made: ApplicationList) -> bytes:
    """Return the workbook of a list; the same list gives the same bytes."""
    book = Book("SmartPick: list of applications")
    book.table(
        "Answer",
        ("What", "Figure", "low", "high", "Note"),
        [*_answer(made), *_about(facts, made)],
        (44, 100, 10, 10, 60),
    )
    rows = [_row(number, each) for number, each in enumerate(made.programs, start=1)]
    book.table("Programs", _HEADER, rows, _WIDTHS, _FORMATS, frozen_columns=5, not_counted=("Facts",))
    dropped = [
        (e.program.program_code_nrmp, e.program.institution, e.program.program_name, e.program.state, e.kind, e.why)
        for e in made.dropped
    ]
    left_out = ("NRMP code", "Institution", "Track", "State", "Kind", "Why")
    book.table("Left out", left_out, dropped, (12, 44, 28, 7, 14, 80))
    assumed = [
        (each.key, each.mean, each.sd, each.scale.replace("_", " "), assumption_text(each), each.basis, each.fact_id)
        for each in made.assumptions
    ]
    assumption = ("Key", "Mean", "Standard deviation", "Scale", "What it does", "Basis", "Fact")
    book.table("Assumptions", assumption, assumed, (26, 9, 12, 22, 70, 70, 40))
    book.table("Sources", ("Table", "Source"), list(list_sources(facts, made).items()), (60, 140))
    return book.close()


def _answer(made: ApplicationList) -> list[Row]:
    rows: list[Row] = [(f"Answer {n}", text) for n, text in enumerate(made.answer, start=1)]
    if made.fixed:
        rows.append(("Can no longer be changed", made.fixed))
    rows += _figures(made, "This list", made.summary)
    for key, summary in made.compared.items():
        if summary is not None and summary is not made.summary:
            rows += _figures(made, COMPARED[key].capitalize(), summary)
    for line in made.summary.cost.lines:
        note = f"{line.text}, an earlier season's fee" if line.is_carried_forward else line.text
        usd = line.usd if line.usd is not None else "unknown"
        rows.append((f"Cost: {SERVICES.get(line.service, line.service)}", usd, None, None, note))
    if made.lost is not None:
        rows.append(("Left out: US dollars saved", made.saved_usd, None, None, f"against {made.baseline}"))
        lost = (Shown(value, _SMALL) for value in (made.lost.mean, made.lost.low, made.lost.high))
        rows.append(("Left out: what it would add to the chance of matching", *lost, "mean and 90 % interval"))
    if made.find_out is not None:
        rows.append(("Worth finding out first", made.find_out.question))
    for route in made.routes:
        rows.append((f"Route beside it: {route.name}", route.text))
        if route.p_match_with_list is not None:
            note = f"{route.programs} programs, ${route.added_usd:,.0f} more"
            rows.append((f"{route.name}: matching in one or the other", *_chance(route.p_match_with_list), note))
    return rows


def _about(facts: Facts, made: ApplicationList) -> list[Row]:
    definitions = facts.caveats()
    return [
        *(("Note", note) for note in made.notes),
        *(("Caveat", definitions[key], None, None, key) for key in made.caveats),
        ("Season", made.season),
        ("Stage", STAGES[made.stage]),
        ("Today", made.today.isoformat()),
        ("Seed", made.seed),
        ("Profile", made.profile_hash),
        ("Facts", made.facts_version),
        *(("Left out of this build", publisher) for publisher in facts.left_out),
    ]


def _chance(estimate: Estimate) -> tuple[Shown, Shown, Shown]:
    return Shown(estimate.mean, _PERCENT), Shown(estimate.low, _PERCENT), Shown(estimate.high, _PERCENT)


def _figures(made: ApplicationList, name: str, summary: Summary) -> list[Row]:
    outcome = summary.outcome
    chances: list[tuple[str, Estimate]] = [
        ("chance of matching, these applications sent", outcome.p_match),
        ("chance of at least one program to rank", outcome.p_any_rank),
        ("chance of matching, given one to rank", outcome.p_match_given_ranked),
    ]
    if made.preferred_area:
        chances.append((f"chance of matching in {made.preferred_area}", outcome.p_match_preferred))
    offers = outcome.expected_interviews
    cost = "at least, since a fee is not published" if summary.cost.is_lower_bound else ""
    note = "mean and 90 % interval"
    return [
        (f"{name}: programs", summary.programs),
        (f"{name}: cost in US dollars", summary.cost.total_usd, None, None, cost),
        (
            f"{name}: expected interview offers",
            *(Shown(v, "0.0") for v in (offers.mean, offers.low, offers.high)),
            note,
        ),
        *((f"{name}: {text}", *_chance(estimate), note) for text, estimate in chances),
    ]


def _row(number: int, each: ListedProgram) -> Row:
    program = each.program
    offer, here = each.p_interview, each.p_match_on_this_list
    facts = dict.fromkeys(fact_id for reason in each.reasons for fact_id in reason.fact_ids)
    return (
        number,
        each.tier,
        program.program_code_nrmp,
        program.institution,
        program.program_name,
        program.specialty.replace("_", " "),
        program.city or "unknown",
        program.state,
        "" if each.signal == "none" else str(each.signal),
        str(each.band),
        offer.mean,
        offer.low,
        offer.high,
        here.mean,
        here.low,
        here.high,
        each.marginal_gain,
        "\n".join(f"{sign(reason)}{reason.text}" for reason in each.reasons),
        "; ".join(text.removeprefix("unknown: ") for text in each.unknowns),
        " ".join(facts),
    )
