"""What the page says beside its figures: sources, why something is not there, the order; and on a narrow page."""

import re
from datetime import date

import httpx
import pytest
from playwright.sync_api import Page
from web.conftest import EXAMPLE, TOKEN, Running

A, B = "1047120C0", "1485120C0"
LONG = "Anaximandersunpronounceablyandunbreakablylongnamedfirstprofile"[:60]


def asked(running: Running, *paths: str) -> list[str]:
    """Return the pages at some addresses, their text without marks."""
    with httpx.Client(base_url=running.base, trust_env=False, timeout=120) as client:
        client.get("/alive", params={"token": TOKEN})
        return [client.get(path).text.replace("\N{NO-BREAK SPACE}", " ") for path in paths]


def test_published_numbers_have_their_source_beside_them(fresh: Running) -> None:
    side, rest, whole = asked(fresh, f"/compare?compare={A}&compare={B}", "/rest", "/")
    row = side[side.index("positions, newest") :].partition("</tr>")[0]
    assert len(re.findall(rf'href="/sources/nrmp_program_results_\d+/(?:{A}|{B})\.\d+"', row)) == 2
    assert re.search(r'sends on average <span class="cites"><a class="cite" href="/sources/', rest)
    assert re.search(r"Common advice is [^<]* <span class=\"cites\">", whole)


def test_once_applications_are_in_it_says_where_to_look(fresh: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh.store.add("Mine", EXAMPLE, "new")
    monkeypatch.setattr(fresh.app.desk, "today", lambda: date(2026, 10, 1))
    (late,) = asked(fresh, "/rest")
    assert "What is each application worth?" not in late
    assert "The time for applications is over, so what one more would add" in late
    assert 'href="/season"' in late
    monkeypatch.setattr(fresh.app.desk, "today", lambda: date(2026, 9, 10))
    (early,) = asked(fresh, "/rest")
    assert "The time for applications is over" not in early


def test_pinned_programs_that_go_first_are_said_to(fresh: Running) -> None:
    pinned = EXAMPLE + f'\n[[goals.programs]]\nprogram_code_nrmp = "{A}"\nis_always = true\n'
    fresh.store.add("Mine", pinned, "new")
    ordered, plain = asked(fresh, "/?order=interview", "/")
    assert "shown, what you pinned first." in ordered
    assert "pinned first" not in plain


def test_an_own_share_is_said_as_one(fresh: Running) -> None:
    told = f'\n[[own_facts]]\nprogram_code_nrmp = "{A}"\nfield = "interview_rate"\nvalue = 0.9\nsource = "a resident"\n'
    fresh.store.add("Mine", f"{EXAMPLE}{told}date = 2026-09-01\n", "new")
    (sheet,) = asked(fresh, f"/programs/{A}")
    assert "were interviewed: <strong>90 %</strong>" in sheet


def test_a_long_name_needs_no_sideways_scroll(page: Page, running: Running) -> None:
    for name in (LONG, LONG[::-1]):
        running.store.add(name, EXAMPLE, "new")
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{running.base}/couple")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
