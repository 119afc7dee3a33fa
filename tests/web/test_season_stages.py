"""The page at turns of the season: what is too late is not offered, silence is explained, Match Day has its words."""

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from web.conftest import TODAY, TOKEN, Running, start

ROOT = Path(__file__).resolve().parents[2]
LOW = (ROOT / "examples" / "dermatology-la-only.toml").read_text(encoding="utf-8")
HERS = (ROOT / "examples" / "us-md-la-step1-fail.toml").read_text(encoding="utf-8")
CODE = "1047120C0"
NOVEMBER, CLOSED, MATCH_DAY = date(2026, 11, 26), date(2027, 3, 8), date(2027, 3, 19)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, httpx.Client]]:
    running, server, thread = start(tmp_path_factory.mktemp("home"), today=lambda: TODAY)
    with httpx.Client(base_url=running.base, trust_env=False, timeout=300, follow_redirects=True) as client:
        client.get("/alive", params={"token": TOKEN})
        yield running, client
    server.should_exit = True
    thread.join(10)


def seen(client: httpx.Client, address: str) -> str:
    found = client.get(address)
    assert found.status_code == 200, found.text[:300]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", found.text)).replace("\u00a0", " ").split())


def on(running: Running, day: date, text: str) -> None:
    running.app.desk.today = lambda: day
    running.store.forget_everything()
    running.store.add("Mine", text, "new")


def test_a_hard_number_offers_what_can_still_be_done(talk: tuple[Running, httpx.Client]) -> None:
    running, client = talk
    for day, offered in ((TODAY, True), (NOVEMBER, False), (CLOSED, False)):
        on(running, day, LOW)
        page = seen(client, "/")
        assert "This is a hard number to read" in page
        box = page.partition("This is a hard number to read")[2].partition("Please take it to someone")[0]
        assert ("try a second specialty or more places" in box) == offered, day
        assert ("Chance of matching, if these are sent" in page) == offered, day
        if day == NOVEMBER:
            assert "log what programs answer in the tracker" in box
            assert "For comparison: " in page
            assert "It is not known here whether you applied" in page
            assert "What if it had been otherwise" in page
        if day == CLOSED:
            assert "Rank order lists are closed" in box
            assert "What the chance of matching was" in page


def test_silence_is_explained_where_it_lowers_the_chance(talk: tuple[Running, httpx.Client]) -> None:
    running, client = talk
    on(running, NOVEMBER, HERS)
    kept = running.store.current()
    assert kept is not None
    form = {"program": CODE, "event": "applied", "day": "2026-09-24", "state": str(kept.state)}
    added = client.post("/season/add", data=form, headers={"origin": running.base})
    name = str(added.url).rpartition("done=")[2]
    page = seen(client, f"/season/effect/{name}")
    assert "chance of matching at the one program of your log" in page
    assert "That calendar is assumed" in page
    assert "offers expected from it" in page


def test_on_match_day_both_outcomes_are_spoken_to_and_no_order_is_kept(talk: tuple[Running, httpx.Client]) -> None:
    running, client = talk
    on(running, MATCH_DAY, f'rank_order = ["{CODE}"]\n{HERS}')
    page = seen(client, "/now")
    matters = page.partition("What matters now")[2].partition("Days to know")[0]
    assert "If you matched" in matters
    assert "f you did not" in matters
    assert "look back" not in matters
    assert "the season is over" not in page
    ranks = seen(client, "/rank")
    assert "no order has any effect any more" in ranks
    assert "Keep this order" not in ranks
