"""Who the applicant is: what cannot be so about type, graduation, school, visa, days, states, languages."""

from typing import Any

import pytest


def told(check: Any, kind: str, text: str) -> dict[str, str]:
    """Return the problems of an applicant of some type, by path."""
    whole = f'season = 2027\ngoals.specialties = ["FM"]\napplicant.type = "{kind}"\n{text}'
    return {problem.where.rpartition(", ")[2]: str(problem) for problem in check(whole, with_least=False)}


@pytest.mark.parametrize(
    ("kind", "graduated", "word"),
    [
        ("us_md_senior", "2023-05-20", 'type = "us_md_graduate"'),
        ("us_md_senior", "2026-06-30", 'type = "us_md_graduate"'),
        ("us_do_senior", "2025-05-20", 'type = "us_do_graduate"'),
        ("us_md_graduate", "2027-05-20", 'type = "us_md_senior"'),
        ("us_do_graduate", "2026-12-15", 'type = "us_do_senior"'),
        ("us_md_senior", "2028-05-20", "season = 2028"),
        ("non_us_citizen_img", "2028-01-20", "season = 2028"),
    ],
)
def test_graduation_against_type(check: Any, kind: str, graduated: str, word: str) -> None:
    found = told(check, kind, f"applicant.graduation_date = {graduated}")
    assert list(found) == ["applicant.graduation_date"]
    assert word in found["applicant.graduation_date"]


@pytest.mark.parametrize(
    ("kind", "graduated"),
    [
        ("us_md_senior", "2026-07-01"),
        ("us_md_senior", "2027-05-20"),
        ("us_md_graduate", "2026-06-30"),
        ("us_do_graduate", "2019-05-20"),
        ("us_citizen_img", "2027-05-20"),
        ("non_us_citizen_img", "1999-05-20"),
    ],
)
def test_graduation_that_fits(check: Any, kind: str, graduated: str) -> None:
    assert told(check, kind, f"applicant.graduation_date = {graduated}") == {}


def test_a_senior_of_no_season_in_particular(check: Any) -> None:
    """Without a season no day of graduation is impossible: one long past was in order when it was written."""
    assert check("applicant.graduation_date = 2030-05-20") == []
    assert check("applicant.graduation_date = 2026-05-20") == []
    assert check("applicant.graduation_date = 2024-05-20") == []


