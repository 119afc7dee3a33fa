"""The sheets beside the list: the guide's program sheet with its sources, cost with formulas, plan, tracker, letters.

The cost counts what the sheet of programs says is on the list, so that striking a program out there changes the bill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartpick.importers.sheet import ON_LIST, TITLES, TRACKER_TITLES
from smartpick.present._cost_xlsx import write_cost
from smartpick.present._programs_view import COLUMNS, SourceTexts, program_rows
from smartpick.present._workbook import Book, Formula

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList
    from smartpick.facts import Facts
    from smartpick.guidance.plan import Plan
    from smartpick.present._sheet_rows import Line
    from smartpick.profile import Profile
    from smartpick.programs import Directory, Program

__all__ = ["Beside", "letter_rows", "logged"]

_TRACKED = ("applied", "invited", "scheduled", "interviewed")
_ANSWERS = ("invited", "waitlisted", "rejected", "declined", "withdrawn", "no answer")
_SURE = {
    "published": "published for this season",
    "carried": "an earlier season's day, moved",
    "assumed": "our own rule",
    "yours": "your own",
}
_NAMING = (0, 2)
"""Columns of the program sheet that name the program."""
_ROOM = 200
"""Rows below the last, in which what she adds is counted too."""


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """What the sheets beside the list are made of.

    Attributes
    ----------
    profile
        Without what is private, unless she ticked it.
    more_programs
        Programs of the first area that stand on the program sheet though they are not on the list.
    notes
        What became of programs that she added.
    has_cost
        False where the money is taken out.
    """

    facts: Facts
    directory: Directory
    profile: Profile
    made: ApplicationList
    plan: Plan | None
    more_programs: tuple[Program, ...] = ()
    notes: tuple[str, ...] = ()
    has_cost: bool = True

    def counts(self, rows: int) -> list[tuple[object, ...]]:
        """Return what became of her own rows, and what the season has come to, counted on the tracker by formulas."""
        days = logged(self.profile)
        found: list[tuple[object, ...]] = [("Your sheet", text) for text in self.notes]
        for at, key in enumerate(_TRACKED):
            column = chr(ord("E") + at)
            formula = f"=COUNTA(Tracker!${column}$2:${column}${rows + _ROOM})"
            now = sum(key in each for each in days.values())
            title = TRACKER_TITLES[key].removesuffix(" on").lower()
            found.append(
                (f"Tracker: {title} so far", Formula(formula, now), None, None, "counted on the sheet Tracker")
            )
        return found

    def write(self, book: Book, lines: Sequence[Line]) -> None:
        """Write the sheets."""
        self._program_sheet(book, lines)
        if self.has_cost:
            write_cost(book, self.facts, self.profile, self.made, lines, len(lines) + _ROOM)
        if self.plan is not None:
            self._plan(book, self.plan)
        self._tracker(book, lines)
        if self.profile.letters:
            header = ("Writer", "Specialty", "Weeks", "Where", "State", "Standardized", "How far", "Day", "Cases")
            book.table("Letters", header, letter_rows(self.profile), (30, 22, 8, 34, 7, 13, 12, 12, 60))

    def _program_sheet(self, book: Book, lines: Sequence[Line]) -> None:
        chosen = {line.program.program_code_nrmp: line.program for line in lines if line.program is not None}
        on = {line.code: ON_LIST[line.place] for line in lines}
        more = {each.program_code_nrmp: each for each in self.more_programs}
        rows = list(program_rows(self.directory.sheet(each) for each in {**more, **chosen}.values()))
        rows.sort(key=lambda row: (row.program.program_code_nrmp not in chosen, row.program.program_code_nrmp))
        titles = [column.title for column in COLUMNS]
        widths = [column.width for column in COLUMNS]
        values = [
            [cell.value for cell in row.cells] + [on.get(row.program.program_code_nrmp, "not on the list")]
            for row in rows
        ]
        formats = [column.number_format for column in COLUMNS]
        book.table(
            "Program sheet",
            [*titles, TITLES["place"]],
            values,
            [*widths, 16],
            formats,
            frozen_columns=4,
            printed_again=_NAMING,
        )
        texts = SourceTexts(self.facts)
        mirror = [
            [f"{row.program.program_code_nrmp}: {texts.of(row.cells[0])}", *map(texts.of, row.cells[1:])]
            for row in rows
        ]
        # For looking up: rows of the usual height, so that the sheet can be skimmed.
        book.table(
            "Program sources", titles, mirror, [max(18, width) for width in widths],
            frozen_columns=1, not_counted=titles, printed_again=(0, 0),
        )  # fmt: skip

    def _plan(self, book: Book, plan: Plan) -> None:
        rows = [
            (
                task.start,
                task.due,
                task.title,
                task.text,
                task.owner,
                task.effort,
                "\n".join(task.checklist),
                _SURE[task.confidence],
                task.topic,
            )
            for task in plan.tasks
        ]
        late = [
            (None, None, f"Too late: {each.what}", each.instead, "you", "", "", "", "too late")
            for each in plan.too_late
        ]
        header = ("From", "By", "What", "How", "Who", "Effort", "Steps", "How sure the day is", "About")
        book.table("Plan", header, [*rows, *late], (12, 12, 40, 70, 12, 16, 50, 20, 12), frozen_columns=3)

    def _tracker(self, book: Book, lines: Sequence[Line]) -> None:
        days = logged(self.profile)
        answers = _answers(self.profile)
        rows = []
        for line in lines:
            program = line.program
            if program is None or not line.is_on_list:
                continue
            code = program.program_code_nrmp
            kept = dict(line.kept.tracker) if line.kept else {}
            said: dict[str, object] = {**kept, **days.get(code, {})}
            if code in answers:
                said["answered"] = answers[code]
            signal = "" if line.listed is None or line.listed.signal == "none" else str(line.listed.signal)
            rows.append((code, program.institution, program.program_name, signal, *map(said.get, TRACKER_TITLES)))
        header = (*(TITLES[key] for key in ("code", "institution", "track", "signal")), *TRACKER_TITLES.values())
        widths = (12, 40, 26, 9, 12, 12, 12, 14, 12, 14, 50)
        sheet = book.table("Tracker", header, rows, widths, frozen_columns=3)
        last = len(rows) + _ROOM
        for at, key in enumerate(TRACKER_TITLES, 4):
            if key in {*_TRACKED, "thanked"}:
                sheet.data_validation(
                    1, at, last, at,
                    {"validate": "date", "criteria": ">=", "value": _first_day(), "error_type": "warning",
                     "error_title": header[at], "error_message": "A day, such as 2026-10-02."},
                )  # fmt: skip
            elif key == "answered":
                choice = {"validate": "list", "source": list(_ANSWERS), "error_type": "information"}
                sheet.data_validation(1, at, last, at, choice)


def _first_day() -> object:
    from datetime import date

    return date(2020, 1, 1)


def logged(profile: Profile) -> dict[str, dict[str, object]]:
    """Return NRMP code → key of the tracker → day, as the season's log tells; an event without a day says yes."""
    found: dict[str, dict[str, object]] = {}
    for each in profile.season_log:
        if each.event in _TRACKED:
            found.setdefault(each.program_code_nrmp, {})[each.event] = each.date or "yes"
    return found


def _answers(profile: Profile) -> dict[str, str]:
    return {each.program_code_nrmp: each.event for each in profile.season_log if each.event in _ANSWERS}


def letter_rows(profile: Profile) -> list[tuple[object, ...]]:
    """Return the letters, one a row."""
    return [
        (
            each.writer_role,
            each.specialty,
            each.weeks_supervised,
            each.place,
            each.state,
            {True: "yes", False: "no", None: None}[each.is_standardized],
            each.status,
            each.date,
            each.shared_cases,
        )
        for each in profile.letters
    ]
