"""What the measurements of the page and its pictures share: a server, Chromium, what both took."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, Playwright, Request

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from chromium import launched

__all__ = [
    "Served",
    "bring_in",
    "computing",
    "heard",
    "held",
    "kilobytes",
    "launched_here",
    "resident",
    "served",
    "weight",
]


class Served(NamedTuple):
    """A running server.

    Attributes
    ----------
    address, base
        Where it is to be opened first, with its token, and without.
    process
        Its number.
    seconds
        From its start until the address was printed.
    """

    address: str
    base: str
    process: int
    seconds: float


@contextlib.contextmanager
def served() -> Iterator[Served]:
    """Run the program's page on any free port, with an empty file of its own, and stop it."""
    with tempfile.TemporaryDirectory() as home:
        began = time.perf_counter()
        server = subprocess.Popen(
            [sys.executable, "-m", "smartpick", "--no-browser", "--port", "0"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "SMARTPICK_HOME": home},
        )
        try:
            line = server.stdout.readline() if server.stdout else ""
            address = re.findall(r"http\S+", line)[0]
            yield Served(address, address.partition("/?")[0], server.pid, time.perf_counter() - began)
        finally:
            server.terminate()
            server.wait()


def launched_here(tools: Playwright) -> Browser:
    """Return Chromium: the one that ``SMARTPICK_CHROMIUM`` names, else Debian's."""
    return launched(tools, os.environ.get("SMARTPICK_CHROMIUM", "/usr/bin/chromium"))


def bring_in(page: Page, base: str, content: bytes) -> None:
    """Make a profile one's own by the page's form, and wait for its list."""
    page.goto(f"{base}/profiles")
    page.set_input_files("#file", {"name": "bench.toml", "mimeType": "text/plain", "buffer": content})
    page.get_by_role("button", name="Bring it in").click()
    page.locator(".program").first.wait_for(timeout=120_000)


def heard(page: Page) -> list[Request]:
    """Return a list that every request of a page is put into, once it is answered."""
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 -- playwright marks it
    return requests


def kilobytes(requests: list[Request]) -> float:
    """Return what the answers to some requests took over the wire."""
    sizes = [each.sizes() for each in list(requests)]
    return sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes) / 1000


def weight(page: Page, address: str) -> float:
    """Return the kilobytes that a page brings over the wire when it is visited first."""
    requests = heard(page)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return kilobytes(requests)


def computing(process: int) -> float:
    """Return the seconds that a process has computed (Linux): what a busy machine changes least."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(process: int) -> float:
    """Return the largest resident memory of a process so far in megabytes (Linux)."""
    return _memory(process, "VmHWM")


def held(process: int) -> float:
    """Return the resident memory of a process now in megabytes (Linux)."""
    return _memory(process, "VmRSS")


def _memory(process: int, what: str) -> float:
    text = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(re.findall(rf"{what}:\s+(\d+)", text)[0]) / 1000
