"""What does "there" mean in a sentence? The place that the sentence before it named last, in the same paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartpick.guidance.text._gazetteer import Gazetteer
    from smartpick.guidance.text._sentences import Document, Sentence

__all__ = ["resolved"]

_THERE = re.compile(r"(?<!\w)there\b(?!\s(?:is|are|was|were|has|have|had|will|would|to)\b|'s)")


def resolved(document: Document, places: Gazetteer) -> Iterator[tuple[Sentence, str]]:
    """Yield the sentences of a document, each with its text in which "there" is the place that it stands for.

    Notes
    -----
    Only where the sentence names no place itself. The text is for reading, not for offsets.
    """
    last, paragraph = "", -1
    for sentence in document.sentences:
        named = places.spots(sentence.text)
        text = sentence.text
        if not named and last and paragraph == sentence.paragraph:
            text = _THERE.sub(f"in {last}", text)
        yield sentence, text
        if named or text is sentence.text:
            last = named[-1].name if named else ""
        paragraph = sentence.paragraph
