"""``smartpick facts update`` with a small made-up season: a PDF in, what changed out, and the next list goes by it."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_reports import Made, list_pdf, state_pdf, totals
from present.guided import problems

from smartpick.facts import Facts, _store, open_facts
from smartpick.facts.update import _base, _write, base_of
from smartpick.market.season import shipped_asset

Run = Callable[..., Any]
TODAY = ("--today", "2027-04-20")
CLOSED, GROWN = "1067120C0", "1024120C0"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return compiled facts with the family medicine programs of California alone."""
    path = tmp_path_factory.mktemp("small") / "compiled.sqlite"
    shutil.copyfile(_store.COMPILED, path)
    with sqlite3.connect(path) as connection:
        kept = "SELECT nrmp_code FROM program_track WHERE state = 'CA' AND specialty_code = '120'"
        connection.execute(f"DELETE FROM program_result WHERE nrmp_code NOT IN ({kept})")
        connection.execute(f"DELETE FROM program_track WHERE nrmp_code NOT IN ({kept})")
    connection.close()
    return path


@pytest.fixture
def shipped(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the small facts be those that came with the package, and a folder of this test hold the user's own."""
    for room in (_store, _base, _write):
        monkeypatch.setattr(room, "COMPILED", small)
    monkeypatch.setenv("SMARTPICK_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "facts.sqlite"


@pytest.fixture
def season(shipped: Path) -> list[Made]:
    """Return the Match of 2027: one program gone, one larger, one new."""
    del shipped
    base = base_of()
    results = {year: base.results(year) for year in (2023, 2024, 2025, 2026)}
    made = []
    for row in sorted(base.of_kind("program_track")[0].rows, key=lambda row: (row["institution"], row["city"])):
        code = row["nrmp_code"]
        told = {year: results[year][code] for year in results if code in results[year]}
        if 2026 in told and code != CLOSED:
            told[2027] = (told[2026][0] + 2 * (code == GROWN), told[2026][1])
        name = row["program_name"] if row["program_name"] != "not_published" else "Family Medicine"
        institution = row["institution"] if row["institution"] != "not_published" else f"Institution {code[:4]}"
        if told:
            city = None if row["city"] == "not_published" else row["city"]
            made.append(Made(code, name, institution, city, "California", told))
    return [*made, Made("9901120C0", "Family Medicine", "New Hospital-CA", "Torrance", "California", {2027: (4, 2)})]


def test_a_season_goes_in_is_told_and_counts(season: list[Made], shipped: Path, tmp_path: Path, run: Run) -> None:
    report, states = tmp_path / "results.pdf", tmp_path / "states.pdf"
    report.write_bytes(list_pdf(season))
    offered, filled = totals(season)[2027]
    counts = (offered, filled, filled, 0, 0, 0, 0, 0, 0)
    states.write_bytes(state_pdf([("California", "PGY-1", "Family Medicine", counts)]))
    trial = run("facts", "update", report, "--dry-run", *TODAY)
    assert trial.code == 0
    assert "Nothing was written" in trial.out
    assert not shipped.exists()
    told = run("facts", "update", report, states, *TODAY, "--json", "-").data
    assert not problems("update", told)
    assert [each["program_code_nrmp"] for each in told["closed"]] == [CLOSED]
    assert "9901120C0" in {each["program_code_nrmp"] for each in told["opened"]}
    assert [(each["code"], each["after"] - each["before"]) for each in told["quotas"]] == [(GROWN, 2)]
    assert told["cells_differing"] == []
    assert told["specialties_fitted"] == ["family_medicine"]
    (moved,) = told["profiles"]
    assert moved["programs_compared"] > 20
    assert moved["most_moved"]
    assert 0 < moved["after"]["p_match"]["mean"] < 1
    assert open_facts().updated_to == 2027
    assert (
        run("programs", "--search", "New Hospital", "--json", "-").data["programs"][0]["program_code_nrmp"]
        == "9901120C0"
    )
    assert "With the 2027 Match, added on this machine" in " ".join(run("facts", "check").out.split())
    same = run("facts", "update", report, states, "--dry-run", *TODAY, "--json", "-").data
    assert same["profiles"] == told["profiles"], "chances move from those of the shipped facts, as the tables do"
    again = run("facts", "update", report, *TODAY)
    assert again.code == 0, "it is made from what was shipped, and takes the place of the one before"
    assert "Chances of the example" in again.out
    assert "most moved" in again.out
    assert not re.search(r"\b0 %|\(0 to|\b100 %|to 100\)", again.out), "no chance is none or certain"
    assert "Taken back" in run("facts", "update", "--undo").out
    assert open_facts().updated_to == 0


def test_a_wrong_report_leaves_everything_as_it_was(
    season: list[Made], shipped: Path, tmp_path: Path, run: Run
) -> None:
    report, other = tmp_path / "results.pdf", tmp_path / "other.pdf"
    report.write_bytes(list_pdf(season, printed=totals(season) | {2027: (1, 1)}))
    other.write_bytes(b"%PDF-1.7 not really")
    told = run("facts", "update", report, other, *TODAY)
    assert told.code == 2
    assert "results.pdf, 2027: positions offered add up to" in told.err
    assert "other.pdf: the PDF is damaged or cut off" in told.err
    assert not shipped.exists()
    forced = run("facts", "update", report, "--anyway", "--dry-run", *TODAY)
    assert forced.code == 0
    assert "taken all the same" in forced.out
    profile = tmp_path / "me.toml"
    profile.write_text("[applicant]\n", encoding="utf-8")
    assert run("facts", "update", report, "--anyway", "--profile", profile, *TODAY).code == 2
    assert not shipped.exists()


def test_what_is_asked_wrongly_is_told_at_once(run: Run, tmp_path: Path) -> None:
    told = run("facts", "update", "--folder", tmp_path / "none", "--today", "soon")
    assert told.code == 2
    for where in ("FILE: no report is named", "--folder", "--today"):
        assert where in told.err
    assert run("facts", "update", "--undo", tmp_path / "a.pdf").code == 2
    assert "Nothing to take back" in run("facts", "update", "--undo").out


def test_a_new_season_takes_the_simulated_seasons_out_of_use(facts: Facts, tmp_path: Path) -> None:
    """They were calibrated to other facts; the published tables answer until they are made anew."""
    path = tmp_path / "facts.sqlite"
    shutil.copyfile(_store.COMPILED, path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE content SET hash = 'another' WHERE part = 'program_result'")
    connection.close()
    assert shipped_asset(facts) is not None
    assert shipped_asset(open_facts(path)) is None
