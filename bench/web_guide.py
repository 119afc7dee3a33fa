"""How fast and how large are the guide's pages? Each page in Chromium, and the interactions that it offers.

``python bench/web_guide.py`` prints a table: for each page the time until it is parsed, the first time (the record is
read then) and again (median and 95th percentile), and its size over the wire with an empty cache; for each interaction
the time until the new part stands in its place. Needs Chromium (``SMARTPICK_CHROMIUM``, else ``/usr/bin/chromium``)
and playwright. It talks to the loopback address only, and stops by itself. Give pages as arguments to measure others.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from browser import Served, bring_in, heard, kilobytes, launched_here, served  # type: ignore[import-not-found]  # stands beside this file
from playwright.sync_api import Browser, Page, sync_playwright

PAGES = ("/record", "/routes", "/plan", "/questions", "/packet")
INTERACTIONS = (
    (
        "plan: a kind ticked",
        "/plan",
        "#days",
        [f"/plan?kind={kind}" for kind in ("letters", "rank", "soap", "contact")],
    ),
    ("plan: a month turned", "/plan", "#days", [f"/plan?month=2027-0{month}" for month in range(1, 5)]),
    (
        "packet: a part taken out",
        "/packet",
        "#preview",
        [f"/packet?redact={part}" for part in ("exams", "ties", "work")],
    ),
)
"""Name, page, the part that is put in anew, and addresses that put it there."""
TIMES = 20
EXAMPLE = Path(__file__).parents[1] / "examples/us-md-la-step1-fail.toml"


def opened(page: Page, address: str) -> float:
    """Return the seconds until a page is parsed."""
    began = time.perf_counter()
    page.goto(address, wait_until="domcontentloaded")
    return time.perf_counter() - began


def visit(browser: Browser, address: str, path: str) -> tuple[float, float, float]:
    """Return the seconds of a first visit, those until nothing is waited for, and its kilobytes with what follows."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(address.replace("/?", "/static/icon.svg?"))
    requests = heard(page)
    began = time.perf_counter()
    seconds = opened(page, address.partition("/?")[0] + path)
    page.locator(".waiting").last.wait_for(state="detached", timeout=120_000)
    whole = time.perf_counter() - began
    page.wait_for_timeout(300)
    size = kilobytes(requests)
    page.context.close()
    return seconds, whole, size


def swapped(page: Page, target: str, address: str) -> float:
    """Return the seconds from a tick to the new part in its place."""
    began = time.perf_counter()
    page.evaluate(f"htmx.ajax('GET', '{address}', {{target: '{target}', select: '{target}', swap: 'outerHTML'}})")
    return time.perf_counter() - began


def middle_and_high(seconds: list[float]) -> str:
    """Return median and 95th percentile."""
    found = sorted(seconds)
    return f"{statistics.median(found):.2f} and {found[int(0.95 * len(found)) - 1]:.2f} s"


def measure(server: Served, pages: tuple[str, ...]) -> None:
    """Measure and print."""
    base = server.base
    with sync_playwright() as tools:
        browser = launched_here(tools)
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.goto(server.address)
        bring_in(page, base, EXAMPLE.read_bytes())
        print("| page | first time | all of it | again, median and 95th percentile | over the wire |")
        print("|---|---|---|---|---|")
        for each in pages:
            first, whole, size = visit(browser, server.address, each)
            again = middle_and_high([opened(page, base + each) for _ in range(TIMES)])
            print(f"| {each} | {first:.2f} s | {whole:.2f} s | {again} | {size:.0f} KB |")
        print("\n| interaction | median and 95th percentile | wanted |\n|---|---|---|")
        for name, where, target, addresses in INTERACTIONS:
            page.goto(base + where)
            page.locator(".waiting").last.wait_for(state="detached", timeout=120_000)
            found = [swapped(page, target, addresses[number % len(addresses)]) for number in range(TIMES)]
            print(f"| {name} | {middle_and_high(found)} | 0.3 s at the 95th |")
        browser.close()


def main() -> None:
    """Start a server with a file of its own, measure, stop it."""
    with served() as server:
        measure(server, tuple(sys.argv[1:]) or PAGES)


if __name__ == "__main__":
    main()
