"""Holds every fact file against the format; the problems come back as values, all of them.

What is checked here is form and reference: columns, types, ranges, keys, sources, labels. Identities between figures
(counts against rates, sums against totals) are tests, since each table has its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

from smartpick.errors import Problem, did_you_mean
from smartpick.facts import _read
from smartpick.facts._corrections import correction_problems
from smartpick.facts._kinds import KINDS, Column, Kind, row_key
from smartpick.facts._read import RawTable
from smartpick.vocabulary import ApplicantType, MissingReason, Track, Verification

__all__ = ["check_collection"]

MISSING = frozenset(MissingReason)
HEAD_TEXTS = ("title", "season", "population", "locator", "unit")
HEAD_KNOWN = {*HEAD_TEXTS, "kind", "source", "verification", "caveats", "doubts", "rows", "worked_example"}
EXAMPLE = ("args", "call", "result")
REGISTRIES = {
    "publishers": (("id", "name", "terms", "contact"), ("terms_address",)),
    "sources": (
        ("id", "publisher", "producer", "title", "accessed"),
        ("year", "address", "address_note", "read_from"),
    ),
    "caveats": (("key", "definition"), ()),
}
MOST_DIGITS = 15
CONTROL = re.compile(r"[\0-\x08\x0b-\x1f\x7f]")
NO_RANGE = {"specialty", "applicant", "choice"}


def check_collection(found: _read.Collection) -> list[Problem]:
    """Return every problem of form or reference in the fact files, those of reading first."""
    return [
        *found.problems,
        *_registries(found),
        *_vocabulary(found),
        *_tables(found),
        *correction_problems(found, lambda column, cell: _cell_problem(column, cell, _labels(found))),
    ]


def _labels(found: _read.Collection) -> dict[str, set[str]]:
    return {
        "specialty": {row["label"] for row in found.vocabulary["specialty_labels.csv"]},
        "applicant": {row["label"] for row in found.vocabulary["applicant_type_labels.csv"]},
    }


def _duplicates(items: list[str]) -> list[str]:
    return [item for item, count in Counter(items).items() if count > 1]


def _nearest(word: str, known: Collection[str], otherwise: str) -> str:
    return did_you_mean(word, known) or otherwise


def _text_problems(
    where: str, entry: dict[str, Any], texts: tuple[str, ...], free: tuple[str, ...]
) -> Iterator[Problem]:
    """Yield what is wrong with the texts of an entry: `texts` must be filled, `free` may be absent or empty."""
    for name in texts:
        cell = entry.get(name)
        if not isinstance(cell, str) or not cell.strip():
            yield Problem(where, f"`{name}` is missing, blank or no text", fix="Fill it in")
    for name in (*texts, *free):
        cell = entry.get(name, "")
        if not isinstance(cell, str) and not (name == "year" and isinstance(cell, int)):
            if name not in texts:
                yield Problem(where, f"`{name}` is no text", fix="Write it in quotes")
        elif CONTROL.search(str(cell)):
            yield Problem(where, f"`{name}` holds a control character", fix="Type the text again")


def _registries(found: _read.Collection) -> Iterator[Problem]:
    publishers = {str(entry.get("id")) for entry in found.publishers}
    for name, entries in (("publishers", found.publishers), ("sources", found.sources), ("caveats", found.caveats)):
        texts, free = REGISTRIES[name]
        where = f"facts/{name}.toml"
        for twice in _duplicates([str(entry.get(texts[0])) for entry in entries]):
            yield Problem(where, f"'{twice}' stands there twice", fix="Keep one")
        for entry in entries:
            place = f"{where}, {entry.get(texts[0])}"
            yield from _text_problems(place, entry, texts, free)
            for unknown in sorted(entry.keys() - {*texts, *free}):
                yield Problem(
                    place, f"unknown entry '{unknown}'", fix=_nearest(unknown, (*texts, *free), "Take it out")
                )
    for entry in found.sources:
        where = f"facts/sources.toml, {entry.get('id')}"
        publisher = str(entry.get("publisher"))
        if publisher not in publishers:
            fix = _nearest(publisher, publishers, "Add it there")
            yield Problem(where, f"publisher '{publisher}' is not in publishers.toml", fix=fix)
        if not entry.get("address") and not entry.get("address_note"):
            yield Problem(where, "no address", fix="Give `address`, or say why not in `address_note`")


def _vocabulary(found: _read.Collection) -> Iterator[Problem]:
    rows = found.vocabulary["specialties.csv"]
    keys = {row["key"] for row in rows}
    names: Counter[str] = Counter()
    for row in rows:
        own = {row["key"], row["name"].lower(), *filter(None, row["aliases"].lower().split(";"))}
        if row["nrmp_code"] != MissingReason.NOT_APPLICABLE:
            own.add(row["nrmp_code"])
        names.update(own)
    for twice in [name for name, count in names.items() if count > 1] + _duplicates([row["key"] for row in rows]):
        yield Problem("facts/vocabulary/specialties.csv", f"'{twice}' names two specialties", fix="Keep it for one")
    known = {
        "specialty_labels.csv": keys | {"all"} | {f"{key}/{track}" for key in keys for track in Track},
        "applicant_type_labels.csv": {*map(str, ApplicantType), "all"},
    }
    for file, allowed in known.items():
        where = f"facts/vocabulary/{file}"
        for twice in _duplicates([row["label"] for row in found.vocabulary[file]]):
            yield Problem(where, f"label '{twice}' stands there twice", fix="Keep one")
        for row in found.vocabulary[file]:
            for key in row["keys"].split(";"):
                if key not in allowed:
                    fix = _nearest(key, allowed, "Use a key of the vocabulary")
                    yield Problem(f"{where}, '{row['label']}'", f"unknown key '{key}'", fix=fix)


def _tables(found: _read.Collection) -> Iterator[Problem]:
    sources = {str(entry.get("id")) for entry in found.sources}
    caveats = {str(entry.get("key")) for entry in found.caveats}
    labels = _labels(found)
    for twice in _duplicates([table.id for table in found.tables]):
        yield Problem(f"facts/**/{twice}.toml", "two tables have this id", fix="Rename one")
    for table in found.tables:
        yield from _head(found, table, sources, caveats)
        kind = KINDS.get(str(table.head.get("kind")))
        if kind is not None:
            yield from _rows(found, table, kind, labels)


def _head(found: _read.Collection, table: RawTable, sources: set[str], caveats: set[str]) -> Iterator[Problem]:
    where = found.where(table.path)
    head = table.head
    if not re.fullmatch(r"[a-z0-9_]+", table.id):
        yield Problem(
            where, f"'{table.id}' is no id", fix="Name the file in lower-case letters, digits and underscores"
        )
    for name in sorted(set(head) - HEAD_KNOWN):
        yield Problem(where, f"unknown entry '{name}'", fix=_nearest(name, HEAD_KNOWN, "Take it out"))
    yield from _text_problems(where, head, HEAD_TEXTS, ("doubts",))
    for name, known in (("kind", KINDS), ("source", sources), ("verification", list(Verification))):
        told = str(head.get(name))
        if told not in known:
            fix = _nearest(told, known, "See docs/facts.md" if name != "source" else "Add it to sources.toml")
            yield Problem(where, f"unknown {name} '{told}'", fix=fix)
    told_caveats = head.get("caveats", [])
    if not isinstance(told_caveats, list):
        yield Problem(where, "`caveats` is no list", fix='Write caveats = ["key", …]')
    else:
        for key in map(str, told_caveats):
            if key not in caveats:
                fix = _nearest(key, caveats, "Define it there")
                yield Problem(where, f"caveat '{key}' is not in caveats.toml", fix=fix)
    yield from _examples(where, head.get("worked_example", []))
    if not table.rows:
        yield Problem(where, "no rows", fix="Add rows, or delete the table")


def _examples(where: str, examples: object) -> Iterator[Problem]:
    for example in examples if isinstance(examples, list) else [examples]:
        if (
            not isinstance(example, dict)
            or sorted(example) != list(EXAMPLE)
            or not isinstance(example["args"], dict)
            or not isinstance(example["call"], str)
            or not isinstance(example["result"], int | float | str)
        ):
            yield Problem(where, "a worked example is not whole", fix="Give call (text), args ({ … }) and result")


def _rows(found: _read.Collection, table: RawTable, kind: Kind, labels: dict[str, set[str]]) -> Iterator[Problem]:
    where = found.where(table.path)
    expected = [column.name for column in kind.columns]
    if table.rows and sorted(table.columns) != sorted(expected):
        lacking = sorted(set(expected) - set(table.columns))
        extra = sorted(set(table.columns) - set(expected))
        what = f"columns differ from kind '{kind.name}': lacking {lacking}, unknown {extra}"
        yield Problem(where, what, fix=f"The columns of the kind are {', '.join(expected)}")
        return
    seen: set[str] = set()
    for number, row in enumerate(table.rows, start=1):
        place = f"{where}, row {number}"
        if set(row) != set(expected):
            lacking = sorted(set(expected) - set(row))
            yield Problem(place, f"cells missing: {lacking}", fix="Write them; a missing figure says why")
            continue
        key = row_key(kind, row)
        if key in seen:
            yield Problem(place, f"the key '{key}' stands there twice", fix="Tell the rows apart, or drop one")
        seen.add(key)
        for column in kind.columns:
            problem = _cell_problem(column, row[column.name], labels)
            if problem:
                what, fix = problem
                yield Problem(f"{place}, {column.name}", what, fix=fix)


def _cell_problem(column: Column, cell: str, labels: dict[str, set[str]]) -> tuple[str, str] | None:
    """Return what is wrong with one cell and what to do, or None."""
    if CONTROL.search(cell):
        return f"{cell!r} holds a control character", "Type the text again"
    if column.type in {"note", "list"}:
        return None
    if cell.strip() != cell or not cell:
        return f"{cell!r} is blank or has spaces around it", f"A missing cell says why: {', '.join(MissingReason)}"
    if cell in MISSING:
        return (f"{cell!r} cannot stand here", "Write what the publisher calls it") if column.type in NO_RANGE else None
    check = _CHECKS.get(column.type)
    return check(column, cell, labels) if check else None


def _label_problem(column: Column, cell: str, labels: dict[str, set[str]]) -> tuple[str, str] | None:
    known = labels[column.type]
    if cell in known:
        return None
    file = {"specialty": "specialty_labels", "applicant": "applicant_type_labels"}[column.type]
    fix = _nearest(cell, known, f"Add it to facts/vocabulary/{file}.csv, once reviewed")
    return f"label {cell!r} is not in the crosswalk", fix


def _choice_problem(column: Column, cell: str, labels: dict[str, set[str]]) -> tuple[str, str] | None:
    del labels
    choices = column.choices or ("yes", "no")
    return None if cell in choices else (f"{cell!r} is no choice here", f"One of {', '.join(choices)}")


def _date_problem(column: Column, cell: str, labels: dict[str, set[str]]) -> tuple[str, str] | None:
    del column, labels
    try:
        date.fromisoformat(cell)
    except ValueError:
        return f"{cell!r} is no day", "Write it as YYYY-MM-DD"
    return None if len(cell) == len("2026-03-20") else (f"{cell!r} is no day", "Write it as YYYY-MM-DD")


def _number_problem(column: Column, cell: str, labels: dict[str, set[str]]) -> tuple[str, str] | None:
    del labels
    pattern, name = (
        (r"[0-9]+", "a whole number") if column.type == "count" else (r"-?[0-9]+(\.[0-9]+)?", "digits with a point")
    )
    if not re.fullmatch(pattern, cell):
        return f"{cell[:60]!r} is not {name}", "Write digits only, without separators or unit"
    if len(cell.strip("-").replace(".", "")) > MOST_DIGITS:
        return f"{cell[:20]}… has more than {MOST_DIGITS} digits", "Write it as it was printed"
    value = float(cell)
    if column.low is not None and value < column.low:
        return f"{cell} is below {column.low:g}", f"Its column is: {column.about}"
    if column.high is not None and value > column.high:
        return f"{cell} is above {column.high:g}", f"Its column is: {column.about}"
    return None


_CHECKS: dict[str, Callable[[Column, str, dict[str, set[str]]], tuple[str, str] | None]] = {
    "specialty": _label_problem,
    "applicant": _label_problem,
    "choice": _choice_problem,
    "flag": _choice_problem,
    "date": _date_problem,
    "number": _number_problem,
    "count": _number_problem,
}
