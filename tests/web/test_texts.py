"""Letters, texts, ties and interviews on the page: what the commands say, by keyboard, on a phone, in private."""

import io
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect
from web.conftest import EXAMPLE, TOKEN, Running, digits, faults, hidden

from smartpick.guidance.interview import plan_interviews
from smartpick.guidance.letters import plan_letters
from smartpick.guidance.text import check_texts, document_of
from smartpick.guidance.text._types import Mark
from smartpick.present._interview_text import show_practice_sheet
from smartpick.present._letters_text import show_sheet
from smartpick.present._text_command import KINDS
from smartpick.present.web._interview_routes import _KEYS
from smartpick.present.web._listed import Recent
from smartpick.present.web._text_view import KIND_NAMES, pieces_of
from smartpick.profile import public_view

ROOT = Path(__file__).parents[2]
MANY = (ROOT / "examples/non-us-img-visa.toml").read_text(encoding="utf-8")
DEFENSIVE = (ROOT / "examples/texts/statement-defensive.txt").read_text(encoding="utf-8")
PRIVATE = """
[[ties]]
kind = "partner"
place = "Fresno"
state = "CA"
is_private = true

[[own_facts]]
program_code_nrmp = "1047120C0"
field = "mission"
value = "We care for <b>everyone</b> who comes to us."
source = "their page"
date = 2026-09-01

[[letters]]
writer_role = "program director"
specialty = "Internal Medicine"
weeks_supervised = 1
status = "agreed"
shared_cases = "Told Dr. Okafor of my Step 1"
"""
INVITED = """
[[season_log]]
program_code_nrmp = "1485120C0"
event = "invited"
date = 2026-09-09
"""
ALL = ("/letters", "/texts", "/ties", "/interview")


def mine(page: Page, running: Running, more: str = "") -> None:
    """Make the example the user's own profile, with more in it."""
    running.store.add("Mine", EXAMPLE + more, "new")
    page.goto(running.base + "/alive")


def typed(page: Page, running: Running, text: str = DEFENSIVE) -> None:
    page.goto(f"{running.base}/texts")
    page.fill("#text-1", text)
    expect(page.locator("#marked .copy")).to_be_visible()


def plain(text: str) -> str:
    """Return a text with the spaces that the page sets, as a reader sees it."""
    return " ".join(text.split())


def test_the_kinds_of_texts_and_boxes_are_those_of_the_commands(running: Running) -> None:
    assert tuple(KIND_NAMES) == KINDS
    ground = running.app.desk.ground(running.app.desk.kept())
    plan = plan_interviews(ground.facts, ground.directory, ground.profile, ground.day)
    keys = {box.key for boxes in (plan.one_line, plan.boards, *(each.boxes for each in plan.outlines)) for box in boxes}
    assert keys <= set(_KEYS)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(max_size=60))
    edges = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edges, edges).filter(lambda pair: pair[0] < pair[1]), max_size=8))
    severities = draw(st.lists(st.sampled_from(["concern", "watch"]), min_size=len(pairs), max_size=len(pairs)))
    return text, [
        Mark("vague", "rule", severity, 1, low, high, text[low:high], text, "because")
        for (low, high), severity in zip(pairs, severities, strict=True)
    ]


