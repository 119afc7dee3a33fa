"""The pages that prepare an application say what their commands say, by keyboard and on a phone, and keep secrets."""

import io
import json
from pathlib import Path

import httpx
import pypdf
import pytest
from plain_english import grade
from playwright.sync_api import Browser, Page, expect
from web.conftest import EXAMPLE, TODAY, TOKEN, Running, digits, faults, hidden
from web.test_journeys import HOSTILE

from smartpick.explain import ListRequest
from smartpick.guidance import answers, assess
from smartpick.guidance.plan import make_plan
from smartpick.present._ask_figures import figures_of
from smartpick.present._assess_json import assess_json
from smartpick.present._ics import calendar_bytes
from smartpick.present.web._answers import Depth
from smartpick.present.web._commands import in_page_words
from smartpick.present.web._prepare_view import route_groups
from smartpick.profile import Profile, public_view

PAGES = ("/record", "/routes", "/plan", "/questions", "/packet?redact=ties")
THIRD_YEAR = (Path(__file__).parents[2] / "examples/third-year.toml").read_text(encoding="utf-8")
SECRETS = ("hepatitis", "interferon", "quiet spring")
PRIVATE = """
[[setbacks]]
kind = "illness"
note = "hepatitis, treated with interferon"
is_documented = true
is_resolved = true

[[gaps]]
start = 2024-07-01
end = 2024-09-30
reason = "a quiet spring"
is_private = true
"""


def mine(running: Running, text: str = EXAMPLE) -> Profile:
    """Keep a profile, and return it read."""
    running.store.add("Mine", text, "new")
    profile: Profile = running.app.desk.profile_of(text, TODAY)
    return profile


def plain(texts: list[str]) -> list[str]:
    return [" ".join(text.replace("\u00a0", " ").split()) for text in texts]


def test_the_record_says_what_the_command_says_and_leaves_empty_cells_empty(page: Page, running: Running) -> None:
    profile = mine(running)
    desk = running.app.desk
    said = assess_json(desk.facts, assess(desk.facts, desk.directory, profile, TODAY), "")
    page.goto(f"{running.base}/record")
    assert plain(page.locator(".sentence").all_inner_texts()) == said["answer"]
    assert plain(page.locator(".paper li").all_inner_texts()) == said["readers_eye"]
    rows = page.locator("section:has(#worries) tbody tr")
    assert rows.count() == 4
    for row, concern in zip(rows.all(), said["concerns"], strict=True):
        cells = plain(row.locator("td").all_inner_texts())
        assert (cells[1] == "") == (concern["gap"] == "")
        assert (cells[2] == "") == (concern["action"] == "")
        assert row.locator("td").first.locator("li").count() == len(concern["evidence"])
    weighed = plain(page.locator("section:has(#weighs) tbody th").all_inner_texts())
    changing = [each["text"] for each in said["offsets"] if each["can_change"]]
    assert weighed[: len(changing)] == changing
    results = page.locator("table.results tbody tr")
    assert results.count() == len(said["results"])
    assert results.locator("svg.bar").count() == len(said["results"])
    groups = route_groups(said["findings"])
    assert sum(len(found) for *_, found in groups) == sum(each["topic"] == "route" for each in said["findings"])
    page.goto(f"{running.base}/routes")
    expect(page.locator("main h2").first).to_contain_text("base rate first")
    assert page.locator(".findings > li").count() == sum(len(found) for *_, found in groups)
    for anchor in page.locator(".contents a").evaluate_all("all => all.map(each => each.hash)"):
        assert page.locator(anchor).count() == 1
    expect(page.locator("section:has(#outside)")).to_contain_text("sfmatch.org")


