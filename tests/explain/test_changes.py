"""What changed: the same inputs change nothing, one changed input accounts for all, and the old profile must fit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from smartpick.errors import RequestError
from smartpick.explain import ApplicationList, ListRequest
from smartpick.explain.look import EarlierList, ListChanges, list_changes
from smartpick.facts import Facts
from smartpick.profile import Profile
from smartpick.programs import Directory

TODAY = date(2026, 9, 10)
Make = Callable[..., ApplicationList]
Since = Callable[..., ListChanges]


def saved(made: ApplicationList) -> EarlierList:
    """Return a list as a file would keep it."""
    chance, asked = made.summary.outcome.p_match, made.request
    assert asked is not None
    return EarlierList(
        season=made.season,
        today=made.today,
        seed=made.seed,
        facts_version=made.facts_version,
        profile_hash=made.profile_hash,
        programs={each.program.program_code_nrmp: each.program.name for each in made.programs},
        signals={each.program.program_code_nrmp: str(each.signal) for each in made.programs},
        cost_usd=made.summary.cost.total_usd,
        p_match=(chance.mean, chance.low, chance.high),
        limits={
            "max_programs": asked.max_programs,
            "budget_usd": asked.budget_usd,
            "areas": asked.areas,
            "specialties": asked.specialties,
            "forced": asked.forced,
            "excluded": asked.excluded,
            "least_outside": asked.least_outside,
            "is_one_specialty_a_site": asked.is_one_specialty_a_site,
        },
    )


@pytest.fixture(scope="module")
def since(facts: Facts, directory: Directory) -> Since:
    def compare(earlier: EarlierList, profile: Profile, old: Profile | None = None, **asked: Any) -> ListChanges:
        request = ListRequest(**{"today": TODAY, **asked})
        return list_changes(facts, directory, earlier, profile, request, old)

    return compare


def test_the_same_inputs_change_nothing(person: Any, make: Make, since: Since) -> None:
    found = since(saved(make(person())), person())
    assert not (found.inputs)
    assert not (found.entering)
    assert not (found.leaving)
    assert not (found.signals)
    assert found.kept == found.summary.programs


def test_one_changed_input_accounts_for_all_of_it(person: Any, make: Make, since: Since) -> None:
    earlier = saved(make(person()))
    found = since(earlier, person(), max_programs=4)
    (each,) = found.inputs
    assert each.name == "limits.max_programs"
    assert each.text == "as in the profile → 4"
    assert {code for code, _ in found.leaving} == set(each.leaving)
    assert {code for code, _ in found.entering} == set(each.entering)
    assert each.p_match is not None
    assert each.p_match.mean == pytest.approx(found.summary.outcome.p_match.mean - earlier.p_match[0])
    assert each.cost_usd == pytest.approx(found.summary.cost.total_usd - earlier.cost_usd)


def test_each_table_of_the_profile_is_set_back_alone(person: Any, make: Make, since: Since) -> None:
    old = person()
    new = person(
        exams={"step2_ck": [{"date": date(2026, 4, 14), "result": "pass", "score": 225}]}, budget={"usd": 320.0}
    )
    found = since(saved(make(old)), new, old)
    assert [each.name for each in found.inputs] == ["profile.exams", "profile.budget"]
    exams, budget = found.inputs
    assert exams.p_match is not None
    assert budget.p_match is not None
    assert exams.p_match.mean < 0
    assert budget.p_match.mean < 0
    assert not budget.entering
    assert budget.leaving
    # What stands in the tables is told nowhere.
    assert {each.text for each in found.inputs} == {"changed"}


def test_without_the_old_profile_it_says_how_to_tell(person: Any, make: Make, since: Since) -> None:
    (each,) = since(saved(make(person())), person(budget={"usd": 500.0})).inputs
    assert each.name == "profile"
    assert each.p_match is None
    assert "--old-profile" in each.why_not


def test_a_profile_that_the_list_was_not_made_from_is_refused(person: Any, make: Make, since: Since) -> None:
    with pytest.raises(RequestError, match="not the profile that the saved list was made from"):
        since(saved(make(person())), person(), person(budget={"usd": 500.0}))


def test_seed_day_and_facts_are_named(person: Any, make: Make, since: Since) -> None:
    earlier = replace(saved(make(person())), facts_version="0" * 64, seed=5, today=date(2026, 8, 1))
    inputs = {each.name: each for each in since(earlier, person()).inputs}
    assert inputs.keys() == {"facts", "seed", "today"}
    assert inputs["facts"].p_match is None
    assert inputs["seed"].p_match is not None
    assert inputs["today"].text == "2026-08-01 → 2026-09-10"
    unsaid = replace(saved(make(person())), limits=None)
    assert [each.name for each in since(unsaid, person()).inputs] == ["limits"]