@given(marked())
def test_the_marked_copy_is_the_text_and_every_mark_ends_once(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    pieces = pieces_of(text, marks)
    assert "".join(each.text for each in pieces) == text
    assert sorted(number for each in pieces for number in each.ends) == list(range(1, len(marks) + 1))
    at = 0
    for each in pieces:
        over = {mark.severity for mark in marks if mark.start <= at < mark.end}
        assert each.severity == ("concern" if "concern" in over else "watch" if over else "")
        at += len(each.text)


def test_a_text_is_marked_as_one_types_and_each_mark_leads_to_its_reason_and_back(page: Page, running: Running) -> None:
    mine(page, running)
    typed(page, running)
    desk = running.app.desk
    ground = desk.ground(desk.kept())
    document = document_of("Personal statement", "statement", DEFENSIVE)
    found = check_texts(ground.facts, ground.directory, ground.profile, [document], ground.day)
    marks = found.documents[0].marks
    assert len(marks) > 5
    assert [plain(text) for text in page.locator("#marked .sentence").all_inner_texts()] == list(
        map(plain, found.answer)
    )
    expect(page.locator("#said")).to_contain_text(f"{len(marks)} places marked")
    assert page.locator("#marked .copy .ref").count() == len(marks) == page.locator(".reasons li").count()
    # The three conditions, ties, contradictions and the line are there.
    assert page.locator("#beyond tbody").first.locator("tr").count() == len(found.address.conditions) == 3
    for heading in ("Can your ties be seen?", "What does not go together", "Your one line", "Missions that you claim"):
        assert page.get_by_role("heading", name=heading).count() == 1
    # By keyboard: from the number to the reason, and from the reason into the box, where the words are selected.
    page.locator("#at-1-2").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#why-1-2")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    selected = page.evaluate(
        "(() => { const box = document.getElementById('text-1');"
        " return box.value.slice(box.selectionStart, box.selectionEnd); })()"
    )
    assert selected == marks[1].quote
    # A reason is told in words and a mark has a line below it, so that no colour is needed.
    assert page.locator("mark").first.evaluate("each => getComputedStyle(each).textDecorationLine") == "underline"
    assert page.locator("body").inner_text().count("never leaves this computer") == 1


def test_a_text_is_kept_only_where_that_is_asked_for(page: Page, running: Running) -> None:
    mine(page, running)
    raw = running.store.path
    typed(page, running, "My parents grew up in Fresno. I promise to be a quiet secret sentence.")
    page.reload()
    assert page.input_value("#text-1") == ""
    held = b"".join(each.read_bytes() for each in raw.parent.glob(f"{raw.name}*"))
    assert b"secret sentence" not in held
    typed(page, running, "I keep this sentence of 2026.")
    page.get_by_role("button", name="Keep these texts").click()
    expect(page.locator("#kept-state")).to_contain_text("Kept in your file")
    page.goto(f"{running.base}/texts")
    assert page.input_value("#text-1") == "I keep this sentence of 2026."
    page.get_by_role("button", name="Forget the kept texts").click()
    expect(page.locator("#kept-state")).to_contain_text("Forgotten")
    page.goto(f"{running.base}/texts")
    assert page.input_value("#text-1") == ""


def test_a_tab_that_is_behind_keeps_nothing_over_the_other(fresh: Running) -> None:
    number = fresh.store.add("Mine", EXAMPLE, "new")
    with httpx.Client(base_url=fresh.base, trust_env=False, timeout=60, headers={"origin": fresh.base}) as client:
        client.get("/alive", params={"token": TOKEN})

        def seen(shown: str) -> str:
            return str(re.findall(r'name="seen" value="(\w+)"', shown)[0])

        def keep(text: str, seen: str) -> httpx.Response:
            form = {"kind-1": "statement", "text-1": text, "line": "", "seen": seen}
            return client.post("/texts/keep", data=form, headers={"hx-request": "true"})

        both = seen(client.get("/texts").text)
        first = keep("I wrote this in the first tab of mine.", both)
        assert "Kept in your file" in first.text
        behind = keep("I wrote that in the other tab of mine.", both)
        assert "Not kept yet" in behind.text
        assert "first tab" in fresh.store.note(number, "texts")
        assert "Not kept yet" not in keep("I wrote that in the other tab of mine.", seen(behind.text)).text
        assert "other tab" in fresh.store.note(number, "texts")
        # Nor does it forget what it has not seen, or what is another profile's.
        for old in (both, seen(behind.text)):
            answer = client.post("/texts/forget", data={"seen": old}, headers={"hx-request": "true"})
            assert "Nothing was forgotten" in answer.text
        assert "other tab" in fresh.store.note(number, "texts")


