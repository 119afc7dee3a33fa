"""How does an event of the season get into a profile's file, or out of it, without touching anything else there?"""

from __future__ import annotations

from smartpick.profile.log._edit import LogEdit, edited_log, save_text

__all__ = ["LogEdit", "edited_log", "save_text"]
