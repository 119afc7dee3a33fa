"""Pasted lines of programs and days: what was understood of each, for ``smartpick log --list`` and for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartpick.present._output import Out, busy, printable, write_json
from smartpick.present._words import percent, range_of

if TYPE_CHECKING:
    from smartpick.explain import ListRequest
    from smartpick.explain.tracker import Effect
    from smartpick.facts import Facts
    from smartpick.profile import Profile
    from smartpick.programs import Directory, Program

__all__ = ["THERE", "Line", "lines_json", "log_lines", "text_in", "understood"]

SCHEMA = "smartpick.log_lines/1"
NEW, THERE, UNCLEAR = "new", "there already", "not clear"


@dataclass(slots=True)
class Line:
    """One line, as it was understood.

    Attributes
    ----------
    options
        Programs to choose among where one alone is not sure.
    day, said
        The day (ISO, empty without one), and how it was written.
    unread
        What looks like a day and is none that is read; empty without.
    is_used
        Whether it is to be kept.
    state
        ``new``, ``there already`` or ``not clear``.
    """

    number: int
    text: str
    code: str
    program: Program | None
    options: tuple[Program, ...]
    how: str
    day: str
    said: str
    is_used: bool
    state: str
    problems: list[str] = field(default_factory=list)
    unread: str = ""


def understood(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    season: int,
    text: str,
    event: str,
    chosen: Mapping[int, str] | None = None,
) -> list[Line]:
    """Return lines as they are understood; nothing is kept.

    Parameters
    ----------
    chosen
        Line → NRMP code that was chosen for it, or ``none`` to leave it out.

    Raises
    ------
    RequestError
        When nothing or too much stands there, or a choice names a line or a code that is not there.
    """
    from smartpick.importers import MatchKind, match_list
    from smartpick.importers.invitations import read_invitations
    from smartpick.programs import resolve_specialty

    found = read_invitations(text, season)
    specialties = [resolve_specialty(facts, name).key for name in profile.goals.specialties]
    there = {(each.program_code_nrmp, each.event) for each in profile.season_log}
    lines: list[Line] = []
    seen: set[str] = set()
    for match in match_list(directory, found.list, specialties, chosen):
        if match.kind is MatchKind.LEFT_OUT:
            continue
        number = match.row.line
        code = match.program.program_code_nrmp if match.program else ""
        state = NEW if code else UNCLEAR
        if code and ((code, event) in there or code in seen):
            state = THERE
        seen.add(code)
        day = found.days.get(number)
        lines.append(
            Line(
                number,
                found.texts[number],
                code,
                match.program,
                match.options,
                match.how,
                "" if day is None else day.isoformat(),
                found.said.get(number, ""),
                state == NEW and number not in found.unread,
                state,
                unread=found.unread.get(number, ""),
            )
        )
    return lines


def lines_json(lines: list[Line], event: str, effect: Effect | None, *, is_written: bool) -> dict[str, Any]:
    """Return lines, and what keeping them changes, as plain data."""
    from smartpick.present._tracker_json import effect_json

    return {
        "schema": SCHEMA,
        "event": event,
        "is_written": is_written,
        "lines": [
            {
                "line": each.number,
                "text": each.text,
                "program_code_nrmp": each.code or None,
                "name": None if each.program is None else each.program.name,
                "date": each.day or None,
                "date_not_read": each.unread or None,
                "state": each.state,
                "how": each.how,
                "near": [
                    {"program_code_nrmp": option.program_code_nrmp, "name": option.name} for option in each.options
                ],
            }
            for each in lines
        ],
        "effect": None if effect is None else effect_json(effect),
    }


def text_in(path: Path) -> str:
    """Return the text of a file of lines; ``-`` is standard input.

    Raises
    ------
    RequestError
        When it cannot be read, or is no text.
    """
    import sys

    from smartpick.errors import Problem, RequestError

    most = 200_000
    fix = "Name a text or csv file with one program a line"
    try:
        if str(path) == "-":
            raw = sys.stdin.buffer.read(most + 1)
        else:
            with path.open("rb") as handle:
                raw = handle.read(most + 1)
        if len(raw) > most:
            raise RequestError(
                [Problem("--list", f"more than {most:,} bytes", fix="Keep the lines with programs only")]
            )
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise RequestError([Problem("--list", f"cannot be read: {error.strerror or error}", fix=fix)]) from error
    except ValueError as error:
        raise RequestError([Problem("--list", "is no UTF-8 text", fix=fix)]) from error


def log_lines(
    facts: Facts,
    directory: Directory,
    applicant: Profile,
    path: Path,
    text: str,
    event: str,
    chosen: Mapping[int, str],
    request: ListRequest,
    json_to: str | None,
    *,
    is_written: bool,
) -> None:
    """Enter the lines that are clear and new, and say what they change; the others are told, and never entered.

    Raises
    ------
    UserError
        When the profile would not be in order with a line.
    """
    from datetime import date
    from tempfile import TemporaryDirectory

    from smartpick.errors import Problem, ProfileError, RequestError
    from smartpick.explain.tracker import effect_of, entry_problems
    from smartpick.facts import season_of
    from smartpick.profile import Known
    from smartpick.profile.log import edited_log, save_text

    season = request.season or applicant.season or season_of(facts, request.today)
    lines = understood(facts, directory, applicant, season, text, event, chosen)
    used = [each for each in lines if each.is_used]
    problems: list[Problem] = []
    for each in used:
        assert each.program is not None  # noqa: S101 -- what is new has one
        day = date.fromisoformat(each.day) if each.day else None
        wrong = entry_problems(facts, applicant, request, each.program, event, day, is_forced=True)
        problems += [Problem(f"line {each.number}, {each.program.name}", one.what, one.why, one.fix) for one in wrong]
    if problems:
        raise RequestError(problems)
    known = Known.of(facts, directory)
    after, whole = applicant, ""
    with TemporaryDirectory() as folder:
        # All lines or none: they are put together in a copy, and the file is written once.
        copy = Path(folder) / path.name
        copy.write_bytes(path.read_bytes())
        for each in used:
            day = date.fromisoformat(each.day) if each.day else None
            try:
                edit = edited_log(copy, known, request.today, each.code, event, day)
            except ProfileError as error:
                where = f"line {each.number}, {each.program.name if each.program else each.code}"
                raise RequestError([Problem(where, one.what, one.why, one.fix) for one in error.problems]) from error
            save_text(copy, edit.text)
            after, whole = edit.profile, edit.text
    if is_written and used:
        save_text(path, whole)
    effect = None
    if used:
        with busy("Working out what they change"):
            effect = effect_of(facts, directory, applicant, after, request)
    if json_to:
        write_json(lines_json(lines, event, effect, is_written=is_written), json_to)
        return
    _show(lines, event, effect, path, is_written=is_written)


def _show(lines: list[Line], event: str, effect: Effect | None, path: Path, *, is_written: bool) -> None:
    out = Out()
    new, unclear = sum(each.is_used for each in lines), sum(each.state == UNCLEAR for each in lines)
    undated = sum(bool(each.unread) for each in lines)
    verb = "entered" if is_written else "would be entered"
    out.line(f"{new} of {len(lines)} lines {verb} as '{event}' in {printable(str(path))}.")
    if effect is not None and effect.before.p_match is not None and effect.after.p_match is not None:
        number = len(effect.programs)
        out.line(
            f"Over the {'one program' if number == 1 else f'{number} programs'} of your log the chance of matching was"
            f" {percent(effect.before.p_match)} and is {percent(effect.after.p_match)}."
        )
        if effect.before.interviews is not None and effect.after.interviews is not None:
            before, after = range_of(effect.before.interviews), range_of(effect.after.interviews)
            out.line(f"Interviews expected from {'it' if number == 1 else 'them'}: {before} before, {after} now.")
        if effect.silence is not None:
            out.line(effect.silence.text)
    out.line(
        f"{unclear} not clear: say which program with --choose LINE=CODE."
        if unclear
        else f"The day of {undated} line{'' if undated == 1 else 's'} is not read: see below."
        if undated
        else "Each line has its program; nothing is left to do."
    )
    for each in lines:
        name = f"{each.program.name} ({each.code})" if each.program else each.how
        near = "; ".join(f"{option.name} ({option.program_code_nrmp})" for option in each.options[:3])
        day = f", {each.day}" if each.day else ""
        if each.unread:
            day = f", its day “{each.unread}” is not read (write 12/31/2026), so it is not entered"
        out.item(f"line {each.number}, “{each.text}”: {name}{day}: {each.state}{f'; near it: {near}' if near else ''}")
