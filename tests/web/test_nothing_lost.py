"""What goes wrong or is taken back on the season's pages: nothing written is lost, and what can be undone says so."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from web.conftest import EXAMPLE, TODAY, TOKEN, Running, faults
from web.test_season import LOG, NOW, A, B, C, entry, profile_of

from smartpick.store import Kept

HOSTILE = "</textarea><script>document.title='x'</script>"


@pytest.fixture
def hers(running: Running) -> Iterator[Running]:
    """Return the server with a profile whose applications are in."""
    running.app.desk.today = lambda: NOW
    running.store.forget_everything()
    running.store.add("Mine", EXAMPLE + LOG, "new")
    yield running
    running.app.desk.today = lambda: TODAY


@pytest.fixture
def client(hers: Running) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=hers.base, trust_env=False, timeout=120, headers={"origin": hers.base}, follow_redirects=True
    ) as found:
        found.get("/alive", params={"token": TOKEN})
        yield found


def now(running: Running) -> Kept:
    kept = running.store.current()
    assert kept is not None
    return kept


def elsewhere(running: Running, more: str, change: str) -> None:
    """Change the profile as another tab does."""
    kept = now(running)
    running.store.save(kept.id, kept.text + more, change, kept.state)


def test_a_reviewed_list_and_a_half_written_entry_outlast_a_change_in_another_tab(page: Page, hers: Running) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{hers.base}/season")
    page.locator("#p-text").fill(f"{C} 11/3\nLoma Linda family medicine 10/30\nNowhere 10/2")
    page.locator("#understand-button").click()
    expect(page.locator(".lines > li")).to_have_count(3)
    page.locator(".lines input[type=radio]").nth(1).check()
    chosen = page.locator(".lines input[type=radio]").nth(1).input_value()
    page.locator("#d-1").fill("2026-11-04")
    elsewhere(hers, entry(A, "interviewed", "2026-11-10"), "elsewhere")
    # An entry beside the list, from the older state: told, and both stand as they were.
    page.locator("#a-program").fill(C)
    page.locator("#a-event").select_option("waitlisted")
    page.locator("#a-note").fill("by telephone")
    page.locator("#add-button").click()
    expect(page.locator(".error-box")).to_contain_text("changed in another tab")
    assert page.locator("#a-note").input_value() == "by telephone"
    assert page.locator("#d-1").input_value() == "2026-11-04"
    assert page.locator(".lines input:checked").evaluate_all("all => all.map(each => each.value)") == [
        "yes",
        "yes",
        chosen,
    ]
    # What another entry leaves half written stands there too, and the list is kept from the state that is shown now.
    elsewhere(hers, entry(B, "interviewed", "2026-11-11"), "elsewhere too")
    page.locator("#keep-button").click()
    expect(page.locator("#season-said")).to_contain_text("elsewhere too")
    assert page.locator("#d-1").input_value() == "2026-11-04"
    assert page.locator(".lines input:checked").count() == 3
    assert page.locator("#a-note").input_value() == "by telephone"
    page.locator("#keep-button").click()
    expect(page.locator("#season-said")).to_contain_text("2 programs")
    expect(page.locator(".lines")).to_have_count(0)
    assert page.locator("#a-note").input_value() == "by telephone"
    kept = [(each.program_code_nrmp, each.date) for each in profile_of(hers).season_log[-2:]]
    assert kept == [(C, NOW.replace(day=4)), (chosen, NOW.replace(month=10, day=30))]
    # The box and its words stand together, however wide the window is.
    page.locator("#a-event").select_option("invited")
    page.locator("#a-program").fill(A)
    page.locator("#a-day").fill("2026-12-20")
    page.locator("#a-event").select_option("declined")
    page.locator("#a-day").fill("2026-10-15")
    page.locator("#add-button").click()
    expect(page.locator("#e-order")).to_contain_text("“they invited me”")
    box = page.get_by_label("it happened in this order").bounding_box()
    assert box is not None
    assert box["width"] < 30


def test_a_line_that_another_tab_put_in_is_not_put_in_twice(client: httpx.Client, hers: Running) -> None:
    state = now(hers).state
    elsewhere(hers, entry(C, "invited", "2026-11-03"), "elsewhere")
    form = {"state": state, "event": "invited", "text": f"{C} 11/3\n{A} 10/20", "use.1": "yes", "day.1": "2026-11-03"}
    shown = client.post("/season/keep", data=form | {"use.2": "yes", "day.2": "2026-10-21", "there.2": "yes"})
    assert shown.status_code == 409
    ticked = re.findall(r'name="use\.(\d)" value="yes" (checked)?', shown.text)
    assert ticked == [("1", ""), ("2", "checked")]
    assert 'value="2026-10-21"' in shown.text


def test_the_tracker_undoes_its_own_changes_also_of_the_last_entry_and_says_what(
    client: httpx.Client, hers: Running
) -> None:
    hers.store.forget_everything()
    hers.store.add("Mine", EXAMPLE, "new")
    client.post(
        "/season/add", data={"state": now(hers).state, "program": C, "event": "open_house", "day": "2026-12-16"}
    )
    name = hers.app.desk.directory.by_code[C].name
    assert now(hers).change == f"open house, {name}"
    client.post("/season/remove", data={"state": now(hers).state, "at": "0"})
    assert profile_of(hers).season_log == ()
    shown = client.get("/season").text
    assert f"Undo the last change: taken out: open house, {name}" in shown
    client.post("/season/undo", data={"state": now(hers).state})
    assert len(profile_of(hers).season_log) == 1
    # What was changed elsewhere is not offered as a change of the log.
    elsewhere(hers, "\n# a line of hers\n", "a practice answer")
    shown = client.get("/season").text
    assert "undo-button" not in shown
    assert "not made to this log (a practice answer)" in shown


def test_an_answer_stays_in_its_boxes_where_a_mark_is_missing_and_its_marks_can_be_taken_out(
    page: Page, hers: Running
) -> None:
    page.goto(f"{hers.base}/interview")
    boxes = page.locator("#answer-form textarea")
    words = [f"part {number} of what I say {HOSTILE}" for number in range(boxes.count())]
    assert len(words) == 4
    for number, text in enumerate(words):
        boxes.nth(number).fill(text)
    page.locator("input[name=honest][value='4']").check()
    page.locator("input[name=confident][value='5']").check()
    keep = page.get_by_role("button", name="Keep these marks")
    keep.click()
    expect(page.locator("#e-specific")).to_contain_text("1 to 5")
    assert page.locator("#e-honest, #e-confident").count() == 0
    assert boxes.evaluate_all("all => all.map(each => each.value)") == words
    expect(page.locator("#spoken")).to_contain_text("words")
    assert page.locator("input[name=honest][value='4']").is_checked()
    expect(page.locator("#e-specific")).to_be_in_viewport()
    assert page.title() != "x"
    assert faults(page) == []
    page.locator("input[name=specific][value='3']").check()
    keep.click()
    expect(page.locator("#log [role=status]")).to_contain_text("stand in the table below")
    assert len(tomllib.loads(now(hers).text)["rehearsals"]) == 1
    page.locator("#log").get_by_role("button", name="take out").click()
    expect(page.locator("#log [role=status]")).to_contain_text("Taken out")
    assert "rehearsals" not in tomllib.loads(now(hers).text)
    page.get_by_role("button", name="Undo the last change: practice marks of").click()
    expect(page.locator(".told")).to_contain_text("Undone: practice marks of")
    assert len(tomllib.loads(now(hers).text)["rehearsals"]) == 1
    # Another question is looked at, and the words stand there again.
    boxes.nth(1).fill("words for the first question")
    asked = page.locator("#q")
    first = asked.input_value()
    asked.select_option(index=1)
    expect(page.locator("#practice input[name=q]")).not_to_have_value(first)
    assert not any(boxes.evaluate_all("all => all.map(each => each.value)"))
    asked.select_option(first)
    expect(page.locator("#practice input[name=q]")).to_have_value(first)
    expect(boxes.nth(1)).to_have_value("words for the first question")
    expect(page.locator("#spoken")).to_contain_text("5 words")
    # Where another tab was quicker, the words are told with the rest.
    boxes.first.fill("half an answer")
    elsewhere(hers, "\n# a line of hers\n", "elsewhere")
    keep.click()
    expect(page.locator("dl.facts")).to_contain_text("half an answer")


def test_an_order_that_is_emptied_stays_empty_and_can_be_begun_anew(page: Page, hers: Running) -> None:
    page.goto(f"{hers.base}/rank?order={A}")
    page.locator(f"#off-{A}").click()
    expect(page.locator("#ranks .calm")).to_contain_text("No program is in this order now")
    expect(page.locator("#rank-said")).to_contain_text("none left")
    assert page.locator(".ranks > li").count() == 0
    page.reload()
    expect(page.locator("#ranks .calm")).to_contain_text("Nothing was changed in your profile")
    assert faults(page) == []
    page.locator(f"#in-{B}").click()
    expect(page.locator(".ranks > li")).to_have_count(1)
    page.locator(f"#off-{B}").click()
    page.get_by_role("link", name="Begin with the programs of your log").click()
    expect(page.locator(".ranks > li")).to_have_count(2)


def test_an_older_order_is_not_kept_over_a_newer_one_however_often_it_is_moved(page: Page, hers: Running) -> None:
    page.goto(f"{hers.base}/rank?order={A},{B},{C}")
    elsewhere_order: dict[str, Any] = {"order": f"{C},{B}", "state": now(hers).state}
    headers = {"origin": hers.base}
    assert page.request.post(f"{hers.base}/rank/keep", form=elsewhere_order, headers=headers).ok
    page.locator(f"#down-{A}").click()
    expect(page.locator("#rank-said")).to_contain_text("at rank 2 of 3")
    expect(page.locator("#rank-older")).to_contain_text("your rank order list")
    page.reload()
    page.locator("#keep-order").click()
    expect(page.locator("h1")).to_contain_text("changed in another tab")
    assert list(profile_of(hers).rank_order) == [C, B]
    page.get_by_role("button", name="Save mine over what is there now").click()
    expect(page.locator("#ranks")).to_contain_text("kept in your profile")
    assert list(profile_of(hers).rank_order) == [B, A, C]
    # What counts is kept with the order that stands there, and not with the one that the page came with.
    page.locator(f"#up-{C}").click()
    expect(page.locator("#rank-said")).to_contain_text("at rank 2 of 3")
    page.get_by_text("What counts in “by your wishes”").click()
    page.locator("#w-ties").select_option("little")
    page.get_by_role("button", name="Keep what counts").click()
    expect(page.locator(".ranks > li").nth(1)).to_have_attribute("data-code", C)


def test_a_text_that_is_far_too_long_is_told_at_its_field_and_stays(page: Page, hers: Running) -> None:
    page.goto(f"{hers.base}/texts")
    page.locator("#text-1").evaluate("each => { each.value = 'A word. '.repeat(160000); }")
    page.get_by_role("button", name="Check now").click()
    expect(page.locator("#wrong-1")).to_contain_text("1,280,000 bytes, and at most 400,000")
    assert page.locator("#text-1").get_attribute("aria-invalid") == "true"
    assert len(page.locator("#text-1").input_value()) == 1_280_000
    for banner in ("#offline", "#trouble"):
        expect(page.locator(banner)).to_be_hidden()
    page.get_by_role("button", name="Keep these texts").click()
    expect(page.locator("#wrong-1")).to_contain_text("at most 400,000")
    page.locator("#text-1").evaluate("each => { each.value = 'I saw patients there.'; }")
    page.get_by_role("button", name="Check now").click()
    expect(page.locator("#wrong-1")).to_be_empty()
    assert page.locator("#text-1").get_attribute("aria-invalid") is None
    # Several that are too much together get an answer, and no lost connection.
    for number in range(2, 5):
        page.locator("#add-box").click()
        expect(page.locator(f"#text-{number}")).to_be_focused()
    for number in range(1, 5):
        page.locator(f"#text-{number}").evaluate("each => { each.value = 'A word. '.repeat(49000); }")
    page.get_by_role("button", name="Check now").click()
    expect(page.locator("#trouble")).to_contain_text("more than SmartPick takes at once")
    expect(page.locator("#boxes .error")).to_contain_text("Together these texts")
    expect(page.locator("#offline")).to_be_hidden()
    assert len(page.locator("#text-4").input_value()) == 392_000
