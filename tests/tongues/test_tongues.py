"""Every language has the same texts with the same places for figures, and none loses a figure of the answer."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from smartpick.explain import ListRequest, answer_of, make_list
from smartpick.facts import Facts
from smartpick.profile import Known, load_profile
from smartpick.programs import Directory
from smartpick.tongues import LANGUAGES, Tongue, tongue
from smartpick.uncertainty import Estimate

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.toml"))
DAYS = (date(2026, 9, 10), date(2026, 11, 26), date(2027, 4, 10))
FIGURE = re.compile(r"[<>]?\d[\d,.]*\d|[<>]?\d")
PLACE = re.compile(r"\{[a-z_]+\}")
OTHERS = [code for code in LANGUAGES if code != "en"]


@pytest.mark.parametrize("code", OTHERS)
def test_another_language_has_the_same_keys_and_places(code: str) -> None:
    english, other = tongue("en"), tongue(code)
    assert set(other.texts) == set(english.texts)
    for key, text in english.texts.items():
        assert sorted(set(PLACE.findall(text))) == sorted(set(PLACE.findall(other.texts[key]))), key
        assert other.texts[key].strip() or not text.strip(), key


def test_a_language_that_is_not_there_is_english() -> None:
    assert tongue("xx").code == "en"


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_answer_has_the_same_figures_in_each_language(
    code: str, path: Path, facts: Facts, directory: Directory
) -> None:
    known = Known.of(facts, directory)
    for day in DAYS:
        profile = load_profile(path, known, day)
        made = make_list(facts, directory, profile, ListRequest(today=day), has_rest=False, has_looks=False)
        assert answer_of(made, profile) == made.answer
        say = tongue(code)
        for english, other in zip(made.answer, answer_of(made, profile, say), strict=True):
            assert sorted(FIGURE.findall(english)) == sorted(FIGURE.findall(other)), other
            english_words = r"\b(the|your|and|with|chance|preferred|ranked|programs?|interview offers?)\b"
            basis = made.specialties[0].basis.score.basis  # said as it is
            assert not re.search(english_words, other.replace(basis, "")), other


@pytest.mark.parametrize("say", [tongue(code) for code in LANGUAGES], ids=list(LANGUAGES))
@pytest.mark.parametrize("mean", [0.002, 0.02, 0.08, 0.5, 0.93, 0.99])
def test_a_chance_is_said_as_the_same_count(say: Tongue, mean: float, estimate: Callable[[float], Estimate]) -> None:
    from smartpick.uncertainty import in_words

    words = in_words(estimate(mean))
    assert FIGURE.findall(say.chance(words)) == FIGURE.findall(words)
    assert (say.chance(words) == words) is (say.code == "en")


@pytest.fixture
def estimate() -> Callable[[float], Estimate]:
    import numpy as np

    return lambda mean: Estimate(np.full(5, mean), "probability")


def test_what_a_template_puts_into_a_text_is_escaped() -> None:
    from markupsafe import Markup

    text = tongue("en").marked("none.text", back="<b>", answer=Markup("<a>x</a>"), whole="")
    assert "&lt;b&gt;" in text
    assert "<a>x</a>" in text
