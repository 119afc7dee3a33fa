"""What does a text file of the applicant hold? `read_text` says clearly when it is none."""

from __future__ import annotations

from smartpick.importers.texts._read import MOST_BYTES, read_text

__all__ = ["MOST_BYTES", "read_text"]
