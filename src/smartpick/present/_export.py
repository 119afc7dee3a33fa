"""What every file that leaves the program is made of: one list, one profile without what is private, her own sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from smartpick.errors import Problem, RequestError, UserError
from smartpick.present._redacted import redacted_list, redacted_plan, redacted_profile, sieve_for_list
from smartpick.present._sheet_rows import Line, lines_of

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList, ListRequest
    from smartpick.facts import Facts
    from smartpick.guidance.plan import Plan
    from smartpick.importers.sheet import KeptSheet
    from smartpick.profile import Profile
    from smartpick.programs import Directory, Program

__all__ = ["Export", "export_of", "list_with_sheet"]


@dataclass(frozen=True, slots=True, eq=False)
class Export:
    """What is written out.

    Attributes
    ----------
    profile
        Without what is private, unless she ticked it, and without what she took out.
    made
        The list, without what she took out.
    notes
        What became of programs that she added.
    """

    facts: Facts
    directory: Directory
    profile: Profile
    made: ApplicationList
    sheet: KeptSheet | None
    redacted: tuple[str, ...]
    has_private: bool
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows of the sheet."""
        return lines_of(self.made, self.directory, self.sheet)

    def plan(self) -> Plan | None:
        """Return the plan of the same profile; None where none can be made."""
        from smartpick.guidance.plan import make_plan

        try:
            plan = make_plan(self.facts, self.directory, self.profile, self.made.today, self.made.season)
        except RequestError:
            return None
        plan = redacted_plan(plan, sieve_for_list(self.profile, self.redacted))
        if self.has_private:
            return plan
        return replace(plan, tasks=tuple(task for task in plan.tasks if not task.is_private))

    def workbook(self) -> bytes:
        """Return the workbook."""
        from smartpick.present._beside_xlsx import Beside
        from smartpick.present._list_xlsx import list_workbook

        beside = Beside(
            self.facts,
            self.directory,
            self.profile,
            self.made,
            self.plan(),
            self._first_area(),
            self.notes,
            has_cost="money" not in self.redacted,
        )
        return list_workbook(self.facts, self.made, self.directory, self.sheet, beside)

    def _first_area(self) -> tuple[Program, ...]:
        """Return every program of her specialties in the areas that she would be glad about."""
        from smartpick.programs import select

        areas = self.profile.goals.areas.tier1
        if not areas:
            return ()
        keys = list(self.made.summary.by_specialty) or list(self.profile.goals.specialties)
        try:
            return tuple(select(self.directory, areas, keys))
        except RequestError:
            return ()

    def csv(self) -> bytes:
        """Return the rows as csv."""
        from smartpick.present._list_csv import list_csv

        return list_csv(self.lines, self.sheet)

    def report(self, pages: Sequence[str] = (), *, has_notes: bool = False) -> bytes:
        """Return the report for an advisor as PDF."""
        from smartpick.present._report import report_pdf

        return report_pdf(self, pages, has_notes=has_notes)

    def share(self, *, has_notes: bool = False) -> dict[str, object]:
        """Return what is shared, as plain data."""
        from smartpick.present._share_json import share_json

        return share_json(
            self.facts,
            self.profile,
            self.made,
            self.lines,
            self.redacted,
            has_private=self.has_private,
            has_notes=has_notes,
        )


def export_of(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    made: ApplicationList,
    sheet: KeptSheet | None = None,
    redact: Sequence[str] = (),
    notes: Sequence[str] = (),
    *,
    has_private: bool = False,
) -> Export:
    """Return what is written out of a list; what is private and what she takes out is not in it.

    Raises
    ------
    RequestError
        With every part to take out that there is none of.
    """
    from smartpick.profile import profile_hash, public_view

    sieve = sieve_for_list(profile, redact)
    shown = redacted_profile(profile if has_private else public_view(profile), sieve)
    # A hash of the whole record would tell whether a guess at what is left out is right.
    listed = made if shown == profile else replace(made, profile_hash=profile_hash(shown))
    return Export(
        facts,
        directory,
        shown,
        redacted_list(listed, sieve),
        sheet,
        sieve.switches,
        has_private,
        tuple(notes),
    )


def list_with_sheet(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    request: ListRequest,
    sheet: KeptSheet | None,
    sheet_file: Path,
) -> tuple[ApplicationList, tuple[str, ...]]:
    """Return the list with what she struck out left out and what she added in, and what could not be had.

    Raises
    ------
    UserError
        When no list can be made; what the sheet asks for is named where it may be the reason.
    """
    from smartpick.explain import make_list

    if sheet is None or not (sheet.struck or sheet.added):
        return make_list(facts, directory, profile, request), ()
    known = directory.by_code
    struck = tuple(code for code in sheet.struck if code in known and code not in request.forced)
    added = [code for code in sheet.added if code in known and code not in request.excluded]
    notes: list[str] = []
    while True:
        asked = replace(request, forced=(*request.forced, *added), excluded=(*request.excluded, *struck))
        try:
            return make_list(facts, directory, profile, asked), tuple(notes)
        except UserError as error:
            # A program that is not open to her stays on her sheet, beside the list.
            out = {code: str(each) for each in error.problems for code in added if code in each.what}
            if not out:
                why = "What you added and struck out in your spreadsheet counts"
                more = Problem(str(sheet_file), why, fix="--without-sheet leaves it out of account")
                raise UserError([*error.problems, more]) from error
            added = [code for code in added if code not in out]
            notes += [
                f"{known[code].name} ({code}) is on your sheet, but not on the list: {text}"
                for code, text in out.items()
            ]
