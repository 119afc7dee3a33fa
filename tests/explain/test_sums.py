"""The figures of a list hold together: parts add up, more money never hurts, and what is shared is shared."""

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from smartpick.explain import ApplicationList
from smartpick.explain._list import band_of
from smartpick.profile import Profile
from smartpick.uncertainty import Estimate
from smartpick.vocabulary import Band

Make = Callable[..., ApplicationList]
Example = Callable[[str], Profile]
Person = Callable[..., Profile]

SOME = ("us-md-la-step1-fail", "non-us-img-visa", "dermatology-la-only")


@pytest.mark.parametrize("name", SOME)
def test_where_she_ends_up_adds_up_to_the_chance_of_matching(name: str, example: Example, make: Make) -> None:
    made = make(example(name))
    outcome = made.summary.outcome
    assert sum(each.p_match_on_this_list.draws for each in made.programs) == pytest.approx(
        outcome.p_match.draws, abs=1e-3
    )
    assert sum(each.p_match_on_this_list.mean for each in made.programs) == pytest.approx(
        outcome.p_match.mean, abs=1e-3
    )
    near = sum(each.p_match_on_this_list.draws for each in made.programs if each.tier == 1)
    assert near == pytest.approx(outcome.p_match_preferred.draws, abs=1e-3)


@pytest.mark.parametrize("name", SOME)
def test_matching_is_getting_to_rank_and_matching_from_there(name: str, example: Example, make: Make) -> None:
    outcome = make(example(name)).summary.outcome
    product = outcome.p_any_rank.draws * outcome.p_match_given_ranked.draws
    assert outcome.p_match.draws == pytest.approx(product, abs=2e-3)
    assert (outcome.p_match.draws <= outcome.p_any_rank.draws + 1e-9).all()


@pytest.mark.parametrize("name", SOME)
def test_expected_offers_are_the_sum_of_the_chances(name: str, example: Example, make: Make) -> None:
    made = make(example(name))
    offers = sum(each.p_interview.mean for each in made.programs)
    assert made.summary.outcome.expected_interviews.mean == pytest.approx(offers, abs=0.001 * len(made.programs))


@pytest.mark.parametrize("name", SOME)
def test_no_program_adds_more_than_ending_there_and_none_less_than_nothing(
    name: str, example: Example, make: Make
) -> None:
    """Without it she would partly have matched elsewhere."""
    made = make(example(name))
    gains = [each.marginal_gain for each in made.programs]
    assert min(gains) > 0
    assert sum(gains) <= made.summary.outcome.p_match.mean
    top = made.programs[0]
    assert top.marginal_gain <= top.p_match_on_this_list.mean + 1e-9


def test_more_money_never_lowers_the_chance(person: Person, make: Make) -> None:
    """Where matching at all is what counts, and in one specialty, the worth of a list is the chance itself."""
    profile = person(goals={"where_over_whether": 0.0, "areas": {"anywhere": True}})
    budgets = (260, 420, 500, 800, 1000, None)
    lists = [make(profile, budget_usd=budget) for budget in budgets]
    chances = [made.summary.outcome.p_match.mean for made in lists]
    assert all(later >= earlier - 1e-9 for earlier, later in itertools.pairwise(chances)), chances
    assert chances[-1] > chances[0]
    for budget, made in zip(budgets, lists, strict=True):
        assert budget is None or made.summary.cost.total_usd <= budget


@pytest.mark.parametrize("name", ["us-md-la-step1-fail", "do-comlex-only", "non-us-img-visa"])
@pytest.mark.parametrize("budget", [400, 900])
def test_the_whole_bill_stays_within_the_budget(name: str, budget: int, example: Example, make: Make) -> None:
    """Applications, transcripts, registration and what graduates of schools abroad pay besides."""
    made = make(example(name), budget_usd=budget, areas=("Pacific",))
    assert made.summary.cost.total_usd <= budget
    assert all(each is None or each.cost.total_usd <= budget for each in made.compared.values())
    assert made.summary.cost.total_usd == pytest.approx(sum(line.usd or 0 for line in made.summary.cost.lines))


def test_the_number_is_kept_in_every_list_that_is_compared(example: Example, make: Make) -> None:
    made = make(example("do-comlex-only"), max_programs=9)
    assert made.summary.programs == len(made.programs) == 9
    assert all(each is None or each.programs <= 9 for each in made.compared.values())
    assert made.stopped_by == "number"
    codes = [each.program.program_code_nrmp for each in made.programs]
    assert len(set(codes)) == len(codes)


def test_what_is_dropped_and_saved_fits_what_was_planned(example: Example, make: Make) -> None:
    """Ninety-five planned applications in one specialty: the list and what it leaves out are ninety-five together."""
    made = make(example("high-scorer"))
    longer = [each for each in made.dropped if each.kind != "ruled_out"]
    assert len(longer) + made.summary.programs == 95
    assert made.baseline == "the 95 applications that you planned"
    bill = 30 * 11 + 65 * 30 + 80 + 70
    assert made.saved_usd == pytest.approx(bill - made.summary.cost.total_usd)
    assert not {e.program.program_code_nrmp for e in longer} & {e.program.program_code_nrmp for e in made.programs}
    assert made.lost is not None
    assert 0 < made.lost.mean < 0.05


