"""What matters to her moves what the list is chosen for, in the direction she said and no other."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from smartpick.explain import ListRequest, make_list
from smartpick.explain._situation import Situation, situation_of
from smartpick.explain._worth import Weighing, levels_of, setting, weighing_of
from smartpick.facts import Facts
from smartpick.profile import Known, Profile, load_profile
from smartpick.programs import Directory

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = date(2026, 9, 10)


@pytest.fixture(scope="module")
def base(facts: Facts, directory: Directory) -> Profile:
    profile = load_profile(EXAMPLES / "us-md-la-step1-fail.toml", Known.of(facts, directory), DAY)
    return with_priorities(profile)


def with_priorities(profile: Profile, **said: int) -> Profile:
    return profile.model_copy(update={"goals": profile.goals.model_copy(update={"priorities": said})})


@pytest.fixture(scope="module")
def scene(facts: Facts, directory: Directory, base: Profile) -> Situation:
    return situation_of(facts, directory, base, ListRequest(today=DAY))


def test_no_priority_and_all_in_the_middle_are_the_same(base: Profile) -> None:
    middle = with_priorities(base, location=3, chance=3, specialty=3, cost=3, ties=3, mission=5)
    assert weighing_of(base, {"CA"}) == weighing_of(middle, {"CA"}) == Weighing(base.goals.where_over_whether)


def test_each_weighs_in_its_own_direction(scene: Situation) -> None:
    placed, names = scene.found.placed, scene.specialties

    def worths(weighing: Weighing) -> np.ndarray:
        level, utility = levels_of(placed, names, weighing)
        return utility[level]

    tiers = np.array([each.tier for each in placed])
    usual, much = worths(Weighing(0.5)), worths(Weighing(0.5 * 5 / 3))
    assert (much[tiers == 1] == usual[tiers == 1]).all()
    assert (much[tiers > 1] < usual[tiers > 1]).all()
    first = np.array([each.program.specialty == names[0] for each in placed])
    ordered = worths(Weighing(0.5, specialty=5 / 3))
    assert (ordered[first] == usual[first]).all()
    assert len(names) > 1
    assert (ordered[~first] < usual[~first]).all()
    state = placed[-1].program.state
    tied = np.array([each.program.state == state for each in placed])
    with_tie = worths(Weighing(0.5, tie=0.06, tied=frozenset({state})))
    assert ((with_tie / usual)[tied] > (with_tie / usual)[~tied].max()).all()


def test_a_place_never_loses_all_its_worth(scene: Situation) -> None:
    level, utility = levels_of(scene.found.placed, scene.specialties, Weighing(5.0))
    assert utility[level].min() >= (1 - setting("most_loss")) ** 2


def test_what_an_application_has_to_add_follows_the_priority_of_cost(
    facts: Facts, directory: Directory, base: Profile, scene: Situation
) -> None:
    bars = [
        situation_of(facts, directory, with_priorities(base, cost=cost), ListRequest(today=DAY)).bench.least_gain
        for cost in (1, 3, 5)
    ]
    assert bars == pytest.approx([scene.bench.least_gain * 1.5**power for power in (-2, 0, 2)])


def test_a_list_says_which_priorities_moved_it(facts: Facts, directory: Directory, base: Profile) -> None:
    request = ListRequest(today=DAY)
    asked = with_priorities(base, location=5, cost=5, mission=5)
    plain = make_list(facts, directory, base, request, has_rest=False, has_looks=False)
    moved = make_list(facts, directory, asked, request, has_rest=False, has_looks=False)
    assert not [note for note in plain.notes if "priorities" in note]
    (said,) = [note for note in moved.notes if "priorities" in note]
    assert "location 5" in said
    assert "cost 5" in said
    assert "mission" not in said
    assert moved.summary.programs < plain.summary.programs
    share = [sum(each.tier == 1 for each in made.programs) / len(made.programs) for made in (plain, moved)]
    assert share[1] >= share[0]


@pytest.mark.parametrize("tiers", [((), ()), (("guam",), ())])
def test_a_wish_about_places_takes_nothing_from_somebody_who_has_one_kind_of_place(
    facts: Facts, directory: Directory, base: Profile, tiers: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    areas = base.goals.areas.model_copy(update={"tier1": tiers[0], "tier2": tiers[1], "anywhere": True})
    anywhere = base.model_copy(
        update={"goals": base.goals.model_copy(update={"areas": areas, "specialties": ("family_medicine",)})}
    )
    anywhere = anywhere.model_copy(update={"ties": ()})

    def listed(dial: float, **said: int) -> tuple[list[str], float]:
        goals = anywhere.goals.model_copy(update={"where_over_whether": dial, "priorities": said})
        profile = anywhere.model_copy(update={"goals": goals})
        bench = situation_of(facts, directory, profile, ListRequest(today=DAY)).bench
        tied = {each.tier for each in bench.placed}
        assert len(tied) == 1, "all the same to her"
        picked = bench.best(range(len(bench.placed)))
        return sorted(bench.placed[i].program.program_code_nrmp for i in picked.order), bench.least_gain

    assert listed(0.0) == listed(1.0, location=5, chance=1)


@pytest.mark.parametrize("name", ["us-md-la-step1-fail", "us-img-step2-fail"])
def test_nothing_is_on_a_list_that_adds_less_than_an_application_has_to(
    name: str, facts: Facts, directory: Directory
) -> None:
    profile = load_profile(EXAMPLES / f"{name}.toml", Known.of(facts, directory), DAY)
    bench = situation_of(facts, directory, profile, ListRequest(today=DAY)).bench
    picked = bench.best(range(len(bench.placed)))
    given = dict(zip(picked.order, picked.signals, strict=True))
    signals = {bench.group(i): tier for i, tier in given.items()}
    goal = bench.objective_of(range(len(bench.placed)), signals)
    whole = goal.value(picked.order)
    adds = [whole - goal.value([other for other in picked.order if other != index]) for index in picked.order]
    assert len(adds) > 10
    assert min(adds) >= bench.least_gain - 1e-5


def test_more_weight_on_places_never_makes_a_farther_area_worth_more_against_a_nearer_one(scene: Situation) -> None:
    tiers = np.array([each.tier for each in scene.found.placed])
    shares = []
    for places in (0.0, 0.3, 0.8, 1.0, 1.2, 1.7, 2.5, 5.0):
        level, utility = levels_of(scene.found.placed, scene.specialties, Weighing(places))
        worth = [utility[level[tiers == tier]].max() for tier in (1, 2, 3)]
        shares.append((worth[1] / worth[0], worth[2] / worth[1]))
    assert (np.diff(np.array(shares), axis=0) <= 1e-12).all()
    assert all(second < 1 and third < 1 for second, third in shares[1:])


def test_a_priority_that_the_dial_makes_idle_is_told(facts: Facts, directory: Directory, base: Profile) -> None:
    asked = with_priorities(base, location=5)
    idle = asked.model_copy(update={"goals": asked.goals.model_copy(update={"where_over_whether": 0.0})})
    request = ListRequest(today=DAY, max_programs=5)
    made = make_list(facts, directory, idle, request, has_rest=False, has_looks=False)
    assert [note for note in made.notes if "location 5 moves nothing" in note]
    made = make_list(facts, directory, asked, request, has_rest=False, has_looks=False)
    assert not [note for note in made.notes if "moves nothing" in note]
