"""Reads counts of questions done from a csv that she made or that her question bank exports; nothing is fetched.

A column of questions *done* is a running count; one of *questions* is what a sitting had, and is added up by day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from smartpick.errors import Problem, RequestError
from smartpick.importers._csv import delimited
from smartpick.importers._decode import text_of
from smartpick.importers._file import content_of
from smartpick.importers._rows import problem_at, shown

__all__ = ["BankCount", "counts_of", "read_counts"]

_HEADERS = {
    "date": "date|day|test date|taken|date taken|completed on|created",
    "done": "done|questions done|completed|questions completed|total done|used|questions used",
    "sitting": "questions|question count|number of questions|no of questions|answered|questions answered|items|q",
    "total": "total|of|questions in all|total questions|bank size|size",
    "percent": "percent correct|% correct|percent|correct %|score|percentage|pct correct|% right|percent right",
    "correct": "correct|right|questions correct|number correct|no correct",
    "bank": "bank|question bank|qbank|name|source",
}
_MEANINGS = {header: meaning for meaning, headers in _HEADERS.items() for header in headers.split("|")}
_MOST = 100_000
_LOOKED_AT = 20
_MOST_TOLD = 20
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_HOW = "Columns: date, done (so far) or questions (of that sitting), and if you like total, correct or % correct, bank"


@dataclass(frozen=True, slots=True)
class BankCount:
    """Questions done in one bank until a day, that day included.

    Attributes
    ----------
    percent_correct
        Of those done so far, 0-100; None where the file does not tell.
    """

    bank: str
    day: date
    done: int
    total: int | None
    percent_correct: float | None


@dataclass(slots=True)
class _Sum:
    """What a bank's sittings come to so far."""

    done: int = 0
    correct: float = 0.0
    knows_correct: bool = True


def read_counts(path: Path, today: date | None = None) -> tuple[BankCount, ...]:
    """Return one count for each bank and day, by bank and day.

    Parameters
    ----------
    today
        No count may lie after it; None where any day will do.

    Raises
    ------
    RequestError
        With every row that cannot be understood, lies ahead of today, or falls below an earlier count of its bank.
    """
    content, name = content_of(path, "a csv file with a date and a count in each row")
    return counts_of(content, name, today)


def counts_of(content: bytes, name: str, today: date | None = None) -> tuple[BankCount, ...]:
    """Return the counts that bytes hold."""
    rows = delimited(text_of(content, name), name).rows
    found = next(
        ((at, columns) for at, (_, cells) in enumerate(rows[:_LOOKED_AT]) if (columns := _columns(cells))), None
    )
    if found is None:
        raise problem_at(name, "no header with a date and a count was found", fix=_HOW)
    at, columns = found
    problems: list[Problem] = []
    read = [
        (line, one)
        for line, cells in rows[at + 1 :]
        if (one := _row(name, line, {what: cells[k] for what, k in columns.items() if k < len(cells)}, problems))
    ]
    heads = {what: shown(rows[at][1][k], 40) for what, k in columns.items()}
    problems += _impossible(name, heads, read, today)
    if problems:
        raise RequestError(problems[:_MOST_TOLD])
    if not read:
        raise problem_at(name, "it has a header and no counts", fix=_HOW)
    counts = _running([one for _, one in read]) if "done" in columns else _added([one for _, one in read])
    too_many = next((each for each in counts if each.done > _MOST), None)
    if too_many is not None:
        raise problem_at(
            name, f"{too_many.done:,} questions until {too_many.day}", fix=f"At most {_MOST:,} are counted"
        )
    return counts


def _impossible(
    name: str,
    heads: Mapping[str, str],
    read: list[tuple[int, tuple[str, date, int, int | None, float | None]]],
    today: date | None,
) -> list[Problem]:
    """Return what cannot be so: days that lie ahead, more done than there is, a count that falls from day to day."""
    problems: list[tuple[int, Problem]] = []
    counted = "done" if "done" in heads else "sitting"
    highest: dict[str, tuple[int, date, int]] = {}
    for line, (bank, day, count, total, _) in sorted(read, key=lambda row: (row[1][0], row[1][1], row[0])):
        if today is not None and day > today:
            fix = f"Correct the day or take the row out: today is {today}"
            problems.append((line, Problem(_at(name, line, heads["date"]), f"{day} lies ahead", fix=fix)))
            continue
        if counted != "done":
            continue
        where = _at(name, line, heads["done"])
        if total is not None and count > total:
            what = f"{count:,} questions done of {total:,}"
            problems.append((line, Problem(where, what, fix="Correct one of the two")))
        most, when, before = highest.get(bank, (0, day, line))
        if count < most and day > when:
            what = f"{count:,} questions done, fewer than the {most:,} of {when} (line {before})"
            fix = "Write how many are done so far; a bank that was begun anew gets another name in a column bank"
            problems.append((line, Problem(where, what, fix=fix)))
        elif count >= most:
            highest[bank] = (count, day, line)
    return [problem for _, problem in sorted(problems, key=lambda each: each[0])]


