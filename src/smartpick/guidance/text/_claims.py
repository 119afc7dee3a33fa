"""Is a mission that a text claims backed by a dated experience? Does one line about oneself hold across documents?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartpick.guidance.text._clashes import specialties_in
from smartpick.guidance.text._clauses import calmed
from smartpick.guidance.text._gazetteer import is_same_name
from smartpick.guidance.text._sentences import document_of, ended, words_in
from smartpick.guidance.text._themes import NAMED, THEMES, Fit, ThemeWords
from smartpick.guidance.text._types import LineCheck, ThemeClaim
from smartpick.guidance.text.rules import hits
from smartpick.profile import public_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.guidance.text._gazetteer import Gazetteer
    from smartpick.guidance.text._sentences import Document
    from smartpick.profile import Profile

__all__ = ["claims", "line_check"]

_CLAIMS = re.compile(
    r"\b(?:commit(?:ted|ment)?|passion\w*|missions?|care\s(?:deeply\s)?about|dedicat\w+|devot\w+|want\sto|wish\sto|hope\sto|"
    r"serv(?:e|ing)|believe|values?|goals?|drawn|important\sto\sme|matters?\sto\sme|my\swork|interest\w*|focus\w*|career|"
    r"advocat\w+|plan\sto|intend\sto|aim\sto|mean\sto|calling|called\sto|vocation|purpose|heart|love|dream\w*|reason|"
    r"(?:cho|choo)se|speciali[sz]e|future|inspir\w+|compel\w+|fight\w*|champion\w*|voice\s(?:for|of)|priority|promise\w*|"
    r"why\si|life's\swork|(?:i|we)\s(?:will|would\slike\sto|belong)|pursu\w+|become|becoming)\b",
    re.IGNORECASE,
)
_MOST_LINE_WORDS = 30


@dataclass(frozen=True, slots=True)
class _Experience:
    text: str
    shown: str
    is_dated: bool


def claims(profile: Profile, documents: Sequence[Document], places: Gazetteer) -> tuple[ThemeClaim, ...]:
    """Return each theme that a document claims, once a document, with the experience of the profile that backs it."""
    words = ThemeWords()
    experiences = [(each, words.fits(each.text)) for each in _experiences(profile)]
    found: dict[tuple[str, str], ThemeClaim] = {}
    for document in documents:
        for sentence in document.sentences:
            for theme in _claimed(sentence.text, places):
                if (document.name, theme) in found:
                    continue
                backed, by_words = _backing(theme, experiences)
                found[document.name, theme] = ThemeClaim(
                    theme,
                    document.name,
                    document.line_of(sentence.start),
                    sentence.text,
                    backed.shown if backed else "",
                    bool(backed and backed.is_dated),
                    by_words,
                )
    return tuple(found.values())


def _claimed(text: str, places: Gazetteer) -> tuple[str, ...]:
    """Return the themes that a sentence claims as the author's own."""
    if not re.search(r"\b(?:I|[Mm]y|me|[Ww]e|[Oo]ur)\b", calmed(text, places.is_place)):
        return ()
    if not _CLAIMS.search(text) and not hits("generic", text, places.is_place):
        return ()
    return _named_in(text)


def _named_in(text: str) -> tuple[str, ...]:
    """Return the themes that a text names by words of their own."""
    return tuple(theme for theme, words in NAMED.items() if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE))


def _experiences(profile: Profile) -> list[_Experience]:
    found = []
    for part in (profile.service, profile.work, profile.research):
        for each in part:
            text = " ".join(filter(None, (each.title, each.theme, each.note, each.place)))
            found.append(
                _Experience(
                    text, _shown(each.title or "an entry without a title", each.start, each.end), bool(each.start)
                )
            )
    for one in profile.us_experience:
        text = " ".join(filter(None, (one.kind.replace("_", " "), one.place, one.specialty, one.note)))
        name = f"{one.kind.replace('_', ' ')}{f', {one.place}' if one.place else ''}"
        found.append(_Experience(text, _shown(name, one.start, one.end), bool(one.start)))
    return found


def _shown(name: str, start: object, end: object) -> str:
    if start is None:
        return f"{name} (no date told)"
    return f"{name} ({start:%B %Y} to {f'{end:%B %Y}' if end else 'now'})"


