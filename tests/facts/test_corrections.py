"""A misprint stays as it was read; what stands there instead is guarded, compiled and told."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from smartpick.facts import Facts, open_facts
from smartpick.facts._read import Collection
from smartpick.facts.build import check_folder, compile_facts

Write = Callable[[Path, Mapping[str, str | bytes]], Path]

CORRECTION = {
    "table": "rates",
    "key": "FM.US_IMG.match_rate_pct.all.2026",
    "column": "value",
    "published": "50",
    "corrected": "55",
    "reason": "Six of twelve is a half, but there were eleven.",
}


def corrections(*entries: Mapping[str, object]) -> str:
    def told(value: object) -> str:
        return f'"{value}"' if isinstance(value, str) else str(value)

    return "\n".join(
        "[[correction]]\n" + "".join(f"{name} = {told(value)}\n" for name, value in entry.items()) for entry in entries
    )


def test_a_corrected_figure_is_compiled_with_what_it_replaces(write: Write, tmp_path: Path) -> None:
    root = write(tmp_path / "facts", {"corrections.toml": corrections(CORRECTION)})
    assert check_folder(root) == []
    compile_facts(root, tmp_path / "c.sqlite")
    facts = open_facts(tmp_path / "c.sqlite")
    row = facts.row("rates/FM.US_IMG.match_rate_pct.all.2026")
    assert (row["value"], row["note"]) == (55.0, "corrected: the copy has 50")
    assert row["corrected"] == "value 55 instead of 50: Six of twelve is a half, but there were eleven."
    assert facts.statistics("match_rate_pct")[0].value == 55
    assert "value = 50" in (root / "board/rates.toml").read_text()


def test_it_is_not_compiled_for_a_publisher_left_out(write: Write, tmp_path: Path) -> None:
    root = write(tmp_path / "facts", {"corrections.toml": corrections(CORRECTION)})
    compile_facts(root, tmp_path / "c.sqlite", ["board"])
    assert open_facts(tmp_path / "c.sqlite").connection.execute("SELECT count(*) FROM correction").fetchone()[0] == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"published": "51"}, "value was '51' when this was written, and is '50' now"),
        ({"key": "FM.US_IMG.match_rate.all.2026"}, "Did you mean 'FM.US_IMG.match_rate_pct.all.2026'?"),
        ({"key": "zzz"}, "no such row in the table"),
        ({"table": "rate"}, "Did you mean 'rates'?"),
        ({"table": "zzz"}, "no table 'zzz'"),
        ({"column": "valu"}, "Did you mean 'value'?"),
        ({"column": "specialty"}, "column 'specialty' cannot be corrected"),
        ({"corrected": "50"}, "corrects nothing"),
        ({"corrected": "many"}, "not digits with a point"),
        ({"corrected": "1e3"}, "not digits with a point"),
        ({"column": "confidence", "published": "high", "corrected": "sure"}, "One of high, medium"),
        ({"reason": "wrong"}, "too short to convince"),
        ({"reason": ""}, "lacking or no text: reason"),
        ({"published": 50}, "lacking or no text: published"),
        ({"because": "so"}, "unknown: because"),
    ],
)
def test_a_correction_that_does_not_hold_is_refused(
    write: Write, tmp_path: Path, changed: dict[str, object], said: str
) -> None:
    root = write(tmp_path, {"corrections.toml": corrections({**CORRECTION, **changed})})
    problems = check_folder(root)
    assert said in "\n".join(map(str, problems))
    assert all(problem.fix and problem.where.startswith("facts/corrections.toml") for problem in problems)


def test_one_cell_is_corrected_once(write: Write, tmp_path: Path) -> None:
    root = write(tmp_path, {"corrections.toml": corrections(CORRECTION, CORRECTION)})
    assert [problem.what for problem in check_folder(root)] == ["value is corrected twice"]


def test_ours_are_compiled(facts: Facts, collection: Collection) -> None:
    compiled = {tuple(row) for row in facts.connection.execute("SELECT fact_id, published, corrected FROM correction")}
    assert compiled == {
        (f"{entry['table']}/{entry['key']}", entry["published"], entry["corrected"]) for entry in collection.corrections
    }
    assert len(compiled) >= 10
