"""Reads lines of programs with days: free text, or csv with or without a header.

Days are read as they are written in the United States: 10/11 is October 11. A day without a year lies in the season. A
line without a day keeps none; nothing is guessed, and nothing that stands in a line is run or followed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from smartpick.importers._columns import header_of
from smartpick.importers._csv import text_grid
from smartpick.importers._read import list_in
from smartpick.importers._rows import MOST_CELL, Grid, ListFile, problem_at, shown

__all__ = ["DatedFile", "read_invitations"]

MOST_LINES = 300
"""More programs than anybody ranks."""
_NAME = "what you pasted"
_FIRST_MONTH = 6
"""Months from June on belong to the year before the Match."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s{1,3})?"
_DAY = re.compile(
    rf"(?<![\w/-]){_WEEKDAY}(?:"
    r"(?P<y1>20\d\d)-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})"
    r"|(?P<m2>\d{1,2})/(?P<d2>\d{1,2})(?:/(?P<y2>20\d\d|\d\d))?"
    rf"|{_MONTH.format('w3')}\s{{1,3}}(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s{{1,3}}(?P<y3>20\d\d))?"
    rf"|(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,3}}{_MONTH.format('w4')}(?:,?\s{{1,3}}(?P<y4>20\d\d))?"
    r")(?![\w/-])",
    re.IGNORECASE | re.ASCII,
)
_LIKE_DAY = re.compile(
    r"(?<![\w/.-])(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}"
    r"|\d{1,2}/\d{1,2}"
    rf"|{_MONTH.format('w5')}\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s{{1,3}}20\d\d)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{{1,3}}{_MONTH.format('w6')}(?:,?\s{{1,3}}20\d\d)?"
    r")(?![\w/-])",
    re.IGNORECASE | re.ASCII,
)
"""What looks like a day; where it is none that is read, that is said."""
_CHATTER = re.compile(
    r"\b(?:interview(?:ed|s)?|invit(?:ation|ations|ed|e)|offer(?:ed|s)?|received|accepted|scheduled|declined"
    r"|rejected|rejection|virtual|in[ -]person|date|dated)\b:?",
    re.IGNORECASE,
)
_JOINING = re.compile(r"^(?:\s*(?:from|by|at|the|on|for|to)\b)+|(?:\b(?:from|by|at|on|for|to)\s*)+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DatedFile:
    """A list of programs with the days that stand beside them.

    Attributes
    ----------
    list
        The rows without their days.
    days
        Line → the day that stands in it; lines without one are not there.
    said
        Line → the day as it was written, harmless to show.
    texts
        Line → the whole line as it was written, harmless to show.
    unread
        Line → what looks like a day there and is none that is read, such as 31/12/2026; harmless to show.
    """

    list: ListFile
    days: Mapping[int, date]
    said: Mapping[int, str]
    texts: Mapping[int, str]
    unread: Mapping[int, str]


def read_invitations(text: str, season: int) -> DatedFile:
    """Return the programs and days of some pasted lines.

    Parameters
    ----------
    season
        Year of the Match, for days without a year.

    Raises
    ------
    RequestError
        When nothing stands there, or far too much.
    """
    plain = text.replace("\x00", " ").replace("\r\n", "\n").replace("\r", "\n")
    lines = [line for line in plain.split("\n") if line.strip()]
    if not lines:
        raise problem_at(_NAME, "nothing stands there", fix="Paste one program a line, with its day if you have it")
    if len(lines) > MOST_LINES:
        what = f"{len(lines):,} lines; at most {MOST_LINES} are read"
        raise problem_at(_NAME, what, fix="Paste the lines with programs only")
    for number, line in enumerate(plain.split("\n"), 1):
        if len(line) > MOST_CELL:
            what = f"{len(line):,} characters; at most {MOST_CELL:,} are read"
            raise problem_at(_NAME, what, fix="Put each program on a line of its own", line=number)
    grid = text_grid(plain, _NAME)
    has_header = header_of(grid.rows) is not None
    days: dict[int, date] = {}
    said: dict[int, str] = {}
    texts: dict[int, str] = {}
    unread: dict[int, str] = {}
    rows = []
    for at, cells in grid.rows:
        texts[at] = shown(" | ".join(filter(None, cells)))
        kept = []
        for cell in cells:
            bare, day, words = _without_day(cell, season)
            if day is not None and at not in days:
                days[at], said[at] = day, words
            elif day is None and (found := _LIKE_DAY.search(bare)) is not None:
                unread[at] = shown(found[0])
                bare = " ".join(f"{bare[: found.start()]} {bare[found.end() :]}".split()).strip(" ,;:–-(")
            # A cell of a table keeps its place even when nothing is left of it.
            kept.append(bare if has_header else _named(bare))
        rows.append((at, tuple(kept)))
    body = [row for row in rows if has_header or any(row[1])]
    if not body:
        raise problem_at(_NAME, "no program stands there", fix="Paste one program a line: its name, or its NRMP code")
    unread = {at: words for at, words in unread.items() if at not in days}
    return DatedFile(list_in(Grid(tuple(body), grid.kind, grid.is_table), _NAME), days, said, texts, unread)


def _named(text: str) -> str:
    """Return what is left of a line when the words about the letter itself are gone."""
    return _JOINING.sub(" ", " ".join(_CHATTER.sub(" ", text).split()).strip(" ,;:–-")).strip(" ,;:–-")


def _without_day(cell: str, season: int) -> tuple[str, date | None, str]:
    """Return a cell without its first day, that day, and how it was written."""
    for found in _DAY.finditer(cell):
        day = _day(found, season)
        if day is not None:
            bare = f"{cell[: found.start()]} {cell[found.end() :]}"
            return " ".join(bare.split()).strip(" ,;:–-("), day, shown(found[0])
    return cell, None, ""


def _day(found: re.Match[str], season: int) -> date | None:
    parts = found.groupdict()
    month_word = parts["w3"] or parts["w4"]
    month = _MONTHS.index(month_word[:3].lower()) + 1 if month_word else int(parts["m1"] or parts["m2"])
    day = int(parts["d1"] or parts["d2"] or parts["d3"] or parts["d4"])
    year = parts["y1"] or parts["y2"] or parts["y3"] or parts["y4"]
    if year is None:
        number = season - 1 if month >= _FIRST_MONTH else season
    else:
        number = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(number, month, day)
    except ValueError:
        return None
