"""How Chromium is started, by the tests of the page, its measurements and its pictures alike."""

from __future__ import annotations

from playwright.sync_api import Browser, Playwright

__all__ = ["launched"]

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def launched(tools: Playwright, path: str) -> Browser:
    """Return a browser without a window that asks nothing of the network by itself."""
    return tools.chromium.launch(executable_path=path, args=_FLAGS)
