"""Areas, places, specialties: what is inside, and what is said of names that nobody knows."""

from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.errors import Problem, RequestError
from smartpick.facts import Facts, open_facts
from smartpick.programs import Directory, Program, area_of, load_directory, resolve_specialty, select
from smartpick.vocabulary import Track

T = TypeVar("T")
SMALL = load_directory(open_facts(), ["emergency_medicine", "psychiatry"])


def codes(programs: list[Program]) -> set[str]:
    return {program.program_code_nrmp for program in programs}


def test_kaiser_los_angeles_counts_in_los_angeles_county(directory: Directory) -> None:
    """Its sponsor's city is Pasadena; the hospital stands in East Hollywood, four miles from City Hall."""
    assert "2055140C0" in codes(select(directory, ["los-angeles-county"]))
    near = codes(select(directory, near="Los Angeles, CA", miles=8))
    assert "2055140C0" in near


def test_a_track_counts_where_its_site_is(directory: Directory) -> None:
    county = codes(select(directory, ["los-angeles-county"]))
    # Palmdale, San Dimas and Lynwood under sponsors of Riverside and San Bernardino counties.
    assert {"2213120C1", "2150120C1", "2150140C4"} <= county
    assert "2150140C1" not in county
    assert "2150140C1" in codes(select(directory, ["orange-county"]))
    # Redding lies far outside, wherever the sponsor is.
    assert "2150140C2" not in codes(select(directory, ["southern-california"]))
    assert "2150140C2" in codes(select(directory, ["CA"]))


def test_sites_of_sponsors_elsewhere_count_in_california(directory: Directory) -> None:
    southern = codes(select(directory, ["southern-california"]))
    assert {"2099140C1", "2099999P0", "2029140C1"} <= southern
    california = codes(select(directory, ["California"]))
    assert {"2099120C1", "2099140C1", "2099999P0"} <= california
    assert not {"2099120C1", "2099140C1", "2099999P0"} & codes(select(directory, ["Georgia"]))


def test_areas_lie_in_each_other(directory: Directory) -> None:
    county, greater, southern, state, division = (
        codes(select(directory, [area]))
        for area in ("los-angeles-county", "greater-los-angeles", "southern-california", "california", "Pacific")
    )
    assert county < greater < southern < state < division


def test_every_reviewed_institution_is_in_southern_california(directory: Directory) -> None:
    southern = codes(select(directory, ["southern-california"]))
    reviewed = {p.program_code_nrmp for p in directory.programs if p.profile}
    # One track of Prime West trains in Redding.
    assert reviewed - southern == {"2150140C2"}
    assert southern - reviewed == {"2099140C1", "2099999P0", "2029140C1"}


@pytest.mark.parametrize("name", ["NY", "ny", "New York", "new-york", "DC", "Puerto Rico"])
def test_states_by_name_and_abbreviation(directory: Directory, name: str) -> None:
    assert len({program.state for program in select(directory, [name])}) == 1


def test_the_divisions_share_out_the_states(directory: Directory, facts: Facts) -> None:
    divisions = {row["census_division"] for row in facts.rows("state")} - {"not_published", "not_applicable"}
    assert len(divisions) >= 9
    inside = [codes(select(directory, [division])) for division in sorted(divisions)]
    together = set().union(*inside)
    assert sum(map(len, inside)) == len(together)
    assert {p.state for p in directory.programs if p.program_code_nrmp not in together} <= {
        "PR",
        "GU",
        "VI",
        "AS",
        "MP",
    }


def test_a_place_and_its_zip_code_say_much_the_same(directory: Directory) -> None:
    place = codes(select(directory, near="Torrance, CA", miles=40))
    zipped = codes(select(directory, ["40 miles from 90502"]))
    assert "1067140C0" in place & zipped
    assert len(place & zipped) > 0.9 * len(place | zipped)


def test_farther_never_loses_a_program(directory: Directory) -> None:
    sizes = [codes(select(directory, near="90502", miles=miles)) for miles in (5, 20, 80, 320)]
    assert all(inner <= outer for inner, outer in pairwise(sizes))


