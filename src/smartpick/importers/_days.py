"""The day that a cell says, in one of the forms in which it may be written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

__all__ = ["day_of"]


def day_of(text: str, forms: Sequence[str]) -> date | None:
    """Return the day that a text says; None where it is in none of the forms.

    Parameters
    ----------
    forms
        As ``strptime`` takes them; the first that fits counts.

    Examples
    --------
    >>> day_of("9/25/2026", ("%Y-%m-%d", "%m/%d/%Y")), day_of("soon", ("%Y-%m-%d",))
    (datetime.date(2026, 9, 25), None)
    """
    for form in forms:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    return None
