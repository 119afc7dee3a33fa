"""Writes one entry into a log of a profile's text, or takes one out, and leaves everything else as it stands.

The logs are the events of the season and the practice answers.

The text is edited, not written anew: comments, order and layout are the applicant's own. Every edit is read back with
the standard library's reader, and must say exactly what it said before, with one entry more or less.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartpick.errors import Problem, ProfileError
from smartpick.profile._lines import lines_of
from smartpick.profile._load import built, tables_of, text_of
from smartpick.profile.log._blocks import with_entry, without_entry

if TYPE_CHECKING:
    from smartpick.profile._known import Known
    from smartpick.profile._model import Profile, Rehearsal

__all__ = ["LogEdit", "edited_log", "save_text", "with_rehearsal"]

_LOG = "season_log"
_REHEARSALS = "rehearsals"
_MARK = b"\xef\xbb\xbf"
"""Some editors begin a file with it; it stays."""
_MOST_TRIES = 300


@dataclass(frozen=True, slots=True, eq=False)
class LogEdit:
    """A profile with one entry of a log more or less, not written yet.

    Attributes
    ----------
    text
        The whole file as it would be.
    profile
        What that text says.
    """

    path: Path
    text: str
    profile: Profile


def edited_log(
    path: Path,
    known: Known,
    today: date,
    program_code_nrmp: str,
    event: str,
    day: date | None,
    *,
    is_removed: bool = False,
) -> LogEdit:
    """Return a profile with an event added to its log, or with the last such event taken out; nothing is written.

    Parameters
    ----------
    day
        When it happened; None leaves it out. For a removal it names which one, None the last.

    Raises
    ------
    ProfileError
        When the file is not in order, would not be with the event, or has no such event to take out.
    """
    # Line ends are kept: they are read as they stand.
    text = text_of(path)
    data, log = _log_of(text, path.name, _LOG)
    if is_removed:
        number = _number_of(log, program_code_nrmp, event, day, path.name)
        wanted = _with_log(data, _LOG, [*log[:number], *log[number + 1 :]])
        return _edit(path, text, _LOG, wanted, without_entry(text, _LOG, number), known, today)
    entry: dict[str, Any] = {"program_code_nrmp": program_code_nrmp, "event": event}
    if day is not None:
        entry["date"] = day
    return _added(path, text, _LOG, data, log, entry, known, today)


def with_rehearsal(path: Path, known: Known, today: date, answer: Rehearsal) -> LogEdit:
    """Return a profile with a practice answer added; nothing is written.

    Raises
    ------
    ProfileError
        When the file is not in order, or would not be with the answer.
    """
    text = text_of(path)
    data, log = _log_of(text, path.name, _REHEARSALS)
    entry = answer.model_dump(exclude_none=True)
    return _added(path, text, _REHEARSALS, data, log, entry, known, today)


def _log_of(text: str, file: str, table: str) -> tuple[dict[str, Any], list[Any]]:
    data = tables_of(text, file)
    log = data.get(table, [])
    if not isinstance(log, list):
        what = "is not a list of entries"
        raise ProfileError([Problem(f"{file}, {table}", what, fix=f"Write each entry under [[{table}]]")])
    return data, log


def _added(
    path: Path,
    text: str,
    table: str,
    data: dict[str, Any],
    log: list[Any],
    entry: dict[str, Any],
    known: Known,
    today: date,
) -> LogEdit:
    wanted = _with_log(data, table, [*log, entry])
    return _edit(path, text, table, wanted, with_entry(text, table, entry, is_first=not log), known, today)


def _edit(
    path: Path,
    text: str,
    table: str,
    wanted: dict[str, Any],
    changes: Iterator[str],
    known: Known,
    today: date,
) -> LogEdit:
    """Return the first of some changed texts that says what is wanted."""
    for changed in itertools.islice(changes, _MOST_TRIES):
        if _says(changed, table) == _normal(wanted, table):
            profile, problems = built(tables_of(changed, path.name), path.name, changed, known, today)
            if problems or profile is None:
                raise ProfileError(problems)
            return LogEdit(path, changed, profile)
    line = lines_of(text).get((table,), 1)
    what = "the log is laid out in a way that cannot be changed without touching the rest"
    fix = f"Write each entry as a block of its own, [[{table}]], or change it in an editor"
    raise ProfileError([Problem(f"{path.name}, line {line}, {table}", what, fix=fix)])


def save_text(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all.

    Raises
    ------
    ProfileError
        When it cannot be written; the file is then as it was.

    Notes
    -----
    A copy of the old file, ``NAME.before``, stands beside it until the new one is in place and reads back the same.
    Where the path is a link, the file behind it is written.
    """
    target = Path(os.path.realpath(path))
    backup = target.with_name(f"{target.name}.before")
    scratch = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    content = text.encode("utf-8")
    try:
        if target.read_bytes().startswith(_MARK):
            content = _MARK + content
        shutil.copy2(target, backup)
        with scratch.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        shutil.copymode(target, scratch)
        scratch.replace(target)
        is_there = target.read_bytes() == content
    except OSError as error:
        with contextlib.suppress(OSError):
            scratch.unlink(missing_ok=True)
        why = error.strerror or str(error)
        kept = f"The old file is kept as {backup.name}" if backup.exists() else ""
        fix = "See that the folder can be written to"
        raise ProfileError([Problem(str(path), f"cannot be written: {why}", kept, fix)]) from error
    if not is_there:
        what, fix = "what was read back is not what was written", f"The old file is kept as {backup.name}"
        raise ProfileError([Problem(str(path), what, fix=fix)])
    backup.unlink(missing_ok=True)


def _number_of(log: list[Any], code: str, event: str, day: date | None, file: str) -> int:
    """Return which event of the log is meant, the last that fits."""
    fitting = [
        number
        for number, each in enumerate(log)
        if isinstance(each, dict)
        and str(each.get("program_code_nrmp", "")).strip().upper() == code.upper()
        and each.get("event") == event
        and (day is None or each.get("date") == day)
    ]
    if not fitting:
        when = "" if day is None else f" on {day}"
        what = f"no '{event}' of {code}{when}"
        raise ProfileError([Problem(f"{file}, {_LOG}", what, fix="`smartpick log FILE` shows what is there")])
    return fitting[-1]


def _with_log(data: dict[str, Any], table: str, log: list[Any]) -> dict[str, Any]:
    rest = {name: value for name, value in data.items() if name != table}
    return {**rest, table: log} if log else rest


def _normal(data: dict[str, Any], table: str) -> dict[str, Any]:
    """Return what a text says, an empty log and none at all being the same, and the order of entries not told apart."""
    log = data.get(table) or []
    return {**_with_log(data, table, []), table: sorted(map(repr, log))}


def _says(text: str, table: str) -> dict[str, Any] | None:
    try:
        return _normal(tomllib.loads(text.removeprefix("\ufeff")), table)
    except (ValueError, RecursionError):
        return None
