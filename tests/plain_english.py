"""How hard a text is to read: the Flesch-Kincaid grade, with syllables counted by groups of vowels."""

import re
from collections.abc import Iterable

__all__ = ["grade", "syllables"]

_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
_LABEL = 7
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")


def syllables(word: str) -> int:
    """Return how many syllables an English word has, about.

    >>> [syllables(each) for each in ("list", "interview", "table", "matched", "people", "idea")]
    [1, 3, 2, 1, 2, 3]
    """
    plain = word.lower().replace("'", "").replace("’", "")
    count = len(re.findall(r"[aeiouy]+", plain)) + len(re.findall(r"(?:ia|io(?!u|n)|ea$)", plain))
    if re.search(r"[^aeiouyl]e$|[^aeioudt]ed$|[^aeiouscxz]es$", plain):
        count -= 1
    return max(1, count)


def grade(texts: Iterable[str]) -> float:
    """Return the school year whose pupils can read texts; figures are no words, and labels of a few words no texts."""
    long = [f"{each.strip().rstrip('.')}." for each in texts if len(_WORD.findall(each)) >= _LABEL]
    words = _WORD.findall(" ".join(long))
    sentences = [each for each in _SENTENCE.split(" ".join(long)) if _WORD.search(each)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
