"""Openness by type of program: part by part, small groups drawn to the average, both kinds of IMG apart (row S15)."""

from guidance.people import TODAY, Person, Read, keys, one

from smartpick.estimate import openness_of
from smartpick.facts import Facts
from smartpick.guidance._ground import ground_of
from smartpick.guidance._rules import first_area
from smartpick.guidance.routes._by_type import unfilled_by_type
from smartpick.programs import Directory
from smartpick.vocabulary import ApplicantType, Track

KEY = "openness_family_medicine"


def test_both_kinds_of_img_are_told_apart_and_nobody_elses_share_stands_in(read: Read) -> None:
    for kind in ("us_citizen_img", "non_us_citizen_img"):
        text = one(read(applicant={"type": kind}), KEY).text
        assert "by US-citizen IMGs" in text
        assert "by non-US-citizen IMGs" in text
    senior = one(read(), KEY).text
    assert "by US MD seniors" in senior
    assert "IMG" not in senior


def test_it_names_area_type_and_specialty_and_no_area_gives_none(read: Read) -> None:
    found = one(read(), KEY)
    assert {"applicant.type", "goals.areas", "goals.specialties"} <= set(found.fields)
    assert found.fact_ids
    assert "no public table" in found.text
    assert KEY not in keys(read(goals={"areas": {"tier1": []}}))


def test_small_groups_are_drawn_towards_the_specialtys_average(
    facts: Facts, directory: Directory, person: Person
) -> None:
    """Each share lies between what the type shows and what the whole specialty shows; the smaller, the nearer."""
    ground = ground_of(facts, directory, person(), TODAY)
    area = first_area(ground)
    assert area is not None
    tracks = {Track.CATEGORICAL, Track.PRIMARY_CARE, Track.ADVANCED}
    everywhere = [each for each in directory.of(["family_medicine"]) if each.track in tracks]
    here = [each for each in area[1] if each.specialty == "family_medicine" and each.track in tracks]
    whole = openness_of(facts, everywhere, ApplicantType.US_MD_SENIOR, directory.season)
    rows = unfilled_by_type(ground, here, whole.of([everywhere.index(each) for each in here]), whole)
    empty = sum(each for each, _ in whole.seasons_unfilled)
    seen = sum(len(seasons) for _, seasons in whole.seasons_unfilled)
    average = (empty + 0.5) / (seen + 1)
    assert len(rows) >= 3
    for share, programs, left, seasons in rows.values():
        own = left / seasons
        assert min(own, average) - 1e-9 <= share <= max(own, average) + 1e-9
        pull = abs(share - own) / abs(average - own) if abs(average - own) > 1e-6 else 8 / (seasons + 8)
        assert abs(pull - 8 / (seasons + 8)) < 1e-6
        assert programs <= len(here)
