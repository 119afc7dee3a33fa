"""A program's page: what is known of it is shown whatever the profile says; a wrong own fact is told at its field."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from web.conftest import EXAMPLE, Running, faults
from web.test_journeys import mine

from smartpick.errors import Problem
from smartpick.present.web._program_routes import OWN_FACTS, _field_errors, _not_at_a_field

CODE = "1047120C0"
OWN = f"""
[[own_facts]]
program_code_nrmp = "{CODE}"
field = "note"
value = "the coordinator answers within a day"
source = "her mail"
date = 2026-09-01
"""


def test_without_a_list_the_facts_stand_there_with_the_reason_why_no_chance_does(page: Page, running: Running) -> None:
    mine(page, running, EXAMPLE.replace("usd = 1500", "usd = 100") + OWN)
    answer = page.goto(f"{running.base}/programs/{CODE}")
    assert answer is not None
    assert answer.status == 200
    expect(page.locator(".empty").first).to_contain_text("No chance can be told here yet")
    expect(page.locator(".empty").first).to_contain_text("$100 does not reach one application")
    expect(page.get_by_role("heading", name="What is known of it")).to_be_visible()
    expect(page.locator("dl.facts")).to_contain_text("safety net")
    expect(page.locator(".cards")).to_contain_text("answers within a day")
    assert faults(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.select_option("#o-field", "minimum_step2_ck")
    page.fill("#o-value", "about 220")
    page.fill("#o-source", " ")
    page.get_by_role("button", name="Keep it").click()
    for name in ("value", "source"):
        expect(page.locator(f"#e-{name}")).to_be_visible()
    assert page.input_value("#o-value") == "about 220"
    expect(page.locator("#o-value")).to_be_focused()
    expect(page.locator("#o-value")).to_be_in_viewport()
    said = page.locator("main").inner_text()
    assert "own_facts" not in said
    assert "quotes" not in said
    assert faults(page) == []


@pytest.mark.parametrize("field", OWN_FACTS)
def test_a_wrong_value_of_any_field_is_told_without_a_word_of_the_file(field: str) -> None:
    errors = _field_errors({"field": field, "value": "\u202e<b> 1,2,3", "source": "her"})
    if not errors:
        assert field in {"mission", "thank_you_policy", "note"}
        return
    assert OWN_FACTS[field] in errors["value"]
    assert field not in errors["value"]
    assert "quotes" not in errors["value"]
    assert "Write" in errors["value"]


def test_what_is_wrong_elsewhere_in_the_profile_is_not_put_to_a_field_of_the_form() -> None:
    errors: dict[str, Any] = {"value": "said already"}
    row = "own_facts[1]"
    at = [Problem(f"profile, line 9, {row}.{name}", "wrong") for name in ("value", "source", "date")]
    others = _not_at_a_field([*at, Problem("profile, own_facts[0].value", "old"), Problem(row, "whole")], row, errors)
    assert errors == {"value": "said already", "source": "Wrong."}
    assert [each.what for each in others] == ["wrong", "old", "whole"]