def test_her_own_benchmarks_stand_in_the_address_and_a_slip_is_told_at_its_field(page: Page, running: Running) -> None:
    mine(running)
    kept = running.store.current()
    desk = running.app.desk
    page.goto(f"{running.base}/record?own.step2_ck_low=240&own.nonsense=1")
    said = assess(desk.facts, desk.directory, desk.profile_of(EXAMPLE, TODAY), TODAY, None, {"step2_ck_low": 240})
    score = next(each for each in said.findings if each.topic == "score")
    expect(page.locator("section:has(#behind)")).to_contain_text(score.text)
    expect(page.locator("main .empty").first).to_contain_text("step2 ck low 240")
    page.fill("#b-step2_ck_low", "lots")
    page.locator("#b-step2_ck_low").press("Enter")
    expect(page.locator("#e-step2_ck_low")).to_contain_text("Write a number from")
    assert page.input_value("#b-step2_ck_low") == "lots"
    assert running.store.current() == kept


def test_a_plan_is_filtered_by_keyboard_and_its_state_stands_in_the_address(page: Page, running: Running) -> None:
    profile = mine(running)
    desk = running.app.desk
    plan = make_plan(desk.facts, desk.directory, profile, TODAY)
    page.goto(f"{running.base}/plan")
    assert plain(page.locator(".sentence").all_inner_texts()) == list(plan.answer)
    expect(page.locator("#days .task")).to_have_count(len(plan.tasks))
    first = page.locator(".now .task").first
    assert plain([first.locator("a").first.inner_text()])[0] in {each.title for each in plan.tasks}
    page.locator("#f-letters").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**kind=letters")
    expect(page.locator("#days .task")).to_have_count(len(plan.of("letters")))
    assert page.evaluate("document.activeElement.id") == "f-letters"
    page.locator("#turn-after").press("Enter")
    page.wait_for_url("**month=2026-10")
    expect(page.locator("table.month caption")).to_contain_text("October 2026")
    page.reload()
    expect(page.locator("#days .task")).to_have_count(len(plan.of("letters")))
    page.goto(f"{running.base}/plan?stage=ranking&kind=nonsense&month=x")
    late = {each.key for each in plan.tasks if each.start.year == 2027 and each.start.month == 2}
    shown = {
        (key or "").removeprefix("t-") for key in page.locator("#days .task").evaluate_all("all => all.map(e => e.id)")
    }
    assert late <= shown < {each.key for each in plan.tasks}
    for target in page.locator("table.month .due").evaluate_all("all => all.map(e => e.hash)"):
        assert page.locator(target).count() == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Download for your calendar").click()
    wanted = calendar_bytes(make_plan(desk.facts, desk.directory, public_view(profile), TODAY))
    assert Path(download.value.path()).read_bytes() == wanted


def test_the_questions_are_answered_with_the_lists_own_figures(page: Page, running: Running) -> None:
    profile = mine(running)
    desk = running.app.desk
    page.goto(f"{running.base}/questions")
    expect(page.locator(".next").first).to_be_visible(timeout=60_000)
    made = desk.answer(EXAMPLE, ListRequest(today=TODAY), Depth.PLACES).made
    found = answers(desk.facts, desk.directory, profile, TODAY, figures_of(made))
    assert plain(page.locator(".question-answer h2").all_inner_texts()) == [each.question for each in found]
    said = plain(page.locator(".question-answer > p:not(.next)").all_inner_texts())
    assert said == [in_page_words(line).striptags() for each in found for line in each.lines]
    assert page.locator(".question-answer tbody tr").count() == sum(len(each.conditions) for each in found)


def test_what_is_taken_out_goes_at_once_and_from_the_files(page: Page, running: Running) -> None:
    mine(running)
    page.goto(f"{running.base}/packet")
    expect(page.locator("#preview")).to_contain_text("Chance of matching with it", timeout=60_000)
    expect(page.locator("#preview")).to_contain_text("Step 2 CK: pass 233")
    expect(page.locator(".taken")).to_contain_text("Nothing is taken out by you")
    page.locator("#r-exams").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**redact=exams")
    expect(page.locator(".taken")).to_contain_text("Taken out by you: exams and study")
    paper = page.locator("#preview article")
    expect(paper).not_to_contain_text("233")
    expect(paper).to_contain_text("Taken out by the applicant: exams")
    page.locator(".taken summary").click()
    expect(page.locator(".taken details")).to_contain_text("Step 2 CK: pass 233")
    with page.expect_download() as download:
        page.get_by_role("link", name="or as text").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as PDF").click()
    printed = " ".join(each.extract_text() for each in pypdf.PdfReader(download.value.path()).pages)
    for each in (text, printed):
        assert "233" not in each
        assert "Chance of matching with it" in " ".join(each.split())
    for line in plain(paper.locator("li").evaluate_all("all => all.map(e => e.firstChild.textContent)")):
        assert line in " ".join(text.split())


