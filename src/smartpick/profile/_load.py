"""Reads a profile file: every problem at once, each with its path, line, reason and mend."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartpick.errors import Problem, ProfileError

if TYPE_CHECKING:
    from smartpick.profile._known import Known
    from smartpick.profile._model import Profile

__all__ = ["built", "check_profile", "load_profile", "profile_hash", "tables_of", "text_of"]

MOST_BYTES = 1_000_000
MOST_PROBLEMS = 100
MOST_ROUNDS = 6
_MANY_PARTS = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')\s*+\.\s*+){50}""")
"""A key of fifty parts: tomllib takes minutes over one of thousands."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


Change = Callable[[dict[str, Any]], dict[str, Any]]
"""Returns a file's tables with something in them changed."""


def load_profile(path: Path, known: Known, today: date, change: Change | None = None) -> Profile:
    """Return the profile in a TOML file, its specialties as keys and its earlier seasons in their order.

    Parameters
    ----------
    known
        Names that may occur: `Known.of(facts)`, or `Known()` to leave names unchecked.
    today
        Results after this day cannot have come yet.
    change
        What to change in the file's tables before they are looked at; the lines told are those of the file.

    Raises
    ------
    ProfileError
        With everything that is wrong, at once.
    """
    profile, problems = _read(path, known, today, change)
    if problems or profile is None:
        raise ProfileError(problems)
    return profile


def check_profile(path: Path, known: Known, today: date) -> list[Problem]:
    """Return everything that is wrong with a profile file, in its order; an empty list when it is in order."""
    return _read(path, known, today)[1]


def profile_hash(profile: Profile) -> str:
    """Return a short hash of what a profile says, whatever the order of its fields or its comments."""
    said = profile.model_dump(mode="json", exclude_defaults=True)
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _read(path: Path, known: Known, today: date, change: Change | None = None) -> tuple[Profile | None, list[Problem]]:
    try:
        text = text_of(path)
        data = tables_of(text, path.name)
    except ProfileError as error:
        return None, list(error.problems)
    return built(data if change is None else change(data), path.name, text, known, today)


def text_of(path: Path) -> str:
    """Return the text of a file.

    Raises
    ------
    ProfileError
        When it cannot be read as text.
    """
    try:
        with path.open("rb") as handle:
            raw = handle.read(MOST_BYTES + 1)
    except FileNotFoundError:
        fix = f"`smartpick new {path}` writes one to fill in"
        raise ProfileError([Problem(str(path), "no such file", fix=fix)]) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        fix = "Give the path of a text file that you may read"
        raise ProfileError([Problem(str(path), f"cannot be read: {why}", fix=fix)]) from error
    if len(raw) > MOST_BYTES:
        what = f"more than {MOST_BYTES:,} bytes"
        raise ProfileError([Problem(path.name, what, "A profile is a few pages long", "Is it the right file?")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        fix = "Save the file as plain text in UTF-8"
        raise ProfileError([Problem(f"{path.name}, line {line}", "not UTF-8 text", fix=fix)]) from error
    strange = _CONTROL.search(text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        fix = "Delete it, or save the file as plain text in UTF-8"
        raise ProfileError([Problem(f"{path.name}, line {line}", "a character that cannot be shown", fix=fix)])
    return text


def tables_of(text: str, file: str) -> dict[str, Any]:
    """Return what stands in a TOML text.

    Raises
    ------
    ProfileError
        When it is not TOML, or nested without end.
    """
    from smartpick.profile._rest import is_too_deep

    if _MANY_PARTS.search(text):
        raise ProfileError([_too_deep(file)])
    # tomllib raises a plain ValueError for numbers with thousands of digits.
    try:
        data = tomllib.loads(text)
    except ValueError as error:
        found = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
        where = f"{file}, line {found[1]}, column {found[2]}" if found else file
        what = str(error)[: found.start()] if found else str(error)
        fix = 'Texts stand in double quotes, days and numbers without: name = "Spanish", date = 2026-05-20'
        raise ProfileError([Problem(where, "not readable as TOML", _capital(what), fix)]) from error
    except RecursionError as error:
        raise ProfileError([_too_deep(file)]) from error
    if is_too_deep(data):
        raise ProfileError([_too_deep(file)])
    return data


def _too_deep(file: str) -> Problem:
    return Problem(file, "tables in tables without end", fix="`smartpick new FILE` writes a file that shows the layout")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def built(
    data: dict[str, Any], file: str, text: str, known: Known, today: date
) -> tuple[Profile | None, list[Problem]]:
    """Return the profile that some tables make, or everything that is wrong with it."""
    from pydantic import ValidationError

    from smartpick.profile._case import Case
    from smartpick.profile._finding import Finding, problems_of
    from smartpick.profile._model import Profile
    from smartpick.profile._rest import Rest
    from smartpick.profile._rules import rule_findings

    findings: list[Finding] = []
    profile, rest, left_out = None, None, 0
    try:
        profile = Profile.model_validate(data)
    except ValidationError as error:
        from smartpick.profile._messages import findings_of, location_of

        rest = Rest(data)
        errors = error.errors(include_url=False)
        findings += findings_of(errors[:MOST_PROBLEMS], known)
        left_out = max(0, len(errors) - MOST_PROBLEMS)
        for _ in range(MOST_ROUNDS):
            rest.drop((each["type"], location_of(each)) for each in errors)
            try:
                profile = Profile.model_validate(rest.plain())
                break
            except ValidationError as again:
                errors = again.errors(include_url=False)
    if profile is not None:
        kind = profile.applicant.type if rest is None or rest.has_type else None
        for each in rule_findings(Case(profile, known, today, kind, file)):
            if rest is None:
                findings.append(each)
            elif not any(rest.has_lost(rest.original(at)) for at in each.lacking):
                findings.append(each._replace(at=rest.original(each.at)))
    if findings:
        problems = problems_of(findings, file, text)
        left_out += max(0, len(problems) - MOST_PROBLEMS)
        if left_out:
            last = Problem(file, f"{left_out:,} more problems", fix="Mend these first")
            problems = [*problems[:MOST_PROBLEMS], last]
        return None, problems
    return (_as_read(profile, known, today) if profile is not None else None), []


def _as_read(profile: Profile, known: Known, today: date) -> Profile:
    """Return the profile with its names as keys, and a senior who has graduated since as the graduate she is."""
    from smartpick.profile._record_rules import graduate_since

    named, kind = _with_keys(profile, known), graduate_since(profile, today)
    return named if kind is None else named.as_graduate(kind)


def _with_keys(profile: Profile, known: Known) -> Profile:
    """Return the profile with the names of specialties as keys, and earlier seasons in their order."""

    def key(name: str) -> str:
        found = known.specialty(name)
        return found.key if found else name

    goals = profile.goals.model_copy(update={"specialties": tuple(map(key, profile.goals.specialties))})
    signals = tuple(each.model_copy(update={"specialty": key(each.specialty)}) for each in profile.signals)
    earlier = tuple(
        each.model_copy(update={"specialties": tuple(map(key, each.specialties))})
        for each in sorted(profile.earlier_seasons, key=lambda earlier: earlier.season)
    )
    return profile.model_copy(update={"goals": goals, "signals": signals, "earlier_seasons": earlier})
