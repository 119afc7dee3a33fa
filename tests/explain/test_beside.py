"""What stands beside a list's figures: why it is no longer, against the number that a first reader has heard of."""

import re
from collections.abc import Callable

import pytest

from smartpick.explain import ApplicationList
from smartpick.profile import Profile

Make = Callable[..., ApplicationList]


def why(made: ApplicationList) -> str:
    (text,) = [note for note in made.beside if "left out" in note]
    return text


def test_a_short_list_says_what_a_longer_one_would_add_and_cost(example: Callable[[str], Profile], make: Make) -> None:
    """23 programs at 14 % beside 129 that are usual: the reader is told what the other 106 come to."""
    made = make(example("us-img-step2-fail"))
    assert made.lost is not None
    count = sum(each.kind != "ruled_out" for each in made.dropped)
    assert made.summary.programs + count == 129
    text = why(made)
    assert text.startswith(f"Against {made.baseline}, {count} are left out: together they would raise")
    assert f"by {100 * made.lost.mean:.1f} points ({100 * made.lost.low:.1f} to {100 * made.lost.high:.1f})" in text
    assert f"for ${made.saved_usd:,.0f} more" in text
    assert text.endswith("What holds the chance down is not the length of the list.")


def test_of_a_good_chance_nothing_is_said_to_hold_it_down(example: Callable[[str], Profile], make: Make) -> None:
    made = make(example("us-md-la-step1-fail"))
    assert made.summary.outcome.p_match.mean > 0.5
    assert re.search(r"by (less than 0\.1|\d+\.\d) points", why(made))
    assert "holds the chance down" not in why(made)


@pytest.mark.parametrize("wanted", [2, 3])
def test_where_a_limit_ends_the_list_the_limit_is_what_holds_it_down(
    example: Callable[[str], Profile], make: Make, wanted: int
) -> None:
    made = make(example("us-img-step2-fail"), max_programs=wanted)
    assert made.stopped_by == "number"
    assert "not the length" not in why(made)
    assert made.open_programs > wanted
