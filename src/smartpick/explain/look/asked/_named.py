"""Which program does a person mean? One, or several of which she has to choose."""

from __future__ import annotations

from collections.abc import Sequence

from smartpick.errors import Problem, RequestError
from smartpick.programs import Directory, Program, find
from smartpick.vocabulary import Track

__all__ = ["one_program", "programs_meant"]

_CLOSE = 0.1
_MOST_NAMED = 8


def programs_meant(directory: Directory, text: str, specialties: Sequence[str]) -> list[Program]:
    """Return the programs that a code, a name or a part of one may stand for, the best fit first.

    Where several fit equally, those of her specialties go before others, and tracks that lead to the specialty before
    single preliminary years. A nearly empty text fits nothing.
    """
    if len(text.strip()) < 2:
        return []
    found = find(directory, text)
    if not found:
        return []
    best = [each for each in found if each.score >= found[0].score - _CLOSE]
    programs = [each.program for each in best]
    for keep in (
        [each for each in programs if each.specialty in specialties],
        [each for each in programs if each.track is not Track.PRELIMINARY],
    ):
        kept = [each for each in programs if each in keep]
        programs = kept or programs
    return programs


def one_program(directory: Directory, text: str, specialties: Sequence[str], where: str) -> Program:
    """Return the one program that a text stands for.

    Raises
    ------
    RequestError
        When none fits, or several do: they are named with their codes.
    """
    found = programs_meant(directory, text, specialties)
    if len(found) == 1:
        return found[0]
    shown = text.strip()[:60]
    if not found:
        fix = "`smartpick programs --search TEXT` finds names and codes, old ones too"
        raise RequestError([Problem(where, f"no program fits '{shown}'", fix=fix)])
    names = "; ".join(f"{each.program_code_nrmp} {each.name} ({each.state})" for each in found[:_MOST_NAMED])
    more = f"; and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    what = f"{len(found)} programs fit '{shown}': {names}{more}"
    raise RequestError([Problem(where, what, fix="Write the code of the one you mean, or more of its name")])
