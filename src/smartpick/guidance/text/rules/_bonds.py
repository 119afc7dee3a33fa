"""Which of the places in a sentence is the author bound to, and in which does she mean to stay? Clause by clause.

A wish in one clause does not undo what another says, what is said to be not so binds nobody, and what is told of other
people is theirs.
"""

from __future__ import annotations

import functools
import re

from smartpick.guidance.text._clauses import calmed, clauses
from smartpick.guidance.text.rules._places import KIN, STAY, TIE, IsPlace, PlaceName, places_in
from smartpick.guidance.text.rules._rule import Hit, Rule, found, moved

__all__ = ["Bond", "bonds", "stays"]

Bond = tuple[PlaceName, tuple[Hit, ...]]
"""A place, and what is said of it."""

_ONE = (
    r"(?:patient|classmate|mentor|attending|friend|roommate|colleague|advis[oe]r|professor|teacher|resident|preceptor|"
    r"neighbou?r|boss|man|woman|boy|girl|nurse|doctor|physician|surgeon|tutor|supervisor|dean|co-?worker|student|author)"
)
_OTHERS = re.compile(rf"\b(?:he|she|they|{_ONE}s?(?:'s)?)\b", re.IGNORECASE)
_OTHER_NOUN = re.compile(rf"\b{_ONE}s?(?:'s)?\b", re.IGNORECASE)
_KIN_BEFORE = re.compile(rf"\bmy\s(?:\w+\s){{0,3}}{KIN}\b", re.IGNORECASE)
_MINE = re.compile(
    rf"\b(?:i|i'm|i've|we|we've|me|us|mine|myself|ours?|ourselves|my\s(?:\w+\s){{0,3}}{KIN})\b", re.IGNORECASE
)
_OF_ANOTHER = re.compile(
    rf"(?<!am\sa\s)(?<!was\sa\s)(?<!as\sa\s)\b(?!(?:girl|boy|man|woman)\b){_ONE},?\s(?:\w+\s)?(?:who|that|from)\b[^,]*$",
    re.IGNORECASE,
)
_STILL = r"(?:left|leav\w+|far|only|just|merely|simply|forg\w+|lost|stopped|strayed|regret\w*|moved\s(?:away|from))"
_DENIED = re.compile(
    rf"(?:\bnot|n't|\bnever|\bcannot|\bneither|\bnor|\bnone\sof|\bnobody|\bno\sone|\bno\slonger|"
    rf"\bno\s(?:family|ties?|roots|relatives|connections?|links?|home))\b(?!\s(?:\w+\s){{0,2}}{_STILL}\b)",
    re.IGNORECASE,
)
_DENIED_HERE = re.compile(rf"{_DENIED.pattern}\s(?:\w+\s){{0,3}}$", re.IGNORECASE)
_SUBJECT = re.compile(rf"(?:i|we|i'm|i've|we've)\b|my\s(?:\w+\s){{0,3}}{KIN}\b", re.IGNORECASE)
_NONE_OF = re.compile(r"\b(?:neither|nor|none|neither\sof|none\sof|no\sone\sin|nobody\sin)\s$", re.IGNORECASE)
_APPOSED = re.compile(r",\s(?:which\sis\s|still\s)?(?:my|our)\s(?:\w+\s)?(?:home|hometown|birthplace)\b", re.IGNORECASE)
_THERE = re.compile(r"\b(?:there|here)\b", re.IGNORECASE)
_WHERE = re.compile(r"where\b", re.IGNORECASE)
_WHO = re.compile(r"(?:who|which)\b", re.IGNORECASE)

_NOT_TO_STAY = re.compile(
    r"(?:\bnot|n't|\bnever|\bcannot|\bno\slonger|\bhardly|\bneither|\bnor)(?!\s(?:only|merely|simply|just)\b)\s"
    r"(?:\w+ly\s|ever\s|even\s)?(?:to\s)?(?:plan\w*|intend\w*|want\w*|hop(?:e|ing)|mean|wish|aim|aspire|see|expect|"
    r"going|committed|determined|stay\w*|remain\w*|settl(?:e|ing)(?!\sfor\b)|practi[cs]\w+|return\w*|liv(?:e|ing)|"
    r"work\w*|move|come|go|dream\w*|be|consider|imagine|envision|picture|look\w*|like|care)\b"
    r"(?![^.]*\b(?:leav\w+|anywhere|nowhere|elsewhere|any\sother|other\sthan)\b)|"
    r"\bno\s(?:plans?|intention|wish|desire|interest|hope)\s(?:to|of|in)\s(?!leav)|"
    r"\b(?:refuse|unwilling|reluctant)\sto\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"[,;:]|\b(?:where|because|since|after|before|from|although|though|while|but|who|which)\b", re.IGNORECASE
)


def bonds(sentence: str, is_place: IsPlace) -> tuple[Bond, ...]:
    """Return the places that a sentence binds its author to, each with what binds her.

    Examples
    --------
    >>> [place.name for place, _ in bonds("I was born in Fresno, and I hope to work in Reno.", lambda name: False)]
    ['Fresno']
    >>> bonds("I did not grow up in Fresno.", lambda name: False)
    ()
    """
    sentence = calmed(sentence, is_place)
    places = places_in(sentence, is_place)
    pieces = clauses(sentence) if places else ()
    if not _binds_at_all(sentence, pieces):
        return ()
    near = [(place, hits) for place in places if (hits := _by_clause(sentence, place, pieces))]
    if near:
        return tuple(near)
    whole = (0, len(sentence))
    return tuple(
        (place, hits)
        for place in places
        if not _is_of_others(sentence, place, pieces) and (hits := _said(TIE, sentence, whole, place))
    )


