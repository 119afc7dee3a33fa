"""The bill as formulas: applications are counted on the sheet of programs, fees stand in cells that can be changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from smartpick.importers.sheet import ON_LIST, TITLES
from smartpick.portfolio import INCLUDED_RANKS, CostLine, FeeSchedule
from smartpick.present._words import SERVICES
from smartpick.present._workbook import Book, Formula, Shown

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList
    from smartpick.facts import Facts
    from smartpick.present._sheet_rows import Line
    from smartpick.profile import Profile

__all__ = ["write_cost"]

_USD = '"$"#,##0'
_HEADER = ("What", "Number", "From application", "To", "Flat amount", "Each", "US dollars", "Note")
_WIDTHS = (56, 9, 12, 9, 12, 9, 12, 70)
_APPLICATION = "residency_application"
_EARLIER = "an earlier season's fee"


def write_cost(
    book: Book, facts: Facts, profile: Profile, made: ApplicationList, lines: Sequence[Line], last: int
) -> None:
    """Write the sheet; `last` is the last row of the sheet of programs that is counted."""
    fees = FeeSchedule(facts, made.season, has_fee_assistance=profile.budget.fee_assistance)
    counts = Counter(line.program.specialty for line in lines if line.program is not None and line.is_on_list)
    bill = _Bill(fees, made, last)
    for specialty in dict.fromkeys([*made.summary.by_specialty, *counts]):
        bill.applications(specialty, counts.get(specialty, 0))
    for line in made.summary.cost.lines:
        if line.item != _APPLICATION:
            bill.once(line)
    bill.more_ranks(fees.extra_rank())
    bill.total(profile.budget.usd)
    book.table("Cost", _HEADER, bill.rows, _WIDTHS)


class _Bill:
    """The rows of the bill; each formula comes with the value that it has now."""

    def __init__(self, fees: FeeSchedule, made: ApplicationList, last: int) -> None:
        self._fees, self._made, self._last = fees, made, last
        self._names = {note.specialty: note.name for note in made.specialties}
        self._share = 1 - fees.assistance
        self._total, self._sent, self._counting = 0.0, 0, list[int]()
        note = "less the AAMC's fee assistance" if fees.assistance else "all of it: no fee assistance in the profile"
        share = Shown(self._share, "0 %")
        self.rows: list[tuple[object, ...]] = []
        self._row("Share of the ERAS application fees that you pay", number=share, note=note)

    @property
    def _at(self) -> int:
        """The row of the sheet that comes next; headings stand in the first."""
        return len(self.rows) + 2

    def _row(
        self,
        what: str,
        number: object = None,
        first: object = None,
        last: object = None,
        flat: object = None,
        each: object = None,
        usd: object = None,
        note: str = "",
    ) -> None:
        self.rows.append((what, number, first, last, flat, each, usd, note))

    def applications(self, specialty: str, count: int) -> None:
        """Add the rows of one specialty, one for each step of its fee."""
        name = self._names.get(specialty, specialty.replace("_", " "))
        counted = _counted(specialty, self._last)
        tiers = self._fees.tiers_of(specialty)
        is_eras = self._fees.service_of(specialty) == "eras"
        is_carried = any(
            line.is_carried_forward
            for line in self._made.summary.cost.lines
            if line.item == _APPLICATION and set(line.fact_ids) & {tier.fact_id for tier in tiers}
        )
        self._sent += count
        if not tiers:
            self._counting.append(self._at)
            number = Formula(f"={counted}", count)
            self._row(f"{name}: applications", number, usd="unknown", note="fee not published, ask")
        for tier in tiers:
            at = self._at
            self._counting.append(at)
            upper = count if tier.last is None else min(count, tier.last)
            number_now = max(0, upper - tier.first + 1)
            usd = (tier.flat_usd + tier.per_program_usd * number_now if number_now else 0.0) * (
                self._share if is_eras else 1
            )
            self._total += usd
            limit = counted if tier.last is None else f"MIN({counted},D{at})"
            self._row(
                f"{name}: applications {tier.first} {f'to {tier.last}' if tier.last else 'and more'}",
                Formula(f"=MAX(0,{limit}-C{at}+1)", number_now),
                tier.first,
                tier.last,
                Shown(tier.flat_usd, _USD),
                Shown(tier.per_program_usd, _USD),
                Formula(f"=IF(B{at}>0,E{at}+F{at}*B{at},0){'*$B$2' if is_eras else ''}", usd, _USD),
                _EARLIER if is_carried else "",
            )

    def once(self, line: CostLine) -> None:
        """Add what is paid once, as soon as one application is sent."""
        what = f"{SERVICES.get(line.service, line.service)}: {line.text}"
        if line.usd is None:
            self._row(what, usd="unknown", note="amount not published, ask")
            return
        usd = line.usd if self._sent else 0.0
        self._total += usd
        note = _EARLIER if line.is_carried_forward else ""
        formula = Formula(f"=IF({self._any_sent}>0,E{self._at},0)", usd, _USD)
        self._row(what, flat=Shown(line.usd, _USD), usd=formula, note=note)

    @property
    def _any_sent(self) -> str:
        return "+".join(f"B{row}" for row in self._counting) or "0"

    def more_ranks(self, extra: CostLine) -> None:
        """Add a row in which she can try what a longer rank order list costs."""
        if extra.usd is not None:
            what = f"NRMP: ranks beyond the {INCLUDED_RANKS} included (write how many)"
            note = _EARLIER if extra.is_carried_forward else ""
            at = self._at
            self._row(what, 0, each=Shown(extra.usd, _USD), usd=Formula(f"=B{at}*F{at}", 0.0, _USD), note=note)

    def total(self, budget_usd: float | None) -> None:
        """Add the sum, and what is left of the budget."""
        at = self._at
        note = "at least: a fee is not published" if self._made.summary.cost.is_lower_bound else ""
        summed = Formula(f"=SUM(G3:G{at - 1})", self._total, _USD)
        self._row("In all", Formula(f"={self._any_sent}", self._sent), usd=summed, note=note)
        if budget_usd is not None:
            self._row("Your budget", usd=Shown(budget_usd, _USD), note="from the profile")
            left = Formula(f"=G{at + 1}-G{at}", budget_usd - self._total, _USD)
            self._row("Left of it", usd=left)
        how = (
            f"The numbers count the rows of the sheet Programs whose column '{TITLES['place']}' says"
            f" '{ON_LIST['yes']}', '{ON_LIST['year']}' or '{ON_LIST['added']}'. Fees stand in cells of their own and"
            " can be changed."
        )
        self._row("How it is counted", note=how)


def _counted(specialty: str, last: int) -> str:
    """Return the formula that counts the applications of one specialty on the sheet of programs."""
    keys = list(TITLES)
    where, what = (_range(keys.index(key), last) for key in ("place", "specialty"))
    name = specialty.replace("_", " ")
    return "(" + "+".join(
        f'COUNTIFS({what},"{name}",{where},"{ON_LIST[place]}")' for place in ("yes", "year", "added")
    ) + ")"  # fmt: skip


def _range(at: int, last: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    column = xl_col_to_name(at)
    return f"Programs!${column}$2:${column}${last}"
