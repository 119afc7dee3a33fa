"""The page in a real server on the loopback address, and a real browser where one can be had."""

import contextlib
import json
import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from chromium import launched
from playwright.sync_api import Browser, Page, expect, sync_playwright

from smartpick.present.web import create_app
from smartpick.store import Store, open_store

CHROMIUM = os.environ.get("SMARTPICK_CHROMIUM") or shutil.which("chromium") or ""
EXAMPLE = (Path(__file__).parents[2] / "examples/us-md-la-step1-fail.toml").read_text(encoding="utf-8")
AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
expect.set_options(timeout=30_000)  # other tests may keep both cores busy
TODAY = date(2026, 9, 10)
TOKEN = "token-of-this-test"  # noqa: S105 -- made up


@dataclass
class Running:
    """A server with its user's file."""

    base: str
    store: Store
    app: Any

    @property
    def address(self) -> str:
        return f"{self.base}/?token={TOKEN}"


def start(
    folder: Path, *, today: Callable[[], date] = lambda: TODAY, is_incognito: bool = False
) -> tuple[Running, uvicorn.Server, threading.Thread]:
    store = open_store(folder / "smartpick.sqlite")
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    app = create_app(store, frozenset({host}), TOKEN, today=today, is_incognito=is_incognito)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    return Running(f"http://{host}", store, app), server, thread


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    found, server, thread = start(tmp_path_factory.mktemp("home"))
    yield found
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def fresh(running: Running) -> Running:
    """Return the server with an empty file."""
    running.store.forget_everything()
    return running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine: Debian's package `chromium`, or SMARTPICK_CHROMIUM")
    with sync_playwright() as tools:
        found = launched(tools, CHROMIUM)
        yield found
        found.close()


@pytest.fixture
def page(fresh: Running, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    found = context.new_page()
    found.set_default_timeout(60_000)  # other tests may keep both cores busy
    wrong: list[str] = []
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
    found.goto(fresh.address)
    yield found
    context.close()
    assert not wrong, wrong


def faults(page: Page) -> list[tuple[str, str, str]]:
    """Return what axe-core finds on a page as it stands: the rule, the first place, and how to mend it."""
    page.evaluate(AXE)
    found = json.loads(page.evaluate("axe.run().then(found => JSON.stringify(found.violations))"))
    return [(each["id"], each["nodes"][0]["html"][:160], each["nodes"][0]["failureSummary"]) for each in found]


@contextlib.contextmanager
def hidden(folder: Path) -> Iterator[tuple[Running, httpx.Client]]:
    """Run the page with its digits hidden, and something that talks to it."""
    running, server, thread = start(folder, is_incognito=True)
    try:
        with httpx.Client(base_url=running.base, trust_env=False, timeout=120) as client:
            client.get("/alive", params={"token": TOKEN})
            yield running, client
    finally:
        server.should_exit = True
        thread.join(10)


def digits(html: str) -> list[str]:
    """Return the digits that a page shows or speaks; what somebody writes into a box of her own is hers."""
    html = re.sub(r"<textarea.*?</textarea>", " ", html, flags=re.DOTALL)
    spoken = " ".join(re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', html))
    return re.findall(r"\d", unescape(f"{re.sub(r'<[^>]*>', ' ', html)} {spoken}"))
