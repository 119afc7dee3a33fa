"""What would a reader stop at in these texts? Rules that mark words and give reasons; nothing is written for anybody.

Everything is worked out on this computer, from the texts and the profile. The labelled sentences that the rules are
judged by lie beside them (`guidance.text.judge`); an optional comment by a language model is a room of its own
(`guidance.text.comment`), and the only one that opens a connection.
"""

from __future__ import annotations

from smartpick.guidance.text._check import check_texts, places_for
from smartpick.guidance.text._sentences import Document, document_of, ended
from smartpick.guidance.text._themes import THEMES
from smartpick.guidance.text._types import Checked, Clash, LineCheck, Mark, Passage, TextReport, ThemeClaim, TieRow

__all__ = [
    "THEMES",
    "Checked",
    "Clash",
    "Document",
    "LineCheck",
    "Mark",
    "Passage",
    "TextReport",
    "ThemeClaim",
    "TieRow",
    "check_texts",
    "document_of",
    "ended",
    "places_for",
]
