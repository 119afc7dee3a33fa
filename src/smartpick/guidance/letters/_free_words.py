"""Which free text of hers may stand on a page that is handed over? Facts only: no exam result, setback, visa or name.

A list of words finds its words and nothing else, so whatever is held back is named to her, and she reads the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from smartpick.guidance._readable import readable

__all__ = ["Held", "Page"]

_EXAM = (
    "an exam result",
    re.compile(
        r"\b(?:usmle|comlex|comsae|nbme|uwsa|uworld|amboss|mcat|percentiles?|shelf\s(?:exam|score)s?|board\s(?:exam|score)s?|"
        r"(?:practice|three[\s-]digit|my)\sscores?|step\s?[123]|ck\s?score|level\s?[123](?!\s*(?:trauma|care|nursery|center))|"
        r"(?:passed|failed|scored?|score\sof)\D{0,20}\b[1-3]\d{2}\b)\b|\b\d{1,3}(?:st|nd|rd|th)\spercentile",
        re.IGNORECASE,
    ),
)
_SETBACK = (
    "a setback or a visa",
    re.compile(
        r"\b(?<!heart\s)(?<!kidney\s)(?<!renal\s)(?<!liver\s)(?<!respiratory\s)(?<!organ\s)(?<!treatment\s)"
        r"fail(?:ed|ing|s|ure|ures)?\b|\b(?:retook|retak(?:e|en|ing)|probation|dismiss(?:ed|al)|"
        r"leave\sof\sabsence|unmatched|(?:did|was|were)\snot\smatch\w*|repeated\s(?:the|a|my)\s(?:\w+\s)?year|"
        r"visas?|green\scard|undocumented|daca|asylum\sstatus|j-1|h-?1b)\b",
        re.IGNORECASE,
    ),
)
_NAME = (
    "a name or an address",
    re.compile(
        r"\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|Professor|Doctor)\b\.?\s+[A-Z][\w'’-]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|"
        r"\b(?:patient|pt)\s(?:named\s|called\s)?(?:[A-Z][a-z]+\s[A-Z][a-z]+|[A-Z]\.\s?[A-Z]\.)|\b(?:MRN|mrn)\b|"
        r"(?<!\d)(?:\+?\d{1,2}[\s.-]?)?(?:\(\d{3}\)|\d{3})[\s.-]\d{3}[\s.-]\d{4}(?!\d)|(?<![\d,.])\d{7,}(?![\d,.]*\d)"
    ),
)


@dataclass(frozen=True, slots=True)
class Held:
    """Free text that was held back: where it stands in the profile, what it seems to hold, and its words."""

    where: str
    what: str
    words: str


class Page:
    """Takes free text for one page, and remembers what it held back.

    Examples
    --------
    >>> page = Page(with_exams=False)
    >>> page.told("letters 1, shared_cases", "Nights in the level 1 trauma center, heart failure ward")
    'Nights in the level 1 trauma center, heart failure ward'
    >>> page.told("letters 1, shared_cases", "Told Dr. Okafor of my 212 on Step 1") is None
    True
    >>> [(each.where, each.what) for each in page.held]
    [('letters 1, shared_cases', 'an exam result and a name or an address')]
    """

    def __init__(self, *, with_exams: bool) -> None:
        self.held: list[Held] = []
        self._kinds = (_SETBACK, _NAME) if with_exams else (_EXAM, _SETBACK, _NAME)

    def told(self, where: str, text: str | None) -> str | None:
        """Return a text that may stand on the page; None where there is none or it is held back."""
        if not text:
            return None
        plain = readable(text)
        found = [name for name, pattern in self._kinds if pattern.search(plain)]
        if found:
            held = Held(where, " and ".join(found), text)
            if held not in self.held:
                self.held.append(held)
            return None
        return text
