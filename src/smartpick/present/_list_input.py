"""What the commands about a list that somebody wrote down begin with: its rows, and the program that each means."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._layout import wrapped
from smartpick.present._output import printable

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from pathlib import Path

    from smartpick.importers import ListFile, RowMatch
    from smartpick.programs import Directory

__all__ = ["Listed", "choices_of", "choose_option"]

choose_option = Annotated[
    list[str] | None,
    typer.Option(
        "--choose",
        metavar="LINE=CODE",
        help="The program that a line means, or LINE=none to leave it out; may be given again.",
    ),
]

_MOST_PROBLEMS = 20


class Listed:
    """A list that somebody wrote down, with what she said of lines that could mean several programs.

    Parameters
    ----------
    path
        A csv, xlsx or text file.
    choose
        ``LINE=CODE`` for lines that the reader settled herself.

    Attributes
    ----------
    problems
        What is wrong with the file or the choices; while there is any, `matches` cannot be asked for.
    """

    def __init__(self, path: Path, choose: Sequence[str] | None) -> None:
        from smartpick.importers import read_list

        self.problems: list[Problem] = []
        self._chosen: dict[int, str] = {}
        self._file: ListFile | None = None
        try:
            self._chosen = choices_of(choose or ())
        except RequestError as error:
            self.problems += error.problems
        try:
            self._file = read_list(path)
        except RequestError as error:
            self.problems += error.problems

    @property
    def file(self) -> ListFile:
        """The rows of the file; there are none while something is wrong with it."""
        if self._file is None:
            raise RequestError(self.problems)
        return self._file

    def matches(self, directory: Directory, specialties: Sequence[str]) -> tuple[RowMatch, ...]:
        """Return what every row means; asks where two programs fit and a person can answer.

        Raises
        ------
        RequestError
            With every choice that names a line or a code that is not there.
        """
        from smartpick.importers import match_list

        matches = match_list(directory, self.file, specialties, self._chosen)
        if any(match.is_open for match in matches) and _can_ask():
            chosen = self._chosen | _asked(matches, directory.by_code)
            matches = match_list(directory, self.file, specialties, chosen)
        return matches

    def codes(self, directory: Directory, specialties: Sequence[str]) -> list[str]:
        """Return the NRMP codes of the list, in its order; lines that she left out are not in it.

        Raises
        ------
        RequestError
            With every line of which no one program can be told.
        """
        from smartpick.importers import MatchKind

        problems, codes = [], []
        for match in self.matches(directory, specialties):
            if match.program is not None:
                codes.append(match.program.program_code_nrmp)
            elif match.kind is not MatchKind.LEFT_OUT:
                problems.append(_not_told(self.file.name, match))
        if len(problems) > _MOST_PROBLEMS:
            more = Problem(self.file.name, f"{len(problems) - _MOST_PROBLEMS} more lines like these")
            problems = [*problems[:_MOST_PROBLEMS], more]
        if problems:
            raise RequestError(problems)
        return codes


def _not_told(name: str, match: RowMatch) -> Problem:
    """Return why a line means no one program, and how to settle it."""
    line = match.row.line
    what = f"'{printable(match.row.text)}': {match.how}"
    options = "; ".join(f"{each.program_code_nrmp} ({each.name}, {each.city}, {each.state})" for each in match.options)
    settle = f"say which one with --choose {line}=CODE, or leave the line out with --choose {line}=none"
    fix = f"Near to it: {options}; {settle}" if options else f"Correct the line, or {settle}"
    return Problem(f"{name}, line {line}", what, fix=fix)


def choices_of(texts: Sequence[str]) -> dict[int, str]:
    """Return line → what was chosen for it; every text that is no ``LINE=CODE`` or comes twice is told at once."""
    chosen: dict[int, str] = {}
    problems = []
    for text in texts:
        line, equals, code = (part.strip() for part in text.partition("="))
        if not (equals and code and line.isascii() and line.isdigit() and len(line) < 8):
            fix = "Write it as 12=1067120C0, or 12=none to leave the line out"
            problems.append(Problem("--choose", f"'{printable(text)[:40]}' is no LINE=CODE", fix=fix))
        elif int(line) in chosen:
            problems.append(Problem("--choose", f"line {int(line)} is given twice", fix="Give it once"))
        else:
            chosen[int(line)] = code
    if problems:
        raise RequestError(problems)
    return chosen


def _can_ask() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _asked(matches: Sequence[RowMatch], codes: Container[str]) -> dict[int, str]:
    """Ask, line by line, which program is meant; an empty answer leaves the line open, a wrong one is asked again."""
    chosen: dict[int, str] = {}
    question = "Which one (a number, an NRMP code, none to leave it out, empty for later)"
    for match in matches:
        if not match.is_open:
            continue
        for line in wrapped(f"Line {match.row.line}, “{match.row.text}”: {match.how}.", 100):
            print(line, file=sys.stderr)
        for number, program in enumerate(match.options, 1):
            print(f"  {number}  {program.name}, {program.city}, {program.state}", file=sys.stderr)
        while True:
            answer = typer.prompt(question, default="", show_default=False, err=True).strip().upper()
            if answer.isascii() and answer.isdigit() and 0 < int(answer[:6]) <= len(match.options):
                answer = match.options[int(answer) - 1].program_code_nrmp
            if not answer or answer == "NONE" or answer in codes:
                break
            print("That is neither a number shown nor a code of the directory.", file=sys.stderr)
        if answer:
            chosen[match.row.line] = answer
    return chosen
