"""Sets a document: in a process of its own where this one stays.

The typesetter keeps what it laid out, 40 MB for the first document and some 10 for each further one, until the process
ends.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

__all__ = ["set_apart", "set_pages"]

_IS_APART: list[bool] = []


def set_apart() -> None:
    """Set every further document in a process of its own."""
    _IS_APART.append(True)


def set_pages(
    source: str,
    inputs: Mapping[str, str],
    kind: str,
    standards: Sequence[str] = (),
    *,
    ppi: float | None = None,
    timestamp: int | None = None,
) -> list[bytes]:
    """Return a document as one PDF, or as one picture for each page.

    Parameters
    ----------
    source
        In the typesetter's language.
    inputs
        Texts that the source asks for by name.
    kind
        ``pdf`` or ``png``.
    standards
        PDF standards that have to be kept.
    ppi
        Dots an inch, of pictures.
    timestamp
        Seconds since 1970 that stand in the file; the clock's where the source sets none.

    Raises
    ------
    RuntimeError
        When the typesetter refuses the document, with its words.
    """
    asked = {
        "source": source,
        "kind": kind,
        "more": {"sys_inputs": dict(inputs), "pdf_standards": list(standards), "ppi": ppi, "timestamp": timestamp},
    }
    if not _IS_APART:
        return _set(asked)
    done = subprocess.run(
        [sys.executable, "-m", "smartpick.present._typesetter"],
        input=json.dumps(asked).encode(),
        capture_output=True,
        check=False,
        # It has to find what this process found.
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return [base64.b64decode(page) for page in json.loads(done.stdout)]


def _set(asked: Mapping[str, Any]) -> list[bytes]:
    # Without its own hints, so that types can be checked where it is not installed.
    typst: Any = import_module("typst")
    found = typst.compile(asked["source"].encode(), ignore_system_fonts=True, format=asked["kind"], **asked["more"])
    return found if isinstance(found, list) else [found or b""]


def _main() -> None:
    """Set the document that is asked for on the standard input."""
    json.dump([base64.b64encode(page).decode() for page in _set(json.load(sys.stdin))], sys.stdout)


if __name__ == "__main__":
    _main()
