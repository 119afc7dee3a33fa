"""Who is asked, met or written to: contact log, open houses, invitations, letters of interest, thank-you policy."""

from __future__ import annotations

from smartpick.guidance.contact._contact import contact_notes, contact_tasks, thanks_notes

__all__ = ["contact_notes", "contact_tasks", "thanks_notes"]
