"""Two people on the page, and somebody who applies again: what the commands say, in a browser."""

import csv
import io
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from web.conftest import EXAMPLE, TODAY, Running, faults

EXAMPLES = Path(__file__).parents[2] / "examples"
ROSA = (EXAMPLES / "couple/rosa.toml").read_text(encoding="utf-8")
SAM = (EXAMPLES / "couple/sam.toml").read_text(encoding="utf-8")
AGAIN = (EXAMPLES / "reapplicant.toml").read_text(encoding="utf-8")
HOSTILE = "<b>Sam</b> =1+1 \u202eevil"


def test_a_couple_makes_the_commands_pair_list_by_keyboard(page: Page, running: Running, tmp_path: Path) -> None:
    page.goto(running.base + "/couple")
    expect(page.locator("main")).to_contain_text("This needs a profile of each of you")
    partner = running.store.add("sam", SAM, "new")
    running.store.add("rosa", ROSA, "new")
    page.goto(running.base + "/couple")
    page.locator("#with").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Make the pair list")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#pair-rows")).to_be_visible()
    assert f"with={partner}&near=40" in page.url
    files = [tmp_path / "rosa.toml", tmp_path / "sam.toml"]
    for path, text in zip(files, (ROSA, SAM), strict=True):
        path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "smartpick", "list", str(files[0]), "--with", str(files[1]), "--miles", "40"]
    command += ["--today", TODAY.isoformat(), "--json", str(tmp_path / "a.json"), "--pairs", str(tmp_path / "a.csv")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 -- our own
    told = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    for sentence in told["answer"]:
        expect(page.locator("main")).to_contain_text(sentence.replace(" %", "\u00a0%"))
    query = f"?with={partner}&near=40&by=rank"
    table = page.request.get(f"{running.base}/couple/pairs.csv{query}").body()
    assert table == (tmp_path / "a.csv").read_bytes()
    assert page.request.get(f"{running.base}/couple/pairs.json{query}").body() == (tmp_path / "a.json").read_bytes()
    rows = page.locator("[aria-labelledby=pair-rows] tbody tr")
    assert rows.count() == len(told["rows"]) == len(list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))) - 1
    shown = [each.strip() for each in rows.first.locator("td.figure").all_inner_texts()]
    assert len(shown) == 3
    assert shown[1] == shown[2], "nothing stands above the first row"
    expect(page.locator("[aria-labelledby=pair-rows]")).to_contain_text("In row 1 it is the same")
    assert 1 <= page.locator(".pair-maps svg").count() <= 6
    assert page.locator(".pair-maps .mark").count() >= 0.8 * sum(len(each["programs"]) for each in told["partners"])
    page.get_by_role("link", name="by distance").press("Enter")
    expect(page.get_by_role("link", name="by rank")).to_be_visible()
    miles = [row["miles"] for row in told["rows"] if row["miles"] is not None]
    first = page.locator("[aria-labelledby=pair-rows] tbody tr").first.locator("td").nth(2)
    assert first.inner_text() == f"{min(miles):.0f}"
    lines = page.locator(".pairs path").count()
    pairs = sorted(
        (row for row in told["rows"] if row["miles"] is not None), key=lambda r: -r["p_matched_here"]["mean"]
    )
    apart = [row for row in pairs[:60] if row["miles"] > 5]
    assert apart, "some of the likeliest pairs lie apart"
    assert len(apart) <= lines <= 60


def test_what_cannot_be_paired_is_said_and_names_are_harmless(page: Page, running: Running) -> None:
    broken = running.store.add(HOSTILE, SAM.replace("[goals]", '[goals]\nspecialties = ["Nothing"]\n[old]', 1), "new")
    running.store.add("rosa", ROSA, "new")
    page.goto(f"{running.base}/couple?with={broken}")
    expect(page.get_by_role("alert").filter(has_text="No pair list can be made")).to_be_visible()
    assert page.locator("main b").count() == 0
    for address in ("/couple/list?with=999", "/couple/list?with=abc&near=-3"):
        answer = page.goto(running.base + address)
        assert answer is not None
        assert answer.status == 422
        expect(page.locator("main")).to_contain_text("there is no such profile here")
    mine = running.store.add("sam", SAM, "new")
    running.store.choose(running.store.add("rosa", ROSA, "new"))
    for odd in ("00004099", "9" * 5000, "\u0664\u0660", "41"):
        found = page.request.get(f"{running.base}/couple", params={"with": str(mine), "near": odd})
        assert found.status == 200, odd[:9]
        assert 'value="40" selected' in found.text(), odd[:9]
    assert page.request.get(running.base + "/couple/pairs.exe").status == 200  # led back to the page


def test_somebody_who_applies_again_sees_both_seasons(page: Page, running: Running, tmp_path: Path) -> None:
    page.goto(running.base + "/last-season")
    expect(page.locator("main")).to_contain_text("Your profile holds no earlier season")
    running.store.add("first", EXAMPLE, "new")
    page.goto(running.base + "/last-season")
    assert faults(page) == []
    page.get_by_label("Year of that Match").fill("2027")
    page.get_by_label("Applications sent").fill("many")
    page.get_by_role("button", name="Keep it, and compare").click()
    expect(page.locator("#e-l-applications")).to_contain_text("whole number")
    page.get_by_label("Applications sent").fill("80")
    page.get_by_role("button", name="Keep it, and compare").click()
    expect(page.locator("#e-l-season")).to_contain_text("not earlier")
    page.get_by_label("Year of that Match").fill("2026")
    page.get_by_label("Specialties").fill("Family Medicine, FM of nowhere")
    page.get_by_role("button", name="Keep it, and compare").click()
    expect(page.locator("#e-l-specialties")).to_contain_text("nknown specialty")
    page.get_by_label("Specialties").fill("Family Medicine")
    page.get_by_label("What came of it").select_option("unmatched")
    page.get_by_role("button", name="Keep it, and compare").click()
    expect(page.locator("#compared")).to_be_visible()
    kept = running.store.current()
    assert kept is not None
    entry = {"season": 2026, "applications": 80, "specialties": ["Family Medicine"], "outcome": "unmatched"}
    assert tomllib.loads(kept.text)["earlier_seasons"] == [entry]
    running.store.add("again", AGAIN, "new")
    page.goto(running.base + "/last-season")
    expect(page.locator("#by-season")).to_be_visible()
    path, found = tmp_path / "me.toml", tmp_path / "a.json"
    path.write_text(AGAIN, encoding="utf-8")
    command = [sys.executable, "-m", "smartpick", "reapply", str(path), "--today", TODAY.isoformat(), "--json"]
    subprocess.run([*command, str(found)], check=True, capture_output=True, timeout=120)  # noqa: S603 -- our own
    told = json.loads(found.read_text(encoding="utf-8"))
    for text in [*told["answer"], *told["changed"], *told["unchanged"]]:
        expect(page.locator("#compared")).to_contain_text(text.replace(" %", "\u00a0%"))


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_and_a_phone_is_wide_enough(page: Page, running: Running, look: str) -> None:
    page.emulate_media(color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": 360, "height": 740})
    partner = running.store.add("sam", SAM, "new")
    running.store.add("again", AGAIN if look == "dark" else EXAMPLE, "new")
    for address in (f"/couple/list?with={partner}", "/couple", "/last-season", "/last-season/compared"):
        page.goto(running.base + address)
        expect(page.locator(".waiting")).to_have_count(0)
        page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        assert faults(page) == [], address
