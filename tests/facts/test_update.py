"""A new season, made up and small: what changed is told, every table is made, nothing is written by halves."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smartpick.errors import FactsError
from smartpick.facts import Facts, open_facts
from smartpick.facts.build import check_folder, compile_facts
from smartpick.facts.update import (
    Base,
    Gap,
    NewSeason,
    NewTrack,
    base_of,
    forget_own_build,
    into_folder,
    into_own_build,
    planned_update,
)
from smartpick.programs import load_directory

FACTS = Path(__file__).resolve().parents[2] / "facts"
SEASONS = (2023, 2024, 2025, 2026, 2027)
CLOSED, RENAMED, GROWN = "1067120C0", "1024140M0", "1030140C0"
OPENED, MOVED = "9901120C0", "9902120C0"
RETURNED = "1024140M1"
FILL = {
    "season": "2027",
    "state": "California",
    "specialty": "Family Medicine",
    "entry": "PGY-1",
    **dict.fromkeys(("us_md_graduate", "us_do_graduate", "us_citizen_img", "non_us_citizen_img", "other"), "0"),
    "positions": "10",
    "filled": "9",
    "unfilled": "1",
    "us_md_senior": "5",
    "us_do_senior": "4",
}


@pytest.fixture(scope="module")
def base() -> Base:
    return base_of()


@pytest.fixture(scope="module")
def season(base: Base) -> NewSeason:
    """Return the Match after the last one, as it would be if little had changed."""
    results = {year: base.results(year) for year in SEASONS[:-1]}
    tracks = []
    for row in base.of_kind("program_track")[0].rows:
        code = row["nrmp_code"]
        told = {year: results[year][code] for year in results if code in results[year]}
        if 2026 in told and code != CLOSED:
            told[2027] = told[2026]
        if code == RETURNED:
            told[2027] = (2, 1)
        if code == GROWN:
            told[2027] = (told[2026][0] + 3, told[2026][1])
        names = [None if row[name] == "not_published" else row[name] for name in ("institution", "city")]
        if code == RENAMED:
            names[0] = "Loma Linda Another Name"
        if told:
            tracks.append(NewTrack(code, row["state"], names[0], names[1], row["program_name"], told))
    gone = next(row for row in base.of_kind("program_track")[0].rows if row["nrmp_code"] == CLOSED)
    offered = results[2026][CLOSED][0]
    tracks.append(NewTrack(OPENED, "WY", "New Hospital-WY", "Casper", "Family Medicine", {2027: (4, 2)}))
    tracks.append(
        NewTrack(
            MOVED, gone["state"], "Another Sponsor-CA", gone["city"], "Family Medicine", {2027: (offered, offered)}
        )
    )
    return NewSeason(SEASONS, tuple(tracks), (), (FILL,), "2027-04")


def refused(plan: Callable[[], object]) -> str:
    with pytest.raises(FactsError) as caught:
        plan()
    assert all(problem.fix for problem in caught.value.problems)
    return str(caught.value)


def test_what_changed_is_told(base: Base, season: NewSeason) -> None:
    change = planned_update(base, season).change
    assert (change.before, change.season) == (2026, 2027)
    assert [code for code, _ in change.opened] == [OPENED, MOVED]
    assert [code for code, _ in change.closed] == [CLOSED]
    assert [code for code, _ in change.returned] == [RETURNED]
    assert [each.code for each in change.renamed] == [RENAMED]
    assert [(each.code, each.after - each.before) for each in change.quotas] == [(GROWN, 3)]
    assert [(each.old_code, each.new_code) for each in change.moved] == [(CLOSED, MOVED)]
    assert not change.revised
    assert change.n_after == change.n_before + 2


def test_the_tables_say_so(base: Base, season: NewSeason) -> None:
    plan = planned_update(base, season)
    tables = {table.id: table for table in plan.tables}
    assert set(tables) == {
        "nrmp_program_results_2027",
        "nrmp_program_tracks",
        "nrmp_institution_names",
        "nrmp_filled_by_type_2027",
    }
    rows = {row["nrmp_code"]: row for row in tables["nrmp_program_tracks"].rows}
    assert (rows[CLOSED]["is_active"], rows[CLOSED]["last_year_seen"]) == ("no", "2026")
    assert (rows[RETURNED]["is_active"], rows[RETURNED]["last_year_seen"]) == ("yes", "2027")
    assert rows[OPENED]["first_year_seen"] == "2027"
    assert rows[OPENED]["acgme_id"] == "not_published"
    assert rows[MOVED]["ca_county"] == "Los Angeles", "the county of the others in its city"
    assert rows[RENAMED]["institution"] == "Loma Linda Another Name"
    names = [row for row in tables["nrmp_institution_names"].rows if row["institution_code"] == "1024"]
    assert sum(row["is_current"] == "yes" for row in names) == 2, (
        "the name that other tracks still have, and the new one"
    )
    assert any("California, specialty 120, PGY-1" in text for text in plan.differing)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SMARTPICK_HOME", str(tmp_path / "home"))
    yield tmp_path / "home"
    forget_own_build()


def test_an_own_build_counts_until_it_is_taken_back(base: Base, season: NewSeason, home: Path, facts: Facts) -> None:
    assert into_own_build(planned_update(base, season)).parent == home
    new = open_facts()
    assert (new.updated_to, new.shipped_version) == (2027, facts.version)
    assert new.version != facts.version
    directory = load_directory(new)
    assert directory.season == 2027
    assert CLOSED not in directory.by_code
    assert directory.by_code[GROWN].positions[2027][0] == directory.by_code[GROWN].positions[2026][0] + 3
    assert new.row(f"nrmp_program_results_2027/{OPENED}.2027")["positions_offered"] == 4
    assert new.source("nrmp_program_results_2023_2027").publisher == "nrmp"
    assert new.content_hash(("program_result",)) != facts.content_hash(("program_result",))
    assert new.content_hash(("fee",)) == facts.content_hash(("fee",))
    assert forget_own_build()
    assert open_facts().version == facts.version
    assert not forget_own_build()


def test_the_same_reports_give_the_same_version(base: Base, season: NewSeason, tmp_path: Path) -> None:
    plan = planned_update(base, season)
    one, other = (open_facts(into_own_build(plan, tmp_path / name)) for name in ("a.sqlite", "b.sqlite"))
    assert one.version == other.version


def test_an_own_build_of_another_package_or_damaged_does_not_count(
    base: Base, season: NewSeason, home: Path, facts: Facts
) -> None:
    import sqlite3

    path = into_own_build(planned_update(base, season))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE about SET value = 'another' WHERE key = 'shipped'")
    connection.close()
    assert open_facts().version == facts.version
    (home / "facts.sqlite").write_bytes(b"no database")
    assert open_facts().version == facts.version


def test_a_folder_gets_the_tables_whole(season: NewSeason, tmp_path: Path) -> None:
    """The smallest folder that holds the tables of programs; what is written compiles to what the own build holds."""
    root = small_folder(tmp_path)
    few = few_of(season)
    plan = planned_update(base_of(root), few)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    written = into_folder(plan, root)
    assert {path.name for path in written} >= {
        "nrmp_program_results_2027.toml",
        "nrmp_program_tracks.csv",
        "sources.toml",
    }
    assert check_folder(root) == []
    compile_facts(root, tmp_path / "facts.sqlite")
    assert open_facts(tmp_path / "facts.sqlite").row(f"nrmp_program_tracks/{OPENED}")["city"] == "Casper"
    assert all(path.read_bytes() == content for path, content in before.items() if path not in written)
    assert not list(root.rglob(".*")), "no half-written file is left"


def test_a_folder_that_cannot_be_written_stays_as_it_was(
    season: NewSeason, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small_folder(tmp_path)
    plan = planned_update(base_of(root), few_of(season))
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    moved = Path.replace

    def fails_late(path: Path, target: Path) -> Path:
        if target.name == "sources.toml" and root in target.parents:
            raise OSError(28, "No space left on device", str(target))
        return moved(path, target)

    monkeypatch.setattr(Path, "replace", fails_late)
    assert "No space left" in refused(lambda: into_folder(plan, root))
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def small_folder(tmp_path: Path) -> Path:
    """Copy registries, vocabulary and the newest tables of programs, a few tracks each."""
    root = tmp_path / "facts"
    (root / "programs").mkdir(parents=True)
    shutil.copytree(FACTS / "vocabulary", root / "vocabulary")
    for name in ("publishers.toml", "sources.toml", "caveats.toml"):
        shutil.copy(FACTS / name, root / name)
    for name in ("nrmp_program_tracks", "nrmp_institution_names", *(f"nrmp_program_results_{y}" for y in (2025, 2026))):
        shutil.copy(FACTS / "programs" / f"{name}.toml", root / "programs")
        header, *rows = (FACTS / "programs" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        kept = [row for row in rows if row.startswith(("1067", "1024", "1030"))]
        (root / "programs" / f"{name}.csv").write_text("\n".join([header, *kept, ""]), encoding="utf-8")
    return root


def few_of(season: NewSeason) -> NewSeason:
    tracks = tuple(track for track in season.tracks if track.code[:4] in {"1067", "1024", "1030", "9901"})
    return replace(season, tracks=tracks, fills=())


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda new: replace(new, seasons=(2022, 2023, 2024, 2025, 2026)), "that of 2026 is known already"),
        (lambda new: replace(new, seasons=(2028, 2029, 2030, 2031, 2032)), "would be missing"),
        (lambda new: replace(new, tracks=new.tracks[::2]), "No season ever lost so many"),
        (
            lambda new: replace(
                new, tracks=(*new.tracks, NewTrack("9901777C0", "WY", "X", "Y", "Wizardry", {2027: (1, 1)}))
            ),
            "no specialty has the code 777",
        ),
        (lambda new: replace(new, fills=({**FILL, "specialty": "Wizardry"},)), "which no label maps"),
        (lambda new: replace(new, fills=({**FILL, "season": "2026"},)), "Give the two reports of one Match"),
        (lambda new: replace(new, tracks=(*new.tracks, new.tracks[-1])), "twice"),
    ],
)
def test_what_cannot_be_is_refused(
    base: Base, season: NewSeason, change: Callable[[NewSeason], NewSeason], what: str
) -> None:
    assert what in refused(lambda: planned_update(base, change(season)))


def test_totals_that_do_not_come_out_stay_in_the_table(base: Base, season: NewSeason) -> None:
    gaps = (Gap(2027, "positions offered", 50_000, 44_000),)
    (table,) = (
        table
        for table in planned_update(base, replace(season, gaps=gaps)).tables
        if table.id == "nrmp_program_results_2027"
    )
    assert "44,000 of 50,000 positions offered" in table.head["doubts"]


def test_figures_of_earlier_matches_that_differ_are_shown_and_ours_stay(base: Base, season: NewSeason) -> None:
    changed = [
        replace(track, results={**track.results, 2025: (99, 98)}) if track.code == GROWN else track
        for track in season.tracks
    ]
    plan = planned_update(base, replace(season, tracks=tuple(changed)))
    assert [(each.code, each.season, each.printed) for each in plan.change.revised] == [(GROWN, 2025, (99, 98))]
    assert "nrmp_program_results_2025" not in {table.id for table in plan.tables}
