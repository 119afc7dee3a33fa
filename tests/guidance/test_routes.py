"""Routes: rows S13 to S17, S68 and the California rules, with the base rate first and nothing sold as safe."""

from typing import Any

import pytest
from guidance.people import Read, keys, one

from smartpick.facts import Facts
from smartpick.programs import Directory

FAILED = [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}]
LA_ONLY = {"tier1": ["greater-los-angeles"], "anywhere": False}


def test_the_base_rate_comes_first_and_the_record_second(facts: Facts, read: Read) -> None:
    found = one(read(exams={"step1": FAILED}), "realism_family_medicine")
    base = found.text.index("base rate")
    assert found.text.startswith("Family Medicine: 99 % matched of US MD seniors")
    assert base < found.text.index("With your record") < found.text.index("a failed Step 1")
    assert {"goals.specialties", "applicant.type", "exams.step2_ck", "exams.step1"} == set(found.fields)
    assert all(facts.row(fact) for fact in found.fact_ids)


def test_the_record_moves_the_estimate_and_not_the_base_rate(read: Read) -> None:
    plain, failed = (one(read(**more), "realism_family_medicine").text for more in ({}, {"exams": {"step1": FAILED}}))
    assert plain.split("With your record")[0] == failed.split("With your record")[0]
    assert plain.split("With your record")[1] != failed.split("With your record")[1]


def test_advanced_positions_are_not_lost(read: Read) -> None:
    assert "Advanced positions count" in one(read(goals={"specialties": ["Dermatology"]}), "realism_dermatology").text
    assert "Advanced positions" not in one(read(), "realism_family_medicine").text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"exams": {"step1": FAILED}}, "exams.step1"),
        ({"goals": {"areas": LA_ONLY}}, "goals.areas"),
        ({"exams": {"step2_ck": [{"date": "2026-04-14", "result": "pass", "score": 250}]}}, "exams.step2_ck"),
    ],
)
def test_the_hardest_specialties_are_cautioned_and_never_blocked(
    read: Read, changes: dict[str, Any], field: str
) -> None:
    strong = {"exams": {"step2_ck": [{"date": "2026-04-14", "result": "pass", "score": 262}]}}
    derm = {"goals": {"specialties": ["Dermatology"]}}

    def found(*trees: dict[str, Any]) -> Any:
        whole: dict[str, Any] = {}
        for tree in trees:
            for name, value in tree.items():
                whole[name] = {**whole.get(name, {}), **value}
        return read(**whole)

    assert "hyper_competitive_dermatology" not in keys(found(strong, derm))
    caution = one(found(strong, derm, changes), "hyper_competitive_dermatology")
    assert field in caution.fields
    assert "You may apply" in caution.text
    assert "second specialty" in caution.text


def test_an_ordinary_specialty_gets_no_such_caution(read: Read) -> None:
    assert not any(key.startswith("hyper") for key in keys(read(exams={"step1": FAILED}, goals={"areas": LA_ONLY})))


def test_parallel_specialties_carry_their_own_base_rates(read: Read) -> None:
    found = one(read(exams={"step1": FAILED}, goals={"specialties": ["Dermatology"]}), "parallel")
    for name in ("Family Medicine", "Internal Medicine", "Pediatrics", "Psychiatry"):
        assert name in found.text
    assert "parallel" not in keys(read())


def test_the_two_step_route_is_never_sold_as_safe(read: Read) -> None:
    found = one(read(exams={"step1": FAILED}), "two_step")
    for words in ("never a safe route", "What must be true", "What can go wrong", "fund", "as a graduate", "50.5 %"):
        assert words in found.text
    assert found.severity == "watch"
    assert "two_step" not in keys(read())
    assert "two_step" not in keys(read(exams={"step1": FAILED}, goals={"include_preliminary": False}))


def test_first_years_are_counted_from_the_directory(directory: Directory, read: Read) -> None:
    text = one(read(goals={"include_preliminary": True}), "first_year").text
    counties = {"Los Angeles", "Orange", "Riverside", "San Bernardino", "Ventura"}
    tracks = [
        each
        for each in directory.programs
        if each.specialty == "transitional_year" and each.state == "CA" and each.county in counties
    ]
    offered, filled = (sum(each.positions[2026][at] for each in tracks) for at in (0, 1))
    assert f"{len(tracks)} transitional-year tracks offered {offered} positions and filled {filled}" in text
    assert "no easy door" in text
    assert "supplemental list" in text


