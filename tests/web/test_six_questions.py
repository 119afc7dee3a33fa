"""The six questions: what each answer means, and what is said of one that cannot be."""

import re
import tomllib
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from web.conftest import Running, faults
from web.test_journeys import mine

from smartpick.present.web._ask import ask_of
from smartpick.present.web._form import answers_of, problem_field, tables_from
from smartpick.tongues import tongue

FORM = {"type": "us_do_senior", "specialty": "Family Medicine", "place": "California", "anywhere": "yes"}
DO: dict[str, Any] = {
    "applicant": {"type": "us_do_senior"},
    "exams": {"step2_ck": [{"result": "fail", "score": 201}, {"result": "pass", "score": 245}]},
}


@pytest.mark.parametrize(
    ("score", "comlex", "step2_ck", "comlex2"),
    [
        ("", "560", [{"result": "fail", "score": 201}], [{"result": "pass", "score": 560}]),
        ("245", "560", DO["exams"]["step2_ck"], [{"result": "pass", "score": 560}]),
        ("250", "", [{"result": "fail", "score": 201}, {"result": "pass", "score": 250}], []),
        ("", "", [{"result": "fail", "score": 201}], []),
    ],
)
def test_each_exam_has_its_own_field_and_shows_what_was_entered(
    score: str, comlex: str, step2_ck: list[object], comlex2: list[object]
) -> None:
    data, errors = tables_from({**FORM, "score": score, "comlex": comlex}, DO)
    assert errors == {}
    assert (data["exams"].get("step2_ck", []), data["exams"].get("comlex2", [])) == (step2_ck, comlex2)
    shown = answers_of(data)
    assert (shown["score"], shown["comlex"]) == (score or "201", comlex)


def test_an_attempt_without_a_score_is_not_taken_out_by_an_empty_field() -> None:
    before = {"exams": {"step2_ck": [{"result": "pass"}]}}
    data, _ = tables_from(FORM, before)
    assert data["exams"]["step2_ck"] == [{"result": "pass"}]


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("score", "0", "No report has such a score"),
        ("score", "-1", "No report has such a score"),
        ("score", "560", "a COMLEX score goes into its own field"),
        ("score", "24o", "three-digit"),
        ("score", "9" * 30, "three-digit"),
        ("comlex", "1000", "No report has such a score"),
        ("budget", "0", "above 0"),
        ("budget", "−1", "above 0"),
        ("budget", "100001", "up to 100,000"),
        ("budget", "12 dollars", "whole dollars"),
        ("budget", "٣٠", "whole dollars"),
    ],
)
def test_what_cannot_be_has_a_message_that_fits_in_each_language(field: str, text: str, said: str) -> None:
    _, errors = tables_from({**FORM, field: text}, {})
    assert list(errors) == [field]
    assert said in errors[field]
    assert tongue("es").any_of(errors[field]) != errors[field]


def test_a_number_of_a_what_if_that_is_none_is_told_and_kept() -> None:
    for text, said in (("12 dollars", "Write a whole number."), ("-1", "Write a whole number, 0 or more.")):
        ask = ask_of([("budget", text)])
        assert (ask.errors["budget"], ask.typed["budget"]) == (said, text)
    assert "from 1 to 300" in ask_of([("step2", "301")]).errors["step2"]


def test_a_specialty_that_is_not_known_is_told_at_the_field_it_was_typed_in() -> None:
    form = {**FORM, "specialty": "Nothing", "second": "Nowhere"}
    data, _ = tables_from(form, {})
    found = [problem_field(f"profile, line 7, goals.specialties[{at}]", form, data) for at in (0, 1, 7)]
    assert found == ["specialty", "second", "specialty"]


def test_everything_that_is_wrong_is_told_at_once_at_its_field(page: Page, running: Running) -> None:
    page.goto(f"{running.base}/start")
    page.select_option("#type", "us_do_senior")
    wrong = {"score": "0", "comlex": "none", "specialty": "Famly Medicine", "second": "Nowhere", "budget": "12 dollars"}
    for field, text in wrong.items():
        page.fill(f"#{field}", text)
    page.get_by_label("another place first").check()
    page.fill("#other_place", "Atlantis")
    page.get_by_role("button", name="Show my list").click()
    for field in (*wrong, "other_place"):
        expect(page.locator(f"#e-{field}")).to_be_visible()
        assert page.get_attribute(f"#{field}", "aria-invalid") == "true"
    expect(page.get_by_role("alert").filter(has_text="things")).to_contain_text("6 things to put right")
    assert {field: page.input_value(f"#{field}") for field in wrong} == wrong
    assert page.evaluate("document.activeElement.id") == "score"
    assert faults(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert running.store.profiles() == []


def test_a_budget_that_pays_no_application_is_told_at_its_field(page: Page, running: Running) -> None:
    mine(page, running)
    before = running.app.desk.kept()
    page.goto(f"{running.base}/start")
    page.fill("#budget", "100")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#e-budget")).to_have_text(
        re.compile(r"\$100 does not reach one application\. .*cost \$\d+\. Raise it, or ask .*\.$")
    )
    assert page.input_value("#budget") == "100"
    assert running.app.desk.kept() == before
    page.fill("#budget", "900")
    page.select_option("#type", "us_do_senior")
    page.fill("#comlex", "560")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".changed")).to_contain_text("the six answers")
    exams = tomllib.loads(running.app.desk.kept().text)["exams"]
    assert (exams["step2_ck"][-1]["score"], exams["comlex2"][-1]["score"]) == (233, 560)
    page.goto(f"{running.base}/start")
    assert (page.input_value("#score"), page.input_value("#comlex")) == ("233", "560")
    page.goto(f"{running.base}/?budget=12+dollars")
    assert page.input_value("#w-budget") == "12 dollars"
