"""Several profiles: which one is in use, renamed, removed on a second thought, and brought in from files."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect
from web.conftest import EXAMPLE, TODAY, TOKEN, Running, faults

OVERRIDE = "Ann \u202egnp\u202c\u200f"
"""A name that would turn the text after it."""


@pytest.fixture
def client(fresh: Running) -> Iterator[httpx.Client]:
    headers = {"origin": fresh.base}
    with httpx.Client(base_url=fresh.base, trust_env=False, timeout=120, headers=headers) as found:
        found.get("/alive", params={"token": TOKEN})
        yield found


def names(running: Running) -> list[str]:
    return [each.name for each in running.store.profiles()]


def bring(client: httpx.Client, text: str, name: str = "me.toml") -> str:
    answer = client.post("/profiles/import", files={"file": (name, text.encode())})
    assert answer.status_code == 303
    return client.get(answer.headers["location"]).text


def test_a_card_says_a_name_once_and_removing_asks_first(page: Page, running: Running) -> None:
    running.store.add("Bea", EXAMPLE, "brought in from a file")
    running.store.add("Ann", EXAMPLE, "begun with six answers")
    page.goto(f"{running.base}/profiles")
    card = page.locator(".profiles > li", has=page.locator("h2", has_text="Ann"))
    expect(card.locator("h2")).to_have_text("Ann in use")
    expect(card.locator("p").first).to_contain_text(f"Last changed on {running.store.today()}: begun with six answers.")
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert card.inner_text().count("Ann") - card.locator(".hidden").count() <= 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    # By keyboard: the first press asks, the second removes.
    remove = card.get_by_role("button", name="Remove it for good")
    expect(remove).not_to_be_visible()
    card.locator("summary", has_text="Remove").press("Enter")
    expect(card).to_contain_text("cannot be undone")
    card.locator("summary", has_text="Rename").press("Enter")
    assert faults(page) == []
    card.get_by_label("New name").fill("bea")
    card.get_by_label("New name").press("Enter")
    expect(page.locator(".told")).to_contain_text("Renamed: it is “bea (2)” now")
    card = page.locator(".profiles > li", has=page.locator("h2", has_text="bea (2)"))
    card.locator("summary", has_text="Remove").press("Enter")
    card.get_by_role("button", name="Remove it for good").press("Enter")
    expect(page.locator(".told")).to_have_text("Removed: “bea (2)”.")
    assert names(running) == ["Bea"]
    assert running.app.desk.kept().id == 0


def test_nobody_removes_a_profile_without_having_been_asked(client: httpx.Client, fresh: Running) -> None:
    number = fresh.store.add("Ann", EXAMPLE, "new")
    client.post("/profiles/remove", data={"id": str(number)})
    assert names(fresh) == ["Ann"]


def test_a_name_cannot_turn_the_text_around_it(client: httpx.Client, fresh: Running) -> None:
    number = fresh.store.add("Ann", EXAMPLE, "new")
    client.post("/profiles/rename", data={"id": str(number), "name": OVERRIDE})
    assert names(fresh) == ["Ann gnp"]
    bring(client, EXAMPLE, f"{OVERRIDE}.toml")
    assert names(fresh) == ["Ann gnp", "Ann gnp (2)"]
    # One that an earlier SmartPick kept stays within its place.
    fresh.store.rename(number, OVERRIDE)
    fresh.store.choose(number)
    for path in ("/", "/profiles", "/couple"):
        html = client.get(path).text
        assert html.count(f"<bdi>{OVERRIDE}</bdi>") >= 1, path


def test_a_file_that_is_brought_in_twice_is_told_apart(client: httpx.Client, fresh: Running) -> None:
    assert "Brought in as “me”." in bring(client, EXAMPLE)
    again = bring(client, EXAMPLE)
    assert "Brought in as “me (2)”, for another one is “me”. Another profile says exactly the same." in again
    assert "exactly the same" not in bring(client, EXAMPLE.replace("usd = 1500", "usd = 1600"))
    long = "n" * 80
    bring(client, EXAMPLE, f"{long}.toml")
    bring(client, EXAMPLE, f"{long}.toml")
    assert names(fresh) == ["me", "me (2)", "me (3)", "n" * 60, "n" * 56 + " (2)"]


def test_a_comment_of_a_file_outlives_a_pin_and_goes_when_it_is_taken_out_by_hand(
    client: httpx.Client, fresh: Running
) -> None:
    bring(client, EXAMPLE + "\n# what the dean's office said\n")
    assert "comments go" not in bring(client, EXAMPLE + "\n# long\n" + "\n" * 190_000)
    assert "comments go" in bring(client, EXAMPLE + "\n# longer\n" + "\n" * 200_000)
    fresh.store.choose(min(each.id for each in fresh.store.profiles()))
    state = fresh.app.desk.kept().state
    client.post("/programs/1047120C0/pin", data={"back": "/", "state": state})
    kept = fresh.app.desk.kept()
    assert "# what the dean's office said" in kept.text
    assert "is_always = true" in kept.text
    client.post("/profile", data={"text": kept.text.replace("# what the dean's office said", ""), "state": kept.state})
    assert "dean's office" not in fresh.app.desk.kept().text
    assert fresh.app.desk.day_for(kept) == TODAY
