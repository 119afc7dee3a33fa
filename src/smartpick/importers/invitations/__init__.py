"""Which programs wrote, and on which day? Reads lines of programs with days, as people paste them."""

from __future__ import annotations

from smartpick.importers.invitations._read import DatedFile, read_invitations

__all__ = ["DatedFile", "read_invitations"]
