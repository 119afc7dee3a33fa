"""What a rule is: a pattern with a name and a reason, and what holds it back."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

__all__ = ["EXAM", "Hit", "Rule", "found", "moved", "rule"]

EXAM = (
    r"(?:step\s?[123](?:\s?c[ks])?|usmle|comlex|level\s?[123](?:\s?-?\s?c[eo])?|(?:the\s|my\s|"
    r"our\s)?boards?\s(?:exam\w*|"
    r"score\w*|performance)|(?:my|the)\sboards|(?:my|a|the)\s(?:first\s)?national\sexam|licens(?:ing|ure)\sexam\w*)"
)
"""One of the licensing exams, by any of its usual names."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a sentence that a rule points at.

    Attributes
    ----------
    family, rule
        Which rule of which family.
    reason
        Why, for the author.
    start, end
        Offsets in the sentence, the end excluded.
    """

    family: str
    rule: str
    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern that is looked for in one sentence, without regard to case.

    Attributes
    ----------
    unless
        A pattern that holds the rule back when it occurs anywhere in the sentence; empty for none.
    needs
        A pattern without which the rule does not look at all; empty for none.
    """

    family: str
    key: str
    reason: str
    pattern: str
    unless: str = ""
    needs: str = ""

    def hit(self, sentence: str) -> Hit | None:
        """Return the first place that the rule points at."""
        return next(self.every(sentence), None)

    def every(self, sentence: str) -> Iterator[Hit]:
        """Yield each place that the rule points at, in order."""
        if self.needs and not _compiled(self.needs).search(sentence):
            return
        for match in _compiled(self.pattern).finditer(sentence):
            if self.unless and _compiled(self.unless).search(sentence):
                return
            end = match.start() + len(match.group().rstrip())
            yield Hit(self.family, self.key, self.reason, match.start(), end)


def rule(family: str, key: str, reason: str, *patterns: str, unless: str = "", needs: str = "") -> Rule:
    """Return a rule that looks for any of some patterns."""
    return Rule(family, key, reason, "|".join(f"(?:{each})" for each in patterns), unless, needs)


def found(rules: tuple[Rule, ...], sentence: str) -> tuple[Hit, ...]:
    """Return what some rules point at in a sentence, in the order of the rules."""
    return tuple(hit for each in rules if (hit := each.hit(sentence)) is not None)


def moved(hits: tuple[Hit, ...], by: int) -> tuple[Hit, ...]:
    """Return what was found in a clause with its offsets in the sentence, in which the clause begins at `by`."""
    return tuple(replace(hit, start=hit.start + by, end=hit.end + by) for hit in hits)


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Compiled when first needed: most commands never check a text.
    return re.compile(pattern, re.IGNORECASE)
