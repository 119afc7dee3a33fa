"""Incognito hides every digit that is shown or spoken, and the page still works."""

import re
from pathlib import Path

import httpx
from web.conftest import TOKEN, start

SEASON = ("/season", "/season/interviews", "/rank?order=1047120C0,1485120C0", "/soap")
EXAMPLE = (Path(__file__).parents[2] / "examples/us-md-la-step1-fail.toml").read_text(encoding="utf-8")


def test_no_digit_is_shown_or_spoken(tmp_path: Path) -> None:
    running, server, thread = start(tmp_path, is_incognito=True)
    running.store.add("Mine", EXAMPLE, "new")
    with httpx.Client(base_url=running.base, trust_env=False, timeout=60) as client:
        client.get("/", params={"token": TOKEN})
        for path in ("/", "/?number=8", "/programs/1047120C0", "/compare?compare=1047120C0&compare=1485120C0", *SEASON):
            html = client.get(path).text
            shown = re.sub(r"<[^>]*>", " ", html)
            assert not re.search(r"(?<!&#)\d", shown), path
            for spoken in re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', html):
                assert not re.search(r"\d", spoken), (path, spoken)
            assert "•" in shown
        start_page = client.get("/start").text
        assert re.search(r'id="score"[^>]*type="password"', start_page.replace("\n", " "))
    server.should_exit = True
    thread.join(10)
