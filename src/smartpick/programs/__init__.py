"""Which programs are there, and what is known of each?

`load_directory` reads the newest published directory; `find` searches it by name or number, `select` by area and
specialty, `Directory.sheet` tells what is known of one. Every part of a `Program` has the ids of the rows that it rests
on. Nothing is guessed from a name.
"""

from __future__ import annotations

from smartpick.programs._areas import Area, area_of
from smartpick.programs._directory import Directory, load_directory
from smartpick.programs._model import Institution, Page, Program
from smartpick.programs._search import Match, find
from smartpick.programs._select import Specialty, resolve_specialty, select
from smartpick.programs._sheet import Cell, ProgramSheet, SeasonResult, StateFill, Statement

__all__ = [
    "Area",
    "Cell",
    "Directory",
    "Institution",
    "Match",
    "Page",
    "Program",
    "ProgramSheet",
    "SeasonResult",
    "Specialty",
    "StateFill",
    "Statement",
    "area_of",
    "find",
    "load_directory",
    "resolve_specialty",
    "select",
]
