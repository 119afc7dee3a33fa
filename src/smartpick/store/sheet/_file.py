"""Reads and writes the file that keeps what is hers of the spreadsheet."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from smartpick.errors import Problem, RequestError
from smartpick.importers.sheet import KeptRow, KeptSheet, Value

__all__ = ["load_sheet", "save_sheet", "sheet_path"]

SCHEMA = "smartpick.sheet/1"
MOST_BYTES = 20_000_000
_FIX = "Take the file away, or bring back the one that ends in .before; the spreadsheet can be imported again"


def sheet_path(profile: Path) -> Path:
    """Return where the file of a profile is.

    Examples
    --------
    >>> str(sheet_path(Path("me.toml")))
    'me.sheet.json'
    """
    return profile.with_name(f"{profile.stem or profile.name}.sheet.json")


def load_sheet(path: Path) -> KeptSheet | None:
    """Return what is kept; None where there is no file yet.

    Raises
    ------
    RequestError
        When the file cannot be read, or is of a later version.
    """
    try:
        with path.open("rb") as handle:
            content = handle.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise RequestError([Problem(str(path), f"cannot be read: {why}", fix=_FIX)]) from error
    try:
        return _sheet(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = "is not what SmartPick keeps of a spreadsheet"
        raise RequestError([Problem(str(path), what, str(error)[:100], _FIX)]) from error


def _sheet(content: bytes) -> KeptSheet:
    if len(content) > MOST_BYTES:
        raise ValueError(f"larger than {MOST_BYTES:,} bytes")
    data: Mapping[str, Any] = json.loads(content)
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ValueError(f"its schema is not {SCHEMA}")
    rows = tuple(
        KeptRow(
            None if row["program_code_nrmp"] is None else str(row["program_code_nrmp"]),
            str(row["name"]),
            bool(row["is_struck"]),
            bool(row["is_added"]),
            {str(title): _value(value) for title, value in row["values"].items()},
            {str(title): _value(value) for title, value in row["tracker"].items()},
        )
        for row in data["rows"]
    )
    return KeptSheet(tuple(map(str, data["columns"])), rows, bool(data["is_ordered"]))


def _value(value: object) -> Value:
    if isinstance(value, dict):
        return date.fromisoformat(value["date"])
    if isinstance(value, bool | int | float | str):
        return value
    raise ValueError(f"a cell holds {type(value).__name__}")


def _json(value: Value) -> object:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def save_sheet(path: Path, sheet: KeptSheet) -> None:
    """Write what is kept, whole or not at all; the file as it was before stays beside it, ending in ``.before``.

    Raises
    ------
    RequestError
        When it cannot be written; the file is then as it was.
    """
    data = {
        "schema": SCHEMA,
        "columns": list(sheet.columns),
        "is_ordered": sheet.is_ordered,
        "rows": [
            {
                "program_code_nrmp": row.program_code_nrmp,
                "name": row.name,
                "is_struck": row.is_struck,
                "is_added": row.is_added,
                "values": {title: _json(value) for title, value in row.values.items()},
                "tracker": {title: _json(value) for title, value in row.tracker.items()},
            }
            for row in sheet.rows
        ],
    }
    content = (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8", "replace")
    scratch = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with scratch.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        if path.exists():
            before = path.with_name(f"{path.name}.before")
            with contextlib.suppress(OSError):
                before.unlink(missing_ok=True)
            before.write_bytes(path.read_bytes())
        scratch.replace(path)
    except (OSError, ValueError) as error:
        with contextlib.suppress(OSError, ValueError):
            scratch.unlink(missing_ok=True)
        why = getattr(error, "strerror", None) or str(error)
        raise RequestError(
            [Problem(str(path), f"cannot be written: {why}", fix="See that the folder can be written to")]
        ) from error
