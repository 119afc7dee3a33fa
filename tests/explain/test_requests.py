"""What can be asked for: areas, specialties, seasons, budgets; every problem at once; specialties of other kinds."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smartpick.errors import RequestError
from smartpick.explain import ApplicationList, ListRequest, make_list, request_problems
from smartpick.explain._routes import SHOWN_BELOW
from smartpick.facts import Facts
from smartpick.profile import Profile
from smartpick.programs import Directory
from smartpick.vocabulary import Track

Make = Callable[..., ApplicationList]
Example = Callable[[str], Profile]
Person = Callable[..., Profile]


def test_every_problem_of_a_request_is_told_at_once(person: Person, make: Make) -> None:
    with pytest.raises(RequestError) as caught:
        make(
            person(goals={"areas": {"never": ["Atlantis"]}}),
            areas=("Calfornia", "Mars"),
            specialties=("urology", "internal_medecine"),
            season=2019,
            budget_usd=float("nan"),
        )
    problems = "\n".join(map(str, caught.value.problems))
    assert len(caught.value.problems) == 7
    for word in ("california", "Mars", "Atlantis", "AUA", "internal_medicine", "2019", "nan is no sum of money"):
        assert word in problems
    assert "goals.areas.never" in problems
    assert "--area" in problems


def test_a_request_can_be_checked_without_a_profile(facts: Facts, directory: Directory) -> None:
    request = ListRequest(date(2026, 9, 10), season=2100, areas=("Mars",), specialties=("xyzzy",))
    assert [problem.where for problem in request_problems(facts, directory, request)] == [
        "--season",
        "--specialty",
        "--area",
    ]
    assert request_problems(facts, directory, ListRequest(date(2026, 9, 10))) == []


@pytest.mark.parametrize(("name", "where"), [("urology", "AUA"), ("Ophthalmology", "SF Match")])
def test_specialties_outside_the_nrmp_say_where_to_go(person: Person, make: Make, name: str, where: str) -> None:
    with pytest.raises(RequestError, match=where):
        make(person(), specialties=(name,))


def test_more_specialties_than_can_be_ordered_are_refused(person: Person, make: Make) -> None:
    seven = ("FM", "IM", "EM", "psychiatry", "pediatrics", "neurology", "pathology")
    with pytest.raises(RequestError, match="at most 6"):
        make(person(), specialties=seven)


def test_an_area_that_is_asked_for_is_the_only_one(person: Person, make: Make) -> None:
    made = make(person(ties=[{"kind": "family", "place": "Toledo", "state": "OH"}]), areas=("Ohio", "oh", "Nevada"))
    looked_at = [each.program for each in made.programs] + [each.program for each in made.dropped]
    assert {program.state for program in looked_at} == {"OH", "NV"}
    assert made.preferred_area == "Ohio or Nevada"
    assert {each.tier for each in made.programs} == {1}
    assert made.compared["preferred_area_only"] is made.compared["tiers_1_2_3"] is made.summary
    assert all(each.reasons[0].text.endswith(", as asked") for each in made.programs)
    assert any("outside the area asked for were not looked at" in note for note in made.notes)


def test_without_a_first_area_nothing_is_said_of_one(person: Person, make: Make) -> None:
    made = make(person(goals={"areas": {"tier1": [], "tier2": [], "anywhere": True}}), max_programs=15)
    assert made.preferred_area is None
    assert made.compared["preferred_area_only"] is None
    assert made.compared["tiers_1_2"] is None
    assert made.compared["tiers_1_2_3"] is made.summary
    assert "of matching in" not in " ".join(made.answer)
    assert {each.reasons[0].text for each in made.programs} == {"you would go anywhere"}


def test_a_first_area_without_a_program_says_so(person: Person, make: Make) -> None:
    made = make(person(goals={"areas": {"tier1": ["Wyoming"], "tier2": ["California"]}}))
    assert made.compared["preferred_area_only"] is None
    assert "No program of these specialties that is open to you lies in Wyoming." in made.notes
    assert "in Wyoming under 1 %" in made.answer[1]


def test_one_program_is_told_as_one(person: Person, make: Make) -> None:
    made = make(person(), areas=("imperial-county",), specialties=("Psychiatry",))
    assert made.answer[0].startswith("Apply to 1 program in Psychiatry for ")
    assert made.notes[0].startswith("This is the only program of these specialties in the area asked for")


def test_no_program_at_all_says_what_to_widen(person: Person, make: Make) -> None:
    with pytest.raises(RequestError, match="Ask for a wider area"):
        make(person(), areas=("Wyoming",))
    with pytest.raises(RequestError, match="Name more areas"):
        make(person(goals={"areas": {"tier1": ["Wyoming"], "tier2": []}}))


@pytest.mark.parametrize("budget", [0.0, 20.0, 160.0])
def test_a_budget_below_one_application_says_what_is_the_least(person: Person, make: Make, budget: float) -> None:
    """80 for the transcript, 70 for registration, 99 for the first eighteen programs of emergency medicine."""
    with pytest.raises(RequestError, match=r"cost \$249"):
        make(person(), budget_usd=budget)


def test_a_small_budget_buys_what_it_reaches_and_skips_the_dear_service(person: Person, make: Make) -> None:
    """170 dollars reach one family medicine program; emergency medicine would cost 249."""
    made = make(person(), specialties=("EM", "FM"), budget_usd=170)
    assert made.summary.by_specialty == {"family_medicine": 1}
    assert made.summary.cost.total_usd == 161


def test_fees_of_both_services_and_assistance(person: Person, make: Make) -> None:
    """Emergency medicine through ResidencyCAS at full price, family medicine through ERAS at three tenths."""
    made = make(person(budget={"fee_assistance": True, "usd": 700.0}), specialties=("EM", "FM"))
    bill = made.summary.cost
    assert {"eras", "residencycas", "nrmp"} == set(bill.by_service)
    assert bill.total_usd <= 700
    in_eras = next(line for line in bill.lines if line.item == "residency_application" and line.service == "eras")
    assert "less 70 % fee assistance" in in_eras.text


def test_unknown_fees_make_the_answer_a_lower_bound(person: Person, make: Make) -> None:
    made = make(person(), specialties=("OB-GYN",))
    assert made.summary.cost.is_lower_bound
    assert " for at least $" in made.answer[0]
    assert any(note.startswith("The cost is a lower bound: ") for note in made.notes)


def test_transitional_year_is_a_specialty_like_others(person: Person, make: Make) -> None:
    made = make(person(), specialties=("transitional_year",))
    assert {each.program.specialty for each in made.programs} == {"transitional_year"}
    # They stand on the list, so nothing says that they do not.
    assert not any("are not on the list" in note for note in made.notes)


def test_advanced_positions_say_that_a_first_year_is_matched_separately(person: Person, make: Make) -> None:
    made = make(person(), specialties=("Radiology-Diagnostic",))
    assert {each.program.track for each in made.programs} <= {Track.ADVANCED, Track.CATEGORICAL}
    advanced = [each for each in made.programs if each.program.track is Track.ADVANCED]
    assert advanced
    assert "advanced_needs_first_year" in made.caveats
    assert all(any("starts in the second year" in r.text for r in each.reasons) for each in advanced)


def test_positions_for_physicians_are_open_after_training_only(person: Person, make: Make) -> None:
    asked = {"specialties": ("Radiology-Diagnostic",), "areas": ("CA", "TX", "NY", "MA"), "max_programs": 300}
    trained = person(training=[{"specialty": "Surgery, preliminary year", "is_completed": True}])
    tracks = {each.program.track for each in make(trained, **asked).programs}
    assert Track.PHYSICIAN not in {each.program.track for each in make(person(), **asked).programs}
    assert tracks >= {Track.ADVANCED}


def test_routes_stand_beside_a_list_only_where_the_chance_is_not_high(example: Example, make: Make) -> None:
    low, high = make(example("dermatology-la-only")), make(example("high-scorer"), max_programs=20)
    assert low.summary.outcome.p_match.mean < SHOWN_BELOW
    assert high.summary.outcome.p_match.mean >= SHOWN_BELOW
    assert high.routes == ()
    names = [route.name for route in low.routes]
    assert names[-1] == "A first year nearby"
    assert set(names[:-1]) <= {"Family Medicine", "Internal Medicine", "Pediatrics"}
    for route in low.routes[:-1]:
        assert route.p_match_with_list is not None
        assert route.p_match_with_list.mean > low.summary.outcome.p_match.mean
        assert route.added_usd is not None
        assert route.added_usd == route.programs * 11
        assert route.text.startswith("Base rate ")
    assert "Dermatology 71 %" in low.answer[2]


def test_a_first_year_is_not_offered_to_those_who_do_not_want_one(person: Person, make: Make) -> None:
    wish: dict[str, Any] = {"specialties": ["dermatology"], "include_preliminary": False}
    made = make(person(goals=wish))
    assert "A first year nearby" not in [route.name for route in made.routes]
    assert not any("preliminary" in note for note in made.notes)


def test_words_are_calm(example: Example, make: Make) -> None:
    """Neither mockery nor false comfort, whatever the record."""
    for name in ("dermatology-la-only", "non-us-img-visa"):
        made = make(example(name), max_programs=30)
        said = " ".join([*made.answer, *made.notes, *(route.text for route in made.routes)]).lower()
        for word in ("unfortunately", "sadly", "unrealistic", "hopeless", "weak", "poor", "low score", "don't worry",
                     "guarantee", "only a", "must "):  # fmt: skip
            assert word not in said, f"{name}: {word}"


def test_the_season_comes_from_the_request_the_profile_or_the_day(
    person: Person, make: Make, facts: Facts, directory: Directory
) -> None:
    assert make(person(), season=2028).season == 2028
    assert make(person()).season == 2027
    unset = make_list(facts, directory, person(season=None), ListRequest(date(2027, 10, 2), max_programs=3))
    assert unset.season == 2028
