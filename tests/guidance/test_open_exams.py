"""Exams that are failed and open, results that can or cannot come in time, and the score in the first worry."""

from datetime import date, timedelta
from typing import Any

import pytest
from guidance.people import Read, one

from smartpick.guidance import Assessment

JUNE, SEPTEMBER = date(2026, 6, 1), date(2026, 9, 5)
FAIL = {"date": "2024-05-21", "result": "fail"}
PASS = {"date": "2024-10-15", "result": "pass"}
COMLEX: dict[str, Any] = {
    "applicant": {"type": "us_do_senior"},
    "exams": {
        "step1": [],
        "step2_ck": [],
        "comlex1": [{"date": "2024-05-21", "result": "pass"}],
        "comlex2": [{"date": "2026-05-01", "result": "pass", "score": 438}],
    },
}


def said(found: Assessment) -> str:
    """Return everything that an assessment tells to do."""
    return " ".join(
        [*found.answer, *(each.can_change for each in found.offsets), *(each.can_change for each in found.findings)]
    )


@pytest.mark.parametrize(
    ("exams", "name"),
    [
        ({"step1": [FAIL], "step2_ck": []}, "Step 1"),
        ({"step2_ck": [FAIL]}, "Step 2 CK"),
        ({"step2_ck": [FAIL, {"planned_date": "2026-07-20"}]}, "Step 2 CK"),
    ],
)
def test_what_is_failed_and_open_is_passed_first(read: Read, exams: dict[str, Any], name: str) -> None:
    found = read(today=JUNE, exams=exams)
    assert "raise the" not in said(found)
    assert f"pass {name} first" in found.answer[2]
    assert found.answer[1].startswith(f"Nothing of this holds before {name} is passed.")
    boards = found.concerns[0]
    assert f"{name} is not passed yet." in boards.gap
    assert boards.action.startswith(f"Pass {name} first")
    assert "raise the Step 2 CK score" in said(read(today=JUNE, exams={"step1": [FAIL, PASS], "step2_ck": []}))


def test_a_result_that_is_awaited_is_not_raised(read: Read) -> None:
    found = read(today=SEPTEMBER, exams={"step2_ck": [{"planned_date": "2026-09-01"}]})
    assert one(found, "step2_ck_awaited").can_change == "enter the result"
    assert "raise the" not in said(found)


@pytest.mark.parametrize(("day", "is_late"), [("2026-08-20", False), ("2026-08-26", False), ("2026-08-27", True)])
def test_a_planned_exam_whose_result_comes_late_says_so(read: Read, day: str, *, is_late: bool) -> None:
    """Programs read from 23 September 2026, and a result takes four weeks as a rule."""
    found = read(today=JUNE, exams={"step2_ck": [{"planned_date": day}]})
    assert ("comes after programs begin to read" in said(found)) is is_late


def test_a_score_that_cannot_be_there_is_not_offered(read: Read) -> None:
    """Study weeks and the weeks to a report have to fit before programs read, else it is said that they do not."""

    def offered(today: date) -> str:
        (effect,) = [each for each in read(today=today, **COMLEX).offsets if each.key == "comlex_only"]
        return effect.can_change

    assert "would lift it, if you sit the exam by 26 August 2026" in offered(JUNE)
    last = date(2026, 8, 26) - timedelta(weeks=6)
    assert "would lift it" in offered(last)
    assert "would lift it" not in offered(last + timedelta(days=1))
    assert "can no longer be there" in offered(SEPTEMBER)


def test_nothing_to_stop_at_is_not_said_beside_a_filter(read: Read) -> None:
    found = read(today=SEPTEMBER, **COMLEX)
    assert not found.answer[0].startswith("Nothing")
    assert "COMLEX without USMLE scores" in found.answer[0]
    assert [each.key for each in found.filters] == ["comlex_only"]
    visa = read(today=SEPTEMBER, applicant={"type": "non_us_citizen_img"}, visa={"status": "needs_visa"})
    assert "needs_visa" in [each.key for each in visa.doubts]
    assert read(today=SEPTEMBER).answer[0].startswith("Nothing in this record is likely to make a reader stop")


def test_the_first_worry_knows_the_score(read: Read) -> None:
    def boards(score: int) -> tuple[str, str, str]:
        taken = [{"date": "2026-04-14", "result": "pass", "score": score}]
        row = read(today=JUNE, exams={"step2_ck": taken}).concerns[0]
        return "; ".join(each.text for each in row.evidence), row.gap, row.action

    strong, weak = boards(268), boards(221)
    assert "268" in strong[0]
    assert strong[1:] == ("", "")
    assert "221" not in weak[0]
    assert "Step 2 CK 221 is below" in weak[1]
    assert weak[2]
    level2 = read(today=JUNE, **COMLEX).concerns[0]
    assert "COMLEX Level 2-CE 438 is below the national mean" in level2.gap
    # Above every benchmark for graduates of US schools, and still among the lowest of all takers.
    weak_place = boards(229)
    assert "229" not in weak_place[0]
    assert "Step 2 CK 229 is about the 13th percentile of takers." in weak_place[1]
    shelf = [{"name": "Surgery", "shelf_percentile": 5}]
    assert "Weak subject exam: Surgery." in read(today=JUNE, clerkships=shelf).concerns[0].gap


def test_what_is_slower_than_the_days_left_says_so(read: Read) -> None:
    """On 1 June everything can be there on 23 September; on 5 September letters, months and Step 3 cannot."""
    graduate: dict[str, Any] = {"applicant": {"type": "us_citizen_img", "graduation_date": "2025-05-30"}}

    def changes(today: date) -> dict[str, str]:
        return {each.key: each.can_change for each in read(today=today, **graduate).offsets}

    early, late = changes(JUNE), changes(SEPTEMBER)
    assert all("(" not in early[key] for key in ("letters", "us_experience", "step3"))
    assert "takes about 6 weeks" in late["letters"]
    assert "comes late" in late["us_experience"]
    assert "after programs begin to read" in late["step3"]
    november = changes(date(2026, 11, 26))
    assert "programs have been reading since 23 September 2026" in november["letters"]


def test_one_grade_is_no_pattern(read: Read) -> None:
    def grades(count: int) -> str:
        taken = [{"name": f"Clerkship {at}", "is_honors": True} for at in range(count)]
        (found,) = read(today=JUNE, clerkships=taken).of("grades")
        return found.key

    assert grades(1) == "grades_one"
    assert grades(2) != "grades_one"


def test_years_under_every_limit_are_said_to_be(read: Read) -> None:
    def years(graduation: str) -> str:
        who = {"type": "us_citizen_img", "graduation_date": graduation}
        (found,) = [each for each in read(today=JUNE, applicant=who).findings if each.key == "years_since_graduation"]
        return found.text

    assert "you are under all of these" in years("2025-05-30")
    assert "you are under all of these" not in years("2019-05-30")
