"""The columns of the list as a spreadsheet: their titles, their names in a workbook, and what else they may be called.

A workbook names the heading cell of each column (``SmartPick_code``). Spreadsheet programs move such a name with its
cell, so a column is known again however its heading reads and wherever it was moved.
"""

from __future__ import annotations

import re
from datetime import date

from smartpick.importers._days import day_of

__all__ = [
    "MARK",
    "ON_LIST",
    "OWN_TITLES",
    "TITLES",
    "TRACKER_TITLES",
    "day_in",
    "guarded",
    "is_struck_word",
    "key_of_name",
    "name_of",
    "plain",
    "unguarded",
]

TITLES = {
    "rank": "Rank",
    "place": "On the list",
    "tier": "Tier",
    "code": "NRMP code",
    "institution": "Institution",
    "track": "Track",
    "specialty": "Specialty",
    "city": "City",
    "state": "State",
    "signal": "Signal",
    "band": "Interview offer",
    "offer": "Offer: chance",
    "offer_low": "Offer: low",
    "offer_high": "Offer: high",
    "here": "Match here",
    "here_low": "Match here: low",
    "here_high": "Match here: high",
    "gain": "Adds to matching",
    "reasons": "For and against",
    "unknowns": "Not known",
    "facts": "Facts",
}
"""Key → title of what is ours on the sheet of programs."""

OWN_TITLES = {"rating": "My rating 1-5", "note": "My notes", "status": "Status"}
"""Key → title of the columns that are there for her to fill in."""

TRACKER_TITLES = {
    "applied": "Applied on",
    "invited": "Invited on",
    "scheduled": "Interview on",
    "interviewed": "Interviewed on",
    "thanked": "Thanked on",
    "answered": "Answer",
    "tracked": "Notes from the season",
}
"""Key → title of the tracker's columns; the first four are events of the season's log."""

ON_LIST = {
    "yes": "yes",
    "year": "first year",
    "added": "added by you",
    "struck": "struck out",
    "gone": "not chosen now",
}
"""What the column *On the list* says of a program."""

MARK = "SmartPick_"
"""What the names of heading cells begin with."""

_STRUCK = frozenset({"struck out", "struck", "strike", "strike out", "out", "no", "remove", "removed", "never", "drop"})
_DAYS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%m/%d/%Y", "%m/%d/%y")
_RISKY = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001 -- full-width signs begin a formula too, in some programs
_GUARDED = re.compile(rf"'+[{re.escape(_RISKY)}]")
_INSIDE = re.compile(rf"(;'*)(?=[{re.escape(_RISKY)}])")
_GUARDED_INSIDE = re.compile(rf"(;'*)'(?=[{re.escape(_RISKY)}])")
"""Where semicolons part the cells of a csv, as in much of Europe, what follows one begins a cell of its own."""


def name_of(key: str) -> str:
    """Return the name that a workbook gives to the heading cell of a column.

    Examples
    --------
    >>> name_of("offer_low")
    'SmartPick_offer_low'
    """
    return f"{MARK}{key}"


def key_of_name(name: str) -> str | None:
    """Return the key of a column by the name of its heading cell; None for names of other things."""
    return name[len(MARK) :].lower() if name.lower().startswith(MARK.lower()) else None


def plain(title: str) -> str:
    """Return a title as it is compared: letters and digits, in lower case.

    Examples
    --------
    >>> plain(" Offer - Chance "), plain("NRMP_code:")
    ('offer chance', 'nrmp code')
    """
    return " ".join(re.findall(r"\w+", title.replace("_", " ").casefold()))


def is_struck_word(text: str) -> bool:
    """Say whether a word in *On the list* or *Status* takes a program out."""
    return plain(text) in _STRUCK


def day_in(value: object) -> date | None:
    """Return the day that a cell says; None where it says none. Texts with slashes are read as in the US.

    Examples
    --------
    >>> day_in("9/25/2026"), day_in("2026-09-25 18:00"), day_in("25/9/2026"), day_in("soon")
    (datetime.date(2026, 9, 25), datetime.date(2026, 9, 25), None, None)
    """
    if isinstance(value, date):
        return value
    return day_of(value.strip(), _DAYS) if isinstance(value, str) else None


def guarded(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula: an apostrophe goes before what could be one.

    Examples
    --------
    >>> guarded("=1+1"), guarded("'=1+1"), guarded("plain"), guarded("a;=1+1")
    ("'=1+1", "''=1+1", 'plain', "a;'=1+1")
    """
    inside = _INSIDE.sub(r"\1'", text)
    return f"'{inside}" if text.startswith(tuple(_RISKY)) or _GUARDED.match(text) else inside


def unguarded(text: str) -> str:
    """Return what was guarded, as it was.

    Examples
    --------
    >>> [unguarded(guarded(text)) for text in ("=1+1", "'=1+1", "'tis", "a;=1;'=2", ";;=3")]
    ['=1+1', "'=1+1", "'tis", "a;=1;'=2", ';;=3']
    """
    outside = text[1:] if _GUARDED.match(text) else text
    return _GUARDED_INSIDE.sub(r"\1", outside)
