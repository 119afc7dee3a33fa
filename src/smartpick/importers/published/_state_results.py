"""Reads the NRMP's results by state, specialty and applicant type: as its PDF, or as a csv or xlsx made of it.

Every row is held against itself: the types have to add up to the positions filled, and those with the unfilled ones to
the positions offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from smartpick.errors import Problem, RequestError
from smartpick.importers._csv import delimited
from smartpick.importers._decode import text_of
from smartpick.importers._free import STATES, state_of
from smartpick.importers._rows import problem_at, shown
from smartpick.importers._xlsx import workbook
from smartpick.importers.published._pages import Line, pages_of

__all__ = ["StateResults", "state_results"]

_COUNTS = (
    "positions",
    "filled",
    "unfilled",
    "us_md_senior",
    "us_md_graduate",
    "us_do_senior",
    "us_do_graduate",
    "us_citizen_img",
    "non_us_citizen_img",
    "other",
)
_HEADERS = {
    "state": r"state|program state",
    "specialty": r"specialty|program specialty|specialty name",
    "entry": r"entry|entry level|level|pgy|position level",
    "season": r"season|year|match year",
    "positions": r"quota|positions?|positions offered|offered|total positions",
    "filled": r"filled|matched|number filled|no filled|positions filled|no matched|total matched|total filled",
    "unfilled": r"unfilled|number unfilled|positions unfilled|no unfilled",
    "us_md_senior": r"(us )?md (sr|srs|seniors?)",
    "us_md_graduate": r"(us )?md (gr|grs|grads?|graduates?)",
    "us_do_senior": r"(us )?do (sr|srs|seniors?)",
    "us_do_graduate": r"(us )?do (gr|grs|grads?|graduates?)",
    "us_citizen_img": r"us img|us citizen img|us citizen imgs|us imgs",
    "non_us_citizen_img": r"non us img|nonus img|non us citizen img|non us imgs|non us citizen imgs",
    "other": r"other|others|canadian|canadian fifth pathway",
}
_IN_ORDER = (
    # On a line of a PDF the headings run into each other: each is looked for where the one before it ends.
    ("positions", r"quota|positions(?: offered)?|offered"),
    ("filled", r"(?<!un)(?:filled|matched)"),
    ("unfilled", r"unfilled"),
    ("us_md_senior", r"(?:u\.?s\.? )?md (?:sr|seniors?)\b\.?"),
    ("us_md_graduate", r"(?:u\.?s\.? )?md gr(?:ad(?:uate)?s?)?\b\.?"),
    ("us_do_senior", r"(?:u\.?s\.? )?do (?:sr|seniors?)\b\.?"),
    ("us_do_graduate", r"(?:u\.?s\.? )?do gr(?:ad(?:uate)?s?)?\b\.?"),
    ("us_citizen_img", r"(?<!non-)(?<!non )u\.?s\.?(?:[ -]citizen)? img"),
    ("non_us_citizen_img", r"non-?\s?u\.?s\.?(?:[ -]citizen)? img"),
    ("other", r"others?|canadian"),
)
_NEEDED = ("positions", "filled", *_COUNTS[3:9])
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6}")
_ENTRY = re.compile(r"^(pgy-?\s?1|pgy-?\s?2|physician|r|reserved)\b.{0,20}$", re.IGNORECASE)
_TOTAL = re.compile(r"\btotals?\b", re.IGNORECASE)
_SEASON = re.compile(r"\b(20[0-9]{2})\b")
_MOST_ROWS = 5_000
_MOST_PROBLEMS = 20
_NAMES = {code: name for name, code in STATES.items()}

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class StateResults:
    """The rows of the report, ready for a table of facts of the kind ``fill_by_type``."""

    name: str
    season: int
    rows: tuple[Row, ...]


def state_results(content: bytes, name: str, season: int | None = None) -> StateResults:
    """Return what a PDF, csv or xlsx of the report holds.

    Parameters
    ----------
    season
        The Match that it is of, where it does not say so itself.

    Raises
    ------
    RequestError
        With every row that cannot be understood, or does not add up, by page, row and column.
    """
    if b"%PDF" in content[:1024]:
        cells, told = _from_pdf(content, name)
    else:
        grid = (
            workbook(content, name, _MOST_ROWS)
            if content.startswith(b"PK")
            else delimited(text_of(content, name), name, _MOST_ROWS)
        )
        cells, told = _from_table(grid.rows, name)
    season = season or told
    if season is None:
        raise problem_at(name, "it does not say of which Match it is", fix="Say so with --season")
    problems: list[Problem] = []
    rows: dict[tuple[str, str, str], Row] = {}
    for where, found in cells:
        row = _row(where, found, season, problems)
        if row is None:
            continue
        key = (row["state"], row["specialty"], row["entry"])
        before = rows.get(key)
        if before is not None:
            # The report lists a specialty twice where two kinds of track count under one entry level: they add up.
            row = row | {count: str(int(before[count]) + int(row[count])) for count in _COUNTS}
        rows[key] = row
    if not rows and not problems:
        problems.append(Problem(name, "no row of results stands in it", "It may be cut off", "Is it the right report?"))
    if problems:
        raise RequestError(problems[:_MOST_PROBLEMS])
    return StateResults(name, season, tuple(rows[key] for key in sorted(rows)))


def _from_table(
    grid: Sequence[tuple[int, tuple[str, ...]]], name: str
) -> tuple[list[tuple[str, Mapping[str, str]]], int | None]:
    """Return where each row stands and its cells by meaning, and the season that the table states."""
    for at, (line, cells) in enumerate(grid[:20]):
        columns = {column: what for column, cell in enumerate(cells) if (what := _meaning(cell)) is not None}
        if "state" in columns.values() and "specialty" in columns.values():
            missing = [what for what in _NEEDED if what not in columns.values()]
            twice = len(set(columns.values())) < len(columns)
            if missing or twice:
                what = f"the heading lacks: {', '.join(missing)}" if missing else "two headings mean the same"
                why = "Columns wanted: state, specialty, entry level, positions, filled and each applicant type"
                raise problem_at(name, what, why, "Name the columns so", line=line)
            body: list[tuple[str, Mapping[str, str]]] = [
                (f"{name}, row {number}", {what: row[column] for column, what in columns.items() if column < len(row)})
                for number, row in grid[at + 1 :]
            ]
            seasons = {found.get("season", "") for _, found in body}
            told = seasons.pop() if len(seasons) == 1 else ""
            return body, int(told) if re.fullmatch(r"20[0-9]{2}", told) else None
    why = "Columns wanted: state, specialty, entry level, positions, filled and each applicant type"
    raise problem_at(name, "no heading with state and specialty stands in it", why, "Is it the right file?")


def _meaning(header: str) -> str | None:
    if len(header) > 60:
        return None
    bare = " ".join(re.findall(r"[a-z0-9]+", header.lower().replace("u.s.", "us")))
    return next((what for what, pattern in _HEADERS.items() if re.fullmatch(pattern, bare)), None)


def _from_pdf(content: bytes, name: str) -> tuple[list[tuple[str, Mapping[str, str]]], int | None]:
    columns: tuple[str, ...] = ()
    state = entry = ""
    season = None
    cells: list[tuple[str, Mapping[str, str]]] = []
    for page in pages_of(content, name):
        for line in page.lines:
            text = line.text
            if season is None and (found := _SEASON.search(text)) is not None:
                season = int(found[1])
            if heading := _heading(text):
                columns = heading
            elif (named := state_of(text)) is not None and len(text) > 2:
                state = named
            elif _ENTRY.match(text):
                entry = text
            elif columns and not _TOTAL.search(text):
                cells += _pdf_row(line, name, columns, state, entry)
        if len(cells) > _MOST_ROWS:
            raise problem_at(name, f"more than {_MOST_ROWS:,} rows", fix="Is it the right report?")
    if not columns:
        what = "no heading with quota, filled and the applicant types stands in it"
        raise problem_at(name, what, "The layout is not that of the report", "Give it as csv or xlsx instead")
    return cells, season


def _heading(text: str) -> tuple[str, ...]:
    lowered, at, found = text.lower(), 0, []
    for what, pattern in _IN_ORDER:
        match = re.compile(pattern).search(lowered, at)
        if match is not None:
            found.append(what)
            at = match.end()
    return tuple(found) if all(what in found for what in _NEEDED) else ()


def _pdf_row(
    line: Line, name: str, columns: Sequence[str], state: str, entry: str
) -> list[tuple[str, Mapping[str, str]]]:
    """Return the row of a line; none where it has no numbers at its end."""
    words = [word.text for word in line.words]
    n = 0
    while n < len(words) and _NUMBER.fullmatch(words[-1 - n]):
        n += 1
    if n < 2 or n == len(words):
        return []
    where = f"{name}, page {line.page}, row {line.number}"
    found = {"state": _NAMES.get(state, state), "entry": entry, "specialty": shown(" ".join(words[:-n]), 100)}
    if n == len(columns):
        found |= dict(zip(columns, words[-n:], strict=True))
    else:
        found["wrong"] = f"{n} numbers for {len(columns)} columns"
    return [(where, found)]


def _row(where: str, found: Mapping[str, str], season: int, problems: list[Problem]) -> Row | None:
    """Return a row of facts; None where it is wrong, which is then among the problems."""

    def wrong(column: str, what: str, why: str = "") -> None:
        place = f"{where}, column {column}" if column else where
        problems.append(Problem(place, what, why, "Mend it, or download the report anew"))

    if "wrong" in found:
        wrong("", found["wrong"], "A cell is empty or lost")
        return None
    state = state_of(found.get("state", ""))
    if state is None:
        wrong("state", f"'{shown(found.get('state', ''), 40)}' is no state")
    specialty = shown(found.get("specialty", ""), 100)
    if not specialty:
        wrong("specialty", "no specialty stands there")
    entry = _entry(found.get("entry", ""))
    if entry is None:
        wrong("entry", f"'{shown(found.get('entry', ''), 40)}' is no entry level", "PGY-1, PGY-2 or Physician")
    counts = _counted(found, wrong)
    if counts is None or state is None or not specialty or entry is None:
        return None
    row = {"season": str(season), "state": _titled(state), "specialty": specialty, "entry": entry}
    return row | {count: str(counts[count]) for count in _COUNTS}


def _counted(found: Mapping[str, str], wrong: Callable[..., None]) -> dict[str, int] | None:
    """Return the counts of a row, held against each other; None where one is no number."""
    counts: dict[str, int] = {}
    for count in _COUNTS:
        text = found.get(count, "" if count in _NEEDED else "0").replace(",", "").strip()
        if not re.fullmatch(r"[0-9]{1,6}", text):
            wrong(count, f"'{shown(text, 40)}' is no whole number")
            return None
        counts[count] = int(text)
    if "unfilled" not in found:
        counts["unfilled"] = counts["positions"] - counts["filled"]
    by_type = sum(counts[each] for each in _COUNTS[3:])
    if by_type != counts["filled"]:
        wrong("filled", f"{counts['filled']} filled, and the types add up to {by_type}")
    if counts["filled"] + counts["unfilled"] != counts["positions"] or counts["unfilled"] < 0:
        wrong("positions", f"{counts['positions']} positions, {counts['filled']} filled, {counts['unfilled']} unfilled")
    return counts


def _titled(state: str) -> str:
    return _NAMES[state].title().replace(" Of ", " of ")


def _entry(text: str) -> str | None:
    bare = text.lower().replace(" ", "").replace("-", "")
    if bare.startswith("pgy1"):
        return "PGY-1"
    if bare.startswith("pgy2"):
        return "PGY-2"
    return "Physician" if bare.startswith(("physician", "r", "reserved")) and bare else None
