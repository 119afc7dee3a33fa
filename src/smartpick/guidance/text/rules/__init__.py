"""What does one sentence say? Rules by family, each hit with its place in the sentence and its reason."""

from __future__ import annotations

from collections.abc import Callable

from smartpick.guidance.text._clauses import calmed, clauses
from smartpick.guidance.text.rules._bonds import Bond, bonds, stays
from smartpick.guidance.text.rules._claims import generic_hits, vague_hits
from smartpick.guidance.text.rules._defensive import DEFENSIVE
from smartpick.guidance.text.rules._growth import CHANGE, RESIDENCY
from smartpick.guidance.text.rules._places import PlaceName, places_in
from smartpick.guidance.text.rules._rule import EXAM, Hit, found, moved
from smartpick.guidance.text.rules._weak import MENTIONS, OWNS, is_denied
from smartpick.guidance.text.rules._weights import WEIGHED, weighed_hit

__all__ = ["EXAM", "FAMILIES", "Bond", "Hit", "PlaceName", "bonds", "hits", "places_in", "stays"]

_RULES = {
    "mentions": MENTIONS,
    "defensive": DEFENSIVE,
    "owns": OWNS,
    "change": CHANGE,
    "residency": RESIDENCY,
}
FAMILIES = (*_RULES, "vague", "generic", "tie", "stay")


def hits(family: str, sentence: str, is_place: Callable[[str], bool]) -> tuple[Hit, ...]:
    """Return what the rules of one family point at in a sentence.

    Parameters
    ----------
    is_place
        Says whether a capitalized name is a place; names after words like "in" count in any case.

    Examples
    --------
    >>> [hit.rule for hit in hits("defensive", "My school never taught us biochemistry.", lambda name: False)]
    ['blames_people']
    >>> hits("tie", "I would love to live in California.", lambda name: False)
    ()
    """
    plain = calmed(sentence, is_place)
    if family == "vague":
        return vague_hits(plain)
    if family == "generic":
        return generic_hits(plain)
    if family == "tie":
        return _all(bonds(plain, is_place))
    if family == "stay":
        return _all(stays(plain, is_place))
    if family == "owns" and is_denied(plain):
        return _owned_elsewhere(plain)
    by_rule = found(_RULES[family], plain)
    if by_rule or family not in WEIGHED:
        return by_rule
    weighed = weighed_hit(family, plain)
    # What could stand in anybody's text owns nothing.
    return () if weighed is None or (family == "owns" and vague_hits(plain)) else (weighed,)


def _owned_elsewhere(sentence: str) -> tuple[Hit, ...]:
    """Return what is owned in the clauses of a sentence that deny nothing."""
    told: list[Hit] = []
    for start, end in clauses(sentence):
        clause = sentence[start:end]
        if not is_denied(clause):
            told += moved(found(OWNS, clause), start)
    return tuple(told)


def _all(found_of: tuple[Bond, ...]) -> tuple[Hit, ...]:
    """Return what is said of any place, each rule once."""
    by_rule = {hit.rule: hit for _, each in reversed(found_of) for hit in reversed(each)}
    return tuple(sorted(by_rule.values(), key=lambda hit: (hit.start, hit.rule)))
