"""Every page of the main bar is there, stands in one group, and says where one is."""

import pytest
from playwright.sync_api import Page

from smartpick.present.web._nav import GROUPS

ADDRESSES = [(address, group.name) for group in GROUPS for address, _ in group.pages]


def test_a_page_stands_in_one_group() -> None:
    addresses = [address for address, _ in ADDRESSES]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize(("address", "group"), ADDRESSES)
def test_every_page_of_the_bar_is_there_and_says_where_one_is(page: Page, address: str, group: str) -> None:
    found = page.goto(page.url.partition("?")[0].rstrip("/") + address)
    assert found is not None
    assert found.status == 200
    marked = page.locator("nav[aria-label=Main] [aria-current]")
    assert marked.count() == 1
    assert marked.inner_text() in {group, "Make it mine"}
    assert page.locator("h1").count() == 1
