"""Takes screenshots of the page: six for the documentation, or every page at every width to look at.

``python scripts/screenshots.py`` writes six into ``docs/screenshots``; ``--all FOLDER`` writes all pages at 1440, 768
and 360 pixels, light and dark. Needs Chromium (``SMARTPICK_CHROMIUM``, else ``/usr/bin/chromium``) and playwright.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from browser import launched_here, served  # type: ignore[import-not-found]  # noqa: E402 -- its folder came first

PAGES = {
    "list": "/",
    "what-if": "/?number=12&places=la#what-if",
    "start": "/start",
    "program": "/programs/1047120C0",
    "compare": "/compare?compare=1047120C0&compare=1485120C0&compare=1522120C2",
    "profiles": "/profiles",
    "record": "/pages/calibration",
    "source": "/sources/nrmp_program_results_2026/1047120C0.2026",
}
SIX = (
    ("list", 1440, "light"),
    ("list", 1440, "dark"),
    ("list", 360, "light"),
    ("what-if", 1440, "light"),
    ("program", 1440, "light"),
    ("start", 768, "light"),
)


def shoot(page: Page, base: str, name: str, width: int, look: str, to: Path, *, is_whole: bool) -> None:
    """Take one picture."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
    page.goto(base + PAGES[name], wait_until="networkidle")
    is_whole = is_whole and name != "record"  # it is longer than a picture can be
    page.screenshot(path=str(to / f"{name}-{width}-{look}.png"), full_page=is_whole)


def main() -> None:
    """Start the page, take the pictures, stop it."""
    is_all = "--all" in sys.argv
    to = Path(sys.argv[-1]) if is_all else ROOT / "docs/screenshots"
    to.mkdir(parents=True, exist_ok=True)
    with served() as server, sync_playwright() as tools:
        browser = launched_here(tools)
        page = browser.new_page()
        page.goto(server.address)
        wanted = (
            [(name, width, look) for name in PAGES for width in (1440, 768, 360) for look in ("light", "dark")]
            if is_all
            else SIX
        )
        for name, width, look in wanted:
            shoot(page, server.base, name, width, look, to, is_whole=is_all)
        browser.close()


if __name__ == "__main__":
    main()
