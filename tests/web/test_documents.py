"""The documentation's own pages: every link leads somewhere, and every page can be read by eye and ear."""

import re

from playwright.sync_api import Page
from web.conftest import Running, faults

from smartpick.present.web._markdown import page_html
from smartpick.present.web._program_routes import PAGES

HEAD = "## Rates\n\n| a |\n|---|\n| 1 |\n\nmore\n\n| a |\n|---|\n| 2 |\n"


def test_every_page_can_be_read_and_every_link_on_it_leads_somewhere(page: Page, running: Running) -> None:
    targets: dict[str, set[str]] = {}
    for name in PAGES:
        answer = page.goto(f"{running.base}/pages/{name}")
        assert answer is not None
        assert answer.ok, name
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert faults(page) == [], (name, scheme)
        for href in re.findall(r'<a [^>]*href="([^"]+)"', page.locator("main").inner_html()):
            targets.setdefault(href, set()).add(name)
    own = {href for href in targets if href.startswith("/")}
    assert {"/pages/own-facts", "/pages/season", "/pages/couples"} <= own
    for href in own:
        assert page.request.get(running.base + href).ok, (href, targets[href])
    assert all(href.startswith(("/", "https://")) for href in targets)


def test_tables_under_one_heading_have_names_of_their_own() -> None:
    assert re.findall(r'aria-label="([^"]*)"', page_html(HEAD)) == ["Table: Rates", "Table 2: Rates"]


def test_a_link_to_a_page_that_is_not_carried_is_plain_text() -> None:
    assert page_html("[a](model.md) and [b](nowhere.md)", ["model"]) == '<p><a href="/pages/model">a</a> and b</p>'
