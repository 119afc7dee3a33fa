"""How things are written for a person and for a program: text that fits, JSON, and files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import gc
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._layout import pad, table_lines, wrapped

if TYPE_CHECKING:
    from smartpick.facts import Facts

__all__ = [
    "Footnotes",
    "Out",
    "busy",
    "day_of",
    "json_chunks",
    "json_option",
    "many_objects",
    "printable",
    "target_problems",
    "today_option",
    "write_bytes",
    "write_json",
]

json_option = Annotated[
    str | None, typer.Option("--json", metavar="FILE", help="Write JSON to a file, or to standard output with `-`.")
]

today_option = Annotated[
    str | None, typer.Option("--today", metavar="DAY", help="Answer as if it were this day, 2026-09-02; else today.")
]

_STYLES = {"bold": "1", "dim": "2"}
_USUAL_WIDTH, _LEAST_WIDTH, _MOST_WIDTH = 110, 40, 140
_SHEET_WIDTH = 88
"""Of a page to hand over: what an editor shows and a printer prints without breaking lines."""

_READING = {
    "primary_checked": "read in the original by two people",
    "primary_single": "read in the original",
    "secondary_agree": "read in copies that agree",
    "secondary_single": "read in one copy, not the original",
    "secondary_weak": "read in a poor copy",
    "derived": "worked out from published figures",
    "assumption": "our assumption, not published",
}


def day_of(text: str | None) -> date:
    """Return the day that an option names, or today.

    Raises
    ------
    RequestError
        When the text is not a day.
    """
    if text is None:
        return date.today()  # noqa: DTZ011 -- the user's own day, wherever she is
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise RequestError([Problem("--today", f"'{text[:40]}' is not a day", fix="Write it as 2026-09-02")]) from error
    if not 2000 <= day.year <= 2100:
        raise RequestError([Problem("--today", f"{day} lies outside 2000 to 2100", fix="Write it as 2026-09-02")])
    return day


def printable(text: str) -> str:
    """Return a text in which characters that steer a terminal are shown as question marks."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "?" for letter in text)


def target_problems(json_to: str | None, xlsx: str | None, profile: Path | None = None) -> list[Problem]:
    """Return what is wrong with the places to write to, before anything is worked out; the profile stays as it is."""
    problems = [
        Problem(option, "no file is named", fix="Name one")
        for option, target in (("--json", json_to), ("--xlsx", xlsx))
        if target is not None and not target.strip()
    ]
    if xlsx == "-":
        problems.append(Problem("--xlsx", "a spreadsheet cannot go to standard output", fix="Name a file"))
    if json_to and xlsx and json_to != "-" and os.path.abspath(json_to) == os.path.abspath(xlsx):  # noqa: PTH100
        problems.append(Problem("--json and --xlsx", "both name the same file", fix="Name two"))
    for option, target in (("--json", json_to), ("--xlsx", xlsx)):
        if profile is not None and target and os.path.abspath(target) == os.path.abspath(profile):  # noqa: PTH100
            problems.append(Problem(option, "that is the profile itself", fix="Name another file"))
    return problems


def write_json(data: Mapping[str, Any], target: str) -> None:
    """Write JSON to a file, or to standard output for ``-``; the same data gives the same bytes, in UTF-8.

    Each field stands on a line of its own, and so does each entry of a list. A list may come as an iterator: its
    entries are made while they are written.
    """
    if target != "-":
        write_bytes(json_chunks(data), target)
        return
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    for chunk in json_chunks(data):
        if buffer is None:
            sys.stdout.write(chunk.decode())
        else:
            buffer.write(chunk)
    sys.stdout.flush()


