"""Says that waiting lowered a chance: how long, by which calendar of offers, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.explain._situation import Situation
from smartpick.uncertainty import Estimate, as_percent
from smartpick.vocabulary import Stage

__all__ = ["Silence", "silence_between"]

_KEYS = ("interview_offer_day", "interview_offer_day_spread")
_TELLS = 0.05
"""While a smaller share of the offers is out, silence tells next to nothing."""
_WEEK = 7
_ASK = (
    "If none has, ask an advisor or your dean's office to look at the application with you, write to the programs that"
    " you have a true tie to, and have SOAP ready early: `smartpick soap PROFILE`."
)
_NEXT = {
    Stage.SUBMITTED: "Offers go on for weeks: nothing has to be done about this yet.",
    Stage.INTERVIEWING: _ASK,
    Stage.RANKING: "If none has, have SOAP ready, `smartpick soap PROFILE`, and do not sit with this alone: your dean's"
    " office or an advisor knows what comes next.",
}
"""What can still be done about it at a stage; nothing is said once lists are closed."""


@dataclass(frozen=True, slots=True, eq=False)
class Silence:
    """Applications without an answer that a change of the log brought.

    Attributes
    ----------
    programs
        How many are new.
    days
        Days since programs began to read.
    sent
        Share of all interview offers that is out by then, by the calendar that is assumed.
    text
        All of it in words, with what can be done.
    fact_ids
        Rows of the two assumptions.
    """

    programs: int
    days: int
    sent: Estimate
    text: str
    fact_ids: tuple[str, ...]


def silence_between(before: Situation, after: Situation) -> Silence | None:
    """Return the silence that the log has after a change and had not before; None without any that tells something."""
    waiting = {code: each for code, each in after.applicant.heard.items() if each.what == "silent"}
    new = [
        code for code in waiting if code not in before.applicant.heard or before.applicant.heard[code].what != "silent"
    ]
    days = next((waiting[code].days for code in new), None)
    if not days:
        return None
    sent = Estimate(after.assumptions.offers_sent(days, after.request.seed), "probability")
    if sent.mean < _TELLS:
        return None
    middle, spread = (after.assumptions.get(key) for key in _KEYS)
    which = "an application that has" if len(new) == 1 else f"{len(new)} applications that have"
    whole = round(days / _WEEK)
    long = f"{days:.0f} days" + (f" (about {whole} week{'' if whole == 1 else 's'})" if whole else "")
    text = (
        f"The silence of {which} no answer in your log counts here: {long} after programs began to read,"
        f" {as_percent(sent.mean)} % ({as_percent(sent.low)} to {as_percent(sent.high)}) of all interview offers are"
        f" taken to be out. That calendar is assumed: half of the offers by day {middle.mean:g} ± {middle.sd:g}, with a"
        f" spread of {spread.mean:g} ± {spread.sd:g} days; the facts here have no table of it, and it may count too few"
        " late offers, from cancelled places and waiting lists (docs/model.md). Your own figures can go under"
        f" [assumptions] as {_KEYS[0]} and {_KEYS[1]}. If a program has answered, log it: an offer makes"
        " that interview certain."
    )
    if after.stage in _NEXT:
        text += f" {_NEXT[after.stage]}"
    return Silence(len(new), int(days), sent, text, (middle.fact_id, spread.fact_id))
