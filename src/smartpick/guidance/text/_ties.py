"""Are the applicant's ties visible in her texts? Each tie and language by document, and places without a tie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartpick.guidance.text._gazetteer import first_name, is_same_name
from smartpick.guidance.text._there import resolved
from smartpick.guidance.text._types import TieRow
from smartpick.guidance.text.rules import bonds
from smartpick.profile import public_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.guidance.text._gazetteer import Gazetteer, Spot
    from smartpick.guidance.text._sentences import Document
    from smartpick.guidance.text.rules import Bond, Hit
    from smartpick.profile import Profile, Tie

__all__ = ["other_places", "tie_rows"]

_KINDS = {
    "grew_up": "grew up there",
    "born": "born there",
    "college": "college",
    "medical_school": "medical school",
    "family": "family",
    "partner": "partner",
    "work": "work",
    "service": "service",
    "lives_now": "lives there now",
    "other": "another tie",
}
_WHERE = {
    "statement": "the statement, where you say why this place",
    "experience": "the description of the experience that took place there",
    "answer": "the answer about where you want to train",
    "additional": "the additional information",
}
_STRENGTH = ("no", "near", "named", "other", "bound")
_TOLD_BY = {
    "family": r"my\s(?:\w+\s){0,3}(?:mother|father|mom|dad|parents?|grand\w+|siblings?|sisters?|brothers?|sons?|"
    r"daughters?|children|kids|cousins?|aunts?|uncles?|nieces?|nephews?|in-laws|relatives|famil(?:y|ies)|husband|wife)|our\sfamily",
    "partner": r"husband|wife|partner|spouse|fianc\S+|boyfriend|girlfriend",
    "born": r"born|birth(?:place)?",
    "college": r"college|universit\w+|undergrad\w*|campus|bachelor\w*|degree|major\w*|stud(?:y|ied|ying|ent)|school\w*|"
    r"educated|education",
    "medical_school": r"medic\w+|m\.?d\.?|school\w*|stud(?:y|ied|ying|ent|ents)|clerkships?|rotat\w+|sub-?intern\w*|"
    r"train(?:ed|ing)|clinical|wards?|hospitals?",
    "grew_up": r"(?:grew|grow\w*|raised|childhood|child|girl|boy|kid|hometown|home|roots|neighborhood|years|lived?|"
    r"always|life|left|high\sschool)",
    "lives_now": r"(?:live|living|lived|home|moved|settled|rent|own|neighborhood|here|stay\w*|call)",
}
"""Kind of tie → words of which a sentence that tells it holds one; kinds that are told in too many ways have none."""


def tie_rows(profile: Profile, documents: Sequence[Document], places: Gazetteer) -> tuple[TieRow, ...]:
    """Return a row for each tie and each language that one could work in, with how each document shows it."""
    public = public_view(profile).ties
    rows = []
    read = {each.name: _read(each, places) for each in documents} if profile.ties else {}
    for tie in profile.ties:
        spot = places.spot(first_name(tie.place), tie.state)
        shown = {name: _shown(tie, spot, sentences) for name, sentences in read.items()}
        is_private = tie not in public
        rows.append(
            TieRow(tie.place, _what(tie), shown, _suggestion(shown, documents, is_private=is_private), is_private)
        )
    for language in profile.languages:
        if language.level == "basic":
            continue
        word = re.compile(rf"\b{re.escape(language.name)}\b", re.IGNORECASE)
        shown = {each.name: _language_shown(word, each) for each in documents}
        rows.append(TieRow(language.name, f"language, {language.level}", shown, _suggestion(shown, documents), False))  # noqa: FBT003 -- a language is no secret
    return tuple(rows)


def other_places(
    profile: Profile, documents: Sequence[Document], places: Gazetteer
) -> tuple[tuple[str, str, int], ...]:
    """Return places that a document binds the author to and that no tie, experience or service of the profile names.

    Returns
    -------
    tuple of (place, document, line)
        Each place once, where it is first said.
    """
    parts = (profile.ties, profile.us_experience, profile.service, profile.work, profile.research)
    told = " ".join(filter(None, (each.place for part in parts for each in part))).lower()
    told += f" {profile.applicant.school_country or ''}".lower()
    states = {getattr(each, "state", None) for part in parts for each in part} | {profile.applicant.school_state}
    found: dict[str, tuple[str, str, int]] = {}
    for document in documents:
        for sentence, text in resolved(document, places):
            bound = {place.name for place, _ in bonds(text, places.is_place)}
            for spot in places.spots(text) if bound else ():
                if spot.name not in bound or spot.name.lower() in told or (spot.is_state and spot.states <= states):
                    continue
                if spot.name.lower() not in found:
                    line = document.line_of(sentence.start)
                    found[spot.name.lower()] = (spot.name, document.name, line)
    return tuple(found.values())


def _what(tie: Tie) -> str:
    years = f"{tie.start.year if tie.start else '?'} to {tie.end.year if tie.end else 'now'}"
    return _KINDS[tie.kind] + (f", {years}" if tie.start or tie.end else ", no dates told")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that names a place, with its places and with what binds its author to which of them."""

    text: str
    low: str
    spots: tuple[Spot, ...]
    bonds: tuple[Bond, ...]


def _read(document: Document, places: Gazetteer) -> list[_Sentence]:
    found = []
    for _, text in resolved(document, places):
        spots = places.spots(text)
        found.append(_Sentence(text, text.lower(), spots, bonds(text, places.is_place) if spots else ()))
    return found


def _shown(tie: Tie, spot: Spot, sentences: Sequence[_Sentence]) -> str:
    best = "no"
    wanted, whole = first_name(tie.place).lower(), tie.place.lower()
    for each in sentences:
        if wanted in each.low:
            state = "named"
            hits = [hit for place, found in each.bonds if is_same_name(place.name, wanted) for hit in found]
            if hits:
                state = "bound" if _is_told(tie.kind, each.text, hits) else "other"
        elif any(near.name.lower() in whole or _is_state_of(near, spot) for near in each.spots):
            state = "near"
        else:
            continue
        best = max(best, state, key=_STRENGTH.index)
    return best


def _is_told(kind: str, text: str, hits: Sequence[Hit]) -> bool:
    """Return whether what binds the author to a place is this bond, and not another."""
    if kind not in {"family", "partner"} and all(hit.rule == "family" for hit in hits):
        return False
    return kind not in _TOLD_BY or re.search(rf"\b(?:{_TOLD_BY[kind]})\b", text, re.IGNORECASE) is not None


def _is_state_of(each: Spot, spot: Spot) -> bool:
    return each.is_state and each.states == spot.states


def _language_shown(word: re.Pattern[str], document: Document) -> str:
    said = [each.text for each in document.sentences if word.search(each.text)]
    if any(re.search(r"\b(?:i|my|me|we|our)\b", text, re.IGNORECASE) for text in said):
        return "bound"
    return "named" if said else "no"


def _suggestion(shown: dict[str, str], documents: Sequence[Document], *, is_private: bool = False) -> str:
    if is_private:
        said = [name for name, state in shown.items() if state in {"named", "other", "bound"}]
        return (
            f"you keep this private, and {' and '.join(said)} names it" if said else "kept private; it need not be told"
        )
    if any(state == "bound" for state in shown.values()):
        return ""
    if any(state == "other" for state in shown.values()):
        return "the place is visible as yours by another bond; this one is not told"
    kinds = {each.kind for each in documents}
    first = next((kind for kind in ("statement", "experience", "answer", "additional") if kind in kinds), "statement")
    return f"visible in none of these as yours; it could stand in {_WHERE[first]}"
