"""Incognito hides every digit that is shown or spoken, and the page still works."""

import re
from pathlib import Path

from web.conftest import EXAMPLE, digits, hidden

SEASON = ("/season", "/season/interviews", "/rank?order=1047120C0,1485120C0", "/soap")


def test_no_digit_is_shown_or_spoken(tmp_path: Path) -> None:
    with hidden(tmp_path) as (running, client):
        running.store.add("Mine", EXAMPLE, "new")
        for path in ("/", "/?number=8", "/programs/1047120C0", "/compare?compare=1047120C0&compare=1485120C0", *SEASON):
            html = client.get(path).text
            assert digits(html) == [], path
            assert "•" in html
        start_page = client.get("/start").text
        assert re.search(r'id="score"[^>]*type="password"', start_page.replace("\n", " "))
