"""The three sentences that a couple reads first, and what else the two have to know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartpick.explain.pair._near import AREA_MILES
from smartpick.explain.pair._start import Agreed
from smartpick.uncertainty import in_words
from smartpick.vocabulary import Track

if TYPE_CHECKING:
    from smartpick.explain.pair._types import PairList, PairPartner

__all__ = ["answer_of", "notes_of"]


def answer_of(made: PairList) -> tuple[str, ...]:
    """Return three sentences: what to send and rank, what to expect, what being a couple changes."""
    one, other = made.partners
    if made.is_after_interviews:
        first = f"{one.name} has {_programs(one)} to rank and {other.name} {len(other.programs)}"
    else:
        first = (
            f"{one.name} sends {_programs(one)} for {_bill(one)} and {other.name} {_programs(other)} for {_bill(other)}"
        )
    first += f"; together they make a pair list of {len(made.rows)} rows"
    if made.rows_possible > made.rows_limit:
        first += f", the {made.rows_limit} most useful of {made.rows_possible:,}"
    second = (
        f"The chance that both match {made.near_text} is {in_words(made.p_near)}, {made.p_near}; that both match"
        f" anywhere on the list {made.p_both}; that exactly one of you does {made.p_one}; neither {made.p_none}"
    )
    third = (
        f"As a couple {one.name} matches with {one.p_match}, ranking the same applications alone with"
        f" {one.p_match_alone}; {other.name} with {other.p_match} and alone with {other.p_match_alone}; if each of you"
        f" ranked alone, both would match {made.near_text} by luck with {made.p_near_alone}"
    )
    return tuple(f"{text}." for text in (first, second, third))


def notes_of(made: PairList, agreed: Agreed, has_log: tuple[bool, bool]) -> tuple[str, ...]:
    """Return what else has to be said, in sentences."""
    return (*_wishes(made, agreed), *_limits(made, has_log))


def _wishes(made: PairList, agreed: Agreed) -> Iterator[str]:
    """Say what the two are taken to want."""
    if agreed.is_same_area:
        yield (
            "No delineation of metropolitan areas is among the facts. One area here means the same county, two counties"
            f" of Greater Los Angeles, or at most {AREA_MILES:g} miles apart (assumed)."
        )
    elif agreed.is_miles_assumed:
        yield (
            f"Neither profile says how far apart you may be: {agreed.miles:g} miles is assumed. Put it in"
            " partner.most_miles, or give --miles."
        )
    yield "Miles are as the crow flies, from the training site where it is known, else from the sponsor's city."
    if "accepts_one_unmatched" in agreed.unsaid:
        yield (
            "Neither profile says whether one matched and one unmatched is better than both unmatched. Those rows stand"
            " at the end of the list; strike them out if you would rather both go into SOAP"
            " (partner.accepts_one_unmatched)."
        )
    elif not made.accepts_one_unmatched:
        yield "One of you does not want one matched and one unmatched: the list ends with the last pair."
    if not made.accepts_apart:
        yield (
            "Pairs farther apart are not on the list. If both matched far apart is better for you than one unmatched,"
            " set partner.accepts_apart = true in both profiles."
        )


def _limits(made: PairList, has_log: tuple[bool, bool]) -> Iterator[str]:
    """Say what the list may hold, and what its chances leave out."""
    if made.rows_limit_fact is None:
        yield f"A couple's list is assumed to hold at most {made.rows_limit} rows: no published limit is in this build."
    else:
        yield (
            f"A couple may list at most {made.rows_limit} pairs, those with one unmatched among them. Readings of the"
            " limit differ between years: see what the NRMP's system says when you certify. Long lists cost a further"
            " fee whose amount is not published."
        )
    if not made.is_after_interviews:
        yield (
            "This is a plan. Rank only programs where each of you has interviewed: log the invitations in both"
            " profiles, and from the day rank order lists open the pair list holds those alone."
        )
        for partner, is_logged in zip(made.partners, has_log, strict=True):
            if made.fixed and not is_logged:
                yield f"{partner.name}'s profile logs no answer of any program this season."
    if any(each.attends_most is not None and each.offers.mean > each.attends_most for each in made.partners):
        yield (
            "If more programs invite you than you have time for, keep the interviews near one that invites the other."
            " The chances here do not count on that; each is taken to go where being taken is likeliest."
        )
    yield "Rank pairs in the order that you both truly want. The order here counts the wishes of both of you alike."
    yield (
        "Your strengths beyond the record are taken as independent of each other; the season is the same for both. A"
        " program is taken to answer each of you as it answers one applicant alone: programs do not see who is a couple"
        " unless you tell them."
    )
    if set(made.partners[0].specialties) & set(made.partners[1].specialties):
        yield (
            "You share a specialty: where both of you are looked at by one program, a place that one takes is not there"
            " for the other. The joint chances leave that out and read a little high."
        )
    if any(each.program.track is Track.ADVANCED for partner in made.partners for each in partner.programs):
        yield (
            "Some positions are advanced and need a first year elsewhere: that partner attaches a supplemental list to"
            " those rows. First years are not in the joint chances."
        )
    if any(has_log):
        yield (
            "The answers that are logged weigh the seasons of that partner alone, so that the two then share no season."
        )


def _programs(partner: PairPartner) -> str:
    number = len(partner.programs)
    return f"{number} application{'' if number == 1 else 's'}"


def _bill(partner: PairPartner) -> str:
    cost = partner.cost
    return f"{'at least ' if cost.is_lower_bound else ''}${cost.total_usd:,.0f}"