def test_what_is_no_text_is_told_at_its_box_and_hostile_text_is_only_text(page: Page, running: Running) -> None:
    page.goto(f"{running.base}/texts")
    page.fill("#text-1", "One \x07 bell.")
    expect(page.locator("#wrong-1")).to_contain_text("control character")
    assert page.locator("#text-1").get_attribute("aria-invalid") == "true"
    hostile = (
        "<script>document.title='x'</script> {{ 7*7 }} I grew up in \u202eEl Monte\u202c. It was not my fault that the"
        " exam was unfair."
    )
    page.fill("#text-1", hostile)
    expect(page.locator("#marked .copy")).to_contain_text("<script>")
    expect(page.locator("#wrong-1")).to_be_empty()
    assert page.title() != "x"
    assert page.locator("#marked script").count() == 0
    assert "49" not in page.locator("#marked").inner_text()
    page.set_input_files("#file-1", {"name": "a.pdf", "mimeType": "text/plain", "buffer": b"%PDF-1.7 x"})
    expect(page.locator("#file-wrong-1")).to_contain_text("PDF")
    assert page.input_value("#text-1") == hostile
    page.wait_for_timeout(300)  # the new box listens from a moment on
    expect(page.locator("#file-wrong-1")).to_contain_text("PDF")
    page.set_input_files("#file-1", {"name": "b.txt", "mimeType": "text/plain", "buffer": DEFENSIVE.encode()})
    expect(page.locator("#said")).to_contain_text("places marked")
    assert page.input_value("#text-1").strip() == DEFENSIVE.strip()
    # A further text, and the line.
    page.locator("#add-box").click()
    expect(page.locator("#text-2")).to_be_focused()
    page.keyboard.type("I have no tie to California and want to train in Boston.")
    page.fill("#line", "Family medicine in East Los Angeles, after one failed exam.")
    expect(page.locator("#marked h2", has_text="Supplemental answer")).to_be_visible()
    expect(page.locator("#beyond")).to_contain_text("Family medicine in East Los Angeles")


def test_practice_by_keyboard_with_timer_boxes_marks_and_a_log_that_the_command_reads(
    page: Page, running: Running
) -> None:
    mine(page, running, "# a comment of hers\n")
    page.goto(f"{running.base}/interview")
    desk = running.app.desk
    ground = desk.ground(desk.kept())
    plan = plan_interviews(ground.facts, ground.directory, ground.profile, ground.day)
    assert [plain(text) for text in page.locator(".cards .asked").all_inner_texts()] == [
        plain(each.text) for each in plan.questions
    ]
    # Four boxes, with a warning at each that rests on nothing.
    outline = plan.outlines[0]
    assert page.locator(".part").count() == 4
    for number, box in enumerate(outline.boxes):
        part = page.locator(".part").nth(number)
        assert part.locator(".warns").count() == bool(box.warning)
        assert all(fact.text in part.inner_text() for fact in box.facts)
    # Timer.
    page.locator("#timer-button").focus()
    page.keyboard.press("Space")
    expect(page.locator("#timer-button")).to_have_text("Stop the timer")
    page.wait_for_timeout(1100)
    page.keyboard.press("Enter")
    expect(page.locator("#timer-said")).to_contain_text("Stopped at")
    assert int(page.input_value("#seconds")) >= 1
    # Speaking time.
    said = "word " * 300
    page.fill("#said-issue", said)
    page.fill("#said-changes", "It was not my fault, the exam was unfair.")
    words = 309
    expect(page.locator("#spoken")).to_contain_text(f"{words} words")
    timed = plan_interviews(
        ground.facts, ground.directory, ground.profile, ground.day, answer=f"{said}\n a b c d e f g h i"
    )
    assert timed.spoken is not None
    assert timed.spoken.verdict.lower() in page.locator("#spoken").inner_text().lower()
    expect(page.locator("#box-changes")).to_contain_text("“")
    # Marks: what lacks is told at its field, then they are kept.
    page.get_by_role("button", name="Keep these marks").press("Enter")
    expect(page.locator("#e-honest")).to_be_visible()
    for key, mark in (("honest", 4), ("specific", 3), ("confident", 5)):
        page.locator(f"input[name={key}][value='{mark}']").focus()
        page.keyboard.press("Space")
    page.select_option("#by", "peer")
    page.fill("#seconds", "80")
    page.get_by_role("button", name="Keep these marks").press("Enter")
    page.wait_for_url("**kept=1**")
    expect(page.locator("#log")).to_contain_text("work on “specific” next")
    expect(page.locator("#log")).to_contain_text(plan.questions[0].text)
    assert plan.questions[0].key.lower() not in page.locator("#log").inner_text().lower()
    kept = running.store.current()
    assert kept is not None
    assert "# a comment of hers" in kept.text
    row = tomllib.loads(kept.text)["rehearsals"][0]
    assert {**row, "date": str(row["date"])} == {
        "question": plan.questions[0].key,
        "date": "2026-09-10",
        "honest": 4,
        "specific": 3,
        "confident": 5,
        "seconds": 80,
        "by": "peer",
    }
    # A change that began from an older state is not saved over it.
    form: dict[str, Any] = {"q": "exam_1_story", "honest": "1", "specific": "1", "confident": "1", "state": "1.1"}
    headers = {"origin": running.base}
    assert page.request.post(f"{running.base}/interview/score", form=form, headers=headers).status == 409


