"""Two profiles that differ in a relevant field get different plans, and what is new names that field."""

from datetime import date
from typing import Any

import pytest
from guidance.people import Person, merged

from smartpick.facts import Facts
from smartpick.guidance.plan import Plan, make_plan
from smartpick.programs import Directory

FAILED = [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}]
AHEAD: dict[str, Any] = {
    "season": 2028,
    "applicant": {"type": "us_md_senior", "graduation_date": "2028-05-19"},
    "exams": {"step2_ck": [{"planned_date": "2027-06-15"}]},
}
ABROAD: dict[str, Any] = {
    "applicant": {"type": "non_us_citizen_img", "graduation_date": "2022-06-30"},
    "visa": {"status": "needs_visa", "accepts": ["j1"]},
    "ecfmg": {"certified": True},
}
PRACTICE = [{"exam": "step2_ck", "name": "form", "date": "2026-01-10", "score": 240}]
BANK = [{"name": "bank", "exam": "step2_ck", "date": "2026-01-10", "done": 900, "total": 3000}]
OPEN_HOUSE = [{"program_code_nrmp": "1047120C0", "event": "open_house", "date": "2026-08-12"}]
OWN_FACT = {
    "program_code_nrmp": "1047120C0",
    "field": "mission",
    "value": "Underserved",
    "source": "page",
    "date": "2026-01-01",
}

WALK: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("applicant.type", {}, {"applicant": {"type": "us_do_senior"}}),
    ("applicant.graduation_date", {}, {"applicant": {"graduation_date": "2025-05-21"}}),
    ("exams.step1", {}, {"exams": {"step1": FAILED}}),
    ("exams.step2_ck", AHEAD, {"exams": {"step2_ck": [{"planned_date": "2027-08-01"}]}}),
    (
        "exams.comlex2",
        {},
        {
            "applicant": {"type": "us_do_senior"},
            "exams": {"step1": [], "step2_ck": [], "comlex2": [{"planned_date": "2026-07-01"}]},
        },
    ),
    (
        "exams.step3",
        {**ABROAD, "visa": {"status": "needs_visa", "accepts": ["h1b"]}},
        {"exams": {"step3": [{"date": "2026-01-20", "result": "pass"}]}},
    ),
    ("exams.practice", AHEAD, {"exams": {"practice": PRACTICE}}),
    ("study.hours_per_day", AHEAD, {"study": {"hours_per_day": 3.0}}),
    ("study.question_banks", AHEAD, {"study": {"question_banks": BANK}}),
    ("visa.status", ABROAD, {"visa": {"status": "permanent_resident"}}),
    ("visa.accepts", ABROAD, {"visa": {"accepts": ["h1b"]}}),
    ("ecfmg.certified", ABROAD, {"ecfmg": {"certified": False}}),
    ("clerkships", {}, {"clerkships": [{"name": "Family Medicine", "date": "2026-05-01"}]}),
    ("us_experience", {}, {"us_experience": [{"kind": "away_rotation", "start": "2026-07-06", "end": "2026-07-31"}]}),
    ("availability.free_months", {}, {"availability": {"free_months": ["2026-06"]}}),
    ("availability.hours_per_week", {}, {"availability": {"hours_per_week": 8.0}}),
    ("availability.interests", {}, {"availability": {"interests": ["addiction"]}}),
    ("letters", {}, {"letters": [{"writer_role": "attending", "status": "agreed"}]}),
    ("research", {}, {"research": [{"title": "Opioid screening"}]}),
    ("service", {}, {"service": [{"title": "Free clinic", "hours": 120}]}),
    ("work", {}, {"work": [{"title": "Scribe in a free clinic"}]}),
    ("languages", {}, {"languages": [{"name": "Spanish", "level": "native"}]}),
    ("ties", {}, {"ties": [{"kind": "lives_now", "place": "Torrance", "state": "CA"}]}),
    ("goals.specialties", {}, {"goals": {"specialties": ["Psychiatry"]}}),
    ("goals.areas", {}, {"goals": {"areas": {"tier1": ["Ohio"]}}}),
    ("goals.programs", {}, {"goals": {"programs": [{"program_code_nrmp": "1485120C0", "desire": 5}]}}),
    ("signals", {}, {"signals": [{"institution_code": "1067", "specialty": "Family Medicine", "tier": "single"}]}),
    ("season", {}, {"season": 2028}),
    ("season_log", {}, {"season_log": OPEN_HOUSE}),
    ("own_facts", {}, {"own_facts": [OWN_FACT]}),
    ("contacts", {}, {"contacts": [{"role": "mentor", "follow_up_date": "2026-05-01"}]}),
    ("earlier_seasons", {}, {"earlier_seasons": [{"season": 2026, "outcome": "unmatched"}]}),
    ("setbacks", {"exams": {"step1": FAILED}}, {"setbacks": [{"kind": "illness"}]}),
    ("remediation", {"exams": {"step1": FAILED}}, {"remediation": [{"kind": "tutoring"}]}),
]


def _parts(made: Plan) -> dict[str, tuple[str, ...]]:
    """Return what is said, each with the fields that it names."""
    notes = (*made.notes, *(made.study.findings if made.study else ()))
    said = {repr(each): each.fields for each in notes}
    said |= {repr(each): each.fields for each in made.tasks}
    return said | {repr(each): each.fields for each in made.too_late}


@pytest.mark.parametrize(("field", "base", "change"), WALK, ids=[row[0] for row in WALK])
def test_a_changed_field_changes_the_plan_and_is_named(
    facts: Facts, directory: Directory, person: Person, field: str, base: dict[str, Any], change: dict[str, Any]
) -> None:
    today = date(2026, 2, 1)
    before = _parts(make_plan(facts, directory, person(**base), today))
    after = _parts(make_plan(facts, directory, person(**merged(base, change)), today))
    new = {text: fields for text, fields in after.items() if text not in before}
    assert new, field
    assert any(field in fields for fields in new.values()), field
