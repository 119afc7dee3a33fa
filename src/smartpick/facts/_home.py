"""Where does the user's own data lie on her machine?"""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["data_folder", "own_build_path"]


def data_folder() -> Path:
    """Return the folder of the user's own files: ``SMARTPICK_HOME``, else the data folder of her system."""
    home = os.environ.get("SMARTPICK_HOME")
    if home:
        return Path(home)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "SmartPick"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "SmartPick"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "smartpick"


def own_build_path() -> Path:
    """Return where the facts that the user has brought up to date herself are kept."""
    return data_folder() / "facts.sqlite"
