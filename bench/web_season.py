"""How fast are the season's pages? Entries, pasted lines and ranks in Chromium, and what each page weighs.

``python bench/web_season.py`` prints each figure with its bar; needs Chromium (``SMARTPICK_CHROMIUM``, else
``/usr/bin/chromium``) and playwright. It talks to the loopback address only, and stops by itself. The day is fixed, so
that the season of the profile does not depend on when it is run.
"""

from __future__ import annotations

import itertools
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from browser import computing, launched_here, resident, weight  # type: ignore[import-not-found]  # stands beside this file
from playwright.sync_api import Page, sync_playwright

TODAY = date(2026, 11, 20)
TOKEN = "token-of-this-measurement"  # noqa: S105 -- made up
APPLIED, INVITED, TIMES = 60, 12, 20
EXAMPLE = Path(__file__).parents[1] / "examples/us-md-la-step1-fail.toml"
PAGES = ("/season", "/season/interviews", "/rank", "/soap")


def serve(home: str) -> None:
    """Serve the page for a profile with a full log; prints the address."""
    import uvicorn

    from smartpick.facts import open_facts
    from smartpick.present.web import create_app
    from smartpick.programs import load_directory
    from smartpick.store import open_store

    programs = load_directory(open_facts(), ["family_medicine"]).programs
    codes = [each.program_code_nrmp for each in programs if each.track == "categorical"][: APPLIED + TIMES]
    log = [(code, "applied", "2026-09-24") for code in codes[:APPLIED]]
    log += [(code, "invited", f"2026-10-{10 + number}") for number, code in enumerate(codes[:INVITED])]
    log += [(code, "scheduled", f"2026-12-{3 + number:02d}") for number, code in enumerate(codes[:INVITED])]
    text = EXAMPLE.read_text(encoding="utf-8") + "".join(
        f'\n[[season_log]]\nprogram_code_nrmp = "{code}"\nevent = "{event}"\ndate = {day}\n' for code, event, day in log
    )
    store = open_store(Path(home) / "smartpick.sqlite")
    store.add("Bench", text, "new")
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    app = create_app(store, frozenset({host}), TOKEN, today=lambda: TODAY)
    print(f"http://{host} {' '.join(codes[INVITED : INVITED + TIMES])}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none")).run(sockets=[listening])


def pressed(page: Page, button: str, *parts: str) -> list[float]:
    """Return the seconds from pressing a button until each of some parts of the page is there anew, by their ids."""
    found: list[float] = page.evaluate(
        """([button, parts]) => new Promise(done => {
            const began = performance.now(), times = [];
            const heard = event => {
                if (event.target.id !== parts[times.length]) return;
                times.push((performance.now() - began) / 1000);
                if (times.length < parts.length) return;
                document.removeEventListener('htmx:afterSettle', heard);
                done(times);
            };
            document.addEventListener('htmx:afterSettle', heard);
            document.getElementById(button).click();
        })""",
        [button, list(parts)],
    )
    return found


def entered(page: Page, base: str, codes: list[str]) -> tuple[list[float], list[float]]:
    """Return the seconds from an entry to the tracker with it, and to what it changed."""
    found = []
    page.goto(f"{base}/season")
    for code in codes:
        page.fill("#a-program", code)
        page.fill("#a-day", "2026-11-18")
        found.append(pressed(page, "add-button", "tracker", "effect"))
    return [each[0] for each in found], [each[1] for each in found]


def pasted(page: Page, base: str, codes: list[str]) -> list[float]:
    """Return the seconds from pasted lines to what was understood."""
    found = []
    for number in range(TIMES):
        page.goto(f"{base}/season")
        page.fill("#p-text", "\n".join(f"{code} 11/{number % 9 + 1}" for code in codes))
        found += pressed(page, "understand-button", "paste")
    return found


def ranked(page: Page, base: str) -> list[float]:
    """Return the seconds from a move to the ranks with their new chances."""
    page.goto(f"{base}/rank")
    found = []
    for number in range(TIMES):
        code = page.locator(".ranks > li").nth(2 + number % (INVITED - 2)).get_attribute("data-code")
        found += pressed(page, f"up-{code}", "ranks")
    return found


def loaded(page: Page, address: str) -> list[float]:
    """Return the seconds from asking for a page to having it."""
    found = []
    for _ in range(TIMES):
        began = time.perf_counter()
        page.goto(address, wait_until="domcontentloaded")
        found.append(time.perf_counter() - began)
    return found


def high(seconds: list[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    return 1000 * statistics.quantiles(seconds, n=20)[-1]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home:
        server = subprocess.Popen([sys.executable, __file__, home], stdout=subprocess.PIPE, text=True)
        try:
            base, *codes = (server.stdout.readline() if server.stdout else "").split()
            with sync_playwright() as tools:
                browser = launched_here(tools)
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                page.goto(f"{base}/?token={TOKEN}")
                page.wait_for_load_state("networkidle")
                cookies = page.context.cookies()
                heavy = {}
                for each in PAGES:
                    context = browser.new_context(viewport={"width": 1280, "height": 900})
                    context.add_cookies([{k: c[k] for k in ("name", "value", "domain", "path")} for c in cookies])
                    heavy[each] = weight(context.new_page(), base + each)
                    context.close()
                spent = [computing(server.pid)]
                kept, told = entered(page, base, codes)
                spent.append(computing(server.pid))
                lines = pasted(page, base, codes)
                spent.append(computing(server.pid))
                moves = ranked(page, base)
                spent.append(computing(server.pid))
                pages = {each: loaded(page, base + each) for each in PAGES}
                browser.close()
            each_entry, each_paste, each_move = (
                1000 * (after - before) / TIMES for before, after in itertools.pairwise(spent)
            )
            actions = {
                "entry to the tracker with it": (kept, "300 ms"),
                "entry to what it changed": (told, "progress shown"),
                "20 pasted lines to what was understood": (lines, "300 ms"),
                "a move of one of 12 ranks": (moves, "300 ms"),
                **{f"{each} again": (took, "300 ms") for each, took in pages.items()},
            }
            rows = [
                *(
                    (f"{name}, median and 95th", f"{1000 * statistics.median(took):.0f}, {high(took):.0f} ms", bar)
                    for name, (took, bar) in actions.items()
                ),
                *(
                    (f"{each} over the wire, nothing cached", f"{size:.0f} KB", "250 KB")
                    for each, size in heavy.items()
                ),
                ("computing for an entry and what it changed", f"{each_entry:.0f} ms", ""),
                ("computing for 20 pasted lines, page included", f"{each_paste:.0f} ms", ""),
                ("computing for a move of a rank", f"{each_move:.0f} ms", ""),
                ("largest memory, the list of 1,700 candidates with it", f"{resident(server.pid):.0f} MB", ""),
            ]
            for name, value, bar in rows:
                print(f"{name:58} {value:>14}   {bar}")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1])
    else:
        main()
