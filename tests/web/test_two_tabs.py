"""What one tab was opened for is never done to something else that another tab has done or chosen meanwhile."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect
from web.conftest import EXAMPLE, TOKEN, Running, faults
from web.test_journeys import mine

from smartpick.store import Kept

CODE = "1047120C0"
OTHER = EXAMPLE.replace("score = 233", "score = 250")
NOTE = "asked them, and she said so"
FORMS: dict[str, dict[str, str]] = {
    "/start": {"type": "us_do_senior", "specialty": "Family Medicine", "place": "California"},
    "/profile": {"text": EXAMPLE.replace("usd = 1500", "usd = 1700")},
    f"/programs/{CODE}/pin": {"back": "/"},
    f"/program/{CODE}/own-fact": {"field": "sponsors_j1", "value": "yes", "strict": "yes", "source": NOTE},
    f"/program/{CODE}/forget-fact": {"field": "sponsors_j1"},
    f"/program/{CODE}/note": {"note": NOTE},
    "/interview/score": {"q": "exam_1_story", "honest": "4", "specific": "3", "confident": "5", "own": NOTE},
    "/interview/remove": {"at": "0"},
    "/rank/keep": {"order": CODE},
    "/rank/forget": {},
    "/rank/wishes": {"order": CODE, "location": "2"},
    "/season/add": {"program": CODE, "event": "invited", "day": "2026-09-09", "note": NOTE},
    "/season/remove": {"at": "0"},
    "/season/keep": {"text": NOTE, "event": "invited"},
    "/season/undo": {},
    "/undo": {},
}
"""Every form that changes a profile, as it is sent beside the state that it was made from."""


@pytest.fixture
def client(fresh: Running) -> Iterator[httpx.Client]:
    headers = {"origin": fresh.base}
    with httpx.Client(base_url=fresh.base, trust_env=False, timeout=120, headers=headers) as found:
        found.get("/alive", params={"token": TOKEN})
        yield found


def kept(running: Running, number: int) -> Kept:
    found = running.store.profile(number)
    assert found is not None
    return found


def state_in(html: str) -> str:
    found = re.search(r'name="state" value="([^"]*)"', html)
    assert found
    return found[1]


def test_no_form_made_for_one_profile_changes_another_or_an_older_state(client: httpx.Client, fresh: Running) -> None:
    """Also not where the numbers of their states are the same, nor after an undo."""
    one, two = fresh.store.add("Ann", EXAMPLE, "new"), fresh.store.add("Bea <b>", OTHER, "new")
    for number in (one, two):
        fresh.store.save(number, kept(fresh, number).text + "\n", "a line", kept(fresh, number).state)
    meant = kept(fresh, one).state
    for path, form in FORMS.items():
        answer = client.post(path, data={**form, "state": meant})
        assert answer.status_code == 409, path
        assert "Bea &lt;b&gt;" in answer.text, path
        # What she typed is still there.
        assert NOTE not in form.values() or NOTE in answer.text, path
    assert kept(fresh, two) == fresh.store.current()
    assert (kept(fresh, two).change, kept(fresh, two).text) == ("a line", OTHER + "\n")
    assert fresh.store.note(two, CODE) == ""
    # Left out in one tab, undone, pinned: the first tab is told so.
    seen = kept(fresh, two).state
    fresh.store.undo(two, seen)
    fresh.store.save(two, OTHER + "\n\n", "pinned", kept(fresh, two).state)
    for path, form in FORMS.items():
        if path.endswith("/note") or path == "/rank/forget":
            continue  # no chance depends on a note, and no note on a state; no order is kept there to be forgotten
        assert client.post(path, data={**form, "state": seen}).status_code == 409, path
    assert kept(fresh, two).change == "pinned"


@pytest.mark.parametrize("path", ["/", f"/programs/{CODE}", "/start", "/profile", "/interview", "/rank", "/season"])
def test_a_page_that_takes_long_has_the_state_of_what_it_shows(
    client: httpx.Client, fresh: Running, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    one, two = fresh.store.add("Ann", EXAMPLE, "new"), fresh.store.add("Bea", OTHER, "new")
    chosen = [one]

    def current() -> Kept:
        # Another tab chooses the second as soon as the first was looked up.
        return kept(fresh, chosen.pop() if chosen else two)

    monkeypatch.setattr(fresh.store, "current", current)
    html = client.get(path).text
    assert "<bdi>Ann</bdi>" in html
    assert "Bea" not in html
    if path != "/rank":  # without an invitation it has no form
        assert state_in(html) == kept(fresh, one).state


def test_a_profile_that_is_gone_or_an_example_takes_no_change_for_another(client: httpx.Client, fresh: Running) -> None:
    one, two = fresh.store.add("Ann", EXAMPLE, "new"), fresh.store.add("Bea", OTHER, "new")
    meant = kept(fresh, two).state
    fresh.store.remove(two)
    for current in (None, one):
        fresh.store.choose(current)
        answer = client.post("/start", data={**FORMS["/start"], "state": meant})
        assert answer.status_code == 409
        assert "a profile that is not here any more" in answer.text
    assert [each.text for each in fresh.store.profiles()] == [EXAMPLE]
    # Of the example, too: what was written over its text is nothing that another profile is to be.
    answer = client.post("/profile", data={**FORMS["/profile"], "state": "0.0"})
    assert answer.status_code == 409
    assert "usd = 1700" in answer.text
    assert kept(fresh, one).text == EXAMPLE


def test_what_was_meant_for_the_other_profile_is_saved_there_with_one_more_press(page: Page, running: Running) -> None:
    mine(page, running)
    first = running.app.desk.kept().id
    page.goto(f"{running.base}/start")
    second = running.store.add("Bea", OTHER, "new")
    page.fill("#budget", "1234")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_have_text("Another profile is in use now.")
    expect(page.locator("main")).to_contain_text("In use now: Bea.")
    expect(page.locator("dl.facts")).to_contain_text("1234")
    assert faults(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Use Mine again").click()
    expect(page.locator(".changed")).to_contain_text("the six answers")
    assert "usd = 1234" in kept(running, first).text
    assert running.app.desk.kept().id == first
    assert kept(running, second).text == OTHER


def test_undo_takes_back_what_it_names_says_so_and_stays_where_one_was(page: Page, running: Running) -> None:
    mine(page, running)
    number = running.app.desk.kept().id
    running.store.save(number, EXAMPLE.replace("usd = 1500", "usd = 1600"), "first change", kept(running, number).state)
    page.goto(f"{running.base}/?order=name&changed=1")
    running.store.save(number, EXAMPLE.replace("usd = 1500", "usd = 1700"), "newer", kept(running, number).state)
    page.get_by_role("button", name="Undo the last change: first change").click()
    expect(page.locator("main")).to_contain_text("Nothing was undone")
    assert "usd = 1700" in kept(running, number).text
    page.get_by_role("button", name="Undo that: newer").click()
    expect(page.locator(".told")).to_have_text("Undone: newer.")
    assert "order=name" in page.url
    assert "changed=" not in page.url
    assert "usd = 1600" in kept(running, number).text


def test_a_note_is_not_written_over_one_that_was_not_seen(page: Page, running: Running) -> None:
    mine(page, running)
    number = running.app.desk.kept().id
    page.goto(f"{running.base}/programs/{CODE}")
    running.store.write_note(number, CODE, "of the other tab")
    page.fill("#n-text", NOTE)
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator("h1")).to_have_text("This note was changed in another tab.")
    expect(page.get_by_label("What is there now")).to_have_value("of the other tab")
    expect(page.locator("dl.facts")).to_contain_text(NOTE)
    assert faults(page) == []
    page.get_by_role("button", name="Save mine over").click()
    expect(page.locator("#n-text")).to_have_value(NOTE)
    assert running.store.note(number, CODE) == NOTE


def test_in_the_season_a_part_of_the_page_tells_it_too(client: httpx.Client, fresh: Running) -> None:
    fresh.store.add("Ann", EXAMPLE, "new")
    state = state_in(client.get("/season").text)
    fresh.store.add("Bea", OTHER, "new")
    hx = {"hx-request": "true"}
    answer = client.post("/season/add", data={**FORMS["/season/add"], "state": state}, headers=hx)
    assert answer.status_code == 200
    assert "In use now is Bea" in answer.text
    assert NOTE in answer.text
    # Pages that know nothing of it get the whole page in place of their part.
    answer = client.post("/start", data={**FORMS["/start"], "state": state}, headers=hx)
    assert (answer.status_code, answer.headers["hx-retarget"]) == (200, "#main")