def test_county_is_never_open_to_somebody_who_needs_a_visa(read: Read) -> None:
    abroad = {"applicant": {"type": "non_us_citizen_img"}}
    needs = one(read(**abroad, visa={"status": "needs_visa", "accepts": ["j1"]}), "openness_visa")
    assert "less often" in needs.text
    assert "0.22 (0.11 to 0.42)" in needs.text
    assert needs.fields[0] == "visa.status"
    free = one(read(**abroad, visa={"status": "permanent_resident"}), "openness_no_visa")
    assert "alone does not make them open" in free.text
    unknown = one(read(**abroad, visa={"status": None}), "visa_unknown")
    assert unknown.severity == "unknown"


def test_h1b_waits_for_step3(read: Read) -> None:
    visa = {"status": "needs_visa", "accepts": ["h1b"]}
    abroad = {"applicant": {"type": "non_us_citizen_img"}, "visa": visa}
    assert one(read(**abroad), "h1b_step3").severity == "concern"
    passed = read(**abroad, exams={"step3": [{"date": "2026-06-01", "result": "pass"}]})
    assert one(passed, "h1b_step3").severity == "note"


def test_dual_accreditation_is_over(read: Read) -> None:
    found = one(read(applicant={"type": "us_do_senior"}), "osteopathic_recognition")
    assert "30 June 2020" in found.text
    assert "osteopathic recognition" in found.text
    assert "osteopathic_recognition" not in keys(read())


def test_newer_programs_show_upside_and_risk(directory: Directory, read: Read) -> None:
    found = one(read(), "newer_programs")
    assert "For you:" in found.text
    assert "Against:" in found.text
    shown = [each for each in directory.of(["family_medicine"]) if each.is_new and each.name in found.text]
    assert shown
    assert all(f"{each.name} ({each.first_year_in_match})" in found.text for each in shown)


def test_california_rules_carry_their_dates_or_say_ask(read: Read) -> None:
    md, do = (one(read(applicant={"type": kind}), "california_licence") for kind in ("us_md_senior", "us_do_senior"))
    assert "36 months" in md.text
    assert "SB 815 (2023)" in md.text
    assert "12 months (2022 onward" in md.text
    assert "unknown, ask the board" in do.text
    assert "COMLEX-USA Levels 1 and 2" in do.text
    abroad = one(read(applicant={"type": "us_citizen_img"}), "california_licence")
    assert "24 months (BPC 2096; confirm with the board)" in abroad.text
    assert "california_licence" not in keys(read(goals={"areas": {"tier1": ["Ohio"], "anywhere": False}}))


def test_specialties_outside_the_nrmp_say_where_to_go(read: Read) -> None:
    found = one(read(goals={"specialties": ["Urology", "Family Medicine"]}), "outside_urology")
    assert "American Urological Association" in found.text


def test_psychiatry_is_no_fallback(read: Read) -> None:
    assert "no fallback" in one(read(goals={"specialties": ["Psychiatry"]}), "psychiatry_trend").text
    assert "psychiatry_trend" not in keys(read())


def test_a_reapplicant_hears_what_the_last_season_says(read: Read) -> None:
    season = {"season": 2026, "applications": 142, "interviews": 2, "ranked": 2, "outcome": "unmatched"}
    assert "screen was the obstacle" in one(read(earlier_seasons=[season]), "earlier_season").text
    invited = one(read(earlier_seasons=[{**season, "applications": 30, "interviews": 9}]), "earlier_season")
    assert "programs do read you" in invited.text


def test_the_military_match_is_told(read: Read) -> None:
    assert one(read(military={"in_military_match": True}), "military").fields[1] == "military.in_military_match"


def test_an_advanced_specialty_shows_first_years_however_strong_the_record(read: Read) -> None:
    strong = {"step2_ck": [{"date": "2026-04-14", "result": "pass", "score": 268}]}
    found = read(exams=strong, goals={"specialties": ["Dermatology"]})
    assert "supplemental list" in one(found, "first_year").text
    assert "first_year" not in keys(read(exams=strong))
    refused = read(exams=strong, goals={"specialties": ["Dermatology"], "include_preliminary": False})
    assert "first_year" not in keys(refused)
