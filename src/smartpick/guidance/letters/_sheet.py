"""One page of facts for one writer, under the four strengths that answer low scores. It drafts no sentence of a letter.

The sheet leaves the applicant's hands: no setback, no gap, no visa, and exam results only where she asks for them. What
is private is not in the profile that it is made from. Her free text is read for such things, and for names; what holds
one is held back and named to her.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smartpick.guidance._exams import exam_name
from smartpick.guidance._ground import Ground
from smartpick.guidance.letters._free_words import Page
from smartpick.guidance.letters._model import Sheet, Strength, Writer
from smartpick.guidance.letters._writers import specialty_key
from smartpick.vocabulary import EXAMS

if TYPE_CHECKING:
    from smartpick.profile import Profile

__all__ = ["sheets"]

_NAMES = {
    "reasoning": "Clinical reasoning",
    "reliability": "Reliability and professionalism",
    "improvement": "Improvement over time",
    "volume": "Work with many patients, and with those who are underserved",
}
_UNDERSERVED = ("underserved", "uninsured", "free clinic", "homeless", "unhoused", "migrant", "refugee", "safety")
_SPOKEN = {"native", "fluent", "advanced"}


def sheets(ground: Ground, writers: Sequence[Writer], *, with_exams: bool) -> tuple[Sheet, ...]:
    """Return one sheet for each letter that is not uploaded yet."""
    return tuple(_sheet(ground, writer, with_exams=with_exams) for writer in writers if writer.status != "uploaded")


def _sheet(ground: Ground, writer: Writer, *, with_exams: bool) -> Sheet:
    profile, day = ground.profile, ground.reading_day
    letter = profile.letters[writer.number - 1]
    context = [f"Applies in: {', '.join(each.name for each in ground.specialties)} (Match of {ground.season})"]
    if day is not None:
        context.append(f"Programs begin to read on {day:%-d %B %Y}")
    if writer.weeks is not None:
        context.append(f"Worked with you for {writer.weeks:g} weeks")
    if letter.is_standardized:
        context.append("On the standardized form of the specialty")
    page = Page(with_exams=with_exams)
    facts = {
        "reasoning": _reasoning(ground, writer, page),
        "reliability": _reliability(profile, page),
        "improvement": _improvement(profile, page, with_exams=with_exams),
        "volume": _volume(ground, page),
    }
    strengths = tuple(Strength(key, name, tuple(facts[key])) for key, name in _NAMES.items())
    return Sheet(writer.number, writer.role, tuple(context), strengths, tuple(page.held))


def _reasoning(ground: Ground, writer: Writer, page: Page) -> list[str]:
    profile = ground.profile
    shared = page.told(f"letters {writer.number}, shared_cases", profile.letters[writer.number - 1].shared_cases)
    found = [f"Worked on together: {shared}"] if shared else []
    for each in profile.clerkships:
        if each.grade and writer.specialty is not None and _is_same(ground, each.name, writer.specialty):
            when = f" ({each.date:%B %Y})" if each.date else ""
            found.append(f"{each.name} clerkship: {each.grade}{when}")
    for number, work in enumerate(profile.us_experience, 1):
        same = work.specialty is not None and writer.specialty is not None
        # A writer gets what speaks for her; feedback whose direction is not told may be anything.
        is_praise = work.note and work.feedback == "praise"
        if is_praise and same and _is_same(ground, work.specialty or "", writer.specialty or ""):
            note = page.told(f"us_experience {number}, note", work.note or "")
            found += [f"From {work.kind.replace('_', '-')}: {note}"] if note else []
    return found


def _is_same(ground: Ground, one: str, other: str) -> bool:
    first, second = specialty_key(ground, one), specialty_key(ground, other)
    return one.lower() == other.lower() if None in {first, second} else first == second


def _reliability(profile: Profile, page: Page) -> list[str]:
    found = []
    named = [(f"work {number}", each) for number, each in enumerate(profile.work, 1)]
    named += [(f"service {number}", each) for number, each in enumerate(profile.service, 1)]
    for where, each in named:
        title = page.told(f"{where}, title", each.title)
        if title is None:
            continue
        hours = f", {each.hours:g} hours" if each.hours else ""
        since = f", since {each.start:%B %Y}" if each.start and not each.end else ""
        span = f", {each.start:%B %Y} to {each.end:%B %Y}" if each.start and each.end else ""
        led = ", led it" if each.is_leadership else ""
        found.append(f"{title}{since}{span}{hours}{led}")
    return found


def _improvement(profile: Profile, page: Page, *, with_exams: bool) -> list[str]:
    found = []
    for number, each in enumerate(profile.remediation, 1):
        told = page.told(f"remediation {number}, note", each.note)
        note = f": {told}" if told else ""
        when = f" ({each.start:%B %Y})" if each.start else ""
        found.append(f"Changed {each.kind.replace('_', ' ')}{when}{note}")
    if with_exams:
        for exam in EXAMS:
            tried = [each for each in getattr(profile.exams, exam) if each.result]
            said = [f"{each.result}{f' {each.score}' if each.score else ''}" for each in tried]
            if said:
                found.append(f"{exam_name(exam)}: {', then '.join(said)}")
    return found


def _volume(ground: Ground, page: Page) -> list[str]:
    profile, found = ground.profile, []
    for number, each in enumerate(profile.service, 1):
        words = f"{each.theme or ''} {each.title or ''} {each.note or ''}".lower()
        if any(word in words for word in _UNDERSERVED):
            title = page.told(f"service {number}, title", each.title) or page.told(
                f"service {number}, theme", each.theme
            )
            place = page.told(f"service {number}, place", each.place)
            note = page.told(f"service {number}, note", each.note)
            if title:
                found.append(f"{title}{f', {place}' if place else ''}{f': {note}' if note else ''}")
    for number, work in enumerate(profile.us_experience, 1):
        if work.is_done is False or (work.start is not None and work.start > ground.today):
            continue  # what lies ahead is no fact yet
        place = page.told(f"us_experience {number}, place", work.place)
        if place and any(word in place.lower() for word in ("county", "safety", "community")):
            found.append(f"{work.kind.replace('_', '-').capitalize()} at {place}")
    spoken = [f"{each.name} ({each.level})" for each in profile.languages if each.level in _SPOKEN]
    if spoken:
        found.append(f"Speaks with patients in: {', '.join(spoken)}")
    return found
