"""What is left of a file without its malformed fields, so that every other problem can be told in the same pass."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from smartpick.profile._goal_rules import NO_SPECIALTY
from smartpick.profile._lines import Location
from smartpick.vocabulary import ApplicantType

__all__ = ["MOST_LEVELS", "Rest", "is_too_deep"]

MOST_LEVELS = 12
"""More tables in tables than any profile has."""


class Rest:
    """A copy of what was read, in which fields can be dropped without losing where the others stood."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._root: dict[str, Any] = {name: _wrapped(value) for name, value in data.items()}
        self.has_type = True
        self._lost: set[Location] = set()

    def drop(self, errors: Iterable[tuple[str, Location]]) -> None:
        """Drop malformed fields, and entries that lack something; what a profile cannot be without gets a stand-in.

        Parameters
        ----------
        errors
            Kind and location of each error, the location in what `plain` returned last.
        """
        wrong = [at[:-1] if kind == "missing" and len(at) > 1 else at for kind, at in errors]
        for at in map(self.original, wrong):
            self._lost |= {at[:length] for length in range(len(at) + 1)}
        found = [self._holder(at) for at in wrong]
        for holder, key in found:
            if isinstance(holder, dict):
                holder.pop(key, None)
            elif isinstance(holder, _Items):
                holder[:] = [entry for entry in holder if entry is not key]
        for name, field, stand_in in (
            ("applicant", "type", ApplicantType.US_MD_SENIOR),
            ("goals", "specialties", _Items([(0, NO_SPECIALTY)])),
        ):
            table = self._root.get(name)
            if not isinstance(table, dict):
                table = self._root[name] = {}
            if field not in table:
                table[field] = stand_in
                self.has_type = self.has_type and field != "type"

    def plain(self) -> dict[str, Any]:
        """Return what is left, as the validator takes it."""
        return {name: _plain(value) for name, value in self._root.items()}

    def original(self, at: Location) -> Location:
        """Return where a location of `plain` stood before anything was dropped."""
        found: Location = ()
        node: Any = self._root
        for part in at:
            if isinstance(node, _Items) and isinstance(part, int) and part < len(node):
                number, node = node[part]
                found += (number,)
            else:
                node = node.get(part) if isinstance(node, dict) else None
                found += (part,)
        return found

    def has_lost(self, at: Location) -> bool:
        """Say whether anything at or under a location of the file was dropped."""
        return at in self._lost

    def _holder(self, at: Location) -> tuple[Any, Any]:
        """Return what holds a location, and the key or entry to drop from it."""
        holder: Any = None
        key: Any = None
        node: Any = self._root
        for part in at:
            if isinstance(node, _Items) and isinstance(part, int) and part < len(node):
                holder, key = node, node[part]
                node = key[1]
            elif isinstance(node, dict) and part in node:
                holder, key = node, part
                node = node[part]
            else:
                break
        return holder, key


class _Items(list[tuple[int, Any]]):
    """The entries of a list, each with the number under which it stood."""


def _wrapped(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _wrapped(inner) for name, inner in value.items()}
    return _Items((n, _wrapped(inner)) for n, inner in enumerate(value)) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for _, inner in value] if isinstance(value, _Items) else value


def is_too_deep(data: dict[str, Any]) -> bool:
    """Say whether tables or lists are nested more deeply than any profile needs."""
    level: list[Any] = [data]
    for _ in range(MOST_LEVELS):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True
