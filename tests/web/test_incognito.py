"""Incognito hides every figure that is shown, spoken or drawn, and the page still works."""

import re
from pathlib import Path

from playwright.sync_api import Browser, CDPSession
from web.conftest import EXAMPLE, digits, hidden

SEASON = ("/season", "/season/interviews", "/rank?order=1047120C0,1485120C0", "/soap")
OF_WHAT_IF = "/?step2=233&number=8&budget=900"
PAGES = (
    *("/", OF_WHAT_IF, "/programs/1047120C0", "/compare?compare=1047120C0&compare=1485120C0", *SEASON),
    *("/profiles", "/profile", "/pages/limits"),
)


def spoken(session: CDPSession) -> list[tuple[str, str]]:
    """Return the roles and texts with a digit that a screen reader is given; the numbers of a list are its own."""
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    found = []
    for node in nodes:
        role = str(node.get("role", {}).get("value"))
        parts = [node.get("name", {}), node.get("value", {}), node.get("description", {})]
        parts += [each["value"] for each in node.get("properties", []) if each["name"] in {"valuetext", "placeholder"}]
        said = " ".join(str(each.get("value", "")) for each in parts)
        if not node["ignored"] and role not in {"RootWebArea", "ListMarker"} and re.search(r"\d", said):
            found.append((role, said))
    return found


def test_no_figure_is_shown_spoken_or_drawn(tmp_path: Path, browser: Browser) -> None:
    with hidden(tmp_path) as (running, client):
        running.store.add("O'Hara 233", EXAMPLE, "new")
        for path in PAGES:
            html = client.get(path).text
            assert digits(html) == [], path
            assert "•" in html
            assert not re.search(r'class="(bar|chart)|<meter|type="range"', html), path
            assert 'content="width=device-width, initial-scale=1"' in html
            assert "O&#39;Hara •••" in html
        assert re.search(r'id="score"[^>]*type="password"', client.get("/start").text.replace("\n", " "))

        context = browser.new_context(viewport={"width": 400, "height": 900})
        page = context.new_page()
        page.goto(running.address)
        for path in (OF_WHAT_IF, "/profiles", "/profile"):
            page.goto(running.base + path)
            assert spoken(context.new_cdp_session(page)) == [], path
            shown = "input:not([type=hidden], [type=password], [type=radio], [type=checkbox], [type=date])"
            values = page.locator(shown).evaluate_all("all => all.map(each => each.value).join(' ')")
            assert not re.search(r"\d", values), path
        # What is hidden goes back as it was.
        assert not page.locator("#text").is_visible()
        page.get_by_role("button", name="Save, and show what changed").click()
        page.wait_for_url("**/?changed=1")
        kept = running.store.current()
        assert kept is not None
        assert kept.text.strip() == EXAMPLE.strip()
        page.goto(running.base + "/profiles")
        page.locator("summary", has_text="Rename").click()
        page.get_by_role("button", name="Rename", exact=True).click()
        page.wait_for_load_state()
        kept = running.store.current()
        assert kept is not None
        assert kept.name == "O'Hara 233"
        context.close()
