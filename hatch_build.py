"""Build hook: compiles the fact files before the package is put together."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FactsBuildHook(BuildHookInterface[Any]):
    """Compiles ``facts/`` into the SQLite file that the wheel carries."""

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
