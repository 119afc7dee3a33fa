"""Nothing impossible is advised: to graduates, to those without time, on days on which only waiting is left."""

import functools
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from guidance.people import BASE, Person, Read, keys, merged, one
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartpick.facts import Facts, open_facts
from smartpick.guidance import Answer, ListFigures, answers, assess
from smartpick.guidance.packet import make_packet
from smartpick.guidance.plan import Plan, make_plan
from smartpick.profile import Profile
from smartpick.programs import Directory, load_directory
from smartpick.vocabulary import Stage

JUNE, MONDAY, APRIL = date(2026, 6, 15), date(2027, 3, 15), date(2027, 4, 10)
WEAK: dict[str, Any] = {"exams": {"step2_ck": [{"date": "2026-04-14", "result": "pass", "score": 222}]}}
GRADUATE: dict[str, Any] = {"type": "non_us_citizen_img", "graduation_date": "2021-06-30"}

Planned = Callable[..., Plan]
Asked = Callable[..., Answer]


@pytest.fixture(scope="session")
def plan(facts: Facts, directory: Directory, person: Person) -> Planned:
    return lambda today=JUNE, **changes: make_plan(facts, directory, person(**changes), today)


@pytest.fixture
def ask(facts: Facts, directory: Directory, person: Person, figures: ListFigures) -> Asked:
    def ask_one(key: str, today: date, stage: Stage, p_match: float = 0.8, **changes: Any) -> Answer:
        chance = replace(figures.p_match, mean=p_match)
        at = replace(figures, stage=stage, is_planning=stage in {Stage.PREPARING, Stage.OPEN}, p_match=chance)
        (found,) = answers(facts, directory, person(**changes), today, at, (key,))
        return found

    return ask_one


def task_keys(made: Plan) -> set[str]:
    return {each.key for each in made.tasks}


def text_of(made: Plan, key: str) -> str:
    return next(each.text for each in made.tasks if each.key == key)


def test_student_rotations_are_no_advice_for_graduates(read: Read) -> None:
    assert "away_rotation" in {each.key for each in read(today=JUNE).offsets}
    graduate = read(today=JUNE, applicant=GRADUATE)
    assert "away_rotation" not in {each.key for each in graduate.offsets}
    # One that was done still counts.
    done = [{"kind": "away_rotation", "place": "Fontana", "is_done": True}]
    assert "away_rotation" in {each.key for each in read(today=JUNE, applicant=GRADUATE, us_experience=done).offsets}


def test_a_low_score_is_answered_where_an_exam_is_left(read: Read) -> None:
    senior = one(read(**WEAK), "recovery_not_shown")
    assert not senior.can_change
    assert "No exam with a number is left" in senior.text
    graduate = one(read(applicant=GRADUATE, **WEAK), "recovery_not_shown")
    assert "Step 3" in graduate.can_change
    assert "applicant.graduation_date" in graduate.fields


def test_hands_on_work_comes_with_the_visas_question(plan: Planned) -> None:
    without = text_of(plan(applicant=GRADUATE), "ask_hands_on")
    needing = text_of(plan(applicant=GRADUATE, visa={"status": "needs_visa"}), "ask_hands_on")
    assert "visa" not in without
    assert "visa" in needing


@pytest.mark.parametrize(("accepts", "word", "other"), [(["j1"], "J-1", "H-1B"), (["h1b"], "H-1B", "J-1")])
def test_programs_are_asked_about_her_visa(plan: Planned, accepts: list[str], word: str, other: str) -> None:
    text = text_of(plan(applicant=GRADUATE, visa={"status": "needs_visa", "accepts": accepts}), "ask_visa")
    assert word in text
    assert other not in text


@pytest.mark.parametrize(("today", "is_in_time"), [(date(2026, 11, 19), True), (date(2026, 11, 20), False)])
def test_step3_is_advised_only_while_it_can_be_studied_for(plan: Planned, today: date, *, is_in_time: bool) -> None:
    ready = {
        "applicant": GRADUATE,
        "ecfmg": {"certified": True},
        "visa": {"status": "needs_visa", "accepts": ["h1b"]},
    }
    made = plan(today=today, **ready)
    assert ("step3" in task_keys(made)) is is_in_time
    assert ("step3" in {each.key for each in made.too_late}) is not is_in_time


def test_a_reapplicant_prepares_another_question(plan: Planned) -> None:
    earlier = [{"season": 2026, "applications": 142, "interviews": 2, "outcome": "unmatched"}]
    assert "last season" in text_of(plan(earlier_seasons=earlier), "practice_interviews")
    assert "last season" not in text_of(plan(), "practice_interviews")
    assert "earlier_seasons" in next(t for t in plan().tasks if t.key == "practice_interviews").fields


