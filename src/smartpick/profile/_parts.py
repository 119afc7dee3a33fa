"""The words and values that the profile's fields are made of: days, texts, codes, numbers.

Numbers, texts and truth values are read as they stand: ``"233"`` is a text and no score, ``true`` is no number.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

__all__ = [
    "EARLIEST",
    "LATEST",
    "Code",
    "Day",
    "Hours",
    "Institution",
    "Months",
    "Number",
    "Part",
    "Percent",
    "Score",
    "State",
    "Text",
    "Truth",
    "Word",
    "is_plain",
]

EARLIEST, LATEST = date(1930, 1, 1), date(2100, 12, 31)
"""Days outside are slips of the keyboard: nobody who applies was born before, and no season lies after."""

_STRANGE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


def is_plain(text: str) -> bool:
    """Say whether a text is one line without characters that steer a terminal or turn the reading direction."""
    return _STRANGE.search(text) is None


def _one_line(text: str) -> str:
    if not is_plain(text):
        raise PydanticCustomError("strange", "strange")
    return text


def _lines(text: str) -> str:
    if not is_plain(text.replace("\n", " ").replace("\t", " ")):
        raise PydanticCustomError("strange", "strange")
    return text


def _day(value: object) -> date:
    """Read a day, or ``2025-06`` as its first day: many dates are known by the month only."""
    day: date | None = None
    if isinstance(value, date) and not isinstance(value, datetime):
        day = value
    elif isinstance(value, str):
        try:
            day = date.fromisoformat(f"{value}-01" if _MONTH.fullmatch(value) else value)
        except ValueError:
            day = None
    if day is None:
        raise PydanticCustomError("day", "day")
    if not EARLIEST <= day <= LATEST:
        raise PydanticCustomError("far_day", "far_day")
    return day


Day = Annotated[date, BeforeValidator(_day)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, strict=True), AfterValidator(_lines)]
Word = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, strict=True), AfterValidator(_one_line)
]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{7}[CMPAR][0-9]{1,2}$", strict=True)]
Institution = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$", strict=True)]
State = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$", strict=True)]
Truth = Annotated[bool, Field(strict=True)]
Number = Annotated[float, Field(strict=True)]
Score = Annotated[int, Field(strict=True, ge=1, le=999)]
Months = Annotated[float, Field(strict=True, ge=0, le=60)]
Hours = Annotated[float, Field(strict=True, ge=0, le=100_000)]
Percent = Annotated[float, Field(strict=True, ge=0, le=100)]


class Part(BaseModel):
    """A part of the profile: unknown fields are refused, values are not changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
