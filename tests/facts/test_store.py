"""Opening and asking: what cannot be answered is refused in words that help."""

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smartpick.errors import FactsError
from smartpick.facts import Facts, _store, open_facts

RATE = "nrmp_charting_2026_non_us_img_match_rates/Pediatrics.non-US_IMG.match_rate_pct.all.2026"


def copy_with(tmp_path: Path, *statements: str) -> Path:
    """Return a copy of the compiled facts after some SQL."""
    path = tmp_path / "copy.sqlite"
    path.write_bytes(_store.COMPILED.read_bytes())
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    for path in (tmp_path / "none.sqlite", tmp_path):
        with pytest.raises(FactsError, match=r"are missing.*smartpick\.facts\.build"):
            open_facts(path)


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "damaged.sqlite"
    path.write_bytes(content)
    with pytest.raises(FactsError, match=r"damaged.sqlite: the compiled facts cannot be read.*Install"):
        open_facts(path)


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "short.sqlite"
    path.write_bytes(_store.COMPILED.read_bytes()[:2000])
    with pytest.raises(FactsError, match="cannot be read"):
        open_facts(path)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE about SET value = '1' WHERE key = 'format'", "another format"),
        ("DELETE FROM about WHERE key = 'format'", "another format"),
        ("DELETE FROM about WHERE key = 'version'", "cannot be read"),
        ("DROP TABLE about", "cannot be read"),
    ],
)
def test_another_format_is_refused(tmp_path: Path, statement: str, said: str) -> None:
    with pytest.raises(FactsError, match=said):
        open_facts(copy_with(tmp_path, statement))


def test_any_path_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "with space & 50% of #?"
    folder.mkdir()
    path = copy_with(tmp_path).rename(folder / "facts.sqlite")
    monkeypatch.chdir(folder)
    assert open_facts(Path(path.name)).version == open_facts(path).version == open_facts().version


def test_a_row_by_its_id(facts: Facts) -> None:
    row = facts.row(RATE)
    assert (row["value"], row["n"], row["fact_table"]) == (68.5, 791, RATE.partition("/")[0])
    assert "corrected" not in row
    assert not any(name.endswith("_missing") for name in row)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("nrmp_charting_2026_non_us_img_match_rate", "nrmp_charting_2026_non_us_img_match_rates"),
        ("fees_eras_2062", "fees_eras_2026"),
        ("zzz", "smartpick facts list"),
        ("", "smartpick facts list"),
    ],
)
def test_an_unknown_table_gives_the_nearest(facts: Facts, wanted: str, said: str) -> None:
    for ask in (facts.table, facts.table_rows, facts.row, facts.cite):
        with pytest.raises(FactsError, match=f"no table '{wanted}'.*{said}"):
            ask(wanted)


def test_an_unknown_row_gives_the_nearest(facts: Facts) -> None:
    with pytest.raises(FactsError, match=r"no row.*Did you mean"):
        facts.row(RATE.replace("Pediatrics", "Paediatrics"))
    with pytest.raises(FactsError, match="smartpick facts show fees_eras_2026"):
        facts.row("fees_eras_2026/zzz")


def test_unknown_sources_and_kinds_give_the_nearest(facts: Facts) -> None:
    with pytest.raises(FactsError, match="Did you mean 'nrmp_couples'"):
        facts.source("nrmp_couple")
    with pytest.raises(FactsError, match="Did you mean 'statistic'"):
        next(facts.rows("statistics"))
    with pytest.raises(FactsError, match="One of statistic, finding"):
        next(facts.rows("zzz"))


def test_a_citation_names_who_what_where_and_how_sure(facts: Facts) -> None:
    assert facts.cite(RATE) == (
        "National Resident Matching Program, Charting Outcomes: Non-U.S. IMGs, 2026 Main Residency Match (2026), "
        "table 1: matched over matched and unmatched [derived]"
    )


def test_every_row_has_an_id_that_finds_it(facts: Facts) -> None:
    for table in facts.tables():
        rows = facts.table_rows(table.id)
        assert len(rows) == table.n_rows
        for row in (*rows[:2], *rows[-2:]):
            assert row["fact_table"] == table.id
            assert row["fact_id"].startswith(f"{table.id}/")
            assert facts.row(row["fact_id"])["fact_id"] == row["fact_id"]
        assert [row["fact_id"] for row in rows] == sorted(row["fact_id"] for row in rows)


def test_a_table_does_not_get_the_rows_of_one_whose_name_goes_on(facts: Facts) -> None:
    """``nrmp_overall_2025`` and ``nrmp_overall_2025_placement``."""
    assert {row["fact_table"] for row in facts.table_rows("nrmp_overall_2025")} == {"nrmp_overall_2025"}


def test_statistics_are_read_once(facts: Facts) -> None:
    figures = facts.statistics("match_rate_pct")
    assert figures is facts.statistics("match_rate_pct")
    assert all(figure.measure == "match_rate_pct" for figure in figures)
    assert facts.statistics("no such measure") == []


def test_what_was_put_right_is_told_with_its_reason(facts: Facts) -> None:
    row = facts.row("nrmp_main_match_2025_pgy1_by_type/Pediatrics_(Categorical).US_DO_senior.matched_pgy1.matched.2025")
    assert row["value"] == 640
    assert row["note"] == "corrected: the copy has 519"
    assert "640 instead of 519: The state tables" in row["corrected"]


def test_opening_is_not_felt() -> None:
    best = 9.9
    for _ in range(5):
        begin = time.perf_counter()
        opened = open_facts()
        best = min(best, time.perf_counter() - begin)
        opened.connection.close()
    assert best < 0.05


def test_the_compiled_file_stays_small() -> None:
    assert _store.COMPILED.stat().st_size < 30_000_000


def test_importing_the_room_reads_nothing() -> None:
    code = "import sys, smartpick.facts; sys.exit('numpy' in sys.modules or 'pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
