"""The one switch: seasons serve when a file is there and belongs to the facts; a damaged one says what to do."""

import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from estimate.seasons import made_asset
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartpick.errors import FactsError
from smartpick.facts import Facts, open_facts
from smartpick.facts.build import compile_facts
from smartpick.market.season import Asset, market_version, read_asset, shipped_asset
from smartpick.market.season import _shipped as shipped
from smartpick.market.season._asset import write_asset
from smartpick.programs import load_directory

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_facts()


@pytest.fixture(scope="module")
def written(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    programs = load_directory(facts, ["psychiatry"]).of(["psychiatry"])[:30]
    made = made_asset(programs, draws=12)
    path = tmp_path_factory.mktemp("asset") / "scenarios.npz"
    write_asset(Asset(made.specialties, {"market_version": market_version(facts)}), path)
    return path


def test_a_file_that_belongs_to_the_facts_serves(
    facts: Facts, written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipped, "SHIPPED", tmp_path / "none.npz")
    assert shipped_asset(facts) is None
    monkeypatch.setattr(shipped, "SHIPPED", written)
    found = shipped_asset(facts)
    assert found is not None
    assert found.specialties["psychiatry"].n_draws == 12
    other = Asset(found.specialties, {"market_version": "of other facts"})
    write_asset(other, tmp_path / "other.npz")
    monkeypatch.setattr(shipped, "SHIPPED", tmp_path / "other.npz")
    assert shipped_asset(facts) is None


def test_only_what_seasons_read_changes_their_version(facts: Facts, tmp_path: Path) -> None:
    """A changed assumption or rule leaves the seasons good; a changed match rate does not."""

    def version_with(name: str, old: str, new: str) -> str:
        folder = tmp_path / name
        shutil.copytree(ROOT / "facts", folder)
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        compile_facts(folder, tmp_path / f"{path.stem}.sqlite")
        poorer = Facts(sqlite3.connect(tmp_path / f"{path.stem}.sqlite"))
        assert poorer.version != facts.version
        return market_version(poorer)

    same = version_with("assumptions/market_model.toml", 'mean = "0.66"', 'mean = "0.67"')
    assert same == market_version(facts)
    name = "other_pages/interview_rates_2025.csv"
    first = (ROOT / "facts" / name).read_text(encoding="utf-8").splitlines()[1]
    rate = next(cell for cell in first.split(",") if cell.startswith("0."))
    other = version_with(name, rate, "0.9")
    assert other != market_version(facts)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_never_fails_without_a_word(written: Path, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(written.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    path = tmp_path / "hostile.npz"
    path.write_bytes(bytes(content))
    try:
        asset = read_asset(path)
        for key in asset.specialties:
            found = asset.specialties[key]
            assert np.asarray(found.interview_cutoff).shape == (found.n_draws, len(found.program_codes))
    except FactsError as error:
        said = str(error)
    else:
        said = "market calibrate"
    assert "market calibrate" in said


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("match_cutoff", lambda array: array[:, :-1]),
        ("match_cutoff", lambda array: np.full_like(array, np.nan)),
        ("openness", lambda array: np.full_like(array, np.inf)),
        ("weights", lambda array: -array),
        ("weights", lambda array: 2 * array),
        ("state_of", lambda array: array + 1000),
    ],
)
def test_arrays_that_no_calibration_writes_are_refused(
    written: Path, tmp_path: Path, name: str, change: Callable[[Any], Any]
) -> None:
    one = read_asset(written).specialties["psychiatry"]
    bad = replace(one, **{name: change(getattr(one, name))})
    write_asset(Asset({"psychiatry": bad}, {}), tmp_path / "bad.npz")
    with pytest.raises(FactsError, match=r"bad\.npz.*psychiatry"):
        read_asset(tmp_path / "bad.npz").specialties["psychiatry"]  # reading is what fails


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"format": "2"}', '{"format": "2", "specialties": 3, "about": {}}', "[" * 9000]
)
def test_another_file_of_the_same_name_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scenarios.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("about.json", text)
    with pytest.raises(FactsError, match="market calibrate"):
        read_asset(path)
