"""How fast are the pages on letters, texts, ties and interviews? Size, first answer, and what one does on them.

``python bench/web_texts.py`` prints each figure with its bar; needs Chromium (``SMARTPICK_CHROMIUM``, else
``/usr/bin/chromium``) and playwright. It talks to the loopback address only, and stops by itself. Times are those from
an act in the browser to the new part in its place, without the 400 ms that the page waits for the next key; the
processor's time beside them is what a busy machine changes least.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from browser import bring_in, launched_here, served, weight  # type: ignore[import-not-found]  # stands beside this file
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
PROFILE = ROOT / "examples/us-md-la-step1-fail.toml"
TEXTS = ROOT / "examples/texts"
TIMES, WORDS = 20, 1000
PAGES = ("/letters", "/texts", "/ties", "/interview")
MORE = """
[[letters]]
writer_role = "program director"
specialty = "Internal Medicine"
weeks_supervised = 1
status = "agreed"

[[ties]]
kind = "partner"
place = "Fresno"
state = "CA"
is_private = true
"""


class Row(NamedTuple):
    """One act: median and 95th percentile in seconds, seconds of the processor each, and the bar for the 95th."""

    name: str
    median: float
    slow: float
    computing: float
    bar: float


def words() -> str:
    """Return a thousand words: the three statements one after the other, cut."""
    names = ("good", "defensive", "vague")
    whole = "\n\n".join((TEXTS / f"statement-{name}.txt").read_text(encoding="utf-8") for name in names)
    return " ".join(whole.split(" ")[:WORDS])


def computed(process: int) -> float:
    """Return the seconds that a process has computed (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ask(page: Page, method: str, address: str, target: str, values: str = "{}") -> None:
    """Let the page ask for a part as its own controls do, and wait until it is in its place."""
    page.evaluate(f"htmx.ajax('{method}', '{address}', {{target: '{target}', swap: 'innerHTML', values: {values}}})")


def row(name: str, process: int, act: Callable[[int], object], bar: float) -> Row:
    """Return how long an act takes, done several times, each time differently; the first is not counted."""
    act(0)
    before = computed(process)
    taken = []
    for number in range(1, TIMES + 1):
        began = time.perf_counter()
        act(number)
        taken.append(time.perf_counter() - began)
    taken.sort()
    return Row(name, statistics.median(taken), taken[int(0.95 * TIMES) - 1], (computed(process) - before) / TIMES, bar)


def measured(page: Page, base: str, process: int) -> list[Row]:
    """Return the acts on the four pages."""
    import json

    text = words()
    found = []
    page.goto(f"{base}/texts")
    page.wait_for_timeout(500)
    began, before = time.perf_counter(), computed(process)
    values = json.dumps({"kind-1": "statement", "text-1": text})
    ask(page, "POST", "/texts", "#marked", values)
    first = time.perf_counter() - began
    found.append(Row(f"text of {WORDS:,} words, the first time", first, first, computed(process) - before, 0.5))

    def check(number: int) -> None:
        said = json.dumps({"kind-1": "statement", "text-1": f"{text} Line {number}."})
        ask(page, "POST", "/texts", "#marked", said)

    found.append(row(f"text of {WORDS:,} words, at each pause", process, check, 0.5))
    page.goto(f"{base}/interview")
    keys = page.locator("#q option").evaluate_all("all => all.map(each => each.value)")
    found.append(
        row(
            "interview: another question",
            process,
            lambda number: ask(page, "GET", f"/interview?q={keys[number % len(keys)]}", "#practice"),
            0.3,
        )
    )

    def spoken(number: int) -> None:
        said = json.dumps({"said-issue": f"{text[:600]} {number}", "said-changes": text[600:1000]})
        ask(page, "POST", "/interview/spoken", "#spoken", said)

    page.goto(f"{base}/interview")
    found.append(row("interview: speaking time at each pause", process, spoken, 0.3))
    page.goto(f"{base}/letters")
    ticks = ("?prefer=1", "?prefer=2", "?prefer=1&with_exams=yes", "?prefer=2&with_exams=yes", "")
    found.append(
        row(
            "letters: a tick",
            process,
            lambda number: ask(page, "GET", f"/letters{ticks[number % len(ticks)]}", "#letters"),
            0.3,
        )
    )
    page.goto(f"{base}/ties")
    asked = ("?private=yes", "?sheets=2", "?area=Texas", "?area=Nevada", "?area=Oregon", "?area=Ohio", "?area=Utah")
    found.append(
        row(
            "ties: a tick, a page of sheets, a place",
            process,
            lambda number: ask(page, "GET", f"/ties{asked[number % len(asked)]}", "#ties"),
            0.3,
        )
    )
    for path in PAGES:
        found.append(row(f"{path}: opened again", process, lambda _, path=path: page.goto(base + path), 0.3))  # type: ignore[misc]  # noqa: PERF401
    return found


def main() -> None:
    """Measure and print."""
    with served() as server:
        with sync_playwright() as tools:
            browser = launched_here(tools)
            sizes = []
            for each in PAGES:
                page = browser.new_context().new_page()
                page.request.get(server.address)
                sizes.append((each, weight(page, server.base + each)))
            page = browser.new_context().new_page()
            page.goto(server.address)
            bring_in(page, server.base, (PROFILE.read_text(encoding="utf-8") + MORE).encode())
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(3000)
            rows = measured(page, server.base, server.process)
            browser.close()
        print("| what | median | 95th percentile | processor | wanted |")
        print("|---|---|---|---|---|")
        for one in rows:
            missed = ", missed" if one.slow > one.bar else ""
            times = f"{one.median:.2f} s | {one.slow:.2f} s{missed} | {one.computing:.2f} s"
            print(f"| {one.name} | {times} | {one.bar} s |")
        for name, size in sizes:
            print(f"| {name}: first visit over the wire | {size:.0f} KB | | | 250 KB |")


if __name__ == "__main__":
    main()
