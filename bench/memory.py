"""How much memory does the page need in a long session? What-ifs, four profiles, exports, guide and season pages.

``python bench/memory.py`` prints the largest resident memory (Linux, VmHWM) after each part beside the bar, and what is
still held then. It needs no browser, talks to the loopback address only, and stops by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import httpx
from browser import Served, held, resident, served  # type: ignore[import-not-found]  # stands beside this file

BAR = 300
EXAMPLES = Path(__file__).parents[1] / "examples"
PROFILES = ("us-md-la-step1-fail", "us-img-step2-fail", "do-comlex-only", "high-scorer")
WHAT_IFS = (
    "/?budget=700",
    "/?step2=231",
    "/?number=25",
    "/?also=psychiatry",
    "/?also=pediatrics&budget=900",
    "/?places=any",
    "/?also=dermatology",
)
MORE = ("/?budget=800", "/?step2=240", "/?also=emergency_medicine", "/?places=only&area=California;Nevada")
FILES = ("/list.json", "/list.xlsx", "/list.csv", "/list.pdf", "/share.json")
GUIDE = (
    "/now",
    "/record",
    "/routes",
    "/plan",
    "/questions",
    "/texts",
    "/letters",
    "/ties",
    "/interview",
    "/packet",
    "/packet.pdf",
    "/season",
    "/season/interviews",
    "/rank",
    "/soap",
    "/last-season",
    "/couple",
    "/sources",
    "/pages/model",
    "/help",
)


class Visit:
    """One browser that follows a session's links."""

    def __init__(self, server: Served) -> None:
        self.client = httpx.Client(base_url=server.base, trust_env=False, timeout=180, follow_redirects=True)
        self.client.get(server.address)
        self.wrong: list[str] = []

    def get(self, path: str) -> str:
        """Return a page, or its list where it is one; what goes wrong is counted."""
        headers = {"hx-request": "true"} if path.startswith("/?") else {}
        found = self.client.get(path, headers=headers)
        if found.status_code != 200:
            self.wrong.append(f"{path} {found.status_code}")
        return found.text if found.headers.get("content-type", "").startswith("text/html") else ""

    def post(self, path: str, **data: str) -> None:
        """Send a form."""
        found = self.client.post(path, data=data, headers={"origin": str(self.client.base_url).rstrip("/")})
        if found.status_code != 200:
            self.wrong.append(f"{path} {found.status_code}")

    def list_and_rest(self, path: str) -> None:
        """Ask for a list, and for what the page loads beside it."""
        self.get(path)
        self.get(f"/rest{path[1:]}")

    def bring_in(self, name: str) -> None:
        """Make a profile one's own."""
        content = (EXAMPLES / f"{name}.toml").read_bytes()
        found = self.client.post(
            "/profiles/import",
            files={"file": (f"{name}.toml", content, "text/plain")},
            headers={"origin": str(self.client.base_url).rstrip("/")},
        )
        if found.status_code != 200:
            self.wrong.append(f"{name} {found.status_code}")


def example(visit: Visit) -> None:
    """Look at the example and try this and that."""
    for path in ("/", *WHAT_IFS):
        visit.list_and_rest(path)


def profiles(visit: Visit) -> None:
    """Bring in four profiles, each with what-ifs, a curve and every export."""
    for name in PROFILES:
        visit.bring_in(name)
        for path in ("/", *MORE):
            visit.list_and_rest(path)
        for path in FILES:
            visit.get(path)


def guide(visit: Visit) -> None:
    """Read on: every page of the guide and the season, some programs, and both compared."""
    for path in GUIDE:
        visit.get(path)
    for code in re.findall(r"/programs/([0-9A-Z]{9})", visit.get("/"))[:5]:
        visit.get(f"/programs/{code}")


def again(visit: Visit) -> None:
    """Go on: back to the profiles one after the other, with more what-ifs."""
    for number in range(len(PROFILES), 0, -1):
        visit.post("/profiles/choose", id=str(number))
        for step in range(3):
            visit.list_and_rest(f"/?budget={500 + 100 * step}")
            visit.list_and_rest(f"/?step2={235 + 5 * step}")
        for path in ("/now", "/plan", "/rank", "/season", "/list.pdf"):
            visit.get(path)
    visit.post("/profiles/choose", id="0")
    example(visit)


PARTS: tuple[tuple[str, Callable[[Visit], None]], ...] = (
    ("the example and seven what-ifs, the last with dermatology", example),
    ("four profiles, each with what-ifs and exports", profiles),
    ("the pages of the guide and the season", guide),
    ("the profiles again, then the example", again),
)


def main() -> None:
    """Walk and print."""
    with served() as server:
        visit = Visit(server)
        print(f"{'started':60} {resident(server.process):>5.0f} MB at most, {held(server.process):>4.0f} MB held")
        for name, part in PARTS:
            part(visit)
            most = resident(server.process)
            print(f"{name:60} {most:>5.0f} MB at most, {held(server.process):>4.0f} MB held   bar {BAR} MB", flush=True)
        for each in visit.wrong:
            print(f"went wrong: {each}")


if __name__ == "__main__":
    main()
