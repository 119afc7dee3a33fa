"""Writes own facts into a profile's text, or takes some out. A fact of the same field about the same program gives way.

The text is edited, not written anew, and read back: it must say what it said before, with these facts more or less.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartpick.errors import Problem, ProfileError
from smartpick.profile._lines import lines_of
from smartpick.profile._load import built, tables_of, text_of
from smartpick.profile.log._blocks import with_blocks, without_blocks, without_entry

if TYPE_CHECKING:
    from smartpick.profile._known import Known
    from smartpick.profile._model import Profile

__all__ = ["Change", "OwnEdit", "edited_own_facts"]

_KEY = "own_facts"
_MOST_TRIES = 300


class Change(StrEnum):
    """What becomes of a fact that is added."""

    NEW = "new"
    REPLACED = "replaced"
    CONFIRMED = "confirmed"
    OLDER = "older"


@dataclass(frozen=True, slots=True, eq=False)
class OwnEdit:
    """A profile with other own facts, not written yet.

    Attributes
    ----------
    text
        The whole file as it would be.
    changes
        What became of each fact that was to be added, in its order, and the fact that stood there before.
    """

    path: Path
    text: str
    profile: Profile
    changes: tuple[tuple[Change, Mapping[str, Any] | None], ...] = ()


def edited_own_facts(
    path: Path,
    known: Known,
    today: date,
    added: Sequence[Mapping[str, Any]] = (),
    removed: Sequence[tuple[str, str]] = (),
) -> OwnEdit:
    """Return a profile with own facts added and taken out; nothing is written.

    Parameters
    ----------
    added
        Facts as the file has them. One of a field that is told of the program already takes its place, unless it is
        older; notes stand side by side.
    removed
        Code and field of facts to take out.

    Raises
    ------
    ProfileError
        When the file is not in order, would not be with them, or has no such fact to take out.
    """
    text = text_of(path)
    data = tables_of(text, path.name)
    kept = data.get(_KEY, [])
    if not isinstance(kept, list) or not all(isinstance(each, dict) for each in kept):
        what = "is not a list of facts"
        raise ProfileError([Problem(f"{path.name}, {_KEY}", what, fix=f"Write each fact under [[{_KEY}]]")])
    drop = set(_numbers(kept, removed, path.name))
    by_key: dict[tuple[str, str], int] = {
        _key(each): number for number, each in enumerate(kept) if number not in drop and each.get("field") != "note"
    }
    notes = {(_key(each), each.get("value")) for number, each in enumerate(kept) if number not in drop}
    fresh: list[Mapping[str, Any]] = []
    changes: list[tuple[Change, Mapping[str, Any] | None]] = []
    for fact in added:
        number = by_key.get(_key(fact))
        before = None if number is None else kept[number]
        if fact.get("field") == "note" and (_key(fact), fact.get("value")) in notes:
            changes.append((Change.CONFIRMED, None))
            continue
        if before is not None and number is not None:
            if _day(before) > _day(fact):
                changes.append((Change.OLDER, before))
                continue
            drop.add(number)
        is_same = before is not None and all(before.get(name) == fact.get(name) for name in ("value", "strict"))
        changes.append((Change.NEW if before is None else Change.CONFIRMED if is_same else Change.REPLACED, before))
        fresh.append(fact)
    wanted = {**data, _KEY: [*(each for number, each in enumerate(kept) if number not in drop), *fresh]}
    changed = _changed(text, wanted, sorted(drop), fresh)
    if changed is None:
        line = lines_of(text).get((_KEY,), 1)
        what = "the facts are laid out in a way that cannot be changed without touching the rest"
        fix = f"Write each one as a block of its own, [[{_KEY}]], or change them in an editor"
        raise ProfileError([Problem(f"{path.name}, line {line}, {_KEY}", what, fix=fix)])
    profile, problems = built(tables_of(changed, path.name), path.name, changed, known, today)
    if problems or profile is None:
        raise ProfileError(problems)
    return OwnEdit(path, changed, profile, tuple(changes))


def _changed(
    text: str, wanted: Mapping[str, Any], drop: Sequence[int], fresh: Sequence[Mapping[str, Any]]
) -> str | None:
    """Return the text that says what is wanted; None where no way of changing it does."""
    if not drop and not fresh:
        return text
    if _says(with_blocks(without_blocks(text, _KEY, drop), _KEY, fresh)) == _normal(wanted):
        return with_blocks(without_blocks(text, _KEY, drop), _KEY, fresh)
    # Facts within brackets, or over several lines, are taken out one by one.
    for number in reversed(drop):
        left = tomllib.loads(text.removeprefix("\ufeff"))
        rest = {**left, _KEY: [each for at, each in enumerate(left[_KEY]) if at != number]}
        for tries, changed in enumerate(without_entry(text, _KEY, number)):
            if _says(changed) == _normal(rest):
                text = changed
                break
            if tries > _MOST_TRIES:
                return None
        else:
            return None
    changed = with_blocks(text, _KEY, fresh)
    return changed if _says(changed) == _normal(wanted) else None


def _numbers(kept: Sequence[Mapping[str, Any]], removed: Sequence[tuple[str, str]], file: str) -> list[int]:
    problems, numbers = [], []
    for code, field in removed:
        found = [number for number, each in enumerate(kept) if _key(each) == (code, field)]
        if not found:
            fix = "`smartpick own-facts list FILE` shows what is there"
            problems.append(Problem(f"{file}, {_KEY}", f"no {field} of {code}", fix=fix))
        numbers += found
    if problems:
        raise ProfileError(problems)
    return numbers


def _key(fact: Mapping[str, Any]) -> tuple[str, str]:
    return str(fact.get("program_code_nrmp", "")).strip().upper(), str(fact.get("field", ""))


def _day(fact: Mapping[str, Any]) -> date:
    day = fact.get("date")
    return day if isinstance(day, date) else date.min


def _says(text: str) -> dict[str, Any] | None:
    try:
        return _normal(tomllib.loads(text.removeprefix("\ufeff")))
    except (ValueError, RecursionError):
        return None


def _normal(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a text says; an empty list and none at all are the same, and the order of facts is not told apart."""
    rest = {name: value for name, value in data.items() if name != _KEY}
    return {**rest, _KEY: sorted(repr(sorted(each.items())) for each in data.get(_KEY) or [])}
