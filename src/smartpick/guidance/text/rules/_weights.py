"""Does a sentence sound like others of its family, where no rule names the phrase? Weights of words decide.

People defend a result in more ways than phrases can be listed. So single words and pairs of neighbors carry weights,
from a logistic regression on the labelled sentences of the repository (``scripts/fit_text_weights.py``); their sum
decides. The weights are a file that can be read, and the words that weigh most are the reason that is shown.
"""

from __future__ import annotations

import functools
import json
import math
import re
from importlib.resources import files
from itertools import pairwise

from smartpick.guidance.text.rules._rule import Hit

__all__ = ["WEIGHED", "features", "weighed_hit"]

WEIGHED = {
    "defensive": "its words are usual in a defense",
    "owns": "its words are usual where a part is owned",
}
"""Families that have weights, and the reason that is shown. Where a change is named the rules do as well alone."""

ABOUT = {
    "defensive": frozenset(
        {"EXAM", "SCORE", "THEM", "pass", "passed", "fail", "failed", "study", "prepare", "prepared"}
    ),
    "owns": frozenset({"i", "my", "mine", "myself"}),
}
"""Family → words of which one has to be there: what a defense is about, and whose part it was."""
MARGIN = {"defensive": 0.0, "owns": 0.5}
"""Log-odds from which a family counts; a part that is taken for owned by mistake would hide that it is missing."""

_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?|\d[\d,]*")
_GROUPS = {
    "EXAM": (
        "step usmle comlex level board boards exam exams examination examinations test tests testing standardized"
    ),
    "SCORE": ("score scores result results number numbers grade grades grading scoring evaluation evaluations"),
    "THEM": (
        "school school's college curriculum program dean dean's deans advisor advisors adviser advisers professor"
        " professors teacher teachers tutor tutors faculty attending attendings preceptor preceptors proctor proctors"
        " administration partner they classmates students lecturers system"
    ),
    "NEG": "not never cannot no nothing nobody none",
    "PAT": "he she his her him patient patients patient's clinic",
}
_GROUP = {word: name for name, words in _GROUPS.items() for word in words.split()}
_SHOWN = 3
_LEAST_PLURAL = 5


def features(sentence: str) -> dict[str, tuple[int, int]]:
    """Return the words and pairs of neighbors of a sentence, like words under one name, with where each first stands.

    Examples
    --------
    >>> sorted(features("My exams weren't fair"))
    ['EXAM', 'EXAM_NEG', 'NEG', 'NEG_fair', 'fair', 'my', 'my_EXAM']
    """
    words = [(_named(match.group().lower()), match.start(), match.end()) for match in _WORD.finditer(sentence)]
    found: dict[str, tuple[int, int]] = {}
    for word, start, end in words:
        found.setdefault(word, (start, end))
    for (one, start, _), (other, _, end) in pairwise(words):
        found.setdefault(f"{one}_{other}", (start, end))
    return found


def weighed_hit(family: str, sentence: str) -> Hit | None:
    """Return a hit when the weights of a sentence's words add up to its family; None where they do not."""
    weights, bias = _weights(family)
    known = {name: place for name, place in features(sentence).items() if name in weights}
    if not known or not ABOUT[family] & known.keys():
        return None
    total = sum(weights[name] for name in known) / math.sqrt(len(known)) + bias
    if total <= MARGIN[family]:
        return None
    most = sorted(known, key=lambda name: (-weights[name], name))[:_SHOWN]
    words = [sentence[start:end] for start, end in (known[name] for name in most)]
    start, end = known[most[0]]
    reason = f"{WEIGHED[family]} ({', '.join(f'“{word}”' for word in words)}); read it as a stranger would"
    return Hit(family, "sounds_like", reason, start, end)


def _named(word: str) -> str:
    if word[0].isdigit():
        return "NUM"
    if word.endswith("n't"):
        return "NEG"
    return _GROUP.get(word) or (word[:-1] if word.endswith("s") and len(word) >= _LEAST_PLURAL else word)


@functools.cache
def _weights(family: str) -> tuple[dict[str, float], float]:
    text = files("smartpick.guidance.text.rules").joinpath("weights.json").read_text(encoding="utf-8")
    told = json.loads(text)[family]
    return dict(told["words"]), float(told["bias"])
