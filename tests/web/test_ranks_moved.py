"""Ranks that are dragged by finger or mouse, moves that come fast or fail, and pages that are open twice."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect
from web.conftest import EXAMPLE, TODAY, TOKEN, Running, faults
from web.test_season import LOG, NOW, A, B, C, entry, profile_of

MORE = ("1481120C0", "1068120C0")
ORDER = (A, B, C)
ASIDE = ".ranks > li[style*=translate]:not(.is-dragged)"
"""Rows that make room for the one that is dragged."""


@pytest.fixture
def hers(running: Running) -> Iterator[Running]:
    """Return the server with a profile whose applications are in."""
    desk = running.app.desk
    desk.today = lambda: NOW
    running.store.forget_everything()
    running.store.add("Mine", EXAMPLE + LOG, "new")
    yield running
    desk.today = lambda: TODAY


@pytest.fixture
def phone(hers: Running, browser: Browser) -> Iterator[Page]:
    """Return the page on a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(hers.address)
    yield page
    context.close()
    assert not wrong, wrong


@pytest.fixture
def opened(page: Page, hers: Running) -> Page:
    """Return the page of ranks in a window."""
    page.goto(f"{hers.base}/rank?order={','.join(ORDER)}")
    return page


def order(page: Page) -> list[str]:
    found: list[str] = page.locator(".ranks > li").evaluate_all("all => all.map(each => each.dataset.code)")
    return found


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def touch(finger: CDPSession, kind: str, *at: float) -> None:
    points = [{"x": at[0], "y": at[1], "id": 1}] if at else []
    finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def settled(page: Page) -> None:
    expect(page.locator(".htmx-request, .htmx-settling, .htmx-swapping")).to_have_count(0)


def test_a_finger_drags_a_program_and_the_page_still_scrolls(phone: Page, hers: Running) -> None:
    phone.goto(f"{hers.base}/rank?order={','.join(ORDER)}")
    finger = phone.context.new_cdp_session(phone)
    handle = phone.locator(f"#drag-{C}")
    handle.evaluate("each => scrollBy(0, each.getBoundingClientRect().top - innerHeight / 2)")
    box = handle.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    still = "all => all.filter(each => getComputedStyle(each).touchAction === 'none').map(each => each.className)"
    assert set(phone.locator("main *").evaluate_all(still)) == {"handle"}
    assert faults(phone) == []
    assert handle.inner_text().endswith("Family Medicine")
    # A finger beside the handle scrolls the page; a tap on the handle leads to the field.
    before = phone.evaluate("scrollY")
    touch(finger, "touchStart", 220, 400)
    for gone in range(10, 160, 10):
        touch(finger, "touchMove", 220, 400 - gone)
    phone.wait_for_function("before => scrollY > before", arg=before)
    phone.wait_for_timeout(200)
    touch(finger, "touchEnd")
    assert order(phone) == list(ORDER)
    phone.locator(f"#drag-{A}").tap()
    expect(phone.locator(f"#to-{A}")).to_be_focused()

    # At the edge of the window the page goes along, until the first rank is under the finger.
    handle.evaluate("each => scrollBy(0, each.getBoundingClientRect().top - innerHeight / 2)")
    phone.locator(f"#down-{A}").evaluate("each => each.focus({ preventScroll: true })")
    x, y = middle(handle)
    before = phone.evaluate("scrollY")
    touch(finger, "touchStart", x, y)
    touch(finger, "touchMove", x, y - 40)
    touch(finger, "touchMove", x, 20)
    expect(phone.locator(ASIDE)).to_have_count(2)
    assert phone.evaluate("scrollY") < before
    before = phone.evaluate("scrollY")
    touch(finger, "touchEnd")
    expect(phone.locator("#rank-said")).to_contain_text("at rank 1 of 3")
    assert order(phone) == [C, A, B]
    settled(phone)
    assert abs(phone.evaluate("scrollY") - before) < 150, "the page stays where it is when the list is put in anew"

    # A finger that is taken away by the system leaves everything as it was.
    last = phone.locator(f"#drag-{B}")
    last.evaluate("each => scrollBy(0, each.getBoundingClientRect().top - innerHeight / 2)")
    x, y = middle(last)
    touch(finger, "touchStart", x, y)
    touch(finger, "touchMove", x, y - 40)
    touch(finger, "touchMove", x, 200)
    expect(phone.locator(f".ranks > li[data-code='{B}']")).to_have_class(re.compile("is-dragged"))
    expect(phone.locator(ASIDE)).not_to_have_count(0)
    touch(finger, "touchCancel")
    expect(phone.locator("#rank-said")).to_contain_text("stays where it was")
    expect(phone.locator(f".is-dragged, {ASIDE}")).to_have_count(0)
    assert order(phone) == [C, A, B]


