"""The list as a workbook: the answer, the programs with room for her own columns, and what stands beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.importers.sheet import ON_LIST, OWN_TITLES, TITLES, name_of
from smartpick.present._list_json import list_sources
from smartpick.present._sheet_rows import Line, cells_of, headings, lines_of, own_cells
from smartpick.present._words import COMPARED, SERVICES, assumption_text, stage_text
from smartpick.present._workbook import Book, Shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from smartpick.explain import ApplicationList, Summary
    from smartpick.facts import Facts
    from smartpick.importers.sheet import KeptSheet
    from smartpick.present._beside_xlsx import Beside
    from smartpick.programs import Directory
    from smartpick.uncertainty import Estimate

__all__ = ["list_workbook"]

_WIDTHS = {
    "rank": 6, "place": 12, "tier": 6, "code": 12, "institution": 44, "track": 28, "specialty": 20, "city": 18,
    "state": 7, "signal": 9, "band": 12, "offer": 9, "offer_low": 9, "offer_high": 9, "here": 9, "here_low": 9,
    "here_high": 9, "gain": 10, "reasons": 90, "unknowns": 40, "facts": 40, "rating": 10, "note": 40, "status": 16,
}  # fmt: skip
_OWN_WIDTH = 24
# A chance is never shown as nothing or as certainty, rounded ones neither.
_PERCENT = '[>=0.995]">99 %";[<0.005]"<1 %";0 %'
_SMALL, _SMALLEST = '[<0.0005]"<0.1 %";0.0 %', '[<0.00005]"<0.01 %";0.00 %'
_FORMATS = {
    **dict.fromkeys(("offer", "offer_low", "offer_high"), _PERCENT),
    **dict.fromkeys(("here", "here_low", "here_high"), _SMALL),
    "gain": _SMALLEST,
}
_STATUS = ("to look at", "asked", "keep", "applied", "struck out")
_KEYS_SHEET = "SmartPick"
_FROZEN = 6

Row = tuple[object, ...]


def list_workbook(
    facts: Facts,
    made: ApplicationList,
    directory: Directory | None = None,
    sheet: KeptSheet | None = None,
    beside: Beside | None = None,
) -> bytes:
    """Return the workbook of a list; the same list gives the same bytes.

    Parameters
    ----------
    directory, sheet
        What she keeps of her spreadsheet, and where its programs are looked up.
    beside
        What the sheets of program facts, cost, plan and tracker are made of; None leaves them out.
    """
    book = Book("SmartPick: list of applications")
    lines = lines_of(made, directory, sheet)
    answer = [*_answer(made), *_about(facts, made)]
    if beside is not None:
        answer += beside.counts(len(lines))
    book.table("Answer", ("What", "Figure", "low", "high", "Note"), answer, (44, 100, 10, 10, 60))
    _programs(book, lines, sheet)
    if beside is not None:
        beside.write(book, lines)
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
    _keys(book, made, lines, sheet)
    return book.close()


def _programs(book: Book, lines: Sequence[Line], sheet: KeptSheet | None) -> None:
    """Write the programs, with a choice of words where one is asked for, and a name on each heading."""
    keys = [*TITLES, *OWN_TITLES]
    titles = headings(sheet)
    widths = [*(_WIDTHS[key] for key in keys), *[_OWN_WIDTH] * (len(titles) - len(keys))]
    formats = [_FORMATS.get(key, "") for key in TITLES]
    rows = [[*cells_of(line).values(), *own_cells(line, sheet)] for line in lines]
    crossed = frozenset(at for at, line in enumerate(lines) if line.is_struck)
    written = book.table(
        "Programs",
        titles,
        rows,
        widths,
        formats,
        frozen_columns=_FROZEN,
        not_counted=("Facts",),
        crossed=crossed,
        printed_again=(keys.index("code"), keys.index("institution")),
        folded=("Facts",),
    )
    # Ids of facts are for looking up: folded away, so that they are neither in the way nor on paper.
    facts = keys.index("facts")
    written.set_column(facts, facts, _WIDTHS["facts"], None, {"level": 1, "hidden": True})
    written.set_column(facts + 1, facts + 1, widths[facts + 1], None, {"collapsed": True})
    own = [f"own_{number}" for number in range(1, len(titles) - len(keys) + 1)]
    for at, key in enumerate([*keys, *own]):
        # A name moves with its cell, whatever the heading says and wherever the column goes.
        book.workbook.define_name(name_of(key), f"=Programs!${_letter(at)}$1")
    _choices(written, keys, max(500, len(rows) + 200))


def _choices(sheet: Worksheet, keys: Sequence[str], last: int) -> None:
    """Offer words where the sheet is read back; other words may be written, with a warning."""
    at = keys.index("place")
    sheet.data_validation(
        1, at, last, at,
        {"validate": "list", "source": list(ON_LIST.values()), "error_type": "warning",
         "input_title": "On the list", "input_message": "Write: struck out, and the program is left out from then on.",
         "error_message": "Another word is kept as a note and changes nothing."},
    )  # fmt: skip
    at = keys.index("rating")
    sheet.data_validation(
        1, at, last, at,
        {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 5, "error_type": "warning",
         "error_title": "My rating", "error_message": "1 (little) to 5 (much)."},
    )  # fmt: skip
    at = keys.index("status")
    sheet.data_validation(1, at, last, at, {"validate": "list", "source": list(_STATUS), "error_type": "information"})


def _letter(at: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(at))


def _keys(book: Book, made: ApplicationList, lines: Sequence[Line], sheet: KeptSheet | None) -> None:
    """Write what a later reading needs to know her columns by, on a sheet that is out of sight."""
    rows = [
        ("layout", "smartpick.sheet/1"),
        ("facts", made.facts_version),
        ("season", made.season),
        *((f"own_{number}", title) for number, title in enumerate(sheet.columns if sheet else (), 1)),
        *(("program", line.code) for line in lines if line.is_on_list and line.code is not None),
    ]
    book.table(_KEYS_SHEET, ("Key", "What it is for"), rows, (16, 80)).hide()


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
        ("Stage", stage_text(made.stage)),
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
