"""The eight examples: in order on any day of their season, with the facts that they are there to show, and no names."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from smartpick.facts import open_facts
from smartpick.profile import Known, Profile, check_profile, load_profile
from smartpick.programs import load_directory

FOLDER = Path(__file__).resolve().parents[2] / "examples"
NAMES = {
    "us-md-la-step1-fail",
    "non-us-img-visa",
    "us-img-step2-fail",
    "do-comlex-only",
    "high-scorer",
    "reapplicant",
    "third-year",
    "dermatology-la-only",
}
TODAY = date(2026, 11, 24)
KNOWN = Known.of(open_facts())


def example(name: str) -> Profile:
    return load_profile(FOLDER / f"{name}.toml", KNOWN, TODAY)


def results(profile: Profile, exam: str) -> list[tuple[str | None, int | None]]:
    return [(attempt.result, attempt.score) for attempt in getattr(profile.exams, exam)]


def test_there_are_these_eight(examples: list[Path]) -> None:
    assert {path.stem for path in examples} == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_is_in_order_today_and_all_through_the_season(name: str) -> None:
    day = date(2026, 6, 1)
    while day < date(2027, 6, 1):
        assert check_profile(FOLDER / f"{name}.toml", KNOWN, day) == [], day
        day += timedelta(days=30)
    assert check_profile(FOLDER / f"{name}.toml", KNOWN, TODAY) == []


def test_the_directory_at_hand_changes_nothing() -> None:
    known = Known.of(open_facts(), load_directory(open_facts()))
    assert all(not check_profile(FOLDER / f"{name}.toml", known, TODAY) for name in NAMES)


def test_us_md_from_east_los_angeles() -> None:
    profile = example("us-md-la-step1-fail")
    assert profile.applicant.type == "us_md_senior"
    assert results(profile, "step1") == [("fail", None), ("pass", None)]
    assert results(profile, "step2_ck") == [("pass", 233)]
    assert [(language.name, language.level) for language in profile.languages] == [("Spanish", "native")]
    assert any(tie.kind == "grew_up" and tie.place == "East Los Angeles" for tie in profile.ties)
    assert profile.goals.specialties == ("family_medicine", "internal_medicine")
    assert profile.budget.usd == 1500


def test_non_us_img_who_needs_a_visa() -> None:
    profile = example("non-us-img-visa")
    assert profile.applicant.type == "non_us_citizen_img"
    assert profile.applicant.graduation_date is not None
    assert profile.applicant.graduation_date.year == 2021
    assert results(profile, "step2_ck") == [("pass", 224)]
    assert profile.exams.step3 == ()
    assert (profile.visa.status, set(profile.visa.accepts)) == ("needs_visa", {"j1", "h1b"})
    assert sum(experience.months or 0 for experience in profile.us_experience) == 3
    assert profile.goals.specialties == ("internal_medicine",)
    assert profile.budget.usd == 3500


def test_us_img_who_failed_step_2_once() -> None:
    profile = example("us-img-step2-fail")
    assert profile.applicant.type == "us_citizen_img"
    assert results(profile, "step2_ck") == [("fail", None), ("pass", 221)]
    assert profile.goals.specialties == ("family_medicine", "internal_medicine")
    assert any("Orange County" in tie.place for tie in profile.ties)


def test_do_with_comlex_only() -> None:
    profile = example("do-comlex-only")
    assert profile.applicant.type == "us_do_senior"
    assert results(profile, "comlex2") == [("pass", 438)]
    assert profile.exams.step1 == profile.exams.step2_ck == profile.exams.step3 == ()
    assert profile.goals.specialties == ("psychiatry", "family_medicine")
    assert [language.name for language in profile.languages] == ["Korean"]


def test_high_scorer() -> None:
    profile = example("high-scorer")
    assert profile.applicant.type == "us_md_senior"
    assert results(profile, "step2_ck") == [("pass", 262)]
    assert profile.goals.specialties == ("internal_medicine",)
    assert profile.budget.planned_programs == 95


def test_reapplicant() -> None:
    profile = example("reapplicant")
    assert profile.applicant.type == "non_us_citizen_img"
    assert profile.applicant.graduation_date is not None
    assert profile.applicant.graduation_date.year == 2019
    assert results(profile, "step2_ck") == [("pass", 229)]
    assert (profile.visa.status, profile.visa.accepts) == ("needs_visa", ("j1",))
    last = profile.earlier_seasons[-1]
    assert (last.season, last.applications, last.interviews) == ((profile.season or 0) - 1, 142, 2)
    assert profile.goals.specialties == ("internal_medicine", "pathology")


def test_third_year() -> None:
    """A season ahead: Step 2 CK is planned before applications open in September 2027."""
    profile = example("third-year")
    assert profile.applicant.type == "us_md_senior"
    assert profile.season == 2028
    assert results(profile, "step1") == [("fail", None), ("pass", None)]
    assert [(practice.exam, practice.score) for practice in profile.exams.practice] == [
        ("step2_ck", 222),
        ("step2_ck", 231),
    ]
    (planned,) = profile.exams.step2_ck
    assert (planned.result, planned.date) == (None, None)
    assert planned.planned_date is not None
    assert TODAY < planned.planned_date < date(2027, 9, 1)


def test_dermatology_in_los_angeles_only() -> None:
    profile = example("dermatology-la-only")
    assert profile.applicant.type == "us_md_senior"
    assert results(profile, "step1") == [("fail", None), ("pass", None)]
    assert results(profile, "step2_ck") == [("pass", 246)]
    assert profile.goals.specialties == ("dermatology",)
    areas = profile.goals.areas
    assert len(areas.tier1) == 1
    assert "los-angeles" in areas.tier1[0]
    assert (areas.tier2, areas.tier3, areas.anywhere) == ((), (), False)


def test_nobody_is_named(examples: list[Path]) -> None:
    title = re.compile(r"\b(Dr|Prof|Mr|Mrs|Ms|M\.?D\.?,|Ph\.?D)\b\.?\s+[A-Z]")
    for path in examples:
        text = path.read_text(encoding="utf-8")
        assert not title.search(text), path
        for role in re.findall(r'^writer_role = "(.*)"$', text, re.MULTILINE):
            assert role == role.lower(), f"{path}: {role}"
