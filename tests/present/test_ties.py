"""``smartpick ties``: bonds with their points, plans for like programs, JSON after its layout, nothing private."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from present.guided import DAY, EXAMPLES, ROOT, SECRETS, hiding, problems, unexplained, without_hash

Run = Callable[..., Any]
MISSION = """
[[own_facts]]
program_code_nrmp = "{code}"
field = "mission"
value = "They train doctors for uninsured patients"
source = "their page, example.org/about"
date = 2026-08-01
"""

pytestmark = pytest.mark.usefixtures("kept", "lists_once")


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_answered_and_keeps_to_the_layout(name: str, run: Run) -> None:
    file = ROOT / "examples" / f"{name}.toml"
    shown = run("ties", file, "--today", DAY)
    assert (shown.code, shown.err) == (0, "")
    text = " ".join(shown.out.split())
    made = run("ties", file, "--today", DAY, "--json", "-")
    assert problems("ties", made.data) == []
    assert text.startswith(" ".join(made.data["answer"]))
    for area in made.data["areas"]:
        # The points are the sum of the parts that are shown.
        assert sum(part["points"] or 0 for part in area["parts"]) == pytest.approx(area["points"])
        assert all(part["text"] in text for part in area["parts"])
    for group in made.data["groups"]:
        for each in group["programs"]:
            # What is not known is null, and every page that is named has its age.
            assert each["themes"] is None or each["fact"] is not None
            assert each["url"] is None or each["page_vintage"]
    assert "conflict in public sources" in text


def test_a_long_list_needs_few_plans(run: Run) -> None:
    made = run("ties", ROOT / "examples" / "non-us-img-visa.toml", "--today", DAY, "--json", "-").data
    programs = [each for group in made["groups"] for each in group["programs"]]
    assert len(programs) > 50
    assert len(made["groups"]) <= 5


def test_nothing_private_is_told_or_hinted_at(tmp_path: Path, run: Run) -> None:
    bare, full = hiding(tmp_path)
    one, two = (run("ties", file, "--today", DAY) for file in (bare, full))
    assert (one.code, one.out, one.err) == (two.code, two.out, two.err)
    made = run("ties", full, "--today", DAY, "--json", "-")
    # The word itself stands in the line that is the same for everybody, on the terminal alone.
    assert not [secret for secret in SECRETS if secret in made.out]
    assert without_hash(made.out) == without_hash(run("ties", bare, "--today", DAY, "--json", "-").out)


def test_private_bonds_are_taken_in_when_she_ticks_them(tmp_path: Path, run: Run) -> None:
    _, full = hiding(tmp_path)
    made = run("ties", full, "--today", DAY, "--include-private", "--json", "-")
    assert problems("ties", made.data) == []
    assert made.data["is_private_included"] is True
    assert {"Pasadena", "Fresno"} <= {each["place"] for each in made.data["bonds"]}
    # Bonds alone are ticked: no reason, evaluation or gap comes with them.
    assert not [secret for secret in ("illness", "hepatitis", "neuropsychology", "sanatorium") if secret in made.out]
    assert "Private bonds are among these" in run("ties", full, "--today", DAY, "--include-private").out


def test_a_plan_for_one_program_tells_page_basis_and_what_to_write_about(run: Run) -> None:
    file = ROOT / "examples" / "us-md-la-step1-fail.toml"
    group = run("ties", file, "--today", DAY, "--json", "-").data["groups"][0]
    code = group["programs"][0]["program_code_nrmp"]
    shown = " ".join(run("ties", file, "--today", DAY, "--program", code.lower()).out.split())
    in_one = shown.replace(" ", "")
    for each in group["programs"]:
        assert each["name"] in shown
        if each["url"]:
            # A long address is broken over lines.
            assert f"{each['url']}({each['page_vintage']})".replace(" ", "") in in_one
    for row in group["prompts"]:
        assert row["prompt"] in shown
    assert "No line here is meant to be pasted" in shown


def test_a_program_that_is_not_on_the_list_can_be_asked_about(me: Path, run: Run) -> None:
    code = "1067120C0"
    every = run("ties", me, "--today", DAY, "--json", "-").data
    assert code not in [each["program_code_nrmp"] for group in every["groups"] for each in group["programs"]]
    made = run("ties", me, "--today", DAY, "--program", code, "--json", "-").data
    assert problems("ties", made) == []
    assert made["answer"] == every["answer"]
    (group,) = made["groups"]
    assert [each["program_code_nrmp"] for each in group["programs"]] == [code]
    assert "Family Medicine" in run("ties", me, "--today", DAY, "--program", code).out


def test_what_she_pasted_is_quoted_as_hers_with_its_source_and_day(tmp_path: Path, run: Run) -> None:
    example = ROOT / "examples" / "non-us-img-visa.toml"
    before = run("ties", example, "--today", DAY, "--json", "-").data
    code = before["groups"][-1]["programs"][0]["program_code_nrmp"]
    file = tmp_path / "me.toml"
    file.write_text(example.read_text(encoding="utf-8") + MISSION.format(code=code), encoding="utf-8")
    made = run("ties", file, "--today", DAY, "--json", "-").data
    (group,) = [each for each in made["groups"] if each["own_quotes"]]
    assert [each["program_code_nrmp"] for each in group["programs"]] == [code]
    assert group["own_quotes"][0]["themes"] == ["underserved"]
    # Hers stays apart from what is published: the program's own themes are still unknown.
    assert group["programs"][0]["themes"] is None
    shown = " ".join(run("ties", file, "--today", DAY, "--program", code).out.split())
    assert "You noted (their page, example.org/about, 2026-08-01): “They train doctors for uninsured patients”" in shown


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--area", "atlantis", "--area", "mu"), "mu"),
        (("--program", "9999999C9"), "no program 9999999C9 in the directory"),
        (("--program", "\x1b[31m"), "no program ?[31m in the directory"),
    ],
)
def test_what_cannot_be_is_told(arguments: tuple[str, ...], what: str, run: Run, me: Path) -> None:
    told = run("ties", me, "--today", DAY, *arguments)
    assert (told.code, told.out) == (2, "")
    assert what in told.err


def test_unknown_areas_and_programs_are_told_at_once(run: Run, me: Path) -> None:
    told = run("ties", me, "--today", "soon", "--area", "Atlantis", "--area", "Oz", "--program", "x")
    assert (told.code, told.out) == (2, "")
    for what in ("--today", "unknown area 'Atlantis'", "unknown area 'Oz'", "no program x in the directory"):
        assert what in told.err


def test_any_area_can_be_asked_about(run: Run, me: Path) -> None:
    made = run("ties", me, "--today", DAY, "--area", "Ohio", "--area", "40 miles from 90502", "--json", "-").data
    assert len(made["areas"]) == 2
    assert made["areas"][0]["label"] == "Ohio"


def test_every_field_is_explained_on_the_page() -> None:
    assert unexplained("ties") == set()


@pytest.mark.parametrize("columns", [40, 80])
def test_nothing_is_wider_than_the_terminal(columns: int, me: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = run("ties", me, "--today", DAY)
    assert max(len(line) for line in shown.out.splitlines()) <= columns
