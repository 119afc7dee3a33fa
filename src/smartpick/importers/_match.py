"""Which program does each row mean? By its number, else by name and place, never by a guess.

Where two fit, or one fits a name that could be another's, the row is left open and the programs are offered. Where none
fits, the nearest names are offered.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from smartpick.errors import Problem, RequestError
from smartpick.importers._free import code_in, number_in
from smartpick.importers._names import Asked, Names
from smartpick.importers._rows import ListFile, ListRow, shown
from smartpick.programs import Directory, Program, find

__all__ = ["MatchKind", "RowMatch", "match_list"]

_MOST_OFFERED = 6
_MOST_NEAREST = 40
"""Rows for which nearest names are looked up: enough for a list, not for a file of something else."""
_NONE = "none"
_LONGEST_CODE = 14
"""Letters of a code with a space between its parts."""
_ONLY_CODE = re.compile(r"[0-9]{4}([0-9]{3}[A-Z][0-9]+)?")


class MatchKind(StrEnum):
    """What became of a row."""

    MATCHED = "matched"
    TWO_FIT = "two_fit"
    FITS_LOOSELY = "fits_loosely"
    NOT_FOUND = "not_found"
    CLOSED = "closed"
    OTHER_MATCH = "other_match"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class RowMatch:
    """What a row means.

    Attributes
    ----------
    program
        None unless it is matched.
    options
        The programs that fit, or the nearest ones.
    how
        How it was matched, or why it was not, in words.
    notes
        What else has to be said: a renaming, a name that does not go with the number.
    fact_ids
        Rows of the facts that `how` and `notes` rest on.
    """

    row: ListRow
    kind: MatchKind
    program: Program | None
    options: tuple[Program, ...]
    how: str
    notes: tuple[str, ...] = ()
    fact_ids: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """True when only the reader can say which program is meant."""
        return self.kind in {MatchKind.TWO_FIT, MatchKind.FITS_LOOSELY}


def match_list(
    directory: Directory, file: ListFile, specialties: Sequence[str], chosen: Mapping[int, str] | None = None
) -> tuple[RowMatch, ...]:
    """Return what every row means, in the order of the file.

    Parameters
    ----------
    specialties
        Hers, by key: where a row names no specialty, programs of these are meant if any fits.
    chosen
        Line → NRMP code that the reader chose for it, or ``none`` to leave the line out.

    Raises
    ------
    RequestError
        With every choice that names a line or a code that is not there.
    """
    matcher = _Matcher(directory, specialties)
    choices = matcher.choices(file, chosen or {})
    matches = []
    for row in file.rows:
        choice = choices.get(row.line)
        if choice is None:
            matches.append(matcher.match(row))
        elif choice == _NONE:
            matches.append(RowMatch(row, MatchKind.LEFT_OUT, None, (), "left out, as you chose"))
        else:
            matches.append(RowMatch(row, MatchKind.MATCHED, directory.by_code[choice], (), "as you chose"))
    return tuple(matches)


class _Matcher:
    def __init__(self, directory: Directory, specialties: Sequence[str]) -> None:
        self._directory = directory
        self._names = Names(directory, specialties)
        self._nearest_left = _MOST_NEAREST

    @functools.cached_property
    def _by_number(self) -> dict[str, list[Program]]:
        found: dict[str, list[Program]] = {}
        for program in self._directory.programs:
            if program.program_id_acgme is not None:
                found.setdefault(program.program_id_acgme, []).append(program)
        return found

    def choices(self, file: ListFile, chosen: Mapping[int, str]) -> dict[int, str]:
        """Return the choices as codes; every wrong one is told at once."""
        lines = {row.line for row in file.rows}
        found: dict[int, str] = {}
        problems = []
        for line, text in chosen.items():
            code = _NONE if text.strip().lower() == _NONE else code_in(text) or ""
            if line not in lines:
                problems.append(Problem("--choose", f"the list has no program on line {line}", fix="Name another line"))
            elif code != _NONE and code not in self._directory.by_code:
                what = f"'{shown(text, 40)}' is no code of a program in the {self._directory.season} Match"
                problems.append(Problem("--choose", what, fix="Write --choose LINE=CODE, or LINE=none to leave it out"))
            else:
                found[line] = code
        if problems:
            raise RequestError(problems)
        return found

    def match(self, row: ListRow) -> RowMatch:
        """Return what one row means: by code, by ACGME number, by name."""
        asked = self._names.asked(row)
        if asked.where_to_go:
            return RowMatch(row, MatchKind.OTHER_MATCH, None, (), asked.where_to_go)
        typed, name = row.cells.get("program_code_nrmp", ""), row.cells.get("name", "")
        if not typed and len(name) <= _LONGEST_CODE and code_in(name) is not None:
            # People write the code where the name belongs.
            typed = name
        if (code := code_in(typed)) is not None:
            return self._by_code(row, asked, code)
        number = number_in(row.cells.get("program_id_acgme", "")) or number_in(typed)
        if number is not None and number in self._by_number:
            return self._by_acgme(row, asked, number)
        notes: tuple[str, ...] = ()
        if typed:
            notes = (f"'{shown(typed, 30)}' has not the form of an NRMP code, 1234567C0; its name was looked for.",)
        elif number is not None:
            notes = (
                f"No program of the directory is known to have the ACGME number {number}; its name was looked for.",
            )
        found = self._by_name(row, asked)
        return replace(found, notes=(*notes, *found.notes))

    def _by_code(self, row: ListRow, asked: Asked, code: str) -> RowMatch:
        programs = [match.program for match in find(self._directory, code)]
        if len(programs) > 1:
            how = f"several programs go back to the code {code}"
            return RowMatch(row, MatchKind.TWO_FIT, None, tuple(programs[:_MOST_OFFERED]), how)
        if programs:
            program = programs[0]
            notes: list[str] = []
            ids: tuple[str, ...] = ()
            if code != program.program_code_nrmp:
                until = dict(zip(program.chained_from, program.chained_until, strict=True))[code]
                notes.append(f"Its code was {code} until the {until} Match; it is {program.program_code_nrmp} now.")
                ids = program.fact_ids_for("succession")
            if self._names.contradicts(asked, program):
                notes.append("What stands beside the code reads like another program: check which one you mean.")
            notes += _renamed(asked, program, self._names)
            return RowMatch(row, MatchKind.MATCHED, program, (), "by its NRMP code", tuple(notes), ids)
        nearest = self._nearest(asked)
        gone = list(self._directory.facts.rows("program_track", "nrmp_code = ?", (code,)))
        if gone:
            last = gone[0]["last_year_seen"]
            how = f"{code} was last in the {last} Match; it is not in that of {self._directory.season}"
            return RowMatch(row, MatchKind.CLOSED, None, nearest, how, (), (gone[0]["fact_id"],))
        if not nearest:
            nearest = tuple(p for p in self._directory.programs if p.program_code_nrmp[:7] == code[:7])[:_MOST_OFFERED]
        return RowMatch(row, MatchKind.NOT_FOUND, None, nearest, f"no program has the code {code}")

    def _by_acgme(self, row: ListRow, asked: Asked, number: str) -> RowMatch:
        fit = self._names.of_track(self._by_number[number], asked)
        how = f"by the ACGME number {number}"
        if len(fit) == 1:
            notes = _renamed(asked, fit[0], self._names)
            return RowMatch(row, MatchKind.MATCHED, fit[0], (), how, tuple(notes))
        several = f"{len(fit)} tracks go by the ACGME number {number}"
        return RowMatch(row, MatchKind.TWO_FIT, None, tuple(fit[:_MOST_OFFERED]), several)

    def _by_name(self, row: ListRow, asked: Asked) -> RowMatch:
        found = self._names.fitting(asked)
        if not found.programs:
            gone = self._names.gone(asked)
            nearest = self._nearest(asked)
            if gone is not None:
                how = f"{gone.name} was last in the {gone.season} Match; it is not in that of {self._directory.season}"
                return RowMatch(row, MatchKind.CLOSED, None, nearest, how, (), (gone.fact_id,))
            how = "no program fits the name" if asked.words else "no name and no number stand in this row"
            return RowMatch(row, MatchKind.NOT_FOUND, None, nearest, how)
        if len(found.programs) > 1:
            how = f"{len(found.programs)} programs fit"
            how += f", of which {_MOST_OFFERED} are shown" if len(found.programs) > _MOST_OFFERED else ""
            return RowMatch(row, MatchKind.TWO_FIT, None, _nearby(found.programs), how)
        if found.is_loose:
            how = "one program fits, but the row says too little to be sure"
            return RowMatch(row, MatchKind.FITS_LOOSELY, None, found.programs, how)
        program = found.programs[0]
        notes = [*found.notes, *_renamed(asked, program, self._names)]
        return RowMatch(row, MatchKind.MATCHED, program, (), found.how, tuple(notes))

    def _nearest(self, asked: Asked) -> tuple[Program, ...]:
        if not asked.words or self._nearest_left <= 0:
            return ()
        self._nearest_left -= 1
        return self._names.nearest(asked, 3)


def _nearby(programs: Iterable[Program]) -> tuple[Program, ...]:
    return tuple(sorted(programs, key=lambda each: (each.specialty, each.program_code_nrmp)))[:_MOST_OFFERED]


def _renamed(asked: Asked, program: Program, names: Names) -> list[str]:
    """Say so where the row has a name of the institution that the one shown does not tell."""
    old = names.other_name(asked, program)
    if old is None or _ONLY_CODE.fullmatch(old):
        return []
    return [f"Listed as {old}; the directory shows it as {program.institution}."]
