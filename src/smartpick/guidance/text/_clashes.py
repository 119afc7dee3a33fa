"""Do the texts tell different regions different things? Plans to stay, homes, and specialties, across documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from smartpick.guidance.text._clauses import calmed
from smartpick.guidance.text._gazetteer import first_name
from smartpick.guidance.text._there import resolved
from smartpick.guidance.text._types import Clash
from smartpick.guidance.text.rules import stays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.guidance.text._gazetteer import Gazetteer, Spot
    from smartpick.guidance.text._sentences import Document, Sentence
    from smartpick.profile import Profile

__all__ = ["clashes", "specialties_in"]

_HOMES = {
    "grew_up": re.compile(
        r"\bI\s(?:was\s(?:born\sand\s)?raised|grew\sup)\b|\bmy\schildhood\b|\b(?:[Gg]rowing|[Gg]rown)\sup\sin\b"
    ),
    "born": re.compile(r"\bI\swas\sborn\b"),
    "lives_now": re.compile(r"\bI\s(?:currently\s|now\s)?live\sin\b|\bI(?:'ve|\shave)\slived\sin\b[^.]*\bsince\b"),
}
_HOMES["home"] = re.compile(
    r"\b[Mm]y\s(?:only\s|true\s|real\s)?home\b(?!\w)|\bcall(?:ed)?\s[A-Z][^.]*\bhome\b|\b[Mm]y\sroots\sare\b|"
    r"\b(?:where\s)?I\s(?:have\salways\s|truly\s)?belong(?:ed)?\b|\b[Mm]y\sheart\s(?:is|belongs|lies|has\salways\sbeen)\b"
)
_DENIED = re.compile(
    r"(?:\bnot|n't|n’t|\bnever)\s(?:\w+\s)?(?:born|raised|grow|grew|live|lived|call|my|where)\b", re.IGNORECASE
)
_HOME_WORDS = {
    "home": "what you call home",
    "grew_up": "where you grew up",
    "born": "where you were born",
    "lives_now": "where you live now",
}
_PEOPLE = {
    "family_medicine": "family physician;family doctor;family medicine",
    "internal_medicine": "internist;internal medicine",
    "psychiatry": "psychiatrist;psychiatry",
    "pediatrics": "pediatrician;pediatrics",
    "neurology": "neurologist;neurology",
    "surgery_general": "general surgeon;general surgery",
    "emergency_medicine": "emergency physician;emergency medicine",
    "obstetrics_gynecology": "obstetrician;ob/gyn;obstetrics and gynecology",
    "anesthesiology": "anesthesiologist;anesthesiology",
    "pathology": "pathologist;pathology",
    "radiology_diagnostic": "radiologist;diagnostic radiology",
    "dermatology": "dermatologist;dermatology",
    "physical_medicine_and_rehabilitation": "physiatrist;physical medicine and rehabilitation",
}
_APPLIES = re.compile(
    r"\b(?:appl(?:y|ying)|become|becoming|be\san?|career|residency|pursue|specialize|chose|choose|drawn|"
    r"train(?:ing)?)\b",
    re.IGNORECASE,
)


_Told = tuple["Document", "Sentence", str]
"""A sentence with its document, and its text in which "there" is the place that it stands for."""


@dataclass(frozen=True, slots=True)
class _Said:
    document: Document
    sentence: Sentence
    spot: Spot

    @property
    def place(self) -> tuple[str, int, str]:
        return (self.document.name, self.document.line_of(self.sentence.start), self.sentence.text)


def clashes(
    profile: Profile, documents: Sequence[Document], places: Gazetteer, wanted: Sequence[tuple[str, str]]
) -> tuple[Clash, ...]:
    """Return what does not go together, the most serious first.

    Parameters
    ----------
    wanted
        Key and name of each specialty of the profile.
    """
    told = [(document, *each) for document in documents for each in resolved(document, places)]
    found = [*_stays(told, places), *_homes(profile, told, places), *_tracks(documents, wanted)]
    return tuple(sorted(found, key=lambda each: each.severity != "concern"))


def _stays(told: Sequence[_Told], places: Gazetteer) -> Iterator[Clash]:
    """Yield pairs of plans to stay in regions that lie apart; each pair of regions once."""
    said = [
        _Said(document, sentence, spot)
        for document, sentence, text in told
        if (meant := {place.name for place, _ in stays(text, places.is_place)})
        for spot in places.spots(text)
        if spot.name in meant
    ]
    seen: set[frozenset[str]] = set()
    for one, other in combinations(said, 2):
        pair = _regions(one.spot, other.spot)
        apart = places.are_apart(one.spot, other.spot)
        if pair in seen or apart is False:
            continue
        seen.add(pair)
        names = f"{one.spot.name} and {other.spot.name}"
        if one.sentence is other.sentence:
            # Said in one breath it hides nothing; each region still reads that it may be the other.
            text = f"One sentence says that you mean to stay in {names}. Each may take the other for your wish."
            yield Clash("stay_in_two_regions" if apart else "stay_unclear", "watch", text, one.place, None)
        elif apart:
            text = f"You say that you mean to stay in {names}. A reader who sees both may doubt both."
            yield Clash("stay_in_two_regions", "concern", text, one.place, other.place)
        else:
            text = f"You say that you mean to stay in {names}; whether these lie apart is not known here. Check it."
            yield Clash("stay_unclear", "watch", text, one.place, other.place)


def _regions(one: Spot, other: Spot) -> frozenset[str]:
    """Return what tells a pair of regions: their states, where these are known and differ, else the names."""
    if one.states and other.states and not one.states & other.states:
        return frozenset({" ".join(sorted(one.states)), " ".join(sorted(other.states))})
    return frozenset({one.name.lower(), other.name.lower()})


def _homes(profile: Profile, told: Sequence[_Told], places: Gazetteer) -> Iterator[Clash]:
    plain = [(document, sentence, text, calmed(text, places.is_place)) for document, sentence, text in told]
    for kind, pattern in _HOMES.items():
        said = [
            _Said(document, sentence, spot)
            for document, sentence, text, calm in plain
            if pattern.search(calm) and not _DENIED.search(text)
            for spot in places.spots(text)[:1]
        ]
        for one, other in combinations(said, 2):
            if places.are_apart(one.spot, other.spot):
                text = (
                    f"Two places are told for {_HOME_WORDS[kind]}: {one.spot.name} and {other.spot.name}. If both are"
                    " true, say when."
                )
                yield Clash(f"{kind}_twice", "concern", text, one.place, other.place)
                break
        ties = [tie for tie in profile.ties if tie.kind == kind]
        spots = [places.spot(first_name(tie.place), tie.state) for tie in ties]
        for each in said if ties else ():
            if all(places.are_apart(each.spot, spot) for spot in spots):
                text = f"The text names {each.spot.name} as {_HOME_WORDS[kind]}; your profile names another region."
                yield Clash(f"{kind}_not_in_profile", "watch", text, each.place, None)
                break


def specialties_in(sentence: str, wanted: Sequence[tuple[str, str]] = ()) -> tuple[str, ...]:
    """Return the keys of the specialties that a sentence names.

    Examples
    --------
    >>> specialties_in("I will be a family physician.")
    ('family_medicine',)
    """
    low = sentence.lower()
    names = {key: (*_PEOPLE.get(key, "").split(";"), name.lower()) for key, name in wanted}
    names = {**{key: tuple(words.split(";")) for key, words in _PEOPLE.items()}, **names}
    return tuple(
        key for key, words in names.items() if any(word and re.search(rf"\b{re.escape(word)}\b", low) for word in words)
    )


def _tracks(documents: Sequence[Document], wanted: Sequence[tuple[str, str]]) -> Iterator[Clash]:
    """Yield documents that apply in another specialty than the profile, or than another document."""
    keys = {key for key, _ in wanted}
    first: dict[str, tuple[str, int, str]] = {}
    for document in documents:
        for sentence in document.sentences:
            if (
                document.kind == "experience"
                or not re.search(r"\b(?:I|my)\b", sentence.text)
                or not _APPLIES.search(sentence.text)
            ):
                continue
            for key in specialties_in(sentence.text, wanted):
                first.setdefault(key, (document.name, document.line_of(sentence.start), sentence.text))
    for key, where in first.items():
        if key not in keys:
            field = key.replace("_", " ")
            text = f"This speaks of {field} as your field; your profile does not name it among your specialties."
            yield Clash("specialty_not_in_profile", "watch", text, where, None)
    asked = [key for key in first if key in keys]
    if len(asked) > 1:
        fields = " and ".join(key.replace("_", " ") for key in asked)
        text = (
            f"These texts speak of {fields}. Each text must go to the programs of its own specialty: assign them with"
            " care."
        )
        yield Clash("two_specialties", "watch", text, first[asked[0]], first[asked[1]])
