"""Programs are found by any name or number that people use for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.facts import open_facts
from smartpick.programs import Directory, find, load_directory

SMALL = load_directory(open_facts(), ["emergency_medicine", "psychiatry"])


@pytest.mark.parametrize(
    ("text", "institution_code"),
    [
        ("LAC+USC", "1033"),
        ("lac usc", "1033"),
        ("LA General", "1033"),
        ("Los Angeles General", "1033"),
        ("U Southern California", "1033"),
        ("University of Southern California", "1033"),
        ("Harbor-UCLA", "1067"),
        ("HARBOR UCLA MEDICAL CENTER", "1067"),
        ("Kaiser Fontana", "2037"),
        ("kaiser los angeles", "2055"),
        ("Olive View", "2950"),
        ("Arrowhead", "1047"),
        ("Childrens Hospital Los Angeles", "1031"),
        ("children's hospital los angeles", "1031"),
    ],
)
def test_names_in_use_are_found_first(directory: Directory, text: str, institution_code: str) -> None:
    found = find(directory, text)
    assert found[0].program.institution_code == institution_code
    assert found[0].score == max(match.score for match in found)


def test_all_tracks_that_fit_come_back(directory: Directory) -> None:
    found = find(directory, "Kaiser Permanente", limit=10_000)
    assert len({match.program.institution_code for match in found}) > 8
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)


def test_the_specialty_may_stand_beside_the_name(directory: Directory) -> None:
    found = find(directory, "LAC+USC psychiatry")
    assert found
    assert {match.program.specialty for match in found} == {"psychiatry"}
    assert found[0].program.institution_code == "1033"


def test_an_old_name_of_a_merged_hospital_leads_to_its_heir(directory: Directory) -> None:
    assert "1135140C3" in {match.program.program_code_nrmp for match in find(directory, "CA Pacific Med Center")}


@pytest.mark.parametrize("text", ["1135140C3", "1061140C0", " 1061140c0 ", "1061-140-C0"])
def test_new_and_old_codes_find_one_track(directory: Directory, text: str) -> None:
    (match,) = find(directory, text)
    assert (match.program.program_code_nrmp, match.score) == ("1135140C3", 1.0)


def test_acgme_numbers_are_found_with_and_without_hyphens(directory: Directory) -> None:
    number = directory.by_code["1067140C0"].program_id_acgme
    assert number is not None
    plain = find(directory, number)
    assert "1067140C0" in {match.program.program_code_nrmp for match in plain}
    assert find(directory, f"{number[:3]}-{number[3:5]}-{number[5:7]}-{number[7:]}") == plain


def test_a_slip_of_the_pen_is_put_right_with_a_low_score(directory: Directory) -> None:
    found = find(directory, "Harbour-UCLA")
    assert found[0].program.institution_code == "1067"
    assert found[0].score < 0.5


@pytest.mark.parametrize("text", ["", "   ", "+++", "qqqqzzzz xxyyzz", "9999999C9", "0000000000", "%", "' OR 1=1 --"])
def test_nothing_found_is_an_empty_list(directory: Directory, text: str) -> None:
    assert find(directory, text) == []


def test_the_limit_holds(directory: Directory) -> None:
    assert len(find(directory, "university", limit=7)) == 7


@given(st.text(alphabet=st.characters(), max_size=80))
def test_any_text_is_answered(text: str) -> None:
    found = find(SMALL, text)
    assert all(0 < match.score <= 1 for match in found)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)


@given(st.data())
def test_every_name_of_a_program_finds_it(data: st.DataObject) -> None:
    wanted = data.draw(st.sampled_from(SMALL.programs))
    name = data.draw(st.sampled_from([wanted.institution, *wanted.aliases]))
    shown = data.draw(st.sampled_from([name, name.upper(), name.lower(), f"  {name.replace(' ', '  ')} "]))
    assert wanted in [match.program for match in find(SMALL, shown, limit=len(SMALL.programs))]


def test_a_word_is_in_every_program_that_shows_it_anywhere() -> None:
    names = SMALL.names
    for word in ("loma", "psychiatry", "ca", "bronx"):
        shown = {
            at
            for at, each in enumerate(SMALL.programs)
            for text in (
                each.institution,
                *each.aliases,
                each.program_name,
                each.specialty,
                each.city or "",
                each.state,
                each.sponsor_city or "",
                each.sponsor_state,
                each.site_name or "",
            )
            if word in names.words(text)
        }
        assert shown
        assert names.having(word) == shown
    assert not names.having("of"), "a word that only fills tells nothing"
