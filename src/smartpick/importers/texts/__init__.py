"""What does a text file of the applicant hold? `read_text` says clearly when it is none."""

from __future__ import annotations

from smartpick.importers.texts._read import read_text

__all__ = ["read_text"]
