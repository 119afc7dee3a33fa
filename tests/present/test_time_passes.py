"""Time alone closes nothing: on later days every command answers, and asks about the days that have passed."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from present.conftest import SMALL, Run
from present.guided import EXAMPLES, ROOT, problems

from smartpick.present import _plan_command

ASKED = "Your profile says Step 2 CK was planned for 15 June 2027: did you take it?"
LATER = ("2026-12-24", "2027-03-16", "2027-06-30", "2028-03-08")


@pytest.fixture(autouse=True)
def no_lists_by_score(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists by score take long, and are held elsewhere."""
    monkeypatch.setattr(_plan_command, "lists_by_score", lambda *_: {})


def test_each_answer_asks_about_an_exam_whose_day_passed(run: Run) -> None:
    profile = ROOT / "examples" / "third-year.toml"
    for command in ("check-profile", "assess", "plan"):
        told = run(command, profile, "--today", "2027-06-30")
        assert told.code == 0, told.err
        assert ASKED in " ".join(told.out.split()), command
        before = run(command, profile, "--today", "2027-06-15")
        assert before.code == 0
        assert "did you take it?" not in before.out
    for name in ("assess", "plan"):
        data = run(name, profile, "--today", "2027-06-30", "--json", "-").data
        assert data["to_answer"][0].startswith(ASKED)
        assert problems(name, data) == []
    assert "no result told" in run("assess", profile, "--today", "2027-06-30").out


@pytest.mark.usefixtures("kept")
def test_a_list_asks_too_and_counts_nothing_of_it(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "me.toml"
    path.write_text(SMALL, encoding="utf-8")
    plain = run("list", path, "--today", "2026-09-10", "--json", "-").data
    path.write_text(SMALL + "[[exams.step3]]\nplanned_date = 2026-09-09\n", encoding="utf-8")
    data = run("list", path, "--today", "2026-09-10", "--json", "-").data
    assert plain["to_answer"] == []
    assert len(data["to_answer"]) == 1
    assert "Step 3 was planned for 9 September 2026" in data["to_answer"][0]
    assert data["summary"]["p_match"] == plain["summary"]["p_match"]
    assert problems("list", data) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_read_and_planned_on_later_days(name: str, run: Run) -> None:
    day = LATER[EXAMPLES.index(name) % len(LATER)]
    for command in ("assess", "plan", "log", "soap"):
        told = run(command, ROOT / "examples" / f"{name}.toml", "--today", day)
        assert told.code == 0, (command, day, told.err)


def test_the_days_reach_eighteen_months(run: Run) -> None:
    last = date(2026, 9, 10) + timedelta(days=548)
    assert date.fromisoformat(LATER[-1]) >= last - timedelta(days=10)
    told = run("assess", ROOT / "examples" / "third-year.toml", "--today", last)
    assert told.code == 0, told.err
