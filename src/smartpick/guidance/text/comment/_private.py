"""What leaves nobody's computer: names, numbers that identify, sentences about health, partners, private things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartpick.guidance._readable import readable
from smartpick.guidance.text.comment._topics import TOPICS, is_about
from smartpick.profile import public_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from smartpick.guidance.text._sentences import Document, Sentence
    from smartpick.profile import Profile

__all__ = ["TAKEN_OUT", "Taken", "without_private"]

TAKEN_OUT = "[taken out]"

_IDENTIFYING = (
    ("an e-mail address", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("a web address", re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)),
    ("a telephone number", re.compile(r"(?<!\d)(?:\+?\d{1,2}[\s.-]?)?(?:\(\d{3}\)|\d{3})[\s.-]\d{3}[\s.-]\d{4}(?!\d)")),
    ("a number that identifies", re.compile(r"(?<![\d,.])(?:\d{3}-\d{2}-\d{4}|\d{7,})(?![\d,.]*\d)")),
    ("a name", re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|Professor|Doctor)\.?\s[A-Z][\w'’-]*\.?(?:\s[A-Z][\w'’-]+)?")),
    (
        "an address",
        re.compile(
            r"\b\d{1,6}\s(?:[NSEW]\.?\s)?(?:[A-Z0-9][\w'’.-]*\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|"
            r"Boulevard|Blvd|Court|Ct|Way|Place|Terrace|Circle|Highway|Hwy)\b\.?(?:,?\s(?:Apt|Unit|Suite|#)\.?\s?\w+)?"
        ),
    ),
    ("an address", re.compile(r"\b[A-Z]{2}\s\d{5}(?:-\d{4})?\b")),
    ("a day of birth", re.compile(r"(?<=\bborn )(?:on\s)?(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\w+\s\d{1,2},?\s\d{4})")),
    ("a name", re.compile(r"\b[A-Z][\w'’-]+(?:\s[A-Z][\w'’.-]*){1,3},\s(?:M\.?D|D\.?O|MBBS|MBChB|Ph\.?D)\b\.?")),
    ("a name", re.compile(r"(?<=\b[Mm]y name is )[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)*")),
)
_ENDS = re.compile(r"[.!?…][\"'”’)\]]*$")
_LEAST_LETTERS = 5
_LEAST_PLACE = 3
_COMMON = frozenset(
    [
        "about",
        "after",
        "again",
        "because",
        "before",
        "being",
        "could",
        "every",
        "first",
        "their",
        "there",
        "these",
        "those",
        "through",
        "under",
        "until",
        "where",
        "which",
        "while",
        "would",
        "years",
    ]
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out of a text, for the applicant's own eyes: why, which text (from 1), and the words."""

    why: str
    text: int
    words: str


def without_private(
    profile: Profile, documents: Iterable[Document], more: Iterable[str] = ()
) -> tuple[tuple[str, ...], tuple[Taken, ...]]:
    """Return the texts of some documents without what is private, and what was taken out.

    Parameters
    ----------
    more
        Further words or phrases that the applicant wants taken out.

    Notes
    -----
    A topic stays only where the profile says of it that it is not private. When in doubt a whole sentence goes: what is
    taken out wrongly costs a remark, what is left in wrongly cannot be called back. Only listed words are found: a
    sentence that tells the same in other words stays.
    """
    allowed = _allowed(profile)
    words = _secret_words(profile, more)
    taken: list[Taken] = []
    texts = []
    for number, document in enumerate(documents, 1):
        pieces, at = [], 0
        for start, end in _whole(document.sentences):
            pieces.append(document.text[at:start])
            text, found = _cleaned(readable(document.text[start:end].replace("\n", " ")), allowed, words)
            pieces.append(text)
            taken += [Taken(why, number, held) for why, held in found]
            at = end
        pieces.append(document.text[at:])
        texts.append("".join(pieces))
    return tuple(texts), tuple(taken)


def _whole(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Return where sentences begin and end, the pieces of a long one joined, so that it goes or stays as one."""
    found: list[tuple[int, int]] = []
    goes_on = -1
    for each in sentences:
        if each.paragraph == goes_on:
            found[-1] = (found[-1][0], each.end)
        else:
            found.append((each.start, each.end))
        goes_on = -1 if _ENDS.search(each.text) else each.paragraph
    return found


def _allowed(profile: Profile) -> set[str]:
    """Return the kinds of which the profile says that they are not private."""
    kinds: set[str] = {str(each.kind) for each in profile.setbacks if not each.is_private}
    kinds -= {str(each.kind) for each in profile.setbacks if each.is_private}
    partners = [tie for tie in profile.ties if tie.kind == "partner"]
    if partners and all(tie.is_private is False for tie in partners):
        kinds.add("partner")
    return kinds


def _secret_words(profile: Profile, more: Iterable[str]) -> list[tuple[str, re.Pattern[str], bool]]:
    """Return what to look for, with its name, and whether the whole sentence goes."""
    public = public_view(profile)
    open_places = {each.lower() for tie in public.ties for each in _names(tie.place)}
    found = [("something you named", each, False) for each in more if each.strip()]
    for tie in profile.ties:
        if tie not in public.ties:
            found += [
                ("a private tie", each, True) for each in _names(tie.place, tie.note) if each.lower() not in open_places
            ]
    notes = [each.note for each in profile.setbacks if each.is_private]
    notes += [each.reason for each in profile.gaps if each.is_private]
    notes += [each.note for each in profile.remediation if each not in public.remediation]
    shown = " ".join(
        filter(None, (each.title for part in (profile.service, profile.research, profile.work) for each in part))
    ).lower()
    for note in filter(None, notes):
        for word in re.findall(rf"[A-Za-z]{{{_LEAST_LETTERS},}}", note):
            if word.lower() not in _COMMON and word.lower() not in shown:
                found.append(("a word of a private note", word, True))
    return [
        (name, re.compile(rf"(?<!\w){re.escape(each.strip())}(?!\w)", re.IGNORECASE), whole)
        for name, each, whole in found
    ]


def _names(place: str, note: str | None = None) -> list[str]:
    """Return what a bond's place may be called in a text: whole, and by each of its parts.

    Examples
    --------
    >>> _names("Toledo, Lucas County (Ohio)")
    ['Toledo, Lucas County (Ohio)', 'Toledo', 'Lucas County', 'Ohio']
    """
    parts = [each.strip() for each in re.split(r"[,;/()]| near | in | and ", place)]
    named = [each for each in parts if len(each) >= _LEAST_PLACE and each != each.lower()]
    return list(dict.fromkeys(filter(None, (place.strip(), *named, note))))


def _cleaned(
    text: str, allowed: set[str], words: Iterable[tuple[str, re.Pattern[str], bool]]
) -> tuple[str, list[tuple[str, str]]]:
    """Return a sentence as it may go, and for all that was taken out of it why, and the words."""
    for name, kinds, patterns in TOPICS:
        if not (kinds and kinds <= allowed) and is_about(patterns, text):
            return TAKEN_OUT, [(name, text)]
    found: list[tuple[str, str]] = []
    for name, pattern, is_whole in words:
        held = [match.group() for match in pattern.finditer(text)]
        if held and is_whole:
            return TAKEN_OUT, [(name, text)]
        found += [(name, each) for each in held]
        text = pattern.sub(TAKEN_OUT, text)
    for name, pattern in _IDENTIFYING:
        found += [(name, match.group()) for match in pattern.finditer(text)]
        text = pattern.sub(TAKEN_OUT, text)
    return text, found
