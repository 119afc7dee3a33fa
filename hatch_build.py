"""Build hook: compiles the fact files and makes the page's example before the package is put together."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FactsBuildHook(BuildHookInterface[Any]):
    """Compiles ``facts/`` into the SQLite file that the wheel carries, and makes the example of the page."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, unless a source distribution is built (it carries the fact files themselves)."""
        del version, build_data
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        try:
            from smartpick.facts.build import compile_facts
        finally:
            sys.path.pop(0)
        without = [name for name in os.environ.get("SMARTPICK_WITHOUT", "").split(",") if name]
        compile_facts(root / "facts", root / "src/smartpick/facts/compiled.sqlite", without)
        _make_example(root)


def _make_example(root: Path) -> None:
    """Make the list that the page shows first; without the program's libraries the first start makes it."""
    target = root / "src/smartpick/present/web/example-list.json"
    target.unlink(missing_ok=True)
    if any(importlib.util.find_spec(name) is None for name in ("numpy", "pydantic", "fastapi", "jinja2", "multipart")):
        return
    subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", "from smartpick.present.web._example import main; main()", str(target)],
        check=True,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "OPENBLAS_NUM_THREADS": "1"},
    )
