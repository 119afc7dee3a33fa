"""Reads the fact files as they stand on disk, without judging them.

Standard library only: the build runs this in an environment where nothing else is installed. Whatever a file holds, it
is read or becomes a problem; nothing is raised.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smartpick.errors import Problem

__all__ = ["Collection", "RawTable", "read_collection"]

REGISTRIES = ("publisher", "source", "caveat")
VOCABULARIES = {
    "specialties.csv": [
        "key",
        "nrmp_code",
        "name",
        "nrmp_name",
        "match",
        "active_2026",
        "aliases",
        "where_to_go",
        "note",
    ],
    "specialty_labels.csv": ["label", "keys", "note"],
    "applicant_type_labels.csv": ["label", "keys", "note"],
}
LONGEST = 2**63
"""Whole numbers from here on do not fit into the compiled file."""

AS_TOML = "Mend the line, or write the file anew by the format in docs/facts.md"
AS_CSV = "Save it as comma-separated text in UTF-8, cells with a comma in quotes"


@dataclass(frozen=True, slots=True)
class RawTable:
    """One fact table as read: its head, its rows as text, and where it stands."""

    id: str
    path: Path
    head: dict[str, Any]
    columns: tuple[str, ...]
    rows: list[dict[str, str]]


@dataclass(slots=True)
class Collection:
    """Everything under ``facts/``, as read, with the problems met on the way."""

    root: Path
    tables: list[RawTable] = field(default_factory=list)
    publishers: list[dict[str, Any]] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    caveats: list[dict[str, Any]] = field(default_factory=list)
    corrections: list[dict[str, Any]] = field(default_factory=list)
    vocabulary: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    file_hash: str = ""

    def where(self, path: Path) -> str:
        """Name a file the way a maintainer looks for it."""
        return f"facts/{path.relative_to(self.root).as_posix()}"

    def complain(self, path: Path, what: str, fix: str, place: str = "") -> None:
        """Add a problem with one file."""
        self.problems.append(Problem(f"{self.where(path)}{place}", what, fix=fix))


def read_collection(root: Path) -> Collection:
    """Read every fact file under `root`; unreadable ones become problems, never exceptions.

    Parameters
    ----------
    root
        The ``facts`` folder of a checkout.

    Returns
    -------
    Collection
        Tables sorted by id, registries, corrections, vocabularies, and a SHA-256 over all file names and contents.
    """
    found = Collection(root)
    digest = hashlib.sha256()
    for path in sorted(_fact_paths(root)):
        digest.update(path.relative_to(root).as_posix().encode("utf-8", "surrogateescape") + b"\0")
        digest.update(_bytes(found, path) + b"\0")
    found.file_hash = digest.hexdigest()
    found.publishers, found.sources, found.caveats = (_registry(found, f"{name}s.toml", name) for name in REGISTRIES)
    if (root / "corrections.toml").exists():
        found.corrections = _registry(found, "corrections.toml", "correction")
    for name, columns in VOCABULARIES.items():
        path = root / "vocabulary" / name
        header, rows = _read_csv(found, path)
        if header and sorted(header) != sorted(columns):
            found.complain(path, f"the columns are {', '.join(header)}", f"They must be {', '.join(columns)}")
            rows = []
        found.vocabulary[name] = rows
    used = set()
    for path in sorted(root.glob("*/*.toml"), key=lambda p: (p.stem, p)):
        table = _read_table(found, path)
        if table is not None:
            found.tables.append(table)
            used.add(path.parent / str(table.head.get("rows")))
    for path in sorted(root.glob("*/*.csv")):
        if path not in used and path.parent.name != "vocabulary":
            found.complain(path, "no table names this file", "Name it as `rows` of a table beside it, or delete it")
    return found


def _fact_paths(root: Path) -> Iterator[Path]:
    for pattern in ("*.toml", "*/*.toml", "*/*.csv"):
        yield from (path for path in root.glob(pattern) if path.is_file())


def _bytes(found: Collection, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        found.complain(path, f"cannot be opened: {error.strerror}", "Give it back its reading rights")
        return b""


def _toml(found: Collection, path: Path) -> dict[str, Any]:
    try:
        read = tomllib.loads(path.read_bytes().decode())
        if _fits(read):
            return read
        found.complain(path, "a number is too long to be kept", "Write long numbers as text")
    except FileNotFoundError:
        found.complain(path, "the file is missing", "Add it")
    except OSError as error:
        found.complain(path, f"cannot be read: {error.strerror}", "Put a readable file in its place")
    except (ValueError, RecursionError) as error:
        # ValueError is the root of broken TOML, of bytes that are not UTF-8, and of numbers too long to read.
        found.complain(path, f"not readable as TOML in UTF-8: {error}", AS_TOML)
    return {}


def _fits(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_fits, value.values()))
    if isinstance(value, list):
        return all(map(_fits, value))
    return not isinstance(value, int) or abs(value) < LONGEST


def _registry(found: Collection, name: str, entry: str) -> list[dict[str, Any]]:
    path = found.root / name
    read = _toml(found, path)
    for other in sorted(read.keys() - {entry}):
        found.complain(path, f"'{other}' does not belong there", f"Every entry begins with [[{entry}]]")
    entries = read.get(entry, [])
    if not _are_tables(entries):
        found.complain(path, f"`{entry}` is not a list of entries", f"Begin each one with [[{entry}]]")
        return []
    return [dict(item) for item in entries]


def _are_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _read_csv(found: Collection, path: Path) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            header = tuple(next(reader, ()))
            if len(set(header)) < len(header):
                found.complain(path, "two columns have one name", "Give each column a name of its own")
                return (), []
            rows = []
            for number, cells in enumerate(reader, start=1):
                if len(cells) != len(header):
                    what = f"{len(cells)} cells where the header has {len(header)}"
                    found.complain(path, what, "Quote cells that hold a comma", f", row {number}")
                    continue
                rows.append(dict(zip(header, cells, strict=True)))
            return header, rows
    except FileNotFoundError:
        found.complain(path, "the file is missing", "Add it")
    except OSError as error:
        found.complain(path, f"cannot be read: {error.strerror}", "Put a readable file in its place")
    except (csv.Error, ValueError) as error:
        found.complain(path, f"not readable as CSV in UTF-8: {error}", AS_CSV)
    return (), []


def _read_table(found: Collection, path: Path) -> RawTable | None:
    head = _toml(found, path)
    if not head:
        if not any(problem.where == found.where(path) for problem in found.problems):
            found.complain(path, "the file is empty", "Write the table, or delete the file")
        return None
    inline = head.pop("row", None)
    if inline is None:
        name = str(head.setdefault("rows", f"{path.stem}.csv"))
        if not name.endswith(".csv") or {*"/\\\0"} & set(name):
            found.complain(path, f"`rows` is {name!r}", "Name a CSV file in the same folder")
            return RawTable(path.stem, path, head, (), [])
        columns, rows = _read_csv(found, path.parent / name)
        return RawTable(path.stem, path, head, columns, rows)
    if "rows" in head or not _are_tables(inline):
        found.complain(path, "its rows are not to be told", "Write each as [[row]], or name a CSV file in `rows`")
        return RawTable(path.stem, path, {**head, "rows": ""}, (), [])
    columns = tuple(dict.fromkeys(name for row in inline for name in row))
    return RawTable(
        path.stem, path, head, columns, [{name: _cell(cell) for name, cell in row.items()} for row in inline]
    )


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(map(str, value))
    return str(value)
