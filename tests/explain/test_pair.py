"""A couple's list: the same for both, true to the wishes of both, within both budgets, silent about what is private."""

import dataclasses
import itertools
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.errors import RequestError
from smartpick.explain import _candidates, _situation
from smartpick.explain.pair import PairList, PairRequest, RowKind, make_pair_list
from smartpick.explain.pair import _list as pair_list
from smartpick.explain.pair._near import AREA_MILES, Nearness
from smartpick.explain.pair._rows import rows_of, worth_of
from smartpick.explain.pair._start import USUAL_MILES, Agreed, agreed_of
from smartpick.facts import Facts
from smartpick.profile import Profile
from smartpick.programs import Directory
from smartpick.uncertainty import Estimate

Person = Callable[..., Profile]
MakePair = Callable[..., PairList]

TODAY = date(2026, 9, 10)
SOUTH = {"tier1": ["greater-los-angeles"], "tier2": ["California"], "anywhere": False}
FM = {"goals": {"specialties": ["family_medicine"], "areas": SOUTH}}
PSY = {
    "applicant": {"type": "us_do_senior", "school_state": "AZ"},
    "exams": {"step2_ck": [{"date": date(2026, 4, 14), "result": "pass", "score": 233}]},
    "goals": {"specialties": ["psychiatry"], "areas": SOUTH},
}


@pytest.fixture(scope="session")
def make_pair(facts: Facts, directory: Directory) -> MakePair:
    def make_one(one: Profile, other: Profile, **asked: Any) -> PairList:
        return make_pair_list(facts, directory, (one, other), PairRequest(**{"today": TODAY, **asked}))

    return make_one


@pytest.fixture(scope="session")
def couple(person: Person, make_pair: MakePair) -> PairList:
    return make_pair(person(**FM), person(**PSY), miles=40.0, names=("ana", "ben"))


def draws(made: PairList) -> list[list[float]]:
    shown = (made.p_near, made.p_both, made.p_one, made.p_none, made.p_near_alone, made.p_both_alone)
    return [each.draws.tolist() for each in shown]


def same(one: Estimate, other: Estimate) -> bool:
    return bool((one.draws == other.draws).all())


def test_who_asks_changes_only_the_names(couple: PairList, person: Person, make_pair: MakePair) -> None:
    turned = make_pair(person(**PSY), person(**FM), miles=40.0, names=("ben", "ana"))
    assert draws(turned) == draws(couple)
    assert [partner.name for partner in turned.partners] == ["ben", "ana"]
    for mine, theirs in zip(couple.partners, reversed(turned.partners), strict=True):
        assert mine.name == theirs.name
        assert same(mine.p_match, theirs.p_match)
        assert mine.cost == theirs.cost
        assert [each.program for each in mine.programs] == [each.program for each in theirs.programs]
        assert [each.signal for each in mine.programs] == [each.signal for each in theirs.programs]
    assert [row.programs for row in couple.rows] == [row.programs[::-1] for row in turned.rows]
    assert turned.miles_couple == couple.miles_couple


