"""The rival of the themes: a small embedding model, where it happens to be installed, for judging only.

The model's weights lie in its own package, and only these are read: downloads are switched off.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from smartpick.guidance.text._themes import THEMES

__all__ = ["embedding_themes"]


def embedding_themes(texts: Sequence[str]) -> list[str] | None:
    """Return the nearest theme of each text by ``wordllama``; None where it is not installed or lacks its weights."""
    try:
        package: Any = importlib.import_module("wordllama")
        folder = Path(str(package.__file__)).parent
        # Its own folder as the cache: that is where its tokenizer lies, and what it looks for before it would download.
        model = package.WordLlama.load(cache_dir=folder, disable_download=True)
    except (ImportError, OSError, TypeError, AttributeError):
        return None
    keys = list(THEMES)
    themes = model.embed([words for _, words in THEMES.values()], norm=True)
    near = model.embed(list(texts), norm=True) @ themes.T
    return [keys[int(row.argmax())] for row in near]
