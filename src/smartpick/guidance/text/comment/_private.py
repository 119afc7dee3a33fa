"""What leaves nobody's computer: names, numbers that identify, sentences about health, partners, private things."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from smartpick.profile import public_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from smartpick.guidance.text._sentences import Document
    from smartpick.profile import Profile

__all__ = ["TAKEN_OUT", "without_private"]

TAKEN_OUT = "[taken out]"

_IDENTIFYING = (
    ("an e-mail address", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("a web address", re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)),
    ("a telephone number", re.compile(r"(?<!\d)(?:\+?\d{1,2}[\s.-]?)?(?:\(\d{3}\)|\d{3})[\s.-]\d{3}[\s.-]\d{4}(?!\d)")),
    ("a number that identifies", re.compile(r"(?<![\d,.])(?:\d{3}-\d{2}-\d{4}|\d{7,})(?![\d,.]*\d)")),
    ("a name", re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|Professor|Doctor)\.?\s[A-Z][\w'’-]*\.?(?:\s[A-Z][\w'’-]+)?")),
    ("a name", re.compile(r"(?<=\b[Mm]y name is )[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)*")),
)
_HEALTH = re.compile(
    r"\b(?:ill|illness|sick\w*|diagnos\w+|hospitali[sz]\w+|surger\w+|operation|cancer\w*|tumou?r|chemo\w*|"
    r"depress\w+|anxiety|bipolar|panic\w*|adhd|"
    r"dyslexia|autis\w+|disab\w+|disorder|miscarr\w+|pregnan\w+|injur\w+|concussion|migraine\w*|epilep\w+|"
    r"therap(?:y|ist)|psychiatrist|psycholog\w+|"
    r"counsel(?:or|lor|ing|ling)|medication\w*|rehab\w*|addict\w+|sober|sobriety|eating\sdisorder|suicid\w+|hiv|"
    r"hepatitis|lupus|crohn\w*|leuk\w+|covid\w*|"
    r"evaluated|accommodations?)\b",
    re.IGNORECASE,
)
_HEALTH_OWN = re.compile(
    r"\bmy\s(?:own\s)?(?:\w+\s)?(?:ill|sick|diagnos|depress|anxiety|surger|health|disab|disorder|condition|therap|"
    r"medication|recovery|injur|cancer|pregnan)|"
    r"\bi\s(?:was|am|became|got|had|have|had\sbeen|have\sbeen|began|started|saw|suffered|struggled|underwent|needed|"
    r"took|received|developed|lost)\b",
    re.IGNORECASE,
)
_PARTNER = re.compile(
    r"\bmy\s(?:\w+\s)?(?:husband|wife|partner|spouse|fianc\S*|boyfriend|girlfriend|divorce|marriage|wedding)\b",
    re.IGNORECASE,
)
_FAMILY = re.compile(
    r"\bmy\s(?:\w+\s){0,2}(?:mother|father|mom|dad|parents?|sister|brother|son|daughter|child|children|grand\w+|"
    r"aunt|uncle)\b[^.]*\b(?:died|death|dying|"
    r"passed\saway|cancer|ill\w*|sick\w*|dialysis|stroke|funeral|buried|intensive\scare|hospice|suicide|addict\w+|"
    r"prison|jail|deport\w+|undocumented)\b",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"\b(?:i|my|me)\b[^.]*\b(?:undocumented|daca|visa|green\scard|asylum|immigration\sstatus|work\spermit)\b|"
    r"\b(?:religio\w+|i\sam\s(?:gay|lesbian|"
    r"bisexual|transgender|queer))\b",
    re.IGNORECASE,
)
_TOPICS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    (
        "a sentence about your health",
        "illness learning_difference",
        lambda text: bool(_HEALTH.search(text) and _HEALTH_OWN.search(text)),
    ),
    ("a sentence about a partner", "partner", lambda text: bool(_PARTNER.search(text))),
    ("a sentence about your family's misfortune", "family", lambda text: bool(_FAMILY.search(text))),
    ("a sentence about status, faith or orientation", "", lambda text: bool(_STATUS.search(text))),
)
_LEAST_LETTERS = 5
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


def without_private(
    profile: Profile, documents: Iterable[Document], more: Iterable[str] = ()
) -> tuple[tuple[str, ...], dict[str, int]]:
    """Return the texts of some documents without what is private, and what was taken out how often.

    Parameters
    ----------
    more
        Further words or phrases that the applicant wants taken out.

    Notes
    -----
    A topic stays only where the profile says of it that it is not private. When in doubt a whole sentence goes: what is
    taken out wrongly costs a remark, what is left in wrongly cannot be called back.
    """
    allowed = _allowed(profile)
    words = _secret_words(profile, more)
    counts: Counter[str] = Counter()
    texts = []
    for document in documents:
        pieces, at = [], 0
        for sentence in document.sentences:
            pieces.append(document.text[at : sentence.start])
            pieces.append(_cleaned(sentence.text, allowed, words, counts))
            at = sentence.end
        pieces.append(document.text[at:])
        texts.append("".join(pieces))
    return tuple(texts), dict(counts)


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
    open_places = {tie.place.lower() for tie in public.ties}
    found = [("something you named", each, False) for each in more if each.strip()]
    for tie in profile.ties:
        if tie not in public.ties:
            found += [
                ("a private tie", each, True)
                for each in (tie.place, tie.note)
                if each and each.lower() not in open_places
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


def _cleaned(
    text: str, allowed: set[str], words: Iterable[tuple[str, re.Pattern[str], bool]], counts: Counter[str]
) -> str:
    for name, kinds, holds in _TOPICS:
        if not (kinds and set(kinds.split()) <= allowed) and holds(text):
            counts[name] += 1
            return TAKEN_OUT
    for name, pattern, is_whole in words:
        if pattern.search(text):
            counts[name] += 1
            if is_whole:
                return TAKEN_OUT
            text = pattern.sub(TAKEN_OUT, text)
    for name, pattern in _IDENTIFYING:
        text, number = pattern.subn(TAKEN_OUT, text)
        if number:
            counts[name] += number
    return text
