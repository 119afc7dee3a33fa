"""Says what changed between what was kept and what came back, column by column and row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smartpick.importers.sheet._columns import OWN_TITLES, TITLES, plain
from smartpick.importers.sheet._types import CellChange, KeptRow, KeptSheet, Merged, SheetFile, SheetRow

__all__ = ["changes_of"]

_COMPARED = ("tier", "institution", "track", "specialty", "city", "state", "signal")
"""What of ours is told when it differs; chances differ with every new set of facts."""


def changes_of(
    sheet: KeptSheet,
    earlier: KeptSheet,
    file: SheetFile,
    keys: Mapping[int, str],
    rows: Mapping[str, SheetRow],
    base: Mapping[str, Mapping[str, object]],
    own: Mapping[int, str],
) -> Merged:
    """Return what is kept with what changed against before."""
    was, now = ({row.id: row for row in each.rows} for each in (earlier, sheet))
    titles = {**TITLES, **OWN_TITLES}
    renamed = tuple(
        (titles[key], file.headings[column])
        for column, key in sorted(keys.items())
        if plain(titles[key]) != plain(file.headings[column])
    )
    own_renamed = tuple(
        (title, own[column])
        for column, title in sorted(file.earlier.items())
        if column in own and title in earlier.columns and title not in sheet.columns
    )
    name_now = dict(own_renamed)
    columns_before = [name_now.get(title, title) for title in earlier.columns]
    struck = [code for code in sheet.struck if not (code in was and was[code].is_struck)]
    added = [code for code in sheet.added if not (code in was and was[code].is_added)]
    back = [code for code in earlier.struck if code in now and not now[code].is_struck]
    taken = [code for code in earlier.added if not (code in now and (now[code].is_added or now[code].is_struck))]
    return Merged(
        sheet,
        renamed,
        own_renamed,
        tuple(title for title in sheet.columns if title not in columns_before),
        tuple(title for title in columns_before if title not in sheet.columns),
        tuple(struck),
        tuple(code for code in struck if code not in rows),
        tuple(back),
        tuple(added),
        tuple(taken),
        is_reordered=_is_reordered(sheet, earlier),
        cells=tuple(_cells(was, now, name_now)),
        ours=tuple(_ours(keys, rows, base)),
    )


def _is_reordered(sheet: KeptSheet, earlier: KeptSheet) -> bool:
    if not sheet.is_ordered:
        return earlier.is_ordered
    if not earlier.is_ordered:
        return True
    before = [row.id for row in earlier.rows]
    common = [row.id for row in sheet.rows if row.id in set(before)]
    return common != [each for each in before if each in set(common)]


def _cells(was: Mapping[str, KeptRow], now: Mapping[str, KeptRow], name_now: Mapping[str, str]) -> Iterator[CellChange]:
    for id_, row in now.items():
        old = was.get(id_, KeptRow(None))
        for mine, theirs in (
            ({name_now.get(title, title): value for title, value in old.values.items()}, row.values),
            (old.tracker, row.tracker),
        ):
            for column in dict.fromkeys((*mine, *theirs)):
                if mine.get(column) != theirs.get(column):
                    yield CellChange(row.program_code_nrmp or row.name, column, mine.get(column), theirs.get(column))
    for id_, old in was.items():
        if id_ not in now:
            for column, value in old.values.items():
                yield CellChange(old.program_code_nrmp or old.name, column, value, None)


def _ours(
    keys: Mapping[int, str], rows: Mapping[str, SheetRow], base: Mapping[str, Mapping[str, object]]
) -> Iterator[CellChange]:
    for code, row in rows.items():
        for column, key in keys.items():
            ours = base.get(code, {}).get(key)
            if key not in _COMPARED or ours is None:
                continue
            value = row.cells.get(column)
            if plain(str("" if value is None else value)) != plain(str(ours)):
                yield CellChange(code, TITLES[key], ours if isinstance(ours, str | int | float) else str(ours), value)
