"""Puts one check together: each document, the weak result, ties, contradictions, themes, the one line; answer first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.guidance._ground import ground_of
from smartpick.guidance.text._address import address_of, count_of
from smartpick.guidance.text._claims import claims, line_check
from smartpick.guidance.text._clashes import clashes
from smartpick.guidance.text._gazetteer import Gazetteer, first_name
from smartpick.guidance.text._passage import marks_of, passage_of
from smartpick.guidance.text._ties import other_places, tie_rows
from smartpick.guidance.text._types import Address, Checked, TextReport, TieRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from smartpick.facts import Facts
    from smartpick.guidance.text._sentences import Document
    from smartpick.guidance.text._types import Clash, ThemeClaim
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["check_texts", "places_for"]

_LIMITS = (
    (
        "Rules look at words, not at meaning: what is marked may be right as it stands, and what is not marked may"
        " still read badly. `smartpick text --judge` prints how often the rules were wrong."
    ),
    (
        "Nothing is written for you. Public sources disagree on what an applicant certifies about AI-written text, so"
        " this only checks what you wrote; read the certification in your application service, and keep to the stricter"
        " reading."
    ),
    "The check happens on this computer. Only --comment-by sends anything, and only what it has shown you first.",
)


def places_for(facts: Facts, profile: Profile | None = None) -> Gazetteer:
    """Return what is known of places; the applicant's own ties decide for names that stand in several states."""
    ties = () if profile is None else profile.ties
    # "Anaheim, Orange County" is one place by its whole name and by its first.
    return Gazetteer(facts, [(name, tie.state) for tie in ties for name in (tie.place.strip(), first_name(tie.place))])


def check_texts(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    documents: Sequence[Document],
    today: date,
    season: int | None = None,
    line: str = "",
) -> TextReport:
    """Return everything that is to be said of some texts of one applicant.

    Parameters
    ----------
    line
        Her one line about herself, in her own words; empty for none.
    """
    ground = ground_of(facts, directory, profile, today, season, has_basis=False)
    places = places_for(facts, profile)
    checked = tuple(
        Checked(each, marks_of(each, places.is_place), passage_of(each, places.is_place)) for each in documents
    )
    address = address_of(ground, checked)
    ties = tie_rows(profile, documents, places)
    wanted = [(each.key, each.name) for each in ground.specialties]
    found = clashes(profile, documents, places, wanted)
    themes = claims(profile, documents, places)
    rule = next(iter(facts.rows("rule", "topic = ?", ("ai_use",))), None)
    return TextReport(
        ground.season,
        today,
        _answer(checked, address, ties, found, themes),
        checked,
        address,
        ties,
        other_places(profile, documents, places),
        found,
        themes,
        line_check(line, profile, documents, places, wanted),
        _LIMITS,
        (rule["fact_id"],) if rule else (),
    )


def _answer(
    checked: Sequence[Checked],
    address: Address,
    ties: Sequence[TieRow],
    found: Sequence[Clash],
    themes: Sequence[ThemeClaim],
) -> tuple[str, ...]:
    marks = [mark for each in checked for mark in each.marks]
    defensive = sum(mark.family == "defensive" for mark in marks)
    words = sum(each.document.words for each in checked)
    texts = "This text has" if len(checked) == 1 else f"These {len(checked)} texts have"
    first = (
        f"{texts} {words:,} words: {count_of(defensive, 'sentence')} that may read as a defense, and"
        f" {count_of(len(marks) - defensive, 'sentence')} that any applicant could have written."
    )
    told = address.addressed_in
    second = {
        "no need": "No exam result in your profile needs an explanation",
        "yes": "By the three conditions your weak result should be addressed, briefly",
        "no": "By the three conditions your weak result should not be addressed now",
        "advisor first": "Before you address your weak result, talk to an advisor",
    }.get(address.verdict, "By the three conditions you may address your weak result, and need not")
    if told:
        second += f"; {' and '.join(told)} {'speak' if len(told) > 1 else 'speaks'} of one."
    elif defensive:
        second += "; no text names one as far as the rules can tell, though some of it may read as the defense of one."
    else:
        second += "; no text speaks of one, as far as the rules can tell."
    public = [row for row in ties if not row.is_private]
    unseen = [row.name for row in public if "bound" not in row.shown.values()]
    serious = sum(each.severity == "concern" for each in found)
    bare = sum(not (each.backed_by and each.is_dated) for each in themes)
    seen = f"{len(public) - len(unseen)} of {len(public)}"
    third = f"Ties and languages that can be seen as yours: {seen}" if public else "No tie is told in the profile"
    third += f"; {count_of(serious, 'contradiction')}; {count_of(len(themes), 'claim')} to a mission"
    third += f", {bare or 'none'} without a dated experience." if themes else "."
    return (first, second, third)
