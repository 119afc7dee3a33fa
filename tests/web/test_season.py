"""The season on the page: an entry says what it changed, pasted lines are shown first, ranks move by every means."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from web.conftest import EXAMPLE, TODAY, Running, faults

from smartpick.explain import ListRequest
from smartpick.explain.season import rank_list
from smartpick.importers import match_list, read_list
from smartpick.present._season_json import rank_json
from smartpick.present._words import percent
from smartpick.present.web._rank_routes import moved
from smartpick.profile import Profile

NOW = date(2026, 11, 20)
PAGES = ("/season", "/season/interviews", "/rank", "/soap")
A, B, C = "1047120C0", "1485120C0", "1067120C0"
HOSTILE = "<script>document.title='x'</script> {{ 7*7 }} =1+1"


def entry(code: str, event: str, day: str, note: str = "") -> str:
    said = f"note = {json.dumps(note)}\n" if note else ""
    return f'\n[[season_log]]\nprogram_code_nrmp = "{code}"\nevent = "{event}"\ndate = {day}\n{said}'


LOG = "".join(
    (
        *(entry(code, "applied", "2026-09-24") for code in (A, B, C)),
        *(entry(code, "invited", "2026-10-20") for code in (A, B)),
        entry(A, "scheduled", "2026-12-03"),
        entry(B, "scheduled", "2026-12-03", HOSTILE),
        entry(C, "open_house", "2026-12-16"),
    )
)


@pytest.fixture
def hers(page: Page, running: Running) -> Iterator[Page]:
    """Return the page with a profile whose applications are in."""
    desk = running.app.desk
    desk.today = lambda: NOW
    running.store.add("Mine", EXAMPLE + LOG, "new")
    page.goto(f"{running.base}/season")
    yield page
    desk.today = lambda: TODAY


def profile_of(running: Running) -> Profile:
    kept = running.store.current()
    assert kept is not None
    made: Profile = running.app.desk.profile_of(kept.text, NOW)
    return made


def test_an_entry_by_keyboard_asks_which_says_what_it_changed_and_is_undone(hers: Page, running: Running) -> None:
    hers.locator("#a-program").focus()
    hers.keyboard.type("Loma Linda family medicine")
    hers.keyboard.press("Enter")
    expect(hers.locator("#e-program")).to_contain_text("Choose one below")
    choices = hers.get_by_role("group", name="Which one?").get_by_role("radio")
    assert choices.count() == 2
    choices.first.focus()
    hers.keyboard.press("Space")
    hers.locator("#a-day").fill("2026-11-18")
    hers.locator("#add-button").focus()
    hers.keyboard.press("Enter")
    expect(hers.locator("#effect dd").first).to_contain_text("before,")
    expect(hers.locator("#effect")).to_contain_text("Mean and 90 % range".replace(" %", "\u00a0%"))
    assert hers.locator("#effect dd").filter(has_text=re.compile(r"\d+.% \(.*\).*before")).count() >= 1
    assert "interview" in hers.locator("#effect details").inner_text()
    expect(hers.locator("#season-said")).to_contain_text("chance of matching")
    expect(hers.locator("#add-button")).to_be_focused()
    assert profile_of(running).season_log[-1].date == date(2026, 11, 18)
    hers.locator("#undo-button").focus()
    hers.keyboard.press("Enter")
    expect(hers.locator("#season-said")).to_contain_text("Undone")
    expect(hers.locator("#effect h2")).to_contain_text("Undone")
    assert len(profile_of(running).season_log) == 8
    hers.locator("details", has=hers.locator("#out-4")).locator("summary").click()
    hers.locator("#out-4").click()
    expect(hers.locator("#effect h2")).to_contain_text("Taken out")
    assert len(profile_of(running).season_log) == 7


def test_what_cannot_be_is_told_at_its_field_and_kept_as_written(hers: Page) -> None:
    hers.locator("#a-program").fill("Nowhere Hospital at all")
    hers.locator("#a-day").fill("2027-02-01")
    hers.locator("#add-button").click()
    expect(hers.locator("#e-program")).to_contain_text("No program fits")
    hers.locator("#a-program").fill(A)
    hers.locator("#add-button").click()
    expect(hers.locator("#e-day")).to_contain_text("future")
    hers.locator("#a-event").select_option("declined")
    hers.locator("#a-day").fill("2026-10-21")
    hers.locator("#add-button").click()
    expect(hers.locator("#e-order")).to_contain_text("before “interview day set”")
    assert hers.locator("#a-program").input_value() == A
    hers.get_by_label("it happened in this order").check()
    hers.locator("#add-button").click()
    expect(hers.locator("#effect h2")).to_contain_text("I declined")


def test_an_entry_from_an_older_tab_is_not_kept_over_a_newer_state(hers: Page, running: Running) -> None:
    other = hers.context.new_page()
    other.goto(f"{running.base}/season")
    for tab, code in ((hers, C), (other, A)):
        tab.locator("#a-program").fill(code)
        tab.locator("#a-event").select_option("waitlisted")
        tab.locator("#add-button").click()
        expect(tab.locator("#season-said")).to_contain_text(re.compile("Kept|another tab"))
    expect(other.locator(".error-box")).to_contain_text("changed in another tab")
    assert [each.program_code_nrmp for each in profile_of(running).season_log[8:]] == [C]


def test_pasted_lines_are_shown_before_they_are_kept(hers: Page, running: Running) -> None:
    lines = f"{C} 11/3\nHarbor-UCLA family medicine, Torrance, CA, Oct 30\n{A} 10/20\n{HOSTILE} 10/21\n"
    hers.locator("#p-text").fill(lines)
    hers.locator("#understand-button").click()
    expect(hers.locator(".lines > li")).to_have_count(4)
    expect(hers.locator("#season-said")).to_contain_text("Nothing is kept yet")
    ticked = hers.locator(".lines input[type=checkbox]").evaluate_all("all => all.map(each => each.checked)")
    assert ticked[0]
    assert not ticked[2], "it is there already"
    assert not ticked[3], "no program has such a name"
    assert hers.title() == "Season tracker · SmartPick"
    assert hers.locator("#d-1").input_value() == "2026-11-03"
    assert len(profile_of(running).season_log) == 8
    hers.locator("#d-1").fill("2026-11-04")
    if ticked[1]:
        hers.locator(".lines input[type=checkbox]").nth(1).uncheck()
    hers.locator("#keep-button").click()
    expect(hers.locator("#effect dd").first).to_contain_text("before,")
    last = profile_of(running).season_log[-1]
    assert (last.program_code_nrmp, last.event, last.date) == (C, "invited", date(2026, 11, 4))
    hers.locator("#p-text").fill("program,date\nNowhere,2026-10-30\n")
    hers.locator("#understand-button").click()
    hers.locator(".lines input[type=checkbox]").check()
    hers.locator("#keep-button").click()
    expect(hers.locator("#l-2")).to_contain_text("Choose the program")
    hers.locator("#p-text").fill(f"1033110C0 1/5\n{C} 31/12/2026\n")
    hers.locator("#understand-button").click()
    expect(hers.locator(".lines > li").nth(1)).to_contain_text("“31/12/2026” was not read as a day")
    hers.locator(".lines input[type=checkbox]").first.check()
    hers.locator("#keep-button").click()
    expect(hers.locator("#l-1")).to_contain_text("“they invited me” on 2027-01-05, which lies in the future")


def test_the_days_with_their_clash_and_as_a_calendar(hers: Page, running: Running) -> None:
    hers.goto(f"{running.base}/season/interviews")
    expect(hers.locator(".error-box")).to_contain_text("same day as")
    assert hers.locator(".days > li").count() == 3
    assert hers.locator(".month .clash").count() == 2
    assert hers.locator(".month td a").count() == hers.locator(".days > li").count()
    expect(hers.locator("#m-0")).to_contain_text("not noted yet. Write down")
    expect(hers.locator("#thanks li").first).to_be_visible()
    with hers.expect_download() as download:
        hers.get_by_role("link", name="calendar file").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.count("BEGIN:VEVENT") == 3
    assert "20261203" in text


def test_ranks_move_by_key_by_position_and_by_drag_and_are_kept(hers: Page, running: Running, tmp_path: Path) -> None:
    hers.goto(f"{running.base}/rank")
    rows = hers.locator(".ranks > li")
    first = rows.evaluate_all("all => all.map(each => each.dataset.code)")
    assert set(first) == {A, B}
    hers.locator("#r-program").fill(C)
    hers.locator("#r-program").press("Enter")
    expect(rows).to_have_count(3)
    expect(hers.locator("#rank-said")).to_contain_text("at rank 3 of 3")

    def order() -> list[str]:
        found: list[str] = rows.evaluate_all("all => all.map(each => each.dataset.code)")
        return found

    hers.locator(f"#up-{C}").focus()
    hers.keyboard.press("Enter")
    expect(hers.locator("#rank-said")).to_contain_text("at rank 2 of 3")
    expect(hers.locator(f"#up-{C}")).to_be_focused()
    assert order() == [first[0], C, first[1]]
    hers.locator(f"#to-{first[0]}").fill("3")
    hers.locator(f"#to-{first[0]}").press("Enter")
    expect(hers.locator("#rank-said")).to_contain_text("at rank 3 of 3")
    assert order() == [C, first[1], first[0]]
    expect(hers.locator(".htmx-request, .htmx-settling, .htmx-swapping")).to_have_count(0)
    rows.nth(2).locator(".handle").drag_to(rows.nth(0).locator(".what"))
    expect(hers.locator("#rank-said")).to_contain_text("at rank 1 of 3")
    assert order() == [first[0], C, first[1]]

    desk = running.app.desk
    made = rank_list(desk.facts, desk.directory, profile_of(running), ListRequest(today=NOW), order())
    shown = hers.locator(".ranks > li dd:first-of-type").all_inner_texts()
    assert shown[0] == percent(made.ranks[0].p_here).replace(" %", "\u00a0%")
    said = [text.replace(" %", "\u00a0%") for text in rank_json(desk.facts, made)["answer"]]
    assert hers.locator(".sentence").all_inner_texts() == said

    with hers.expect_download() as download:
        hers.get_by_role("link", name="as csv").click()
    file = tmp_path / "ranks.csv"
    file.write_bytes(Path(download.value.path()).read_bytes())
    codes = [
        each.program and each.program.program_code_nrmp for each in match_list(desk.directory, read_list(file), [])
    ]
    assert codes == order()
    hers.locator(f"#off-{first[1]}").click()
    expect(hers.locator("#rank-said")).to_contain_text("off the list; 2 left")
    expect(hers.locator("#rank-said")).to_be_focused()
    hers.locator(f"#in-{first[1]}").click()
    expect(rows).to_have_count(3)
    hers.locator("#keep-order").click()
    expect(hers.locator("#ranks")).to_contain_text("kept in your profile")
    assert list(profile_of(running).rank_order) == order()
    hers.get_by_text("What counts in “by your wishes”").click()
    hers.locator(f"#g-{C}").select_option("very glad")
    hers.locator("#w-ties").select_option("little")
    hers.get_by_role("button", name="Keep what counts").click()
    expect(rows.nth(1)).to_contain_text("you gave it 5 of 5")
    assert profile_of(running).goals.priorities["ties"] == 1


def test_what_cannot_be_worked_out_says_why_and_the_entry_is_kept(page: Page, running: Running) -> None:
    running.app.desk.today = lambda: NOW
    try:
        sent = '\n[[signals]]\ninstitution_code = "1047"\nspecialty = "Family Medicine"\ntier = "gold"\n'
        running.store.add("Mine", EXAMPLE + LOG + sent, "new")
        page.goto(f"{running.base}/season")
        page.locator("#a-program").fill(C)
        page.locator("#a-day").fill("2026-11-02")
        page.locator("#add-button").click()
        expect(page.locator("#effect .problems")).to_contain_text("gold signal")
        expect(page.locator("#season-said")).to_contain_text("cannot be worked out yet")
        assert profile_of(running).season_log[-1].program_code_nrmp == C
        page.goto(f"{running.base}/rank")
        expect(page.locator(".problems")).to_contain_text("gold signal")
    finally:
        running.app.desk.today = lambda: TODAY


def test_moves_are_what_they_say() -> None:
    assert moved(["A", "B"], [("up", "A")], str) == (["A", "B"], "A stays at rank 1 of 2.")
    assert moved(["A", "B"], [("out", "A")], str)[0] == ["B"]
    assert moved(["A", "B"], [("to.A", "99")], str)[0] == ["B", "A"]
    assert moved(["A", "B"], [("to.A", "-1"), ("to.B", "x"), ("up", "C")], str) == (["A", "B"], "")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(hers: Page, running: Running, look: str) -> None:
    hers.emulate_media(color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
    hers.set_viewport_size({"width": 360, "height": 740})
    hers.locator("#p-text").fill(f"Loma Linda family medicine 10/3\n{HOSTILE}\n{'x' * 1500}\n{C}\n")
    hers.locator("#understand-button").click()
    expect(hers.locator(".lines > li")).to_have_count(4)
    for path in ("", *PAGES, f"/rank?order={A},{B}&program=Loma+Linda"):
        if path:
            hers.goto(running.base + path)
        hers.locator("details").evaluate_all("all => all.slice(0, 6).forEach(each => each.open = true)")
        assert hers.title() != "x"
        assert "49" not in hers.title()
        assert hers.locator("main script").count() == 0
        assert hers.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert faults(hers) == [], path


def test_before_applications_are_in_and_in_the_example_it_is_said_calmly(page: Page, running: Running) -> None:
    for path in PAGES[:3]:
        page.goto(running.base + path)
        expect(page.locator(".calm")).to_contain_text("profile of your own")
    running.store.add("Mine", EXAMPLE, "new")
    for path, words in zip(
        PAGES, ("Nothing to do here yet", "No day is set", "Nothing to do", "never need"), strict=True
    ):
        page.goto(running.base + path)
        expect(page.locator(".calm").first).to_contain_text(words)
        assert page.locator(".error-box").count() == 0
