"""Finds programs by any of their names or numbers, old ones too; several may fit, and all are returned."""

from __future__ import annotations

import re
from dataclasses import dataclass

from smartpick.programs._directory import Directory
from smartpick.programs._model import Program

__all__ = ["Match", "find"]

_CODE = re.compile(r"[0-9]{7}[A-Z][0-9]{1,2}")
_NUMBER = re.compile(r"[0-9]{10}|[0-9]{4}")
_MOST_WORDS = 24


@dataclass(frozen=True, slots=True)
class Match:
    """A program that fits what was typed.

    Attributes
    ----------
    score
        1 for an exact name or number, less for a looser fit, below 0.5 where a word had to be put right.
    by
        The name or number that fitted.
    """

    program: Program
    score: float
    by: str


def find(directory: Directory, text: str, limit: int = 200) -> list[Match]:
    """Return the programs that fit a name or number, best first; none is an empty list.

    Parameters
    ----------
    text
        An NRMP code (an earlier one too), an ACGME number, an institution code, or words of a name, in any case and
        with any punctuation. Words of the specialty, track or place may stand among them.

    Examples
    --------
    >>> from smartpick.facts import open_facts
    >>> from smartpick.programs import find, load_directory
    >>> found = find(load_directory(open_facts(), ["internal_medicine"]), "LAC+USC")
    >>> found[0].program.institution[:38]
    'Los Angeles General Medical Center (fo'
    """
    bare = re.sub(r"[\s._-]+", "", text).upper()
    if _CODE.fullmatch(bare):
        found = [Match(program, 1.0, bare) for program in directory.of_code(bare)]
    elif _NUMBER.fullmatch(bare):
        found = [
            Match(program, 1.0, bare)
            for program in directory.programs
            if bare in {program.program_id_acgme, program.institution_code}
            or any(code[:4] == bare for code in program.chained_from)
        ]
    else:
        found = [Match(*each) for each in directory.names.best(text, _MOST_WORDS)]
        found.sort(key=lambda match: (-match.score, match.program.program_code_nrmp))
    return found[:limit]
