"""Holds a sheet that comes back against what was written: what is hers is kept, what is ours is not taken over.

Her columns are those whose heading is none of ours, by name, by heading or by what stands in them. A row that is no
longer there is a program struck out, unless the file is said to hold a part only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from smartpick.errors import Problem, RequestError
from smartpick.importers._free import code_in
from smartpick.importers._match import MatchKind, match_list
from smartpick.importers._rows import ListFile, ListRow, shown
from smartpick.importers.sheet._changes import changes_of
from smartpick.importers.sheet._columns import ON_LIST, OWN_TITLES, TITLES, is_struck_word, plain
from smartpick.importers.sheet._types import KeptRow, KeptSheet, Merged, SheetFile, SheetRow, Value
from smartpick.programs import Directory

__all__ = ["merge_sheet"]

_TEXTS = ("institution", "track", "specialty", "city", "state")
_SAME = 0.8
"""Share of the cells of a column that have to say what ours says, for it to be ours under another heading."""
_FEWEST = 3
_MOST_MISSING = 0.5
"""Above this share of programs without a row, a file is taken to hold a part only, and that has to be said."""
_MATCHED_BY = {
    "code": "program_code_nrmp",
    "institution": "institution",
    "city": "city",
    "state": "state",
    "specialty": "specialty",
    "track": "name",
}
_MOST_OWN = 60
_SENT = frozenset(ON_LIST[key] for key in ("yes", "year", "added"))


def merge_sheet(
    directory: Directory,
    file: SheetFile,
    specialties: Sequence[str],
    base: Mapping[str, Mapping[str, object]],
    before: KeptSheet | None = None,
    *,
    is_part: bool = False,
    also_ours: Collection[str] = (),
) -> Merged:
    """Return what is to be kept of a sheet, and what changed.

    Parameters
    ----------
    specialties
        Hers, by key: for rows that name a program without its code.
    base
        NRMP code → key → what a sheet written now says, in its order, with what was struck out.
    before
        What was kept so far; None at first.
    is_part
        Whether programs without a row stay as they are, rather than being struck out.
    also_ours
        Headings of other sheets of ours, which are no columns of hers.

    Raises
    ------
    RequestError
        When most of the list is missing from the file, and nobody said that it is a part.
    """
    earlier = before or KeptSheet()
    was = {row.id: row for row in earlier.rows}
    rows, twice, open_rows = _identified(directory, file, specialties)
    keys = {**file.keys, **_ours_by_content(file, rows, base)}
    ranks = _ranks(rows, keys)
    notes = list(file.notes)
    # Another table of programs has notes of hers to keep; what stands in it is neither the list nor added to it.
    is_list = bool({"rank", "place"} & set(keys.values()))
    if not is_list:
        is_part = True
        notes.append(
            "The file has neither of the columns Rank and On the list: notes and columns of yours are kept from it,"
            " and its programs are not added to the list."
        )
    listed_now = [code for code, cells in base.items() if cells.get("place") in _SENT]
    is_same = all(base.get(code, {}).get("rank") == rank for code, rank in ranks.items())
    written = file.written
    if written is None:
        written = frozenset(listed_now if is_same else ())
    is_same = is_same and written >= set(listed_now)
    if is_list and not is_same:
        notes.append(
            "The list has changed since the file was written; programs that came since are not in it, and that is no"
            " striking out."
        )
    missing = [code for code in listed_now if code not in rows and code in written]
    listed = sum(code in written for code in listed_now)
    if not is_part and listed >= _FEWEST and len(missing) > _MOST_MISSING * listed:
        what = f"{len(missing)} of the {listed} programs of the list have no row in it"
        why = "A row that is gone counts as a program struck out"
        fix = "Give --part if the file holds only a part of the list, or strike programs out in the column On the list"
        raise RequestError([Problem(file.name, what, why, fix)])
    own = _own_columns(file, keys, also_ours)
    if len(own) == _MOST_OWN:
        notes.append(f"The first {_MOST_OWN} columns of your own are kept; any further ones are not.")
    kept: list[KeptRow] = []
    for id_, row in rows.items():
        is_ours = not is_list or id_ in base or id_ in ranks
        kept.append(_kept(id_, row, file, keys, own, is_ours=is_ours, is_part=is_part, old=was.get(id_)))
    there = {each.id for each in kept}
    gone: list[KeptRow] = []
    for code in missing:
        old = was.get(code, KeptRow(code))
        if is_part:
            if code in was:
                gone.append(old)
        elif not old.is_added:
            gone.append(KeptRow(code, is_struck=True))
    # What was struck out stays out when its row is deleted; the rest of what is not there was deleted by her.
    gone += [
        old for old in earlier.rows if old.id not in there and old.id not in missing and (is_part or old.is_struck)
    ]
    # Programs whose rows hold nothing of hers are on the sheet anyway; they are kept for the order alone.
    ordered = _is_ordered(rows, base, was) or (earlier.is_ordered and not _is_as_written(rows, base))
    # Against another list rows stand elsewhere by themselves; the ranks that the file gives tell if she moved any.
    is_hers = ordered and (is_same or not _is_by_rank(rows, ranks, base, was))
    sheet = KeptSheet(tuple(own.values()), (*kept, *gone), is_hers)
    if is_part:
        columns = dict.fromkeys((*earlier.columns, *sheet.columns))
        place = {row.id: at for at, row in enumerate(earlier.rows)}
        in_order = sorted(sheet.rows, key=lambda row: place.get(row.id, len(place)))
        sheet = KeptSheet(tuple(columns), tuple(in_order), earlier.is_ordered)
    merged = changes_of(sheet, earlier, file, keys, rows, base, own)
    return replace(
        merged,
        # Against another list, what of ours differs says nothing about her.
        ours=merged.ours if is_same else (),
        open_rows=tuple(open_rows),
        twice=tuple(twice),
        notes=tuple(notes),
    )


def _ranks(rows: Mapping[str, SheetRow], keys: Mapping[int, str]) -> dict[str, int]:
    """Return NRMP code → the rank that the file gives it: what has one was on the list when the file was written.

    A rank that stands twice was copied with a row; only its first program had it.
    """
    column = {key: at for at, key in keys.items()}.get("rank")
    found: dict[str, int] = {}
    for id_, row in rows.items():
        rank = None if column is None else row.cells.get(column)
        if isinstance(rank, int) and not isinstance(rank, bool) and rank not in found.values():
            found[id_] = rank
    return found


def _identified(
    directory: Directory, file: SheetFile, specialties: Sequence[str]
) -> tuple[dict[str, SheetRow], list[tuple[int, str]], list[tuple[int, str, tuple[str, ...]]]]:
    """Return id → row, rows that name a program again, and rows that mean none that is known."""
    column = {key: at for at, key in file.keys.items()}
    by_line: dict[int, str] = {}
    asked: list[ListRow] = []
    for row in file.rows:
        code = code_in(str(row.cells.get(column.get("code", -1), "")))
        if code is not None and code in directory.by_code:
            by_line[row.line] = code
            continue
        cells = {
            what: str(row.cells[column[key]])[:200]
            for key, what in _MATCHED_BY.items()
            if key in column and column[key] in row.cells
        }
        if cells:
            asked.append(ListRow(row.line, cells, shown(" | ".join(cells.values()))))
    open_by_line: dict[int, tuple[str, tuple[str, ...]]] = {}
    if asked:
        for match in match_list(directory, ListFile(file.name, file.kind, tuple(asked)), specialties):
            if match.kind is MatchKind.MATCHED and match.program is not None:
                by_line[match.row.line] = match.program.program_code_nrmp
            else:
                near = tuple(f"{each.name} ({each.program_code_nrmp})" for each in match.options[:3])
                open_by_line[match.row.line] = (match.row.text, near)
    rows: dict[str, SheetRow] = {}
    twice: list[tuple[int, str]] = []
    open_rows = []
    for row in file.rows:
        code = by_line.get(row.line)
        if code is None:
            if row.line not in open_by_line:
                # A row without any name, such as a total under the list, is no program.
                continue
            text, near = open_by_line[row.line]
            open_rows.append((row.line, text, near))
            rows.setdefault(f"name:{text}", row)
        elif code in rows:
            twice.append((row.line, code))
        else:
            rows[code] = row
    return rows, twice, open_rows


def _ours_by_content(
    file: SheetFile, rows: Mapping[str, SheetRow], base: Mapping[str, Mapping[str, object]]
) -> dict[int, str]:
    """Return column → key of columns that say what ours say, under headings of her own."""
    found: dict[int, str] = {}
    free = {key for key in TITLES if key not in file.keys.values()}
    for column in file.headings:
        if column in file.keys or column in file.earlier:
            continue
        best: tuple[float, str] | None = None
        for key in sorted(free - set(found.values())):
            there = [
                (row.cells[column], base[code][key])
                for code, row in rows.items()
                if code in base and column in row.cells and base[code].get(key) not in {None, ""}
            ]
            same = sum(map(_is_same, *zip(*there, strict=True))) if there else 0
            # Whole numbers and short words coincide by chance: a column of ranks is ours only where all agree.
            if len(there) >= _FEWEST and same >= _SAME * len(there) and (key != "rank" or same == len(there)):
                share = same / len(there)
                if len({str(value) for _, value in there}) > 1 and (best is None or share > best[0]):
                    best = (share, key)
        if best is not None:
            found[column] = best[1]
    return found


def _is_same(value: Value, ours: object) -> bool:
    if isinstance(value, int | float) and isinstance(ours, int | float):
        return abs(value - ours) <= 1e-9 * max(1.0, abs(ours))
    return plain(str(value)) == plain(str(ours))


def _own_columns(file: SheetFile, keys: Mapping[int, str], also_ours: Collection[str]) -> dict[int, str]:
    """Return column → title of what is hers beyond the columns that are there to be filled in."""
    own: dict[int, str] = {}
    taken = {plain(title) for title in (*TITLES.values(), *OWN_TITLES.values())}
    others = set(map(plain, also_ours))
    for column, heading in file.headings.items():
        if column in keys or plain(heading) in others or len(own) >= _MOST_OWN:
            continue
        title, number = heading, 2
        while plain(title) in taken:
            title = f"{heading} ({number})"
            number += 1
        taken.add(plain(title))
        own[column] = title
    return own


def _kept(
    id_: str,
    row: SheetRow,
    file: SheetFile,
    keys: Mapping[int, str],
    own: Mapping[int, str],
    *,
    is_ours: bool,
    is_part: bool,
    old: KeptRow | None,
) -> KeptRow:
    column = {key: at for at, key in keys.items()}
    there = {*own.values(), *(OWN_TITLES[key] for key in OWN_TITLES if key in column)}
    # A part says nothing of the columns that it does not have.
    values = {title: value for title, value in (old.values.items() if old and is_part else ()) if title not in there}
    values |= {
        OWN_TITLES[key]: row.cells[column[key]]
        for key in OWN_TITLES
        if key in column and row.cells.get(column[key]) is not None
    }
    values |= {title: row.cells[at] for at, title in own.items() if row.cells.get(at) is not None}
    is_name = id_.startswith("name:")
    place = str(row.cells.get(column.get("place", -1), ""))
    status = str(values.get(OWN_TITLES["status"], ""))
    says_out = is_struck_word(place) or is_struck_word(status)
    was_struck = old is not None and old.is_struck
    # A program that was struck out before is brought back by its word; crossing out alone strikes out anew.
    is_struck = says_out or (row.is_crossed and not (was_struck and plain(place) in _SENT))
    is_struck = is_struck or (was_struck and "place" not in column)
    tracker = file.tracker.get(id_, old.tracker if old else {})
    if is_name:
        # What cannot be found may stand on her sheet all the same, or be a line of another table.
        return KeptRow(None, id_.removeprefix("name:"), is_struck=is_struck, is_added=not is_ours, values=values)
    is_added = old.is_added if old is not None else not is_ours
    return KeptRow(id_, "", is_struck, is_added, values, dict(tracker))


def _order(rows: Mapping[str, SheetRow], base: Mapping[str, Mapping[str, object]]) -> list[int]:
    position = {code: at for at, code in enumerate(base)}
    return [position[code] for code in rows if code in position]


def _is_as_written(rows: Mapping[str, SheetRow], base: Mapping[str, Mapping[str, object]]) -> bool:
    """Say whether the rows stand as in a sheet without an order of her own: by rank."""
    ranks = [base[code].get("rank") for code in rows if code in base]
    numbers = [rank for rank in ranks if isinstance(rank, int | float)]
    return numbers == sorted(numbers)


def _is_by_rank(
    rows: Mapping[str, SheetRow],
    ranks: Mapping[str, int],
    base: Mapping[str, Mapping[str, object]],
    was: Mapping[str, KeptRow],
) -> bool:
    """Say whether the rows stand by the ranks of the file, if it has any, with rows that are new at the end."""
    numbers = list(ranks.values())
    is_new = [id_ not in ranks and id_ not in base and id_ not in was for id_ in rows]
    is_ranked = [id_ in ranks for id_ in rows]
    return (
        bool(numbers)
        and numbers == sorted(numbers)
        and not any(new and any(is_ranked[at:]) for at, new in enumerate(is_new))
    )


def _is_ordered(
    rows: Mapping[str, SheetRow], base: Mapping[str, Mapping[str, object]], was: Mapping[str, KeptRow]
) -> bool:
    """Say whether she moved rows: what was written stands in another order, or something new stands before it."""
    order = _order(rows, base)
    if order != sorted(order):
        return True
    is_new = [code not in base and code not in was for code in rows]
    # Only new rows at the end leave the order as it was written.
    return any(new and not all(is_new[at:]) for at, new in enumerate(is_new))
