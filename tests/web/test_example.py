"""The example on the first page is the one that the build made, as long as it belongs to code and facts."""

import json
from pathlib import Path

import pytest

from smartpick.facts import Facts
from smartpick.present.web import _example
from smartpick.present.web._desk import EXAMPLE_DAY, Desk
from smartpick.store import open_store


def test_it_is_read_back_as_it_was_written(facts: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_example, "PACKED", "none.json")
    path = tmp_path / "example.json"
    assert _example.read_example(facts, path) is None
    _example.write_example(facts, {"a": 1}, path)
    assert _example.read_example(facts, path) == {"a": 1}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"mark": "x", "data": {}}', "\x00", '{"mark":'])
def test_what_is_damaged_or_of_other_facts_is_not_shown(
    facts: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setattr(_example, "PACKED", "none.json")
    path = tmp_path / "example.json"
    path.write_text(content, encoding="utf-8")
    assert _example.read_example(facts, path) is None


def test_a_line_of_code_that_changes_makes_it_anew(
    facts: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "smartpick"
    root.mkdir()
    (root / "list.py").write_text("x = 1", encoding="utf-8")
    (root / "example.toml").write_text("", encoding="utf-8")
    monkeypatch.setattr(_example, "files", lambda _: root)
    first = _example.mark_of(facts)
    assert _example.mark_of(facts) == first
    (root / "list.py").write_text("x = 2", encoding="utf-8")
    assert _example.mark_of(facts) != first


def test_a_first_start_without_it_makes_what_the_build_would_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_example, "PACKED", "none.json")
    store = open_store(tmp_path / "smartpick.sqlite")
    desk = Desk(store, lambda: EXAMPLE_DAY)
    made = desk.example
    kept = json.loads((tmp_path / "example-list.json").read_text(encoding="utf-8"))
    assert kept["data"] == json.loads(json.dumps(made.data))
    assert Desk(store, lambda: EXAMPLE_DAY).example.data == kept["data"]
    store.close()
