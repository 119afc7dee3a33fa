"""One set of files gives one content hash; a build may leave publishers out, and says so."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from smartpick.errors import FactsError
from smartpick.facts import Facts, open_facts
from smartpick.facts._kinds import KINDS
from smartpick.facts._read import Collection
from smartpick.facts.build import compile_facts, content_hash, main

Write = Callable[[Path, Mapping[str, str | bytes]], Path]


@pytest.fixture
def folder(write: Write, tmp_path: Path) -> Path:
    return write(tmp_path / "facts", {})


def compiled(folder: Path, *without: str) -> Facts:
    target = folder.parent / f"compiled-{'-'.join(without)}.sqlite"
    compile_facts(folder, target, without)
    return open_facts(target)


def test_the_same_files_give_the_same_file(folder: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.sqlite", tmp_path / "two.sqlite"
    assert compile_facts(folder, one) == compile_facts(folder, two) == open_facts(one).version
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("publishers.toml", "Free.", "Rights reserved."),
        ("caveats.toml", "Few people.", "Few people ."),
        ("board/rates.toml", "value = 50", "value = 51"),
        ("other/sites.csv", "050001", "050002"),
        ("vocabulary/specialties.csv", ",psych,", ",psy,"),
    ],
)
def test_any_change_gives_another_hash(folder: Path, tmp_path: Path, name: str, old: str, new: str) -> None:
    before = compile_facts(folder, tmp_path / "before.sqlite")
    path = folder / name
    path.write_text(path.read_text().replace(old, new, 1))
    assert compile_facts(folder, tmp_path / "after.sqlite") != before


def test_a_moved_file_gives_another_hash(folder: Path, tmp_path: Path) -> None:
    before = compile_facts(folder, tmp_path / "before.sqlite")
    (folder / "board/rates.toml").rename(folder / "other/rates.toml")
    assert compile_facts(folder, tmp_path / "after.sqlite") != before


def test_the_compiled_facts_are_those_of_this_checkout(facts: Facts, collection: Collection) -> None:
    """A fact file was changed and not compiled: run ``python -m smartpick.facts.build``."""
    assert content_hash(collection, facts.left_out) == facts.version


def test_nothing_can_be_written(facts: Facts) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        facts.connection.execute("DELETE FROM fact_table")


def test_every_kind_is_a_table_and_every_head_counts_its_rows(facts: Facts) -> None:
    for kind in KINDS:
        counted = dict(
            map(tuple, facts.connection.execute(f"SELECT fact_table, count(*) FROM {kind} GROUP BY fact_table"))
        )
        assert counted == {table.id: table.n_rows for table in facts.tables() if table.kind == kind}


def test_numbers_are_numbers_and_labels_have_keys(folder: Path) -> None:
    row = compiled(folder).row("rates/FM.US_IMG.match_rate_pct.all.2026")
    assert (row["value"], row["n"], row["low"]) == (50.0, 12, "not_applicable")
    assert (row["specialty_keys"], row["applicant_type_keys"]) == (";family_medicine;", ";us_citizen_img;")
    assert row["fact_table"] == "rates"


def test_a_publisher_left_out_is_still_named(folder: Path) -> None:
    whole, part = compiled(folder), compiled(folder, "board")
    assert (whole.left_out, part.left_out) == ((), ("board",))
    assert whole.version != part.version
    assert [(t.id, t.is_left_out, t.n_rows) for t in part.tables()] == [("rates", True, 1), ("sites", False, 2)]
    assert part.table_rows("rates") == []
    assert part.statistics("match_rate_pct") == []
    assert [row["nrmp_code"] for row in part.table_rows("sites")] == ["0001120C0", "0002120C0"]
    assert part.left_out_publisher_of("statistic") == ("board",)
    assert part.left_out_publisher_of("track_site") == whole.left_out_publisher_of("statistic") == ()
    with pytest.raises(FactsError, match="leaves out the tables of 'board'"):
        part.row("rates/FM.US_IMG.match_rate_pct.all.2026")
    assert part.cite("rates/FM.US_IMG.match_rate_pct.all.2026").startswith("The Board, Report")


def test_the_order_of_those_left_out_does_not_matter(folder: Path) -> None:
    assert compiled(folder, "board", "other").version == compiled(folder, "other", "board", "other").version


def test_an_unknown_publisher_is_refused(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "compiled.sqlite"
    with pytest.raises(FactsError, match=r"unknown publisher 'boards'.*Did you mean 'board'") as caught:
        compile_facts(folder, target, ["boards", "nrmpp"])
    assert len(caught.value.problems) == 2
    assert not target.exists()


def test_a_failed_build_leaves_the_last_one_in_place(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "compiled.sqlite"
    version = compile_facts(folder, target)
    (folder / "board/rates.toml").write_text("title = ")
    with pytest.raises(FactsError):
        compile_facts(folder, target)
    assert open_facts(target).version == version
    assert sorted(path.name for path in tmp_path.iterdir()) == ["compiled.sqlite", "facts"]


def test_the_command_line_compiles_and_refuses(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.sqlite"
    monkeypatch.delenv("SMARTPICK_WITHOUT", raising=False)
    assert main(["--root", str(folder), "--out", str(target)]) == 0
    assert capsys.readouterr().out.startswith(f"facts {open_facts(target).short_version}")
    assert main(["--root", str(folder), "--out", str(target), "--without", "board, other,"]) == 0
    assert open_facts(target).left_out == ("board", "other")
    monkeypatch.setenv("SMARTPICK_WITHOUT", "other")
    assert main(["--root", str(folder), "--out", str(target)]) == 0
    assert open_facts(target).left_out == ("other",)
    monkeypatch.setenv("SMARTPICK_WITHOUT", "nobody")
    assert main(["--root", str(folder), "--out", str(target)]) == 2
    assert "unknown publisher 'nobody'" in capsys.readouterr().err


def test_it_runs_as_a_module_with_the_standard_library_alone(folder: Path, tmp_path: Path) -> None:
    """The build environment has nothing else: no site packages."""
    source = Path(__file__).resolve().parents[2] / "src"
    target = tmp_path / "module.sqlite"
    command = [sys.executable, "-S", "-m", "smartpick.facts.build", "--root", str(folder), "--out", str(target)]
    environment = {**os.environ, "PYTHONPATH": str(source), "SMARTPICK_WITHOUT": "other"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert open_facts(target).left_out == ("other",)


def test_the_large_publishers_can_be_left_out(facts: Facts, root: Path, tmp_path: Path) -> None:
    target = tmp_path / "part.sqlite"
    compile_facts(root, target, ["nrmp", "aamc"])
    part = open_facts(target)
    gone = {table.id for table in part.tables() if table.is_left_out}
    assert gone == {table.id for table in facts.tables() if table.publisher in {"nrmp", "aamc"}}
    assert all(part.table_rows(table_id) == [] for table_id in gone)
    assert part.left_out_publisher_of("statistic") == ("aamc", "nrmp")
    assert part.left_out_publisher_of("program_track") == ("nrmp",)
    assert part.left_out_publisher_of("hospital") == ()
    part.connection.close()
