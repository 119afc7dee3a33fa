"""Where the page cannot answer, it says in its own words what is wrong, and leads back."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from web.conftest import TOKEN, Running, faults

from smartpick.present.web._safety import MOST_BODY


@pytest.fixture
def client(fresh: Running) -> Iterator[httpx.Client]:
    headers = {"origin": fresh.base}
    with httpx.Client(base_url=fresh.base, trust_env=False, timeout=120, headers=headers) as found:
        found.get("/alive", params={"token": TOKEN})
        yield found


def test_a_file_that_is_too_large_is_told_on_a_page_that_leads_back(
    page: Page, running: Running, tmp_path: Path
) -> None:
    file = tmp_path / "large.toml"
    file.write_bytes(b"# \n" * 4_000_000)
    page.goto(f"{running.base}/profiles")
    page.set_input_files("#file", file)
    with page.expect_response("**/profiles/import") as answer:
        page.get_by_role("button", name="Bring it in").click()
    assert answer.value.status == 413
    expect(page.locator("h1")).to_have_text("That is more than can be taken")
    expect(page.locator("main")).to_contain_text("more than 1.2 million bytes")
    assert faults(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="Back to where you were").click()
    expect(page.locator("h1")).to_have_text("Profiles")
    assert running.store.profiles() == []


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "status", "said"),
    [
        ("GET", "/nowhere", b"", "", 404, "Nothing here"),
        ("GET", "/undo", b"", "", 405, "This is no page to open"),
        ("DELETE", "/", b"", "", 405, "This is no page to open"),
        ("POST", "/profiles/import", b"no parts", "multipart/form-data", 400, "What was sent cannot be read"),
        ("POST", "/profile", b"a" * (MOST_BODY + 1), "text/plain", 413, "That is more than can be taken"),
    ],
)
def test_each_has_words_of_its_own(
    client: httpx.Client, method: str, path: str, body: bytes, kind: str, status: int, said: str
) -> None:
    answer = client.request(method, path, content=body, headers={"content-type": kind} if kind else {})
    assert answer.status_code == status
    assert f"<h1>{said}</h1>" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    if status != 404:
        assert "no such page" not in answer.text


@pytest.mark.parametrize("where", ["http://evil.example/x", "//evil.example", "javascript:alert(1)", ""])
def test_only_a_page_of_ours_is_led_back_to(client: httpx.Client, where: str) -> None:
    html = client.get("/nowhere", headers={"referer": where}).text
    assert "evil" not in html
    assert "javascript:" not in html
    assert "Back to where" not in html


def test_a_fault_of_ours_is_told_on_a_page_too(
    client: httpx.Client, fresh: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ValueError("broken on purpose")

    monkeypatch.setattr(fresh.store, "profiles", broken)
    answer = client.get("/profiles", headers={"referer": f"{fresh.base}/start?new=1"})
    assert answer.status_code == 500
    assert "That went wrong on our side" in answer.text
    assert "on purpose" not in answer.text
    assert 'href="/start?new=1"' in answer.text


def test_what_stands_beside_a_list_has_a_head_and_a_way_back_as_a_page_of_its_own(page: Page, running: Running) -> None:
    page.goto(f"{running.base}/rest?number=9")
    expect(page.locator("h1")).to_have_text("Beside the list")
    assert faults(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="Back to the list").click()
    expect(page.locator("h1")).to_contain_text("9 programs")
    part = page.request.get(f"{running.base}/rest?number=9", headers={"hx-request": "true"}).text()
    assert "<h1" not in part
    assert 'id="rest"' in part
