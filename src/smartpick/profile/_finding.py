"""What is wrong with one field, and how it is told with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from smartpick.errors import Problem
from smartpick.profile._lines import Location, lines_of, nearest_line
from smartpick.profile._parts import is_plain

__all__ = ["Finding", "path_of", "problems_of", "shown"]

_LONGEST = 60


class Finding(NamedTuple):
    """One thing that is wrong, at a location in the profile.

    `lacking` holds the locations of what would have to be absent for it to be so. When something stands there that is
    malformed, that is told instead.
    """

    at: Location
    what: str
    why: str = ""
    fix: str = ""
    lacking: tuple[Location, ...] = ()


def shown(text: object) -> str:
    r"""Return what the user wrote, short and printable enough for a message.

    Examples
    --------
    >>> shown("Family\nMedicine"), len(shown("x" * 100))
    ('Family?Medicine', 61)
    """
    plain = "".join(letter if is_plain(letter) else "?" for letter in str(text)[: _LONGEST + 1])
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


def path_of(location: Location) -> str:
    """Return a location as it is written in messages and in ``docs/profile.md``.

    Examples
    --------
    >>> path_of(("exams", "step2_ck", 0, "score"))
    'exams.step2_ck[0].score'
    """
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{shown(part)}" if path else shown(part)
    return path


def problems_of(findings: Iterable[Finding], file: str, text: str) -> list[Problem]:
    """Return the findings as problems with file, line and path, in the order in which they stand in the file."""
    lines = lines_of(text)
    placed: list[tuple[int, Problem]] = []
    for finding in dict.fromkeys(findings):
        line = nearest_line(lines, finding.at)
        place = ", ".join(filter(None, (file, f"line {line}" if line else "", path_of(finding.at))))
        placed.append((line or 0, Problem(place, finding.what, finding.why, finding.fix)))
    return [problem for _, problem in sorted(placed, key=lambda pair: pair[0])]
