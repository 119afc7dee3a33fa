"""Puts right what a document, or the copy of it that was read, misprints; the file keeps what was read.

A correction names one cell, what the file holds there, what stands there instead, and why. It is guarded: once the cell
no longer holds the misprint, the correction is a problem itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from smartpick.errors import Problem, did_you_mean
from smartpick.facts._kinds import KINDS, Column, row_key
from smartpick.facts._read import Collection, RawTable

__all__ = ["CORRECTION_TEXTS", "correction_problems", "corrections_of"]

CORRECTION_TEXTS = ("table", "key", "column", "published", "corrected", "reason")
WHERE = "facts/corrections.toml"
SHORTEST_REASON = 20

Judge = Callable[[Column, str], tuple[str, str] | None]
"""Says what is wrong with a cell and what to do about it, or None."""


def correction_problems(found: Collection, judge: Judge) -> Iterator[Problem]:
    """Yield what is wrong with the corrections: guards that fail, cells that are not there, figures that cannot be."""
    tables = {table.id: table for table in found.tables}
    seen: set[tuple[str, str, str]] = set()
    for entry in found.corrections:
        texts = {name: str(entry.get(name, "")) for name in CORRECTION_TEXTS}
        where = f"{WHERE}, {texts['table']}/{texts['key']}"
        lacking = [name for name in CORRECTION_TEXTS if not isinstance(entry.get(name), str) or not texts[name].strip()]
        unknown = sorted(entry.keys() - set(CORRECTION_TEXTS))
        if lacking or unknown:
            what = f"lacking or no text: {', '.join(lacking) or 'none'}; unknown: {', '.join(unknown) or 'none'}"
            yield Problem(where, what, fix=f"Give {', '.join(CORRECTION_TEXTS)}, each as text")
            continue
        place = texts["table"], texts["key"], texts["column"]
        if place in seen:
            yield Problem(where, f"{texts['column']} is corrected twice", fix="Keep one")
        seen.add(place)
        yield from _cell_problems(where, texts, tables, judge)


def _cell_problems(
    where: str, texts: Mapping[str, str], tables: Mapping[str, RawTable], judge: Judge
) -> Iterator[Problem]:
    table = tables.get(texts["table"])
    if table is None:
        yield Problem(where, f"no table '{texts['table']}'", fix=did_you_mean(texts["table"], tables) or "Name a table")
        return
    kind = KINDS.get(str(table.head.get("kind")))
    if kind is None or not table.rows:
        return
    rows = {row_key(kind, row): row for row in table.rows if set(kind.key) <= row.keys()}
    row = rows.get(texts["key"])
    if row is None:
        fix = did_you_mean(texts["key"], rows) or "Copy the key from `smartpick facts show TABLE --json -`"
        yield Problem(where, "no such row in the table", fix=fix)
        return
    free = {column.name: column for column in kind.columns if column.name not in kind.key}
    if texts["column"] not in free:
        fix = did_you_mean(texts["column"], free) or f"One of {', '.join(free)}"
        yield Problem(where, f"column '{texts['column']}' cannot be corrected", fix=fix)
        return
    holds = row.get(texts["column"], "")
    if holds != texts["published"]:
        yield Problem(
            where,
            f"{texts['column']} was '{texts['published']}' when this was written, and is '{holds}' now",
            fix="Look again whether the correction still holds; mend or delete it",
        )
    wrong = judge(free[texts["column"]], texts["corrected"])
    if wrong:
        yield Problem(where, wrong[0], fix=wrong[1])
    if texts["corrected"] == texts["published"]:
        yield Problem(where, "corrects nothing", fix="Delete it")
    if len(texts["reason"]) < SHORTEST_REASON:
        yield Problem(where, f"the reason '{texts['reason']}' is too short to convince", fix="Say how it is known")


def corrections_of(found: Collection, table: RawTable) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the corrections of one table, by row key and column."""
    by_row: dict[str, dict[str, dict[str, Any]]] = {}
    for entry in found.corrections:
        if entry["table"] == table.id:
            by_row.setdefault(entry["key"], {})[entry["column"]] = entry
    return by_row