def test_areas_add_up_and_specialties_narrow(directory: Directory) -> None:
    both = codes(select(directory, ["los-angeles-county", "orange-county"]))
    assert both == codes(select(directory, ["los-angeles-county"])) | codes(select(directory, ["orange-county"]))
    narrowed = select(directory, ["los-angeles-county"], ["FM", "psychiatry"], [Track.CATEGORICAL])
    assert {program.specialty for program in narrowed} == {"family_medicine", "psychiatry"}
    assert {program.track for program in narrowed} == {Track.CATEGORICAL}
    assert narrowed == select(directory, ["la county"], ["120", "Psychiatry"], ["Categorical"])


def test_every_problem_is_told_at_once(directory: Directory) -> None:
    with pytest.raises(RequestError) as caught:
        select(
            directory, ["Calfornia", "los-angeles"], ["internal_medecine"], ["catgorical"], near="Torance, CA", miles=-1
        )
    problems = list(map(str, caught.value.problems))
    assert len(problems) == 6
    text = "\n".join(problems)
    for word in ("'california'", "'los-angeles-county'", "'internal_medicine'", "'categorical'", "'Torrance'", "miles"):
        assert word in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Springfield", "Say which"),
        ("Torrance, Kalifornia", "unknown state"),
        ("00000", "unknown ZIP code"),
        ("Nowhereville, CA", "unknown place"),
    ],
)
def test_a_place_that_is_not_clear_is_asked_back(directory: Directory, text: str, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        select(directory, near=text, miles=10)


def test_near_needs_miles(directory: Directory) -> None:
    with pytest.raises(RequestError, match="one without the other"):
        select(directory, near="90502")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("FM", "family_medicine"),
        ("IM", "internal_medicine"),
        ("General Surgery", "surgery_general"),
        ("surgery-general", "surgery_general"),
        ("400", "psychiatry"),
        ("040", "anesthesiology"),
        ("ENT", "otolaryngology"),
        ("Radiology-Diagnostic", "radiology_diagnostic"),
        ("PM&R", "physical_medicine_and_rehabilitation"),
        ("transitional_year", "transitional_year"),
    ],
)
def test_specialties_by_any_of_their_names(facts: Facts, text: str, key: str) -> None:
    found = resolve_specialty(facts, text)
    assert (found.key, found.where_to_go) == (key, "")


@pytest.mark.parametrize(("text", "where"), [("urology", "AUA"), ("Ophthalmology", "SF Match"), ("200", "2026")])
def test_specialties_without_a_track_say_where_to_go(directory: Directory, facts: Facts, text: str, where: str) -> None:
    assert where in resolve_specialty(facts, text).where_to_go
    with pytest.raises(RequestError, match=where):
        select(directory, specialties=[text])


def test_every_key_name_and_code_means_its_own_specialty(facts: Facts) -> None:
    for row in facts.specialties():
        for name in {row["key"], row["name"], row["nrmp_name"], row["nrmp_code"]} - {"not_applicable", ""}:
            assert resolve_specialty(facts, name).key == row["key"], name


def test_specialties_with_a_track_are_those_that_the_vocabulary_calls_active(
    directory: Directory, facts: Facts
) -> None:
    active = {row["key"] for row in facts.specialties() if row["active_2026"] == "yes"}
    assert active == {program.specialty for program in directory.programs}


ANY_TEXT = st.text(alphabet=st.characters(), max_size=60) | st.sampled_from(
    ["1e999 miles from 90502", "5 miles from \x00", "0 miles from Torrance, CA", "-", ",", "CA; DROP TABLE place", "%"]
)


def answer(ask: Callable[[], T]) -> T | list[Problem]:
    """Return what was asked for, or the problems with the request; nothing else may happen."""
    try:
        return ask()
    except RequestError as error:
        return list(error.problems)


@given(st.lists(ANY_TEXT, max_size=3), st.lists(ANY_TEXT, max_size=2), ANY_TEXT, st.floats())
def test_hostile_requests_are_answered_or_refused_politely(
    areas: list[str], specialties: list[str], near: str, miles: float
) -> None:
    found = answer(lambda: select(SMALL, areas, specialties, near=near, miles=miles))
    for each in found:
        assert each.program_code_nrmp in SMALL.by_code if isinstance(each, Program) else each.where and each.what


@given(ANY_TEXT)
def test_any_area_text_is_an_area_or_a_problem(text: str) -> None:
    found = answer(lambda: area_of(SMALL.facts, text))
    assert found if isinstance(found, list) else found.key and found.label
