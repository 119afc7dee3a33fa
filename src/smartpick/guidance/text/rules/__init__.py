"""What does one sentence say? Rules by family, each hit with its place in the sentence and its reason."""

from __future__ import annotations

from collections.abc import Callable

from smartpick.guidance.text.rules._claims import generic_hits, vague_hits
from smartpick.guidance.text.rules._defensive import DEFENSIVE
from smartpick.guidance.text.rules._growth import CHANGE, RESIDENCY
from smartpick.guidance.text.rules._places import PlaceName, places_in, stay_hits, tie_hits
from smartpick.guidance.text.rules._rule import Hit, found
from smartpick.guidance.text.rules._weak import MENTIONS, OWNS
from smartpick.guidance.text.rules._weights import WEIGHED, weighed_hit

__all__ = ["FAMILIES", "Hit", "PlaceName", "hits", "places_in"]

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
    plain = sentence.replace("\u2019", "'").replace("\u2018", "'")
    if family == "vague":
        return vague_hits(plain)
    if family == "generic":
        return generic_hits(plain)
    if family == "tie":
        return tie_hits(plain, is_place)
    if family == "stay":
        return stay_hits(plain, is_place)
    by_rule = found(_RULES[family], plain)
    if by_rule or family not in WEIGHED:
        return by_rule
    weighed = weighed_hit(family, plain)
    # What could stand in anybody's text owns nothing.
    return () if weighed is None or (family == "owns" and vague_hits(plain)) else (weighed,)
