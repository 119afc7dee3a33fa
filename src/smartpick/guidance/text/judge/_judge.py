"""Rates of misses and false alarms, with counts and binomial intervals; themes by TF-IDF, beside an embedding model."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartpick.guidance._finding import Range
from smartpick.guidance.text._themes import ThemeWords
from smartpick.guidance.text.judge._embedding import embedding_themes
from smartpick.guidance.text.rules import FAMILIES, hits

if TYPE_CHECKING:
    from smartpick.guidance.text.judge._labelled import Labelled

__all__ = ["FamilyRate", "Judged", "ThemeRate", "judge", "share"]

_NINE_TENTHS = 1.6449
"""Standard normal quantile of a central 90 % interval."""


@dataclass(frozen=True, slots=True)
class FamilyRate:
    """How often one family was wrong.

    Attributes
    ----------
    missed, false_alarms
        The sentences themselves.
    """

    family: str
    positives: int
    negatives: int
    missed: tuple[str, ...]
    false_alarms: tuple[str, ...]

    @property
    def miss_rate(self) -> Range | None:
        """Share of positive sentences that no rule points at."""
        return share(len(self.missed), self.positives)

    @property
    def false_alarm_rate(self) -> Range | None:
        """Share of negative sentences that a rule points at."""
        return share(len(self.false_alarms), self.negatives)


@dataclass(frozen=True, slots=True)
class ThemeRate:
    """How often one method names the right theme of an experience.

    Attributes
    ----------
    right
        Experiences whose nearest theme is the labelled one, of `count` that have a theme.
    alone
        Of these, those that the other method gets wrong; None where there is no other.
    claimed
        Experiences without a theme of which one is claimed all the same, of `without`; None where the method has no
        threshold.
    """

    method: str
    count: int
    right: int
    alone: int | None
    without: int
    claimed: int | None

    @property
    def accuracy(self) -> Range | None:
        """Share of experiences with a theme whose nearest theme is right."""
        return share(self.right, self.count)


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled set judged."""

    name: str
    families: tuple[FamilyRate, ...]
    themes: tuple[ThemeRate, ...]


def share(hits_: int, count: int) -> Range | None:
    """Return a share with its central 90 % interval (Wilson's score interval); None of nothing.

    Examples
    --------
    >>> made = share(3, 60)
    >>> round(made.mean, 3), round(made.low, 3), round(made.high, 3)
    (0.05, 0.02, 0.119)
    """
    if not count:
        return None
    p, z = hits_ / count, _NINE_TENTHS
    middle = (p + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(p * (1 - p) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return Range(p, max(0.0, middle - half), min(1.0, middle + half))


def judge(labelled: Labelled, is_place: Callable[[str], bool]) -> Judged:
    """Return how often the rules and the themes are wrong on one labelled set."""
    families = []
    for family in FAMILIES:
        positives = labelled.sentences.get((family, True), ())
        negatives = labelled.sentences.get((family, False), ())
        if positives or negatives:
            families.append(
                FamilyRate(
                    family,
                    len(positives),
                    len(negatives),
                    tuple(each for each in positives if not hits(family, each, is_place)),
                    tuple(each for each in negatives if hits(family, each, is_place)),
                )
            )
    return Judged(labelled.name, tuple(families), _themes(labelled))


def _themes(labelled: Labelled) -> tuple[ThemeRate, ...]:
    told = [(theme, text) for theme, text in labelled.experiences if theme != "none"]
    without = [text for theme, text in labelled.experiences if theme == "none"]
    if not told:
        return ()
    words = ThemeWords()
    nearest = [next((fit.theme for fit in words.fits(text)), None) for _, text in told]
    right = [theme == found for (theme, _), found in zip(told, nearest, strict=True)]
    claimed = sum(words.best(text) is not None for text in without)
    other = embedding_themes([text for _, text in told])
    if other is None:
        return (ThemeRate("TF-IDF", len(told), sum(right), None, len(without), claimed),)
    theirs = [theme == found for (theme, _), found in zip(told, other, strict=True)]
    ours_alone = sum(mine and not rival for mine, rival in zip(right, theirs, strict=True))
    return (
        ThemeRate("TF-IDF", len(told), sum(right), ours_alone, len(without), claimed),
        ThemeRate("wordllama", len(told), sum(theirs), sum(theirs) - sum(right) + ours_alone, len(without), None),
    )
