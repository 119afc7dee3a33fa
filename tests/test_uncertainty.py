import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.uncertainty import Estimate, in_words

chances = st.lists(st.floats(0, 1), min_size=1, max_size=50)


@given(chances)
def test_a_chance_never_shows_certainty(draws: list[float]) -> None:
    shown = Estimate(np.array(draws), "probability")
    assert 0 < shown.low <= shown.high < 1
    assert 0 < shown.mean < 1
    assert " 0 %" not in f" {shown}".replace("(90 % interval", "")
    assert "100 %" not in str(shown)


@given(chances)
def test_the_interval_is_inside_the_draws(draws: list[float]) -> None:
    shown = Estimate(np.array(draws), "probability")
    assert shown.draws.min() <= shown.low <= shown.median <= shown.high <= shown.draws.max()


@pytest.mark.parametrize("draws", [[], [np.nan], [np.inf], [[0.1]]])
def test_draws_must_be_finite_and_flat(draws: list[float]) -> None:
    with pytest.raises(ValueError, match="draws"):
        Estimate(np.array(draws), "probability")


def test_what_moves_both_cancels_out_in_a_difference() -> None:
    common = np.linspace(0.1, 0.6, 101)
    gap = Estimate(common + 0.05, "probability").minus(Estimate(common, "probability"))
    assert gap.high - gap.low < 1e-9
    assert gap.mean == pytest.approx(0.05)
    assert gap.unit == "difference in probability"


def test_draws_cannot_be_changed_afterwards() -> None:
    shown = Estimate(np.array([0.2, 0.3]), "probability")
    with pytest.raises(ValueError, match="read-only"):
        shown.draws[0] = 0.9


@given(st.floats(0.0001, 0.9999))
def test_words_stay_near_the_number(chance: float) -> None:
    said = in_words(Estimate(np.array([chance]), "probability"))
    if said.startswith("about"):
        part, whole = (int(word) for word in said.split() if word.isdigit())
        assert part / whole == pytest.approx(chance, abs=0.06)
    else:
        assert chance > 0.95 or chance < 0.005
