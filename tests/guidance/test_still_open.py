"""What can still change is asked in one place: record, letters, plan and answers cannot advise what is too late."""

from collections.abc import Callable
from datetime import date

import pytest
from guidance.people import Person, Read

from smartpick.facts import Facts
from smartpick.guidance._open import can_move_the_record, letter_counts_for, letter_now
from smartpick.guidance.plan import make_plan
from smartpick.profile import Profile
from smartpick.programs import Directory
from smartpick.vocabulary import Choice, Stage

DAYS = {
    Stage.OPEN: date(2026, 9, 10),
    Stage.SUBMITTED: date(2026, 9, 30),
    Stage.INTERVIEWING: date(2026, 11, 26),
    Stage.RANKING: date(2027, 2, 10),
    Stage.MATCH_WEEK: date(2027, 3, 8),
    Stage.SOAP: date(2027, 3, 16),
    Stage.MATCH_DAY: date(2027, 3, 19),
    Stage.OVER: date(2027, 4, 10),
}
TOLD = "What is left to change this season is how the record is told."


def test_what_is_closed_stays_closed_and_the_words_follow() -> None:
    stages = list(Stage)
    for choice in set(Choice) - {Choice.LATE_APPLICATIONS}:
        known = [choice in stage.choices for stage in stages]
        assert known == sorted(known, reverse=True), choice
    assert [stage for stage in stages if Choice.LATE_APPLICATIONS in stage.choices] == [
        Stage.SUBMITTED,
        Stage.INTERVIEWING,
    ]
    assert not Stage.MATCH_DAY.choices
    for stage in stages:
        is_early = Choice.APPLICATIONS in stage.choices
        assert bool(letter_counts_for(stage)) != is_early
        assert bool(letter_now(stage)) == (Choice.INTERVIEWS in stage.choices and not is_early)
        assert can_move_the_record(stage, "letters") == is_early
        assert can_move_the_record(stage, "step2_ahead") == (Choice.INTERVIEWS in stage.choices)


@pytest.mark.parametrize("stage", DAYS)
def test_a_letter_that_the_plan_calls_too_late_is_asked_for_nowhere(
    facts: Facts, directory: Directory, read: Read, person: Person, stage: Stage
) -> None:
    few = [{"writer_role": "attending", "specialty": "Family Medicine", "status": "agreed"}]
    today = DAYS[stage]
    plan = make_plan(facts, directory, person(letters=few), today)
    assert plan.stage is stage
    made = read(today=today, letters=few)
    letters = next(each for each in made.offsets if each.key == "letters")
    asks = [each.action for each in made.concerns if each.key == "reliability"]
    late = {each.key for each in plan.too_late}
    assert ("letters" in late) == (stage in {Stage.SUBMITTED, Stage.INTERVIEWING})
    if "letters" in late:
        assert letters.can_change.startswith(f"{letter_now(stage)} (for interviews;")
        assert letters.by is None
        assert asks[0].startswith("Too late for the first reading")
        assert any(letter_now(stage) in each.instead for each in plan.too_late)
        assert "letter" not in made.answer[2]
    elif Choice.APPLICATIONS in stage.choices:
        assert letters.can_change.startswith("ask writers")
        assert asks[0].startswith("Ask the person")
    else:
        assert letters.can_change.endswith("(for a next season)")


def test_the_record_names_nothing_to_change_that_programs_no_longer_read(
    facts: Facts, directory: Directory, example: Callable[[str], Profile]
) -> None:
    from smartpick.guidance import assess

    hers = example("us-md-la-step1-fail")
    said = {stage: assess(facts, directory, hers, day).answer[2] for stage, day in DAYS.items()}
    assert said[Stage.OPEN].startswith("What can still change and weighs most")
    assert said[Stage.SUBMITTED] == said[Stage.INTERVIEWING] == TOLD
    assert said[Stage.RANKING].startswith("What can change now counts for SOAP")
    assert said[Stage.MATCH_DAY] == "This season is decided: what can change now counts for the next one."
    # An exam that is still ahead does change what is read.
    tree = hers.model_dump(exclude_none=True)
    tree["exams"]["step2_ck"] = [{"planned_date": date(2026, 12, 5)}]
    ahead = assess(facts, directory, Profile.model_validate(tree), DAYS[Stage.INTERVIEWING]).answer[2]
    assert ahead != TOLD