def test_a_mouse_drag_is_given_up_by_escape_and_takes_nothing_else_along(opened: Page) -> None:
    opened.locator(f"#down-{A}").click()
    expect(opened.locator("#rank-said")).to_contain_text("at rank 2 of 3")
    expect(opened.locator(f"#down-{A}")).to_be_focused()
    settled(opened)
    opened.locator(f"#drag-{C}").hover()
    opened.mouse.down()
    opened.mouse.move(*middle(opened.locator(".ranks > li").first), steps=4)
    expect(opened.locator(ASIDE)).to_have_count(2)
    opened.mouse.wheel(0, 2000)
    expect(opened.locator(ASIDE)).to_have_count(0)
    opened.keyboard.press("Escape")
    opened.mouse.up()
    expect(opened.locator("#rank-said")).to_contain_text("stays where it was")
    assert order(opened) == [B, A, C]
    opened.locator(f"#down-{A}").focus()
    opened.locator(f"#drag-{C}").drag_to(opened.locator(".ranks > li").first)
    expect(opened.locator("#rank-said")).to_contain_text("at rank 1 of 3")
    assert order(opened) == [C, B, A]
    settled(opened)
    # In a narrow window the link of the program comes to lie where the handle was.
    opened.set_viewport_size({"width": 360, "height": 900})
    handle = opened.locator(f"#drag-{A}")
    handle.evaluate("each => scrollBy({ top: each.getBoundingClientRect().top - 500, behavior: 'instant' })")
    x, y = middle(handle)
    opened.mouse.move(x, y)
    opened.mouse.down()
    opened.mouse.move(x, y - 150, steps=4)
    expect(opened.locator(ASIDE)).to_have_count(1)
    opened.mouse.up()
    expect(opened.locator("#rank-said")).to_contain_text("at rank 2 of 3")
    assert order(opened) == [C, A, B]


def test_moves_that_come_fast_follow_each_other_and_one_that_fails_is_not_sent_later(opened: Page) -> None:
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url) if "/rank?" in request.url else None)
    opened.evaluate(
        """code => { for (let time = 0; time < 2; time += 1) document.getElementById(`down-${code}`).click(); }""", A
    )
    expect(opened.locator("#rank-said")).to_contain_text("at rank 3 of 3")
    assert order(opened) == [B, C, A]
    assert len(asked) == 2
    settled(opened)
    # Enter and leaving the field are one move.
    opened.locator(f"#to-{A}").fill("1")
    opened.locator(f"#to-{A}").press("Enter")
    expect(opened.locator("#rank-said")).to_contain_text("at rank 1 of 3")
    settled(opened)
    assert len(asked) == 3
    opened.go_back()
    expect(opened.locator(".ranks > li").first).to_have_attribute("data-code", B)
    assert order(opened) == [B, C, A]
    # The connection goes in the middle of a move, and comes back.
    opened.route("**/rank?**", lambda route: route.abort())
    opened.route("**/alive", lambda route: route.abort())
    opened.locator(f"#drag-{C}").drag_to(opened.locator(".ranks > li").first)
    expect(opened.locator("#rank-said")).to_contain_text("Not moved")
    expect(opened.locator("#offline")).to_be_visible()
    assert opened.locator(f"#to-{C}").input_value() == "2"
    assert order(opened) == [B, C, A]
    opened.unroute("**/rank?**")
    opened.locator(f"#up-{A}").click()
    expect(opened.locator("#rank-said")).to_contain_text("at rank 2 of 3")
    assert order(opened) == [B, A, C]
    opened.unroute("**/alive")
    expect(opened.locator("#offline")).to_be_hidden(timeout=15_000)
    assert order(opened) == [B, A, C]


def number_of(state: str) -> int:
    """Return which state of its profile a token names."""
    return int(state.partition(".")[2])


def test_what_is_pressed_twice_is_kept_once_and_undone_once(opened: Page, hers: Running) -> None:
    state = hers.store.current()
    assert state is not None
    opened.locator("#keep-order").dblclick()
    expect(opened.locator("#ranks")).to_contain_text("kept in your profile")
    with opened.expect_navigation():
        opened.locator("#keep-order").click()
    kept = hers.store.current()
    assert kept is not None
    assert number_of(kept.state) == number_of(state.state) + 1
    opened.goto(f"{hers.base}/season")
    opened.locator("#a-program").fill(MORE[0])
    opened.locator("#a-day").fill("2026-11-18")
    opened.locator("#add-button").dblclick()
    expect(opened.locator("#effect dd").first).to_contain_text("before,")
    expect(opened.locator(".error-box")).to_have_count(0)
    assert len(profile_of(hers).season_log) == 9
    opened.locator("#undo-button").dblclick()
    expect(opened.locator("#season-said")).to_contain_text("Undone")
    settled(opened)
    assert len(profile_of(hers).season_log) == 8
    assert profile_of(hers).rank_order
    # Two entries at once: the second began from a log that is no more.
    opened.evaluate("() => { for (const at of [7, 0]) document.getElementById(`out-${at}`).click(); }")
    expect(opened.locator("#effect h2")).to_contain_text("Taken out")
    expect(opened.locator(".error-box")).to_have_count(0)
    assert len(profile_of(hers).season_log) == 7