def test_she_sees_what_is_private_and_no_file_holds_it(running: Running, fresh: Running) -> None:
    profile = mine(fresh, EXAMPLE + PRIVATE)
    bare = running.app.desk.profile_of(EXAMPLE, TODAY)
    desk = running.app.desk
    with httpx.Client(base_url=running.base, trust_env=False, timeout=120) as client:
        client.get("/", params={"token": TOKEN})
        assert "private: in no export" in client.get("/record").text
        calendar = client.get("/plan.ics").content
        text = client.get("/packet.txt").text
        pdf = client.get("/packet.pdf").content
        shown = client.get("/packet").text
        fresh.store.forget_everything()
        mine(fresh)
        assert client.get("/packet.txt").text == text
    assert "your profile has such parts" in shown
    assert calendar == calendar_bytes(make_plan(desk.facts, desk.directory, bare, TODAY))
    pages = " ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    for secret in SECRETS:
        assert secret not in f"{text} {pages} {shown}".lower()
    assert profile != public_view(profile)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_and_every_source_is_one_click_away(page: Page, running: Running, look: str) -> None:
    page.emulate_media(color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
    mine(running, THIRD_YEAR if look == "light" else EXAMPLE)
    found, cited, told = {}, set(), list[str]()
    for path in (*PAGES, "/plan?kind=soap&month=2026-10"):
        page.goto(running.base + path)
        expect(page.locator(".waiting")).to_have_count(0, timeout=120_000)
        told += page.locator("main p:is(.lead, .quiet)").all_inner_texts()
        cited |= set(page.locator("a[href^='/sources/']").evaluate_all("all => all.map(each => each.pathname)"))
        page.locator("details").evaluate_all("all => all.slice(0, 8).forEach(each => each.open = true)")
        if wrong := faults(page):
            found[path] = wrong
    assert not found, json.dumps(found, indent=1)
    assert len(cited) > 20
    assert grade(told) <= 8.0
    if look == "dark":
        for address in sorted(cited):
            assert page.request.get(running.base + address).status == 200, address


def test_nothing_is_wider_than_a_phone_and_hostile_words_are_only_words(browser: Browser, fresh: Running) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(fresh.address)
    said = [each[:300].replace("\\", "").replace('"', "'") for each in HOSTILE if each.isprintable()]
    rows = [f'[[setbacks]]\nkind = "other"\nnote = "{each}"\nis_private = false' for each in said]
    rows += [f'[[service]]\ntitle = "{each}"\nstart = 2025-01-01' for each in said]
    mine(fresh, "\n".join([THIRD_YEAR, *rows]))
    for path in PAGES:
        page.goto(fresh.base + path)
        expect(page.locator(".waiting")).to_have_count(0, timeout=120_000)
        page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert page.title() != "x"
        assert page.locator("main script").count() == 0
    expect(page.locator("#preview")).to_contain_text("{{ 7*7 }}")
    context.close()


def test_incognito_hides_every_digit_here_too(tmp_path: Path) -> None:
    with hidden(tmp_path) as (_, client):
        for path in (*PAGES, "/questions/answers"):
            html = client.get(path).text
            assert digits(html) == [], path
            assert "•" in html


def test_an_unknown_part_to_take_out_takes_nothing_out(page: Page, running: Running) -> None:
    page.goto(f"{running.base}/packet?redact=nonsense&redact=visa")
    expect(page.locator(".taken strong").first).to_contain_text("Taken out by you")
    expect(page.locator(".taken p").first).to_contain_text("visa and ECFMG")
    expect(page.locator("#switches input:checked")).to_have_count(1)
