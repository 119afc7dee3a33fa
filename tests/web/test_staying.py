"""What somebody looks at, holds, has ticked or typed stays where it is when a list is made anew."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect
from web.conftest import EXAMPLE, TOKEN, Running


def settled(page: Page, text: str) -> None:
    """Wait for a list that came after a change."""
    expect(page.locator("h1")).to_contain_text(text)
    expect(page.locator(".htmx-request, .still")).to_have_count(0)


def test_place_focus_and_ticks_stay_when_a_slider_is_moved(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    ticked = page.locator("input[name=compare]").nth(1).get_attribute("value")
    page.locator("input[name=compare]").nth(1).evaluate("each => { each.checked = true; }")
    slider = page.locator("#r-budget")
    slider.scroll_into_view_if_needed()
    slider.focus()
    page.wait_for_timeout(300)
    place = page.evaluate("scrollY")
    assert place > 100
    for _ in range(2):
        page.keyboard.press("ArrowRight")
        settled(page, "What if")
        expect(slider).to_be_focused()
        assert abs(page.evaluate("scrollY") - place) < 5
    value = int(slider.input_value())
    expect(page.locator("#w-budget")).to_have_value(str(value))
    assert page.locator(f"input[name=compare][value='{ticked}']").is_checked()
    # What the slider did is in sight beside it.
    box = page.locator(".tried .changed").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 801
    page.locator("#f-band-likely").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**band=likely**")
    settled(page, "What if")
    expect(page.locator("#f-band-likely")).to_be_focused()


def test_who_cancels_long_work_goes_on_from_its_place(page: Page) -> None:
    page.goto(page.url.split("?")[0] + "?budget=777")
    page.locator("#curve button").click()
    page.get_by_role("button", name="Cancel").focus()
    page.keyboard.press("Enter")
    again = page.get_by_role("button", name="What is each application worth?")
    expect(again.or_(page.locator("#looks-chart, #curve table").first)).to_be_visible()
    expect(page.locator("#curve")).to_be_focused()


def test_a_missed_sign_of_life_takes_nothing_away_that_is_typed(page: Page, running: Running) -> None:
    page.goto(running.base + "/start")
    page.fill("#budget", "1234")
    page.evaluate("window.isSame = true")
    page.route("**/alive", lambda route: route.abort())
    expect(page.locator("#offline")).to_be_visible(timeout=20_000)
    page.unroute("**/alive")
    expect(page.locator("#offline")).to_be_hidden(timeout=15_000)
    assert page.evaluate("window.isSame")
    expect(page.locator("#budget")).to_have_value("1234")


def test_a_score_that_is_no_pass_is_told_at_its_field(page: Page, running: Running) -> None:
    page.fill("#w-step2", "200")
    page.locator("#w-step2").press("Tab")
    expect(page.locator("#e-step2")).to_contain_text("from 218 to 300")
    expect(page.locator("#w-step2")).to_have_value("200")
    expect(page.locator("#r-step2")).to_have_attribute("min", "218")
    assert page.locator(".program").count() > 5
    page.goto(running.base + "/?places=only")
    expect(page.locator("#e-area")).to_contain_text("Name a place")
    page.locator("#w-places-mine").check()
    page.fill("#w-area", "Oregon")
    expect(page.locator("#w-places-only")).to_be_checked()


def test_a_mark_leads_back_to_the_same_filters_and_says_what_it_did_first(fresh: Running, page: Page) -> None:
    fresh.store.add("Me", EXAMPLE, "new")
    page.goto(fresh.base + "/?order=interview&state=CA&budget=600")
    row = page.locator(".program").nth(5)
    name = row.locator("h4").inner_text()
    code = str(row.get_attribute("id")).removeprefix("p-")
    row.locator("summary").click()
    row.get_by_role("button", name="pin to the list").click()
    page.wait_for_url(f"**changed={code}")
    assert "budget=600&state=CA&order=interview&" in page.url
    expect(page.locator("#f-order")).to_have_value("interview")
    expect(page.locator(f"#p-{code}")).to_contain_text("pinned")
    page.goto(page.url.replace("budget=600&", ""))
    expect(page.locator(".answer .changed")).to_contain_text("Chance of matching")
    expect(page.locator(".answer .changed a").last).to_have_attribute("href", f"#p-{code}")
    assert name in page.locator(f"#p-{code}").inner_text()


@pytest.mark.parametrize("ticks", [2, 6])
def test_side_by_side_keeps_filters_and_says_when_it_leaves_some_out(running: Running, ticks: int) -> None:
    codes = [each["program_code_nrmp"] for each in running.app.desk.example.data["programs"][:ticks]]
    pairs = [*(("compare", code) for code in codes), ("order", "name"), ("state", "CA")]
    with httpx.Client(base_url=running.base, trust_env=False, timeout=60) as client:
        client.get("/alive", params={"token": TOKEN})
        text = client.get("/compare", params=pairs).text
    assert ("of them are shown" in text) == (ticks > 4)
    assert "state=CA&amp;order=name&amp;compare=" in text


def test_a_program_is_shown_as_it_is_in_the_list_that_is_tried(running: Running) -> None:
    with httpx.Client(base_url=running.base, trust_env=False, timeout=60) as client:
        client.get("/alive", params={"token": TOKEN})
        text = client.get("/?places=only&area=Hawaii").text
        address, code = re.findall(r'<h4><a href="(/programs/(\w+)[^"]*)"', text)[0]
        shown = client.get(address.replace("&amp;", "&")).text
        plain = client.get(f"/programs/{code}").text
    assert "those of what you try" in shown
    assert "match here, on your list" in shown
    assert 'href="/?places=only&amp;area=Hawaii"' in shown
    assert "Not on your list" in plain
