"""Which season and which of its two numbers does a figure of a row stand for? By the column that it stands under."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from smartpick.errors import RequestError
from smartpick.importers._rows import shown
from smartpick.importers.published._pages import Line, Page, Word, problem_on

__all__ = ["SeasonColumns", "columns_in"]

N_SEASONS = 5
_YEAR = re.compile(r"(19|20)[0-9]{2}")
_OFFERED = re.compile(r"quota|offered|positions?", re.IGNORECASE)
_FILLED = re.compile(r"matched|match|filled", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6}")
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class SeasonColumns:
    """The columns of a page.

    Attributes
    ----------
    seasons
        In the order of the columns.
    centres
        Where each of the two columns of a season has its middle, from left to right.
    """

    seasons: tuple[int, ...]
    centres: tuple[float, ...]

    def read(self, line: Line, words: Sequence[Word], name: str) -> dict[int, tuple[int, int]] | RequestError:
        """Return season → (offered, filled); a season without numbers is left out."""
        for word in words:
            if not _NUMBER.fullmatch(word.text):
                what = f"'{shown(word.text, 20)}' is no number"
                return problem_on(name, line, self._named(self._nearest(word)), what)
        if len(words) > len(self.centres):
            what = f"{len(words)} numbers for {len(self.centres)} columns"
            return problem_on(name, line, "", what)
        full = len(words) == len(self.centres)
        cells: dict[int, int] = {}
        for at, word in enumerate(words):
            column = at if full else self._nearest(word)
            if column in cells or (cells and column < max(cells)):
                what = f"'{word.text}' and the number before it stand under one column"
                return problem_on(name, line, self._named(column), what, "Which season it is of cannot be told")
            cells[column] = int(word.text.replace(",", ""))
        found: dict[int, tuple[int, int]] = {}
        for at, season in enumerate(self.seasons):
            pair = [cells.get(2 * at), cells.get(2 * at + 1)]
            if pair == [None, None]:
                continue
            if pair[0] is None or pair[1] is None:
                empty = 2 * at + (pair[0] is not None)
                what = "the cell is empty, and the other of this season is not"
                return problem_on(name, line, self._named(empty), what, "A number may be lost, or out of its column")
            found[season] = (pair[0], pair[1])
        if not found:
            return problem_on(name, line, "", "no number stands in it")
        return found

    def _nearest(self, word: Word) -> int:
        # Numbers end where their columns end, headings are centred: the middle of a number leans to the right.
        return min(range(len(self.centres)), key=lambda at: abs(self.centres[at] - word.centre))

    def _named(self, column: int) -> str:
        return f"{self.seasons[column // 2]} {('quota', 'matched')[column % 2]}"


def columns_in(page: Page, name: str) -> tuple[tuple[Line, ...], SeasonColumns | None]:
    """Return the lines under the heading of a page, and its columns; None where it has no such heading.

    Raises
    ------
    RequestError
        When a heading names seasons that do not follow on each other.
    """
    for at, line in enumerate(page.lines[:_LOOKED_AT]):
        years = [word for word in line.words if _YEAR.fullmatch(word.text)]
        if len(years) < N_SEASONS:
            continue
        for under in page.lines[at : at + 3]:
            pairs = [word for word in under.words if _OFFERED.fullmatch(word.text) or _FILLED.fullmatch(word.text)]
            if len(pairs) < 2 * N_SEASONS:
                continue
            seasons = [int(word.text) for word in years]
            steps = {later - earlier for earlier, later in itertools.pairwise(seasons)}
            in_order = all(
                bool((_OFFERED, _FILLED)[number % 2].fullmatch(word.text)) for number, word in enumerate(pairs)
            )
            if len(years) != N_SEASONS or len(pairs) != 2 * N_SEASONS or steps not in ({1}, {-1}) or not in_order:
                read = " ".join(word.text for word in (*years, *pairs))
                what = f"the heading reads '{shown(read, 80)}'"
                why = f"{N_SEASONS} seasons in a row are expected, each with its quota and matched"
                raise problem_on(name, under, "", what, why)
            below = page.lines[page.lines.index(under) + 1 :]
            return below, SeasonColumns(tuple(seasons), tuple(word.centre for word in pairs))
    return page.lines, None
