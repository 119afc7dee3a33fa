"""Reads the NRMP's "Program Results": every program with its positions offered and filled in five Matches.

The layout: a line for the state, one for the institution, one for its city, then a line for each program with its name,
code, and two numbers a season, in columns under a heading that is repeated on every page; at the end the totals of each
season. Whether a cell is empty, is told by where the numbers stand. The totals are the check.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from smartpick.errors import Problem, RequestError
from smartpick.facts.update import Gap, NewTrack
from smartpick.importers._free import state_of
from smartpick.importers._rows import shown
from smartpick.importers.published._columns import SeasonColumns, columns_in
from smartpick.importers.published._pages import Line, Page, pages_of, problem_on

__all__ = ["ProgramResults", "program_results"]

_CODE = re.compile(r"[0-9]{7}[A-Z][0-9]{1,2}")
_NEARLY = re.compile(r"[0-9OIl]{6,8}[A-Za-z]?[0-9]{0,2}")
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6}")
_DASH = frozenset({"-", "–", "—", "−", ".", "*"})
_LETTERS = "CMPAR"
_FOOT = re.compile(
    r"^(page )?\d{1,4}( of \d{1,4})?$|copyright|©|national resident matching|nrmp\.org|main residency match"
    r"|^program results",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\s*\(?\b(continued|cont\.?|cont'd)\)?$", re.IGNORECASE)
_TOTAL = re.compile(r"^(grand )?totals?\b", re.IGNORECASE)
_MOST_PROBLEMS = 20
_MOST_POSITIONS = 1_000
"""Of one track in one Match; the largest has a few dozen."""


@dataclass(frozen=True, slots=True)
class ProgramResults:
    """What stands in the report.

    Attributes
    ----------
    season
        The newest Match in it.
    seasons
        All of them, oldest first.
    gaps
        Totals that are printed and do not come out; empty when all do.
    """

    name: str
    season: int
    seasons: tuple[int, ...]
    tracks: tuple[NewTrack, ...]
    gaps: tuple[Gap, ...]


def program_results(content: bytes, name: str, known: Mapping[str, Collection[str]] | None = None) -> ProgramResults:
    """Return what a PDF in the layout of the report holds.

    Parameters
    ----------
    known
        Institution code → names printed so far: they tell the line of the institution from that of its city.

    Raises
    ------
    RequestError
        With every row that cannot be understood, by page, row and column.
    """
    reader = _Reader(name)
    reader.read(pages_of(content, name))
    return reader.results(known or {})


@dataclass(slots=True)
class _Block:
    """Programs under one heading."""

    state: str
    heading: tuple[str, ...]
    line: Line
    rows: list[tuple[Line, str, str, dict[int, tuple[int, int]]]] = field(default_factory=list)


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.columns: SeasonColumns | None = None
        self.blocks: list[_Block] = []
        self.totals: dict[int, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self._heading: list[Line] = []
        self._state = ""
        self._is_upper: bool | None = None
        self._by_code: dict[str, Line] = {}

    def read(self, pages: Iterable[Page]) -> None:
        """Take in every page."""
        for page in pages:
            lines, columns = columns_in(page, self.name)
            if columns is None:
                # A title page or a page of notes before the table has no heading; after it no program may stand there.
                self._check_bare(page)
                continue
            if self.columns is not None and columns.seasons != self.columns.seasons:
                what = f"the seasons {_listed(columns.seasons)}, after {_listed(self.columns.seasons)} before"
                self._complain(lines[0] if lines else None, "", what, "The pages seem to come from two reports")
                continue
            self.columns = columns
            for line in lines:
                self._line(line, columns)
            if len(self.problems) >= _MOST_PROBLEMS:
                break

    def results(self, known: Mapping[str, Collection[str]]) -> ProgramResults:
        """Return what was read, when all of it could be."""
        if self.columns is None:
            what = "no heading with five seasons, each with its quota and matched, stands in it"
            why = "Only the NRMP's Program Results are read here, in the layout of 2021-2025"
            raise RequestError([*self.problems, Problem(self.name, what, why, "Is it the right report?")])
        if not self.blocks and not self.problems:
            raise problem_on(self.name, None, "", "no program stands in it", "It may be cut off")
        if not self.totals and not self.problems:
            what = "no line of totals stands at its end"
            raise problem_on(self.name, None, "", what, "It may be cut off: the totals are the last line")
        swapped = _is_city_first(self.blocks, known)
        tracks = [track for block in self.blocks for track in self._tracks(block, known, is_swapped=swapped)]
        if self.problems:
            raise RequestError(self.problems[:_MOST_PROBLEMS])
        seasons = tuple(sorted(self.columns.seasons))
        return ProgramResults(self.name, seasons[-1], seasons, tuple(tracks), self._gaps(tracks, seasons))

    def _gaps(self, tracks: Iterable[NewTrack], seasons: Iterable[int]) -> tuple[Gap, ...]:
        sums: dict[int, list[int]] = {season: [0, 0] for season in seasons}
        for track in tracks:
            for season, (offered, filled) in track.results.items():
                sums[season][0] += offered
                sums[season][1] += filled
        return tuple(
            Gap(season, what, printed, summed)
            for season in sums
            for what, printed, summed in zip(
                ("positions offered", "positions filled"), self.totals.get(season, (0, 0)), sums[season], strict=True
            )
            if printed != summed
        )

    def _complain(self, line: Line | None, column: str, what: str, why: str = "") -> None:
        self.problems += problem_on(self.name, line, column, what, why).problems

    def _check_bare(self, page: Page) -> None:
        for line in page.lines:
            if any(_CODE.fullmatch(word.text) for word in line.words):
                self._complain(line, "", "a program on a page without a heading of seasons", "The page may be cut")
                return

    def _line(self, line: Line, columns: SeasonColumns) -> None:
        at = next((at for at, word in enumerate(line.words) if _CODE.fullmatch(word.text)), None)
        if at is not None:
            self._row(line, at, columns)
            return
        text = line.text
        if self.totals:
            if not _FOOT.search(text) and _numbers(line):
                self._complain(line, "", f"'{shown(text, 40)}' stands behind the totals", "The totals come last")
            return
        if _TOTAL.match(text) and _numbers(line):
            # Totals of a state have fewer than all programs behind them; the last one is that of the nation.
            self._total(line, columns)
            return
        if _FOOT.search(text):
            return
        nearly = next((word for word in line.words if _NEARLY.fullmatch(word.text) and len(word.text) > 7), None)
        if nearly is not None:
            what = f"'{shown(nearly.text, 20)}' is no program code"
            self._complain(line, "code", what, "A code has seven digits, a letter and a number: 1234567C0")
        elif _numbers(line) > 1:
            what = f"'{shown(text, 40)}' has numbers, and no program code"
            self._complain(line, "code", what, "A row of a program has a code before its numbers")
        else:
            self._heading.append(line)

    def _total(self, line: Line, columns: SeasonColumns) -> None:
        at = next(at for at, word in enumerate(line.words) if _NUMBER.fullmatch(word.text))
        found = columns.read(line, line.words[at:], self.name)
        if isinstance(found, RequestError):
            self.problems += found.problems
            return
        missing = [season for season in columns.seasons if season not in found]
        if missing:
            self._complain(line, f"{missing[0]}", "the total of this season is missing")
        self.totals = {season: (offered, filled) for season, (offered, filled) in found.items()}

    def _row(self, line: Line, at: int, columns: SeasonColumns) -> None:
        code = line.words[at].text
        program = shown(" ".join(word.text for word in line.words[:at]), 100)
        if self.totals:
            self._complain(line, "code", f"the program {code} stands behind the totals", "The totals come last")
            return
        if not program:
            self._complain(line, "program", f"the program {code} has no name")
        if code[7] not in _LETTERS:
            what = f"'{code}' has the letter {code[7]}"
            self._complain(line, "code", what, f"The letter says the kind of track, one of {', '.join(_LETTERS)}")
        if code in self._by_code:
            first = self._by_code[code]
            self._complain(line, "code", f"{code} stands on page {first.page}, row {first.number} already")
        self._by_code[code] = line
        found = columns.read(line, [word for word in line.words[at + 1 :] if word.text not in _DASH], self.name)
        if isinstance(found, RequestError):
            self.problems += found.problems
            return
        for season, (offered, filled) in found.items():
            if filled > offered or offered > _MOST_POSITIONS:
                what = f"{filled} filled of {offered} offered"
                self._complain(line, str(season), what, "More cannot be filled than are offered, or so many be offered")
        self._block(line).rows.append((line, program, code, found))

    def _block(self, line: Line) -> _Block:
        """Return the block that a row belongs to: a new one where headings stand before it."""
        if self._heading or not self.blocks:
            texts = [_AGAIN.sub("", each.text).strip() for each in self._heading]
            if texts and (state := self._state_in(texts[0])) is not None:
                self._state = state
                texts = texts[1:]
            if not self._state:
                self._complain(line, "", "no state stands above this program", "Its page may be missing")
            if len(texts) > 2:
                read = "; ".join(f"'{shown(text, 40)}'" for text in texts[:4])
                what = f"{len(texts)} lines stand above this program: {read}"
                self._complain(line, "", what, "A state, an institution and a city are expected there")
            same = self.blocks and texts and self.blocks[-1].heading[: len(texts)] == tuple(texts)
            if not same and (texts or not self.blocks):
                self.blocks.append(_Block(self._state, tuple(texts[:2]), line))
            elif self.blocks and self.blocks[-1].state != self._state:
                self.blocks.append(_Block(self._state, (), line))
            self._heading = []
        return self.blocks[-1]

    def _state_in(self, text: str) -> str | None:
        """Return the state that a line names; a city of the same name is written in other letters."""
        state = state_of(text)
        if state is None or len(text) == 2:
            return None
        if self._is_upper is None:
            self._is_upper = text.isupper()
        return state if text.isupper() == self._is_upper else None

    def _tracks(self, block: _Block, known: Mapping[str, Collection[str]], *, is_swapped: bool) -> Iterable[NewTrack]:
        """Yield the tracks of a block; the lines above it become institution and city."""
        codes = Counter(code[:4] for _, _, code, _ in block.rows)
        institution, city = _named(
            block.heading, {name for code in codes for name in known.get(code, ())}, is_swapped=is_swapped
        )
        if len(codes) > 1:
            usual = codes.most_common(1)[0][0]
            line, _, code, _ = next(row for row in block.rows if row[2][:4] != usual)
            what = f"{code} stands under '{shown(institution or '', 40)}', whose other codes begin with {usual}"
            self._complain(line, "code", what, "A heading may be missing between them")
        for _, program, code, found in block.rows:
            yield NewTrack(code, block.state, institution, city, program, dict(found))


def _named(heading: tuple[str, ...], known: Collection[str], *, is_swapped: bool) -> tuple[str | None, str | None]:
    """Return institution and city from the lines above a block."""
    texts = [shown(text, 100) for text in heading]
    if not texts:
        return None, None
    if len(texts) == 1:
        return texts[0], None
    if texts[1] in known and texts[0] not in known:
        is_swapped = True
    elif texts[0] in known and texts[1] not in known:
        is_swapped = False
    return (texts[1], texts[0]) if is_swapped else (texts[0], texts[1])


def _is_city_first(blocks: Iterable[_Block], known: Mapping[str, Collection[str]]) -> bool:
    """Say whether the city stands above the institution: in most places where the name is known, it does."""
    votes = 0
    for block in blocks:
        if len(block.heading) == 2 and block.rows:
            names = set(known.get(block.rows[0][2][:4], ()))
            votes += (block.heading[0] in names) - (block.heading[1] in names)
    return votes < 0


def _numbers(line: Line) -> int:
    return sum(_NUMBER.fullmatch(word.text) is not None for word in line.words)


def _listed(seasons: Iterable[int]) -> str:
    return ", ".join(map(str, seasons))
