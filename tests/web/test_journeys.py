"""What people do on the page, in a browser: the first list, a change and its effect, comparing, coming back."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from web.conftest import EXAMPLE, TODAY, Running, faults

from smartpick.explain import ListRequest
from smartpick.present.web import _work
from smartpick.present.web._list_view import answer_for


def mine(page: Page, running: Running, text: str = EXAMPLE) -> None:
    """Make the example, or another profile, the user's own."""
    running.store.add("Mine", text, "new")
    page.goto(running.base + "/")


def programs(running: Running) -> int:
    """Return how many programs the example's list has, as the command says."""
    data = running.app.desk.answer(EXAMPLE, ListRequest(today=TODAY)).data
    number: int = data["summary"]["programs"]
    return number


def chance(page: Page, code: str) -> str:
    return page.locator(f"#p-{code} .chance .quiet").inner_text()


def test_the_example_is_there_at_once_and_says_what_the_command_line_says(page: Page, running: Running) -> None:
    made = running.app.desk.answer(EXAMPLE, ListRequest(today=TODAY)).made
    assert page.locator(".sentence").all_inner_texts() == [text.replace(" %", "\u00a0%") for text in made.answer]
    assert page.locator(".program h4").all_inner_texts() == [each.program.name for each in made.programs]


def test_the_packaged_example_is_the_published_one(running: Running) -> None:
    assert running.app.desk.example_text == EXAMPLE


def test_a_first_list_on_a_phone_by_keyboard_alone(browser: Browser, fresh: Running) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(fresh.address)
    page.get_by_role("link", name="Make it mine").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/start")
    page.locator("#type").focus()
    page.keyboard.type("US DO")
    page.locator("#score").focus()
    page.keyboard.type("241")
    page.locator("#specialty").focus()
    page.keyboard.type("Family Medicine")
    page.locator("#budget").focus()
    page.keyboard.type("900")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{fresh.base}/", timeout=30_000)
    assert "US DO senior" in page.locator(".over").inner_text()
    assert page.locator(".program").count() > 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    kept = fresh.store.current()
    assert kept is not None
    assert "score = 241" in kept.text
    context.close()


def test_wrong_answers_are_told_at_their_fields_and_kept(page: Page, running: Running) -> None:
    page.goto(f"{running.base}/start")
    page.select_option("#type", "us_md_senior")
    page.fill("#score", "24o")
    page.fill("#specialty", "Famly Medicine")
    page.fill("#budget", "lots")
    page.get_by_role("button", name="Show my list").click()
    expect(page.locator("#e-score")).to_contain_text("three-digit")
    expect(page.locator("#e-budget")).to_contain_text("whole dollars")
    # Everything at once, and what was typed stays.
    expect(page.locator("#e-specialty")).to_contain_text("Did you mean")
    for field, typed in (("score", "24o"), ("specialty", "Famly Medicine"), ("budget", "lots")):
        assert page.input_value(f"#{field}") == typed
    assert running.store.profiles() == []


def test_what_if_shows_the_difference_and_stands_in_the_address(page: Page, running: Running) -> None:
    page.fill("#w-number", "8")
    page.locator("#w-number").press("Tab")
    page.wait_for_url("**number=8**")
    expect(page.locator("h1")).to_contain_text("What if: 8 programs")
    expect(page.locator(".changed")).to_contain_text("points")
    expect(page.locator(".program")).to_have_count(8)
    page.reload()
    expect(page.locator(".program")).to_have_count(8)
    page.get_by_role("link", name="Back to the example").click()
    expect(page.locator("h1")).to_contain_text(f"{programs(running)} programs")
    assert running.store.profiles() == []


def test_filters_stand_in_the_address_and_nothing_found_says_so(page: Page, running: Running) -> None:
    page.goto(f"{running.base}/?q=internal&order=name")
    names = page.locator(".program h4").all_inner_texts()
    assert names
    assert names == sorted(names, key=str.lower)
    page.goto(f"{running.base}/?q=nowhereatall")
    expect(page.locator(".empty")).to_contain_text("No program of your list fits")


def test_two_programs_side_by_side(page: Page) -> None:
    for number in (0, 1):
        page.locator(".program").nth(number).locator("input[name=compare]").check()
    page.get_by_role("button", name="Compare the ticked").click()
    expect(page.locator("table.compare thead th")).to_have_count(2)


