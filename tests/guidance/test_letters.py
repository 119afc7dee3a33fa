"""Letters: closeness before title, gaps, assignment by specialty and service, sheets of facts. Rows S37 to S40."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from guidance.people import TODAY, Person

from smartpick.errors import RequestError
from smartpick.facts import Facts
from smartpick.guidance.letters import LetterPlan, Target, plan_letters
from smartpick.profile import Profile
from smartpick.programs import Directory

FAILED = [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}]
CLOSE = {
    "writer_role": "attending, ward team",
    "specialty": "Family Medicine",
    "weeks_supervised": 6,
    "state": "CA",
    "knows_growth": True,
    "status": "agreed",
}
CHAIR = {
    "writer_role": "chair of the department",
    "specialty": "Family Medicine",
    "weeks_supervised": 1,
    "state": "CA",
    "status": "uploaded",
}
Plan = Callable[..., LetterPlan]


@pytest.fixture(scope="module")
def plan(facts: Facts, directory: Directory, person: Person) -> Plan:
    """Return the plan of letters of a person like the base one."""

    def plan_one(options: dict[str, Any] | None = None, **changes: Any) -> LetterPlan:
        return plan_letters(facts, directory, person(**changes), TODAY, **(options or {}))

    return plan_one


def keys(found: LetterPlan) -> set[str]:
    return {each.key for each in found.findings}


def points(found: LetterPlan, number: int) -> dict[str, float | None]:
    return {part.key: part.points for part in found.writers[number - 1].parts}


def test_the_points_of_a_writer_add_up_and_are_shown(plan: Plan) -> None:
    found = plan(letters=[CLOSE], exams={"step1": FAILED})
    assert points(found, 1) == {"supervision": 6, "specialty": 3, "area": 2, "growth": 2, "title": 0}
    assert found.writers[0].points == 13
    assert not found.writers[0].is_lower_bound
    assert all(part.why for part in found.writers[0].parts)


def test_a_title_weighs_less_than_a_week_of_supervision(plan: Plan) -> None:
    near = CLOSE | {"knows_growth": None, "weeks_supervised": 3}
    found = plan(letters=[near, CHAIR | {"weeks_supervised": 2}])
    assert found.writers[0].points - found.writers[1].points == 0.5
    assert found.assignments[0].letters == (1, 2)


def test_growth_counts_only_after_a_setback(plan: Plan) -> None:
    calm, failed = plan(letters=[CLOSE]), plan(letters=[CLOSE], exams={"step1": FAILED})
    assert (points(calm, 1)["growth"], points(failed, 1)["growth"]) == (0, 2)
    assert "letters_growth" in keys(failed) - keys(calm)


def test_what_is_not_told_is_unknown_and_makes_a_lower_bound(plan: Plan) -> None:
    found = plan(letters=[{"writer_role": "attending", "status": "asked"}])
    assert points(found, 1)["supervision"] is None
    assert found.writers[0].is_lower_bound
    assert "letters_unknown" in keys(found)


def test_points_are_hers_to_change(plan: Plan) -> None:
    ours = plan(letters=[CLOSE, CHAIR])
    hers = plan({"benchmarks": {"letters_points_title": 9, "letters_points_week": 0}}, letters=[CLOSE, CHAIR])
    assert ours.assignments[0].letters == (1, 2)
    assert hers.assignments[0].letters == (2, 1)
    own = {key for key, (_, _, is_own) in hers.benchmarks.items() if is_own}
    assert own == {"letters_points_title", "letters_points_week"}


def test_a_title_put_before_closeness_is_obeyed_and_warned_of(plan: Plan) -> None:
    before = plan(letters=[CLOSE, CHAIR])
    after = plan({"preferred": (2,)}, letters=[CLOSE, CHAIR])
    assert before.assignments[0].letters == (1, 2)
    assert after.assignments[0].letters == (2, 1)
    assert keys(after) - keys(before) == {"letters_title_before_closeness"}


def test_a_close_supervisor_who_was_never_asked_is_named(plan: Plan) -> None:
    found = plan(letters=[CLOSE | {"status": "idea"}, CHAIR])
    (warning,) = [each for each in found.findings if each.key == "letters_title_before_closeness"]
    assert "letter 1" in warning.can_change
    assert found.next_asks[0].who.startswith("attending, ward team")


def test_a_letter_that_does_not_exist_cannot_be_preferred(plan: Plan) -> None:
    with pytest.raises(RequestError, match="no letter 3"):
        plan({"preferred": (3,)}, letters=[CLOSE])


def test_numbers_come_from_the_specialty(plan: Plan) -> None:
    family = plan(letters=[CLOSE])
    assert {"letters_few_family_medicine"} <= keys(family)
    assert "letters_outside_family_medicine" not in keys(family)
    medicine = plan(letters=[CLOSE], goals={"specialties": ["Internal Medicine"]})
    assert {"letters_few_internal_medicine", "letters_outside_internal_medicine"} <= keys(medicine)
    enough = plan(letters=[CLOSE, CLOSE, CLOSE])
    assert not any(key.startswith(("letters_few", "letters_outside")) for key in keys(enough))


def test_eras_sends_four_at_most_and_keeps_those_of_the_specialty(plan: Plan) -> None:
    outside = CLOSE | {"specialty": "Surgery", "weeks_supervised": 8, "state": "CA"}
    found = plan(letters=[outside, outside, outside, outside, CLOSE | {"weeks_supervised": 1, "state": "TX"}])
    (row,) = found.assignments
    assert row.most == 4
    assert len(row.letters) == 4
    assert 5 in row.letters
    assert [number for number, _ in row.left_out] == [4]


def test_programs_of_different_states_get_different_letters_when_not_all_fit(plan: Plan) -> None:
    near = [CLOSE | {"weeks_supervised": 4, "state": state} for state in ("CA", "CA", "CA", "OH", "CA")]
    targets = [Target(f"100{n}120C0", f"Program {n}", "family_medicine", state) for n, state in enumerate(["CA", "OH"])]
    found = plan({"targets": targets}, letters=near)
    by_state = {row.states: row for row in found.assignments}
    assert by_state["CA",].letters == (1, 2, 3, 5)
    assert by_state["OH",].letters == (4, 1, 2, 3)
    assert [target.name for row in found.assignments for target in row.programs] == ["Program 0", "Program 1"]


def test_two_tracks_clash_and_a_standardized_letter_stays_in_its_own(plan: Plan) -> None:
    both = {"specialties": ["Family Medicine", "Psychiatry"]}
    found = plan(letters=[CLOSE, CLOSE | {"specialty": "Psychiatry", "is_standardized": True}], goals=both)
    family, psychiatry = found.assignments
    assert (family.letters, psychiatry.letters) == ((1,), (2, 1))
    (clash,) = [each for each in found.findings if each.key == "letters_wrong_specialty"]
    assert "goals.specialties" in clash.fields
    assert "Psychiatry" in clash.can_change
    assert "letters_standardized_elsewhere" in keys(found)
    assert "letters_wrong_specialty" not in keys(plan(letters=[CLOSE]))


def test_residencycas_publishes_no_maximum_so_none_is_claimed(plan: Plan) -> None:
    found = plan(letters=[CLOSE] * 6, goals={"specialties": ["Obstetrics and Gynecology"]})
    (row,) = found.assignments
    assert (row.service, row.most, len(row.letters)) == ("residencycas", None, 6)
    assert any("not published" in rule.text for rule in found.rules)


def test_whom_to_ask_leaves_out_work_that_has_its_letter(plan: Plan) -> None:
    clerkships = [{"name": "Family Medicine", "date": "2025-11-14"}, {"name": "Psychiatry", "date": "2026-03-06"}]
    found = plan(letters=[CLOSE | {"writer_role": "attending, Family Medicine clerkship"}], clerkships=clerkships)
    assert len(found.next_asks) == 1
    assert "Psychiatry" in found.next_asks[0].who
    assert found.next_asks[0].closes == ("one more toward the usual number",)


def test_a_sheet_holds_facts_and_nothing_private(plan: Plan) -> None:
    hidden = "the illness of my sister"
    found = plan(
        letters=[CLOSE | {"shared_cases": "A long admission for heart failure"}],
        setbacks=[{"kind": "family", "note": hidden}],
        remediation=[
            {"kind": "evaluation", "note": hidden},
            {"kind": "tutoring", "note": "two hours a week", "start": "2024-06-01"},
        ],
        gaps=[{"start": "2024-06-01", "end": "2024-08-01", "reason": hidden, "is_private": True}],
        exams={"step1": FAILED},
    )
    (sheet,) = found.sheets
    facts_by_key = {each.key: each.facts for each in sheet.strengths}
    assert list(facts_by_key) == ["reasoning", "reliability", "improvement", "volume"]
    assert facts_by_key["reasoning"] == ("Worked on together: A long admission for heart failure",)
    assert facts_by_key["improvement"] == ("Changed tutoring (June 2024): two hours a week",)
    assert facts_by_key["volume"] == ()
    assert hidden not in repr(found)
    assert "Step 1" not in repr(sheet)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("She knows that I scored 212 on Step 1", "an exam result"),
        ("We went through my COMLEX Level 2 report", "an exam result"),
        ("My shelf exam was the best of the group", "an exam result"),
        ("He saw me after I failed the first time", "a setback or a visa"),
        ("We talked about my visa", "a setback or a visa"),
        ("Rounds with Dr. Okafor on 4 West", "a name or an address"),
        ("The patient Maria Lopez and her discharge", "a name or an address"),
        ("Write to ana@example.org", "a name or an address"),
    ],
)
def test_free_text_with_a_result_a_setback_or_a_name_stays_off_the_sheet_and_is_named(
    words: str, what: str, plan: Plan
) -> None:
    service = {"title": "Free clinic", "start": "2023-09-01", "note": words}
    (sheet,) = plan(letters=[CLOSE | {"shared_cases": words}], service=[service]).sheets
    assert not any(words in fact for each in sheet.strengths for fact in each.facts)
    assert any("Free clinic" in fact for each in sheet.strengths for fact in each.facts)
    assert [(each.where, each.what, each.words) for each in sheet.held] == [
        ("letters 1, shared_cases", what, words),
        ("service 1, note", what, words),
    ]


def test_exam_results_in_her_own_words_stand_there_when_she_says_so(plan: Plan) -> None:
    letters = [CLOSE | {"shared_cases": "Studied for Step 2 together"}]
    (sheet,) = plan({"with_exams": True}, letters=letters).sheets
    assert sheet.strengths[0].facts == ("Worked on together: Studied for Step 2 together",)
    assert sheet.held == ()


def test_work_that_lies_ahead_is_no_fact_yet(plan: Plan) -> None:
    work = {"kind": "sub_internship", "place": "a county hospital", "state": "CA", "start": "2026-10-05"}
    done = work | {"start": "2026-07-06", "end": "2026-08-01"}
    volume = [plan(letters=[CLOSE], us_experience=[each]).sheets[0].strengths[3].facts for each in (work, done)]
    assert volume == [(), ("Sub-internship at a county hospital",)]


@pytest.mark.parametrize("words", ["Nights in the level 1 trauma center", "A long admission for heart failure"])
def test_clinical_words_stay(words: str, plan: Plan) -> None:
    (sheet,) = plan(letters=[CLOSE | {"shared_cases": words}]).sheets
    assert sheet.strengths[0].facts == (f"Worked on together: {words}",)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (TODAY, None),
        (date(2026, 11, 26), "(late: ask the programs whether they still take one)"),
        (date(2027, 2, 20), "(too late for programs that rank now: for SOAP, or a next season)"),
        (date(2027, 4, 10), "(for a next season)"),
    ],
)
def test_what_a_letter_still_counts_for_is_told_by_the_day(
    day: date, told: str | None, facts: Facts, directory: Directory, person: Person
) -> None:
    found = plan_letters(facts, directory, person(letters=[]), day, season=2027).findings
    changes = [each.can_change for each in found if each.key == "letters_none_close"]
    assert changes == [f"ask the person who saw you work longest{f' {told}' if told else ''}"]


def test_what_she_prefers_is_told_beside_the_strongest(plan: Plan) -> None:
    letters = [CLOSE, CHAIR, CLOSE | {"status": "idea"}]
    strongest = "The strongest by what is told is letter 1 (attending, ward team, 6 weeks of direct supervision)"
    assert plan(letters=letters).answer[1] == f"{strongest}."
    told = plan({"preferred": (2,)}, letters=letters)
    assert told.assignments[0].letters[0] == 2
    assert told.answer[1] == f"{strongest}; you prefer letter 2, so it goes first, whatever the points."
    same = plan({"preferred": (1,)}, letters=letters).answer[1]
    assert same == f"{strongest}; you prefer the same, so it goes first, whatever the points."
    idle = plan({"preferred": (3,)}, letters=letters).answer[1]
    assert idle == f"{strongest}; you prefer letter 3, which goes nowhere yet: not asked yet."


def test_nothing_tells_whether_there_is_anything_private(plan: Plan) -> None:
    told: dict[str, Any] = {"letters": [CLOSE | {"knows_growth": None}], "remediation": [{"kind": "tutoring"}]}
    hidden = {
        "setbacks": [{"kind": "illness", "note": "asthma"}],
        "remediation": [*told["remediation"], {"kind": "evaluation"}],
        "gaps": [{"start": "2024-06-01", "is_private": True}],
        "ties": [{"kind": "partner", "place": "Pasadena", "state": "CA"}],
    }
    assert plan(**told) == plan(**told | hidden)


def test_what_is_certified_about_texts_is_said_to_conflict(plan: Plan) -> None:
    said = [rule.text for rule in plan(letters=[CLOSE]).own_words]
    assert len(said) == 2
    assert any("conflict in public sources" in text for text in said)
    other = [rule.text for rule in plan(letters=[], goals={"specialties": ["Emergency Medicine"]}).own_words]
    assert len(other) == 1
    assert "ResidencyCAS" in other[0]


def test_exam_results_stand_on_a_sheet_only_when_she_says_so(plan: Plan) -> None:
    (sheet,) = plan({"with_exams": True}, letters=[CLOSE], exams={"step1": FAILED}).sheets
    improvement = next(each for each in sheet.strengths if each.key == "improvement")
    assert "Step 1: fail, then pass" in improvement.facts


def test_an_uploaded_letter_needs_no_sheet(plan: Plan) -> None:
    assert [each.number for each in plan(letters=[CHAIR, CLOSE]).sheets] == [2]


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("letters", {"letters": [CLOSE]}, {"letters": [CLOSE | {"weeks_supervised": 2}]}),
        ("goals.specialties", {}, {"goals": {"specialties": ["Psychiatry"]}}),
        ("goals.areas", {}, {"goals": {"areas": {"tier1": ["Ohio"]}}}),
        ("exams.step1", {}, {"exams": {"step1": FAILED}}),
        ("earlier_seasons", {}, {"earlier_seasons": [{"season": 2026, "outcome": "unmatched"}]}),
    ],
)
def test_a_changed_field_changes_a_finding_that_names_it(
    plan: Plan, field: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    one = plan(**({"letters": [CLOSE | {"knows_growth": None}]} | before)).findings
    two = plan(**({"letters": [CLOSE | {"knows_growth": None}]} | before | after)).findings
    texts = {each.text for each in one}
    assert any(field in each.fields for each in two if each.text not in texts)


def test_every_example_has_three_sentences_and_a_rule(
    facts: Facts, directory: Directory, example: Callable[[str], Profile]
) -> None:
    for name in ("us-md-la-step1-fail", "non-us-img-visa", "dermatology-la-only", "do-comlex-only"):
        found = plan_letters(facts, directory, example(name), TODAY)
        assert len(found.answer) == 3
        assert found.rules
        assert len(found.assignments) == len({row.specialty for row in found.assignments})


@pytest.mark.parametrize(("way", "is_told"), [("praise", True), ("mixed", False), ("critical", False), (None, False)])
def test_a_writer_is_handed_praise_and_no_other_feedback(plan: Plan, way: str | None, *, is_told: bool) -> None:
    work = {"kind": "sub_internship", "specialty": "Family Medicine", "note": "Notes of mine", "feedback": way}
    (sheet,) = plan(letters=[CLOSE], us_experience=[work]).sheets
    assert ("Notes of mine" in repr(sheet)) is is_told
