"""``list`` with wishes: programs and areas in or out, a share outside the first area, a proof."""

from pathlib import Path
from typing import Any

from present.conftest import Run

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "us-md-la-step1-fail.toml"
DAY = ("--today", "2026-09-10")
INSIDE = "1485120C0"


def test_what_is_wished_is_kept_and_the_first_area_alone_is_still_compared(run: Run) -> None:
    made: Any = run("list", EXAMPLE, "--in", INSIDE, "--out", "nevada", "--outside", "0.3", *DAY, "--json", "-").data
    listed = made["programs"]
    assert INSIDE in {each["program_code_nrmp"] for each in listed}
    assert "NV" not in {each["state"] for each in listed}
    assert sum(each["tier"] > 1 for each in listed) >= 0.3 * len(listed)
    alone = made["compared"]["preferred_area_only"]
    assert alone is not None
    assert alone["programs"] > 0


def test_wishes_that_contradict_are_named_with_how_much(run: Run) -> None:
    told = run("list", EXAMPLE, "--in", "greater-los-angeles", "--budget", "300", *DAY)
    assert told.code == 2
    assert "programs forced in cost" in told.err
    assert "short" in told.err


def test_every_unknown_wish_is_told_at_once(run: Run) -> None:
    told = run("list", EXAMPLE, "--in", "0000000C0", "--out", "nowhere", *DAY)
    assert told.code == 2
    assert "0000000C0" in told.err
    assert "nowhere" in told.err


def test_a_certificate_says_how_far_from_the_best_and_judges_anew(run: Run) -> None:
    told = run("list", EXAMPLE, "--max-programs", "6", "--certificate", *DAY)
    assert told.code == 0
    flowing = " ".join(told.out.split())
    assert "proven" in flowing
    assert "In fresh scenarios the chance of matching" in flowing
