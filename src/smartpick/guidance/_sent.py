"""What the log shows as sent: nothing is taken as sent that is not logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.guidance._season_days import said_day
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground

__all__ = ["late_sending", "logged_as_sent"]

_SENT = {"applied", "invited", "scheduled", "declined", "waitlisted", "interviewed", "rejected", "ranked"}
"""Events that cannot be without an application."""


def logged_as_sent(ground: Ground) -> int:
    """Return at how many programs the log of this season shows an application."""
    return len({each.program_code_nrmp for each in ground.profile.season_log if each.event in _SENT})


def late_sending(ground: Ground) -> str:
    """Say what an application sent now is worth, from the log and the stage; empty while programs do not read yet.

    Notes
    -----
    The same three cases as in the plan: sent, not logged in the first weeks of reading, not logged later.
    """
    if ground.is_early:
        return ""
    if logged_as_sent(ground):
        return "Applications are in: sending more now comes late, and a program may not read them. Ask before you pay."
    if ground.stage is Stage.SUBMITTED:
        review = ground.calendar.days.get("programs_may_review")
        since = f" since {said_day(review.day)}" if review is not None else ""
        return (
            f"No application is logged as sent. What you decided on and is not out goes out today: programs have been"
            f" reading{since}, and go on. If yours are out, log them; more than those comes late, so ask before you"
            " pay."
        )
    return (
        "No application is in your log, so whether you applied is not known here. If you applied, log it: `smartpick"
        " log PROFILE CODE applied`; then your own chance can be said. One sent now comes late, and a program may not"
        " read it: ask an advisor before you pay."
    )