def json_chunks(data: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield JSON as `write_json` writes it."""
    encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False)

    def encoded(value: object) -> bytes:
        return encoder.encode(value).encode("utf-8", "replace")

    yield b"{"
    for number, (name, value) in enumerate(data.items()):
        yield (b",\n " if number else b"\n ") + encoded(name) + b": "
        if not isinstance(value, list | Iterator):
            yield encoded(value)
            continue
        mark = b"["
        for entry in value:
            yield mark + b"\n  " + encoded(entry)
            mark = b","
        yield b"[]" if mark == b"[" else b"\n ]"
    yield b"\n}\n"


def write_bytes(content: bytes | Iterator[bytes], target: str) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    RequestError
        When the place cannot be written to.
    """
    path = Path(target)
    scratch = path.parent / f".{path.name or 'file'}.{os.getpid()}.tmp"
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        with scratch.open("wb") as handle:
            handle.writelines([content] if isinstance(content, bytes) else content)
        scratch.replace(path)
    except (OSError, ValueError) as error:
        with contextlib.suppress(OSError, ValueError):
            scratch.unlink(missing_ok=True)
        why = getattr(error, "strerror", None) or str(error)
        raise RequestError(
            [Problem(printable(target), f"cannot be written: {why}", fix="Name another place")]
        ) from error
    print(f"Written: {printable(target)}", file=sys.stderr)


@contextlib.contextmanager
def many_objects() -> Iterator[None]:
    """Spare the search for unreachable cycles while many small objects are made that all stay in use."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextlib.contextmanager
def busy(text: str) -> Iterator[None]:
    """Say on a terminal's standard error what is being worked out, and take it back when it is done."""
    shown = sys.stderr.isatty()
    if shown:
        print(f"{text} …", end="", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        if shown:
            print("\r" + " " * (len(text) + 2) + "\r", end="", file=sys.stderr, flush=True)


class Footnotes:
    """Numbers the tables that figures rest on, in the order in which they are first cited."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._numbers: dict[str, int] = {}

    def mark(self, fact_ids: Iterable[str]) -> str:
        """Return the marks of some fact rows, ``[1][4-6]``; empty when there are none."""
        tables = dict.fromkeys(fact_id.partition("/")[0] for fact_id in fact_ids)
        numbers = sorted(self._numbers.setdefault(table, len(self._numbers) + 1) for table in tables)
        runs: list[list[int]] = []
        for number in numbers:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return "".join(f"[{run[0]}]" if len(run) == 1 else f"[{run[0]}-{run[-1]}]" for run in runs)

    def lines(self) -> list[str]:
        """Return one line for each table cited: its number, its source, how it was read, and its name."""
        lines = []
        for table_id, number in self._numbers.items():
            table = self._facts.table(table_id)
            source = self._facts.source(table.source)
            reading = _READING.get(str(table.verification), str(table.verification))
            lines.append(
                f"[{number}] {source.producer}: {source.title}, {table.season}; {table.locator}; {reading} ({table_id})"
            )
        return lines


class Out:
    """Writes for a person, at the terminal's width; ``NO_COLOR`` and pipes get plain text.

    Parameters
    ----------
    to
        Where a page to hand over is collected, in plain text, instead of being printed.
    sheet_width
        Width of such a page.
    """

    def __init__(self, to: TextIO | None = None, sheet_width: int = _SHEET_WIDTH) -> None:
        self._to = to
        self.width = _width() if to is None else sheet_width
        is_plain = (
            to is not None or not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        )
        # An old Windows console shows the codes instead of heeding them.
        self._is_styled = not is_plain and (os.name != "nt" or "WT_SESSION" in os.environ)

    def line(self, text: str = "", style: str = "", *, first: str = "", rest: str = "") -> None:
        """Write one paragraph, wrapped at the width; its lines begin with `first`, then `rest`."""
        for line in wrapped(text, self.width, first=first, rest=rest):
            self._print(line, style)

    def line_as_is(self, text: str, style: str = "") -> None:
        """Write one line that is laid out already."""
        self._print(text, style)

    def item(self, text: str) -> None:
        """Write one point of a list."""
        self.line(text, first="- ", rest="  ")

    def heading(self, text: str) -> None:
        """Write a heading, with an empty line before it."""
        self._print("", "")
        self.line(text, "bold")

    def pairs(self, pairs: Mapping[str, object]) -> None:
        """Write names and values, one a line."""
        widest = min(24, max(map(len, pairs), default=0))
        for name, value in pairs.items():
            self.line("" if value is None else str(value), first=pad(name, widest) + "  ", rest=" " * (widest + 2))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Write a table; long cells wrap, and where the width is too small it is stacked."""
        cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
        for line in table_lines(header, cells, self.width):
            self._print(line, "")

    def sources(self, notes: Footnotes) -> None:
        """Write the tables that were cited."""
        self.heading("Sources")
        for line in notes.lines():
            self.line(line, rest="    ")

    def left_out(self, facts: Facts) -> None:
        """Say which publishers this build leaves out, if any."""
        if facts.left_out:
            self.line(f"This build leaves out the tables of: {', '.join(facts.left_out)}.")

    def _print(self, line: str, style: str) -> None:
        print(f"\x1b[{_STYLES[style]}m{line}\x1b[0m" if style and self._is_styled and line else line, file=self._to)


def _width() -> int:
    """Return the width to write at: the terminal's, or COLUMNS, or a usual one."""
    columns = shutil.get_terminal_size((_USUAL_WIDTH, 0)).columns if sys.stdout.isatty() else _from_environment()
    return min(_MOST_WIDTH, max(_LEAST_WIDTH, columns))


def _from_environment() -> int:
    text = os.environ.get("COLUMNS", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else _USUAL_WIDTH
