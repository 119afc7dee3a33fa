"""Shows what the other rooms found: on the command line, as JSON, as a spreadsheet."""

from __future__ import annotations

__all__: list[str] = []
