"""First years beside advanced positions: chosen with them, billed with them, never counted as a match of their own."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from smartpick.estimate import Assumptions, FirstYears, applicant_of
from smartpick.explain import ApplicationList, ListRequest
from smartpick.explain._situation import Situation, situation_of
from smartpick.explain._years import needs_year
from smartpick.facts import Facts
from smartpick.profile import Profile
from smartpick.programs import Directory
from smartpick.vocabulary import Track

TODAY = date(2026, 9, 10)
Make = Callable[..., ApplicationList]
RADIOLOGY = {"specialties": ("radiology_diagnostic",), "areas": {"tier1": ("California",)}}


@pytest.fixture(scope="module")
def radiology(person: Any) -> Profile:
    made: Profile = person(goals=RADIOLOGY)
    return made


@pytest.fixture(scope="module")
def scene(radiology: Profile, facts: Facts, directory: Directory) -> Situation:
    return situation_of(facts, directory, radiology, ListRequest(today=TODAY))


def test_advanced_positions_bring_first_years_where_she_would_go(make: Make, radiology: Profile) -> None:
    made = make(radiology)
    assert made.years is not None
    assert made.years.advanced == sum(each.program.track is Track.ADVANCED for each in made.programs) > 0
    assert len(made.years.programs) == made.summary.first_years > 0
    assert {each.program.state for each in made.years.programs} == {"CA"}
    assert all(
        each.program.track is Track.PRELIMINARY or each.program.specialty == "transitional_year"
        for each in made.years.programs
    )
    assert f"and to {made.summary.first_years} first years beside them" in made.answer[0]
    # They are no match to the specialty: the chances are those of the programs alone.
    assert made.summary.programs == len(made.programs)
    together = sum(each.p_match_on_this_list.mean for each in made.programs)
    assert together == pytest.approx(made.summary.outcome.p_match.mean)


def test_they_are_in_the_bill_and_in_every_limit(make: Make, radiology: Profile, scene: Situation) -> None:
    made = make(radiology)
    codes = [each.program.specialty for each in made.years.programs] if made.years else []
    alone = scene.fees.cost(made.summary.by_specialty).total_usd
    counts = {**made.summary.by_specialty, **{key: codes.count(key) for key in codes}}
    assert made.summary.cost.total_usd == scene.fees.cost(counts).total_usd > alone
    for budget in (300.0, 400.0):
        assert make(radiology, budget_usd=budget).summary.cost.total_usd <= budget
    few = make(radiology, max_programs=9).summary
    assert few.programs + few.first_years <= 9


def test_none_where_none_is_needed_or_wanted(make: Make, person: Any) -> None:
    assert make(person()).years is None
    goals = {**RADIOLOGY, "include_preliminary": False}
    without = make(person(goals=goals))
    assert without.years is None
    assert without.summary.first_years == 0


def test_the_choice_is_no_worse_than_more_or_fewer_first_years(scene: Situation) -> None:
    bench = scene.bench
    every = range(len(bench.placed))
    picked = bench.best(every)
    plain = bench.objective_of(every, {bench.group(i): t for i, t in zip(picked.order, picked.signals, strict=True)})
    goal, least = bench.with_years(plain, every), bench.least_gain

    def net(years: list[int]) -> float:
        chosen = [*picked.order, *(len(bench.placed) + i for i in years)]
        return goal.value(chosen) - least * len(chosen)

    chosen = list(picked.years)
    assert bench.years is not None
    others = [i for i in range(len(bench.years.placed)) if i not in chosen]
    best = net(chosen)
    assert all(net([*chosen, i]) <= best + 1e-9 for i in others)
    assert all(net([j for j in chosen if j != i]) <= best + 1e-9 for i in chosen)


def test_the_certificate_holds_beside_first_years(scene: Situation) -> None:
    proof = scene.bench.certificate(scene.bench.best(range(len(scene.bench.placed))))
    assert proof.bound >= proof.utility - 1e-9
    assert proof.gap < 0.5


@pytest.fixture(scope="module")
def of(facts: Facts, directory: Directory) -> Callable[[Profile], FirstYears]:
    years = [each for each in directory.programs if each.track is Track.PRELIMINARY and each.state == "CA"]

    def chances(profile: Profile) -> FirstYears:
        applicant = applicant_of(profile, 2027)
        return FirstYears.of(facts, Assumptions(facts), applicant, years, directory.season, 1)

    return chances


def test_a_usual_list_lies_between_the_two_bounds(of: Any, radiology: Profile) -> None:
    found = of(radiology)
    usual = 1 - (1 - found.hits.mean(axis=0)) ** found.entries
    assert found.ranked_share < np.median(usual) < 0.99
    assert np.quantile(usual, 0.05) == pytest.approx(found.ranked_share, abs=0.12)


def test_a_failed_attempt_never_helps(of: Any, person: Any, radiology: Profile) -> None:
    step1 = [
        {"date": date(2024, 1, 11), "result": "fail"},
        {"date": date(2024, 6, 11), "result": "pass"},
    ]
    assert (of(person(goals=RADIOLOGY, exams={"step1": step1})).hits < of(radiology).hits + 1e-12).all()


def test_programs_that_go_unfilled_take_her_more_often(of: Any, radiology: Profile, directory: Directory) -> None:
    hits = of(radiology).hits.mean(axis=1)
    years = [each for each in directory.programs if each.track is Track.PRELIMINARY and each.state == "CA"]
    record = [each.unfilled_record(directory.season) for each in years]
    often = [hit for hit, (empty, seen) in zip(hits, record, strict=True) if seen and empty == len(seen)]
    never = [hit for hit, (empty, seen) in zip(hits, record, strict=True) if len(seen) >= 4 and not empty]
    assert min(often) > max(never)


def test_only_what_begins_with_the_second_year_needs_one(scene: Situation) -> None:
    assert all(needs_year(each) == (each.program.program_code_nrmp[7] == "A") for each in scene.found.placed)
