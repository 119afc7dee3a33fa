"""``smartpick plan --questions``: a csv of counts gives pace and days behind, beside what the profile tells already."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TODAY = "2027-05-11"


def said(run: Run, file: Path, *more: object) -> str:
    data = run("plan", file, "--today", TODAY, *more, "--json", "-").data
    return " ".join(each["text"] for each in data["study"]["findings"])


@pytest.mark.usefixtures("kept")
def test_counts_give_what_is_left_and_days_behind(root: Path, run: Run, tmp_path: Path) -> None:
    """From 20 April to 8 June, 49 days, 2,450 questions: 50 a day; on 10 May 1,000 should be done, 800 are."""
    profile, bank = root / "examples" / "third-year.toml", tmp_path / "bank.csv"
    bank.write_text("date,done,total,% correct\n2027-04-20,0,2450,\n2027-05-10,800,2450,64\n", encoding="utf-8")
    text = said(run, profile, "--questions", bank)
    assert "10 May 2027: 800 of 2,450 done, 64 % right." in text
    assert "1,650 left" in text
    assert "On 10 May 2027 you were 4 days behind" in text
    assert "no count is told" in said(run, profile)


@pytest.mark.usefixtures("kept")
def test_two_banks_are_counted_apart_and_left_together(root: Path, run: Run, tmp_path: Path) -> None:
    bank = tmp_path / "bank.csv"
    rows = "2027-04-20,A,100,1000\n2027-05-01,B,50,500\n2027-05-10,A,400,1000\n"
    bank.write_text(f"date,bank,done,total\n{rows}", encoding="utf-8")
    text = said(run, root / "examples" / "third-year.toml", "--questions", bank)
    assert "A, 10 May 2027: 400 of 1,000 done." in text
    assert "B, 1 May 2027: 50 of 500 done." in text
    assert "1,050 left" in text
    assert "with A, against a steady line" in text


@pytest.mark.usefixtures("kept")
def test_a_file_that_cannot_be_read_is_told_with_everything_else(root: Path, run: Run, tmp_path: Path) -> None:
    bank = tmp_path / "bank.csv"
    bank.write_text("date,done\nsoon,many\n", encoding="utf-8")
    ran = run("plan", root / "examples" / "third-year.toml", "--today", "never", "--questions", bank)
    assert ran.code == 2
    assert "line 2" in ran.err
    assert "--today" in ran.err