def test_one_specialty_with_a_low_chance_is_a_decision_while_letters_can_be_asked_for(plan: Planned) -> None:
    low = {"applicant": GRADUATE, "visa": {"status": "needs_visa"}, **WEAK}
    assert "second_specialty" in task_keys(plan(**low))
    assert "second_specialty" not in task_keys(plan())
    two = {"goals": {"specialties": ["Family Medicine", "Internal Medicine"]}}
    assert "second_specialty" not in task_keys(plan(**low, **two))
    assert "second_specialty" not in task_keys(plan(today=date(2026, 9, 5), **low))
    assert plan(**low).support
    assert not plan().support


def test_monday_of_match_week_asks_for_nothing(plan: Planned) -> None:
    made = plan(today=MONDAY)
    assert "10:00" in made.answer[1]
    assert "nothing has to be done" in made.answer[1]
    assert {each.key for each in made.too_late} <= {"rank_list", "step3"}


def test_numbers_of_applications_are_no_answer_once_lists_are_in(ask: Asked) -> None:
    for today, stage in ((date(2027, 2, 10), Stage.RANKING), (MONDAY, Stage.SOAP), (APRIL, Stage.OVER)):
        for key in ("how_many", "failed_step1"):
            failed = {
                "exams": {"step1": [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}]}
            }
            found = ask(key, today, stage, **failed)
            assert not found.figures
            assert "%" not in " ".join(found.lines)
    over = ask("how_many", APRIL, Stage.OVER)
    assert "season of your profile to 2028" in " ".join(over.lines)
    assert "interviews" not in " ".join(ask("away", MONDAY, Stage.SOAP).lines)
    assert "next season" in " ".join(ask("mention_scores", MONDAY, Stage.SOAP, **WEAK).lines)


STAGE_DAYS = {
    Stage.PREPARING: JUNE,
    Stage.OPEN: date(2026, 9, 10),
    Stage.SUBMITTED: date(2026, 9, 28),
    Stage.INTERVIEWING: date(2026, 11, 26),
    Stage.RANKING: date(2027, 2, 10),
    Stage.MATCH_WEEK: date(2027, 3, 10),
    Stage.SOAP: date(2027, 3, 16),
    Stage.OVER: APRIL,
}
PAST = {
    Stage.SUBMITTED: ("before programs read", "Make the list"),
    Stage.INTERVIEWING: ("before programs read", "Make the list", "goes out today"),
    Stage.RANKING: ("begun to read", "goes out today", "interviews now", "Log where you applied", "sent in time"),
}
PAST[Stage.MATCH_WEEK] = (*PAST[Stage.RANKING], "Interviews decide now", "rank every place", "shows the chance")
PAST[Stage.SOAP] = (*PAST[Stage.MATCH_WEEK], "comes on Monday")
PAST[Stage.OVER] = (*PAST[Stage.SOAP], "This week", "SOAP")
"""Stage → words that could only be said before it."""


@pytest.mark.parametrize("stage", list(STAGE_DAYS))
@pytest.mark.parametrize(
    "changes",
    [
        {"exams": {"step1": [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}]}},
        {"exams": {"step1": [{"date": "2024-05-21", "result": "fail"}], "step2_ck": []}},
        {"applicant": GRADUATE, **WEAK},
    ],
    ids=["passed", "open", "graduate"],
)
def test_no_answer_says_what_its_stage_has_closed(ask: Asked, stage: Stage, changes: dict[str, Any]) -> None:
    for key in ("failed_step1", "away", "mention_scores", "how_many"):
        found = ask(key, STAGE_DAYS[stage], stage, 0.3, **changes)
        said = " ".join([*found.lines, found.next_action, *(f"{row.text} {row.why}" for row in found.conditions)])
        for words in PAST.get(stage, ()):
            assert words not in said, f"{key}: {said}"
        assert found.by is None or found.by >= STAGE_DAYS[stage]
        if stage in PAST and stage is not Stage.SUBMITTED:
            assert found.by is None


def test_a_rotation_after_the_season_is_told_for_the_next_one(ask: Asked) -> None:
    """A final-year student is a graduate by then; a third-year student is not."""
    senior = ask("away", APRIL, Stage.OVER)
    assert "as a graduate" in senior.lines[0]
    assert "about 12 weeks before programs begin to read" in senior.lines[0]
    assert "season of your profile to 2028" in senior.next_action
    later = ask("away", APRIL, Stage.OVER, applicant={"type": "us_md_senior", "graduation_date": "2028-05-19"})
    assert "as a graduate" not in later.lines[0]
    # In the week of the Match, what a rotation would do is no figure that anybody can use.
    week = ask("away", MONDAY, Stage.SOAP)
    assert len(week.lines) == 1
    assert not week.figures
    assert not week.fact_ids


