"""Judging: the layout, the intervals against scipy, and the embedding model that nothing rests on."""

import importlib.util
import json
import re
import socket
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest  # type: ignore[import-untyped]

from smartpick.errors import RequestError
from smartpick.guidance.text import THEMES
from smartpick.guidance.text._themes import NAMED, ThemeWords
from smartpick.guidance.text.judge import judge, labelled_of, shipped
from smartpick.guidance.text.judge._judge import share
from smartpick.guidance.text.rules._weights import WEIGHED, weighed_hit

ROOT = Path(__file__).resolve().parents[2]
SMALL = """# two families and three experiences
[vague: yes]
I love helping people.
[vague: no]
I counted 212 people in a tent.
I am passionate about people.
[theme: addiction]
Handed out naloxone.
[theme: advocacy]
Handed out naloxone at night.
[theme: none]
Kept bees.
"""


@pytest.mark.parametrize(("number", "count"), [(0, 60), (3, 60), (60, 60), (1, 1), (17, 88)])
def test_intervals_are_those_of_scipy(number: int, count: int) -> None:
    ours, theirs = share(number, count), binomtest(number, count).proportion_ci(0.9, method="wilson")
    assert ours is not None
    assert (ours.mean, ours.low, ours.high) == pytest.approx((number / count, theirs.low, theirs.high), abs=1e-4)


def test_nothing_counted_has_no_rate() -> None:
    assert share(0, 0) is None


def test_misses_and_false_alarms_are_counted_and_named() -> None:
    found = judge(labelled_of(SMALL, "small.txt"), lambda _name: False)
    (row,) = found.families
    assert (row.family, row.positives, row.negatives) == ("vague", 1, 2)
    assert row.missed == ()
    assert row.false_alarms == ("I am passionate about people.",)
    assert row.false_alarm_rate is not None
    assert row.false_alarm_rate.mean == 0.5
    ours = found.themes[0]
    assert (ours.method, ours.count, ours.right, ours.without, ours.claimed) == ("TF-IDF", 2, 1, 1, 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no labelled text"),
        ("A sentence first.\n[vague: yes]\nB.", "before any usable heading"),
        ("[vage: yes]\nA.", "Did you mean 'vague'"),
        ("[vague: maybe]\nA.", "neither yes nor no"),
        ("[theme: adiction]\nA.", "Did you mean 'addiction'"),
        ("[vague]\nA.", "no heading"),
    ],
)
def test_what_is_wrong_with_a_labelled_file_is_said(text: str, told: str) -> None:
    with pytest.raises(RequestError, match=told):
        labelled_of(text, "mine.txt")


def test_all_problems_of_a_labelled_file_come_at_once() -> None:
    with pytest.raises(RequestError) as raised:
        labelled_of("[vage: yes]\n[theme: nothing]\n[owns: perhaps]\n", "mine.txt")
    assert len(raised.value.problems) == 3


def test_themes_are_known_by_the_words_that_are_shown() -> None:
    words = ThemeWords()
    for text, theme, shown in (
        ("Interpreter in a refugee clinic", "immigrant_health", "interpreter"),
        ("Walked with a street medicine team", "homelessness", "street"),
    ):
        fit = words.best(text)
        assert fit is not None
        assert fit.theme == theme
        assert shown in fit.words
    assert words.best("Captain of the rowing team") is None
    assert words.best("") is None
    assert set(NAMED) == set(THEMES)
    assert all(0 < fit.score <= 1 for fit in words.fits("alcohol, tents and school"))


class _Model:
    """Stands in for the embedding model: every text is nearest to the first theme."""

    asked: dict[str, object]

    @classmethod
    def load(cls, **asked: object) -> "_Model":
        cls.asked = asked
        return cls()

    def embed(self, texts: list[str], *, norm: bool) -> Any:
        assert norm
        return np.ones((len(texts), 4)) * (1 + np.arange(len(texts))[::-1, None] if len(texts) == len(THEMES) else 1)


def test_the_rival_is_read_from_its_own_folder_and_never_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package: Any = ModuleType("wordllama")
    package.__file__ = str(tmp_path / "wordllama" / "__init__.py")
    package.WordLlama = _Model
    monkeypatch.setitem(sys.modules, "wordllama", package)
    found = judge(labelled_of(SMALL, "small.txt"), lambda _name: False)
    assert _Model.asked == {"cache_dir": tmp_path / "wordllama", "disable_download": True}
    assert [row.method for row in found.themes] == ["TF-IDF", "wordllama"]
    assert (found.themes[0].alone, found.themes[1].right, found.themes[1].alone) == (1, 0, 0)


def test_without_the_rival_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wordllama", None)
    found = judge(labelled_of(SMALL, "small.txt"), lambda _name: False)
    assert [row.method for row in found.themes] == ["TF-IDF"]


def test_the_installed_rival_opens_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("wordllama")

    def refused(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    found = judge(shipped()[0], lambda _name: False)
    ours, rival = found.themes
    # What does not beat the simpler method is not shipped: should this ever fail, decide again.
    assert rival.right <= ours.right


def test_the_weights_are_those_of_the_sentences() -> None:
    """Fitted anew, a family gets the weights that are shipped; no set by somebody else is among the sentences."""
    spec = importlib.util.spec_from_file_location("fit_text_weights", ROOT / "scripts" / "fit_text_weights.py")
    assert spec is not None
    assert spec.loader is not None
    script: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert [path.name for path in script.READ] == ["labelled_1.txt", "text_sentences.txt"]
    sets = [labelled_of(path.read_text(encoding="utf-8"), path.name) for path in script.READ]
    fitted = script.fitted("owns", sets)
    kept = json.loads(script.TARGET.read_text(encoding="utf-8"))
    assert set(kept) == set(WEIGHED)
    assert kept["owns"]["words"].keys() == fitted["words"].keys()
    assert kept["owns"]["bias"] == pytest.approx(fitted["bias"], abs=0.02)
    for word, weight in fitted["words"].items():
        assert kept["owns"]["words"][word] == pytest.approx(weight, abs=0.06), word


def test_a_hit_by_weights_names_the_words_that_weigh_most() -> None:
    sentence = "The exam did not go my way, and my school was to thank for it."
    hit = weighed_hit("defensive", sentence)
    assert hit is not None
    assert hit.rule == "sounds_like"
    words = re.findall("\u201c([^\u201d]+)\u201d", hit.reason)
    assert words
    assert all(word in sentence for word in words)
    assert sentence[hit.start : hit.end] == words[0]
    assert weighed_hit("defensive", "She kept her pills in an egg box.") is None
    assert weighed_hit("defensive", "") is None
