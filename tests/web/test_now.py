"""Home: the plan's three things that matter now, their sources, and the days to know."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from web.conftest import EXAMPLE, TODAY, Running, faults

from smartpick.guidance.plan import make_plan
from smartpick.present.web._nav import GROUPS
from smartpick.present.web._now_routes import WHERE

LOW = (Path(__file__).parents[2] / "examples/us-img-step2-fail.toml").read_text(encoding="utf-8")


def test_home_shows_the_plan_s_three_and_leads_on(page: Page, running: Running) -> None:
    page.goto(running.base + "/now")
    expect(page.get_by_role("link", name="Make it mine").last).to_be_visible()
    running.store.add("Mine", EXAMPLE, "new")
    page.get_by_role("link", name="Now", exact=True).click()
    desk = running.app.desk
    plan = make_plan(desk.facts, desk.directory, desk.profile_of(EXAMPLE, TODAY), TODAY)
    titles = {each.key: each.title for each in plan.tasks}
    assert page.locator(".matters h2").all_inner_texts() == [titles[key] for key in plan.now]
    leads = [(WHERE[each.page][0] if each.page else None) for key in plan.now for each in plan.tasks if each.key == key]
    assert [each.get_attribute("href") for each in page.locator(".matters a", has_text="Go to").all()] == leads
    there = {address for group in GROUPS for address, _ in group.pages}
    for link in page.locator("main a[href^='/']:not(.cite)").all():
        href = link.get_attribute("href")
        assert href in there, href
        assert page.request.get(running.base + href).status == 200
    cite = page.locator(".matters .cite").first
    address = cite.get_attribute("href")
    cite.click()
    assert page.url.endswith(address or "nowhere")
    running.store.add("Nonsense", "profile_version = 1\n[applicant]\ntype = 'nobody'\n", "new")
    page.goto(running.base + "/now")
    expect(page.get_by_role("alert").filter(has_text="Nothing can be said")).to_be_visible()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_and_a_phone_is_wide_enough(page: Page, running: Running, look: str) -> None:
    page.emulate_media(color_scheme="dark" if look == "dark" else "light")
    page.set_viewport_size({"width": 360, "height": 740})
    if look == "dark":
        running.store.add("Low", LOW, "new")
    page.goto(running.base + "/now")
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert faults(page) == []
    # Where the news is bad, somebody to turn to is named.
    assert page.locator("#support-title").count() == (look == "dark")


def test_the_chance_stands_once_with_whom_to_turn_to_and_that_nothing_leaves(page: Page, running: Running) -> None:
    running.store.add("Low", LOW, "new")
    page.goto(running.base + "/now")
    expect(page.locator("#chance")).to_contain_text("stands in your list")
    expect(page.locator("#turn-to")).to_contain_text("even if it is abroad")
    expect(page.locator("main").get_by_text("Nothing you enter leaves this computer.")).to_have_count(1)
    page.goto(running.base + "/")
    expect(page.locator("main").get_by_text("Nothing you enter leaves this computer.")).to_have_count(1)
    expect(page.locator("section.calm").first).to_contain_text("our own assumptions about a failed exam")
    expect(page.locator("section.calm").first).to_contain_text("988")
    expect(page.locator("#legend")).not_to_contain_text("higher up")
    shown = page.locator(".figures dd span").nth(1).inner_text()
    page.goto(running.base + "/now")
    assert shown.split(" ")[0] in page.locator("#chance").inner_text()
    page.goto(running.base + "/help")
    said = page.locator("#list-of-100").inner_text()
    assert said.startswith(f"Of 100 people like you with this list, about {shown.split()[0]} would match")
    assert said.endswith("it does not mean that you are weak.")
    # A passed exam cannot be taken again, and where the whole chance is low nobody "mostly matched higher up".
    expect(page.locator("main")).not_to_contain_text("score of an exam")
    expect(page.locator("main")).not_to_contain_text("higher up")
    # She failed Step 2 CK: the question about a failed Step 1 comes last.
    page.goto(running.base + "/questions")
    expect(page.locator(".question-answer h2").last).to_contain_text("I failed Step 1")
    page.goto(running.base + "/record")
    expect(page.locator("main")).to_contain_text("start from the published match rates of your group")
