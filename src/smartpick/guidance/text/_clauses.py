"""Where does a clause end, and how would a sentence in capitals read without them?"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

__all__ = ["calmed", "clauses"]

_SUBJECT = (
    r"(?-i:[A-Z])|(?:i|we|my|our|he|she|they|it|his|her|their|the|an?|this|that|these|those|there|most|many|some|one|nobody|"
    r"everyone)\b"
)
_PERSON = r"(?:i|we|my|he|she|they|it|his|her|their)"
_BOUNDARY = re.compile(
    rf"\s*[;:—–]\s*|,?\s+(?=(?:because|whereas|although|though|while|but(?:\sbecause)?)\s(?:{_SUBJECT}))|,?\s+(?=where\b)|"
    rf",\s+(?=(?:who|which)\b)|,\s+(?=(?:and|so|since|as|yet|when|after|before)\s(?:{_SUBJECT}))|"
    rf",\s+(?=(?:i|we|he|she|they|it)\b)|\s+(?=(?:and|so|yet)\s{_PERSON}\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_LEAST_LETTERS = 12
_SHOUTED = 0.8
"""Share of capitals from which a sentence counts as written in capitals."""
_LONGEST_NAME = 4


def clauses(sentence: str) -> tuple[tuple[int, int], ...]:
    """Return where the clauses of a sentence begin and end; together they leave out nothing but what joins them.

    Examples
    --------
    >>> said = "I was born in Fresno, and I hope to serve it because my parents live there."
    >>> [said[start:end] for start, end in clauses(said)]
    ['I was born in Fresno', 'and I hope to serve it', 'because my parents live there.']
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _BOUNDARY.finditer(sentence):
        if match.start() > start:
            found.append((start, match.start()))
        start = match.end()
    return (*found, (start, len(sentence)))


@functools.lru_cache(maxsize=256)
def calmed(sentence: str, is_place: Callable[[str], bool]) -> str:
    """Return a sentence with straight apostrophes, and without the capitals where all of it is in them.

    No letter moves, so that offsets stay those of the sentence.

    Parameters
    ----------
    is_place
        Says of a name with capitals where they belong whether it is a place.

    Examples
    --------
    >>> calmed("I GREW UP IN EAST LOS ANGELES.", lambda name: name == "East Los Angeles")
    'I grew up in East Los Angeles.'
    """
    sentence = sentence.replace("\u2019", "'").replace("\u2018", "'")
    letters = sum(map(str.isalpha, sentence))
    if letters < _LEAST_LETTERS or sum(map(str.isupper, sentence)) < _SHOUTED * letters:
        return sentence
    low = sentence.lower()
    if len(low) != len(sentence):
        return sentence
    told = list(low)
    words = list(_WORD.finditer(low))
    at = 0
    while at < len(words):
        size = _named(low, words, at, is_place)
        for word in words[at : at + size] if size else ():
            told[word.start()] = sentence[word.start()]
        if words[at].group().split("'")[0] == "i":
            told[words[at].start()] = "I"
        at += size or 1
    if words:
        told[words[0].start()] = sentence[words[0].start()]
    return "".join(told)


def _named(low: str, words: list[re.Match[str]], at: int, is_place: Callable[[str], bool]) -> int:
    """Return how many words from here are the name of a place; 0 for none."""
    for size in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
        said = [word.group() for word in words[at : at + size]]
        if low[words[at].start() : words[at + size - 1].end()] != " ".join(said):
            continue
        # A single word counts where a place is expected: many towns are called like things.
        is_expected = size > 1 or at == 0 or words[at - 1].group() in {"in", "from", "to", "near", "of", "around"}
        if is_expected and is_place(" ".join(word.capitalize() for word in said)):
            return size
    return 0
