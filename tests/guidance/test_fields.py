"""Two profiles that differ in a relevant field get different findings, and these name that field."""

from typing import Any

import pytest
from guidance.people import Read

SETBACK = {"kind": "family", "is_resolved": True, "is_private": False}
ABROAD: dict[str, Any] = {
    "applicant": {"type": "non_us_citizen_img", "graduation_date": "2022-06-30"},
    "visa": {"status": "needs_visa", "accepts": ["j1"]},
}
FAILED = [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}]

WALK: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("applicant.type", {}, {"applicant": {"type": "us_do_senior"}}),
    ("applicant.graduation_date", ABROAD, {"applicant": {"graduation_date": "2019-06-30"}}),
    ("exams.step1", {}, {"exams": {"step1": FAILED}}),
    ("exams.step2_ck", {}, {"exams": {"step2_ck": [{"date": "2026-04-14", "result": "pass", "score": 218}]}}),
    ("exams.step3", {}, {"exams": {"step3": [{"date": "2026-06-01", "result": "pass"}]}}),
    ("exams.comlex1", {}, {"exams": {"comlex1": [{"date": "2024-05-21", "result": "fail"}]}}),
    ("exams.comlex2", {}, {"exams": {"comlex2": [{"date": "2026-05-21", "result": "pass", "score": 430}]}}),
    ("exams.comlex3", {}, {"exams": {"comlex3": [{"date": "2026-06-01", "result": "pass"}]}}),
    ("ecfmg.certified", ABROAD, {"ecfmg": {"certified": True}}),
    ("visa.status", ABROAD, {"visa": {"status": "permanent_resident"}}),
    ("visa.accepts", ABROAD, {"visa": {"accepts": ["h1b"]}}),
    ("clerkships", {}, {"clerkships": [{"name": "Surgery", "grade": "Honors", "is_honors": True}]}),
    ("us_experience", ABROAD, {"us_experience": [{"kind": "hands_on", "months": 3, "is_done": True}]}),
    ("letters", {}, {"letters": [{"writer_role": "attending", "weeks_supervised": 6, "status": "agreed"}]}),
    ("research", {}, {"research": [{"title": "A study", "theme": "public health", "output": "poster"}]}),
    ("service", {}, {"service": [{"title": "Free clinic", "hours": 120}]}),
    ("work", ABROAD, {"work": [{"title": "Medical officer", "start": "2022-07-01", "end": "2024-07-01"}]}),
    ("training", ABROAD, {"training": [{"specialty": "Surgery", "start": "2023-07-01", "end": "2024-06-30"}]}),
    ("military.has_obligation", {}, {"military": {"has_obligation": True}}),
    ("languages", {}, {"languages": [{"name": "Spanish", "level": "native"}]}),
    ("ties", {}, {"ties": [{"kind": "grew_up", "place": "Fresno", "state": "CA"}]}),
    ("goals.specialties", {}, {"goals": {"specialties": ["Psychiatry"]}}),
    ("goals.areas", {}, {"goals": {"areas": {"tier1": ["Ohio"], "anywhere": False}}}),
    ("goals.include_preliminary", {}, {"goals": {"include_preliminary": True}}),
    ("goals.practice_area", {}, {"goals": {"practice_area": "los-angeles-county"}}),
    ("signals", {}, {"signals": [{"institution_code": "1067", "specialty": "Family Medicine", "tier": "single"}]}),
    ("earlier_seasons", {}, {"earlier_seasons": [{"season": 2026, "outcome": "unmatched"}]}),
    ("setbacks", {"exams": {"step1": FAILED}}, {"setbacks": [SETBACK]}),
    ("remediation", {"exams": {"step1": FAILED}}, {"remediation": [{"kind": "tutoring"}]}),
    ("gaps", ABROAD, {"gaps": [{"start": "2022-07-01", "end": "2023-06-01", "reason": "care of a parent"}]}),
]


def _parts(read: Read, changes: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what is said, each with the fields that it names."""
    found = read(**changes)
    said = {repr(each): each.fields for each in (*found.findings, *found.replies)}
    return said | {repr(each): each.fields for each in found.offsets}


def _merged(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {**base.get(name, {}), **more.get(name, {})}
        if isinstance(more.get(name, base.get(name)), dict)
        else more.get(name, base.get(name))
        for name in {**base, **more}
    }


@pytest.mark.parametrize(("field", "base", "change"), WALK, ids=[row[0] for row in WALK])
def test_a_changed_field_changes_what_is_said_and_is_named(
    read: Read, field: str, base: dict[str, Any], change: dict[str, Any]
) -> None:
    before, after = _parts(read, base), _parts(read, _merged(base, change))
    new = {text: fields for text, fields in after.items() if text not in before}
    gone = {text: fields for text, fields in before.items() if text not in after}
    assert new, field
    assert any(field in fields for fields in (*new.values(), *gone.values())), field
    # What is new and names neither this field nor anything that follows from it would be noise.
    assert any(field in fields for fields in new.values()), field
