"""Where does a sentence begin and end? Offsets are those of the text, so that a place in it can be shown."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

__all__ = ["Document", "Sentence", "document_of", "ended", "words_in"]

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_SHORT = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|Sr|Jr|vs|etc|e\.g|i\.e|approx|Dept|No|Inc|Ave|Blvd|Mt|Ft|U\.S|D\.C|a\.m|p\.m)|(?:^|[\s(])[A-Z])\.$"
)
_GAP = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*•–]|\d+[.)])\s)")
_LONGEST = 400
"""Characters after which a sentence is cut at a space: rules look at one piece, and their time grows with it."""
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its offsets in the document, and the number of its paragraph (from 0)."""

    text: str
    start: int
    paragraph: int

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Document:
    """One text of an application.

    Attributes
    ----------
    kind
        statement, experience, additional or answer.
    """

    name: str
    kind: str
    text: str
    sentences: tuple[Sentence, ...]
    _lines: tuple[int, ...] = field(repr=False, default=())

    @property
    def words(self) -> int:
        """How many words it has."""
        return words_in(self.text)

    def line_of(self, offset: int) -> int:
        """Return the line, from 1, in which an offset lies."""
        return bisect_right(self._lines, offset)


def words_in(text: str) -> int:
    """Return how many words a text has.

    Examples
    --------
    >>> words_in("A patient's half-finished note, 2024.")
    5
    """
    return sum(1 for _ in _WORD.finditer(text))


def ended(text: str) -> str:
    """Return a text with a full stop, unless it ends by itself.

    Examples
    --------
    >>> ended("what was your own part?"), ended("takes responsibility")
    ('what was your own part?', 'takes responsibility.')
    """
    return text if text.rstrip("\"'”’)]").endswith((".", "?", "!", "…")) else f"{text}."


def document_of(name: str, kind: str, text: str) -> Document:
    r"""Return a document cut into sentences.

    Examples
    --------
    >>> made = document_of("a.txt", "statement", 'Dr. M. said "Go." I went.\n\nThen I slept')
    >>> [(each.text, each.paragraph) for each in made.sentences]
    [('Dr. M. said "Go."', 0), ('I went.', 0), ('Then I slept', 1)]
    """
    sentences: list[Sentence] = []
    start = 0
    paragraph = 0
    for gap in [*_GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        before = len(sentences)
        sentences += _cut(text, start, end, paragraph)
        paragraph += len(sentences) > before
        start = gap.end() if gap else end
    lines = (0, *(match.end() for match in re.finditer("\n", text)))
    return Document(name, kind, text, tuple(sentences), lines)


def _cut(text: str, start: int, end: int, paragraph: int) -> list[Sentence]:
    found = []
    at = start
    for match in _END.finditer(text, start, end):
        rest = text[match.end() : end].lstrip()
        if not rest or (not _SHORT.search(text[at : match.end()]) and not rest[0].islower()):
            found += _stripped(text, at, match.end(), paragraph)
            at = match.end()
    return found + _stripped(text, at, end, paragraph)


def _stripped(text: str, start: int, end: int, paragraph: int) -> list[Sentence]:
    piece = text[start:end]
    bare = piece.strip()
    if not any(map(str.isalnum, bare)):
        return []
    start += piece.index(bare)
    # A line break inside a sentence counts as a space; the letters keep their offsets.
    bare = bare.replace("\n", " ")
    found = []
    while len(bare) > _LONGEST:
        cut = bare.rfind(" ", 1, _LONGEST) + 1 or _LONGEST
        if bare[:cut].strip():
            found.append(Sentence(bare[:cut].rstrip(), start, paragraph))
        ahead = len(bare[cut:]) - len(bare[cut:].lstrip())
        start, bare = start + cut + ahead, bare[cut + ahead :]
    return [*found, Sentence(bare, start, paragraph)]