def _at(name: str, line: int, head: str) -> str:
    return f"{name}, line {line}, column '{head}'"


def _columns(cells: tuple[str, ...]) -> dict[str, int]:
    """Return meaning → column of a header; empty where the row is none."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        words = " ".join(re.sub(r"[_.:#]", " ", cell.lower()).split())
        meaning = _MEANINGS.get(words)
        if meaning is not None:
            found.setdefault(meaning, at)
    return found if "date" in found and {"done", "sitting"} & set(found) else {}


def _row(
    name: str, line: int, cells: Mapping[str, str], problems: list[Problem]
) -> tuple[str, date, int, int | None, float | None] | None:
    """Return bank, day, count, total and percent of a row; what is wrong with it joins the problems."""
    before = len(problems)

    def wrong(what: str, fix: str) -> None:
        problems.append(Problem(f"{name}, line {line}", what, fix=fix))

    day = _day(cells.get("date", ""))
    if day is None:
        wrong(f"'{shown(cells.get('date', ''), 40)}' is not a day", "Write it as 2026-08-01 or 8/1/2026 (month first)")
    key = "done" if "done" in cells else "sitting"
    count = _whole(cells.get(key, ""))
    if count is None:
        wrong(f"'{shown(cells.get(key, ''), 40)}' is not a count of questions", "Write a whole number")
    total = _whole(cells["total"]) if cells.get("total") else None
    if cells.get("total") and not total:
        wrong(f"'{shown(cells['total'], 40)}' is not a number of questions in all", "Write a whole number, or nothing")
    percent = _percent(cells, count, wrong)
    if len(problems) > before or day is None or count is None:
        return None
    return shown(cells.get("bank", "") or "question bank", 60), day, count, total, percent


def _percent(cells: Mapping[str, str], count: int | None, wrong: Callable[[str, str], None]) -> float | None:
    """Return how many of a hundred were right; None where it is not told."""
    if cells.get("percent"):
        text = cells["percent"].replace("%", "").replace(",", ".").strip()
        value = float(text) if re.fullmatch(r"\d{1,3}(\.\d+)?", text, re.ASCII) else None
        if value is None or value > 100:
            wrong(f"'{shown(cells['percent'], 40)}' is not a percentage", "Write 0 to 100")
            return None
        return value
    if cells.get("correct"):
        right = _whole(cells["correct"])
        if right is None or (count is not None and right > count):
            wrong(f"'{shown(cells['correct'], 40)}' right answers do not fit", "Write at most as many as were done")
            return None
        return 100 * right / count if count else None
    return None


def _running(rows: list[tuple[str, date, int, int | None, float | None]]) -> tuple[BankCount, ...]:
    """Return running counts: the highest of a day stands."""
    found: dict[tuple[str, date], BankCount] = {}
    for bank, day, done, total, percent in rows:
        old = found.get((bank, day))
        if old is None or done >= old.done:
            found[bank, day] = BankCount(bank, day, done, total, percent)
    return tuple(found[key] for key in sorted(found))


def _added(rows: list[tuple[str, date, int, int | None, float | None]]) -> tuple[BankCount, ...]:
    """Return what sittings come to, day by day."""
    sums: dict[str, _Sum] = {}
    found: dict[tuple[str, date], BankCount] = {}
    for bank, day, count, total, percent in sorted(rows, key=lambda row: (row[0], row[1])):
        each = sums.setdefault(bank, _Sum())
        each.done += count
        each.knows_correct = each.knows_correct and percent is not None
        each.correct += count * (percent or 0.0) / 100
        share = round(100 * each.correct / each.done, 1) if each.knows_correct and each.done else None
        found[bank, day] = BankCount(bank, day, each.done, total, share)
    return tuple(found[key] for key in sorted(found))


def _day(text: str) -> date | None:
    head = text.strip().split("T")[0].split(" ")[0]
    try:
        if us := _US.fullmatch(head):
            return date(int(us[3]), int(us[1]), int(us[2]))
        return date.fromisoformat(head) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", head, re.ASCII) else None
    except ValueError:
        return None


def _whole(text: str) -> int | None:
    bare = text.strip().replace(",", "")
    return int(bare) if re.fullmatch(r"\d{1,6}", bare, re.ASCII) else None