def test_a_sheet_for_a_partner_and_what_an_invitation_would_change(page: Page, running: Running) -> None:
    mine(page, running, INVITED)
    page.goto(f"{running.base}/interview")
    expect(page.locator("#invitation")).to_contain_text("In your log: an invitation from")
    assert "promise binds nobody" in page.locator("section:has(#notes-title)").inner_text()
    desk = running.app.desk
    ground = desk.ground(desk.kept())
    # The sheet for a partner is the command's.
    out = io.StringIO()
    show_practice_sheet(plan_interviews(ground.facts, ground.directory, public_view(ground.profile), ground.day), out)
    assert page.request.get(f"{running.base}/interview/sheet.txt").text() == out.getvalue()
    # Another question, and an invitation that is supposed.
    page.select_option("#q", "usual_2_ask")
    expect(page.locator(".part")).to_have_count(1)
    page.fill("#code", "nowhere")
    page.locator("#code").press("Enter")
    expect(page.locator("#invitation")).to_contain_text("no program NOWHERE")
    page.fill("#code", "1047120c0")
    page.locator("#code").press("Enter")
    expect(page.locator("#invitation")).to_contain_text("Supposed: an invitation from")


def test_letters_are_assigned_and_their_sheets_are_the_commands(page: Page, running: Running) -> None:
    mine(page, running, PRIVATE)
    page.goto(f"{running.base}/letters")
    assert page.locator("#letters table").first.locator("tbody tr").count() == 2
    first = page.locator("section:has(#where-title) tbody tr", has_text="Family Medicine").locator("td").first
    assert first.inner_text().startswith("1")
    page.locator("#prefer-2").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**prefer=2**")
    expect(page.locator(".findings")).to_contain_text("title")
    assert page.locator("#prefer-2").evaluate("each => each === document.activeElement")
    ground = running.app.desk.ground(running.app.desk.kept())
    for with_exams in (False, True):
        plan = plan_letters(ground.facts, ground.directory, ground.profile, ground.day, with_exams=with_exams)
        out = io.StringIO()
        show_sheet(plan.sheets[0], out)
        address = f"{running.base}/letters/sheet-1.txt{'?with_exams=yes' if with_exams else ''}"
        answer = page.request.get(address)
        assert answer.text() == out.getvalue()
        assert "attachment" in answer.headers["content-disposition"]
        assert ("233" in answer.text()) == with_exams
        assert "Fresno" not in answer.text()
    # What seems to hold more than a fact is told to her, and stands on no page that is handed over.
    assert "left off the page, letters 2, shared_cases" in page.locator("section:has(#sheets-title)").inner_text()
    assert "Okafor" not in page.request.get(f"{running.base}/letters/sheet-2.txt").text()
    assert page.request.get(f"{running.base}/letters/sheet-99.txt").status == 404


def test_private_ties_are_marked_and_in_no_download_unless_ticked(page: Page, running: Running) -> None:
    mine(page, running, PRIVATE)
    page.goto(f"{running.base}/ties")
    rows = page.locator("section:has(#bonds-title) tbody tr")
    assert rows.filter(has_text="Fresno").inner_text().count("private: never exported unless ticked") == 1
    assert rows.filter(has_text="private").count() == 1
    quote = page.locator("blockquote")
    assert "We care for <b>everyone</b>" in quote.inner_text()
    assert "You noted this yourself, 2026-09-01, from: their page" in quote.inner_text()
    everything = f"{running.base}/ties/sheets.txt"
    without = page.request.get(everything).text()
    assert "Fresno" not in without
    listed = set(re.findall(r"\b\d{7}[A-Z]\d\b", without))
    assert len(listed) >= 20
    assert without.count("=" * 40) + 1 < len(listed) / 2  # like programs share a sheet
    running.store.add("Many", MANY, "new")
    many = page.request.get(everything).text()
    assert len(set(re.findall(r"\b\d{7}[A-Z]\d\b", many))) >= 60
    assert many.count("=" * 40) < 12
    running.store.choose(running.store.profiles()[0].id)
    page.locator("#private").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**private=yes**")
    expect(page.locator("#sheets")).to_contain_text("Private bonds are in them")
    address = page.get_by_role("link", name="Download all").get_attribute("href")
    assert "Fresno" in page.request.get(f"{running.base}{address}").text()
    page.fill("#area", "Nowhereatall")
    page.locator("#area").press("Enter")
    expect(page.locator("#e-area")).to_be_visible()
    page.fill("#area", "Texas")
    page.locator("#area").press("Enter")
    expect(page.locator("section:has(#stay-title)")).to_contain_text("Texas")


