"""Bands by exam, places, trends, outliers, recovery and grades: rows S01 to S07, S10 and S19 of the coverage list."""

from typing import Any

import pytest
from guidance.people import Read, keys, one

from smartpick.errors import RequestError
from smartpick.facts import Facts
from smartpick.vocabulary import ApplicantType

SERIOUS = ("none", "watch", "concern", "serious")


def step2(score: int, **first: Any) -> dict[str, Any]:
    return {
        "exams": {"step2_ck": [*([first] if first else []), {"date": "2026-04-14", "result": "pass", "score": score}]}
    }


@pytest.mark.parametrize(
    ("score", "kind", "key", "severity"),
    [
        (214, "us_md_senior", "step2_ck_serious", "serious"),
        (215, "us_md_senior", "step2_ck_concern", "concern"),
        (219, "us_citizen_img", "step2_ck_concern", "concern"),
        (220, "us_md_senior", "step2_ck_low", "watch"),
        (220, "non_us_citizen_img", "step2_ck_low", "concern"),
        (224, "us_citizen_img", "step2_ck_low", "concern"),
        # Under no benchmark, and still among the lowest of all takers: nothing that speaks for the record.
        (225, "us_citizen_img", "step2_ck_not_low", "note"),
        (225, "us_md_senior", "step2_ck_not_low", "note"),
        (235, "us_md_senior", "step2_ck_not_low", "strength"),
    ],
)
def test_bands_of_step2_change_at_their_edges(read: Read, score: int, kind: str, key: str, severity: str) -> None:
    found = one(read(applicant={"type": kind}, **step2(score)), key)
    assert found.severity == severity
    assert "exams.step2_ck" in found.fields
    assert found.fact_ids


def test_a_first_pass_of_step1_is_neutral_and_asks_for_no_number(read: Read) -> None:
    found = one(read(), "step1_passed_first")
    assert found.severity == "note"
    assert "neutral" in found.text
    assert not any("Step 1" in each.text and "add" in each.can_change for each in read().findings)


def test_attempts_are_told_apart_from_scores(read: Read) -> None:
    fail = {"date": "2024-05-21", "result": "fail"}
    found = read(exams={"step1": [fail, {"date": "2024-10-15", "result": "pass"}]})
    attempts = one(found, "step1_attempts")
    assert (attempts.topic, attempts.severity) == ("attempts", "concern")
    assert "step1_passed_first" not in keys(found)
    twice = read(exams={"step1": [fail, dict(fail, date="2024-08-01"), {"date": "2024-12-15", "result": "pass"}]})
    assert one(twice, "step1_attempts").severity == "serious"


def test_a_failed_step2_is_serious(read: Read) -> None:
    assert one(read(**step2(240, date="2025-09-14", result="fail")), "step2_ck_attempts").severity == "serious"


def test_a_late_pass_is_told_for_us_schools_only(read: Read) -> None:
    late = {"step1": [{"date": "2026-03-01", "result": "pass"}]}
    found = one(read(exams=late), "step1_late")
    assert set(found.fields) == {"exams.step1", "applicant.graduation_date"}
    assert "step1_late" not in keys(read(exams=late, applicant={"type": "us_citizen_img"}))


def test_an_old_step1_number_is_placed_by_its_own_exam(read: Read) -> None:
    found = one(read(exams={"step1": [{"date": "2021-10-19", "result": "pass", "score": 221}]}), "step1_old_number")
    assert "32nd percentile" in found.text
    assert any(fact.startswith("exam_step1_scores") for fact in found.fact_ids)


DO = {"type": "us_do_senior"}


def comlex(score: int | None, *, level1: str = "pass") -> dict[str, Any]:
    attempts = [{"date": "2024-06-18", "result": level1}]
    if level1 == "fail":
        attempts.append({"date": "2024-11-18", "result": "pass"})
    second = {"date": "2026-05-12", "result": "pass"}
    if score is not None:
        second["score"] = score  # type: ignore[assignment]
    return {"applicant": DO, "exams": {"step1": [], "step2_ck": [], "comlex1": attempts, "comlex2": [second]}}


@pytest.mark.parametrize(
    ("score", "key"),
    [(419, "comlex_far_below_mean"), (420, "comlex_below_mean"), (519, "comlex_below_mean"), (520, "comlex2_not_low")],
)
def test_comlex_is_read_against_its_own_mean(read: Read, score: int, key: str) -> None:
    assert one(read(**comlex(score)), key).fields == ("exams.comlex2",)


def test_comlex_alone_gets_a_full_result_and_no_silent_conversion(read: Read) -> None:
    found = read(**comlex(438))
    alone = one(found, "comlex_only")
    assert "90 %" in alone.text
    assert "estimate" in alone.text
    assert "ask" in alone.can_change
    assert {"place", "trend", "recovery", "limits", "route"} <= {each.topic for each in found.findings}
    # Nothing of the Step scale is told as hers.
    assert not any("step2_ck" in each.key for each in found.findings)


def test_a_strong_level2_answers_a_failed_level1(read: Read) -> None:
    assert "answers a failed Level 1" in one(read(**comlex(540, level1="fail")), "comlex2_not_low").text
    assert "Level 1" not in one(read(**comlex(540)), "comlex2_not_low").text


