"""The page in a real server on the loopback address, and a real browser where one can be had."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from chromium import launched
from playwright.sync_api import Browser, Page, sync_playwright

from smartpick.present.web import create_app
from smartpick.store import Store, open_store

CHROMIUM = os.environ.get("SMARTPICK_CHROMIUM") or shutil.which("chromium") or ""
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


def start(folder: Path, *, is_incognito: bool = False) -> tuple[Running, uvicorn.Server, threading.Thread]:
    store = open_store(folder / "smartpick.sqlite")
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    app = create_app(store, frozenset({host}), TOKEN, today=lambda: TODAY, is_incognito=is_incognito)
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