def test_hostile_input_is_answered_and_never_breaks_a_page(fresh: Running) -> None:
    """Whatever is typed comes back with an answer or with what is wrong with it."""
    fresh.store.add("Mine", EXAMPLE, "new")
    letters = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
    hostile = st.one_of(
        letters, st.sampled_from(["\0", "\u202e" * 9, "<mark>", "-" * 5000, "=1+1", "%PDF-", "''" + '"""', "ß" * 900])
    )
    with httpx.Client(base_url=fresh.base, trust_env=False, timeout=60, headers={"origin": fresh.base}) as client:
        client.get("/alive", params={"token": TOKEN})

        @settings(max_examples=8, deadline=None)
        @given(hostile, hostile)
        def answers(one: str, other: str) -> None:
            form = {"kind-1": other, "text-1": one, "text-2": other, "kind-2": "answer", "line": other}
            marks = {"seconds": other, "state": fresh.app.desk.kept().state}
            asked = [
                client.post("/texts", data=form),
                client.post("/texts", data=form, headers={"hx-request": "true"}),
                client.post("/interview/spoken", data={"said-issue": one, "said-other": other}),
                client.post("/interview/score", data=marks | {"q": one, "own": other, "honest": one}),
                client.get("/texts/box", params={"number": one}),
                client.get("/interview", params={"q": one}),
                client.get("/letters", params={"prefer": one}),
                client.get("/ties", params={"area": one, "sheets": other}),
            ]
            for each in asked:
                assert each.status_code in {200, 422}, each.url
                assert "<mark><" not in each.text

        answers()


def test_forgetting_everything_empties_what_pages_keep(fresh: Running) -> None:
    desk = fresh.app.desk
    recent: Recent[str] = Recent(desk)
    assert recent.get("key", lambda: "one") == recent.get("key", lambda: "two") == "one"
    desk.forget_lists()
    assert recent.get("key", lambda: "two") == "two"


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(page: Page, running: Running, look: str) -> None:
    page.emulate_media(color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
    mine(page, running, PRIVATE)
    found = {}
    for path in ALL:
        if path == "/texts":
            typed(page, running)
            page.fill("#line", "x \x07")
            expect(page.locator("#wrong-line .error")).to_be_visible()
        else:
            page.goto(running.base + path)
        if path == "/interview":
            page.get_by_role("button", name="Keep these marks").click()
            expect(page.locator("#e-honest")).to_be_visible()
        page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
        if wrong := faults(page):
            found[path] = wrong
        for width in (360, 320):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (path, width)
        page.set_viewport_size({"width": 1280, "height": 900})
        assert page.locator("h1").count() == 1
    assert not found, json.dumps(found, indent=1)


def test_incognito_hides_digits_and_keeps_what_is_written(tmp_path: Path) -> None:
    with hidden(tmp_path) as (running, client):
        running.store.add("Mine", EXAMPLE, "new")
        headers = {"origin": running.base}
        pages = {path: client.get(path).text for path in ALL}
        form = {"kind-1": "statement", "text-1": "In 2024 I scored 233.", "line": ""}
        pages["checked"] = client.post("/texts", data=form, headers=headers).text
        for path, html in pages.items():
            assert digits(html) == [], path
        assert "In 2024 I scored 233.</textarea>" in pages["checked"]
        assert "<summary>Show what is written here</summary><textarea" in pages["checked"]