@pytest.mark.parametrize(
    ("kind", "text", "path"),
    [
        ("us_citizen_img", 'applicant.school_state = "CA"', "applicant.school_state"),
        ("us_citizen_img", 'applicant.school_country = "USA"', "applicant.school_country"),
        ("us_md_senior", 'applicant.school_country = "India"', "applicant.school_country"),
        ("us_md_senior", "[ecfmg]\ncertified = true", "ecfmg"),
        ("us_md_senior", '[[exams.comlex1]]\ndate = 2025-01-01\nresult = "pass"', "exams.comlex1"),
        ("us_citizen_img", '[[exams.comlex2]]\ndate = 2025-01-01\nresult = "pass"', "exams.comlex2"),
        ("us_citizen_img", 'visa.status = "needs_visa"', "visa.status"),
        ("us_citizen_img", 'visa.status = "permanent_resident"', "visa.status"),
        ("non_us_citizen_img", 'visa.status = "us_citizen"', "visa.status"),
        ("us_md_senior", 'visa.status = "us_citizen"\nvisa.accepts = ["j1"]', "visa.accepts"),
        ("us_md_senior", 'visa.accepts = ["j1", "j1"]', "visa.accepts"),
        ("us_md_senior", 'visa.status = "permanent_resident"\nvisa.permit_until = 2028-01-01', "visa.permit_until"),
        ("non_us_citizen_img", "ecfmg = {certified = true, date = 2027-01-01}", "ecfmg.date"),
        ("us_md_senior", 'applicant.home_institutions = ["1067", "9999"]', "applicant.home_institutions[1]"),
        ("us_md_senior", 'applicant.school_state = "XX"', "applicant.school_state"),
        ("us_md_senior", 'applicant.school_state = "California"', "applicant.school_state"),
        ("us_md_senior", 'ties = [{kind = "born", place = "x", state = "ZZ"}]', "ties[0].state"),
        ("us_md_senior", 'letters = [{writer_role = "x", state = "ZZ"}]', "letters[0].state"),
        ("us_md_senior", "work = [{start = 2020-05-01, end = 2019-05-01}]", "work[0]"),
        ("us_md_senior", "gaps = [{start = 2020-05-01, end = 2019-05-01}]", "gaps[0]"),
        (
            "us_md_senior",
            'training = [{specialty = "x", end = 2027-06-30, is_completed = true}]',
            "training[0].is_completed",
        ),
        (
            "us_md_senior",
            'us_experience = [{kind = "hands_on", end = 2027-01-30, is_done = true}]',
            "us_experience[0].is_done",
        ),
        (
            "us_md_senior",
            'us_experience = [{kind = "hands_on", start = 2026-01-01, end = 2026-02-01, months = 6}]',
            "us_experience[0].months",
        ),
        ("us_md_senior", "us_experience = [{kind = 'hands_on', months = -1}]", "us_experience[0].months"),
        (
            "us_md_senior",
            'languages = [{name = "Korean", level = "native"}, {name = "korean", level = "basic"}]',
            "languages[1]",
        ),
        ("us_md_senior", "applicant.graduation_date = 0205-05-20", "applicant.graduation_date"),
        ("us_md_senior", "applicant.graduation_date = 2027-05-20T10:00:00", "applicant.graduation_date"),
        ("us_md_senior", "applicant.graduation_date = 20270520", "applicant.graduation_date"),
    ],
)
def test_what_cannot_be_so_is_told_at_its_path(check: Any, kind: str, text: str, path: str) -> None:
    assert list(told(check, kind, text)) == [path]


def test_a_state_by_name_is_told_its_letters(check: Any) -> None:
    found = told(check, "us_md_senior", 'ties = [{kind = "born", place = "x", state = "new york"}]')
    assert "Write NY" in found["ties[0].state"]


@pytest.mark.parametrize("status", ["daca", "permanent_resident", "needs_visa", "has_work_permit", "other"])
def test_every_status_stands_for_someone(check: Any, status: str) -> None:
    assert told(check, "non_us_citizen_img", f'visa.status = "{status}"') == {}
    assert told(check, "us_md_senior", f'visa.status = "{status}"') == {}


def test_months_known_by_the_month_only_fit(check: Any) -> None:
    text = 'us_experience = [{kind = "hands_on", start = "2025-09", end = "2025-11", months = 3, is_done = true}]'
    assert told(check, "non_us_citizen_img", text) == {}


def test_nothing_is_concluded_from_a_type_that_is_missing(check: Any) -> None:
    text = (
        'goals.specialties = ["FM"]\n[[exams.comlex1]]\ndate = 2025-01-01\nresult = "pass"\n[ecfmg]\ncertified = true'
    )
    problems = check(text, with_least=False)
    assert [problem.where.rpartition(", ")[2] for problem in problems] == ["applicant"]


def test_no_message_shames(check: Any) -> None:
    """Every message of a profile full of slips stays with the facts."""
    text = (
        '[[exams.step1]]\nattempts = 3\n[[exams.step2_ck]]\ndate = 2026-01-01\nresult = "pass"\nscore = 150\n'
        '[[exams.step2_ck]]\nresult = "failed"\n[budget]\nusd = 0\n[[setbacks]]\nkind = "stress"\n'
    )
    said = " ".join(map(str, check(text))).lower()
    for word in ("unfortunately", "bad", "poor", "weak", "low score", "you failed", "wrong", "invalid", "illegal"):
        assert word not in said
