"""What she keeps in her spreadsheet, in a file beside her profile: ``me.toml`` has ``me.sheet.json``.

`load_sheet` reads it, `save_sheet` writes it whole or not at all, `sheet_path` says where it is.
"""

from __future__ import annotations

from smartpick.store.sheet._file import load_sheet, save_sheet, sheet_path

__all__ = ["load_sheet", "save_sheet", "sheet_path"]
