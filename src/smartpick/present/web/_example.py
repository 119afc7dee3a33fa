"""The finished example: made when the package is built, and again only where it no longer belongs to code and facts."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smartpick.facts import Facts

__all__ = ["example_text", "main", "mark_of", "read_example", "write_example"]

PACKED = "example-list.json"


@functools.cache
def example_text() -> str:
    """Return the example's profile."""
    return files("smartpick.present.web").joinpath("example.toml").read_text(encoding="utf-8")


def mark_of(facts: Facts) -> str:
    """Return what an example belongs to: facts, profile, and every line of code that may have a part in it."""
    found = hashlib.sha256(f"{facts.version}\0{example_text()}".encode())
    root = Path(str(files("smartpick")))
    for path in sorted((*root.rglob("*.py"), *root.joinpath("tongues").glob("*.toml"))):
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def read_example(facts: Facts, beside: Path) -> dict[str, Any] | None:
    """Return the example of the package, else of an earlier start; None where neither belongs to code and facts.

    Parameters
    ----------
    beside
        The file that an earlier start wrote.
    """
    wanted = mark_of(facts)
    for read in (files("smartpick.present.web").joinpath(PACKED).read_text, beside.read_text):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(read(encoding="utf-8"))
            if kept["mark"] == wanted:
                data: dict[str, Any] = kept["data"]
                return data
    return None


def write_example(facts: Facts, data: dict[str, Any], path: Path) -> None:
    """Write the example; a disk that is full must not keep it from being shown."""
    text = json.dumps({"mark": mark_of(facts), "data": data}, separators=(",", ":"))
    scratch = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with contextlib.suppress(OSError):
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(path)


def main() -> None:
    """Make the example and write it into the file that the command line names."""
    import tempfile
    from datetime import date

    from smartpick.present.web._desk import Desk
    from smartpick.store import open_store

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "none.sqlite")
        desk = Desk(store, date.today)
        write_example(desk.facts, desk.make_example(), Path(sys.argv[1]))
        store.close()
