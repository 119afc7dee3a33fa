"""Help: every number of a line is explained with one's own, the words of the field, and all of it plain to read."""

from importlib.resources import files
from pathlib import Path

import pytest
from plain_english import grade, syllables
from playwright.sync_api import Page, expect
from web.conftest import EXAMPLE, Running, faults

from smartpick.present.web._help_routes import _invited, terms
from smartpick.tongues import tongue

GRADE = 8.0


def test_the_measure_itself() -> None:
    assert [syllables(each) for each in ("list", "interview", "table", "people", "idea")] == [1, 3, 2, 2, 3]
    easy = "The cat sat on the mat. It was a warm day. She went to sleep."
    hard = (
        "Notwithstanding considerable heterogeneity among institutional characteristics, prognostication necessitates"
        " comprehensive epidemiological consideration."
    )
    assert grade([easy]) < 2
    assert grade([hard]) > 20


def test_help_reads_as_eighth_graders_read(page: Page, running: Running) -> None:
    page.goto(running.base + "/help")
    told = page.locator("article p, article dd").all_inner_texts()
    assert grade(told) <= GRADE
    assert grade(each["text"] for each in terms()) <= GRADE
    english = [text for key, text in tongue("en").texts.items() if key.split(".")[0] in {"start", "none", "top"}]
    assert grade(english) <= GRADE


def test_the_worked_example_is_of_ones_own_list(page: Page, running: Running) -> None:
    page.goto(running.base + "/help")
    expect(page.locator(".lead")).to_contain_text("the example")
    running.store.add("Mine", EXAMPLE, "new")
    page.goto(running.base + "/help")
    expect(page.locator(".lead")).to_contain_text("your own list")
    name = page.locator("#one-line").inner_text()
    shown = page.locator("dt", has_text="match here").inner_text().removeprefix("match here ")
    page.goto(running.base + "/")
    line = page.locator(".program", has_text=name).first
    expect(line.locator("dd").first).to_have_text(shown)
    # A list that cannot be made is no reason to be without help.
    running.store.add("None", EXAMPLE.replace("usd = 1500", "usd = 1"), "new")
    page.goto(running.base + "/help")
    expect(page.locator(".lead")).to_contain_text("the example")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_and_a_phone_is_wide_enough(page: Page, running: Running, look: str) -> None:
    page.emulate_media(color_scheme="dark" if look == "dark" else "light")
    page.set_viewport_size({"width": 360, "height": 740})
    for address in ("/help", "/help/glossary"):
        page.goto(running.base + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert faults(page) == []


def test_every_term_is_named_once_and_every_link_to_one_leads_there() -> None:
    anchors = [each["anchor"] for each in terms()]
    assert len(anchors) == len(set(anchors)) >= 30
    templates = Path(str(files("smartpick.present.web"))) / "templates"
    texts = " ".join(path.read_text(encoding="utf-8") for path in templates.glob("*.html"))
    linked = [piece.split('"')[0] for piece in texts.split("/help/glossary#")[1:]]
    assert linked
    assert set(linked) <= set(anchors)


def test_a_program_that_has_invited_her_is_no_line_to_explain_a_chance_by() -> None:
    log = [{"program_code_nrmp": code, "event": event} for code, event in (("A", "invited"), ("B", "applied"))]
    assert _invited({"season_log": log}) == {"A"}
    assert _invited({}) == set()
