"""The chart of exam results and the table beside it: one scale, the same places, and no level for a bare pass."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.toml"))
DAY = "2026-09-10"
BAR = re.compile(r"\|([.\-o]+)\|")

Run = Callable[..., Any]


@pytest.mark.parametrize("name", EXAMPLES)
def test_chart_table_and_json_say_the_same(name: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    file = ROOT / "examples" / f"{name}.toml"
    results = run("assess", file, "--today", DAY, "--json", "-").data["results"]
    shown = run("assess", file, "--today", DAY).out.splitlines()
    rows = [line for line in shown if BAR.search(line)]
    assert len(rows) == len(results)
    for line, result in zip(rows, results, strict=True):
        bar, share = BAR.search(line), result["share_below"]
        assert bar is not None
        width = len(bar[1])
        marks = [at for at, each in enumerate(bar[1]) if each != "."]
        assert marks[0] == pytest.approx(share["low"] * width, abs=1)
        assert marks[-1] == pytest.approx(share["high"] * width, abs=1)
        has_level = result["score"] is not None and share["middle"] is not None and result["result"] == "pass"
        assert ("o" in bar[1]) is has_level
        if has_level:
            assert bar[1].index("o") == pytest.approx(share["middle"] * width, abs=1)
            assert f" {100 * share['middle']:.0f} (" in line
            assert f"{result['result']} {result['score']}" in line


def test_it_stacks_on_a_narrow_screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    shown = run("assess", ROOT / "examples" / "us-img-step2-fail.toml", "--today", DAY).out.splitlines()
    assert max(map(len, shown)) <= 40
    assert sum(bool(BAR.search(line)) for line in shown) == 3


def test_without_a_result_there_is_no_chart(run: Run, me: Path) -> None:
    me.write_text(re.sub(r"(?s)\[\[exams.*?(?=\[goals)", "", me.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    ran = run("assess", me, "--today", DAY)
    assert ran.code == 0
    assert "Results on one scale" not in ran.out
    assert run("assess", me, "--today", DAY, "--json", "-").data["results"] == []
