"""Why: every status by a case of its own, figures equal to the list's, and an honest comparison with the others."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from smartpick.explain import ApplicationList, ListRequest
from smartpick.explain._situation import situation_of
from smartpick.explain.look import ProgramLook, why_program
from smartpick.explain.look._alike import gains_in_draws
from smartpick.explain.look._sums import draws_of
from smartpick.facts import Facts
from smartpick.profile import Profile
from smartpick.programs import Directory

TODAY = date(2026, 9, 10)
Make = Callable[..., ApplicationList]
Look = Callable[..., ProgramLook]


@pytest.fixture(scope="module")
def look(facts: Facts, directory: Directory) -> Look:
    def look_at(profile: Profile, code: str, **asked: Any) -> ProgramLook:
        request = ListRequest(**{"today": TODAY, **asked})
        return why_program(facts, directory, profile, request, directory.by_code[code])

    return look_at


def test_a_program_on_the_list_says_what_the_list_says(person: Any, make: Make, look: Look) -> None:
    made = make(person())
    for each in (made.programs[0], made.programs[-1]):
        found = look(person(), each.program.program_code_nrmp)
        assert found.status == "on_list"
        assert found.p_interview is not None
        assert found.adds is not None
        assert found.p_match_here is not None
        assert found.p_interview.mean == pytest.approx(each.p_interview.mean)
        assert found.p_match_here.mean == pytest.approx(each.p_match_on_this_list.mean)
        assert (found.signal, found.band, found.tier) == (each.signal, each.band, each.tier)
        assert [reason.text for reason in found.reasons] == [reason.text for reason in each.reasons]
        # The list takes it out with the others' interviews as they are; here she may attend others in its place.
        assert found.adds.mean == pytest.approx(each.marginal_gain, abs=0.004)
        assert found.adds_worth is not None
        assert found.adds_worth >= found.least_worth
        assert found.list_programs == made.summary.programs


def test_one_that_adds_too_little_says_how_much_against_the_least(person: Any, make: Make, look: Look) -> None:
    anywhere = person(goals={"areas": {"anywhere": True}})
    dropped = [each for each in make(anywhere).dropped if each.kind == "little_gain"]
    found = look(anywhere, dropped[-1].program.program_code_nrmp)
    assert found.status == "little_gain"
    assert found.adds_worth is not None
    assert found.adds_worth < found.least_worth
    assert f"{100 * found.adds_worth:.2f}" in found.why
    assert f"{100 * found.least_worth:.2f}" in found.why


def test_a_limit_is_named_when_it_is_what_leaves_a_program_out(person: Any, make: Make, look: Look) -> None:
    full = [each.program.program_code_nrmp for each in make(person()).programs]
    short = [each.program.program_code_nrmp for each in make(person(), max_programs=3).programs]
    code = next(code for code in full if code not in short)
    found = look(person(), code, max_programs=3)
    assert found.status == "number"
    assert "(3)" in found.why
    # Less than the whole list costs, by more than one application.
    budget = round(make(person()).summary.cost.total_usd) - 15
    cheap = {each.program.program_code_nrmp for each in make(person(), budget_usd=budget).programs}
    out = look(person(), next(code for code in full if code not in cheap), budget_usd=budget)
    assert out.status == "budget"
    assert f"${budget}" in out.why


def test_a_known_rule_is_told_with_its_source_and_without_a_chance(person: Any, make: Make, look: Look) -> None:
    code = make(person()).programs[0].program.program_code_nrmp
    fact = {
        "program_code_nrmp": code,
        "field": "minimum_step2_ck",
        "value": 250,
        "source": "the coordinator",
        "date": date(2026, 8, 1),
    }
    found = look(person(own_facts=[fact]), code)
    assert found.status == "ruled_out"
    assert "the coordinator, 2026-08-01" in found.why
    assert found.p_interview is None
    assert found.history


def test_outside_her_areas_it_is_looked_at_as_if_she_would_go(person: Any, look: Look, directory: Directory) -> None:
    code = next(p.program_code_nrmp for p in directory.of(["emergency_medicine"]) if p.state == "NY")
    found = look(person(), code)
    assert found.status == "outside"
    assert found.tier is None
    assert found.p_interview is not None
    # The chance is that of a list that does look there.
    inside = look(person(goals={"areas": {"anywhere": True}}), code)
    assert inside.p_interview is not None
    assert found.p_interview.mean == pytest.approx(inside.p_interview.mean)
    never = look(person(goals={"areas": {"never": ["NY"], "anywhere": True}}), code)
    assert never.status == "outside"
    assert "never" in never.why
    wish = [{"program_code_nrmp": code, "is_never": True}]
    assert look(person(goals={"areas": {"anywhere": True}, "programs": wish}), code).status == "unwanted"


def test_another_specialty_and_closed_tracks_say_so(person: Any, look: Look, directory: Directory) -> None:
    other = next(p for p in directory.of(["family_medicine"]) if p.state == "CA")
    found = look(person(), other.program_code_nrmp)
    assert found.status == "not_in_list"
    assert found.p_interview is not None
    year = next(p for p in directory.of(["surgery_general"]) if str(p.track) == "preliminary")
    closed = look(person(goals={"specialties": ["surgery_general"]}), year.program_code_nrmp)
    assert closed.status == "not_open"
    assert closed.p_interview is None


def test_those_not_told_apart_are_those_whose_paired_difference_holds_zero(
    person: Any, facts: Facts, directory: Directory, make: Make, look: Look
) -> None:
    profile = person(goals={"areas": {"anywhere": True}})
    code = make(profile).programs[0].program.program_code_nrmp
    found = look(profile, code)
    assert 0 < len(found.alike) <= 12 <= found.alike_count < found.compared_count
    for each in found.alike:
        assert each.difference.low <= 0 <= each.difference.high
        assert each.program.program_code_nrmp != code
    means = [abs(each.difference.mean) for each in found.alike]
    assert means == sorted(means)
    # By the long way: the worth of the list with one, less the worth with the other, in every draw.
    scene = situation_of(facts, directory, profile, ListRequest(TODAY))
    bench = scene.bench
    picked = bench.best(range(len(bench.placed)))
    codes = [each.program.program_code_nrmp for each in bench.placed]
    index = codes.index(code)
    others = {i: t for i, t in zip(picked.order, picked.signals, strict=True) if i != index}
    mine, theirs = gains_in_draws(bench, others, index)
    for other in (codes.index(found.alike[0].program.program_code_nrmp), next(iter(others))):
        rest = {i: tier for i, tier in others.items() if i != other}

        def worth(extra: int, rest: dict[int, Any] = rest) -> Any:
            survival = np.ones((bench.utility.size, bench.weights.size))
            for i, tier in rest.items():
                survival[bench.level[i] :] *= 1 - bench.hit_with(i, tier)
            survival[bench.level[extra] :] *= 1 - bench.hits[extra]
            steps = bench.utility - np.append(bench.utility[1:], 0.0)
            return draws_of(bench, steps @ (1 - survival))

        assert theirs[other] - mine == pytest.approx(worth(other) - worth(index), abs=1e-9)


def test_a_signal_that_is_free_is_not_said_to_be_needed_elsewhere(person: Any, make: Make, look: Look) -> None:
    profile = person(goals={"specialties": ["dermatology"]})
    made = make(profile)
    plain = [each for each in made.programs if each.signal == "none"]
    text = look(profile, (plain or made.programs)[0].program.program_code_nrmp).signal_why
    assert plain or "adds most" in text


def test_too_late_there_are_no_questions_and_no_signal(person: Any, make: Make, look: Look) -> None:
    late = date(2026, 11, 24)
    code = make(person(), today=late).programs[0].program.program_code_nrmp
    found = look(person(), code, today=late)
    assert found.questions == ()
    assert found.signal_why == "signals can no longer be given"
