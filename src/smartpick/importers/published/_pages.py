"""Takes the text of a PDF apart into pages and lines, each word with its place, within limits of time and size.

The library is pypdf: it is plain Python without dependencies, so a hostile file can at worst raise an error, never harm
memory; its layout mode tells where on a line a word stands, which is what tells an empty cell from a missing one.
"""

from __future__ import annotations

import contextlib
import io
import logging
import queue
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from smartpick.errors import RequestError
from smartpick.importers._rows import problem_at

__all__ = ["Line", "Page", "Word", "lines_of_text", "pages_of", "problem_on"]

MOST_BYTES = 60_000_000
MOST_PAGES = 600
MOST_LINES = 400
MOST_LETTERS = 60_000
"""Of one page: a full page of such a report has some 8,000."""
SECONDS_A_PAGE = 10.0
"""A page of 50 rows takes a tenth of a second; a page that takes this long is no page of a table."""
_PLAIN = (
    dict.fromkeys((0x2018, 0x2019), "'")
    | dict.fromkeys((0x201C, 0x201D), '"')
    | dict.fromkeys(range(0x2010, 0x2015), "-")
)
"""Fonts turn quotes and dashes; names are kept with plain ones."""
_FIX = "Download it anew from the publisher, and give the PDF itself, not a scan or a printout of it"
_WORD = re.compile(r"\S+")
_STRANGE = re.compile(r"[^\x20-\x7e\u00a0-\u024f\u2010-\u2026\u2122\u00ae]")


class Word(NamedTuple):
    """A word, and the columns of letters at which it begins and ends."""

    start: int
    end: int
    text: str

    @property
    def centre(self) -> float:
        """The middle of it."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, numbered from 1 over the lines that are not empty."""

    page: int
    number: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The whole line, gaps closed."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Page:
    """One page, from 1."""

    number: int
    lines: tuple[Line, ...]


def problem_on(name: str, line: Line | None, column: str, what: str, why: str = "", fix: str = _FIX) -> RequestError:
    """Return the error for a page, row and column of a PDF."""
    where = name
    if line is not None:
        where += f", page {line.page}, row {line.number}"
    if column:
        where += f", column {column}"
    return problem_at(where, what, why, fix)


def pages_of(content: bytes, name: str) -> Iterator[Page]:
    """Yield the pages of a PDF.

    Raises
    ------
    RequestError
        When it is no PDF, is locked, damaged, too large, holds no text, or takes too long.
    """
    if len(content) > MOST_BYTES:
        raise problem_at(name, f"the file is larger than {MOST_BYTES / 1e6:.0f} MB", fix=_FIX)
    if b"%PDF" not in content[:1024]:
        raise problem_at(name, "that is no PDF", fix=_FIX)
    seen = 0
    for number, text in _timed(_texts(content, name), name):
        page = Page(number, lines_of_text(text, number, name))
        seen += len(page.lines)
        yield page
    if not seen:
        raise problem_at(name, "no text stands in it: it may be a scan", fix=_FIX)


def lines_of_text(text: str, page: int, name: str) -> tuple[Line, ...]:
    """Return the lines of a page from text that is laid out with blanks."""
    if len(text) > MOST_LETTERS * 5:
        raise problem_at(f"{name}, page {page}", f"more than {MOST_LETTERS * 5:,} letters on one page", fix=_FIX)
    lines: list[Line] = []
    for row in text.splitlines():
        words = tuple(
            Word(found.start(), found.end(), _STRANGE.sub("?", found[0].translate(_PLAIN)))
            for found in _WORD.finditer(row.rstrip())
        )
        if words:
            lines.append(Line(page, len(lines) + 1, words))
        if len(lines) > MOST_LINES:
            raise problem_at(f"{name}, page {page}", f"more than {MOST_LINES} lines on one page", fix=_FIX)
    return tuple(lines)


def _texts(content: bytes, name: str) -> Iterator[tuple[int, str]]:
    import pypdf

    with _quiet():
        try:
            reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
            is_locked = reader.is_encrypted and not reader.decrypt("")
            total = 0 if is_locked else len(reader.pages)
        except Exception as error:
            # The library raises whatever a damaged part leads it to.
            why = f"{type(error).__name__}: {str(error)[:100]}"
            raise problem_at(name, "the PDF is damaged or cut off", why, _FIX) from error
        if is_locked:
            raise problem_at(name, "the PDF is locked by a password", fix="Save it without one")
        if not total:
            raise problem_at(name, "the PDF has no page", "It may be cut off", _FIX)
        if total > MOST_PAGES:
            raise problem_at(name, f"{total:,} pages; at most {MOST_PAGES} are read", fix=_FIX)
        for number in range(1, total + 1):
            try:
                page = reader.pages[number - 1]
                _check_size(page, name, number)
                text = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
            except RequestError:
                raise
            except Exception as error:
                why = f"{type(error).__name__}: {str(error)[:100]}"
                raise problem_at(f"{name}, page {number}", "the page cannot be read", why, _FIX) from error
            yield number, text


def _check_size(page: object, name: str, number: int) -> None:
    """Refuse a page that holds far more than a table needs, before it is laid out."""
    contents = page.get_contents()  # type: ignore[attr-defined]
    size = 0 if contents is None else len(contents.get_data())
    if size > 40 * MOST_LETTERS:
        what = f"its content unpacks to {size / 1e6:.1f} MB"
        raise problem_at(f"{name}, page {number}", what, "A page of a table takes far less", _FIX)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's own warnings off the screen: what matters is told as an error of ours."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    # The loggers under it have no level of their own and go by this one.
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


_End = type("_End", (), {})


def _timed(texts: Iterator[tuple[int, str]], name: str) -> Iterator[tuple[int, str]]:
    """Yield what another thread makes, and give up when one step of it takes too long."""
    made: queue.Queue[object] = queue.Queue(maxsize=4)
    has_ended = threading.Event()

    def put(each: object) -> bool:
        while not has_ended.is_set():
            with contextlib.suppress(queue.Full):
                made.put(each, timeout=0.05)
                return True
        return False

    def work() -> None:
        try:
            for each in texts:
                if not put(each):
                    return
            put(_End())
        except BaseException as error:  # noqa: BLE001 -- it is raised again where the pages are asked for
            put(error)

    # A thread that hangs in the library must not keep the program from ending.
    threading.Thread(target=work, daemon=True, name="pages of a PDF").start()
    page = 0
    try:
        while True:
            try:
                each = made.get(timeout=SECONDS_A_PAGE)
            except queue.Empty:
                where = f"{name}, page {page + 1}"
                what = f"the page takes longer than {SECONDS_A_PAGE:g} seconds to read"
                raise problem_at(where, what, "A table of a report does not", _FIX) from None
            if isinstance(each, _End):
                return
            if isinstance(each, BaseException):
                raise each
            assert isinstance(each, tuple)  # noqa: S101 -- nothing else is put there
            page = each[0]
            yield each
    finally:
        has_ended.set()
