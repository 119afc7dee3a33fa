"""Another language: the first minute and the answer, chosen on the page, remembered, and as usable as English."""

import re

from playwright.sync_api import Page, expect
from web.conftest import EXAMPLE, Running, faults

FIGURE = re.compile(r"[<>]?\d[\d,.]*\d|[<>]?\d")


def test_the_first_minute_in_spanish(page: Page, running: Running) -> None:
    english = page.locator(".sentence").all_inner_texts()
    page.get_by_role("button", name="Español").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="English")).to_be_visible()
    spanish = page.locator(".sentence").all_inner_texts()
    assert [FIGURE.findall(each) for each in map(str, spanish)] != [[], [], []]
    for one, other in zip(english, spanish, strict=True):
        assert one != other
        assert sorted(FIGURE.findall(one)) == sorted(FIGURE.findall(other))
    assert page.locator("section.answer").get_attribute("lang") == "es"
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Hacerla mía").first.click()
    assert page.locator("html").get_attribute("lang") == "es"
    page.get_by_role("button", name="Ver mi lista").click()
    assert page.locator("#type").evaluate("each => !each.validity.valid")
    page.locator("#type").select_option(label="IMG sin ciudadanía de EE. UU.")
    page.get_by_label("Puntuación de Step 2 CK").fill("24x")
    page.locator("#specialty").fill("Family Medicine")
    page.get_by_label("cualquier lugar").check()
    page.get_by_role("button", name="Ver mi lista").click()
    expect(page.locator("#e-score")).to_have_text(
        "Escriba la puntuación de tres cifras de su informe, por ejemplo 240."
    )
    assert "1 cosa por corregir" in page.get_by_role("alert").filter(has_text="corregir").inner_text()
    page.locator("#score").fill("238")
    page.get_by_role("button", name="Ver mi lista").click()
    expect(page.locator(".sentence").first).to_contain_text("Solicite plaza en")
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/", "/start", "/?number=8"):
        if path == "/?number=8":
            running.store.add("Sin dinero", EXAMPLE.replace("usd = 1500", "usd = 1"), "new")
        page.goto(running.base + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert faults(page) == []
    expect(page.locator("h1")).to_have_text("Con esto todavía no se puede hacer una lista.")
    page.get_by_role("button", name="English").click()
    assert page.url == running.base + "/?number=8"
    expect(page.locator("h1")).to_contain_text("No list can be made")


def test_a_language_leads_nowhere_else_and_is_forgotten(page: Page, running: Running) -> None:
    origin = {"origin": running.base}
    for code, back in (("xx", "//elsewhere.example/"), ("es", "https://elsewhere.example/")):
        form: dict[str, str | float | bool] = {"language": code, "back": back}
        answer = page.request.post(running.base + "/language", form=form, headers=origin, max_redirects=0)
        assert answer.status == 303
        assert answer.headers["location"] == "/"
    assert running.store.setting("language") == "es"
    running.store.add("Mine", EXAMPLE, "new")
    running.store.forget_everything()
    assert running.store.setting("language") == ""
