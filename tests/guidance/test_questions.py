"""The four questions: rows S64, S66 and S78 to S81, each from the same engines and with the list's own figures."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from guidance.people import TODAY, Person
from hypothesis import given
from hypothesis import strategies as st

from smartpick.errors import RequestError
from smartpick.facts import Facts
from smartpick.guidance import QUESTIONS, Answer, ListFigures, Range, answers, assess, question_of
from smartpick.guidance.plan import make_plan
from smartpick.profile import public_view
from smartpick.programs import Directory
from smartpick.vocabulary import Stage

FAILED = [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}]
Ask = Callable[..., Answer]


@pytest.fixture
def ask(facts: Facts, directory: Directory, person: Person, figures: ListFigures) -> Ask:
    """Return the answer to one question for a person like the base one."""

    def ask_one(key: str, *, today: date = TODAY, list_figures: ListFigures = figures, **changes: Any) -> Answer:
        (found,) = answers(facts, directory, person(**changes), today, list_figures, (key,))
        return found

    return ask_one


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("I failed step 1, can I still match in LA?", "failed_step1"),
        ("Is an away rotation worth it?", "away"),
        ("should I MENTION my score in the personal statement", "mention_scores"),
        ("How many programs should I apply to?", "how_many"),
        ("4", "how_many"),
        ("away", "away"),
        *((question, key) for key, question in QUESTIONS.items()),
    ],
)
def test_a_question_is_told_by_its_words(text: str, key: str) -> None:
    assert question_of(text) == key


@given(st.text(max_size=3000))
def test_any_text_is_a_question_or_is_refused_with_the_list_of_them(text: str) -> None:
    try:
        key = question_of(text)
    except RequestError as error:
        key, fixes = "", [each.fix for each in error.problems]
    assert key in QUESTIONS or ["Ask by number" in fix for fix in fixes] == [True]


def test_a_record_without_a_fail_is_not_asked_about_one(ask: Ask) -> None:
    assert ask("failed_step1").verdict == "does not apply"


def test_the_four_conditions_are_read_from_the_record(ask: Ask) -> None:
    good: dict[str, Any] = {
        "exams": {"step1": FAILED},
        "clerkships": [{"name": "Family Medicine", "is_honors": True}],
        "us_experience": [{"kind": "sub_internship"}],
        "letters": [
            {"writer_role": "a", "weeks_supervised": 6, "status": "agreed", "knows_growth": True},
            {"writer_role": "b", "weeks_supervised": 4, "status": "uploaded"},
        ],
    }
    found = ask("failed_step1", **good)
    assert [each.state for each in found.conditions] == ["met"] * 4
    assert found.verdict == "possible"
    less = ask("failed_step1", exams={"step1": FAILED}, goals={"areas": {"anywhere": False}})
    assert [each.state for each in less.conditions] == ["met", "unknown", "unknown", "not met"]
    assert less.next_action != found.next_action
    waiting = ask("failed_step1", exams={"step1": FAILED, "step2_ck": []})
    assert waiting.conditions[0].state == "unknown"
    assert ask("failed_step1", exams={"step1": FAILED[:1]}).verdict == "not yet"


def test_the_lists_figures_are_shown_as_they_are(ask: Ask, figures: ListFigures) -> None:
    found = ask("failed_step1", exams={"step1": FAILED})
    assert found.figures["p_match"] == figures.p_match
    assert any("83 % (61 to 95 %)" in line for line in found.lines)
    many = ask("how_many")
    assert many.verdict == "61"
    assert many.figures["expected_interviews"] == figures.expected_interviews
    text = " ".join(many.lines)
    for words in ("61 programs", "$1,312", "7.3 interview offers (3.1 to 12.2)", "0.07 percentage points", "60 to 100"):
        assert words in text
    assert "14 programs" in text
    other = ask("how_many", list_figures=replace(figures, programs=44, p_match=Range(0.5, 0.3, 0.7)))
    assert other.verdict == "44"
    assert "50 % (30 to 70 %)" in " ".join(other.lines)


def test_no_comfort_where_the_figures_give_none(ask: Ask, figures: ListFigures) -> None:
    low = replace(figures, area_p_match=Range(0.08, 0.005, 0.26))
    assert ask("failed_step1", exams={"step1": FAILED}, list_figures=low).lines[0].startswith("It is possible, and on")
    high = replace(figures, area_p_match=Range(0.9, 0.8, 0.97))
    assert ask("failed_step1", exams={"step1": FAILED}, list_figures=high).lines[0].startswith("Yes, it is possible.")


def test_a_comlex_score_under_the_mean_counts_as_low(ask: Ask) -> None:
    def verdict(score: int) -> str:
        exams = {"step1": [], "step2_ck": [], "comlex2": [{"date": "2026-05-12", "result": "pass", "score": score}]}
        return ask("mention_scores", applicant={"type": "us_do_senior"}, exams=exams).verdict

    assert (verdict(519), verdict(520)) == ("no", "no need")


def test_little_to_rest_a_season_on_is_said_for_low_scores_only(ask: Ask) -> None:
    low = {"exams": {"step1": FAILED}}
    assert "little to rest a season on" in " ".join(ask("how_many", **low).lines)
    assert "little to rest a season on" not in " ".join(ask("how_many").lines)


def test_what_moves_the_number_is_told_item_by_item(
    facts: Facts, directory: Directory, person: Person, figures: ListFigures
) -> None:
    from smartpick.guidance._ground import ground_of

    who = person(
        applicant={"type": "non_us_citizen_img", "graduation_date": "2019-06-30"},
        exams={"step1": FAILED},
        visa={"status": "needs_visa", "accepts": ["j1"]},
    )
    basis = ground_of(facts, directory, who, TODAY).basis
    (found,) = answers(facts, directory, who, TODAY, replace(figures, basis=basis), ("how_many",))
    fields = [name for row in found.conditions for name in row.fields]
    for name in ("applicant.type", "exams.step2_ck", "exams.step1", "applicant.graduation_date", "visa.status"):
        assert name in fields
    assert all(row.state != "counted" or "odds" in row.why or "base rate" in row.why for row in found.conditions)
    assert found.fact_ids


def test_nothing_is_sold_after_applications_are_in(ask: Ask, figures: ListFigures) -> None:
    late = replace(figures, is_planning=False, stage=Stage.INTERVIEWING)
    november = date(2026, 11, 25)
    sent = [{"program_code_nrmp": "1067120C0", "event": "applied", "date": "2026-09-20"}]
    many = ask("how_many", today=november, list_figures=late, season_log=sent)
    assert many.verdict == "applications are in"
    assert not many.next_action
    assert ask("away", today=november, list_figures=late).verdict == "too late"
    told = ask("failed_step1", today=november, list_figures=late, exams={"step1": FAILED}, season_log=sent)
    assert "Applications are in" in told.next_action


@pytest.mark.parametrize(
    ("day", "stage", "task", "said"),
    [
        (date(2026, 9, 24), Stage.SUBMITTED, "submit_now", "goes out today"),
        (date(2026, 11, 25), Stage.INTERVIEWING, "log_applied", "ask an advisor before you pay"),
    ],
)
def test_answers_take_nothing_as_sent_that_the_plan_asks_to_be_sent(
    ask: Ask,
    facts: Facts,
    directory: Directory,
    person: Person,
    figures: ListFigures,
    day: date,
    stage: Stage,
    task: str,
    said: str,
) -> None:
    exams = {"step1": FAILED, "step2_ck": [{"date": "2026-04-14", "result": "pass", "score": 219}]}
    assert task in {each.key for each in make_plan(facts, directory, person(exams=exams), day).tasks}
    late = replace(figures, is_planning=False, stage=stage)
    many = ask("how_many", today=day, list_figures=late, exams=exams)
    failed = ask("failed_step1", today=day, list_figures=late, exams=exams)
    mention = ask("mention_scores", today=day, list_figures=late, exams=exams)
    everything = " ".join((*many.lines, many.verdict, failed.next_action, *mention.lines))
    assert said in " ".join(many.lines)
    assert "pplications are in" not in everything
    assert "statement is sent;" not in everything


def test_a_rotation_is_weighed_against_cost_and_study(ask: Ask, figures: ListFigures) -> None:
    ready: dict[str, Any] = {
        "season": 2028,
        "applicant": {"graduation_date": "2028-05-20"},
        "availability": {"free_months": ["2027-06-01"]},
        "us_experience": [{"kind": "away_rotation", "cost_usd": 400.0, "is_done": False}],
        "budget": {"usd": 2000.0},
        "goals": {"programs": [{"program_code_nrmp": "1067120C0", "desire": 5}]},
        "clerkships": [{"name": "Surgery", "is_honors": True}],
    }

    def asked(**more: Any) -> Answer:
        return ask("away", today=date(2027, 2, 1), list_figures=replace(figures, season=2028), **{**ready, **more})

    assert asked().verdict == "worth it"
    assert any("$400" in row.why for row in asked().conditions)
    ahead = asked(exams={"step2_ck": [{"planned_date": "2027-06-20"}]})
    assert ahead.verdict == "maybe"
    assert any("20 June 2027" in row.why for row in ahead.conditions)
    dear = asked(us_experience=[{"kind": "away_rotation", "cost_usd": 1900.0, "is_done": False}])
    (cost,) = [row for row in dear.conditions if "budget.usd" in row.fields]
    assert cost.state == "not met"


def test_a_graduate_is_sent_to_the_host_while_a_letter_can_come_in_time(ask: Ask) -> None:
    graduate = {"type": "us_citizen_img", "graduation_date": "2025-05-30"}
    assert ask("away", today=date(2026, 6, 1), applicant=graduate).verdict == "ask the host"
    late = ask("away", applicant=graduate)
    assert late.verdict == "too late for a letter"
    assert "New hands-on work comes too late" in late.lines[0]


@pytest.mark.parametrize("kind", ["us_md_senior", "us_citizen_img"])
@pytest.mark.parametrize(
    "day", [date(2026, 6, 1), date(2026, 7, 1), date(2026, 7, 2), date(2026, 8, 20), date(2026, 9, 22)]
)
def test_the_plan_and_the_answer_agree_on_a_new_rotation(
    facts: Facts, directory: Directory, person: Person, ask: Ask, kind: str, day: date
) -> None:
    """Both take the weeks to be placed and to work from the same benchmarks: 1 July 2026 is the last day."""
    applicant = {"type": kind, "graduation_date": "2025-05-30" if kind == "us_citizen_img" else "2027-05-21"}
    free = {"free_months": ["2026-08-01"]}
    changes: dict[str, Any] = {"applicant": applicant, "availability": free}
    made = make_plan(facts, directory, person(**changes), day)
    is_late_by_plan = any(each.key == "rotation" for each in made.too_late)
    assert (ask("away", today=day, **changes).verdict == "too late for a letter") is is_late_by_plan
    assert is_late_by_plan is (day > date(2026, 7, 1))


def test_a_rotation_that_is_arranged_in_time_is_not_called_too_late(ask: Ask) -> None:
    arranged = {"kind": "away_rotation", "place": "Olive View", "start": "2026-08-03", "end": "2026-08-28"}
    told = ask("away", today=date(2026, 7, 20), us_experience=[arranged])
    assert told.verdict == "too late for a letter"
    assert "The one that you have arranged at Olive View ends in time" in told.lines[0]


def test_an_open_first_exam_comes_before_everything(ask: Ask, figures: ListFigures) -> None:
    open_one: dict[str, Any] = {"exams": {"step1": FAILED[:1], "step2_ck": []}}
    told = ask("failed_step1", **open_one)
    assert "have not passed it yet" in told.question
    assert told.verdict == "not yet"
    assert told.next_action.startswith("Pass Step 1")
    assert ask("how_many", **open_one).lines[0].startswith("Nothing of this holds before Step 1 is passed")
    next_year = replace(figures, season=2028)
    away = ask("away", today=date(2027, 2, 1), list_figures=next_year, season=2028, **open_one)
    assert any(row.fields == ("exams.step1",) and row.state == "not met" for row in away.conditions)


def test_the_season_s_own_steps_stand_in_the_answer(ask: Ask, figures: ListFigures) -> None:
    steps = (("No invitation is in your log yet", "If offers have come, log them."),)
    late = replace(figures, is_planning=False, stage=Stage.INTERVIEWING, now=steps)
    many = ask("how_many", today=date(2026, 11, 25), list_figures=late)
    text = " ".join(many.lines)
    assert "No invitation is in your log yet. If offers have come, log them." in text
    assert "sent in time" in text
    early = " ".join(ask("how_many").lines)
    assert "sent in time" not in early
    assert "log" not in early


def test_a_score_and_a_fail_name_the_fields_that_they_come_from(
    facts: Facts, directory: Directory, person: Person, figures: ListFigures
) -> None:
    from smartpick.guidance._ground import ground_of

    def fields(**changes: Any) -> list[tuple[str, ...]]:
        who = person(**changes)
        basis = ground_of(facts, directory, who, TODAY).basis
        (found,) = answers(facts, directory, who, TODAY, replace(figures, basis=basis), ("how_many",))
        return [row.fields for row in found.conditions]

    practice = [{"exam": "step2_ck", "name": "NBME 11", "date": "2026-08-20", "score": 231}]
    assert ("exams.practice",) in fields(exams={"step2_ck": [], "practice": practice})
    assert ("exams.step2_ck",) in fields()
    level1 = {"step1": [], "step2_ck": [], "comlex1": FAILED, "comlex2": [{"result": "pass", "score": 520}]}
    assert ("exams.comlex1",) in fields(applicant={"type": "us_do_senior"}, exams=level1)


def test_a_private_change_tells_nothing_to_an_export(
    facts: Facts, directory: Directory, person: Person, figures: ListFigures
) -> None:
    """An evaluation is private unless it says otherwise: no state, count or verdict may follow from it."""

    def told(*steps: dict[str, Any]) -> Answer:
        who = public_view(person(exams={"step1": FAILED}, remediation=list(steps)))
        (found,) = answers(facts, directory, who, TODAY, figures, ("mention_scores",))
        return found

    hidden, tutoring = {"kind": "evaluation", "note": "neuropsychology"}, {"kind": "tutoring"}
    assert told(hidden) == told()
    assert told(hidden, tutoring) == told(tutoring)
    assert any(row.why == "1 change told." for row in told(hidden, tutoring).conditions)
    assert any(row.why == "2 changes told." for row in told(tutoring, tutoring).conditions)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "no need"),
        ({"exams": {"step1": FAILED, "step2_ck": []}}, "no"),
        ({"exams": {"step1": FAILED}}, "optional"),
        ({"exams": {"step1": FAILED}, "remediation": [{"kind": "tutoring"}]}, "optional"),
        (
            {
                "exams": {"step1": FAILED},
                "remediation": [{"kind": "tutoring"}],
                "setbacks": [{"kind": "family", "is_resolved": True, "is_private": False}],
            },
            "yes",
        ),
        ({"exams": {"step1": FAILED}, "setbacks": [{"kind": "illness", "is_resolved": True}]}, "advisor first"),
    ],
)
def test_mentioning_scores_follows_three_conditions(ask: Ask, changes: dict[str, Any], verdict: str) -> None:
    found = ask("mention_scores", **changes)
    assert found.verdict == verdict
    assert "illness" not in repr(found)
    if verdict not in {"no need", "optional"}:
        assert "advisor" in f"{found.lines} {found.next_action}".lower()


def test_the_answer_on_mentioning_agrees_with_the_assessment(
    facts: Facts, directory: Directory, person: Person, ask: Ask
) -> None:
    who: dict[str, Any] = {"exams": {"step1": FAILED}}
    (recovery,) = assess(facts, directory, person(**who), TODAY).of("recovery")
    assert recovery.key == f"recovery_{ask('mention_scores', **who).figures['recovery']}"


def test_a_chance_near_nothing_is_not_called_possible(ask: Ask, figures: ListFigures) -> None:
    never = replace(figures, area_p_match=Range(0.008, 0.001, 0.03), p_match=Range(0.009, 0.001, 0.03))
    told = ask("failed_step1", exams={"step1": FAILED}, list_figures=never)
    assert told.verdict == "very unlikely"
    assert told.lines[0].startswith("It is not ruled out, and on these figures very unlikely.")
    assert told.support
    assert not ask("failed_step1", exams={"step1": FAILED}, list_figures=replace(figures, area_p_match=None)).support


def test_bad_figures_in_season_are_said_plainly_with_somebody_to_call(ask: Ask, figures: ListFigures) -> None:
    late = replace(figures, is_planning=False, stage=Stage.INTERVIEWING, p_match=Range(0.09, 0.01, 0.33))
    told = ask("how_many", today=date(2026, 11, 26), list_figures=late)
    assert "more likely to end without a match than with one" in " ".join(told.lines)
    assert told.support
    for day in (date(2027, 3, 16), date(2027, 4, 2)):
        assert ask("how_many", today=day, list_figures=late).support


def test_the_range_for_low_scores_is_not_held_against_others(ask: Ask) -> None:
    assert "none of yours reads as low" in " ".join(ask("how_many").lines)
    assert "Common advice for low scores" in " ".join(ask("how_many", exams={"step1": FAILED}).lines)


def test_a_failed_step_2_is_sent_to_where_it_is_read(ask: Ask) -> None:
    retaken = [
        {"date": "2025-05-21", "result": "fail"},
        {"date": "2025-10-15", "result": "pass", "score": 240},
    ]
    told = ask("failed_step1", exams={"step2_ck": retaken})
    assert told.verdict == "does not apply"
    assert "Step 2 CK" in told.lines[1]
