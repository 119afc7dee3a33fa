"""The rows of the list as a sheet: what was chosen, what she added and struck out, in her order, with what is hers.

One view for workbook and csv, and for holding a sheet that comes back against what it said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartpick.importers.sheet import ON_LIST, OWN_TITLES, TITLES, KeptRow, KeptSheet
from smartpick.present._words import percent, sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.explain import ApplicationList, ListedProgram, ListedYear
    from smartpick.programs import Directory, Program

__all__ = ["Line", "base_of", "cells_of", "headings", "lines_of", "own_cells"]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One row.

    Attributes
    ----------
    place
        Key of `ON_LIST`.
    rank
        Number on the list, from 1; None where it is not on it.
    program
        None where she wrote something that is no known program.
    year
        Where it is a first year beside an advanced position.
    """

    place: str
    rank: int | None
    listed: ListedProgram | None
    program: Program | None
    kept: KeptRow | None
    year: ListedYear | None = None

    @property
    def is_struck(self) -> bool:
        """Whether she struck it out."""
        return self.place == "struck"

    @property
    def is_on_list(self) -> bool:
        """Whether it counts as an application."""
        return self.place in {"yes", "year", "added"}

    @property
    def code(self) -> str | None:
        """NRMP code."""
        return self.program.program_code_nrmp if self.program else None


def lines_of(made: ApplicationList, directory: Directory | None, sheet: KeptSheet | None) -> tuple[Line, ...]:
    """Return the rows of a list, with what she keeps of her sheet; `directory` tells the programs that she names."""
    kept = {row.id: row for row in sheet.rows} if sheet else {}
    lines: dict[str, Line] = {}
    for rank, each in enumerate(made.programs, 1):
        code = each.program.program_code_nrmp
        row = kept.get(code)
        place = "struck" if row and row.is_struck else "added" if row and row.is_added else "yes"
        lines[code] = Line(place, rank, each, each.program, row)
    for year in made.years.programs if made.years else ():
        code = year.program.program_code_nrmp
        row = kept.get(code)
        lines.setdefault(code, Line("struck" if row and row.is_struck else "year", None, None, year.program, row, year))
    for id_, row in kept.items():
        if id_ in lines:
            continue
        program = directory.by_code.get(row.program_code_nrmp or "") if directory else None
        if row.is_struck or row.is_added:
            lines[id_] = Line("struck" if row.is_struck else "added", None, None, program, _named(row, program))
        elif row.values or row.tracker:
            lines[id_] = Line("gone", None, None, program, _named(row, program))
    if sheet is None or not sheet.is_ordered:
        return tuple(lines.values())
    first = [lines[row.id] for row in sheet.rows if row.id in lines]
    return (*first, *(line for id_, line in lines.items() if id_ not in kept))


def _named(row: KeptRow, program: Program | None) -> KeptRow:
    """Return a row that shows its code where the program is no longer in the directory."""
    if program is None and row.program_code_nrmp and not row.name:
        return KeptRow(row.program_code_nrmp, row.program_code_nrmp, row.is_struck, row.is_added, row.values)
    return row


def headings(sheet: KeptSheet | None) -> tuple[str, ...]:
    """Return the headings of all columns: ours, those that are there for her, her own."""
    return (*TITLES.values(), *OWN_TITLES.values(), *(sheet.columns if sheet else ()))


def cells_of(line: Line) -> dict[str, object]:
    """Return key → what stands in our columns of a row; None for an empty cell."""
    program, each = line.program, line.listed
    row: dict[str, object] = dict.fromkeys(TITLES)
    row["rank"], row["place"] = line.rank, ON_LIST[line.place]
    if program is None:
        row["institution"] = line.kept.name if line.kept else None
    else:
        row |= {
            "code": program.program_code_nrmp,
            "institution": program.institution,
            "track": program.program_name,
            "specialty": program.specialty.replace("_", " "),
            "city": program.city or "unknown",
            "state": program.state,
        }
    if line.year is not None:
        taken = percent(line.year.p_taken)
        row |= {
            "tier": line.year.tier,
            "reasons": f"{line.year.why}\ntakes you, if you match to an advanced position: {taken}\n{line.year.record}",
            "facts": " ".join(line.year.fact_ids),
        }
    if each is not None:
        offer, here = each.p_interview, each.p_match_on_this_list
        facts = dict.fromkeys(fact_id for reason in each.reasons for fact_id in reason.fact_ids)
        row |= {
            "tier": each.tier,
            "signal": "" if each.signal == "none" else str(each.signal),
            "band": str(each.band),
            "offer": offer.mean,
            "offer_low": offer.low,
            "offer_high": offer.high,
            "here": here.mean,
            "here_low": here.low,
            "here_high": here.high,
            "gain": each.marginal_gain,
            "reasons": "\n".join(f"{sign(reason)}{reason.text}" for reason in each.reasons),
            "unknowns": "; ".join(text.removeprefix("unknown: ") for text in each.unknowns),
            "facts": " ".join(facts),
        }
    return row


def own_cells(line: Line, sheet: KeptSheet | None) -> list[object]:
    """Return what stands in her columns of a row."""
    values = line.kept.values if line.kept else {}
    return [values.get(title) for title in (*OWN_TITLES.values(), *(sheet.columns if sheet else ()))]


def base_of(lines: Sequence[Line]) -> Mapping[str, Mapping[str, object]]:
    """Return NRMP code → key → cell, for what comes back to be held against."""
    return {code: cells_of(line) for line in lines if (code := line.code) is not None}