def test_a_program_left_out_is_gone_at_once_and_comes_back_by_undo(page: Page, running: Running) -> None:
    mine(page, running)
    first = page.locator(".program").first
    code = (first.get_attribute("id") or "").removeprefix("p-")
    first.locator("summary").click()
    first.get_by_role("button", name=re.compile("^leave it out")).click()
    expect(page.locator(".changed")).to_contain_text("left out")
    expect(page.locator(f"#p-{code}")).to_have_count(0)
    page.get_by_role("button", name=re.compile("Undo the last change")).click()
    expect(page.locator(f"#p-{code}")).to_have_count(1)


def test_an_own_fact_changes_the_list_stays_apart_and_can_be_taken_back(page: Page, running: Running) -> None:
    mine(page, running)
    code = (page.locator(".program").first.get_attribute("id") or "").removeprefix("p-")
    page.goto(f"{running.base}/programs/{code}")
    page.select_option("#o-field", "max_failed_attempts")
    page.fill("#o-value", "many")
    page.fill("#o-source", "their coordinator")
    page.get_by_role("button", name="Keep it, and show what changes").click()
    expect(page.locator("#e-value")).to_have_text(
        "“many” is no answer to “failed attempts accepted at most”. Write a whole number from 0 to 20."
    )
    assert page.evaluate("document.activeElement.id") == "o-value"
    expect(page.locator("#o-value")).to_be_in_viewport()
    expect(page.locator("#own-errors")).to_contain_text("1 thing to put right")
    page.fill("#o-value", "0")
    page.get_by_role("button", name="Keep it, and show what changes").click()
    expect(page.locator(".changed")).to_contain_text("a fact that you found out")
    expect(page.locator(".changed")).to_contain_text("points")
    expect(page.locator(f"#p-{code}")).to_have_count(0)
    page.goto(f"{running.base}/programs/{code}")
    expect(page.locator(".cards")).to_contain_text("their coordinator")
    page.get_by_role("button", name="take back").click()
    expect(page.locator(f"#p-{code}")).to_have_count(1)


def test_import_edit_export(page: Page, running: Running) -> None:
    page.goto(f"{running.base}/profiles")
    page.set_input_files("#file", Path(__file__).parents[2] / "examples/non-us-img-visa.toml")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.locator(".figures")).to_contain_text("once a program is on your rank list")
    page.goto(f"{running.base}/profile")
    page.fill("#text", page.input_value("#text").replace("score = 224", "score = 2240"))
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".error-box")).to_contain_text("step2_ck")
    page.fill("#text", page.input_value("#text").replace("score = 2240", "score = 244"))
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".changed")).to_contain_text("edited by hand")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export the profile").click()
    assert "score = 244" in Path(download.value.path()).read_text(encoding="utf-8")


def test_two_tabs_do_not_overwrite_each_other(page: Page, running: Running) -> None:
    mine(page, running)
    page.goto(f"{running.base}/profile")
    other = page.context.new_page()
    other.goto(f"{running.base}/profile")
    for tab, score in ((page, "234"), (other, "235")):
        tab.fill("#text", tab.input_value("#text").replace("score = 233", f"score = {score}"))
        tab.get_by_role("button", name="Save").click()
    expect(other.locator("h1")).to_contain_text("changed in another tab")
    kept = running.store.current()
    assert kept is not None
    assert "score = 234" in kept.text


def test_what_stands_beside_a_list_follows_by_itself_and_says_what_the_list_says(page: Page, running: Running) -> None:
    page.goto(f"{running.base}/?number=9")
    rows = page.get_by_role("region", name="Lists compared").locator("tbody tr")
    expect(rows.last).to_contain_text("9")
    assert rows.count() >= 2


def test_long_work_shows_its_progress_and_ends_in_a_chart_with_its_table(page: Page, running: Running) -> None:
    running.store.add("Mine", EXAMPLE.replace("score = 233", "score = 234"), "new")
    page.goto(running.base + "/")
    page.get_by_role("button", name="What is each application worth?").click()
    expect(page.locator("#curve progress")).to_be_visible()
    expect(page.locator("#curve svg.chart")).to_be_visible(timeout=60_000)
    page.locator("#curve summary").first.click()
    assert page.locator("#curve tbody tr").count() >= 3


