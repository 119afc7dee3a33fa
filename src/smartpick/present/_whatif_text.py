"""A change and what it does, for a person at a terminal: three sentences first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smartpick.present._list_looks import points
from smartpick.present._output import Out
from smartpick.present._words import bill, percent, range_of, stage_text
from smartpick.uncertainty import in_words

if TYPE_CHECKING:
    from smartpick.explain.look import WhatIf, WhatIfCase
    from smartpick.facts import Facts
    from smartpick.programs import Program

__all__ = ["answer_of", "show_whatif"]

_MOST_SHOWN = 12


def answer_of(found: WhatIf, case: WhatIfCase) -> tuple[str, str, str]:
    """Return three sentences: what it does to the chance, to the list and its cost, and how far to trust it."""
    old, new = found.before.outcome, case.summary.outcome
    said = " and ".join(case.settings)
    first = (
        f"With {said}, your chance of matching would be {in_words(new.p_match)} ({percent(new.p_match)}) instead of"
        f" {in_words(old.p_match)} ({percent(old.p_match)}): {points(case.p_match)}"
    )
    first += "." if case.p_match.is_clear else ", no clear difference."
    money = (
        f"${abs(case.cost_usd):,.0f} {'more' if case.cost_usd > 0 else 'less'}" if case.cost_usd else "the same money"
    )
    number = f"{case.summary.programs} programs"
    holds = (
        f"still hold {number}"
        if case.summary.programs == found.before.programs
        else (f"hold {number} instead of {found.before.programs}")
    )
    second = (
        f"The list would {holds} for {money}:"
        f" {_count(len(case.entering), 'program')} would come onto it and {len(case.leaving)} would leave it."
    )
    if case.same_list is None:
        third = "The list as it is could not be kept: its programs, signals, number or cost do not go with the change."
    else:
        third = f"If you kept the list as it is, the change would be {points(case.same_list)}."
    return first, second, f"{third} This is what the figures and assumptions of the model say, no promise."


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def show_whatif(facts: Facts, found: WhatIf) -> None:
    """Write what some changes do."""
    out = Out()
    out.line(
        f"Season {found.season}, {found.today}: {stage_text(found.stage)}. Before and after on the same scenarios (seed"
        f" {found.seed}).",
        "dim",
    )
    out.line()
    if len(found.cases) == 1:
        for sentence in answer_of(found, found.cases[0]):
            out.line(sentence)
    else:
        for sentence in _table_answer(found):
            out.line(sentence)
    out.heading("Before and after")
    _show_table(out, found)
    if len(found.cases) == 1:
        _show_programs(out, "Would come onto the list", found.cases[0].entering)
        _show_programs(out, "Would leave the list", found.cases[0].leaving)
        if found.cases[0].signals_moved:
            out.line(f"Signals would move at {_count(found.cases[0].signals_moved, 'program')} that stay on it.")
    out.heading("Beware")
    out.item(
        "A change is told for you with all else as it is. Differences are taken in each scenario, so they are surer"
        " than the two chances by themselves."
    )
    definitions = facts.caveats()
    for key in found.caveats:
        out.item(definitions[key])
    out.line(f"Facts {facts.short_version}, profile {found.profile_hash}.", "dim")


def _table_answer(found: WhatIf) -> tuple[str, str, str]:
    best = max(found.cases, key=lambda case: case.p_match.mean)
    least = min(found.cases, key=lambda case: case.p_match.mean)
    first = (
        f"Your chance of matching as things are is {in_words(found.before.outcome.p_match)}"
        f" ({percent(found.before.outcome.p_match)})."
    )
    second = (
        f"It would be highest with {' and '.join(best.settings)}, {percent(best.summary.outcome.p_match)}"
        f" ({points(best.p_match)}), and lowest with {' and '.join(least.settings)},"
        f" {percent(least.summary.outcome.p_match)} ({points(least.p_match)})."
    )
    return first, second, "This is what the figures and assumptions of the model say, no promise."


def _show_table(out: Out, found: WhatIf) -> None:
    header: tuple[str, ...] = ("what", "programs", "cost", "interview offers", "matching", "change", "same list")
    rows: list[tuple[str, ...]] = [
        (
            "as it is",
            str(found.before.programs),
            bill(found.before),
            range_of(found.before.outcome.expected_interviews),
            percent(found.before.outcome.p_match),
            "",
            "",
        )
    ]
    rows += [
        (
            ", ".join(case.settings),
            str(case.summary.programs),
            bill(case.summary),
            range_of(case.summary.outcome.expected_interviews),
            percent(case.summary.outcome.p_match),
            points(case.p_match),
            "not possible" if case.same_list is None else points(case.same_list),
        )
        for case in found.cases
    ]
    if found.preferred_area is not None:
        header = (*header, "change in the first area")
        areas = ["", *(points(case.p_match_preferred) for case in found.cases)]
        rows = [(*row, area) for row, area in zip(rows, areas, strict=True)]
    out.table(header, rows)


def _show_programs(out: Out, heading: str, programs: Sequence[Program]) -> None:
    if not programs:
        return
    out.heading(f"{heading}, {len(programs)}")
    text = "; ".join(f"{each.name} ({each.state}) {each.program_code_nrmp}" for each in programs[:_MOST_SHOWN])
    more = f"; and {len(programs) - _MOST_SHOWN} more" if len(programs) > _MOST_SHOWN else ""
    out.line(f"{text}{more}.")