def _backing(
    theme: str, experiences: Sequence[tuple[_Experience, Sequence[Fit]]]
) -> tuple[_Experience | None, tuple[str, ...]]:
    """Return the experience that is nearest to a theme, dated ones first; None where none shares enough words."""
    fitting = [
        (each, fit)
        for each, fits in experiences
        for fit in fits
        if fit.theme == theme and fit.score >= ThemeWords.LEAST
    ]
    if not fitting:
        return None, ()
    best, fit = max(fitting, key=lambda pair: (pair[0].is_dated, pair[1].score))
    return best, fit.words


def line_check(
    line: str, profile: Profile, documents: Sequence[Document], places: Gazetteer, wanted: Sequence[tuple[str, str]]
) -> LineCheck:
    """Return how the applicant's one line about herself stands to her profile and to each document."""
    bare = " ".join(line.split())
    if not bare:
        return LineCheck("", (), (), _prompts(profile, wanted))
    return LineCheck(bare, _line_problems(bare, places), _parts(bare, profile, documents, places, wanted), ())


def _line_problems(line: str, places: Gazetteer) -> tuple[str, ...]:
    problems = []
    sentences = document_of("line", "statement", line).sentences
    if len(sentences) > 1:
        problems.append(f"It is {len(sentences)} sentences; one line is one sentence.")
    if words_in(line) > _MOST_LINE_WORDS:
        problems.append(f"It is {words_in(line)} words long; what one remembers has at most {_MOST_LINE_WORDS}.")
    for family, what in (
        ("defensive", "reads as a defense"),
        ("vague", "could be anybody's"),
        ("generic", "is general praise"),
    ):
        problems += [
            ended(f"“{line[hit.start : hit.end]}” {what}: {hit.reason}")
            for hit in hits(family, line, places.is_place)[:1]
        ]
    return tuple(problems)


def _parts(
    line: str, profile: Profile, documents: Sequence[Document], places: Gazetteer, wanted: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    parts: list[tuple[str, str, str, tuple[str, ...]]] = []
    names = dict(wanted)
    for key in specialties_in(line, wanted):
        said = tuple(each.name for each in documents if key in specialties_in(each.text, wanted))
        fact = f"{names[key]}, in your goals" if key in names else ""
        parts.append(("specialty", names.get(key, key.replace("_", " ")), fact, said))
    public = public_view(profile)
    for spot in places.spots(line):
        fact = next((tie.place for tie in public.ties if is_same_name(spot.name, tie.place)), "")
        said = tuple(each.name for each in documents if spot.name.lower() in each.text.lower())
        parts.append(("place", spot.name, fact and f"your tie to {fact}", said))
    parts += _line_themes(line, profile, documents)
    if re.search(r"\b(?:setback|fail\w*|second\s(?:attempt|try)|retook|lost\s(?:a\s)?year)\b", line, re.IGNORECASE):
        said = tuple(
            each.name for each in documents if any(hits("mentions", s.text, places.is_place) for s in each.sentences)
        )
        failed = any(
            a.result == "fail"
            for exam in ("step1", "step2_ck", "comlex1", "comlex2", "step3", "comlex3")
            for a in getattr(profile.exams, exam)
        )
        parts.append(("setback", "one setback", "a failed attempt in your exams" if failed else "", said))
    return tuple(parts)


def _line_themes(
    line: str, profile: Profile, documents: Sequence[Document]
) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return every theme that the line is near to or names, the nearest first."""
    words = ThemeWords()
    near = [fit.theme for fit in words.fits(line) if fit.score >= words.LEAST]
    experiences = [(each, words.fits(each.text)) for each in _experiences(profile)]
    fits = [(each.name, [words.fits(sentence.text) for sentence in each.sentences]) for each in documents]
    parts = []
    for theme in dict.fromkeys((*near, *_named_in(line))):
        backed, _ = _backing(theme, experiences)
        said = tuple(
            name
            for name, sentences in fits
            if any(fit.theme == theme and fit.score >= words.LEAST for found in sentences for fit in found)
        )
        parts.append(("theme", THEMES[theme][0], backed.shown if backed else "", said))
    return parts


def _prompts(profile: Profile, wanted: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    public = public_view(profile)
    best = next((each for each in _experiences(profile) if each.is_dated), None)
    ties = ", ".join(f"{tie.place} ({tie.kind.replace('_', ' ')})" for tie in public.ties[:2])
    return (
        f"Specialty: {wanted[0][1] if wanted else 'none told'}.",
        f"Place and bond: {ties or 'no tie told'}.",
        f"Strongest dated experience: {best.shown if best else 'none with a date'}.",
        "Now write one sentence of your own, at most thirty words, and give it with --line.",
    )