def test_the_order_of_the_directory_changes_nothing(
    facts: Facts, directory: Directory, couple: PairList, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = _candidates.candidates_for

    def turned(*arguments: Any) -> Any:
        found = plain(*arguments)
        return dataclasses.replace(found, placed=found.placed[::-1])

    monkeypatch.setattr(_situation, "candidates_for", turned)
    request = PairRequest(today=TODAY, miles=40.0, names=("ana", "ben"))
    made = make_pair_list(facts, directory, (person(**FM), person(**PSY)), request)
    for mine, theirs in zip(couple.partners, made.partners, strict=True):
        assert [each.program.program_code_nrmp for each in mine.programs] == [
            each.program.program_code_nrmp for each in theirs.programs
        ]
    assert np.allclose(draws(made), draws(couple), atol=1e-9)


def test_chances_add_up(couple: PairList) -> None:
    total = couple.p_both.draws + couple.p_one.draws + couple.p_none.draws
    assert np.allclose(total, 1, atol=0.004)
    assert (couple.p_near.draws <= couple.p_both.draws + 1e-9).all()
    by_row = sum(row.p_row.draws for row in couple.rows)
    assert np.allclose(by_row, couple.p_both.draws + couple.p_one.draws, atol=0.004)
    for k, partner in enumerate(couple.partners):
        mine = sum(row.p_row.draws for row in couple.rows if row.programs[k] is not None)
        assert np.allclose(mine, partner.p_match.draws, atol=0.004)


def test_what_a_row_shows_follows_from_the_rows_above(couple: PairList) -> None:
    """Matched here: both would take them, with the interviews that each has time for, and no row above comes about."""
    first = couple.rows[0]
    assert np.allclose(first.p_row.draws, first.p_both.draws, atol=1e-12)
    above = np.zeros_like(first.p_row.draws)
    for row in couple.rows:
        assert (row.p_row.draws <= row.p_both.draws + 1e-12).all()
        assert (row.p_row.draws >= row.p_both.draws - above - 1e-12).all()
        assert (row.p_both.draws <= row.p_both_if_attended.draws + 1e-12).all()
        above = above + row.p_row.draws
    full = [each for each in couple.partners if each.attends_most is not None and each.offers.mean > each.attends_most]
    assert full, "one of the two expects more offers than there is time for"
    assert any(each.p_attend.mean < 0.5 for partner in full for each in partner.programs)


def test_applications_are_chosen_for_the_interviews_that_there_is_time_for(
    couple: PairList, person: Person, make_pair: MakePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if one could go to every interview, more is sent and less comes of it."""
    monkeypatch.setattr(pair_list._Couple, "_in_time", lambda _self, _k, side, _choice: side)
    every = make_pair(person(**FM), person(**PSY), miles=40.0, names=("ana", "ben"))
    sent, more = ([len(each.programs) for each in made.partners] for made in (couple, every))
    assert sum(sent) < sum(more)
    assert worth_of_plan(couple) > worth_of_plan(every) - 0.001


@given(seed=st.integers(0, 100_000), accepts_one=st.booleans(), accepts_apart=st.booleans())
@settings(max_examples=40, deadline=None)
def test_no_order_of_the_rows_is_worth_more(seed: int, accepts_one: bool, accepts_apart: bool) -> None:  # noqa: FBT001
    """By enumeration of all answers of the programs, and of every order; of eight rows, of one order in thirteen."""
    rng = np.random.default_rng(seed)
    miles = rng.choice([0.0, 5.0, 30.0, 200.0], (2, 2))
    near = Nearness(miles, miles <= 40.0, rng.random((2, 2)) > 0.2)
    near = Nearness(miles, near.is_near & near.is_possible, near.is_possible)
    agreed = Agreed(40.0, False, False, accepts_one, accepts_apart, ())  # noqa: FBT003
    worth = worth_of(near, (rng.choice([0.4, 0.7, 1.0], 2), rng.choice([0.4, 0.7, 1.0], 2)), agreed)
    rows = rows_of(worth, near, (["a", "b"], ["c", "d"]))
    value = [
        worth.both[i, j] if min(i, j) >= 0 else worth.alone[0][i] if j < 0 else worth.alone[1][j] for i, j in rows.pair
    ]
    chance = rng.random(4)
    answers = []
    for yes in itertools.product((False, True), repeat=4):
        p = float(np.prod(np.where(yes, chance, 1 - chance)))
        answers.append((p, [(i < 0 or yes[i]) and (j < 0 or yes[2 + j]) for i, j in rows.pair]))

    def worth_in(order: Sequence[int]) -> float:
        return sum(p * next((value[at] for at in order if takes[at]), 0.0) for p, takes in answers)

    orders = itertools.islice(itertools.permutations(range(len(value))), 0, None, 1 if len(value) <= 6 else 13)
    assert worth_in(range(len(value))) >= max(map(worth_in, orders), default=0.0) - 1e-12


def test_coupling_brings_the_two_nearer_and_costs_no_more_than_it_says(couple: PairList) -> None:
    assert couple.p_near.mean > couple.p_near_alone.mean
    assert couple.miles_couple is not None
    assert couple.miles_alone is not None
    assert couple.miles_couple < couple.miles_alone
    for partner in couple.partners:
        # Nobody is made likelier to match by ranking pairs, beyond what the sampling cannot tell.
        assert partner.p_match.mean <= partner.p_match_alone.mean + 0.01


def worth_of_plan(made: PairList) -> float:
    """Return the expected worth where every near pair counts 0.75, and one matched 0.125: the middle of each kind."""
    return 0.75 * made.p_near.mean + 0.125 * made.p_one.mean


def test_the_plan_is_worth_no_less_than_each_ones_own_list_of_that_length(
    person: Person, make_pair: MakePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    areas = {"tier1": ["california"], "tier2": [], "anywhere": True}
    one = person(goals={"specialties": ["family_medicine"], "areas": areas, "where_over_whether": 0.0})
    other = person(**{**PSY, "goals": {"specialties": ["psychiatry"], "areas": areas, "where_over_whether": 0.0}})
    together = make_pair(one, other, miles=30.0, max_programs=8)

    def own(scene: _situation.Situation) -> tuple[int, ...]:
        return tuple(scene.bench.best(range(len(scene.bench.placed))).order)

    monkeypatch.setattr(pair_list, "_invited", own)
    apart = make_pair(one, other, miles=30.0, max_programs=8)
    assert all(6 <= len(each.programs) <= 8 for each in apart.partners)
    assert worth_of_plan(together) > worth_of_plan(apart) + 0.02
    assert together.p_near.mean > apart.p_near.mean + 0.02


def test_rows_stand_in_the_order_of_liking_and_each_is_what_it_says(couple: PairList) -> None:
    assert [row.kind for row in couple.rows] == sorted(row.kind for row in couple.rows)
    assert len({tuple(p and p.program_code_nrmp for p in row.programs) for row in couple.rows}) == len(couple.rows)
    for row in couple.rows:
        if row.kind is RowKind.NEAR:
            assert row.miles is not None
            assert row.miles <= 40
            assert None not in row.programs
        elif row.kind is RowKind.ONE:
            assert list(row.programs).count(None) == 1
    codes = [{each.program.program_code_nrmp for each in partner.programs} for partner in couple.partners]
    for row in couple.rows:
        assert all(p is None or p.program_code_nrmp in codes[k] for k, p in enumerate(row.programs))


def test_the_list_keeps_to_its_limit_and_says_where_it_stands(couple: PairList, facts: Facts) -> None:
    assert len(couple.rows) == min(couple.rows_limit, couple.rows_possible)
    assert couple.rows_limit_fact is not None
    assert couple.rows_limit == int(facts.row(couple.rows_limit_fact)["value"])


def test_one_unmatched_and_apart_are_the_couples_choice(person: Person, make_pair: MakePair) -> None:
    no = {"partner": {"profile": "b.toml", "accepts_one_unmatched": False}}
    made = make_pair(person(**FM, **no), person(**PSY), miles=40.0)
    assert {row.kind for row in made.rows} == {RowKind.NEAR}
    assert made.p_one.mean < 0.002
    apart = {"partner": {"profile": "b.toml", "accepts_apart": True}}
    wide = make_pair(person(**FM, **no), person(**PSY, **apart), miles=5.0)
    assert RowKind.APART in {row.kind for row in wide.rows}
    refused = {"partner": {"profile": "a.toml", "accepts_apart": False}}
    both = make_pair(person(**FM, **apart), person(**PSY, **refused), miles=5.0)
    assert RowKind.APART not in {row.kind for row in both.rows}


@pytest.mark.parametrize("miles", [float("nan"), float("inf"), -1.0, 3001.0])
def test_a_distance_is_a_distance(person: Person, make_pair: MakePair, miles: float) -> None:
    with pytest.raises(RequestError, match="--miles"):
        make_pair(person(**FM), person(**PSY), miles=miles)


def test_more_money_and_more_miles_are_worth_no_less(person: Person, make_pair: MakePair) -> None:
    def plan(miles: float, usd: float) -> float:
        return worth_of_plan(
            make_pair(person(**FM, budget={"usd": usd}), person(**PSY, budget={"usd": usd}), miles=miles)
        )

    poor, rich, wide = plan(10.0, 400), plan(10.0, 900), plan(60.0, 900)
    # The greedy has no proof; a tenth of a point is what the sampling cannot tell.
    assert rich >= poor - 0.001
    assert wide >= rich - 0.001


def test_the_nearer_wish_of_the_two_counts(person: Person) -> None:
    one = person(**FM, partner={"profile": "b.toml", "most_miles": 60})
    other = person(**PSY, partner={"profile": "a.toml", "most_miles": 25})
    assert agreed_of((one, other), PairRequest(today=TODAY)).miles == 25
    assert agreed_of((one, other), PairRequest(today=TODAY, miles=80.0)).miles == 80
    unsaid = agreed_of((person(**FM), person(**PSY)), PairRequest(today=TODAY))
    assert (unsaid.miles, unsaid.is_miles_assumed) == (USUAL_MILES, True)


def test_neither_budget_nor_number_is_exceeded(person: Person, make_pair: MakePair) -> None:
    poor = person(**FM, budget={"usd": 420})
    made = make_pair(poor, person(**PSY, budget={"usd": 900, "max_programs": 7}), miles=40.0)
    first, second = made.partners
    assert 195 < first.cost.total_usd <= 420
    assert second.cost.total_usd <= 900
    assert len(second.programs) <= 7
    for partner in made.partners:
        fees = [line for line in partner.cost.lines if line.item == "couples"]
        assert len(fees) == 1
        assert fees[0].usd == 45
        assert "read in one copy" in fees[0].text


def test_signals_stay_within_each_ones_number(couple: PairList) -> None:
    for partner, most in zip(couple.partners, (5, 10), strict=True):
        groups = {each.program.institution_code for each in partner.programs if each.signal != "none"}
        assert 0 < len(groups) <= most


def test_a_pinned_program_that_a_couples_list_does_not_force_is_told(
    couple: PairList, person: Person, make_pair: MakePair
) -> None:
    pinned = {"goals": {**FM["goals"], "programs": [{"program_code_nrmp": "1047120C0", "is_always": True}]}}
    made = make_pair(person(**pinned), person(**PSY), miles=40.0, max_programs=3)
    said = [note for note in made.notes if "pinned" in note]
    assert len(said) == 1
    assert "1047120C0" not in said[0], "whose, and which, is nobody else's business"
    assert not [note for note in couple.notes if "pinned" in note]


def test_no_two_programs_near_enough_names_the_nearest(person: Person, make_pair: MakePair) -> None:
    here = person(goals={"specialties": ["family_medicine"], "areas": {"tier1": ["hawaii"], "tier2": []}})
    there = person(goals={"specialties": ["psychiatry"], "areas": {"tier1": ["maine"], "tier2": []}})
    with pytest.raises(RequestError) as told:
        make_pair(here, there, miles=40.0)
    (problem,) = told.value.problems
    assert "within 40 miles" in problem.what
    assert "HI" in problem.why
    assert "ME" in problem.why
    assert "miles apart" in problem.why


def test_everything_wrong_with_either_is_told_at_once(person: Person, make_pair: MakePair) -> None:
    urology = person(goals={"specialties": ["urology"]})
    late = person(**PSY, season=2028)
    with pytest.raises(RequestError) as told:
        make_pair(urology, late, miles=-1.0, names=("ana", "ben"))
    text = str(told.value)
    assert "--miles" in text
    assert "ana, goals.specialties" in text
    assert "not in the NRMP's Match" in text
    assert "ana is for season 2027, ben for season 2028" in text


def test_after_interviews_only_programs_that_invited_are_ranked(
    couple: PairList, person: Person, make_pair: MakePair
) -> None:
    near = [row for row in couple.rows if row.kind is RowKind.NEAR][:6]
    logs = []
    for k in (0, 1):
        codes = dict.fromkeys(program.program_code_nrmp for row in near if (program := row.programs[k]) is not None)
        logs.append([{"program_code_nrmp": code, "event": "invited", "date": date(2026, 11, 3)} for code in codes])
    assert all(logs)
    one, other = person(**FM, season_log=logs[0]), person(**PSY, season_log=logs[1])
    made = make_pair(one, other, miles=40.0, today=date(2027, 2, 10))
    assert made.is_after_interviews
    for partner, log in zip(made.partners, logs, strict=True):
        assert {each.program.program_code_nrmp for each in partner.programs} == {
            each["program_code_nrmp"] for each in log
        }
        assert partner.attends_most is None
        assert all(each.p_attend.mean > 0.99 for each in partner.programs), "interviews are over"
    assert "to rank" in made.answer[0]
    assert made.p_both.mean > 0.3


def test_one_area_is_a_county_greater_los_angeles_or_a_short_way(directory: Directory) -> None:
    every = {program.program_code_nrmp: program for program in directory.of(["family_medicine"])}
    local = [p for p in every.values() if p.state == "CA" and p.lat is not None]
    near = Nearness.of(local, local, 1.0, is_same_area=True)
    for i, one in enumerate(local):
        for j, other in enumerate(local):
            if one is other:
                continue
            los_angeles = {"Los Angeles", "Orange", "Riverside", "San Bernardino", "Ventura"}
            is_one = one.fips == other.fips or {one.county, other.county} <= los_angeles
            assert near.is_near[i, j] == (is_one or near.miles[i, j] <= AREA_MILES), (one.name, other.name)


def test_two_people_cannot_both_have_one_position(directory: Directory) -> None:
    every = list(directory.of(["dermatology"]))
    near = Nearness.of(every, every, 10.0, is_same_area=False)
    for i, program in enumerate(every):
        seats = program.latest[1] if program.latest is not None else 2
        assert near.is_near[i, i] == (seats >= 2 and program.city is not None)
    assert not near.is_possible.all()


def test_two_in_one_specialty_are_told_that_they_compete(couple: PairList, person: Person, make_pair: MakePair) -> None:
    made = make_pair(person(**FM), person(**FM, applicant={"school_state": "NY"}), miles=40.0, max_programs=6)
    assert any("share a specialty" in note for note in made.notes)
    assert not any("share a specialty" in note for note in couple.notes)


def test_the_answer_is_three_sentences_with_ranges(couple: PairList) -> None:
    assert len(couple.answer) == 3
    assert "pair list of" in couple.answer[0]
    assert couple.answer[1].count("90 % interval") == 4
    assert "by luck" in couple.answer[2]
