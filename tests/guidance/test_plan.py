"""The plan knows the stage: nothing overdue, nothing impossible, what is too late is said and replaced."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from guidance.people import BASE, Person, merged
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.facts import Facts
from smartpick.guidance import Finding
from smartpick.guidance.plan import Plan, make_plan
from smartpick.profile import Profile, public_view
from smartpick.programs import Directory
from smartpick.vocabulary import Stage

EXAMPLES = (
    "dermatology-la-only",
    "do-comlex-only",
    "high-scorer",
    "non-us-img-visa",
    "reapplicant",
    "third-year",
    "us-img-step2-fail",
    "us-md-la-step1-fail",
)
STAGES = {
    Stage.PREPARING: -120,
    Stage.OPEN: 40,
    Stage.SUBMITTED: 5,
    Stage.INTERVIEWING: 60,
    Stage.RANKING: 5,
    Stage.MATCH_WEEK: 1,
    Stage.SOAP: 1,
    Stage.MATCH_DAY: 0,
    Stage.OVER: 10,
}
FAILED = [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}]
AHEAD: dict[str, Any] = {
    "season": 2028,
    "applicant": {"graduation_date": "2028-05-19"},
    "exams": {"step1": FAILED, "step2_ck": [{"planned_date": "2027-06-15"}]},
}

Planned = Callable[..., Plan]


@pytest.fixture(scope="session")
def plan(facts: Facts, directory: Directory, person: Person) -> Planned:
    """Return the plan of a person like the base one."""

    def made(*, today: date = date(2026, 9, 10), own: dict[str, object] | None = None, **changes: Any) -> Plan:
        return make_plan(facts, directory, person(**changes), today, None, own)

    return made


def day_in(stage: Stage, season: int) -> date:
    """Return a day of a stage, from the days on which the stages begin."""
    starts = {
        Stage.PREPARING: date(season - 1, 6, 3),
        Stage.OPEN: date(season - 1, 6, 3),
        Stage.SUBMITTED: date(season - 1, 9, 23),
        Stage.INTERVIEWING: date(season - 1, 10, 14),
        Stage.RANKING: date(season, 2, 1),
        Stage.MATCH_WEEK: date(season, 3, 4),
        Stage.SOAP: date(season, 3, 15),
        # The third Friday of March.
        Stage.MATCH_DAY: next(day for day in (date(season, 3, at) for at in range(15, 22)) if day.weekday() == 4),
        Stage.OVER: date(season, 3, 19),
    }
    return starts[stage] + timedelta(days=STAGES[stage])


def task_keys(made: Plan) -> set[str]:
    return {task.key for task in made.tasks}


def note(made: Plan, key: str) -> Finding:
    """Return the first note with this key."""
    return next(each for each in made.notes if each.key == key)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_overdue_or_impossible_at_any_stage(
    facts: Facts, directory: Directory, example: Callable[[str], Profile], name: str, stage: Stage
) -> None:
    profile = example(name)
    today = day_in(stage, profile.season or 2027)
    made = make_plan(facts, directory, profile, today)
    assert made.stage is stage
    assert len(made.answer) == 3
    keys = task_keys(made)
    assert len(keys) == len(made.tasks)
    for task in made.tasks:
        assert today <= task.start <= task.due, task
    early = {"statement", "list", "signals", "readiness", "submit", "ask_letters", "ask_people", "ask_visa", "again"}
    early |= {"ask_rotation", "ask_hands_on", "find_open_houses", "programs_read"}
    if stage not in {Stage.PREPARING, Stage.OPEN}:
        assert not keys & early
    if stage.is_past_interviews:
        assert not keys & {"watch_offers", "practice_interviews", "service", "research", "register_nrmp"}
    if stage.is_closed:
        assert not keys & {"certify_first", "rank_deadline"}
    if stage is Stage.OVER:
        assert keys <= {"debrief", "next_season_begins"}
        assert not made.too_late
    if stage is Stage.MATCH_DAY:
        assert keys == {"match_day", "debrief", "next_season_begins"}
        assert made.now == ("match_day",)
        assert not made.too_late
        # Both outcomes, in the answer and in what matters now.
        day = next(task for task in made.tasks if task.key == "match_day")
        for text in (" ".join(made.answer), day.text):
            assert "If you matched" in text
            assert "f you did not" in text
    if stage not in {Stage.PREPARING, Stage.OPEN, Stage.MATCH_DAY, Stage.OVER}:
        assert made.too_late
        assert all(each.instead for each in made.too_late)


@settings(max_examples=60, deadline=None)
@given(
    today=st.dates(date(2025, 7, 1), date(2027, 12, 31)),
    planned=st.none() | st.dates(date(2025, 7, 1), date(2027, 12, 31)),
    graduated=st.dates(date(2015, 1, 1), date(2028, 6, 1)),
    kind=st.sampled_from(["us_md_senior", "us_do_senior", "us_citizen_img", "non_us_citizen_img", "us_md_graduate"]),
    score=st.none() | st.integers(150, 300),
)
def test_no_day_of_any_profile_is_overdue(
    facts: Facts, directory: Directory, today: date, planned: date | None, graduated: date, kind: str, score: int | None
) -> None:
    practice = [] if score is None else [{"exam": "step2_ck", "name": "form", "date": "2025-06-01", "score": score}]
    ahead = [] if planned is None else [{"planned_date": planned.isoformat()}]
    changes: dict[str, Any] = {
        "applicant": {"type": kind, "graduation_date": graduated.isoformat()},
        "exams": {"step1": FAILED, "step2_ck": ahead, "practice": practice},
        "visa": {"status": "needs_visa", "accepts": ["j1", "h1b"]} if kind == "non_us_citizen_img" else {},
    }
    made = make_plan(facts, directory, Profile.model_validate(merged(BASE, {**changes, "season": 2027})), today)
    assert all(today <= task.start <= task.due for task in made.tasks)
    assert len({task.key for task in made.tasks}) == len(made.tasks)
    assert [*made.tasks] == sorted(made.tasks, key=lambda task: (task.start, task.due, task.key))
    if made.study and made.study.weeks:
        assert today <= made.study.weeks[0].start
        assert made.study.weeks[-1].end < (planned or today)


def test_from_today_to_the_match_and_beyond(plan: Planned) -> None:
    made = plan(today=date(2026, 2, 2))
    keys = [task.key for task in made.tasks]
    for key in ("ask_rotation", "statement", "list", "signals", "submit", "register_nrmp", "practice_interviews"):
        assert key in keys
    for key in (
        "certify_first",
        "rank_deadline",
        "soap_ready",
        "match_monday",
        "soap",
        "match_day",
        "next_season_begins",
    ):
        assert key in keys
    assert "19 March 2027" in made.answer[0]


def test_days_carry_source_confidence_and_zone(plan: Planned) -> None:
    days = {task.key: task for task in plan(today=date(2026, 8, 1)).tasks}
    assert days["programs_read"].at == ("09:00", "America/New_York")
    assert days["programs_read"].confidence == "published"
    assert days["rank_deadline"].at == ("21:00", "America/New_York")
    assert days["rank_deadline"].confidence == "carried"
    assert "check it" in days["rank_deadline"].text
    assert all(days[key].fact_ids for key in ("programs_read", "rank_deadline", "match_day", "register_nrmp"))
    assert days["statement"].confidence == "assumed"


def test_another_service_has_its_own_days(plan: Planned) -> None:
    made = plan(today=date(2026, 8, 1), goals={"specialties": ["Emergency Medicine", "Family Medicine"]})
    days = {task.key: task for task in made.tasks}
    assert "by hand" in days["submit_residencycas_emergency_medicine"].text
    assert "submit_residencycas_emergency_medicine" not in task_keys(plan(today=date(2026, 8, 1)))


def test_an_own_length_moves_the_day(plan: Planned) -> None:
    usual = {task.key: task for task in plan(today=date(2026, 6, 10)).tasks}
    own = plan(today=date(2026, 6, 10), own={"plan_statement_weeks": 4})
    moved = {task.key: task for task in own.tasks}
    assert moved["statement"].start - usual["statement"].start == timedelta(weeks=4)
    assert own.benchmarks["plan_statement_weeks"][::2] == (4, True)


def test_what_is_late_in_the_season_gets_a_week_and_never_stands_in_the_past(plan: Planned) -> None:
    days = {task.key: task for task in plan(today=date(2026, 9, 10)).tasks}
    assert days["statement"].due == date(2026, 9, 17)
    last = plan(today=date(2026, 9, 21))
    assert {"ask_people"}.isdisjoint(task_keys(last))
    assert any(each.key == "asking" and "before you rank" in each.instead for each in last.too_late)


def test_whoever_is_not_registered_is_told_in_time_and_after(plan: Planned) -> None:
    assert "register_nrmp" in task_keys(plan(today=date(2027, 1, 31)))
    late = plan(today=date(2027, 2, 5))
    assert "register_nrmp" not in task_keys(late)
    (said,) = [each for each in late.too_late if each.key == "register_nrmp"]
    assert "late registration" in said.instead


def test_papers_of_an_img_have_their_days(plan: Planned) -> None:
    abroad: dict[str, Any] = {
        "applicant": {"type": "non_us_citizen_img", "graduation_date": "2022-06-30"},
        "visa": {"status": "needs_visa", "accepts": ["h1b"]},
    }
    open_ones = {task.key: task for task in plan(**abroad, ecfmg={"certified": False}).tasks}
    assert open_ones["ecfmg"].due == date(2027, 3, 3)
    # Step 3 needs the certificate first.
    assert "step3" not in open_ones
    certified = {task.key: task for task in plan(**abroad, ecfmg={"certified": True}).tasks}
    assert certified["step3"].due == date(2026, 12, 31)
    assert "ecfmg" not in certified
    assert "ask_visa" in certified
    assert {"ecfmg", "step3", "ask_visa"}.isdisjoint(task_keys(plan()))


def test_the_answer_counts_days_and_names_the_first_thing(plan: Planned) -> None:
    assert "3 days from today" in plan(today=date(2027, 3, 16)).answer[0]
    assert "is 19 March 2027, tomorrow" in plan(today=date(2027, 3, 18)).answer[0]
    assert plan(today=date(2026, 9, 21)).answer[1] == "First: submit the applications, by 22 September 2026."
    over = plan(today=date(2027, 4, 2)).answer
    assert over[0].startswith("Season 2027 is over")
    assert over[1].startswith("If it did not work")


def test_a_letter_is_waited_for_and_the_writer_reminded(plan: Planned) -> None:
    agreed = {"letters": [{"writer_role": "attending", "status": "agreed"}]}
    (task,) = [each for each in plan(today=date(2026, 7, 1), **agreed).tasks if each.key == "letter_1"]
    assert task.owner == "the writer"
    assert "three weeks before 2 September 2026" in task.text
    (late,) = [each for each in plan(today=date(2026, 9, 18), **agreed).tasks if each.key == "letter_1"]
    assert "at once, with the letter's own upload link: it is needed by 22 September 2026" in late.text
    missing = next(each for each in plan(today=date(2026, 7, 1), **agreed).tasks if each.key == "ask_letters")
    assert missing.title == "Ask for 2 more letters"


def test_readiness_says_how_each_part_stands(plan: Planned) -> None:
    (ready,) = [task for task in plan().tasks if task.key == "readiness"]
    said = "\n".join(ready.checklist)
    assert "Step 2 CK: the score is there" in said
    assert "0 uploaded" in said
    more = plan(letters=[{"writer_role": "attending", "status": "uploaded"}])
    (ready,) = [task for task in more.tasks if task.key == "readiness"]
    assert "1 uploaded" in "\n".join(ready.checklist)


def test_a_new_rotation_is_advised_only_while_its_letter_can_be_read(plan: Planned) -> None:
    assert "ask_rotation" in task_keys(plan(today=date(2026, 2, 2)))
    late = plan(today=date(2026, 8, 1))
    assert "ask_rotation" not in task_keys(late)
    assert any(each.key == "rotation" for each in late.too_late)
    graduate = plan(today=date(2026, 2, 2), applicant={"type": "us_citizen_img", "graduation_date": "2024-05-30"})
    assert "ask_rotation" not in task_keys(graduate)
    assert "ask_hands_on" in task_keys(graduate)


def test_a_rotation_says_cost_study_weeks_and_late_letters(plan: Planned) -> None:
    rotation = {
        "kind": "away_rotation",
        "place": "Torrance",
        "start": "2027-05-10",
        "end": "2027-06-04",
        "cost_usd": 850.0,
    }
    (found,) = plan(today=date(2027, 2, 1), us_experience=[rotation], **AHEAD).of("rotation")[:1] or [None]
    texts = " ".join(task.text for task in plan(today=date(2027, 2, 1), us_experience=[rotation], **AHEAD).tasks)
    assert found is not None
    assert "$850" in texts
    assert "takes weeks from the exam on 15 June 2027" in texts
    late = {**rotation, "start": "2027-09-20", "end": "2027-10-15"}
    texts = " ".join(task.text for task in plan(today=date(2027, 2, 1), us_experience=[late], **AHEAD).tasks)
    assert "its letter comes late" in texts


def test_a_rotation_carries_a_checklist_and_its_feedback_is_kept(plan: Planned) -> None:
    ahead = {
        "clerkships": [{"name": "Family Medicine", "date": "2026-11-20"}, {"name": "Surgery", "date": "2025-11-20"}]
    }
    tasks = [task for task in plan(**ahead).tasks if task.key.startswith("clerkship_")]
    assert [task.title for task in tasks] == ["Clerkship: Family Medicine"]
    assert len(tasks[0].checklist) == 5
    done = {"kind": "away_rotation", "place": "Torrance", "start": "2026-07-06", "end": "2026-07-31"}
    assert note(plan(us_experience=[done]), "feedback_log").severity == "watch"
    kept = note(plan(us_experience=[{**done, "note": "Clearer notes.", "feedback": "praise"}]), "feedback_log")
    assert kept.severity == "strength"
    assert "Clearer notes." in kept.text


def test_hosts_are_programs_of_the_first_area_and_wishes_come_first(plan: Planned, directory: Directory) -> None:
    first = note(plan(today=date(2026, 2, 2)), "rotation_sites").text
    listed = first.split(": ", 1)[1].split(". Whether")[0].split("; ")
    assert all("positions in Family Medicine)" in each for each in listed)
    named = [each.rpartition(" (")[0] for each in listed]
    known = {p.institution for p in directory.programs}
    assert set(named) <= known
    wish = next(
        p
        for p in directory.of(["family_medicine"])
        if p.state == "CA" and p.county == "Orange" and p.institution not in named
    )
    goals = {"programs": [{"program_code_nrmp": wish.program_code_nrmp, "desire": 5}]}
    said = note(plan(today=date(2026, 2, 2), goals=goals), "rotation_sites").text
    first_host = said.split("first, then the largest first: ")[1].split("; ")[0]
    assert first_host.startswith(wish.institution)
    assert "your wish" in first_host


def test_a_reapplicant_gets_a_different_plan(plan: Planned) -> None:
    again = {
        "earlier_seasons": [{"season": 2026, "specialties": ["Family Medicine"], "applications": 142, "interviews": 2}]
    }
    made, first = plan(today=date(2026, 7, 1), **again), plan(today=date(2026, 7, 1))
    assert "again" in task_keys(made) - task_keys(first)
    assert "142 applications" in note(made, "again_cause").text
    assert "Step 2 CK, pass" in note(made, "again_new").text
    old = {"exams": {"step2_ck": [{"date": "2025-04-14", "result": "pass", "score": 248}]}}
    assert note(plan(today=date(2026, 7, 1), **again, **old), "again_new").severity == "concern"
    assert "The same specialty" in note(made, "again_specialty").text
    assert not made.support
    sad = {"earlier_seasons": [{"season": 2026, "outcome": "unmatched"}]}
    assert plan(today=date(2026, 7, 1), **sad).support
    other = plan(today=date(2026, 7, 1), goals={"specialties": ["Pathology", "Family Medicine"]}, **again)
    assert "New this time: Pathology " in note(other, "again_specialty").text


def test_boards_rest_on_what_the_applicant_changed(plan: Planned) -> None:
    base = {"exams": {"step1": FAILED}}
    assert note(plan(**base), "boards_first").severity == "watch"
    kept = note(plan(remediation=[{"kind": "question_bank", "exam": "step1"}], **base), "boards_first")
    assert "question bank" in kept.text
    assert {"boards_first", "boards_second", "boards_last"} <= {each.key for each in plan().notes}


def test_what_is_private_is_shown_to_her_and_planned_out_of_exports(
    plan: Planned, facts: Facts, directory: Directory, person: Person
) -> None:
    ill = {"setbacks": [{"kind": "illness", "note": "Ulcerative colitis", "is_documented": True, "is_resolved": True}]}
    changes = {"exams": {"step1": FAILED}, **ill}
    told = plan(today=date(2026, 6, 10), **changes)
    assert note(told, "disclosure").is_private
    assert "disclosure_talk" in task_keys(told)
    shown = make_plan(facts, directory, public_view(person(**changes)), date(2026, 6, 10))
    without = plan(today=date(2026, 6, 10), exams={"step1": FAILED})
    assert repr(shown) == repr(without)
    ticked = {"setbacks": [{**ill["setbacks"][0], "is_private": False}]}
    assert not note(plan(exams={"step1": FAILED}, **ticked), "disclosure").is_private


@pytest.mark.parametrize(
    ("setback", "said"),
    [
        ({"is_resolved": False}, "Do not tell it now"),
        ({"is_resolved": True, "is_documented": True}, "You may tell it briefly"),
        ({"is_resolved": True, "is_documented": False}, "Talk to an advisor first: papers for it"),
    ],
)
def test_disclosure_is_decided_by_papers_control_and_later_results(
    plan: Planned, setback: dict[str, Any], said: str
) -> None:
    made = plan(exams={"step1": FAILED}, setbacks=[{"kind": "illness", **setback}])
    found = note(made, "disclosure")
    assert said in found.text
    assert "illness" not in found.text
    assert "You need not tell it" in found.text
    assert made.support


def test_remediation_lists_what_is_there_and_what_is_missing(plan: Planned) -> None:
    base = {"exams": {"step1": FAILED}}
    assert "told nowhere" in note(plan(**base), "remediation_missing").text
    step = {"kind": "tutoring", "start": "2024-06-01", "is_documented": False}
    made = plan(remediation=[step], **base)
    assert "a paper that shows it" in note(made, "remediation_step").text
    assert "May 2024, October 2024" in note(made, "retake_step1").text
    full = [
        {"kind": "tutoring", "start": "2024-06-01", "is_documented": True},
        {"kind": "schedule", "start": "2024-06-01"},
    ]
    assert "remediation_missing" not in {each.key for each in plan(remediation=full, **base).notes}


def test_a_rise_is_claimed_from_true_results_only(plan: Planned) -> None:
    rise = note(plan(exams={"step1": FAILED}), "trend_facts")
    assert "passed 21 weeks later" in rise.text
    assert "A rise can be claimed" in rise.text
    low = [{"date": "2026-04-14", "result": "fail"}, {"date": "2026-07-14", "result": "pass", "score": 219}]
    assert "A clear rise cannot be claimed" in note(plan(exams={"step1": FAILED, "step2_ck": low}), "trend_facts").text
    bare = note(plan(today=date(2027, 2, 1), **AHEAD), "trend_facts")
    assert "cannot be said yet" in bare.text


def test_free_months_are_held_against_placing_letter_and_exam(plan: Planned) -> None:
    months = ["2026-03-01", "2026-06-01", "2026-07-01", "2026-10-01"]
    ahead = {
        "exams": {"step2_ck": [{"planned_date": "2026-08-20"}]},
        "availability": {"free_months": months},
    }
    text = next(each.text for each in plan(today=date(2026, 2, 2), **ahead).tasks if each.key == "ask_rotation")
    assert "March 2026 (too soon to be placed, as a rule)" in text
    assert "June 2026 (takes weeks from the exam)" in text
    assert "July 2026 (takes weeks from the exam)" in text
    assert "October 2026 (its letter comes after 23 September 2026, so it is for interviews)" in text
    clear = next(
        each.text
        for each in plan(today=date(2026, 2, 2), availability={"free_months": months}).tasks
        if each.key == "ask_rotation"
    )
    assert "June 2026 (in time for a letter)" in clear


def test_a_county_or_community_host_is_among_those_to_ask(plan: Planned) -> None:
    goals = {"specialties": ["Internal Medicine"], "areas": {"tier1": ["los-angeles-county"]}}
    assert "hospital, " in note(plan(today=date(2026, 2, 2), goals=goals), "rotation_sites").text