def test_bad_news_is_said_plainly_with_what_could_move_it(ask: Asked) -> None:
    good = " ".join(ask("how_many", JUNE, Stage.PREPARING).lines)
    bad = ask("how_many", JUNE, Stage.PREPARING, 0.1)
    text = " ".join(bad.lines)
    assert "more likely to end without a match" in text
    assert "more likely to end without a match" not in good
    assert "second specialty" in text
    assert bad.support
    two = {"goals": {"specialties": ["Family Medicine", "Pediatrics"]}}
    assert "second specialty" not in " ".join(ask("how_many", JUNE, Stage.PREPARING, 0.1, **two).lines)
    needing = ask("how_many", JUNE, Stage.PREPARING, 0.1, visa={"status": "needs_visa"})
    assert "visa" in " ".join(needing.lines)


def test_questions_for_an_advisor_fit_the_week(facts: Facts, directory: Directory, person: Person) -> None:
    said = {}
    shown = person(earlier_seasons=[{"season": 2026, "outcome": "unmatched"}])
    for today in (JUNE, date(2026, 11, 20), date(2027, 2, 10), MONDAY, APRIL):
        made = make_packet(
            shown, assess(facts, directory, shown, today), make_plan(facts, directory, shown, today), None
        )
        said[today] = "\n".join(text for text, _ in made.sections[-1].lines)
    assert len(set(said.values())) == len(said)
    assert "interviews should I practice" not in said[MONDAY] + said[APRIL]


EXAM = st.fixed_dictionaries(
    {"result": st.sampled_from(["pass", "fail", None])},
    optional={
        "score": st.integers(150, 300),
        "date": st.dates(date(2019, 1, 1), date(2026, 6, 1)).map(str),
        "planned_date": st.dates(date(2026, 1, 1), date(2027, 6, 1)).map(str),
    },
)
PEOPLE = st.fixed_dictionaries(
    {
        "applicant": st.fixed_dictionaries(
            {
                "type": st.sampled_from(
                    ["us_md_senior", "us_md_graduate", "us_do_senior", "us_citizen_img", "non_us_citizen_img"]
                ),
                "graduation_date": st.sampled_from([None, "1996-06-30", "2021-06-30", "2027-05-21", "2031-05-20"]),
            }
        ),
        "exams": st.fixed_dictionaries(
            {
                "step1": st.lists(EXAM, max_size=3),
                "step2_ck": st.lists(EXAM, max_size=3),
                "comlex1": st.lists(st.sampled_from([{"result": "pass"}, {"result": "fail"}]), max_size=2),
                "comlex2": st.lists(st.sampled_from([{"result": "pass", "score": 512}, {"result": None}]), max_size=2),
            }
        ),
        "visa": st.sampled_from(
            [{"status": None}, {"status": "needs_visa"}, {"status": "needs_visa", "accepts": ["j1"]}]
        ),
        "goals": st.fixed_dictionaries(
            {
                "specialties": st.sampled_from(
                    [["Family Medicine"], ["Dermatology"], ["Urology", "Internal Medicine"]]
                ),
                "areas": st.sampled_from(
                    [{}, {"tier1": ["los-angeles-county"], "anywhere": False}, {"tier1": ["Nowhere"]}]
                ),
            }
        ),
    }
)


@functools.cache
def world() -> tuple[Facts, Directory]:
    """Return facts and programs, once; as arguments they would be written out with every failing example."""
    facts = open_facts()
    return facts, load_directory(facts)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=PEOPLE, today=st.dates(date(2026, 1, 5), date(2027, 5, 30)))
def test_whoever_it_is_gets_a_reading_a_plan_and_a_packet(changes: dict[str, Any], today: date) -> None:
    """Missing fields, only COMLEX, no scores, graduation ahead or thirty years ago: no plan begins before today."""
    facts, directory = world()
    if not changes["applicant"]["type"].startswith("us_do"):
        # COMLEX of anybody else is refused before it comes here.
        changes = {**changes, "exams": {**changes["exams"], "comlex1": [], "comlex2": []}}
    shown = Profile.model_validate(merged(BASE, changes))
    read, made = assess(facts, directory, shown, today), make_plan(facts, directory, shown, today)
    packet = make_packet(shown, read, made, None, ["exams,visa"])
    assert len(read.answer) == len(made.answer) == 3
    for task in made.tasks:
        assert today <= task.start <= task.due <= today + timedelta(days=1200)
    for finding in (*read.findings, *made.notes):
        assert finding.text.strip()
        assert "None" not in finding.text.split()
        assert "nan" not in finding.text.split()
    said = " ".join(text for section in packet.sections for text, _ in section.lines)
    assert "Step 2 CK:" not in said
    graduated = shown.applicant.graduation_date is not None and shown.applicant.graduation_date < today
    if graduated:
        assert "ask_rotation" not in {task.key for task in made.tasks}
    assert keys(read)
