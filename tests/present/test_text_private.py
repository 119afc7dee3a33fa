"""``smartpick text --json``: a profile with private parts gives the same answer as one without them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from present.guided import DAY, ROOT, SECRETS, hiding, problems

Run = Callable[..., Any]
TEXTS = ROOT / "examples" / "texts"
EXAMPLES = ("us-md-la-step1-fail", "us-img-step2-fail", "high-scorer", "reapplicant")
NAMES_THEM = (
    "I failed Step 1 in June 2024. I live in Zanesville with someone I love. I grew up in Pasadena, and my family lives"
    " in Fresno. I want to return to Pasadena for good."
)

pytestmark = pytest.mark.usefixtures("kept")


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_export_does_not_tell_whether_there_is_anything_private(example: str, run: Run, tmp_path: Path) -> None:
    bare, full = hiding(tmp_path, example)
    mine = tmp_path / "mine.txt"
    mine.write_text(NAMES_THEM, encoding="utf-8")
    for texts in ([TEXTS / "statement-good.txt", TEXTS / "experiences.txt"], [TEXTS / "statement-vague.txt"], [mine]):
        line = ("--line", "A family doctor for Pasadena who failed once and came back.")
        made = [run("text", who, *texts, *line, "--today", DAY, "--json", "-").data for who in (bare, full)]
        assert problems("text", made[1]) == []
        for each in made:
            del each["profile_hash"]
        assert made[0] == made[1]


def test_the_terminal_shows_what_she_keeps_private_as_such(run: Run, tmp_path: Path) -> None:
    _, full = hiding(tmp_path)
    shown = run("text", full, TEXTS / "statement-good.txt", "--today", DAY).out
    assert "private: in no export" in " ".join(shown.split())
    assert "Pasadena" in shown
    told = run("text", full, TEXTS / "statement-good.txt", "--today", DAY, "--json", "-").out
    assert not [secret for secret in SECRETS if secret in told]


def test_a_remark_in_the_export_does_not_tell_private_words_from_those_taken_out(run: Run, tmp_path: Path) -> None:
    _, full = hiding(tmp_path)
    mine = tmp_path / "mine.txt"
    mine.write_text(NAMES_THEM, encoding="utf-8")
    there = ("--comment-by", "http://localhost:1/v1", "--model", "m", "--today", DAY, "--json", "-")
    hidden = run("text", full, mine, *there).data["comment"]["taken_out"]
    assert "words that you do not want sent" in hidden
    assert not any("private" in name for name in hidden)