def test_every_benchmark_cites_a_document_and_can_be_changed(facts: Facts, read: Read) -> None:
    rows = list(facts.rows("benchmark"))
    assert len(rows) > 25
    assert all(row["basis"] and facts.table(row["fact_table"]).source for row in rows)
    usual, own = read(**step2(228)), read(benchmarks={"step2_ck_low": 230}, **step2(228))
    assert "step2_ck_not_low" in keys(usual)
    assert one(own, "step2_ck_low").severity == "watch"
    assert own.benchmarks["step2_ck_low"][::2] == (230, True)


@pytest.mark.parametrize("own", [{"step2_low": 230}, {"step2_ck_low": "230"}, {"step2_ck_low": float("nan")}])
def test_a_benchmark_that_does_not_exist_is_refused(read: Read, own: dict[str, object]) -> None:
    with pytest.raises(RequestError) as error:
        read(benchmarks=own)
    assert error.value.problems[0].where == "--benchmarks"


def test_a_place_shows_both_reference_season_and_number(read: Read) -> None:
    found = one(read(**step2(233)), "place_family_medicine")
    assert found.severity == "watch"
    assert "11 points under" in found.text
    assert "2024, n = 1170" in found.text
    assert "not of any one program" in found.text
    assert one(read(**step2(229)), "place_family_medicine").severity == "concern"


def test_places_of_non_us_imgs_come_in_quarters(read: Read) -> None:
    goals = {"specialties": ["Internal Medicine"]}
    found = one(read(applicant={"type": "non_us_citizen_img"}, goals=goals, **step2(245)), "place_internal_medicine")
    assert "second quarter from below" in found.text
    assert "third quarter from below of those who did not" in found.text


@pytest.mark.parametrize("kind", [ApplicantType.US_CITIZEN_IMG, ApplicantType.US_MD_GRADUATE])
def test_a_type_without_a_table_is_not_placed(read: Read, kind: ApplicantType) -> None:
    found = one(read(applicant={"type": str(kind)}, **step2(233)), "place_family_medicine")
    assert found.severity == "unknown"
    assert "no table by score is published" in found.text


def test_one_result_makes_no_trend(read: Read) -> None:
    assert one(read(), "trend_unknown").text.startswith("Trend: not enough to say")


def test_a_trend_compares_places_and_not_scores(read: Read) -> None:
    def label(first: int, then: int) -> str:
        number = {"date": "2021-10-19", "result": "pass", "score": first}
        exams = {"step1": [number], "step2_ck": [{"date": "2026-04-14", "result": "pass", "score": then}]}
        (found,) = read(exams=exams).of("trend")
        return found.key

    # 230 was the mean of Step 1 and lies a deviation below that of Step 2 CK.
    assert label(230, 230) == "trend_falling"
    assert label(215, 250) == "trend_rising"
    assert label(230, 248) == "trend_flat"


FAILED = [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}]


@pytest.mark.parametrize(("score", "state"), [(250, "yes"), (236, "partial"), (217, "no")])
def test_recovery_is_told_from_a_number(read: Read, score: int, state: str) -> None:
    exams = {"step1": FAILED, "step2_ck": [{"date": "2026-04-14", "result": "pass", "score": score}]}
    assert one(read(exams=exams), f"recovery_{state}").topic == "recovery"


def test_recovery_is_never_claimed_from_a_bare_pass(read: Read) -> None:
    for later in ([], [{"date": "2026-04-14", "result": "pass"}]):
        found = read(exams={"step1": FAILED, "step2_ck": later})
        assert not {"recovery_yes", "recovery_partial"} & keys(found)
        assert "not claimed as a recovery" in one(found, "recovery_not_shown").text
        assert not any(each.key == "learned_result" for each in found.replies)


def test_one_fail_among_good_results_is_an_outlier(read: Read) -> None:
    good = [{"date": "2026-04-14", "result": "pass", "score": 252}]
    weak = [{"date": "2026-04-14", "result": "pass", "score": 219}]
    assert "pattern_outlier" in keys(read(exams={"step1": FAILED, "step2_ck": good}))
    assert "pattern_several" in keys(read(exams={"step1": FAILED, "step2_ck": weak}))
    shelf = [{"name": "Surgery", "shelf_percentile": 5.0}]
    found = read(exams={"step1": FAILED, "step2_ck": good}, clerkships=shelf)
    assert "clerkships" in one(found, "pattern_several").fields


def test_grades_are_compared_only_where_there_are_grades(read: Read) -> None:
    honors = [{"name": name, "grade": "Honors", "is_honors": True} for name in ("Family Medicine", "Surgery")]
    plain = [{"name": name, "grade": "Pass", "is_honors": False} for name in ("Family Medicine", "Surgery")]
    no_grades = [{"name": "Family Medicine", "grade": "Pass", "is_honors": False, "is_pass_fail": True}]
    assert "grades_unknown" in keys(read())
    assert "grades_unknown" in keys(read(clerkships=no_grades))
    assert "grades_agree" in keys(read(clerkships=honors))
    assert "grades_weaker" in keys(read(clerkships=plain))
    assert "grades_stronger" in keys(read(clerkships=honors, **step2(230)))


def test_a_missing_day_never_turns_the_order_of_exams_round(read: Read) -> None:
    """Step 1 without a day and a later, lower Step 2 CK with one: the place falls, whichever way the days are told."""
    for first in ({}, {"date": "2021-05-20"}):
        exams = {
            "step1": [{"result": "pass", "score": 250, **first}],
            "step2_ck": [{"date": "2026-04-14", "result": "pass", "score": 215}],
        }
        found = read(exams=exams)
        assert [each.exam for each in found.results] == ["step1", "step2_ck"]
        assert "trend_falling" in keys(found)
