"""What an invitation changes: worked out as ``smartpick log`` does it, so that the two cannot disagree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from smartpick.present._output import busy

if TYPE_CHECKING:
    from smartpick.explain import ListRequest
    from smartpick.explain.season import LogChange
    from smartpick.present._guidance_input import Input
    from smartpick.profile import Profile

__all__ = ["Update", "updates_of"]

_OFFERED = ("invited", "scheduled", "interviewed", "ranked")
_BEFORE_IT = {"applied", "open_house"}


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """An invitation and what it changes; `is_supposed` where the log does not have it, `day` where it is known."""

    change: LogChange
    is_supposed: bool
    day: date | None

    @property
    def answer(self) -> tuple[str, ...]:
        """The sentences of ``smartpick log``, begun with what is supposed or known."""
        name = self.change.program.name
        when = f" ({self.day})" if self.day else ""
        first = (
            f"Supposed: an invitation from {name}."
            if self.is_supposed
            else f"In your log: an invitation from {name}{when}."
        )
        return (first, *self.change.answer[1:])


def updates_of(read: Input, request: ListRequest, supposed: tuple[str, ...]) -> tuple[Update, ...]:
    """Return what each supposed invitation would change, else what the newest one of the log changed.

    Raises
    ------
    UserError
        When an invitation cannot be, as for ``smartpick log``.
    """
    profile = read.profile
    found = []
    with busy("Working out what an invitation changes"):
        if supposed:
            for code in dict.fromkeys(supposed):
                added = {"program_code_nrmp": code, "event": "invited", "date": read.today}
                after = _with_log(profile, [*_events(profile), added])
                found.append(Update(_change(read, profile, after, request, code), is_supposed=True, day=None))
            return tuple(found)
        newest = _newest(profile)
        if newest is not None:
            code, day = newest
            kept = [e for e in _events(profile) if e["program_code_nrmp"] != code or e["event"] in _BEFORE_IT]
            before = _with_log(profile, kept)
            found.append(Update(_change(read, before, profile, request, code), is_supposed=False, day=day))
    return tuple(found)


def _change(read: Input, before: Profile, after: Profile, request: ListRequest, code: str) -> LogChange:
    from smartpick.explain.season import log_change

    # No day is named, so that an offer can be supposed before applications open.
    return log_change(read.facts, read.directory, before, after, request, code, "invited", is_forced=True)


def _newest(profile: Profile) -> tuple[str, date | None] | None:
    """Return the program whose offer came last, and when; undated offers count as the oldest."""
    offers = [each for each in profile.season_log if each.event in _OFFERED]
    first: dict[str, date | None] = {}
    for each in sorted(offers, key=lambda event: _OFFERED.index(event.event)):
        first.setdefault(each.program_code_nrmp, each.date if each.event == "invited" else None)
    # Whoever has declined or withdrawn since is no longer waiting for her.
    gone = {each.program_code_nrmp for each in profile.season_log if each.event in {"declined", "withdrawn"}}
    left = [(code, day) for code, day in first.items() if code not in gone]
    return max(left, key=lambda each: (each[1] or date.min, each[0]), default=None)


def _events(profile: Profile) -> list[dict[str, Any]]:
    return [each.model_dump() for each in profile.season_log]


def _with_log(profile: Profile, log: Iterable[dict[str, Any]]) -> Profile:
    return type(profile).model_validate({**profile.model_dump(), "season_log": list(log)})