def test_what_is_there_already_is_not_asked_for_twice(hers: Running) -> None:
    """What a double click sends: two forms from one state."""
    with httpx.Client(base_url=hers.base, trust_env=False, timeout=60, headers={"origin": hers.base}) as client:
        client.get("/alive", params={"token": TOKEN})
        first = hers.app.desk.kept().state
        for path, form in (
            ("/rank/keep", {"order": f"{C},{B}"}),
            ("/rank/wishes", {"order": f"{C},{B}", "weight.location": "3"}),
            ("/rank/forget", {}),
        ):
            state = hers.app.desk.kept().state
            answers = [client.post(path, data={**form, "state": state}) for _ in range(2)]
            assert [each.status_code for each in answers] == [303, 303], path
            assert number_of(hers.app.desk.kept().state) == number_of(state) + 1, path
        # Another change from an older state is still told.
        assert client.post("/rank/keep", data={"order": A, "state": first}).status_code == 409


def test_an_older_tab_undoes_nothing_and_writes_into_no_other_profile(opened: Page, hers: Running) -> None:
    opened.goto(f"{hers.base}/season")
    opened.locator("#a-program").fill(C)
    opened.locator("#a-note").fill("by telephone")
    mine = hers.store.current()
    assert mine is not None
    hers.store.add("Hers", EXAMPLE + LOG, "new")
    opened.locator("#add-button").click()
    expect(opened.locator(".error-box")).to_contain_text("In use now is Hers")
    assert opened.locator("#a-note").input_value() == "by telephone", "what was written is still there"
    assert len(profile_of(hers).season_log) == 8
    before = hers.store.current()
    assert before is not None
    hers.store.save(before.id, EXAMPLE + LOG + entry(C, "invited", "2026-11-02"), "elsewhere", before.state)
    opened.goto(f"{hers.base}/season")
    now = hers.store.current()
    assert now is not None
    hers.store.save(now.id, EXAMPLE + LOG + entry(C, "waitlisted", "2026-11-02"), "elsewhere too", now.state)
    opened.locator("#undo-button").click()
    expect(opened.locator(".error-box")).to_contain_text("changed in another tab")
    assert profile_of(hers).season_log[-1].event == "waitlisted"


def test_an_earlier_effect_is_not_told_after_a_later_entry_and_what_is_written_stays(
    opened: Page, hers: Running
) -> None:
    opened.goto(f"{hers.base}/season")
    held: list[Any] = []
    opened.route("**/season/effect/**", lambda route: held.append(route) if not held else route.continue_())
    for code, event in ((MORE[0], "applied"), (MORE[1], "applied")):
        opened.locator("#a-program").fill(code)
        opened.locator("#a-event").select_option(event)
        opened.locator("#a-day").fill("2026-09-25")
        opened.locator("#add-button").click()
        expect(opened.locator("#a-program")).to_have_value("")
    expect(opened.locator("#effect h2")).to_be_visible()
    said = opened.locator("#season-said").inner_text()
    name = hers.app.desk.directory.by_code[MORE[1]].name
    assert name in said
    held[0].continue_()
    opened.wait_for_timeout(500)
    assert opened.locator("#season-said").inner_text() == said
    # Lines are understood beside what the entry changed, and nothing that was written is thrown away.
    opened.locator("#a-note").fill("half a note")
    opened.locator("#p-text").fill(f"{C} 11/3")
    opened.locator("#understand-button").click()
    expect(opened.locator(".lines > li")).to_have_count(1)
    expect(opened.locator("#season-said")).to_contain_text("Nothing is kept yet")
    assert opened.locator("#a-note").input_value() == "half a note"
    expect(opened.locator("#effect h2")).to_be_visible()
    opened.route("**/alive", lambda route: route.abort())
    opened.route("**/season/understand", lambda route: route.abort())
    opened.locator("#p-text").fill(f"{A} 11/3")
    opened.locator("#understand-button").click()
    expect(opened.locator("#offline")).to_be_visible()
    opened.unroute("**/alive")
    expect(opened.locator("#trouble")).to_contain_text("still here", timeout=15_000)
    assert opened.locator("#p-text").input_value() == f"{A} 11/3"
