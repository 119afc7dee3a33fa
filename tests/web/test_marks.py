"""Pinning, leaving out and moving programs, and what-ifs of signals and places: the effect at once, and its undo."""

import re

from playwright.sync_api import Page, expect
from web.conftest import EXAMPLE, TODAY, Running
from web.test_journeys import mine

from smartpick.explain import ListRequest


def left_out(running: Running) -> str:
    """Return a program that is open to the example and not on its list."""
    listed = {
        each.program.program_code_nrmp for each in running.app.desk.answer(EXAMPLE, ListRequest(TODAY)).made.programs
    }
    directory = running.app.desk.directory
    code: str = next(
        each.program_code_nrmp
        for each in directory.of(("family_medicine",))
        if each.state == "CA" and each.program_code_nrmp not in listed
    )
    return code


def test_a_pinned_program_is_on_the_list_whatever_it_adds_and_says_what_it_costs(page: Page, running: Running) -> None:
    mine(page, running)
    code = left_out(running)
    page.goto(f"{running.base}/programs/{code}")
    page.get_by_role("button", name=re.compile("^pin to the list")).click()
    expect(page.locator(f"#p-{code}")).to_contain_text("pinned")
    expect(page.locator(".changed")).to_contain_text("pinned:")
    expect(page.locator(".marks")).to_contain_text("chance of matching")
    expect(page.locator(".marks")).to_contain_text("cost")
    kept = running.store.current()
    assert kept is not None
    assert "is_always = true" in kept.text
    page.locator(".marks").get_by_role("button", name=re.compile("^undo")).click()
    expect(page.locator(f"#p-{code}")).to_have_count(0)
    page.get_by_role("button", name=re.compile("Undo the last change")).click()
    expect(page.locator(f"#p-{code}")).to_contain_text("pinned")


def test_the_example_takes_marks_in_its_address_alone(page: Page, running: Running) -> None:
    first = page.locator(".program").first
    code = (first.get_attribute("id") or "").removeprefix("p-")
    first.locator("summary").click()
    first.get_by_role("button", name=re.compile("^leave it out")).click()
    page.wait_for_url(f"**mark={code}.never**")
    expect(page.locator(f"#p-{code}")).to_have_count(0)
    expect(page.locator(".changed")).to_contain_text("points")
    page.locator(".marks").get_by_role("button", name=re.compile("^undo")).click()
    expect(page.locator(f"#p-{code}")).to_have_count(1)
    assert running.store.profiles() == []


def test_a_program_moved_to_another_tier_stands_there_and_moves_back(page: Page, running: Running) -> None:
    mine(page, running)
    far = page.locator("ol.programs").last.locator(".program").last
    code = (far.get_attribute("id") or "").removeprefix("p-")
    far.locator("summary").click()
    far.get_by_role("button", name=re.compile("^count it with the first area")).click()
    expect(page.locator(f"#p-{code}")).to_contain_text("moved here by you")
    expect(page.locator(".changed")).to_contain_text("put with your first area")
    expect(page.locator(".sentence").nth(1)).to_contain_text("what you count with it")
    page.locator(".marks").get_by_role("button", name=re.compile("^undo")).click()
    expect(page.locator(".marks")).to_have_count(0)
    expect(page.locator(".sentence").nth(1)).not_to_contain_text("what you count with it")


def test_one_signal_fewer_and_several_places_are_what_ifs(page: Page, running: Running) -> None:
    # A signal belongs to an institution, so that two of its programs may wear one: the number is told in words.
    expect(page.locator("#bench")).to_contain_text("Family Medicine: 5 signals")
    page.select_option("#w-signals", label="one fewer")
    page.wait_for_url("**signals=-1**")
    expect(page.locator(".changed")).to_contain_text("points")
    expect(page.locator("#bench")).to_contain_text("Family Medicine: 4 signals")
    page.goto(f"{running.base}/?places=only&area=Orange+County;+San+Diego+County")
    expect(page.locator(".program").first).to_be_visible()
    places = set(page.get_by_role("region", name="Places as a table").locator("td:nth-child(4)").all_text_contents())
    assert places <= {"Orange", "San Diego"}


def test_a_place_that_is_not_known_is_told_at_its_field(page: Page) -> None:
    page.get_by_label("only where I name").check()
    page.fill("#w-area", "Atlantis")
    page.locator("#w-area").press("Tab")
    expect(page.locator("#e-area")).to_contain_text("Atlantis")
    expect(page.locator(".program").first).to_be_visible()
    assert page.input_value("#w-area") == "Atlantis"


def test_what_is_being_typed_outlives_the_list_that_comes_meanwhile(page: Page) -> None:
    with page.expect_response("**/?**places=only**"):
        page.get_by_label("only where I name").check()
        page.locator("#w-area").press_sequentially("Orange County", delay=120)
    expect(page.locator("#w-area")).to_have_value("Orange County")
    page.locator("#w-area").press("Tab")
    page.wait_for_url("**area=Orange**")
    expect(page.locator(".program").first).to_be_visible()


def test_a_budget_that_reaches_nothing_is_told_at_its_field(page: Page, running: Running) -> None:
    page.goto(f"{running.base}/?budget=90")
    expect(page.locator("#e-budget")).to_contain_text("does not reach one application")
    expect(page.locator(".program").first).to_be_visible()
    assert page.input_value("#w-budget") == "90"