def test_long_work_can_be_cancelled(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step is held up for a while, so that there is something to cancel on any machine."""

    def slow(*given: Any) -> Any:
        time.sleep(2)
        return answer_for(*given)

    monkeypatch.setattr(_work, "answer_for", slow)
    page.fill("#w-step2", "251")
    page.locator("#w-step2").press("Tab")
    page.wait_for_url("**step2=251**")
    page.get_by_role("button", name="What is each application worth?").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#curve")).to_contain_text("Cancelled")


def test_work_that_is_done_shows_what_it_found_even_when_it_is_cancelled(page: Page, running: Running) -> None:
    """The button may be pressed a moment too late."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.fill("#w-step2", "252")
    page.locator("#w-step2").press("Tab")
    page.wait_for_url("**step2=252**")
    page.get_by_role("button", name="What is each application worth?").click()
    expect(page.locator("#curve table").first).to_be_attached(timeout=60_000)
    name = next(url.split("/")[-2] for url in asked if url.endswith("/events"))
    answer = page.request.post(f"{running.base}/curve/{name}/cancel", headers={"origin": running.base})
    assert answer.status == 200
    assert "As a table" in answer.text()


def test_forgetting_everything(page: Page, running: Running) -> None:
    mine(page, running)
    page.goto(f"{running.base}/profiles")
    page.get_by_label("Yes, delete all of it").check()
    page.get_by_role("button", name="Forget everything").click()
    expect(page.locator(".empty")).to_contain_text("None yet")
    assert running.store.profiles() == []


HOSTILE = [
    "<script>document.title='x'</script>",
    '=HYPERLINK("http://x")',
    "x" * 10_000,
    "\u202eevil\u05d0",
    "{{ 7*7 }}",
]


@pytest.mark.parametrize("name", HOSTILE, ids=["script", "formula", "long", "turned", "template"])
def test_hostile_names_are_only_names(page: Page, running: Running, name: str) -> None:
    running.store.add(name[:300], EXAMPLE, name[:300])
    number = running.store.profiles()[0].id
    running.store.write_note(number, "1047120C0", name)
    for path in ("/", "/profiles", "/programs/1047120C0", f"/?q={name[:500]}"):
        page.goto(running.base + path)
        assert page.title() != "x"
        assert "49" not in page.title()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert page.locator("main script").count() == 0


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing(page: Page, running: Running, look: str) -> None:
    page.emulate_media(color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
    mine(page, running)
    paths = ["/", "/?number=8", "/?q=nowhereatall", "/start", "/profile", "/profiles", "/sources", "/pages/limits"]
    paths += ["/programs/1047120C0", "/compare?compare=1047120C0&compare=1485120C0", "/nowhere", "/?budget=1"]
    paths += ["/sources/nrmp_program_results_2026/1047120C0.2026"]
    found = {}
    for path in paths:
        page.goto(running.base + path)
        page.locator("details").evaluate_all("all => all.slice(0, 6).forEach(each => each.open = true)")
        if wrong := faults(page):
            found[path] = wrong
    assert not found, json.dumps(found, indent=1)


EVERY_PAGE = (
    "/",
    "/?number=8",
    "/rest?number=8",
    "/start",
    "/profile",
    "/profiles",
    "/programs/1047120C0",
    "/compare?compare=1047120C0&compare=1485120C0",
    "/sources",
    "/sources/nrmp_program_results_2026/1047120C0.2026",
    "/pages/model",
    "/nowhere",
)


@pytest.mark.parametrize("width", [360, 320])
def test_nothing_is_wider_than_a_phone_or_400_percent_zoom(page: Page, running: Running, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    for path in EVERY_PAGE:
        page.goto(running.base + path)
        page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_at_400_percent_every_control_can_be_reached_and_stands_within_the_window(
    browser: Browser, fresh: Running
) -> None:
    """A window of 1280 by 1024 pixels at 400 % is 320 by 256 of the page's own, each four dots wide."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    page = context.new_page()
    page.goto(fresh.address)
    for path in EVERY_PAGE:
        page.goto(fresh.base + path)
        wide = page.locator("main :is(a, button, input, select, textarea, summary)").evaluate_all(
            "all => all.filter(each => each.checkVisibility() && !each.closest('.scroll'))"
            ".map(each => each.getBoundingClientRect()).filter(box => box.width && (box.left < -1 || box.right > 321))"
            ".length"
        )
        assert wide == 0, path
        stuck = page.locator("body *").evaluate_all(
            "all => all.filter(each => ['fixed', 'sticky'].includes(getComputedStyle(each).position)"
            " && each.checkVisibility() && each.getBoundingClientRect().height > 128).length"
        )
        assert stuck == 0, path
    page.goto(fresh.base + "/")
    page.fill("#w-number", "8")
    page.locator("#w-number").press("Tab")
    expect(page.locator(".program")).to_have_count(8)
    context.close()


def test_who_wants_no_motion_sees_none(page: Page, running: Running) -> None:
    moving = """all => all.filter(each => {
        const style = getComputedStyle(each);
        return style.transitionDuration.split(', ').some(time => parseFloat(time) > 0)
            || (style.animationName !== 'none' && parseFloat(style.animationDuration) > 0)
            || style.scrollBehavior === 'smooth';
    }).length"""
    assert page.locator("html, html *").evaluate_all(moving) > 0  # there is some to be without
    page.emulate_media(reduced_motion="reduce")
    for path in EVERY_PAGE:
        page.goto(running.base + path)
        assert page.locator("html, html *").evaluate_all(moving) == 0, path


def test_the_order_for_a_screen_reader_is_answer_then_figures_then_list(page: Page, running: Running) -> None:
    heads = page.locator("main h1, main h2").all_inner_texts()
    wanted = [heads[0], "What if…", "The list", "Where they are", "The same limits in other places", "Cost"]
    assert heads[0].startswith(f"{programs(running)} programs, $")
    assert [each for each in heads if each in wanted] == wanted
    assert page.locator("svg[role=img]").evaluate_all("all => all.every(each => each.getAttribute('aria-label'))")
    spoken = page.locator("main").aria_snapshot()
    parts = ("Make it mine", "Chance of matching, if these", 'heading "What if', 'heading "The list"', 'heading "Cost"')
    places = [spoken.index(part) for part in parts]
    assert places == sorted(places)


def test_the_exported_list_is_the_commands_own_to_the_last_byte(page: Page, running: Running, tmp_path: Path) -> None:
    mine(page, running)
    profile, found = tmp_path / "me.toml", tmp_path / "list.json"
    profile.write_text(EXAMPLE, encoding="utf-8")
    command = [sys.executable, "-m", "smartpick", "list", str(profile), "--today", TODAY.isoformat(), "--json"]
    subprocess.run([*command, str(found)], check=True, capture_output=True, timeout=120)  # noqa: S603 -- our own
    with page.expect_download() as download:
        page.get_by_role("link", name="as JSON").click()
    assert Path(download.value.path()).read_bytes() == found.read_bytes()


def test_files_to_take_along_are_the_commands_own_without_what_is_private(
    page: Page, running: Running, tmp_path: Path
) -> None:
    private = '\n[[remediation]]\nkind = "evaluation"\nnote = "dyslexia"\n'
    mine(page, running, EXAMPLE + private)
    profile = tmp_path / "me.toml"
    profile.write_text(EXAMPLE + private, encoding="utf-8")
    files = {option: tmp_path / f"list.{option}" for option in ("xlsx", "csv", "pdf", "share")}
    command = [sys.executable, "-m", "smartpick", "export", str(profile), "--today", TODAY.isoformat()]
    for option, path in files.items():
        command += [f"--{option}", str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 -- our own
    for option, path in files.items():
        address = "/share.json" if option == "share" else f"/list.{option}"
        got = page.request.get(running.base + address)
        assert got.status == 200
        assert got.body() == path.read_bytes(), option
        assert b"dyslexia" not in got.body()
    assert page.request.get(running.base + "/list.exe").status == 404


def test_a_lost_connection_is_said_and_found_again(page: Page) -> None:
    page.route("**/alive", lambda route: route.abort())
    page.route("**/?**", lambda route: route.abort())
    page.fill("#w-number", "9")
    page.locator("#w-number").press("Tab")
    expect(page.locator("#offline")).to_be_visible()
    page.unroute("**/alive")
    page.unroute("**/?**")
    expect(page.locator("#offline")).to_be_hidden(timeout=15_000)
    time.sleep(0.1)
    # What was asked when it was lost is asked again.
    expect(page.locator("h1")).to_contain_text("9 programs")
