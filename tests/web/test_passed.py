"""A day that passes: every page stays open, asks what came of it, and takes the answer."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from web.conftest import EXAMPLE, TOKEN, Running, faults, start

TODAY = date(2026, 11, 26)
STALE = f"{EXAMPLE}\n[[exams.step3]]\nplanned_date = 2026-11-25\n"
ASKED = "Your profile says Step 3 was planned for 25 November 2026: did you take it?"


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    found, server, thread = start(tmp_path_factory.mktemp("late"), today=lambda: TODAY)
    yield found
    server.should_exit = True
    thread.join(10)


def test_no_page_is_locked_and_each_asks(late: Running) -> None:
    from smartpick.present.web._nav import GROUPS

    late.store.add("Stale", STALE, "new")
    with httpx.Client(base_url=late.base, trust_env=False, timeout=240, follow_redirects=True) as client:
        client.get("/alive", params={"token": TOKEN})
        for place in (address for group in GROUPS for address, _ in group.pages):
            found = client.get(place)
            assert found.status_code == 200, place
            assert ASKED in found.text, place
            assert "Nothing can be said" not in found.text
            assert "No list can be made" not in found.text
        headers = {"origin": late.base}
        state = str(late.store.current().state)  # type: ignore[union-attr]
        added = {"program": "1033110C0", "event": "invited", "day": "2026-11-20", "state": state}
        assert "Not kept yet" not in client.post("/season/add", data=added, headers=headers).text
        assert "1033110C0" in late.store.current().text  # type: ignore[union-attr]
        answer = {"at": "exams.step3[0]", "back": "/plan", "answer": "pass", "score": "nine"}
        wrong = client.post("/passed", data=answer, headers=headers)
        assert wrong.status_code == 422
        assert "Write the number on your report" in wrong.text
        assert client.post("/passed", data=answer | {"score": "480"}, headers=headers).status_code == 422
        none = client.post("/passed", data=answer | {"answer": "", "score": ""}, headers=headers)
        assert "Choose one of the answers" in none.text
        state = str(late.store.current().state)  # type: ignore[union-attr]
        done = client.post("/passed", data=answer | {"score": "221", "state": state}, headers=headers)
        assert done.url.path == "/plan"
        assert ASKED not in done.text
        assert "planned_date" not in late.store.current().text  # type: ignore[union-attr]


def test_what_has_to_be_mended_is_not_said_to_be_for_the_dean(late: Running) -> None:
    late.store.add("Wrong", EXAMPLE.replace("season = 2027", "season = 2027\nfoo = 1"), "new")
    with httpx.Client(base_url=late.base, trust_env=False, timeout=60) as client:
        client.get("/alive", params={"token": TOKEN})
        said = client.get("/").text
        assert "has to be put right first" in said
        assert "dean" not in said


def test_the_form_is_clear_on_a_phone(page: Page, running: Running) -> None:
    running.store.add("Stale", STALE.replace("2026-11-25", "2026-09-01"), "new")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(running.base + "/now")
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert faults(page) == []
    page.get_by_label("Your answer").select_option("dropped")
    page.get_by_role("button", name="Keep my answer").click()
    expect(page.get_by_role("heading", name="What matters now")).to_be_visible()
    expect(page.get_by_text("did you take it?")).to_have_count(0)


def test_the_packet_says_what_still_tells_of_a_school_abroad(late: Running) -> None:
    abroad = (Path(__file__).parents[2] / "examples/non-us-img-visa.toml").read_text(encoding="utf-8")
    with httpx.Client(base_url=late.base, trust_env=False, timeout=240) as client:
        client.get("/alive", params={"token": TOKEN})
        late.store.add("Abroad", abroad, "new")
        assert "Still in it" not in client.get("/packet").text
        assert "“non-US-citizen IMG”" in client.get("/packet?redact=visa").text
        late.store.add("Here", EXAMPLE, "new")
        assert "Still in it" not in client.get("/packet?redact=visa").text