def test_a_plan_of_more_than_there_is_is_compared_with_all_there_is(person: Person, make: Make) -> None:
    made = make(person(budget={"planned_programs": 500, "max_programs": 500}))
    longer = [each for each in made.dropped if each.kind != "ruled_out"]
    assert (
        made.baseline == f"all {made.summary.programs + len(longer)} programs that are open to you where you would go"
    )


def test_a_shorter_plan_than_the_list_saves_nothing(person: Person, make: Make) -> None:
    made = make(person(budget={"planned_programs": 2}))
    assert (made.saved_usd, made.lost) == (0, None)


def none_offered(made: ApplicationList) -> tuple[Any, Any]:
    """Return the chance of no interview offer at all, and what it would be if programs answered independently."""
    together = 1 - made.summary.outcome.p_any_rank.draws
    apart = np.prod([1 - each.p_interview.draws for each in made.programs], axis=0)
    return together, apart


def test_what_all_programs_see_alike_makes_them_fail_together(person: Person, make: Make) -> None:
    """Take the shared strength away and no offer at all is as likely as independence says; with it, far likelier."""
    limits = {"budget_usd": 1000.0, "max_programs": 20}
    shared = make(person(), **limits)
    together, apart = none_offered(shared)
    assert (together > apart).all()
    assert together.mean() > 2 * apart.mean()
    alone = make(person(assumptions={"strength_sd": {"mean": 0.0, "sd": 0.0}}), **limits)
    together, apart = none_offered(alone)
    assert together == pytest.approx(np.clip(apart, 0.001, 0.999), abs=1e-6)


@pytest.mark.parametrize(
    ("draws", "band"),
    [
        ([0.02, 0.05, 0.09], Band.REACH),
        ([0.094] * 3, Band.REACH),
        # Shown as 10 %, and the word goes by what is shown.
        ([0.099] * 3, Band.POSSIBLE),
        ([0.10] * 3, Band.POSSIBLE),
        ([0.15, 0.25, 0.35], Band.POSSIBLE),
        ([0.40] * 3, Band.POSSIBLE),
        ([0.41] * 3, Band.LIKELY),
        ([0.3, 0.5, 0.8], Band.LIKELY),
        ([0.05, 0.2, 0.6], Band.CANNOT_TELL),
        ([0.01, 0.5, 0.9], Band.CANNOT_TELL),
        # Two of the three are not all three.
        ([0.05, 0.2, 0.39], Band.POSSIBLE),
        ([0.12, 0.5, 0.9], Band.LIKELY),
    ],
)
def test_bands_are_as_agreed(draws: list[float], band: Band) -> None:
    """Median below 0.10 reach, to 0.40 possible, above likely; cannot tell where the interval spans all three."""
    assert band_of(Estimate(np.array(draws), "probability")) is band


def test_the_first_area_alone_is_compared_under_the_same_limits(example: Example, make: Make) -> None:
    made = make(example("do-comlex-only"), budget_usd=700)
    alone = made.compared["preferred_area_only"]
    assert alone is not None
    assert alone.outcome.p_match_preferred.draws == pytest.approx(alone.outcome.p_match.draws)
    assert made.compared["tiers_1_2_3"] is made.summary
    assert made.summary.outcome.p_match.mean >= alone.outcome.p_match.mean - 1e-9


def test_the_order_is_the_one_in_which_she_would_rank(example: Example, make: Make) -> None:
    """First area before second, first specialty before second within it, and places in between never mixed."""
    made = make(example("us-md-la-step1-fail"))
    kinds = [(each.tier, each.program.specialty) for each in made.programs]
    seen = list(dict.fromkeys(kinds))
    assert kinds == sorted(kinds, key=seen.index)
    assert [kind for kind in seen if kind[0] == 1] == [(1, "family_medicine"), (1, "internal_medicine")]


def test_the_same_request_gives_the_same_list(person: Person, make: Make) -> None:
    first, second = make(person()), make(person(), is_fresh=True)
    assert first is not second
    assert first.answer == second.answer
    assert [e.program for e in first.programs] == [e.program for e in second.programs]
    other = make(person(), seed=2)
    assert other.summary.outcome.p_match.mean != first.summary.outcome.p_match.mean
    assert abs(other.summary.outcome.p_match.mean - first.summary.outcome.p_match.mean) < 0.05


def test_the_dial_moves_the_list_between_whether_and_where(person: Person, make: Make) -> None:
    """At 0 a match anywhere is worth the same; at 1 the first area counts most."""
    lists = {
        dial: make(
            person(goals={"where_over_whether": dial, "areas": {"tier2": [], "anywhere": True}}), max_programs=25
        )
        for dial in (0.0, 1.0)
    }
    near = {dial: sum(each.tier == 1 for each in made.programs) for dial, made in lists.items()}
    assert near[1.0] > near[0.0]
    assert lists[0.0].summary.outcome.p_match.mean >= lists[1.0].summary.outcome.p_match.mean
    assert lists[1.0].summary.outcome.p_match_preferred.mean >= lists[0.0].summary.outcome.p_match_preferred.mean
    assert date(2026, 9, 10) == lists[0.0].today


def test_a_share_outside_that_ends_the_list_is_not_called_the_budget(example: Example, make: Make) -> None:
    made = make(example("us-md-la-step1-fail"), least_outside=0.9)
    assert made.summary.cost.total_usd < 1000, "of 1,500"
    assert made.stopped_by == "wishes"
    assert "share that you want outside" in made.notes[0]
    assert {each.kind for each in made.dropped} <= {"wishes", "little_gain", "ruled_out"}
