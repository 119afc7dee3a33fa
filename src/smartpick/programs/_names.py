"""An index of every name of every program: words, without accents, case, punctuation and the NRMP's abbreviations."""

from __future__ import annotations

import bisect
import difflib
import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

from smartpick.programs._model import Program

__all__ = ["NameIndex", "words_of"]

_SHORT = {
    "university": "u",
    "univ": "u",
    "hospital": "hosp",
    "hospitals": "hosp",
    "medical": "med",
    "medicine": "med",
    "center": "ctr",
    "centers": "ctr",
    "centre": "ctr",
    "health": "hlth",
    "healthcare": "hlth",
    "school": "sch",
    "college": "coll",
    "saint": "st",
    "mount": "mt",
    "county": "cnty",
}
"""Words that the NRMP shortens in most names, brought to one form on both sides."""

_FILLING = frozenset({"of", "the", "and", "at", "in", "for", "program", "residency"})
_LEAST_PREFIX = 3
_LEAST_GUESSED = 4
_MOST_GUESSED = 3
_GUESS_WEIGHT = 0.45


class NameIndex:
    """Finds the programs whose names hold some words.

    Words of the track's name, the specialty and the place may stand beside those of the institution's names; at least
    one word must stand in a name.
    """

    def __init__(self, programs: Iterable[Program]) -> None:
        self._programs = tuple(programs)
        self._own: dict[str, set[int]] = defaultdict(set)
        self._around: dict[str, set[int]] = defaultdict(set)
        self._words: dict[str, tuple[str, ...]] = {}
        for at, program in enumerate(self._programs):
            for name in (program.institution, *program.aliases):
                for word in self._canonical(name):
                    self._own[word].add(at)
            around = (program.program_name, program.specialty, program.city or "", program.state)
            for text in (*around, program.sponsor_city or "", program.sponsor_state):
                for word in self._canonical(text):
                    self._around[word].add(at)
        self._sorted = {id(index): sorted(index) for index in (self._own, self._around)}

    def best(self, text: str, most_words: int) -> list[tuple[Program, float, str]]:
        """Return (program, score from 0 to 1, the name that fitted) for every program that fits, unsorted."""
        words = list(canonical_words(text))[:most_words]
        words = [word for word in words if word not in _FILLING] or words
        weight = 1.0
        candidates = self._candidates(words)
        if words and not candidates:
            guessed = self._guessed(words)
            if guessed == words:
                return []
            words, weight = guessed, _GUESS_WEIGHT
            candidates = self._candidates(words)
        found = []
        beside = [self._with(self._around, word) for word in words]
        for at in candidates:
            program = self._programs[at]
            around = sum(at in places for places in beside)
            score, by = max(
                ((self._fit(words, name, around), name) for name in (program.institution, *program.aliases)),
                key=lambda pair: pair[0],
            )
            if score > 0:
                found.append((program, weight * score, by))
        return found

    @staticmethod
    def words(text: str) -> tuple[str, ...]:
        """Return the words of a text in the form in which names are compared, without those that only fill."""
        return tuple(word for word in canonical_words(text) if word not in _FILLING)

    def near(self, word: str) -> str | None:
        """Return the word of a name that is nearest to one that may be misspelt, itself where it is known."""
        if word in self._own or word in self._around:
            return word
        if len(word) < _LEAST_GUESSED:
            return None
        return next(iter(difflib.get_close_matches(word, self._sorted[id(self._own)], n=1, cutoff=0.75)), None)

    def having(self, word: str) -> set[int]:
        """Return the places of the programs that have a word anywhere: in a name, track, specialty, place or site.

        No program has a word that only fills.
        """
        nothing: set[int] = set()
        if word in _FILLING:
            return nothing
        return set().union(*(index.get(word, nothing) for index in (self._own, self._around, self._sites)))

    @functools.cached_property
    def _sites(self) -> dict[str, set[int]]:
        """Where programs train: not searched, since many share a site; made when first asked for."""
        found: dict[str, set[int]] = defaultdict(set)
        for at, program in enumerate(self._programs):
            for word in self._canonical(program.site_name or ""):
                found[word].add(at)
        return found

    def _candidates(self, words: Sequence[str]) -> set[int]:
        """Return the places of programs that have every word somewhere, and one of them in a name."""
        inside: set[int] | None = None
        named: set[int] = set()
        for word in words:
            own = self._with(self._own, word)
            named |= own
            either = own | self._with(self._around, word)
            inside = either if inside is None else inside & either
        return (inside or set()) & named

    def _with(self, index: dict[str, set[int]], word: str) -> set[int]:
        """Return the programs with a word, whole or as the beginning of one."""
        if len(word) < _LEAST_PREFIX:
            return index.get(word, set())
        known = self._sorted[id(index)]
        found: set[int] = set()
        for at in range(bisect.bisect_left(known, word), len(known)):
            if not known[at].startswith(word):
                break
            found |= index[known[at]]
        return found

    def _fit(self, words: Sequence[str], name: str, around: int) -> float:
        """Return how well the words fit one name: all of them, or the rest in the track, specialty or place."""
        known = self._canonical(name)
        if tuple(words) == known:
            return 1.0
        inside = sum(any(_begins(other, word) for other in known) for word in words)
        if not inside or inside + around < len(words):
            return 0.0
        return 0.5 * inside / len(words) + 0.45 * inside / max(len(known), inside)

    def _guessed(self, words: Sequence[str]) -> list[str]:
        """Return the words with those that no name holds put right, where a near one is known."""
        lacking = [w for w in words if not self._with(self._own, w) and not self._with(self._around, w)]
        if not 0 < len(lacking) <= _MOST_GUESSED:
            return list(words)
        known = self._sorted[id(self._own)]
        near = {
            word: difflib.get_close_matches(word, known, n=1, cutoff=0.8)
            for word in lacking
            if len(word) >= _LEAST_GUESSED
        }
        return [(near.get(word) or [word])[0] for word in words]

    def _canonical(self, name: str) -> tuple[str, ...]:
        if name not in self._words:
            self._words[name] = canonical_words(name)
        return self._words[name]


def canonical_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in the form in which they are compared.

    Examples
    --------
    >>> canonical_words("University of Southern California Medical Center")
    ('u', 'of', 'southern', 'california', 'med', 'ctr')
    """
    return tuple(_SHORT.get(word, word) for word in words_of(text.replace("_", " ")))


def words_of(text: str) -> list[str]:
    """Return the words of a name: no accents, no case, no punctuation.

    Examples
    --------
    >>> words_of("Harbor–UCLA Médical Ctr.")
    ['harbor', 'ucla', 'medical', 'ctr']
    """
    letters = text.replace("'", "").replace("’", "").lower()
    # Nearly every name is plain, and has no accents to take off.
    if not letters.isascii():
        letters = "".join(c for c in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", letters)


def _begins(word: str, start: str) -> bool:
    return word == start or (len(start) >= _LEAST_PREFIX and word.startswith(start))