def stays(sentence: str, is_place: IsPlace) -> tuple[Bond, ...]:
    """Return the places in which the author says that she means to stay.

    Examples
    --------
    >>> [place.name for place, _ in stays("I plan to stay in Reno after my years in Fresno.", lambda name: False)]
    ['Reno']
    >>> stays("I do not plan to stay in Texas.", lambda name: True)
    ()
    """
    sentence = calmed(sentence, is_place)
    places = places_in(sentence, is_place)
    if not places:
        return ()
    told: list[Bond] = []
    for start, end in clauses(sentence):
        clause = sentence[start:end]
        hits = () if _NOT_TO_STAY.search(clause) else moved(found(STAY, clause), start)
        if hits:
            told += [(place, hits) for place in _stayed_in(sentence, places, hits[0], (start, end))]
    if told:
        return tuple(told)
    hits = () if _NOT_TO_STAY.search(sentence) else found(STAY, sentence)
    return ((places[-1], hits),) if hits else ()


def _binds_at_all(sentence: str, pieces: tuple[tuple[int, int], ...]) -> bool:
    """Return whether any rule points at anything; most sentences with a place need no closer look."""
    if not pieces:
        return False
    parts = (sentence, *(sentence[start:end] for start, end in pieces))
    return bool(_APPOSED.search(sentence)) or any(any(_every(TIE, part)) for part in parts)


def _stayed_in(
    sentence: str, places: tuple[PlaceName, ...], hit: Hit, clause: tuple[int, int]
) -> tuple[PlaceName, ...]:
    """Return the places that a plan to stay speaks of: behind it, else in its clause, else the last before it."""
    start, end = clause
    inside = [place for place in places if start <= place.start < end]
    behind = [place for place in inside if place.end > hit.start]
    if behind:
        first = behind[0]
        stop = _ENDS.search(sentence, first.end, end)
        return tuple(place for place in behind if place is first or stop is None or place.start < stop.start())
    before = [place for place in places if place.start < start]
    return tuple(inside[-1:] or before[-1:] or places[:1])


def _by_clause(sentence: str, place: PlaceName, pieces: tuple[tuple[int, int], ...]) -> tuple[Hit, ...]:
    number = max(at for at, (start, _) in enumerate(pieces) if start <= place.start)
    start, end = pieces[number]
    if number and _WHO.match(sentence, start):
        start = pieces[number - 1][0]
    if not _OF_ANOTHER.search(sentence[start : place.start]):
        hits = _said(TIE, sentence, (start, end), place)
        if hits:
            return hits
    apposed = _APPOSED.match(sentence, place.end)
    if apposed:
        return (Hit("tie", "own_bond", TIE[0].reason, apposed.start() + 2, apposed.end()),)
    for later, (begin, stop) in enumerate(pieces[number + 1 :]):
        speaks_of_it = (not later and _WHERE.match(sentence, begin)) or _THERE.search(sentence, begin, stop)
        if speaks_of_it and (hits := _said(TIE, sentence, (begin, stop), None)):
            return hits
    return ()


def _is_of_others(sentence: str, place: PlaceName, pieces: tuple[tuple[int, int], ...]) -> bool:
    start = max(start for start, _ in pieces if start <= place.start)
    before = sentence[start : place.start]
    if _OF_ANOTHER.search(before):
        return True
    # "She" may be somebody of one's own, who was named before.
    other = (_OTHERS if not _KIN_BEFORE.search(sentence[:start]) else _OTHER_NOUN).search(before)
    return bool(other) and not _MINE.search(before)


def _said(rules: tuple[Rule, ...], sentence: str, clause: tuple[int, int], place: PlaceName | None) -> tuple[Hit, ...]:
    """Return what a clause says of a place and does not deny, each rule once."""
    start, end = clause
    if place is not None and _DENIED_HERE.search(sentence, start, place.start):
        return ()
    denials = [match.start() for match in _DENIED.finditer(sentence, start, end if place is None else place.start)]
    told = (moved(each, start) for each in _every(rules, sentence[start:end]))
    return tuple(
        kept for hits in told if (kept := next((hit for hit in hits if not _is_denied(sentence, hit, denials)), None))
    )


@functools.lru_cache(maxsize=256)
def _every(rules: tuple[Rule, ...], clause: str) -> tuple[tuple[Hit, ...], ...]:
    """Return what each rule points at; a clause with several places is looked at once."""
    return tuple(tuple(each.every(clause)) for each in rules)


def _is_denied(sentence: str, hit: Hit, denials: list[int]) -> bool:
    """Return whether a denial reaches a hit: behind its verb, or before it where it brings no subject of its own."""
    has_subject = _SUBJECT.match(sentence, hit.start) is not None
    none_of_them = _NONE_OF.search(sentence[: hit.start])
    return bool(none_of_them) or any(
        hit.end <= at <= hit.end + 1 if has_subject else at <= hit.end + 1 for at in denials
    )
