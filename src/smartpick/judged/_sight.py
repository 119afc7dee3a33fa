"""What a model may look at when it is asked: facts with the answers taken out, and programs without their future.

The rows that are held back are deleted from a copy of the compiled facts in memory. A model can therefore not reach
them, by whatever way it reads.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from smartpick.facts import Facts
from smartpick.programs import Program, load_directory
from smartpick.vocabulary import Track

__all__ = ["Hidden", "Sight", "after", "hide", "of_specialty", "open_tracks", "programs_until"]

_WITH_SEASON = ("statistic", "finding", "signal_count", "fill_by_type", "program_result")
_OPEN = frozenset({Track.CATEGORICAL, Track.PRIMARY_CARE, Track.ADVANCED})


@dataclass(frozen=True, slots=True)
class Hidden:
    """Rows of one kind that a model must not see.

    Attributes
    ----------
    kind
        A name in ``docs/facts.md``.
    where, arguments
        An SQL condition with ``?`` for each argument.
    """

    kind: str
    where: str
    arguments: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What a model is given.

    Attributes
    ----------
    facts
        The compiled facts without the rows held back.
    season
        The newest Match whose results may be used.
    programs
        Open tracks of the Match asked about; their `positions` end with `season`.
    seed
        Seed of every draw.
    """

    facts: Facts
    season: int
    programs: tuple[Program, ...]
    seed: int

    def of(self, specialty: str) -> list[Program]:
        """Return the programs of one specialty."""
        return [program for program in self.programs if program.specialty == specialty]


def hide(facts: Facts, *hidden: Hidden) -> Facts:
    """Return a copy of the facts, in memory, without the rows held back.

    Notes
    -----
    The hashes of what lost rows are changed too, so that nothing made from all rows (simulated seasons) is taken for
    made from these.
    """
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    facts.connection.backup(copy)
    for rows in hidden:
        parts = {rows.kind}
        if rows.kind == "statistic":
            found = copy.execute(f"SELECT DISTINCT measure FROM statistic WHERE {rows.where}", rows.arguments)
            parts |= {f"statistic {row[0]}" for row in found.fetchall()}
        if copy.execute(f"DELETE FROM {rows.kind} WHERE {rows.where}", rows.arguments).rowcount:
            without = repr((rows.where, rows.arguments))
            for part in sorted(parts):
                (before,) = copy.execute("SELECT hash FROM content WHERE part = ?", (part,)).fetchone() or ("",)
                after_it = hashlib.sha256(f"{before} without {without}".encode()).hexdigest()
                copy.execute("UPDATE content SET hash = ? WHERE part = ?", (after_it, part))
    copy.commit()
    return Facts(copy)


def of_specialty(specialty: str, *measures: str, applicant_type: str = "") -> Hidden:
    """Return the statistics of one specialty: some measures of them, or all; of one applicant type, or of all."""
    where, arguments = ["specialty_keys LIKE ?"], [f"%;{specialty};%"]
    if measures:
        where.append(f"measure IN ({', '.join('?' * len(measures))})")
        arguments += measures
    if applicant_type:
        where.append("applicant_type_keys LIKE ?")
        arguments.append(f"%;{applicant_type};%")
    return Hidden("statistic", " AND ".join(where), tuple(arguments))


def after(facts: Facts, season: int) -> list[Hidden]:
    """Return the rows whose season names a year after `season`.

    Notes
    -----
    Assumptions have no season of their own and stay: they were written by people who had seen newer figures. The page
    says so.
    """
    found = []
    for kind in _WITH_SEASON:
        seasons = [row[0] for row in facts.connection.execute(f"SELECT DISTINCT season FROM {kind}")]
        late = [each for each in seasons if max(_years(str(each)), default=0) > season]
        if late:
            found.append(Hidden(kind, f"season IN ({', '.join('?' * len(late))})", tuple(late)))
    return found


def _years(text: str) -> list[int]:
    """Return the years that a season names; ``2024-25`` names 2025 too.

    Examples
    --------
    >>> _years("2024-25"), _years("2020-2024"), _years("~2022"), _years("simulated")
    ([2024, 2025], [2020, 2024], [2022], [])
    """
    years = [int(year) for year in re.findall(r"20\d\d", text)]
    short = re.fullmatch(r"(20)\d\d-(\d\d)", text)
    return [*years, int(short[1] + short[2])] if short else years


def open_tracks(facts: Facts) -> tuple[Program, ...]:
    """Return the tracks of the newest Match that lead to a specialty: categorical, primary care and advanced."""
    return tuple(program for program in load_directory(facts).programs if program.track in _OPEN)


def programs_until(programs: Sequence[Program], season: int) -> tuple[Program, ...]:
    """Return the programs with their results up to and including one Match."""
    return tuple(
        replace(program, positions={year: pair for year, pair in program.positions.items() if year <= season})
        for program in programs
    )
