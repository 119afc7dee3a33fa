"""How does an entry get into a log of a profile's file, or out of it, without touching anything else there?

The logs are the events of the season and the practice answers.
"""

from __future__ import annotations

from smartpick.profile.log._edit import LogEdit, edited_log, save_text, with_rehearsal

__all__ = ["LogEdit", "edited_log", "save_text", "with_rehearsal"]
