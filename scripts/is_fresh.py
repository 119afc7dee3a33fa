"""Says by its exit code whether an environment is newer than the project file and the facts (for Windows' script)."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Return 0 when nothing under ``facts`` or beside ``pyproject.toml`` is newer than the stamp, else 1."""
    root, stamp = Path(sys.argv[1]), Path(sys.argv[2])
    if not stamp.is_file():
        return 1
    made = stamp.stat().st_mtime
    watched = [root / "pyproject.toml", root / "hatch_build.py", *(root / "facts").rglob("*")]
    return int(any(path.stat().st_mtime > made for path in watched))


if __name__ == "__main__":
    raise SystemExit(main())
