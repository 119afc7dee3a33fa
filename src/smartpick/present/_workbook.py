"""What every workbook has in common: a fixed date, a heading row that stays in sight, formulas kept as text."""

from __future__ import annotations

import functools
import io
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Book", "Formula", "Shown"]

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 -- a fixed stamp: the same list gives the same bytes
_MOST_CHARACTERS = 32_000
"""Excel holds 32,767 characters in a cell."""


_LINE = 15
_MOST_LINES = 20


class Shown(NamedTuple):
    """A number with a format of its own, where that of its column does not fit."""

    value: float
    number_format: str


class Formula(NamedTuple):
    """A formula of ours, with the value that it has now for readers that do not work out formulas."""

    text: str
    value: float
    number_format: str = ""


_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a formula may begin with, once a cell is typed anew or the sheet is saved as csv."""
_DAY = "yyyy-mm-dd"
_LETTER_PAPER = 1
_PRINTED = 210
"""Letters across a page that can still be read: letter paper, landscape, at two thirds of the usual size."""


class Book:
    """A workbook in memory. Texts are written as texts: a cell that begins with ``=`` is never run as a formula."""

    def __init__(self, title: str) -> None:
        from xlsxwriter import Workbook

        self._buffer = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.workbook: Workbook = Workbook(self._buffer, options)
        self.workbook.set_properties({"title": title, "created": _MADE})
        self.bold: Format = self.workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.wrap: Format = self.workbook.add_format({"text_wrap": True, "valign": "top"})
        # Such a text keeps its apostrophe, so that a cell typed anew does not turn into a formula.
        self._quoted: Format = self.workbook.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self._crossed: Format | None = None
        self._formats: dict[str, Format] = {}

    def table(
        self,
        name: str,
        header: Sequence[str],
        rows: Sequence[Sequence[object]],
        widths: Sequence[int],
        formats: Sequence[str] = (),
        *,
        frozen_columns: int = 0,
        not_counted: Collection[str] = (),
        crossed: Collection[int] = (),
        printed_again: tuple[int, int] | None = None,
        folded: Collection[str] = (),
    ) -> Worksheet:
        """Write one sheet with a filter over its columns; None becomes an empty cell.

        Columns named in `not_counted` do not make a row higher: they are for looking up, not for reading. Texts of the
        rows numbered in `crossed`, from 0, are crossed out. `printed_again` names the first and last column that stand
        on every page of a sheet that is printed over several; columns named in `folded` are not printed.
        """
        sheet: Worksheet = self.workbook.add_worksheet(name)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        for at, title in enumerate(header):
            sheet.write_string(0, at, title, self.bold)
        plain = self.wrap
        sheet.set_row(0, _LINE * max(map(_lines, header, widths)))
        # Up to so many letters a text takes one line.
        short = [
            width - 1 if at >= len(header) or header[at] not in not_counted else _MOST_CHARACTERS
            for at, width in enumerate(widths)
        ]
        for number, row in enumerate(rows, start=1):
            lines = 1
            wrap = self._crossing() if crossed and number - 1 in crossed else plain
            for at, value in enumerate(row):
                if type(value) is str and len(value) <= _MOST_CHARACTERS and not value.startswith(_RISKY):
                    # Most cells by far; told apart here, since a directory has hundreds of thousands.
                    sheet.write_string(number, at, value, wrap)
                    if len(value) > short[at]:
                        lines = max(lines, _lines(value, widths[at]))
                else:
                    self._write(sheet, number, at, value, formats[at] if at < len(formats) else "")
            if lines > 1:
                # Not every program makes rows as high as their wrapped text when it opens a file.
                sheet.set_row(number, _LINE * min(lines, _MOST_LINES))
        sheet.freeze_panes(1, frozen_columns)
        sheet.set_landscape()
        sheet.set_paper(_LETTER_PAPER)
        sheet.set_footer("&L&A&RPage &P of &N")
        sheet.repeat_rows(0)
        total = sum(width for title, width in zip(header, widths, strict=True) if title not in folded)
        if printed_again is None:
            sheet.fit_to_pages(1, 0)
        else:
            # Wide sheets go over several pages that can be read, each with the columns that name the row.
            first, last = printed_again
            again = sum(widths[first : last + 1])
            sheet.fit_to_pages(max(1, -(-(total - again) // (_PRINTED - again))), 0)
            sheet.repeat_columns(first, last)
            sheet.print_across()
        if rows:
            sheet.autofilter(0, 0, len(rows), len(header) - 1)
        # A name that screen readers take for "the headings stand in this row".
        self.workbook.define_name(f"'{name}'!ColumnTitle", f"='{name}'!$A$1")
        return sheet

    def close(self) -> bytes:
        """Return the finished file."""
        self.workbook.close()
        return self._buffer.getvalue()

    def _write(self, sheet: Worksheet, row: int, at: int, value: Any, number_format: str) -> None:
        if value is None:
            return
        if isinstance(value, Shown):
            value, number_format = value
        if isinstance(value, Formula):
            sheet.write_formula(row, at, value.text, self._format(value.number_format), value.value)
        elif isinstance(value, date):
            sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), self._format(_DAY))  # noqa: DTZ001 -- a day
        elif isinstance(value, bool):
            sheet.write_boolean(row, at, value, self.wrap)
        elif not isinstance(value, int | float):
            text = str(value)
            short = text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]} …"
            sheet.write_string(row, at, short, self._quoted if short.startswith(_RISKY) else self.wrap)
        else:
            sheet.write_number(row, at, value, self._format(number_format))

    def _crossing(self) -> Format:
        if self._crossed is None:
            self._crossed = self.workbook.add_format({"text_wrap": True, "valign": "top", "font_strikeout": True})
        return self._crossed

    def _format(self, number_format: str) -> Format:
        if number_format not in self._formats:
            settings: dict[str, Any] = {"valign": "top"}
            if number_format:
                settings["num_format"] = number_format
            self._formats[number_format] = self.workbook.add_format(settings)
        return self._formats[number_format]


@functools.lru_cache(maxsize=50_000)
def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column, a little generously."""
    if len(text) < width:
        return 1
    return sum(1 + int(1.15 * len(part)) // width for part in text.split("\n"))
