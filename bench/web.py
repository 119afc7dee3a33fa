"""How fast is the page? First paint and list in Chromium, slider to new list, size, what-ifs of 8 clients, memory.

Paint and size are of the example; sliders and what-ifs of a profile with some 680 candidates. What the server computes
for each list stands beside the time, since a busy machine changes that least.

``python bench/web.py`` prints each figure with its bar; needs Chromium (``SMARTPICK_CHROMIUM``, else
``/usr/bin/chromium``) and playwright. It talks to the loopback address only, and stops by itself.
"""

from __future__ import annotations

import concurrent.futures
import statistics
import time
from pathlib import Path

import httpx
from browser import Served, bring_in, computing, heard, kilobytes, launched_here, resident, served  # type: ignore[import-not-found]  # stands beside this file
from playwright.sync_api import Page, sync_playwright

CLIENTS, EACH, SLIDES = 8, 5, 20
PAUSE = 500
"""Milliseconds between two moves of a slider: somebody looks at the list before she moves on."""
EXAMPLE = Path(__file__).parents[1] / "examples/us-md-la-step1-fail.toml"


def timed(base: str, cookies: dict[str, str], path: str) -> tuple[float, int]:
    """Return the seconds that a request takes, and its status."""
    # The address is http: reading certificates would be most of what is measured.
    with httpx.Client(base_url=base, cookies=cookies, trust_env=False, timeout=120, verify=False) as client:  # noqa: S501
        began = time.perf_counter()
        status = client.get(path, headers={"hx-request": "true"}).status_code
        return time.perf_counter() - began, status


def rate(base: str, cookies: dict[str, str], paths: list[str]) -> tuple[float, int]:
    """Return what-ifs a second by 8 clients, and how many went wrong."""
    began = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        found = list(pool.map(lambda path: timed(base, cookies, path), paths))
    return len(paths) / (time.perf_counter() - began), sum(status != 200 for _, status in found)


def in_browser(server: Served) -> dict[str, float]:
    """Return first paint, list and bytes of the first visit, in a browser with nothing in its cache; and sliders."""
    with sync_playwright() as tools:
        browser = launched_here(tools)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        requests = heard(page)
        began = time.perf_counter()
        page.goto(server.address, wait_until="commit")
        page.locator(".program").first.wait_for()
        seen = time.perf_counter() - began
        page.wait_for_load_state("networkidle")
        size = kilobytes(requests)
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
        bring_in(page, server.base, profile())
        page.wait_for_timeout(3000)
        found = {"paint": paint, "list": seen, "kilobytes": size}
        for name, low, step in (("budget", 412, 20), ("step2", 220, 2)):
            spent = computing(server.process)
            slides = [slide(page, f"/?{name}={low + step * number}") for number in range(SLIDES)]
            found[f"{name} computing"] = (computing(server.process) - spent) / SLIDES
            found |= {f"{name}{part}": value for part, value in spread(slides).items()}
            hurried = [slide(page, f"/?{name}={low + 1 + step * number}", 0) for number in range(SLIDES)]
            found |= {f"{name} hurried{part}": value for part, value in spread(hurried).items()}
        browser.close()
    return found


def spread(times: list[float]) -> dict[str, float]:
    """Return the median, by no name, and the 95th percentile, by its number."""
    return {"": statistics.median(times), "95": sorted(times)[int(0.95 * len(times)) - 1]}


def slide(page: Page, address: str, pause: int = PAUSE) -> float:
    """Return the seconds from a slider that is let go until the new list is painted in its place."""
    page.wait_for_timeout(pause)
    taken: float = page.evaluate(
        """async (address) => {
            const began = performance.now();
            await htmx.ajax("GET", address, {target: "#bench", select: "#bench", swap: "outerHTML"});
            await new Promise((done) => requestAnimationFrame(() => {
                const after = new MessageChannel();
                after.port1.onmessage = done;
                after.port2.postMessage(0);
            }));
            return performance.now() - began;
        }""",
        address,
    )
    return taken / 1000


def slider_rows(name: str, whose: str, found: dict[str, float]) -> list[tuple[str, str, str]]:
    """Return what is told of a slider."""
    return [
        (f"{whose} slider to new list, median", f"{1000 * found[name]:.0f} ms", ""),
        (f"{whose} slider to new list, 95th percentile", f"{1000 * found[f'{name}95']:.0f} ms", "300 ms"),
        (f"{whose}, moved on at once, 95th percentile", f"{1000 * found[f'{name} hurried95']:.0f} ms", ""),
        (
            f"computing for each of {whose}, rest of the page included",
            f"{1000 * found[f'{name} computing']:.0f} ms",
            "",
        ),
    ]


def profile() -> bytes:
    """Return a profile with more than 600 candidates: the example in two other specialties."""
    text = EXAMPLE.read_text(encoding="utf-8")
    return text.replace('["Family Medicine", "Internal Medicine"]', '["Pediatrics", "Psychiatry"]').encode()


def main() -> None:
    """Measure and print."""
    with served() as server:
        found = in_browser(server)
        cookies = dict(httpx.get(server.address, trust_env=False).cookies)
        paths = [f"/?budget={600 + 10 * number}&number=18" for number in range(CLIENTS * EACH)]
        spent = computing(server.process)
        fresh, wrong = rate(server.base, cookies, paths)
        spent = (computing(server.process) - spent) / len(paths)
        again, wrong_again = rate(server.base, cookies, paths[-CLIENTS * 2 :] * 6)
        small = resident(server.process)
        # The example, with nearly three times as many candidates.
        httpx.post(
            f"{server.base}/profiles/choose",
            data={"id": "0"},
            headers={"origin": server.base},
            cookies=cookies,
            trust_env=False,
        )
        timed(server.base, cookies, "/?budget=590")
        many, wrong_many = rate(server.base, cookies, paths[: CLIENTS * 2])
        rows = (
            ("first start until the address is printed", f"{server.seconds:.2f} s", ""),
            ("first paint", f"{found['paint']:.2f} s", "1.0 s"),
            ("list visible", f"{found['list']:.2f} s", "1.5 s"),
            ("first visit over the wire", f"{found['kilobytes']:.0f} KB", "250 KB"),
            *slider_rows("budget", "budget's", found),
            *slider_rows("step2", "Step 2's", found),
            (f"what-ifs of {CLIENTS} clients, uncached", f"{fresh:.1f} /s, {wrong} errors", "10 /s"),
            ("computing for each of these", f"{1000 * spent:.0f} ms", "100 ms"),
            (f"what-ifs of {CLIENTS} clients, cached", f"{again:.1f} /s, {wrong_again} errors", "30 /s"),
            ("largest memory up to here", f"{small:.0f} MB", "300 MB"),
            ("the example's 1,700 candidates: new what-ifs", f"{many:.1f} /s, {wrong_many} errors", ""),
            ("largest memory with them", f"{resident(server.process):.0f} MB", "300 MB"),
        )
        for name, value, bar in rows:
            print(f"{name:45} {value:>20}   {bar}")


if __name__ == "__main__":
    main()
