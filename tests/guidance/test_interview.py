"""Interviews: questions from the record, outlines with facts, time, notes. Rows S70 to S73, S75 and S89."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from guidance.people import TODAY, Person

from smartpick.facts import Facts
from smartpick.guidance.interview import Box, InterviewPlan, Outline, plan_interviews
from smartpick.profile import Profile, public_view
from smartpick.programs import Directory

EXAMPLES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "examples").glob("*.toml"))
FAILED = [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}]
SEEN = {"us_experience": [{"kind": "sub_internship", "specialty": "Family Medicine", "state": "CA"}]}
TIE = {"ties": [{"kind": "grew_up", "place": "East Los Angeles", "state": "CA", "start": "2000-03-01"}]}
CALM = {**SEEN, **TIE}
"""A record in which nothing is asked about."""
IMG = {"applicant": {"type": "non_us_citizen_img", "graduation_date": "2019-06-01"}}
TUTOR = {"kind": "tutoring", "note": "two hours a week", "start": "2024-06-01"}
BANK = {"kind": "question_bank", "start": "2024-07-01", "end": "2024-10-01"}
FAMILY, MEDICINE, WOMEN = "1067120C0", "1067140C0", "1067220C0"

Plan = Callable[..., InterviewPlan]


@pytest.fixture(scope="module")
def plan(facts: Facts, directory: Directory, person: Person) -> Plan:
    """Return what a person like the base one has to prepare."""

    def plan_one(options: dict[str, Any] | None = None, **changes: Any) -> InterviewPlan:
        return plan_interviews(facts, directory, person(**changes), TODAY, **(options or {}))

    return plan_one


def flags(found: InterviewPlan) -> dict[str, tuple[str, ...]]:
    return {each.key: each.fields for each in found.flags}


def outline(found: InterviewPlan, flag: str) -> Outline:
    (one,) = [each for each in found.outlines if each.flag == flag]
    return one


def box(found: InterviewPlan, flag: str, key: str) -> Box:
    (one,) = [each for each in outline(found, flag).boxes if each.key == key]
    return one


def test_a_record_without_flags_gets_only_what_everybody_is_asked(plan: Plan) -> None:
    found = plan(**CALM)
    assert found.flags == ()
    assert {each.flag for each in found.questions} == {"everyone"}
    assert found.outlines == ()
    assert found.answer[0].startswith("Nothing in this record asks for an explanation")


@pytest.mark.parametrize(
    ("flag", "field", "changes"),
    [
        ("failed_exam", "exams.step1", {"exams": {"step1": FAILED}}),
        (
            "low_score",
            "exams.step2_ck",
            {"exams": {"step2_ck": [{"date": "2026-04-14", "result": "pass", "score": 219}]}},
        ),
        ("incomplete", "exams.step1", {"exams": {"step1": [{"date": "2024-05-21", "result": "incomplete"}]}}),
        ("gap", "gaps", {"gaps": [{"start": "2024-06-01", "end": "2024-09-01"}]}),
        ("gap_told", "gaps", {"gaps": [{"start": "2024-06-01", "end": "2024-09-01"}]}),
        ("reapplicant", "earlier_seasons", {"earlier_seasons": [{"season": 2026, "outcome": "unmatched"}]}),
        ("earlier_training", "training", {"training": [{"specialty": "Psychiatry", "start": "2024-07-01"}]}),
        ("years_since_graduation", "applicant.graduation_date", IMG),
        ("no_us_hands_on", "us_experience", {**IMG, "us_experience": [{"kind": "observership", "state": "CA"}]}),
        ("visa", "visa.status", {**IMG, "visa": {"status": "needs_visa"}}),
        ("permit", "visa.status", {"visa": {"status": "daca"}}),
        ("no_specialty_work", "clerkships", {"us_experience": []}),
        ("two_specialties", "goals.specialties", {"goals": {"specialties": ["Family Medicine", "Psychiatry"]}}),
        ("no_tie", "ties", {"ties": []}),
    ],
)
def test_a_flag_rests_on_its_field_and_brings_its_questions(
    plan: Plan, flag: str, field: str, changes: dict[str, Any]
) -> None:
    calm, found = plan(**CALM), plan(**{**CALM, **changes})
    assert flag not in flags(calm)
    assert field in flags(found)[flag]
    asked = [each for each in found.questions if each.flag == flag]
    assert asked
    for each in asked:
        assert "?" in each.text
        assert "{" not in each.text
        assert each.why
        assert each.fact_id.startswith("interview_questions/")


def test_a_doctor_with_comlex_alone_is_asked_how_to_read_it(plan: Plan) -> None:
    exams = {"step1": [], "step2_ck": [], "comlex1": [{"date": "2024-05-21", "result": "pass"}]}
    assert "comlex_only" in flags(plan(**CALM, applicant={"type": "us_do_senior"}, exams=exams))


def test_questions_name_what_happened_to_her(plan: Plan) -> None:
    texts = [
        each.text
        for each in plan(
            **CALM,
            exams={"step1": FAILED},
            gaps=[{"start": "2024-06-01", "end": "2024-09-01"}],
            training=[{"specialty": "Psychiatry"}],
        ).questions
    ]
    assert any("Step 1" in text for text in texts)
    assert any("June 2024 and September 2024" in text for text in texts)
    assert any("Psychiatry" in text for text in texts)
    assert len(set(texts)) == len(texts)


def test_an_answer_has_four_parts_and_warns_of_one_without_evidence(plan: Plan) -> None:
    bare = plan(**CALM, exams={"step1": FAILED, "step2_ck": []})
    assert [each.key for each in outline(bare, "failed_exam").boxes] == ["issue", "changes", "gains", "residency"]
    assert [fact.text for fact in box(bare, "failed_exam", "issue").facts] == [
        "Step 1: fail (May 2024), then pass (October 2024)"
    ]
    assert "would be a claim" in box(bare, "failed_exam", "changes").warning
    assert box(bare, "failed_exam", "residency").warning
    assert "2 of the 4 parts" in bare.answer[1]
    full = plan(**CALM, exams={"step1": FAILED}, remediation=[TUTOR, BANK])
    assert [each.warning for each in outline(full, "failed_exam").boxes] == ["", "", "", ""]
    assert full.answer[1] == "Every part of your answers has a fact of yours behind it."
    (goes_on,) = box(full, "failed_exam", "residency").facts
    assert goes_on.text.startswith("tutoring, which goes on")


@pytest.mark.parametrize(("changes", "warning"), [(1, "One is told"), (2, ""), (3, ""), (4, "choose the 3")])
def test_two_or_three_changes_make_an_answer(plan: Plan, changes: int, warning: str) -> None:
    found = box(plan(**CALM, exams={"step1": FAILED}, remediation=[TUTOR] * changes), "failed_exam", "changes")
    assert len(found.facts) == changes
    assert warning in found.warning
    assert bool(found.warning) == bool(warning)


def test_only_what_came_after_counts_as_a_gain(plan: Plan) -> None:
    exams = {
        "step1": FAILED,
        "step2_ck": [{"date": "2024-01-10", "result": "pass", "score": 250}],
        "step3": [{"date": "2026-02-10", "result": "pass", "score": 225}],
    }
    clerkships = [
        {"name": "Surgery", "grade": "Honors", "is_honors": True, "date": "2024-01-10"},
        {"name": "Pediatrics", "grade": "Honors", "is_honors": True, "date": "2025-01-10"},
    ]
    texts = [fact.text for fact in box(plan(**CALM, exams=exams, clerkships=clerkships), "failed_exam", "gains").facts]
    assert texts == [
        "Step 1 passed (October 2024)",
        "Step 3 passed with 225 (February 2026)",
        "Top grade in Pediatrics (January 2025)",
    ]


def test_a_reapplicant_is_told_what_is_new_since_then(plan: Plan) -> None:
    since = [{"title": "Research assistant", "start": "2026-01-10"}]
    before = [{"title": "Tutor", "start": "2023-01-10", "end": "2024-01-10"}]
    season = {"season": 2026, "outcome": "unmatched", "applications": 80, "interviews": 2}
    found = plan(**CALM, earlier_seasons=[season], work=[*since, *before])
    assert [fact.text for fact in box(found, "reapplicant", "changes").facts] == ["Research assistant (since Jan 2026)"]
    assert box(found, "reapplicant", "issue").facts[0].text.startswith("Season 2026: unmatched, 80 applications")


def test_a_private_reason_is_never_told_and_leaves_no_trace_outside(plan: Plan, person: Person) -> None:
    hidden: dict[str, Any] = {
        "setbacks": [{"kind": "illness", "note": "asthma"}],
        "remediation": [{"kind": "evaluation", "note": "clinic of sleep", "start": "2024-06-01"}],
        "gaps": [{"start": "2024-06-01", "end": "2024-09-01", "reason": "treatment", "is_private": True}],
        "ties": [*TIE["ties"], {"kind": "partner", "place": "Pasadena", "state": "CA"}],
    }
    told = {**SEEN, **TIE, "exams": {"step1": FAILED}}
    found = plan(**{**told, **hidden})
    for secret in ("illness", "asthma", "sleep", "treatment", "Pasadena", "partner", "evaluation"):
        assert secret not in repr(found)
    assert any(fact.is_private for fact in box(found, "failed_exam", "issue").facts)
    view = public_view(person(**{**told, **hidden}))
    assert view == public_view(person(**told))
    # An answer cannot rest on what is not told.
    assert "All that stands here is private" in box(found, "failed_exam", "changes").warning
    assert "All that stands here is private" in box(found, "failed_exam", "residency").warning
    assert not found.answer[1].startswith("Every part")


def test_a_reason_that_may_be_told_stands_in_the_issue(plan: Plan) -> None:
    open_reason = [{"kind": "study_method", "note": "I read and hardly practiced", "is_private": False}]
    texts = [
        fact.text
        for fact in box(plan(**CALM, exams={"step1": FAILED}, setbacks=open_reason), "failed_exam", "issue").facts
    ]
    assert "study method: I read and hardly practiced" in texts


def test_the_plan_for_boards_rests_on_what_goes_on(plan: Plan) -> None:
    study = {
        "hours_per_day": 2,
        "question_banks": [{"name": "A bank", "date": "2026-09-01", "done": 400, "total": 900}],
    }
    found = plan(**CALM, remediation=[TUTOR], study=study)
    by_key = {each.key: each for each in found.boards}
    assert list(by_key) == ["what", "when", "how", "measure", "help"]
    assert "Family Medicine" in by_key["what"].prompt
    assert [fact.field for fact in by_key["how"].facts] == ["remediation", "study", "study"]
    assert [fact.field for fact in by_key["help"].facts] == ["remediation"]
    bare = {each.key: each for each in plan(**CALM).boards}
    assert "before the interview" in bare["how"].warning


def test_one_line_is_built_from_facts_and_says_where_there_are_none(plan: Plan) -> None:
    clinic = {"title": "Interpreter in a free clinic", "place": "Pacoima", "start": "2023-09-01"}
    found = {each.key: each for each in plan(**CALM, service=[clinic], exams={"step1": FAILED}).one_line}
    assert found["fit"].facts[0].text == "Interpreter in a free clinic, Pacoima (since Sep 2023)"
    assert found["place"].facts[0].text.startswith("grew up: East Los Angeles")
    assert [fact.text for fact in found["setback"].facts] == ["the failed attempt (Step 1)"]
    bare = {each.key: each for each in plan().one_line}
    assert bare["fit"].warning
    assert bare["place"].warning
    assert bare["setback"].facts == ()


@pytest.mark.parametrize(
    ("words", "verdict"), [(89, "short"), (90, "fits"), (240, "fits"), (241, "too long"), (0, "short")]
)
def test_the_time_to_speak_is_a_span_with_a_verdict(plan: Plan, words: int, verdict: str) -> None:
    found = plan({"answer": "word " * words}, **CALM)
    assert found.target == (90, 240)
    assert found.spoken is not None
    assert found.spoken.words == words
    assert found.spoken.seconds_low == pytest.approx(60 * words / 160)
    assert found.spoken.seconds_high == pytest.approx(60 * words / 120)
    assert found.spoken.verdict.startswith(verdict)


def test_times_are_hers_to_change(plan: Plan) -> None:
    found = plan({"answer": "word " * 300, "benchmarks": {"interview_seconds_most": 150}}, **CALM)
    assert found.spoken is not None
    assert found.spoken.verdict.startswith("fits")
    assert found.benchmarks["interview_seconds_most"][2] is True


def test_a_note_obeys_the_program_first_and_its_society_next(plan: Plan) -> None:
    codes = {"programs": (FAMILY, MEDICINE)}
    family, medicine = plan(codes, **CALM).notes
    assert (family.verdict, medicine.verdict) == ("optional", "do not send, unless it asks for one")
    assert "conflict" in medicine.why
    assert medicine.prompts == ()
    assert medicine.fact_ids
    policy = {
        "program_code_nrmp": MEDICINE,
        "field": "thank_you_policy",
        "value": "Notes are welcome",
        "source": "the coordinator",
        "date": "2026-09-01",
    }
    (asked,) = plan({"programs": (MEDICINE,)}, **CALM, own_facts=[policy]).notes
    assert asked.verdict == "as the program says"
    assert "Notes are welcome" in asked.why
    assert any("promise binds nobody" in line for line in asked.prompts)
    for value in ("No thank-you notes please", "Please do not send notes", "We don't read thank-you notes"):
        (none,) = plan({"programs": (MEDICINE,)}, **CALM, own_facts=[policy | {"value": value}]).notes
        assert none.verdict == "do not send: the program asks for none"
        assert none.prompts == ()
    (open_one,) = plan({"programs": (MEDICINE,)}, **CALM, own_facts=[policy | {"value": "No preference"}]).notes
    assert open_one.verdict == "as the program says"


def test_a_note_rests_on_her_own_log_and_on_no_private_tie(plan: Plan) -> None:
    ties = [*TIE["ties"], {"kind": "partner", "place": "Pasadena", "state": "CA"}]
    event = {"program_code_nrmp": FAMILY, "event": "interviewed", "date": "2026-09-08", "note": "The clinic bus"}
    (note,) = plan(**SEEN, ties=ties, season_log=[event]).notes
    assert "From your own log: The clinic bus" in note.prompts
    assert any("East Los Angeles" in line for line in note.prompts)
    assert "Pasadena" not in repr(note)


def test_what_an_invitation_means_holds_no_promise(plan: Plan) -> None:
    said = " ".join(text for text, _ in plan(**CALM).invitation)
    assert "no more" in said
    assert "promises nothing" in said
    medicine = plan(**CALM, goals={"specialties": ["Internal Medicine"]}).invitation
    assert len(medicine) == len(plan(**CALM).invitation) + 1


def test_practice_is_summed_up_over_time(plan: Plan) -> None:
    entry = {"question": "exam_1_story", "honest": 4, "specific": 2, "confident": 3}
    rows = [entry | {"date": "2026-09-02", "specific": 4, "seconds": 80}, entry | {"date": "2026-08-02"}]
    other = entry | {"question": "usual_1_you", "date": "2026-08-20"}
    first, second = plan(**CALM, rehearsals=[*rows, other]).practice
    assert [each.date for each in first.entries] == [date(2026, 8, 2), date(2026, 9, 2)]
    assert (first.question, first.weakest) == ("exam_1_story", "confident")
    assert (second.question, second.weakest) == ("usual_1_you", "specific")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 9, 10), "Say each answer aloud"),
        (date(2026, 11, 10), "Say each answer aloud"),
        (date(2027, 2, 20), "Most interviews are over by now: this is for a late one, and for SOAP"),
        (date(2027, 6, 1), "are over: keep this for a next one"),
    ],
)
def test_what_is_over_is_not_advised(facts: Facts, directory: Directory, person: Person, day: date, said: str) -> None:
    found = plan_interviews(facts, directory, person(**CALM), day)
    assert said in found.answer[2]
    # A text that is sent cannot be brought in line any more.
    assert found.texts_are_out is (date(2026, 10, 1) < day < date(2027, 4, 1))


def test_the_rubric_explains_each_mark_that_is_typed(plan: Plan) -> None:
    assert [key for key, _, _ in plan(**CALM).rubric] == ["honest", "specific", "confident"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_can_be_prepared(
    facts: Facts, directory: Directory, example: Callable[[str], Profile], name: str
) -> None:
    found = plan_interviews(facts, directory, example(name), TODAY)
    assert len(found.answer) == 3
    assert found.questions
    assert all(len(each.boxes) == 4 for each in found.outlines)
